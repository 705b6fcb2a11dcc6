"""What is odd about a policy without being wrong: parts that nobody uses, rules that can never match, what is over."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from houserules.contracts.vocabulary import OUTCOME_RANK
from houserules.judging.consequences import BLOCKED, MUTED
from houserules.judging.evaluate import evaluate
from houserules.judging.expressions import All, Expression
from houserules.judging.others import Matched, Points
from houserules.judging.policy.calendar import UNSTAFFED
from houserules.judging.policy.content import RuleSource, leaves, rule_sources
from houserules.judging.policy.model import Policy, Rule
from houserules.judging.policy.problems import Problem
from houserules.judging.policy.reader import Json, Node
from houserules.judging.policy.trial import example_posts, placed_examples, tested_rules

_FRAGMENT: Final = re.compile(r"<([a-z][a-z0-9_-]*)>")
_DIGITS: Final = 6


def advise(files: Mapping[str, Node], policy: Policy, now: int) -> list[Problem]:
    """What is odd about `policy`, compiled of `files`; `now` (ms) is what is over by. In order of file and line."""
    sources = rule_sources(files)
    return sorted({*_unused(files), *_words(files), *_rules(policy, sources), *_over(files, policy, sources, now)})


def _unused(files: Mapping[str, Node]) -> Iterator[Problem]:
    """Lexicons, shared conditions, fragments and templates that nothing refers to."""
    # Strikes that add up order a mute or a block by themselves, with words of their own.
    used: dict[str, set[str]] = {"lexicon": set(), "use": set(), "template": {MUTED, BLOCKED}, "clause": set()}
    fragments: set[str] = set()
    for node in files.values():
        for place, text in leaves(node.plain()):
            field = place.rpartition(".")[2]
            if field in used:
                used[field].add(text)
            fragments.update(_FRAGMENT.findall(text))
    for name in files:
        word = name.removeprefix("lexicons/").removesuffix(".yaml")
        if name.startswith("lexicons/") and word not in used["lexicon"]:
            yield Problem(name, 0, f"no rule uses the lexicon `{word}`; use it or delete the file")
    shared = (("conditions.yaml", used["use"], "condition"), ("fragments.yaml", fragments, "fragment"))
    for name, known, what in shared:
        for part, node in files[name].entries().items() if name in files else ():
            if part not in known:
                yield Problem(name, node.line, f"nothing uses the {what} `{part}`; use it or take it out")
    main = files["policy.yaml"].entries()
    for field, section, what in (("template", "templates", "template"), ("clause", "clauses", "clause")):
        for part, node in main[section].entries().items() if section in main else ():
            if part.removesuffix(UNSTAFFED) not in used[field]:
                yield Problem("policy.yaml", node.line, f"no rule uses the {what} `{part}`; use it or take it out")


def _words(files: Mapping[str, Node]) -> Iterator[Problem]:
    """Terms that an allowed phrase always takes away."""
    for name, node in files.items():
        if not name.startswith("lexicons/"):
            continue
        places = ("terms", "terms.terms")
        terms = {" ".join(text.lower().split()) for place, text in leaves(node.plain()) if place in places}
        entries = node.entries()
        for item in entries["allow"].items() if "allow" in entries else ():
            phrase = " ".join(item.text().lower().split())
            if phrase in terms:
                what = f"`{phrase}` is a term and allowed, so it never counts; keep one of the two"
                yield Problem(name, item.line, what)


def _rules(policy: Policy, sources: Mapping[str, RuleSource]) -> Iterator[Problem]:
    """Rules that nothing can set off."""
    on = {rule.id for rule in policy.everything if rule.mode != "off"}
    members: dict[str, dict[str, float]] = {}
    for rule in policy.everything:
        for group, value in rule.points.items():
            if rule.id in on:
                members.setdefault(group, {})[rule.id] = value
    for rule in policy.everything:
        if rule.mode == "off":
            continue
        for part in _needed(rule.match):
            if isinstance(part, Matched) and part.rule_id not in on:
                yield _at(rule, sources, f"asks about `{part.rule_id}`, which is off; it can never match")
            if isinstance(part, Points):
                most = sum(value for value in members.get(part.group, {}).values() if value > 0)
                if round(most, _DIGITS) < part.at_least:
                    what = f"asks for {part.at_least:g} points of `{part.group}`, and all its rules have {most:g}"
                    yield _at(rule, sources, f"{what}; it can never match")
        if not rule.match.triggers():
            yield _at(rule, sources, "has nothing that could set it off; it can never match")


def _needed(expression: Expression) -> Iterator[Expression]:
    """The parts without which the expression does not match."""
    if isinstance(expression, All):
        for part in expression.parts:
            yield from _needed(part)
    else:
        yield expression


def doubles(policy: Policy) -> list[Problem]:
    """Rules of which every post that they must hit is hit by one other rule that does no less, each at its first test.

    Judges all these posts, which takes as long as the policy's own tests do.
    """
    warnings: list[Problem] = []
    rules = [rule for rule in tested_rules(policy) if not rule.is_late and not rule.points and rule.hits]
    by_id = {rule.id: rule for rule in rules}
    cases = [(rule, example) for rule in rules for example in placed_examples(rule, rule.hits, policy)]
    others: dict[str, set[str]] = {}
    posts = example_posts([example for _, example in cases], policy)
    for (rule, _), effects in zip(cases, evaluate(posts, policy), strict=True):
        found = {effect.finding.rule_id for effect in effects} - {rule.id}
        others[rule.id] = others[rule.id] & found if rule.id in others else found
    for name, found in others.items():
        same = sorted(other for other in found if other in by_id and _covers(by_id[other], by_id[name]))
        if same:
            first = by_id[name].hits[0]
            what = f"every post that {name} must hit is hit by {same[0]} too; add one that only it finds, or join them"
            warnings.append(Problem(first.file, first.line, what))
    return sorted(warnings)


def _covers(other: Rule, rule: Rule) -> bool:
    same = other.category == rule.category and other.mode == rule.mode
    return same and OUTCOME_RANK[other.then.outcome] >= OUTCOME_RANK[rule.then.outcome]


def _over(files: Mapping[str, Node], policy: Policy, sources: Mapping[str, RuleSource], now: int) -> Iterator[Problem]:
    for rule in policy.everything:
        if rule.dates.ends is not None and rule.dates.ends <= now:
            yield _at(rule, sources, "its `ends` is past; it is kept for replays of that time only")
    for overlay in policy.overlays:
        if all(span.ends is not None and span.ends <= now for span in overlay.spans):
            name = next((name for name, node in files.items() if _is(node.plain(), name, overlay.id)), "overlays")
            yield Problem(name, 0, f"the overlay `{overlay.id}` is over; it is kept for replays of that time only")


def _is(plain: Json, name: str, overlay: str) -> bool:
    return name.startswith("overlays/") and isinstance(plain, dict) and plain.get("id") == overlay


def _at(rule: Rule, sources: Mapping[str, RuleSource], what: str) -> Problem:
    source = sources.get(rule.id)
    return Problem(source.file if source else "", source.line if source else 0, f"{rule.id}: {what}")
