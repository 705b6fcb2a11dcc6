"""In doubt nobody is punished: what is left of sanctions on a post that reads like one of somebody who needs help.

Survivors repeat what was said to them, ask what nobody else would, and curse. Rules know many of these words and not all;
a scorer that finds such posts in any wording, though it finds some others with them, is no reason to act, but reason enough
not to punish before a person has looked.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from houserules.judging.budgets import PUNISHING, held
from houserules.judging.evaluate import Effect, Evaluation

DOUBT: Final = "safeguarding.doubt"
"""What `suppressed_by` says of a finding whose sanction became a hold."""


def spared(
    effects: tuple[Effect, ...], place: int, evaluation: Evaluation, doubt: Mapping[str, float]
) -> tuple[Effect, ...]:
    """`effects` on the post at `place`, of which those that would punish only hold if any score of `doubt` is reached.

    A score that fails is taken as reached.
    """
    if not doubt or not any(map(punishes, effects)) or not _reached(place, evaluation, doubt):
        return effects
    return tuple([held(effect, DOUBT) if punishes(effect) else effect for effect in effects])


def punishes(effect: Effect) -> bool:
    """Whether what follows from an effect is lost to the author for good, or goes on their record."""
    then = effect.then
    return then is not None and (then.outcome == "remove" or not PUNISHING.isdisjoint(then.actions))


def _reached(place: int, evaluation: Evaluation, doubt: Mapping[str, float]) -> bool:
    try:
        return any(evaluation.score(place, name) >= least for name, least in doubt.items())
    except Exception:  # noqa: BLE001  a scorer's fault must not cost the post its verdict, nor its author a strike
        return True


def spare_all(
    found: Sequence[tuple[Effect, ...]], evaluation: Evaluation, doubt: Mapping[str, float]
) -> list[tuple[Effect, ...]]:
    """`spared` for every post of a batch."""
    return [spared(effects, place, evaluation, doubt) if effects else effects for place, effects in enumerate(found)]
