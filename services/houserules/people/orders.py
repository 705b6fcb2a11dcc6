"""Which orders on a post are in force, and the order of a person that takes one back or gives a new one."""

from collections.abc import Iterable
from typing import Final

from houserules.contracts.action import ON_AUTHOR, Action, Reason, Target
from houserules.contracts.vocabulary import INVERSE, IRREVERSIBLE, Verb

VISIBILITY: Final[tuple[Verb, ...]] = ("hold", "hide", "remove")
"""Verbs that keep a post from its readers, weakest first."""

SANCTIONS: Final[frozenset[Verb]] = frozenset({"mute_author", "block_author", "record_strike"})
"""Verbs against an author that can be taken back."""

UNDOING: Final[frozenset[Verb]] = frozenset(
    {"release", "unhide", "restore", "unmute_author", "unblock_author", "void_strike"}
)
"""Verbs that take another back, and order nothing themselves."""

LASTING: Final[frozenset[Verb]] = frozenset({"redact_display", "reply_signpost", "notify_author", "report_to_platform"})
"""Verbs that people have seen the effect of and that no order takes back."""


def in_force(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The orders that stand after `actions`, which are those on one post in the order of the topic.

    The same verb on the same target stands once, under the latest order, but each strike for itself. Repeated records
    change nothing. What an author's sanction is taken back from is the post's own order, never another post's.
    """
    standing: dict[tuple[str, ...], Action] = {}
    seen: set[str] = set()
    for action in actions:
        if action.action_id in seen:
            continue
        seen.add(action.action_id)
        if action.verb in UNDOING:
            undone = INVERSE[action.verb]
            for key in [key for key in standing if key[:2] == (undone, action.acts_on)]:
                # A strike is taken back by the verdict that recorded it: others of the same author stand.
                if undone != "record_strike" or standing[key].verdict_id == action.verdict_id:
                    del standing[key]
            continue
        key = (action.verb, action.acts_on)
        if action.verb == "record_strike":
            key = (*key, action.verdict_id)
        standing.pop(key, None)
        standing[key] = action
    return tuple(standing.values())


def undone_by(actions: Iterable[Action]) -> frozenset[str]:
    """Ids of the actions that an undo has taken back already."""
    return frozenset(action.undo_of for action in actions if action.undo_of is not None)


def reversible(verb: Verb) -> bool:
    """Whether `verb` can surely be taken back on every platform."""
    return verb in INVERSE and verb not in IRREVERSIBLE


def taken_back(order: Action, action_id: str, *, review_id: str | None = None, undo_of: str | None = None) -> Action:
    """The order of a person that takes `order` back. Raises KeyError for a verb without an inverse."""
    return human_order(
        INVERSE[order.verb],
        order.target,
        # A strike is taken back by its verdict's name, and so are all others: it is that verdict which falls.
        order.verdict_id,
        wordless(order.reason),
        action_id,
        review_id=review_id,
        undo_of=undo_of,
    )


def wordless(reason: Reason) -> Reason:
    """The reason without the words for the author: those explain the order and not its withdrawal."""
    return Reason(reason.clause, reason.rule_id, None, reason.rule_version)


def human_order(
    verb: Verb,
    target: Target,
    verdict_id: str,
    reason: Reason,
    action_id: str,
    *,
    review_id: str | None = None,
    undo_of: str | None = None,
) -> Action:
    """An order of a person. It does not expire: nobody decides again because a connector was down."""
    inverse = INVERSE.get(verb)
    keeps_author = verb in ON_AUTHOR or verb == "reply_signpost"
    return Action(
        action_id=action_id,
        verdict_id=verdict_id,
        verb=verb,
        target=target
        if keeps_author
        else Target(target.post_key, target.revision, target.platform, target.account, thread_key=target.thread_key),
        reason=reason,
        reversible=inverse is not None,
        inverse=inverse,
        not_after=None,
        precedence="human",
        review_id=review_id,
        undo_of=undo_of,
    )
