"""`action/1`: what a platform connector is asked to do."""

from typing import Literal

from msgspec import Struct

from houserules.contracts.vocabulary import Precedence, Verb


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


class Action(Struct, frozen=True, gc=False, kw_only=True):
    """One order to a connector. `action_id` is derived: seen twice means done once.

    `not_after` (RFC 3339) is the post's event time plus the policy's time to live: a connector that wakes after an
    outage lets stale sanctions expire. It is derived and not read from a clock, so that a replay gives the same bytes.
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
