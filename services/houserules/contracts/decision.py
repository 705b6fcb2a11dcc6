"""`decision/1`: what people have decided on a post, and so what stands; and `strike-void/1`, a strike taken back."""

from typing import Literal

from msgspec import Struct

from houserules.contracts.action import Action
from houserules.contracts.post import Moment
from houserules.contracts.review import Decision, Role
from houserules.contracts.vocabulary import Outcome, Verb

RefusalReason = Literal["stale-version", "newer-revision"]
ReviewResult = Literal["upheld", "overturned", "modified"]
"""What a review says of the rules behind a verdict: right, wrong, or right with another consequence."""


class RuleRef(Struct, frozen=True):
    """A rule that a reviewed order rested on."""

    rule_id: str
    rule_version: int | None = None


class Refusal(Struct, frozen=True, kw_only=True):
    """A review that was not taken, and why. `version` is the one it gave; the reviewer has to look again."""

    review_id: str
    version: int
    reason: RefusalReason
    at: Moment


class PostDecision(Struct, frozen=True, kw_only=True):
    """What people have decided on one post. The topic keeps the latest record of each post for ever.

    `version` counts the decisions, and is what the next review has to give; at 0 nobody has decided and only `refused`
    says something. `orders` are the orders in force since. `irreversible` names verbs that were done and cannot
    surely be taken back. `rules` are the rules whose orders were reviewed and `result` what that says of them.
    `reviews` and `appeals` are the ids of the latest that were answered, a refusal being an answer. `partition` is where the
    post's actions are.
    """

    schema: Literal["decision/1"] = "decision/1"
    post_key: str
    version: int
    partition: int
    review_id: str | None = None
    verdict_id: str | None = None
    revision: int | None = None
    decision: Decision | None = None
    role: Role | None = None
    at: Moment | None = None
    outcome: Outcome | None = None
    orders: tuple[Action, ...] = ()
    irreversible: tuple[Verb, ...] = ()
    rules: tuple[RuleRef, ...] = ()
    result: ReviewResult | None = None
    reviews: tuple[str, ...] = ()
    appeals: tuple[str, ...] = ()
    refused: Refusal | None = None


class StrikeVoid(Struct, frozen=True, kw_only=True):
    """A strike that was taken back: the one that `verdict_id` recorded on the author. Internal."""

    schema: Literal["strike-void/1"] = "strike-void/1"
    author_key: str
    post_key: str
    revision: int
    verdict_id: str
    at: Moment
