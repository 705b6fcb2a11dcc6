"""Whether enough distinct authors have posted a text within one window of event time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from houserules.campaigns.fingerprints import LINK, SHORT, YOUNG
from houserules.screening.model import CampaignPolicy

_WEIGHING: Final = YOUNG | LINK | SHORT
_TOLERANCE: Final = 1e-9
"""So that five authors at 0.2 weigh 1."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """The copies `first` to `last` (indices) make a campaign of `authors` distinct authors.

    A copy as early as `since` (ms) would still have stood within a window with enough of them.
    """

    first: int
    last: int
    since: int
    authors: int


class Scale:
    """What authors weigh under a policy."""

    __slots__ = ("_authors", "_least", "_weights")

    def __init__(self, policy: CampaignPolicy) -> None:
        self._least: Final = policy.least_authors
        self._authors: Final = policy.authors - _TOLERANCE
        self._weights: Final = [
            (policy.young_weight if flags & YOUNG else 1.0)
            * (policy.link_weight if flags & LINK else 1.0)
            * (policy.short_weight if flags & SHORT else 1.0)
            for flags in range(_WEIGHING + 1)
        ]

    def weight(self, flags: int) -> float:
        """The weight of one copy's author."""
        return self._weights[flags & _WEIGHING]

    def suffices(self, weights: Sequence[float]) -> bool:
        """Whether authors of these weights, one each, are enough."""
        return len(weights) >= self._least and fsum(weights) >= self._authors

    def could_suffice(self, authors: Sequence[int], flags: Sequence[int]) -> bool:
        """Whether the authors of these copies would be enough, were the copies in one window."""
        best: dict[int, float] = {}
        for author, flag in set(zip(authors, flags, strict=True)):
            best[author] = max(self.weight(flag), best.get(author, 0.0))
        return self.suffices(list(best.values()))


class _Span:
    """The copies inside a window that slides over them: every author with all the weights that the copies give."""

    __slots__ = ("_scale", "_weights")

    def __init__(self, scale: Scale) -> None:
        self._scale: Final = scale
        self._weights: Final[dict[int, list[float]]] = {}

    def add(self, author: int, flags: int) -> None:
        self._weights.setdefault(author, []).append(self._scale.weight(flags))

    def remove(self, author: int, flags: int) -> None:
        weights = self._weights[author]
        weights.remove(self._scale.weight(flags))
        if not weights:
            del self._weights[author]

    def suffices(self) -> bool:
        return self._scale.suffices([max(weights) for weights in self._weights.values()])


def find_quorum(
    scale: Scale, window: int, times: Sequence[int], authors: Sequence[int], flags: Sequence[int], now: int
) -> Quorum | None:
    """The campaign that the copy at `now` (ms) completes, if any.

    Copies are given in order of their event time. A window holds copies no more than `window` ms apart; those that stand
    in any window with `now` in it and enough authors are members, and so are later ones while each comes within `window`
    of the one before.
    """
    span = _Span(scale)
    first = last = None
    right = 0
    for left, begin in enumerate(times):
        if begin > now:
            break
        while right < len(times) and times[right] <= begin + window:
            span.add(authors[right], flags[right])
            right += 1
        if begin >= now - window and span.suffices():
            first = left if first is None else first
            last = right - 1
            if right == len(times):
                break
        span.remove(authors[left], flags[left])
    if first is None or last is None:
        return None
    while last + 1 < len(times) and times[last + 1] <= times[last] + window:
        last += 1
    since = times[_completed(scale, authors, flags, first)] - window
    return Quorum(first, last, since, len(set(authors[first : last + 1])))


def _completed(scale: Scale, authors: Sequence[int], flags: Sequence[int], first: int) -> int:
    """The index of the copy with which the authors from `first` on became enough."""
    span = _Span(scale)
    at = first
    span.add(authors[at], flags[at])
    while not span.suffices():
        at += 1
        span.add(authors[at], flags[at])
    return at
