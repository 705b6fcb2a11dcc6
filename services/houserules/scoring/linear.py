"""A linear scorer: a weight for every feature and score, added up and looked up in a table of calibrated steps.

Sums are of whole numbers and the rest is square roots, divisions and products, which IEEE 754 rounds the same way on
every machine; the one function that is not, the logistic, is in the table, worked out when the scorer was trained.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from houserules.scoring.base import STEPS, Scores
from houserules.scoring.features import Features, Places, features

Weights = NDArray[np.int8]
Rarity = NDArray[np.uint8]
Rows = NDArray[np.uint64]

MOST_SCORES: Final = 8
_MAGIC: Final = b"houserules linear scorer 1\n"

_LANE: Final = np.uint64(20)
_LANES: Final = 3
_LANE_MASK: Final = np.uint64((1 << 20) - 1)
_OFFSET: Final = 128
_MOST_SUMMED: Final = 4_096
"""Weights are added up three at a time, each in 20 bits of one number and 128 too high, so that none is below 0: so many
of them cannot reach the lane beside theirs. One sum in place of three is what makes several scorers affordable."""

_WORD_KINDS: Final = (0, 1, 4)
_PIECE_KINDS: Final = (2, 3)
BLOCKS: Final = (_WORD_KINDS, _PIECE_KINDS)
"""Kinds of features that share a length: words would drown in pieces of words, of which there are far more."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What the features of one kind count for: a row of packed sums for each of the texts that have any.

    `texts` are their places, `lengths` how many features each has.
    """

    texts: Places
    lengths: Places
    sums: Rows


@dataclass(frozen=True, slots=True)
class Sums:
    """For each text what one block of its features adds up to: `weights` by score, `squares` of the rarities."""

    weights: NDArray[np.int64]
    squares: NDArray[np.int64]

    def values(self) -> NDArray[np.float64]:
        """The sums divided by the length of the block's vector; 0 where there is no feature."""
        return self.weights / np.sqrt(np.maximum(self.squares, 1))[:, None]


