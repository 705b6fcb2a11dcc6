"""The review stage: what people decide is carried out, and stands for ever.

    reviews ─> decide ─> actions (human precedence), strikes.voided ─> decisions

A batch of reviews is acknowledged once all that comes of it is on the broker, actions before decisions: a stage that dies
in between takes the review up again, and orders the same under the same ids. It is a process of its own and not a part of
the worker, since it has to know the actions of all partitions, which a worker that judges has no use for.
"""

import asyncio
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.partitioner import murmur2

from houserules.contracts.deadletter import DeadLetter, Reject
from houserules.contracts.decision import PostDecision, StrikeVoid
from houserules.contracts.encode import (
    RecordError,
    decode_appeal,
    decode_review,
    encode_action,
    encode_decision,
    encode_strike_void,
)
from houserules.contracts.headers import event_headers, trace_of
from houserules.contracts.ids import derive
from houserules.contracts.review import Review
from houserules.contracts.times import isoformat, to_millis
from houserules.judging.policy import Policy
from houserules.people.precision import OTHER
from houserules.people.reviews import Answer, Ledger, Refused, Repeated, Taken, decide
from houserules.stream.app import group_of, needed_topics
from houserules.stream.client import BrokerError
from houserules.stream.metrics import Metrics
from houserules.stream.observe import observe_stage
from houserules.stream.outputs import TopicNames, dead_letter_records
from houserules.stream.process import GroupProcess
from houserules.stream.reviews_feed import ReviewFeed
from houserules.stream.settings import Settings
from houserules.stream.topics import create_topics, verify_topics
from houserules.stream.writer import Out, Writer
from houserules.version import __version__

log: Final = structlog.get_logger(__name__)

_WRONG_KEY: Final = Reject("wrong-key", "WrongKey", "the record's key must be the review's `post_key`, in UTF-8")

UNKNOWN_TRIES: Final = 5
"""Times that an unknown post is looked for again: its review may have overtaken its actions on their way here."""

UNKNOWN_WAIT: Final = 0.2
"""Seconds between looks."""

CATCH_UP: Final = 5.0
POLL_MS: Final = 500
STOP_DEADLINE: Final = 8.0


