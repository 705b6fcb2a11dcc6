"""Reviews in any order, delivered again at any time, with a stage that may die at any moment: what stands is the same."""

from collections.abc import Sequence
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.connectors.base import Known, admit
from houserules.contracts.action import Action
from houserules.contracts.decision import PostDecision
from houserules.contracts.review import Review
from houserules.contracts.vocabulary import INVERSE, OUTCOMES
from houserules.people.orders import UNDOING, VISIBILITY
from houserules.people.reviews import Ledger, Taken, decide
from support.people import POST, order, review

ORDERED: Final = ("hold", "hide", "remove", "redact_display", "record_strike", "mute_author", "escalate_moderator")
ACTIONS: Final = st.lists(
    st.builds(
        lambda verb, revision: order(verb, of=f"v{revision}", revision=revision),
        st.sampled_from(ORDERED),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=6,
).map(lambda actions: [order("preserve_evidence", of="v2", revision=2), *actions])
REVIEWS: Final = st.lists(
    st.builds(
        lambda decision, outcome, version: review(
            decision, of="v2", version=version, outcome=outcome if decision == "modify" else None
        ),
        st.sampled_from(["uphold", "overturn", "modify"]),
        st.sampled_from(OUTCOMES),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=6,
)


class Stage:
    """The review stage and its topics, for one post."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self.actions = list(actions)
        self.standing: PostDecision | None = None

    def take(self, asked: Review, *, dies_after: int | None = None) -> None:
        """Answer a review; with `dies_after` the stage dies when it has written so many of the review's actions."""
        answer = decide(asked, Ledger(tuple(self.actions), 0, self.standing), 0)
        if isinstance(answer, Taken):
            written = answer.actions if dies_after is None else answer.actions[:dies_after]
            self.actions += written
        if dies_after is None:
            self.standing = getattr(answer, "decision", self.standing)


def numbered(reviews: Sequence[Review]) -> list[Review]:
    return [
        Review(**{name: getattr(each, name) for name in each.__struct_fields__} | {"review_id": f"r{place}"})
        for place, each in enumerate(reviews)
    ]


@settings(deadline=None, max_examples=150)
@given(ACTIONS, REVIEWS, st.data())
def test_redelivery_and_death_change_nothing(actions: list[Action], drawn: list[Review], data: st.DataObject) -> None:
    reviews = numbered(drawn)
    once, again = Stage(actions), Stage(actions)
    for place, asked in enumerate(reviews):
        once.take(asked)
        again.take(asked, dies_after=data.draw(st.integers(0, 3)))
        # After a death the group starts again at the last commit, which may lie some reviews back.
        for earlier in reviews[data.draw(st.integers(0, place)) : place + 1]:
            again.take(earlier)
    assert again.standing == once.standing
    assert {each.action_id for each in again.actions} == {each.action_id for each in once.actions}
    contents = {each.action_id: each for each in once.actions}
    assert all(contents[each.action_id] == each for each in again.actions)


@settings(deadline=None, max_examples=150)
@given(ACTIONS, REVIEWS)
def test_what_stands_is_what_the_last_review_that_was_taken_says(actions: list[Action], drawn: list[Review]) -> None:
    stage, version = Stage(actions), 0
    for asked in numbered(drawn):
        before = stage.standing
        stage.take(asked)
        standing = stage.standing
        assert standing is not None
        assert standing.version in (version, version + 1)
        if standing.version == version:
            assert standing.orders == (before.orders if before else ())
            continue
        version = standing.version
        covering = [each.verb for each in standing.orders if each.verb in VISIBILITY]
        outcome = standing.outcome
        if outcome in ("allow", "redact"):
            assert covering == []
            assert not any(
                each.verb == "record_strike" and each.target.revision == standing.revision for each in standing.orders
            )
        elif outcome in VISIBILITY:
            assert max(map(VISIBILITY.index, covering)) == VISIBILITY.index(outcome)
        if standing.decision == "overturn":
            assert covering == []
        # Evidence of what was said is never taken back by anybody's review.
        assert any(each.verb == "preserve_evidence" for each in standing.orders)
        mine = [each for each in stage.actions if each.review_id == asked.review_id]
        assert all(each.precedence == "human" for each in mine)
        undone = [each for each in mine if each.verb in UNDOING]
        assert all(INVERSE[each.verb] in ORDERED for each in undone)


@settings(deadline=None, max_examples=100)
@given(ACTIONS, st.lists(st.sampled_from(ORDERED), min_size=1, max_size=4), st.booleans())
def test_no_automatic_action_passes_a_decision_and_every_human_one_does(
    actions: list[Action], later: list[str], overturned: bool
) -> None:
    answer = decide(review("overturn" if overturned else "uphold", of="v2"), Ledger(tuple(actions), 0), 0)
    assert isinstance(answer, Taken)
    known = Known()
    known.decided(POST)
    for verb in later:
        action = order(verb, of="v9", revision=3)  # type: ignore[arg-type]
        known.ordered(action)
        assert admit(action, 0, known) == "refused_human_decision"
    for action in answer.actions:
        assert admit(action, 2**45, known) is None
