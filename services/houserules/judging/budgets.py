"""Budgets of rules and the emergency brake: a rule that sanctions far more than anybody expected is not believed.

Whatever it would sanction is held for a person instead: the post is not seen, and nothing is done to its author. Never
less: nothing passes, and nothing is dropped, because a rule went wrong. Rules that protect people are never held back.

Both are counted per partition and divided by nothing: with four partitions, a budget of 50 lets a rule sanction up to 200
posts an hour. An author is always in one partition, so whoever writes a policy can think of one partition's people.

A budget is per hour of the clock in event time. The brake looks back over places in the partition's order and lets go by
itself once the share has fallen. Both answer as of a post's own place: judged again, it gets the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

import msgspec

from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import HOUR
from houserules.contracts.vocabulary import CARE_CATEGORIES, URGENCY_RANK, Category, Urgency, Verb, Visibility
from houserules.judging.evaluate import Effect
from houserules.judging.policy.limits import Brake
from houserules.judging.policy.model import AGAINST_AUTHOR, Policy, Then
from houserules.windows.hashing import Hasher
from houserules.windows.history import Entry, History

HeldBy = Literal["budget", "brake"]

HELD_BY: Final[tuple[HeldBy, ...]] = ("budget", "brake")
"""What `suppressed_by` says of a finding whose sanction became a hold."""

PROTECTING: Final[frozenset[Category]] = CARE_CATEGORIES | {"SPOOFED_HELPLINE"}
"""Rules of these protect people. One that is wrong too often costs reviewers time, and one that is stopped may cost more."""

PUNISHING: Final[frozenset[Verb]] = AGAINST_AUTHOR - {"notify_author"}
"""Telling somebody that their phone number was taken out is no sanction. It goes with one that is held, though."""

_UNSEEN: Final[frozenset[Visibility]] = frozenset({"hidden", "removed"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a policy says about both: budgets (sanctions an hour) by rule id, and the brake, None for no brake."""

    budgets: dict[str, int]
    brake: Brake | None

    @property
    def rows(self) -> int:
        """How many of a rule's latest firings have to be remembered to answer every question."""
        return max([*self.budgets.values(), 0 if self.brake is None else tolerated(self.brake)], default=0) + 1


NO_LIMITS: Final = Limits({}, None)
"""For who judges posts that are no traffic: in a file of examples, every rule fires far too often."""


@lru_cache(maxsize=2)
def limits_of(policy: Policy) -> Limits:
    """The limits of `policy`. Asked for every batch, and all rules have to be gone through for it."""
    budgets = {rule.id: rule.budget.per_hour for rule in policy.everything if rule.budget is not None}
    return Limits(budgets, policy.brake)


def tolerated(brake: Brake) -> int:
    """How many earlier firings among the latest `window_posts` posts a rule may have without being braked."""
    return max(int(brake.share * brake.window_posts), brake.least - 1)


def is_sanction(effect: Effect) -> bool:
    """Whether an effect does something to a post or its author that a rule gone wrong must not do in bulk."""
    then, finding = effect.then, effect.finding
    if then is None or finding.mode != "enforce" or finding.category in PROTECTING:
        return False
    return then.outcome in ("hide", "remove") or then.visibility in _UNSEEN or not PUNISHING.isdisjoint(then.actions)


def held(effect: Effect, by: str) -> Effect:
    """What is left of a sanction: the post is held, whoever was to be told is told, and nothing meets the author.

    An `escalate` goes to its person all the same. A post that the rule leaves visible is not hidden the more for it.
    """
    then = effect.then
    assert then is not None
    urgency: Urgency = then.urgency if URGENCY_RANK[then.urgency] > URGENCY_RANK["today"] else "today"
    visibility: Visibility = "held" if then.visibility in _UNSEEN else then.visibility
    kept: Then = replace(
        then,
        outcome="hold" if then.outcome in ("hide", "remove") else then.outcome,
        visibility=visibility,
        urgency=urgency,
        actions=tuple(verb for verb in then.actions if verb not in AGAINST_AUTHOR),
    )
    return Effect(msgspec.structs.replace(effect.finding, suppressed_by=by), kept)


class Limiter:
    """Applies the limits of a policy in one partition, and remembers what fired. New rows gather in `entries`.

    `braked` gathers the rules that the brake stopped.
    """

    __slots__ = ("_hasher", "_history", "_keys", "_limits", "braked", "entries")

    def __init__(self, limits: Limits, history: History, hasher: Hasher) -> None:
        self._limits: Final = limits
        self._history: Final = history
        self._hasher: Final = hasher
        self._keys: dict[str, int] = {}
        self.entries: list[Entry] = []
        self.braked: set[str] = set()

    def has_a_say(self, effect: Effect) -> bool:
        """Whether an effect is one that a limit could hold back, on this post or another."""
        limits = self._limits
        return (limits.brake is not None or effect.finding.rule_id in limits.budgets) and is_sanction(effect)

    def limited(self, post: RedactedPost, effects: Sequence[Effect]) -> Sequence[Effect]:
        """The effects on a post with those held back that exceed a limit; what may still be done is counted."""
        if not any(map(self.has_a_say, effects)):
            return effects
        subject = self._hasher(post.post_key)
        return [self._limited(post, subject, effect) if self.has_a_say(effect) else effect for effect in effects]

    def is_braked(self, rule_id: str, place: int) -> bool:
        """Whether the rule would be braked if it fired at `place` in the partition's order."""
        brake = self._limits.brake
        if brake is None:
            return False
        number = tolerated(brake)
        if not number:
            return True
        earlier = self._history.nth_last(self._key(f"fired|{rule_id}"), place, number)
        return earlier is not None and earlier > place - brake.window_posts

    def _limited(self, post: RedactedPost, subject: int, effect: Effect) -> Effect:
        rule_id = effect.finding.rule_id
        if self._limits.brake is not None:
            place = self._first_place(post, subject, self._key(f"fired|{rule_id}"))
            if self.is_braked(rule_id, place):
                self.braked.add(rule_id)
                return held(effect, "brake")
        budget = self._limits.budgets.get(rule_id)
        if budget is not None:
            key = self._key(f"spent|{rule_id}|{post.screening.event_time // HOUR}")
            arrival = self._history.arrival(key, subject, post.revision) if self._history.knows(key) else None
            if arrival is None:
                if self._history.nth_last(key, post.origin.offset, budget) is not None:
                    return held(effect, "budget")
                self._add(key, post, subject)
        return effect

    def _first_place(self, post: RedactedPost, subject: int, key: int) -> int:
        """The place at which the post first set the rule off; this one, and it is remembered, if it never has."""
        arrival = self._history.arrival(key, subject, post.revision) if self._history.knows(key) else None
        if arrival is not None:
            return arrival[0]
        self._add(key, post, subject)
        return post.origin.offset

    def _add(self, key: int, post: RedactedPost, subject: int) -> None:
        entry = Entry(key, post.screening.event_time, post.origin.offset, subject, post.revision, 0)
        self._history.add(entry)
        self.entries.append(entry)

    def _key(self, name: str) -> int:
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = self._hasher(name)
        return key