class ReviewDesk:
    """What the stage does with a batch of records."""

    def __init__(self, settings: Settings, policy: Policy, metrics: Metrics, feed: ReviewFeed, writer: Writer) -> None:
        self._settings: Final = settings
        self._metrics: Final = metrics
        self._feed: Final = feed
        self._writer: Final = writer
        self._topics: Final = TopicNames.of(settings)
        self._decisions: Final = settings.topic("decisions")
        self._voided: Final = settings.topic("strikes.voided")
        self._appeals: Final = settings.topic("appeals")
        self._rules: Final = {rule.id for rule in policy.everything}
        self.partitions = settings.partitions
        """Partitions of every topic, as the broker has them."""

    async def handle(self, records: Sequence[Any]) -> None:
        """Carry out a batch of `reviews` and `appeals`; returns once all that comes of it is on the broker."""
        started = perf_counter()
        letters: list[DeadLetter] = []
        rounds: list[list[tuple[Any, Review]]] = []
        turn: dict[str, int] = {}
        for record in records:
            try:
                if record.topic == self._appeals:
                    decode_appeal(record.value or b"")
                    self._metrics.count("houserules_appeals_total")
                    continue
                review = decode_review(record.value or b"")
            except RecordError as error:
                letters.append(_letter(record, error.reject))
                continue
            if record.key != review.post_key.encode():
                # Reviews of one post on two partitions would have no order, and which came first would be chance.
                letters.append(_letter(record, _WRONG_KEY))
                continue
            # Each review of a post is decided on what the one before has left.
            place = turn[review.post_key] = turn.get(review.post_key, -1) + 1
            if place == len(rounds):
                rounds.append([])
            rounds[place].append((record, review))
        for reviews in rounds:
            letters += await self._decide(reviews)
        if letters:
            self._metrics.count_each("houserules_dead_letters_total", [(letter.reject.reason,) for letter in letters])
            futures: list[asyncio.Future[int]] = []
            for letter in letters:
                futures += self._writer.send(letter.partition, dead_letter_records([letter], self._topics))
            await asyncio.gather(*futures)
        observe_stage(self._metrics, "review", perf_counter() - started)

    async def _decide(self, reviews: Sequence[tuple[Any, Review]]) -> list[DeadLetter]:
        """Decide reviews of different posts; those that cannot be are returned as dead letters."""
        answers = await self._answers([review for _, review in reviews])
        letters: list[DeadLetter] = []
        orders: list[asyncio.Future[int]] = []
        for (record, review), answer in zip(reviews, answers, strict=True):
            if isinstance(answer, Reject):
                letters.append(_letter(record, answer))
            elif isinstance(answer, Taken):
                orders += self._order(review, answer, trace_of(record.headers))
            self._count(review, answer)
        # The decision says that the orders are given, so they have to be there first.
        await asyncio.gather(*orders)
        decided: list[asyncio.Future[int]] = []
        for (record, review), answer in zip(reviews, answers, strict=True):
            if isinstance(answer, Taken | Refused):
                decided += self._stand(review, answer.decision, trace_of(record.headers))
        await asyncio.gather(*decided)
        for answer in answers:
            if isinstance(answer, Taken | Refused):
                self._feed.decided(answer.decision)
        return letters

    async def _answers(self, reviews: Sequence[Review]) -> list[Answer]:
        # An edit that was judged a moment ago has to be seen: its author must not be cleared of what nobody has read.
        await self._feed.catch_up(CATCH_UP)
        ledgers = await self._feed.ledgers([review.post_key for review in reviews])
        answers = [self._answer(review, ledgers[review.post_key]) for review in reviews]
        for _ in range(UNKNOWN_TRIES):
            unknown = [
                place
                for place, answer in enumerate(answers)
                if isinstance(answer, Reject) and answer.reason in ("unknown-post", "unknown-verdict")
            ]
            if not unknown:
                break
            await asyncio.sleep(UNKNOWN_WAIT)
            await self._feed.catch_up(CATCH_UP)
            ledgers = await self._feed.ledgers([reviews[place].post_key for place in unknown])
            for place in unknown:
                answers[place] = self._answer(reviews[place], ledgers[reviews[place].post_key])
        return answers

    def _answer(self, review: Review, ledger: Ledger) -> Answer:
        try:
            return decide(review, ledger, self._home(review))
        except Exception as error:  # noqa: BLE001  one review must not stop all others, now and at every restart
            log.error("a review could not be decided and is set aside", error=type(error).__name__)
            message = (
                "the review stage failed on this record; retry it after an upgrade, or report it with its position"
            )
            return Reject("stage-error", type(error).__name__, message)

    def _home(self, review: Review) -> int:
        """The partition of a post that nothing is known of: its author's, as producers choose it, or its own."""
        target = review.target
        return partition_of(
            (target.author_key if target and target.author_key else review.post_key).encode(), self.partitions
        )

    def _order(self, review: Review, answer: Taken, trace: str | None) -> list["asyncio.Future[int]"]:
        time, records = isoformat(to_millis(review.at)), []
        for action in answer.actions:
            headers = event_headers("action/1", action.action_id, time, trace)
            records.append(Out(self._topics.actions, review.post_key.encode(), encode_action(action), headers, None))
        records += strike_void_records(answer.voids, self._voided, trace)
        return self._writer.send(answer.decision.partition, records) if records else []

    def _stand(self, review: Review, decision: PostDecision, trace: str | None) -> list["asyncio.Future[int]"]:
        key = decision.post_key.encode()
        event = derive("decision/1", decision.post_key, str(decision.version), review.review_id)
        headers = event_headers("decision/1", event, isoformat(to_millis(review.at)), trace)
        record = Out(self._decisions, key, encode_decision(decision), headers, None)
        # By its own key and not by its author's: compaction keeps the latest of a key within one partition only.
        return self._writer.send(partition_of(key, self.partitions), [record])

    def _count(self, review: Review, answer: Answer) -> None:
        result = {Taken: "applied", Refused: "refused", Repeated: "repeated", Reject: "rejected"}[type(answer)]
        self._metrics.count("houserules_reviews_total", 1, review.decision, result)
        if isinstance(answer, Taken) and answer.decision.result is not None:
            for rule in answer.decision.rules:
                name = rule.rule_id if rule.rule_id in self._rules else OTHER
                self._metrics.count("houserules_rule_reviewed_total", 1, name, answer.decision.result)
        if isinstance(answer, Refused) and answer.decision.refused is not None:
            log.info("review refused", review=review.review_id, reason=answer.decision.refused.reason)


