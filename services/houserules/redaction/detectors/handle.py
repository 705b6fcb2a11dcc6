"""SOCIAL_HANDLE: handles and profile links that are offered as a way to get in touch with somebody.

A mention in talk (`@sam you asked for it`) is none. What tells an offer is the app's name before or behind a handle, a
request (`add me`), or a link to a profile; the shape of the word then says whether it is a handle or more talk.
"""

import re
from typing import Final

from houserules.redaction.detectors import handle_cues as cues
from houserules.redaction.detectors.base import Detector, Found, before
from houserules.redaction.detectors.handle_words import ORGANISATION, Shape, shape
from houserules.redaction.detectors.profile_links import SITES, profile
from houserules.redaction.folding import SYMBOL, Piece
from houserules.redaction.registry import ContactRegistry


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The handles around one app's name, in one request, or at one link."""
    view = piece.view
    if view[end - 1 : end] == b"/":
        return _linked(view, start, end, registry)
    if view[start] == SYMBOL:
        return _pictured(piece, start, registry)
    if signed := _SIGNED_NOUN.match(view, start, end):
        end = signed.end()
    if prefix := _PREFIX.match(view, start, end):
        start = prefix.end()
        if view.startswith(b".com/", end):
            return _linked(view, start, end + 5, registry)
    if b"@" in view[start:end] or not _NAMED.fullmatch(view, start, end):
        return _requested(piece, start, end, registry)
    if before(view, start, 1) in (b"@", b"#", b"&") or view[end : end + 5] in (b".com/", b".com "):
        return []
    return [*_behind(piece, start, end, registry), *_ahead(piece, start, end, registry)]


