"""No batch of a partition is worked on or acknowledged past one that was dropped on its way."""

import inspect
from types import SimpleNamespace
from typing import Any

import pytest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from houserules.stream.transport import Batch, BatchConsumer, BatchThread

PLACE = TP("posts", 0)


def message(first: int, last: int, assignment: int = 1) -> Any:
    """A message that holds the records from offset `first` to `last`."""
    records: list[Any] = [SimpleNamespace(offset=offset) for offset in range(first, last + 1)]
    return SimpleNamespace(tp=PLACE, offset=last, value=Batch(records, first, assignment))


@pytest.fixture
def consumer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A consumer that has been assigned the partition, committed up to 100; acknowledged offsets gather in `acked`."""
    made: Any = BatchConsumer.__new__(BatchConsumer)
    made._assignment, made.acked = 1, []
    made._taken_to, made._acked_to = {PLACE: 100}, {PLACE: 100}
    monkeypatch.setattr(driver.Consumer, "ack", lambda self, item: self.acked.append(item.offset) or True)
    return made


def test_batches_in_their_order_are_taken_and_acknowledged(consumer: Any) -> None:
    batches = [message(100, 149), message(150, 199)]
    assert [consumer.take(batch) for batch in batches] == [True, True]
    assert [consumer.ack(batch) for batch in batches] == [True, True]
    assert consumer.acked == [149, 199]


def test_a_batch_after_one_that_was_dropped_is_neither_taken_nor_acknowledged(consumer: Any) -> None:
    later = message(150, 199)
    assert not consumer.take(later)
    assert not consumer.ack(later)
    assert consumer.ack(message(100, 149))
    assert consumer.acked == [149]


def test_a_batch_of_an_assignment_that_is_over_counts_for_nothing(consumer: Any) -> None:
    old = message(100, 149, assignment=0)
    assert not consumer.take(old)
    assert not consumer.ack(old)
    assert consumer.acked == []


async def test_what_a_fetch_brings_for_an_assignment_that_is_over_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parent = SimpleNamespace(flow_active=True, _assignment=1)
    thread: Any = BatchThread.__new__(BatchThread)
    thread.consumer = parent
    sought: dict[TP, int] = {}
    client = SimpleNamespace(assignment=lambda: {PLACE}, seek=sought.__setitem__)

    async def fetched(*_: Any, **__: Any) -> dict[TP, list[Any]]:
        parent._assignment = 2
        return {PLACE: [SimpleNamespace(offset=7)], TP("posts", 1): [SimpleNamespace(offset=9)]}

    monkeypatch.setattr(driver.AIOKafkaConsumerThread, "_fetch_records", fetched)
    assert await thread._fetch_records(client, {PLACE}) == {}
    assert sought == {PLACE: 7}


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (driver.Consumer, "_getmany", ["self", "active_partitions", "timeout"]),
        (driver.Consumer, "_new_consumer_thread", ["self"]),
        (driver.Consumer, "on_partitions_assigned", ["self", "assigned", "generation_id"]),
        (
            driver.AIOKafkaConsumerThread,
            "_fetch_records",
            ["self", "consumer", "active_partitions", "timeout", "max_records"],
        ),
    ],
)
def test_overridden_methods_still_take_what_they_took(owner: type, name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(owner, name)).parameters) == parameters
