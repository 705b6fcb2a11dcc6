"""The parts of policy.yaml beside the rules, and the lists in the small files around it."""

from types import MappingProxyType
from typing import Final

from houserules.contracts.times import DAY, HOUR, MINUTE
from houserules.contracts.vocabulary import (
    CATEGORIES,
    OUTCOMES,
    PROTECTED_CATEGORIES,
    VERBS,
    FloodWindow,
    Outcome,
    Verb,
)
from houserules.judging.phrases.language import Phrase, PhraseError, compile_part
from houserules.judging.policy.model import Clause, Degraded, Lifetimes, Safeguarding
from houserules.judging.policy.reader import Fields, Node
from houserules.screening.model import FloodLimit, ScreeningPolicy

DEFAULT_LIFETIME: Final = 4 * HOUR
SANCTIONED: Final = tuple(category for category in CATEGORIES if category not in PROTECTED_CATEGORIES)

_MOST_SPAN: Final = 31 * DAY


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


def read_screening(node: Node) -> ScreeningPolicy:
    """What counts as a repeat and as a flood. A field that is left out has the engine's default."""
    defaults = ScreeningPolicy()
    fields = node.fields(
        (), ("repeat_window", "min_words", "min_letters", "grace", "future_tolerance", "max_rows", "floods")
    )
    return ScreeningPolicy(
        repeat_window=_span(fields, "repeat_window", defaults.repeat_window, MINUTE),
        min_words=fields.take("min_words", lambda item: item.integer(1, 1000), defaults.min_words),
        min_letters=fields.take("min_letters", lambda item: item.integer(1, 10_000), defaults.min_letters),
        grace=_span(fields, "grace", defaults.grace, 0),
        future_tolerance=_span(fields, "future_tolerance", defaults.future_tolerance, 0),
        max_rows=fields.take("max_rows", lambda item: item.integer(1, 1_000_000), defaults.max_rows),
        floods=fields.take("floods", _floods, defaults.floods),
    )


def _span(fields: Fields, name: str, default: int, least: int) -> int:
    value = fields.take(name, Node.duration, default)
    if not least <= value <= _MOST_SPAN:
        fields[name].report("out of range; windows reach from 1m, and tolerances from 0s, to 31d")
    return value


def _floods(node: Node) -> tuple[FloodLimit, ...]:
    windows: tuple[FloodWindow, ...] = ("minute", "hour", "day")
    fields = node.fields((), windows)
    limits: list[FloodLimit] = []
    for window in windows:
        if window in fields:
            item = fields[window].fields(("warning", "sanction"))
            warning, sanction = (
                item.take(name, lambda one: one.integer(2, 1_000_000), 2) for name in ("warning", "sanction")
            )
            if sanction < warning:
                item.owner.report("the sanction comes before the warning; raise `sanction` or lower `warning`")
            limits.append(FloodLimit(window, warning, sanction))
    return tuple(limits)


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
