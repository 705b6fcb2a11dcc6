"""Every word of a batch looked up at once: what its readers know of a word is worked out when it is first met.

Words of up to sixteen bytes are compared as two whole numbers, over all words of the batch in one go, with those that
have been met before; so an automaton is only asked about new words, and reading a batch is a few passes over its bytes.
"""

from collections import ChainMap
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
Numbers = NDArray[np.int32]

MOST_WORDS: Final = 1 << 16
"""Words that are remembered. With more of them all are forgotten, so hostile texts cost time but no memory."""

LONGEST_KEPT: Final = 64
"""Bytes of a word that is remembered. Longer ones are read anew each time: they are few, and there is no end to them."""

_SLOTS: Final = 17  # bits: twice as many slots as words, so that few words have to share one
_PACKED: Final = 8  # bytes in each of the two numbers
_LONGEST: Final = 2 * _PACKED
_SPACE: Final = 0x20
_LINE_FEED: Final = 0x0A
_PAD: Final = bytes(_LONGEST)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_REMIX: Final = np.uint64(0xA24BAED4963EE407)
_FOLD: Final = np.uint64(32)
_SHIFT: Final = np.uint64(64 - _SLOTS)


def _masks(first: int) -> NDArray[np.uint64]:
    """By length of a word, up to one more than `_LONGEST`: which bits of its bytes from `first` on are its own."""
    own = [min(max(length - first, 0), _PACKED) for length in range(_LONGEST + 1)]
    return np.array([*((1 << 8 * count) - 1 for count in own), 0], np.uint64)


_HEAD: Final = _masks(0)
_TAIL: Final = _masks(_PACKED)


class WordReader(Protocol):
    """Knows something about words, each by itself."""

    def read(self, words: Sequence[bytes]) -> Sequence[int]:
        """A number for each word of a skeleton, by which the reader knows what it has to say of it; 0 is nothing."""
        ...


class Words(NamedTuple):
    """The words of a skeleton in order, the line feed at the end of each text being a word too.

    `firsts` are the places of their first bytes, `starts` the places among them of the first word of each text, and
    `numbers` what the readers say of them, by reader.
    """

    firsts: Places
    starts: Places
    numbers: tuple[Numbers, ...]


class _Known:
    """Words that have been met. Slots are filled in an order in which a half-filled one is never taken for a word."""

    __slots__ = ("heads", "numbers", "tails", "words")

    def __init__(self, readers: int) -> None:
        self.heads: Final = np.zeros(1 << _SLOTS, np.uint64)  # no word's is 0, so 0 is an empty slot
        self.tails: Final = np.zeros(1 << _SLOTS, np.uint64)
        self.numbers: Final = np.zeros((readers, 1 << _SLOTS), np.int32)
        self.words: Final[dict[bytes, tuple[int, ...]]] = {}


class WordTable:
    """What some readers say of words."""

    __slots__ = ("_known", "_readers")

    def __init__(self, readers: Sequence[WordReader]) -> None:
        """The order of `readers` is that of `Words.numbers`."""
        self._readers: Final = tuple(readers)
        self._known = _Known(len(self._readers))

    def find(self, data: bytes) -> Words:
        """The words of the skeleton `data`."""
        known = self._known
        raw = np.frombuffer(data + _PAD, np.uint8)
        gaps = np.flatnonzero(raw == _SPACE)
        firsts = gaps[:-1] + 1
        sizes = np.minimum(np.diff(gaps) - 1, _LONGEST + 1)
        packed = np.ndarray((len(data) + _PACKED + 1,), "<u8", raw, 0, (1,))  # the eight bytes from every place on
        heads = packed.take(firsts) & _HEAD.take(sizes)
        tails = packed.take(firsts + _PACKED) & _TAIL.take(sizes)
        mixed = heads * _MIX ^ tails * _REMIX
        slots = ((mixed ^ mixed >> _FOLD) * _REMIX >> _SHIFT).astype(np.intp)
        met = known.heads.take(slots) == heads
        met &= known.tails.take(slots) == tails
        met &= sizes <= _LONGEST
        numbers = tuple(table.take(slots) for table in known.numbers)
        unmet = np.flatnonzero(~met)
        if unmet.size:
            self._fill(data, unmet, (heads, tails, slots), firsts, gaps, numbers)
        ends = np.flatnonzero(raw[firsts] == _LINE_FEED)
        starts = np.zeros(len(ends), np.intp)
        starts[1:] = ends[:-1] + 1
        return Words(firsts, starts, numbers)

    def _fill(
        self,
        data: bytes,
        unmet: Places,
        packed: tuple[NDArray[np.uint64], NDArray[np.uint64], Places],
        firsts: Places,
        gaps: Places,
        numbers: tuple[Numbers, ...],
    ) -> None:
        """Put the numbers of words without a slot into `numbers`, and remember those that are new."""
        ends = gaps[unmet + 1]
        words = [data[first:end] for first, end in zip(firsts[unmet].tolist(), ends.tolist(), strict=True)]
        known = self._learnt(words)
        rest = [word for word in dict.fromkeys(words) if word not in known.words]
        found = ChainMap(dict(zip(rest, self._read(rest), strict=True)), known.words) if rest else known.words
        table = np.array([found[word] for word in words], np.int32).reshape(len(words), len(numbers))
        for column, filled in enumerate(numbers):
            filled[unmet] = table[:, column]
        heads, tails, slots = packed
        short = unmet[ends - firsts[unmet] <= _LONGEST]
        places, at = np.unique(slots[short], return_index=True)
        # Who comes first keeps the slot, which most often is a common word; others are found in the dictionary.
        free = known.heads[places] == 0
        places, chosen = places[free], short[at][free]
        for column, filled in enumerate(numbers):
            known.numbers[column, places] = filled[chosen]
        known.tails[places] = tails[chosen]
        known.heads[places] = heads[chosen]

    def _learnt(self, words: Sequence[bytes]) -> _Known:
        """What is known with `words`, but for those that are too long to be remembered."""
        known = self._known
        new = list(dict.fromkeys(word for word in words if word not in known.words and len(word) <= LONGEST_KEPT))
        if len(known.words) + len(new) > MOST_WORDS:
            known = self._known = _Known(len(self._readers))
            new = list(dict.fromkeys(word for word in words if len(word) <= LONGEST_KEPT))
        known.words.update(zip(new, self._read(new), strict=True))
        return known

    def _read(self, words: Sequence[bytes]) -> Iterable[tuple[int, ...]]:
        columns = [reader.read(words) for reader in self._readers] if words else []
        return [tuple(column[place] for column in columns) for place in range(len(words))]
