"""The sections that keep enforcement in bounds, and the hours in which people are there."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from houserules.contracts.times import DAY, to_millis
from houserules.judging.policy import Policy, PolicyError, load_policy
from houserules.judging.policy.limits import Brake, Budget
from support.judging import POLICY, rule, write_policy

HOURS = 'staffed: {hours: {mon-fri: "09:00-17:00", sat: ["10:00-12:00", "13:00-24:00"]}, closed: [2026-12-25]}\n'


def load(path: Path, section: str, extra: str = "", then: str = "") -> Policy:
    return load_policy(write_policy(path, rule(extra=extra, then=then), POLICY + section))


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-07-06 08:59", False),
        ("2026-07-06 09:00", True),
        ("2026-07-06 16:59", True),
        ("2026-07-06 17:00", False),
        ("2026-07-11 12:30", False),
        ("2026-07-11 23:59", True),
        ("2026-07-12 11:00", False),
        ("2026-12-24 11:00", True),
        ("2026-12-25 11:00", False),
    ],
)
def test_people_are_there_in_the_hours_of_their_own_clock(tmp_path: Path, local: str, is_open: bool) -> None:
    staffed = load(tmp_path, HOURS).staffed
    assert staffed is not None
    moment = to_millis(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London")))
    assert staffed.open_at(moment) is is_open


def test_brake_strikes_and_budget_are_read(tmp_path: Path) -> None:
    sections = "brake: {share: 0.1, window: 500, least: 20}\nstrikes: {expiry: 30d, weights: {low: 2}, block_at: 8}\n"
    policy = load(tmp_path, sections, "budget: {per_hour: 50}", ", actions: [record_strike], strike: 4")
    assert policy.brake == Brake(0.1, 500, 20)
    strikes = policy.strikes
    assert strikes is not None
    assert (strikes.expiry_ms, strikes.mute_at, strikes.block_at) == (30 * DAY, None, 8)
    (item,) = policy.rules
    assert (item.budget, item.then.strike) == (Budget(50), 4)
    assert [strikes.weight("low"), strikes.weight("high"), strikes.weight("low", item.then.strike)] == [2, 3, 4]


def test_what_is_left_out_is_off(tmp_path: Path) -> None:
    policy = load(tmp_path, "")
    assert (policy.brake, policy.strikes, policy.staffed, policy.overlays) == (None, None, None, ())


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("timezone: Europe/Londn\n", "`Europe/Londn` is no time zone (did you mean `Europe/London`?)"),
        ("brake: {share: 2}\n", "2 is out of range"),
        ("brake: {share: 0.1, window: 100, least: 200}\n", "so it would never brake"),
        ("strikes: {expiry: 5m}\n", "strikes count for 1d to 730d"),
        ("strikes: {expiry: 9d, mute_at: 5, block_at: 5}\n", "not above `mute_at`"),
        ("strikes: {expiry: 9d, weights: {mild: 5}}\n", "unknown field `mild`"),
        ('staffed: {hours: {mon-fry: "09:00-17:00"}}\n', "`mon-fry` is no day (did you mean `fri`?)"),
        ('staffed: {hours: {mon: "17:00-09:00"}}\n', "ends before it begins"),
        ("staffed: {hours: {mon: 9 to 5}}\n", "`9 to 5` are no hours"),
        ('staffed: {hours: {mon: "09:00-17:00"}, closed: [Christmas]}\n', "`Christmas` is no day"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, section: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, section)
    (problem,) = caught.value.problems
    assert message in problem.what
    assert (problem.file, problem.line) == ("policy.yaml", len(POLICY.splitlines()) + 1)


def test_a_strike_needs_somebody_to_record_it(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="weighs a strike that nobody gets"):
        load(tmp_path, "", then=", strike: 2")
