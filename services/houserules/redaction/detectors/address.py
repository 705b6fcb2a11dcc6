"""ADDRESS: where somebody lives: a house number or a house's name with a street, a town or a postcode.

A street word behind a number is not enough (`10 minutes drive`, `12 close friends`): capitals, words such as `lives at`, a
flat before it, and a town or a postcode behind it speak for an address; words that count, and phrases, against it.
"""

import re
from typing import Final

from houserules.redaction.detectors.address_names import is_street_name
from houserules.redaction.detectors.address_parts import (
    HOUSEISH,
    LONGEST,
    WORD,
    Street,
    Tail,
    bare_street_at,
    is_somebodys,
    own_name,
    prefix_before,
    street_at,
    tail_behind,
    titled,
)
from houserules.redaction.detectors.address_regions import GATE, PO_BOX, REGION
from houserules.redaction.detectors.address_words import (
    ABBREVIATED,
    CLEAR_TYPES,
    COUNTED_NAMES,
    COUNTING,
    DETERMINERS,
    FOLLOWERS,
    HOUSE_NOUNS,
    INSTITUTIONS,
    MONTHS,
    NUMBER_WORDS,
    OWNERS,
    PAIRS,
    PLURAL_TYPES,
    PUBLIC,
    PUBLIC_HOUSES,
    SCHOOLS,
    STOP,
    STREET_WORDS_IN_STOP,
    THE_TYPES,
    TIME_LEADS,
    VERB_TYPES,
    VERBS,
)
from houserules.redaction.detectors.base import Detector, Found, before, is_reference
from houserules.redaction.detectors.postcode import postcode_at
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_NUMBER: Final = re.compile(
    rb"(?:(?<![0-9a-z.:/$-])|(?<=\bno[.:])|(?<=[a-z]{2}:)|(?<= -))"
    rb"(?P<number>[0-9]{1,4})(?P<range> ?[-/] ?[0-9]{1,4}(?![0-9]))?(?P<letter>[a-z]?)\b"
    rb"(?: [a-d](?= ))?"
    rb"(?P<gap>(?: ?\([^()\n\x00]{1,10}\))?(?: ?, ?\n?| {1,3}| ?\n ?))(?:on (?=[a-z]))?"
)
_GLUED: Final = re.compile(rb"(?P<number>[0-9]{1,3})(?P<range>)(?P<letter>)(?P<gap>)(?=[a-z]{4})")
_SPELLED: Final = re.compile(rb"\b" + NUMBER_WORDS + rb"[ab]?(?P<gap> ?, ?| {1,2})")
_LEAD: Final = re.compile(
    rb"\b(?:liv(?:e|es|ed|ing|in|s)|stay(?:s|ed|ing|in)?|resid(?:e|es|ed|ing)|add?res+(?:es)?|addy|"
    rb"hous(?:e|es)|home(?='s|:| (?:is|at|address|now))|flat|"
    rb"gaff|crib|lodg(?:es|ing)|(?:mum|mam|dad|nan|gran|sister|brother|mate|friend|uncle|aunt|auntie|ex|boyfriend|girlfriend|"
    rb"bf|gf|his|her|their|my|our)'?s? (?:place|yard|door|new place)|mov(?:ed|ing|es) (?:in)?to|rent(?:s|ing)?|"
    rb"squat(?:s|ting)?|hid(?:es|ing)|neighbours?|next door)\b[^.!?\n\x00]{0,32}\Z"
)
_DIRECT: Final = re.compile(
    rb"(?:\b(?:(?:lives|lived|living|stays|staying|"
    rb"(?:i|we|they|you|u|also|still|now|both|parents|family|who|who'd|to) (?:live|stay|moved|move))(?: now| just| over)?"
    rb" (?:at|to)|add?res+(?: is|'s|s| now)?|(?:house|flat|home|door) (?:is|no|number|number is|no is))\.?[ :-]{1,3}"
    rb"(?:(?:number|no\.?|num|at) )?)\Z"
)
"""What alone vouches for a name behind a number: `lives at 33 wellfield`."""

