"""PHONE: British numbers however they are written, and international ones that begin with + or 00.

Where no numbering plan vouches for the digits, words do: `my number is 555 0123`.
"""

import re
from itertools import pairwise
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, is_reference, stands_alone
from houserules.redaction.detectors.digits import ATOM, SEPARATOR, WORD, Group, is_date, read
from houserules.redaction.detectors.numbering import dialable, international, is_mobile, united_kingdom
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_SHORTEST: Final = 8
"""Digits of the shortest number that is recognised without words around it: 0800 1111."""

_LONGEST: Final = 17
"""Digits of the longest spelling: 00, a country code, and what E.164 allows behind it."""

_CUE: Final = re.compile(
    rb"\b(?:call|calls|text|txt|ring|phone|tel|telephone|mob|mobile|cell|whatsapp|wa|number|num|dial|sms|msg|message|contact)\b"
    rb"[^\n\x00]{0,16}\Z"
)
_STRONG_CUE: Final = re.compile(
    rb"\b(?:(?:call|text|txt|ring|phone|whatsapp|dial|message|msg) (?:me|him|her|us|them)(?: (?:on|at|now))*"
    rb"|(?:my|his|her|their|our) (?:new |old |phone |mobile |mob |cell |home |work |contact )*"
    rb"(?:number|num|no|phone|mobile|cell|mob|digits)(?: is|'s|s)?"
    rb"|(?:tel|mob|mobile|cell|telephone|phone|whatsapp)\.?(?: no\.?| number)?"
    rb"|(?:fax|desk|office|home|work|direct|landline|hotline)(?: no\.?| number)?:)[ :.=\-(]{1,3}\Z"
)
_BEHIND_CUE: Final = b" :.=-("
_ENDS_OF_CUES: Final = tuple(
    b"me him her us them on at now number num no phone mobile cell mob digits is s tel telephone whatsapp fax desk office "
    b"home work direct landline hotline".split()
)
"""How every one of `_STRONG_CUE` ends: nearly all numbers have no cue, and looking for one takes longer than the rest."""

_AFTER_CUE: Final = re.compile(
    rb"[ ,.!(\-]{0,3}(?:(?:is|that's|thats|its|it's|=) (?:my|his|her|their|the|our) (?:new |phone |mobile )*"
    rb"(?:number|num|no|mobile|phone|mob|cell)"
    rb"|(?:text|txt|call|ring|phone|msg|message|whatsapp) (?:me|him|her|us|them)|(?:if (?:you|u) )?(?:need|want) me)\b"
)
_COUNTED: Final = re.compile(rb"thousand|hundred and\b")
_WITHOUT_ZERO: Final = re.compile(
    rb"\b(?:without|minus|drop|add|missing|forget|leave off|take off) (?:the |a )?(?:0|o|zero)\b[^\x00]{0,24}\Z"
)
_EXTENSION: Final = re.compile(
    rb"[ ,;]{0,2}\(?(?:(?:extension|extn|ext|xtn)\b[ .:]{0,2}(?:no\.? |number )?[0-9]{1,6}|x ?[0-9]{2,6})\b\)?"
    rb"|/[0-9]{2,6}\b(?![/.%])"
)
"""What belongs to a number behind it: an extension, or the last digits of the next number (`01632 960123/4`)."""

_START: Final = re.compile(
    rb"(?<![0-9])(?:[+0o47]|%2b|plus|zero|nought|naught|nil|double|dbl|triple|treble|four|seven|forty|seventy"
    rb"|[2-9][0-9]{2}[).\-])"
)
"""How a telephone number may begin."""

_SIGNS: Final = (b"+", b"+(", b"+ ", b"(+", b"%2b", b"plus ")
_FIRST_DIGITS: Final = b"047"
_LOOKALIKES: Final = b"oil"
_BEGINNING: Final = re.compile(rb"[oil]+(?![a-z]) ?")

_NORTH_AMERICAN: Final = ((b"-", b"-"), (b".", b"."), (b") ", b"-"), (b")", b"-"), (b") ", b" "))

