"""Tokens that may hide a word: digits or signs for letters, stretched letters, starred letters, letters set apart.

Found with masks over the typed view of a whole batch, so that ordinary text costs next to nothing; only what the masks
mark is then looked at token by token.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from houserules.text.tables import APOSTROPHE, BOUNDARY, PICTURE

MAX_SUSPECTS: Final = 200
"""Suspicious places of each kind that are looked at in one text. Obfuscated posts have a few; floods have thousands."""

MAX_TOKEN: Final = 64
"""Longest token, and longest run of single letters, that is read; measured after stretched letters are shortened."""

_REACH: Final = 512
_MAX_STARS: Final = 6
_MAX_GAP: Final = 4  # between the places of two letters that are set apart; less than from one text to the next

_MAX_AT: Final = 10  # a longer word that begins with @ and has no other sign in it mentions a user

Places = NDArray[np.intp]

_LETTER: Final = 1
_DIGIT: Final = 2
_SIGN: Final = 4
_BANG: Final = 8
_STAR: Final = 16
_DASH: Final = 32
_SOLID: Final = _LETTER | _DIGIT | _SIGN
_INSERTED: Final = _STAR | _DASH


def _classes() -> bytes:
    table = bytearray(256)
    for code in range(256):
        character = chr(code)
        if code >= 0x80 or character.islower():
            table[code] = _LETTER
        elif character.isdigit():
            table[code] = _DIGIT
        elif character.isupper() or character in "@$+":
            table[code] = _SIGN
    table[ord("!")] = table[ord("|")] = _BANG
    for code in (*b"*#%^", PICTURE):
        table[code] = _STAR
    for code in b"-_~":
        table[code] = _DASH
    return bytes(table)


_CLASSES: Final = _classes()
_BESIDE_ADDRESS: Final = frozenset(b".:/")
_HOST: Final = re.compile(rb"\.(?:com|org|net|uk|co|io|gov|info|ly|be|tv|me|app|eu)(?:[/:?#,.!)]|$)")
_EMAIL: Final = re.compile(rb"[a-z0-9_]@[a-z0-9-]+\.[a-z]")
_PARTS: Final = (re.compile(rb"[a-zA-Z0-9\x80-\xff@$'!]+"), re.compile(rb"[a-zA-Z0-9\x80-\xff@$']+"))
_PLAIN: Final = re.compile(rb"[a-z\x80-\xff']+|[0-9]+")
_PLAIN_PARTS: Final = re.compile(rb"[a-z\x80-\xff'_~-]+")
_JOINTS: Final = b"-_~|*#+%^!\x7f"
_STRETCHED: Final = re.compile(rb"([a-z])\1\1")


class Suspect(NamedTuple):
    """A token of the typed view that starts at `first`; `places` are those of its bytes where they are not in a row."""

    token: bytes
    first: int
    places: Sequence[int] | None = None
    apart: bool = False

    def place(self, index: int) -> int:
        """The place in the typed view of the byte at `index`."""
        return self.first + index if self.places is None else self.places[index]


def find_suspects(data: bytes) -> list[Suspect]:
    """Suspicious tokens of a typed view, in order, letters set apart last."""
    kinds = np.frombuffer(data.translate(_CLASSES), np.uint8)
    typed = np.frombuffer(data, np.uint8)
    texts = np.flatnonzero(typed == BOUNDARY)
    places = _suspicious(typed, kinds)
    inside = (kinds != 0) | (typed == APOSTROPHE)
    return _tokens(data, inside, places[_capped(places, texts)]) + _apart(data, kinds, texts)


def _suspicious(typed: NDArray[np.uint8], kinds: NDArray[np.uint8]) -> Places:
    """Places that make their token suspicious. The view has spaces at both ends, so that every place has neighbours."""
    before, here, after = kinds[:-2], kinds[1:-1], kinds[2:]
    beside = before | after
    marked = (here & (_DIGIT | _SIGN) != 0) & (beside & _LETTER != 0)
    marked |= (here & beside & _SIGN) != 0
    marked |= (here & _BANG != 0) & (after & _SOLID != 0)
    same = typed[1:] == typed[:-1]
    thrice = same[:-1] & same[1:] & (here & _LETTER != 0)
    thrice[1:] &= ~thrice[:-1]
    marked |= thrice
    marked[_inserted(kinds) - 1] = True
    return np.flatnonzero(marked) + 1


def _inserted(kinds: NDArray[np.uint8]) -> Places:
    """Starts of short runs of stars and dashes inside a word: between letters, stars also between their stand-ins."""
    inserted = kinds & _INSERTED != 0
    edges = np.flatnonzero(inserted[1:] != inserted[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    both = kinds[starts - 1] & kinds[ends]
    near: NDArray[np.bool_] = both & _LETTER != 0
    near |= (kinds[starts] == _STAR) & (kinds[starts - 1] & _SOLID != 0) & (kinds[ends] & _SOLID != 0)
    near &= ends - starts <= _MAX_STARS
    found: Places = starts[near]
    return found


def _capped(places: Places, texts: Places) -> NDArray[np.bool_]:
    """Which of `places` are among the first `MAX_SUSPECTS` of their text."""
    posts = np.searchsorted(texts, places)
    within: NDArray[np.bool_] = np.arange(len(places)) - np.searchsorted(posts, posts) < MAX_SUSPECTS
    return within


def _tokens(data: bytes, inside: NDArray[np.bool_], places: Places) -> list[Suspect]:
    """The tokens around `places`, and their parts between dashes and the like; `inside` are all places of tokens."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    beside = np.searchsorted(edges, places, side="right")  # in order, as the places are
    news = np.flatnonzero(np.diff(beside, prepend=-1))
    which, marks = beside[news], np.diff(news, append=len(beside))
    firsts, stops = edges[which - 1], edges[which]
    typed = np.frombuffer(data, np.uint8)
    told = (typed[firsts] != ord("@")) | (marks > 1) | (stops - firsts <= _MAX_AT)
    found: list[Suspect] = []
    address_end = 0
    for first, stop in zip(firsts[told].tolist(), stops[told].tolist(), strict=True):
        if data[first - 1] in _BESIDE_ADDRESS or data[stop] in _BESIDE_ADDRESS:
            address_end = max(address_end, _address_end(data, first, stop))
        if first < address_end:
            continue
        token = data[first:stop]
        if len(token) > MAX_TOKEN:
            found += _shortened(token[:_REACH], first)
        else:
            found.append(Suspect(token, first))
        if len(token) > len(token.translate(None, _JOINTS)) and not _is_plain(token, _PLAIN_PARTS):
            found += _parts(token[:_REACH], first)
    return found


