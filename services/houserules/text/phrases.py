"""Phrases in which words are disguised: `k1ll y0urself` is read again with the disguise taken off, in its context."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_GAP: Final = b"  \n  "


class Reading(NamedTuple):
    """`word` may be meant at the places `first` to `last` of the typed view; `rank`: of the view that shows it."""

    first: int
    last: int
    word: bytes
    rank: int


@dataclass(frozen=True, slots=True)
class Unmasked:
    """Parts of a typed view with words put in place of their disguises, a line feed between any two parts.

    For every byte of `data` the `first` and `last` place of the typed view that it stands for and the rank of its view.
    """

    data: bytes
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    rank: NDArray[np.intp]


def unmask(typed: bytes, tokens: Sequence[Sequence[Reading]], version: int, reach: int) -> Unmasked:
    """The surroundings of disguised words, up to `reach` bytes on both sides.

    Every token has one or more readings; `version` chooses one (the last where there are fewer). Tokens that overlap an
    earlier one are left as they are.
    """
    pieces: list[bytes] = []
    spans: list[tuple[int, int, int, int]] = []

    def copy(first: int, last: int) -> None:
        pieces.append(typed[first:last])
        spans.append((last - first, first, last, 0))

    chosen = sorted(readings[min(version, len(readings) - 1)] for readings in tokens)
    for cluster in _clusters(typed, chosen, reach):
        left = max(0, cluster[0].first - reach)
        done = max(left, typed.rfind(b"\n", left, cluster[0].first) + 1)
        for first, last, word, rank in cluster:
            copy(done, first)
            pieces.append(b" " + word + b" ")
            spans.append((len(word) + 2, first, last, rank))
            done = last + 1
        end = typed.find(b"\n", done, done + reach)
        copy(done, end if end >= 0 else done + reach)
        pieces.append(_GAP)
        spans.append((len(_GAP), 0, 0, 0))
    return _mapped(b"".join(pieces), spans)


def _clusters(typed: bytes, readings: Sequence[Reading], reach: int) -> list[list[Reading]]:
    """`readings`, each with those of the same text that are within `reach` of it."""
    clusters: list[list[Reading]] = []
    for reading in readings:
        done = clusters[-1][-1].last + 1 if clusters else 0
        if clusters and reading.first < done:
            continue
        if clusters and reading.first - done <= reach and typed.find(b"\n", done, reading.first) < 0:
            clusters[-1].append(reading)
        else:
            clusters.append([reading])
    return clusters


def _mapped(data: bytes, spans: list[tuple[int, int, int, int]]) -> Unmasked:
    columns = np.array(spans, np.intp).reshape(-1, 4)
    lengths = columns[:, 0]
    first, last, rank = (np.repeat(column, lengths) for column in columns.T[1:])
    plain = rank == 0
    ramp = first + np.arange(len(data)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return Unmasked(data, np.where(plain, ramp, first), np.where(plain, ramp, last), rank)
