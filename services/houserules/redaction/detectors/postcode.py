"""POSTCODE: full British postcodes, in any spacing and case."""

import re
from typing import Final

from houserules.redaction.detectors.address_places import PLACES
from houserules.redaction.detectors.base import (
    Detector,
    Found,
    before,
    in_address,
    is_reference,
)
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_RANGES: Final = (
    "ab 10-16,21-25,30-39,41-45,51-56,99; al 1-10; b 1-21,23-38,40,42-50,60-80,90-99; ba 1-16,20-22; bb 1-12,18,94; "
    "bd 1-24,97-99; bf 1; bh 1-25,31; bl 0-9,11,78; bn 1-29,41-45,50-52,88,91,95,99; br 1-8,98; bs "
    "0-16,20-41,48,49,80,98,99; bt 1-49,51-58,60-71,74-82,92-94; ca 1-28,95,99; cb 1-11,21-25; cf "
    "3,5,10-11,14-15,23-24,30-48,61-64,71-72,81-83,91,95,98-99; ch 1-8,25-34,41-49,60-66,70,88,99; cm "
    "0-9,11-24,77,92,98-99; co 1-16; cr 0,2-9,44,90; ct 1-21,50; cv 1-13,21-23,31-37,47; cw 1-12,98; da 1-18; dd "
    "1-11; de 1,3-7,11-15,21-24,45,55-56,65,72-75,99; dg 1-14,16; dh 1-9,97-99; dl 1-17,98; dn 1-12,14-22,31-41,55; "
    "dt 1-11; dy 1-14; e 1-18,20,77,98; ec 1-4,50; eh 1-55,91,95,99; en 1-11,77; ex 1-24,31-39; fk 1-21; fy 0-8; g "
    "1-5,9,11-15,20-23,31-34,40-46,51-53,58,60-84,90; gl 1-20,50-56; gu 1-35,46-47,51-52,95; gx 11; gy 1-10; ha 0-9; hd "
    "1-9,97,98; hg 1-5; hp 1-23,27; hr 1-9; hs 1-9; hu 1-20; hx 1-7; ig 1-11; im 1-9,86,87,99; ip 1-33,98; iv "
    "1-28,30-32,36,40-49,51-56,63; je 1-5; ka 1-30; kt 1-24; kw 1-3,5-17; ky 1-16,99; l 1-40,67-75,80; la 1-23; ld "
    "1-8; le 1-19,21,41,55,67,87,94,95; ll 11-49,51-78; ln 1-13; ls 1-29,88,98,99; lu 1-7; m "
    "1-9,11-35,38,40-41,43-46,50,60-61,90,99; me 1-20,99; mk 1-19,40-46,77; ml 1-12; n 1-22,81; ne "
    "1-13,15-49,61-71,82-83,85,88,92,98-99; ng 1-25,31-34,70,80,90; nn 1-18,29; np 4,7-8,10-13,15-16,18-20,22-26,44; "
    "nr 1-35,99; nw 1-11,26; ol 1-16,95; ox 1-18,20,25-29,33,39,44,49; pa 1-38,41-49,60-80; pe 1-38,99; ph "
    "1-44,49-50; pl 1-35,95; po 1-22,30-41; pr 0-9,11,25-26; rg 1-2,4-10,12,14,17-31,40-42,45; rh 1-20,77; rm "
    "1-20,50; s 1-14,17-18,20-21,25-26,32-33,35-36,40-45,49,60-66,70-75,80-81,95-99; sa 1-20,31-48,61-73,80,99; se "
    "1-28; sg 1-19; sk 1-17,22-23; sl 0-9,60,95; sm 1-7; sn 1-16,25-26,38,99; so 14-24,30-32,40-43,45,50-53,97; sp "
    "1-11; sr 1-9,43; ss 0-17,22,99; st 1-21,55; sw 1-20,95,99; sy 1-25,99; ta 1-24; td 1-15; tf 1-13; tn 1-40; tq "
    "1-14; tr 1-27; ts 1-29; tw 1-20; ub 1-11,18; w 1-14; wa 1-16,55,88; wc 1-2; wd 1-7,17-19,23-25,99; wf 1-17,90; "
    "wn 1-8; wr 1-15,78,99; ws 1-15; wv 1-16,98-99; yo 1,7-8,10-19,21-26,30-32,41-43,51,60-62,90-91; ze 1-3"
)
"""The districts of every postcode area, those of large users and boxes among them."""


