"""Scorers that are asked together: those that read the same features of a text have them worked out once for all."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from houserules.scoring.base import Scorer, Scores
from houserules.scoring.features import features
from houserules.scoring.linear import LinearScorer, pack


class Together:
    """See `Scorer`: the scores of several linear scorers, whose features have the same bits, side by side."""

    __slots__ = ("_bits", "_columns", "_digest", "_name", "_names", "_rows", "_scorers")

    def __init__(self, scorers: Sequence[LinearScorer]) -> None:
        """ValueError where there is none, or they do not have the same features."""
        if len({scorer.bits for scorer in scorers}) != 1:
            raise ValueError("scorers that are asked together need the same number of features")
        self._scorers: Final = tuple(scorers)
        self._bits: Final = scorers[0].bits
        self._rows: Final = np.concatenate([scorer.rows for scorer in scorers], axis=1)
        ends = list(accumulate(scorer.rows.shape[1] for scorer in scorers))
        self._columns: Final = [slice(first, last) for first, last in pairwise((0, *ends))]
        self._name: Final = "+".join(scorer.name for scorer in scorers)
        self._names: Final = tuple(name for scorer in scorers for name in scorer.names)
        self._digest: Final = "sha256:" + sha256("".join(one.digest for one in scorers).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The names of all, with a plus between."""
        return self._name

    @property
    def names(self) -> tuple[str, ...]:
        """See `Scorer`; those of the first scorer first."""
        return self._names

    @property
    def digest(self) -> str:
        """See `Scorer`."""
        return self._digest

    def score(self, texts: Sequence[str]) -> Scores:
        """See `Scorer`; the same as of each scorer alone."""
        if not texts:
            return np.zeros((0, len(self._names)))
        packed = pack(features(texts, self._bits), self._rows)
        return np.concatenate(
            [
                scorer.score_packed([replace(kind, sums=kind.sums[:, columns]) for kind in packed], len(texts))
                for scorer, columns in zip(self._scorers, self._columns, strict=True)
            ],
            axis=1,
        )


@lru_cache(maxsize=16)
def together(scorers: tuple[Scorer, ...]) -> tuple[Scorer, ...]:
    """The same scores from as few scorers as can be, in order."""
    groups: dict[object, list[Scorer]] = {}
    for scorer in scorers:
        groups.setdefault(scorer.bits if isinstance(scorer, LinearScorer) else scorer.name, []).append(scorer)
    return tuple(_joined(group) for group in groups.values())


def _joined(group: Sequence[Scorer]) -> Scorer:
    linear = [scorer for scorer in group if isinstance(scorer, LinearScorer)]
    return Together(linear) if len(linear) == len(group) > 1 else group[0]
