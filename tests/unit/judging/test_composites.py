"""Rules about other rules: which matched, how many points they have together, and what they take the place of."""

from pathlib import Path

import pytest

from houserules.contracts.post import Media
from houserules.contracts.stages import Duplicate, Screening
from houserules.contracts.verdict import Verdict
from houserules.judging.policy import Policy, PolicyError, load_policy
from houserules.judging.policy.trial import run_policy_tests
from support.judging import MOMENT, POLICY, judged, rule, small_policy, write_policy

GROUPS = POLICY + "groups: {advert: {cap: 5}}\n"


def sign(name: str, value: str = "", **more: str) -> str:
    """A rule that finds its own name and does nothing; with a `value`, it gives points."""
    extra = f"points: {{group: advert, value: {value}}}" if value else ""
    return rule(f"{{terms: [{name}]}}", hit=name, id=name, **({"outcome": "allow", "extra": extra} | more))


def found(policy: Policy, text: str, **fields: object) -> dict[str, str | None]:
    return {item.rule_id: item.suppressed_by for item in verdict(policy, text, **fields).findings}


def verdict(policy: Policy, text: str, **fields: object) -> Verdict:
    return judged(policy, text, **fields).verdict


def load(path: Path, *rules: str, **files: str) -> Policy:
    return load_policy(write_policy(path, "\n".join(rules), GROUPS, **files))


