"""The canonical form of every code point, as arrays that a whole batch is looked up in at once.

Every code point has a one-byte *code*. Letters and digits have small ASCII letters and ASCII digits; other characters
keep a simplified ASCII form, so that a typed view is readable; a few codes have a meaning of their own. Characters with
a canonical form of more than one byte (ß, the letters of other scripts) are `EXPANDS` and have their form in a blob.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from houserules.text.lookalikes import APOSTROPHES, DOUBLE_QUOTES, LETTERS, LIGATURES, SIGNS

INVISIBLE: Final = 0
EXPANDS: Final = 1
VOWEL_SIGN: Final = 2
BOUNDARY: Final = 0x0A
SPACE: Final = 0x20
APOSTROPHE: Final = 0x27
HYPHEN: Final = 0x2D
PICTURE: Final = 0x7F

_PUNCTUATION: Final = ord(",")
_CODE_POINTS: Final = 0x110000
_PLANES: Final = 0x20000
_HANGUL: Final = range(0xAC00, 0xD7A4)
_HAN: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
_KANA: Final = range(0x3041, 0x3100)
_NO_TEXT: Final = range(0xD800, 0xF900)
_VOWEL_SIGNS: Final = (range(0x900, 0x1AB0), range(0x1B00, 0x1DC0), range(0xA800, 0xAC00), range(0x11000, 0x12000))
_TAGS: Final = range(0xE0000, 0xE1000)
_FILLERS: Final = frozenset("ᅟᅠㅤﾠ\u0640\u2065")
_REGIONAL: Final = 0x1F1E6
_NEGATIVE: Final = (0x1F150, 0x1F170)


@dataclass(frozen=True, slots=True)
class Tables:
    """`codes[c]` for every code point c; where it is `EXPANDS`, `blob[offsets[c]:offsets[c] + lengths[c]]` is the form.

    A `VOWEL_SIGN` expands too where it follows a letter of its own script, and is invisible elsewhere.

    `lengths` and `offsets` reach to the end of the Supplementary Multilingual Plane; nothing beyond it expands.
    """

    codes: NDArray[np.uint8]
    lengths: NDArray[np.intp]
    offsets: NDArray[np.intp]
    blob: NDArray[np.uint8]


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables, built on first use (some 100 ms) from Unicode's data and the look-alikes."""
    codes = np.full(_CODE_POINTS, _PUNCTUATION, np.uint8)
    codes[_TAGS.start : _TAGS.stop] = INVISIBLE
    for plain in range(0x80):
        codes[plain] = _ascii_code(plain)
    forms: dict[int, str] = {point: chr(point) for point in _HANGUL}
    for block in _HAN:
        forms.update({point: f" {chr(point)} " for point in block})
    category = unicodedata.category
    for block in _listed():
        for point in block:
            character = chr(point)
            kind = category(character)
            if kind == "Cn":
                codes[point] = INVISIBLE if character in _FILLERS else _PUNCTUATION
                continue
            # Letters without case that Unicode does not decompose are most of the table.
            if kind == "Lo" and character not in _SPECIAL and not unicodedata.decomposition(character):
                forms[point] = character
                continue
            form = _form(character, kind)
            if isinstance(form, int):
                codes[point] = form
                if form == VOWEL_SIGN:
                    forms[point] = character
            elif len(form) == 1 and form.isascii():
                codes[point] = ord(form)
            else:
                forms[point] = form
    return _packed(codes, forms)


def _listed() -> Iterable[range]:
    """Every block that has to be asked character by character."""
    yield range(0x80, _HAN[0].start)
    yield range(_HAN[0].stop, _HAN[1].start)
    yield range(_HAN[1].stop, _HANGUL.start)
    yield range(_HANGUL.stop, _NO_TEXT.start)
    yield range(_NO_TEXT.stop, _PLANES)


