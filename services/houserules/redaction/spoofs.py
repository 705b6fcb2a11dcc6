"""Numbers, links and addresses that pretend to be a helpline's: they stand beside its name and are not its own.

A spoof need not be personal information: a link or a wrong short code stays in the text, and a person looks at the post.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

import re2

from houserules.contracts.stages import SpoofSpan
from houserules.contracts.vocabulary import PiiType
from houserules.redaction import spoof_words as words
from houserules.redaction.detectors.digits import read
from houserules.redaction.folding import Piece
from houserules.redaction.hosts import Host, Impostors, hosts, is_article, is_disguised, is_trusted
from houserules.redaction.registry import Contact, ContactRegistry, name_pattern
from houserules.text.scanning import Scanner

Known = tuple[int, int, str]
"""Where in a view a registered contact stands, by name or by number: start, end, the contact's name."""

_COMMON: Final = frozenset(
    b"it its it's is not now stop okay ok me we you missing people mix young minds family lives".split()
)
"""A name with such words is a sentence, too: it counts only when it is written with capitals."""

_LINKISH: Final = rb"[a-z0-9\x0e]\.[a-z]{2}|[\[(] ?(?:dot|\.) ?[\])]|\bdot [a-z]|@[a-z0-9]"
_CODEISH: Final = rb"\b(?:[0-9]{2,3}[ .\-]?[0-9]{3}|0[38]0[0-9][ .\-]?[0-9]{4})\b"
_IMITABLE: Final = 4
_DISTINCT: Final = 8
_SHAPES: Final = {
    b"o": b"[o0]",
    b"l": b"[li1]",
    b"i": b"[li1]",
    b"e": b"[e3]",
    b"a": b"[a4]",
    b"s": b"[s5]",
    b"t": b"[t7]",
    b"m": b"(?:m|rn)",
    b"w": b"(?:w|vv)",
    b"d": b"(?:d|cl)",
}


class Detail(NamedTuple):
    """A finding at `[start, end)` of the view."""

    type: PiiType
    start: int
    end: int


