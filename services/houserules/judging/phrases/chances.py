"""How often phrases have to be tried, by what they need: asked of some, so it is worked out for each when it first is."""

from collections.abc import Iterable, Sequence
from typing import Final

from houserules.judging.phrases.factors import Need, chance


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
