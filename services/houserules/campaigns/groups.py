"""Rows that may be copies of each other: every row that was found equal or near to another is in one group with it.

A template's variants need not be near enough to each other to be found from any one of them; through the group, one is
enough to lead to all. Groups are only candidates: who counts is decided by comparing with the post at hand.
"""

from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np

from houserules.campaigns.index import Places
from houserules.campaigns.rows import DEAD, EXEMPT, TAKEN, Rows

CROWD: Final = 64
"""From this many rows on, a group is thinned."""

COPIES_OF_AUTHOR: Final = 8
"""Rows of one author that a thinned group keeps, the newest: nobody can crowd the others out by posting often."""

MOST: Final = 512
"""Rows that a group keeps, the newest: what one post may cost stays bounded, whatever is posted."""


class Groups:
    """Groups of rows, by number; `Rows.group` says which a row is in."""

    __slots__ = ("_groups", "_next", "_rows")

    def __init__(self, rows: Rows) -> None:
        self._rows: Final = rows
        self._groups: Final[dict[int, array[int]]] = {}
        self._next = 0

    def join(self, row: int, hits: Iterable[int]) -> Places:
        """Put `row` in one group with all `hits` that are held, and return the group's free rows, oldest first."""
        rows = self._rows
        merged: set[int] = {row}
        numbers: set[int] = set()
        for hit in hits:
            if hit >= rows.head:
                number = int(rows.group[hit % rows.capacity])
                if number in self._groups:
                    numbers.add(number)
                elif rows.free(hit):
                    merged.add(hit)
        for number in numbers:
            merged.update(self._groups[number])
        members = np.array(sorted(merged), dtype=np.int64)
        members = members[rows.state[members % rows.capacity] & (TAKEN | DEAD | EXEMPT) == 0]
        if len(members) > CROWD:
            members = self._thin(members)
        if len(members) < 2 and not numbers:
            return members
        if numbers:
            target = min(numbers)
            for number in numbers:
                del self._groups[number]
        else:
            target, self._next = self._next, self._next + 1
        rows.group[np.array(sorted(merged), dtype=np.int64) % rows.capacity] = target
        self._groups[target] = array("q", members.tobytes())
        return members

    def forget(self, first: int, end: int) -> None:
        """Rows `first` to `end` (the oldest, `end` not included) are about to go."""
        numbers = self._rows.group[np.arange(first, end) % self._rows.capacity]
        for number in np.unique(numbers[numbers >= 0]).tolist():
            group = self._groups.get(number)
            if group is not None:
                left = array("q", (row for row in group if row >= end))
                if left:
                    self._groups[number] = left
                else:
                    del self._groups[number]

    def snapshot(self) -> tuple[int, dict[int, tuple[int, ...]]]:
        """All groups, for comparison."""
        return self._next, {number: tuple(group) for number, group in sorted(self._groups.items())}

    def _thin(self, members: Places) -> Places:
        newest_first = members[::-1]
        authors = self._rows.author[newest_first % self._rows.capacity]
        order = np.argsort(authors, kind="stable")
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = authors[order[1:]] != authors[order[:-1]]
        places = np.arange(len(order))
        rank = places - np.maximum.accumulate(np.where(new, places, 0))
        kept = np.sort(newest_first[order[rank < COPIES_OF_AUTHOR]])
        return kept[-MOST:]
