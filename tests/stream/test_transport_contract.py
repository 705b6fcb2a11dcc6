"""What the batch transport relies on in faust-streaming and aiokafka: fails when an upgrade changes what it means."""

import asyncio
import inspect
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.consumer.group_coordinator import GroupCoordinator
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from houserules.stream.app import build_app, source_topic
from houserules.stream.transport import BatchConsumer, QuietConsumer, committed_offset, group_failure, high_watermark
from support.kafka import eventually, make_topics, produce, settings_for

PINNED = {"faust-streaming": "0.15.3", "aiokafka": "0.14.0", "mode-streaming": "0.7.1"}


@pytest.mark.parametrize(("package", "pinned"), PINNED.items())
def test_versions_are_those_that_were_read(package: str, pinned: str) -> None:
    assert version(package) == pinned


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (driver.Consumer, "getmany", ["self", "timeout"]),
        (driver.Consumer, "_wait_next_records", ["self", "timeout"]),
        (driver.Consumer, "_add_gap", ["self", "tp", "offset_from", "offset_to"]),
        (driver.Consumer, "_new_offset", ["self", "tp"]),
        (driver.Consumer, "_to_message", ["self", "tp", "record"]),
        (driver.Consumer, "perform_seek", ["self"]),
        (driver.Consumer, "ack", ["self", "message"]),
        (driver.Consumer, "verify_event_path", ["self", "now", "tp"]),
        (driver.Consumer, "maybe_wait_for_commit_to_finish", ["self"]),
        (driver.AIOKafkaConsumerThread, "_create_worker_consumer", ["self", "transport"]),
    ],
)
def test_overridden_methods_still_take_what_they_took(owner: type, name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(owner, name)).parameters) == parameters


def test_faust_still_decides_commits_by_the_overridden_method() -> None:
    source = inspect.getsource(driver.Consumer._filter_committable_offsets)
    assert "self._new_offset(tp)" in source
    assert "await self._add_gap(tp" in inspect.getsource(driver.Consumer._drain_messages)


def test_the_coordinator_still_keeps_its_errors_where_they_are_looked_for() -> None:
    source = inspect.getsource(GroupCoordinator)
    assert "self._coordination_task = create_task(self._coordination_routine())" in source
    assert "self._pending_exception = exc" in source


def test_the_client_still_takes_how_long_to_wait_from_where_it_is_set() -> None:
    source = inspect.getsource(AIOKafkaConsumer)
    assert "self._fetch_max_wait_ms = fetch_max_wait_ms" in source
    assert "fetch_max_wait_ms=self._fetch_max_wait_ms" in source


def test_the_offset_to_commit_is_one_past_the_last_batch() -> None:
    tp = TP("posts", 0)
    consumer: Any = SimpleNamespace(_acked={tp: [99, 199]}, _acked_index={tp: {99, 199}})
    assert BatchConsumer._new_offset(consumer, tp) == 200
    assert BatchConsumer._new_offset(consumer, tp) is None


async def test_a_commit_that_is_asked_for_during_another_takes_what_was_acknowledged_since() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    committed: list[int] = []

    class Slow(QuietConsumer):
        def __init__(self) -> None:
            self.app = SimpleNamespace(client_only=False)
            self.loop = asyncio.get_running_loop()
            self._commit_fut = None
            self.acknowledged = 1

        async def force_commit(self, topics: Any = None, start_new_transaction: bool = True) -> bool:
            taken = self.acknowledged
            begun.set()
            await go_on.wait()
            committed.append(taken)
            return True

    consumer = Slow()
    periodic = asyncio.ensure_future(consumer.commit())
    await begun.wait()
    consumer.acknowledged = 2
    at_the_stop = [asyncio.ensure_future(consumer.commit()) for _ in range(2)]
    await asyncio.sleep(0)
    go_on.set()
    assert await periodic
    assert all(await asyncio.gather(*at_the_stop))
    assert committed == [1, 2, 2]


async def test_batches_arrive_whole_are_committed_when_acknowledged_and_not_before(
    broker: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(
        broker, topic_prefix, group=f"{topic_prefix}g", session_timeout=6, heartbeat_interval=1, commit_interval=0.2
    )
    await make_topics(settings)
    await produce(broker, settings.topic("posts"), [(b"a", b"%d" % number) for number in range(1000)])
    app = build_app(settings, str(tmp_path))
    events: list[Any] = []

    @app.agent(source_topic(app, settings))
    async def agent(stream: Any) -> None:
        async for event in stream.noack().events():
            events.append(event)

    app.finalize()
    await app.start()
    try:
        await eventually(lambda: _all_there(events), "1000 records delivered")
        values = [record.value for event in events for record in event.value]
        assert values == [b"%d" % number for number in range(1000)]
        assert len(events) < 20
        tp = events[0].message.tp
        assert group_failure(app) is None
        assert high_watermark(app, tp) is not None
        before = committed_offset(app, tp)
        for event in events[:-1]:
            event.ack()
        expected = events[-1].value[0].offset
        if len(events) > 1:
            await eventually(lambda: _is(lambda: committed_offset(app, tp) == expected), "all but the last committed")
        else:
            assert committed_offset(app, tp) == before
        events[-1].ack()
        await eventually(lambda: _is(lambda: committed_offset(app, tp) == 1000), "all committed")
    finally:
        await asyncio.wait_for(app.stop(), 20)


async def _all_there(events: list[Any]) -> bool:
    return sum(len(event.value) for event in events) >= 1000


async def _is(check: Any) -> bool:
    return bool(check())
