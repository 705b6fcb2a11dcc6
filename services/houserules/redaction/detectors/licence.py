"""DRIVING_LICENCE: British driver numbers, which carry a birthday, and numbers called a driving licence's."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found
from houserules.redaction.detectors.cues import lead, rest
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_GAP: Final = rb"[ \n.\-_/]{0,2}"
_DRIVER: Final = re.compile(
    rb"(?P<name>[a-z]{1,5}9{0,4})" + _GAP + rb"(?P<born>[0-9o][0-9oil]{5})" + _GAP + rb"(?P<initials>[a-z][a-z9])" + _GAP
    + rb"(?P<check>[0-9a-z][0-9a-z]{2})(?:" + _GAP + rb"[0-9]{2}(?![0-9a-z/.\-]))?(?![a-z0-9])"
)  # fmt: skip
_CALLED: Final = re.compile(
    rb"\b(?:driv(?:ing|ers?|er's)(?: |-)?(?:licen[cs]es?|permit|number|num|no|id)|licen[cs]es?|dvla|dva|provisional)\b"
)
_ANNOUNCED: Final = re.compile(
    rb"\b(?:driv(?:ing|ers?|er's)[ \-]?licen[cs]es?|provisional(?: licen[cs]e)?|(?:dvla|dva)(?: licen[cs]e)?|driver"
    rb"|(?:my|his|her|their|mum's|dad's) licen[cs]e)"
    rb"(?:'?s)?[ \n]*(?:(?:no|num|number|nr|id|details?)\b\.?)?[^a-z0-9]{0,4}(?:(?:is|was|being|it's|"
    rb"its)\b)?[^a-z0-9]{0,4}\Z"
)
_EIGHT: Final = re.compile(rb"[0-9]{8}")
_AS_DIGITS: Final = bytes.maketrans(b"oil", b"011")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The driver number of one region, or the eight digits behind the words for a licence."""
    view = piece.view
    head = lead(view, start, 56)
    driver = _DRIVER.match(view, start)
    if driver is not None and len(driver["name"]) == 5:
        known = _CALLED.search(head) or _CALLED.search(rest(view, driver.end(), 40))
        certain = _is_real(driver)
        letters = not driver["born"].isdigit()
        score = 0.95 if certain and not letters else 0.7 if certain else 0.2
        if known:
            score = max(score, 0.9 if certain else 0.6)
        return [Found(start, driver.end(), score)]
    eight = _EIGHT.match(view, start)
    if (
        eight is not None
        and _ANNOUNCED.search(head)
        and not re.match(rb"[ \-.]?[0-9a-z]", view[eight.end() : eight.end() + 2])
    ):
        return [Found(start, eight.end(), 0.7)]
    return []


def _is_real(driver: re.Match[bytes]) -> bool:
    """Whether the digits can be a birthday: the decade, the month (50 more for women), the day, the year."""
    born = driver["born"].translate(_AS_DIGITS)
    month, day = int(born[1:3]) % 50, int(born[3:5])
    if int(born[1:3]) >= 63 or not 1 <= month <= 12 or not 1 <= day <= 31:
        return False
    # A surname's letters come first, and only then the nines that pad it.
    return driver["check"][1:].isalpha() or driver["check"][1:].isdigit() is False


_SHAPE: Final = (
    rb"\b(?:[a-z]{5}|[a-z]{4}9|[a-z]{3}99|[a-z]{2}999|"
    rb"[a-z]9999)[ \n.\-_/]{0,2}[0-9o][0-9oil]{5}[ \n.\-_/]{0,2}[a-z][a-z9]"
)

DRIVING_LICENCE: Final = Detector(
    "DRIVING_LICENCE",
    _SHAPE + rb"|\b[0-9]{8}\b",
    find,
    reach=12,
    rare=True,
)
