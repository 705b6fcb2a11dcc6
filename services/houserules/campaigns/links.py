"""Which posts of a batch may be copies of something: the part of the search that every post goes through.

Most posts are like no other, so the work here is done for a whole batch at once, and what comes out names the few posts
that have to be looked at one by one.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from houserules.campaigns.fingerprints import FingerprintBatch
from houserules.campaigns.index import BandIndex, KeyIndex, Places
from houserules.campaigns.rows import DEAD, EXEMPT, TAKEN, Rows
from houserules.screening.signature import similarity

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Fresh:
    """Posts of a batch that say something new, by index, in order. `replaced` holds, by place among them, the row that a
    post takes the place of; rows of the batch itself are numbered from the ring's tail. `last`: the last one of each
    subject, by place among them.
    """

    index: Indices
    replaced: dict[int, int]
    last: Indices


@dataclass(frozen=True, slots=True)
class Linked:
    """What posts just added are linked to. Everything is by place among them.

    `near`: rows that came before and are near. `older`: the newest row with the same content from before the batch, -1 if
    none. `order`: the posts that count, by content and then by place; `runs`: those whose content stands in the batch more
    than once.
    """

    near: dict[int, list[int]]
    older: Places
    order: Indices
    runs: Indices


class Links:
    """Finds earlier rows with the same subject, the same content or a similar signature."""

    __slots__ = ("_bands", "_contents", "_rows", "_similarity", "_subjects")

    def __init__(self, rows: Rows, similarity: float | None) -> None:
        """`similarity`: from where on texts are near; None to find equal ones only."""
        self._rows: Final = rows
        self._similarity: Final = similarity
        self._subjects: Final = KeyIndex(rows.capacity)
        self._contents: Final = KeyIndex(rows.capacity)
        self._bands: Final = None if similarity is None else BandIndex(rows.capacity)

    def fresh(self, batch: FingerprintBatch, start: int, stop: int) -> Fresh:
        """The posts of `batch[start:stop]` that were not seen before in this revision or a later one."""
        rows = self._rows
        subjects, revisions = batch.subject[start:stop], batch.revision[start:stop]
        known = rows.numbers(self._subjects.find(subjects, rows.subject))
        fresh = (known < 0) | (revisions > rows.revision[known % rows.capacity])
        ordered = np.sort(subjects)
        again = ordered[1:][ordered[1:] == ordered[:-1]]
        earlier: dict[int, int] = {}
        superseded: list[int] = []
        if len(again):
            latest: dict[int, int] = {}
            for at in np.flatnonzero(np.isin(subjects, again)).tolist():
                before = latest.get(int(subjects[at]))
                if before is not None:
                    fresh[at] = revisions[at] > revisions[before]
                if fresh[at]:
                    latest[int(subjects[at])] = at
                    if before is not None:
                        earlier[at] = before
                        superseded.append(before)
        index = np.flatnonzero(fresh)
        replaced = {place: int(known[index[place]]) for place in np.flatnonzero(known[index] >= 0).tolist()}
        places = np.cumsum(fresh) - 1
        replaced.update({int(places[two]): rows.tail + int(places[one]) for two, one in earlier.items()})
        last = np.delete(np.arange(len(index)), places[superseded])
        return Fresh(index + start, replaced, last)

    def add(self, batch: FingerprintBatch, fresh: Fresh, state: npt.NDArray[np.uint8]) -> Linked:
        """Remember posts with their states, and find what they are linked to. There must be room for them.

        The contents are noted by `settle`, once it is known which of the posts belong to a campaign.
        """
        rows, index = self._rows, fresh.index
        first, places = rows.tail, np.arange(rows.tail, rows.tail + len(index)) % rows.capacity
        contents = batch.content[index]
        counted = np.flatnonzero(state & EXEMPT == 0)
        order = counted[np.argsort(contents[counted], kind="stable")]
        same = contents[order[1:]] == contents[order[:-1]]
        in_run = np.append(same, False) | np.append(False, same) if len(order) else np.zeros(0, dtype=np.bool_)
        older = np.full(len(index), -1, dtype=np.int64)
        older[order] = rows.numbers(self._contents.find(contents[order], rows.content))
        near: dict[int, list[int]] = {}
        if self._bands is None or self._similarity is None or not len(counted):
            rows.append(batch, index, state)
        else:
            signatures = batch.signatures[index[counted]]
            before, within = self._bands.exchange(signatures, places[counted])
            earlier = rows.numbers(before.places)
            rows.append(batch, index, state)
            held = earlier >= 0
            self._verify(near, first, first + counted[before.indices[held]], earlier[held])
            self._verify(near, first, rows.numbers(within.places), first + counted[within.indices])
        self._subjects.put(batch.subject[index[fresh.last]], places[fresh.last], rows.subject)
        return Linked(near, older, order, order[in_run])

    def settle(self, linked: Linked, first: int) -> None:
        """Note the newest row of each content that is in no campaign; `first` is the row of the first post added."""
        rows = self._rows
        places = (first + linked.order) % rows.capacity
        places = places[rows.state[places] & (TAKEN | DEAD | EXEMPT) == 0]
        contents = rows.content[places]
        if len(places):
            newest = np.append(contents[1:] != contents[:-1], True)
            self._contents.put(contents[newest], places[newest], rows.content)

    def snapshot(self) -> tuple[object, ...]:
        """All tables, for comparison."""
        bands = b"" if self._bands is None else self._bands.snapshot()
        return self._subjects.snapshot(), self._contents.snapshot(), bands

    def _verify(self, near: dict[int, list[int]], first: int, later: Places, earlier: Places) -> None:
        """Keep the pairs of rows that are really near."""
        rows = self._rows
        assert self._similarity is not None
        if len(later):
            scores = similarity(rows.signatures[later % rows.capacity], rows.signatures[earlier % rows.capacity])
            keep = scores >= self._similarity
            for place, row in zip((later[keep] - first).tolist(), earlier[keep].tolist(), strict=True):
                near.setdefault(place, []).append(row)
