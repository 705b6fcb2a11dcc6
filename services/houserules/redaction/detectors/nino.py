"""NINO: British National Insurance numbers."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, is_reference
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_CUE: Final = re.compile(rb"\b(?:ni|nino|national insurance|n\.i\.|insurance)\b[^\x00]{0,20}\Z")
_UNUSED: Final = frozenset((b"bg", b"gb", b"kn", b"nk", b"nt", b"tn", b"zz"))
"""Prefixes that are never given out."""


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The National Insurance number in one region."""
    view = piece.view
    if view[start : start + 2] in _UNUSED:
        return []
    score = 0.95
    if view[start:end].isalnum() and is_reference(view, start):
        score = 0.4
    elif piece.cased[start:end].islower() and not view[start:end].isalnum():
        score = 0.8
    if score < 0.95 and _CUE.search(before(view, start, 40)):
        score = 0.95
    return [Found(start, end, score)]


NINO: Final = Detector(
    "NINO",
    rb"\b[a-ceghj-prstw-z][a-ceghj-nprstw-z](?:[ \-.]?[0-9]{2}){3}[ \-.]?[a-d]\b",
    find,
)
