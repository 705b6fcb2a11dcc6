"""What people write beside what the rules are about: place names, surnames, the campaign's own words, idioms, dialects."""

from functools import lru_cache
from pathlib import Path

import yaml

from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import load_policy, shipped_policy_path
from houserules.judging.policy.model import Example
from houserules.judging.policy.trial import example_posts
from support.judging import Always

FILE = Path(__file__).parent / "traps.yaml"
LEAST = 300
MOST_HELD = 0.01


@lru_cache(maxsize=1)
def judged() -> list[tuple[str, Judgement]]:
    groups: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    texts = [text for group in groups.values() for text in group]
    assert all(isinstance(text, str) for text in texts)
    policy = load_policy(shipped_policy_path("its-not-okay"))
    posts = example_posts([Example(file=FILE.name, line=0, text=text) for text in texts], policy)
    return list(zip(texts, judge(posts, policy, Always()), strict=True))


def told(visibility: str) -> list[str]:
    return [
        f"{text}: {[finding.rule_id for finding in judgement.verdict.findings]}"
        for text, judgement in judged()
        if judgement.verdict.visibility == visibility
    ]


def test_there_are_enough_traps_and_none_twice() -> None:
    texts = [text for text, _ in judged()]
    assert len(texts) >= LEAST
    assert len(set(texts)) == len(texts)


def test_no_trap_is_hidden_or_removed() -> None:
    assert told("hidden") + told("removed") == []


def test_next_to_no_trap_is_held() -> None:
    assert len(told("held")) <= MOST_HELD * len(judged()), "\n".join(told("held"))


def test_nobody_is_sanctioned_for_a_trap() -> None:
    verbs = {action.verb for _, judgement in judged() for action in judgement.actions}
    assert verbs.isdisjoint({"record_strike", "mute_author", "block_author", "report_to_platform", "notify_author"})
