"""Names that the law protects, known by keyed hashes alone: nobody can read out of the register whom it protects.

A name is looked for whatever its case, accents, spaces and look-alike letters: what counts are its letters in a row. An entry
is a keyed hash of them behind two short keyed checks, of its first letters and of all, by which nearly every word that begins
no name is put aside at once, for a whole batch in a few array operations. All come of one secret; without it none can be
tried against a list of names.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt

from houserules.contracts.stages import PiiSpan, Redaction
from houserules.contracts.vocabulary import PLACEHOLDER
from houserules.redaction.folding import BOUNDARY, Folded

PROTECTED_SCORE: Final = 1.0
"""The score of a PERSON whom the register protects. No model's guess has it (`houserules.redaction.names`)."""

UNREADABLE: Final = "redaction.register"
"""The component that could not do its part when the register was made with another secret, or fails."""

BESIDE: Final = "redaction.protected-name"
"""The component that names a protected name in a picture's description or a link: taken out, and a person has to look."""

EXAMPLE_SECRET: Final = b"example"
"""Makes the entries of invented names that the tests of a policy are about. They are looked for where there is no secret, as
when a policy is tested, and never in production."""

LEAST_LETTERS: Final = 5
MOST_LETTERS: Final = 40
MOST_WORDS: Final = 5
"""Bounds of a name. One that is spelled with a space behind each letter may have as many words as letters."""

_MOST_BETWEEN: Final = 3
"""Most characters between two words of one name: `Jane  -  Smith` has no more, two sentences often do."""

_DIGEST_BYTES: Final = 16
_START_BITS: Final = 24
_TABLE_BITS: Final = 16
_CHECK_BITS: Final = 24
_START: Final = slice(0, _START_BITS // 4)
_CHECK: Final = slice(_START.stop, _START.stop + _CHECK_BITS // 4)
_DIGEST: Final = slice(_CHECK.stop, _CHECK.stop + 2 * _DIGEST_BYTES)
_MOST_AT_ONCE: Final = 1 << 15
"""Letters that are hashed at once: the tables of powers stay small."""

_LEET: Final = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "$": "s"}
_IS_LEET: Final = 0x20
_PLAIN: Final = np.uint8(_IS_LEET - 1)

_U64 = npt.NDArray[np.uint64]
_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.intp]


def _codes() -> _Bytes:
    """A number for each letter, by the byte of the view; `l` and `i` look alike and are one."""
    codes = np.zeros(256, np.uint8)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        codes[ord(letter)] = ord("i" if letter == "l" else letter) - ord("a") + 1
    for sign, letter in _LEET.items():
        codes[ord(sign)] = codes[ord(letter)] | _IS_LEET
    return codes


_CODES: Final = _codes()
_S: Final = int(_CODES[ord("s")])


@dataclass(frozen=True, slots=True)
class Entry:
    """One protected name. It is protected in posts from `starts` until just before `ends` (event time, ms; None: open)."""

    value: str
    starts: int | None = None
    ends: int | None = None

    def holds(self, moment: int) -> bool:
        """Whether the name is protected at `moment` (ms)."""
        return (self.starts is None or moment >= self.starts) and (self.ends is None or moment < self.ends)


