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
from houserules.contracts.appeal import Appeal
from houserules.contracts.campaign import Campaign
from houserules.contracts.deadletter import Reject, RejectReason
from houserules.contracts.decision import PostDecision, StrikeVoid
from houserules.contracts.decode import reject_of
from houserules.contracts.evidence import Evidence, EvidenceKey
from houserules.contracts.post import Post
from houserules.contracts.receipt import Receipt
from houserules.contracts.review import Review
from houserules.contracts.stages import RedactedPost, ScreenedPost
from houserules.contracts.verdict import Verdict

_ENCODER: Final = msgspec.json.Encoder()
_SCREENED: Final = msgspec.json.Decoder(ScreenedPost)
_REDACTED: Final = msgspec.json.Decoder(RedactedPost)
_CAMPAIGN: Final = msgspec.json.Decoder(Campaign)
_EVIDENCE: Final = msgspec.json.Decoder(Evidence)
_EVIDENCE_KEY: Final = msgspec.json.Decoder(EvidenceKey)
_ACTION: Final = msgspec.json.Decoder(Action)
_VERDICT: Final = msgspec.json.Decoder(Verdict)
_REVIEW: Final = msgspec.json.Decoder(Review)
_APPEAL: Final = msgspec.json.Decoder(Appeal)
_DECISION: Final = msgspec.json.Decoder(PostDecision)
_RECEIPT: Final = msgspec.json.Decoder(Receipt)
_CONTENT: Final = re.compile(r"[0-9a-f]{16}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")
_MOST_KEY: Final = 512
"""Longest id in characters: they become keys of records and of state."""
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

encode_receipt: Final[Callable[[Receipt], bytes]] = _ENCODER.encode
"""`receipt/1` as bytes."""

encode_decision: Final[Callable[[PostDecision], bytes]] = _ENCODER.encode
"""`decision/1` as bytes."""

encode_strike_void: Final[Callable[[StrikeVoid], bytes]] = _ENCODER.encode
"""`strike-void/1` as bytes."""


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


def decode_action(value: bytes) -> Action:
    """The struct in a record of `actions`. Raises RecordError."""
    try:
        return _ACTION.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "action-1")) from None


def decode_verdict(value: bytes) -> Verdict:
    """The struct in a record of `verdicts`. Raises RecordError."""
    try:
        return _VERDICT.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "verdict-1")) from None


def decode_review(value: bytes) -> Review:
    """The struct in a record of `reviews`. Raises RecordError, also for a `modify` that does not say to what."""
    try:
        review = _REVIEW.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "review-1")) from None
    if review.decision == "modify" and review.outcome is None:
        message = "`outcome` must say what the post shall have, with `modify`; see schemas/review-1.schema.json"
        raise RecordError(Reject("missing-field", "ValidationError", message, "outcome"))
    target = review.target
    limited = {
        "review_id": review.review_id,
        "post_key": review.post_key,
        "verdict_id": review.verdict_id,
        "appeal_id": review.appeal_id,
        "target.platform": None if target is None else target.platform,
        "target.account": None if target is None else target.account,
        "target.author_key": None if target is None else target.author_key,
    }
    for field, text in limited.items():
        if text is not None and not 0 < len(text) <= _MOST_KEY:
            message = f"`{field}` must have 1 to {_MOST_KEY} characters; see schemas/review-1.schema.json"
            raise RecordError(Reject("out-of-range", "ValidationError", message, field))
    return review


def decode_appeal(value: bytes) -> Appeal:
    """The struct in a record of `appeals`. Raises RecordError."""
    try:
        return _APPEAL.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "appeal-1")) from None


def decode_decision(value: bytes) -> PostDecision:
    """The struct in a record of `decisions`. Raises RecordError."""
    try:
        return _DECISION.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "decision-1")) from None


def decode_receipt(value: bytes) -> Receipt:
    """The struct in a record of `receipts`. Raises RecordError."""
    try:
        return _RECEIPT.decode(value)
    except _PARSER_ERRORS as error:
        raise RecordError(reject_of(error, value, "receipt-1")) from None


def _not_a_campaign(reason: RejectReason, field: str, what: str) -> RecordError:
    return RecordError(
        Reject(reason, "ValidationError", f"`{field}` {what}; see schemas/campaign-1.schema.json", field)
    )
