"""Running a connector: actions in, receipts out, at least once, each post's actions in their order.

An offset is committed once every action up to it has its last receipt on the broker. What is read again after a crash
is known from the connector's own receipts; what was done in the moment before the crash is told to the platform again
under the same id.
"""

import asyncio
import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, time
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, KafkaError

from houserules.connectors.base import (
    DONE,
    FINAL,
    Attempt,
    Connector,
    Known,
    Order,
    admit,
    backoff,
    choose,
    expiry,
    receipt_of,
)
from houserules.contracts.action import Action
from houserules.contracts.encode import RecordError, decode_action, decode_decision, decode_receipt, encode_receipt
from houserules.contracts.headers import event_headers, trace_of
from houserules.contracts.ids import derive
from houserules.contracts.times import DAY, isoformat, to_millis
from houserules.contracts.vocabulary import ReceiptStatus, Verb
from houserules.judging.policy import Policy
from houserules.people.statements import message, statement
from houserules.stream.client import BrokerError, client_options
from houserules.stream.follower import Follower
from houserules.stream.process import GroupProcess
from houserules.stream.reader import TopicReader
from houserules.stream.settings import Settings
from houserules.stream.topics import verify_topics
from houserules.version import __version__

log: Final = structlog.get_logger(__name__)

NEEDED: Final = ("actions", "receipts", "decisions")
"""The topics that a connector reads or writes."""

REMEMBER: Final = 7 * DAY
"""How far back (ms) a connector reads its own receipts. An action that comes again later is new to it, and expired."""

GIVE_UP: Final = 24 * 3600.0
"""Seconds after which an action that does not expire is no longer tried: its post's other actions wait behind it."""

PENDING_MOST: Final = 1000
"""Actions taken up and not finished, beyond which no more are read."""

CONCURRENT: Final = 16
"""Actions, of different posts, that the platform is asked for at a time."""

DECISIONS_DEADLINE: Final = 5.0
POLL_MS: Final = 200
STOP_DEADLINE: Final = 8.0


@dataclass(slots=True, eq=False)
class _Lane:
    """A partition: `following` is the offset after the last record read, `open` those that are not finished.

    Nothing is read of it before `learned`: until then it is not known what was done.
    """

    following: int = -1
    open: dict[int, None] = field(default_factory=dict)
    committed: int = -1
    learned: bool = False

    def position(self) -> int:
        """The offset up to which everything is finished."""
        return next(iter(self.open), self.following)


@dataclass(slots=True, eq=False)
class _Job:
    tp: TopicPartition
    offset: int
    action: Action
    trace: str | None
    began: float