def _districts(ranges: str) -> dict[bytes, frozenset[int]]:
    """`m 1-3,5` as a set of numbers by area."""
    districts: dict[bytes, frozenset[int]] = {}
    for entry in ranges.split("; "):
        area, _, numbers = entry.partition(" ")
        spans = (number.partition("-") for number in numbers.split(","))
        districts[area.encode()] = frozenset(
            district for first, _, last in spans for district in range(int(first), int(last or first) + 1)
        )
    return districts


_DISTRICTS: Final = _districts(_RANGES)
_ZERO_DISTRICTS: Final = frozenset(b"bl bs cm cr fy ha pr sl ss".split())
_LETTER_AFTER_ONE: Final = {b"e": b"w", b"n": b"cp", b"w": b"abcdefghjkpstuw"}
_LETTER_AFTER_TWO: Final = {
    b"ec": b"amnpravy", b"nw": b"w", b"se": b"p", b"sw": b"aehpvwxy", b"wc": b"abehnrvx",
}  # fmt: skip

_UNIT: Final = rb"[abd-hjlnp-uw-z]{2}"
_SPACE: Final = rb"(?:[ \n.,\-+_]|%20){0,3}"
_SHAPE: Final = re.compile(
    rb"(?P<area>[a-z]{1,2})(?P<gap> {0,2})(?P<district>[0-9][0-9]?[a-z]?)(?P<space>"
    + _SPACE
    + rb")(?P<sector>[0-9]) ?(?P<unit>"
    + _UNIT
    + rb")\b"
)
_SPACED: Final = rb"[a-z](?: [a-z])? [0-9](?: [0-9])?(?: [a-z])? {1,3}[0-9] [a-z] [a-z]"
_SLIPS: Final = (
    rb"[a-z]{1,2}[0-9][0-9]?[a-z]?[ -]{1,2}[oil] ?" + _UNIT,
    rb"[a-z]{1,2}[oil][0-9a-z]?[ -]{0,2}[0-9] ?" + _UNIT,
    rb"(?:0[lx]|[scpy]0)[0-9]{1,2}[ -]{0,2}[0-9] ?" + _UNIT,
)
"""Postcodes with a letter where a digit belongs, or the other way round: `M1 lAA`, `SW1A OAA`, `MI 1AA`, `0L1 1AA`."""

_OTHERS: Final = re.compile(rb"gir ?0aa|bfpo ?[0-9]{1,4}")
_OUTWARD: Final = re.compile(rb"(?P<area>[a-z]{1,2})(?P<district>[0-9][0-9]?[a-z]?)\b")
_LONGEST: Final = 16
_CUE: Final = re.compile(
    rb"\b(?:post ?codes?|zip|address|live|lives|lived|living|house|flat|street|road|st|rd|ave|avenue|lane|close|drive|way|"
    rb"court)\b[^\x00]{0,28}\Z"
)
_NAMED: Final = re.compile(rb"\b(?:post ?code|p/?code|add?ress)(?:s|'s)?(?: is| was|:| -)?(?: at| in| now)? ?\Z")
_LAST_WORD: Final = re.compile(rb"([a-z]+)[ ,\n]{1,3}\Z")
_ORDINALS: Final = frozenset((b"1st", b"2nd", b"3rd", *(b"%dth" % digit for digit in (0, *range(4, 10)))))
_PLACED: Final = re.compile(
    rb"(?:\b(?:at|to|in|round|near|from|into|outside|postcode|area|maps|"
    rb"sat ?nav|(?:we|they|u|you)(?:'?re| are)|i'?m|(?:he|she)'?s|"
    rb"is|this|live[sd]?|lane|street|road|avenue|rd|st|close)|:)[ ,]{1,2}\Z"
)
"""What leads to a place, right before it."""

_DEVICES: Final = frozenset((b"hp", b"se", b"tv", b"sd"))
_STORAGE: Final = frozenset((b"gb", b"tb"))
_MEASURES: Final = frozenset(b"lb ft hz hr yr px dr wd yd".split())
"""What follows a single digit in ordinary text (`the E5 6ft away`); `S21 5GB` is no postcode in capitals either."""

