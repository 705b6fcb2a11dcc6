"""The contacts that everybody may read: helplines, the organisation's own details, emergency numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from houserules.redaction import spellings
from houserules.redaction.folding import fold
from houserules.text.scanning import Scanner

_NATIONAL: Final = re.compile(r"(?:00440?|440?|0)([1-9][0-9]{6,9})")
_DOMAIN: Final = re.compile(rb"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]+")
_HANDLE: Final = re.compile(rb"[a-z0-9._-]{2,40}")
_SCHEME: Final = re.compile(rb"(?:[a-z]+:)?//")

SOCIAL_SITES: Final = frozenset(
    b"instagram.com facebook.com fb.com m.me twitter.com x.com tiktok.com youtube.com snapchat.com linkedin.com t.me "
    b"wa.me threads.net threads.com bsky.app linktr.ee pinterest.com twitch.tv".split()
)
"""Sites on which a link's path names a person or an organisation."""

_LONGEST_PART: Final = 64
_BLANKS: Final = b" \n.,-/()"
_WORD: Final = re.compile(rb"[a-hjkmnp-z]{2}")
_CHANGE_LEFT: Final = re.compile(rb"\b(?:on|at|to|is|no|or|in|by|[0-9]{1,2})[ :.,\-]{1,3}\Z")
_CHANGE_RIGHT: Final = re.compile(rb"[ .,\-]{1,3}[0-9]{1,2}\b")


class ContactError(ValueError):
    """A contact of the registry is wrong. The message names the contact and what would do."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One public contact. `aliases` are other names that people use for it.

    `phones` in any spelling, short codes (`116 123`) too; `emails` whole addresses; `domains` its web domains, of which
    subdomains are part; `handles` its names on social sites, without @; `addresses` its postal addresses, parts apart
    by commas. With `domain_emails` every address at one of the domains, or at a subdomain, is public; without it only
    `emails` are. A contact with `branches` has local offices: numbers and links that may be theirs are no spoofs.
    """

    name: str
    aliases: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    domain_emails: bool = False
    handles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    branches: bool = False


