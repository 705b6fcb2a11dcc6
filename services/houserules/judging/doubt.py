"""In doubt nobody is punished: what is left of sanctions on a post that reads like one of somebody who needs help.

Survivors repeat what was said to them, ask what nobody else would, and curse. Rules know many of these words and not all;
a scorer that finds such posts in any wording, though it finds some others with them, is no reason to act, but reason enough
not to punish before a person has looked.
"""

from collections.abc import Sequence
from typing import Final

from houserules.judging.budgets import PUNISHING, held
from houserules.judging.evaluate import Effect, Evaluation
from houserules.judging.policy.model import Safeguarding

DOUBT: Final = "safeguarding.doubt"
"""What `suppressed_by` says of a finding whose sanction became a hold."""


def spare(
    found: Sequence[tuple[Effect, ...]], evaluation: Evaluation, policy: Safeguarding
) -> list[tuple[Effect, ...]]:
    """The effects on each post of a batch, of which those that would punish only hold where there is doubt."""
    if not policy.doubt:
        return list(found)
    return [spared(effects, place, evaluation, policy) if effects else effects for place, effects in enumerate(found)]


def spared(effects: tuple[Effect, ...], place: int, evaluation: Evaluation, policy: Safeguarding) -> tuple[Effect, ...]:
    """The same for the post at `place`."""
    if not policy.doubt or not any(map(punishes, effects)) or not _is_doubtful(place, evaluation, policy):
        return effects
    return tuple([held(effect, DOUBT) if punishes(effect) else effect for effect in effects])


def punishes(effect: Effect) -> bool:
    """Whether what follows from an effect is lost to the author for good, or goes on their record."""
    then = effect.then
    return then is not None and (then.outcome == "remove" or not PUNISHING.isdisjoint(then.actions))


def _is_doubtful(place: int, evaluation: Evaluation, policy: Safeguarding) -> bool:
    """Whether a score of doubt is reached that no outweighing score is above. One that fails leaves doubt."""
    try:
        reached = [value for name, least in policy.doubt.items() if (value := evaluation.score(place, name)) >= least]
        return bool(reached) and not any(evaluation.score(place, name) > max(reached) for name in policy.outweighed_by)
    except Exception:  # noqa: BLE001  a scorer's fault must not cost the post its verdict, nor its author a strike
        return True
