"""The parts of an address: how far a street's name goes, what follows it, and which flat or house stands before it."""

import re
from typing import Final, NamedTuple

from houserules.redaction.detectors.address_names import is_street_name
from houserules.redaction.detectors.address_places import (
    COMMON_PLACES,
    PLACE_WORDS,
    PLACES,
)
from houserules.redaction.detectors.address_words import (
    BARE_STREETS,
    BUILDINGS,
    CLEAR_TYPES,
    COUNTING,
    DESCRIBING,
    FOLLOWERS,
    GREETINGS,
    HOUSE_ENDINGS,
    HOUSE_NOUNS,
    INSTITUTIONS,
    PAIRS,
    PEOPLE,
    PREFIX_TYPES,
    PUBLIC_HOUSES,
    SENTENCE_STARTS,
    STOP,
    STREET_WORDS_IN_STOP,
    TYPES,
    VERB_TYPES,
)
from houserules.redaction.detectors.base import before
from houserules.redaction.detectors.postcode import outward_at, postcode_at
from houserules.redaction.folding import Piece

LONGEST: Final = 96
"""Characters from a house number to the end of the street's name, and as many again for what follows it."""

WORD: Final = re.compile(rb"[a-z\x0e](?:[a-z\x0e]|['-](?=[a-z\x0e]))*")
_GAP: Final = re.compile(rb"\.?(?: {1,3}|(?=\())|(?<=[a-z])- ?")
_NO: Final = re.compile(rb"(?:\b(?:house )?(?:numbers?|nos?|num|nr|nbr)\.?:?|#) ?\Z")
_ROOM: Final = re.compile(
    rb"(?:\b(?P<kind>flat|flt|apartment|appartment|apt|unit|room|rm|suite|studio|maisonette|block|plot|caravan|bedsit)\.? ?"
    rb"(?:no\.? ?|number |#)?(?:[0-9]{1,4}(?:[/f.-][0-9]{1,3})?[a-z]?|[a-z])"
    rb"|(?<![0-9/])(?:[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}f[0-9]{1,2}|[pb]f[0-9])"
    rb"|\b(?:ground|first|second|third|fourth|top|basement|lower|upper|garden|1st|2nd|3rd|4th)"
    rb"(?:[ -]floor)?(?: left| right)?(?: flat)?)"
    rb"(?: ?[,\n-] ?\n?| {1,2}| of | at )\Z"
)
_FLAT_NUMBER: Final = re.compile(
    rb"\b(?:flat|flt|apartment|appartment|apt|unit|room|rm|suite|studio|maisonette|bedsit|plot|caravan|"
    rb"chalet|pitch)\.? ?(?:no\.? ?|number |#)?\Z"
)
_HOUSE: Final = re.compile(
    rb"(?:\A|[,\n(:]|(?<= ))[ ]?(?P<name>(?:[a-z][a-z'-]* ){0,3}[a-z][a-z'-]*)(?: ?, ?\n?| ?\n| )\Z"
)
_SEPARATOR: Final = re.compile(
    rb"(?P<stop>\.)?(?P<comma> ?[,;|-](?= ?\n? ?[a-z]))?(?P<space> {1,3}(?!\n))?(?P<line>\r? ?\n(?: ?\n)? ?)?(?P<open>\()?"
)


HOUSEISH: Final = re.compile(HOUSE_ENDINGS + rb"\Z")
_FLAT: Final = re.compile(rb"(?:flat|apartment|apt|unit|room) (?:[0-9]{1,4}[a-z]?|[0-9]{1,2}[/f][0-9]{1,2}|[a-z])\b")
_DIRECTION: Final = re.compile(rb" (?:north|south|east|west|upper|lower)(?= ?[,.\n)]| ?\Z)")
_PLACE_WORD: Final = re.compile(rb"[a-z](?:[a-z]|[.'](?=[a-z]))*")
_LOCALITY: Final = re.compile(rb"[a-z\x0e][a-z\x0e'-]*(?: [a-z\x0e][a-z\x0e'-]*){0,2}")
_SHORTENED: Final = re.compile(rb"\b(?:rd|str?|ave?|ln|cres|cl|dr|gdns?|ct|pl|sq|terr?|tce|grv?|blvd|pde|wl?k|co)\Z")
_COUNTRY: Final = re.compile(
    rb"(?: ?,| ?\n| ) ?(?:uk|u\.k\.|england|scotland|wales|cymru|northern ireland|united kingdom|gb)\b"
)
_PAIR: Final = re.compile(rb"(?<![0-9a-z.:/-])[0-9]{1,4}[a-z]?(?: and | & | ?, )\Z")


