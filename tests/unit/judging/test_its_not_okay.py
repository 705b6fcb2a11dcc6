"""The shipped policy: its own tests pass, it loads quickly, and it keeps the campaign's promises."""

import gc
import time
from dataclasses import replace
from pathlib import Path

import pytest

from houserules.contracts.vocabulary import CATEGORIES, PROTECTED_CATEGORIES
from houserules.judging.judge import judge
from houserules.judging.policy import Policy, load_policy, shipped_policy_path
from houserules.judging.policy.matching import compiled
from houserules.judging.policy.model import Example
from houserules.judging.policy.trial import example_posts, run_policy_tests
from support.judging import Always

PATH = shipped_policy_path("its-not-okay")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(PATH)


def categories(policy: Policy, *texts: str) -> list[set[str]]:
    posts = example_posts([Example(file="", line=0, text=text) for text in texts], policy)
    judgements = judge(posts, policy, Always())
    return [{item.category for item in judgement.verdict.findings} for judgement in judgements]


def test_the_rules_pass_their_own_tests(policy: Policy) -> None:
    assert [str(failure) for failure in run_policy_tests(policy)] == []


def test_a_failing_test_is_told_with_its_place(policy: Policy) -> None:
    place = next(number for number, item in enumerate(policy.rules) if item.id == "profanity.words")
    item = policy.rules[place]
    rules = (*policy.rules[:place], replace(item, hits=item.misses, misses=item.hits), *policy.rules[place + 1 :])
    failures = run_policy_tests(replace(policy, rules=rules))
    assert len(failures) == len(item.hits) + len(item.misses)
    assert str(failures[0]).startswith("rules/civility.yaml:")


def test_every_category_of_house_rules_has_a_rule_and_a_clause(policy: Policy) -> None:
    assert {item.category for item in policy.rules} == set(CATEGORIES) - {"DEGRADED"}
    assert {item.clause for item in policy.rules} <= set(policy.clauses)
    assert all(name.startswith("HR-") for name in policy.clauses)


def test_only_the_test_string_removes(policy: Policy) -> None:
    assert [item.id for item in policy.rules if item.then.outcome == "remove"] == ["test.remove"]


def test_every_rule_that_is_enforced_can_be_set_off_by_something(policy: Policy) -> None:
    assert policy.index.always == ()


def test_people_who_disclose_are_always_signposted_and_preserved(policy: Policy) -> None:
    for item in policy.rules:
        if item.category in PROTECTED_CATEGORIES:
            assert {"preserve_evidence", "escalate_safeguarding", "reply_signpost"} <= set(item.then.actions)


def test_the_messages_that_people_are_meant_to_repeat_set_nothing_off(policy: Policy) -> None:
    assert policy.screening.campaigns is not None
    texts = policy.screening.campaigns.solidarity
    assert len(texts) >= 25
    assert categories(policy, *texts) == [set()] * len(texts)


def test_nobody_is_punished_for_a_campaign(policy: Policy) -> None:
    rules = policy.on_campaigns
    assert {item.category for item in rules} == {"DUPLICATE", "SPAM"}
    for item in rules:
        assert item.then.actions == ("escalate_moderator",)
        assert item.then.severity in ("none", "low")


def test_it_loads_without_making_a_deployment_wait(policy: Policy) -> None:
    gc.collect()
    best = min(_timed_load() for _ in range(2))
    assert best < 4, "two seconds and a half of processor time where nothing else runs"


def _timed_load() -> float:
    compiled.cache_clear()  # a deployment has loaded nothing before
    start = time.process_time()
    load_policy(PATH)
    return time.process_time() - start


def test_the_words_of_the_campaign_set_nothing_off(policy: Policy) -> None:
    texts = [
        "rape",
        "grooming",
        "child sexual exploitation",
        "sexting",
        "abuse at age 13",
        "Rape Crisis",
        "survivor",
        "consent",
        "sex education in schools",
        "online grooming awareness week",
        "What is grooming? Learn more on our website",
        "Children aged 11 to 15 are most at risk of online grooming",
        "The trial of the rape crisis charity's new app begins",
        "nudes shared without consent are a crime",
        "suicide prevention",
        "pornography and young people",
    ]
    assert categories(policy, *texts) == [set()] * len(texts)


def test_places_and_names_set_nothing_off(policy: Policy) -> None:
    texts = [
        "Scunthorpe, Penistone, Clitheroe, Cockermouth, Lightwater, Sussex, Essex, Middlesex",
        "Mr Hancock, Mrs Cockburn, Dr Dickens, Miss Glasscock, Ms Titmuss and Mr Kuntz",
        "Offa's Dyke, Dyke Road, Lower Slaughter and the river Piddle",
        "The assassin asked for a cocktail in the basement of the classic arsenal",
        "Six Mile Bottom and Great Snoring are villages",
        "shiitake mushrooms, cockles, titbits, dickie bows and pussy willow",
        "We saw a cock pheasant and a great tit on the bird feeder",
        "Black people, Asian women, gay men, trans teenagers and disabled children are welcome here",
        "The muslim community, the jewish community and local churches stood together",
    ]
    assert categories(policy, *texts) == [set()] * len(texts)


def test_long_and_odd_texts_do_no_harm(policy: Policy) -> None:
    texts = [
        "",
        " ",
        "🙂" * 500,
        "a" * 20_000,
        "i was " * 3_000,
        "(" * 3_000,
        "he she they " * 2_000,
        "\ud800",
        "é" * 999,
    ]
    assert len(categories(policy, *texts)) == len(texts)


def test_its_files_stay_readable() -> None:
    for file in Path(PATH).rglob("*.yaml"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 400, file
