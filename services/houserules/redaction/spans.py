"""Spans of a text: made disjoint, put to use, and led back through an earlier redaction."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

from houserules.contracts.stages import PiiSpan
from houserules.contracts.vocabulary import PLACEHOLDER, PiiType
from houserules.text.offsets import OffsetMap

MAX_SPANS: Final = 1000
"""Most spans in one text. A text with more is taken out whole: it is a list of people's details."""

WITHHELD: Final = "[text withheld]"
"""What stands for a text that could not be read safely."""


def span(start: int, end: int, kind: PiiType, score: float = 1.0) -> PiiSpan:
    """`[start, end)` as a span with its type's placeholder."""
    return PiiSpan(start, end, kind, PLACEHOLDER[kind], score)


def withheld(text: str, kind: PiiType) -> tuple[PiiSpan, ...]:
    """The whole of `text` as one span. Its score is 0: nothing was confirmed."""
    return (PiiSpan(0, len(text), kind, WITHHELD, 0.0),) if text else ()


def disjoint(spans: Iterable[PiiSpan]) -> list[PiiSpan]:
    """`spans` in order, those that overlap made one, so that no character of any of them stays.

    The union takes the type of a span that covers the other, or else of the one with the higher score, then of the
    longer, then of the first given.
    """
    ranked = sorted(spans, key=lambda item: item.start)
    result: list[PiiSpan] = []
    best: PiiSpan | None = None
    for item in ranked:
        if best is not None and item.start < result[-1].end:
            if _outdoes(item, best):
                best = item
            last = result[-1]
            result[-1] = PiiSpan(last.start, max(last.end, item.end), best.type, best.replacement, best.score)
        else:
            best = item
            result.append(item)
    return result


def _outdoes(item: PiiSpan, best: PiiSpan) -> bool:
    """Whether a span that overlaps `best`, and begins no earlier, says better what the two are."""
    if item.end <= best.end and item.end - item.start < best.end - best.start:
        return False
    if item.start == best.start and item.end > best.end:
        return True
    return (item.score, item.end - item.start) > (best.score, best.end - best.start)


def outside(registered: Sequence[tuple[int, int]], spans: Iterable[PiiSpan]) -> list[PiiSpan]:
    """Those of `spans` that do not stand wholly inside one of the `registered` places, which are in order."""
    kept: list[PiiSpan] = []
    for item in spans:
        place = bisect_right(registered, item.start, key=itemgetter(0)) - 1
        if place < 0 or item.end > registered[place][1]:
            kept.append(item)
    return kept


def replace(text: str, spans: Sequence[PiiSpan]) -> str:
    """`text` with every span's replacement in its place. `spans` are in order and disjoint."""
    parts: list[str] = []
    position = 0
    for item in spans:
        parts += (text[position : item.start], item.replacement)
        position = item.end
    parts.append(text[position:])
    return "".join(parts)


def lead_back(spans: Sequence[PiiSpan], earlier: Sequence[PiiSpan]) -> list[PiiSpan]:
    """`spans` of a text that `earlier` made, as spans of the text before that."""
    offsets = OffsetMap(earlier)
    led: list[PiiSpan] = []
    for item in spans:
        start, end = offsets.span(item.start, item.end)
        led.append(PiiSpan(start, end, item.type, item.replacement, item.score))
    return led
