"""The schema files, their examples, and the structs that they stand for: shared by the contract tests."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import msgspec

from houserules.contracts.action import Action
from houserules.contracts.appeal import Appeal
from houserules.contracts.campaign import Campaign
from houserules.contracts.decision import PostDecision, StrikeVoid
from houserules.contracts.decode import decode_post
from houserules.contracts.encode import (
    RecordError,
    decode_campaign,
    decode_evidence,
    decode_evidence_key,
    decode_redacted,
    decode_screened,
)
from houserules.contracts.evidence import Evidence, EvidenceKey
from houserules.contracts.headers import parse_dead_letter_headers
from houserules.contracts.post import Post
from houserules.contracts.receipt import Receipt
from houserules.contracts.review import Review
from houserules.contracts.stages import RedactedPost, ScreenedPost
from houserules.contracts.verdict import Verdict

ROOT: Final = Path(__file__).parents[2]
SCHEMAS: Final = ROOT / "schemas"
STRUCTS: Final[dict[str, type[msgspec.Struct]]] = {
    "post-1": Post,
    "verdict-1": Verdict,
    "action-1": Action,
    "receipt-1": Receipt,
    "review-1": Review,
    "screened-1": ScreenedPost,
    "redacted-1": RedactedPost,
    "campaign-1": Campaign,
    "evidence-1": Evidence,
    "evidence-key-1": EvidenceKey,
    "appeal-1": Appeal,
    "decision-1": PostDecision,
    "strike-void-1": StrikeVoid,
}
HEADERS: Final = "dead-letter-headers-1"
NAMES: Final = (*STRUCTS, HEADERS)


@cache
def document(name: str) -> dict[str, Any]:
    """The schema file of `name`, such as `post-1`."""
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


@cache
def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """A validator of `name` that knows the other files and checks formats."""
    # References are relative to the file, as they are for tools that read the folder.
    registry = jsonschema_rs.Registry([(f"json-schema:///{each}.schema.json", document(each)) for each in NAMES])
    return jsonschema_rs.Draft202012Validator(document(name), registry=registry, validate_formats=True)


def examples(kind: str, names: tuple[str, ...] = NAMES) -> list[tuple[str, Path]]:
    """Every example of `kind` (`valid` or `invalid`) with the schema that it belongs to."""
    return [(name, path) for name in names for path in sorted((SCHEMAS / "examples" / name / kind).glob("*.json"))]


def label(value: object) -> str | None:
    """A short test id for an example's path."""
    return value.stem if isinstance(value, Path) else None


def key_of(post: Any) -> bytes:
    """The key that a producer would give the record of `post`, as far as it can be told."""
    try:
        return f"{post['platform']}:{post['account']}:{post['author']['id']}".encode()
    except (KeyError, TypeError):
        return b"unknown"


def code_accepts(name: str, raw: bytes) -> bool:
    """Whether the code reads `raw` as a `name`."""
    if name == "post-1":
        return isinstance(decode_post(key_of(json.loads(raw)), raw), Post)
    try:
        if name == HEADERS:
            parse_dead_letter_headers([(key, str(value).encode()) for key, value in json.loads(raw).items()])
        elif name == "screened-1":
            decode_screened(raw)
        elif name == "redacted-1":
            decode_redacted(raw)
        elif name == "campaign-1":
            decode_campaign(raw)
        elif name == "evidence-1":
            decode_evidence(raw)
        elif name == "evidence-key-1":
            decode_evidence_key(raw)
        else:
            msgspec.json.decode(raw, type=STRUCTS[name])
    except (msgspec.DecodeError, RecordError, ValueError):
        return False
    return True
