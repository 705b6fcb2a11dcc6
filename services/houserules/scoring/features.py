"""What a linear scorer sees of a text: numbers of its words, pairs of words, pieces of words, signs and pictures.

Read from the skeleton view, so look-alike letters, invisible characters, case and apostrophes make no difference. All
texts of a batch are looked at together: a feature costs a few steps over one long array, not a step of Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from houserules.text.tables import PICTURE
from houserules.text.views import ViewBatch

Numbers = NDArray[np.uint32]
Places = NDArray[np.intp]

MOST_CHARACTERS: Final = 4_000
"""So much of a text is looked at, from its start; the longest post of any platform that is served is shorter."""

_NEW_LINE: Final = 0x0A
_SPACE: Final = 0x20
_NO_DIGITS: Final = bytes(ord("0") if chr(code).isdigit() and code < 0x80 else code for code in range(256))

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_PAIR: Final = np.uint64(0xA24BAED4963EE407)
_SIGN: Final = np.uint64(0x9FB21C651E98DF25)
_PIECE: Final = np.uint32(0x9E3779B1)
_REMIX: Final = np.uint32(0x85EBCA6B)
_THIRD: Final = np.uint32(0x01000000)

_UPPER: Final = 1
_SIGNS: Final = dict(zip("!?£$€%#@/", range(2, 11), strict=True))
_MOST_COUNTED: Final = 4


@dataclass(frozen=True, slots=True)
class Features:
    """One kind of feature of all texts: those of text `i` are `numbers[starts[i]:ends[i]]`."""

    numbers: Numbers
    starts: Places
    ends: Places


def features(texts: Sequence[str], bits: int) -> list[Features]:
    """Every kind of feature of `texts`, each numbered below 2 ** `bits` (8 to 32)."""
    batch = ViewBatch([text[:MOST_CHARACTERS] for text in texts])
    data, starts, ends = _words(batch)
    return [
        *_whole_words(data, starts, ends, bits),
        *_pieces(data, starts, ends, bits),
        _signs(batch, len(texts), bits),
    ]


def _words(batch: ViewBatch) -> tuple[NDArray[np.uint8], Places, Places]:
    """The skeletons with every digit a nought and no letter thrice running, and where each text is in them."""
    data = np.frombuffer(batch.skeleton.data.translate(_NO_DIGITS), np.uint8)
    again = np.zeros(len(data) + 1, np.bool_)
    np.equal(data[1:], data[:-1], out=again[1:-1])
    run = again[:-1] & (again[1:] | np.concatenate(([False], again[:-2])))
    if run.any():
        data = data[~run]
    breaks = np.flatnonzero(data == _NEW_LINE)
    starts = np.concatenate((np.zeros(1, np.intp), breaks + 1))[: len(breaks)]
    return data, starts, breaks


def _whole_words(data: NDArray[np.uint8], starts: Places, ends: Places, bits: int) -> tuple[Features, Features]:
    """Words, and pairs of words that follow each other."""
    gaps = np.flatnonzero(data == _SPACE)
    powers, inverses = (np.cumprod(np.full(len(data), base)) for base in (_BASE, _INVERSE))
    sums = np.cumsum(data * powers)
    # A gap that a line break follows ends a text: between it and the next gap is no word.
    first, last = gaps[:-1] + 1, gaps[1:]
    inner = data[first] != _NEW_LINE
    first, last = first[inner], last[inner]
    hashes = (sums[last - 1] - sums[first - 1]) * inverses[first]
    words = _number(hashes, bits)
    begin, end = np.searchsorted(first, starts), np.searchsorted(first, ends)
    pairs = _number(hashes[:-1] * _PAIR + hashes[1:], bits)
    return Features(words, begin, end), Features(pairs, begin, np.maximum(end - 1, begin))


def _pieces(data: NDArray[np.uint8], starts: Places, ends: Places, bits: int) -> list[Features]:
    """Three and four characters in a row, spaces between words included."""
    wide = np.concatenate((data, np.full(3, _NEW_LINE, np.uint8))).astype(np.uint32)
    size = len(data)
    three = wide[:size] | wide[1 : size + 1] << np.uint32(8) | wide[2 : size + 2] << np.uint32(16)
    four = three | wide[3 : size + 3] << np.uint32(24)
    shift = np.uint32(32 - bits)
    found = []
    for length, packed in ((3, three | _THIRD), (4, four)):
        hashes = packed * _PIECE
        mixed = (hashes ^ hashes >> np.uint32(13)) * _REMIX
        found.append(Features(mixed >> shift, starts, np.maximum(ends - length + 1, starts)))
    return found


def _signs(batch: ViewBatch, count: int, bits: int) -> Features:
    """How many of each sign (in steps up to four), how much is in capitals, and which pictures."""
    points = batch.points
    pictures = np.flatnonzero(batch.codes == PICTURE)
    owners = batch.posts(pictures)
    kinds = _SIGN_TABLE.take(np.minimum(points, len(_SIGN_TABLE) - 1))
    marks = np.flatnonzero(kinds)
    table = np.bincount(batch.posts(marks) * 16 + kinds[marks], minlength=count * 16).reshape(count, 16)
    letters = np.maximum(np.fromiter(map(len, batch.texts), np.intp, count), 1)
    table[:, _UPPER] = 4 * table[:, _UPPER] // letters * (letters > 12)
    np.minimum(table, _MOST_COUNTED, out=table)
    posts, sorts = np.nonzero(table)
    keys = (sorts * 8 + table[posts, sorts]).astype(np.uint64)
    everything = np.concatenate((posts, owners))
    hashes = np.concatenate((keys, points[pictures].astype(np.uint64))) * _SIGN
    order = np.argsort(everything, kind="stable")
    bounds = np.searchsorted(everything[order], np.arange(count + 1))
    return Features(_number(hashes[order], bits), bounds[:-1], bounds[1:])


def _number(hashes: NDArray[np.uint64], bits: int) -> Numbers:
    """The upper bits of mixed hashes."""
    mixed = (hashes ^ hashes >> np.uint64(32)) * _MIX
    return (mixed >> np.uint64(64 - bits)).astype(np.uint32)


def _sign_table() -> NDArray[np.intp]:
    table = np.zeros(0x20B0, np.intp)
    table[ord("A") : ord("Z") + 1] = _UPPER
    for sign, kind in _SIGNS.items():
        table[ord(sign)] = kind
    return table


_SIGN_TABLE: Final = _sign_table()
