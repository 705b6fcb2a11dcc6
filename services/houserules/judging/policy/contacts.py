"""Who is never redacted, and how sure redaction has to be: contacts.yaml and the section `redaction`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar, cast

from houserules.contracts.vocabulary import PII_TYPES, PiiType
from houserules.judging.policy.reader import Node
from houserules.redaction.names import NameFinder, NamesUnavailable
from houserules.redaction.operators import MOST_KEPT, Hash, Mask, Operator, Remove, Replace
from houserules.redaction.protected import ProtectedNames
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactError, ContactRegistry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RedactionSection:
    """`thresholds` by type, from 0 to 1; `types` are those looked for, None for all that can be found.

    `operators` say what stands for a type instead of its placeholder. `names` finds people's names, where that is on.
    """

    thresholds: Mapping[PiiType, float] = field(default_factory=dict)
    types: tuple[PiiType, ...] | None = None
    operators: Mapping[PiiType, Operator] = field(default_factory=dict)
    names: NameFinder | None = None


_OPERATORS: Final[Mapping[str, Operator]] = {"replace": Replace(), "hash": Hash(), "remove": Remove()}

_CONTACT_FIELDS: Final = (
    "aliases", "phones", "emails", "domains", "handles", "addresses", "postcodes", "domain_emails", "branches",
)  # fmt: skip
"""What a contact may have beside its name; `Contact` says what each means."""


def read_contacts(node: Node) -> tuple[Contact, ...]:
    """The public contacts, each checked: one that cannot be right is reported at its place."""
    return tuple(node.each(_contact))


def _contact(node: Node) -> Contact:
    fields = node.fields(("name",), _CONTACT_FIELDS)

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
        handles=texts("handles"),
        addresses=texts("addresses"),
        branches=fields.take("branches", Node.flag, False),
    )
    try:
        ContactRegistry((contact,))
    except ContactError as error:
        raise node.mistake(str(error)) from error
    return contact


def read_redaction(node: Node, contacts: Sequence[Contact] = ()) -> RedactionSection:
    """What personal information is looked for, from which score on it counts, and what stands in its place.

    The names of `contacts` are nobody's private ones.
    """
    fields = node.fields((), ("types", "thresholds", "operators", "names"))
    types: list[PiiType] | None = fields.take("types", lambda item: item.each(lambda one: one.word(PII_TYPES)), None)
    section = RedactionSection(
        thresholds=fields.take("thresholds", lambda item: _by_type(item, _threshold), {}),
        types=None if types is None else tuple(types),
        operators=fields.take("operators", lambda item: _by_type(item, _operator), {}),
        names=fields.take("names", lambda item: _names(item, contacts), None),
    )
    try:
        build_redactor((), section)
    except ValueError as error:
        raise node.mistake(str(error)) from error
    return section


def build_redactor(
    contacts: Sequence[Contact], section: RedactionSection, protected: ProtectedNames | None = None
) -> Redactor:
    """The redactor of a policy. Raises ValueError for a type that nothing can find."""
    return Redactor(
        ContactRegistry(contacts),
        section.thresholds,
        section.types,
        operators=section.operators,
        names=section.names,
        protected=protected,
    )


def _by_type(node: Node, read: Callable[[Node], T]) -> dict[PiiType, T]:
    fields = node.fields((), PII_TYPES)
    return {cast(PiiType, kind): value for kind in fields for value in fields[kind].attempt(read)}


def _names(node: Node, contacts: Sequence[Contact]) -> NameFinder | None:
    fields = node.fields(("model",), ("public",))
    model = fields.take("model", Node.text, "")
    public = fields.take_list("public", lambda item: item.one_or_more(Node.text))
    public += [name for contact in contacts for name in (contact.name, *contact.aliases)]
    try:
        return NameFinder(model, public) if model else None
    except NamesUnavailable as error:
        raise node.mistake(str(error)) from error


def _operator(node: Node) -> Operator:
    if node.is_text:
        return _OPERATORS[node.word(tuple(_OPERATORS))]
    fields = node.fields(("mask",))
    return Mask(fields.take("mask", lambda item: item.integer(1, MOST_KEPT), MOST_KEPT))


def _threshold(node: Node) -> float:
    value = node.fraction()
    if value == 0:
        raise node.mistake("0 would redact whatever was looked at; use more than 0")
    return value
