"""EMAIL: addresses as they are, and as people write them to keep them from machines (`jo at example dot org`)."""

import re
from typing import Final, Literal

import phonenumbers

from houserules.redaction.detectors.base import Detector, Found, before
from houserules.redaction.detectors.handle_words import is_everyday
from houserules.redaction.folding import LETTER, Piece
from houserules.redaction.registry import ContactRegistry

_COUNTRIES: Final = (region.lower().encode() for region in phonenumbers.SUPPORTED_REGIONS)
_DOMAINS: Final = frozenset((*_COUNTRIES, b"uk", b"eu", b"su")) | frozenset(
    b"com org net edu gov mil int info biz name pro mobi tel coop museum aero jobs travel cat post asia arpa app dev "
    b"blog shop store online site website web tech cloud digital email mail live life world today news media agency "
    b"academy school college university church charity foundation ngo ong health care clinic support help services "
    b"solutions group company business work works team social chat club community network systems software studio "
    b"design art photo photography video film music band tv radio games game fun xyz top icu vip one space page link "
    b"click london scot wales cymru irish berlin paris amsterdam nyc global international earth land house homes "
    b"property bank finance money legal law consulting events expert guru ninja rocks cool zone plus city center "
    b"centre uno example test invalid localhost".split()
)
"""Top-level domains that people's addresses end in. Not all there are: an unknown one only lowers the score."""

_WORD_DOMAINS: Final = frozenset(
    b"it is in at me my to so be no us am as do by la id pm one today help work plus".split()
)
"""Top-level domains that are English words, too: `dot it` needs more than that to be an address."""

_FILE_ENDINGS: Final = frozenset(
    b"png jpg jpeg gif svg webp bmp ico pdf css js ts json html htm php txt csv xml zip gz mp3 mp4 mov avi wav woff "
    b"ttf".split()
)
_PROVIDERS: Final = frozenset(
    b"gmail googlemail hotmail outlook yahoo ymail icloud btinternet protonmail proton aol sky virginmedia talktalk "
    b"live".split()
)
_MAIL_ONLY: Final = frozenset(
    b"gmail googlemail hotmail outlook ymail icloud btinternet protonmail virginmedia yahoo".split()
)
"""Providers whose names mean nothing but mail: nobody works `at hotmail`."""

_PLAIN_DOMAINS: Final = frozenset(b"com org net uk edu gov".split())
_BOXES: Final = frozenset(
    b"info hello contact admin support enquiries enquiry office sales helpdesk team mail post".split()
)
_NOT_BOXES: Final = frozenset(
    b"me us him her it you them look looking back online available more site page blog website here live up found find "
    b"visit out shop work working is are was were check order now today read see seen get go going be been and or the a "
    b"that this there were event venue login sign home stay staying meet meeting start starts time join open held based "
    b"stuff all just only even log people tickets sale sale buy arrive party gig not good great bad angry".split()
)
"""Words that stand before `at` in ordinary sentences."""

_CUE: Final = re.compile(
    rb"\b(?:e-?mails?|mail|address|addy|inbox|contact|reach|write|msg|message|paypal)\b[^\x00]{0,24}\Z"
)
_LOCAL: Final = b"abcdefghijklmnopqrstuvwxyz0123456789._+-'" + bytes((LETTER,))
_JOINERS: Final = {
    b" dot ": b".", b"(dot)": b".", b"[dot]": b".", b" underscore ": b"_", b" dash ": b"-", b" hyphen ": b"-", b" plus ": b"+",
}  # fmt: skip

_DOT: Final = re.compile(
    rb"(?P<spelled>[ \n]{0,2}[\[({<] ?(?:dot|\.) ?[\])}>][ \n]{0,2}|[ \n]{1,3}dot[ \n]{1,3}"
    rb"| ?[_*'\"/-]dot[_*'\"/-] ?)"
    rb"|(?P<spaced> \. ?|\. (?=(?:com|org|net|co|ac|gov|uk)\b)|,(?=(?:com|org|net|co|ac|gov|uk)\b))|(?P<plain>\.)"
)
_LABEL: Final = re.compile(rb"(?:[a-z0-9\x0e]|-(?!dot-)(?=[a-z0-9\x0e-])){1,63}")
_MISSING: Final = re.compile(rb" (?=(?:com|co[ .]uk|uk)\b)")
"""Where a dot is left out behind a provider's name: `gmail com`."""

