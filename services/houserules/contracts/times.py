"""Event time: milliseconds since the epoch inside, RFC 3339 in UTC outside. Nothing here reads a clock."""

from datetime import UTC, datetime, timedelta
from typing import Final

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_millis(moment: datetime) -> int:
    """Whole milliseconds since the epoch of an aware datetime, rounded down; exact over the whole calendar."""
    since = moment - _EPOCH
    return since.days * DAY + since.seconds * SECOND + since.microseconds // 1000


def from_millis(millis: int) -> datetime:
    """The UTC datetime of `millis`. Raises OverflowError outside years 1 to 9999."""
    return _EPOCH + timedelta(milliseconds=millis)


def isoformat(millis: int) -> str:
    """`2026-05-02T01:12:04.310Z`: fixed width, so that text order is time order."""
    return from_millis(millis).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
