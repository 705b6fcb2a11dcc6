"""Precision per rule: the interval, and that each post counts once, for what stands."""

import pytest

from houserules.contracts.decision import PostDecision, RuleRef
from houserules.people.precision import OTHER, RuleTally, wilson


@pytest.mark.parametrize(
    ("upheld", "reviewed", "lower", "upper"),
    # Reference values of the Wilson score interval at z = 1.96.
    [(0, 0, 0.0, 1.0), (1, 1, 0.2065, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (95, 100, 0.8882, 0.9785)],
)
def test_the_interval(upheld: int, reviewed: int, lower: float, upper: float) -> None:
    found = wilson(upheld, reviewed)
    assert found.lower == pytest.approx(lower, abs=2e-4)
    assert found.upper == pytest.approx(upper, abs=2e-4)
    assert found.lower <= found.share <= found.upper


def decision(result: str, *rules: str, version: int = 1) -> PostDecision:
    return PostDecision(
        post_key="p",
        version=version,
        partition=0,
        rules=tuple(RuleRef(rule, 1) for rule in rules),
        result=result,  # type: ignore[arg-type]
    )


def test_the_decision_that_stands_counts_instead_of_the_one_before() -> None:
    tally = RuleTally(["a", "b"])
    assert tally.precision("a") is None
    assert tally.put(1, decision("upheld", "a", "b")) == ("a", "b")
    tally.put(2, decision("overturned", "a"))
    found = tally.precision("a")
    assert found is not None
    assert found.share == 0.5
    assert tally.put(2, decision("modified", "a", version=2)) == ("a",)
    found = tally.precision("a")
    assert found is not None
    assert found.share == 1.0
    tally.put(2, decision("modified", "a", version=2))
    assert tally.precision("a") == wilson(2, 2)


def test_rules_that_are_gone_share_one_label_and_refusals_count_nothing() -> None:
    tally = RuleTally(["a"])
    assert tally.put(1, decision("upheld", "gone.1", "gone.2")) == (OTHER,)
    assert tally.precision(OTHER) == wilson(1, 1)
    assert tally.put(2, decision("overturned", "a", version=0)) == ()
    assert tally.precision("a") is None
