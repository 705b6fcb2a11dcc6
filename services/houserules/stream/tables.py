"""Window state as a Faust table: Faust assigns and recovers its changelog, the rows stay in our own rings."""

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, Final

import faust
import structlog
from faust.types import TP
from faust.types.events import EventT

from houserules.stream.metrics import Metrics
from houserules.windows.codec import CodecError
from houserules.windows.history import History
from houserules.windows.partition import PartitionWindow

log: Final = structlog.get_logger(__name__)


class WindowTable(faust.Table):  # type: ignore[misc]
    """One `PartitionWindow` per partition that this worker owns, rebuilt from the changelog at each assignment.

    Keys and values of the mapping interface are not used: state is written as one changelog record per batch by the
    agent that owns the partition.
    """

    mundane_level = "debug"

    # Set after construction: Faust rebuilds tables from their declared arguments only.
    make_history: Callable[[], History]
    metrics: Metrics
    store_label: str = ""
    _restore_started: float | None = None

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
            for name in ("houserules_window_entries", "houserules_window_keys"):
                self.metrics.forget(name, self.store_label, str(partition))
        for partition in mine:
            if partition not in self.owned:
                self.owned[partition] = PartitionWindow(self.make_history())
        self._restore_started = monotonic()
        await super().on_rebalance(assigned, revoked, newly_assigned, generation_id)

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
            if window is None or message.value is None:
                continue
            try:
                window.restore(message.value)
            except CodecError as error:
                self.metrics.count("houserules_changelog_corrupt_total", 1, self.store_label)
                log.error(
                    "changelog record skipped: window state of one batch is missing",
                    topic=message.topic,
                    partition=message.partition,
                    offset=message.offset,
                    error=str(error),
                )

    def measure(self) -> None:
        """Bring the gauges of window state up to date."""
        for partition, window in self.owned.items():
            history = window.history
            self.metrics.gauge("houserules_window_entries", history.entries, self.store_label, str(partition))
            self.metrics.gauge("houserules_window_keys", history.keys, self.store_label, str(partition))