class ReviewWorker(GroupProcess):
    """The process around the desk: its connections and the group's partitions."""

    WHAT = "worker"

    def __init__(self, settings: Settings, policy: Policy) -> None:
        super().__init__(settings, policy)
        self._turn: Final = asyncio.Lock()

    async def _prepare(self) -> None:
        needed = needed_topics("review")
        if self.settings.create_topics:
            await create_topics(self.settings, needed)
        if problems := await verify_topics(self.settings, needed):
            raise BrokerError("; ".join(problems))

    def _starting(self, port: int) -> None:
        self.metrics.info("houserules_worker", {"version": __version__, "stage": "review", "transport": "group"})
        log.info("worker starting", stage="review", policy=self.policy.id, port=port, version=__version__)

    async def _serve(self) -> None:
        settings = self.settings
        feed = ReviewFeed(settings, self.metrics, [rule.id for rule in self.policy.everything])
        writer = Writer(settings, self._fail)
        consumer = self._consumer(group_of(settings))
        desk = ReviewDesk(settings, self.policy, self.metrics, feed, writer)
        tasks: list[asyncio.Future[Any]] = []
        try:
            await writer.start()
            await feed.start()
            consumer.subscribe(
                [settings.topic("reviews"), settings.topic("appeals")], listener=_Handover(self._turn, self._joined)
            )
            await consumer.start()
            desk.partitions = len(consumer.partitions_for_topic(settings.topic("reviews")) or ()) or desk.partitions
            tasks = [
                asyncio.ensure_future(each) for each in (feed.follow(), self._work(consumer, desk), self._stop.wait())
            ]
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            self._ready = False
            # What is under way is finished and acknowledged first, unless nothing can be any more.
            if self._failure is None and len(tasks) > 1 and not tasks[1].done():
                await asyncio.wait([tasks[1]], timeout=settings.drain_timeout)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            try:
                async with asyncio.timeout(STOP_DEADLINE):
                    for part in (consumer, feed, writer):
                        await part.stop()
            except TimeoutError:
                log.warning("the review stage did not close its connections in time")

    async def _work(self, consumer: AIOKafkaConsumer, desk: ReviewDesk) -> None:
        while not self._stop.is_set():
            fetched = await consumer.getmany(timeout_ms=POLL_MS, max_records=self.settings.max_batch)
            if not fetched:
                continue
            async with self._turn:
                # A rebalance may have come between: what is another worker's now is decided there.
                owned = consumer.assignment()
                records = [record for tp, found in fetched.items() if tp in owned for record in found]
                ends = {tp: found[-1].offset + 1 for tp, found in fetched.items() if tp in owned}
                self._busy = True
                await desk.handle(records)
                if self._failure is not None:
                    return
                if ends:
                    await consumer.commit(ends)
                self._busy = False
                self._progress.finished()
                self.metrics.count("houserules_batches_total", 1, "review")

    def _joined(self) -> None:
        self._ready = True


class _Handover(ConsumerRebalanceListener):  # type: ignore[misc]
    """Partitions change hands between batches, never within one."""

    def __init__(self, turn: asyncio.Lock, joined: Any) -> None:
        self._turn: Final = turn
        self._joined: Final = joined

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        async with self._turn:
            pass

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._joined()


def strike_void_records(voids: Iterable[StrikeVoid], topic: str, trace: str | None) -> list[Out]:
    """The records that tell the judge of strikes that were taken back, keyed by author as `posts` is."""
    records = []
    for void in voids:
        event = derive("strike-void/1", void.author_key, void.verdict_id)
        headers = event_headers("strike-void/1", event, isoformat(to_millis(void.at)), trace)
        records.append(Out(topic, void.author_key.encode(), encode_strike_void(void), headers, None))
    return records


def partition_of(key: bytes, partitions: int) -> int:
    """Where the default partitioner of Kafka's clients puts `key`."""
    return int((murmur2(key) & 0x7FFFFFFF) % partitions)


def _letter(record: Any, reject: Reject) -> DeadLetter:
    return DeadLetter(
        record.topic,
        record.partition,
        record.offset,
        record.timestamp,
        record.key,
        record.value,
        tuple(record.headers),
        "review",
        reject,
    )


async def run_reviews(settings: Settings, policy: Policy) -> int:
    """Run a review worker until SIGTERM or SIGINT; the exit code."""
    return await ReviewWorker(settings, policy).run()
