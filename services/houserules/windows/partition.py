"""One partition's history together with how far its source has been committed, and the records that keep both alive."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from houserules.windows.codec import Delta, apply, decode, encode
from houserules.windows.history import NEVER, Entry, History


class PartitionWindow:
    """A history that is written to a changelog batch by batch and rebuilt from it.

    Rows expire against the watermark of the last *committed* batch: what a crash brings back must find the rows that it
    was judged with, however much event time the batches in flight span.
    """

    __slots__ = ("_committed", "_flushed", "_safe", "history")

    def __init__(self, history: History) -> None:
        self.history: Final = history
        self._flushed: deque[tuple[int, int, int]] = deque()
        self._safe = NEVER
        self._committed = -1

    def flush(
        self, first: int, last: int, entries: Sequence[Entry], committed: int | None, source_last: int | None = None
    ) -> bytes:
        """The changelog record of the batch with sequences `first` to `last`, whose entries are in the history already.

        `committed` is the source topic's committed offset (the next to be read after a crash), None if nothing is
        committed. `source_last` is the batch's last offset on the source topic where that differs from its sequences.
        """
        self.settle(last, committed, source_last)
        return encode(Delta(first, last, self.history.watermark, self._safe, self._committed, entries))

    def settle(self, last: int, committed: int | None, source_last: int | None = None) -> None:
        """Note a batch that has passed, and forget what no uncommitted record can need."""
        self.history.pass_by(last, NEVER)
        self._flushed.append((last if source_last is None else source_last, last, self.history.watermark))
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

    def restore(self, record: bytes) -> None:
        """Take in one changelog record, in the changelog's order. Raises CodecError if it cannot be read."""
        delta = decode(record)
        apply(self.history, delta)
        self._safe = max(self._safe, delta.safe)
        self._committed = max(self._committed, delta.committed)
