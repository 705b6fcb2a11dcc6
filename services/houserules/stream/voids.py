"""Strikes that people have taken back, followed by every worker that judges, and applied where the strike is.

A record is not tied to a partition: whoever publishes posts chose theirs. So every worker reads all of them, and each is
applied by the worker in whose partition the strike stands. People take back little: thousands a year, not millions.
"""

from typing import Any, Final

import msgspec
import structlog

from houserules.contracts.decision import StrikeVoid
from houserules.judging.strikes import Void
from houserules.stream.app import VOIDED_STRIKES
from houserules.stream.feed import Feed
from houserules.stream.metrics import Metrics
from houserules.stream.settings import Settings
from houserules.windows.hashing import Hasher
from houserules.windows.history import Entry
from houserules.windows.partition import PartitionWindow

log: Final = structlog.get_logger(__name__)

MOST: Final = 200_000
"""Records held, about 40 MB. Beyond, the older half goes: it was applied long ago, and the state remembers."""

_DECODER: Final = msgspec.json.Decoder(StrikeVoid)


class VoidFeed(Feed):
    """What has been taken back, and which partition has heard how much of it."""

    def __init__(self, settings: Settings, hasher: Hasher, metrics: Metrics) -> None:
        super().__init__(settings, VOIDED_STRIKES)
        self._hasher: Final = hasher
        self._metrics: Final = metrics
        self._voids: list[Void] = []
        self._heard: dict[int, tuple[PartitionWindow, int]] = {}

    def take(self, records: list[Any]) -> None:
        """Remember what records take back. One that cannot be read is logged: a person has to see to that strike."""
        for record in records:
            self._take_one(record)

    def _take_one(self, record: Any) -> None:
        try:
            void = _DECODER.decode(record.value)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._metrics.count("houserules_strike_voids_total", 1, "unreadable")
            log.error(
                "a strike that was taken back still counts: the record cannot be read",
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                error=type(error).__name__,
            )
            return
        self._metrics.count("houserules_strike_voids_total", 1, "read")
        self._voids.append(Void.of(self._hasher, void.author_key, void.post_key, void.revision))
        if len(self._voids) > MOST:
            del self._voids[: MOST // 2]
            self._heard.clear()

    def pending(self, partition: int, window: PartitionWindow) -> list[Entry]:
        """What the strikes of a partition have not heard of yet, as rows to add to them.

        A window that is new here is told everything again: while the partition moved, nobody may have told it.
        """
        known, place = self._heard.get(partition, (None, 0))
        if known is not window:
            place = 0
        if place == len(self._voids):
            return []
        entries: dict[int, Entry] = {}
        for void in self._voids[place:]:
            if (entry := void.entry(window.history)) is not None:
                entries[void.key] = entry
        self._heard[partition] = (window, len(self._voids))
        return list(entries.values())
