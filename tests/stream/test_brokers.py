"""What every broker of `houserules.brokers` has to keep, run against the one that the session uses."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from houserules.brokers.base import Broker, BrokerError
from houserules.brokers.embedded import EmbeddedBroker
from houserules.brokers.kafka import KafkaBroker
from houserules.brokers.probe import cluster_id, free_port
from houserules.stream.client import check_broker
from houserules.stream.settings import Settings
from support.brokers import USER, alive, choice, make_broker, same_on_every_broker, started
from support.kafka import make_topics, produce, read_until, settings_for

own = pytest.mark.skipif(":" in choice(), reason="an external broker is not ours to stop")

HOLDER = """
import signal, sys
sys.path.insert(0, {tests!r})
from support.brokers import make_broker
from houserules.brokers.probe import cluster_id
broker = make_broker()
broker.start()
def interrupted(*_):
    print("answers" if cluster_id(int(broker.bootstrap.rpartition(":")[2])) else "silent", flush=True)
    broker.stop()
    sys.exit(0)
signal.signal(signal.SIGINT, interrupted)
print(broker.pid, broker._home, flush=True)
while True:
    signal.pause()
"""


def eventually(check: Callable[[], bool], deadline: float = 10.0) -> bool:
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.02)
    return check()


@pytest.fixture
def holder() -> Iterator[tuple["subprocess.Popen[str]", int, Path]]:
    """A process in a session of its own that holds a broker; with the broker's process id and directory."""
    script = HOLDER.format(tests=str(Path(__file__).parents[1]))
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    pid, _, home = process.stdout.readline().strip().partition(" ")
    yield process, int(pid), Path(home)
    process.kill()
    process.wait()
    process.stdout.close()


async def test_what_is_produced_is_consumed(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings, ["posts"])
    records = [(f"author-{number % 5}".encode(), f"value {number}".encode()) for number in range(100)]
    topic = settings.topic("posts")
    await produce(broker, topic, records)
    found = await read_until(broker, [topic], lambda seen: len(seen) >= 100)
    assert sorted((item.key, item.value) for item in found) == sorted(records)


@own
def test_two_run_side_by_side_and_leave_nothing() -> None:
    with started(make_broker()) as first, started(make_broker()) as second:
        assert first.bootstrap != second.bootstrap
        pids = [first.pid, second.pid]
        homes = [first._home, second._home]
        assert all(map(alive, pids))
    assert not any(map(alive, pids))
    assert not any(home.exists() for home in homes)


@own
def test_there_is_no_address_before_the_start_and_a_stop_is_harmless() -> None:
    broker = make_broker()
    broker.stop()
    with pytest.raises(BrokerError, match="not been started"):
        _ = broker.bootstrap


@own
def test_it_dies_with_a_killed_parent(holder: tuple["subprocess.Popen[str]", int, Path]) -> None:
    parent, pid, home = holder
    assert alive(pid)
    assert home.is_dir()
    parent.kill()
    assert eventually(lambda: not alive(pid) and not home.exists())


@own
@same_on_every_broker("one guard sees to it for both, in a session of its own")
def test_ctrl_c_leaves_it_to_its_owner(holder: tuple["subprocess.Popen[str]", int, Path]) -> None:
    parent, pid, home = holder
    os.killpg(parent.pid, signal.SIGINT)
    assert parent.stdout is not None
    assert parent.stdout.readline().strip() == "answers"
    assert parent.wait(30) == 0
    assert not alive(pid)
    assert not home.exists()


@same_on_every_broker("it is about the embedded broker")
def test_a_port_that_was_taken_meanwhile_is_left_to_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedBroker() as owner:
        taken = int(owner.bootstrap.rpartition(":")[2])
        ports = iter([taken, taken, free_port()])
        monkeypatch.setattr("houserules.brokers.embedded.free_port", lambda: next(ports))
        with EmbeddedBroker() as late:
            assert late.bootstrap != owner.bootstrap
            assert cluster_id(int(late.bootstrap.rpartition(":")[2])) != cluster_id(taken)


@same_on_every_broker("it is about the embedded broker")
@pytest.mark.parametrize(
    ("script", "deadline", "words"),
    [("echo 'no room for me' >&2; exit 3", 10.0, "no room for me"), ("echo waiting; exec sleep 60", 0.3, "waiting")],
)
def test_a_broker_that_does_not_come_up_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, deadline: float, words: str
) -> None:
    binary = tmp_path / "broker"
    binary.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\n{script}\n", encoding="utf-8")
    binary.chmod(0o755)
    monkeypatch.setattr("houserules.brokers.embedded._binary", lambda: str(binary))
    broker = EmbeddedBroker(start_deadline=deadline)
    with pytest.raises(BrokerError, match=words):
        broker.start()
    assert not alive(int((tmp_path / "pid").read_text(encoding="ascii")))
    assert broker._home is None


@pytest.mark.kafka
async def test_kafka_keeps_its_data_through_a_crash_and_a_restart(topic_prefix: str) -> None:
    with started(KafkaBroker()) as broker:
        assert isinstance(broker, KafkaBroker)
        settings = settings_for(broker.bootstrap, topic_prefix)
        await make_topics(settings, ["posts"])
        topic, address = settings.topic("posts"), broker.bootstrap
        await produce(address, topic, [(b"a", b"one")])
        broker.kill()
        with pytest.raises(BrokerError, match="cannot reach"):
            await check_broker(settings)
        broker.start()
        await produce(address, topic, [(b"a", b"two")])
        broker.restart()
        assert broker.bootstrap == address
        found = await read_until(address, [topic], lambda seen: len(seen) >= 2)
        assert [item.value for item in found] == [b"one", b"two"]


@pytest.mark.kafka
async def test_kafka_lets_in_the_right_user_and_tells_a_wrong_password(
    broker_process: Broker, topic_prefix: str
) -> None:
    assert isinstance(broker_process, KafkaBroker)
    plain, secured = broker_process.bootstrap, broker_process.sasl_bootstrap

    def settings(**values: str) -> Settings:
        common = {"security_protocol": "SASL_PLAINTEXT", "sasl_username": USER.name, "sasl_password": USER.password}
        return settings_for(secured, topic_prefix, **{**common, **values})

    for mechanism in ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"):
        await check_broker(settings(sasl_mechanism=mechanism))
        begin = time.monotonic()
        with pytest.raises(BrokerError, match=rf"refused the user '{USER.name}'.*SASL_PASSWORD") as failure:
            await check_broker(settings(sasl_mechanism=mechanism, sasl_password="wrong1"))
        assert time.monotonic() - begin < 5
        assert "wrong1" not in str(failure.value)
    await make_topics(settings(), ["posts"])
    with pytest.raises(BrokerError, match=r"does not speak PLAINTEXT.*SECURITY_PROTOCOL"):
        await check_broker(settings(security_protocol="PLAINTEXT"))
    with pytest.raises(BrokerError, match="does not speak SASL_SSL"):
        await check_broker(settings(security_protocol="SASL_SSL"))
    await check_broker(settings_for(plain, topic_prefix))
    wrong = Settings(broker=plain, security_protocol="SASL_PLAINTEXT", sasl_username="a", sasl_password="b")
    with pytest.raises(BrokerError, match="wants no user name"):
        await check_broker(wrong)


def test_the_protocol_is_kept_by_all(broker_process: Broker) -> None:
    assert broker_process.name
    assert ":" in broker_process.bootstrap
