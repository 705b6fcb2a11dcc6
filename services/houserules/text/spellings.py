"""Which words a suspicious token may spell: `b4$t@rd`, `baaaastard`, `b*stard`, `bas-tard`, `b a s t a r d`.

A token is reduced to a key in which signs stand for letters, i and l are one and so are u and v, without repetitions if
some letter is stretched; the words of a lexicon with the same key are then checked letter by letter. A word counts only
as a whole.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from houserules.text.suspects import Suspect
from houserules.text.tables import PICTURE

_SIGN_FOR: Final = {
    "a": "4@A", "b": "8B", "c": "C", "d": "D", "e": "3E", "g": "69G", "i": "1!|", "k": "K", "l": "1!|L", "n": "N",
    "o": "0O", "p": "P", "r": "R", "s": "5$S", "t": "7+T", "u": "vUV", "v": "V", "w": "W", "y": "Y", "z": "2Z",
}  # fmt: skip
_READINGS: Final[tuple[frozenset[int], ...]] = tuple(
    frozenset([code, *(ord(letter) for letter, signs in _SIGN_FOR.items() if chr(code) in signs)])
    for code in range(256)
)
_KEY: Final = bytes(
    ord("i") if readings & {ord("i"), ord("l")} else ord("v") if ord("u") in readings else max(readings)
    for readings in _READINGS
)
_RUNS: Final = re.compile(rb"(.)\1*", re.DOTALL)
_THRICE: Final = re.compile(rb"(.)\1\1", re.DOTALL)
_LETTERS: Final = re.compile(rb"[a-z\x80-\xff]+")
_PICTURES: Final = re.compile(rb"\x7f+")
_STARS: Final = b"*#%^" + bytes([PICTURE])
_BLANKS: Final = re.compile(rb"_+|~+|--+")
_STRETCHED: Final = re.compile(rb"([a-z\x80-\xff@$!+0-9])\1\1+")
_STAR_MASK: Final = bytes(code in _STARS for code in range(256))
_EDGES: Final = b"!|+@$-_~'" + _STARS
_JOINTS: Final = b"-_~|+" + _STARS
_DIGITS: Final = b"0123456789"
_NO_LETTERS: Final = bytes(code for code in range(0x80) if not chr(code).islower())

_MIN_WORD: Final = 3
_MAX_STARRED: Final = 24
_MAX_REST: Final = 12
_MAX_CACHED: Final = 8192
_WORDS_BEFORE: Final = b"aiurnoy" + _DIGITS  # one-letter words and how people write "you", "are", "and"; list numbers
_WORDS_AFTER: Final = b"aiuxs" + _DIGITS
_NONE: Final[list[bytes]] = []

SpelledView = Literal["squeezed", "leet", "joined"]


class Spelling(NamedTuple):
    """`word` is spelled by the bytes `[start, end)` of a token; `view` says what had to be undone."""

    word: bytes
    start: int
    end: int
    view: SpelledView


class Vocabulary:
    """The words of a lexicon by what they look like when disguised."""

    def __init__(self, words: Iterable[bytes], prefixes: Iterable[bytes] = ()) -> None:
        """`words` and `prefixes` are canonical; one of `prefixes` may be spelled by the beginning of a longer word."""
        self._by_key: Final[defaultdict[bytes, list[bytes]]] = defaultdict(list)
        self._by_short_key: Final[defaultdict[bytes, list[bytes]]] = defaultdict(list)
        self._prefix_by_key: Final[defaultdict[bytes, list[bytes]]] = defaultdict(list)
        by_length: defaultdict[int, list[bytes]] = defaultdict(list)
        for word in sorted(word for word in set(words) if len(word) >= _MIN_WORD):
            key = word.translate(_KEY)
            self._by_key[key].append(word)
            self._by_short_key[_short(key)].append(word)
            by_length[len(word)].append(word)
        for word in sorted(word for word in set(prefixes) if len(word) >= _MIN_WORD):
            self._prefix_by_key[_short(word.translate(_KEY))].append(word)
        self._by_length: Final[dict[int, tuple[list[bytes], NDArray[np.uint8]]]] = {
            length: (same, np.frombuffer(b"".join(same).translate(_KEY), np.uint8).reshape(-1, length))
            for length, same in by_length.items()
            if length <= _MAX_STARRED
        }
        self._cache: Final[dict[tuple[bytes, bool], tuple[Spelling, ...]]] = {}

    def spelled(self, suspect: Suspect) -> tuple[Spelling, ...]:
        """The words that `suspect` may spell, each once and under its plainest view."""
        key = (suspect.token, suspect.apart)
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) >= _MAX_CACHED:
                self._cache.clear()
            known = self._cache[key] = self._spelled(*key)
        return known

    def _spelled(self, token: bytes, apart: bool) -> tuple[Spelling, ...]:
        found: dict[bytes, Spelling] = {}
        for start, end in _without_words(token) if apart else _without_edges(token):
            piece = token[start:end].replace(b"'", b"")
            for word, view in self._apart(piece) if apart else self._together(piece):
                found.setdefault(word, Spelling(word, start, end, view))
        return tuple(found.values())

    def _apart(self, piece: bytes) -> Iterable[tuple[bytes, SpelledView]]:
        return [(word, "joined") for word in self._alike(piece)]

    def _together(self, piece: bytes) -> Iterable[tuple[bytes, SpelledView]]:
        words = self._alike(piece)
        view: SpelledView = "leet" if words and not _LETTERS.fullmatch(piece) else "squeezed"
        found: list[tuple[bytes, SpelledView]] = [(word, view) for word in words]
        joined = piece.translate(None, _JOINTS)
        if joined != piece and piece[0] not in _JOINTS and piece[-1] not in _JOINTS:
            # Newspapers put dashes for letters; a single hyphen joins two words far more often than it hides a letter.
            starred = _BLANKS.sub(_as_stars, _PICTURES.sub(b"\x7f", piece))
            found += ((word, "leet") for word in self._starred(starred))
            if _STRETCHED.search(starred):
                shorter = {_STRETCHED.sub(rb"\1", starred), _STRETCHED.sub(rb"\1\1", starred)}
                found += ((word, "leet") for one in sorted(shorter) for word in self._starred(one))
            found += ((word, "joined") for word in self._alike(joined))
        return found

    def _alike(self, piece: bytes) -> list[bytes]:
        """Words that the letters and signs of `piece` may stand for, stretched or not."""
        key = piece.translate(_KEY)
        words = self._by_key.get(key, _NONE)
        stretched = _THRICE.search(key) is not None
        if stretched:
            words = self._by_short_key.get(_short(key), _NONE)
        spelled = [word for word in words if len(piece) in _reach(word, piece)] if words else []
        if self._prefix_by_key:
            short = _short(key) if stretched else key
            for cut in range(_MIN_WORD - 1, len(short)):
                for word in self._prefix_by_key.get(short[:cut], _NONE):
                    if any(len(piece) - end <= _MAX_REST for end in _reach(word, piece)):
                        spelled.append(word)
        return spelled if spelled and _is_wordlike(piece) else []

    def _starred(self, piece: bytes) -> Iterable[bytes]:
        """Words that `piece` spells with every star standing for one letter."""
        known = len(piece.translate(None, _STARS))
        if known == len(piece) or known < 2 or known * 3 < len(piece):
            return
        words, keys = self._by_length.get(len(piece), (_NONE, None))
        if keys is None or not piece.translate(None, _NO_LETTERS):
            return
        star = np.frombuffer(piece.translate(_STAR_MASK), np.bool_)
        alike = keys == np.frombuffer(piece.translate(_KEY), np.uint8)
        for row in np.flatnonzero((alike | star).all(axis=1)).tolist():
            word = words[row]
            if all(typed in _STARS or letter in _READINGS[typed] for letter, typed in zip(word, piece, strict=True)):
                yield word


def _as_stars(blank: re.Match[bytes]) -> bytes:
    return b"*" * len(blank[0])


def _short(key: bytes) -> bytes:
    return _RUNS.sub(rb"\1", key)


def _reach(word: bytes, piece: bytes) -> set[int]:
    """Where in `piece` the spelling of `word` from its beginning may end; empty if it is not spelled there.

    A letter of `word` that is repeated n times is spelled by n characters that may stand for it, or by any greater
    number from three on.
    """
    ends = {0}
    for match in _RUNS.finditer(word):
        letter, times = word[match.start()], len(match[0])
        reached: set[int] = set()
        for end in ends:
            here = end
            while here < len(piece) and letter in _READINGS[piece[here]]:
                here += 1
                if here - end == times or here - end >= max(times, 3):
                    reached.add(here)
        if not reached:
            return reached
        ends = reached
    return ends


def _is_wordlike(piece: bytes) -> bool:
    """Whether `piece` is to be read as letters at all. `A55` is a road and `10` a number; `@$$` is neither."""
    letters = len(piece.translate(None, _NO_LETTERS))
    digits = len(piece) - len(piece.translate(None, _DIGITS))
    signs = len(piece) - letters - digits
    if not letters:
        return not digits and len(set(piece)) > 1
    if letters == 1:
        return not digits or len(piece) >= (_MIN_WORD + 1 if signs else 2 * _MIN_WORD)
    return digits <= letters or signs > 0 or len(piece) >= 5


def _without_edges(token: bytes) -> list[tuple[int, int]]:
    """`token` as it is and without signs at its ends, which may be letters or not; each without a possessive s too.

    A few of the signs behind it may belong to it, as in `a$$+!`; an exclamation mark is first taken for what it is.
    """
    size = len(token)
    end = len(token.rstrip(_EDGES))
    ends = sorted({size, max(end, size - 1), max(end, size - 2), max(end, size - 3), end}, reverse=True)
    ends = list(dict.fromkeys([len(token.rstrip(b"!")), *ends]))
    start = size - len(token.lstrip(_EDGES))
    starts = [0, start] if start else [0]
    spans = [(first, last) for first in starts for last in ends]
    if b"'s" in token:
        spans += [(first, last - 2) for first, last in spans if token.endswith(b"'s", first, last)]
    return [(first, last) for first, last in spans if last - first >= _MIN_WORD]


def _without_words(token: bytes) -> list[tuple[int, int]]:
    """Letters set apart as they are, and without one-letter words at their ends: `u r a b a d`."""
    starts = [0]
    while len(starts) < 4 and starts[-1] < len(token) and token[starts[-1]] in _WORDS_BEFORE:
        starts.append(starts[-1] + 1)
    ends = [len(token)]
    while len(ends) < 3 and ends[-1] and token[ends[-1] - 1] in _WORDS_AFTER:
        ends.append(ends[-1] - 1)
    return [(start, end) for start in starts for end in ends if end - start >= _MIN_WORD]
