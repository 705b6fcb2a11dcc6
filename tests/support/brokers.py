"""Which broker the tests run against: HOUSERULES_TEST_BROKER is `embedded` (default), `kafka` or `host:port`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from houserules.brokers.base import Broker, BrokerUnavailable
from houserules.brokers.embedded import EmbeddedBroker
from houserules.brokers.external import ExternalBroker
from houserules.brokers.kafka import KafkaBroker, SaslUser

VARIABLE = "HOUSERULES_TEST_BROKER"
REQUIRE = "HOUSERULES_REQUIRE_KAFKA"

HASTE: Final = {
    "log.initial.task.delay.ms": "1000",
    "log.retention.check.interval.ms": "1000",
    "log.cleaner.backoff.ms": "500",
    "group.min.session.timeout.ms": "2500",
}
"""How often Apache Kafka looks for what has expired and what can be compacted: with its defaults of minutes, a test whose
records are older than their topic's retention fails once in twenty runs, so it fails in every one. And how soon it may take
a worker that was killed for dead."""

USER: Final = SaslUser("moderator", "right1")
"""Whom Apache Kafka lets in at its second listener."""

JAVA_OPTIONS: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""A broker that lives for seconds starts in two thirds of the time if Java does not optimise what runs once."""


def choice() -> str:
    """`embedded`, `kafka` or an address."""
    return os.environ.get(VARIABLE, "embedded")


def make_broker() -> Broker:
    """The broker asked for, not started."""
    match choice():
        case "embedded":
            return EmbeddedBroker()
        case "kafka":
            os.environ.setdefault("JDK_JAVA_OPTIONS", JAVA_OPTIONS)
            return KafkaBroker(properties=HASTE, sasl_user=USER)
        case address if ":" in address:
            return ExternalBroker(address)
        case other:
            raise pytest.UsageError(f"{VARIABLE}={other}: expected embedded, kafka or host:port")


def same_on_every_broker(why: str) -> pytest.MarkDecorator:
    """Marks what the embedded broker has answered for all: on Apache Kafka it is not run again, and says `why`."""
    return pytest.mark.skipif(choice() == "kafka", reason=why)


@contextmanager
def started(broker: Broker) -> Iterator[Broker]:
    """The broker, running; stopped at the end. Where this machine cannot run it, the test is skipped.

    With CI=true or HOUSERULES_REQUIRE_KAFKA=1 it fails instead: a pipeline must not go green on tests it never ran.
    """
    try:
        broker.start()
    except BrokerUnavailable as error:
        if os.environ.get("CI") == "true" or os.environ.get(REQUIRE) == "1":
            pytest.fail(str(error))
        pytest.skip(f"{error} (with {REQUIRE}=1 this is a failure)")
    try:
        yield broker
    finally:
        broker.stop()


def alive(pid: int) -> bool:
    """Whether the process lives; one that only waits to be reaped does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"
