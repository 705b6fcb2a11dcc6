"""Budgets and the brake: a rule gone wrong leads to holds, never to silence and never to more sanctions."""

from pathlib import Path

import msgspec
import pytest

from houserules.contracts.stages import Duplicate, Screening
from houserules.contracts.times import HOUR, MINUTE
from houserules.judging.judge import Judgement
from houserules.pipeline import Pipeline
from support.judging import MOMENT, rule
from support.memory import BRAKE, Court, at, bytes_of, limited_policy, striking, verbs
from support.posts import post, records

BUDGET = "budget: {per_hour: 2}"


def seen(judgement: Judgement) -> tuple[str, str, str | None]:
    """Outcome, visibility, and what took the first finding's effect away."""
    verdict = judgement.verdict
    return verdict.outcome, verdict.visibility, verdict.findings[0].suppressed_by


def test_what_exceeds_a_budget_is_held_with_nothing_done_to_the_author(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking(extra=BUDGET)))
    found = court.judge(*(at(place) for place in range(4)))
    assert [seen(item) for item in found] == [("hide", "hidden", None)] * 2 + [("hold", "held", "budget")] * 2
    assert verbs(found[1]) == ["hide", "notify_author", "record_strike"]
    assert verbs(found[2]) == ["hold"]
    assert [item.verdict.degraded for item in found] == [(), (), ("budget.a.rule",), ("budget.a.rule",)]
    assert found[3].verdict.urgency == "today"


def test_each_hour_of_event_time_has_its_own_budget(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking(extra=BUDGET)))
    times = (0, 1 * MINUTE, 2 * MINUTE, HOUR, HOUR + MINUTE, HOUR + 2 * MINUTE, 3 * MINUTE)
    outcomes = [court.one(at(place, after=after)).verdict.outcome for place, after in enumerate(times)]
    assert outcomes == ["hide", "hide", "hold", "hide", "hide", "hold", "hold"]


def test_posts_that_do_not_break_the_rule_cost_no_budget_and_remember_nothing(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking(extra=BUDGET), more=BRAKE))
    court.judge(*(at(place, "hello") for place in range(50)))
    assert court.counters.entries == court.strikes.entries == 0
    assert court.one(at(60)).verdict.outcome == "hide"


def test_rules_have_budgets_of_their_own(tmp_path: Path) -> None:
    policy = limited_policy(
        tmp_path, striking(extra=BUDGET), striking(id="b.rule", match="{terms: [lion]}", hit="lion")
    )
    court = Court(policy)
    court.judge(at(1), at(2))
    assert seen(court.one(at(3))) == ("hold", "held", "budget")
    assert seen(court.one(at(4, "lion"))) == ("hide", "hidden", None)
    both = court.one(at(5, "lion zebra"))
    assert (both.verdict.outcome, [item.suppressed_by for item in both.verdict.findings]) == ("hide", ["budget", None])


@pytest.mark.parametrize(
    ("category", "outcome", "then"),
    [
        ("SAFEGUARDING", "escalate", ", visibility: hidden, actions: [escalate_safeguarding]"),
        ("CRISIS", "escalate", ", visibility: hidden, actions: [escalate_safeguarding]"),
        ("SERIOUS_QUERY", "hide", ", actions: [reply_signpost]"),
        ("SPOOFED_HELPLINE", "hide", ", actions: [report_to_platform]"),
    ],
)
def test_rules_that_protect_people_are_never_held_back(tmp_path: Path, category: str, outcome: str, then: str) -> None:
    wanted = rule(category=category, outcome=outcome, then=then, extra="budget: {per_hour: 1}")
    court = Court(limited_policy(tmp_path, wanted, more="brake: {share: 0.001, window: 100, least: 2}\n"))
    found = court.judge(*(at(place) for place in range(6)))
    assert {seen(item) for item in found} == {(outcome, "hidden", None)}


def test_the_brake_stops_a_rule_that_fires_on_too_many_posts_and_lets_go(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking(), more=BRAKE))
    storm = court.judge(*(at(place) for place in range(14)))
    assert [item.verdict.outcome for item in storm] == ["hide"] * 10 + ["hold"] * 4
    assert seen(storm[-1]) == ("hold", "held", "brake")
    assert storm[-1].verdict.degraded == ("brake.a.rule",)
    assert court.one(at(60)).verdict.outcome == "hold"
    # Of the last hundred posts, those at 6 to 13 and at 60 had set it off: not more than a tenth, this one counted.
    assert court.one(at(105)).verdict.outcome == "hide"
    assert court.one(at(106)).verdict.outcome == "hide"


def test_nothing_is_braked_before_it_has_fired_often_enough(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking(), more="brake: {share: 0.001, window: 1000, least: 4}\n"))
    assert [court.one(at(place)).verdict.outcome for place in range(5)] == ["hide"] * 3 + ["hold"] * 2


