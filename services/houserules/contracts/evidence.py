"""`evidence/1` and `evidence-key/1`: the original of a post under its own key, and that key, which can be destroyed."""

from typing import Literal

from msgspec import Struct

from houserules.contracts.stages import Origin, SealedWith


class Evidence(Struct, frozen=True, gc=False, kw_only=True):
    """The sealed original of one post revision that a verdict orders to preserve. Holds no text and no author in clear.

    `verdict_id` is the verdict that ordered it. `key` names the configured key and `key_id` the post's own, whose
    wrapped form is on `evidence.keys`. `ciphertext` is base64 of the canonical `post/1` JSON, encrypted. `event_time` is
    the verdict's (RFC 3339); `source` is where the post stands on `posts`.
    """

    schema: Literal["evidence/1"] = "evidence/1"
    post_key: str
    revision: int
    verdict_id: str
    key: str
    key_id: str
    algorithm: SealedWith
    ciphertext: str
    event_time: str
    source: Origin


class EvidenceKey(Struct, frozen=True, gc=False, kw_only=True):
    """The wrapped key of one sealed original, or the note that a post's originals were erased.

    A key has `key`, `key_id` and `wrapped` (base64, RFC 3394), as in `Evidence`. A note has `erased_at` (RFC 3339)
    and none of them.
    """

    schema: Literal["evidence-key/1"] = "evidence-key/1"
    post_key: str
    revision: int
    key: str | None = None
    key_id: str | None = None
    wrapped: str | None = None
    erased_at: str | None = None
