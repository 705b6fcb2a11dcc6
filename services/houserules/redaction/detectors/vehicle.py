"""VEHICLE_REG: British number plates.

The style of 2001 stands for itself in capitals; the older styles want a word beside them.
"""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, in_address, is_reference
from houserules.redaction.detectors.cues import PRODUCT, lead, rest
from houserules.redaction.detectors.vehicle_words import FLIGHT, GOODS, SHORT_WORDS, STRONG, TRIMS, VEHICLE
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_GAP: Final = rb"[ .\-_]{0,3}"
_AGE: Final = rb"(?:0[2-9o]|1[0-9o]|[oil][2-9]|2[0-7]|5[1-9]|6[0-9o]|7[0-7])"
"""Half-years from September 2001 on, with the letters that people type for 0 and 1."""

_ULSTER: Final = rb"(?:[a-hj-npr-z]?(?:[a-hj-npr-y]z|i[abjlw]|[joux]i))"
_CURRENT: Final = re.compile(
    rb"(?P<area>[a-hj-pr-y]{2}) ?(?P<age>" + _AGE + rb")(?P<gap>" + _GAP + rb")(?P<tail>[a-hj-pr-z]{3})"
)
_PREFIX: Final = re.compile(rb"[a-hj-npr-tv-y](?P<age>[1-9][0-9]{0,2})(?P<gap>" + _GAP + rb")(?P<tail>[a-hj-pr-z]{3})")
_SUFFIX: Final = re.compile(rb"(?P<tail>[a-hj-pr-z]{3})" + _GAP + rb"[1-9][0-9]{0,2}(?P<last>[a-hj-npr-tv-y])")
_NORTHERN: Final = re.compile(_ULSTER + _GAP + rb"[1-9][0-9]{0,3}")
_DATELESS: Final = re.compile(
    rb"(?P<first>[a-z]{1,3})" + _GAP + rb"[1-9][0-9]{0,3}|[1-9][0-9]{0,3}" + _GAP + rb"(?P<last>[a-z]{1,3})"
    rb"|[0-9]{2,3}-[a-z]{1,2}-[0-9]{1,6}"
)
_ANY: Final = re.compile(
    rb"(?P<area>[a-hj-pr-z]{2}) ?[0-9oi][0-9oi](?P<gap>" + _GAP + rb")[a-z]{3}|[a-z] ?[0-9]{1,3}" + _GAP + rb"[a-z]{3}"
    rb"|[a-z]{3}" + _GAP + rb"[0-9]{1,3}[a-z]"
)
_STYLES: Final = (
    (_CURRENT, (0.9, 0.75)),
    (_PREFIX, (0.45, 0.3)),
    (_SUFFIX, (0.4, 0.2)),
    (_NORTHERN, (0.4, 0.2)),
)
_IN_NAME: Final = re.compile(rb"(?:[#@]|[a-z]')\Z")
_ENDS: Final = re.compile(rb"(?![a-z0-9@])(?![.\-][0-9])(?!'[a-rt-z])(?:(?<=[a-z])|(?! [0-9]))")
_BESIDE: Final = re.compile(VEHICLE.pattern + rb"[ ,:(\-]{1,3}\Z")
"""A word of traffic right before it: `white transit, mbz 5883`."""

_SPEAKABLE: Final = re.compile(
    rb"[^aeiou][aeiouy][^aeiou]|[aeiou][^aeiou][^aeiou]|[^aeiou]{2}[aeiouy]|[aeiou][^aeiou][aeiou]"
)
"""What may be a word that no list has."""

