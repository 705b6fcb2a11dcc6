"""Orders to connectors: derived ids, what undoes them, and until when they are good."""

from collections.abc import Callable, Mapping
from typing import Final

from houserules.contracts.action import Action, Reason, Target
from houserules.contracts.ids import action_id
from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import isoformat
from houserules.contracts.vocabulary import INVERSE, VERBS, Verb
from houserules.judging.policy.model import Lifetimes

SEQUENCE: Final[tuple[Verb, ...]] = (
    "preserve_evidence",
    "remove",
    "hide",
    "hold",
    "redact_display",
    "escalate_safeguarding",
    "escalate_legal",
    "escalate_moderator",
    "report_to_platform",
    "reply_signpost",
    "notify_author",
    "mute_author",
    "block_author",
    "record_strike",
)
"""The order in which a post's actions are given: what it says is kept before it goes, and people are told after."""

_PLACE: Final = {verb: SEQUENCE.index(verb) if verb in SEQUENCE else len(SEQUENCE) for verb in VERBS}
_ON_AUTHOR: Final[frozenset[Verb]] = frozenset({"notify_author", "mute_author", "block_author", "record_strike"})
_MOST_MILLIS: Final = 253_402_300_799_999
"""The last millisecond of the year 9999, where datetimes end."""


def build_actions(
    orders: Mapping[Verb, Reason],
    verdict_id: str,
    post: RedactedPost,
    lifetimes: Lifetimes,
    clock: Callable[[int], str] = isoformat,
) -> tuple[Action, ...]:
    """The actions for `orders`, in the order of `SEQUENCE`. `clock` writes a time in ms as `isoformat` does."""
    if not orders:
        return ()
    target = Target(post.post_key, post.revision, post.platform, post.account)
    return tuple(
        [
            _action(verb, orders[verb], verdict_id, post, target, lifetimes, clock)
            for verb in sorted(orders, key=_PLACE.__getitem__)
        ]
    )


def _action(
    verb: Verb,
    reason: Reason,
    verdict_id: str,
    post: RedactedPost,
    target: Target,
    lifetimes: Lifetimes,
    clock: Callable[[int], str],
) -> Action:
    acts_on = post.post_key
    if verb in _ON_AUTHOR:
        acts_on = post.author_key
        target = Target(post.post_key, post.revision, post.platform, post.account, author_key=acts_on)
    elif verb == "reply_signpost":
        acts_on = post.thread_key or post.post_key
        target = Target(
            post.post_key, post.revision, post.platform, post.account, post.author_key, thread_key=post.thread_key
        )
    good_until = min(post.screening.event_time + lifetimes.of(verb), _MOST_MILLIS)
    inverse = INVERSE.get(verb)
    return Action(
        action_id=action_id(verdict_id, verb, acts_on),
        verdict_id=verdict_id,
        verb=verb,
        target=target,
        reason=reason,
        reversible=inverse is not None,
        inverse=inverse,
        not_after=clock(good_until),
    )
