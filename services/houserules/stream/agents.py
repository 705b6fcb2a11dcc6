"""The stages as Faust agents: chained in memory when fused, over topics when deployed alone.

    posts ─> screen ─> redact ─> judge ─> verdicts, actions

Each agent takes a batch, runs its pure stage, hands what it produced to the writer and passes the batch on: to the next
agent through a channel, or, as the last one of this worker, to the acknowledger. An agent never raises for a record, since
Faust acknowledges what an agent raised for; a failure that is not about a record stops the worker.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any, Final

import faust
import structlog
from faust.types import TP

from houserules.contracts.record import Record, RecordLike
from houserules.evidence.sealing import Sealer
from houserules.judging.budgets import Limiter, limits_of
from houserules.judging.policy import Policy
from houserules.stages import (
    InForce,
    Work,
    judge_stage,
    preserve_stage,
    read_redacted,
    read_screened,
    redact_stage,
    screen_stage,
    seal_stage,
)
from houserules.stream.campaigns import PARTITION, CampaignSearch, fingerprint_records
from houserules.stream.flow import Acknowledger, Flow
from houserules.stream.limits import DeadLetterLimit
from houserules.stream.metrics import Metrics
from houserules.stream.observe import observe_stage
from houserules.stream.outputs import (
    CHANGELOG_KEY,
    TopicNames,
    dead_letter_records,
    evidence_records,
    judgement_records,
    redacted_records,
    screened_records,
)
from houserules.stream.settings import Settings
from houserules.stream.tables import WindowTable
from houserules.stream.transport import committed_offset, is_current, take
from houserules.stream.voids import VoidFeed
from houserules.stream.writer import Out, Writer
from houserules.windows.hashing import Hasher
from houserules.windows.history import Entry, History
from houserules.windows.partition import PartitionWindow

log: Final = structlog.get_logger(__name__)

CHANNEL_BATCHES: Final = 2
"""Batches that may wait between two fused stages: enough that none idles, few enough to stay in cache."""


@dataclass(slots=True, kw_only=True)
class Stages:
    """What the agents share. `fail` stops the worker with an error.

    `force` is what batches that are delivered from now on are dealt with by. `sealer` is there where original text is: in
    workers that redact. One that only judges holds no key. `braked` are the rules that the brake stops, by partition.
    """

    app: faust.App
    settings: Settings
    force: InForce
    hasher: Hasher
    sealer: Sealer | None
    search: CampaignSearch | None
    metrics: Metrics
    writer: Writer
    acknowledger: Acknowledger
    limit: DeadLetterLimit
    topics: TopicNames
    windows: WindowTable | None
    signposts: WindowTable | None
    strikes: WindowTable | None
    orders: WindowTable | None
    voids: VoidFeed | None
    fail: Callable[[BaseException], None]
    draining: asyncio.Event
    braked: dict[int, set[str]] = field(default_factory=dict)

    def screen(self, flow: Flow) -> bool:
        """Screen a batch of `posts`; write the window's changelog. False if the partition is no longer ours."""
        assert self.windows is not None
        window = self.windows.owned.get(flow.tp.partition)
        if window is None:
            return False
        work = flow.work
        started = perf_counter()
        screen_stage(work, window.history, _force(flow).screener, window.incomplete_until)
        fingerprints = fingerprint_records(work.fingerprints, self.topics.fingerprints)
        observe_stage(self.metrics, "screen", perf_counter() - started)
        flow.futures += self.writer.send(PARTITION, fingerprints)
        self._write_window(self.windows, flow, work.entries, flow.first, flow.last)
        self.set_aside(flow)
        if self.settings.stage == "screen":
            flow.futures += self.writer.send(flow.tp.partition, screened_records(work.screened, self.topics))
        return True

    def redact(self, flow: Flow) -> bool:
        """Redact a batch, which came from the screen agent or from `posts.screened`."""
        work, dead = flow.work, len(flow.work.dead)
        started = perf_counter()
        if self.settings.stage == "redact":
            read_screened(work)
        redact_stage(work, _force(flow).policy.redactor)
        if self.settings.stage == "redact" and self.sealer is not None:
            seal_stage(work, self.sealer)
        observe_stage(self.metrics, "redact", perf_counter() - started)
        self.set_aside(flow, dead)
        if self.settings.stage == "redact":
            flow.futures += self.writer.send(flow.tp.partition, redacted_records(work.redacted, self.topics))
        return True

    def judge(self, flow: Flow) -> bool:
        """Judge a batch, which came from the redact agent or from `posts.redacted`; write verdicts and actions."""
        assert self.signposts is not None
        assert self.strikes is not None
        assert self.orders is not None
        window = self.signposts.owned.get(flow.tp.partition)
        strikes = self.strikes.owned.get(flow.tp.partition)
        orders = self.orders.owned.get(flow.tp.partition)
        if window is None or strikes is None or orders is None:
            return False
        work, dead = flow.work, len(flow.work.dead)
        started = perf_counter()
        if self.settings.stage == "judge":
            read_redacted(work)
        policy = _force(flow).policy
        judge_stage(work, policy, window.history, self.hasher, strikes.history, orders.history)
        preserve_stage(work, self.sealer)
        records = judgement_records(work.judgements, self.topics)
        records += evidence_records(work.preserved, self.topics)
        observe_stage(self.metrics, "judge", perf_counter() - started)
        self.set_aside(flow, dead)
        sequences = [post.origin.offset for post in work.redacted] or [flow.last]
        first, last = min(sequences), max(sequences)
        self._write_window(self.signposts, flow, work.signpost_entries, first, last)
        self._write_window(self.strikes, flow, work.strike_entries, first, last)
        self._write_window(self.orders, flow, work.order_entries, first, last)
        self._tell_brakes(flow, policy, window.history)
        flow.futures += self.writer.send(flow.tp.partition, records)
        return True

    async def take_back(self, flow: Flow) -> None:
        """Let go of strikes that people have taken back, before a batch is judged.

        The batch waits until that is on the broker: judged with it once, a post must be judged with it for ever.
        """
        partition = flow.tp.partition
        if self.voids is None or self.strikes is None or (window := self.strikes.owned.get(partition)) is None:
            return
        entries = self.voids.pending(partition, window)
        if not entries:
            return
        out = Out(self.strikes.changelog_topic.get_topic_name(), CHANGELOG_KEY, window.note(entries), (), None)
        (future,) = self.writer.send(partition, [out])
        future.add_done_callback(partial(_note_written, window))
        await future
        for entry in entries:
            window.history.add(entry)
        self.metrics.count("houserules_strike_voids_total", len(entries), "applied")

    def _tell_brakes(self, flow: Flow, policy: Policy, history: History) -> None:
        """Bring the metric of braked rules up to date: those that a post has met, and those that still would be."""
        partition = flow.tp.partition
        before = self.braked.get(partition, set())
        if not before and not flow.work.braked:
            return
        limiter = Limiter(limits_of(policy), history, self.hasher)
        rules = {rule for rule in before | flow.work.braked if limiter.is_braked(rule, history.marker + 1)}
        self.braked[partition] = rules
        for rule in before - rules:
            self.metrics.forget("houserules_rule_braked", rule, str(partition))
        for rule in rules:
            self.metrics.gauge("houserules_rule_braked", 1, rule, str(partition))
        for rule in sorted(rules - before):
            log.warning("rule braked: what it would sanction is held for people", rule=rule, partition=partition)
        for rule in sorted(before - rules):
            log.info("rule released by the brake", rule=rule, partition=partition)

    def forget_brakes(self, partitions: set[int]) -> None:
        """Take the metrics of braked rules away for partitions that another worker judges from here."""
        for partition in partitions & self.braked.keys():
            for rule in self.braked.pop(partition):
                self.metrics.forget("houserules_rule_braked", rule, str(partition))

    def _write_window(self, table: WindowTable, flow: Flow, entries: list[Entry], first: int, last: int) -> None:
        window = table.owned[flow.tp.partition]
        committed = committed_offset(self.app, flow.tp)
        if not entries:
            window.settle(last, committed, flow.work.latest, flow.last)
            return
        record = window.flush(first, last, entries, committed, flow.work.latest, flow.last)
        # Stamped with the time of writing, unlike other outputs: the broker deletes by it, and the rows of a record that
        # was published with an old timestamp are needed as long as any others.
        out = Out(table.changelog_topic.get_topic_name(), CHANGELOG_KEY, record, (), None)
        (future,) = self.writer.send(flow.tp.partition, [out])
        future.add_done_callback(partial(_note_written, window))
        flow.futures.append(future)
        self.metrics.count("houserules_changelog_bytes_total", len(record), table.store_label)

    def set_aside(self, flow: Flow, known: int = 0) -> None:
        """Send the dead letters of a batch. An earlier stage of this worker has already sent `known` of them."""
        letters = list(flow.work.dead.values())[known:]
        if letters:
            flow.futures += self.writer.send(flow.tp.partition, dead_letter_records(letters, self.topics))