def problems(path: Path, *rules: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load(path, *rules)
    return [str(problem) for problem in caught.value.problems]


def test_a_rule_may_ask_whether_others_matched(tmp_path: Path) -> None:
    both = rule("{all: [{rule: cat}, {rule: dog}, {none: [{rule: fox}]}]}", hit="cat dog", id="both")
    policy = load(tmp_path, both, sign("cat"), sign("dog", mode="shadow"), sign("fox"))
    assert "both" in found(policy, "cat and dog")
    assert verdict(policy, "cat and dog").outcome == "hide"
    for text in ("a cat", "a dog", "cat dog fox"):
        assert "both" not in found(policy, text), text
    assert run_policy_tests(policy) == []


def test_what_others_saw_is_its_evidence(tmp_path: Path) -> None:
    policy = load(tmp_path, rule("{all: [{rule: cat}, {author: {roles: [new]}}]}", id="new.cat"), sign("cat"))
    finding = next(item for item in verdict(policy, "my cat", roles=["new"]).findings if item.rule_id == "new.cat")
    assert [(span.start, span.end) for span in finding.spans] == [(3, 6)]
    assert finding.severity == "medium"
    assert "new.cat" not in found(policy, "my cat")


def test_rules_about_rules_about_rules(tmp_path: Path) -> None:
    one = rule("{rule: cat}", id="one", outcome="allow")
    two = rule("{any: [{rule: one}, {rule: dog}]}", id="two", outcome="allow")
    three = rule("{all: [{rule: two}, {terms: [fox]}]}", id="three")
    policy = load(tmp_path, three, two, one, sign("cat"), sign("dog"))
    assert found(policy, "cat fox").keys() == {"cat", "one", "two", "three"}
    assert found(policy, "dog fox").keys() == {"dog", "two", "three"}
    assert found(policy, "fox") == {}


def test_points_add_up_under_a_cap(tmp_path: Path) -> None:
    rules = (sign("cat", "0.1"), sign("dog", "0.2"), sign("fox", "-0.1"), sign("owl", "90"))
    low = rule("{points: {group: advert, at_least: 0.3}}", hit="cat dog", id="low")
    high = rule("{points: {group: advert, at_least: 5}}", hit="owl", id="high")
    policy = load(tmp_path, *rules, low, high)
    assert "low" in found(policy, "cat dog")
    assert "low" not in found(policy, "dog dog dog")
    assert "low" not in found(policy, "cat dog fox")
    assert {"low", "high"} <= found(policy, "owl fox").keys()


def test_a_rule_may_count_in_several_groups(tmp_path: Path) -> None:
    main = POLICY + "groups: {one: {cap: 5}, two: {cap: 5}}\n"
    cat = sign("cat", extra="points: [{group: one, value: 1}, {group: two, value: 2}]")
    rules = [rule(f"{{points: {{group: {name}, at_least: 2}}}}", id=name) for name in ("one", "two")]
    policy = load_policy(write_policy(tmp_path, cat + "".join(rules), main))
    assert found(policy, "cat").keys() == {"cat", "two"}


def test_a_composite_takes_the_place_of_others(tmp_path: Path) -> None:
    both = rule("{all: [{rule: cat}, {rule: dog}]}", id="both", outcome="hold", extra="replaces: [cat]")
    policy = load(tmp_path, both, sign("cat", outcome="hide"), sign("dog"))
    assert found(policy, "cat dog") == {"cat": "both", "dog": None, "both": None}
    assert (verdict(policy, "cat dog").outcome, verdict(policy, "cat").outcome) == ("hold", "hide")


def test_in_shadow_it_takes_nothing(tmp_path: Path) -> None:
    both = rule("{rule: cat}", id="both", outcome="allow", mode="shadow", extra="replaces: [cat]")
    policy = load(tmp_path, both, sign("cat", outcome="hide"))
    assert found(policy, "cat")["cat"] is None
    assert verdict(policy, "cat").outcome == "hide"


def test_a_picture_and_its_text_are_one_post(tmp_path: Path) -> None:
    both = rule("{all: [{rule: cat}, {rule: dog}]}", id="both")
    words = rule("{all: [{rule: cat}, {terms: [owl]}]}", hit="cat owl", id="words")
    policy = load(tmp_path, both, words, sign("cat"), sign("dog"))
    assert "both" in found(policy, "a dog", media=[Media(kind="photo", alt="a cat")])
    assert "words" in found(policy, "a cat", media=[Media(kind="photo", alt="an owl")])
    assert "words" in found(policy, "an owl", media=[Media(kind="photo", alt="a cat")])
    spans = [item.spans for item in verdict(policy, "an owl", media=[Media(kind="photo", alt="a cat")]).findings]
    assert all(span.end <= len("an owl") for item in spans for span in item)


def test_a_rule_that_asks_about_a_campaign_does_so_for_those_that_ask_about_it(tmp_path: Path) -> None:
    many = rule("{duplicate: campaign}", id="many", outcome="allow")
    both = rule("{all: [{rule: many}, {rule: cat}]}", id="both", outcome="hold")
    policy = load(tmp_path, both, many, sign("cat"))
    screening = Screening(MOMENT, campaign=Duplicate("repeat", "campaign", "c", "k", 1.0, "exact"))
    assert found(policy, "cat", screening=screening).keys() == {"cat", "many", "both"}
    assert found(policy, "cat").keys() == {"cat"}
    care = rule("{rule: many}", id="care", category="SERIOUS_QUERY", outcome="allow")
    assert any("whoever needs help is met the same" in item for item in problems(tmp_path / "b", many, care))


def test_a_composite_may_be_an_exception(tmp_path: Path) -> None:
    policy = load(tmp_path, sign("cat"), rule("{terms: [dog]}", id="plain", extra="except: {rule: cat}"))
    assert found(policy, "dog").keys() == {"plain"}
    assert found(policy, "cat dog").keys() == {"cat"}


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ((sign("cat"), rule("{rule: cta}", id="x")), "no rule is called `cta` (did you mean `cat`?)"),
        ((rule("{rule: b}", id="a"), rule("{rule: a}", id="b")), "asks about itself: a -> b -> a"),
        ((rule("{rule: a}", id="a"),), "asks about itself: a -> a"),
        (
            (rule("{points: {group: advert, at_least: 1}}", id="a", extra="points: {group: advert, value: 1}"),),
            "asks about itself: a -> a",
        ),
        ((sign("cat", "0"),), "0 points change nothing"),
        (
            (sign("cat", extra="points: {group: adverts, value: 1}"),),
            "`adverts` is unknown here (did you mean `advert`?)",
        ),
        ((rule("{points: {group: advert, at_least: 6}}"),), "more than the cap of `advert` (5)"),
        ((sign("cat", extra="replaces: [dgo]"), sign("dog")), "no rule is called `dgo` (did you mean `dog`?)"),
        (
            (
                sign("cat", extra="replaces: [care]"),
                rule("{terms: [x]}", id="care", category="SERIOUS_QUERY", outcome="allow"),
            ),
            "`care` is for people who need help",
        ),
        (
            (sign("cat", extra="replaces: [dog]"), sign("dog", category="THREAT")),
            "on a disclosure PROFANITY has no effect, so that of `dog` (THREAT) would be lost",
        ),
    ],
)
def test_mistakes_are_told(tmp_path: Path, rules: tuple[str, ...], message: str) -> None:
    found = problems(tmp_path, *rules)
    assert any(message in item and item.startswith("rules/all.yaml:") for item in found), found


def test_a_long_chain_of_rules_is_no_trouble(tmp_path: Path) -> None:
    chain = [rule(f"{{rule: r{number + 1}}}", id=f"r{number}", outcome="allow") for number in range(300)]
    policy = load(tmp_path, *chain, rule("{terms: [cat]}", id="r300", outcome="allow"))
    assert len(found(policy, "cat")) == 301


def test_a_policy_of_plain_rules_keeps_nothing_for_others(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule())
    assert not policy.at(MOMENT).has_late
    assert policy.at(0) is policy.at(MOMENT)


def test_an_overlay_may_not_make_care_depend_on_a_campaign(tmp_path: Path) -> None:
    many = rule("{duplicate: campaign}", id="many", outcome="allow")
    both = rule("{all: [{rule: many}, {rule: cat}]}", id="both", outcome="hold")
    overlay = "id: soon\ntitle: Soon\nstarts: 2026-05-07\nends: 2026-05-09\nset: {both: {then: {actions: [reply_signpost]}}}\n"
    with pytest.raises(PolicyError, match="whoever needs help is met the same"):
        load(tmp_path, both, many, sign("cat"), overlays__soon=overlay)
