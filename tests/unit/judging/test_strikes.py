"""Strikes: what they weigh, when they lead to more, when they stop counting, and that people can take them back."""

from pathlib import Path

import pytest

from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import DAY, MINUTE
from houserules.judging.policy import Policy
from houserules.windows.history import Entry, History
from houserules.windows.segments import SEGMENT
from support.judging import rule
from support.memory import STRIKES, Court, at, bytes_of, limited_policy, striking, verbs

ANN = "x:acct:ann"
TOLD = rule(
    "{terms: [told]}",
    hit="told",
    id="b.told",
    category="SAFEGUARDING",
    outcome="escalate",
    then=", actions: [escalate_safeguarding]",
)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    heavy = striking(
        id="c.heavy", match="{terms: [lion]}", hit="lion", then=", actions: [record_strike], strike: 6", severity="low"
    )
    return limited_policy(tmp_path_factory.mktemp("p"), striking(), heavy, TOLD, more=STRIKES)


def test_an_author_is_muted_and_blocked_once_per_crossing(policy: Policy) -> None:
    found = Court(policy).judge(*(at(place, after=place * MINUTE) for place in range(6)))
    added = [[verb for verb in verbs(item) if verb in ("mute_author", "block_author")] for item in found]
    assert added == [[], ["mute_author"], [], ["block_author"], [], []]
    assert all("record_strike" in verbs(item) for item in found)


def test_the_verdict_says_why_its_author_is_muted(policy: Policy) -> None:
    court = Court(policy)
    court.one(at(1))
    judgement = court.one(at(2))
    finding = judgement.verdict.findings[-1]
    assert (finding.rule_id, finding.category, finding.clause, finding.spans) == ("strikes.mute", "HATE", "HR-1", ())
    assert (
        finding.explain == "this post brings its author's strikes of the last 30 days from 2 to 4, and the limit is 4"
    )
    (mute,) = (action for action in judgement.actions if action.verb == "mute_author")
    assert (mute.reason.rule_id, mute.reason.clause, mute.inverse) == ("strikes.mute", "HR-1", "unmute_author")
    assert mute.target.author_key == ANN


@pytest.mark.parametrize(
    ("posts", "last"),
    [
        ([at(1, "lion"), at(2)], ["block_author"]),
        ([at(1, "lion zebra")], ["mute_author"]),
        ([at(1), at(2, author="bob")], []),
        ([at(1), at(2, after=31 * DAY)], []),
        ([at(1), at(2, after=29 * DAY)], ["mute_author"]),
        ([at(1), at(2, "hello"), at(3, "zebra told")], []),
        ([at(1, after=MINUTE), at(2)], ["mute_author"]),
        ([at(1), at(2, post_key="x:acct:1", revision=2)], []),
        ([at(1), at(2, "lion", post_key="x:acct:1", revision=2)], ["mute_author"]),
    ],
    ids=["weights", "the-heaviest", "others", "expired", "still", "disclosure", "late", "edit", "heavier-edit"],
)
def test_what_counts(policy: Policy, posts: list[RedactedPost], last: list[str]) -> None:
    judgement = Court(policy).judge(*posts)[-1]
    assert [verb for verb in verbs(judgement) if verb in ("mute_author", "block_author")] == last


def test_a_disclosure_brings_no_strike_even_to_those_who_have_many(policy: Policy) -> None:
    court = Court(policy)
    court.judge(at(1), at(2), at(3))
    rows = court.strikes.entries
    judgement = court.one(at(4, "zebra lion told"))
    assert not {"record_strike", "mute_author", "block_author", "notify_author"} & set(verbs(judgement))
    assert court.strikes.entries == rows
    assert "block_author" in verbs(court.one(at(5)))


def test_what_a_person_took_back_no_longer_counts_for_posts_after_it(policy: Policy) -> None:
    court = Court(policy)
    court.judge(at(1), at(2))
    assert court.void(ANN, "x:acct:1")
    assert not court.void(ANN, "x:acct:1")
    third = court.one(at(3))
    assert "mute_author" in verbs(third), "two and two again: the crossing is a new one"
    assert "block_author" not in verbs(court.one(at(4)))
    assert "block_author" in verbs(court.one(at(5)))
    # What came before it is judged as it was.
    assert "mute_author" in verbs(court.one(at(2)))


@pytest.mark.parametrize(
    ("author", "post_key", "revision"), [("x:acct:bob", "x:acct:1", 1), (ANN, "x:acct:9", 1), (ANN, "x:acct:1", 2)]
)
def test_taking_back_what_is_not_there_does_nothing(policy: Policy, author: str, post_key: str, revision: int) -> None:
    court = Court(policy)
    court.one(at(1))
    assert not court.void(author, post_key, revision)
    assert "mute_author" in verbs(court.one(at(2)))


@pytest.mark.parametrize("voided", [False, True])
def test_what_came_again_or_was_cut_otherwise_gets_the_same_bytes(policy: Policy, voided: bool) -> None:
    posts = [at(place, ("zebra", "hello", "lion")[place % 3], author="ab"[place % 2]) for place in range(20)]
    court = Court(policy)
    first = bytes_of(court.judge(*posts[:6]))
    if voided:
        assert court.void("x:acct:a", "x:acct:0")
    first += bytes_of(court.judge(*posts[6:]))
    assert bytes_of(court.judge(*posts)) == first
    assert bytes_of(court.recovered().judge(*posts[3:])) == first[3:]


def test_a_policy_without_strikes_counts_none(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking()))
    assert all("mute_author" not in verbs(item) for item in court.judge(*(at(place) for place in range(9))))
    assert court.strikes.entries == 0


def test_thresholds_may_be_left_out(tmp_path: Path) -> None:
    court = Court(limited_policy(tmp_path, striking(), more="strikes: {expiry: 30d, block_at: 4}\n"))
    found = court.judge(*(at(place) for place in range(4)))
    assert ["block_author" in verbs(item) for item in found] == [False, True, False, False]
    assert all("mute_author" not in verbs(item) for item in found)


def test_the_state_holds_hashes_only(policy: Policy) -> None:
    court = Court(policy)
    court.judge(at(1), at(2))
    for _, record, _ in court.entries:
        assert b"ann" not in record
        assert b"acct" not in record


def test_the_oldest_strikes_go_when_there_are_too_many() -> None:
    history = History(90 * DAY, 1024, 2**62, most=100)
    for place in range(300):
        history.add(Entry(4 * (place + 1), 1000, place * SEGMENT, 8, 1, 4))
    history.expire(1000, 299 * SEGMENT)
    assert history.entries == 100
    assert history.shed == 200
    assert not history.knows(4)
    assert history.knows(4 * 300)
