"""A review of a post: what it orders, what stands afterwards, or why it is not taken. Pure.

What a post has is known from its actions, in the order of the topic, until a person decides; from then on from the
decision alone, since no automatic action counts any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

import msgspec

from houserules.contracts.action import Action, Reason, Target
from houserules.contracts.deadletter import Reject
from houserules.contracts.decision import PostDecision, Refusal, RefusalReason, ReviewResult, RuleRef, StrikeVoid
from houserules.contracts.ids import review_action_id
from houserules.contracts.review import Review
from houserules.contracts.vocabulary import INVERSE, IRREVERSIBLE, Outcome, Verb
from houserules.people.orders import LASTING, SANCTIONS, VISIBILITY, human_order, in_force, taken_back

REMEMBERED: Final = 32
"""Reviews and appeals that a decision names: enough to know what is delivered again, and no record grows for ever."""

FALSE_POSITIVE: Final = "false_positive"
"""The label of a `modify` that says that the rule was wrong."""

_ESCALATIONS: Final[dict[str, Verb]] = {
    "moderator": "escalate_moderator",
    "safeguarding": "escalate_safeguarding",
    "legal": "escalate_legal",
}
_WANTED: Final[dict[Outcome, Verb | None]] = {
    "allow": None,
    "redact": None,
    "hold": "hold",
    "hide": "hide",
    "remove": "remove",
}
_CLEARS: Final[frozenset[Outcome]] = frozenset({"allow", "redact", "hold"})
"""Outcomes that an author is not to be punished for."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of a post: its actions in the order of the topic and their partition, and what people decided."""

    actions: tuple[Action, ...] = ()
    partition: int | None = None
    standing: PostDecision | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A review that counts: what it orders, which strikes it takes back, and the decision that stands now."""

    decision: PostDecision
    actions: tuple[Action, ...] = ()
    voids: tuple[StrikeVoid, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A review that another one, or an edit of the post, was ahead of. `decision` is what stands, and says so."""

    decision: PostDecision


@dataclass(frozen=True, slots=True)
class Repeated:
    """A review that was answered before: delivered again, it changes nothing."""


Answer = Taken | Refused | Repeated | Reject


def decide(review: Review, ledger: Ledger, partition: int) -> Answer:
    """What becomes of `review`. `partition` is where a post that nothing is known of gets its orders.

    The same review on the same ledger gives the same answer, also where its own actions are in the ledger already: a
    stage that died between its actions and its decision goes on where it was.
    """
    standing = ledger.standing
    if standing is not None and review.review_id in standing.reviews:
        return Repeated()
    actions = tuple(takewhile(lambda action: action.review_id != review.review_id, ledger.actions))
    subject = _subject(review, actions, standing)
    if isinstance(subject, Reject):
        return subject
    where = standing.partition if standing is not None else ledger.partition
    empty = PostDecision(post_key=review.post_key, version=0, partition=partition if where is None else where)
    before = standing or empty
    if review.version != before.version:
        return _refused(review, before, "stale-version")
    if subject.revision < _newest(actions, before):
        return _refused(review, before, "newer-revision")
    return _taken(review, before, before.orders if before.version else in_force(actions), subject)


def _subject(review: Review, actions: Sequence[Action], standing: PostDecision | None) -> Target | Reject:
    """The post and the revision that the reviewed verdict was about."""
    orders = [*actions, *(standing.orders if standing else ())]
    for order in orders:
        if order.verdict_id == review.verdict_id:
            target = order.target
            return Target(review.post_key, target.revision, target.platform, target.account, _author(orders))
    if review.target is not None:
        given = review.target
        return Target(review.post_key, given.revision, given.platform, given.account, given.author_key)
    if standing is not None and standing.verdict_id == review.verdict_id and standing.revision is not None and orders:
        target = orders[0].target
        return Target(review.post_key, standing.revision, target.platform, target.account, _author(orders))
    if not orders and standing is None:
        return Reject(
            "unknown-post",
            "UnknownPost",
            "no action on this post is known: check `post_key`, or give `target` to review a post that nothing was "
            "ordered on",
            "post_key",
        )
    return Reject(
        "unknown-verdict",
        "UnknownVerdict",
        "no action of this verdict is known on the post: check `verdict_id`, or give `target` for a verdict that "
        "ordered nothing",
        "verdict_id",
    )


def _author(orders: Sequence[Action]) -> str | None:
    return next((order.target.author_key for order in orders if order.target.author_key is not None), None)


def _newest(actions: Sequence[Action], before: PostDecision) -> int:
    """The latest revision that anything is known of. After a decision, automatic actions count no more."""
    if before.version:
        return before.revision or 0
    return max((action.target.revision for action in actions), default=0)


def _refused(review: Review, before: PostDecision, reason: RefusalReason) -> Refused:
    refusal = Refusal(review_id=review.review_id, version=review.version, reason=reason, at=review.at)
    # Remembered as answered: a version that was wrong must not become right by being delivered again.
    answered = (*before.reviews, review.review_id)[-REMEMBERED:]
    return Refused(msgspec.structs.replace(before, refused=refusal, reviews=answered))


