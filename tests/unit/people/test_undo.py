"""What an undo takes back, and what it leaves alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from houserules.contracts.action import Action
from houserules.contracts.ids import undo_action_id
from houserules.contracts.verdict import Verdict
from houserules.contracts.vocabulary import Verb, Visibility
from houserules.people.undo import Recorded, Undo, Wanted, plan_undo
from support.people import POST, found_by, order, verdict


@dataclass(frozen=True)
class Then:
    visibility: Visibility = "hidden"
    actions: tuple[Verb, ...] = ()
    outcome: str = "hide"


RULES = {
    "profanity.words": Then(actions=("notify_author",)),
    "threat.violence": Then(actions=("record_strike",)),
    "crisis.self": Then("visible", (), "escalate"),
}


def made(name: str = "v1", *others: str, suppressed: bool = False) -> Verdict:
    """A verdict whose findings are of `profanity.words` and of `others`."""
    return found_by("profanity.words", *others, of=name, suppressed=frozenset(others if suppressed else ()))


def undo(actions: Sequence[Action], *, decided: bool = False, found: Verdict | None = None, **wanted: Any) -> Undo:
    """The undo of `profanity.words` on one post; the actions were recorded a second apart from 1 s on."""
    recorded = [Recorded(action, 2, 1000 * (place + 1)) for place, action in enumerate(actions)]
    found = made() if found is None else found
    chosen = Wanted("profanity.words", **wanted)
    return plan_undo({POST: recorded}, chosen, frozenset([POST] if decided else []), {found.verdict_id: found}, RULES)


def test_reversible_orders_get_their_inverse_under_an_id_that_follows_from_them() -> None:
    strike = order("record_strike")
    plan = undo([order("hide"), strike, order("notify_author"), order("remove")])
    assert plan.counts() == {"hide": 1, "record_strike": 1}
    assert plan.left == {("notify_author", "irreversible"): 1, ("remove", "irreversible"): 1}
    for recorded, action in plan.withdrawals:
        assert action.action_id == undo_action_id(recorded.action.action_id)
        assert (action.undo_of, action.precedence, action.verdict_id) == (
            recorded.action.action_id,
            "human",
            verdict(),
        )
        assert action.verb == recorded.action.inverse
    again = undo([order("hide"), strike, *(action for _, action in plan.withdrawals)])
    assert again.withdrawals == []
    assert again.left == {("hide", "already-undone"): 1, ("record_strike", "already-undone"): 1}


@pytest.mark.parametrize(
    ("actions", "more", "why"),
    [
        ([order("hide")], {"decided": True}, "human-decided"),
        ([order("hide"), order("unhide", of="v2", rule=None)], {}, "not-in-force"),
        ([order("hide", of="v0", rule="threat.violence"), order("hide")], {}, "other-order"),
        ([order("hide")], {"found": made("v1", "threat.violence")}, "other-rule"),
        ([order("record_strike")], {"found": made("v1", "threat.violence")}, "other-rule"),
        ([order("hide")], {"found": made("v1", "rule.that.is.gone")}, "other-rule"),
        ([order("hide")], {"found": made("v9")}, "no-verdict"),
    ],
)
def test_what_is_left_alone(actions: list[Action], more: dict[str, Any], why: str) -> None:
    plan = undo(actions, **more)
    assert plan.withdrawals == []
    assert [reason for _, reason in plan.left] == [why]


@pytest.mark.parametrize(
    "found", [made("v1", "crisis.self"), made("v1", "threat.violence", suppressed=True), made("v1", "profanity.words")]
)
def test_findings_that_ask_for_nothing_of_the_kind_do_not_stand_in_the_way(found: Verdict) -> None:
    assert undo([order("hide")], found=found).counts() == {"hide": 1}


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 1),
        ({"version": 1}, 1),
        ({"version": 2}, 0),
        ({"since": 1000}, 1),
        ({"since": 1001}, 0),
        ({"until": 1000}, 0),
        ({"until": 1001}, 1),
    ],
)
def test_which_orders_are_meant(wanted: dict[str, int], count: int) -> None:
    assert undo([order("hide")], **wanted).counts().total() == count


def test_other_rules_and_people_are_never_meant() -> None:
    plan = undo([order("hide", rule="threat.violence"), order("hold", precedence="human")])
    assert (plan.withdrawals, plan.left.total()) == ([], 0)