def add_agents(stages: Stages, source: Any, fingerprints: Any) -> None:
    """Declare the agents of this worker's stages on its Faust app.

    `source` is the topic that the first one reads, `fingerprints` that of the campaign agent, where there is one.
    """
    app, stage = stages.app, stages.settings.stage
    chain: dict[str, Callable[[Flow], bool]] = {
        "screen": stages.screen,
        "redact": stages.redact,
        "judge": stages.judge,
    }
    names = list(chain) if stage == "all" else [stage]
    channels = {name: app.channel(value_type=None, maxsize=CHANNEL_BATCHES) for name in names[1:]}
    for name, following in zip(names, [*names[1:], None], strict=True):
        first = name == names[0]
        forward = channels[following].send if following else None
        app.agent(source if first else channels[name], name=name, concurrency=1)(
            _agent(stages, name, chain[name], forward, first=first)
        )
    if stages.search is not None:
        app.agent(fingerprints, name="campaigns", concurrency=1)(_campaign_agent(stages, stages.search))


def _agent(
    stages: Stages,
    name: str,
    handle: Callable[[Flow], bool],
    forward: Callable[..., Awaitable[Any]] | None,
    *,
    first: bool,
) -> Callable[[Any], Awaitable[None]]:
    async def agent(stream: Any) -> None:
        flows = _delivered(stages, stream, stages.settings.stage) if first else stream
        async for flow in flows:
            try:
                if name == "judge":
                    await stages.take_back(flow)
                if not is_current(stages.app, flow.work.records):
                    continue
                if not handle(flow):
                    continue
                if first:
                    dead = flow.work.dead
                    stages.limit.record([place in dead for place in range(len(flow.work.records))])
                if forward is not None:
                    await forward(value=flow)
                else:
                    await stages.acknowledger.submit(flow)
            except Exception as error:  # noqa: BLE001  not about a record: recorded as fatal, the batch stays unacknowledged
                stages.fail(error)
                await asyncio.Event().wait()

    agent.__name__ = agent.__qualname__ = name
    return agent


