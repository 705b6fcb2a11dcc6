"""How every client of the broker is configured, and what its errors mean in terms of the settings."""

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, get_args

from aiokafka import errors
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.conn import AIOKafkaConnection, collect_hosts, create_conn
from aiokafka.protocol.metadata import MetadataRequest

from houserules.brokers.base import BrokerError
from houserules.stream.settings import SecurityProtocol, Settings, SettingsError

__all__ = ["BrokerError", "admin_client", "check_broker", "client_options", "explain"]

CONNECT_TIMEOUT: Final = 5.0
"""Seconds for the whole check of a broker: name, port, encryption, password and one request."""

ADMIN_TIMEOUT: Final = 20.0
VARIABLE: Final = "HOUSERULES_"


def client_options(settings: Settings) -> dict[str, Any]:
    """The keyword arguments that every aiokafka client takes: addresses and security.

    Raises SettingsError if a certificate file cannot be used.
    """
    options: dict[str, Any] = {
        "bootstrap_servers": settings.broker,
        "client_id": "houserules",
        "security_protocol": settings.security_protocol,
    }
    if settings.security_protocol.endswith("SSL"):
        options["ssl_context"] = _ssl_context(settings)
    if settings.security_protocol.startswith("SASL"):
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = settings.sasl_password
    return options


async def check_broker(settings: Settings) -> None:
    """Connect once, so that a wrong address, password or encryption is told within CONNECT_TIMEOUT and in plain words.

    A client that starts instead hides the reason behind a retry. One reachable server of several is enough.
    Raises BrokerError, SettingsError.
    """
    options = client_options(settings)
    try:
        servers = collect_hosts(options.pop("bootstrap_servers"))
    except ValueError as error:
        raise SettingsError(f"{VARIABLE}BROKER={settings.broker}: expected host:port, comma separated") from error
    found = await asyncio.gather(*(_try(host, port, options, settings) for host, port, _ in servers))
    failures = [failure for failure in found if failure is not None]
    if len(failures) < len(found):
        return
    # A refused password says more than another server that is merely down.
    telling = next((failure for failure in failures if not _is_down(failure)), failures[0])
    raise BrokerError(explain(telling, settings)) from telling


@asynccontextmanager
async def admin_client(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client of a broker that has been checked. aiokafka's errors come out as BrokerError."""
    await check_broker(settings)
    client = AIOKafkaAdminClient(request_timeout_ms=int(ADMIN_TIMEOUT * 1000), **client_options(settings))
    try:
        await client.start()
        yield client
    except (errors.KafkaError, OSError, TimeoutError) as error:
        raise BrokerError(explain(error, settings)) from error
    finally:
        await client.close()


def explain(error: BaseException, settings: Settings) -> str:
    """What an error of the Kafka client means, and which setting or command mends it. Never holds a secret."""
    chain = list(_chain(error))
    for cause in chain:
        if text := _specific(cause, settings):
            return text
    for cause in chain:
        if text := _general(cause, settings):
            return text
    return str(error) if isinstance(error, BrokerError) else f"{type(error).__name__}: {error}"


async def _try(host: str, port: int, options: dict[str, Any], settings: Settings) -> Exception | None:
    """None if a client with these options is served at `host:port`, else why not."""
    connection: AIOKafkaConnection | None = None
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT):
            # Shorter than the whole, so that the client's own timeout, which says at which step, comes first.
            limit = int(CONNECT_TIMEOUT * 900)
            connection = await create_conn(host, port, request_timeout_ms=limit, **options)
            # A listener that wants a password answers everything before this.
            answer = await connection.send(MetadataRequest([]))
            return await _unreachable_member([(member[1], member[2]) for member in answer.brokers])
    except TimeoutError:
        return BrokerError(
            f"{host}:{port} did not answer within {CONNECT_TIMEOUT:g} s: is it a Kafka broker, and does its listener "
            f"speak {VARIABLE}SECURITY_PROTOCOL={settings.security_protocol}?"
        )
    except (ConnectionResetError, errors.KafkaConnectionError):
        others = ", ".join(word for word in get_args(SecurityProtocol) if word != settings.security_protocol)
        return BrokerError(
            f"{host}:{port} hung up without an answer, so its listener does not speak {settings.security_protocol}: "
            f"set {VARIABLE}SECURITY_PROTOCOL to what it speaks ({others})"
        )
    except (errors.KafkaError, OSError, AssertionError) as failure:
        return failure
    finally:
        if connection is not None:
            closed = connection.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(closed, 1.0)


async def _unreachable_member(members: list[tuple[str, int]]) -> Exception | None:
    """The error of connecting to the first address that the broker gives out, if none of them answers."""
    failure: Exception | None = None
    for host, port in members:
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError as error:
            failure = failure or BrokerError(
                f"the broker tells clients to connect to {host}:{port}, which fails ({_reason(error)}): "
                "correct its advertised.listeners, or make that name known here"
            )
        else:
            writer.close()
            return None
    return failure


