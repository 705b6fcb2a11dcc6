"""Repeats and floods of one author."""

from datetime import timedelta

import pytest

from houserules.contracts.post import Parent, Post
from houserules.contracts.stages import Origin, Screening
from houserules.contracts.times import to_millis
from houserules.screening.model import FloodLimit, ScreeningPolicy
from houserules.screening.screen import CLAMPED, TOO_OLD, Incoming, new_history, screen
from houserules.windows.hashing import Hasher
from support.posts import LONG, START, post

POLICY = ScreeningPolicy(floods=(FloodLimit("minute", warning=3, sanction=5),))
HASHER = Hasher(b"test")
HOUR = 3600


class Partition:
    """A partition whose posts are screened as they come."""

    def __init__(self, policy: ScreeningPolicy = POLICY) -> None:
        self.policy = policy
        self.history = new_history(policy)
        self.offset = -1
        self.redelivered = 0

    def __call__(self, item: Post, offset: int | None = None, record_at: float | None = None) -> Screening:
        self.offset = self.offset + 1 if offset is None else offset
        stamp = to_millis(item.created_at if record_at is None else START + timedelta(seconds=record_at))
        result = screen([Incoming(Origin(0, self.offset, stamp), item, None)], self.history, self.policy, HASHER)
        self.redelivered += result.redelivered
        (screening,) = result.screenings
        assert screening is not None
        return screening


@pytest.fixture
def partition() -> Partition:
    return Partition()


def test_a_repeat_names_the_copy_that_stands(partition: Partition) -> None:
    first = partition(post(key="x:acct:1"))
    second = partition(post(key="x:acct:2", at=60))
    third = partition(post(key="x:acct:3", at=120))
    assert first.duplicate.role == "none"
    assert (second.duplicate.role, second.duplicate.kind, second.duplicate.method) == ("repeat", "author", "exact")
    assert second.duplicate.survivor == third.duplicate.survivor == "x:acct:1"
    assert second.duplicate.cluster_id == third.duplicate.cluster_id
    assert second.duplicate.similarity == 1.0


@pytest.mark.parametrize(
    "copy",
    [
        LONG.upper(),
        LONG + " 🙏🙏",
        LONG + " https://t.example/abc",
        "@someone " + LONG,
        LONG.replace(" ", "  ") + "!!!",
        LONG + " 123",
        LONG.replace("a", "a\u200b"),
        LONG.replace("campaign", "campa\u0301ign"),
    ],
)
def test_what_people_change_to_look_new_changes_nothing(partition: Partition, copy: str) -> None:
    partition(post(LONG, key="x:acct:1"))
    assert partition(post(copy, key="x:acct:2", at=1)).duplicate.role == "repeat"


@pytest.mark.parametrize("text", ["So true", "", "🙏🙏🙏", "https://t.example/abc", "@someone 123 456", "Well said!"])
def test_short_and_wordless_posts_repeat_nothing(partition: Partition, text: str) -> None:
    partition(post(text, key="x:acct:1"))
    assert partition(post(text, key="x:acct:2", at=1)).duplicate.role == "none"


def test_different_thank_yous_are_different(partition: Partition) -> None:
    partition(post("Thank you so much to the team at the centre", key="x:acct:1"))
    other = partition(post("Thank you so much to the nurses at the centre", key="x:acct:2", at=1))
    assert other.duplicate.role == "none"


def test_another_author_repeats_nobody(partition: Partition) -> None:
    partition(post(author="ann", key="x:acct:1"))
    assert partition(post(author="bob", key="x:acct:2", at=1)).duplicate.role == "none"


def test_a_day_later_it_may_be_said_again(partition: Partition) -> None:
    partition(post(key="x:acct:1"))
    assert partition(post(key="x:acct:2", at=24 * HOUR - 1)).duplicate.role == "repeat"
    assert partition(post(key="x:acct:3", at=25 * HOUR)).duplicate.role == "none"


