"""Who is never redacted, and how sure redaction has to be: contacts.yaml and the section `redaction`."""

from collections.abc import Sequence
from dataclasses import dataclass

from houserules.contracts.vocabulary import PII_TYPES, PiiType
from houserules.judging.policy.reader import Node
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactError, ContactRegistry


@dataclass(frozen=True, slots=True)
class RedactionSection:
    """`thresholds` by type, from 0 to 1; `types` are those looked for, None for all that can be found."""

    thresholds: dict[PiiType, float]
    types: tuple[PiiType, ...] | None


def read_contacts(node: Node) -> tuple[Contact, ...]:
    """The public contacts, each checked: one that cannot be right is reported at its place."""
    return tuple(node.each(_contact))


def _contact(node: Node) -> Contact:
    fields = node.fields(("name",), ("aliases", "phones", "emails", "domains", "postcodes", "domain_emails"))

    def texts(name: str) -> tuple[str, ...]:
        return tuple(fields.take_list(name, lambda item: item.one_or_more(Node.text)))

    contact = Contact(
        name=fields.take("name", Node.text, ""),
        aliases=texts("aliases"),
        phones=texts("phones"),
        emails=texts("emails"),
        domains=texts("domains"),
        postcodes=texts("postcodes"),
        domain_emails=fields.take("domain_emails", Node.flag, False),
    )
    try:
        ContactRegistry((contact,))
    except ContactError as error:
        raise node.mistake(str(error)) from error
    return contact


def read_redaction(node: Node) -> RedactionSection:
    """What personal information is looked for, and from which score on it counts."""
    fields = node.fields((), ("types", "thresholds"))
    thresholds: dict[PiiType, float] = {}
    if "thresholds" in fields:
        items = fields["thresholds"].fields((), PII_TYPES)
        for kind in PII_TYPES:
            if kind in items:
                thresholds[kind] = items.take(kind, _threshold, 0.5)
    types: list[PiiType] | None = fields.take("types", lambda item: item.each(lambda one: one.word(PII_TYPES)), None)
    section = RedactionSection(thresholds, None if types is None else tuple(types))
    try:
        build_redactor((), section)
    except ValueError as error:
        raise node.mistake(str(error)) from error
    return section


def build_redactor(contacts: Sequence[Contact], section: RedactionSection) -> Redactor:
    """The redactor of a policy. Raises ValueError for a type that nothing can find."""
    return Redactor(ContactRegistry(contacts), section.thresholds, section.types)


def _threshold(node: Node) -> float:
    value = node.fraction()
    if value == 0:
        raise node.mistake("0 would redact whatever was looked at; use more than 0")
    return value