_GOING: Final = re.compile(
    rb"\b(?:com(?:e|es|ing)|came|go(?:es|ing|ne)?|went|get(?:s|ting)?|got|tak(?:e|es|en|ing)|took|bring(?:s|ing)?|brought|"
    rb"driv(?:e|es|ing)|drove|drop(?:s|ped|ping)?|pick(?:s|ed|ing)?|collect(?:s|ed)?|send(?:s|ing)?|sent|post(?:s|ed)?|"
    rb"deliver(?:s|ed|ing|y)?|puts?|me{1,2}t(?:s|ing|up)?|visit(?:s|ed|ing)?|part(?:y|ies)|held|kept|keep(?:s|ing)?|locked|"
    rb"stuck|trapped|found|seen|spotted|park(?:s|ed)|based|registered|left|sle(?:eps?|pt)|happened|arrested|raid(?:ed)?|"
    rb"knock(?:s|ed)?|pop|pull(?:s|ed)?|turn(?:s|ed)?|hang(?:s|ing)?|invite[sd]?|order(?:s|ed)?|runs?|bail(?:ed)?|someone|"
    rb"(?:he|she|i|they|we|u|you)(?:'?s|'?m|'?re| is| was| are| were)?|girls?|boys?|kids?)\b"
    rb"[^.!?\n\x00]{0,24}\b(?:at|to|from|in(?:to|side)?|outside|round|over|near|opposite|by|behind|owns|called)[ :]{1,2}\Z"
)
"""Words that lead somewhere, right before a number: `they put him up in 38 oak drive`."""

_PREPOSITIONS: Final = frozenset(
    b"at to from in into inside outside round over near opposite by behind owns called".split()
)
_WEAK_LEAD: Final = re.compile(
    rb"(?:\b(?:at|number|no|nos|num|nr|to|outside|inside|opposite|near|behind|visit|(?:he|she)'?s(?: in)?|raid(?:ed)?|owns|own|"
    rb"i'?m (?:in|at)|they're|it'?s|is|was|from|sent (?:me|him|her|us)|c/o)\.?|[:=@])[ \n]{0,2}\Z"
)
_PLAIN: Final = re.compile(rb"[0-9](?:[ap]m|th|%)? (?:to|in|or|and|by|from|at) \Z")
"""A number and a word that joins it to the next: `9 to 5`, `1 in 4`."""

_FEW: Final = re.compile(rb"(?:one|two|three|four|five|six|seven)\b(?![ -](?:hundred|[0-9]))")
_TIME: Final = re.compile(
    rb"(?:[1-9]|1[0-2]|(?:19|20)[0-9]{2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) "
)
_GUIDED: Final = re.compile(
    rb"\b(?:com(?:e|es|ing)|came|go|goes|going|went|gets?|got|pop|head|drop|too?k|take[ns]?|invite[sd]?|drove|drive|me|him|her|us|"
    rb"them|just|straight|back|walked|moved|all|lads?|mates?) (?:round|over)(?: at| to)? \Z"
)
"""`come round 28 manor crescent` counts no rounds."""

