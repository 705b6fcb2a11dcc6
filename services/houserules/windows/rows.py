"""What a row of a history is: its numbers, and how it is given and told."""

from array import array
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from houserules.contracts.times import MINUTE

ROW: Final = 6
"""Numbers per row: time (ms), sequence (source offset), subject hash, revision, content hash, note."""

STEP: Final = 10 * MINUTE
"""The floor rises in steps of this much event time: expiry has work to do only now and then."""

NEVER: Final = -(2**62)
ANY: Final = 2**62

REPEAT: Final = 1
"""Lowest bit of a row's content: set on a copy that repeats another, clear on one that stands."""

CHANGE: Final = 2
"""Next bit of a row's content: set on an edit or a deletion of a post, which is not another post."""


class Entry(NamedTuple):
    """One event to remember: the key that it stands under, its row, and what later answers may have to give.

    `content` is 0 where there is nothing to compare (too short, deleted). `name` and `signature` are those of a copy that
    stands.
    """

    key: int
    time: int
    sequence: int
    subject: int
    revision: int
    content: int
    name: str | None = None
    signature: bytes | None = None


class Copy(NamedTuple):
    """A standing copy that a post repeats: its content hash, its name, and how alike the two are (0..1)."""

    content: int
    name: str | None
    similarity: float


class Event(NamedTuple):
    """A row as it is told: time (ms), sequence, subject, revision, content."""

    time: int
    sequence: int
    subject: int
    revision: int
    content: int


def table_of(rows: "array[int]") -> npt.NDArray[np.int64]:
    """Rows one behind the other as a table, without a copy: shape (rows, 6)."""
    return np.frombuffer(rows, dtype=np.int64).reshape(-1, ROW)
