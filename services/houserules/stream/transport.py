"""The batch transport: one Kafka record batch is one Faust event.

Faust's own path costs about 75 us a message before an agent sees it; the client beneath costs 2. Delivering whole batches
keeps Faust's agents, assignment, tables and recovery, and leaves their cost per batch.

Everything that reaches into private names of faust-streaming 0.15.3 and aiokafka 0.14.0 is in this module, and
`tests/stream/test_transport_contract.py` fails when one of those names changes its meaning.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import Any, Final

import faust
from aiokafka.errors import KafkaError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage

POLL_INTERVAL: Final = 0.05
"""Seconds between fetches while they bring little. A batch costs a few milliseconds however small it is, so a trickle
delivered as it drips would keep the core busy at a fifth of its capacity; this much delay is the price of avoiding that."""

FULL_SHARE: Final = 0.25
"""A fetch with this share of the largest batch is not little: the next one follows at once."""

TIMESTAMP_UNIT: Final = 1000.0
"""aiokafka gives milliseconds, Faust wants seconds."""


class BatchConsumer(driver.Consumer):  # type: ignore[misc]
    """Faust's aiokafka consumer, delivering each fetched chunk of a partition as one message.

    `batch_topics` names the topics that are delivered so; the message's value is the list of aiokafka records, its offset
    the last one's. `paced_topics` are those of them that are waited for while they bring little. All other topics go
    record by record, as in stock Faust.
    """

    batch_topics: frozenset[str] = frozenset()
    paced_topics: frozenset[str] = frozenset()
    logger = driver.logger
    _next_poll = 0.0

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, ConsumerMessage]]:
        """Yield what one fetch brought."""
        if (early := self._next_poll - monotonic()) > 0:
            await asyncio.sleep(early)
        records, active = await self._wait_next_records(timeout)
        generation = self.app.consumer_generation_id
        if records is None or self.should_stop:
            return
        if not self.flow_active:
            # The flow was stopped while the fetch was under way. Its records are dropped here, so the position has to
            # go back, or they would be skipped for good.
            await self.perform_seek()
            return
        brought = sum(len(chunk) for tp, chunk in records.items() if tp.topic in self.paced_topics)
        if 0 < brought < self.app.conf.broker_max_poll_records * FULL_SHARE:
            self._next_poll = monotonic() + POLL_INTERVAL
        for fetched, chunk in records.items():
            tp = TP(fetched.topic, fetched.partition)
            # A rebalance since the fetch: the partition may be another worker's by now.
            if not self.flow_active or self.app.consumer_generation_id != generation:
                break
            if not (active is None or tp in active or tp in self._buffered_partitions):
                continue
            if tp.topic in self.batch_topics:
                yield tp, self._batch_message(tp, chunk, generation)
            else:
                for record in chunk:
                    yield tp, self._to_message(tp, record)

    @staticmethod
    def _batch_message(tp: TP, chunk: list[Any], generation: int) -> ConsumerMessage:
        last = chunk[-1]
        return ConsumerMessage(
            tp.topic,
            tp.partition,
            last.offset,
            last.timestamp / TIMESTAMP_UNIT,
            last.timestamp_type,
            None,
            None,
            chunk,
            None,
            0,
            0,
            tp,
            generation_id=generation,
        )

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Offsets between two batches are no gap: Faust's bookkeeping would wait for each of them."""

    def _new_offset(self, tp: TP) -> int | None:
        """The next offset to commit. Batches are acknowledged in order, so the highest one stands for all before it."""
        acked = self._acked[tp]
        if not acked:
            return None
        last = max(acked)
        acked.clear()
        self._acked_index[tp].clear()
        return int(last) + 1


class BatchTransport(driver.Transport):  # type: ignore[misc]
    """Faust transport with `BatchConsumer`."""

    Consumer = BatchConsumer


def use_batch_transport(app: faust.App, topics: Iterable[str], unpaced: Iterable[str] = ()) -> None:
    """Make `app` deliver `topics` and `unpaced` (broker names) batch by batch, the latter without pacing them.

    Call before the app starts.
    """
    paced = frozenset(topics)
    # `logger` is repeated because Faust's service class would put in one named after the module that calls `type`.
    names = {"batch_topics": paced | frozenset(unpaced), "paced_topics": paced, "logger": driver.logger}
    consumer = type("BatchConsumer", (BatchConsumer,), names)
    transport = type("BatchTransport", (BatchTransport,), {"Consumer": consumer})
    app.transport = transport(app.conf.broker_consumer, app, loop=None)


def committed_offset(app: faust.App, tp: TP) -> int | None:
    """The offset committed for `tp` in this generation, None if nothing has been."""
    offset = app.consumer._committed_offset.get(tp)
    return None if offset is None else int(offset)


def high_watermark(app: faust.App, tp: TP) -> int | None:
    """The end of `tp` as of the last fetch, None before the first."""
    client = _client(app)
    if client is None or tp not in client.assignment():
        return None
    end = client.highwater(tp)
    return None if end is None else int(end)


def group_failure(app: faust.App) -> BaseException | None:
    """The error that ended group membership for good, or None.

    Stock Faust logs it and sits there alive, consuming nothing: a session timeout that the broker refuses, no right to
    the group or the topic, a coordinator of another version.
    """
    client = _client(app)
    if client is None:
        return None
    coordinator = client._coordinator
    pending: BaseException | None = getattr(coordinator, "_pending_exception", None)
    if pending is not None:
        return pending
    task = getattr(coordinator, "_coordination_task", None)
    if task is None or not task.done() or task.cancelled():
        return None
    failure: BaseException | None = task.exception()
    cause = None if failure is None else failure.__cause__
    # The coordinator wraps what went wrong in a plain KafkaError; the cause is what can be explained.
    return cause if isinstance(failure, KafkaError) and isinstance(cause, KafkaError) else failure


def _client(app: faust.App) -> Any:
    consumer = app._consumer
    if consumer is None:
        return None
    thread = getattr(consumer, "_thread", None)
    return getattr(thread, "_consumer", None)
