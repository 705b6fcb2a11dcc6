"""Errors that no waiting mends end the worker within seconds, non-zero, with a message that says what to change."""

import os
from pathlib import Path
from time import monotonic

import pytest

from houserules.brokers.kafka import KafkaBroker, SaslUser
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


async def test_a_missing_topic(broker: str, topic_prefix: str) -> None:
    with WorkerProcess(broker, topic_prefix) as worker:
        ends(worker, f"{topic_prefix}posts", "houserules topics create")


def test_no_broker_at_all(topic_prefix: str) -> None:
    with WorkerProcess(f"127.0.0.1:{free_port()}", topic_prefix) as worker:
        ends(worker, "HOUSERULES_BROKER")


def test_a_policy_that_cannot_be_read(topic_prefix: str, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("id: broken\nid: twice\n", encoding="utf-8")
    with WorkerProcess("127.0.0.1:1", topic_prefix, policy=tmp_path) as worker:
        ends(worker, "policy.yaml:2")


def test_a_setting_that_cannot_work(topic_prefix: str) -> None:
    with WorkerProcess("127.0.0.1:1", topic_prefix, in_flight="many") as worker:
        ends(worker, "HOUSERULES_IN_FLIGHT")


async def test_a_session_timeout_that_the_broker_refuses(broker: str, topic_prefix: str) -> None:
    if os.environ.get("HOUSERULES_TEST_BROKER", "embedded") == "embedded":
        pytest.skip("the embedded broker takes any session timeout")
    await make_topics(settings_for(broker, topic_prefix))
    with WorkerProcess(broker, topic_prefix, session_timeout=2, heartbeat_interval=0.5) as worker:
        ends(worker, "HOUSERULES_SESSION_TIMEOUT")


def test_a_wrong_password(topic_prefix: str) -> None:
    if os.environ.get("HOUSERULES_TEST_BROKER", "embedded") == "embedded":
        pytest.skip("the embedded broker knows no passwords")
    with KafkaBroker(sasl_user=SaslUser("worker", "right")) as secured:
        options = {
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": "PLAIN",
            "sasl_username": "worker",
            "sasl_password": "wrong",
        }
        with WorkerProcess(secured.sasl_bootstrap, topic_prefix, **options) as worker:
            ends(worker, "HOUSERULES_SASL_PASSWORD")


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        ({"dead_letter_run": 50}, "--dead-letter-run"),
        ({"dead_letter_ratio": 0.1, "dead_letter_run": 100_000}, "--dead-letter-ratio"),
    ],
)
async def test_too_many_dead_letters(broker: str, topic_prefix: str, limits: dict[str, float], word: str) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    await produce(broker, settings.topic("posts"), [(b"x:acct:ann", b"not json")] * 2000)
    with WorkerProcess(broker, topic_prefix, **limits) as worker:
        # From the start of the process, joining the group included: on the embedded broker that alone takes seconds.
        code = worker.wait(30)
        assert code not in (0, None)
        assert word in worker.log()
        assert "houserules dead-letters" in worker.log()
