"""Where phrases are in a text: each has an automaton of its own, which is built when some text first needs it."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

import re2

from houserules.text.scanning import Scanner

MAX_SPANS: Final = 20
"""Matches of one phrase that are reported for one text."""

_MEMORY: Final = 8 << 20  # bytes at most for the automaton of one phrase; few texts reach one, so few grow
_LETTERS: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_LEAST_WIDE: Final = 0x80
_APOSTROPHES: Final = frozenset("'’".encode())


class PhraseScanner:
    """Says where a phrase is in a text."""

    __slots__ = ("_grouped", "_pattern", "_scanner")

    def __init__(self, pattern: str) -> None:
        self._pattern: Final = pattern
        self._scanner: Final = Scanner(pattern.encode(), caseless=True, memory=_MEMORY)
        self._grouped: Any = None

    def spans(self, text: bytes) -> list[tuple[int, int]]:
        """Start and end, in bytes, of up to `MAX_SPANS` matches."""
        found: list[tuple[int, int]] = []
        for first, last in self._scanner.spans(text):
            end = _end(text, last)
            if end is None:
                return self._slowly(text)
            if first < end:
                found.append((first, end))
                if len(found) == MAX_SPANS:
                    break
        return found

    def _slowly(self, text: bytes) -> list[tuple[int, int]]:
        if self._grouped is None:
            self._grouped = re2.compile(self._pattern.encode(), _options())
        spans = (match.span(1) for match in self._grouped.finditer(text))
        return list(islice((span for span in spans if span[0] < span[1]), MAX_SPANS))


def _end(text: bytes, last: int) -> int | None:
    """Where a phrase ends whose match, with the sign that shows its end, ends at `last`; None where that is not told.

    A group would tell, but to follow groups costs several times what finding the match does.
    """
    sign = text[last - 1]
    if last == len(text):
        return last if sign in _LETTERS else None
    return last - 1 if sign < _LEAST_WIDE and text[last - 2] not in _APOSTROPHES else None


class Scanners(dict[int, PhraseScanner]):
    """The scanner of each phrase, built when it is first needed: few ever are."""

    def __init__(self, patterns: Sequence[str]) -> None:
        super().__init__()
        self._patterns: Final = patterns

    def __missing__(self, number: int) -> PhraseScanner:
        scanner = self[number] = PhraseScanner(self._patterns[number])
        return scanner


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options
