"""Taking back what a rule ordered: which orders, which not and why, and the orders that do it. Pure.

For the day after a rule went wrong. What a person has decided is left alone, and so is what another rule would have
ordered as well: a threat that was hidden for its swearing must not come back with the swearing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from houserules.contracts.action import Action
from houserules.contracts.ids import undo_action_id
from houserules.contracts.verdict import Verdict
from houserules.contracts.vocabulary import Verb, Visibility
from houserules.people.orders import VISIBILITY, in_force, reversible, taken_back, undone_by

Why = Literal[
    "irreversible", "human-decided", "already-undone", "not-in-force", "other-order", "other-rule", "no-verdict"
]

REASONS: Final[dict[Why, str]] = {
    "irreversible": "cannot be taken back",
    "human-decided": "a person has decided on the post",
    "already-undone": "taken back already",
    "not-in-force": "not in force any more",
    "other-order": "another order on the post does the same",
    "other-rule": "another rule of the same verdict asks for it too, or may",
    "no-verdict": "its verdict is not there to be looked at",
}
"""Why an order of the rule is left as it is."""


class Then(Protocol):
    """What follows from a rule."""

    @property
    def visibility(self) -> Visibility: ...
    @property
    def actions(self) -> tuple[Verb, ...]: ...
    @property
    def outcome(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders: those of `rule` (of one `version` where given), recorded from `since` to before `until` (ms)."""

    rule: str
    version: int | None = None
    since: int = 0
    until: int | None = None

    def takes(self, action: Action, stamp: int) -> bool:
        """Whether the action, recorded at `stamp` (ms), is an automatic order of the rule."""
        return (
            action.precedence == "auto"
            and action.reason.rule_id == self.rule
            and (self.version is None or action.reason.rule_version == self.version)
            and stamp >= self.since
            and (self.until is None or stamp < self.until)
        )


@dataclass(slots=True)
class Recorded:
    """An action, and where and when (ms) it stands on `actions`."""

    action: Action
    partition: int
    stamp: int


@dataclass(slots=True)
class Undo:
    """What an undo does: each order with its withdrawal, and what is left alone, by verb and reason."""

    withdrawals: list[tuple[Recorded, Action]] = field(default_factory=list)
    left: Counter[tuple[Verb, Why]] = field(default_factory=Counter)

    def counts(self) -> Counter[Verb]:
        """The orders that are taken back, by verb."""
        return Counter(recorded.action.verb for recorded, _ in self.withdrawals)


def plan_undo(
    posts: Mapping[str, Sequence[Recorded]],
    wanted: Wanted,
    decided: frozenset[str],
    verdicts: Mapping[str, Verdict],
    rules: Mapping[str, Then],
) -> Undo:
    """The undo of the orders that `wanted` takes. `posts` holds all actions of each post in the order of the topic.

    `decided` are the keys of posts that people have decided on; `verdicts` those of the orders, by id; `rules` what
    follows from each rule of the policy.
    """
    undo = Undo()
    for post, recorded in posts.items():
        actions = [each.action for each in recorded]
        done = undone_by(actions)
        chosen = {each.action.action_id: each for each in recorded if wanted.takes(each.action, each.stamp)}
        standing = {order.action_id for order in in_force(actions)}
        others = {(order.verb, order.acts_on) for order in in_force(a for a in actions if a.action_id not in chosen)}
        for each in chosen.values():
            action = each.action
            why = _why_not(action, post in decided, done, standing, others, verdicts, rules)
            if why is not None:
                undo.left[action.verb, why] += 1
                continue
            name = undo_action_id(action.action_id)
            undo.withdrawals.append((each, taken_back(action, name, undo_of=action.action_id)))
    return undo


def _why_not(
    action: Action,
    decided: bool,
    done: frozenset[str],
    standing: Iterable[str],
    others: Iterable[tuple[Verb, str]],
    verdicts: Mapping[str, Verdict],
    rules: Mapping[str, Then],
) -> Why | None:
    if action.action_id in done:
        return "already-undone"
    if decided:
        return "human-decided"
    if not reversible(action.verb):
        return "irreversible"
    if action.action_id not in standing:
        return "not-in-force"
    if (action.verb, action.acts_on) in others and action.verb != "record_strike":
        return "other-order"
    verdict = verdicts.get(action.verdict_id)
    if verdict is None:
        return "no-verdict"
    return "other-rule" if _asked_by_others(action, verdict, rules) else None


def _asked_by_others(action: Action, verdict: Verdict, rules: Mapping[str, Then]) -> bool:
    """Whether another rule that found something would have ordered this, or also kept the post from its readers."""
    for finding in verdict.findings:
        if finding.rule_id == action.reason.rule_id or finding.mode != "enforce" or finding.suppressed_by is not None:
            continue
        then = rules.get(finding.rule_id)
        if then is None:  # a rule that is gone: nobody can say what it asked for
            return True
        if action.verb in then.actions:
            return True
        if action.verb in VISIBILITY and then.visibility != "visible":
            return True
    return False