_BOX: Final = re.compile(PO_BOX)
_CURRENCY: Final = re.compile(rb"(?:[$\x10]|gbp|eur|usd) ?\Z")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The addresses that begin in one region."""
    view = piece.view
    if box := _BOX.match(view, start, end):
        tail = tail_behind(piece, box.end())
        return [_judged(piece, start, tail, 0.8, registry)]
    found: list[Found] = []
    position, numbered = start, False
    while number := _NUMBER.search(view, position, min(len(view), end + 2)):
        numbered = True
        position = number.end()
        item = _numbered(piece, number.start(), position, number, registry)
        if item is not None:
            found.append(item)
            position = max(position, item.end)
    if found:
        return found
    if glued := _GLUED.match(view, start, end):
        item = _numbered(piece, start, glued.end(), glued, registry)
        return [item] if item is not None else []
    # The region may begin at the end of a number in words.
    for spelled in () if numbered and end - start < 32 else _SPELLED.finditer(view, max(start - 24, 0), end):
        item = _numbered(piece, spelled.start(), spelled.end(), None, registry)
        if item is not None and item.score >= 0.5:
            return [item]
    if (numbered or view[start : start + 1].isdigit()) and b"," not in view[start:end]:
        return found
    item = _named(piece, start, end, registry)
    return [item] if item is not None else []


def _numbered(
    piece: Piece, first: int, name: int, number: re.Match[bytes] | None, registry: ContactRegistry
) -> Found | None:
    """The address whose house number begins at `first`, and whose street may begin at `name`."""
    view = piece.view
    word = WORD.match(view, name)
    if word is None or (word.group() in STOP and word.group() not in STREET_WORDS_IN_STOP):
        return None  # nearly all of them: `24 will end`
    postcode = postcode_at(view, name)
    street = None if postcode else street_at(piece, name) or bare_street_at(piece, name, lead=True)
    if street is None and postcode is None:
        return None
    start, roomed, announced = prefix_before(piece, first)
    head = before(view, start, 64)
    lead = _LEAD.search(head) is not None
    score = _number_worth(view, first, number, sure=lead or roomed)
    score += 0.25 * roomed + 0.2 * announced + 0.3 * lead
    if view[name - 3 : name] == b"on " and not (roomed or announced or lead):
        score -= 0.5  # `we counted 9 on Oak Road`
    led = 0.0 if lead else _led(head)
    score += led
    if postcode:
        found = Tail(postcode[0], True, postcode[1])
        return _judged(piece, start, found, score - 0.1, registry, private=lead or roomed)
    if street is not None and not street.kind:
        street = bare_street_at(piece, name, lead=lead or roomed or announced or led > 0)
    if street is None or _is_public(view, first, street.end):
        return None
    title = titled(piece, name, street.end)
    tail = tail_behind(piece, street.end)
    named = is_street_name(street.words) and street.words[-1] not in PAIRS.get(street.kind, ())
    counted = view[name - 2 : name] == b", " or any(word in COUNTED_NAMES for word in street.words[:1])
    if number is None and counted and not lead and _TIME.match(view, first):
        return None  # `One Tree Hill`
    score += street.worth + 0.2 * title + 0.1 * named
    if (
        number is not None
        and number["number"] in (b"2", b"4")
        and not (number["letter"] or title or named or lead or led)
    ):
        score -= 0.15  # `2` and `4` for `to` and `for`
    if number is None and int(named) + title + bool(led or lead) > 1:
        score += 0.1
    score -= _doubt(view, first, street, tail, title=title, lead=lead or roomed, named=named, led=led > 0)
    if street.kind == b"" and not (tail.place or title):
        if not _DIRECT.search(before(view, first, 40)) or not _is_whole(view, name, street.end):
            return None
        score += 0.1
    return _judged(piece, start, tail, score, registry, private=lead or roomed)


def _judged(
    piece: Piece,
    start: int,
    tail: Tail,
    score: float,
    registry: ContactRegistry,
    *,
    private: bool = False,
) -> Found:
    score = round(score, 3)
    if tail.postcode:
        # An organisation's own postcode behind a street makes it the organisation's, unless somebody lives there.
        if not private and (contact := registry.postcode(tail.postcode)):
            return Found(start, tail.end, 1.0, contact)
        score += 0.4
        # Certain: the postcode in it would else give the whole its name.
        return Found(start, tail.end, 1.0 if score >= 0.5 else max(score, 0.0))
    return Found(start, tail.end, min(max(score + 0.25 * tail.place, 0.0), 1.0))


def _led(head: bytes) -> float:
    """What the word right before an address is worth."""
    if _PLAIN.search(head):
        return 0.0
    # The second pattern is slow, and all that it matches ends in one of these.
    if head.rstrip(b" :").rpartition(b" ")[2] in _PREPOSITIONS and _GOING.search(head):
        return 0.2
    return 0.1 if _WEAK_LEAD.search(head) else 0.0


def _number_worth(view: bytes, first: int, number: re.Match[bytes] | None, *, sure: bool) -> float:
    """What the number itself and the word before it say, mostly against an address."""
    head = before(view, first, 24)
    word = (re.findall(rb"[a-z0-9'\x0f]+", head) or [b""])[-1]
    tight = head.endswith((word, word + b" ", word + b": ", word + b" no "))
    score = 0.0
    if number is None:
        score -= 0.3 if view.startswith(b"one ", first) else 0.2 if _FEW.match(view, first) else 0.1
    else:
        value = int(number["number"])
        score += 0.1 * (number["letter"] != b"" and number["letter"] in b"abcdefgh")
        if number["letter"] and number["letter"] not in b"abcdefgh":
            score -= 0.3
        if b"\n" in number["gap"] and not sure:
            score -= 0.2
        if value > 999:
            score -= 0.45 if 1900 <= value < 2040 and not number["letter"] else 0.2
        if value == 0:
            score -= 0.5
        if number["range"] and not _is_range(value, number["range"]):
            score -= 0.3
    if tight and word in COUNTING and not _GUIDED.search(head):
        score -= 0.5
    elif word in DETERMINERS and head.endswith(word + b" ") and (not sure or len(word) < 3):
        score -= 0.35  # `a 10 acre wood`
    elif tight and word == b"in" and not sure:
        score -= 0.1
    if _CURRENCY.search(head):
        score -= 0.6
    if tight and word[-1:].isdigit() and not sure:
        score -= 0.6
    if is_reference(view, first):
        score -= 0.6
    return score


def _is_range(value: int, rest: bytes) -> bool:
    """Whether `12-14` or the Scottish `14/3` rather than a score or a date."""
    other = int(rest.strip(b" -/"))
    return value < other <= value + 60 if b"-" in rest else value > 12 or other > 12 or value == 0


def _doubt(
    view: bytes,
    first: int,
    street: Street,
    tail: Tail,
    *,
    title: bool,
    lead: bool,
    named: bool = False,
    led: bool = False,
) -> float:
    """What the words in and behind a street's name say against it."""
    doubt = 0.0
    kind, words = street.kind, street.words
    last = words[-1] if words else b""
    if last in PAIRS.get(kind, ()):
        doubt += 0.0 if last == b"the" else 0.3 if not title else 0.15 if kind in CLEAR_TYPES else 0.35
    if words and words[0] in MONTHS and not lead:
        doubt += 0.35  # `on 15 July Square`
    if not (title or lead or led):
        doubt += 0.2 * (kind in PLURAL_TYPES) + 0.2 * (last in SCHOOLS)
    if words and words[0] in ABBREVIATED:
        doubt += 0.5  # `the 25 Ave bridge`
    if (
        words not in ((), (b"the",))
        and all(word in STOP or word in (b"the", b"st") for word in words)
        and not (title or lead)
    ):
        doubt += 0.1 if kind in CLEAR_TYPES and len(words) == 1 else 0.3
    if (
        kind in VERB_TYPES
        and not title
        and last.endswith(b"s")
        and not last.endswith((b"ss", b"'s"))
        and last not in OWNERS
    ):
        doubt += 0.3  # `6 schools close`
    after = WORD.match(view, street.end + 1) if view[street.end : street.end + 1] == b" " else None
    following = after.group() if after else b""
    if following == b"in" and tail.place:
        pass  # `12 norfolk walk in belfast`
    elif following in FOLLOWERS.get(kind, ()):
        doubt += 0.25 if title else 0.4
    elif following in INSTITUTIONS and not lead:
        doubt += 0.45
    elif following and not tail.place and kind not in CLEAR_TYPES and following not in STOP and not lead:
        doubt += 0.0 if title else 0.1 if named else 0.15
    elif not following:
        doubt -= 0.05
    if words == (b"the",) and not lead:
        doubt += _doubt_of_the(kind, following, title=title, led=led, place=tail.place)
    head = re.findall(rb"[a-z']+", before(view, first, 12))
    if head and head[-1] in TIME_LEADS and following in VERBS and not lead and _TIME.match(view, first):
        doubt += 0.7
    if not lead and re.match(rb" [0-9]{1,2}\b(?![a-z/ ]*[0-9])", view[street.end : street.end + 12]):
        doubt += 0.5  # `Leeds 2 Park Avenue 1`
    return doubt


