"""The event-time history of one partition: what each key did, when, and in which order the partition saw it.

Every question is asked *as of* a place in the partition's order: only rows that stood before that place count. So a record
that comes again, after a crash or from a connector's retry, gets the answer that it got the first time, whatever has
arrived since and however the batches were cut. Nothing here reads a clock: time is the posts' own.

A row is six 64-bit numbers; keys, subjects and contents are keyed hashes. The only names held are post keys of copies
that stand, since a verdict on a repeat has to say which copy it repeats; what is held of a text is a keyed signature.

Two bounds hold whatever the traffic. Of one key only its latest `max_rows` rows count, and of the partition only the rows
of its latest `max_entries` records. Both are counted back from the place that is asked about, so that forgetting what
lies beyond them changes no answer that a crash can ask for again.
"""

from array import array
from typing import Final

import numpy as np
import numpy.typing as npt

from houserules.windows.rows import ANY, CHANGE, NEVER, REPEAT, ROW, STEP, Copy, Entry, Event, table_of
from houserules.windows.segments import SEGMENT, Segment, similarity

__all__ = ["ANY", "CHANGE", "NEVER", "REPEAT", "ROW", "STEP", "Copy", "Entry", "Event", "History"]

VECTOR_FROM: Final = 24
"""From this many rows on, a numpy scan beats a loop; below, its fixed cost loses."""

NEAR_CANDIDATES: Final = 64
"""A text is compared with this many of its author's latest standing texts: one who posts more is a flood before."""


