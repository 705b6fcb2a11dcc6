"""What strikes bring upon their author: a verdict that takes the sum to a threshold mutes or blocks, and says why."""

from collections.abc import Sequence
from typing import Final

import msgspec

from houserules.contracts.action import Reason
from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import DAY
from houserules.contracts.verdict import Finding
from houserules.contracts.vocabulary import Verb
from houserules.judging.evaluate import Effect
from houserules.judging.memory import Memory
from houserules.judging.policy.limits import Strikes
from houserules.judging.policy.model import Policy
from houserules.judging.resolve import Resolution

MUTED: Final = "strikes.mute"
BLOCKED: Final = "strikes.block"
"""The rule ids of findings that say why an author is muted or blocked, and the names of the templates that tell them."""

_RULE_VERSION: Final = 1


def struck(
    resolution: Resolution, effects: Sequence[Effect], post: RedactedPost, policy: Policy, memory: Memory
) -> Resolution:
    """The resolution with what the author's strikes add to it, if the post brings one."""
    strikes = policy.strikes
    if strikes is None or "record_strike" not in resolution.orders:
        return resolution
    heaviest, weight = _heaviest(effects, strikes)
    standing = memory.strike(post, weight) if weight else None
    if standing is None:
        return resolution
    findings, orders = list(resolution.findings), dict(resolution.orders)
    thresholds: tuple[tuple[Verb, str, int | None], ...] = (
        ("mute_author", MUTED, strikes.mute_at),
        ("block_author", BLOCKED, strikes.block_at),
    )
    for verb, rule_id, threshold in thresholds:
        if not standing.crosses(threshold):
            continue
        template = rule_id if rule_id in policy.templates else None
        orders.setdefault(verb, Reason(heaviest.clause, rule_id, template, _RULE_VERSION))
        findings.append(
            Finding(
                rule_id=rule_id,
                rule_version=_RULE_VERSION,
                category=heaviest.category,
                clause=heaviest.clause,
                mode="enforce",
                score=1.0,
                severity=heaviest.severity,
                view="none",
                spans=(),
                explain=(
                    f"this post brings its author's strikes of the last {strikes.expiry_ms // DAY} days "
                    f"from {standing.before} to {standing.after}, and the limit is {threshold}"
                ),
            )
        )
    return msgspec.structs.replace(resolution, findings=tuple(findings), orders=orders)


def _heaviest(effects: Sequence[Effect], strikes: Strikes) -> tuple[Finding, int]:
    """The finding whose strike weighs most, the first among equals, and what it weighs."""
    weighed = [
        (effect.finding, strikes.weight(effect.finding.severity, effect.then.strike))
        for effect in effects
        if effect.then is not None and "record_strike" in effect.then.actions
    ]
    return max(weighed, key=lambda item: item[1])
