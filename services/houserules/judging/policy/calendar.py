"""Times in a policy: the dates of rules and overlays, and the hours in which people are there. All in event time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from houserules.contracts.times import from_millis, to_millis
from houserules.judging.policy.reader import Fields, Node, guess

DEFAULT_ZONE: Final = "Europe/London"
"""Where the pages that this was made for are read."""

LONDON: Final = ZoneInfo(DEFAULT_ZONE)

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?")
_HOURS: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d) ?- ?(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")
_DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Dates:
    """The span in which something holds, in ms: from `starts` until just before `ends`. None is without an end."""

    starts: int | None = None
    ends: int | None = None

    def hold(self, moment: int) -> bool:
        """Whether `moment` (ms) is within."""
        return (self.starts is None or moment >= self.starts) and (self.ends is None or moment < self.ends)

    @property
    def is_open(self) -> bool:
        """Whether there is no bound at all."""
        return self.starts is None and self.ends is None


UNSTAFFED: Final = ".unstaffed"
"""What the name of a template ends in that stands in for another while nobody is there."""


@dataclass(frozen=True, slots=True)
class Staffed:
    """When people are there: `hours` by weekday (Monday first) in minutes of the zone's own day, and `closed` days."""

    zone: ZoneInfo
    hours: tuple[tuple[tuple[int, int], ...], ...]
    closed: frozenset[date]

    def open_at(self, moment: int) -> bool:
        """Whether somebody is there at `moment` (ms)."""
        local = from_millis(moment).astimezone(self.zone)
        if local.date() in self.closed:
            return False
        minute = local.hour * 60 + local.minute
        return any(first <= minute < last for first, last in self.hours[local.weekday()])


def read_zone(node: Node) -> ZoneInfo:
    """The name of a time zone."""
    name = node.text()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        close = guess(name, (DEFAULT_ZONE, "Europe/Dublin", "UTC"))
        raise node.mistake(f"`{name}` is no time zone{close}; write one such as {DEFAULT_ZONE} or UTC") from None


def read_day(node: Node) -> date:
    """A day such as 2026-12-25."""
    value = node.text()
    try:
        if not _DATE.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise node.mistake(f"`{value}` is no day; write year, month and day, such as 2026-12-25") from None


def read_moment(node: Node, zone: ZoneInfo) -> int:
    """A day (its first moment in `zone`) or a time such as `2026-05-07 18:00`, in ms."""
    value = node.text()
    try:
        if _DATE.fullmatch(value):
            moment = datetime.combine(date.fromisoformat(value), datetime.min.time())
        elif _TIME.fullmatch(value):
            moment = datetime.fromisoformat(value)
        else:
            raise ValueError
        return to_millis((moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC))
    except (ValueError, OverflowError):
        raise node.mistake(f"`{value}` is no time; write 2026-05-07 or 2026-05-07 18:00") from None


def read_dates(fields: Fields, zone: ZoneInfo) -> Dates:
    """The fields `starts` and `ends`; the end is the first moment that is no longer within."""
    starts: int | None = fields.take("starts", lambda item: read_moment(item, zone), None)
    ends: int | None = fields.take("ends", lambda item: read_moment(item, zone), None)
    if starts is not None and ends is not None and ends <= starts:
        fields["ends"].report("not after `starts`, so it would never hold; the end is the first day without it")
        return Dates()
    return Dates(starts, ends)


def read_staffed(node: Node, zone: ZoneInfo) -> Staffed:
    """The section `staffed`: `hours` by day or span of days, and the days that are `closed`."""
    fields = node.fields(("hours",), ("timezone", "closed"))
    own = fields.take("timezone", read_zone, zone)
    week: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
    if "hours" in fields:
        for name, value in fields["hours"].entries().items():
            for days in value.attempt(lambda item, name=name: _days(name, item)):  # type: ignore[misc]
                for hours in value.attempt(lambda item: item.one_or_more(_hours)):
                    for day in days:
                        week[day] += hours
    closed = frozenset(fields.take_list("closed", lambda item: item.each(read_day)))
    return Staffed(own, tuple(tuple(sorted(hours)) for hours in week), closed)


def _days(name: str, node: Node) -> range | tuple[int, ...]:
    first, dash, last = name.partition("-")
    for word in (first, last) if dash else (first,):
        if word not in WEEKDAYS:
            raise node.mistake(f"`{name}` is no day{guess(word, WEEKDAYS)}; write mon, or a span such as mon-fri")
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last if dash else first)
    return range(start, end + 1) if start <= end else (*range(start, len(WEEKDAYS)), *range(end + 1))


def _hours(node: Node) -> tuple[int, int]:
    value = node.text()
    match = _HOURS.fullmatch(value)
    if match is None:
        raise node.mistake(f"`{value}` are no hours; write 09:00-17:00")
    first = int(match[1]) * 60 + int(match[2])
    last = _DAY_MINUTES if match[5] else int(match[3]) * 60 + int(match[4])
    if last <= first:
        raise node.mistake(f"`{value}` ends before it begins; write what is after midnight on the next day")
    return first, last
