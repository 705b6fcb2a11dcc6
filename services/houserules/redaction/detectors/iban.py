"""IBAN: international bank account numbers with a right length for their country and right check digits."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_LENGTHS: Final = {
    "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "br": 29, "by": 28,
    "ch": 21, "cr": 22, "cy": 28, "cz": 24, "de": 22, "dk": 18, "do": 28, "ee": 20, "eg": 29, "es": 24, "fi": 18,
    "fo": 18, "fr": 27, "gb": 22, "ge": 22, "gi": 23, "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22,
    "il": 23, "iq": 23, "is": 26, "it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "li": 21, "lt": 20, "lu": 20,
    "lv": 21, "mc": 27, "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30, "nl": 18, "no": 15, "pk": 24,
    "pl": 28, "ps": 29, "pt": 25, "qa": 29, "ro": 24, "rs": 22, "sa": 24, "se": 24, "si": 19, "sk": 24, "sm": 27,
    "tn": 24, "tr": 26, "ua": 29, "vg": 24, "xk": 20,
}  # fmt: skip
_CHARACTER: Final = re.compile(rb"[ \-]?([a-z0-9])")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The account number that begins with the country code and check digits of one region."""
    view = piece.view
    country = view[start : start + 2].decode("ascii")
    position, code = start, ""
    while len(code) < _LENGTHS[country] and (character := _CHARACTER.match(view, position)):
        code += character[1].decode("ascii")
        position = character.end()
    if len(code) < _LENGTHS[country] or view[position : position + 1].isalnum() or not is_valid(code):
        return []
    return [Found(start, position, 1.0)]


def is_valid(code: str) -> bool:
    """Whether the check digits of a compact lower-case number are right (ISO 7064, modulus 97)."""
    return int("".join(str(int(character, 36)) for character in code[4:] + code[:4])) % 97 == 1


_HEAD: Final = rb"\b(?:" + "|".join(_LENGTHS).encode() + rb")[0-9]{2}"

IBAN: Final = Detector("IBAN", _HEAD, find, _HEAD + rb"(?:[ \-]?[a-z0-9]){11}", 48)
