"""From positions in redacted text back to the original text."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from houserules.contracts.stages import PiiSpan


class OffsetMap:
    """Maps code-point positions in a redacted text to the original text.

    A position inside a placeholder leads to the edge of what it replaced, so a match that touches a placeholder covers
    the whole of the original value and never a part of it.
    """

    __slots__ = ("_new", "_old", "_spans")

    def __init__(self, spans: Sequence[PiiSpan]) -> None:
        """`spans` are those of the redaction: in order, disjoint, in code points of the original."""
        self._spans: Final = spans
        self._new: list[int] = []
        self._old: list[int] = []
        shift = 0
        for span in spans:
            start = span.start + shift
            self._new += (start, start + len(span.replacement))
            self._old += (span.start, span.end)
            shift += len(span.replacement) - (span.end - span.start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` of the redacted text as `[start, end)` of the original."""
        return self._lead(start, left=True), self._lead(end, left=False)

    def _lead(self, position: int, *, left: bool) -> int:
        # A start on a placeholder's first character belongs to it; so does an end just behind its last one.
        edge = bisect_right(self._new, position if left else position - 1)
        if edge == 0:
            return position
        if edge % 2:
            return self._old[edge - 1] if left else self._old[edge]
        return position - self._new[edge - 1] + self._old[edge - 1]
