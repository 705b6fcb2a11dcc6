"""What a review changes, what it leaves, and when it is not taken."""

from typing import Any

import msgspec
import pytest

from houserules.contracts.action import Action
from houserules.contracts.deadletter import Reject
from houserules.contracts.decision import PostDecision, RuleRef
from houserules.contracts.encode import RecordError, decode_decision, decode_review, encode_decision
from houserules.contracts.review import Review, ReviewTarget
from houserules.people.orders import in_force
from houserules.people.reviews import Ledger, Refused, Repeated, Taken, decide
from support.people import AUTHOR, POST, order, review, verdict

HIDDEN = (order("preserve_evidence"), order("hide"), order("notify_author"), order("record_strike"))


def taken(asked: Review, actions: tuple[Action, ...] = HIDDEN, standing: PostDecision | None = None) -> Taken:
    """The answer to a review that has to be taken."""
    answer = decide(asked, Ledger(actions, 2, standing), 0)
    assert isinstance(answer, Taken), answer
    return answer


def verbs(actions: tuple[Action, ...]) -> list[str]:
    return [action.verb for action in actions]


@pytest.mark.parametrize(
    ("asked", "ordered", "left"),
    [
        (review("uphold"), [], ["preserve_evidence", "hide", "notify_author", "record_strike"]),
        (review("overturn"), ["unhide", "void_strike"], ["preserve_evidence", "notify_author"]),
        (
            review("modify", outcome="allow"),
            ["unhide", "void_strike"],
            ["preserve_evidence", "notify_author"],
        ),
        (
            review("modify", outcome="redact"),
            ["unhide", "void_strike", "redact_display"],
            ["preserve_evidence", "notify_author", "redact_display"],
        ),
        (
            review("modify", outcome="hold"),
            ["unhide", "void_strike", "hold"],
            ["preserve_evidence", "notify_author", "hold"],
        ),
        (review("modify", outcome="hide"), [], ["preserve_evidence", "hide", "notify_author", "record_strike"]),
        (
            review("modify", outcome="remove"),
            ["remove"],
            ["preserve_evidence", "hide", "notify_author", "record_strike", "remove"],
        ),
        (
            review("modify", outcome="escalate", reviewer_role="legal"),
            ["escalate_legal"],
            ["preserve_evidence", "hide", "notify_author", "record_strike", "escalate_legal"],
        ),
        (
            review("modify", outcome="escalate", labels=["safeguarding"]),
            ["escalate_safeguarding"],
            ["preserve_evidence", "hide", "notify_author", "record_strike", "escalate_safeguarding"],
        ),
    ],
    ids=lambda value: f"{value.decision}-{value.outcome}" if isinstance(value, Review) else None,
)
def test_what_a_review_of_a_hidden_post_orders_and_leaves(asked: Review, ordered: list[str], left: list[str]) -> None:
    answer = taken(asked)
    assert verbs(answer.actions) == ordered
    assert verbs(answer.decision.orders) == left
    for action in answer.actions:
        assert action.precedence == "human"
        assert action.review_id == "r1"
        assert action.not_after is None
        assert action.target.post_key == POST
    assert answer.decision.version == 1
    assert answer.decision.partition == 2
    assert decode_decision(encode_decision(answer.decision)) == answer.decision


def test_an_overturn_takes_the_strike_back_and_tells_the_judge() -> None:
    answer = taken(review("overturn"))
    (void,) = answer.voids
    assert (void.author_key, void.verdict_id, void.post_key, void.revision) == (AUTHOR, verdict(), POST, 1)
    assert [action.target.author_key for action in answer.actions if action.verb == "void_strike"] == [AUTHOR]
    assert taken(review("uphold")).voids == ()