class LinearScorer:
    """See `Scorer`. `weights` has a row for each feature number and a column for each score; `rarity` is a feature's.

    `steps[s, k]` is the least value of score `s` whose calibrated score is k + 1 thousandths; rows ascend.
    """

    __slots__ = ("_bits", "_digest", "_name", "_names", "_steps", "rarity", "rows", "weights")

    def __init__(
        self, name: str, names: Sequence[str], weights: Weights, rarity: Rarity, steps: NDArray[np.float64]
    ) -> None:
        """ValueError where the shapes do not fit together."""
        size = len(rarity)
        bits = size.bit_length() - 1
        if size != 1 << bits or not 8 <= bits <= 24:
            raise ValueError("the number of features is no power of two from 2^8 to 2^24")
        if not 1 <= len(names) <= MOST_SCORES or weights.shape != (size, len(names)):
            raise ValueError(f"weights of {weights.shape} do not fit {size} features and {len(names)} scores")
        if steps.shape != (len(names), STEPS) or not (np.diff(steps, axis=1) >= 0).all():
            raise ValueError(f"a table of {steps.shape} is no {STEPS} ascending steps for each of {len(names)} scores")
        self._name: Final = name
        self._names: Final = tuple(names)
        self._bits: Final = bits
        self.weights: Final = weights
        self.rarity: Final = rarity
        self._steps: Final = steps
        self._digest: Final = "sha256:" + sha256(self.to_bytes()).hexdigest()
        self.rows: Final = _rows(weights, rarity)

    @property
    def name(self) -> str:
        """See `Scorer`."""
        return self._name

    @property
    def names(self) -> tuple[str, ...]:
        """See `Scorer`."""
        return self._names

    @property
    def digest(self) -> str:
        """See `Scorer`; the hash of `to_bytes()`, which is that of the file."""
        return self._digest

    @property
    def bits(self) -> int:
        """It has 2 ** `bits` features: scorers with the same bits can share what `features` found."""
        return self._bits

    def score(self, texts: Sequence[str]) -> Scores:
        """See `Scorer`."""
        return self.score_packed(pack(features(texts, self._bits), self.rows) if texts else (), len(texts))

    def score_packed(self, packed: Sequence[Packed], count: int) -> Scores:
        """The scores of `count` texts whose features, by `bits`, have been packed with `rows`."""
        values = self._values(packed, count)
        thousandths = [np.searchsorted(steps, values[:, place], "right") for place, steps in enumerate(self._steps)]
        return np.stack(thousandths, axis=1) / STEPS

    def values(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The scores before calibration, in no unit; 0 where nothing speaks for or against."""
        return self._values(pack(features(texts, self._bits), self.rows) if texts else (), len(texts))

    def _values(self, packed: Sequence[Packed], count: int) -> NDArray[np.float64]:
        total = np.zeros((count, len(self._names)))
        if count:
            for block in BLOCKS:
                total += self._sums([packed[kind] for kind in block], count).values()
        return total

    def _sums(self, kinds: Sequence[Packed], count: int) -> Sums:
        size = len(self._names)
        weights = np.zeros((count, size), np.int64)
        squares = np.zeros(count, np.int64)
        last = self.rows.shape[1] - 1
        for kind in kinds:
            lifted = _OFFSET * kind.lengths
            for first in range(last + 1):
                sums = kind.sums[:, first].copy()
                for place in range(first * _LANES, min((first + 1) * _LANES, size)):
                    weights[kind.texts, place] += (sums & _LANE_MASK).astype(np.int64) - lifted
                    sums >>= _LANE
                if first == last:
                    squares[kind.texts] += sums.astype(np.int64)
        return Sums(weights, squares)

    def to_bytes(self) -> bytes:
        """The scorer as a file: a line that names the format, a line of JSON, then the arrays, little-endian."""
        head = {"name": self._name, "names": list(self._names), "bits": self._bits}
        parts = (self.weights.tobytes(), self.rarity.tobytes(), self._steps.astype("<f8").tobytes())
        return _MAGIC + json.dumps(head, sort_keys=True).encode() + b"\n" + b"".join(parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> "LinearScorer":
        """The scorer that `to_bytes` wrote. ValueError if it did not."""
        magic, (line, _, body) = data[: len(_MAGIC)], data[len(_MAGIC) :].partition(b"\n")
        if magic != _MAGIC:
            raise ValueError("not a linear scorer")
        try:
            head = json.loads(line)
            size, scores = 1 << int(head["bits"]), len(head["names"])
            name, names = str(head["name"]), tuple(map(str, head["names"]))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"a linear scorer with a damaged head: {error!r}") from error
        if len(body) != size * scores + size + 8 * scores * STEPS:
            raise ValueError("a linear scorer that is cut short or too long")
        weights = np.frombuffer(body, np.int8, size * scores).reshape(size, scores)
        rarity = np.frombuffer(body, np.uint8, size, size * scores)
        steps = np.frombuffer(body, "<f8", scores * STEPS, size * scores + size).reshape(scores, STEPS)
        return cls(name, names, weights, rarity, steps.astype(np.float64))


def pack(seen: Sequence[Features], rows: Rows) -> list[Packed]:
    """What the features of each kind count for, by `rows`: those of one scorer, or of several side by side.

    The rows of a feature lie beside each other: memory is slow, and they are fetched for each feature of each text.
    """
    packed: list[Packed] = []
    for kind in seen:
        ends = np.minimum(kind.ends, kind.starts + _MOST_SUMMED)
        texts = np.flatnonzero(ends > kind.starts)
        lengths = (ends - kind.starts)[texts]
        if texts.size:
            # Between the end of one text's features and the start of the next there may be some that are nobody's.
            bounds = np.stack((kind.starts[texts], ends[texts]), axis=1).ravel()
            bounds = bounds[:-1] if bounds[-1] == len(kind.numbers) else bounds
            sums = np.add.reduceat(rows.take(kind.numbers, axis=0), bounds, axis=0)[::2]
        else:
            sums = np.zeros((0, rows.shape[1]), np.uint64)
        packed.append(Packed(texts, lengths, sums))
    return packed


def _rows(weights: Weights, rarity: Rarity) -> Rows:
    """What each feature counts for, packed in lanes; at the end the square of its rarity, whose sum takes 28 bits."""
    size = weights.shape[1]
    rows = np.zeros((len(rarity), (size + 1) // _LANES + 1), np.uint64)
    for place in range(size):
        lane = _LANE * np.uint64(place % _LANES)
        rows[:, place // _LANES] |= (weights[:, place].astype(np.int64) + _OFFSET).astype(np.uint64) << lane
    above = _LANE * np.uint64(size % _LANES if rows.shape[1] == size // _LANES + 1 else 0)
    rows[:, -1] |= rarity.astype(np.uint64) ** np.uint64(2) << above
    return rows
