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
from aiokafka.errors import KafkaError, KafkaTimeoutError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage

POLL_INTERVAL: Final = 0.05
"""Seconds between fetches while they bring little. A batch costs a few milliseconds however small it is, so a trickle
delivered as it drips would keep the core busy at a fifth of its capacity; this much delay is the price of avoiding that."""

FETCH_WAIT_MS: Final = 50
"""How long the broker may sit on a fetch that brings nothing."""

FULL_SHARE: Final = 0.25
"""A fetch with this share of the largest batch is not little: the next one follows at once."""

TIMESTAMP_UNIT: Final = 1000.0
"""aiokafka gives milliseconds, Faust wants seconds."""


class Batch(list[Any]):
    """The records of one fetch from a partition.

    `start` is the offset that the fetch began at: where the batch before ended, whatever offsets there are none of in
    between. `assignment` numbers the assignment of partitions that it was fetched under.
    """

    __slots__ = ("assignment", "start")

    def __init__(self, records: list[Any], start: int, assignment: int) -> None:
        super().__init__(records)
        self.start: Final = start
        self.assignment: Final = assignment


class BatchThread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]
    """Faust's thread for the aiokafka client, giving back what it fetched for an assignment that is over.

    A fetch may outlast a rebalance. What it then brings is dropped, and the position in the new assignment, a changelog's
    in the middle of recovery for one, would have moved on without it.
    """

    def _create_worker_consumer(self, transport: Any) -> Any:
        """Faust's client, asking the broker more often.

        A client has one question at a time open with a broker. While that one is about partitions that have nothing new,
        those that have more are not asked for: for up to 1.5 s at a time with Faust's setting.
        """
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS
        return consumer

    async def _fetch_records(
        self, consumer: Any, active_partitions: Any, timeout: float | None = None, max_records: int | None = None
    ) -> Any:
        parent = self.consumer
        assignment = parent._assignment
        records = await super()._fetch_records(consumer, active_partitions, timeout=timeout, max_records=max_records)
        if parent.flow_active and assignment == parent._assignment:
            return records
        assigned = consumer.assignment()
        for place, chunk in records.items():
            # In the same step of the client's loop that took them: nothing else can have moved the position since.
            if place in assigned:
                consumer.seek(place, chunk[0].offset)
        return {}


class QuietConsumer(driver.Consumer):  # type: ignore[misc]
    """Faust's aiokafka consumer without its search for stalled partitions, and with commits that leave nothing behind."""

    logger = driver.logger

    async def maybe_wait_for_commit_to_finish(self) -> bool:
        """Wait for a commit that is on its way; False, so that the caller's own follows.

        Faust's own sends the caller away once that one is done, which may have begun before the last acknowledgements:
        after a clean stop, and with partitions that are given away, their posts would be read again.
        """
        while await super().maybe_wait_for_commit_to_finish():
            pass
        return False

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Nothing. Faust's own asserts that the partition has a position, which just after a rebalance it may not have,
        and takes the worker down with it; what it finds otherwise it compares with the wrong clock. Whether work goes on
        is for `/healthz` to say.
        """


class BatchConsumer(QuietConsumer):
    """Faust's aiokafka consumer, delivering each fetched chunk of a partition as one message.

    `batch_topics` names the topics that are delivered so; the message's value is a `Batch` of aiokafka records, its offset
    the last one's. `changelogs` are delivered as lists of records, to recovery and not to agents. All other topics go
    record by record, as in stock Faust.

    Around a rebalance Faust drops what has been fetched and not yet processed, more than once and at several places: it
    empties all queues when it stops and again when it resumes, after having gone back to the committed offsets, and it
    does not go back at all where nothing has been committed. So batches are only fetched once a rebalance is over,
    beginning with a seek of our own, and an acknowledgement counts only if it follows on the one before it.
    """

    batch_topics: frozenset[str] = frozenset()
    changelogs: frozenset[str] = frozenset()
    logger = driver.logger
    _next_poll = 0.0
    _assignment = 0
    _begun = -1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._fetched_to: dict[TP, int] = {}
        self._taken_to: dict[TP, int] = {}
        self._acked_to: dict[TP, int] = {}
        super().__init__(*args, **kwargs)

    def _new_consumer_thread(self) -> BatchThread:
        return BatchThread(self, loop=self.loop, beacon=self.beacon)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Take up partitions: what was fetched before is not acknowledged any more, since it is fetched again."""
        self._assignment += 1
        await super().on_partitions_assigned(assigned, generation_id)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, ConsumerMessage]]:
        """Yield what one fetch brought."""
        if (early := self._next_poll - monotonic()) > 0:
            await asyncio.sleep(early)
        if not self.app.rebalancing and self._begun != self._assignment:
            await self._begin()
        assignment = self._assignment
        records, active = await self._wait_next_records(timeout)
        generation = self.app.consumer_generation_id
        if records is None or self.should_stop:
            return
        brought = sum(len(chunk) for tp, chunk in records.items() if tp.topic in self.batch_topics)
        if 0 < brought < self.app.conf.broker_max_poll_records * FULL_SHARE:
            self._next_poll = monotonic() + POLL_INTERVAL
        for fetched, chunk in records.items():
            tp = TP(fetched.topic, fetched.partition)
            # A rebalance since the fetch: the partition may be another worker's by now. If it is still ours, it is read
            # again from its committed offset.
            if not self.flow_active or self.app.consumer_generation_id != generation:
                break
            if not (active is None or tp in active or tp in self._buffered_partitions):
                continue
            if tp.topic in self.changelogs:
                yield tp, self._message(tp, chunk, generation)
            elif tp.topic not in self.batch_topics:
                for record in chunk:
                    yield tp, self._to_message(tp, record)
            elif not self.app.rebalancing and self._begun == self._assignment == assignment:
                yield tp, self._batch_message(tp, chunk, generation)

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> Any:
        """Fetch, during a rebalance from no topic that is delivered in batches."""
        if active_partitions and (self.app.rebalancing or self._begun != self._assignment):
            active_partitions = {tp for tp in active_partitions if tp.topic not in self.batch_topics}
            if not active_partitions:
                await self.sleep(POLL_INTERVAL)
                return {}
            # Not longer, or the batches would have to wait for it when the rebalance is over.
            timeout = POLL_INTERVAL
        return await super()._getmany(active_partitions, timeout)

    async def _begin(self) -> None:
        """Go to where an assignment begins, now that nothing fetched earlier can be on its way any more."""
        assignment = self._assignment
        try:
            committed = await self._thread.call_thread(_seek_to_committed, self._thread, self.batch_topics)
        except KafkaError:
            # Most of all: assigned anew meanwhile. Tried again with the next fetch.
            await self.sleep(POLL_INTERVAL)
            return
        if self.app.rebalancing or assignment != self._assignment:
            return
        self._fetched_to = {tp: offset for tp, offset in committed.items() if offset is not None}
        self._taken_to = dict(self._fetched_to)
        self._acked_to = dict(self._fetched_to)
        for tp, offset in committed.items():
            self._read_offset[tp] = self._committed_offset[tp] = offset or None
        self._begun = assignment

    def _batch_message(self, tp: TP, chunk: list[Any], generation: int) -> ConsumerMessage:
        last = chunk[-1]
        start = self._fetched_to.get(tp)
        if start is None:
            start = self._taken_to[tp] = self._acked_to[tp] = chunk[0].offset
        self._fetched_to[tp] = last.offset + 1
        return self._message(tp, Batch(chunk, start, self._assignment), generation)

    @staticmethod
    def _message(tp: TP, records: list[Any], generation: int) -> ConsumerMessage:
        last = records[-1]
        return ConsumerMessage(
            tp.topic,
            tp.partition,
            last.offset,
            last.timestamp / TIMESTAMP_UNIT,
            last.timestamp_type,
            None,
            None,
            records,
            None,
            0,
            0,
            tp,
            generation_id=generation,
        )

    def take(self, message: Any) -> bool:
        """Whether an agent may work on a batch: only if all of its assignment's batches before it have been taken.

        Windows are asked in the order of the partition. A batch that got through while the one before it was dropped, at
        the start of a rebalance, would be judged without knowing that one's posts; both are read again.
        """
        batch = message.value
        if batch.assignment != self._assignment or self._taken_to.get(message.tp) != batch.start:
            return False
        self._taken_to[message.tp] = message.offset + 1
        return True

    def ack(self, message: Any) -> bool:
        """Acknowledge a message; a batch only if all of its assignment's batches before it have been.

        One before it may have been dropped at the start of a rebalance while this one got through. Neither is committed
        then, and both are read again.
        """
        batch = message.value
        if isinstance(batch, Batch):
            if batch.assignment != self._assignment or self._acked_to.get(message.tp) != batch.start:
                return False
            self._acked_to[message.tp] = message.offset + 1
        return bool(super().ack(message))

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


