"""NHS_NUMBER: ten digits with a right check digit, written 3-3-4 or announced as what they are.

Scotland's CHI numbers and Northern Ireland's Health and Care numbers have the same length and the same check digit.
"""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, is_reference, stands_alone
from houserules.redaction.detectors.cues import lead
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_CUE: Final = re.compile(
    rb"\b(?:nhs|n\.h\.s|patient|hospital|chi|h&c|h ?& ?c|hcn|health (?:and|&) care|gp|health number)\b[^\x00]{0,28}\Z"
)
_STRONG_CUE: Final = re.compile(
    rb"\b(?:nhs|n\.h\.s\.?|chi|h ?& ?c|hcn|health (?:and|&) care)[ \n]*(?:(?:id|no|num|number|nr)\b\.?|"
    rb"[#:=])[^a-z0-9]{0,4}"
    rb"(?:(?:is|was|being|it's|its)\b)?[^a-z0-9]{0,4}\Z"
)
_CHI_CUE: Final = re.compile(rb"\bchi\b[^0-9\x00]{0,16}\Z")
_LATER: Final = re.compile(
    rb"[ ,\-:(=]{1,3}(?:is |was |that's |thats |as )?(?:(?:my|his|her|their|the|our|[a-z]+'?s) )?(?:nhs|chi|h&c)\b"
)
_PHONE_CUE: Final = re.compile(
    rb"\b(?:call|text|txt|ring|phone|tel|telephone|mob|mobile|cell|fax|whatsapp|dial)\b[^\x00]{0,16}\Z"
)
_GOES_ON: Final = re.compile(rb"[.\-/]?[0-9]")
_ISSUED: Final = re.compile(rb"(?:3[2-9]|[4679])[0-9]{8,9}")
"""The ranges of England, Wales and Northern Ireland; 9 is kept for tests."""

_CHI: Final = re.compile(rb"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{6}")
"""A CHI number begins with a birthday."""

_GROUPED: Final = re.compile(rb"[0-9]{3}[ \-.\n]{1,3}[0-9]{3}[ \-.\n]{1,3}[0-9]{4}")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The NHS number in one region."""
    view = piece.view
    if (start and view[start - 1] in b".-+/") or _GOES_ON.match(view, end) or not stands_alone(view, start, end):
        return []
    digits = re.sub(rb"[^0-9]", b"", view[start:end])
    if len(digits) != 10:
        return []
    head = lead(view, start)
    strong = _STRONG_CUE.search(head) is not None or _LATER.match(view, end) is not None
    if not is_valid(digits):
        # A slip of the finger leaves a person's number as plain as before.
        scottish = _CHI.fullmatch(digits) and _CHI_CUE.search(head)
        return [Found(start, end, 0.6)] if scottish or (strong and _ISSUED.fullmatch(digits)) else []
    if strong:
        return [Found(start, end, 1.0)]
    if is_reference(view, start):
        return []
    if _CUE.search(head):
        return [Found(start, end, 0.95)]
    grouped = _GROUPED.fullmatch(view, start, end)
    if grouped and _ISSUED.fullmatch(digits) and not _PHONE_CUE.search(before(view, start, 30)):
        return [Found(start, end, 0.6)]
    return []


def is_valid(digits: bytes) -> bool:
    """Whether the tenth digit is the right check digit (modulus 11)."""
    check = 11 - sum(weight * (digit - 48) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check % 11 == digits[9] - 48 and check != 10


NHS_NUMBER: Final = Detector("NHS_NUMBER", rb"[0-9](?:[ \n.\-]{0,2}[0-9]){9}", find)
