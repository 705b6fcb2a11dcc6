"""Kafka headers of what is produced: CloudEvents 1.0 in binary mode, the trace, and a dead letter's account of itself.

Headers are read by more eyes than values (consoles, proxies, brokers' logs), so nothing of a producer's is copied into
one unless it has a form that can only be technical.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from houserules.contracts.deadletter import KEPT_HEADERS, DeadLetter

Headers = tuple[tuple[str, bytes], ...]

SOURCE: Final = "/houserules"
"""`ce_source` of every event."""

SCHEMAS: Final = (
    "post/1",
    "screened/1",
    "redacted/1",
    "verdict/1",
    "action/1",
    "receipt/1",
    "review/1",
    "campaign/1",
    "evidence/1",
    "evidence-key/1",
    "appeal/1",
    "decision/1",
    "strike-void/1",
)
"""Every schema that a `schema` header may name."""

DEAD_LETTER_PREFIX: Final = "dl_"

# Version 00 exactly: the only one published, and the fixed length leaves no room for anything but hexadecimal digits.
_TRACEPARENT: Final = re.compile(rb"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_KEPT_FORMS: Final = {
    "traceparent": _TRACEPARENT,
    "schema": re.compile(rb"[a-z]{1,24}(?:-[a-z]{1,24}){0,2}/[0-9]{1,3}"),
    "content-type": re.compile(
        rb"(?:application|text)/[a-z]{1,24}(?:[.+-](?:[a-z]{1,24}|v[0-9]{1,2})){0,4}(?:; ?charset=(?:utf-8|UTF-8))?"
    ),
}


def _type_of(schema: str) -> str:
    return "houserules." + schema.replace("/", ".")


_CONSTANT: Final[dict[str, Headers]] = {
    schema: (
        ("ce_specversion", b"1.0"),
        ("ce_type", _type_of(schema).encode()),
        ("ce_source", SOURCE.encode()),
        ("content-type", b"application/json"),
        ("schema", schema.encode()),
    )
    for schema in SCHEMAS
}


def event_headers(schema: str, event_id: str, time: str, trace: str | None) -> Headers:
    """Headers of one output record.

    `schema` is one of SCHEMAS, `event_id` the id that consumers dedupe on, `time` RFC 3339 (the event's own time, so
    that a replay gives the same headers), `trace` what `trace_of` gave for the post's record. Raises KeyError for
    another schema.
    """
    if trace is None:
        return (*_CONSTANT[schema], ("ce_id", event_id.encode()), ("ce_time", time.encode()))
    return (
        *_CONSTANT[schema],
        ("ce_id", event_id.encode()),
        ("ce_time", time.encode()),
        ("traceparent", trace.encode()),
    )


def trace_of(headers: Iterable[tuple[str, bytes]]) -> str | None:
    """The W3C traceparent among a record's headers; None without one, with several, or with one that is malformed."""
    found: bytes | None = None
    for name, value in headers:
        if name == "traceparent":
            if found is not None:
                return None
            found = value
    # A Kafka header may have a null value, whatever the client's types say.
    if not found or not _TRACEPARENT.fullmatch(found):
        return None
    return found.decode("ascii")


def dead_letter_headers(letter: DeadLetter, engine: str) -> Headers:
    """Headers of the record on `posts.dead-letter`: those kept of the original, then the `dl_` ones.

    Of the original, names outside KEPT_HEADERS and values of an unexpected form are left out. `engine` is the version
    that gave up on the record.
    """
    reject = letter.reject
    told = {
        "reason": reject.reason,
        "error": reject.error,
        "message": reject.message,
        "field": reject.field,
        "topic": letter.topic,
        "partition": str(letter.partition),
        "offset": str(letter.offset),
        "timestamp": str(letter.timestamp),
        "stage": letter.stage,
        "engine": engine,
    }
    return (
        *_kept(letter.headers),
        *((DEAD_LETTER_PREFIX + name, text.encode()) for name, text in told.items() if text is not None),
    )


def _kept(headers: Headers) -> Iterable[tuple[str, bytes]]:
    for name, value in headers:
        if name == "traceparent":
            continue
        if name in KEPT_HEADERS and value is not None and _KEPT_FORMS[name].fullmatch(value):
            yield name, value
    if trace := trace_of(headers):
        yield "traceparent", trace.encode()


@dataclass(frozen=True, slots=True)
class DeadLetterInfo:
    """What a dead letter's headers say. `reason` may be one that this version does not know: newer engines add some.

    `topic`, `partition`, `offset` and `timestamp` (ms since the epoch, -1 for none) are those of the rejected record.
    `field` is the path of the field at fault, where it is one field's.
    """

    reason: str
    error: str
    message: str
    field: str | None
    topic: str
    partition: int
    offset: int
    timestamp: int
    stage: str
    engine: str


def parse_dead_letter_headers(headers: Iterable[tuple[str, bytes]]) -> DeadLetterInfo:
    """The account in the headers of a dead letter; other headers are ignored.

    Raises ValueError, naming the header, if one is missing or malformed: the record was not written by a worker.
    """
    prefix = DEAD_LETTER_PREFIX
    told = {name.removeprefix(prefix): value for name, value in headers if name.startswith(prefix)}
    return DeadLetterInfo(
        reason=_text(told, "reason"),
        error=_text(told, "error"),
        message=_text(told, "message"),
        field=_text(told, "field") if "field" in told else None,
        topic=_text(told, "topic"),
        partition=_number(told, "partition"),
        offset=_number(told, "offset"),
        timestamp=_number(told, "timestamp"),
        stage=_text(told, "stage"),
        engine=_text(told, "engine"),
    )


def _text(told: dict[str, bytes], name: str) -> str:
    value = told.get(name)
    if value is None:
        raise ValueError(f"no header `{DEAD_LETTER_PREFIX}{name}`: not a dead letter of House Rules")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"header `{DEAD_LETTER_PREFIX}{name}` is not UTF-8") from None


def _number(told: dict[str, bytes], name: str) -> int:
    text = _text(told, name)
    if not re.fullmatch(r"-?[0-9]{1,19}", text):
        raise ValueError(f"header `{DEAD_LETTER_PREFIX}{name}` is not a whole number")
    return int(text)