def _linked(view: bytes, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    link = profile(view, start, end)
    if link is None:
        return []
    if contact := registry.link(link.address):
        return [Found(link.start, link.end, 1.0, contact)]
    head = before(view, link.start, 48)
    if breaks := list(cues.SENTENCE.finditer(head)):
        head = head[breaks[-1].end() :]
    if not cues.PERSONAL.search(head) and (cues.CITED.search(head) or ORGANISATION.search(link.name)):
        return []
    return [Found(link.start, link.end, 0.95)]


def _requested(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The handle that follows a request without the name of an app: `add me @jess_xo12`."""
    view = piece.view
    last_word = cues.LAST.search(view, start, end)
    first = last_word.start() if last_word else end
    offer = cues.OFFER.search(view, max(0, first - 40), first)
    token = _token(piece, first)
    if offer is None or token is None:
        return []
    last, kind, at = token
    aim = offer["aim"]
    if cues.NOT_AIMED.search(
        view[max(0, offer.start() - 24) : offer.start()] + (b"follow" if aim.startswith(b"follow") else b"")
    ):
        return []
    to_person = aim.endswith((b"me", b"him", b"her", b"them", b"up")) or aim == b"hmu"
    name = view[first:last].lstrip(b"@ ")
    if not at:
        named = to_person or aim.startswith((b"my", b"her", b"his"))
        plausible = kind >= Shape.DISTINCT and named and not aim.startswith((b"text", b"find", b"catch"))
        return _found(view, first, last, 0.75, registry) if plausible and cues.CLOSED.match(view, last) else []
    if kind is Shape.EVERYDAY or (not to_person and ORGANISATION.search(name)):
        return []
    if aim in (b"i'm", b"im", b"i am"):
        # `I'm at @thecafe` is a place.
        good = b" at " not in offer[0] and (kind >= Shape.DISTINCT or view.startswith((b" on ", b" everywhere"), last))
    elif aim in (b"follow", b"hit", b"add", b"message", b"msg", b"tweet"):
        # `follow @itsnotokay` and `add @sam to the list` are talk.
        good = (
            aim not in (b"follow", b"tweet") and kind >= Shape.DISTINCT and not view.startswith((b" to ", b" in"), last)
        )
    else:
        good = True
    return _found(view, first, last, 0.8, registry) if good else []


def _ahead(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The handles that follow the name of an app."""
    view = piece.view
    window = min(len(view), end + 120)
    position = end
    if apps := cues.AND_APP.match(view, position, window):
        position = apps.end()
    filler = cues.FILLER.match(view, position, window)
    asked = False
    if filler:
        position = filler.end()
        asked = re.search(rb"\b(?:me|him|her|them)\b", filler[0]) is not None
    lead = cues.LEAD.match(view, position, window)
    if lead is None:
        return []
    first = lead.end()
    kind = str(lead.lastgroup)
    if kind == "weak" and (
        (filler and not asked) or view[start:end].endswith((b"ts", b"ms", b"rs", b"xs", b"ps", b"ks", b"tas"))
    ):
        kind = "word"  # `snap name jessb`, `snapchats jessb`
    if kind == "picture":
        kind = "sign"
    asked = asked or (filler is not None and re.search(rb"name|user|handle|id", filler[0]) is not None)
    if (quoted := cues.QUOTED.match(view, first, window)) and (
        _owned(view, start) or cues.CONTACT.search(before(view, start, 48))
    ):
        return [Found(first + 1, quoted.end() - 1, 0.8)]
    token = _token(piece, first)
    if token is None or view.startswith(b"://", token[0]):
        return []
    last, looks, at = token
    if not _is_offered(view, start, end, last, kind, looks, at=at, asked=asked):
        return []
    found = _found(view, first, last, 0.9 if looks >= Shape.DISTINCT or at else 0.7, registry)
    while (more := cues.MORE.match(view, last, last + 12)) and (token := _token(piece, more.end())):
        if token[1] < Shape.DISTINCT:
            break
        found += _found(view, more.end(), token[0], 0.8, registry)
        last = token[0]
    return found


def _pictured(piece: Piece, start: int, registry: ContactRegistry) -> list[Found]:
    """A handle that has a line for itself, with the picture of an app: a ghost, a camera."""
    first = start + 1 + piece.view.startswith(b" ", start + 1)
    token = _token(piece, first)
    if token is None or token[1] is not Shape.STRONG:
        return []
    line = before(piece.view, start, 16).rpartition(b"\n")[2]
    whole = not line.strip(b" \x0f") and re.match(rb"[ \x0f]*(?:\n|\Z)", piece.view[token[0] : token[0] + 16])
    return _found(piece.view, first, token[0], 0.7, registry) if whole else []


def _owned(view: bytes, start: int) -> bool:
    return cues.OWNER.search(before(view, start, 48)) is not None


def _is_offered(
    view: bytes, start: int, end: int, last: int, lead: str, looks: Shape, *, at: bool, asked: bool
) -> bool:
    """Whether the handle that ends at `last` is offered for the app named at `[start, end)`."""
    if looks is Shape.EVERYDAY and not at:
        return False
    head = before(view, start, 56)
    if breaks := list(cues.SENTENCE.finditer(head)):
        head = head[breaks[-1].end() :]
    free = cues.IS_FREE.fullmatch(view, start, end) is not None
    owned = free or cues.OWNER.search(head) is not None
    if not owned and cues.GROUP.search(head):
        return False
    asked = asked or cues.CONTACT.search(head) is not None
    fresh = not head or cues.FRESH.search(head) is not None
    vague = cues.IS_VAGUE.fullmatch(view, start, end) is not None
    if at and lead in ("weak", "clause") and not owned and not asked and cues.THANKED.search(head):
        return False
    if at or looks >= Shape.DISTINCT:
        if looks is Shape.EVERYDAY and (lead in ("weak", "clause") or not owned):
            return False
        if lead == "clause":
            return (at and (owned or asked)) or looks is Shape.STRONG or (looks is Shape.DISTINCT and (owned or asked))
        if lead != "weak":
            return True
        if owned or asked or fresh:
            return True
        if at:
            plausible = looks >= Shape.COINED or last - end > 8
            if view.startswith(b"ig", start):
                # `I guess @sam is right` goes on.
                plausible = looks >= Shape.DISTINCT and cues.TALKED_OF.match(view, last) is None
            return plausible and not cues.ELSEWHERE.search(head)
        return looks is Shape.STRONG or b"_" in view[end:last] or (not vague and not cues.ELSEWHERE.search(head))
    if lead == "clause" or cues.NEVER_PLAIN.fullmatch(view, start, end):
        return False
    closed = cues.CLOSED.match(view, last) is not None
    alone = (fresh and not head.strip(b" \x0f")) and (last == len(view) or view[last : last + 1] == b"\n")
    if looks is Shape.COINED:
        if owned or asked or alone or lead in ("sign", "dash"):
            return True
        return fresh or not cues.ELSEWHERE.search(head) if not vague else lead == "word"
    if not closed:
        return False
    if lead == "sign":
        # `insta = poison` is an opinion.
        return owned or asked or (b"=" not in view[end:last] and (alone or (fresh and not vague)))
    if lead == "dash":
        return owned or asked or alone
    if lead == "word":
        return owned or asked
    return asked and not vague


def _behind(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The handle before the name of an app: `@jess_xo on insta`, `jess_xo12 (snap)`."""
    view = piece.view
    between = cues.LINK.search(view, start - 20 if start > 20 else 0, start)
    name = _name_before(piece, between.start()) if between else None
    if between is None or name is None:
        return []
    first, last, looks, at = name
    if not at and looks < Shape.COINED:
        return []
    link = between[0].strip()
    head = before(view, first, 40)
    if link.endswith((b"my", b"his", b"her", b"their", b"new")):
        return _found(view, first, last, 0.8, registry)
    told = cues.LEADING.search(head) is not None
    fresh = not head or cues.FRESH.search(head) is not None
    if at:
        offered = told and link != b"" and not cues.TALKED_TO.search(head)
        listed = link in (b"(", b"-") and looks >= Shape.DISTINCT and fresh
        plausible = looks >= Shape.COINED or last - first > 9
        named = (
            plausible
            and link.endswith(b"on")
            and not cues.TALKED_TO.search(head)
            and not cues.TALKED_OF.match(view, end)
        )
        good = (offered or listed or named or cues.OWNER.search(head) is not None) and not ORGANISATION.search(
            view, first, last
        )
    elif not link:
        good = looks is Shape.STRONG and (fresh or told) and cues.CLOSED.match(view, end) is not None
    elif looks >= Shape.DISTINCT:
        good = told or fresh or looks is Shape.STRONG
    else:
        good = told and link.endswith((b"on", b"at"))
    return _found(view, first, last, 0.8, registry) if good else []


def _name_before(piece: Piece, end: int) -> tuple[int, int, Shape, bool] | None:
    """Start, end and looks of the handle that ends at `end`, and whether it has a sign before it."""
    head = before(piece.view, end, 64)
    rest = head.rstrip(b"\"')*`")
    bare = rest.rstrip(cues.NAME_LETTERS)
    if not bare and end > len(head):
        return None  # longer than any handle
    match = cues.NAME_BEFORE.search(rest, max(0, len(bare) - 2))
    if match is None:
        return None
    offset = end - len(head)
    first, last = offset + match.start("name"), offset + match.end()
    if match["tag"]:
        return offset + match.start(), last, Shape.STRONG, match["at"] is not None
    last -= len(match["name"]) - len(match["name"].rstrip(b".-"))
    looks = shape(piece.view[first:last], piece.cased[first:last])
    return offset + match.start(), last, looks, match["at"] is not None


def _token(piece: Piece, start: int) -> tuple[int, Shape, bool] | None:
    """Where the handle at `start` ends, what it looks like, and whether it has a sign before it."""
    view = piece.view
    match = cues.TOKEN.match(view, start, start + 80)
    if match is None:
        return None
    first, last = match.span("name")
    if match["tag"]:
        return match.end("tag"), Shape.STRONG, match["at"] is not None
    while last > first and view[last - 1] in b".-":
        last -= 1
    if (
        last - first < 2
        or view[last : last + 1].isalnum()
        or view[match.end("name") : match.end("name") + 1] in (b"@", b"/")
    ):
        return None
    at = match["at"] is not None
    looks = shape(view[first:last], piece.cased[first:last])
    if at and looks is Shape.EVERYDAY and b"." in view[first:last]:
        looks = Shape.DISTINCT  # `@jess.uk` is no web site
    while looks > Shape.EVERYDAY and (spelled := cues.SPELLED.match(view, last, last + 40)):
        last, looks = spelled.end(), Shape.DISTINCT
    return last, looks, at


def _found(view: bytes, start: int, end: int, score: float, registry: ContactRegistry) -> list[Found]:
    """The handle as a finding, without what stands around it."""
    start = start + len(view[start:end]) - len(view[start:end].lstrip(b"\"'*`("))
    return [Found(start, end, score, registry.handle(view[start:end].lstrip(b"@ ").decode("ascii", "replace")))]


_PREFIX: Final = re.compile(rb"(?:my|her|his|their|on|via) (?=(?:" + cues.OWNED + rb")\Z)")
_SIGNED_NOUN: Final = re.compile(rb"(?:x|epic|user)(?= ?[:=-])")
_NAMED: Final = re.compile(cues.APP)
_WHOSE: Final = rb"(?:my|her|his|their|on|via) "
_AFTER_WORD: Final = rb"(?: (?:on|at|up|here|now|back|instead|direct|directly|privately))?[ :\-=>\n]{1,4}"
_PHRASE: Final = (
    rb"(?:" + cues.REQUEST + rb"(?: " + cues.THEM + rb")?|" + cues.THEM + rb"|i'?m|i am)" + _AFTER_WORD + rb"@[a-z0-9_]"
    rb"|(?:hmu|" + cues.REQUEST + rb" " + cues.THEM + rb")" + _AFTER_WORD + rb"[a-z][a-z.]{1,20}[_0-9]"
    rb"|(?:my|her|his) (?:@|at|tag)(?: is|'s)?[ :\-=]{1,3}@?[a-z0-9_.]"
)
_NOUN: Final = rb"(?:" + cues.CLEAR + rb"|" + cues.VAGUE + rb"|" + cues.FREE + rb")(?:'?s)?\b"
_SIGNED: Final = rb"(?:x|epic|user) ?[:=-] ?@?[a-z0-9_]"
_PICTURED: Final = rb"\x0f ?[a-z][a-z._]{1,20}[_0-9]"
_REGION: Final = (
    rb"\b(?:"
    + rb"|".join((SITES, _NOUN, _WHOSE + rb"(?:" + cues.OWNED + rb")\b", _SIGNED, _PHRASE))
    + rb")|"
    + _PICTURED
)

SOCIAL_HANDLE: Final = Detector("SOCIAL_HANDLE", _REGION, find, b"", 130)
