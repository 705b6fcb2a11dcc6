"""What the words of a text leave possible: which factors of which phrases some word of it may serve, a bit for each.

Every string of a factor has a word, or a part of one, that is met least often. A text in which no word has such a part
for any string of a factor cannot hold that factor, whatever stands beside what; and a word is read once, not in every text.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation
from numpy.typing import NDArray

from houserules.judging.phrases.rates import cost, rarest_piece, shortest
from houserules.text.words import Numbers, Places, Words

MOST_CHECKED: Final = 4
"""Factors of one phrase that are asked about: those that are met least often."""

MOST_COMMON: Final = 30.0
"""Factors that come more often per thousand words (`cost`) are not asked about. Nearly every text has them, and with all
that they tell of single words there would soon be as many rows as words."""

MOST_ROWS: Final = 1 << 14
"""Rows that are told apart: ordinary words need some 4,000. What else hostile words come up with rules nothing out."""

Bits = NDArray[np.uint64]
_BITS: Final = 64
_EVERYTHING: Final = 1
"""The number of the row in which every factor is possible."""

_ANY: Final = 0
"""The number of no factor, which every text has: what phrases with fewer factors are asked about in their place."""


class Hints:
    """The factors of all phrases, by what their words tell. See `WordReader`: a word's number is that of a row of bits."""

    __slots__ = ("_automaton", "_filled", "_known", "_parts", "_rows", "_table", "_whole", "_width", "needed")

    def __init__(self, phrases: Sequence[Sequence[frozenset[str]]]) -> None:
        """`phrases` are the factors of each that are to be asked about."""
        numbers: dict[frozenset[str], int] = {}
        self.needed: Final = np.full((MOST_CHECKED, len(phrases)), _ANY, np.intp)
        for place, factors in enumerate(phrases):
            telling = sorted((factor for factor in factors if cost(factor) <= MOST_COMMON), key=cost)
            pieces = [frozenset(map(rarest_piece, shortest(factor))) for factor in telling]
            for check, factor in enumerate(pieces[:MOST_CHECKED]):
                self.needed[check, place] = numbers.setdefault(factor, len(numbers) + 1)
        self._whole: Final[dict[bytes, list[int]]] = {}
        parts: dict[bytes, list[int]] = {}
        for factor, number in numbers.items():
            for piece in factor:
                whole = piece.startswith(" ") and piece.endswith(" ")
                (self._whole if whole else parts).setdefault(piece.encode(), []).append(number)
        self._parts: Final = list(parts.values())
        compact = Implementation.ContiguousNFA
        self._automaton: Final = BytesAhoCorasick(list(parts), implementation=compact) if parts else None
        self._width: Final = len(numbers) // _BITS + 1
        self._known: Final[dict[frozenset[int], int]] = {frozenset(): 0}
        self._rows: Final[list[frozenset[int]]] = [frozenset(), frozenset()]
        self._table: Bits = np.zeros((2, self._width), np.uint64)
        self._table[_EVERYTHING] = ~np.uint64(0)
        self._filled = len(self._rows)

    def read(self, words: Sequence[bytes]) -> list[int]:
        """See `WordReader`."""
        return [self._number(b" " + word + b" ") for word in words]

    def _number(self, word: bytes) -> int:
        found = list(self._whole.get(word, ()))
        if self._automaton is not None:
            for part, _, _ in self._automaton.find_matches_as_indexes(word, overlapping=True):
                found += self._parts[part]
        row = frozenset(found)
        number = self._known.get(row)
        if number is None:
            if len(self._rows) >= MOST_ROWS:
                return _EVERYTHING
            number = len(self._rows)
            self._rows.append(row)
            self._known[row] = number
        return number

    def possible(self, words: Words, numbers: Numbers) -> Bits:
        """A row of bits for each text: the factors that its words leave possible. `numbers` are what `read` gave."""
        if self._filled < len(self._rows):
            self._grow()
        rows: Bits = np.bitwise_or.reduceat(self._table.take(numbers, axis=0), words.starts, axis=0)
        rows[:, 0] |= np.uint64(1 << _ANY)
        return rows

    def _grow(self) -> None:
        """Fill in the rows of words that are new. There is room for more, or unseen texts would cost a copy each batch."""
        rows, table = self._rows, self._table
        if len(table) < len(rows):
            table = np.zeros((2 * len(rows), self._width), np.uint64)
            table[: self._filled] = self._table[: self._filled]
            self._table = table
        for row in range(self._filled, len(rows)):
            bits = 0
            for number in rows[row]:
                bits |= 1 << number
            table[row] = np.frombuffer(bits.to_bytes(self._width * _BITS // 8, "little"), "<u8")
        self._filled = len(rows)

    def allow(self, possible: Bits, texts: Places, phrases: Places) -> NDArray[np.bool_]:
        """Whether the text at each of `texts` may hold the phrase at the same place of `phrases`."""
        allowed = np.ones(len(texts), np.bool_)
        for needed in self.needed:
            asked = needed[phrases]
            found = possible[texts, asked // _BITS] >> (asked % _BITS).astype(np.uint64)
            allowed &= (found & np.uint64(1)).astype(np.bool_)
        return allowed
