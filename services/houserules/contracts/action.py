"""`action/1`: what a platform connector is asked to do."""

from typing import Final, Literal

from msgspec import Struct

from houserules.contracts.vocabulary import Precedence, Verb

ON_AUTHOR: Final[frozenset[Verb]] = frozenset(
    {
        "notify_author",
        "mute_author",
        "unmute_author",
        "block_author",
        "unblock_author",
        "record_strike",
        "void_strike",
    }
)
"""Verbs that act on the author of a post and not on the post."""

MENDED: Final = "revision.mended"
DELETED: Final = "revision.deleted"
"""The `rule_id` of an order that ends an earlier one, because the author changed the post, or deleted it."""


class Target(Struct, frozen=True, gc=False):
    """What the verb acts on. `author_key` and `thread_key` are set where the verb needs them."""

    post_key: str
    revision: int
    platform: str
    account: str
    author_key: str | None = None
    thread_key: str | None = None


class Reason(Struct, frozen=True, gc=False):
    """Why, for the statement of reasons: the clause of the house rules, the rule, and the template of the words to use."""

    clause: str | None
    rule_id: str | None
    template: str | None
    rule_version: int | None = None


class Action(Struct, frozen=True, gc=False, kw_only=True):
    """One order to a connector. `action_id` is derived: seen twice means done once.

    `not_after` (RFC 3339) is the post's event time plus the policy's time to live: a connector that wakes after an
    outage lets stale sanctions expire. It is derived and not read from a clock, so that a replay gives the same bytes.
    `fallback` says what to do, in this order, where a platform has no such verb; empty leaves it to the connector.
    `review_id` names the review that a person's order comes from, `undo_of` the action that an undo takes back.
    """

    schema: Literal["action/1"] = "action/1"
    action_id: str
    verdict_id: str
    verb: Verb
    target: Target
    reason: Reason
    reversible: bool
    inverse: Verb | None
    not_after: str | None
    precedence: Precedence = "auto"
    fallback: tuple[Verb, ...] = ()
    review_id: str | None = None
    undo_of: str | None = None

    @property
    def acts_on(self) -> str:
        """What the verb is done to: the author, the thread or the post, by key."""
        target = self.target
        if self.verb in ON_AUTHOR and target.author_key is not None:
            return target.author_key
        if self.verb == "reply_signpost" and target.thread_key is not None:
            return target.thread_key
        return target.post_key
