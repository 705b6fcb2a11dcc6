"""`review/1`: a person's decision on a post. From then on no automatic action changes it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from houserules.contracts.post import Moment
from houserules.contracts.vocabulary import Outcome

Decision = Literal["uphold", "overturn", "modify"]
Role = Literal["moderator", "safeguarding", "legal"]


class ReviewTarget(Struct, frozen=True, kw_only=True):
    """Where the post is, for a post that no action is known of: a person may hide what the machine allowed."""

    revision: Annotated[int, Meta(ge=1)]
    platform: str
    account: str
    author_key: str | None = None


class Review(Struct, frozen=True, kw_only=True):
    """A reviewer's decision. `version` is the review version that the reviewer saw: a stale one is refused, not merged.

    `outcome` is what the post shall have, with `modify`. `note_ref` points to a sealed note; the note is never here.
    `target` is needed only for a post that the machine ordered nothing on. `appeal_id` names the appeal answered.
    """

    schema: Literal["review/1"] = "review/1"
    review_id: str
    post_key: str
    verdict_id: str
    decision: Decision
    reviewer_role: Role
    version: Annotated[int, Meta(ge=0)]
    at: Moment
    outcome: Outcome | None = None
    labels: list[str] = []
    note_ref: str | None = None
    appeal_id: str | None = None
    target: ReviewTarget | None = None