_LATER: Final = re.compile(
    rb"(?:'?s)?[ ,\-:(]{1,3}(?:(?:is|was|that's|thats|on|as) )?(?:(?:his|her|the|my|their|a|its) )?(?:car |van |"
    rb"vehicle |number )?"
    rb"(?:reg|plates?|registration|numberplate|number ?plate|vrm)\b"
)


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The number plate in one region, or behind the word that announces one."""
    view = piece.view
    if view.startswith(b" removed]", end) or _IN_NAME.search(view, max(0, start - 2), start):
        return []
    if _WORD.fullmatch(view, start, end):
        return _announced(piece, end)
    score = _score(piece, start, end)
    return [Found(start, end, score)] if score and _ENDS.match(view, end) else []


def _announced(piece: Piece, end: int) -> list[Found]:
    """The plate of any shape within a few words behind `reg`."""
    view = piece.view
    for token in re.finditer(
        rb"(?<![a-z0-9#@/.])(?:[a-z]{1,3}(?= ?[.\-]?[0-9oi])|[0-9]{1,4}(?=[ .\-]?[a-z]))", view[end : end + 40]
    ):
        start = end + token.start()
        if not STRONG.search(lead(view, start)):
            continue
        for shape, score in (
            (_CURRENT, 0.95),
            (_PREFIX, 0.95),
            (_SUFFIX, 0.95),
            (_ANY, 0.85),
            (_NORTHERN, 0.9),
            (_DATELESS, 0.8),
        ):
            match = shape.match(view, start)
            if match is None or not _ENDS.match(view, match.end()) or not any(48 <= byte <= 57 for byte in match[0]):
                continue
            if shape is _DATELESS and not _is_dateless(piece, match):
                continue
            if PRODUCT.search(lead(view, start)):
                continue
            return [Found(start, match.end(), score)]
    return []


def _is_dateless(piece: Piece, match: re.Match[bytes]) -> bool:
    """Whether the few letters beside the digits are no word or unit: `plate: 3 ABC`, not `plate is 3 yrs`."""
    letters = match["first"] or match["last"] or b""
    if letters in SHORT_WORDS or letters in _SMALL_WORDS:
        return False
    return piece.cased[match.start() : match.end()].isupper() or b" " not in match[0] or len(letters) == 3


def _styled(view: bytes, start: int, end: int) -> tuple[re.Pattern[bytes], re.Match[bytes], tuple[float, float]] | None:
    """The style of the plate `[start, end)`, and its scores in capitals and in small letters."""
    for shape, scores in _STYLES:
        if match := shape.fullmatch(view, start, end):
            return shape, match, scores
    return None


def _score(piece: Piece, start: int, end: int) -> float:
    view = piece.view
    styled = _styled(view, start, end)
    if styled is None:
        return 0.0
    shape, match, scores = styled
    if in_address(view, start):
        return 0.0
    cased = piece.cased[start:end]
    score = scores[0] if cased.isupper() else scores[1]
    words = match.groupdict()
    tail, letters = words.get("tail") or b"", match[0].translate(None, b"0123456789 .-_")
    apart = not match[0].isalnum()
    if shape is _CURRENT:
        score -= _doubt(piece, match, shouted=_is_shouted(piece, start, end))
    elif shape is _PREFIX and cased.isupper() and apart and len(match["age"]) == 3:
        score += 0.1
    elif shape is _NORTHERN and cased.isupper() and apart and letters[-1:] == b"z" and end - start == 8:
        score += 0.15
    head = lead(view, start, 64)
    if shape is not _CURRENT and (tail in SHORT_WORDS or letters in SHORT_WORDS):
        score -= 0.5 if tail in TRIMS or _is_shouted(piece, start, end) else 0.25
    if is_reference(view, start) or PRODUCT.search(head) or GOODS.match(view, end):
        score -= 0.5
    if STRONG.search(head) or _LATER.match(view, end):
        return max(score, 0.0) + 0.5
    if _BESIDE.search(head):
        score += 0.4
    elif VEHICLE.search(head) or VEHICLE.search(rest(view, end, 40)):
        score += 0.3 if cased.isupper() or not apart else 0.25
    elif FLIGHT.search(head):
        score -= 0.5
    return score


def _doubt(piece: Piece, match: re.Match[bytes], *, shouted: bool) -> float:
    """What speaks against a plate of the current style: letters for digits, small letters apart, a word at its end."""
    doubt = 0.0
    if not match["age"].isdigit():
        doubt += 0.45
    if match[0][2:3] == b" ":
        doubt += 0.25
    if not match["gap"]:
        return doubt + (0.1 if match["tail"] in SHORT_WORDS else 0.0)
    small = not piece.cased[match.start() : match.end()].isupper()
    if match["tail"] in SHORT_WORDS:
        doubt += 0.5 if small or shouted else 0.2
    elif small:
        doubt += 0.25 if _SPEAKABLE.fullmatch(match["tail"]) else 0.2
    if b"." in match["gap"] and match["gap"] != b".":
        doubt += 0.4
    return doubt


def _is_shouted(piece: Piece, start: int, end: int) -> bool:
    """Whether the words around are in capitals, too, so that capitals say nothing."""
    around = piece.cased[max(0, start - 24) : start] + piece.cased[end : end + 24]
    letters = re.sub(rb"[^A-Za-z]", b"", around)
    return len(letters) >= 3 and letters.isupper()


_SMALL_WORDS: Final = frozenset(
    b"a i am an as at be by do go he if in is it me my no of on or ok so to up us we x p m k c f th st nd rd pm "
    b"hr kg km cm mm ml mg lb "
    b"oz ft gb mb tb ppl mil bn kids min mins wk wks yr vs".split()
)
_WORD: Final = re.compile(rb"(?:reg|regs|regi|vrm|vrn|rego|index|plates?|numberplates?|registrations?)")
_SEPARATOR: Final = rb"[ .\-_]{0,3}"

VEHICLE_REG: Final = Detector(
    "VEHICLE_REG",
    rb"\b(?:[a-hj-pr-y]{2} ?(?:[0-9][0-9o]|[oil][0-9])" + _SEPARATOR + rb"[a-z]{3}"
    rb"|[a-z][0-9]{1,3}" + _SEPARATOR + rb"[a-z]{3}"
    rb"|[a-z]{3}" + _SEPARATOR + rb"[0-9]{1,3}[a-z]"
    rb"|" + _ULSTER + _SEPARATOR + rb"[1-9][0-9]{0,3}"
    rb"|reg|regs|regi|vrm|vrn|rego|index|(?:number)?plates?|registrations?)\b",
    find,
    reach=48,
    rare=True,
)
