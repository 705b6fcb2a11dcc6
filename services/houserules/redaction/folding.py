"""One-byte-per-character views of a batch: what the detectors search.

A view has one ASCII byte for each code point that shows, so positions lead straight back to the original. Digits of any
script become ASCII digits, letters lose accents and look-alike alphabets, every dash is `-`, every space is ` `.
Characters that do not show (zero-width, variation selectors, combining marks) are left out, and the way back is kept.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

BOUNDARY: Final = 0x00
"""Between two texts of a batch. No pattern may match it: a match never runs from one text into the next."""

LETTER: Final = 0x0E
"""A letter without a Latin look-alike, of a script with capitals (Cyrillic, Greek): it may stand in a word."""

IDEOGRAPH: Final = 0x0D
"""A letter of a script without capitals (Chinese, Thai, Arabic): sentences run up against a number or an address."""

SYMBOL: Final = 0x0F
"""An emoji, a control character or any other sign without an ASCII look-alike."""

CURRENCY: Final = 0x10
"""A currency sign other than `$`: what follows is a price, while behind an emoji it may be anything."""

_HIDDEN: Final = 0xFF
_HIDDEN_BYTE: Final = bytes((_HIDDEN,))

_LOOKALIKES: Final = {
    **dict(zip("аеорсухіјѕԁһԛԝкмтвн", "aeopcyxijsdhqwkmtbh", strict=True)),
    **dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True)),
    **dict(zip("οανριτυκ", "oavpituk", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict(zip("ıłøđ", "ilod", strict=True)),
    **dict(zip("‘’‛′", "''''", strict=True)),
    **dict(zip("“”„‟", '""""', strict=True)),
    **dict(zip("。·∙⋅‧․", "......", strict=True)),
    **dict(zip("−⁃˗", "---", strict=True)),
    **dict(zip("⁄∕", "//", strict=True)),
}
_INVISIBLE: Final = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5")
_BLANKS: Final = {
    "\t": " ",
    "\r": " ",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u2800": " ",
}

_IDEOGRAPHS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA48D), (0xAC00, 0xD7A4), (0x12000, 0x14647), (0x17000, 0x18D09))
"""Scripts of thousands of letters without a fold: filled in at once, for the sake of start-up time."""

_CHUNK: Final = 32 * 1024
"""Code points folded at once: the buffers stay small enough for the allocator to keep, which halves the time."""

_ASCII_MARK: Final = "\x80"
"""Stands behind each text where all are ASCII: one encoder and one table are then enough."""

_SCRIPTS_END: Final = 0x20000
"""From here on Unicode holds ideographs, tags and private use only."""


def _fold(char: str) -> int:
    """The byte that stands for `char` in a view, or `_HIDDEN`."""
    if blank := _BLANKS.get(char):
        return ord(blank)
    if " " <= char <= "~" or char == "\n":
        return ord(char)
    if char in _INVISIBLE:
        return _HIDDEN
    if lookalike := _LOOKALIKES.get(char):
        return ord(lookalike)
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return ord("0") + digit
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return _HIDDEN
    if category == "Zs":
        return ord(" ")
    if category == "Pd":
        return ord("-")
    plain = [part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)]
    if len(plain) == 1 and "!" <= plain[0] <= "~":
        return ord(plain[0])
    if category == "Ps":
        return ord("(")
    if category == "Pe":
        return ord(")")
    if category == "Sc":
        return CURRENCY
    if category in ("Lo", "Mc"):
        return IDEOGRAPH
    return LETTER if category[0] == "L" else SYMBOL


@cache
def _table() -> npt.NDArray[np.uint8]:
    """Every code point's byte, indexed by code point."""
    table = np.full(0x110000, SYMBOL, np.uint8)
    for first, last in _IDEOGRAPHS:
        table[first:last] = IDEOGRAPH
    for code in range(_SCRIPTS_END):
        if table[code] == SYMBOL and not 0xD800 <= code < 0xF900:
            table[code] = _fold(chr(code))
    table[_SCRIPTS_END:0x40000] = IDEOGRAPH
    table[0xE0000:0xE1000] = _HIDDEN
    return table


@cache
def _lower_table() -> npt.NDArray[np.uint8]:
    """`_table` in lower case."""
    return np.frombuffer(_table().tobytes().lower(), np.uint8)


