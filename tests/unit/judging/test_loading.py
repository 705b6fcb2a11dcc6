"""A policy is read strictly: each mistake is told with file and line, and all of them at once."""

from pathlib import Path

import pytest

from houserules.judging.policy import PolicyError, load_policy, resolve_policy, shipped_policies, shipped_policy_path
from support.judging import POLICY, rule, small_policy, write_policy


def problems(path: Path) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_policy_loads(tmp_path: Path) -> None:
    policy = small_policy(tmp_path, rule())
    assert (policy.id, policy.version, policy.title) == ("small", "1", "A small policy")
    assert [item.id for item in policy.rules] == ["a.rule"]
    assert policy.clauses["HR-1"].title == "Be kind"
    assert policy.digest.startswith("sha256:")


def test_a_key_given_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    text = POLICY + "title: Another title\n"
    (found,) = problems(write_policy(tmp_path, rule(), text))
    last = len(text.splitlines())
    assert found == f"policy.yaml:{last}: `title` is given twice, first on line 3; keep one of the two"


def test_an_unknown_field_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    text = rule().replace("description:", "descripton:")
    found = problems(write_policy(tmp_path, text))
    assert any(
        item.startswith("rules/all.yaml:6: unknown field `descripton` (did you mean `description`?)") for item in found
    )
    assert any("`description` is missing; add it" in item for item in found)


def test_all_mistakes_of_all_files_are_told(tmp_path: Path) -> None:
    rules = rule(id="one", outcome="punish") + rule(id="two", category="RUDENESS") + rule(id="three", confidence="7")
    found = problems(
        write_policy(tmp_path, rules, POLICY.replace('version: "1"', "version: 1"), lexicons__bad="terms: 5\n")
    )
    assert len(found) >= 5
    assert {item.split(":")[0] for item in found} == {"lexicons/bad.yaml", "policy.yaml", "rules/all.yaml"}
    assert any("`punish` is unknown here" in item for item in found)
    assert any("7 is out of range; use 0 to 1" in item for item in found)


def test_a_rule_without_enough_tests_refuses_to_load(tmp_path: Path) -> None:
    text = rule().replace("hit: [zebra, also zebra]", "hit: [zebra]")
    assert any(
        "a rule needs at least 2 posts that hit; add 1" in item for item in problems(write_policy(tmp_path, text))
    )


@pytest.mark.parametrize(
    ("match", "message"),
    [
        ("{terms: [zebra], phrase: [x]}", "unknown field `phrase` (did you mean `phrases`?)"),
        ("{regexp: [x]}", "no condition is called `regexp` (did you mean `regex`?)"),
        ("{lexicon: none-such}", "`none-such` is unknown here"),
        ("{use: none-such}", "`none-such` is unknown here"),
        ("{phrases: ['a <who> b']}", "no fragment is called `who`"),
        ("{phrases: ['a (b']}", "a `(` without its `)`"),
        ("{phrases: ['a b)']}", "a `)` without its `(`"),
        ("{phrases: ['a ~99 b']}", "a gap of 99 words; use 1 to 20"),
        ("{phrases: ['a (~2 )?b']}", "`~` stands behind a space"),
        ("{regex: ['a(b']}", "not a regular expression of RE2"),
        ("{pii: [PHONE, SHOE_SIZE]}", "`SHOE_SIZE` is unknown here"),
        ("{duplicate: campain}", "`campain` is unknown here (did you mean `campaign`?)"),
        ("{duplicate: {role: first}}", "`kind` is missing"),
        ("{duplicate: {kind: author, role: first}}", "only a campaign tells its `first`"),
        ("{duplicate: {kind: campaign, role: last}}", "`last` is unknown here"),
        ("{duplicate: {kind: campaign, method: nearly}}", "`nearly` is unknown here (did you mean `near`?)"),
        ("{duplicate: {kind: campaign, of: 5}}", "unknown field `of`"),
        ("{spoofed_helpline: false}", "put it under `none`"),
        ("{platform: [x], lang: [en]}", "join several with `all`, `any` or `none`"),
        ("{author: {}}", "says nothing about the author"),
        ("[zebra]", "expected fields, found a list"),
        ("{terms: []}", "found an empty one"),
    ],
)
def test_what_the_match_language_does_not_know_is_told(tmp_path: Path, match: str, message: str) -> None:
    found = problems(write_policy(tmp_path, rule(match)))
    assert any(message in item and item.startswith("rules/all.yaml:") for item in found), found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": "escalate"}, "`escalate` says to nobody"),
        ({"category": "SAFEGUARDING"}, "SAFEGUARDING always goes to a person"),
        (
            {"category": "CRISIS", "outcome": "escalate", "then": ", actions: [escalate_safeguarding, record_strike]"},
            "nobody is punished for CRISIS; take record_strike out",
        ),
        ({"then": ", visibility: held"}, "follows from the outcome `hide`"),
        ({"then": ", actions: [unhide]"}, "`unhide` is unknown here"),
        ({"then": ", template: shouting"}, "`shouting` is unknown here"),
    ],
)
def test_what_may_not_follow_is_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    assert any(message in item for item in problems(write_policy(tmp_path, rule(**change))))


