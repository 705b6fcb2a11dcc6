"""NINO: British National Insurance numbers, however they are spaced; without their last letter where words announce them."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, in_address, is_reference
from houserules.redaction.detectors.cues import PRODUCT, lead, rest
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_CUE: Final = re.compile(rb"\b(?:ni|nino|nin|nat(?:ional)? ?ins(?:urance|urence)?|n\.i|n/i|insurance)\b[^\x00]{0,24}\Z")
_STRONG_CUE: Final = re.compile(
    rb"\b(?:ni|nino|nin|nat(?:ional)? ?ins(?:urance|urence)?|n\.i\.?|n/i)(?:'?s)?[ \n]*(?:(?:no|num|number|nr|"
    rb"#)\b\.?)?[^a-z0-9]{0,4}"
    rb"(?:(?:is|was|being|it's|its)\b)?[^a-z0-9]{0,4}\Z"
)
_LATER: Final = re.compile(
    rb"[ ,\-:(]{1,3}(?:is|was|that's|thats|as)?[ (]?(?:my|his|her|their|the)? ?(?:ni|nino|national insurance)\b"
)
_SHAPE: Final = re.compile(
    rb"(?P<prefix>[a-z]{2})[ \n.\-_/]{0,2}(?P<digits>(?:[0-9][0-9oil]|[oil][0-9])(?:[ \n.\-_/]{0,2}[0-9oil]{2}){2}|"
    rb"[0-9]{3}[ .\-][0-9]{3})"
    rb"(?:[ \n.\-_/]{0,2}(?P<suffix>[a-d])\b)?"
)
_ISSUED: Final = re.compile(rb"[a-ceghj-prstw-z][a-ceghj-nprstw-z]")
_UNUSED: Final = frozenset((b"bg", b"gb", b"kn", b"nk", b"nt", b"tn", b"zz"))
"""Prefixes that are never given out."""

_MORE: Final = re.compile(rb"[ .\-/]?[0-9]")
_JOINED: Final = re.compile(rb"[.\-/]?[0-9]")
_WORDS: Final = frozenset(b"am an as at be by he hi me my no oh ok on or pm so st us we ye yo".split())
"""Prefixes that are words, too: `at 10 12 14 a day`."""

_GROUPED: Final = re.compile(rb"(?:[0-9]{2} [0-9]{2} [0-9]{2}|[0-9]{6}) ?[b-d]|[0-9]{6}a")
"""What a word does not have behind it: six digits as such a number has them, and a letter that is no article."""


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The National Insurance number in one region."""
    view = piece.view
    shape = _SHAPE.match(view, start)
    if shape is None or in_address(view, start) or (start and view[start - 1] in b"#@"):
        return []
    head = lead(view, start)
    strong = _STRONG_CUE.search(head) is not None or _LATER.match(view, shape.end()) is not None
    cue = strong or _CUE.search(head) is not None
    issued = _ISSUED.fullmatch(shape["prefix"]) is not None and shape["prefix"] not in _UNUSED
    digits, suffix = shape["digits"], shape["suffix"]
    # Behind its last letter the next number may stand; without one the digits go on.
    more = _JOINED if suffix else _MORE
    if sum(48 <= byte <= 57 for byte in digits) < 4 or more.match(rest(view, shape.end(), 2)):
        return []
    if not suffix:
        # Without the last letter, or with a wrong one, only somebody's word makes it one.
        tail = re.compile(rb"[ .\-]?[a-z]\b").match(view, shape.end()) if strong and shape.end() < len(view) else None
        glued = tail is None and view[shape.end() : shape.end() + 1].isalnum()
        return [Found(start, tail.end() if tail else shape.end(), 0.75)] if strong and not glued else []
    if not issued:
        return [Found(start, shape.end(), 0.7)] if strong else []
    return [Found(start, shape.end(), 0.95 if cue else _alone(piece, shape))]


def _alone(piece: Piece, shape: re.Match[bytes]) -> float:
    """The score of a number that no word announces."""
    view, start, end = piece.view, shape.start(), shape.end()
    compact = view[start:end].isalnum()
    if not shape["digits"].translate(None, b" \n.-_/").isdigit():
        return 0.4
    pairs = shape["digits"].count(b" ") >= 2
    if is_reference(view, start) or PRODUCT.search(lead(view, start)):
        return 0.55 if pairs and piece.cased[start:end].isupper() else 0.4
    if piece.cased[start:end].islower() and not compact:
        worded = shape["prefix"] in _WORDS and view[start + 2 : start + 3] == b" "
        return 0.4 if worded and not _GROUPED.fullmatch(view, start + 3, end) else 0.8
    return 0.95


_BODY: Final = (
    rb"[ \n.\-_/]{0,2}(?:(?:[0-9][0-9oil]|[oil][0-9])(?:[ \n.\-_/]{0,2}[0-9oil]{2}){2}|"
    rb"[0-9]{3}[ .\-][0-9]{3})"
)

NINO: Final = Detector(
    "NINO",
    rb"\b[a-z]{2}" + _BODY + rb"(?:[ \n.\-_/]{0,2}[a-d]\b|[a-z]?\b)",
    find,
    rb"\b[a-z]{2}[ \n.\-_/]{0,2}(?:[0-9][0-9oil]|"
    rb"[oil][0-9])[ \n.\-_/]{0,2}[0-9oil][ \n.\-_]?[0-9oil][ \n.\-_/]{0,2}[0-9oil]{2}",
    reach=4,
    rare=True,
)
