"""All stages in one process, without a broker: what `check`, replays, tests and benchmarks run."""

from collections.abc import Sequence
from typing import Final

from houserules.campaigns.clusters import Clusters
from houserules.contracts.deadletter import DeadLetter
from houserules.contracts.record import RecordLike
from houserules.judging.budgets import NO_LIMITS
from houserules.judging.judge import Judgement
from houserules.judging.policy import Policy
from houserules.judging.standing import new_orders
from houserules.judging.strikes import new_strikes
from houserules.screening.screen import new_history
from houserules.stages import (
    Screener,
    Work,
    judge_stage,
    new_counters,
    redact_stage,
    screen_stage,
    supersede,
    supersede_stage,
)
from houserules.windows.hashing import Hasher
from houserules.windows.partition import PartitionWindow

MOST_KEPT: Final = 100_000
"""Posts kept for the case that they turn out to belong to a campaign."""


class Pipeline:
    """Screens, redacts and judges records in order. Windows are kept across calls, per partition."""

    def __init__(self, policy: Policy, window_key: bytes, *, limits: bool = True) -> None:
        """`window_key` keys every hash in window state, as in the worker: 1 to 64 bytes.

        Without `limits`, no budget and no brake holds anything back: for posts that are examples and no traffic.
        """
        self.policy: Final = policy.keyed(window_key)
        self._hasher: Final = Hasher(window_key)
        self._limits: Final = None if limits else NO_LIMITS
        self._screener: Final = Screener(policy.screening, self._hasher)
        self._windows: dict[int, PartitionWindow] = {}
        self._signposts: dict[int, PartitionWindow] = {}
        self._strikes: dict[int, PartitionWindow] = {}
        self._orders: dict[int, PartitionWindow] = {}
        self._clusters: Clusters | None = None
        if policy.screening.campaigns is not None:
            self._clusters = Clusters(policy.screening.campaigns, policy.screening.near)
        self._taken = 0
        self._kept: dict[tuple[int, int], RecordLike] = {}
        self._superseding: list[Judgement] = []

    def process(self, records: Sequence[RecordLike]) -> list[Judgement | DeadLetter | None]:
        """One judgement or dead letter per record, in order. Records of one partition must come in its order.

        None for a post that came again so late that only its first verdict counts (see `screening.screen`).
        """
        results: list[Judgement | DeadLetter | None] = [None] * len(records)
        by_partition: dict[int, list[int]] = {}
        for place, record in enumerate(records):
            by_partition.setdefault(record.partition, []).append(place)
        for partition, places in by_partition.items():
            work = self._run(partition, [records[place] for place in places])
            for place, judgement in zip(work.places, work.judgements, strict=True):
                results[places[place]] = judgement
            for place, letter in work.dead.items():
                results[places[place]] = letter
        return results

    def superseding(self) -> list[Judgement]:
        """The judgements that have taken the place of earlier ones since this was last asked.

        Their posts belong to campaigns that were not known yet when they were judged. Of the posts before the latest
        `MOST_KEPT` nothing is kept that could be judged again.
        """
        found, self._superseding = self._superseding, []
        return found

    def _run(self, partition: int, records: Sequence[RecordLike]) -> Work:
        window = self._windows.get(partition)
        if window is None:
            screening = self.policy.screening
            window = self._windows[partition] = PartitionWindow(new_history(screening))
            self._signposts[partition] = PartitionWindow(new_counters(self.policy))
            self._strikes[partition] = PartitionWindow(new_strikes(self.policy))
            self._orders[partition] = PartitionWindow(new_orders())
        signposts, strikes, orders = self._signposts[partition], self._strikes[partition], self._orders[partition]
        work = Work("all", records)
        screen_stage(work, window.history, self._screener)
        redact_stage(work, self.policy.redactor)
        judge_stage(work, self.policy, signposts.history, self._hasher, strikes.history, orders.history, self._limits)
        self._search(work)
        # Nothing comes back here, so a batch is settled as soon as it is done.
        last = records[-1].offset
        for passed in (window, signposts, strikes, orders):
            passed.settle(last, last + 1, work.latest)
        return work

    def _search(self, work: Work) -> None:
        """Look for campaigns as the campaign agent does, over all partitions."""
        if self._clusters is None:
            return
        offsets = {record.offset: record for record in work.records}
        for batch in work.fingerprints:
            for partition, offset in zip(batch.partition.tolist(), batch.offset.tolist(), strict=True):
                self._kept[partition, offset] = offsets[offset]
            found = self._clusters.take(batch, self._taken)
            self._taken += 1
            for campaign in (*found.established, *found.extended):
                self._screener.registry.put(campaign)
            members = [member for member in found.members if (member.partition, member.offset) in self._kept]
            if members:
                again = Work("campaigns", [self._kept[member.partition, member.offset] for member in members])
                supersede_stage(again, members)
                supersede(again, self.policy, limits=self._limits)
                self._superseding += again.judgements
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
