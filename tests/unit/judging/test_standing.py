"""What was ordered on a post ends when its author mends or deletes it, and with nothing else."""

from pathlib import Path

import msgspec
import pytest

from houserules.contracts.action import DELETED, MENDED
from houserules.contracts.encode import encode_action
from houserules.contracts.stages import Duplicate, Flood, RedactedPost, Screening
from houserules.contracts.times import DAY, HOUR, MINUTE, isoformat
from houserules.contracts.vocabulary import FloodLevel
from houserules.judging.policy import Policy, load_policy
from houserules.judging.standing import MOST_OF_ONE, SPAN
from support.judging import MOMENT, POLICY, rule, write_policy
from support.memory import Court, at, bytes_of, limited_policy, verbs

KEY = "x:acct:p"
RULES = (
    rule("{terms: [zebra]}", hit="zebra", id="a.hide", category="HATE", then=", actions: [notify_author]"),
    rule("{terms: [lion]}", hit="lion", id="b.hold", category="LIBEL", outcome="hold"),
    rule("{terms: [bear]}", hit="bear", id="c.remove", category="TEST", outcome="remove"),
    rule("{terms: [fox]}", hit="fox", id="d.redact", category="PERSONAL_INFO", outcome="redact"),
    rule("{terms: [owl]}", hit="owl", id="e.tell", outcome="escalate", then=", actions: [escalate_moderator]"),
    rule("{terms: [rat]}", hit="rat", id="f.shade", mode="shadow"),
    rule("{flood: sanction}", id="f.flood", category="SPAM", outcome="hold"),
    rule(
        "{terms: [told]}",
        hit="told",
        id="f.told",
        category="SAFEGUARDING",
        outcome="escalate",
        then=", visibility: hidden, actions: [escalate_safeguarding]",
    ),
    rule("{all: [{duplicate: campaign}, {terms: [hen]}]}", hit="hen", id="g.copies", category="SPAM"),
    rule(
        "{all: [{duplicate: campaign}, {terms: [cat]}]}",
        hit="cat",
        id="h.copies",
        category="SPAM",
        outcome="escalate",
        then=", actions: [escalate_moderator]",
    ),
)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return limited_policy(tmp_path_factory.mktemp("p"), *RULES)


def revision(number: int, text: str, *, place: int | None = None, after: int | None = None) -> RedactedPost:
    """A revision of the one post; `gone` says that its author has deleted it."""
    place = number if place is None else place
    after = number * MINUTE if after is None else after
    return at(place, text, after=after, post_key=KEY, revision=number, deleted=text == "gone")


def history(*texts: str) -> list[RedactedPost]:
    """The revisions with these texts, one after the other."""
    return [revision(number, text) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (["zebra", "hello"], ["unhide"]),
        (["lion", "hello"], ["release"]),
        (["bear", "hello"], ["restore"]),
        (["fox", "hello"], ["unhide"]),
        (["zebra", "gone"], ["unhide"]),
        (["lion", "gone"], ["release"]),
        (["bear", "gone"], []),
        (["bear", "gone", "hello"], ["restore"]),
        (["hello", "hello"], []),
        (["gone"], []),
        (["hello", "gone"], []),
        (["owl", "hello"], []),
        (["rat", "hello"], []),
        (["zebra", "owl"], ["unhide", "escalate_moderator"]),
        (["zebra", "zebra"], ["hide", "notify_author"]),
        (["zebra", "lion"], ["hold"]),
        (["zebra", "lion", "hello"], ["release", "unhide"]),
        (["zebra", "fox", "hello"], ["unhide"]),
        (["fox", "fox"], ["redact_display"]),
        (["zebra", "fox"], ["unhide", "redact_display"]),
        (["zebra", "hello", "hello"], []),
        (["zebra", "hello", "zebra", "hello"], ["unhide"]),
        (["zebra", "hello", "gone"], []),
        (["zebra", "zebra", "zebra", "gone"], ["unhide"]),
    ],
    ids=" > ".join,
)
def test_what_the_last_revision_orders(policy: Policy, texts: list[str], last: list[str]) -> None:
    judgement = Court(policy).judge(*history(*texts))[-1]
    assert verbs(judgement) == last
    assert [(ref.verb, ref.action_id) for ref in judgement.verdict.actions] == [
        (action.verb, action.action_id) for action in judgement.actions
    ]