class Street(NamedTuple):
    """A street's name: where it ends, what it is worth, and the words of its name before the type."""

    end: int
    worth: float
    kind: bytes
    words: tuple[bytes, ...]


class Tail(NamedTuple):
    """How far an address goes behind its street, and whether a place or a postcode says so."""

    end: int
    place: bool
    postcode: bytes


def street_at(piece: Piece, position: int) -> Street | None:
    """The street that begins at `position`, as far as its name goes."""
    view = piece.view
    limit = min(len(view), position + LONGEST)
    words: list[bytes] = []
    best: Street | None = None
    while len(words) < 6 and (match := WORD.match(view, position, limit)):
        word, last = match.group(), match.end()
        if word.endswith(b"'s") and (word[:-2] in CLEAR_TYPES or word[:-2] in TYPES):
            word, last = word[:-2], last - 2
        clear = word in CLEAR_TYPES
        if word == b"the" and words:
            break  # `2 cars cross the road`
        if words and (clear or word in TYPES or word in BUILDINGS):
            if best is None or best.kind not in CLEAR_TYPES or clear or _ends_name(piece, match):
                if best is not None and word in VERB_TYPES and not _ends_name(piece, match):
                    after = WORD.match(view, match.end() + 1, limit)
                    if best.kind in CLEAR_TYPES or (after and after.group() in FOLLOWERS.get(word, ())):
                        break
                worth = 0.6 if clear else 0.55 if word == b"st" else 0.5 if word in TYPES else 0.3
                if words == [b"the"] and (not clear or word in (b"road", b"street", b"lane", b"roads")):
                    worth = 0.35
                best = Street(last, worth, word, tuple(words))
                if last < match.end():
                    break  # `14 Acacia Avenue's gate`
        elif (word in STOP and word not in STREET_WORDS_IN_STOP) or word.endswith(
            (b"'d", b"'ll", b"'ve", b"'re", b"n't")
        ):
            break
        elif not words and word.partition(b"-")[0] in PREFIX_TYPES:
            return _prefixed(piece, match.end(), word)
        elif words == [b"y"] and word in PREFIX_TYPES:
            return Street(match.end(), 0.5, word, ())
        elif best is not None and (best.kind in CLEAR_TYPES or len(words) > 4):
            break
        words.append(word)
        gap = _GAP.match(view, match.end(), limit)
        if gap is None or (gap.group()[:1] == b"." and len(word) > 4):
            break
        position = gap.end()
        if best is not None and best.end < match.start():
            # One word may stand between `Castle Hill` and `Road`.
            following = WORD.match(view, position, limit)
            if following is None or following.group() not in CLEAR_TYPES:
                break
    if best is None:
        return None
    direction = _DIRECTION.match(view, best.end)
    return best._replace(end=direction.end()) if direction else best


def _prefixed(piece: Piece, position: int, kind: bytes) -> Street | None:
    """A Welsh or Irish street, its kind first: at most three words, as far as no sentence goes on."""
    end, words = position, int(b"-" in kind)
    while words < 3 and piece.view[end : end + 1] == b" " and (match := WORD.match(piece.view, end + 1)):
        if match.group() in STOP or (words and match.group() in PLACES):
            break
        end, words = match.end(), words + 1
    return Street(end, 0.5, kind, ()) if words else None


def bare_street_at(piece: Piece, position: int, *, lead: bool) -> Street | None:
    """A street without a word such as `Road`: a known one, `The Shambles`, or any name that a town or a lead vouches for."""
    view = piece.view
    words: list[bytes] = []
    end = position
    while len(words) < 3 and (match := WORD.match(view, position)):
        word = match.group()
        if word in STOP or (words and _place(view, match.start())):
            break
        words.append(word)
        end = match.end()
        if word in BARE_STREETS:
            return Street(end, 0.5 if word.endswith(b"sway") else 0.4, word, ())
        if len(words) == 2 and words[0] == b"the":
            # `<3 the Jay report`
            after = WORD.match(view, end + 1) if view[end : end + 1] == b" " else None
            runs_on = after is not None and after.group() not in STOP and not _place(view, after.start())
            return None if runs_on or word in INSTITUTIONS else Street(end, 0.2, b"", ())
        if view[end : end + 1] != b" ":
            break
        position = end + 1
    if not words or words[0] in PLACES or any(word in INSTITUTIONS or word in COUNTING for word in words):
        return None
    if words == [b"the"] or words[-1].endswith((b"ed", b"ing", b"s")) or len(words[-1]) < 4:
        return None
    if not lead and len(words) > 2:
        return None
    return Street(end, 0.25 if HOUSEISH.search(words[-1]) else -0.05, b"", ())


