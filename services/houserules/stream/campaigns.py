"""The second hop: one worker sees the fingerprints of all, finds campaigns, and has earlier copies judged again.

    fingerprints ─> campaigns ─┬─> campaigns (read by every worker's screen stage)
                               └─> superseding verdicts and actions, or `posts.screened` when the stages are split

The topic of fingerprints is its own changelog: what the search knows is a function of the records in their order, so a
worker that takes it up reads the records of the last window again. Fingerprints of all posts go to one partition, since
texts that are merely near have no key in common that could part them; one core searches several times what a worker can
judge (`tests/bench/campaigns_bench.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter, time
from typing import Final

import structlog

from houserules.campaigns.clusters import LATENESS, Clusters, Found, Member
from houserules.campaigns.fingerprints import FingerprintBatch, decode, encode
from houserules.campaigns.registry import Registry
from houserules.contracts.campaign import Campaign
from houserules.contracts.deadletter import Reject
from houserules.contracts.encode import encode_campaign
from houserules.contracts.record import RecordLike
from houserules.evidence.sealing import Sealer
from houserules.judging.policy import Policy
from houserules.screening.model import CampaignPolicy
from houserules.stages import Work, supersede, supersede_stage
from houserules.stream.flow import Flow
from houserules.stream.metrics import Metrics
from houserules.stream.observe import observe_stage
from houserules.stream.outputs import TopicNames, evidence_records, judgement_records, screened_records
from houserules.stream.reader import TopicReader
from houserules.stream.settings import Settings
from houserules.stream.writer import Out, Writer
from houserules.windows.codec import CodecError

log: Final = structlog.get_logger(__name__)

PARTITION: Final = 0
"""Where fingerprints and campaigns go."""

FINGERPRINTS_KEY: Final = b"everywhere"
"""The reach of a campaign: all accounts on all platforms."""

SLACK: Final = 1.5
"""How much further back than a window records are read again: they are found by when they were written, and a worker that
had fallen behind wrote the posts of one hour over a longer one."""


def fingerprint_records(batches: Sequence[FingerprintBatch], topic: str) -> list[Out]:
    """The records of a source batch's fingerprints. Stamped with the time of writing: the broker deletes by it."""
    return [Out(topic, FINGERPRINTS_KEY, encode(batch), (), None) for batch in batches if len(batch)]


@dataclass(slots=True)
class _Held:
    clusters: Clusters
    following: int


