"""The event-time history of one partition: what each key did, when, and in which order the partition saw it.

Every question is asked *as of* a place in the partition's order: only rows that stood before that place count. So a record
that comes again, after a crash or from a connector's retry, gets the answer that it got the first time, whatever has
arrived since and however the batches were cut. Nothing here reads a clock: time is the posts' own.

A row is five 64-bit numbers; keys, subjects and contents are keyed hashes. The only names held are post keys of copies
that stand, since a verdict on a repeat has to say which copy it repeats.
"""

from array import array
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from houserules.contracts.times import MINUTE

ROW: Final = 5
"""Numbers per row: time (ms), sequence (source offset), subject hash, revision, content hash."""

BUCKET: Final = 10 * MINUTE
"""Rows expire in steps of this much event time: small, so that expiry never holds up a batch for long."""

VECTOR_FROM: Final = 24
"""From this many rows on, a numpy scan beats a loop; below, its fixed cost loses."""

NEVER: Final = -(2**62)

REPEAT: Final = 1
"""Lowest bit of a row's content: set on a copy that repeats another, clear on one that stands."""


class Row(NamedTuple):
    """One remembered event. `content` is 0 where there is nothing to compare (too short, deleted)."""

    time: int
    sequence: int
    subject: int
    revision: int
    content: int


class Entry(NamedTuple):
    """A row, the key that it stands under, and its name where a later answer may have to give it."""

    key: int
    row: Row
    name: str | None = None