def test_a_braked_rule_spends_no_budget(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking(extra="budget: {per_hour: 11}"), more=BRAKE))
    court.judge(*(at(place) for place in range(30)))
    assert [court.one(at(place)).verdict.findings[0].suppressed_by for place in (200, 201)] == [None, "budget"]


def test_a_person_still_comes_to_what_a_braked_rule_escalates(tmp_path: Path) -> None:
    then = ", visibility: hidden, actions: [escalate_moderator, report_to_platform, record_strike]"
    wanted = striking(outcome="escalate", then=then, category="THREAT", urgency="now")
    found = Court(limited_policy(tmp_path, wanted, more=BRAKE)).judge(*(at(place) for place in range(12)))
    assert (found[0].verdict.visibility, found[11].verdict.visibility) == ("hidden", "held")
    assert (found[11].verdict.outcome, found[11].verdict.urgency) == ("escalate", "now")
    assert verbs(found[11]) == ["hold", "escalate_moderator"]


def test_what_redacts_and_tells_its_author_is_no_sanction(tmp_path: Path) -> None:
    telling = rule(outcome="redact", then=", actions: [notify_author]", extra="budget: {per_hour: 1}")
    court = Court(limited_policy(tmp_path, telling, more=BRAKE))
    found = court.judge(*(at(place) for place in range(20)))
    assert {seen(item) for item in found} == {("redact", "visible", None)}
    assert court.counters.entries == 0


@pytest.mark.parametrize("mode", ["shadow", "enforce"])
def test_shadow_rules_count_for_nothing_and_what_they_would_do_is_told(tmp_path: Path, mode: str) -> None:
    court = Court(limited_policy(tmp_path, striking(mode=mode, extra="budget: {per_hour: 1}")))
    last = court.judge(at(1), at(2), at(3))[-1]
    if mode == "shadow":
        assert (last.verdict.outcome, last.actions, court.counters.entries) == ("allow", (), 0)
        assert last.shadow is not None
        assert last.shadow.outcome == "hide"
    else:
        assert (last.verdict.outcome, last.shadow) == ("hold", None)


def test_a_disclosure_uses_up_nothing_that_the_cap_has_taken_away(tmp_path: Path) -> None:
    told = rule(
        "{terms: [told]}",
        hit="told",
        id="b.told",
        category="SAFEGUARDING",
        outcome="escalate",
        then=", actions: [escalate_safeguarding]",
    )
    waived = striking(category="PROFANITY", extra="budget: {per_hour: 1}")
    court = Court(limited_policy(tmp_path, waived, told))
    court.judge(*(at(place, "zebra told") for place in range(3)))
    assert court.counters.entries == 0
    assert court.one(at(5)).verdict.outcome == "hide"


def test_what_came_again_or_was_cut_otherwise_gets_the_same_bytes(tmp_path: Path) -> None:
    policy = limited_policy(tmp_path, striking(extra="budget: {per_hour: 7}"), more=BRAKE)
    posts = [at(place, "zebra" if place % 3 else "hello", after=place * 10 * MINUTE) for place in range(40)]
    court = Court(policy)
    first = bytes_of(court.judge(*posts))
    apart = Court(policy)
    assert [bytes_of(apart.judge(post))[0] for post in posts] == first
    assert bytes_of(court.judge(*posts[10:])) == first[10:]
    assert bytes_of(court.recovered().judge(*posts[5:])) == first[5:]
    # A connector's retry: a new record of the same post, further on.
    again = [msgspec.structs.replace(post, origin=at(100 + place).origin) for place, post in enumerate(posts)]
    assert bytes_of(court.judge(*again)) == first


def test_a_campaign_does_not_sanction_what_the_brake_has_held(tmp_path: Path) -> None:
    policy = limited_policy(tmp_path, striking(), more=BRAKE)
    court = Court(policy)
    court.judge(*(at(place) for place in range(12)))
    campaign = Duplicate("repeat", "campaign", "c-1", "x:acct:0", 1.0, "exact")
    member = at(13, screening=Screening(MOMENT, campaign=campaign))
    found = court.one(member)
    assert (found.superseding, found.verdict.outcome) == (False, "hold")
    assert court.one(at(14, "hello", screening=Screening(MOMENT, campaign=campaign))).superseding


@pytest.mark.parametrize(("limits", "held"), [(True, 10), (False, 0)])
def test_examples_that_are_no_traffic_can_be_judged_without_limits(tmp_path: Path, limits: bool, held: int) -> None:
    policy = limited_policy(tmp_path, striking(extra="budget: {per_hour: 10}"))
    items = [post("zebra", key=f"x:acct:{number}", author=f"a{number}") for number in range(20)]
    found = Pipeline(policy, b"key", limits=limits).process(records(items))
    assert sum(isinstance(item, Judgement) and item.verdict.outcome == "hold" for item in found) == held