def _doubt_of_the(kind: bytes, following: bytes, *, title: bool, led: bool, place: bool) -> float:
    """What speaks against `18 the mount` when nobody says that somebody lives there."""
    if following in VERBS:
        return 0.5  # `by 9 the street was empty`
    if following and following not in STOP and not place:
        return 0.1 if title else 0.3  # `at 8 the green light`
    if title or place:
        return -0.15
    return -0.2 if kind in THE_TYPES else -0.15 if led else 0.1


def _is_whole(view: bytes, start: int, end: int) -> bool:
    """Whether a name that nothing but `lives at` vouches for is long enough, and no sentence runs on through it."""
    following = WORD.match(view, end + 1) if view[end : end + 1] == b" " else None
    return end - start > 4 and (following is None or following.group() in STOP or following.group() in (b"the", b"x"))


def _is_public(view: bytes, start: int, end: int) -> bool:
    return b" ".join(re.findall(rb"[a-z0-9'-]+", view[start:end])) in PUBLIC


def _named(piece: Piece, start: int, end: int, registry: ContactRegistry) -> Found | None:
    """An address without a number: a house's name with a street, a town or a postcode."""
    view = piece.view
    limit = min(len(view), start + LONGEST)
    for comma in _HOUSE_END.finditer(view, start, min(limit, end + 2)):
        head = before(view, comma.start(), 40)
        begin, words = own_name(head, comma.start() - len(head))
        if (
            not words
            or is_somebodys(words)
            or any(word in PUBLIC_HOUSES or word in INSTITUTIONS for word in words[:-1] or words)
        ):
            continue
        noun = HOUSE_NOUNS.get(words[-1], 0.0)
        own = [word for word in words[:-1] if word != b"the"] if noun else words
        ahead = before(view, begin, 64)
        homely = noun > 0 or HOUSEISH.search(words[-1]) is not None
        lead = bool(_LEAD.search(ahead) or (homely and _GOING.search(ahead)))
        structured = comma.group().strip(b" ") != b""
        street = street_at(piece, comma.end())
        tail = tail_behind(piece, street.end if street else comma.start())
        if street is None and not tail.place:
            continue
        if street is not None and not noun and not lead and street.kind not in CLEAR_TYPES:
            continue  # `Litchfield, Northern CT, Berkshire`
        if not noun and not (b"," in comma.group() and (lead or HOUSEISH.search(words[-1]))):
            continue
        if street is not None and any(word in STOP and word not in STREET_WORDS_IN_STOP for word in street.words):
            continue
        score = noun or 0.1
        score += 0.15 * structured + 0.3 * lead + 0.2 * titled(piece, begin, comma.start())
        score += (0.1 if street.kind in CLEAR_TYPES else 0.0) if street else (0.0 if noun > 0.3 else -0.25)
        score -= 0.25 if noun and not own else 0.0
        score -= 0.1 * tail.place
        if street is not None:
            score -= max(_doubt(view, begin, street, tail, title=True, lead=lead), 0.0)
        if (found := _judged(piece, begin, tail, score, registry, private=lead)).score >= 0.5 or found.contact:
            return found
    return None


_HOUSE_END: Final = re.compile(rb"(?<=[a-z])(?: ?,[ \n]{0,2}| ?\n|(?<=[a-z]{3}) )(?=[a-z])")


ADDRESS: Final = Detector("ADDRESS", REGION, find, GATE, 2 * LONGEST, lead=96, automaton=1)
"""Home addresses: a house number or name with a street, a town or a postcode, with what stands around them."""