def test_a_mended_post_is_allowed_and_the_order_says_what_it_is(policy: Policy) -> None:
    first, second = Court(policy).judge(*history("zebra", "hello"))
    assert (second.verdict.outcome, second.verdict.visibility, second.verdict.findings) == ("allow", "visible", ())
    (order,) = second.actions
    assert order.target.revision == 2
    assert order.verdict_id == second.verdict.verdict_id != first.verdict.verdict_id
    assert (order.reason.rule_id, order.reason.clause, order.reason.template) == (MENDED, None, None)
    assert (order.precedence, order.inverse, order.reversible) == ("auto", "hide", True)
    gone = Court(policy).judge(*history("zebra", "gone"))[1]
    assert gone.actions[0].reason.rule_id == DELETED


def test_the_end_of_an_order_comes_later_than_orders_may_unless_the_policy_says_otherwise(tmp_path: Path) -> None:
    usual = Court(limited_policy(tmp_path / "a", *RULES)).judge(*history("zebra", "hello"))[1]
    assert usual.actions[0].not_after == isoformat(MOMENT + 2 * MINUTE + SPAN)
    told = limited_policy(tmp_path / "b", *RULES, more="lifetimes: {default: 4h, unhide: 2d}\n")
    assert Court(told).judge(*history("zebra", "hello"))[1].actions[0].not_after == isoformat(
        MOMENT + 2 * MINUTE + 2 * DAY
    )


@pytest.mark.parametrize(
    ("level", "texts", "last"),
    [
        ("sanction", ["hello", "hello"], []),
        ("sanction", ["hello", "zebra", "hello"], []),
        ("sanction", ["hello", "hello", "gone"], ["release"]),
        ("sanction", ["zebra", "hello"], []),
        ("sanction", ["zebra", "gone"], ["unhide"]),
        ("warning", ["zebra", "hello"], ["unhide"]),
        ("sanction", ["told", "hello"], ["unhide"]),
    ],
)
def test_an_edit_does_not_mend_a_flood(policy: Policy, level: FloodLevel, texts: list[str], last: list[str]) -> None:
    first, *others = history(*texts)
    screening = Screening(first.screening.event_time, floods=(Flood("minute", 12, 10, level),))
    found = Court(policy).judge(msgspec.structs.replace(first, screening=screening), *others)
    assert verbs(found[-1]) == last


def test_posts_do_not_end_each_others_orders(policy: Policy) -> None:
    other = msgspec.structs.replace(revision(2, "hello"), post_key="x:acct:q")
    assert verbs(Court(policy).judge(revision(1, "zebra"), other)[1]) == []


def test_a_revision_that_comes_after_a_newer_one_orders_nothing_about_its_text(policy: Policy) -> None:
    court = Court(policy)
    assert verbs(court.one(revision(2, "hello", place=1))) == []
    late = court.one(revision(1, "zebra owl", place=2))
    assert verbs(late) == ["escalate_moderator"]
    assert [ref.verb for ref in late.verdict.actions] == ["escalate_moderator"]
    assert (late.verdict.outcome, late.verdict.visibility) == ("escalate", "hidden"), "it is judged all the same"
    assert verbs(court.one(revision(3, "hello", place=3))) == [], "there is nothing to end"


def test_a_revision_in_between_that_comes_late_ends_nothing(policy: Policy) -> None:
    court = Court(policy)
    court.judge(revision(1, "zebra", place=1), revision(3, "lion", place=2))
    assert verbs(court.one(revision(2, "hello", place=3))) == []
    assert verbs(court.one(revision(4, "hello", place=4))) == ["release", "unhide"]


@pytest.mark.parametrize(("apart", "last"), [(SPAN - HOUR, ["unhide"]), (SPAN + HOUR, [])])
def test_an_order_is_remembered_for_a_week(policy: Policy, apart: int, last: list[str]) -> None:
    court = Court(policy)
    court.one(revision(1, "zebra", after=0))
    assert verbs(court.one(revision(2, "hello", after=apart))) == last


