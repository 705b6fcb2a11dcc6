"""PASSPORT: a number that the words beside it call a passport's. No check digit tells one from any other number."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, is_reference
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_NUMBER: Final = re.compile(
    rb"(?<![a-z0-9])(?<![0-9][.,/\-])(?:"
    rb"[0-9]{9}|[0-9]{3}[ \-.][0-9]{3}[ \-.][0-9]{3}|[0-9]{4}[ \-][0-9]{5}|[0-9]{5}[ \-][0-9]{4}"
    rb"|[a-z]{1,3}[ \-]?[0-9]{6,8}|[a-z]{1,2}[ \-]?[0-9]{3}[ \-][0-9]{3,4}|[0-9]{2}[a-z]{2}[0-9]{5}|"
    rb"[a-z][0-9a-z]{8}"
    rb")(?![a-z0-9])(?![ .,\-][0-9])"
)
_DISTANCE: Final = 56
_LONGEST: Final = 14
_ANNOUNCED: Final = re.compile(
    rb"(?:'?s)?[ \n]*(?:(?:no|nos|num|number|numbers|nr|id|details?|info|ref)\b\.?)?[^a-z0-9]{0,4}(?:(?:is|are|"
    rb"was|being|it's|its)\b)?[^a-z0-9]{0,4}"
)
_OTHER: Final = re.compile(
    rb"\b(?:phone|call|ring|tel|telephone|text|fee|fees|cost|costs|office on|helpline|application|order|"
    rb"tracking|booking|flight|photos?|"
    rb"reference|ticket|invoice|receipt|post|barcode|issued in|sold|printed|people|phd)\b"
)
_NUMBERED: Final = re.compile(rb"\b(?:no|nos|num|number|numbers|nr|details|is|are)\b|[:#=]")
_BEHIND: Final = re.compile(
    rb"[ \n]{0,2}[\-,(:=]? ?(?:(?:is|was|are|that's|thats|which is|being|as|on) )?(?:(?:my|her|his|their|our|"
    rb"the|your|a|[a-z]+'?s) )?"
    rb"(?:(?:uk|british|irish|own|old|new|current|mum's|dad's|sister's|brother's|friend's) )?"
)
_ROUND: Final = re.compile(rb"[0-9]+0{5}")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The numbers that the word of one region calls a passport's."""
    view = piece.view
    if view.startswith((b" removed]", b" number removed]"), end):
        return []
    found: list[Found] = []
    for match in _NUMBER.finditer(view, end, min(len(view), end + _DISTANCE + _LONGEST)):
        gap = view[end : match.start()]
        score = _score(piece, gap, match) if not found else _another(view, found[-1].end, match)
        if score:
            found.append(Found(match.start(), match.end(), score))
    if not found:
        for match in _NUMBER.finditer(view, max(0, start - _DISTANCE), start):
            if _BEHIND.fullmatch(view, match.end(), start) and _is_number(match[0]):
                numbered = (
                    re.match(rb" ?(?:no|num|number|nr)\b", view[end : end + 8]) or len(view[match.end() : start]) > 1
                )
                found.append(Found(match.start(), match.end(), 0.8 if numbered else 0.4))
    return found


def _is_number(token: bytes) -> bool:
    return sum(48 <= byte <= 57 for byte in token) >= 5 and not _ROUND.fullmatch(token)


def _score(piece: Piece, gap: bytes, match: re.Match[bytes]) -> float:
    view = piece.view
    if not _is_number(match[0]) or re.search(rb"(?:[a-z]{3}|\A)[.!?;]+[ \n]+[a-z]|\n *\n|removed\]|\n.*\n.*\n", gap):
        return 0.0
    if _ANNOUNCED.fullmatch(gap):
        return 0.9
    if match[0][:1].isalpha() and not match[0].isalnum() and not piece.cased[match.start() : match.end()].isupper():
        return 0.0  # a word, and a number behind it
    if _OTHER.search(gap) or is_reference(view, match.start()):
        return 0.3
    return 0.8 if _NUMBERED.search(gap) else 0.55


def _another(view: bytes, end: int, match: re.Match[bytes]) -> float:
    """The score of a number that a list joins to one before it."""
    joined = re.fullmatch(
        rb" ?(?:,|&|and|or|/|\n)(?: and)? ?(?:[a-z]+'?s )?(?:(?:mine|his|hers|"
        rb"theirs) )?(?:is )?",
        view[end : match.start()],
    )
    return 0.8 if joined and _is_number(match[0]) else 0.0


PASSPORT: Final = Detector(
    "PASSPORT",
    rb"\b(?:pass?ports?|passprt|ppt(?: no| num|:))",
    find,
    reach=_DISTANCE + _LONGEST,
    rare=True,
)
