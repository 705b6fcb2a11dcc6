"""How often phrases have to be tried, by what they need: asked of some, so it is worked out for each when it first is."""

from collections.abc import Iterable, Sequence
from typing import Final

from houserules.judging.phrases.factors import Need
from houserules.judging.phrases.rates import cost

_WORDS: Final = 0.02
"""Thousands of words in a text, to tell from rates how many texts have a word."""

_SIGN_CHANCE: Final = 0.05
"""The share of texts that is taken to have a certain rare sign."""


class Chances:
    """By pattern number. `needs` are those of phrases; other patterns are looked for in every text and count nothing."""

    __slots__ = ("_known", "needs")

    def __init__(self) -> None:
        self.needs: Final[dict[int, Sequence[Need]]] = {}
        self._known: Final[dict[int, float]] = {}

    def of(self, numbers: Iterable[int]) -> float:
        """About how many phrases of `numbers` have to be tried on a text."""
        return sum(self._of(number) for number in numbers if number in self.needs)

    def _of(self, number: int) -> float:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = chance(self.needs[number])
        return known


def chance(needs: Iterable[Need]) -> float:
    """About the share of texts that have something of every need, 0 to 1: to be compared, and not to be believed."""
    share = 1.0
    for need in needs:
        share *= min(1.0, cost(need) * _WORDS) if isinstance(need, frozenset) else _SIGN_CHANCE
    return share