class ContactRegistry:
    """Looks contact details up by value, whatever their spelling.

    `pattern` is an RE2 pattern that matches in every text in which `places` finds more than it is told; empty if none does.
    Raises ContactError for an entry that cannot be right, such as a phone number with letters.
    """

    __slots__ = (
        "_addresses",
        "_domains",
        "_emails",
        "_handles",
        "_heads",
        "_hosts",
        "_named",
        "_phones",
        "_places",
        "_postcodes",
        "contacts",
        "names",
        "numbers",
        "pattern",
    )

    def __init__(self, entries: Iterable[Contact] = ()) -> None:
        self.contacts: Final = tuple(entries)
        self._phones: Final[dict[str, str]] = {}
        self._heads: Final[set[str]] = set()
        self._emails: Final[dict[bytes, str]] = {}
        self._domains: Final[dict[bytes, str]] = {}
        self._hosts: Final[dict[bytes, str]] = {}
        self._handles: Final[dict[bytes, str]] = {}
        self._postcodes: Final[dict[bytes, str]] = {}
        self._addresses: Final[list[bytes]] = []
        self.names: Final[dict[bytes, str]] = {}
        self.numbers: Final[dict[str, frozenset[str]]] = {}
        for contact in self.contacts:
            self._add(contact)
        self._named: Final = _compile([name_pattern(name) for name in self.names])
        patterns = list(self._patterns())
        self._places: Final = _compile(patterns)
        self.pattern: Final = b"|".join(patterns)

    def _add(self, contact: Contact) -> None:
        if not contact.name.strip():
            raise ContactError("a contact has no name; give each one the name that readers know")
        for name in (contact.name, *contact.aliases):
            if words := _view(name).split():
                self.names[b" ".join(words)] = contact.name
        found: set[str] = set()
        for phone in contact.phones:
            found |= phone_spellings(phone, contact.name)
        self.numbers[contact.name] = self.numbers.get(contact.name, frozenset()) | found
        self._phones.update(dict.fromkeys(found, contact.name))
        self._heads.update(spelling[:length] for spelling in found for length in range(1, len(spelling) + 1))
        for email in contact.emails:
            if email.count("@") != 1:
                raise ContactError(f"contact `{contact.name}`: `{email}` is no e-mail address")
            self._emails[_view(email.strip())] = contact.name
        for domain in contact.domains:
            host = _view(domain.strip()).removeprefix(b"www.")
            if not _DOMAIN.fullmatch(host):
                raise ContactError(
                    f"contact `{contact.name}`: `{domain}` is no domain; write it as in `charity.org.uk`"
                )
            self._hosts[host] = contact.name
            if contact.domain_emails:
                self._domains[host] = contact.name
        for handle in contact.handles:
            plain = _view(handle.strip()).removeprefix(b"@")
            if not _HANDLE.fullmatch(plain):
                raise ContactError(
                    f"contact `{contact.name}`: `{handle}` is no handle; write the name without @ or link"
                )
            self._handles[plain] = contact.name
        for address in contact.addresses:
            view = _view(address.strip())
            if len(re.findall(rb"[a-z0-9]+", view)) < 3:
                raise ContactError(
                    f"contact `{contact.name}`: `{address}` is no postal address; write house, street, town"
                )
            self._addresses.append(view)
            if code := spellings.address_postcode(view):
                self._postcodes[code] = contact.name
        for postcode in contact.postcodes:
            self._postcodes[re.sub(rb"[^a-z0-9]", b"", _view(postcode))] = contact.name

    def _patterns(self) -> Iterator[bytes]:
        """Patterns of the usual spellings of all details."""
        if self._phones:
            yield spellings.phones_pattern(number for number in self._phones if not number.startswith(("44", "0044")))
        if self._hosts:
            yield spellings.hosts_pattern(self._hosts, self.names)
        if self._domains:
            yield spellings.mailboxes_pattern(self._domains)
        yield from map(spellings.email_pattern, self._emails)
        yield from map(spellings.address_pattern, self._addresses)
        yield from map(spellings.postcode_pattern, self._postcodes)
        yield from map(spellings.handle_pattern, self._handles)

    def phone(self, digits: str) -> str | None:
        """The contact whose number is spelled `digits` (digits alone, national or international), or None."""
        return self._phones.get(digits)

    def may_begin(self, digits: str) -> bool:
        """Whether a registered number begins with `digits`."""
        return digits in self._heads

    def email(self, address: bytes) -> str | None:
        """The contact at an address as its view has it, or None."""
        if contact := self._emails.get(address):
            return contact
        return _of_host(self._domains, address.rpartition(b"@")[2])

    def postcode(self, compact: bytes) -> str | None:
        """The contact at a postcode in lower case without spaces, or None."""
        return self._postcodes.get(compact)

    def handle(self, name: str) -> str | None:
        """The contact behind a social handle, given without its @ and in any case, or None."""
        return self._handles.get(_view(name).removeprefix(b"@"))

    def link(self, address: bytes) -> str | None:
        """The contact behind a link as its view has it, host and perhaps a path, or None.

        That is a contact's domain or a subdomain of it, or a social site's page under a contact's handle.
        """
        host, _, path = _SCHEME.sub(b"", address, count=1).partition(b"/")
        host = host.partition(b":")[0]
        if contact := _of_host(self._hosts, host):
            return contact
        if path and self._handles and host.removeprefix(b"www.").removeprefix(b"m.") in SOCIAL_SITES:
            for step in path.split(b"/")[:2]:
                name = re.split(rb"[?#]", step, maxsplit=1)[0].removeprefix(b"@")
                if contact := self._handles.get(name):
                    return contact
        return None

    def address(self, view: bytes) -> bool:
        """Whether the whole of `view` is a registered postal address, or as much of one as people write."""
        return any(end - start >= len(view.strip()) for start, end in self.places(view.strip()))

    def is_named(self, view: bytes) -> bool:
        """Whether a contact's name stands in `view`."""
        return self._named is not None and self._named.first(view) >= 0

    def places(self, view: bytes, known: Iterable[tuple[int, int, str]] = ()) -> Sequence[tuple[int, int]]:
        """Where registered details stand in `view`, in order and apart, those of `known` among them."""
        found = [(start, end) for start, end, _ in known]
        position = 0
        while self._places is not None:
            start, position = self._places.find(view, position)
            if start < 0:
                break
            if _is_whole(view, start, position):
                found.append((start, position))
            elif position - start <= _LONGEST_PART:
                # What looked like `111` in `email 1 Example Street` must not hide the address that begins inside it.
                position = start + 1
        if not found:
            return found
        found.sort()
        merged: list[tuple[int, int]] = []
        for start, end in found:
            if merged and (start < merged[-1][1] or not view[merged[-1][1] : start].strip(_BLANKS)):
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return [_widened(view, start, end) for start, end in merged]