class SpoofFinder:
    """Finds numbers, links, addresses and handles that are offered as a registered contact's and are not.

    A contact without registered numbers cannot be spoofed with a number, and so on: nobody could say that it is wrong.
    `gate` is an RE2 pattern that matches in every text that may hold a spoof without a finding of redaction, `mention` one
    that matches in every text that may hold a spoof; empty if there is none.
    """

    __slots__ = (
        "_contacts",
        "_gate",
        "_imitated",
        "_impostors",
        "_mention",
        "_names",
        "_phrases",
        "_registry",
        "_spoken",
        "gate",
        "mention",
    )

    def __init__(self, registry: ContactRegistry) -> None:
        self._registry: Final = registry
        self._contacts: Final = {contact.name: contact for contact in registry.contacts}
        self._spoken: Final[dict[bytes, str]] = {}
        self._phrases: Final[set[bytes]] = set()
        self._imitated: Final[dict[bytes, Contact]] = {}
        self._impostors = Impostors(())
        self._names: Any = None
        self._mention: Scanner | None = None
        self._gate: Scanner | None = None
        self.gate = self.mention = b""
        spoken = [name for name, contact in registry.names.items() if self._can_be_spoofed(contact)]
        if not spoken:
            return
        for name in spoken:
            contact = self._contacts[registry.names[name]]
            self._spoken[_compact(name)] = contact.name
            phrase = not _COMMON.isdisjoint(name.split())
            if phrase:
                self._phrases.add(_compact(name))
            if len(_compact(name)) >= (_DISTINCT if phrase else _IMITABLE) and contact.domains:
                self._imitated[_compact(name)] = contact
        self._impostors = Impostors(self._imitated)
        names = b"|".join(name_pattern(name) for name in sorted(spoken, key=len, reverse=True))
        self._names = re2.compile(names)
        mentions = [names]
        beside = _LINKISH + b"|" + _CODEISH
        parts = [rb"(?:%b)[^\x00]*?(?:%b)" % (names, beside), rb"(?:%b)[^\x00]*?(?:%b)" % (beside, names)]
        if self._imitated:
            shapes = b"|".join(sorted(map(_shape, self._imitated)))
            parts.append(rb"(?:%b)[a-z0-9-]*\.[a-z]{2}" % shapes)
            mentions.append(parts[-1])
        self.gate = b"|".join(parts)
        self._gate = Scanner(self.gate)
        self.mention = b"|".join(mentions)
        self._mention = Scanner(self.mention)

    def _can_be_spoofed(self, name: str) -> bool:
        contact = self._contacts[name]
        return bool(self._registry.numbers[name] or contact.domains or contact.emails or contact.handles)

    def may_stand_in(self, view: bytes) -> bool:
        """Whether a text in which redaction found nothing may hold a spoof all the same."""
        return self._gate is not None and self._gate.first(view) >= 0

    def find(
        self,
        piece: Piece,
        details: Sequence[Detail],
        known: Sequence[Known],
        origin: Callable[[int, int], tuple[int, int]],
        text: str,
    ) -> list[SpoofSpan]:
        """The spoofs in a text, in order and apart.

        `details` are what redaction found, `known` what it found to be registered, both in order and in positions of
        the view; `text` is the original, and `origin` leads back to it.
        """
        if self._mention is None:
            return []
        view = piece.view
        if self._mention.first(view) < 0:
            return []
        names = list(self._named(piece))
        linked = self.may_stand_in(view)
        numbers = [item for item in known if _is_number(view[item[0] : item[1]])]
        found: list[Known] = []
        for kind, start, end in details if names else ():
            contact: str | None = None
            if kind == "PHONE":
                contact = self._number_beside(view, start, end, names, numbers)
            elif kind in ("EMAIL", "SOCIAL_HANDLE"):
                contact = self._address_beside(view, kind, start, end, names)
            if contact is not None:
                found.append((start, end, contact))
        mails = [(start, end) for kind, start, end in details if kind == "EMAIL"]
        links = [host for host in hosts(view) if not _touches(mails, host.start, host.end)] if linked else []
        for host in links:
            if contact := self._posed(view, host, names, text[slice(*origin(host.start, host.end))]):
                found.append((host.start, host.end, contact))
        if names:
            taken = [(start, end) for _, start, end in details] + [(host.start, host.end) for host in links]
            taken += self._registry.places(view, known)
            found += self._codes(view, names, sorted(taken))
        found.sort()
        spoofs: list[SpoofSpan] = []
        last = 0
        for start, end, contact in found:
            if start >= last:
                spoofs.append(SpoofSpan(*origin(start, end), contact))
                last = end
        return spoofs

    def _named(self, piece: Piece) -> Iterator[Known]:
        for match in self._names.finditer(piece.view):
            start, end = match.span()
            compact = _compact(match.group())
            if compact in self._phrases and not _is_titled(piece, start, end):
                continue
            yield start, end, self._spoken[compact]

    # --- numbers -----------------------------------------------------------------------------------------------------

    def _number_beside(
        self, view: bytes, start: int, end: int, names: list[Known], numbers: Sequence[Known]
    ) -> str | None:
        contact = self._named_before(view, start, names, numbers) or self._named_behind(
            view, start, end, names, numbers
        )
        if contact is None or not self._registry.numbers[contact]:
            return None
        if self._contacts[contact].branches:
            digits = "".join(group.digits for run in read(view, start, end) for group in run)
            return contact if words.PREMIUM.match(digits) else None
        return contact

    def _named_before(self, view: bytes, start: int, names: list[Known], numbers: Sequence[Known]) -> str | None:
        index = bisect_right(names, start, key=itemgetter(1)) - 1
        if index < 0 or start - names[index][1] > words.AFTER_OLD_NUMBER:
            return None
        _, name_end, contact = names[index]
        between = view[name_end:start]
        if words.CHANGED.search(between) and not words.PERSONAL.search(between):
            return contact
        if len(between) > words.AFTER_NAME:
            return None
        if (
            words.PERSONAL.search(between)
            or words.BUSINESS.search(between)
            or len(between.split()) > words.WORDS_BETWEEN
        ):
            return None
        return None if self._has_number(view, name_end, start, contact, numbers) else contact

    def _named_behind(
        self, view: bytes, start: int, end: int, names: list[Known], numbers: Sequence[Known]
    ) -> str | None:
        index = bisect_left(names, end, key=itemgetter(0))
        if index == len(names) or names[index][0] - end > words.BEFORE_NAME:
            return None
        name_start, name_end, contact = names[index]
        if not words.ATTACHED.fullmatch(view, end, name_start) or words.PERSONAL.search(
            view, max(0, start - 24), start
        ):
            return None
        return None if self._has_number(view, name_end, name_end + words.AFTER_NAME, contact, numbers) else contact

    def _has_number(self, view: bytes, start: int, end: int, contact: str, numbers: Sequence[Known]) -> bool:
        index = bisect_left(numbers, start, key=itemgetter(0))
        if index < len(numbers) and numbers[index][0] < end:
            return True
        # Short codes are no telephone numbers to the detector.
        digits = re.sub(rb"[^0-9]", b"", view[start:end]).decode("ascii")
        return any(number in digits for number in self._registry.numbers[contact])

    def _codes(self, view: bytes, names: list[Known], taken: list[tuple[int, int]]) -> Iterator[Known]:
        """Wrong short codes: `Samaritans 116 321`, `text SHOUT to 85259`. No numbering plan could vouch for them."""
        for match in words.CODE.finditer(view):
            start, end = match.span()
            if _touches(taken, start, end):
                continue
            if words.MORE_DIGITS.match(view, end) or view[start - 1 : start] in words.WITHIN:
                continue
            digits = re.sub(rb"[^0-9]", b"", match.group()).decode("ascii")
            shaped = digits.startswith("116") or (len(digits) == 8 and digits[0] == "0")
            contact = self._code_before(view, start, names, shaped=shaped) or self._code_behind(
                view, start, end, names, shaped=shaped
            )
            if contact is None or self._registry.phone(digits):
                continue
            own = self._registry.numbers[contact]
            texted = words.TEXT_TO.search(view, max(0, start - 40), start) and len(digits) == 5
            if own and (shaped or texted or any(_nearly(number, digits) for number in own)):
                yield start, end, contact

    def _code_before(self, view: bytes, start: int, names: list[Known], *, shaped: bool) -> str | None:
        index = bisect_right(names, start, key=itemgetter(1)) - 1
        if index < 0 or start - names[index][1] > words.AFTER_NAME:
            return None
        name_start, name_end, contact = names[index]
        between = view[name_end:start]
        asked = words.TEXTED.search(view, max(0, name_start - 30), name_start) or words.CALLED.search(between)
        if (not between.strip() or words.GLUE.fullmatch(between)) and (asked or view.startswith(b"116", start)):
            return contact
        if words.CHANGED.search(between) and not words.PERSONAL.search(between):
            return contact
        if shaped and asked and words.OFFERED.fullmatch(between) and not words.PERSONAL.search(between):
            return contact
        return None

    def _code_behind(self, view: bytes, start: int, end: int, names: list[Known], *, shaped: bool) -> str | None:
        index = bisect_left(names, end, key=itemgetter(0))
        if index == len(names) or not words.ATTACHED.fullmatch(view, end, names[index][0]):
            return None
        return names[index][2] if shaped or words.TEXTED.search(view, max(0, start - 20), start) else None

    # --- links and addresses -----------------------------------------------------------------------------------------

    def _posed(self, view: bytes, host: Host, names: list[Known], original: str) -> str | None:
        """The contact that a link pretends to be, or None."""
        own = self._registry.link(host.name + host.path)
        if own is not None:
            # The view shows Latin letters for look-alikes: what it takes for the real host need not be that.
            return own if is_disguised(original.partition("/")[0] if "://" not in original else original) else None
        if is_trusted(host.name):
            return None
        if imitated := self._imitated_by(host.name):
            about = self._is_about(view, host.start, names) or words.WARNED.match(view, host.end)
            return None if about else imitated
        if is_article(host.path):
            return None
        contact_name = self._attached(view, host.start, host.end, names)
        if contact_name is None:
            return None
        named = self._contacts[contact_name]
        return contact_name if named.domains and not named.branches else None

    def _imitated_by(self, host: bytes) -> str | None:
        """The contact whose name a host carries that is not the contact's."""
        name = self._impostors.name(host)
        if name is None:
            return None
        contact = self._imitated[name]
        # A local office may well carry the name in its host, though never one letter off.
        return None if contact.branches and name in _compact(host) else contact.name

    def _is_about(self, view: bytes, position: int, names: list[Known]) -> bool:
        """Whether the words before a link talk about a contact. Those of a name (`It's Not Okay`) do not count."""
        index = bisect_left(names, position, key=itemgetter(0)) - 1
        if index >= 0 and names[index][1] > position - 60:
            start, end, _ = names[index]
            if words.ABOUT.search(view, max(0, start - 60), start):
                return True
            return words.ABOUT.search(view, end, position) is not None
        return words.ABOUT.search(view, max(0, position - 60), position) is not None

    def _address_beside(self, view: bytes, kind: PiiType, start: int, end: int, names: list[Known]) -> str | None:
        address = view[start:end]
        if kind == "EMAIL":
            host = re.sub(rb" ?[\[(]? ?\bdot\b ?[\])]? ?", b".", re.split(rb"@|\bat\b", address)[-1]).strip()
            if self._registry.link(host):
                return None
            if imitated := self._imitated_by(host):
                return imitated
        contact_name = self._attached(view, start, end, names, tight=kind == "SOCIAL_HANDLE")
        if contact_name is None:
            return None
        named = self._contacts[contact_name]
        if kind == "SOCIAL_HANDLE":
            return contact_name if named.handles and not named.branches else None
        return contact_name if (named.emails or named.domains) and not named.branches else None

    def _attached(self, view: bytes, start: int, end: int, names: list[Known], *, tight: bool = False) -> str | None:
        """The contact as whose own the link at `[start, end)` is offered, or None."""
        index = bisect_right(names, start, key=itemgetter(1)) - 1
        if index >= 0 and start - names[index][1] <= words.AFTER_NAME:
            name_start, name_end, contact = names[index]
            between = self._without_numbers(view[name_end:start])
            head = max(0, name_start - 60)
            if not words.ABOUT.search(view, head, name_start) and not words.PERSONAL.search(between):
                if words.GLUE.fullmatch(between):
                    return contact
                if not tight and words.NOT_AND.fullmatch(between) and words.ASKED.search(view, head, name_start):
                    return contact
        index = bisect_left(names, end, key=itemgetter(0))
        if index < len(names) and names[index][0] - end <= words.BEFORE_NAME:
            name_start, _, contact = names[index]
            about = words.ABOUT.search(view, max(0, start - 60), start) or words.PERSONAL.search(
                view, max(0, start - 24), start
            )
            if not about and words.ATTACHED.fullmatch(view, end, name_start) and view[end:name_start].strip() != b",":
                return contact
        return None

    def _without_numbers(self, between: bytes) -> bytes:
        """`Childline 0800 1111 www.x` offers the link as Childline's, too."""
        return re.sub(rb"[0-9][0-9 \-]*[0-9]", b"-", between)


