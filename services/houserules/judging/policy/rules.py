"""One rule from YAML, and the posts that its tests are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from houserules.contracts.times import DAY
from houserules.contracts.vocabulary import (
    CARE_CATEGORIES,
    CATEGORIES,
    MODES,
    OUTCOMES,
    PROTECTED_CATEGORIES,
    SEVERITIES,
    URGENCIES,
    VERBS,
    Category,
    Mode,
    Outcome,
    Severity,
    Urgency,
    Verb,
    Visibility,
)
from houserules.judging.beside import asks_for_campaign
from houserules.judging.expressions import AnyOf, Expression
from houserules.judging.policy.matching import Scope, read_copies, read_match
from houserules.judging.policy.model import AGAINST_AUTHOR, CARE_VERBS, Clause, Example, Rule, Then
from houserules.judging.policy.reader import Node

LEAST_TESTS: Final = 2
VISIBILITY: Final[dict[Outcome, Visibility]] = {
    "allow": "visible",
    "redact": "visible",
    "hold": "held",
    "hide": "hidden",
    "remove": "removed",
    "escalate": "visible",
}
"""What becomes of a post by its outcome, where a rule does not say."""

_ENTAILED: Final = ("hold", "hide", "remove", "redact_display")
_ESCALATIONS: Final = ("escalate_safeguarding", "escalate_legal", "escalate_moderator")
_UNDOING: Final = ("release", "unhide", "restore", "unmute_author", "unblock_author", "void_strike")
ORDERED: Final = tuple(verb for verb in VERBS if verb not in (*_ENTAILED, *_UNDOING))
"""The verbs that a rule may order; the others follow from outcome and visibility, or are for people."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What rules refer to beside patterns."""

    clauses: Mapping[str, Clause]
    templates: Mapping[str, str]
    scope: Scope


def read_rule(node: Node, catalogue: Catalogue) -> Rule:
    """The rule at `node`. Raises Mistake; further mistakes are reported."""
    fields = node.fields(
        ("id", "version", "category", "clause", "description", "match", "then", "tests"), ("mode", "unless", "except")
    )
    scope = catalogue.scope
    category: Category = fields.take("category", lambda item: item.word(CATEGORIES), "TEST")
    mode: Mode = fields.take("mode", lambda item: item.word(MODES), "enforce")
    no_examples: tuple[tuple[Example, ...], tuple[Example, ...]] = ((), ())
    hits, misses = fields.take("tests", _tests, no_examples)
    nothing: Expression = AnyOf(())
    rule = Rule(
        id=fields.take("id", Node.identifier, ""),
        version=fields.take("version", lambda item: item.integer(1, 1_000_000), 1),
        category=category,
        clause=fields.take("clause", lambda item: item.word(tuple(catalogue.clauses)), ""),
        mode=mode,
        description=fields.take("description", Node.text, ""),
        match=fields.take("match", lambda item: read_match(item, scope), nothing),
        unless=fields.take("unless", lambda item: read_match(item, scope), None),
        exempt=fields.take("except", lambda item: read_match(item, scope), None),
        then=fields.take("then", lambda item: _then(item, category, catalogue.templates), _NOTHING),
        hits=hits,
        misses=misses,
    )
    if category in CARE_CATEGORIES or CARE_VERBS & set(rule.then.actions):
        for name, part in (("match", rule.match), ("unless", rule.unless), ("except", rule.exempt)):
            if part is not None and asks_for_campaign(part):
                fields[name].report(
                    "whoever needs help is met the same, however many write alike; take `duplicate: campaign` out, or "
                    f"give the rule another category than {', '.join(sorted(CARE_CATEGORIES))} and no "
                    f"{' or '.join(sorted(CARE_VERBS))}"
                )
    return rule


_NOTHING: Final = Then("allow", "visible", "none", "routine", 1.0, (), None)


def _then(node: Node, category: Category, templates: Mapping[str, str]) -> Then:
    fields = node.fields(("outcome", "severity", "urgency"), ("visibility", "confidence", "actions", "template"))
    outcome: Outcome = fields.take("outcome", lambda item: item.word(OUTCOMES), "allow")
    severity: Severity = fields.take("severity", lambda item: item.word(SEVERITIES), "none")
    urgency: Urgency = fields.take("urgency", lambda item: item.word(URGENCIES), "routine")
    visibility: Visibility = VISIBILITY[outcome]
    if "visibility" in fields:
        if outcome != "escalate":
            fields["visibility"].report(f"follows from the outcome `{outcome}`; give it with `escalate` only")
        visibility = fields.take("visibility", lambda item: item.word(("visible", "held", "hidden")), visibility)
    actions: list[Verb] = fields.take_list("actions", lambda item: item.each(lambda one: one.word(ORDERED)))
    if outcome == "escalate" and not set(actions) & set(_ESCALATIONS):
        node.report(f"`escalate` says to nobody; add one of {', '.join(_ESCALATIONS)} to `actions`")
    if category in PROTECTED_CATEGORIES and outcome != "escalate":
        node.report(f"{category} always goes to a person; write `outcome: escalate`")
    if category in PROTECTED_CATEGORIES and (punishing := sorted(set(actions) & AGAINST_AUTHOR)):
        node.report(f"nobody is punished for {category}; take {', '.join(punishing)} out of `actions`")
    return Then(
        outcome,
        visibility,
        severity,
        urgency,
        fields.take("confidence", Node.fraction, 1.0),
        tuple(dict.fromkeys(actions)),
        fields.take("template", lambda item: item.word(tuple(templates)), None),
    )


def _tests(node: Node) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    fields = node.fields(("hit", "miss"))
    found: list[tuple[Example, ...]] = []
    for name in ("hit", "miss"):
        examples = fields.take_list(name, lambda item: item.each(read_example))
        if name in fields and len(examples) < LEAST_TESTS:
            fields[name].report(
                f"a rule needs at least {LEAST_TESTS} posts that {name}; add {LEAST_TESTS - len(examples)}"
            )
        found.append(tuple(examples))
    return found[0], found[1]


_EXAMPLE_FIELDS: Final = tuple(
    "author_name author_roles author_age platform lang links media duplicate flood reply repeat".split()
)


def read_example(node: Node) -> Example:
    """A post for a test: its text alone, or fields with more about it."""
    if node.is_text:
        return Example(file=node.file, line=node.line, text=node.text())
    fields = node.fields(
        ("text",),
        _EXAMPLE_FIELDS,
    )

    def texts(name: str) -> tuple[str, ...]:
        return tuple(fields.take_list(name, lambda item: item.one_or_more(Node.text)))

    return Example(
        file=node.file,
        line=node.line,
        text=fields.take("text", Node.text, ""),
        author_name=fields.take("author_name", Node.text, None),
        author_roles=texts("author_roles"),
        author_age=fields.take("author_age", Node.duration, 365 * DAY),
        platform=fields.take("platform", Node.text, "example"),
        lang=fields.take("lang", Node.text, None),
        links=texts("links"),
        media=texts("media"),
        duplicate=fields.take("duplicate", read_copies, None),
        flood=fields.take("flood", lambda item: item.word(("warning", "sanction")), None),
        reply=fields.take("reply", Node.flag, False),
        repeat=fields.take("repeat", lambda item: item.integer(1, 2000), 1),
    )
