"""PAYMENT_CARD: 13 to 19 digits in the range of an issuer, with a right check digit.

Behind the word `card` the check digit is enough, from 12 digits on.
"""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, in_address, is_reference, stands_alone
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_ISSUERS: Final = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|(?:50(?:18|20|38)|5612|5893|6304|67(?:59|6[1-3]))\d{9,15}"  # Maestro
    r"|(?:6011\d\d|64[4-9]\d{3}|65\d{4})\d{10,13}"  # Discover
    r"|62\d{14,17}"  # UnionPay
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|3(?:0[0-59]|[689]\d)\d{11}"  # Diners Club
)
_CUE: Final = re.compile(rb"\b(?:cards?|credit|debit|cc|visa|mastercard|amex|maestro|pan)\b[^\x00.!?\n]{0,24}\Z")
_DIGITS: Final = re.compile(rb"[0-9]+")
_GROUPINGS: Final = frozenset(
    (
        (4, 4, 4, 4),
        (4, 6, 5),
        (4, 6, 4),
        (4, 4, 4, 4, 3),
        (4, 4, 4, 1),
        (4, 5, 6),
        (8, 8),
        (6, 7),
        (6, 10),
        (6, 13),
        (4, 12),
    )
)


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The card numbers in one region."""
    view = piece.view
    groups = [(match[0].decode("ascii"), match.start(), match.end()) for match in _DIGITS.finditer(view, start, end)]
    found: list[Found] = []
    index = 0
    while index < len(groups):
        last = _card(groups, index)
        if last is None or not stands_alone(view, groups[index][1], groups[last][2]):
            index += 1
            continue
        lengths = tuple(len(group[0]) for group in groups[index : last + 1])
        found.append(Found(groups[index][1], groups[last][2], _score(view, groups[index][1], lengths, len(groups))))
        index = last + 1
    if not found and _CUE.search(before(view, start, 40)):
        digits = "".join(group[0] for group in groups)
        if len(digits) <= 19 and luhn(digits) and stands_alone(view, start, groups[-1][2]):
            return [Found(start, groups[-1][2], 0.7)]
    return found


def _card(groups: list[tuple[str, int, int]], first: int) -> int | None:
    """The last group of the card that begins with group `first`, or None."""
    digits = groups[first][0]
    if digits[0] not in "23456":
        return None
    digits = ""
    longest = None
    for last in range(first, len(groups)):
        digits += groups[last][0]
        if len(digits) > 19:
            break
        if len(digits) >= 13 and _ISSUERS.fullmatch(digits) and luhn(digits):
            longest = last
    return longest


def _score(view: bytes, start: int, lengths: tuple[int, ...], groups: int) -> float:
    if in_address(view, start):
        return 0.3
    if len(lengths) == 1:
        return 0.4 if is_reference(view, start) else 0.95
    if lengths in _GROUPINGS:
        return 1.0
    # An odd grouping is believed only if nothing is left over: one row of numbers in ten has a right check digit.
    return 0.6 if len(lengths) == groups else 0.3


def luhn(digits: str) -> bool:
    """Whether the last digit is the right check digit (ISO/IEC 7812)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) << (index & 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


PAYMENT_CARD: Final = Detector(
    "PAYMENT_CARD",
    rb"[0-9](?:[ \n.\-_/]{0,2}[0-9]){11,}",
    find,
)