def test_redelivery_gets_the_first_answer_and_counts_once(partition: Partition) -> None:
    answers = [partition(post(key=f"x:acct:{number}", at=number)) for number in range(4)]
    again = [partition(post(key=f"x:acct:{number}", at=number)) for number in range(4)]
    assert again == answers
    assert partition.redelivered == 4
    assert partition.history.entries == 4


def test_an_edit_is_not_another_post(partition: Partition) -> None:
    partition(post(key="x:acct:1"))
    edit = partition(post(key="x:acct:1", at=30, revision=2))
    assert edit.duplicate.role == "none"
    assert edit.previous_revision == 1
    assert edit.floods == ()


def test_a_copy_edited_away_no_longer_stands(partition: Partition) -> None:
    partition(post(key="x:acct:1"))
    partition(post("I have changed my mind about all of this now", key="x:acct:1", at=30, revision=2))
    assert partition(post(key="x:acct:2", at=60)).duplicate.role == "none"


def test_a_deleted_copy_no_longer_stands(partition: Partition) -> None:
    partition(post(key="x:acct:1"))
    partition(post(key="x:acct:1", at=30, revision=2, deleted=True))
    assert partition(post(key="x:acct:2", at=60)).duplicate.role == "none"


def test_floods_warn_then_sanction_and_slide(partition: Partition) -> None:
    levels = []
    for number in range(6):
        floods = partition(
            post(f"Message number {'abcdef'[number]} about something", key=f"x:acct:{number}", at=number)
        ).floods
        levels.append((floods[0].level, floods[0].count) if floods else None)
    assert levels == [None, None, ("warning", 3), ("warning", 4), ("sanction", 5), ("sanction", 6)]
    assert partition(post("Later", key="x:acct:9", at=70)).floods == ()


def test_order_of_arrival_within_the_grace_does_not_matter_to_where_a_post_counts(partition: Partition) -> None:
    partition(post("One thing to say here", key="x:acct:1", at=600))
    late = partition(post("Another thing to say", key="x:acct:2", at=0))
    assert late.degraded == ()
    third = partition(post("Third thing to say here", key="x:acct:3", at=30))
    assert third.floods == ()
    assert partition(post("Fourth thing to say here", key="x:acct:4", at=50)).floods[0].count == 3


def test_a_post_older_than_the_grace_is_judged_without_windows_and_says_so(partition: Partition) -> None:
    partition(post(key="x:acct:1", at=10 * HOUR))
    old = partition(post(key="x:acct:2", at=0))
    assert old.degraded == (TOO_OLD,)
    assert old.duplicate.role == "none"
    assert partition.history.entries == 1


def test_a_time_in_the_future_is_clamped_to_the_record(partition: Partition) -> None:
    clamped = partition(post(key="x:acct:1", at=10 * HOUR), record_at=0)
    assert clamped.event_time == to_millis(START)
    assert clamped.stated_time == to_millis(START + timedelta(hours=10))
    assert CLAMPED in clamped.degraded
    assert partition(post("On time and about something", key="x:acct:2", at=5)).degraded == ()


def test_a_post_that_comes_again_after_its_rows_are_gone_is_not_judged_again(partition: Partition) -> None:
    partition(post(key="x:acct:1"))
    partition(post("Somebody else says something", key="x:acct:2", author="bob", at=20 * HOUR))
    partition.history.expire(partition.history.watermark, 2)
    late = Incoming(Origin(0, 2, to_millis(START) + 20 * HOUR * 1000), post(key="x:acct:1"), None)
    assert screen([late], partition.history, POLICY, HASHER).screenings == [None]


def test_a_clamped_post_that_comes_again_keeps_its_time(partition: Partition) -> None:
    first = partition(post(key="x:acct:1", at=10 * HOUR), record_at=0)
    again = partition(post(key="x:acct:1", at=10 * HOUR), record_at=2)
    assert again == first
    # Much later the time is no longer in the future; the answer stays all the same.
    assert partition(post(key="x:acct:1", at=10 * HOUR), record_at=3 * HOUR) == first


