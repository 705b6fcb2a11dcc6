"""Window decisions depend on the partition's order alone: not on batches, crashes or redelivery."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.contracts.post import Post
from houserules.contracts.stages import Origin, Screening
from houserules.contracts.times import to_millis
from houserules.screening.model import FloodLimit, ScreeningPolicy
from houserules.screening.screen import RETRY_HORIZON, Incoming, new_history, screen
from houserules.windows import codec as codec_module
from houserules.windows import history as history_module
from houserules.windows import partition as partition_module
from houserules.windows.codec import Delta, decode, encode, needed_from
from houserules.windows.hashing import Hasher
from houserules.windows.history import NEVER, Entry
from houserules.windows.partition import PartitionWindow
from support.posts import post

POLICY = ScreeningPolicy(
    floods=(FloodLimit("minute", warning=2, sanction=3), FloodLimit("hour", warning=4, sanction=6)), max_rows=2000
)
HASHER = Hasher(b"property")
LONG = (
    "The council has had three years to answer our questions about the bus station and nobody there has ever once "
    "written back to a single parent"
)
TEXTS = [
    "Thank you for all of your work on this",
    "Please share this with everybody you know",
    LONG,
    LONG.replace("three years", "four long years"),
    LONG.replace("parent", "mother or father"),
    "ok",
    "",
]

INT64 = st.integers(-(2**63), 2**63 - 1)


class Sent(NamedTuple):
    """A post as drawn: who, what, when (s), which key and revision."""

    author: str
    text: str
    at: int
    key: int
    revision: int


def to_post(sent: Sent) -> Post:
    return post(sent.text, at=sent.at, key=f"x:acct:{sent.key}", author=sent.author, revision=sent.revision)


streams = st.lists(
    st.builds(
        Sent,
        author=st.sampled_from(["ann", "bob"]),
        text=st.sampled_from(TEXTS),
        at=st.integers(-2 * 3600, 600),
        key=st.integers(0, 12),
        revision=st.integers(1, 2),
    ),
    max_size=40,
)
"""Posts whose times (`at`) are yet relative to a clock that goes on by an hour with each of them."""


def incoming(drawn: list[Sent]) -> list[Incoming]:
    """The posts in order. One revision of a post says one thing at one time, however often it comes, and comes again
    within the horizon for which the answer is promised."""
    said: dict[tuple[int, int], Sent] = {}
    posts: list[Post] = []
    latest = 0
    for clock, item in enumerate(drawn):
        timed = item._replace(at=clock * 3600 + item.at)
        sent = said.setdefault((item.key, item.revision), timed)
        latest = max(latest, sent.at)
        if sent is timed or latest - sent.at < RETRY_HORIZON / 1000 - 3600:
            posts.append(to_post(sent))
    return [Incoming(Origin(0, place, to_millis(item.created_at)), item, None) for place, item in enumerate(posts)]


def window() -> PartitionWindow:
    return PartitionWindow(new_history(POLICY))


def run(state: PartitionWindow, batch: list[Incoming], committed: int) -> tuple[list[Screening | None], bytes]:
    result = screen(batch, state.history, POLICY, HASHER)
    latest = max([item.event_time for item in result.screenings if item is not None], default=NEVER)
    record = state.flush(batch[0].origin.offset, batch[-1].origin.offset, result.entries, committed, latest)
    return result.screenings, record


@settings(max_examples=150, deadline=None)
@given(streams, st.data())
def test_batches_crashes_and_replays_change_no_decision(sent: list[Sent], data: st.DataObject) -> None:
    items = incoming(sent)
    expected = run(window(), items, 0)[0] if items else []
    state, changelog, committed, place = window(), [], 0, 0
    decided: dict[int, Screening] = {}
    while place < len(items):
        size = data.draw(st.integers(1, 7))
        batch = items[place : place + size]
        screenings, record = run(state, batch, committed)
        for item, screening in zip(batch, screenings, strict=True):
            assert screening is not None
            assert decided.setdefault(item.origin.offset, screening) == screening
        place += len(batch)
        fate = data.draw(st.sampled_from(["commit", "go on", "crash", "crash before the changelog"]))
        if fate != "crash before the changelog":
            changelog.append(record)
        if fate == "commit":
            committed = place
        if fate.startswith("crash"):
            state = window()
            for offset, entry in enumerate(changelog):
                state.restore(entry, offset)
            place = committed
    assert [decided[offset] for offset in sorted(decided)] == expected
    # A post that came again got the answer of its first arrival.
    answers: dict[tuple[str, int], Screening] = {}
    for item in items:
        answer = decided[item.origin.offset]
        assert answers.setdefault((item.post.post_key, item.post.revision), answer) == answer


@settings(max_examples=100, deadline=None)
@given(streams)
def test_recovered_state_equals_the_state_before(sent: list[Sent]) -> None:
    state, changelog = window(), []
    items = incoming(sent)
    for place in range(0, len(items), 5):
        changelog.append(run(state, items[place : place + 5], place)[1])
        state.written(len(changelog) - 1)
    recovered = window()
    for offset, record in enumerate(changelog):
        recovered.restore(record, offset)
    assert recovered.history.snapshot() == state.history.snapshot()
    for offset, record in enumerate(changelog):
        recovered.restore(record, offset)
    assert recovered.history.snapshot() == state.history.snapshot()


def test_recovery_begins_where_the_last_record_says_and_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # Small segments, so that a few hundred posts over ten days fill many of them.
    for module in (history_module, partition_module, codec_module):
        monkeypatch.setattr(module, "SEGMENT", 8)
    state, changelog = window(), []
    posts = [post(f"{TEXTS[0]} in town {chr(97 + n % 26)}", at=n * 1800, key=f"x:acct:{n}") for n in range(480)]
    items = [Incoming(Origin(0, place, to_millis(item.created_at)), item, None) for place, item in enumerate(posts)]
    for place in range(0, len(items), 3):
        changelog.append(run(state, items[place : place + 3], max(0, place - 6))[1])
        state.written(len(changelog) - 1)
    start = needed_from(changelog[-1])
    assert 0 < start < len(changelog) - 20
    recovered = window()
    for offset in range(start, len(changelog)):
        recovered.restore(changelog[offset], offset)
    assert recovered.history.snapshot() == state.history.snapshot()
    assert recovered.restored == state.restored == len(changelog) - 1
    assert recovered.needed == state.needed


@given(
    st.lists(
        st.builds(
            Entry,
            INT64,
            INT64,
            INT64,
            INT64,
            INT64,
            INT64,
            st.none() | st.text(st.characters(exclude_categories=["Cs"])),
            st.none() | st.binary(min_size=64, max_size=64),
        ),
        max_size=20,
    ),
    INT64,
    INT64,
)
def test_codec_round_trip(entries: list[Entry], first: int, watermark: int) -> None:
    delta = Delta(first, 2**62, watermark, -(2**62), -1, entries)
    assert decode(encode(delta)) == delta