async def _seek_to_committed(thread: Any, topics: frozenset[str]) -> dict[TP, int | None]:
    """Seek this worker's partitions of `topics` to their committed offsets, or to their beginning. In Faust's thread."""
    consumer = thread._ensure_consumer()
    places = [place for place in consumer.assignment() if place.topic in topics]
    if not places:
        return {}
    committed = await consumer.seek_to_committed(*places)
    # aiokafka leaves those as they are, wherever they have got to.
    fresh = [place for place in places if not committed[place]]
    if fresh and not await consumer.seek_to_beginning(*fresh):
        raise KafkaTimeoutError("the beginning of a partition was not found in time")
    return {TP(place.topic, place.partition): offset for place, offset in committed.items()}


class BatchTransport(driver.Transport):  # type: ignore[misc]
    """Faust transport with `BatchConsumer`."""

    Consumer = BatchConsumer


class StockTransport(driver.Transport):  # type: ignore[misc]
    """Faust's own transport, record by record."""

    Consumer = QuietConsumer


def use_stock_transport(app: faust.App) -> None:
    """Make `app` deliver every topic record by record. Call before the app starts."""
    app.transport = StockTransport(app.conf.broker_consumer, app, loop=None)


def use_batch_transport(app: faust.App, topics: Iterable[str], changelogs: Iterable[str] = ()) -> None:
    """Make `app` deliver `topics` and `changelogs` (broker names) batch by batch. Call before the app starts."""
    # `logger` is repeated because Faust's service class would put in one named after the module that calls `type`.
    names = {"batch_topics": frozenset(topics), "changelogs": frozenset(changelogs), "logger": driver.logger}
    consumer = type("BatchConsumer", (BatchConsumer,), names)
    transport = type("BatchTransport", (BatchTransport,), {"Consumer": consumer})
    app.transport = transport(app.conf.broker_consumer, app, loop=None)


def take(app: faust.App, message: Any) -> bool:
    """Whether the first agent may work on a message (`BatchConsumer.take`)."""
    return not isinstance(message.value, Batch) or bool(app.consumer.take(message))


def is_current(app: faust.App, records: Any) -> bool:
    """Whether a batch was fetched under the present assignment of partitions.

    One that was not is read again if its partition is still this worker's, and must not be processed on beside that.
    """
    return not isinstance(records, Batch) or records.assignment == app.consumer._assignment


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
