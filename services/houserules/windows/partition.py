"""One partition's history together with how far its source has been committed, and the records that keep both alive."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from houserules.windows.codec import Delta, encode, restore
from houserules.windows.history import NEVER, Entry, History
from houserules.windows.segments import SEGMENT


class PartitionWindow:
    """A history that is written to a changelog batch by batch and rebuilt from it.

    Rows expire against the watermark of the last *committed* batch: what a crash brings back must find the rows that it
    was judged with, however much event time the batches in flight span.

    `restored` is the changelog offset up to which this state is known to be on the broker, -1 for nothing; `incomplete_until`
    the event time (ms) up to which answers may lack what a lost record held.
    """

    __slots__ = (
        "_committed",
        "_damaged",
        "_flushed",
        "_passed",
        "_safe",
        "_written",
        "history",
        "incomplete_until",
        "restored",
    )

    def __init__(self, history: History) -> None:
        self.history: Final = history
        self.restored = -1
        self.incomplete_until = NEVER
        self._flushed: deque[tuple[int, int, int]] = deque()
        self._written: deque[frozenset[int]] = deque()
        self._safe = NEVER
        self._passed = NEVER
        self._committed = -1
        self._damaged = False

    @property
    def needed(self) -> int:
        """Changelog offset of the oldest record that holds a row of a living segment: where recovery has to begin.

        What is not acknowledged yet lies behind `restored`, so it never matters here.
        """
        offsets = [segment.first_record for segment in self.history.segments.values()]
        return min([offset for offset in offsets if offset is not None], default=self.restored + 1)

    @property
    def settled(self) -> int:
        """Up to this sequence, not including it, the source is known to be committed; -1 if nothing is."""
        return self._committed

    def flush(
        self,
        first: int,
        last: int,
        entries: Sequence[Entry],
        committed: int | None,
        latest: int,
        source_last: int | None = None,
    ) -> bytes:
        """The changelog record of the batch with sequences `first` to `last`, whose entries are in the history already.

        `committed` is the source topic's committed offset (the next to be read after a crash), None if nothing is
        committed, and `latest` the latest event time (ms) in the batch. `source_last` is the batch's last offset on the
        source topic where that differs from its sequences. Records must be written in the order in which they were made,
        and `written` told of each.
        """
        self.settle(last, committed, latest, source_last)
        self._written.append(frozenset(entry.sequence // SEGMENT for entry in entries))
        return encode(Delta(first, last, self.history.watermark, self._safe, self._committed, entries, self.needed))

    def note(self, entries: Sequence[Entry]) -> bytes:
        """The changelog record of entries that no batch brought: they stand at the marker, between two batches.

        They are for the history once this record is on the broker, and not before: what is judged with them must never be
        judged again without them. `written` is to be told of it as of any other.
        """
        marker = self.history.marker
        self._written.append(frozenset(entry.sequence // SEGMENT for entry in entries))
        return encode(Delta(marker, marker, self.history.watermark, self._safe, self._committed, entries, self.needed))

    def written(self, offset: int) -> None:
        """The oldest record that was flushed and not yet reported here stands in the changelog at `offset`."""
        self._hold(self._written.popleft(), offset)
        self.restored = max(self.restored, offset)

    def settle(self, last: int, committed: int | None, latest: int, source_last: int | None = None) -> None:
        """Note a batch that has passed, and forget what no uncommitted record can need."""
        self.history.pass_by(last, NEVER)
        # Not the history's watermark: after a crash it is ahead of the records that are being read again, and expiring
        # by it would take away the rows that those were judged with.
        self._passed = max(self._passed, latest)
        self._flushed.append((last if source_last is None else source_last, last, self._passed))
        if committed is not None:
            self.committed(committed)

    def committed(self, offset: int) -> None:
        """The source is committed up to, not including, `offset`: rows that only earlier records need may go."""
        settled = self._committed
        while self._flushed and self._flushed[0][0] < offset:
            _, last, self._safe = self._flushed.popleft()
            settled = max(settled, last + 1)
        if settled > self._committed:
            self._committed = settled
            self.history.expire(self._safe, settled)

    def restore(self, record: bytes, offset: int) -> None:
        """Take in the changelog record at `offset`, in the changelog's order. Raises CodecError if it cannot be read."""
        delta, blocks = restore(self.history, record)
        self._safe = max(self._safe, delta.safe)
        self._passed = max(self._passed, self._safe)
        self._committed = max(self._committed, delta.committed)
        self._hold(blocks, offset)
        self.restored = max(self.restored, offset)
        if self._damaged:
            self._damaged = False
            self.incomplete_until = max(self.incomplete_until, delta.watermark + self.history.span)

    def lost(self, offset: int) -> None:
        """The changelog record at `offset` cannot be read, or is gone: what one batch added is missing."""
        self._damaged = True
        self.restored = max(self.restored, offset)
        if self.history.watermark != NEVER:
            self.incomplete_until = max(self.incomplete_until, self.history.watermark + self.history.span)

    def _hold(self, blocks: frozenset[int], offset: int) -> None:
        for block in blocks:
            segment = self.history.segments.get(block)
            if segment is not None and (segment.first_record is None or offset < segment.first_record):
                segment.first_record = offset
