"""Rules that ask a scorer: when it is asked, how often, and what becomes of posts when it fails."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from houserules.contracts.post import Media
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy, PolicyError, load_policy, sections
from houserules.scoring.base import Scores
from support.judging import POLICY, Always, redacted, rule, write_policy

MAIN = POLICY + "scorers: [tiny]\n"


class Tiny:
    """Scores `loud` by the share of capitals and `long` by length; counts its calls, and fails on a given text."""

    name = "tiny"
    names = ("loud", "long")
    digest = "sha256:0"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.poison: str | None = None

    def score(self, texts: Sequence[str]) -> Scores:
        self.asked.append(list(texts))
        if self.poison in texts:
            raise RuntimeError("no score")
        rows = [(sum(map(str.isupper, text)) / (len(text) or 1), min(len(text), 100) / 100) for text in texts]
        return np.array(rows, np.float64).reshape(len(texts), 2)


@pytest.fixture
def scorer(monkeypatch: pytest.MonkeyPatch) -> Tiny:
    tiny = Tiny()
    monkeypatch.setattr(sections, "shipped_scorers", lambda: ("tiny",))
    monkeypatch.setattr(sections, "load_scorer", lambda name: tiny)
    return tiny


def load(path: Path, *rules: str, main: str = MAIN) -> Policy:
    return load_policy(write_policy(path, "\n".join(rules), main))


def judgements(policy: Policy, *texts: str) -> list[Judgement]:
    return judge([redacted(text, post_key=f"x:a:{place}") for place, text in enumerate(texts)], policy, Always())


def outcomes(policy: Policy, *texts: str) -> list[str]:
    return [item.verdict.outcome for item in judgements(policy, *texts)]


def test_only_posts_with_the_cheaper_part_are_scored_and_all_in_one_call(tmp_path: Path, scorer: Tiny) -> None:
    policy = load(tmp_path, rule("{all: [{score: {name: loud, at_least: 0.9}}, {terms: [zebra]}]}"))
    assert outcomes(policy, "ZEBRA", "HIPPO", "zebra", "quiet", "ZEBRA!") == [
        "hide",
        "allow",
        "allow",
        "allow",
        "allow",
    ]
    assert scorer.asked == [["ZEBRA", "zebra", "ZEBRA!"]]


def test_a_batch_without_the_cheaper_part_costs_nothing(tmp_path: Path, scorer: Tiny) -> None:
    policy = load(tmp_path, rule("{all: [{terms: [zebra]}, {score: {name: loud, at_least: 0.9}}]}"))
    assert outcomes(policy, "HIPPO", "hello") == ["allow", "allow"]
    assert scorer.asked == []


def test_a_score_alone_is_asked_for_every_post_once(tmp_path: Path, scorer: Tiny) -> None:
    rules = [rule(f"{{score: {{name: {name}, at_least: 0.5}}}}", id=name) for name in ("loud", "long")]
    policy = load(tmp_path, *rules)
    assert outcomes(policy, "LOUD", "x" * 60, "quiet") == ["hide", "hide", "allow"]
    assert scorer.asked == [["LOUD", "x" * 60, "quiet"]]


def test_a_score_may_speak_against(tmp_path: Path, scorer: Tiny) -> None:
    policy = load(tmp_path, rule("{all: [{terms: [zebra]}, {none: [{score: {name: loud, at_least: 0.9}}]}]}"))
    assert outcomes(policy, "ZEBRA", "zebra") == ["allow", "hide"]


def test_a_score_beside_another_rule(tmp_path: Path, scorer: Tiny) -> None:
    both = rule("{all: [{rule: cat}, {score: {name: loud, at_least: 0.9}}]}", id="both")
    policy = load(tmp_path, both, rule("{terms: [cat]}", id="cat", outcome="allow"))
    assert outcomes(policy, "CAT", "cat", "DOG") == ["hide", "allow", "allow"]
    assert scorer.asked == [["CAT", "cat"]]


def test_the_words_in_a_picture_are_scored_too(tmp_path: Path, scorer: Tiny) -> None:
    policy = load(tmp_path, rule("{all: [{terms: [zebra]}, {score: {name: loud, at_least: 0.9}}]}"))
    (found,) = judge([redacted("hi", media=[Media(kind="photo", alt="ZEBRA")])], policy, Always())
    assert found.verdict.outcome == "hide"
    assert found.verdict.findings[0].view == "alternative"


def test_where_the_scorer_fails_a_person_looks_and_other_posts_are_judged(tmp_path: Path, scorer: Tiny) -> None:
    policy = load(tmp_path, rule("{all: [{terms: [zebra]}, {score: {name: loud, at_least: 0.9}}]}"))
    scorer.poison = "zebra"
    loud, bad, fine = (item.verdict for item in judgements(policy, "ZEBRA", "zebra", "a zebra"))
    assert [loud.outcome, bad.outcome, fine.outcome] == ["hide", "hold", "allow"]
    assert [item.category for item in bad.findings] == ["DEGRADED"]
    assert bad.degraded == ("judging.a.rule",)


def test_a_score_alone_that_fails_on_one_post_is_told_there_and_the_others_are_judged(
    tmp_path: Path, scorer: Tiny
) -> None:
    policy = load(tmp_path, rule("{score: {name: loud, at_least: 0.9}}"))
    scorer.poison = "poison"
    loud, bad, fine = (item.verdict for item in judgements(policy, "LOUD", "poison", "quiet"))
    assert [loud.outcome, bad.outcome, fine.outcome] == ["hide", "hold", "allow"]
    assert bad.degraded == ("judging.a.rule",)


@pytest.mark.parametrize(("share", "outcome"), [(0.5, "hide"), (0.501, "allow"), (0.4999, "hide")])
def test_a_score_alone_is_reached_to_the_thousandth(tmp_path: Path, scorer: Tiny, share: float, outcome: str) -> None:
    policy = load(tmp_path, rule(f"{{score: {{name: loud, at_least: {share}}}}}"))
    assert outcomes(policy, "LOud") == [outcome]


def test_the_words_in_a_picture_reach_a_score_alone(tmp_path: Path, scorer: Tiny) -> None:
    policy = load(tmp_path, rule("{score: {name: loud, at_least: 0.9}}"))
    (found,) = judge([redacted("hi", media=[Media(kind="photo", alt="ZEBRA")])], policy, Always())
    assert found.verdict.outcome == "hide"


def test_a_failure_in_shadow_holds_nobody(tmp_path: Path, scorer: Tiny) -> None:
    policy = load(tmp_path, rule("{all: [{terms: [zebra]}, {score: {name: loud, at_least: 0.9}}]}", mode="shadow"))
    scorer.poison = "zebra"
    assert outcomes(policy, "zebra") == ["allow"]


def test_the_scorer_is_part_of_what_judges(tmp_path: Path, scorer: Tiny) -> None:
    match = "{all: [{terms: [zebra]}, {score: {name: loud, at_least: 0.9}}]}"
    first = load(tmp_path / "a", rule(match)).digest
    assert load(tmp_path / "b", rule(match)).digest == first
    scorer.digest = "sha256:1"
    assert load(tmp_path / "c", rule(match)).digest != first


@pytest.mark.parametrize(
    ("match", "main", "message"),
    [
        ("{score: {name: lod, at_least: 0.9}}", MAIN, "`lod` is unknown here (did you mean `loud`?)"),
        ("{score: {name: loud, at_least: 2}}", MAIN, "2 is out of range"),
        ("{score: {name: loud, at_least: 0.9}}", POLICY, "name one in `scorers`"),
        ("{terms: [zebra]}", POLICY + "scorers: [tini]\n", "`tini` is unknown here (did you mean `tiny`?)"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, scorer: Tiny, match: str, main: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, rule(match), main=main)
    assert any(message in problem.what and problem.line for problem in caught.value.problems)


def test_where_scores_are_worked_out_anyway_other_rules_go_by_them_too(tmp_path: Path, scorer: Tiny) -> None:
    alone = rule("{score: {name: long, at_least: 0.9}}", id="alone")
    both = rule("{all: [{terms: [zebra]}, {score: {name: loud, at_least: 0.9}}]}", id="both")
    policy = load(tmp_path, alone, both)
    goes_by = {item.id: item.match.triggers() for item in policy.rules}
    assert all(max(goes_by[name]) < 0 for name in ("alone", "both"))
    assert outcomes(policy, "ZEBRA", "HIPPO", "zebra", "x" * 99) == ["hide", "allow", "allow", "hide"]
    assert scorer.asked == [["ZEBRA", "HIPPO", "zebra", "x" * 99]]


def test_a_rule_goes_by_the_words_that_are_met_least_often(tmp_path: Path, scorer: Tiny) -> None:
    common, rare = "(the|my) ~2 (mum|dad|friend|house)", "(zebra|giraffe) ~2 (ran|fled)"
    policy = load(tmp_path, rule(f"{{all: [{{phrases: ['{common}']}}, {{phrases: ['{rare}']}}]}}"))
    (found,) = policy.rules
    assert found.match.triggers() == found.match.parts[1].triggers()  # type: ignore[attr-defined]
    assert outcomes(policy, "my dad says the zebra ran", "my dad ran", "the zebra ran") == ["hide", "allow", "allow"]
