"""What a scorer is. A policy names the scorers it uses; its rules ask for a score by name."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""One row for each text, one column for each name of a scorer; each 0 to 1."""

STEPS: Final = 1000
"""Scores are whole thousandths, so `score >= 0.9` says the same on every machine: no sum of floats decides a verdict."""


class Scorer(Protocol):
    """Scores texts, a batch at a time. Pure: the same texts have the same scores in any batch on any machine.

    Scores are calibrated on the scorer's own data: of the texts there that have 0.9, some nine in ten are of the kind.
    They are whole thousandths (`STEPS`), in double precision: `k / 1000`, which is what YAML and Python read `0.9` as.
    """

    @property
    def name(self) -> str:
        """The scorer's name, as policies write it."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its scores, in the order of the columns. No two scorers of one policy share one."""
        ...

    @property
    def digest(self) -> str:
        """`sha256:` and the hash of all that decides its scores: a part of the digest of every policy that uses it."""
        ...

    def score(self, texts: Sequence[str]) -> Scores:
        """The scores of `texts`, shape `(len(texts), len(names))`. Any text will do: empty, huge, lone surrogates."""
        ...
