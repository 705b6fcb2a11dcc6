"""The nodes of the match language that look at what else is known of a post: other rules' answers, points, and scores.

Rules that use them are late: they are tried when every rule they ask about has been.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from houserules.judging.expressions import ANY_POST, Expression, Found, walk
from houserules.judging.scores import score_trigger
from houserules.judging.sight import Sight

_DIGITS: Final = 6
"""To so many decimals sums of points are rounded, so that 0.1 and 0.2 reach 0.3."""


@dataclass(slots=True)
class Links:
    """What late rules have to know of the rules that they ask about. Filled in once, when all rules are read.

    `triggers` are those of each rule's match; `campaign` the rules whose answer may depend on a campaign; `members` the
    points of each rule by group, and `caps` the most that a group counts. `scored` says that some rule goes by a score alone.
    """

    triggers: dict[str, frozenset[int]] = field(default_factory=dict)
    campaign: set[str] = field(default_factory=set)
    members: dict[str, dict[str, float]] = field(default_factory=dict)
    caps: dict[str, float] = field(default_factory=dict)
    scored: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Another rule matched the post, in whatever mode but off."""

    rule_id: str
    links: Links = field(compare=False, repr=False)

    def find(self, sight: Sight) -> Found | None:
        """What the other rule saw; how bad that is, this rule says for itself."""
        found: Found | None = sight.others.matched.get(self.rule_id)
        return tuple(item._replace(severity=None) for item in found) if found else found

    def triggers(self) -> frozenset[int]:
        """Those of the other rule."""
        return self.links.triggers.get(self.rule_id, ANY_POST)

    @property
    def asks_for_campaign(self) -> bool:
        """Whether the other rule's answer may depend on a campaign."""
        return self.rule_id in self.links.campaign


@dataclass(frozen=True, slots=True)
class Points:
    """The rules of a group that matched have so many points together, counted up to the group's cap."""

    group: str
    at_least: float
    links: Links = field(compare=False, repr=False)

    def find(self, sight: Sight) -> Found | None:
        """What the rules of the group saw."""
        matched: Mapping[str, Found] = sight.others.matched
        members = self.links.members.get(self.group, {})
        total = 0.0
        seen: Found = ()
        for rule_id, value in members.items():
            found = matched.get(rule_id)
            if found is not None:
                total += value
                seen += tuple(item._replace(severity=None) for item in found)
        cap = self.links.caps.get(self.group, total)
        return seen if round(min(total, cap), _DIGITS) >= self.at_least else None

    def triggers(self) -> frozenset[int]:
        """Those of every rule that adds to the points."""
        members = self.links.members.get(self.group, {})
        return frozenset().union(
            *(self.links.triggers.get(rule_id, ANY_POST) for rule_id, value in members.items() if value > 0)
        )

    @property
    def asks_for_campaign(self) -> bool:
        """Whether the answer of any rule of the group may depend on a campaign."""
        return not self.links.campaign.isdisjoint(self.links.members.get(self.group, {}))


@dataclass(frozen=True, slots=True)
class ScoreAtLeast:
    """A scorer of the policy gives the text at least `at_least` (0 to 1) under this name."""

    name: str
    at_least: float
    number: int = 0
    """The place of the score among those of the policy."""
    links: Links = field(default_factory=Links, compare=False, repr=False)

    def find(self, sight: Sight) -> Found | None:
        """A match without a place: a score is about the whole text."""
        return () if sight.score(self.name) >= self.at_least else None

    def triggers(self) -> frozenset[int]:
        """The score itself: where that is what a rule goes by, it is worked out for all texts of a batch."""
        return frozenset((score_trigger(self.number, self.at_least),))

    def is_known(self) -> bool:
        """Whether the score is worked out for every text anyway, so that a rule had better go by it than by words."""
        return self.links.scored


def asks_of_others(expression: Expression) -> bool:
    """Whether the expression can only be answered when other rules, or a scorer, have been asked."""
    return any(isinstance(node, Matched | Points | ScoreAtLeast) for node in walk(expression))


def asks_for_score(expression: Expression) -> bool:
    """Whether the expression asks a scorer."""
    return any(isinstance(node, ScoreAtLeast) for node in walk(expression))


def asked_rules(expression: Expression, members: Mapping[str, Mapping[str, float]]) -> Set[str]:
    """The ids of the rules that the expression asks about, by name or (`members` by group) by their points."""
    asked: set[str] = set()
    for node in walk(expression):
        if isinstance(node, Matched):
            asked.add(node.rule_id)
        elif isinstance(node, Points):
            asked.update(members.get(node.group, ()))
    return asked
