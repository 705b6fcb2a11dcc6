"""Why a verdict is what it is, as `check --explain` tells it."""

from pathlib import Path

import pytest

from houserules.judging.explain import Explanation, explain
from houserules.judging.policy import Policy
from support.judging import redacted, rule, small_policy

SWEARING = rule(
    "{terms: [blast, drat]}", hit="blast", id="swearing", extra='unless: {phrases: ["(never|not) say (blast|drat)"]}'
)
SHOUTING = rule("{terms: [oi]}", hit="oi", id="shouting", outcome="hold", extra="except: {phrases: [only joking]}")


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return small_policy(tmp_path, SWEARING, SHOUTING)


def explained(policy: Policy, text: str) -> Explanation:
    return explain(redacted(text), policy)


def test_the_way_down_names_what_decides_and_what_comes_then(policy: Policy) -> None:
    steps = explained(policy, "oi, drat and blast").steps
    assert [(step.rules, step.outcome, step.visibility) for step in steps] == [
        (("swearing",), "hold", "held"),
        (("shouting",), "allow", "visible"),
    ]


def test_what_was_excused_is_told_with_both_places(policy: Policy) -> None:
    text = "we never say drat here. oi, only joking"
    found = explained(policy, text)
    assert found.steps == ()
    told = {
        spared.rule_id: (
            spared.by,
            [text[span.start : span.end] for span in spared.spans],
            [text[span.start : span.end] for span in spared.excuses],
        )
        for spared in found.spared
    }
    assert told == {
        "swearing": ("unless", ["drat"], ["never say drat"]),
        "shouting": ("except", ["oi"], ["only joking"]),
    }


def test_a_post_without_anything_has_nothing_to_explain(policy: Policy) -> None:
    found = explained(policy, "good morning")
    assert found.spared == ()
    assert found.steps == ()