_GLUED: Final = re.compile(rb"[a-z0-9-]+dot(?:com|net|org|co(?:dot)?uk)")
_FIRST_NAME: Final = re.compile(
    rb"(?:\b(?:at|is|its|it's|on|me|mail|email|address|contact)|[:=]) (?P<word>[a-z]{2,15} )\Z"
)
_ARTICLE: Final = re.compile(rb"\b(?:the|our|a|an|your|this|that|every|some|whole|all|no|any) \Z")

_TIGHT: Final = rb"(?:@|%40|&#0?64;|&#x40;|&commat;)"
_BRACKETS: Final = rb" ?[\[({<] ?(?:at|@) ?[\])}>] ?"
_PROVIDER: Final = rb"(?:" + b"|".join(sorted(_PROVIDERS)) + rb")"
_QUOTED_AT: Final = rb" ?[_*'\"/-]at[_*'\"/-] ?"
_LOOSE: Final = rb"(?:[ \n]{1,2}(?:at|@)[ \n]{1,2}|@[ \n]|" + _QUOTED_AT + rb")"
_APART: Final = rb"[ \n]@"
_CIRCLED: Final = rb" ?[(\[]a[)\]] ?" + _PROVIDER
_UNSIGNED: Final = rb" " + _PROVIDER + rb"(?:\.| )(?:com|co[. ]uk)\b"
"""An address without any sign: `jobloggs99 gmail com`."""
_FIRST: Final = rb"[a-z0-9\x0e]"
_LAST: Final = rb"[a-z0-9\x0e._+'-]"
_TAIL: Final = (
    rb"[a-z0-9\x0e-]*(?:[ \n]{0,2}[\[({<] ?(?:dot|\.)|[ \n]{1,3}dot[ \n]| ?[_*'\"/-]dot[_*'\"/-]| ?\. ?[a-z])|"
    + _PROVIDER
)

_SIGN: Final = re.compile(
    rb"(?:"
    + _LAST
    + rb"(?=@|%|&|[ \n\[({<*'\"/_-]))?(?P<sign>(?P<tight>"
    + _TIGHT
    + rb")(?=\S)|(?P<brackets>"
    + _BRACKETS
    + rb")|"
    + _LOOSE
    + rb"|(?P<apart>"
    + _APART
    + rb"(?=[a-z0-9]))| ?[(\[]a[)\]] ?|(?P<unsigned> (?=[a-z]+[. ]co)))"
)

