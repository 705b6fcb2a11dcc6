"""POSTCODE: full British postcodes, in any spacing and case."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, in_address, is_reference
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_AREAS: Final = frozenset(
    b"ab al b ba bb bd bf bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl "
    b"gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa "
    b"pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv "
    b"yo ze".split()
)
_ZERO_DISTRICTS: Final = frozenset(b"bl bs cm cr fy ha pr sl ss".split())
_LETTER_AFTER_ONE: Final = {b"e": b"w", b"n": b"cp", b"w": b"abcdefghjkpstuw"}
_LETTER_AFTER_TWO: Final = {
    b"ec": b"amnpravy", b"nw": b"w", b"se": b"p", b"sw": b"aehpvwxy", b"wc": b"abehnrvx",
}  # fmt: skip

_SHAPE: Final = re.compile(
    rb"(?P<area>[a-z]{1,2})(?P<gap> {0,2})(?P<district>[0-9][0-9]?[a-z]?)(?P<space>(?:[ \n.,\-+_]|%20){0,3})"
    rb"(?P<sector>[0-9]) ?(?P<unit>[abd-hjlnp-uw-z]{2})"
)
_CUE: Final = re.compile(
    rb"\b(?:post ?codes?|zip|address|live|lives|lived|living|house|flat|street|road|st|rd|ave|avenue|lane|close|drive|way|"
    rb"court)\b[^\x00]{0,28}\Z"
)
_ORDINALS: Final = frozenset((b"1st", b"2nd", b"3rd", *(b"%dth" % digit for digit in range(10))))
_STORAGE: Final = frozenset((b"gb", b"tb"))
_MEASURES: Final = _STORAGE | frozenset(b"lb ft hz hr yr px".split())
"""What follows a single digit in ordinary text (`the E5 6ft away`); `S21 5GB` is no postcode in capitals either."""


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The postcode in one region."""
    view = piece.view
    shape = _SHAPE.match(view, start, end)
    if shape is None or not _exists(shape["area"], shape["district"]):
        return []
    if start and view[start - 1 : start] in (b"'", b"#", b"@"):
        return []
    compact = b"".join((shape["area"], shape["district"], shape["sector"], shape["unit"]))
    if contact := registry.postcode(compact):
        return [Found(start, shape.end(), 1.0, contact)]
    return [Found(start, shape.end(), _score(piece, shape))]


def _exists(area: bytes, district: bytes) -> bool:
    """Whether an outward code of this form can exist."""
    if area not in _AREAS:
        return False
    number, letter = district.rstrip(b"abcdefghijklmnopqrstuvwxyz"), district[-1:]
    if letter.isalpha():
        allowed = _LETTER_AFTER_ONE if len(area) == 1 else _LETTER_AFTER_TWO
        return len(number) == 1 and letter in allowed.get(area, b"")
    if number[0:1] == b"0":
        return number == b"0" and area in _ZERO_DISTRICTS
    return area not in (b"ec", b"wc")


def _score(piece: Piece, shape: re.Match[bytes]) -> float:
    start, end = shape.span()
    capitals = piece.cased[start:end].isupper()
    # In lower case `me 2 3rd` is no postcode, and `sw 1a 1aa` is.
    score = 0.95 if capitals or not shape["gap"] else 0.7 if shape["district"][-1:].isalpha() else 0.4
    if b"\n" in shape["space"] or (shape["space"].strip() and not shape["space"].startswith((b"-", b"+", b"%"))):
        score -= 0.3
    if not shape["space"] and not capitals:
        if shape["district"] + shape["sector"] == b"00":
            return 0.3  # `sl00ts`: letters dressed as digits
        if in_address(piece.view, start) and piece.view[start - 1 : start] != b"=":
            return 0.3
        if piece.view[end - 3 : end - 2] == b" ":
            score -= 0.5  # `m100 gd` is a model; `sw1a1 aa` is one slip away from it
    if shape["unit"] in (_STORAGE if capitals else _MEASURES):
        score -= 0.5
    if not capitals and shape["sector"] + shape["unit"] in _ORDINALS:
        return 0.2
    if is_reference(piece.view, start):
        score -= 0.5
    if score < 0.9 and _CUE.search(before(piece.view, start, 48)):
        score += 0.3
    return min(score, 1.0)


POSTCODE: Final = Detector(
    "POSTCODE",
    rb"\b[a-z]{1,2} {0,2}[0-9][0-9]?[a-z]?(?:[ \n.,\-+_]|%20){0,3}[0-9] ?[abd-hjlnp-uw-z]{2}\b",
    find,
)