_ISBN: Final = re.compile(rb"\bisbn[ :-]?(?:1[03])?[ :-]{0,3}\Z")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The telephone numbers in one region."""
    view = piece.view
    if start and view[start] in _LOOKALIKES and view[start - 1 : start].isalpha():
        # The end of a word, such as `call`, that could be digits: the number begins behind it.
        beginning = _BEGINNING.match(view, start, end)
        start = start if beginning is None else beginning.end()
        if start >= end:
            return []
    # The sign before the first digit is outside the region.
    signed = _with_sign(view, start)
    if (
        signed == start
        and view[start] not in _FIRST_DIGITS
        and not _START.search(view, start, end)
        and not _is_announced(view, signed, start, registry)
    ):
        return []
    found: list[Found] = []
    for run in read(view, signed, end):
        if _is_isbn(view, run):
            continue
        index = 0
        while index < len(run):
            match = _number(view, run, index, registry)
            if match is None and run[index].start <= start and _is_announced(view, signed, start, registry):
                match = _as_announced(view, run)
            if match is None:
                index += 1
            else:
                last, item = match
                found.append(_extended(view, item))
                index = last + 1
    return found


def _extended(view: bytes, item: Found) -> Found:
    """`item` with its extension."""
    extension = None if item.contact else _EXTENSION.match(view, item.end, item.end + 24)
    return item._replace(end=extension.end()) if extension else item


def _with_sign(view: bytes, start: int) -> int:
    if start == 0 or view[start - 1] not in b"+( bs":
        return start
    head = before(view, start, 6)
    if not head.endswith(_SIGNS):
        return start
    return start - next(len(sign) for sign in _SIGNS if head.endswith(sign))


def _number(view: bytes, run: list[Group], first: int, registry: ContactRegistry) -> tuple[int, Found] | None:
    """The number that begins with group `first`, and the index of its last group."""
    group = run[first]
    registered = registry.may_begin(group.digits)
    if group.plus < 0 and len(group.digits) == 3 and (found := _north_american(view, run, first)):
        return found
    if group.digits[0] not in "047" and group.plus < 0 and not registered:
        return None
    digits = ""
    spellings: list[tuple[int, str]] = []
    for last in range(first, len(run)):
        digits += run[last].digits
        if len(digits) > _LONGEST:
            break
        if len(digits) >= _SHORTEST:
            spellings.append((last, digits))
        registered = registered and registry.may_begin(digits)
        if registered and (contact := registry.phone(digits)):
            return last, Found(_start(view, group, run[last].end), run[last].end, 1.0, contact)
    for last, digits in reversed(spellings):
        certainty = _certainty(view, group, digits, single=last == first)
        if not certainty:
            continue
        start, end = _start(view, group, run[last].end), run[last].end
        if stands_alone(view, start, end) and (score := _judged(view, run, first, last, certainty)) > 0:
            return last, Found(start, end, score)
    return None


def _north_american(view: bytes, run: list[Group], first: int) -> tuple[int, Found] | None:
    """A number written as in North America, `(212) 555-0123`: without a + the signs are what tells it."""
    groups = run[first : first + 3]
    if [len(group.digits) for group in groups] != [3, 3, 4] or groups[2].plus >= 0:
        return None
    gaps = view[groups[0].end : groups[1].start], view[groups[1].end : groups[2].start]
    # `1-800-555-0123`: the 1 is the country's.
    lead = run[first - 1] if first and run[first - 1].digits == "1" else groups[0]
    start, end = _start(view, lead, groups[2].end), groups[2].end
    if gaps not in _NORTH_AMERICAN or not stands_alone(view, start, end) or is_reference(view, start):
        return None
    return (
        (first + 2, Found(start, end, 0.6)) if international("1" + "".join(group.digits for group in groups)) else None
    )


def _certainty(view: bytes, group: Group, digits: str, *, single: bool) -> float:
    """What the numbering plans say of `digits`."""
    if group.plus >= 0:
        if digits.startswith("44"):
            return united_kingdom(digits[2:].removeprefix("0"))
        # In groups behind a + even a number that the plan does not know is one; `+1000000` points are not.
        return 1.0 if international(digits) else 0.55 if not single and dialable(digits) else 0.0
    if digits.startswith("00"):
        if digits.startswith("0044"):
            return united_kingdom(digits[4:].removeprefix("0"))
        return (0.3 if single else 0.7) if len(digits) > 10 and international(digits[2:]) else 0.0
    if digits.startswith("0"):
        return united_kingdom(digits[1:])
    if digits.startswith("44") and len(digits) in (12, 13):
        return min(0.8, united_kingdom(digits[2:].removeprefix("0")))
    if (
        len(digits) == 10
        and len(group.digits) != 9  # nine digits and a word, `706669644... one`, are two things
        and is_mobile(digits)
        and not (group.words and _COUNTED.search(view, group.start, group.end + 80))
    ):
        return 0.3 if single else 0.5 * united_kingdom(digits)
    return 0.0


def _judged(view: bytes, run: list[Group], first: int, last: int, certainty: float) -> float:
    """`certainty` weighed against how the number is written and what stands before it; 0 if it is something else."""
    groups = run[first : last + 1]
    start = groups[0].start
    single = len(groups) == 1
    if single and first and view[run[first - 1].end : start] == b".":
        return 0.0  # the digits behind a decimal point
    if not single and (_is_fraction(view, groups) or _is_list(view, groups)):
        return 0.0
    if certainty < 1.0 and not single and certainty >= 0.4:
        certainty += 0.1
    if (single or certainty <= 0.6) and is_reference(view, start):
        return certainty - 0.6
    if certainty < 0.9 and _is_cued(view, start, groups[-1].end):
        certainty += 0.3
    return min(certainty, 1.0)


def _is_cued(view: bytes, start: int, end: int) -> bool:
    """Whether the words around a number speak of telephones."""
    head = before(view, start, 48)
    return bool(_CUE.search(head) or _AFTER_CUE.match(view, end, end + 40) or _WITHOUT_ZERO.search(head))


def _is_fraction(view: bytes, groups: list[Group]) -> bool:
    """Whether the groups begin behind a decimal point: `0.07 0.70 0.09` are three numbers."""
    start = groups[0].start
    if start < 2 or view[start - 1 : start] != b"." or not view[start - 2 : start - 1].isdigit():
        return False
    return view[groups[0].end : groups[1].start] == b" " and len(groups[0].digits) < 4


def _counts_up(groups: list[Group], least: int) -> bool:
    """Whether at least so many steps of one follow each other: people count, or list bus routes."""
    steps = 0
    for left, right in pairwise(groups):
        steps = steps + 1 if int(right.digits) == int(left.digits) + 1 else 0
        if steps == least:
            return True
    return False


def _is_list(view: bytes, groups: list[Group]) -> bool:
    """Whether the groups are a decimal fraction, lottery numbers or a row of scores."""
    if len(groups) <= 4 and len(groups[0].digits) > 1:
        return False
    gaps = [view[left.end : right.start] for left, right in pairwise(groups)]
    digits = [group.digits for group in groups]
    if groups[0].plus < 0 and _counts_up(groups, 6 if digits[0][0] == "0" else 4):
        return True
    if digits[0] == "0" and gaps[0] == b"." and len(digits[1]) > 1:
        return True
    pairs = digits[:-1] if len(digits[-1]) == 1 else digits
    if len(digits) >= 5 and all(len(pair) == 2 for pair in pairs):
        values = [int(value) for value in digits]
        return all(left < right for left, right in pairwise(values[: len(pairs)]))
    singles = all(len(value) == 1 for value in digits) and not any(group.words for group in groups)
    return singles and gaps.count(b"-") >= 2 and sum(gap in (b" ", b", ", b"\n") for gap in gaps) >= 2


def _is_announced(view: bytes, signed: int, start: int, registry: ContactRegistry) -> bool:
    """Whether the words before a number, its sign at `signed` and its first digit at `start`, say what it is."""
    head = before(view, signed, 48)
    if head.rstrip(_BEHIND_CUE).endswith(_ENDS_OF_CUES) and _STRONG_CUE.search(head):
        return True
    # A helpline's name says so, too: what follows may be a false number for it.
    return view[start : start + 1] in (b"0", b"o", b"z", b"n") and registry.is_named(head[-32:])


def _as_announced(view: bytes, run: list[Group]) -> tuple[int, Found] | None:
    """The run as a number that no numbering plan knows, but that somebody calls a telephone number."""
    if not 7 <= sum(len(group.digits) for group in run) <= 15:
        return None
    if len(run) == 3 and is_date(run[0].digits, run[1].digits, run[2].digits):
        return None
    start, end = _start(view, run[0], run[-1].end), run[-1].end
    return (len(run) - 1, Found(start, end, 0.65)) if stands_alone(view, start, end) else None


def _is_isbn(view: bytes, run: list[Group]) -> bool:
    head = before(view, run[0].start, 16)
    if b"isbn" in head and _ISBN.search(head):
        return True
    return run[0].digits[:3] in ("978", "979") and sum(len(group.digits) for group in run) == 13


def _start(view: bytes, group: Group, end: int) -> int:
    """Where the number that ends at `end` begins, with the signs before its first digit."""
    start = group.start if group.plus < 0 else group.plus
    if start and view[start - 1 : start] == b"(" and view.find(b")", start, end) >= 0:
        start -= 1
    return start


_MORE: Final = rb"(?:" + SEPARATOR + ATOM + rb"){6"
_GATE: Final = rb"|".join(
    (
        rb"\b(?:" + WORD + rb"|o)" + _MORE + rb"}",
        rb"(?:\b|[a-z_])[047]" + _MORE + rb"}",
        rb"(?:\+|%2b|plus )[ (]{0,6}" + ATOM + _MORE + rb"}",
        rb"\b(?:" + b"|".join(_ENDS_OF_CUES) + rb")s?[ :.=\-(]{1,3}[0-9il]" + _MORE + rb"}",
        rb"\b[2-9][0-9]{2}(?:[.\-]|\) ?)[0-9]{3}[ .\-][0-9]{4}",
    )
)
"""How a number may begin: as the numbering plan has it, in words, behind a sign or a cue, or as in North America.

`10 30 500` passes none of them. Every `i` and `l` would be one beginning too many, and any digit one of too many texts.
"""

PHONE: Final = Detector("PHONE", ATOM + _MORE + rb",}", find, _GATE, 12)
