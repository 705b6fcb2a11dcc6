"""Event time: exact to the millisecond over the whole calendar, and written so that text order is time order."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.contracts.times import DAY, HOUR, MINUTE, SECOND, from_millis, isoformat, to_millis

OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(timezones=OFFSETS)
FIRST = to_millis(datetime.min.replace(tzinfo=UTC))
LAST = to_millis(datetime.max.replace(tzinfo=UTC))


def test_units() -> None:
    assert (SECOND, MINUTE, HOUR, DAY) == (1_000, 60_000, 3_600_000, 86_400_000)


@pytest.mark.parametrize(
    ("text", "millis"),
    [
        ("1970-01-01T00:00:00+00:00", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T23:59:59.999999+00:00", -1),
        ("2026-05-02T18:12:04.310999+00:00", 1_777_745_524_310),
        ("2026-05-02T19:12:04.310000+01:00", 1_777_745_524_310),
        ("0001-01-01T00:00:00+14:00", -62_135_596_800_000 - 14 * HOUR),
        ("9999-12-31T23:59:59.999999-14:00", 253_402_300_799_999 + 14 * HOUR),
    ],
)
def test_to_millis_rounds_down_and_reaches_past_the_ends_of_the_calendar(text: str, millis: int) -> None:
    assert to_millis(datetime.fromisoformat(text)) == millis


@given(MOMENTS)
def test_to_millis_is_exact_where_floats_are_not(moment: datetime) -> None:
    offset = moment.utcoffset()
    assert offset is not None
    local = moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC) - offset
    micros = (local.days * 86_400 + local.seconds) * 1_000_000 + local.microseconds
    assert to_millis(moment) == micros // 1_000


@given(st.integers(FIRST, LAST))
def test_from_millis_is_the_inverse(millis: int) -> None:
    assert to_millis(from_millis(millis)) == millis


@given(st.integers(FIRST, LAST), st.integers(FIRST, LAST))
def test_text_order_is_time_order(one: int, other: int) -> None:
    assert (isoformat(one) < isoformat(other)) is (one < other)
    assert len(isoformat(one)) == 24
    assert to_millis(datetime.fromisoformat(isoformat(one))) == one


def test_isoformat() -> None:
    assert isoformat(1_777_745_524_310) == "2026-05-02T18:12:04.310Z"
    assert isoformat(0) == "1970-01-01T00:00:00.000Z"


@pytest.mark.parametrize("millis", [FIRST - 1, LAST + 1, 2**63])
def test_outside_the_calendar_is_an_error(millis: int) -> None:
    with pytest.raises(OverflowError):
        from_millis(millis)
