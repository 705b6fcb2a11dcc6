"""Why a verdict is what it is, for people: what was seen and spared, and what the verdict would be without what decided it."""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from houserules.contracts.stages import RedactedPost
from houserules.contracts.verdict import Span
from houserules.contracts.vocabulary import OUTCOME_RANK, Outcome, Visibility
from houserules.judging.evaluate import Effect, Evaluation
from houserules.judging.policy.model import Policy, Safeguarding
from houserules.judging.relaxed import Filter
from houserules.judging.resolve import resolve

MOST_STEPS: Final = 6
"""There are six outcomes, so no more steps lead from any verdict down to `allow`."""


class Spared(Struct, frozen=True):
    """A rule that saw what it looks for and let it go. `spans` are what it saw, in code points of the original text.

    `unless`: each place is excused by words of its own sentence. `except`: something about the whole post excuses it.
    Any other is a filter of the match that the words did not pass (`own_words`: they are told of somebody else).
    `excuses` are the places that say so; empty where it is something beside the words (a role, a link, a score).
    """

    rule_id: str
    by: Literal["unless", "except"] | Filter
    spans: tuple[Span, ...]
    excuses: tuple[Span, ...]


class Step(Struct, frozen=True):
    """What the verdict would be without the findings of `rules`, those of the steps before it gone, too."""

    rules: tuple[str, ...]
    outcome: Outcome
    visibility: Visibility


class Explanation(Struct, frozen=True):
    """Of one post: rules that spared it, and the way from its verdict down to `allow`."""

    spared: tuple[Spared, ...]
    steps: tuple[Step, ...]


def explain(post: RedactedPost, policy: Policy) -> Explanation:
    """Why `post` gets the verdict that it gets. For people who ask about one post: it tries every rule."""
    evaluation = Evaluation([post], policy)
    effects = (*evaluation.alone[0], *evaluation.added(0))
    return Explanation(
        tuple(Spared(*item) for item in evaluation.spared(0)),
        steps_down([effect for effect in effects if effect.finding.mode == "enforce"], policy.safeguarding),
    )


def steps_down(effects: Sequence[Effect], safeguarding: Safeguarding) -> tuple[Step, ...]:
    """What would be decided if what decides were not there, step by step down to `allow`."""
    left = list(effects)
    outcome = resolve(left, safeguarding).outcome
    steps: list[Step] = []
    while outcome != "allow" and len(steps) < MOST_STEPS:
        # The cap lowers outcomes, so what decides may order more than was decided.
        least = OUTCOME_RANK[outcome]
        deciding = {
            effect.finding.rule_id
            for effect in left
            if effect.then is not None and OUTCOME_RANK[effect.then.outcome] >= least
        }
        left = [effect for effect in left if effect.finding.rule_id not in deciding]
        resolution = resolve(left, safeguarding)
        outcome = resolution.outcome
        steps.append(Step(tuple(sorted(deciding)), outcome, resolution.visibility))
    return tuple(steps)
