"""The contacts that everybody may read: helplines, the organisation's own details, emergency numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from houserules.redaction.folding import Folded

_NATIONAL: Final = re.compile(r"(?:00440?|440?|0)([1-9][0-9]{6,9})")


class ContactError(ValueError):
    """A contact of the registry is wrong. The message names the contact and what would do."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One public contact. `aliases` are other names that people use for it.

    `phones` in any spelling, short codes (`116 123`) too; `emails` whole addresses; `domains` its web domains. With
    `domain_emails` every address at one of the domains, or at a subdomain, is public; without it only `emails` are.
    """

    name: str
    aliases: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    domain_emails: bool = False


class ContactRegistry:
    """Looks contact details up by value, whatever their spelling.

    Raises ContactError for an entry that cannot be right, such as a phone number with letters.
    """

    __slots__ = ("_domains", "_emails", "_heads", "_phones", "_postcodes", "contacts", "names", "numbers")

    def __init__(self, entries: Iterable[Contact] = ()) -> None:
        self.contacts: Final = tuple(entries)
        self._phones: Final[dict[str, str]] = {}
        self._heads: Final[set[str]] = set()
        self._emails: Final[dict[bytes, str]] = {}
        self._domains: Final[dict[bytes, str]] = {}
        self._postcodes: Final[dict[bytes, str]] = {}
        self.names: Final[dict[bytes, str]] = {}
        self.numbers: Final[dict[str, frozenset[str]]] = {}
        for contact in self.contacts:
            self._add(contact)

    def _add(self, contact: Contact) -> None:
        if not contact.name.strip():
            raise ContactError("a contact has no name; give each one the name that readers know")
        for name in (contact.name, *contact.aliases):
            if words := _view(name).split():
                self.names[b" ".join(words)] = contact.name
        spellings: set[str] = set()
        for phone in contact.phones:
            spellings |= phone_spellings(phone, contact.name)
        self.numbers[contact.name] = self.numbers.get(contact.name, frozenset()) | spellings
        self._phones.update(dict.fromkeys(spellings, contact.name))
        self._heads.update(spelling[:length] for spelling in spellings for length in range(1, len(spelling) + 1))
        for email in contact.emails:
            if email.count("@") != 1:
                raise ContactError(f"contact `{contact.name}`: `{email}` is no e-mail address")
            self._emails[_view(email.strip())] = contact.name
        if contact.domain_emails:
            for domain in contact.domains:
                self._domains[_view(domain.strip()).removeprefix(b"www.")] = contact.name
        for postcode in contact.postcodes:
            self._postcodes[re.sub(rb"[^a-z0-9]", b"", _view(postcode))] = contact.name

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
        domain = address.rpartition(b"@")[2]
        while domain:
            if contact := self._domains.get(domain):
                return contact
            domain = domain.partition(b".")[2]
        return None

    def postcode(self, compact: bytes) -> str | None:
        """The contact at a postcode in lower case without spaces, or None."""
        return self._postcodes.get(compact)


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
    return Folded([text]).piece(0).view
