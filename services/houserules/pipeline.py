"""All stages in one process, without a broker: what `check`, replays, tests and benchmarks run."""

from collections.abc import Sequence
from typing import Final

from houserules.contracts.deadletter import DeadLetter
from houserules.contracts.record import RecordLike
from houserules.judging.judge import Judgement
from houserules.judging.policy import Policy
from houserules.screening.screen import new_history
from houserules.stages import Screener, Work, judge_stage, redact_stage, screen_stage
from houserules.windows.hashing import Hasher
from houserules.windows.history import History
from houserules.windows.partition import PartitionWindow
from houserules.windows.signposts import HISTORY_SPAN


class Pipeline:
    """Screens, redacts and judges records in order. Windows are kept across calls, per partition."""

    def __init__(self, policy: Policy, window_key: bytes) -> None:
        """`window_key` keys every hash in window state, as in the worker: 1 to 64 bytes."""
        self.policy: Final = policy
        self._hasher: Final = Hasher(window_key)
        self._screener: Final = Screener(policy.screening, self._hasher)
        self._windows: dict[int, PartitionWindow] = {}
        self._signposts: dict[int, PartitionWindow] = {}

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

    def _run(self, partition: int, records: Sequence[RecordLike]) -> Work:
        window = self._windows.get(partition)
        if window is None:
            screening = self.policy.screening
            window = self._windows[partition] = PartitionWindow(new_history(screening))
            self._signposts[partition] = PartitionWindow(History(HISTORY_SPAN))
        signposts = self._signposts[partition]
        work = Work("all", records)
        screen_stage(work, window.history, self._screener)
        redact_stage(work, self.policy.redactor)
        judge_stage(work, self.policy, signposts.history, self._hasher)
        # Nothing comes back here, so a batch is settled as soon as it is done.
        last = records[-1].offset
        window.settle(last, last + 1, work.latest)
        signposts.settle(last, last + 1, work.latest)
        return work
