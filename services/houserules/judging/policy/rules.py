"""One rule from YAML, and the posts that its tests are about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

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
from houserules.judging.policy.bounds import MOST_EXAMPLES
from houserules.judging.policy.calendar import LONDON, read_dates, read_moment
from houserules.judging.policy.limits import read_budget, read_strike
from houserules.judging.policy.matching import Scope, read_copies, read_whole
from houserules.judging.policy.model import AGAINST_AUTHOR, CARE_VERBS, Clause, Example, Rule, Then
from houserules.judging.policy.reader import Fields, Node, guess

LEAST_TESTS: Final = 2
_OPTIONAL: Final = (
    *("mode", "unless", "except", "starts", "ends", "rollout"),
    *("budget", "points", "replaces", "owner", "rationale"),
)
CHANGES: Final = ("mode", "then", "rollout", "budget")
"""What an overlay may change of a rule."""

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
    """What rules refer to beside patterns; `places` are the rules' own fields by id, as they are read."""

    clauses: Mapping[str, Clause]
    templates: Mapping[str, str]
    scope: Scope
    zone: ZoneInfo = LONDON
    groups: Collection[str] = ()
    places: dict[str, Fields] = field(default_factory=dict)


def read_rule(node: Node, catalogue: Catalogue) -> Rule:
    """The rule at `node`. Raises Mistake; further mistakes are reported."""
    fields = node.fields(("id", "version", "category", "clause", "description", "match", "then", "tests"), _OPTIONAL)
    scope = catalogue.scope
    category: Category = fields.take("category", lambda item: item.word(CATEGORIES), "TEST")
    mode: Mode = fields.take("mode", lambda item: item.word(MODES), "enforce")
    no_examples: tuple[tuple[Example, ...], tuple[Example, ...]] = ((), ())
    hits, misses = fields.take("tests", lambda item: _tests(item, catalogue.zone), no_examples)
    nothing: Expression = AnyOf(())
    rule = Rule(
        id=fields.take("id", Node.identifier, ""),
        version=fields.take("version", lambda item: item.integer(1, 1_000_000), 1),
        category=category,
        clause=fields.take("clause", lambda item: item.word(tuple(catalogue.clauses)), ""),
        mode=mode,
        description=fields.take("description", Node.text, ""),
        match=fields.take("match", lambda item: read_whole(item, scope), nothing),
        unless=fields.take("unless", lambda item: read_whole(item, scope), None),
        exempt=fields.take("except", lambda item: read_whole(item, scope), None),
        then=fields.take("then", lambda item: _then(item, category, catalogue.templates), _NOTHING),
        hits=hits,
        misses=misses,
        dates=read_dates(fields, catalogue.zone),
        rollout=fields.take("rollout", lambda item: item.integer(0, 100), 100),
        budget=fields.take("budget", read_budget, None),
        points=fields.take("points", lambda item: _points(item, catalogue), {}),
        replaces=tuple(fields.take_list("replaces", lambda item: item.one_or_more(Node.identifier))),
        owner=fields.take("owner", Node.text, None),
        rationale=fields.take("rationale", Node.text, None),
    )
    if not rule.is_late:
        check_care(rule, fields)
    if (known := catalogue.places.setdefault(rule.id, fields)) is not fields and rule.id:
        node.report(f"the rule `{rule.id}` is also in {known.owner.file}; give it another id")
    return rule


def check_care(rule: Rule, fields: Fields) -> None:
    """Report a rule for people who need help that asks, itself or through others, about a campaign."""
    if rule.category in CARE_CATEGORIES or CARE_VERBS & set(rule.then.actions):
        for name, part in (("match", rule.match), ("unless", rule.unless), ("except", rule.exempt)):
            if part is not None and asks_for_campaign(part):
                fields[name].report(
                    "whoever needs help is met the same, however many write alike; take `duplicate: campaign` out, or "
                    f"give the rule another category than {', '.join(sorted(CARE_CATEGORIES))} and no "
                    f"{' or '.join(sorted(CARE_VERBS))}"
                )


def read_change(rule_id: str, node: Node, catalogue: Catalogue, rules: Mapping[str, Rule]) -> Rule:
    """The rule `rule_id` as an overlay changes it: only what the overlay says is otherwise."""
    rule = rules.get(rule_id)
    if rule is None:
        raise node.mistake(f"no rule is called `{rule_id}`{guess(rule_id, rules)}; name a rule of the policy")
    fields = node.fields((), CHANGES)
    if not any(True for _ in fields):
        node.report(f"changes nothing; give one of {', '.join(CHANGES)}")
    mode: Mode = fields.take("mode", lambda item: item.word(MODES), rule.mode)
    changed = replace(
        rule,
        mode=mode,
        then=fields.take("then", lambda item: _then(item, rule.category, catalogue.templates, rule.then), rule.then),
        rollout=fields.take("rollout", lambda item: item.integer(0, 100), rule.rollout),
        budget=fields.take("budget", read_budget, rule.budget),
    )
    if not changed.is_late:
        check_care(changed, fields)
    return changed