@dataclass(frozen=True, eq=False)
class NameKey:
    """The secrets of a register, all derived from the key that keys the hashes of redaction."""

    secret: bytes

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that tell one key from another and nothing about either."""
        return self._derived(b"fingerprint", 4).hex()

    @cached_property
    def letters(self) -> _U64:
        """A number for each code of a letter."""
        return np.frombuffer(b"".join(self._derived(b"letter %d" % code, 8) for code in range(27)), np.uint64)

    @cached_property
    def powers(self) -> _U64:
        """The powers of an odd base modulo 2**64."""
        return _powers(self._base)

    @cached_property
    def inverses(self) -> _U64:
        """The inverses of `powers`."""
        return _powers(pow(self._base, -1, 1 << 64))

    @cached_property
    def mixer(self) -> np.uint64:
        """What the sum is multiplied with before its high bits are taken."""
        return np.uint64(int.from_bytes(self._derived(b"mixer", 8), "little") | 1)

    @cached_property
    def _base(self) -> int:
        return int.from_bytes(self._derived(b"base", 8), "little") | 1

    def digest(self, codes: bytes) -> bytes:
        """The hash of a name by which it is known."""
        return blake2b(codes, digest_size=_DIGEST_BYTES, key=self.secret, person=b"protected-name").digest()

    def checks(self, sums: _U64, first: _Places, last: _Places, bits: int) -> _Places:
        """Checks of so many bits of the runs `[first, last)` of letters whose running sums are `sums`."""
        value = (sums[last] - sums[first]) * self.inverses[first] * self.mixer
        return (value >> np.uint64(64 - bits)).astype(np.intp)

    def sums(self, codes: _Bytes) -> _U64:
        """The running sums over letters; the first is 0."""
        sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(self.letters[codes] * self.powers[: len(codes)], out=sums[1:])
        return sums

    def _derived(self, purpose: bytes, size: int) -> bytes:
        return blake2b(b"protected " + purpose, digest_size=size, key=self.secret).digest()


def protect(name: str, key: NameKey) -> str:
    """The entry for `name`. Raises ValueError for a name that is too short or too long to be looked for."""
    codes = _CODES[np.frombuffer(Folded([_lower(name)]).view, np.uint8)] & _PLAIN
    codes = codes[codes > 0]
    count = len(codes)
    if not LEAST_LETTERS <= count <= MOST_LETTERS or len(name.split()) > MOST_WORDS:
        raise ValueError(f"a name has {LEAST_LETTERS} to {MOST_LETTERS} letters and at most {MOST_WORDS} words")
    sums = key.sums(codes)
    start = key.checks(sums, np.array([0]), np.array([LEAST_LETTERS]), _START_BITS)
    check = key.checks(sums, np.array([0]), np.array([count]), _CHECK_BITS)
    return f"{int(start[0]):06x}{int(check[0]):06x}{key.digest(codes.tobytes()).hex()}"


def is_entry(value: str) -> bool:
    """Whether `value` has the form of an entry."""
    return len(value) == _DIGEST.stop and all(digit in "0123456789abcdef" for digit in value)


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of a batch in a row: their `places` in the view and their `codes`. `starts` and `ends` are of words."""

    places: _Places
    codes: _Bytes
    sums: _U64
    starts: _Places
    ends: _Places