def _ssl_context(settings: Settings) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=settings.ssl_cafile or None)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"{VARIABLE}SSL_CAFILE={settings.ssl_cafile}: {_reason(error)}") from error
    if settings.ssl_certfile:
        try:
            context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile or None)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"{VARIABLE}SSL_CERTFILE={settings.ssl_certfile}, {VARIABLE}SSL_KEYFILE={settings.ssl_keyfile}: "
                f"{_reason(error)}; name a PEM certificate and the private key that belongs to it"
            ) from error
    return context


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _is_down(error: Exception) -> bool:
    return isinstance(error, OSError) and not isinstance(error, ssl.SSLError)


def _specific(error: BaseException, settings: Settings) -> str | None:
    """Words for an error whose cause is certain."""
    where, protocol = settings.broker, f"{VARIABLE}SECURITY_PROTOCOL"
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"the certificate of {where} is not accepted ({error.verify_message}): set {VARIABLE}SSL_CAFILE to the "
                f"authority that signed it, and {VARIABLE}BROKER to a name that stands in it"
            )
        case ssl.SSLError() if "CERTIFICATE" in (error.reason or ""):
            return (
                f"{where} wants a client certificate ({_reason(error)}): set {VARIABLE}SSL_CERTFILE and "
                f"{VARIABLE}SSL_KEYFILE"
            )
        case ssl.SSLError():
            return (
                f"{where} does not speak TLS on this port ({_reason(error)}): set {protocol} to "
                f"{settings.security_protocol.replace('SASL_SSL', 'SASL_PLAINTEXT').replace('SSL', 'PLAINTEXT')}, or "
                f"{VARIABLE}BROKER to its TLS listener"
            )
        case errors.SaslAuthenticationFailed() | errors.AuthenticationFailedError():
            return (
                f"{where} refused the user {settings.sasl_username!r}: check {VARIABLE}SASL_USERNAME, "
                f"{VARIABLE}SASL_PASSWORD (or its _FILE form) and {VARIABLE}SASL_MECHANISM={settings.sasl_mechanism}"
            )
        case errors.UnsupportedSaslMechanismError():
            return f"{where} does not offer {settings.sasl_mechanism}: set {VARIABLE}SASL_MECHANISM to one that it does"
        case errors.IllegalSaslStateError():
            return f"{where} wants no user name on this port: set {protocol} to PLAINTEXT or SSL, or {VARIABLE}BROKER"
        case errors.UnsupportedVersionError() | errors.IncompatibleBrokerVersion() | errors.UnrecognizedBrokerVersion():
            return f"{where} does not know a request that is needed ({error}): run Apache Kafka 2.1 or later"
        case errors.TopicAuthorizationFailedError():
            return f"{_user(settings)} may not use a topic on {where} ({error}): grant it read, write and describe"
        case errors.GroupAuthorizationFailedError():
            return (
                f"{_user(settings)} may not join group {settings.group!r} on {where}: grant it, or set {VARIABLE}GROUP"
            )
        case errors.ClusterAuthorizationFailedError():
            return (
                f"{_user(settings)} may not do this on {where} ({error}): grant it, or use an administrator's account"
            )
        case errors.InvalidSessionTimeoutError():
            return (
                f"{where} refuses a session timeout of {settings.session_timeout:g} s: set {VARIABLE}SESSION_TIMEOUT "
                "between its group.min.session.timeout.ms (6 s unless changed) and group.max.session.timeout.ms"
            )
        case errors.InconsistentGroupProtocolError():
            return f"group {settings.group!r} is used by another kind of consumer on {where}: set {VARIABLE}GROUP"
        case errors.InvalidReplicationFactorError():
            return f"{where} has fewer than {settings.replication} brokers: set {VARIABLE}REPLICATION to their number"
        case errors.UnknownTopicOrPartitionError():
            return f"a topic or partition is missing on {where}: run `houserules topics verify`"
        case errors.MessageSizeTooLargeError() | errors.RecordListTooLargeError():
            return f"{where} refuses a record as too large: raise max.message.bytes of the topic"
        case errors.NotEnoughReplicasError() | errors.NotEnoughReplicasAfterAppendError():
            return f"{where} has fewer replicas in sync than min.insync.replicas asks for: bring its brokers back"
        case socket.gaierror():
            return f"the name of {where} is not known: set {VARIABLE}BROKER to host:port of a broker"
    return None


def _general(error: BaseException, settings: Settings) -> str | None:
    """Words for an error that has several usual causes."""
    where = settings.broker
    match error:
        case BrokerError():
            return str(error)
        case TimeoutError() | errors.RequestTimedOutError() | errors.KafkaTimeoutError():
            return f"{where} did not answer in time: look at its load and its log"
        case errors.KafkaConnectionError() | errors.NodeNotReadyError() | errors.KafkaUnavailableError() | EOFError():
            return f"lost the connection to {where}: start the broker again, or set {VARIABLE}BROKER"
        case OSError():
            return f"cannot reach {where} ({_reason(error)}): start a broker there, or set {VARIABLE}BROKER"
    return None


def _user(settings: Settings) -> str:
    return f"user {settings.sasl_username!r}" if settings.sasl_username else "an anonymous client"


def _reason(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return (error.reason or str(error)).replace("_", " ").lower()
    return os.strerror(error.errno).lower() if error.errno else str(error)
