"""Figures: precision, recall and F1 of yes-or-no answers, and the macro-F1 of three."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

CLASSES: Final = ("hate", "offensive", "neither")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of answers against the truth."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the yeses, how many are right; not a number where there is none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float("nan")

    @property
    def recall(self) -> float:
        """Of what should be a yes, how much is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else float("nan")

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else float("nan")

    def __str__(self) -> str:
        """`precision recall F1`, each three digits wide or a dash."""
        return " ".join("  - " if isnan(value) else f"{value:.2f}" for value in (self.precision, self.recall, self.f1))


def compare(answers: Flags, truth: Flags) -> Figures:
    """The figures of `answers`."""
    return Figures(int((answers & truth).sum()), int((answers & ~truth).sum()), int((~answers & truth).sum()))


def macro_f1(answers: Sequence[str], truth: Sequence[str]) -> float:
    """The mean of the F1 of Davidson's three classes."""
    said, true = np.array(answers), np.array(truth)
    return float(np.mean([compare(said == kind, true == kind).f1 for kind in CLASSES]))


def three_classes(abuse: NDArray[np.float64], hate: NDArray[np.float64], at: tuple[float, float]) -> list[str]:
    """Hate where `hate` reaches the first threshold, else offensive where `abuse` reaches the second."""
    return np.where(hate >= at[0], "hate", np.where(abuse >= at[1], "offensive", "neither")).tolist()


def best_thresholds(abuse: NDArray[np.float64], hate: NDArray[np.float64], truth: Sequence[str]) -> tuple[float, float]:
    """The two thresholds with the best macro-F1: to be found on texts that are not those they are tried on."""
    grid = np.arange(0.02, 1.0, 0.04)
    pairs = [(float(one), float(other)) for one in grid for other in grid]
    return max(pairs, key=lambda pair: macro_f1(three_classes(abuse, hate, pair), truth))