def test_what_cannot_be_taken_back_is_named_and_never_pretended() -> None:
    actions = (order("remove"), order("report_to_platform"), order("reply_signpost"), order("redact_display"))
    answer = taken(review("overturn"), actions)
    assert set(answer.decision.irreversible) == {"remove", "report_to_platform", "reply_signpost", "redact_display"}
    # A person asks for this one post: some platforms can put it back, and the receipt tells.
    assert verbs(answer.actions) == ["restore"]
    assert taken(review("uphold"), actions).decision.irreversible == ()


def test_author_sanctions_are_taken_back_only_where_this_revision_was_sanctioned() -> None:
    old = (order("hide", of="v0"), order("record_strike", of="v0"), order("mute_author", of="v0"))
    new = (order("hide", of="v1", revision=2), order("block_author", of="v1", revision=2))
    answer = taken(review("overturn"), (*old, *new))
    assert sorted(verbs(answer.actions)) == ["unblock_author", "unhide"]
    assert sorted(verbs(answer.decision.orders)) == ["mute_author", "record_strike"]


@pytest.mark.parametrize(
    ("actions", "standing"),
    [
        ([order("hide"), order("unhide", of="v2")], []),
        ([order("hide"), order("hide")], ["hide"]),
        ([order("hide", of="v0"), order("hide", of="v1")], ["hide"]),
        ([order("hold"), order("hide")], ["hold", "hide"]),
        ([order("hold"), order("hide"), order("release", of="v2")], ["hide"]),
        ([order("record_strike", of="v0"), order("record_strike", of="v1")], ["record_strike", "record_strike"]),
        (
            [order("record_strike", of="v0"), order("record_strike", of="v1"), order("void_strike", of="v0")],
            ["record_strike"],
        ),
        ([order("unhide"), order("void_strike")], []),
    ],
)
def test_orders_in_force(actions: list[Action], standing: list[str]) -> None:
    assert verbs(in_force(actions)) == standing


def test_a_stale_review_is_refused_with_the_version_that_stands() -> None:
    first = taken(review("uphold")).decision
    answer = decide(review("overturn", name="r2", version=0), Ledger(HIDDEN, 2, first), 0)
    assert isinstance(answer, Refused)
    refused = answer.decision.refused
    assert refused is not None
    assert (refused.review_id, refused.reason, refused.version) == ("r2", "stale-version", 0)
    assert msgspec.structs.replace(answer.decision, refused=None, reviews=first.reviews) == first
    # Also once its version fits: delivered again, it gets no other answer.
    assert decide(review("overturn", name="r2", version=1), Ledger(HIDDEN, 2, answer.decision), 0) == Repeated()


def test_a_review_of_nothing_decided_that_claims_a_version_is_refused_and_nothing_stands() -> None:
    answer = decide(review("overturn", version=3), Ledger(HIDDEN, 2), 0)
    assert isinstance(answer, Refused)
    assert answer.decision.version == 0
    assert answer.decision.review_id is None
    # The refusal does not stand in the way of a review that looked again.
    assert taken(review("overturn", name="r2", version=0), standing=answer.decision).decision.version == 1


def test_a_review_of_an_edited_post_has_to_look_again() -> None:
    edited = (*HIDDEN, order("hold", of="v2", revision=2))
    answer = decide(review("overturn"), Ledger(edited, 2), 0)
    assert isinstance(answer, Refused)
    assert answer.decision.refused is not None
    assert answer.decision.refused.reason == "newer-revision"
    assert verbs(taken(review("overturn", of="v2"), edited).actions) == ["unhide", "release"]


def test_a_second_review_decides_on_what_the_first_has_left() -> None:
    first = taken(review("overturn")).decision
    again = taken(review("modify", name="r2", version=1, outcome="hide"), standing=first)
    assert verbs(again.actions) == ["hide"]
    assert again.decision.version == 2
    third = taken(review("overturn", name="r3", version=2), standing=again.decision)
    assert verbs(third.actions) == ["unhide"]
    assert third.decision.reviews == ("r1", "r2", "r3")


