"""Structs to bytes, and the structs that pass between stages back again.

Encoding is compact, in field order, UTF-8. What is decoded here and encoded again gives the same bytes, so a record
means the same whether its stages ran in one process or were split over topics. Two things break that and are the
writer's to avoid: an `int` in a field declared `float` (written `1`, read back as `1.0`), and a float that is not
finite (written `null`).
"""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from houserules.contracts.action import Action
from houserules.contracts.campaign import Campaign
from houserules.contracts.deadletter import Reject, RejectReason
from houserules.contracts.decode import reject_of
from houserules.contracts.evidence import Evidence, EvidenceKey
from houserules.contracts.post import Post
from houserules.contracts.stages import RedactedPost, ScreenedPost
from houserules.contracts.verdict import Verdict

_ENCODER: Final = msgspec.json.Encoder()
_SCREENED: Final = msgspec.json.Decoder(ScreenedPost)
_REDACTED: Final = msgspec.json.Decoder(RedactedPost)
_CAMPAIGN: Final = msgspec.json.Decoder(Campaign)
_EVIDENCE: Final = msgspec.json.Decoder(Evidence)
_EVIDENCE_KEY: Final = msgspec.json.Decoder(EvidenceKey)
_CONTENT: Final = re.compile(r"[0-9a-f]{16}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")
_PARSER_ERRORS: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

# Bound methods and not functions of our own: a call less per record.
encode_verdict: Final[Callable[[Verdict], bytes]] = _ENCODER.encode
"""`verdict/1` as bytes."""

encode_action: Final[Callable[[Action], bytes]] = _ENCODER.encode
"""`action/1` as bytes."""

encode_screened: Final[Callable[[ScreenedPost], bytes]] = _ENCODER.encode
"""`screened/1` as bytes. Holds the original text."""

encode_redacted: Final[Callable[[RedactedPost], bytes]] = _ENCODER.encode
"""`redacted/1` as bytes."""

encode_campaign: Final[Callable[[Campaign], bytes]] = _ENCODER.encode
"""`campaign/1` as bytes."""

encode_post: Final[Callable[[Post], bytes]] = _ENCODER.encode
"""`post/1` as bytes in its canonical form: every field of the contract, in order, and no other. Holds the original text."""

encode_evidence: Final[Callable[[Evidence], bytes]] = _ENCODER.encode
"""`evidence/1` as bytes."""

encode_evidence_key: Final[Callable[[EvidenceKey], bytes]] = _ENCODER.encode
"""`evidence-key/1` as bytes."""


class RecordError(ValueError):
    """A record between stages cannot be read. `reject` says why, without quoting the record."""

    def __init__(self, reject: Reject) -> None:
        """`reject` is what a dead letter about the record says."""
        super().__init__(reject.message)
        self.reject: Final = reject


def decode_screened(value: bytes) -> ScreenedPost:
    """The struct in a record of `posts.screened`. Raises RecordError."""
    try:
        return _SCREENED.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "screened-1")) from None


def decode_redacted(value: bytes) -> RedactedPost:
    """The struct in a record of `posts.redacted`. Raises RecordError."""
    try:
        return _REDACTED.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "redacted-1")) from None


def decode_campaign(value: bytes) -> Campaign:
    """The struct in a record of `campaigns`. Raises RecordError, also for hashes and times that cannot be right."""
    try:
        campaign = _CAMPAIGN.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "campaign-1")) from None
    if not _CONTENT.fullmatch(campaign.content):
        raise _not_a_campaign("wrong-type", "content", "must be 16 hexadecimal digits in lower case")
    if campaign.signature is not None and not _SIGNATURE.fullmatch(campaign.signature):
        raise _not_a_campaign("wrong-type", "signature", "must be 128 hexadecimal digits in lower case, or null")
    if campaign.until < campaign.since:
        raise _not_a_campaign("out-of-range", "until", "must not be before `since`")
    return campaign


def decode_evidence(value: bytes) -> Evidence:
    """The struct in a record of `evidence`. Raises RecordError."""
    try:
        return _EVIDENCE.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "evidence-1")) from None


def decode_evidence_key(value: bytes) -> EvidenceKey:
    """The struct in a record of `evidence.keys`. Raises RecordError, also for one that is neither a key nor a note."""
    try:
        item = _EVIDENCE_KEY.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "evidence-key-1")) from None
    parts = (item.key, item.key_id, item.wrapped)
    if (item.erased_at is None) == (None in parts) or (item.erased_at is not None and parts != (None, None, None)):
        message = (
            "must have `key`, `key_id` and `wrapped`, or `erased_at` alone; see schemas/evidence-key-1.schema.json"
        )
        raise RecordError(Reject("wrong-type", "ValidationError", message))
    return item


def _not_a_campaign(reason: RejectReason, field: str, what: str) -> RecordError:
    return RecordError(
        Reject(reason, "ValidationError", f"`{field}` {what}; see schemas/campaign-1.schema.json", field)
    )
