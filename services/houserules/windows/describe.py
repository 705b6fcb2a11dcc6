"""What a changelog gives back: a partition's history rebuilt record by record as a worker does it, and figures about it.

Figures only. Names and signatures stay inside; keys are shown as the keyed hashes that they are.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from houserules.windows.codec import CodecError
from houserules.windows.history import NEVER, History
from houserules.windows.partition import PartitionWindow

_MASK: Final = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Description:
    """The window state of one partition as recovery finds it. Times are event times in ms, None where there is none.

    `rows` and `keys` are what memory holds and `memory` about how much (bytes); `signed` of the rows have a signature.
    `shed` rows went because of the limits and not because of their age. `oldest` and `newest` are times of rows.
    `marker` is the last sequence that the state knows of, and up to `committed`, not including it, the source was known
    to be committed when the last record was written; -1 for neither. Until `incomplete_until` answers may lack something.

    Of the changelog, `records` of `size` bytes together were read and `skipped` older ones were not needed; `unreadable`
    of those read are damaged, and `missing` are gone though they are needed. `heaviest` are the keys with the most rows,
    as 16 hex digits, and how many each has.
    """

    rows: int
    keys: int
    memory: int
    signed: int
    shed: int
    oldest: int | None
    newest: int | None
    watermark: int | None
    marker: int
    committed: int
    incomplete_until: int | None
    records: int
    size: int
    skipped: int
    unreadable: int
    missing: int
    heaviest: tuple[tuple[str, int], ...]


class Recovery:
    """Rebuilds the window of one partition from its changelog records, in their order, and keeps count of them."""

    __slots__ = ("_expected", "_missing", "_records", "_size", "_skipped", "_unreadable", "_window")

    def __init__(self, history: History, first: int, needed: int | None) -> None:
        """`history` is empty. `first` is the oldest offset that the changelog holds, `needed` the one at which it says that
        recovery has to begin, None for its start."""
        self._window: Final = PartitionWindow(history)
        self._expected = needed
        self._skipped: Final = 0 if needed is None else max(0, needed - first)
        self._records = self._size = self._unreadable = self._missing = 0

    def take(self, record: bytes | None, offset: int) -> None:
        """Take in the record at `offset`. One that cannot be read is counted and skipped, as a worker skips it."""
        if self._expected is not None and offset > self._expected:
            self._missing = offset - self._expected
            self._window.lost(offset - 1)
        self._expected = None
        self._records += 1
        self._size += len(record or b"")
        try:
            self._window.restore(record or b"", offset)
        except CodecError:
            self._unreadable += 1
            self._window.lost(offset)

    def describe(self, top: int = 0) -> Description:
        """What there is after the records so far, with the `top` heaviest keys."""
        window, history = self._window, self._window.history
        table = history.table()
        return Description(
            rows=history.entries,
            keys=history.keys,
            memory=history.memory,
            signed=int(np.count_nonzero(table[:, 5] & 1)),
            shed=history.shed,
            oldest=int(table[:, 0].min()) if len(table) else None,
            newest=int(table[:, 0].max()) if len(table) else None,
            watermark=_known(history.watermark),
            marker=history.marker,
            committed=window.settled,
            incomplete_until=_known(window.incomplete_until),
            records=self._records,
            size=self._size,
            skipped=self._skipped,
            unreadable=self._unreadable,
            missing=self._missing,
            heaviest=tuple((f"{key & _MASK:016x}", rows) for key, rows in history.heaviest(top)),
        )


def _known(time: int) -> int | None:
    return None if time == NEVER else time
