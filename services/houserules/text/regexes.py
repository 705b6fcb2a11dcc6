"""Regular expressions over what a reader sees, in time linear in the text whatever the pattern or the text."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
import re2

from houserules.text.rendering import is_typographic
from houserules.text.scanning import Gate
from houserules.text.tables import tables
from houserules.text.views import Hit, ViewBatch

MAX_PATTERN: Final = 8000
"""Longest pattern, in characters, as compiled: alternatives that a policy writes short come to thousands."""

MAX_SPANS: Final = 20
"""Matches of one pattern that are reported for one text."""

_GATE_MEMORY: Final = 256 << 20  # bytes; below 64 MB hostile text makes RE2 throw away its automaton again and again
_DASHES: Final = re.compile("\\\\?([^\x00-\x7f])")


class PatternError(ValueError):
    """The pattern at `index` cannot be used; `why` says what is wrong with it."""

    def __init__(self, index: int, pattern: str, why: str) -> None:
        super().__init__(f"pattern {index} ({pattern[:80]!r}): {why}")
        self.index: Final = index
        self.pattern: Final = pattern
        self.why: Final = why


class RegexMatcher:
    """Finds patterns in RE2 syntax: no look-around, no back-references. Case does not matter unless `(?-i)` says so.

    Patterns see the rendered text: quotes, dashes and spaces beyond ASCII are those of ASCII, in the pattern too.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        """Raises PatternError for a pattern that is not RE2, too long, or matches where there is nothing."""
        self._patterns: Final = [_compiled(index, pattern) for index, pattern in enumerate(patterns)]
        self._gate: Final = Gate(map(_plain, patterns), caseless=True, memory=_GATE_MEMORY)

    def scan(self, batch: ViewBatch) -> list[Hit]:
        """Up to `MAX_SPANS` non-empty matches of each pattern in each text, ordered by post, start, end and pattern."""
        if not self._patterns:
            return []
        hits: list[Hit] = []
        encoded = list(batch.rendered.encoded)
        for post, fired in enumerate(map(self._gate.match, encoded)):
            if fired:
                hits += self._spans(batch, post, encoded[post], fired)
        return hits

    def _spans(self, batch: ViewBatch, post: int, text: bytes, fired: Iterable[int]) -> list[Hit]:
        found: set[tuple[int, int, int]] = set()
        for index in fired:
            done = place = 0
            spans = (match.span() for match in self._patterns[index].finditer(text))
            for first, last in islice((span for span in spans if span[1] > span[0]), MAX_SPANS):
                start = place + _length(text[done:first])
                done, place = last, start + _length(text[first:last])
                found.add((*batch.rendered.span(post, start, place), index))
        return [Hit(post, index, "rendered", start, end) for start, end, index in sorted(found)]


def _length(piece: bytes) -> int:
    return len(piece.decode("utf-8", "surrogatepass"))


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return options


def _compiled(index: int, pattern: str) -> Any:
    if len(pattern) > MAX_PATTERN:
        raise PatternError(index, pattern, f"longer than {MAX_PATTERN} characters")
    try:
        compiled = re2.compile(_plain(pattern), _options())
    except UnicodeEncodeError:
        raise PatternError(index, pattern, "has a lone surrogate") from None
    except re2.error as error:
        why = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise PatternError(index, pattern, why) from None
    if any(found and not found.group() for found in map(compiled.search, (b"", b"a b"))):
        raise PatternError(index, pattern, "matches the empty text, so it would match everywhere")
    return compiled


def _plain(pattern: str) -> bytes:
    """`pattern` with typography replaced as in the texts; escaped, since a dash may stand in a character class."""

    def replaced(match: re.Match[str]) -> str:
        point = np.array([ord(match[1])], np.uint32)
        code = tables().codes[point]
        return "\\" + chr(code[0]) if is_typographic(point, code)[0] else match[0]

    return _DASHES.sub(replaced, pattern).encode()
