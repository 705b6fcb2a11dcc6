"""Scores of the texts of one batch: only those that some rule comes to ask for, and together where that can be foreseen."""

from collections.abc import Mapping, Sequence
from typing import Final

from houserules.scoring.base import Scorer


class BatchScores:
    """Scores by place of the text and by name, each worked out at most once.

    While `foreseeing`, nothing is worked out: a score that is not known yet is noted and taken to be 1, so that all that
    a rule may come to ask for is noted. `fetch` then works out what was noted in one call of each scorer.
    """

    __slots__ = ("_known", "_scorers", "_texts", "_wanted", "foreseeing")

    def __init__(self, texts: Sequence[str], scorers: Mapping[str, Scorer]) -> None:
        """`scorers` are by the names of their scores."""
        self._texts: Final = texts
        self._scorers: Final = scorers
        self._known: Final[dict[tuple[int, str], float]] = {}
        self._wanted: Final[dict[str, tuple[Scorer, dict[int, None]]]] = {}
        self.foreseeing = False

    def of(self, place: int, name: str) -> float:
        """The score `name` of the text at `place`, 0 to 1. Raises what the scorer raises."""
        known = self._known.get((place, name))
        if known is not None:
            return known
        scorer = self._scorers[name]
        if self.foreseeing:
            self._wanted.setdefault(scorer.name, (scorer, {}))[1][place] = None
            return 1.0
        self._work_out(scorer, [place])
        return self._known[place, name]

    def fetch(self) -> None:
        """Work out all scores that were noted. Where that fails, each is tried again alone when it is asked for."""
        for scorer, places in self._wanted.values():
            try:
                self._work_out(scorer, list(places))
            except Exception:  # noqa: BLE001  one text must not cost the others their scores; its own rule tells of it
                continue
        self._wanted.clear()

    def _work_out(self, scorer: Scorer, places: Sequence[int]) -> None:
        table = scorer.score([self._texts[place] for place in places])
        if table.shape != (len(places), len(scorer.names)):
            raise ValueError(f"scorer {scorer.name} gave scores of shape {table.shape}")
        for place, row in zip(places, table.tolist(), strict=True):
            for name, value in zip(scorer.names, row, strict=True):
                self._known[place, name] = value