def name_pattern(name: bytes) -> bytes:
    """A contact's name as people write it: `N.S.P.C.C.`, `rape-crisis` and `RapeCrisis` are names, too."""
    words = name.split()
    if len(words) == 1 and name.isalpha() and len(name) <= 5:
        return (
            rb"\b(?:" + name + rb"\b|" + rb"\.".join(name[place : place + 1] for place in range(len(name))) + rb"\b\.?)"
        )
    return rb"\b" + rb"[ \n\-_]{0,3}".join(re.escape(word).replace(b"'", b"'?") for word in words) + rb"\b"


def _of_host(hosts: dict[bytes, str], host: bytes) -> str | None:
    while host:
        if contact := hosts.get(host):
            return contact
        host = host.partition(b".")[2]
    return None


def is_public_address(
    view: bytes, start: int, end: int, places: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]
) -> bool:
    """Whether an address found at `[start, end)` is a registered one with words about it (`order the Upper Mill, ...`).

    A flat in the same house is not: it has a number more. Neither is another house with the same postcode. `places` are
    the registered details, in order; the digits of `others`, findings of another kind, are no house number.
    """

    def inside(stands: Iterable[tuple[int, int]]) -> list[slice]:
        return [
            slice(max(start, left) - start, min(end, right) - start)
            for left, right in stands
            if left < end and start < right
        ]

    rest = bytearray(view[start:end])
    covered = 0
    for part in inside(places):
        covered += part.stop - part.start
        rest[part] = bytes(part.stop - part.start)
    for part in inside(others):
        rest[part] = bytes(part.stop - part.start)
    return 3 * covered >= end - start and re.search(rb"[0-9]", rest) is None


def _widened(view: bytes, start: int, end: int) -> tuple[int, int]:
    """A number's place with the small change around it, nobody's detail: `on 18000`, `0800 1111 2 times`.

    The digits beside an address stay out of it: they may be a flat's.
    """
    if _WORD.search(view, start, end):
        return start, end
    left = _CHANGE_LEFT.search(view, max(0, start - 8), start)
    right = _CHANGE_RIGHT.match(view, end)
    return left.start() if left else start, right.end() if right else end


def _is_whole(view: bytes, start: int, end: int) -> bool:
    """Whether what stands at `[start, end)` is no part of a longer number, word or host name."""
    if start:
        left = view[start - 1 : start]
        if left.isdigit() or (left in (b"-", b"_", b".") and not view[start : start + 1].isdigit()):
            return False
        if left.isalpha() and not view[start : start + 1].isdigit():
            return False
    if end < len(view):
        right = view[end : end + 1]
        if right.isdigit() or (right.isalpha() and not view[end - 1 : end].isdigit()):
            return False
        if right in (b".", b"-", b"_") and not view[end - 1 : end].isdigit():
            return not view[end + 1 : end + 2].isalnum()
    return True


def _compile(patterns: Sequence[bytes]) -> Scanner | None:
    """The patterns as one, or None if there are none."""
    return Scanner(b"|".join(patterns), longest=True) if patterns else None


def phone_spellings(phone: str, name: str) -> frozenset[str]:
    """Every string of digits that people write for `phone`: national, with 44, 0044, and with the needless 0 after it."""
    view = _view(phone).decode("ascii")
    digits = re.sub(r"[ ().+/-]", "", view.replace("(0)", "") if "+" in view else view)
    if not re.fullmatch(r"[0-9]{3,15}", digits):
        raise ContactError(f"contact `{name}`: `{phone}` is no phone number; write digits, spaces and a leading +")
    national = _NATIONAL.fullmatch(digits)
    if national is None:
        return frozenset({digits, "00" + digits} if "+" in view else {digits})
    number = national[1]
    return frozenset(prefix + number for prefix in ("0", "44", "440", "0044", "00440"))


def _view(text: str) -> bytes:
    return fold(text)
