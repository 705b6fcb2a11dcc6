"""What cannot be connected to is told within seconds, in words that name the setting to change."""

import asyncio
import os
import ssl
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiokafka import errors

from houserules.brokers.probe import free_port
from houserules.stream.client import CONNECT_TIMEOUT, BrokerError, check_broker, client_options, explain
from houserules.stream.settings import Settings, SettingsError

SASL = {"security_protocol": "SASL_PLAINTEXT", "sasl_username": "moderator", "sasl_password": "hunter2"}


def settings(**values: Any) -> Settings:
    return Settings(**{"broker": "kafka.test:9092", **values})


@asynccontextmanager
async def server(answers: bool = False, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """A server that is no Kafka: it hangs up after the first bytes, or never answers. Gives its address."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        if not answers:
            await over.wait()
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with listener:
        yield f"127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        over.set()


async def test_nothing_listens() -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(BrokerError, match=f"cannot reach {address} .connection refused.: .*HOUSERULES_BROKER"):
        await check_broker(settings(broker=address))


async def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert CONNECT_TIMEOUT <= 5
    monkeypatch.setattr("houserules.stream.client.CONNECT_TIMEOUT", 0.4)
    async with server() as address:
        begin = time.monotonic()
        with pytest.raises(BrokerError, match=r"did not answer within 0.4 s.*HOUSERULES_SECURITY_PROTOCOL=PLAINTEXT"):
            await check_broker(settings(broker=address))
        assert time.monotonic() - begin < 3


@pytest.mark.parametrize("security", [{}, SASL, {"security_protocol": "SSL"}], ids=["plain", "sasl", "tls"])
async def test_a_server_that_hangs_up_speaks_another_protocol(security: dict[str, str]) -> None:
    async with server(answers=True) as address:
        with pytest.raises(BrokerError, match=r"does not speak .*: set HOUSERULES_SECURITY_PROTOCOL"):
            await check_broker(settings(broker=address, **security))


async def test_a_telling_failure_wins_over_a_server_that_is_down() -> None:
    async with server(answers=True) as address:
        with pytest.raises(BrokerError, match="hung up"):
            await check_broker(settings(broker=f"127.0.0.1:{free_port()},{address}"))


async def test_an_address_that_is_none_is_a_setting_to_mend() -> None:
    with pytest.raises(SettingsError, match="HOUSERULES_BROKER=kafka:x: expected host:port"):
        await check_broker(settings(broker="kafka:x"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that signs itself, and its key."""
    home = tmp_path_factory.mktemp("tls")
    key, certificate = home / "key.pem", home / "certificate.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {key} -out {certificate} -subj /CN=broker"
    try:
        arguments = [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(arguments, check=True, capture_output=True, timeout=60)
    except FileNotFoundError:
        pytest.skip("needs the openssl command")
    return certificate, key


async def test_a_certificate_that_nobody_vouches_for(certificate: tuple[Path, Path]) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    async with server(answers=True, context=context) as address:
        with pytest.raises(BrokerError, match=r"certificate of .* is not accepted.*HOUSERULES_SSL_CAFILE"):
            await check_broker(settings(broker=address, security_protocol="SSL"))
        with pytest.raises(BrokerError, match="hung up"):
            await check_broker(settings(broker=address, security_protocol="SSL", ssl_cafile=str(certificate[0])))


def test_certificate_files_are_checked_by_name(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    missing = str(tmp_path / "none.pem")
    with pytest.raises(SettingsError, match=f"HOUSERULES_SSL_CAFILE={missing}: no such file"):
        client_options(settings(security_protocol="SSL", ssl_cafile=missing))
    own = {"security_protocol": "SSL", "ssl_cafile": str(certificate[0]), "ssl_certfile": str(certificate[0])}
    with pytest.raises(SettingsError, match=r"HOUSERULES_SSL_CERTFILE=.*HOUSERULES_SSL_KEYFILE="):
        client_options(settings(**own))
    assert isinstance(client_options(settings(**own, ssl_keyfile=str(certificate[1])))["ssl_context"], ssl.SSLContext)


def test_options_hold_what_the_protocol_needs_and_no_more() -> None:
    plain = client_options(settings())
    assert plain == {
        "bootstrap_servers": "kafka.test:9092",
        "client_id": "houserules",
        "security_protocol": "PLAINTEXT",
    }
    sasl = client_options(settings(**SASL, sasl_mechanism="PLAIN"))
    assert sasl["sasl_mechanism"] == "PLAIN"
    assert (sasl["sasl_plain_username"], sasl["sasl_plain_password"]) == ("moderator", "hunter2")
    assert "ssl_context" not in sasl
    encrypted = client_options(settings(**{**SASL, "security_protocol": "SASL_SSL"}))
    assert encrypted["ssl_context"].check_hostname


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.SaslAuthenticationFailed("no"), "refused the user 'moderator': check HOUSERULES_SASL_USERNAME"),
        (errors.UnsupportedSaslMechanismError("no"), "HOUSERULES_SASL_MECHANISM"),
        (errors.IllegalSaslStateError("no"), "HOUSERULES_SECURITY_PROTOCOL"),
        (errors.UnsupportedVersionError("no"), "run Apache Kafka"),
        (errors.IncompatibleBrokerVersion("no"), "run Apache Kafka"),
        (errors.TopicAuthorizationFailedError("posts"), "user 'moderator' may not use a topic"),
        (errors.GroupAuthorizationFailedError("g"), "may not join group 'houserules'"),
        (errors.ClusterAuthorizationFailedError("no"), "administrator"),
        (errors.InvalidSessionTimeoutError("no"), "HOUSERULES_SESSION_TIMEOUT"),
        (errors.InconsistentGroupProtocolError("no"), "HOUSERULES_GROUP"),
        (errors.InvalidReplicationFactorError("no"), "HOUSERULES_REPLICATION"),
        (errors.UnknownTopicOrPartitionError("no"), "houserules topics verify"),
        (errors.MessageSizeTooLargeError("no"), "max.message.bytes"),
        (errors.NotEnoughReplicasError("no"), "min.insync.replicas"),
        (errors.KafkaConnectionError("no"), "lost the connection"),
        (errors.RequestTimedOutError("no"), "did not answer in time"),
        (ConnectionRefusedError(111, "Connect call failed"), "cannot reach"),
        (BrokerError("as it was said"), "^as it was said$"),
        (ValueError("surprise"), "ValueError: surprise"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_errors_are_explained_without_secrets(error: Exception, words: str) -> None:
    import re

    text = explain(error, settings(**SASL))
    assert re.search(words, text)
    assert "hunter2" not in text


def test_the_cause_is_found_behind_the_error_that_hides_it() -> None:
    hidden = errors.KafkaConnectionError("unable to bootstrap")
    hidden.__cause__ = errors.SaslAuthenticationFailed("no")
    assert "refused the user" in explain(hidden, settings(**SASL))
    assert os.strerror(111).lower() in explain(OSError(111, "x"), settings())
