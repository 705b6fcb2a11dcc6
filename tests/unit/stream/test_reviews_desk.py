"""The review stage without a broker: what it asks for again, what it forgets, and in which order it writes."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec
import pytest

from houserules.contracts.decision import PostDecision
from houserules.contracts.headers import parse_dead_letter_headers
from houserules.contracts.record import Record
from houserules.contracts.review import Review
from houserules.people.reviews import Ledger
from houserules.stream import reviews as stage
from houserules.stream.metrics import Metrics
from houserules.stream.reviews import ReviewDesk, partition_of
from houserules.stream.reviews_feed import Places, ReviewFeed
from houserules.stream.settings import Settings
from houserules.stream.writer import Out, Writer
from support.judging import rule, small_policy
from support.people import POST, order, review


class Feed:
    """A feed that learns of the post's actions only after `late` looks."""

    def __init__(self, late: int = 0) -> None:
        self.late = late
        self.looks = 0
        self.standing: dict[str, PostDecision] = {}

    async def ledgers(self, post_keys: Sequence[str]) -> dict[str, Ledger]:
        self.looks += 1
        actions = (order("hide"), order("record_strike")) if self.looks > self.late else ()
        return {key: Ledger(actions if key == POST else (), 2, self.standing.get(key)) for key in post_keys}

    async def catch_up(self, deadline: float) -> None: ...

    def decided(self, decision: PostDecision) -> None:
        self.standing[decision.post_key] = decision


class Pen:
    """A writer that notes what is written, and when it is waited for."""

    def __init__(self) -> None:
        self.written: list[tuple[int, Out]] = []

    def send(self, partition: int, records: Sequence[Out]) -> list["asyncio.Future[int]"]:
        self.written += [(partition, record) for record in records]
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        future.set_result(0)
        return [future]

    @property
    def topics(self) -> list[str]:
        return [record.topic for _, record in self.written]


def record(asked: Review | bytes, topic: str = "reviews") -> Record:
    value = asked if isinstance(asked, bytes) else msgspec.json.encode(asked)
    return Record(topic, 1, 7, 1000, POST.encode(), value)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "UNKNOWN_WAIT", 0.0)


def desk(tmp_path: Path, feed: Feed) -> tuple[ReviewDesk, Pen]:
    pen = Pen()
    made = ReviewDesk(Settings(), small_policy(tmp_path, rule()), Metrics(), cast(ReviewFeed, feed), cast(Writer, pen))
    return made, pen


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("late", "written"), [(0, "decisions"), (3, "decisions"), (99, "posts.dead-letter")])
async def test_a_review_that_overtakes_its_actions_waits_a_moment_for_them(
    tmp_path: Path, late: int, written: str
) -> None:
    made, pen = desk(tmp_path, Feed(late))
    await made.handle([record(review("overturn"))])
    assert pen.topics[-1] == written
    assert ("actions" in pen.topics) is (written == "decisions")


async def test_actions_come_before_the_decision_and_each_review_sees_the_one_before(tmp_path: Path) -> None:
    feed = Feed()
    made, pen = desk(tmp_path, feed)
    asked = [
        review("overturn", name="r1"),
        review("modify", name="r2", version=1, outcome="hold"),
        review("uphold", name="r3", version=1),
        review("overturn", name="r1"),
    ]
    await made.handle([record(each) for each in asked])
    assert pen.topics == [
        *("actions", "actions", "strikes.voided", "decisions"),
        *("actions", "decisions"),
        "decisions",
    ]
    standing = feed.standing[POST]
    assert (standing.version, standing.outcome) == (2, "hold")
    assert standing.refused is not None
    places = {out.topic: partition for partition, out in pen.written}
    assert (places["actions"], places["strikes.voided"]) == (2, 2)
    assert places["decisions"] == partition_of(POST.encode(), 4)


async def test_what_cannot_be_read_is_set_aside_on_its_own(tmp_path: Path) -> None:
    made, pen = desk(tmp_path, Feed())
    await made.handle([record(b"{}"), record(review("uphold")), record(b"[", "appeals"), record(b"", "reviews")])
    assert sorted(pen.topics) == ["decisions", *["posts.dead-letter"] * 3]
    assert [partition for partition, out in pen.written if out.topic == "posts.dead-letter"] == [1, 1, 1]


async def test_a_review_under_another_key_and_one_that_breaks_the_stage_are_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, pen = desk(tmp_path, Feed())
    other = Record("reviews", 1, 8, 1000, b"another", msgspec.json.encode(review("uphold", name="r2")))
    await made.handle([other, record(review("uphold"))])
    assert sorted(pen.topics) == ["decisions", "posts.dead-letter"]

    def broken(*_: object) -> None:
        raise ZeroDivisionError("07700 900123")

    monkeypatch.setattr(stage, "decide", broken)
    await made.handle([record(review("uphold", name="r3"))])
    reasons = [
        parse_dead_letter_headers(out.headers).reason for _, out in pen.written if out.topic == "posts.dead-letter"
    ]
    assert reasons == ["wrong-key", "stage-error"]
    assert "900123" not in str([out.headers for _, out in pen.written])


def test_places_are_found_again_and_bounded() -> None:
    places = Places(most_keys=2, most_places=3)
    for offset in range(5):
        places.add(b"a", 3, offset)
    assert places.of(b"a") == [(3, 2), (3, 3), (3, 4)]
    places.add(b"b", 0, 2**40)
    assert places.of(b"b") == [(0, 2**40)]
    places.add(b"c", 1, 1)
    assert places.of(b"a") == []
    assert (len(places), places.shed) == (2, 1)


@pytest.mark.parametrize(
    ("key", "partition"),
    # What the Java client's default partitioner gives for 100 partitions: murmur2, its sign bit cleared.
    [(b"21", (-973932308 & 0x7FFF_FFFF) % 100), (b"foobar", (-790332482 & 0x7FFF_FFFF) % 100)],
)
def test_keys_go_where_the_default_partitioner_puts_them(key: bytes, partition: int) -> None:
    assert partition_of(key, 100) == partition
