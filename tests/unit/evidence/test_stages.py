"""Evidence in the stages: made where a verdict orders it and nowhere else, the same fused and split."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import houserules.stages
from houserules.contracts.encode import decode_redacted, decode_screened, encode_redacted, encode_screened
from houserules.contracts.record import Record
from houserules.contracts.stages import Duplicate, RedactedPost
from houserules.evidence.sealing import Opener, Sealer
from houserules.judging.policy import Policy, load_policy, resolve_policy
from houserules.screening.screen import new_history
from houserules.stages import (
    Screener,
    Work,
    judge_stage,
    preserve_stage,
    read_redacted,
    read_screened,
    redact_stage,
    screen_stage,
    seal_stage,
    supersede,
)
from houserules.windows.hashing import Hasher
from houserules.windows.history import History
from houserules.windows.signposts import HISTORY_SPAN
from support.evidence import keyring
from support.judging import rule, small_policy
from support.posts import post, record

DISCLOSURE = "I was raped when I was twelve and I have never told anyone, ring me on 07700 900123"
TEXTS = ["Thank you for running this", DISCLOSURE, "boom", "See you at the meeting on Friday", DISCLOSURE + " please"]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(resolve_policy("its-not-okay"))


def batch() -> list[Record]:
    return [record(post(text, key=f"x:acct:{n}", author=f"a{n}", at=n), 100 + n) for n, text in enumerate(TEXTS)]


def fused(policy: Policy, records: list[Record]) -> Work:
    hasher = Hasher(b"test")
    work = Work("all", records)
    screen_stage(work, new_history(policy.screening), Screener(policy.screening, hasher))
    redact_stage(work, policy.redactor)
    judge_stage(work, policy, History(HISTORY_SPAN), hasher)
    preserve_stage(work, Sealer(keyring()))
    return work


def split(policy: Policy, records: list[Record], sealer: Sealer | None) -> Work:
    """Three workers, with the topics between them; the judge has no key."""
    hasher = Hasher(b"test")
    first = Work("screen", records)
    screen_stage(first, new_history(policy.screening), Screener(policy.screening, hasher))
    second = Work(
        "redact", [Record("posts.screened", 0, n, 0, b"", encode_screened(p)) for n, p in enumerate(first.screened)]
    )
    read_screened(second)
    redact_stage(second, policy.redactor)
    if sealer is not None:
        seal_stage(second, sealer)
    third = Work(
        "judge", [Record("posts.redacted", 0, n, 0, b"", encode_redacted(p)) for n, p in enumerate(second.redacted)]
    )
    read_redacted(third)
    judge_stage(third, policy, History(HISTORY_SPAN), hasher)
    preserve_stage(third, None)
    return third


def test_only_what_a_verdict_orders_is_kept_and_it_opens(policy: Policy) -> None:
    records = batch()
    work = fused(policy, records)
    assert [kept.evidence.post_key for kept in work.preserved] == ["x:acct:1", "x:acct:4"]
    verdicts = {judgement.verdict.post_key: judgement.verdict for judgement in work.judgements}
    for kept in work.preserved:
        verdict = verdicts[kept.evidence.post_key]
        assert kept.evidence.verdict_id == verdict.verdict_id
        assert kept.evidence.event_time == verdict.event_time
        original = Opener(keyring()).open(kept.evidence, kept.key)
        assert msgspec.json.encode(original) == records[kept.evidence.source.offset - 100].value
        assert "07700 900123" in original.text
        assert "07700 900123" not in verdict.redacted_text


def test_split_stages_keep_the_same_evidence_and_the_judge_needs_no_key(policy: Policy) -> None:
    records = batch()
    assert split(policy, records, Sealer(keyring())).preserved == fused(policy, records).preserved


def test_posts_between_stages_are_the_same_after_a_journey(policy: Policy) -> None:
    work = Work("screen", batch())
    screen_stage(work, new_history(policy.screening), Screener(policy.screening, Hasher(b"test")))
    work.screened = [decode_screened(encode_screened(item)) for item in work.screened]
    redact_stage(work, policy.redactor)
    seal_stage(work, Sealer(keyring()))
    assert all(item.sealed is not None for item in work.redacted)
    assert [decode_redacted(encode_redacted(item)) for item in work.redacted] == work.redacted


def test_fused_stages_seal_nothing_that_no_verdict_orders(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = Sealer.seal

    def seal(self: Sealer, item: object, *rest: object) -> object:
        asked.append(item.post_key)  # type: ignore[attr-defined]
        return real(self, item, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Sealer, "seal", seal)
    work = fused(policy, batch())
    assert asked == ["x:acct:1", "x:acct:4"]
    assert all(item.sealed is None for item in work.redacted)


def test_an_older_redact_worker_costs_the_evidence_but_never_the_verdict(policy: Policy) -> None:
    work = split(policy, batch(), None)
    assert work.preserved == []
    assert work.unsealed == 2
    assert len(work.judgements) == len(TEXTS)


def test_a_post_that_a_stage_set_aside_does_not_shift_the_others(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = houserules.stages.redact

    def fails_on_one(posts: list[object], redactor: object) -> list[RedactedPost]:
        if any(item.post.text == "boom" for item in posts):  # type: ignore[attr-defined]
            raise ValueError
        return real(posts, redactor)  # type: ignore[arg-type]

    monkeypatch.setattr(houserules.stages, "redact", fails_on_one)
    work = fused(policy, [Record("posts", 0, 99, 0, b"k", b"not json"), *batch()])
    assert sorted(work.dead) == [0, 3]
    for kept in work.preserved:
        assert Opener(keyring()).open(kept.evidence, kept.key).post_key == kept.evidence.post_key
    assert [kept.evidence.post_key for kept in work.preserved] == ["x:acct:1", "x:acct:4"]


def test_a_post_that_cannot_be_sealed_is_set_aside_with_its_original(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Sealer.seal

    def fails(self: Sealer, item: object, *rest: object) -> object:
        if item.post_key == "x:acct:1":  # type: ignore[attr-defined]
            raise ValueError
        return real(self, item, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Sealer, "seal", fails)
    records = batch()
    work = fused(policy, records)
    assert [kept.evidence.post_key for kept in work.preserved] == ["x:acct:4"]
    assert "x:acct:1" not in {judgement.verdict.post_key for judgement in work.judgements}
    (letter,) = work.dead.values()
    assert letter.value == records[1].value
    assert letter.reject.reason == "stage-error"


def test_shadow_verdicts_keep_nothing(tmp_path: Path) -> None:
    shadow = small_policy(tmp_path, rule(then=", actions: [preserve_evidence]", mode="shadow"))
    work = fused(shadow, [record(post("a zebra came by here today"), 0)])
    possible = work.judgements[0].shadow
    assert possible is not None
    assert "preserve_evidence" in {ref.verb for ref in possible.actions}
    assert work.preserved == []


CAMPAIGN_RULES = (
    rule(id="first", then=", actions: [preserve_evidence]"),
    rule(
        "{duplicate: {kind: campaign, role: repeat}}",
        id="campaign",
        category="DUPLICATE",
        then=", actions: [preserve_evidence]",
    ),
)


def test_a_campaign_keeps_what_it_orders_itself_and_not_again_what_the_first_verdict_ordered(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, *CAMPAIGN_RULES)
    texts = ["a zebra came by here today", "nothing came by here today"]
    records = [record(post(text, key=f"x:acct:{n}", author=f"a{n}"), n) for n, text in enumerate(texts)]
    first = fused(policy, records)
    assert [kept.evidence.post_key for kept in first.preserved] == ["x:acct:0"]
    campaign = Duplicate("repeat", "campaign", "c1", "x:acct:9", 1.0, "exact")
    again = Work("campaigns", records)
    again.screened = [replace(item, screening=replace(item.screening, campaign=campaign)) for item in first.screened]
    again.places = [0, 1]
    supersede(again, policy, Sealer(keyring()))
    assert len(again.judgements) == 2
    (kept,) = again.preserved
    assert kept.evidence.post_key == "x:acct:1"
    assert kept.evidence.verdict_id == again.judgements[1].verdict.verdict_id
    assert Opener(keyring()).open(kept.evidence, kept.key).text == texts[1]