@cache
def _ascii() -> bytes:
    """`_table` for texts of nothing but ASCII, where nothing is hidden: a tenth of the time for one text."""
    table = bytearray(_table()[:256].tobytes())
    table[ord(_ASCII_MARK)] = BOUNDARY
    return bytes(table)


@cache
def _lower_ascii() -> bytes:
    """`_ascii` in lower case."""
    return _ascii().lower()


def _folded(text: str, table: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The byte in `table` of each character of `text`, which is not empty."""
    # numpy copies the characters out in a quarter of an encoder's time, and lone surrogates are no error to it.
    return table.take(np.array([text]).view(np.uint32), mode="clip")


def fold(text: str) -> bytes:
    """The view of one text, in lower case."""
    if text.isascii():
        return text.encode("ascii").translate(_lower_ascii())
    return _folded(text, _lower_table()).tobytes().replace(_HIDDEN_BYTE, b"")


class Piece:
    """The view of one text, in lower case. `cased` is the same with its capitals, made when asked for."""

    __slots__ = ("_cased", "_text", "view")

    def __init__(self, view: bytes, text: str) -> None:
        self.view: Final = view
        self._text: Final = text
        self._cased: bytes | None = None

    @property
    def cased(self) -> bytes:
        """The view with its capitals."""
        if self._cased is None and self._text.isascii():
            self._cased = self._text.encode("ascii").translate(_ascii())
        if self._cased is None:
            self._cased = _folded(self._text, _table()).tobytes().replace(_HIDDEN_BYTE, b"")
        return self._cased


class Folded:
    """The views of a batch of texts, joined, with a `BOUNDARY` byte behind each text."""

    __slots__ = ("_begins", "_gaps", "_hidden", "_starts", "_texts", "view")

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts: Final = texts
        self._begins: Final = np.zeros(len(texts) + 1, np.int64)
        np.add(np.fromiter(map(len, texts), np.int64, len(texts)), 1, out=self._begins[1:])
        self._begins.cumsum(out=self._begins)
        # Where hidden characters stand in the joined texts, and where in the view each of them would stand.
        self._hidden: list[int] = []
        self._gaps: list[int] = []
        starts = self._begins
        # One non-ASCII character costs the batch half as much again, and is still cheaper than going text by text.
        joined = _ASCII_MARK.join((*texts, ""))
        if all(map(str.isascii, texts)):
            self.view: bytes = joined.encode("latin-1").translate(_lower_ascii())
        else:
            view = np.concatenate(
                [_folded(joined[at : at + _CHUNK], _lower_table()) for at in range(0, len(joined), _CHUNK)]
            )
            view[starts[1:] - 1] = BOUNDARY
            self.view = view.tobytes()
            if _HIDDEN in self.view:
                hidden = np.flatnonzero(view == _HIDDEN)
                self._hidden = hidden.tolist()
                self._gaps = (hidden - np.arange(len(hidden))).tolist()
                starts = starts - hidden.searchsorted(starts)
                self.view = self.view.replace(_HIDDEN_BYTE, b"")
        self._starts: list[int] = starts.tolist()

    def locate(self, position: int) -> tuple[int, int, int]:
        """The index of the text in which `position` of the joined view falls, where it begins there, and the next one."""
        after = bisect_right(self._starts, position)
        return after - 1, self._starts[after - 1], self._starts[after]

    def piece(self, index: int) -> Piece:
        """The view of text `index`."""
        return Piece(self.view[self._starts[index] : self._starts[index + 1] - 1], self._texts[index])

    def origin(self, index: int, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` of the view of text `index`, not empty, in code points of the text.

        Hidden characters inside, and those right behind, belong to the span: they would else hang on to what follows.
        """
        if not self._hidden:
            return start, end
        base, begin = self._starts[index], int(self._begins[index])
        first, last = bisect_right(self._gaps, base + start), bisect_right(self._gaps, base + end)
        return base + start + first - begin, base + end + last - begin

    def place(self, index: int, position: int) -> int:
        """The view's position for a code point of text `index`: its own, or that of the next one that shows."""
        if not self._hidden:
            return position
        begin = int(self._begins[index])
        return begin + position - bisect_left(self._hidden, begin + position) - self._starts[index]