def _compact(name: bytes) -> bytes:
    return re.sub(rb"[^a-z0-9]", b"", name)


def _shape(name: bytes) -> bytes:
    compact = _compact(name)
    return b"-?".join(
        _SHAPES.get(compact[place : place + 1], compact[place : place + 1]) for place in range(len(compact))
    )


def _is_titled(piece: Piece, start: int, end: int) -> bool:
    """Whether a name that is a sentence, too, is written as a name. As a hashtag it is a slogan."""
    if start and piece.view[start - 1] in b"#@":
        return False
    words = piece.cased[start:end].split()
    if len(words) == 1:
        return words[0][:1].isupper() and not words[0][1:].islower()
    return all(word[:1].isupper() for word in words if word.lower() in _COMMON)


def _touches(stands: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether `[start, end)` overlaps one of `stands`, which are in order and hardly overlap each other."""
    index = bisect_left(stands, end, key=itemgetter(0))
    return any(last > start for _, last in stands[max(0, index - 4) : index])


def _is_number(detail: bytes) -> bool:
    return (
        b"@" not in detail
        and re.search(rb"\.[a-z]|\b(?:at|dot)\b|[a-z][0-9]{1,2}[a-z]? ?[0-9][a-z]{2}", detail) is None
    )


def _nearly(left: str, right: str) -> bool:
    """Whether two short codes are alike enough for one to pass as the other."""
    return len(left) == len(right) and sum(one != other for one, other in zip(left, right, strict=True)) <= 2
