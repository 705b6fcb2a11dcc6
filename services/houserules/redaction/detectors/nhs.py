"""NHS_NUMBER: ten digits with a right check digit, written 3-3-4 or announced as what they are."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, is_reference, stands_alone
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_CUE: Final = re.compile(rb"\b(?:nhs|patient|hospital|chi|h&c)\b[^\x00]{0,24}\Z")
_PHONE_CUE: Final = re.compile(
    rb"\b(?:call|text|txt|ring|phone|tel|telephone|mob|mobile|cell|fax|whatsapp|dial)\b[^\x00]{0,16}\Z"
)
_GOES_ON: Final = re.compile(rb"[.\-/]?[0-9]")
_ISSUED: Final = re.compile(rb"(?:3[2-9]|[4679])[0-9]{8,9}")
"""The ranges of England, Wales and Northern Ireland; 9 is kept for tests."""


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The NHS number in one region."""
    view = piece.view
    if (start and view[start - 1] in b".-+/") or _GOES_ON.match(view, end) or not stands_alone(view, start, end):
        return []
    digits = re.sub(rb"[^0-9]", b"", view[start:end])
    if len(digits) != 10 or not is_valid(digits) or is_reference(view, start):
        return []
    if _CUE.search(before(view, start, 40)):
        return [Found(start, end, 0.95)]
    if len(view[start:end]) == 12 and _ISSUED.fullmatch(digits) and not _PHONE_CUE.search(before(view, start, 30)):
        return [Found(start, end, 0.6)]
    return []


def is_valid(digits: bytes) -> bool:
    """Whether the tenth digit is the right check digit (modulus 11)."""
    check = 11 - sum(weight * (digit - 48) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check % 11 == digits[9] - 48 and check != 10


NHS_NUMBER: Final = Detector("NHS_NUMBER", rb"[0-9]{3}[ \-.]?[0-9]{3}[ \-.]?[0-9]{4}", find)