_WORDS: Final = frozenset(
    b"us we he be up an as at re ya ye ha la pa ur tb nd rd st th ft lb hr yr px gb ed er ah eh".split()
)
_SHORT: Final = frozenset((b"b4", b"m8", b"l8", b"w8", b"n1", b"s1"))
"""`before`, `mate`, `late`, `wait`, `nice one` as people type them."""

_INWARD_WORDS: Final = frozenset(
    b"old ore oat oar oaf odd ode off oft our owe owl one own out oil opt ill inn ink its ire ids ing lad "
    b"lab lag lap law lay led lee leg let lie lug lux las laz lee les lol lot".split()
)
_AS_DIGIT: Final = bytes.maketrans(b"oil", b"011")
_AS_LETTER: Final = bytes.maketrans(b"01", b"oi")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The postcode in one region."""
    view = piece.view
    if start and view[start - 1 : start] in (b"'", b"#", b"@"):
        return []
    if _OTHERS.fullmatch(view, start, end):
        return [Found(start, end, 0.9)]
    shape = _SHAPE.match(view, start, end)
    if shape is None or not _exists(shape["area"], shape["district"]):
        return _slipped(piece, start, end, registry)
    compact = b"".join((shape["area"], shape["district"], shape["sector"], shape["unit"]))
    if contact := registry.postcode(compact):
        return [Found(start, shape.end(), 1.0, contact)]
    return [Found(start, shape.end(), _score(piece, shape))]


def _slipped(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The postcode that a region would hold with `O` for `0`, `I` or `l` for `1`, or without the spaces in it."""
    view, cased = piece.view, piece.cased[start:end]
    compact = re.sub(rb"[ -]", b"", view[start:end])
    if not 5 <= len(compact) <= 7:
        return []
    mended = _mended(compact)
    if not mended:
        return []
    if contact := registry.postcode(mended):
        return [Found(start, end, 1.0, contact)]
    # A capital L is no 1; what else is in lower case must be what slipped.
    letters = re.sub(rb"[ -]", b"", cased)
    slips = [index for index in range(len(compact)) if compact[index] != mended[index]]
    if any(letters[index] == 0x4C for index in slips) or len(slips) > 2:
        return []
    capitals = all(
        bytes((letter,)).isupper() for i, letter in enumerate(letters) if chr(letter).isalpha() and i not in slips
    )
    score = 0.75 if capitals else 0.55 if not slips else 0.35
    inward = compact[-3:]
    if slips and (inward in _INWARD_WORDS or inward in _ORDINALS or inward[1:] in _STORAGE):
        score -= 0.4
    if is_reference(view, start) or in_address(view, start):
        score -= 0.5
    if _is_expected(view, start) or (_PLACED.search(before(view, start, 12)) and not compact[1:2].isdigit()):
        score += 0.3
    return [Found(start, end, max(score, 0.0))]


def _mended(compact: bytes) -> bytes:
    """The postcode that `compact` stands for if digits and letters that look alike were mixed up, or nothing."""
    inward = compact[-3:-2].translate(_AS_DIGIT) + compact[-2:]
    if not inward[:1].isdigit() or not re.fullmatch(_UNIT, inward[1:]):
        return b""
    outward = compact[:-3]
    for length in (2, 1):
        area, rest = outward[:length].translate(_AS_LETTER), outward[length:]
        for district in (
            rest.translate(_AS_DIGIT),
            rest[:1].translate(_AS_DIGIT) + rest[1:],
        ):
            if district[:1].isdigit() and _exists(area, district) and _is_known(area, district):
                return area + district + inward
    return b""


def _is_known(area: bytes, district: bytes) -> bool:
    """Whether there is such a district today."""
    return int(district.rstrip(b"abcdefghijklmnopqrstuvwxyz")) in _DISTRICTS[area]


def _is_expected(view: bytes, start: int) -> bool:
    """Whether the words before `start` lead to a postcode: `postcode is`, a street, a town."""
    head = before(view, start, 48)
    word = _LAST_WORD.search(head)
    return _CUE.search(head) is not None or (word is not None and word[1] in PLACES)


def postcode_at(view: bytes, position: int) -> tuple[int, bytes] | None:
    """Where a full postcode that begins at `position` ends, and the postcode without spaces."""
    shape = _SHAPE.match(view, position, position + _LONGEST)
    if shape is None or not _exists(shape["area"], shape["district"]) or view[shape.end() : shape.end() + 1].isalnum():
        return None
    return shape.end(), b"".join((shape["area"], shape["district"], shape["sector"], shape["unit"]))


