"""`receipt/1`: what a connector really did with an action."""

from typing import Literal

from msgspec import Struct

from houserules.contracts.post import Moment
from houserules.contracts.vocabulary import ReceiptStatus, Verb, Visibility


class Receipt(Struct, frozen=True, kw_only=True):
    """One connector's answer to one action. `platform_ref` is the platform's own id of what was done, if it gives one.

    `done_as` is the verb that was done instead, where the platform has no such verb.
    """

    schema: Literal["receipt/1"] = "receipt/1"
    action_id: str
    post_key: str
    verb: Verb
    status: ReceiptStatus
    connector: str
    at: Moment
    platform_ref: str | None = None
    observed_state: Visibility | None = None
    detail: str | None = None
    done_as: Verb | None = None
