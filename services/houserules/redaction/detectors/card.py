"""PAYMENT_CARD: 13 to 19 digits in the range of an issuer, with a right check digit.

Behind the word `card` the check digit is enough, from 12 digits on; behind `my card number` the length alone. The
expiry date and the security code that follow with their words go with the number.
"""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, in_address, is_reference, stands_alone
from houserules.redaction.detectors.cues import PRODUCT, lead
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
_OWN_CUE: Final = re.compile(
    rb"\b(?:my|our|his|her|their|mum's|mums|dad's|dads|nan's|nans) (?:new |old |own )?(?:mum's |mums |dad's |"
    rb"dads |nan's |nans )?"
    rb"(?:bank |visa |credit |debit |mastercard |amex |payment |prepaid |monzo |revolut |"
    rb"starling )*card(?:'?s)?(?: (?:no|num|number|details))?"
    rb"[^a-z0-9]{0,3}(?:(?:is|was|are)\b)?[^a-z0-9]{0,3}\Z"
)
_OTHER_CARD: Final = re.compile(
    rb"\b(?:library|gift|loyalty|nectar|club ?card|sim|railcard|oyster|membership|student|donor|imei|iccid|meid|"
    rb"isbn|ean|"
    rb"barcode|points|tesco|boots)(?: card)?(?: (?:no|num|number|code))?[^a-z0-9]{0,4}(?:(?:is|was)\b)?[^a-z0-9]{0,4}\Z"
)
_WITH_IT: Final = re.compile(
    rb"[ \n,;:.|\-(]{0,4}(?:"
    rb"(?:valid )?(?:exp(?:iry|ires|iration|irey)?|expire|valid(?: (?:to|thru|until|till|from))?|"
    rb"ends?)\b\.?(?: ?date)?[ :=.\-]{0,3}(?:is |on )?"
    rb"(?:[0-9]{1,2} ?[/\-. ] ?(?:20)?[0-9]{2}|[0-9]{4}|[a-z]{3,9} (?:20)?[0-9]{2})(?![0-9])"
    rb"|(?:0[1-9]|1[0-2])/(?:20)?[0-9]{2}(?=[ \n,;:.|\-(]{0,4}(?:and )?(?:my |the |its )?(?:cvv|cvc|cv2|csc|"
    rb"security|sec))"
    rb"|(?:and |with |the |my |its )*(?:cvv2?|cvc2?|cv2|csc|cid|security (?:code|number|no|digits)|sec code|"
    rb"3 digits|last 3(?: digits)?|three digits)"
    rb"(?: (?:code|number|no|on (?:the )?back))*[ :=.\-]{0,3}(?:is |are )?[0-9]{3,4}(?![0-9])"
    rb")\)?"
)
_IN_QUERY: Final = re.compile(rb"[?&/](?:[a-z]+[_\-])?(?:card|cc|pan|payment)[a-z_\-]*=\Z")
"""The name of a value in a web address that says what it is; other numbers there are identifiers."""

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
        score = _score(view, groups[index][1], lengths, len(groups))
        if lengths not in _GROUPINGS and b"," in view[groups[index][1] : groups[last][2]]:
            score = 0.3  # a list of numbers
        found.append(Found(groups[index][1], _to_the_end(view, groups[last][2]), score))
        index = last + 1
    if not found and stands_alone(view, start, groups[-1][2]) and (score := _announced(view, start, groups)):
        return [Found(start, _to_the_end(view, groups[-1][2]), score)]
    return found


def _announced(view: bytes, start: int, groups: list[tuple[str, int, int]]) -> float:
    """The score of digits in no issuer's range, or with a wrong check digit, that words call a card's."""
    head = lead(view, start)
    digits = "".join(group[0] for group in groups)
    if len(digits) > 19 or not _CUE.search(head) or _OTHER_CARD.search(head):
        return 0.0
    if luhn(digits):
        return 0.7
    plain = len(groups) == 1 or tuple(len(group[0]) for group in groups) in _GROUPINGS
    return 0.55 if len(digits) in (15, 16) and plain and _OWN_CUE.search(head) else 0.0


def _to_the_end(view: bytes, end: int) -> int:
    """Where what belongs to the number at `end` ends: its expiry date and security code, in either order."""
    for _ in range(3):
        more = _WITH_IT.match(view, end)
        if more is None:
            break
        end = more.end()
    return end


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
        return 0.9 if _IN_QUERY.search(view, max(0, start - 24), start) else 0.3
    head = lead(view, start)
    if is_reference(view, start) or PRODUCT.search(head) or _OTHER_CARD.search(head):
        return 0.4
    if len(lengths) == 1:
        return 0.95
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
    rb"[0-9](?:[ \n.,\-_/*\x0f]{0,3}[0-9]){11,}",
    find,
    rb"[0-9](?:[ \n.,\-_/*\x0f]{0,3}[0-9]){11}",
    reach=64,
)