def outward_at(view: bytes, position: int) -> int:
    """Where an outward code (`M14`) that begins at `position` ends, or -1."""
    outward = _OUTWARD.match(view, position, position + 6)
    return outward.end() if outward and _exists(outward["area"], outward["district"]) else -1


def _exists(area: bytes, district: bytes) -> bool:
    """Whether an outward code of this form can exist."""
    if area not in _DISTRICTS:
        return False
    number, letter = district.rstrip(b"abcdefghijklmnopqrstuvwxyz"), district[-1:]
    if letter.isalpha():
        allowed = _LETTER_AFTER_ONE if len(area) == 1 else _LETTER_AFTER_TWO
        return len(number) == 1 and letter in allowed.get(area, b"")
    if number[0:1] == b"0":
        return number == b"0" and area in _ZERO_DISTRICTS
    return area not in (b"ec", b"wc")


def _score(piece: Piece, shape: re.Match[bytes]) -> float:
    start, end = shape.span()
    capitals = piece.cased[start:end].isupper()
    inward = shape["sector"] + shape["unit"]
    head = before(piece.view, start, 48)
    # In lower case `me 2 3rd` is no postcode, and `sw 1a 1aa` is.
    score = 0.95 if capitals or not shape["gap"] else 0.7 if shape["district"][-1:].isalpha() else 0.4
    if not _is_known(shape["area"], shape["district"]):
        score -= 0.2 if capitals else 0.3
    if b"\n" in shape["space"] or (shape["space"].strip() and not shape["space"].startswith((b"-", b"+", b"%"))):
        score -= 0.3
    if not shape["space"] and not capitals:
        if shape["district"] + shape["sector"] == b"00":
            return 0.3  # `sl00ts`: letters dressed as digits
        if in_address(piece.view, start) and piece.view[start - 1 : start] != b"=":
            return 0.3
        if piece.view[end - 3 : end - 2] == b" ":
            score -= 0.5  # `m100 gd` is a model; `sw1a1 aa` is one slip away from it
        elif not _is_known(shape["area"], shape["district"]):
            score -= 0.1
    score -= _measured(piece.view, shape, capitals=capitals)
    if inward in _ORDINALS:
        if not capitals:
            exact = len(shape["area"]) == 2 or shape["district"][-1:].isalpha()
            placed = exact and _PLACED.search(head)
            certain = _is_known(shape["area"], shape["district"]) and shape["area"] not in _WORDS and not shape["gap"]
            return 0.6 if _NAMED.search(head) or (placed and certain) else 0.2
        score -= 0.3
    if is_reference(piece.view, start):
        score -= 0.5
    if score < 0.9 and _is_expected(piece.view, start):
        score += 0.3
    return min(score, 1.0)


def _measured(view: bytes, shape: re.Match[bytes], *, capitals: bool) -> float:
    """How much the last two letters look like a measure or a word: `5gb`, `6 ft`, `b4 2us`."""
    unit = shape["unit"]
    lone = len(shape["area"]) == 1
    if unit in _STORAGE:
        return 0.5 if lone or shape["area"] in _DEVICES else 0.3
    if capitals:
        return 0.0
    if not lone and unit in (b"lb", b"hr", b"ft", b"yr", b"hz") and shape["area"] not in _WORDS:
        return 0.0 if not shape["space"] else 0.3
    if view[shape.end() - 3 : shape.end() - 2] == b" " and unit in _WORDS:
        return 0.5
    if shape["area"] + shape["district"] in _SHORT and (unit in _WORDS or unit in _MEASURES):
        return 0.5
    return 0.5 if unit in _MEASURES and len(shape["district"]) == 1 else 0.0


POSTCODE: Final = Detector(
    "POSTCODE",
    rb"\b(?:[a-z]{1,2} {0,2}[0-9][0-9]?[a-z]?"
    + _SPACE
    + rb"[0-9] ?"
    + _UNIT
    + rb"|"
    + rb"|".join((*_SLIPS, _SPACED))
    + rb"|gir ?0aa|bfpo ?[0-9]{1,4})\b",
    find,
)
"""Full postcodes in any spacing and case, of areas that exist."""
