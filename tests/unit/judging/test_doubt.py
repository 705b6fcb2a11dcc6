"""Who may need help is not punished before a person has looked, whatever rule says so and whatever becomes of scorers."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.contracts.stages import Duplicate, Screening
from houserules.judging.doubt import punishes
from houserules.judging.evaluate import evaluate
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy, PolicyError, load_policy, sections
from houserules.scoring.base import Scores
from support.judging import MOMENT, POLICY, Always, redacted, rule, write_policy

MAIN = (
    POLICY.replace("template: protect}", "template: protect, doubt: {hurt: 0.3, lost: 0.5}, outweighed_by: [cruel]}")
    + "scorers: [two]\n"
)
STRIKE = rule(category="HARASSMENT", severity="high", then=", actions: [notify_author, record_strike]")
PUNISHMENTS = {"remove", "record_strike", "mute_author", "block_author", "report_to_platform", "notify_author"}


class Two:
    """Reads its scores from the text: `30 50 ...`, where a third number may tell how cruel it is. Breaks on `poison`."""

    name = "two"
    names = ("hurt", "lost", "cruel")
    digest = "sha256:0"

    def score(self, texts: Sequence[str]) -> Scores:
        if any("poison" in text for text in texts):
            raise RuntimeError("no score")
        numbers = [[int(part) / 100 for part in text.split() if part.isdigit()] for text in texts]
        return np.array([[*found, 0.0][:3] for found in numbers], np.float64)


@pytest.fixture(autouse=True)
def scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "shipped_scorers", lambda: ("two",))
    made = Two()
    monkeypatch.setattr(sections, "load_scorer", lambda name: made)


def load(path: Path, *rules: str, main: str = MAIN) -> Policy:
    return load_policy(write_policy(path, "\n".join(rules), main))


def judged(policy: Policy, text: str) -> Judgement:
    return judge([redacted(text)], policy, Always())[0]


def verbs(judgement: Judgement) -> set[str]:
    return {action.verb for action in judgement.actions}


@pytest.mark.parametrize("scores", ["30 0", "0 50", "99 99"])
def test_a_score_in_doubt_leaves_a_hold_and_nothing_against_the_author(tmp_path: Path, scores: str) -> None:
    judgement = judged(load(tmp_path, STRIKE), f"{scores} zebra")
    assert (judgement.verdict.outcome, judgement.verdict.visibility) == ("hold", "held")
    assert judgement.verdict.findings[0].suppressed_by == "safeguarding.doubt"
    assert judgement.verdict.degraded == ()
    assert verbs(judgement) == {"hold"}


@pytest.mark.parametrize("scores", ["29 49", "0 0"])
def test_without_doubt_a_rule_does_what_it_says(tmp_path: Path, scores: str) -> None:
    judgement = judged(load(tmp_path, STRIKE), f"{scores} zebra")
    assert judgement.verdict.outcome == "hide"
    assert judgement.verdict.findings[0].suppressed_by is None
    assert verbs(judgement) == {"hide", "notify_author", "record_strike"}


@pytest.mark.parametrize(
    ("scores", "outcome"), [("40 0 40", "hold"), ("40 0 41", "hide"), ("10 60 55", "hold"), ("0 0 9", "hide")]
)
def test_what_reads_still_more_like_an_attack_leaves_no_doubt(tmp_path: Path, scores: str, outcome: str) -> None:
    assert judged(load(tmp_path, STRIKE), f"{scores} zebra").verdict.outcome == outcome


def test_a_removal_is_a_hold_and_other_rules_are_left_alone(tmp_path: Path) -> None:
    removal = rule("{terms: [lion]}", id="gone", outcome="remove", category="ILLEGAL", hit="lion")
    hiding = rule("{terms: [cat]}", id="plain", then=", actions: [notify_author]", hit="cat")
    policy = load(tmp_path, removal, hiding)
    assert judged(policy, "90 0 lion").verdict.outcome == "hold"
    assert judged(policy, "0 0 lion").verdict.outcome == "remove"
    assert verbs(judged(policy, "90 0 cat")) == {"hide", "notify_author"}


def test_a_scorer_that_fails_leaves_doubt(tmp_path: Path) -> None:
    judgement = judged(load(tmp_path, STRIKE), "poison zebra")
    assert judgement.verdict.outcome == "hold"
    assert not verbs(judgement) & PUNISHMENTS


def test_a_campaign_is_no_reason_to_punish_in_doubt(tmp_path: Path) -> None:
    copies = rule(
        "{duplicate: campaign}", category="SPAM", outcome="hide", then=", actions: [record_strike]", hit="copies"
    )
    policy = load(tmp_path, copies)
    campaign = Duplicate(
        role="repeat", kind="campaign", cluster_id="c", survivor="x:a:9", similarity=1.0, method="exact"
    )
    in_doubt, plain = (
        judge([redacted(f"{scores} copies", screening=Screening(MOMENT, campaign=campaign))], policy, Always())[0]
        for scores in ("90 0", "0 0")
    )
    assert "record_strike" in verbs(plain)
    assert not verbs(in_doubt) & PUNISHMENTS


@given(
    hurt=st.integers(0, 99), lost=st.integers(0, 99), outcome=st.sampled_from(["hide", "remove", "hold", "escalate"])
)
def test_no_rule_punishes_in_doubt(
    tmp_path_factory: pytest.TempPathFactory, hurt: int, lost: int, outcome: str
) -> None:
    then = ", actions: [preserve_evidence, escalate_moderator, notify_author, record_strike, report_to_platform]"
    policy = load(tmp_path_factory.mktemp("policy"), rule(outcome=outcome, category="THREAT", then=then))
    text = f"{hurt} {lost} zebra"
    (effects,) = evaluate([redacted(text)], policy)
    assert any(map(punishes, effects))
    doubtful = hurt >= 30 or lost >= 50
    assert bool(verbs(judged(policy, text)) & {"remove", "record_strike", "report_to_platform"}) is not doubtful


@pytest.mark.parametrize(
    ("doubt", "said"),
    [
        ("{hurts: 0.3}", "hurts"),
        ("{hurt: 0.3}, outweighed_by: [cruelty]", "cruelty"),
        ("{hurt: 2}", "0.001 to 1"),
        ("0.3", "doubt"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, doubt: str, said: str) -> None:
    main = MAIN.replace("{hurt: 0.3, lost: 0.5}, outweighed_by: [cruel]", doubt)
    with pytest.raises(PolicyError) as raised:
        load(tmp_path, STRIKE, main=main)
    assert said in str(raised.value) or "policy.yaml:8" in str(raised.value)
    assert "policy.yaml:8" in str(raised.value)


def test_without_a_scorer_there_is_nothing_to_doubt_by(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no scorer is there"):
        load(tmp_path, STRIKE, main=MAIN.replace("scorers: [two]\n", ""))
