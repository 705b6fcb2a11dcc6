"""What a detector is, and the small questions about neighbouring words that several of them ask."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from houserules.contracts.vocabulary import PiiType
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry


class Found(NamedTuple):
    """`[start, end)` of the view, and how sure the detector is, 0 to 1. With `contact` it is that contact's own detail."""

    start: int
    end: int
    score: float
    contact: str | None = None


Finder = Callable[[Piece, int, int, ContactRegistry], list[Found]]
"""`find(piece, start, end, registry)`: what stands in one region of a text. The regions of a text come in order."""


@dataclass(frozen=True, slots=True)
class Detector:
    """One type of personal information.

    `region` is an RE2 pattern over the lower-case view (`houserules.redaction.folding`): where a finding may stand. It
    must be linear-time and must not match `BOUNDARY`. `gate` is a cheaper or stricter pattern that matches in every
    text that holds a finding, or empty to use `region`. `find` may look around its region, and its findings may stick
    out of it by `reach` characters; when it fails, the region and its reach are taken out unread. A region with a finding
    begins at most `lead` characters before the first match of any detector's gate: nothing before is read. `rare` detectors
    have no region in nearly all texts: they are looked for all at once first, since each scan costs the same for nothing.

    Gates of the same `automaton` are run as one. One for all would be cheaper on texts of few words, but what an automaton
    has to learn is the product of its parts: on real posts it never settles, and takes 55 us a post where two take 10.
    """

    type: PiiType
    region: bytes
    find: Finder
    gate: bytes = b""
    reach: int = 0
    rare: bool = False
    lead: int = 16
    automaton: int = 0


_GLUED_LEFT: Final = re.compile(rb"[a-z]{1,12}\Z")
_GLUED_RIGHT: Final = re.compile(rb"([a-z]+)([0-9]?)")
_LEADS: Final = frozenset(
    b"at on or no to is text txt tel call calls ring dial mob mobile ph phone num number whatsapp wa m t p h f fax sms "
    b"card visa amex mastercard debit credit nhs acc account sort code".split()
)

REFERENCE: Final = re.compile(
    rb"\b(?:orders?|ref|reference|invoice|booking|tracking|parcel|ticket|serial|case|isbn|issn|ean|sku|policy|receipt|"
    rb"transaction|consignment|flight|model|version|part|product|item|job|lot|batch|catalogue|barcode|id|docket|po)\b"
    rb"[ .:#-]{0,3}(?:(?:no|number|num|id|code|nr|ref|is|was)\b[ .:#-]{0,3}){0,2}\Z"
)
"""Words right before a number that make it a reference and nobody's personal detail."""


def before(view: bytes, start: int, length: int) -> bytes:
    """At most `length` characters of the view before `start`."""
    return view[start - length if start > length else 0 : start]


def stands_alone(view: bytes, start: int, end: int) -> bool:
    """Whether the number at `[start, end)` is a word of its own, or is glued only to words that lead to a number.

    `call07700900123now` does, and `x` and an extension may follow; the digits in the middle of a hash or a parcel code do not.
    """
    if start and view[start - 1 : start].isalnum():
        left = _GLUED_LEFT.search(before(view, start, 13))
        if left is None or left[0] not in _LEADS:
            return False
    if end < len(view) and view[end : end + 1].isalnum():
        right = _GLUED_RIGHT.match(view, end, end + 16)
        return right is not None and (not right[2] or len(right[1]) >= 3 or right[1] == b"x")
    return True


def is_reference(view: bytes, start: int) -> bool:
    """Whether the words right before `start` announce an order number, a booking or the like."""
    return REFERENCE.search(before(view, start, 40)) is not None


def in_address(view: bytes, start: int) -> bool:
    """Whether `start` falls inside a web address."""
    token = before(view, start, 200).split()[-1:] if start and not view[start - 1 : start].isspace() else []
    return bool(token) and (b"://" in token[0] or b"www." in token[0])