def _ends_name(piece: Piece, match: re.Match[bytes]) -> bool:
    """Whether a name can end with this word: a sign or a place follows, or the word has a capital."""
    end = match.end()
    if not re.match(rb"[ -]?[a-z0-9]", piece.view[end : end + 2]):
        return True
    return piece.cased[match.start() : match.start() + 1].isupper() or _place(piece.view, end + 1) is not None


def titled(piece: Piece, start: int, end: int) -> bool:
    """Whether every word of a name has a capital, and not every letter."""
    name = piece.cased[start:end]
    words = [
        word
        for word in re.findall(rb"[A-Za-z][A-Za-z'-]*", name)
        if word not in (b"the", b"of", b"le", b"y", b"yr", b"and")
    ]
    return bool(words) and all(word[:1].isupper() for word in words) and not name.isupper()


def _place(view: bytes, position: int) -> int | None:
    """Where the longest place that begins at `position` ends."""
    end: int | None = None
    words: list[bytes] = []
    while len(words) < PLACE_WORDS and (match := _PLACE_WORD.match(view, position, position + 24)):
        words.append(match.group())
        if b" ".join(words) in PLACES:
            end = match.end()
        if view[match.end() : match.end() + 1] not in (b" ", b"-"):
            break
        position = match.end() + 1
    return end


def tail_behind(piece: Piece, end: int) -> Tail:
    """How far the address goes on behind `end`: localities, towns, counties, a postcode."""
    view = piece.view
    limit = min(len(view), end + LONGEST)
    position = best = end
    place = False
    unknown = 0
    if (
        view[end : end + 4] == b" in "
        and (town := _place(view, end + 4))
        and _is_tail_place(piece, end + 4, town, parted=False)
    ):
        position, best, place = town, town, True
    for _ in range(7):
        gap = _SEPARATOR.match(view, position, limit)
        if gap is None or not gap.group() or gap.end() >= limit:
            break
        begin = gap.end()
        parted = gap["comma"] is not None or gap["line"] is not None or gap["open"] is not None
        if postcode := postcode_at(view, begin):
            last = postcode[0]
            country = _COUNTRY.match(view, last)
            return Tail(
                _closed(view, country.end() if country else last, gap),
                True,
                postcode[1],
            )
        if gap["stop"] and not parted and not _SHORTENED.search(before(view, position, 6)):
            break  # a sentence ends
        if flat := _FLAT.match(view, begin):
            position = best = flat.end()
            continue
        outward = outward_at(view, begin)
        if outward > 0:
            return Tail(_closed(view, outward, gap), True, b"")
        last_place = _place(view, begin)
        if last_place is not None and _is_tail_place(piece, begin, last_place, parted=parted):
            position = best = _closed(view, last_place, gap)
            place, unknown = True, 0
            continue
        words = _LOCALITY.match(view, begin, limit)
        if words is None or unknown >= 3:
            break
        name = words.group().split()
        if name[0] in STOP or name[0] in INSTITUTIONS or name[0] in GREETINGS:
            break
        if parted:
            name = _name_words(name)
            last = begin + len(b" ".join(name))
            unknown += 1
            ends = not re.match(rb" ?[a-z0-9]", view[last : last + 2])
            if gap["comma"] and ends and titled(piece, begin, last) and len(name) <= 2:
                best = last
        else:
            last = begin + len(name[0])
            unknown += 1
        position = last
    return Tail(best, place, b"")


def _name_words(words: list[bytes]) -> list[bytes]:
    """The leading words that may name a locality: none of a sentence, none that begins a known place."""
    kept: list[bytes] = []
    for word in words:
        if word in STOP or (kept and word in PLACES):
            break
        kept.append(word)
    return kept


