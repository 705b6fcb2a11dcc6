"""Scores of the texts of one batch: only those that some rule comes to ask for, and together where that can be foreseen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Final

import numpy as np

from houserules.scoring.base import STEPS, Scorer, Scores
from houserules.scoring.together import together

_FIRST: Final = -1_000
"""Triggers from here down are scores: one for each score of a policy and each thousandth that a rule may ask for."""

_HAIR: Final = 1e-9


def score_trigger(number: int, at_least: float) -> int:
    """The trigger of posts whose score `number`, of those of a policy, is `at_least` (above 0, up to 1)."""
    return _FIRST - number * STEPS - (ceil(at_least * STEPS - _HAIR) - 1)


def is_score(trigger: int) -> bool:
    """Whether a trigger is that of a score."""
    return trigger <= _FIRST


class BatchScores:
    """Scores by place of the text and by name, each worked out at most once.

    While `foreseeing`, nothing is worked out: a score that is not known yet is noted and taken to be 1, so that all that
    a rule may come to ask for is noted. `fetch` then works out what was noted in one call of each scorer.
    """

    __slots__ = ("_columns", "_known", "_names", "_scorers", "_texts", "_wanted", "foreseeing")

    def __init__(self, texts: Sequence[str], scorers: Mapping[str, Scorer]) -> None:
        """`scorers` are by the names of their scores."""
        self._texts: Final = texts
        self._names: Final = tuple(scorers)
        shared = together(tuple(dict.fromkeys(scorers.values())))
        self._scorers: Final = {name: scorer for scorer in shared for name in scorer.names}
        self._columns: Final[dict[str, list[float]]] = {}
        self._known: Final[dict[tuple[int, str], float]] = {}
        self._wanted: Final[dict[str, tuple[Scorer, dict[int, None]]]] = {}
        self.foreseeing = False

    @property
    def complete(self) -> bool:
        """Whether every score of every text is known."""
        return len(self._columns) == len(self._names)

    def of(self, place: int, name: str) -> float:
        """The score `name` of the text at `place`, 0 to 1. Raises what the scorer raises."""
        column = self._columns.get(name)
        if column is not None:
            return column[place]
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
            self._try(scorer, list(places))
        self._wanted.clear()

    def reached(self, wanted: Iterable[int]) -> dict[int, list[int]]:
        """The triggers among `wanted` that each text reaches, by place; all of them where its scores fail.

        Works out all scores of every text, if `wanted` holds a trigger that is a score, else nothing.
        """
        steps: dict[str, dict[int, int]] = {}
        for trigger in wanted:
            if trigger <= _FIRST:
                number, step = divmod(_FIRST - trigger, STEPS)
                steps.setdefault(self._names[number], {})[trigger] = step + 1
        found: dict[int, list[int]] = {}
        for scorer in dict.fromkeys(self._scorers[name] for name in steps):
            asked = [(name, trigger, step) for name in scorer.names for trigger, step in steps.get(name, {}).items()]
            for place, trigger in self._hits(scorer, asked):
                found.setdefault(place, []).append(trigger)
        return found

    def _hits(self, scorer: Scorer, asked: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
        """Which places reach which triggers; `asked` are names, triggers and steps."""
        try:
            table = self._table(scorer, range(len(self._texts)))
        except Exception:  # noqa: BLE001  one text must not cost the others their scores
            yield from self._hits_one_by_one(scorer, asked)
            return
        self._columns.update(zip(scorer.names, table.T.tolist(), strict=True))
        for name, trigger, step in asked:
            places = np.flatnonzero(np.rint(table[:, scorer.names.index(name)] * STEPS) >= step)
            yield from ((place, trigger) for place in places.tolist())

    def _hits_one_by_one(self, scorer: Scorer, asked: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
        """As `_hits`; a text that breaks the scorer reaches everything, so that the rules are tried, fail and tell of it."""
        for place in range(len(self._texts)):
            works = self._try(scorer, [place])
            for name, trigger, step in asked:
                if not works or round(self._known[place, name] * STEPS) >= step:
                    yield place, trigger

    def _try(self, scorer: Scorer, places: Sequence[int]) -> bool:
        """Work out the scores of the texts at `places`; whether that went well."""
        try:
            self._work_out(scorer, places)
        except Exception:  # noqa: BLE001  one text must not cost the others their scores; its own rule tells of it
            return False
        return True

    def _work_out(self, scorer: Scorer, places: Sequence[int]) -> None:
        for place, row in zip(places, self._table(scorer, places).tolist(), strict=True):
            for name, value in zip(scorer.names, row, strict=True):
                self._known[place, name] = value

    def _table(self, scorer: Scorer, places: Sequence[int]) -> Scores:
        table = scorer.score([self._texts[place] for place in places])
        if table.shape != (len(places), len(scorer.names)):
            raise ValueError(f"scorer {scorer.name} gave scores of shape {table.shape}")
        return table