_THEN_FIELDS: Final = (
    *("outcome", "severity", "urgency", "visibility", "confidence", "actions", "template", "strike"),
)
MOST_VALUE: Final = 100
_NOTHING: Final = Then("allow", "visible", "none", "routine", 1.0, (), None)


def _points(node: Node, catalogue: Catalogue) -> dict[str, float]:
    """The points of a rule by group: one, or a list of them."""
    points: dict[str, float] = {}
    for fields in node.one_or_more(lambda item: item.fields(("group", "value"))):
        group: str = fields.take("group", lambda item: item.word(tuple(catalogue.groups)), "")
        if group in points:
            fields["group"].report(f"`{group}` is given twice; keep one of the two")
        value = fields.take("value", lambda item: item.number(-MOST_VALUE, MOST_VALUE), 0.0)
        if value == 0 and "value" in fields:
            fields["value"].report("0 points change nothing; give a number, below 0 for what speaks against it")
        points[group] = value
    return points


def _then(node: Node, category: Category, templates: Mapping[str, str], base: Then | None = None) -> Then:
    """What follows; with a `base` only what is otherwise than there has to be given."""
    required = ("outcome", "severity", "urgency") if base is None else ()
    fields = node.fields(required, tuple(name for name in _THEN_FIELDS if name not in required))
    base = base or _NOTHING
    outcome: Outcome = fields.take("outcome", lambda item: item.word(OUTCOMES), base.outcome)
    severity: Severity = fields.take("severity", lambda item: item.word(SEVERITIES), base.severity)
    urgency: Urgency = fields.take("urgency", lambda item: item.word(URGENCIES), base.urgency)
    visibility: Visibility = VISIBILITY[outcome] if "outcome" in fields else base.visibility
    if "visibility" in fields:
        if outcome != "escalate":
            fields["visibility"].report(f"follows from the outcome `{outcome}`; give it with `escalate` only")
        visibility = fields.take("visibility", lambda item: item.word(("visible", "held", "hidden")), visibility)
    actions: list[Verb] = list(base.actions)
    if "actions" in fields:
        actions = fields.take_list("actions", lambda item: item.each(lambda one: one.word(ORDERED)))
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
        fields.take("confidence", Node.fraction, base.confidence),
        tuple(dict.fromkeys(actions)),
        fields.take("template", lambda item: item.word(tuple(templates)), base.template),
        _strike(fields, actions, base.strike),
    )


def _strike(fields: Fields, actions: list[Verb], default: int | None) -> int | None:
    """The weight of the strike that a rule gives; one that gives none has none to weigh."""
    if "strike" in fields and "record_strike" not in actions:
        fields["strike"].report("weighs a strike that nobody gets; add `record_strike` to `actions`, or take it out")
    return fields.take("strike", read_strike, default)


def _tests(node: Node, zone: ZoneInfo) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    fields = node.fields(("hit", "miss"))
    found: list[tuple[Example, ...]] = []
    for name in ("hit", "miss"):
        examples = fields.take_list(name, lambda item: item.each(lambda one: read_example(one, zone)))
        if name in fields and len(examples) < LEAST_TESTS:
            fields[name].report(
                f"a rule needs at least {LEAST_TESTS} posts that {name}; add {LEAST_TESTS - len(examples)}"
            )
        if len(examples) > MOST_EXAMPLES:
            fields[name].report(f"{len(examples)} posts that {name}; {MOST_EXAMPLES} are the most, so split the rule")
        found.append(tuple(examples))
    return found[0], found[1]


EXAMPLE_FIELDS: Final = tuple(
    "author_name author_roles author_age platform lang links media duplicate flood reply repeat at".split()
)


def read_example(node: Node, zone: ZoneInfo = LONDON) -> Example:
    """A post for a test: its text alone, or fields with more about it. Times without a zone are of `zone`."""
    if node.is_text:
        return Example(file=node.file, line=node.line, text=node.text())
    fields = node.fields(
        ("text",),
        EXAMPLE_FIELDS,
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
        at=fields.take("at", lambda item: read_moment(item, zone), None),
    )