def _campaign_agent(stages: Stages, search: CampaignSearch) -> Callable[[Any], Awaitable[None]]:
    async def campaigns(stream: Any) -> None:
        async for flow in _delivered(stages, stream, "campaigns"):
            try:
                await search.run(flow)
                stages.set_aside(flow)
                await stages.acknowledger.submit(flow)
            except Exception as error:  # noqa: BLE001  as above: a campaign must not be lost with the batch that shows it
                stages.fail(error)
                await asyncio.Event().wait()

    return campaigns


async def _delivered(stages: Stages, stream: Any, stage: str) -> AsyncIterator[Flow]:
    """Batches from the broker as they are delivered; none once the worker drains."""
    batches = stages.settings.transport == "batch"
    async for event in stream.noack().events():
        if stages.draining.is_set():
            await asyncio.Event().wait()
        message = event.message
        if message.generation_id != stages.app.consumer_generation_id:
            # Delivered before a rebalance: the partition may be another worker's, and is read again if it is ours.
            continue
        if not take(stages.app, message):
            continue
        records: list[RecordLike] = event.value if batches else [_single(message)]
        tp = TP(message.topic, message.partition)
        work = Work(stage, records)
        yield Flow(tp, records[0].offset, records[-1].offset, work, event.ack, force=stages.force)


def _force(flow: Flow) -> InForce:
    assert flow.force is not None
    return flow.force


def _note_written(window: PartitionWindow, future: "asyncio.Future[int]") -> None:
    # A record that failed ends the worker; nothing that comes after it counts.
    if not future.cancelled() and future.exception() is None:
        window.written(future.result())


def _single(message: Any) -> Record:
    return Record(
        message.topic,
        message.partition,
        message.offset,
        round(message.timestamp * 1000),
        message.key,
        message.value,
        tuple(message.headers or ()),
    )
