"""The parts of policy.yaml beside the rules, and the lists in the small files around it."""

from types import MappingProxyType
from typing import Final

from houserules.contracts.times import HOUR
from houserules.contracts.vocabulary import (
    CATEGORIES,
    OUTCOMES,
    PROTECTED_CATEGORIES,
    VERBS,
    Outcome,
    Verb,
)
from houserules.judging.phrases.language import Phrase, PhraseError, compile_part
from houserules.judging.policy.model import Clause, Degraded, Lifetimes, Safeguarding
from houserules.judging.policy.reader import Node

DEFAULT_LIFETIME: Final = 4 * HOUR
SANCTIONED: Final = tuple(category for category in CATEGORIES if category not in PROTECTED_CATEGORIES)


def read_clauses(node: Node) -> dict[str, Clause]:
    """The house rules by id."""
    clauses: dict[str, Clause] = {}
    for name, value in node.entries().items():
        fields = value.fields(("title", "text"))
        clauses[name] = Clause(name, fields.take("title", Node.text, ""), fields.take("text", Node.text, ""))
    return clauses


def read_templates(node: Node) -> dict[str, str]:
    """The words for authors by name."""
    return {name: text for name, value in node.entries().items() for text in value.attempt(Node.text)}


def read_fragments(node: Node) -> dict[str, Phrase]:
    """Fragments of phrases by name, a list being a choice; each may use those above it."""
    fragments: dict[str, Phrase] = {}
    for name, value in node.entries().items():
        for alternatives in value.attempt(lambda item: item.one_or_more(Node.text)):
            try:
                fragments[name] = compile_part("|".join(text.strip() for text in alternatives), fragments)
            except PhraseError as error:
                value.report(str(error))
    return fragments


def read_lifetimes(node: Node) -> Lifetimes:
    """How long actions stay good: `default`, and verbs with a time of their own."""
    fields = node.fields((), ("default", *VERBS))
    verbs: dict[Verb, int] = {}
    for verb in VERBS:
        if verb in fields:
            verbs[verb] = fields.take(verb, Node.duration, 0)
    return Lifetimes(fields.take("default", Node.duration, DEFAULT_LIFETIME), MappingProxyType(verbs))


def read_safeguarding(node: Node, templates: dict[str, str]) -> Safeguarding:
    """What the safeguarding cap leaves of other findings."""
    fields = node.fields((), ("waived", "shielded", "template"))
    waived, shielded = (
        frozenset(fields.take_list(name, lambda item: item.each(lambda one: one.word(SANCTIONED))))
        for name in ("waived", "shielded")
    )
    return Safeguarding(waived, shielded, fields.take("template", lambda item: item.word(tuple(templates)), None))


def read_degraded(node: Node, clauses: dict[str, Clause]) -> Degraded:
    """What becomes of a post when a component fails. The longest prefix of the component's name decides."""
    fields = node.fields(("clause", "default"), ("components",))
    prefixes: dict[str, Outcome] = {}
    if "components" in fields:
        for name, value in fields["components"].entries().items():
            for outcome in value.attempt(_component_outcome):
                prefixes[name] = outcome
    return Degraded(
        tuple(sorted(prefixes.items(), key=lambda item: (-len(item[0]), item[0]))),
        fields.take("default", _component_outcome, "hold"),
        fields.take("clause", lambda item: item.word(tuple(clauses)), ""),
    )


def _component_outcome(node: Node) -> Outcome:
    outcome: Outcome = node.word(OUTCOMES)
    if outcome not in ("allow", "hold"):
        raise node.mistake(f"`{outcome}` would punish an author for our failure; use hold, or allow to list it only")
    return outcome