@pytest.mark.parametrize(
    "change",
    [
        {"category": "SAFEGUARDING", "outcome": "escalate", "then": ", actions: [escalate_safeguarding]"},
        {"category": "SERIOUS_QUERY", "outcome": "allow"},
        {"then": ", actions: [reply_signpost]"},
        {"then": ", actions: [escalate_safeguarding]"},
    ],
)
@pytest.mark.parametrize(
    ("match", "extra"),
    [
        ("{any: [{terms: [zebra]}, {all: [{duplicate: campaign}, {none: [{terms: [hippo]}]}]}]}", ""),
        ("{terms: [zebra]}", "except: {none: [{duplicate: {kind: campaign, role: first}}]}"),
    ],
)
def test_care_does_not_depend_on_campaigns(tmp_path: Path, change: dict[str, str], match: str, extra: str) -> None:
    found = problems(write_policy(tmp_path, rule(match, extra=extra, **change)))
    assert any("whoever needs help is met the same" in item and item.startswith("rules/all.yaml:") for item in found)
    policy = small_policy(tmp_path / "other", rule(match, extra=extra))
    assert [item.id for item in policy.rules] == ["a.rule"]


def test_a_failure_of_ours_never_punishes(tmp_path: Path) -> None:
    text = POLICY.replace("default: hold", "default: hide")
    assert any(
        "would punish an author for our failure" in item for item in problems(write_policy(tmp_path, rule(), text))
    )


def test_yaml_is_not_guessed_at(tmp_path: Path) -> None:
    text = POLICY.replace('version: "1"', "version: no").replace("title: A small policy", "title: 0800")
    policy = load_policy(write_policy(tmp_path, rule(), text))
    assert (policy.version, policy.title) == ("no", "0800")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\nb: *x\n", "an alias"),
        ("a: !!python/name:os.getcwd x\n", "is not read"),
        ("a: [1\n", "not YAML"),
        ("", "the file is empty"),
        ("a: 1\n---\nb: 2\n", "not YAML"),
    ],
)
def test_odd_yaml_is_refused(tmp_path: Path, text: str, message: str) -> None:
    found = problems(write_policy(tmp_path, rule(), conditions=text))
    assert any(message in item and item.startswith("conditions.yaml") for item in found), found


@pytest.mark.parametrize(
    ("lexicon", "where", "message"),
    [
        ('terms: [zebra,\n  "🤡"]', "lexicons/animals.yaml:3:", "`🤡` holds no letter or digit"),
        ('terms:\n  - severity: low\n    terms: [zebra, "❤️"]', "lexicons/animals.yaml:4:", "holds no letter or digit"),
        ('terms: [zebra]\nallow: ["👏👏"]', "lexicons/animals.yaml:3:", "`👏👏` holds no letter or digit"),
        ('terms: [zebra]\nallow_phrases: ["a (b"]', "lexicons/animals.yaml:3:", "a `(` without its `)`"),
        ('terms: [zebra]\nallow_phrases: ["<who> b"]', "lexicons/animals.yaml:3:", "no fragment is called `who`"),
        ("terms: [zebra]\nallow_phrases: [[b]]", "lexicons/animals.yaml:3:", "expected text"),
    ],
)
def test_what_a_lexicon_cannot_hold_is_told_where_it_stands(
    tmp_path: Path, lexicon: str, where: str, message: str
) -> None:
    text = f"description: Animals.\n{lexicon}\n"
    found = problems(write_policy(tmp_path, rule("{lexicon: animals}"), lexicons__animals=text))
    assert any(item.startswith(where) and message in item for item in found), found


def test_a_file_that_nobody_reads_is_told(tmp_path: Path) -> None:
    found = problems(write_policy(tmp_path, rule(), contact="- name: X\n"))
    assert any(item.startswith("contact.yaml: no part of a policy") for item in found)


def test_a_contact_that_cannot_be_right_is_told(tmp_path: Path) -> None:
    found = problems(write_policy(tmp_path, rule(), contacts="- name: Helpline\n  phones: [ring me]\n"))
    assert any(item.startswith("contacts.yaml:1: contact `Helpline`") for item in found)


def test_two_rules_of_one_name_are_told(tmp_path: Path) -> None:
    found = problems(write_policy(tmp_path, rule() + rule()))
    assert any("the rule `a.rule` is also in rules/all.yaml" in item for item in found)


def test_the_digest_is_of_the_content_and_of_nothing_else(tmp_path: Path) -> None:
    first = small_policy(tmp_path / "a", rule())
    same = load_policy(write_policy(tmp_path / "elsewhere", "# a comment\n" + rule() + "\n\n"))
    other = small_policy(tmp_path / "c", rule(confidence="0.8"))
    assert first.digest == same.digest
    assert first.digest != other.digest


def test_policies_are_found_by_name_or_by_path(tmp_path: Path) -> None:
    assert "its-not-okay" in shipped_policies()
    assert resolve_policy("its-not-okay") == shipped_policy_path("its-not-okay")
    path = write_policy(tmp_path, rule())
    assert resolve_policy(str(path)) == path
    assert resolve_policy(str(path / "policy.yaml")) == path
    with pytest.raises(PolicyError, match="neither a shipped policy"):
        resolve_policy("its-not-ok")
    with pytest.raises(PolicyError, match="did you mean `its-not-okay`"):
        shipped_policy_path("its-not-ok")


def test_the_safeguarding_section_knows_its_categories(tmp_path: Path) -> None:
    text = POLICY.replace("waived: [PROFANITY]", "waived: [SAFEGUARDING]")
    assert any("`SAFEGUARDING` is unknown here" in item for item in problems(write_policy(tmp_path, rule(), text)))


def test_lifetimes_and_windows_are_lengths_of_time(tmp_path: Path) -> None:
    text = POLICY + "lifetimes: {default: 2h, hide: soon}\nscreening: {repeat_window: 99d}\n"
    found = problems(write_policy(tmp_path, rule(), text))
    assert any("`soon` is no length of time" in item for item in found)
    assert any("windows reach from 1m" in item for item in found)
    assert len(found) == 2