def test_edits_and_deletions_are_not_posts_of_their_own(partition: Partition) -> None:
    partition(post("First thing to say here today", key="x:acct:1", at=0))
    partition(post("Second thing to say here today", key="x:acct:2", at=1))
    partition(post("Second thing to say here tonight", key="x:acct:2", at=65, revision=2))
    partition(post("First thing to say here today", key="x:acct:1", at=66, revision=2, deleted=True))
    third = partition(post("Third thing to say here today", key="x:acct:3", at=70))
    assert third.floods == ()


def test_a_revision_supersedes_the_one_below_it_whatever_came_first(partition: Partition) -> None:
    partition(post("First version of what I say", key="x:acct:1", at=0))
    assert partition(post("Third version of what I say", key="x:acct:1", at=60, revision=3)).previous_revision == 1
    assert partition(post("Second version of what I say", key="x:acct:1", at=30, revision=2)).previous_revision == 1


def test_a_deletion_supersedes_what_it_deletes(partition: Partition) -> None:
    partition(post(key="x:acct:1"))
    gone = partition(post(key="x:acct:1", at=30, revision=2, deleted=True))
    assert gone.previous_revision == 1
    assert gone.floods == ()
    assert gone.duplicate.role == "none"


def test_another_account_is_another_window(partition: Partition) -> None:
    partition(post(key="x:acct:1"))
    elsewhere = partition(post(key="x:other:1", at=1, account="other"))
    assert elsewhere.duplicate.role == "none"
    assert elsewhere.floods == ()


NEAR = (
    "The council has had three years to answer our questions about the bus station and nobody there has ever once "
    "written back to a single parent"
)


def test_nearly_the_same_message_is_a_repeat_of_the_copy_that_stands(partition: Partition) -> None:
    first = partition(post(NEAR, key="x:acct:1"))
    changed = NEAR.replace("three years", "four long years")
    second = partition(post(changed, key="x:acct:2", at=60))
    third = partition(post(changed.upper(), key="x:acct:3", at=120))
    assert first.duplicate.role == "none"
    for repeat in (second, third):
        assert (repeat.duplicate.role, repeat.duplicate.method) == ("repeat", "near")
        assert repeat.duplicate.survivor == "x:acct:1"
        assert repeat.duplicate.similarity is not None
        assert 0.65 <= repeat.duplicate.similarity < 1
    assert second.duplicate.cluster_id == third.duplicate.cluster_id


def test_thanks_in_the_same_words_to_others_are_no_repeats(partition: Partition) -> None:
    for place, name in enumerate(["Aisha", "Callum", "Priya"]):
        thanks = (
            f"Thank you {name} for everything that you and the team did for our family this year, we would not have "
            "come through it without you and we will not forget it"
        )
        assert partition(post(thanks, key=f"x:acct:{place}", at=60 * place)).duplicate.role == "none"


def test_short_replies_and_short_thanks_may_be_said_again(partition: Partition) -> None:
    answered = {"parent": Parent("x:acct:0")}
    for place in range(3):
        assert (
            partition(post("I agree with you there", key=f"x:r:{place}", at=place, **answered)).duplicate.role == "none"
        )
        assert (
            partition(post("Thanks for sharing this everyone", key=f"x:t:{place}", at=place)).duplicate.role == "none"
        )


def test_windows_that_are_off_find_nothing(partition: Partition) -> None:
    off = Partition(ScreeningPolicy(repeat_window=0, floods=(), near=None, campaigns=None))
    for place in range(3):
        screening = off(post(key=f"x:acct:{place}", at=place))
        assert (screening.duplicate.role, screening.floods) == ("none", ())
    assert off.history.entries == 0