class CampaignSearch:
    """What the campaign agent does with a batch of fingerprint records."""

    def __init__(
        self,
        settings: Settings,
        policy: Policy,
        registry: Registry,
        metrics: Metrics,
        writer: Writer,
        topics: TopicNames,
        sealer: Sealer | None = None,
    ) -> None:
        """Needs a policy that looks for campaigns, and a `sealer` where the stages are fused."""
        if policy.screening.campaigns is None:
            raise ValueError("the policy looks for no campaigns")
        self._settings: Final = settings
        self.policy = policy
        """The policy in force: superseding verdicts are given by it. A reload puts another here between two batches."""
        self._rules: Final[CampaignPolicy] = policy.screening.campaigns
        self._registry: Final = registry
        self._metrics: Final = metrics
        self._writer: Final = writer
        self._topics: Final = topics
        self._sealer: Final = sealer
        self._fingerprints: Final = TopicReader(settings, topics.fingerprints)
        self._posts: Final = TopicReader(settings, topics.posts)
        self._held: dict[int, _Held] = {}
        self._shed = 0

    async def stop(self) -> None:
        """Disconnect."""
        await self._fingerprints.stop()
        await self._posts.stop()

    def forget(self, kept: set[int]) -> None:
        """Let go of the state of partitions that are not in `kept`: another worker moves it on from here."""
        for partition in [partition for partition in self._held if partition not in kept]:
            del self._held[partition]
            self._metrics.gauge("houserules_campaign_entries", 0)

    async def run(self, flow: Flow) -> None:
        """Search a batch of records; the futures of all that it leads to are added to the flow."""
        work = flow.work
        held = await self._at(flow.tp.partition, flow.first)
        for place, record in enumerate(work.records):
            started = perf_counter()
            try:
                batch = decode(record.value or b"")
            except CodecError as error:
                work.set_aside(place, _unreadable(error), "campaigns")
                continue
            finally:
                held.following = record.offset + 1
            found = held.clusters.take(batch, record.offset)
            observe_stage(self._metrics, "campaigns", perf_counter() - started)
            await self._publish(flow, found)
        self._measure(held.clusters)

    async def _publish(self, flow: Flow, found: Found) -> None:
        campaigns = [*found.established, *found.extended]
        for campaign in campaigns:
            self._registry.put(campaign)
        if campaigns:
            records = [_campaign_record(campaign, self._topics.campaigns) for campaign in campaigns]
            flow.futures += self._writer.send(PARTITION, records)
        if found.established:
            self._metrics.count("houserules_campaigns_found_total", len(found.established))
            for campaign in found.established:
                log.info(
                    "campaign found",
                    cluster=campaign.cluster_id,
                    authors=campaign.authors,
                    survivor=campaign.survivor,
                )
        if found.members:
            await self._supersede(flow, found.members)

    async def _supersede(self, flow: Flow, members: Sequence[Member]) -> None:
        """Judge earlier copies again. Their posts are read back, for nothing that the search holds is a text."""
        started = perf_counter()
        records = await self._posts.read([(member.partition, member.offset) for member in members])
        there = [member for member in members if (member.partition, member.offset) in records]
        if len(there) < len(members):
            self._metrics.count("houserules_superseding_lost_total", len(members) - len(there))
            log.warning(
                "copies of a campaign are no longer on `posts` and keep their verdicts; lengthen its retention",
                missing=len(members) - len(there),
            )
        work = Work("campaigns", [records[member.partition, member.offset] for member in there])
        supersede_stage(work, there)
        if self._settings.stage == "all":
            supersede(work, self.policy, self._sealer)
            flow.work.judgements += work.judgements
            flow.work.preserved += work.preserved
            for judgement in work.judgements:
                flow.futures += self._writer.send(
                    judgement.post.origin.partition, judgement_records([judgement], self._topics)
                )
            for item in work.preserved:
                partition = item.evidence.source.partition
                flow.futures += self._writer.send(partition, evidence_records([item], self._topics))
        else:
            for post in work.screened:
                flow.futures += self._writer.send(post.origin.partition, screened_records([post], self._topics))
        self._metrics.count("houserules_superseded_total", len(there))
        observe_stage(self._metrics, "supersede", perf_counter() - started)

    async def _at(self, partition: int, first: int) -> _Held:
        """The state of a partition as it was before the record at `first`."""
        held = self._held.get(partition)
        if held is None or held.following != first:
            held = self._held[partition] = await self._rebuilt(partition, first)
        return held

    async def _rebuilt(self, partition: int, first: int) -> _Held:
        started = perf_counter()
        clusters = Clusters(self._rules, self.policy.screening.near)
        reach = int(time() * 1000 - (self._rules.window + LATENESS) * SLACK)
        place = await self._fingerprints.since(partition, reach)
        begin = first if place is None else place
        for campaign in self._registry.before(begin << 16):
            clusters.adopt(campaign)
        while begin < first:
            records: list[RecordLike] = await self._fingerprints.stretch(partition, begin, first)
            if not records:
                break
            for record in records:
                try:
                    clusters.take(decode(record.value or b""), record.offset)
                except CodecError:
                    continue
            begin = records[-1].offset + 1
        self._metrics.gauge("houserules_campaigns_recovery_seconds", perf_counter() - started)
        return _Held(clusters, first)

    def _measure(self, clusters: Clusters) -> None:
        self._metrics.gauge("houserules_campaign_entries", clusters.entries)
        if clusters.shed > self._shed:
            self._metrics.count("houserules_campaign_shed_total", clusters.shed - self._shed)
        self._shed = clusters.shed


def _campaign_record(campaign: Campaign, topic: str) -> Out:
    return Out(topic, campaign.cluster_id.encode(), encode_campaign(campaign), (), None)


def _unreadable(error: CodecError) -> Reject:
    return Reject(
        "stage-error",
        type(error).__name__,
        f"the fingerprints cannot be read ({error}); their posts have their verdicts and count for no campaign",
    )
