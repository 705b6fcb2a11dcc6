"""Registers of court cases: read strictly, in force while a case is open, and a name in none of what comes out."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from houserules.contracts.times import from_millis
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy, PolicyError, load_policy
from houserules.judging.policy.model import Example
from houserules.judging.policy.trial import MOMENT, example_posts
from houserules.redaction.operators import hash_key
from houserules.redaction.protected import NameKey, protect
from support.judging import Always, rule, write_policy

SECRET = b"the window key"
KEY = NameKey(hash_key(SECRET))
DAY = 86_400_000
OPENS, CLOSES = MOMENT - 10 * DAY, MOMENT + 10 * DAY


def register(key: str = KEY.fingerprint, **fields: object) -> str:
    case = {"id": "a-case", "title": "A case", "opens": day(OPENS), "closes": day(CLOSES), **fields}
    return yaml.safe_dump({**({"key": key} if key else {}), "cases": [case]})


def day(moment: int) -> str:
    return from_millis(moment).date().isoformat()


def policy(tmp_path: Path, text: str, match: str = "{register: names}") -> Policy:
    rules = rule().splitlines()
    place = next(index for index, line in enumerate(rules) if line.strip().startswith("match:"))
    rules[place] = f"  match: {{any: [{match}, {{terms: [zebra]}}]}}"
    return load_policy(write_policy(tmp_path, "\n".join(rules) + "\n", registers__cases=text))


def judged(loaded: Policy, text: str, moment: int = MOMENT) -> Judgement:
    posts = example_posts([Example(file="x", line=1, text=text, at=moment)], loaded)
    return judge(posts, loaded, Always())[0]


@pytest.mark.parametrize(
    ("moment", "found"), [(OPENS - DAY, False), (OPENS + DAY, True), (CLOSES - DAY, True), (CLOSES + DAY, False)]
)
def test_a_name_is_protected_while_its_case_is_open(tmp_path: Path, moment: int, found: bool) -> None:
    loaded = policy(tmp_path, register(protected=[protect("Mo Quayle", KEY)])).keyed(SECRET)
    verdict = judged(loaded, "is it true it is mo quayle?", moment).verdict
    assert bool(verdict.findings) is found
    assert ("quayle" in repr(verdict)) is not found
    if found:
        (span,) = verdict.findings[0].spans
        assert (span.start, span.end, span.label) == (17, 26, "protected-name")


def test_with_another_window_key_every_post_is_held(tmp_path: Path) -> None:
    loaded = policy(tmp_path, register(protected=[protect("Mo Quayle", KEY)])).keyed(b"another")
    verdict = judged(loaded, "good morning").verdict
    assert verdict.visibility == "held"
    assert verdict.degraded == ("redaction.register",) or list(verdict.degraded) == ["redaction.register"]


@pytest.mark.parametrize(("moment", "found"), [(OPENS - DAY, False), (MOMENT, True), (CLOSES + DAY, False)])
def test_words_of_a_case_count_while_it_is_open(tmp_path: Path, moment: int, found: bool) -> None:
    text = register(key="", courts=["Ambridge Assize"], hashtags=["#AmbridgeTrial"])
    loaded = policy(tmp_path, text, "{register: cases}")
    for post in ("he did it #ambridgetrial", "see you at the Ambridge  Assize"):
        assert bool(judged(loaded, post, moment).verdict.findings) is found


def test_the_digest_tells_one_register_from_another(tmp_path: Path) -> None:
    names = [protect(name, KEY) for name in ("Mo Quayle", "Mo Quayles")]
    first, second = (policy(tmp_path / name[:6], register(protected=[name])) for name in names)
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (register(protected=["Mo Quayle"]), "a name never stands here"),
        (register(key="", protected=[protect("Mo Quayle", KEY)]), "no `key`"),
        (register(key="secret"), "no fingerprint"),
        (register(closes=day(OPENS - DAY)), "not after `opens`"),
        (register(courts=["it"]), "in too many posts"),
        (register(name="Mo Quayle"), "unknown field `name`"),
        ("cases: [{id: a, title: A}]", "`opens` is missing"),
    ],
)
def test_mistakes_are_told_and_names_are_not(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policy(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.file == "registers/cases.yaml"
    assert told in str(problem)
    assert "Quayle" not in str(problem)


def test_entries_of_two_keys_are_refused(tmp_path: Path) -> None:
    other = NameKey(b"other")
    first = register(protected=[protect("Mo Quayle", KEY)])
    second = register(other.fingerprint, protected=[protect("Mo Quayle", other)])
    with pytest.raises(PolicyError, match="another `key`"):
        load_policy(write_policy(tmp_path, rule(), registers__a=first, registers__b=second))


def test_no_register_costs_nothing(tmp_path: Path) -> None:
    loaded = load_policy(write_policy(tmp_path, rule()))
    assert loaded.redactor.protected is None
    assert replace(loaded).redactor.protected is None