class ConnectorRunner(GroupProcess):
    """One process of a connector."""

    WHAT = "connector"

    def __init__(self, settings: Settings, policy: Policy, connector: Connector) -> None:
        super().__init__(settings, policy)
        self.connector: Final = connector
        self._known: Final = Known()
        self._lanes: Final[dict[TopicPartition, _Lane]] = {}
        self._queues: Final[dict[tuple[TopicPartition, str], deque[_Job]]] = {}
        self._tasks: Final[dict[tuple[TopicPartition, str], asyncio.Task[None]]] = {}
        self._learning: Final[dict[TopicPartition, asyncio.Task[None]]] = {}
        self._learned: Final[dict[int, int]] = {}
        self._reading: Final = asyncio.Lock()
        self._slots: Final = asyncio.Semaphore(CONCURRENT)
        self._receipts: Final = settings.topic("receipts")
        self._history: Final = TopicReader(settings, self._receipts)
        self._producer: AIOKafkaProducer | None = None

    @property
    def group(self) -> str:
        """The consumer group: each connector reads all actions, and shares them with its own kind only."""
        prefix = self.settings.topic_prefix.strip(".-_")
        return f"connector.{self.connector.name}" + (f".{prefix}" if prefix else "")

    async def _prepare(self) -> None:
        if problems := await verify_topics(self.settings, NEEDED):
            raise BrokerError("; ".join(problems))

    def _starting(self, port: int) -> None:
        log.info("connector starting", connector=self.connector.name, port=port, version=__version__)

    async def _serve(self) -> None:
        settings = self.settings
        consumer = self._consumer(self.group)
        producer = AIOKafkaProducer(acks="all", linger_ms=0, **client_options(settings))
        decisions = Follower(settings, [settings.topic("decisions")], self._decided)
        running: list[asyncio.Future[Any]] = []
        try:
            await producer.start()
            self._producer = producer
            await decisions.start()
            await self.connector.start()
            consumer.subscribe([settings.topic("actions")], listener=_Handover(self, consumer))
            await consumer.start()
            parts = (decisions.follow(), self._read(consumer, decisions), self._stop.wait())
            running = [asyncio.ensure_future(part) for part in parts]
            ended, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            self._ready = False
            under_way = (*running, *self._tasks.values(), *self._learning.values())
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
            try:
                async with asyncio.timeout(STOP_DEADLINE):
                    if self._failure is None:
                        await self._commit(consumer)
                    for stop in (consumer.stop, decisions.stop, producer.stop, self._history.stop, self.connector.stop):
                        await stop()
            except (TimeoutError, KafkaError):
                log.warning("the connector did not close its connections in time")

    async def _read(self, consumer: AIOKafkaConsumer, decisions: Follower) -> None:
        committed = monotonic()
        while True:
            full = self._pending() >= PENDING_MOST
            for tp in consumer.assignment():
                lane = self._lanes.get(tp)
                if full or lane is None or not lane.learned:
                    consumer.pause(tp)
                else:
                    consumer.resume(tp)
            fetched: dict[TopicPartition, list[Any]] = await consumer.getmany(
                timeout_ms=POLL_MS, max_records=PENDING_MOST // 2
            )
            if fetched and not await decisions.catch_up(DECISIONS_DEADLINE):
                log.warning("the connector lags behind the decisions of people")
            for tp, records in fetched.items():
                lane = self._lanes.get(tp)
                if lane is None:  # another connector's since the fetch
                    continue
                for record in records:
                    self._take(tp, lane, record)
            self.metrics.gauge("houserules_connector_pending", self._pending())
            if monotonic() - committed >= self.settings.commit_interval:
                await self._commit(consumer)
                committed = monotonic()

    def _take(self, tp: TopicPartition, lane: _Lane, record: Any) -> None:
        lane.following = record.offset + 1
        try:
            action = decode_action(record.value or b"")
        except RecordError as error:
            self.metrics.count("houserules_connector_unreadable_total")
            log.error(
                "an action cannot be read and is not carried out",
                partition=tp.partition,
                offset=record.offset,
                error=str(error),
            )
            return
        if self.connector.platforms is not None and action.target.platform not in self.connector.platforms:
            return
        self._known.ordered(action)
        lane.open[record.offset] = None
        key = (tp, action.target.post_key)
        job = _Job(tp, record.offset, action, trace_of(record.headers), monotonic())
        if (queue := self._queues.get(key)) is not None:
            queue.append(job)
            return
        self._queues[key] = deque([job])
        self._tasks[key] = asyncio.get_running_loop().create_task(self._drain(key))

    async def _drain(self, key: tuple[TopicPartition, str]) -> None:
        """Carry out the actions of one post, one after the other: a hide that is being retried must not pass its unhide."""
        queue = self._queues[key]
        try:
            while queue:
                job = queue[0]
                await self._carry_out(job)
                queue.popleft()
                if (lane := self._lanes.get(job.tp)) is not None:
                    lane.open.pop(job.offset, None)
                self._progress.finished()
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  not about the action: its receipt could not be written
            self._fail(error)
        finally:
            self._queues.pop(key, None)
            self._tasks.pop(key, None)

    async def _carry_out(self, job: _Job) -> None:
        """One action, to its last receipt."""
        action, known = job.action, self._known
        if known.answer(action.action_id) in FINAL - DONE:
            return  # it has that receipt already
        told = False
        for number in range(1, 1_000_000):
            status = admit(action, round(time() * 1000), known)
            if status is not None:
                await self._answer(job, status)
                return
            verb = choose(action, self.connector.capabilities)
            if verb is None:
                await self._answer(job, "unsupported")
                return
            attempt = await self._attempt(self._order(action, verb, number))
            if attempt.status != "failed_retryable":
                await self._answer(job, attempt, verb)
                return
            if monotonic() - job.began > GIVE_UP:
                await self._answer(job, Attempt("failed_permanent", detail=f"gave up: {attempt.detail or 'no answer'}"))
                return
            if not told:
                await self._answer(job, attempt, verb)
                told = True
            self.metrics.count("houserules_connector_retries_total", 1, action.verb)
            await asyncio.sleep(_delay(action, number, attempt.retry_after))

    def _order(self, action: Action, verb: Verb, number: int) -> Order:
        return Order(action, verb, statement(action, self.policy), number, message(action, self.policy))

    async def _attempt(self, order: Order) -> Attempt:
        async with self._slots:
            try:
                return await self.connector.apply(order)
            except Exception as error:  # noqa: BLE001  a connector's failure is one more thing that may pass
                log.warning("an attempt failed", connector=self.connector.name, error=type(error).__name__)
                return Attempt("failed_retryable", detail=type(error).__name__)

    async def _answer(self, job: _Job, attempt: Attempt | ReceiptStatus, verb: Verb | None = None) -> None:
        """Write a receipt; returns once the broker has it."""
        action, now = job.action, datetime.now(UTC)
        receipt = receipt_of(action, attempt, self.connector.name, now, action.verb if verb is None else verb)
        event = derive("receipt/1", action.action_id, self.connector.name, receipt.status)
        assert self._producer is not None
        await self._producer.send_and_wait(
            self._receipts,
            encode_receipt(receipt),
            key=action.target.post_key.encode(),
            partition=job.tp.partition,
            headers=list(event_headers("receipt/1", event, isoformat(to_millis(now)), job.trace)),
        )
        self._known.answered(action.action_id, receipt.status)
        self.metrics.count("houserules_receipts_total", 1, action.verb, receipt.status)

    def _decided(self, tp: TopicPartition, records: Iterable[Any]) -> None:
        for record in records:
            if record.value is None:
                continue
            try:
                decision = decode_decision(record.value)
            except RecordError as error:
                log.error("a decision cannot be read", partition=tp.partition, offset=record.offset, error=str(error))
                continue
            if decision.version:
                self._known.decided(decision.post_key)

    async def assigned(self, partitions: Iterable[TopicPartition], consumer: AIOKafkaConsumer) -> None:
        """Take over partitions. What was done there is read beside the group's heartbeats, which must not wait for it."""
        for tp in partitions:
            lane = self._lanes[tp] = _Lane()
            consumer.pause(tp)
            self._learning[tp] = asyncio.get_running_loop().create_task(self._learn_all(tp, lane))
        self._ready = True

    async def _learn_all(self, tp: TopicPartition, lane: _Lane) -> None:
        """Read this connector's receipts on a partition, from where it has not read yet."""
        try:
            async with self._reading:
                place = self._learned.get(tp.partition)
                if place is None:
                    place = await self._history.since(tp.partition, round(time() * 1000) - REMEMBER)
                while place is not None:
                    records = await self._history.stretch(tp.partition, place, 2**62)
                    if not records:
                        break
                    for record in records:
                        self._learn(record)
                    place = self._learned[tp.partition] = records[-1].offset + 1
            lane.learned = True
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  without its receipts a connector would do everything again
            self._fail(error)

    async def revoked(self, partitions: Iterable[TopicPartition], consumer: AIOKafkaConsumer) -> None:
        """Let go of partitions. What is not finished is taken up by whoever has them next."""
        gone = set(partitions)
        cancelled = [task for key, task in self._tasks.items() if key[0] in gone]
        cancelled += [self._learning.pop(tp) for tp in gone if tp in self._learning]
        for task in cancelled:
            task.cancel()
        await asyncio.gather(*cancelled, return_exceptions=True)
        await self._commit(consumer)
        for tp in gone:
            self._lanes.pop(tp, None)

    def _learn(self, record: Any) -> None:
        try:
            receipt = decode_receipt(record.value or b"")
        except RecordError:
            return  # another connector's writing
        if receipt.connector == self.connector.name:
            self._known.answered(receipt.action_id, receipt.status)

    async def _commit(self, consumer: AIOKafkaConsumer) -> None:
        places = {tp: lane.position() for tp, lane in self._lanes.items()}
        ends = {tp: place for tp, place in places.items() if place >= 0 and place != self._lanes[tp].committed}
        if not ends:
            return
        try:
            await consumer.commit(ends)
        except CommitFailedError:
            log.warning("the group moved on before a commit; some actions are read again")
            return
        for tp, end in ends.items():
            if (lane := self._lanes.get(tp)) is not None:
                lane.committed = end

    def _pending(self) -> int:
        return sum(len(lane.open) for lane in self._lanes.values())


class _Handover(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, runner: ConnectorRunner, consumer: AIOKafkaConsumer) -> None:
        self._runner: Final = runner
        self._consumer: Final = consumer

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        await self._runner.revoked(revoked, self._consumer)

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        await self._runner.assigned(assigned, self._consumer)


def _delay(action: Action, number: int, wish: float | None) -> float:
    """Seconds until the next attempt: not past the action's own end, which is then told at once."""
    delay = backoff(number, wish, random.random())
    limit = expiry(action)
    return delay if limit is None else max(0.0, min(delay, limit / 1000 - time() + 0.001))