def _address_end(data: bytes, first: int, stop: int) -> int:
    """Where the URL or e-mail address ends that the token is part of; 0 if it is not. An address insults nobody."""
    start = max(data.rfind(b" ", max(0, first - _REACH), first) + 1, first - _REACH)
    end = data.find(b" ", stop, stop + _REACH)
    end = end if end > 0 else stop + _REACH
    chunk = data[start:end]
    if b"://" in chunk or chunk.startswith(b"www.") or _HOST.search(chunk) or (b"@" in chunk and _EMAIL.search(chunk)):
        return end
    return 0


def _parts(token: bytes, first: int) -> list[Suspect]:
    parts = {match.span(): match[0] for pattern in _PARTS for match in pattern.finditer(token) if match[0] != token}
    return [
        Suspect(part, first + start)
        for (start, _), part in parts.items()
        if len(part) <= MAX_TOKEN and not _is_plain(part, _PLAIN)
    ]


def _is_plain(token: bytes, pattern: re.Pattern[bytes]) -> bool:
    return pattern.fullmatch(token) is not None and _STRETCHED.search(token) is None


def _shortened(token: bytes, first: int) -> list[Suspect]:
    """`token` with runs of one character cut to three, which every reading treats like a longer one, if short then."""
    kept = [at for at in range(len(token)) if at < 3 or token[at - 3 : at] != token[at : at + 1] * 3]
    if len(kept) > MAX_TOKEN:
        return []
    return [Suspect(bytes(token[at] for at in kept), first, [first + at for at in kept])]


def _apart(data: bytes, kinds: NDArray[np.uint8], texts: Places) -> list[Suspect]:
    """Runs of three and more single letters with little between them: `b a s t a r d`, `b.a.s.t.a.r.d`."""
    solid = kinds & _SOLID != 0
    single = solid[1:-1] & ~solid[:-2] & ~solid[2:]
    places = np.flatnonzero(single) + 1
    linked = np.diff(places) <= _MAX_GAP
    if not (linked[:-1] & linked[1:]).any():
        return []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], linked, [False])).astype(np.int8)))
    firsts, lasts = edges[::2], edges[1::2]
    long = lasts - firsts >= 2
    firsts, lasts = firsts[long], lasts[long]
    within = _capped(places[firsts], texts)
    found: list[Suspect] = []
    for first, last in zip(firsts[within].tolist(), lasts[within].tolist(), strict=True):
        run = _with_bangs(data, places[first : min(last + 1, first + _REACH)].tolist())
        found += [Suspect(bytes(data[at] for at in part), part[0], part, apart=True) for part in _words(data, run)]
    return found


def _with_bangs(data: bytes, run: list[int]) -> list[int]:
    """`run` with exclamation marks that stand where one more letter would: `s h ! t`, but not `n o! i`."""
    result = run[:1] if data[run[0] - 1] != APOSTROPHE else []  # the last letter of "it's" belongs to that word
    for last, place in pairwise(run):
        bang = data.find(b"!", last + 2, place - 1)
        result += (bang, place) if bang > 0 and data[last + 1 : bang] == data[bang + 1 : place] else (place,)
    return result


def _words(data: bytes, run: list[int]) -> list[list[int]]:
    """A run of letters set apart, and the parts of it that wider or other gaps make: `y o u   b a d`, `1. b-a-d. I`."""
    gaps = [data[last + 1 : place] for last, place in pairwise(run)]
    if len(gaps) < 2:
        return []
    usual = Counter(gaps).most_common(1)[0][0]
    shortest = min(map(len, gaps))
    cuts = (
        (),
        [at for at, gap in enumerate(gaps, 1) if len(gap) > shortest],
        [at for at, gap in enumerate(gaps, 1) if gap != usual],
    )
    parts = {(first, last) for cut in cuts for first, last in pairwise((0, *cut, len(run)))}
    return [run[first:last] for first, last in sorted(parts) if 3 <= last - first <= MAX_TOKEN]
