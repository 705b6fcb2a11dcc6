"""The parts of policy.yaml beside the rules, and the lists in the small files around it."""

from collections.abc import Iterable, Mapping
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
from houserules.judging.policy.bounds import LONGEST_COMPILED, LONGEST_PHRASE
from houserules.judging.policy.calendar import UNSTAFFED
from houserules.judging.policy.model import Clause, Degraded, Lifetimes, Safeguarding
from houserules.judging.policy.reader import Node, guess
from houserules.scoring.base import Scorer
from houserules.scoring.shipped import load_scorer, shipped_scorers

DEFAULT_LIFETIME: Final = 4 * HOUR
MOST_SCORERS: Final = 8
SANCTIONED: Final = tuple(category for category in CATEGORIES if category not in PROTECTED_CATEGORIES)


def read_clauses(node: Node) -> dict[str, Clause]:
    """The house rules by id."""
    clauses: dict[str, Clause] = {}
    for name, value in node.entries().items():
        fields = value.fields(("title", "text"))
        clauses[name] = Clause(name, fields.take("title", Node.text, ""), fields.take("text", Node.text, ""))
    return clauses


def read_templates(node: Node) -> dict[str, str]:
    """The words for authors by name; `x.unstaffed` are those of `x` for hours in which nobody is there."""
    entries = node.entries()
    for name, value in entries.items():
        if name.endswith(UNSTAFFED) and name.removesuffix(UNSTAFFED) not in entries:
            plain = name.removesuffix(UNSTAFFED)
            value.report(f"no template is called `{plain}`{guess(plain, entries)}, so these words would never be used")
    return {name: text for name, value in entries.items() for text in value.attempt(Node.text)}


def read_fragments(node: Node) -> dict[str, Phrase]:
    """Fragments of phrases by name, a list being a choice; each may use those above it."""
    fragments: dict[str, Phrase] = {}
    for name, value in node.entries().items():
        part = next(value.attempt(lambda item: _fragment(item, fragments)), None)
        # One that is wrong is known all the same: else each of its hundred uses would be told of as well.
        fragments[name] = compile_part("x", {}) if part is None else part
    return fragments


def _fragment(node: Node, fragments: Mapping[str, Phrase]) -> Phrase:
    alternatives = node.one_or_more(_alternative)
    try:
        part = compile_part("|".join(text.strip() for text in alternatives), fragments)
    except PhraseError as error:
        raise node.mistake(str(error)) from error
    if len(part.pattern) > LONGEST_COMPILED:
        raise node.mistake(f"{len(part.pattern):,} characters; {LONGEST_COMPILED:,} is the most, so split it")
    return part


def _alternative(node: Node) -> str:
    return node.short(LONGEST_PHRASE, "phrase")


def read_scorers(node: Node) -> dict[str, Scorer]:
    """The scorers that a policy uses, by the names of their scores."""
    scorers: dict[str, Scorer] = {}
    for item in node.items()[:MOST_SCORERS]:
        for name in item.attempt(lambda one: one.word(shipped_scorers())):
            try:
                scorer = load_scorer(name)
            except (OSError, ValueError) as error:
                item.report(f"the scorer cannot be read: {error}; install the package again")
                continue
            for score in scorer.names:
                if (other := scorers.setdefault(score, scorer)) is not scorer:
                    item.report(f"`{score}` is a score of `{other.name}` too; use one of the two scorers")
    if len(node.items()) > MOST_SCORERS:
        node.report(f"more than {MOST_SCORERS} scorers; each costs time for every text, so take some out")
    return scorers


def read_lifetimes(node: Node) -> Lifetimes:
    """How long actions stay good: `default`, and verbs with a time of their own."""
    fields = node.fields((), ("default", *VERBS))
    verbs: dict[Verb, int] = {}
    for verb in VERBS:
        if verb in fields:
            verbs[verb] = fields.take(verb, Node.duration, 0)
    return Lifetimes(fields.take("default", Node.duration, DEFAULT_LIFETIME), MappingProxyType(verbs))


def read_safeguarding(node: Node, templates: dict[str, str], scores: Iterable[str]) -> Safeguarding:
    """What the safeguarding cap leaves of other findings; `scores` are the names that `doubt` may ask for."""
    fields = node.fields((), ("waived", "shielded", "template", "doubt", "outweighed_by"))
    waived, shielded = (
        frozenset(fields.take_list(name, lambda item: item.each(lambda one: one.word(SANCTIONED))))
        for name in ("waived", "shielded")
    )
    template = fields.take("template", lambda item: item.word(tuple(templates)), None)
    doubt: Mapping[str, float] = fields.take("doubt", lambda item: _doubt(item, scores), {})
    against = fields.take_list("outweighed_by", lambda item: item.each(lambda one: one.word(tuple(scores))))
    return Safeguarding(waived, shielded, template, doubt, tuple(against))


def _doubt(node: Node, scores: Iterable[str]) -> Mapping[str, float]:
    known = tuple(scores)
    if not known:
        raise node.mistake("no scorer is there to ask; name one in `scorers` in policy.yaml")
    found = node.fields((), known)
    least = {name: found.take(name, lambda item: item.number(0.001, 1), 1.0) for name in known if name in found}
    return MappingProxyType(least)


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