class ProtectedNames:
    """The protected names of a policy. Immutable, and safe to share between threads."""

    __slots__ = ("_arguments", "_begun", "_checks", "_entries", "_found", "_key", "_starts", "unreadable")

    def __init__(
        self, entries: Iterable[Entry], fingerprint: str, examples: Iterable[Entry] = (), secret: bytes = b""
    ) -> None:
        """`fingerprint` is that of the key that made the entries; with another `secret` none can be found.

        `examples` were made with `EXAMPLE_SECRET`, and are all that is looked for without a secret.
        """
        self._arguments: Final = (tuple(entries), fingerprint, tuple(examples))
        self._entries: Final = self._arguments[0] if secret else self._arguments[2]
        self._key: Final = NameKey(secret or EXAMPLE_SECRET)
        self.unreadable: Final = bool(secret and self._entries) and self._key.fingerprint != fingerprint
        found: dict[bytes, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            found[bytes.fromhex(entry.value[_DIGEST])].append(entry)
        self._found: Final = dict(found)
        self._checks: Final = frozenset(int(entry.value[_CHECK], 16) for entry in self._entries)
        self._starts: Final = frozenset(int(entry.value[_START], 16) for entry in self._entries)
        self._begun: Final = np.zeros(1 << _TABLE_BITS, np.bool_)
        self._begun[[start >> (_START_BITS - _TABLE_BITS) for start in self._starts]] = True

    def keyed(self, secret: bytes) -> "ProtectedNames":
        """The same names, to be found with `secret`."""
        return ProtectedNames(*self._arguments, secret)

    def find(self, texts: Sequence[str], moments: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        """Where protected names stand in texts of these event times: by index, spans in code points, in order, disjoint.

        Raises RuntimeError for a secret that did not make the entries.
        """
        if self.unreadable:
            raise RuntimeError("the register of protected names was made with another secret")
        found: dict[int, list[tuple[int, int]]] = {}
        if not self._entries:
            return found
        first, size = 0, 0
        for place, text in enumerate(texts):
            if place > first and size + len(text) > _MOST_AT_ONCE:
                self._find(texts[first:place], moments, first, found, self._key)
                first, size = place, 0
            size += len(text)
        self._find(texts[first:], moments, first, found, self._key)
        return found

    def _find(
        self,
        texts: Sequence[str],
        moments: Sequence[int],
        offset: int,
        found: dict[int, list[tuple[int, int]]],
        key: NameKey,
    ) -> None:
        folded = Folded([text if text.isascii() else _lower(text) for text in texts])
        for view_start, view_end in self._places(folded.view, key):
            index, base, _ = folded.locate(view_start)
            moment = moments[offset + index]
            name = folded.view[view_start:view_end]
            if any(entry.holds(moment) for entry in self._named(name, key)):
                span = folded.origin(index, view_start - base, view_end - base)
                _add(found.setdefault(offset + index, []), span)

    def _places(self, view: bytes, key: NameKey) -> list[tuple[int, int]]:
        """Where in a joined view names stand whose dates may be over."""
        data = np.frombuffer(view, np.uint8)
        codes = _CODES[data]
        shown = (codes > 0) & (codes < _IS_LEET)
        between = codes[1:-1] >= _IS_LEET
        between &= shown[:-2]
        between &= shown[2:]
        shown[1:-1] |= between
        places = np.flatnonzero(shown)
        found: list[tuple[int, int]] = []
        for begin in range(0, len(places), _MOST_AT_ONCE):
            # One text may be longer than what is hashed at once; what stands across a cut is in the overlap.
            part = places[max(0, begin - 2 * MOST_LETTERS) : begin + _MOST_AT_ONCE]
            if len(part) >= LEAST_LETTERS:
                self._search(view, _letters(part, codes[part] & _PLAIN, key), key, found)
        return found

    def _search(self, view: bytes, letters: _Letters, key: NameKey, found: list[tuple[int, int]]) -> None:
        words = np.flatnonzero(letters.starts <= len(letters.codes) - LEAST_LETTERS)
        first = letters.starts[words]
        checks = key.checks(letters.sums, first, first + LEAST_LETTERS, _START_BITS)
        begun = np.flatnonzero(self._begun[checks >> (_START_BITS - _TABLE_BITS)])
        for word, check in zip(words[begun].tolist(), checks[begun].tolist(), strict=True):
            if check in self._starts:
                self._follow(view, letters, word, key, found)

    def _follow(self, view: bytes, letters: _Letters, word: int, key: NameKey, found: list[tuple[int, int]]) -> None:
        """Whether a name begins with a word that begins as one does."""
        starts, ends, places = letters.starts, letters.ends, letters.places
        first = int(starts[word])
        last_words: list[int] = []
        for other in range(word, min(word + MOST_LETTERS, len(ends))):
            end = int(ends[other])
            count = other - word + 1
            if other > word:
                behind, before = int(places[starts[other] - 1]) + 1, int(places[starts[other]])
                if before - behind > _MOST_BETWEEN or BOUNDARY in view[behind:before]:
                    break
            if end - first > MOST_LETTERS + 1 or (count > MOST_WORDS and end - first > count):
                break
            if end - first >= LEAST_LETTERS:
                last_words.append(end)
                if letters.codes[end - 1] == _S and end - first > LEAST_LETTERS:
                    last_words.append(end - 1)  # a possessive s may stand behind a name without an apostrophe
        if not last_words:
            return
        last = np.array(last_words)
        checks = key.checks(letters.sums, np.full(len(last), first), last, _CHECK_BITS).tolist()
        for end, check in zip(last_words, checks, strict=True):
            if check in self._checks and key.digest(letters.codes[first:end].tobytes()) in self._found:
                found.append((int(places[first]), int(places[end - 1]) + 1))

    def _named(self, name: bytes, key: NameKey) -> list[Entry]:
        codes = _CODES[np.frombuffer(name, np.uint8)] & _PLAIN
        return self._found.get(key.digest(codes[codes > 0].tobytes()), [])


def _letters(places: _Places, codes: _Bytes, key: NameKey) -> _Letters:
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    starts = np.concatenate(([0], breaks))
    ends = np.concatenate((breaks, [len(places)]))
    return _Letters(places, codes, key.sums(codes), starts, ends)


def _lower(text: str) -> str:
    """`text` in lower case if that keeps every place: the view knows look-alikes of some small letters alone."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def merged(redaction: Redaction, names: Sequence[tuple[int, int]]) -> Redaction:
    """`redaction` with `names` taken out too. A detail that overlaps with a name becomes part of it: the name decides."""
    spans = list(redaction.spans)
    for start, end in names:
        joined = [item for item in spans if item.start < end and start < item.end]
        first = min([start, *(item.start for item in joined)])
        last = max([end, *(item.end for item in joined)])
        spans = [item for item in spans if item not in joined]
        spans.append(PiiSpan(first, last, "PERSON", PLACEHOLDER["PERSON"], PROTECTED_SCORE, "other"))
    spans.sort(key=lambda item: item.start)
    return Redaction(tuple(spans), redaction.spoofs, redaction.degraded)


def _add(spans: list[tuple[int, int]], found: tuple[int, int]) -> None:
    """Put `found` among disjoint `spans`, one with those that it overlaps."""
    start, end = found
    for span in [span for span in spans if span[0] < end and start < span[1]]:
        spans.remove(span)
        start, end = min(start, span[0]), max(end, span[1])
    spans.insert(bisect_right(spans, (start, end)), (start, end))


def _powers(base: int) -> _U64:
    powers = np.full(_MOST_AT_ONCE + 2 * MOST_LETTERS, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)
