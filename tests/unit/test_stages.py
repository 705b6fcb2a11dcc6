"""The stages in a row: one outcome per record, and one post's failure kept from the others."""

from collections.abc import Sequence

import pytest

import houserules.stages
from houserules.contracts.deadletter import DeadLetter
from houserules.contracts.record import Record
from houserules.contracts.stages import RedactedPost, ScreenedPost
from houserules.judging.judge import Judgement
from houserules.judging.policy import Policy, load_policy, resolve_policy
from houserules.pipeline import Pipeline
from houserules.redaction.redactor import Redactor
from houserules.screening.screen import new_history
from houserules.stages import Screener, Work, screen_stage
from houserules.windows.hashing import Hasher
from houserules.windows.history import Entry, History
from support.posts import LONG, post, record, records


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(resolve_policy("its-not-okay"))


@pytest.fixture
def pipeline(policy: Policy) -> Pipeline:
    return Pipeline(policy, b"test")


def test_outcomes_come_in_the_order_of_records_whatever_their_partitions(pipeline: Pipeline) -> None:
    batch = [
        record(post("First of all, hello", key="x:acct:1", author="a"), 0, partition=1),
        Record("posts", 0, 0, 0, b"k", b"not json"),
        record(post("Second of all, hello", key="x:acct:2", author="b"), 1, partition=0),
        record(post("Third of all, hello", key="x:acct:3", author="c"), 1, partition=1),
    ]
    found = pipeline.process(batch)
    assert [item.verdict.post_key if isinstance(item, Judgement) else type(item).__name__ for item in found] == [
        "x:acct:1",
        "DeadLetter",
        "x:acct:2",
        "x:acct:3",
    ]


def test_windows_are_kept_across_calls(pipeline: Pipeline) -> None:
    first, second = records([post(LONG, key="x:acct:1"), post(LONG + "!", key="x:acct:2", at=5)])
    pipeline.process([first])
    (judged,) = pipeline.process([second])
    assert isinstance(judged, Judgement)
    assert judged.verdict.duplicate.role == "repeat"
    assert judged.verdict.outcome == "hide"


def test_the_same_records_in_other_batches_give_the_same_verdicts(policy: Policy) -> None:
    texts = [LONG, LONG + " 🙏", "Ring me on 07700 900123 please", "So true", LONG.upper(), "ok"]
    batch = records(post(text, key=f"x:acct:{number}", at=number) for number, text in enumerate(texts * 3))
    whole = Pipeline(policy, b"k").process(batch)
    single = Pipeline(policy, b"k")
    apart = [outcome for item in batch for outcome in single.process([item])]
    assert [item.verdict for item in whole if isinstance(item, Judgement)] == [
        item.verdict for item in apart if isinstance(item, Judgement)
    ]
    assert len(whole) == len(apart) == len(batch)


def test_a_post_that_a_stage_fails_on_is_set_aside_and_the_others_are_judged(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = houserules.stages.redact

    def fails_on_one(posts: Sequence[ScreenedPost], redactor: Redactor) -> list[RedactedPost]:
        if any("boom" in item.post.text for item in posts):
            raise ValueError("secret text of the post")
        return real(posts, redactor)

    monkeypatch.setattr(houserules.stages, "redact", fails_on_one)
    texts = ["One ordinary comment", "boom", "Another ordinary comment"]
    batch = records(post(text, key=f"x:acct:{number}", author=f"a{number}") for number, text in enumerate(texts))
    before, failed, after = pipeline.process(batch)
    assert isinstance(before, Judgement)
    assert isinstance(after, Judgement)
    assert isinstance(failed, DeadLetter)
    assert (failed.reject.reason, failed.reject.error, failed.stage) == ("stage-error", "ValueError", "redact")
    assert failed.value == batch[1].value
    assert "secret" not in failed.reject.message


def test_rows_of_a_batch_that_failed_half_way_are_written_once_each(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = History.add

    def fails_on_one(history: History, entry: Entry) -> None:
        if entry.sequence == 2:
            raise ValueError("one row too many")
        real(history, entry)

    monkeypatch.setattr(History, "add", fails_on_one)
    texts = ["One ordinary comment here", "Two ordinary comments here", "Three of them here", "Four of them here"]
    work = Work("all", records(post(text, key=f"x:acct:{place}") for place, text in enumerate(texts)))
    history = new_history(policy.screening)
    screen_stage(work, history, Screener(policy.screening, Hasher(b"test")))
    assert list(work.dead) == [2]
    # What recovery will bring back is what the answers rested on.
    assert [entry.sequence for entry in work.entries] == [0, 1, 3]
    assert history.entries == 3
    assert [item.post.post_key for item in work.screened] == ["x:acct:0", "x:acct:1", "x:acct:3"]


def test_a_redelivered_post_gets_its_verdict_again_byte_for_byte(pipeline: Pipeline) -> None:
    item = record(post("Thank you for everything that you do here", key="x:acct:1"), 0)
    again = Record(item.topic, item.partition, 7, item.timestamp + 60_000, item.key, item.value)
    first, second = pipeline.process([item]), pipeline.process([again])
    assert isinstance(first[0], Judgement)
    assert isinstance(second[0], Judgement)
    assert first[0].verdict == second[0].verdict


def test_campaigns_are_found_without_a_broker(policy: Policy) -> None:
    text = (
        "Everyone needs to see what this council has been hiding from parents for years, sign and pass it on before they "
        "take it down again"
    )
    pipeline = Pipeline(policy, b"test")
    authors = ["ann", "bob", "cat", "dan", "eve"]
    posts = [post(text, key=f"x:acct:{who}", author=who, at=60 * place) for place, who in enumerate(authors)]
    first = pipeline.process(records(posts))
    assert all(isinstance(item, Judgement) and item.verdict.duplicate.role == "none" for item in first)
    again = pipeline.superseding()
    assert [item.verdict.post_key for item in again] == [item.post_key for item in posts]
    assert [item.verdict.duplicate.role for item in again] == ["first", *["repeat"] * 4]
    for before, after in zip(first, again, strict=True):
        assert isinstance(before, Judgement)
        assert after.verdict.supersedes == before.verdict.verdict_id
    late = post(text.upper(), key="x:acct:fay", author="fay", at=600)
    (caught,) = pipeline.process([record(late, offset=5)])
    assert isinstance(caught, Judgement)
    assert caught.verdict.duplicate.kind == "campaign"
    assert pipeline.superseding() == []
