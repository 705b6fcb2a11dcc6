"""Rules that hold for a while: their own dates, overlays, a share of posts. All in the time of the posts themselves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from houserules.contracts.stages import RedactedPost, Screening
from houserules.contracts.times import DAY, HOUR, to_millis
from houserules.contracts.verdict import Verdict
from houserules.judging.judge import judge
from houserules.judging.policy import Policy, PolicyError, load_policy
from houserules.judging.policy.trial import run_policy_tests
from support.judging import POLICY, Always, judged, redacted, rule, small_policy, write_policy

MAY = to_millis(datetime(2026, 5, 7, tzinfo=UTC)) - HOUR
"""The first moment of 7 May 2026 in London, where it is summer."""

OVERLAY = """\
id: pre-election
title: Before the election
starts: 2026-05-07
ends: 2026-05-09
set:
  a.rule: {then: {outcome: hold, urgency: today}}
rules:
  - id: mp.thanks
    version: 1
    category: PARTY_POLITICS
    clause: HR-1
    description: thanks to a candidate
    match: {terms: [hippo]}
    then: {outcome: hold, severity: low, urgency: today}
    tests: {hit: [a hippo, two hippo], miss: [nothing here, nothing there]}
"""


def at(policy: Policy, moment: int, text: str = "zebra") -> Verdict:
    return judged(policy, text, screening=Screening(moment)).verdict


def problems(path: Path) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_rule_holds_from_its_start_until_just_before_its_end(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule(extra="starts: 2026-05-07\nends: 2026-05-09"))
    found = [at(policy, moment).outcome for moment in (MAY - 1, MAY, MAY + 2 * DAY - 1, MAY + 2 * DAY)]
    assert found == ["allow", "hide", "hide", "allow"]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-07 18:30", MAY + 18 * HOUR + HOUR // 2),
        ("2026-05-07T18:00:00Z", MAY + 19 * HOUR),
        ("2026-05-07 18:00+02:00", MAY + 17 * HOUR),
        ("2026-12-24", to_millis(datetime(2026, 12, 24, tzinfo=UTC))),
    ],
)
def test_times_are_those_of_the_policys_zone_unless_they_say_otherwise(
    tmp_path: Path, written: str, moment: int
) -> None:
    policy = small_policy(tmp_path, rule(extra=f'starts: "{written}"'))
    assert [at(policy, moment - 1).outcome, at(policy, moment).outcome] == ["allow", "hide"]


def test_the_policy_may_be_in_another_zone(tmp_path: Path) -> None:
    text = POLICY + "timezone: UTC\n"
    policy = load_policy(write_policy(tmp_path, rule(extra="starts: 2026-05-07"), text))
    assert [at(policy, MAY).outcome, at(policy, MAY + HOUR).outcome] == ["allow", "hide"]


def test_an_overlay_changes_rules_and_adds_some_for_a_while(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule(), overlays__election=OVERLAY)
    before, within, after = (at(policy, moment) for moment in (MAY - 1, MAY + DAY, MAY + 2 * DAY))
    assert [item.outcome for item in (before, within, after)] == ["hide", "hold", "hide"]
    assert (within.severity, within.urgency, within.visibility) == ("medium", "today", "held")
    assert [item.policy.overlays for item in (before, within, after)] == [(), ("pre-election",), ()]
    assert [at(policy, moment, "a hippo").outcome for moment in (MAY - 1, MAY, MAY + 2 * DAY)] == [
        "allow",
        "hold",
        "allow",
    ]
    assert at(policy, MAY, "hello").policy.overlays == ("pre-election",)
    assert at(policy, MAY - 1, "hello").policy.overlays == ()
    assert [item.id for item in policy.rules] == ["a.rule"]


def test_posts_of_one_batch_are_judged_each_at_its_own_time(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule(), overlays__election=OVERLAY)
    moments = [MAY - 1, MAY, MAY + 3 * DAY, MAY + 1]
    posts = [redacted("zebra", screening=Screening(moment)) for moment in moments]
    assert [item.verdict.outcome for item in judge(posts, policy, Always())] == ["hide", "hold", "hide", "hold"]


def test_an_overlay_can_switch_a_rule_on_and_another_off(tmp_path: Path) -> None:
    text = OVERLAY[: OVERLAY.index("set:")] + "set: {a.rule: {mode: 'off'}, b.rule: {mode: enforce}}\n"
    other = rule("{phrases: [big ~2 ferret]}", hit="big ferret", id="b.rule", mode="off")
    policy = small_policy(tmp_path, rule() + other, overlays__election=text)
    for moment, expected in ((MAY - 1, ["a.rule"]), (MAY, ["b.rule"])):
        assert [item.rule_id for item in at(policy, moment, "zebra, big old ferret").findings] == expected
    assert run_policy_tests(policy) == []


def test_an_overlay_may_come_back(tmp_path: Path) -> None:
    text = OVERLAY.replace(
        "starts: 2026-05-07\nends: 2026-05-09\n",
        "spans: [{starts: 2026-05-07, ends: 2026-05-09}, {starts: 2027-05-06, ends: 2027-05-08}]\n",
    )
    policy = small_policy(tmp_path, rule(), overlays__election=text)
    year = to_millis(datetime(2027, 5, 6, tzinfo=UTC)) - HOUR
    outcomes = [at(policy, moment).outcome for moment in (MAY, MAY + 100 * DAY, year, year + 2 * DAY)]
    assert outcomes == ["hold", "hide", "hold", "hide"]


def test_rules_of_overlays_are_tested_within_them(tmp_path: Path) -> None:
    good = small_policy(tmp_path / "a", rule(extra="starts: 2030-01-01"), overlays__election=OVERLAY)
    assert run_policy_tests(good) == []
    bad = small_policy(tmp_path / "b", rule(), overlays__election=OVERLAY.replace("[a hippo, two hippo]", "[cow, pig]"))
    assert [(item.rule_id, item.file) for item in run_policy_tests(bad)] == [
        ("mp.thanks", "overlays/election.yaml")
    ] * 2


def test_an_example_may_say_when_it_is_written(tmp_path: Path) -> None:
    text = rule(extra="starts: 2026-05-07").replace("miss: [nothing here,", "miss: [{text: zebra, at: 2026-05-06},")
    assert run_policy_tests(small_policy(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ends: 2026-05-09", "ends: 2026-05-07", "not after `starts`"),
        ("ends: 2026-05-09", "ends: 2026-02-30", "`2026-02-30` is no time"),
        ("ends: 2026-05-09\n", "", "an overlay is for a while"),
        ("ends: 2026-05-09", "spans: [{starts: 2026-05-07, ends: 2026-05-09}]", "`spans` says when"),
        ("a.rule: {then", "a.rul: {then", "no rule is called `a.rul` (did you mean `a.rule`?)"),
        ("{then: {outcome: hold, urgency: today}}", "{match: {terms: [x]}}", "unknown field `match`"),
        ("{then: {outcome: hold, urgency: today}}", "{then: {outcome: escalate}}", "`escalate` says to nobody"),
        ("{then: {outcome: hold, urgency: today}}", "{rollout: 101}", "101 is out of range"),
        ("id: mp.thanks", "id: a.rule", "the rule `a.rule` is also in rules/all.yaml"),
        ("title: Before the election\n", "", "`title` is missing"),
    ],
)
def test_what_is_wrong_with_an_overlay_is_told_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in OVERLAY
    found = problems(write_policy(tmp_path, rule(), overlays__election=OVERLAY.replace(old, new)))
    assert any(message in item and item.startswith("overlays/election.yaml:") for item in found), found


def test_two_overlays_may_not_change_one_rule_at_one_time(tmp_path: Path) -> None:
    short = OVERLAY[: OVERLAY.index("rules:")]
    second = short.replace("pre-election", "by-election").replace("2026-05-07", "2026-05-08")
    files = {"overlays__one": short, "overlays__two": second}
    found = problems(write_policy(tmp_path / "a", rule(), **files))
    assert found == ["overlays/two.yaml:1: `pre-election` changes `a.rule` at the same time; change it in one of them"]
    apart = short.replace("pre-election", "by-election").replace("05-09", "05-11").replace("05-07", "05-09")
    policy = small_policy(tmp_path / "b", rule(), overlays__one=short, overlays__two=apart)
    assert at(policy, MAY + 3 * DAY).policy.overlays == ("by-election",)


def test_a_rollout_enforces_on_a_stable_share_of_posts(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule(extra="rollout: 25") + rule(id="other.rule", extra="rollout: 25"))
    posts = [redacted("zebra", post_key=f"x:acct:{number}") for number in range(800)]

    def modes(batch: list[RedactedPost]) -> list[tuple[str, ...]]:
        judgements = judge(batch, policy, Always())
        return [tuple(item.mode for item in (one.shadow or one.verdict).findings) for one in judgements]

    found = modes(posts)
    share = sum(first == "enforce" for first, _ in found) / len(posts)
    assert 0.19 < share < 0.31
    assert set(found) == {(first, second) for first in ("enforce", "shadow") for second in ("enforce", "shadow")}
    assert modes(posts[::-1])[::-1] == found


@pytest.mark.parametrize(("share", "mode"), [("0", "shadow"), ("100", "enforce")])
def test_a_rollout_of_nothing_or_all(tmp_path: Path, share: str, mode: str) -> None:
    policy = small_policy(tmp_path, rule(extra=f"rollout: {share}"))
    judgement = judged(policy, "zebra")
    assert judgement.verdict.outcome == ("hide" if mode == "enforce" else "allow")
    assert [item.mode for item in (judgement.shadow or judgement.verdict).findings] == [mode]
