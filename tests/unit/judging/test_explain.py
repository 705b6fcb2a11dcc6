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


ANIMALS = "description: Animals.\nterms: [zebra]\nallow: [zebra crossing]\n"


@pytest.mark.parametrize(
    ("match", "text", "by", "seen"),
    [
        ("{lexicon: animals, own_words: true}", "she called me a zebra", "own_words", "zebra"),
        ("{lexicon: animals, aimed: true}", "look, a zebra", "aimed", "zebra"),
        ("{lexicon: animals, quoted: false}", 'they said "zebra" again', "quoted", "zebra"),
        ("{lexicon: animals, near: {terms: [hippo]}}", "a zebra alone", "near", "zebra"),
        ("{lexicon: animals}", "wait at the zebra crossing", "allow", "zebra"),
        ("{all: [{lexicon: animals, own_words: true}, {terms: [oi]}]}", "oi, he said zebra", "own_words", "zebra, oi"),
    ],
)
def test_words_that_a_filter_let_go_are_told_with_the_filter(
    tmp_path: Path, match: str, text: str, by: str, seen: str
) -> None:
    hit = "you zebra hippo oi"
    policy = small_policy(tmp_path, rule(match, hit=hit), lexicons__animals=ANIMALS)
    (spared,) = explained(policy, text).spared
    assert (spared.rule_id, spared.by, spared.excuses) == ("a.rule", by, ())
    assert {text[span.start : span.end] for span in spared.spans} == set(seen.split(", "))


def test_what_would_be_excused_anyway_is_not_told_of_a_filter(tmp_path: Path) -> None:
    match = "{lexicon: animals, own_words: true}"
    policy = small_policy(tmp_path, rule(match, extra="except: {phrases: [only joking]}"), lexicons__animals=ANIMALS)
    assert explained(policy, "she called me a zebra, only joking").spared == ()
    assert explained(policy, "she called me a hippo").spared == ()
