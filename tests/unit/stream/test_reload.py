"""Which policies a running worker takes up, and why not the others; and when it looks at the files at all."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from houserules.contracts.times import DAY
from houserules.judging.policy import Policy, load_policy
from houserules.judging.policy.limits import Brake, Strikes
from houserules.screening.model import FloodLimit
from houserules.stream.metrics import Metrics
from houserules.stream.reload import PolicyWatch, attempt, fingerprint, refusal
from support.judging import POLICY, rule, write_policy

STRIKES = Strikes(30 * DAY, {}, 3, 6)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return load_policy(write_policy(tmp_path_factory.mktemp("p"), rule()))


def screening(policy: Policy, **changes: object) -> Policy:
    return replace(policy, screening=replace(policy.screening, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        lambda policy: policy,
        lambda policy: screening(policy, floods=(FloodLimit("minute", 1, 2), FloodLimit("day", 5, 6))),
        lambda policy: screening(policy, campaigns=replace(policy.screening.campaigns, solidarity=("stay strong",))),
        lambda policy: replace(policy, strikes=STRIKES),
        lambda policy: replace(policy, brake=Brake(0.1, 10_000, 50)),
    ],
    ids=["nothing", "floods", "solidarity", "strikes", "brake"],
)
def test_what_leaves_the_state_as_it_is_can_be_taken_up(policy: Policy, change: Callable[[Policy], Policy]) -> None:
    assert refusal(policy, change(policy)) is None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda policy: screening(policy, repeat_window=2 * DAY), "screening"),
        (lambda policy: screening(policy, min_words=9), "screening"),
        (lambda policy: screening(policy, near=None), "screening"),
        (lambda policy: screening(policy, campaigns=None), "screening"),
        (lambda policy: replace(policy, strikes=replace(STRIKES, expiry_ms=400 * DAY)), "strikes"),
        (lambda policy: replace(policy, brake=Brake(0.5, 50_000, 50)), "brake"),
    ],
    ids=["span", "masking", "near", "campaigns", "strikes", "brake"],
)
def test_what_the_state_was_not_gathered_for_needs_a_restart(
    policy: Policy, change: Callable[[Policy], Policy], word: str
) -> None:
    reason = refusal(policy, change(policy))
    assert reason is not None
    assert f"`{word}`" in reason
    assert "restart" in reason
    assert refusal(change(policy), change(policy)) is None


def test_every_mistake_is_told_with_its_line_and_no_text_of_a_test(tmp_path: Path, policy: Policy) -> None:
    write_policy(tmp_path, rule("{terms: [lion]}"))
    failed = attempt(tmp_path, policy)
    assert (failed.result, failed.policy) == ("failed-tests", None)
    assert failed.lines[0].startswith("rules/all.yaml:")
    assert "zebra" not in "".join(failed.lines)
    write_policy(tmp_path, rule(outcome="sing"), POLICY.replace("title", "titel"))
    invalid = attempt(tmp_path, policy)
    assert invalid.result == "invalid"
    assert len(invalid.lines) >= 2
    (tmp_path / "policy.yaml").write_bytes(b"\xff\xfe\x00")
    assert attempt(tmp_path, policy).policy is None
    assert attempt(tmp_path / "nowhere", policy).result == "invalid"


def test_the_fingerprint_is_of_names_and_content(tmp_path: Path) -> None:
    write_policy(tmp_path, rule())
    first = fingerprint(tmp_path)
    (tmp_path / "notes.txt").write_text("not part of it")
    (tmp_path / "policy.yaml").touch()
    assert fingerprint(tmp_path) == first
    (tmp_path / "rules/all.yaml").rename(tmp_path / "rules/other.yaml")
    moved = fingerprint(tmp_path)
    write_policy(tmp_path, rule())
    assert len({first, moved, fingerprint(tmp_path)}) == 3


async def test_a_swap_that_fails_leaves_the_old_policy_and_the_watch_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("houserules.stream.reload.SETTLE", 0.01)
    policy, metrics = load_policy(write_policy(tmp_path, rule())), Metrics()
    taken: list[Policy] = []
    done = asyncio.Event()

    def swap(new: Policy) -> None:
        taken.append(new)
        done.set()
        if len(taken) == 1:
            raise RuntimeError("a bug")

    watch = PolicyWatch(tmp_path, 0, lambda: policy, swap, metrics)
    running = asyncio.create_task(watch.run())
    try:
        for outcome in ("hold", "remove"):
            done.clear()
            write_policy(tmp_path, rule(outcome=outcome))
            watch.ask()
            async with asyncio.timeout(20):
                await done.wait()
        assert [item.rules[0].then.outcome for item in taken] == ["hold", "remove"]
        assert b'reloads_total{result="applied"} 1.0' in metrics.render()
        assert b'reloads_total{result="error"} 1.0' in metrics.render()
    finally:
        running.cancel()
