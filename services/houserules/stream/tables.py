"""Window state as a Faust table: Faust assigns and recovers its changelog, the rows stay in our own rings."""

from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import Any, Final

import faust
import structlog
from faust.types import TP
from faust.types.events import EventT

from houserules.stream.metrics import MetricName, Metrics
from houserules.windows.codec import CodecError
from houserules.windows.history import History
from houserules.windows.partition import PartitionWindow

log: Final = structlog.get_logger(__name__)

GAUGES: Final[tuple[MetricName, ...]] = (
    "houserules_window_entries",
    "houserules_window_keys",
    "houserules_window_bytes",
)


class WindowTable(faust.Table):  # type: ignore[misc]
    """One `PartitionWindow` per partition that this worker owns, rebuilt from the changelog at each assignment.

    Keys and values of the mapping interface are not used: state is written as one changelog record per batch by the
    agent that owns the partition.
    """

    mundane_level = "debug"

    # Set after construction: Faust rebuilds tables from their declared arguments only.
    make_history: Callable[[], History]
    find_starts: Callable[[str, Iterable[int]], Awaitable[dict[int, int]]]
    metrics: Metrics
    store_label: str = ""
    _restore_started: float | None = None

    @property
    def _expected(self) -> dict[int, int | None]:
        """The changelog offset that recovery of a partition begins at, until its first record has come."""
        expected: dict[int, int | None] = self.__dict__.setdefault("_starts", {})
        return expected

    @property
    def _shed(self) -> dict[int, int]:
        """Shed rows of each partition that the metric has been told of."""
        shed: dict[int, int] = self.__dict__.setdefault("_told", {})
        return shed

    @property
    def owned(self) -> dict[int, PartitionWindow]:
        """The windows of this worker's partitions. Nothing of any other partition may be judged here."""
        owned: dict[int, PartitionWindow] = self.__dict__.setdefault("_owned", {})
        return owned

    async def on_rebalance(
        self, assigned: set[TP], revoked: set[TP], newly_assigned: set[TP], generation_id: int = 0
    ) -> None:
        """Take up and let go of partitions."""
        changelog = self.changelog_topic.get_topic_name()
        mine = {tp.partition for tp in assigned if tp.topic == changelog}
        for partition in [partition for partition in self.owned if partition not in mine]:
            # Another worker moves this partition's state on from here; what is held would be stale if it came back.
            del self.owned[partition]
            for name in GAUGES:
                self.metrics.forget(name, self.store_label, str(partition))
        self._restore_started = monotonic()
        new = sorted(mine - set(self.owned))
        starts = await self.find_starts(changelog, new)
        for partition in new:
            window = self.owned[partition] = PartitionWindow(self.make_history())
            window.restored = starts.get(partition, 0) - 1
            self._expected[partition] = starts.get(partition)
        await super().on_rebalance(assigned, revoked, newly_assigned, generation_id)

    def persisted_offset(self, tp: TP) -> int | None:
        """The last changelog offset that the window of `tp` holds: recovery goes on after it.

        Without an answer Faust would begin at offset 0 and take the record there for one that it has.
        """
        window = self.owned.get(tp.partition)
        return None if window is None else window.restored

    async def on_recovery_completed(self, active_tps: set[TP], standby_tps: set[TP]) -> None:
        """Note how long the state took to come back."""
        if self._restore_started is not None:
            self.metrics.gauge("houserules_recovery_seconds", monotonic() - self._restore_started)
            self._restore_started = None
        self.measure()
        await super().on_recovery_completed(active_tps, standby_tps)

    def apply_changelog_batch(self, batch: Iterable[EventT[Any]]) -> None:
        """Bring windows forward by changelog records.

        One that cannot be read is counted and skipped: the windows then miss what one batch added, which is less harm
        than no moderation at all. Faust would swallow an exception here without a trace.
        """
        for event in batch:
            message = event.message
            window = self.owned.get(message.partition)
            if window is None:
                continue
            records = message.value if isinstance(message.value, list) else [message]
            self._look_for_gap(window, message, records[0].offset)
            for record in records:
                try:
                    window.restore(record.value or b"", record.offset)
                except CodecError as error:
                    window.lost(record.offset)
                    self._report_loss(message, record.offset, str(error))

    def _look_for_gap(self, window: PartitionWindow, message: Any, offset: int) -> None:
        """Notice that the broker has deleted records that recovery needs: the topic's retention is too short."""
        expected = self._expected.pop(message.partition, None)
        if expected is not None and offset > expected:
            window.lost(offset - 1)
            self._report_loss(
                message, expected, f"{offset - expected} records are gone; retention is shorter than the windows"
            )

    def _report_loss(self, message: Any, offset: int, error: str) -> None:
        self.metrics.count("houserules_changelog_corrupt_total", 1, self.store_label)
        log.error(
            "changelog record skipped: window state is missing, and verdicts say so until the windows have passed it",
            topic=message.topic,
            partition=message.partition,
            offset=offset,
            error=error,
        )

    def measure(self) -> None:
        """Bring the metrics of window state up to date."""
        for partition, window in self.owned.items():
            history = window.history
            values = (history.entries, history.keys, history.memory)
            for name, value in zip(GAUGES, values, strict=True):
                self.metrics.gauge(name, value, self.store_label, str(partition))
            shed = history.shed - self._shed.get(partition, 0)
            if shed > 0:
                self.metrics.count("houserules_window_shed_total", shed, self.store_label)
            self._shed[partition] = history.shed