def test_what_comes_again_gets_the_same_bytes_whatever_has_come_since(policy: Policy) -> None:
    posts = history("zebra", "fox", "hello", "lion", "gone", "hello", "bear", "owl")
    court = Court(policy)
    expected = bytes_of(court.judge(*posts))
    rows = court.orders.entries
    assert bytes_of(court.judge(*posts[3:])) == expected[3:]
    assert bytes_of(court.recovered().judge(*posts[2:])) == expected[2:]
    retried = [msgspec.structs.replace(post, origin=at(100 + n).origin) for n, post in enumerate(posts)]
    assert bytes_of(court.judge(*retried)) == expected
    assert court.orders.entries == rows, "nothing is remembered twice"


def test_other_posts_leave_no_rows(policy: Policy) -> None:
    court = Court(policy)
    court.judge(at(1, "hello"), at(2, "owl"), at(3, "rat"))
    assert court.orders.entries == 0
    court.judge(at(4, "zebra"), at(5, "hello", revision=2))
    assert court.orders.entries == 2


def test_what_another_policy_ordered_ends_too(policy: Policy, tmp_path: Path) -> None:
    lenient = load_policy(write_policy(tmp_path, rule("{terms: [ape]}", hit="ape"), POLICY))
    court = Court(policy)
    court.one(revision(1, "zebra"))
    court.policy = lenient
    assert verbs(court.one(revision(2, "zebra"))) == ["unhide"], "a new revision is judged by what holds now"
    # The same revisions once more, by a policy that thinks otherwise of the second: what it orders is remembered.
    court.policy = policy
    assert verbs(court.one(revision(2, "zebra"))) == ["hide", "notify_author"]
    assert verbs(court.one(revision(3, "hello"))) == ["unhide"]


@pytest.mark.parametrize("outcome", ["hold", "hide"])
def test_an_old_revision_that_another_policy_would_hide_does_not_hide_a_mended_post(
    policy: Policy, tmp_path: Path, outcome: str
) -> None:
    court = Court(load_policy(write_policy(tmp_path, rule("{terms: [zebra]}", hit="zebra", outcome=outcome), POLICY)))
    court.judge(revision(1, "zebra fox"), revision(2, "hello"))
    court.policy = policy
    assert verbs(court.one(revision(1, "zebra fox", place=9))) == []


def copy(number: int, text: str) -> RedactedPost:
    """A revision that belongs to a campaign."""
    campaign = Duplicate("repeat", "campaign", "0" * 16, "x:acct:0", 1.0, "exact")
    screening = Screening(MOMENT + number * MINUTE, campaign=campaign)
    return msgspec.structs.replace(revision(number, text), screening=screening)


@pytest.mark.parametrize(
    ("text", "ordered", "last"),
    [("hen", ["hide"], ["release", "unhide"]), ("cat", ["escalate_moderator"], ["release"]), ("x", [], ["release"])],
)
def test_a_campaigns_verdict_never_depends_on_the_past_and_what_it_orders_ends(
    policy: Policy, text: str, ordered: list[str], last: list[str]
) -> None:
    court = Court(policy)
    court.one(revision(1, "lion"))
    found = court.one(copy(2, text))
    assert verbs(found) == ordered
    assert found.superseding
    assert bytes_of([found]) == bytes_of([Court(policy).one(copy(2, text))])
    assert verbs(court.one(revision(3, "hello"))) == last


def test_a_campaigns_verdict_is_the_same_for_a_revision_that_comes_late(policy: Policy) -> None:
    court = Court(policy)
    court.one(revision(3, "hello"))
    found = court.one(msgspec.structs.replace(copy(2, "hen"), origin=at(9).origin))
    assert found.superseding
    assert bytes_of([found]) == bytes_of([Court(policy).one(copy(2, "hen"))])


def test_somebody_who_edits_a_thousand_times_takes_no_more_room_than_others(policy: Policy) -> None:
    court = Court(policy)
    posts = [revision(number, ("zebra", "hello")[number % 2], after=number) for number in range(1, 1001)]
    found = [verbs(item) for item in court.judge(*posts)]
    assert found[2::2] == [["unhide"]] * 499
    court.orders.expire(MOMENT, 10_000)
    assert court.orders.entries <= 3 * MOST_OF_ONE
    assert court.orders.shed == 0
    assert verbs(court.one(revision(1001, "hello", after=1001))) == ["unhide"]


def test_the_state_holds_hashes_only(policy: Policy) -> None:
    court = Court(policy)
    judgements = court.judge(*history("zebra", "hello"))
    assert b"x:acct:p" in encode_action(judgements[1].actions[0])
    for *_, record in court.entries:
        assert b"acct" not in record
