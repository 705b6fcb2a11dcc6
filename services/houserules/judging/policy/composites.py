"""Rules about other rules, put in order: groups of points, which rule asks about which, and that none asks about itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from houserules.contracts.vocabulary import CARE_CATEGORIES, CATEGORIES
from houserules.judging.others import Links, asked_rules
from houserules.judging.policy.model import Rule, Safeguarding
from houserules.judging.policy.reader import Fields, Node, guess
from houserules.judging.policy.rules import check_care
from houserules.judging.scores import is_score

MOST_POINTS: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Group:
    """Points that add up: never to more than `cap`."""

    cap: float


def read_groups(node: Node) -> dict[str, Group]:
    """The section `groups`."""
    groups: dict[str, Group] = {}
    for name, value in node.entries().items():
        for fields in value.attempt(lambda item: item.fields(("cap",))):
            groups[name] = Group(fields.take("cap", lambda item: item.number(0.001, MOST_POINTS), MOST_POINTS))
    return groups


def link(
    rules: Sequence[Rule],
    places: Mapping[str, Fields],
    groups: Mapping[str, Group],
    safeguarding: Safeguarding,
    links: Links,
    changed: Iterable[Rule] = (),
) -> list[Rule]:
    """`rules` in the order of their findings, late ones last and after all that they ask about.

    Fills in `links`. What cannot be linked is reported at `places`. `changed` are rules as overlays change them.
    """
    by_id = {rule.id: rule for rule in rules}
    for name, group in groups.items():
        links.caps[name] = group.cap
        links.members[name] = {}
    for rule in rules:
        for name, value in rule.points.items():
            links.members.setdefault(name, {})[rule.id] = value
    asked = {rule.id: _asked(rule, by_id, places, links) for rule in rules}
    order = _order(rules, asked, places)
    for rule in order:
        links.triggers[rule.id] = rule.match.triggers()
    links.scored = any(is_score(one) for rule in order if rule.mode != "off" for one in links.triggers[rule.id])
    for rule in order:
        if links.scored:
            links.triggers[rule.id] = rule.match.triggers()
        if rule.asks_for_campaign:
            links.campaign.add(rule.id)
    for rule in (*rules, *changed):
        if rule.is_late:
            check_care(rule, places[rule.id])
    for rule in rules:
        _check_replaced(rule, by_id, places, safeguarding)
    rank = {rule.id: place for place, rule in enumerate(order)}
    plain = [rule for rule in rules if not rule.is_late]
    late = [rule for rule in rules if rule.is_late]
    return [
        *sorted(plain, key=lambda rule: CATEGORIES.index(rule.category)),
        *sorted(late, key=lambda rule: rank[rule.id]),
    ]


def _asked(rule: Rule, by_id: Mapping[str, Rule], places: Mapping[str, Fields], links: Links) -> set[str]:
    """The rules that `rule` asks about or replaces. Names of none are reported."""
    found: set[str] = set(rule.replaces)
    for part in rule.parts:
        found |= asked_rules(part, links.members)
    for name in sorted(found - by_id.keys()):
        places[rule.id].owner.report(
            f"no rule is called `{name}`{guess(name, by_id)}; name a rule of the policy or of an overlay"
        )
    return found & by_id.keys()


def _order(rules: Sequence[Rule], asked: Mapping[str, Iterable[str]], places: Mapping[str, Fields]) -> list[Rule]:
    """Every rule after those that it asks about; circles are reported, each once."""
    by_id = {rule.id: rule for rule in rules}
    done: dict[str, Rule] = {}
    for first in rules:
        path: dict[str, None] = {}
        # By hand: a chain of rules is as long as a policy makes it, and recursion is not.
        stack = [first.id]
        while stack:
            name = stack[-1]
            if name in done:
                stack.pop()
                continue
            path[name] = None
            waiting = [other for other in sorted(asked[name]) if other not in done]
            circle = next((other for other in waiting if other in path), None)
            if circle is not None:
                way = list(path)[list(path).index(circle) :]
                places[circle].owner.report(
                    f"asks about itself: {' -> '.join((*way, circle))}; take one of these out of the other's conditions"
                )
                return list(by_id.values())
            if waiting:
                stack.append(waiting[0])
            else:
                done[name] = by_id[name]
                path.pop(name)
                stack.pop()
    return list(done.values())


def _check_replaced(
    rule: Rule, by_id: Mapping[str, Rule], places: Mapping[str, Fields], safeguarding: Safeguarding
) -> None:
    """What a rule takes the place of must be nothing that people who need help rely on, and stay done if it is waived."""
    for name in rule.replaces:
        other = by_id.get(name)
        if other is None:
            continue
        field = places[rule.id]["replaces"]
        if other.category in CARE_CATEGORIES:
            field.report(f"`{name}` is for people who need help, and nothing takes its place; take it out")
        elif rule.category in safeguarding.waived and other.category not in safeguarding.waived:
            field.report(
                f"on a disclosure {rule.category} has no effect, so that of `{name}` ({other.category}) would be lost; "
                "give the rule a category that is not waived"
            )
