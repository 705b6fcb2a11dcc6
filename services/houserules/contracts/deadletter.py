"""Dead letters: the original bytes of a record that cannot be judged, and headers that say why and how to mend it."""

from dataclasses import dataclass
from typing import Final, Literal

RejectReason = Literal[
    "empty-value",
    "too-large",
    "invalid-utf8",
    "invalid-json",
    "too-deep",
    "wrong-type",
    "missing-field",
    "out-of-range",
    "null-byte",
    "wrong-key",
    "stage-error",
    "unknown-post",
    "unknown-verdict",
]
"""Why a record was set aside: also the label values of the metric, so the set is closed."""

KEPT_HEADERS: Final = frozenset({"traceparent", "content-type", "schema"})
"""Headers carried over from the record. Any other could hold personal information and stays on `posts`.

`tracestate` too: vendors put what they like in it, and W3C lets an intermediary drop it.
"""


@dataclass(frozen=True, slots=True)
class Reject:
    """Why one record is no post. `message` says what is wrong and how to mend it; it never quotes the record's text."""

    reason: RejectReason
    error: str
    message: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A rejected record: where it stood, its bytes as received, and why it was set aside."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    stage: str
    reject: Reject
