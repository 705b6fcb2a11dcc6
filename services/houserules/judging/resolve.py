"""From the effects on a post to one decision: fixed precedence, the safeguarding cap, and what has to be ordered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from houserules.contracts.action import Reason
from houserules.contracts.verdict import Finding
from houserules.contracts.vocabulary import (
    OUTCOME_RANK,
    PROTECTED_CATEGORIES,
    SEVERITY_RANK,
    URGENCY_RANK,
    Outcome,
    Severity,
    Urgency,
    Verb,
    Visibility,
)
from houserules.judging.evaluate import Effect
from houserules.judging.policy.model import AGAINST_AUTHOR, Safeguarding, Then

CAP: Final = "safeguarding.cap"
"""What `suppressed_by` says of a finding whose effect the cap took away or lowered."""

VISIBILITY_RANK: Final[dict[Visibility, int]] = {"visible": 0, "held": 1, "hidden": 2, "removed": 3}

_Level = TypeVar("_Level", Visibility, Severity, Urgency)

_VERB_OF: Final[dict[Visibility, Verb]] = {"held": "hold", "hidden": "hide", "removed": "remove"}


class Resolution(Struct, frozen=True):
    """What is decided. `orders` are the verbs with the reason of each, in no order; `clause` is the deciding finding's."""

    outcome: Outcome
    visibility: Visibility
    severity: Severity
    urgency: Urgency
    confidence: float
    clause: str | None
    findings: tuple[Finding, ...]
    orders: dict[Verb, Reason]


def resolve(effects: Sequence[Effect], safeguarding: Safeguarding) -> Resolution:
    """The decision on a post with these effects.

    The highest outcome decides; among equals the worst, then the most urgent, then the surest, then the first finding.
    Severity and urgency are the highest of all findings that still count.
    """
    protected = is_protected(effects)
    if protected:
        effects = [_cap(effect, safeguarding) for effect in effects]
    findings = tuple([effect.finding for effect in effects])
    counting = [effect for effect in effects if effect.then is not None]
    if len(counting) > 1:
        counting.sort(key=_weight, reverse=True)
    if not counting:
        return Resolution("allow", "visible", "none", "routine", 1.0, None, findings, {})
    deciding = counting[0]
    orders = _orders(counting)
    visibility = _highest([then_of(effect).visibility for effect in counting], VISIBILITY_RANK)
    if protected:
        orders.setdefault("preserve_evidence", _reason(deciding))
        orders.setdefault("escalate_safeguarding", _reason(deciding))
        if any(effect.finding.category in safeguarding.shielded for effect in counting):
            visibility = "hidden"
    if verb := _VERB_OF.get(visibility):
        orders[verb] = _visibility_reason(visibility, counting, safeguarding)
    return Resolution(
        outcome=then_of(deciding).outcome,
        visibility=visibility,
        severity=_highest([effect.finding.severity for effect in counting], SEVERITY_RANK),
        urgency=_highest([then_of(effect).urgency for effect in counting], URGENCY_RANK),
        confidence=deciding.finding.score,
        clause=deciding.finding.clause,
        findings=findings,
        orders=orders,
    )


def _highest(levels: Sequence[_Level], rank: Mapping[_Level, int] | Mapping[str, int]) -> _Level:
    """The highest of `levels`; most posts have but one."""
    return levels[0] if len(levels) == 1 else max(levels, key=lambda level: rank[level])


def is_protected(effects: Sequence[Effect]) -> bool:
    """Whether a post with these effects holds a disclosure or tells of a crisis."""
    for effect in effects:  # noqa: SIM110  a generator costs more than the few findings that there are
        if effect.finding.category in PROTECTED_CATEGORIES:
            return True
    return False


def capped(effects: Sequence[Effect], safeguarding: Safeguarding) -> Sequence[Effect]:
    """What the safeguarding cap leaves of the effects on a post. Capping twice changes nothing."""
    return [_cap(effect, safeguarding) for effect in effects] if is_protected(effects) else effects


def then_of(effect: Effect) -> Then:
    """What follows from an effect that counts."""
    assert effect.then is not None
    return effect.then


def _cap(effect: Effect, safeguarding: Safeguarding) -> Effect:
    """What is left of an effect on a post that holds a disclosure or tells of a crisis."""
    finding, then = effect.finding, effect.then
    if then is None:
        return effect
    if finding.category in safeguarding.waived:
        idle = then.outcome == "allow" and not then.actions
        return Effect(finding if idle else msgspec.structs.replace(finding, suppressed_by=CAP), None)
    verbs = tuple(verb for verb in then.actions if verb not in AGAINST_AUTHOR)
    if then.outcome == "remove":
        hidden = replace(then, outcome="hide", visibility="hidden", actions=verbs)
        return Effect(msgspec.structs.replace(finding, suppressed_by=CAP), hidden)
    return Effect(finding, replace(then, actions=verbs))


def _weight(effect: Effect) -> tuple[int, int, int, float]:
    then = then_of(effect)
    finding = effect.finding
    return (
        OUTCOME_RANK[then.outcome],
        SEVERITY_RANK[finding.severity],
        URGENCY_RANK[then.urgency],
        finding.score,
    )


def _orders(counting: Sequence[Effect]) -> dict[Verb, Reason]:
    """The verbs that rules order, each with the reason of the weightiest finding that orders it."""
    orders: dict[Verb, Reason] = {}
    for effect in counting:
        then = then_of(effect)
        if then.outcome == "redact":
            orders.setdefault("redact_display", _reason(effect))
        for verb in then.actions:
            orders.setdefault(verb, _reason(effect))
    return orders


def _visibility_reason(visibility: Visibility, counting: Sequence[Effect], safeguarding: Safeguarding) -> Reason:
    """Why the post is not to be seen: the weightiest finding that says so, else that its author is shielded."""
    for effect in counting:
        if then_of(effect).visibility == visibility:
            return _reason(effect)
    first = counting[0].finding
    return Reason(first.clause, first.rule_id, safeguarding.template, first.rule_version)


def _reason(effect: Effect) -> Reason:
    finding = effect.finding
    return Reason(finding.clause, finding.rule_id, then_of(effect).template, finding.rule_version)
