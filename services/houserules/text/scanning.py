"""RE2 over the joined views of a batch, without the match objects of its Python wrapper.

A match of the wrapper costs three times what finding it does. What it calls is taken directly, which is why the version
is pinned; `tests/unit/text/test_scanning.py` holds what is relied on.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import re2

MEMORY: Final = 64 * 1024 * 1024
"""Bytes that the automata of one pattern may take, where nothing else is said."""

_ANYWHERE: Final = re2._Anchor.UNANCHORED


class Scanner:
    """One compiled pattern. Immutable, and safe to share between threads."""

    __slots__ = ("_match",)

    def __init__(
        self,
        pattern: bytes,
        *,
        longest: bool = False,
        caseless: bool = False,
        memory: int = MEMORY,
        encoding: Any = re2.Options.Encoding.UTF8,
    ) -> None:
        """With `longest`, the longest of the matches at a place counts, and not the first alternative.

        `memory` is how many bytes its automata may take; `encoding` is that of pattern and texts, one of
        `re2.Options.Encoding`. Raises `re2.error` for what is not RE2.
        """
        options = re2.Options()
        options.never_capture = True
        options.longest_match = longest
        options.case_sensitive = not caseless
        options.log_errors = False
        options.encoding = encoding
        options.max_mem = memory
        self._match: Final[Any] = re2.compile(pattern, options)._regexp.Match

    def first(self, view: bytes, position: int = 0) -> int:
        """Where the first match at or behind `position` begins, or -1."""
        start: int = self._match(_ANYWHERE, view, position, len(view))[0][0]
        return start

    def find(self, view: bytes, position: int = 0) -> tuple[int, int]:
        """Start and end of the first match at or behind `position`, or -1 and -1."""
        span: tuple[int, int] = self._match(_ANYWHERE, view, position, len(view))[0]
        return span

    def spans(self, view: bytes) -> Iterator[tuple[int, int]]:
        """Start and end of all matches, in order and apart; those of nothing are left out."""
        match, length, position = self._match, len(view), 0
        while True:
            span = match(_ANYWHERE, view, position, length)[0]
            start, position = span
            if position < 0:
                return
            if start < position:
                yield span
            elif position < length:
                position += 1
            else:
                return


class Gate:
    """Says which of some patterns are anywhere in a text, in one pass over it and without the places."""

    __slots__ = ("match",)

    def __init__(self, patterns: Iterable[bytes], *, caseless: bool = False, memory: int = MEMORY) -> None:
        """`memory` is how many bytes the automaton of all patterns may take. Raises `re2.error` for what is not RE2."""
        options = re2.Options()
        options.case_sensitive = not caseless
        options.log_errors = False
        options.max_mem = memory
        found = re2.Set.SearchSet(options)
        for pattern in patterns:
            found.Add(pattern)
        found.Compile()
        self.match: Final[Callable[[bytes], list[int]]] = found._set.Match