def _closed(view: bytes, end: int, gap: re.Match[bytes]) -> int:
    return end + 1 if gap["open"] and view[end : end + 1] == b")" else end


def _is_tail_place(piece: Piece, start: int, end: int, *, parted: bool) -> bool:
    """Whether a place's name here is the place, and not half of `Leeds Road`, `Oldham Council` or a word of the sentence."""
    view = piece.view
    following = WORD.match(view, end + 1) if view[end : end + 1] == b" " else None
    if following is not None:
        word = following.group()
        if word in CLEAR_TYPES or (word in INSTITUTIONS and word != b"city"):
            return False
    if view[start:end] in COMMON_PLACES and not parted:
        return piece.cased[start : start + 1].isupper() or (following is None or following.group() in SENTENCE_STARTS)
    return True


def prefix_before(piece: Piece, first: int) -> tuple[int, bool, bool]:
    """Where an address with a house number at `first` begins, whether a flat says so, and whether a word such as `number`."""
    view = piece.view
    start, roomed, announced = first, False, False
    if flat := _FLAT_NUMBER.search(before(view, start, 24)):
        start, roomed = start - len(flat.group()), True
    elif number := _NO.search(before(view, start, 16)):
        start, announced = start - len(number.group()), number.group() != b"#"
    for _ in range(4):
        head = before(view, start, 48)
        if room := _ROOM.search(head):
            start = start - len(room.group())
            roomed = True
        elif (
            _ends_in_house(head)
            and (house := _HOUSE.search(head))
            and (begin := _house_name(piece, start - len(head), house)) >= 0
        ):
            start = begin
            roomed = True
        else:
            break
    if more := _PAIR.search(before(view, start, 14)):
        start -= len(more.group())
    return start, roomed, announced


def _ends_in_house(head: bytes) -> bool:
    """Whether the last word is `House` or the like; the pattern that follows is slow."""
    word = head.rstrip(b" ,\n").replace(b"\n", b" ").rpartition(b" ")[2]
    return word in BUILDINGS or word in HOUSE_NOUNS


def _house_name(piece: Piece, base: int, house: re.Match[bytes]) -> int:
    """Where the name of a house that stands before a number begins, or -1."""
    words = list(WORD.finditer(house["name"]))
    kept: list[re.Match[bytes]] = []
    for word in reversed(words):
        if word.group() in STOP or (kept and word.group() in PLACES):
            break
        kept.append(word)
    if not kept or (kept[0].group() not in BUILDINGS and kept[0].group() not in HOUSE_NOUNS):
        return -1
    names = [word.group() for word in reversed(kept)]
    if len(names) < 2 or any(name in PUBLIC_HOUSES for name in names) or is_somebodys(names):
        return -1
    begin = base + house.start("name") + kept[-1].start()
    tight = house.group()[-1:] == b" " and b"," not in house.group()[-3:]
    return -1 if tight and not titled(piece, begin, base + house.end("name")) else begin


def is_somebodys(names: list[bytes]) -> bool:
    """Whether `names` are somebody's house and not a house's name: `dad's place`, `sarahs house`, `the corner house`."""
    if len(names) < 2:
        return False
    noun, owner = names[-1], names[-2].removesuffix(b"s").removesuffix(b"'")
    if noun in (b"house", b"place", b"flat", b"flats", b"hse", b"building", b"block"):
        if owner in PEOPLE or names[-2] in DESCRIBING or names[-2] in PAIRS.get(noun, ()):
            return True
        return names[-2].endswith(b"'s") and not is_street_name((owner,))
    return owner in PEOPLE and names[-2].endswith(b"'s")


def own_name(head: bytes, base: int) -> tuple[int, list[bytes]]:
    """Where the name at the end of `head` begins, and its words: those of the sentence before it left out."""
    kept: list[re.Match[bytes]] = []
    for word in reversed(list(WORD.finditer(head))):
        if kept and head[word.end() : kept[-1].start()] != b" ":
            break
        if word.group() in STOP and word.group() not in (
            b"old",
            b"new",
            b"little",
            b"white",
            b"black",
            b"great",
        ):
            break
        if len(kept) == 4:
            break
        kept.append(word)
    return (base + kept[-1].start(), [word.group() for word in reversed(kept)]) if kept else (base, [])