class History:
    """Rows by key over at least `span` ms of event time. One per partition and stage; not safe for threads.

    `shed` counts the rows that went because of `max_rows`, `max_entries` or `most` and not because of their age.
    """

    __slots__ = (
        "_floor",
        "_full",
        "_lowest",
        "_rows",
        "_segments",
        "entries",
        "marker",
        "max_entries",
        "max_rows",
        "most",
        "rings",
        "shed",
        "span",
        "watermark",
    )

    def __init__(
        self,
        span: int,
        max_rows: int = 4096,
        max_entries: int = 1_500_000,
        *,
        most: int | None = None,
        rings: bool = False,
    ) -> None:
        """`most` is how many rows are held at all, for a history whose rows are few among its partition's records: beyond
        it the oldest segments go. With `rings`, keys are meant to keep their latest `max_rows` only: going over it is no
        loss, and is not counted as one.
        """
        self.span: Final = span
        self.max_rows: Final = max_rows
        self.max_entries: Final = max_entries
        self.most: Final = most
        self.rings: Final = rings
        self.watermark = NEVER
        self.marker = -1
        self.shed = 0
        self.entries = 0
        self._rows: dict[int, array[int]] = {}
        self._segments: dict[int, Segment] = {}
        self._full: set[int] = set()
        self._floor = NEVER
        self._lowest = NEVER

    @property
    def keys(self) -> int:
        """Keys held."""
        return len(self._rows)

    @property
    def floor(self) -> int:
        """Event time (ms) before which rows may be gone: a question that reaches further back has no exact answer."""
        return self._floor

    @property
    def lowest(self) -> int:
        """Sequence below which rows may be gone, as `floor` is for time."""
        return self._lowest

    @property
    def segments(self) -> dict[int, Segment]:
        """The segments held, by number."""
        return self._segments

    @property
    def memory(self) -> int:
        """About how much memory (bytes) rows, keys and notes take."""
        notes = sum(segment.memory for segment in self._segments.values())
        return self.keys * _KEY_BYTES + self.entries * ROW * 8 + notes

    def knows(self, key: int) -> bool:
        """Whether any row of `key` is held: the quick way past all other questions."""
        return key in self._rows

    def size(self, key: int) -> int:
        """How many rows of `key` are held."""
        rows = self._rows.get(key)
        return 0 if rows is None else len(rows) // ROW

    def arrival(self, key: int, subject: int, revision: int) -> tuple[int, int] | None:
        """The sequence at which this revision of `subject` first arrived and the time that it counts at, or None."""
        rows = self._rows.get(key)
        if rows is None:
            return None
        if len(rows) < VECTOR_FROM * ROW:
            for at in range(2, len(rows), ROW):
                if rows[at] == subject and rows[at + 1] == revision and self._held(rows[at - 2], rows[at - 1]):
                    return rows[at - 1], rows[at - 2]
            return None
        table = table_of(rows)
        # One comparison for all rows: of one subject there are few, and those are soon looked through.
        found = table[np.flatnonzero(table[:, 2] == subject)]
        if len(found) > VECTOR_FROM:
            # But not where somebody, or a program gone wrong, edits one post for hours.
            found = found[found[:, 3] == revision]
        for row in found.tolist():
            if row[3] == revision and self._held(row[0], row[1]):
                return row[1], row[0]
        return None

    def count(self, key: int, before: int, since: int, until: int, subject: int) -> int:
        """How many subjects other than `subject` have a row with sequence < `before` and `since` < time <= `until`.

        Edits and deletions do not count.
        """
        rows = self._rows.get(key)
        if rows is None:
            return 0
        if len(rows) < VECTOR_FROM * ROW:
            low = before - self.max_entries
            return len(
                {
                    rows[at + 2]
                    for at in range(0, len(rows), ROW)
                    if low <= rows[at + 1] < before
                    and since < rows[at] <= until
                    and rows[at + 2] != subject
                    and not rows[at + 4] & CHANGE
                }
            )
        table = self._as_of(rows, before)
        keep = (table[:, 0] > since) & (table[:, 0] <= until) & (table[:, 2] != subject) & (table[:, 4] & CHANGE == 0)
        return int(np.unique(table[keep, 2]).size)

    def standing(self, key: int, before: int, since: int, until: int, content: int, subject: int) -> Copy | None:
        """The first copy of `content` that stands: sequence < `before`, `since` < time < `until`, not of `subject` itself.

        A copy that its author has edited away or deleted by then no longer stands.
        """
        rows = self._rows.get(key)
        if rows is None:
            return None
        if len(rows) < VECTOR_FROM * ROW:
            low = before - self.max_entries
            for at in range(0, len(rows), ROW):
                if (
                    rows[at + 4] & ~CHANGE == content
                    and low <= rows[at + 1] < before
                    and since < rows[at] < until
                    and rows[at + 2] != subject
                    and self._is_latest(key, before, since, rows[at + 2], rows[at + 3])
                ):
                    return Copy(content, self._name(rows[at + 1], rows[at + 5]), 1.0)
            return None
        table = self._as_of(rows, before)
        keep = (
            (table[:, 4] & ~CHANGE == content)
            & (table[:, 0] > since)
            & (table[:, 0] < until)
            & (table[:, 2] != subject)
        )
        for _, sequence, other, revision, _, note in table[keep].tolist():
            if self._is_latest(key, before, since, other, revision):
                return Copy(content, self._name(sequence, note), 1.0)
        return None

    def near(
        self, key: int, before: int, since: int, until: int, signature: bytes, least: float, subject: int
    ) -> Copy | None:
        """The first standing copy whose signature is at least `least` (0..1) like `signature`; else as `standing`."""
        rows = self._rows.get(key)
        if rows is None:
            return None
        mine = int.from_bytes(signature, "little")
        for sequence, other, revision, content, note in self._signed(rows, before, since, until, subject):
            alike = similarity(mine, self._segments[sequence // SEGMENT].signature_number(note), least)
            if alike and self._is_latest(key, before, since, other, revision):
                return Copy(content & ~CHANGE, self._name(sequence, note), alike)
        return None

    def nth_last(self, key: int, before: int, number: int) -> int | None:
        """The sequence of the `number`-th latest row of `key` (from 1) among those with sequence < `before`, or None.

        Every row counts, edits too. Costs the logarithm of the rows held, so it may be asked in the middle of a storm.
        """
        rows = self._rows.get(key)
        if rows is None or len(rows) < number * ROW:
            return None
        low, high = 0, len(rows) // ROW
        if rows[-5] < before:
            low = high
        while low < high:
            middle = (low + high) // 2
            if rows[middle * ROW + 1] < before:
                low = middle + 1
            else:
                high = middle
        return rows[(low - number) * ROW + 1] if low >= number else None

    def events(self, key: int, before: int, since: int) -> list[Event]:
        """The rows of `key` with sequence < `before` and time > `since`, in the partition's order."""
        rows = self._rows.get(key)
        if rows is None:
            return []
        low = before - self.max_entries
        return [
            Event(rows[at], rows[at + 1], rows[at + 2], rows[at + 3], rows[at + 4])
            for at in range(0, len(rows), ROW)
            if low <= rows[at + 1] < before and rows[at] > since
        ]

    def latest_revision(self, key: int, before: int, since: int, subject: int, below: int = ANY) -> int | None:
        """The highest revision of `subject` under `below` with sequence < `before` and time > `since`, or None."""
        rows = self._rows.get(key)
        if rows is None:
            return None
        if len(rows) < VECTOR_FROM * ROW:
            low = before - self.max_entries
            revisions = [
                rows[at + 1]
                for at in range(2, len(rows), ROW)
                if rows[at] == subject
                and rows[at + 1] < below
                and low <= rows[at - 1] < before
                and rows[at - 2] > since
            ]
            return max(revisions, default=None)
        table = self._as_of(rows, before)
        found = table[(table[:, 2] == subject) & (table[:, 0] > since) & (table[:, 3] < below), 3]
        return int(found.max()) if found.size else None

    def add(self, entry: Entry) -> None:
        """Remember one event. Adding the same sequence of a key again, or one that has expired, changes nothing."""
        key, time, sequence, subject, revision, content, name, signature = entry
        if time < self._floor or sequence < self._lowest:
            return
        rows = self._rows.get(key)
        end = 0
        if rows is not None:
            end = len(rows)
            while end and rows[end - 5] >= sequence:
                end -= ROW
            if end < len(rows) and rows[end + 1] == sequence:
                return
        segment = self._segments.get(sequence // SEGMENT)
        if segment is None:
            segment = self._segments[sequence // SEGMENT] = Segment()
        segment.keys.append(key)
        segment.latest = max(segment.latest, time)
        note = segment.note(name, signature) if name is not None or signature is not None else 0
        row = (time, sequence, subject, revision, content, note)
        self.entries += 1
        if rows is None:
            self._rows[key] = array("q", row)
            return
        if end == len(rows):
            rows.extend(row)
        else:
            # Two workers wrote at the same time, around a rebalance. Rows stay in the partition's order all the same.
            rows[end:end] = array("q", row)
        if len(rows) > self.max_rows * ROW:
            self._full.add(key)

    def pass_by(self, sequence: int, time: int) -> None:
        """The partition has passed `sequence`, whose event time was `time`. The watermark never falls."""
        self.marker = max(self.marker, sequence)
        self.watermark = max(self.watermark, time)

    def expire(self, watermark: int, committed: int) -> None:
        """Forget segments that lie `span` behind `watermark` or beyond `max_entries`, and what a key holds too much.

        `committed` is the source's committed offset and `watermark` the watermark as it stood there, not the current
        one: a crash brings back everything after the commit, and those records have to find the rows that they were
        first judged with.
        """
        for key in list(self._full):
            self._shed(key, committed)
        floor = (watermark - self.span) // STEP * STEP
        lowest = max((committed - self.max_entries) // SEGMENT * SEGMENT, self._crowded(committed))
        if floor <= self._floor and lowest <= self._lowest:
            return
        self._floor = max(self._floor, floor)
        self._lowest = max(self._lowest, lowest)
        last = self._lowest // SEGMENT
        gone = [
            (number, segment)
            for number, segment in self._segments.items()
            if segment.latest < self._floor or number < last
        ]
        for number, _ in gone:
            del self._segments[number]
        for _, segment in gone:
            before = self.entries
            for key in segment.keys:
                self._trim(key)
            if segment.latest >= self._floor:
                self.shed += before - self.entries

    def snapshot(self) -> tuple[int, int, dict[int, list[tuple[object, ...]]]]:
        """Watermark, marker and every row that can still be asked for, with its note: equal snapshots give equal answers."""
        held: dict[int, list[tuple[object, ...]]] = {}
        for key, rows in sorted(self._rows.items()):
            found: list[tuple[object, ...]] = []
            for row in table_of(rows).tolist():
                if self._held(row[0], row[1]):
                    segment = self._segments[row[1] // SEGMENT]
                    note = (segment.name(row[5]), segment.signature(row[5])) if row[5] else (None, None)
                    found.append((*row[:5], *note))
            if found:
                held[key] = found
        return self.watermark, self.marker, held

    def heaviest(self, count: int) -> list[tuple[int, int]]:
        """The keys with the most rows and how many each has, the heaviest first."""
        sizes = ((len(rows) // ROW, key) for key, rows in self._rows.items())
        return [(key, size) for size, key in sorted(sizes, reverse=True)[:count]]

    def table(self) -> npt.NDArray[np.int64]:
        """A copy of all rows in memory, key by key, in the columns of `ROW`: shape (entries, 6)."""
        return np.frombuffer(b"".join(self._rows.values()), dtype=np.int64).reshape(-1, ROW)

    def _held(self, time: int, sequence: int) -> bool:
        """Whether a row counts as held: some stay a while after that, until their segment goes."""
        return time >= self._floor and sequence >= self._lowest

    def _is_latest(self, key: int, before: int, since: int, subject: int, revision: int) -> bool:
        latest = self.latest_revision(key, before, since, subject)
        return latest is None or latest <= revision

    def _signed(
        self, rows: "array[int]", before: int, since: int, until: int, subject: int
    ) -> list[list[int]] | list["array[int]"]:
        """The rows, without their times, of the latest standing copies that have a signature."""
        if len(rows) < VECTOR_FROM * ROW:
            low = before - self.max_entries
            return [
                rows[at - 4 : at + 1]
                for at in range(5, len(rows), ROW)
                if rows[at] & 1
                and low <= rows[at - 4] < before
                and since < rows[at - 5] < until
                and rows[at - 3] != subject
            ]
        table = self._as_of(rows, before)
        keep = (table[:, 5] & 1 == 1) & (table[:, 0] > since) & (table[:, 0] < until) & (table[:, 2] != subject)
        found: list[list[int]] = table[keep][-NEAR_CANDIDATES:, 1:].tolist()
        return found

    def _as_of(self, rows: "array[int]", before: int) -> npt.NDArray[np.int64]:
        table = table_of(rows)
        sequences = table[:, 1]
        end = int(np.searchsorted(sequences, before))
        start = int(np.searchsorted(sequences, before - self.max_entries))
        return table[max(start, end - self.max_rows) : end]

    def _name(self, sequence: int, note: int) -> str | None:
        return self._segments[sequence // SEGMENT].name(note) if note else None

    def _shed(self, key: int, committed: int) -> None:
        rows = self._rows.get(key)
        if rows is None or len(rows) <= self.max_rows * ROW:
            self._full.discard(key)
            return
        settled = int(np.searchsorted(table_of(rows)[:, 1], committed))
        surplus = max(0, settled - self.max_rows)
        del rows[: surplus * ROW]
        if not self.rings:
            self.shed += surplus
        self.entries -= surplus

    def _crowded(self, committed: int) -> int:
        """Sequence below which segments have to go so that no more than `most` rows are held.

        What lies behind the commit only: a crash asks again about everything after it.
        """
        if self.most is None or self.entries <= self.most:
            return NEVER
        surplus = self.entries - self.most
        for number in sorted(self._segments):
            if surplus <= 0 or (number + 1) * SEGMENT > committed:
                return number * SEGMENT
            surplus -= len(self._segments[number].keys)
        return NEVER

    def _trim(self, key: int) -> None:
        rows = self._rows.get(key)
        if rows is None:
            return
        segments = self._segments
        kept = array("q")
        for at in range(0, len(rows), ROW):
            if rows[at + 1] // SEGMENT in segments:
                kept.extend(rows[at : at + ROW])
        self.entries -= (len(rows) - len(kept)) // ROW
        if kept:
            self._rows[key] = kept
        else:
            del self._rows[key]


_KEY_BYTES: Final = 200
"""About what one key costs beside its rows: its number, its place in the dictionary, the head of its array."""
