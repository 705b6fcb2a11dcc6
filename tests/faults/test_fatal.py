"""Errors that no waiting mends end the worker within seconds, non-zero, with a message that says what to change."""

from pathlib import Path
from time import monotonic

import pytest

from houserules.brokers.base import Broker
from houserules.brokers.kafka import KafkaBroker
from support.brokers import USER, same_on_every_broker
from support.kafka import make_topics, produce, settings_for
from support.worker import WorkerProcess, free_port

DEADLINE = 10.0


def ends(worker: WorkerProcess, *words: str) -> None:
    """Assert that the worker ends by itself within the deadline, non-zero, and says `words`."""
    started = monotonic()
    code = worker.wait(DEADLINE)
    assert code not in (0, None)
    assert monotonic() - started < DEADLINE
    log = worker.log()
    for word in words:
        assert word in log, log[-3000:]


async def test_a_missing_topic(broker: str, topic_prefix: str, windows_policy: Path) -> None:
    with WorkerProcess(broker, topic_prefix, policy=windows_policy) as worker:
        ends(worker, f"{topic_prefix}posts", "houserules topics create")


@same_on_every_broker("it is about no broker")
def test_no_broker_at_all(topic_prefix: str, windows_policy: Path) -> None:
    with WorkerProcess(f"127.0.0.1:{free_port()}", topic_prefix, policy=windows_policy) as worker:
        ends(worker, "HOUSERULES_BROKER")


@same_on_every_broker("nothing has been connected to by then")
def test_a_policy_that_cannot_be_read(topic_prefix: str, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("id: broken\nid: twice\n", encoding="utf-8")
    with WorkerProcess("127.0.0.1:1", topic_prefix, policy=tmp_path) as worker:
        ends(worker, "policy.yaml:2")


@same_on_every_broker("nothing has been connected to by then")
def test_a_setting_that_cannot_work(topic_prefix: str) -> None:
    with WorkerProcess("127.0.0.1:1", topic_prefix, in_flight="many") as worker:
        ends(worker, "HOUSERULES_IN_FLIGHT")


@pytest.mark.kafka
async def test_a_session_timeout_that_the_broker_refuses(broker: str, topic_prefix: str, windows_policy: Path) -> None:
    await make_topics(settings_for(broker, topic_prefix))
    short = {"session_timeout": 2, "heartbeat_interval": 0.5}
    with WorkerProcess(broker, topic_prefix, policy=windows_policy, **short) as worker:
        ends(worker, "HOUSERULES_SESSION_TIMEOUT")


@pytest.mark.kafka
def test_a_wrong_password(broker_process: Broker, topic_prefix: str, windows_policy: Path) -> None:
    assert isinstance(broker_process, KafkaBroker)
    options = {
        "policy": windows_policy,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_username": USER.name,
        "sasl_password": "wrong",
    }
    with WorkerProcess(broker_process.sasl_bootstrap, topic_prefix, **options) as worker:
        ends(worker, "HOUSERULES_SASL_PASSWORD")


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        ({"dead_letter_run": 50}, "--dead-letter-run"),
        ({"dead_letter_ratio": 0.1, "dead_letter_run": 100_000}, "--dead-letter-ratio"),
    ],
)
async def test_too_many_dead_letters(
    broker: str, topic_prefix: str, windows_policy: Path, limits: dict[str, float], word: str
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    await produce(broker, settings.topic("posts"), [(b"x:acct:ann", b"not json")] * 2000)
    with WorkerProcess(broker, topic_prefix, policy=windows_policy, **limits) as worker:
        # From the start of the process, joining the group included: on the embedded broker that alone takes seconds.
        code = worker.wait(30)
        assert code not in (0, None)
        assert word in worker.log()
        assert "houserules dead-letters" in worker.log()
