"""IBAN: international bank account numbers with a right length for their country and right check digits.

Behind the word `IBAN` a number counts with a slip in it, too.
"""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found
from houserules.redaction.detectors.cues import lead
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_LENGTHS: Final = {
    "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "br": 29, "by": 28,
    "ch": 21, "cr": 22, "cy": 28, "cz": 24, "de": 22, "dk": 18, "do": 28, "ee": 20, "eg": 29, "es": 24, "fi": 18,
    "fo": 18, "fr": 27, "gb": 22, "ge": 22, "gi": 23, "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22,
    "il": 23, "iq": 23, "is": 26, "it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "li": 21, "lt": 20, "lu": 20,
    "lv": 21, "mc": 27, "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30, "nl": 18, "no": 15, "pk": 24,
    "pl": 28, "ps": 29, "pt": 25, "qa": 29, "ro": 24, "rs": 22, "sa": 24, "se": 24, "si": 19, "sk": 24, "sm": 27,
    "tn": 24, "tr": 26, "ua": 29, "vg": 24, "xk": 20, "bi": 27, "dj": 27, "fk": 18, "lc": 32, "ly": 25, "mn": 20,
    "ni": 28, "om": 23, "ru": 33, "sc": 31, "sd": 18, "so": 23, "st": 25, "sv": 28, "tl": 23, "va": 22, "ye": 30,
}  # fmt: skip
_GAP: Final = rb"(?: ?[\-.] ?|[ \n]{1,2})?"
_CHARACTER: Final = re.compile(_GAP + rb"([a-z0-9])")
_CUE: Final = re.compile(rb"\biban\b[^0-9\x00]{0,20}\Z")
_ANNOUNCED: Final = re.compile(
    rb"[a-z]{2}[0-9]{2}(?:" + _GAP + rb"(?:[a-z]{1,4}(?=" + _GAP + rb"[0-9])|[a-z]*[0-9][a-z0-9]*)){2,9}"
)


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The account number that begins with the country code and check digits of one region."""
    view = piece.view
    country = view[start : start + 2].decode("ascii")
    position, code = start, ""
    while len(code) < _LENGTHS[country] and (character := _CHARACTER.match(view, position)):
        code += character[1].decode("ascii")
        position = character.end()
    whole = len(code) == _LENGTHS[country] and not view[position : position + 1].isalnum()
    if whole and is_valid(code):
        return [Found(start, position, 1.0)]
    if _CUE.search(lead(view, start, 32)) and (loose := _ANNOUNCED.match(view, start, start + 52)):
        # `ends` may be the word after the number; a number of the right length ends where it should.
        last = position if whole and code[-4:].isalnum() and loose.end() <= position else loose.end()
        if 12 <= sum(chr(byte).isalnum() for byte in view[start:last]) <= 34:
            return [Found(start, last, 0.65)]
    return []


def is_valid(code: str) -> bool:
    """Whether the check digits of a compact lower-case number are right (ISO 7064, modulus 97)."""
    return int("".join(str(int(character, 36)) for character in code[4:] + code[:4])) % 97 == 1


_HEAD: Final = rb"\b(?:" + "|".join(_LENGTHS).encode() + rb")[0-9]{2}"

IBAN: Final = Detector("IBAN", _HEAD, find, _HEAD + rb"(?:[ \n.\-]{0,3}[a-z0-9]){10}", 52, rare=True)
