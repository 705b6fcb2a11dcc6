"""What replies say while nobody is there."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from houserules.contracts.stages import Screening
from houserules.contracts.times import to_millis
from houserules.judging.judge import judge
from houserules.judging.policy import PolicyError, load_policy
from houserules.judging.policy.advice import advise
from houserules.judging.policy.compiler import read_files, shipped_policy_path
from support.judging import POLICY, Always, redacted, rule, write_policy

LONDON = ZoneInfo("Europe/London")
STAFFED = 'staffed: {hours: {mon-fri: "09:00-17:00"}, closed: [2026-12-25]}\n'
WORDS = POLICY.replace(
    "templates: {", "templates: {help: We read this soon., help.unstaffed: Nobody is here now., plain: Ring somebody., "
)
RULES = "\n".join(
    rule(f"{{terms: [{hit}]}}", id=hit, hit=hit, category="SERIOUS_QUERY", outcome="allow", then=then)
    for hit, then in (
        ("zebra", ", actions: [reply_signpost], template: help"),
        ("lion", ", actions: [reply_signpost], template: plain"),
        ("cat", ", actions: [notify_author], template: help"),
    )
)


def said(path: Path, text: str, local: str, main: str = WORDS + STAFFED) -> list[str | None]:
    """The templates of the actions on a post of this local time."""
    moment = to_millis(datetime.fromisoformat(local).replace(tzinfo=LONDON))
    policy = load_policy(write_policy(path, RULES, main))
    (judgement,) = judge([redacted(text, screening=Screening(moment))], policy, Always())
    return [action.reason.template for action in judgement.actions]


@pytest.mark.parametrize(
    ("local", "template"),
    [
        ("2026-11-23 09:00", "help"),
        ("2026-11-23 16:59", "help"),
        ("2026-11-23 17:00", "help.unstaffed"),
        ("2026-11-23 02:00", "help.unstaffed"),
        ("2026-07-23 16:59", "help"),  # the hours are those of the clock on the wall
        ("2026-11-22 12:00", "help.unstaffed"),
        ("2026-12-25 12:00", "help.unstaffed"),
    ],
)
def test_a_reply_says_when_nobody_is_there(tmp_path: Path, local: str, template: str) -> None:
    assert said(tmp_path, "zebra", local) == [template]


def test_without_other_words_a_reply_says_the_same_at_all_hours(tmp_path: Path) -> None:
    assert said(tmp_path, "lion", "2026-11-22 12:00") == ["plain"]


def test_only_replies_change_their_words(tmp_path: Path) -> None:
    assert said(tmp_path, "cat", "2026-11-22 12:00") == ["help"]


def test_without_hours_somebody_is_always_there(tmp_path: Path) -> None:
    assert said(tmp_path, "zebra", "2026-11-22 12:00", WORDS) == ["help"]


def test_words_that_stand_in_for_none_are_told(tmp_path: Path) -> None:
    main = WORDS.replace("help.unstaffed", "helf.unstaffed") + STAFFED
    with pytest.raises(PolicyError, match=r"policy.yaml:7: no template is called `helf` \(did you mean `help`\?\)"):
        load_policy(write_policy(tmp_path, RULES, main))


def test_they_count_as_used(tmp_path: Path) -> None:
    path = write_policy(tmp_path, RULES, WORDS + STAFFED)
    advice = advise(read_files(path, []), load_policy(path), 0)
    assert not [problem for problem in advice if "unstaffed" in problem.what or "`help`" in problem.what]


def test_every_reply_of_the_shipped_policy_that_promises_a_person_has_words_for_the_night() -> None:
    policy = load_policy(shipped_policy_path("its-not-okay"))
    replies = {item.then.template for item in policy.rules if "reply_signpost" in item.then.actions}
    # These name only those who answer at any hour, or say already that nobody may be there.
    at_any_hour = {"crisis", "in-danger", "bereaved", "own-thoughts"}
    assert {name for name in replies if f"{name}.unstaffed" not in policy.templates} <= at_any_hour