def test_automatic_actions_after_a_decision_count_no_more() -> None:
    first = taken(review("overturn")).decision
    later = (*HIDDEN, order("remove", of="v9", revision=2), order("record_strike", of="v9", revision=2))
    again = taken(review("uphold", name="r2", version=1), later, first)
    assert verbs(again.decision.orders) == ["preserve_evidence", "notify_author"]


def test_a_review_that_was_taken_is_not_taken_again() -> None:
    first = taken(review("overturn")).decision
    assert decide(review("overturn"), Ledger(HIDDEN, 2, first), 0) == Repeated()
    second = taken(review("uphold", name="r2", version=1), standing=first).decision
    assert decide(review("overturn"), Ledger(HIDDEN, 2, second), 0) == Repeated()


def test_a_stage_that_died_before_its_decision_gives_the_same_answer_again() -> None:
    answer = taken(review("modify", outcome="hold"))
    for written in range(len(answer.actions) + 1):
        assert taken(review("modify", outcome="hold"), (*HIDDEN, *answer.actions[:written])) == answer


def test_what_nobody_knows_is_set_aside_with_a_clear_reason() -> None:
    post = decide(review("overturn"), Ledger(), 0)
    assert isinstance(post, Reject)
    assert post.reason == "unknown-post"
    other = decide(review("overturn", of="v7"), Ledger(HIDDEN, 2), 0)
    assert isinstance(other, Reject)
    assert other.reason == "unknown-verdict"


def test_a_person_may_hide_what_the_machine_allowed() -> None:
    target = ReviewTarget(revision=1, platform="facebook", account="its-not-okay", author_key=AUTHOR)
    answer = decide(review("modify", outcome="hide", target=target), Ledger(), 3)
    assert isinstance(answer, Taken)
    (hide,) = answer.actions
    assert (hide.verb, hide.target.platform, hide.reason.rule_id) == ("hide", "facebook", None)
    assert answer.decision.partition == 3
    back = decide(review("overturn", name="r2", version=1), Ledger((), None, answer.decision), 0)
    assert isinstance(back, Taken)
    assert verbs(back.actions) == ["unhide"]


@pytest.mark.parametrize(
    ("more", "result"),
    [
        ({"decision": "uphold"}, "upheld"),
        ({"decision": "overturn"}, "overturned"),
        ({"decision": "modify", "outcome": "hold"}, "modified"),
        ({"decision": "modify", "outcome": "hold", "labels": ["false_positive"]}, "overturned"),
    ],
)
def test_what_a_review_says_of_the_rules(more: dict[str, Any], result: str) -> None:
    actions = (order("hide"), order("notify_author"), order("record_strike", rule="incivility.insult", version=4))
    decision = taken(review(**more), actions).decision
    assert decision.result == result
    assert decision.rules == (RuleRef("profanity.words", 1), RuleRef("incivility.insult", 4))


def test_an_appeal_is_answered_by_the_review_that_names_it() -> None:
    first = taken(review("uphold", appeal_id="a1")).decision
    second = taken(review("uphold", name="r2", version=1, appeal_id="a2"), standing=first).decision
    assert second.appeals == ("a1", "a2")


@pytest.mark.parametrize(
    ("more", "reason", "field"),
    [
        ({"outcome": None}, "missing-field", "outcome"),
        ({"post_key": ""}, "out-of-range", "post_key"),
        ({"review_id": "r" * 513}, "out-of-range", "review_id"),
        ({"appeal_id": ""}, "out-of-range", "appeal_id"),
        ({"target": ReviewTarget(revision=1, platform="", account="a")}, "out-of-range", "target.platform"),
    ],
)
def test_a_review_that_cannot_be_right_is_refused_by_field(more: dict[str, Any], reason: str, field: str) -> None:
    asked = msgspec.structs.replace(review("modify", outcome="hide"), **more)
    with pytest.raises(RecordError) as caught:
        decode_review(msgspec.json.encode(asked))
    assert (caught.value.reject.reason, caught.value.reject.field) == (reason, field)
