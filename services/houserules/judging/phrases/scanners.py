"""Where phrases are in a text: each has an automaton of its own, which is built when some text first needs it.

Phrases read texts of one byte a character, in which a curly apostrophe is a plain one and all other characters beyond ASCII
are one sign: to a phrase they part words, whichever they are. What an automaton has to tell apart is then a tenth of what
UTF-8 asks of it, and it settles after some texts, where it went on growing with every text that it had not seen.
"""

import codecs
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

import re2

from houserules.text.scanning import Scanner

MAX_SPANS: Final = 20
"""Matches of one phrase that are reported for one text."""

MOST_BUILT: Final = 1536
"""Scanners that are kept, a hundred kilobytes each on average: ordinary texts use a thousand of them now and then."""

_MEMORY: Final = 4 << 20  # bytes at most for the automaton of one phrase; few texts reach one, so few grow
_LETTERS: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_APOSTROPHE: Final = ord("'")
_OTHER: Final = b"\x80"


def _as_other(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return _OTHER * (error.end - error.start), error.end


_HANDLER: Final = "houserules.other"
codecs.register_error(_HANDLER, _as_other)


def plain(text: str) -> bytes:
    """`text` as phrases read it, a byte for each of its characters."""
    return text.replace("’", "'").encode("ascii", _HANDLER)


class PhraseScanner:
    """Says where a phrase is in a text."""

    __slots__ = ("_grouped", "_pattern", "_scanner", "_wide")

    def __init__(self, pattern: str) -> None:
        pattern = pattern.replace("’", "'")
        # Few phrases name a character beyond ASCII; they have to see it.
        self._wide: Final = not pattern.isascii()
        self._pattern: Final = pattern.encode()
        self._scanner: Final = Scanner(
            self._pattern, caseless=True, memory=_MEMORY, encoding=_encoding(wide=self._wide)
        )
        self._grouped: Any = None

    def spans(self, text: str, read: bytes) -> list[tuple[int, int]]:
        """Start and end, in code points, of up to `MAX_SPANS` matches in `text`; `read` is `plain(text)`."""
        if self._wide:
            return self._in_code_points(text.replace("’", "'").encode("utf-8", "surrogatepass"))
        found: list[tuple[int, int]] = []
        for first, last in self._scanner.spans(read):
            end = _end(read, last)
            if end is None:
                return self._slowly(read)
            if first < end:
                found.append((first, end))
                if len(found) == MAX_SPANS:
                    break
        return found

    def _slowly(self, text: bytes) -> list[tuple[int, int]]:
        if self._grouped is None:
            self._grouped = re2.compile(self._pattern, _options(wide=self._wide))
        spans = (match.span(1) for match in self._grouped.finditer(text))
        return list(islice((span for span in spans if span[0] < span[1]), MAX_SPANS))

    def _in_code_points(self, text: bytes) -> list[tuple[int, int]]:
        return [(_length(text[:first]), _length(text[:last])) for first, last in self._slowly(text)]


def _end(text: bytes, last: int) -> int | None:
    """Where a phrase ends whose match, with the sign that shows its end, ends at `last`; None where that is not told.

    A group would tell, but to follow groups costs several times what finding the match does.
    """
    if last == len(text):
        return last if text[last - 1] in _LETTERS else None
    return last - 1 if _APOSTROPHE not in text[max(last - 2, 0) : last] else None


class Scanners:
    """The scanner of each phrase, built when it is first needed: few ever are, and of those most only now and then.

    At most `MOST_BUILT` are kept, those that are used most: all of a large policy's together would take more memory than
    everything else that a worker holds.
    """

    __slots__ = ("_built", "_patterns", "_uses")

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns: Final = patterns
        self._built: dict[int, PhraseScanner] = {}
        self._uses: Final = [0] * len(patterns)

    def __len__(self) -> int:
        """How many are built."""
        return len(self._built)

    def of(self, number: int) -> PhraseScanner:
        """The scanner of a phrase."""
        self._uses[number] += 1
        scanner = self._built.get(number)
        if scanner is None:
            if len(self._built) >= MOST_BUILT:
                self._forget()
            scanner = self._built[number] = PhraseScanner(self._patterns[number])
        return scanner

    def _forget(self) -> None:
        """Let go of the quarter that is used least. What was used long ago counts for less each time."""
        uses = self._uses
        kept = sorted(self._built, key=uses.__getitem__, reverse=True)[: MOST_BUILT * 3 // 4]
        self._built = {number: self._built[number] for number in kept}
        uses[:] = [count // 2 for count in uses]


def _encoding(*, wide: bool) -> Any:
    return re2.Options.Encoding.UTF8 if wide else re2.Options.Encoding.LATIN1


def _options(*, wide: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.encoding = _encoding(wide=wide)
    options.max_mem = _MEMORY
    return options


def _length(piece: bytes) -> int:
    return len(piece.decode("utf-8", "surrogatepass"))
