"""Fixtures of every suite. A broker is started only if a test asks for one, once per session."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from houserules.brokers.base import Broker
from houserules.brokers.kafka import KafkaBroker
from support import brokers
from support.exactness import write_windows_policy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what only Apache Kafka can pass, unless it was asked for."""
    if brokers.choice() == "kafka":
        return
    skip = pytest.mark.skip(reason=f"needs Apache Kafka: set {brokers.VARIABLE}=kafka")
    for item in items:
        if item.get_closest_marker("kafka"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def broker_process() -> Iterator[Broker]:
    """The session's broker, running."""
    with brokers.started(brokers.make_broker()) as broker:
        yield broker
        if isinstance(broker, KafkaBroker):
            # An orderly end of thousands of partitions, which nobody reads again, takes ten seconds.
            broker.kill()


@pytest.fixture(scope="session")
def windows_policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy that tells repeats and floods, for workers of which only the stream is asked. It loads in no time."""
    return write_windows_policy(tmp_path_factory.mktemp("policy"))


@pytest.fixture(scope="session")
def broker(broker_process: Broker) -> str:
    """`host:port` of the session's broker."""
    return broker_process.bootstrap


@pytest.fixture
def topic_prefix() -> str:
    """A prefix for topics that no other test uses."""
    return f"t{uuid.uuid4().hex[:10]}."