Strength = Literal["tight", "brackets", "loose"]


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The address around the sign for `at` in one region."""
    found = _address(piece, start, registry)
    if not found and _SIGN.match(piece.view, end - 1):
        # ` at j.b` in `write at j.b@example.org`: the region swallowed the character before the next sign.
        return _address(piece, end - 1, registry)
    return found


def _address(piece: Piece, start: int, registry: ContactRegistry) -> list[Found]:
    view = piece.view
    sign = _SIGN.match(view, start)
    if sign is None:
        return []
    strength: Strength = "tight" if sign["tight"] else "brackets" if sign["brackets"] else "loose"
    start = sign.start("sign")
    first, local = _local(view, start, strength)
    labels, ends, dots = _labels(view, sign.end())
    if not local or not labels:
        return []
    if before(view, first, 1) == b"@" and not before(view, first - 1, 1).isalnum() and labels[0] not in _PROVIDERS:
        return []  # `@jo@example.social` is a handle
    for count in range(len(labels), 1, -1):
        if contact := registry.email(b"%b@%b" % (local, b".".join(labels[:count]))):
            return [Found(first, ends[count - 1], 1.0, contact)]
    count = _known(piece.cased, labels, ends, dots)
    score = _score(view, first, local, labels[:count], strength, dots[: count - 1])
    if sign["unsigned"] and (labels[0] not in _PROVIDERS or score < 0.6):
        return []
    if sign["apart"] and labels[0] not in _PROVIDERS and (score < 0.6 or labels[count - 1] not in _PLAIN_DOMAINS):
        return []  # `thanks @sam.jones` is a mention
    if score and strength == "loose":
        first = _with_first_name(view, first)
    if view[start : start + 1] == b"@" and strength == "loose" and score:
        score = min(1.0, score + 0.3)  # `jo@ example.org`
    elif b"@" in sign["sign"] and strength == "loose" and score and labels[0] in _PROVIDERS:
        score = min(1.0, score + 0.25)  # nobody works ` @ live.co.uk`
    return [Found(first, ends[count - 1], score)] if score else []


def _with_first_name(view: bytes, first: int) -> int:
    """Where an address begins whose dot is left out: `email me at jo bloggs at example dot org`."""
    match = _FIRST_NAME.search(before(view, first, 32))
    return first - len(match["word"]) if match and not is_everyday(match["word"].strip()) else first


def _local(view: bytes, end: int, strength: Strength) -> tuple[int, bytes]:
    """Where the part before the sign begins, and its canonical form."""
    parts: list[bytes] = []
    first = end
    for _ in range(4):
        head = before(view, first, 64)
        run = head[len(head.rstrip(_LOCAL)) :]
        first -= len(run)
        trimmed = run.lstrip(b".'-+")
        first += len(run) - len(trimmed)
        parts.append(trimmed)
        joiner = next((word for word in _JOINERS if view.endswith(word, 0, first)), None)
        if joiner is None or not trimmed or strength == "tight":
            break
        if not view[first - len(joiner) - 1 : first - len(joiner)].isalnum():
            break
        parts.append(_JOINERS[joiner])
        first -= len(joiner)
    return first, b"".join(reversed(parts)).strip(b".'-+")


def _labels(view: bytes, start: int) -> tuple[list[bytes], list[int], list[str]]:
    """The labels of the domain from `start` on, where each ends, and how each dot between them is written."""
    labels: list[bytes] = []
    ends: list[int] = []
    dots: list[str] = []
    position = start
    while len(labels) < 8 and (label := _LABEL.match(view, position)):
        labels.append(label[0])
        ends.append(label.end())
        dot = _DOT.match(view, label.end())
        if dot is None and (label[0] in _PROVIDERS or (len(labels) > 1 and label[0] == b"co")):
            dot = _MISSING.match(view, label.end())
        if dot is None:
            break
        dots.append(dot.lastgroup or "missing")
        position = dot.end()
    return labels, ends, dots


def _known(cased: bytes, labels: list[bytes], ends: list[int], dots: list[str]) -> int:
    """How many labels belong to the domain: in `example.org.Next` two, the rest is a sentence that lost its space."""
    for count in range(len(labels) - 1, 1, -1):
        if labels[count - 1] in _DOMAINS and labels[count] not in _DOMAINS:
            behind = cased[ends[count] - len(labels[count]) : ends[count]]
            if behind[:1].isupper() or dots[count - 1] != "plain":
                return count
    return len(labels)


def _score(view: bytes, first: int, local: bytes, labels: list[bytes], strength: Strength, dots: list[str]) -> float:
    top = labels[-1]
    cue = 0.3 if _CUE.search(before(view, first, 48)) else 0.0
    word = local.isalpha()
    distinct = not word and not local.isdigit()
    plain_word = word and (
        local in _NOT_BOXES
        or (not cue and is_everyday(local) and local not in _BOXES)
        or (strength == "loose" and _ARTICLE.search(before(view, first, 8)) is not None)
    )
    if len(labels) == 1:
        if _GLUED.fullmatch(top):
            return 0.9
        if top not in _PROVIDERS:
            return 0.0
        if strength != "loose":
            return 0.8
        return 0.0 if plain_word else 0.35 + cue + 0.3 * distinct + 0.2 * (top in _MAIL_ONLY and top != b"yahoo")
    foreign = LETTER in top
    if top in _FILE_ENDINGS or not (foreign or (top.isalpha() and 2 <= len(top) <= 24) or top.startswith(b"xn--")):
        return 0.0
    known = top in _DOMAINS or foreign
    if strength != "loose":
        return 1.0 if known else 0.6
    if plain_word or not known:
        return 0.0
    if "spelled" in dots:
        return (0.45 if top in _WORD_DOMAINS and len(labels) == 2 and labels[0] not in _PROVIDERS else 0.85) + cue
    sure = labels[0] in _MAIL_ONLY or ("spaced" in dots and top in _PLAIN_DOMAINS)
    return min(1.0, 0.3 + cue + 0.35 * distinct + 0.25 * (local in _BOXES) + 0.25 * sure)


_HIDDEN: Final = (_CIRCLED, _UNSIGNED)
# The character behind the sign is not part of the region: it may be the one before the next sign (`jo@x@example.org`).
_REGION: Final = rb"|".join(
    (
        _LAST + rb"(?:" + rb"|".join((_TIGHT, _BRACKETS, _APART + rb"[a-z0-9-]+\.", *_HIDDEN)) + rb")",
        _LOOSE + rb"(?:" + _TAIL + rb")",
    )
)
_GATE: Final = _LAST + rb"(?:" + rb"|".join(
    (
        rb"(?:" + _TIGHT + rb"|" + _BRACKETS + rb")" + _FIRST,
        _LOOSE + rb"(?:" + _TAIL + rb")",
        _APART + rb"[a-z0-9-]+\.[a-z]",
        *_HIDDEN,
    )
) + rb")"  # fmt: skip

EMAIL: Final = Detector("EMAIL", _REGION, find, _GATE, 160)