def _taken(review: Review, before: PostDecision, orders: tuple[Action, ...], subject: Target) -> Taken:
    reviewed = [order for order in orders if order.target.revision == subject.revision]
    withdrawn, given = _changes(review, orders, reviewed)
    plan = _Plan(review, subject)
    for order in withdrawn:
        plan.take_back(order)
    for verb in given:
        plan.give(verb, _weightiest(reviewed))
    gone = {order.action_id for order in withdrawn}
    left = tuple(order for order in orders if order.action_id not in gone)
    decision = PostDecision(
        post_key=review.post_key,
        version=before.version + 1,
        partition=before.partition,
        review_id=review.review_id,
        verdict_id=review.verdict_id,
        revision=subject.revision,
        decision=review.decision,
        role=review.reviewer_role,
        at=review.at,
        outcome={"uphold": None, "overturn": "allow"}.get(review.decision, review.outcome),
        orders=(*left, *plan.given),
        irreversible=_irreversible(review, reviewed, withdrawn),
        rules=_rules(reviewed),
        result=_result(review),
        reviews=(*before.reviews, review.review_id)[-REMEMBERED:],
        appeals=(*before.appeals, *filter(None, [review.appeal_id]))[-REMEMBERED:],
    )
    return Taken(decision, tuple(plan.actions), tuple(plan.voids))


def _changes(
    review: Review, orders: Sequence[Action], reviewed: Sequence[Action]
) -> tuple[list[Action], tuple[Verb, ...]]:
    """The orders to take back and the verbs to order. Those against an author only as far as this post ordered them."""
    if review.decision == "uphold":
        return [], ()
    covered = [order for order in orders if order.verb in VISIBILITY]
    sanctions = [order for order in reviewed if order.verb in SANCTIONS]
    if review.decision == "overturn":
        return covered + sanctions, ()
    outcome = review.outcome
    assert outcome is not None
    if outcome == "escalate":
        named = next((label for label in review.labels if label in _ESCALATIONS), review.reviewer_role)
        return [], (_ESCALATIONS[named],)
    wanted = _WANTED[outcome]
    has = {order.verb for order in orders}
    rank = VISIBILITY.index(wanted) if wanted is not None else -1
    # What is weaker stays under what is stronger: taking a hold back after a hide could show the post.
    withdrawn = [order for order in covered if VISIBILITY.index(order.verb) > rank]
    if outcome in _CLEARS:
        withdrawn += sanctions
    given = [verb for verb in (wanted, "redact_display" if outcome == "redact" else None) if verb and verb not in has]
    return withdrawn, tuple(given)


class _Plan:
    """The actions of a review as they add up. What is taken back goes first: the last word is what the post shall have."""

    def __init__(self, review: Review, subject: Target) -> None:
        self._review: Final = review
        self._subject: Final = subject
        self.actions: list[Action] = []
        self.given: list[Action] = []
        self.voids: list[StrikeVoid] = []

    def take_back(self, order: Action) -> None:
        """Withdraw one order. One of a kind that may not come back is asked for all the same: the receipt tells."""
        review = self._review
        verb = INVERSE[order.verb]
        # Two strikes of one post have one author: the verdict's name tells their withdrawals apart.
        acts_on = f"{order.acts_on}|{order.verdict_id}" if order.verb == "record_strike" else order.acts_on
        name = review_action_id(review.review_id, verb, acts_on)
        self.actions.append(taken_back(order, name, review_id=review.review_id))
        if order.verb == "record_strike":
            self.voids.append(void_of(order, review.at))

    def give(self, verb: Verb, reason: Reason) -> None:
        """Order a verb on the post."""
        review, target = self._review, self._subject
        name = review_action_id(review.review_id, verb, target.post_key)
        order = human_order(verb, target, review.verdict_id, reason, name, review_id=review.review_id)
        self.actions.append(order)
        self.given.append(order)


def void_of(strike: Action, at: datetime) -> StrikeVoid:
    """What tells the judge that `strike` counts no more."""
    return StrikeVoid(
        author_key=strike.acts_on,
        post_key=strike.target.post_key,
        revision=strike.target.revision,
        verdict_id=strike.verdict_id,
        at=at,
    )


def _weightiest(reviewed: Sequence[Action]) -> Reason:
    """The house rule that a person's order goes by: that of the verdict's own orders, where it has one."""
    for order in sorted(reviewed, key=lambda order: order.verb not in VISIBILITY):
        return Reason(order.reason.clause, order.reason.rule_id, None, order.reason.rule_version)
    return Reason(None, None, None)


def _irreversible(review: Review, reviewed: Sequence[Action], withdrawn: Sequence[Action]) -> tuple[Verb, ...]:
    """What the decision cannot make undone, in words: nobody shall believe that a filed report was called back."""
    if review.decision == "uphold":
        return ()
    verbs = [order.verb for order in withdrawn if order.verb in IRREVERSIBLE]
    if review.decision == "overturn" or review.outcome == "allow":
        verbs += [order.verb for order in reviewed if order.verb in LASTING]
    return tuple(dict.fromkeys(verbs))


def _rules(reviewed: Sequence[Action]) -> tuple[RuleRef, ...]:
    found = {
        RuleRef(order.reason.rule_id, order.reason.rule_version): None
        for order in reviewed
        if order.reason.rule_id is not None and order.precedence == "auto"
    }
    return tuple(found)


def _result(review: Review) -> ReviewResult:
    if review.decision == "uphold":
        return "upheld"
    return "overturned" if review.decision == "overturn" or FALSE_POSITIVE in review.labels else "modified"