def _packed(codes: NDArray[np.uint8], forms: dict[int, str]) -> Tables:
    points = np.fromiter(forms, np.intp, len(forms))
    encoded = [form.encode() for form in forms.values()]
    sizes = np.fromiter(map(len, encoded), np.intp, len(encoded))
    lengths = np.ones(_PLANES, np.intp)
    offsets = np.zeros(_PLANES, np.intp)
    codes[points] = np.where(codes[points] == VOWEL_SIGN, VOWEL_SIGN, EXPANDS)
    lengths[points] = sizes
    offsets[points] = np.cumsum(sizes) - sizes
    return Tables(codes, lengths, offsets, np.frombuffer(b"".join(encoded), np.uint8))


def _ascii_code(point: int) -> int:
    character = chr(point)
    if character.isspace():
        return SPACE
    if not character.isprintable():
        return INVISIBLE
    if character in APOSTROPHES:
        return APOSTROPHE
    return ord(character.lower())


_LATIN: Final[dict[str, str]] = {
    **{twin: letter for letter, twins in LETTERS.items() for twin in twins},
    **LIGATURES,
    **{chr(_REGIONAL + place): chr(97 + place) for place in range(26)},
    **{chr(first + place): chr(97 + place) for first in _NEGATIVE for place in range(26)},
}
_FIXED: Final[dict[str, int]] = {
    **dict.fromkeys(APOSTROPHES, APOSTROPHE),
    **dict.fromkeys(DOUBLE_QUOTES, ord('"')),
    **dict.fromkeys(_FILLERS, INVISIBLE),
    **{sign: ord(code) for sign, code in SIGNS.items()},
}

_SPECIAL: Final = frozenset({*_LATIN, *_FIXED, *map(chr, (*range(0x3005, 0x3008), *_KANA))})


def _form(character: str, kind: str) -> int | str:
    """The code of a character, or its canonical form where that is made of letters and digits."""
    fixed = _FIXED.get(character)
    if fixed is not None:
        return fixed
    if kind[0] == "M" and kind != "Mc":
        return VOWEL_SIGN if kind == "Mn" and _is_vowel_sign(character) else INVISIBLE
    if kind == "Cf":
        return INVISIBLE
    if kind[0] == "Z" or (kind == "Cc" and character.isspace()):
        return SPACE
    if kind == "Cc":
        return INVISIBLE
    if kind[0] in "LN" or kind == "Mc" or character in _LATIN:
        return _letters(character) or INVISIBLE
    plain = unicodedata.normalize("NFKD", character)
    if any(map(str.isalnum, plain)):
        return _letters(character)
    if kind == "So":
        return PICTURE
    if kind in {"Pd", "Pc"}:
        return HYPHEN
    first = plain[0]
    return ord(first) if first.isascii() and first != " " else _PUNCTUATION


def _letters(character: str) -> str:
    small = character.casefold()
    latin = _LATIN.get(character) or _LATIN.get(small)
    if latin is not None:
        return latin
    plain = unicodedata.normalize("NFKD", character)
    # A capital is looked up before it is made small: the two may look like different letters.
    parts = (part if part in _LATIN else unicodedata.normalize("NFKD", part.casefold()) for part in plain)
    form = "".join(map(_letter, "".join(parts)))
    return form if _stands_alone(plain[0]) else form.strip()


def _letter(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else " "
    latin = _LATIN.get(character)
    if latin is not None:
        return latin
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind[0] in "LN" or kind == "Mc" or (kind == "Mn" and _is_vowel_sign(character)):
        if "\u02b0" <= character <= "\u02ff" or character in _FIXED:
            return ""  # marks of pronunciation, which Unicode counts as letters
        return f" {character} " if _stands_alone(character) else character
    return "" if kind[0] in "MC" or character in _FIXED else " "


def _stands_alone(character: str) -> bool:
    """Han and kana are written without spaces: each counts as a word, so that terms are found in running text."""
    point = ord(character)
    return 0x3005 <= point <= 0x3007 or point in _KANA or any(point in block for block in _HAN)


def _is_vowel_sign(character: str) -> bool:
    """Vowel signs of the scripts of South and South-East Asia tell words apart; elsewhere a mark is decoration."""
    point = ord(character)
    inside = any(point in block for block in _VOWEL_SIGNS)
    return inside and unicodedata.combining(character) != 7  # 7: nukta, which NFKD splits off and writers leave out