class History:
    """Rows by key over at least `span` ms of event time. One per partition and stage; not safe for threads.

    Of one key at most `max_rows` committed rows are held; beyond that the oldest go first and `shed` counts them.
    """

    __slots__ = (
        "_buckets",
        "_floor",
        "_full",
        "_names",
        "_rows",
        "entries",
        "marker",
        "max_rows",
        "shed",
        "span",
        "watermark",
    )

    def __init__(self, span: int, max_rows: int = 4096) -> None:
        self.span: Final = span
        self.max_rows: Final = max_rows
        self.watermark = NEVER
        self.marker = -1
        self.shed = 0
        self.entries = 0
        self._rows: dict[int, array[int]] = {}
        self._names: dict[int, str] = {}
        self._buckets: dict[int, set[int]] = {}
        self._full: set[int] = set()
        self._floor = NEVER

    @property
    def keys(self) -> int:
        """Keys held."""
        return len(self._rows)

    @property
    def floor(self) -> int:
        """Event time (ms) before which rows may be gone: a question that reaches further back has no exact answer."""
        return self._floor

    def knows(self, key: int) -> bool:
        """Whether any row of `key` is held: the quick way past all other questions."""
        return key in self._rows

    def arrival(self, key: int, subject: int, revision: int) -> int | None:
        """The sequence at which this revision of `subject` first arrived, or None if it has not."""
        rows = self._rows.get(key)
        if rows is None:
            return None
        if len(rows) < VECTOR_FROM * ROW:
            for at in range(2, len(rows), ROW):
                if rows[at] == subject and rows[at + 1] == revision:
                    return rows[at - 1]
            return None
        table = _table(rows)
        hits = np.flatnonzero((table[:, 2] == subject) & (table[:, 3] == revision))
        return int(table[hits[0], 1]) if len(hits) else None

    def count(self, key: int, before: int, since: int, until: int, subject: int) -> int:
        """How many subjects other than `subject` have a row with sequence < `before` and `since` < time <= `until`."""
        rows = self._rows.get(key)
        if rows is None:
            return 0
        if len(rows) < VECTOR_FROM * ROW:
            return len(
                {
                    rows[at + 2]
                    for at in range(0, len(rows), ROW)
                    if rows[at + 1] < before and since < rows[at] <= until and rows[at + 2] != subject
                }
            )
        table = _table(rows)
        keep = (table[:, 1] < before) & (table[:, 0] > since) & (table[:, 0] <= until) & (table[:, 2] != subject)
        return int(np.unique(table[keep, 2]).size)

    def standing(self, key: int, before: int, since: int, until: int, content: int, subject: int) -> Row | None:
        """The first copy of `content` that stands: sequence < `before`, `since` < time < `until`, not of `subject` itself.

        A copy that its author has edited away or deleted by then no longer stands.
        """
        for row in self._select(key, before, since, until, content):
            if row.subject != subject:
                latest = self.latest_revision(key, before, row.subject)
                if latest is None or latest <= row.revision:
                    return row
        return None

    def latest_revision(self, key: int, before: int, subject: int) -> int | None:
        """The highest revision of `subject` that arrived before `before`, or None."""
        rows = self._rows.get(key)
        if rows is None:
            return None
        found: int | None = None
        if len(rows) < VECTOR_FROM * ROW:
            for at in range(2, len(rows), ROW):
                if rows[at] == subject and rows[at - 1] < before and (found is None or rows[at + 1] > found):
                    found = rows[at + 1]
            return found
        table = _table(rows)
        revisions = table[(table[:, 2] == subject) & (table[:, 1] < before), 3]
        return int(revisions.max()) if revisions.size else None

    def name(self, subject: int) -> str | None:
        """The name that the standing row of `subject` was added with."""
        return self._names.get(subject)

    def add(self, entry: Entry) -> None:
        """Remember one event. Adding the same sequence of a key again, or one that has expired, changes nothing."""
        key, row, name = entry
        if row[0] < self._floor:
            return
        rows = self._rows.get(key)
        if rows is None:
            self._rows[key] = rows = array("q", row)
        elif rows[-4] >= row[1] and any(rows[at] == row[1] for at in range(1, len(rows), ROW)):
            return
        else:
            rows.extend(row)
        self.entries += 1
        if name is not None:
            self._names[row[2]] = name
        if len(rows) > self.max_rows * ROW:
            self._full.add(key)
        bucket = row[0] // BUCKET
        members = self._buckets.get(bucket)
        if members is None:
            self._buckets[bucket] = {key}
        else:
            members.add(key)

    def pass_by(self, sequence: int, time: int) -> None:
        """The partition has passed `sequence`, whose event time was `time`. The watermark never falls."""
        self.marker = max(self.marker, sequence)
        self.watermark = max(self.watermark, time)

    def expire(self, watermark: int, committed: int) -> None:
        """Forget whole buckets that lie `span` behind `watermark`, and what a key holds beyond `max_rows`.

        `committed` is the source's committed offset and `watermark` the watermark as it stood there, not the current
        one: a crash brings back everything after the commit, and those records have to find the rows that they were
        first judged with.
        """
        for key in list(self._full):
            self._shed(key, committed)
        floor = (watermark - self.span) // BUCKET * BUCKET
        if floor <= self._floor:
            return
        self._floor = floor
        for bucket in [bucket for bucket in self._buckets if bucket * BUCKET < floor]:
            for key in self._buckets.pop(bucket):
                self._trim(key, floor)

    def snapshot(self) -> tuple[int, int, dict[int, tuple[int, ...]], dict[int, str]]:
        """Watermark, marker, rows and names, for comparison: equal snapshots give equal answers."""
        return (
            self.watermark,
            self.marker,
            {key: tuple(rows) for key, rows in sorted(self._rows.items())},
            dict(self._names),
        )

    def _select(self, key: int, before: int, since: int, until: int, content: int) -> list[Row]:
        rows = self._rows.get(key)
        if rows is None:
            return []
        if len(rows) < VECTOR_FROM * ROW:
            return [
                Row(*rows[at : at + ROW])
                for at in range(0, len(rows), ROW)
                if rows[at + 4] == content and rows[at + 1] < before and since < rows[at] < until
            ]
        table = _table(rows)
        keep = (table[:, 4] == content) & (table[:, 1] < before) & (table[:, 0] > since) & (table[:, 0] < until)
        return [Row(*values) for values in table[keep].tolist()]

    def _shed(self, key: int, committed: int) -> None:
        rows = self._rows.get(key)
        if rows is None or len(rows) <= self.max_rows * ROW:
            self._full.discard(key)
            return
        settled = sum(1 for at in range(1, len(rows), ROW) if rows[at] < committed)
        surplus = max(0, settled - self.max_rows)
        for at in range(2, surplus * ROW, ROW):
            self._names.pop(rows[at], None)
        del rows[: surplus * ROW]
        self.shed += surplus
        self.entries -= surplus

    def _trim(self, key: int, floor: int) -> None:
        rows = self._rows.get(key)
        if rows is None:
            return
        kept = array("q")
        for at in range(0, len(rows), ROW):
            if rows[at] >= floor:
                kept.extend(rows[at : at + ROW])
            else:
                self._names.pop(rows[at + 2], None)
        self.entries -= (len(rows) - len(kept)) // ROW
        if kept:
            self._rows[key] = kept
        else:
            del self._rows[key]


def _table(rows: "array[int]") -> npt.NDArray[np.int64]:
    return np.frombuffer(rows, dtype=np.int64).reshape(-1, ROW)
