"""`campaign/1`: the same text from many authors, as every worker learns of it from `campaigns`."""

from typing import Literal

from msgspec import Struct


class Campaign(Struct, frozen=True, gc=False, kw_only=True):
    """A text that many authors post. Nothing in it but `until` ever changes, so verdicts that rest on it repeat exactly.

    `content` is the keyed hash of the masked text (16 hex digits) and `signature` its similarity signature (128 hex
    digits), None for a text too short to have one. `survivor` is the post_key of the first copy. `sequence` orders
    campaigns by when they were found: of two that fit a post, the lower counts. Posts from `since` to `until` (ms of
    event time) belong to it; `until` moves on as long as copies keep coming. `authors` is how many there were when it
    was found.
    """

    schema: Literal["campaign/1"] = "campaign/1"
    cluster_id: str
    sequence: int
    content: str
    signature: str | None
    survivor: str
    authors: int
    since: int
    until: int
