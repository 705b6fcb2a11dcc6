"""How often people uphold what a rule ordered, with the bounds that so few reviews allow."""

from collections import Counter
from collections.abc import Iterable
from math import sqrt
from typing import Final, NamedTuple

from houserules.contracts.decision import PostDecision, ReviewResult

Z: Final = 1.96
"""Standard deviations of a 95 % interval."""

OTHER: Final = "other"
"""Label of rules that the policy in force does not have: ids of old records must not become labels without end."""


class Precision(NamedTuple):
    """Share upheld, and the bounds that the true share lies in, all 0 to 1."""

    share: float
    lower: float
    upper: float


def wilson(upheld: int, reviewed: int) -> Precision:
    """The Wilson interval, which holds for a handful of reviews and never leaves 0 to 1. (0, 0, 1) without any."""
    if not reviewed:
        return Precision(0.0, 0.0, 1.0)
    share = upheld / reviewed
    square = Z * Z
    middle = share + square / (2 * reviewed)
    spread = Z * sqrt(share * (1 - share) / reviewed + square / (4 * reviewed * reviewed))
    scale = 1 + square / reviewed
    return Precision(share, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


class RuleTally:
    """Reviews per rule. Of each post the decision that stands counts, and no other; `modified` counts as upheld.

    A `modified` order was right in its reason; reviewers who think otherwise label it `false_positive`.
    """

    def __init__(self, rules: Iterable[str]) -> None:
        """`rules` are the ids of the policy in force."""
        self._known: Final = frozenset(rules)
        self._posts: dict[int, tuple[tuple[str, ...], ReviewResult]] = {}
        self._counts: Final[Counter[tuple[str, ReviewResult]]] = Counter()

    def put(self, post: int, decision: PostDecision) -> tuple[str, ...]:
        """Count the decision on `post` (a hash of its key) instead of the one before; the rules whose count changed."""
        changed: dict[str, None] = {}
        if (before := self._posts.pop(post, None)) is not None:
            for rule in before[0]:
                self._counts[rule, before[1]] -= 1
                changed[rule] = None
        if decision.version and decision.result is not None and decision.rules:
            rules = tuple(
                dict.fromkeys(rule.rule_id if rule.rule_id in self._known else OTHER for rule in decision.rules)
            )
            self._posts[post] = (rules, decision.result)
            for rule in rules:
                self._counts[rule, decision.result] += 1
                changed[rule] = None
        return tuple(changed)

    def precision(self, rule: str) -> Precision | None:
        """The share of a rule's reviewed orders that people upheld; None while none is reviewed."""
        wrong = self._counts[rule, "overturned"]
        right = self._counts[rule, "upheld"] + self._counts[rule, "modified"]
        return wilson(right, right + wrong) if right + wrong else None
