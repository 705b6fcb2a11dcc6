"""`appeal/1`: somebody asks for another look at what was done with a post."""

from typing import Literal

from msgspec import Struct

from houserules.contracts.post import Moment


class Appeal(Struct, frozen=True, kw_only=True):
    """One request for another look, answered by a `review/1` that names it.

    `statement_ref` points to what the person wrote, sealed elsewhere: the text itself is never here.
    """

    schema: Literal["appeal/1"] = "appeal/1"
    appeal_id: str
    post_key: str
    verdict_id: str
    at: Moment
    statement_ref: str | None = None
