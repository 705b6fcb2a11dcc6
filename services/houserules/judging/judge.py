"""The judge stage: a batch of redacted posts in, a verdict with its actions for each out.

Pure, apart from signposts and the memory of what has been judged before.
"""

from collections.abc import Sequence
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from houserules.contracts.action import DELETED, MENDED, Action, Reason
from houserules.contracts.ids import superseding_id, verdict_id
from houserules.contracts.stages import Duplicate, RedactedPost
from houserules.contracts.times import MINUTE, SECOND, isoformat
from houserules.contracts.verdict import ActionRef, EngineRef, PolicyRef, Verdict
from houserules.contracts.vocabulary import CARE_CATEGORIES, SUPERSEDABLE
from houserules.judging.actions import build_actions
from houserules.judging.budgets import HELD_BY
from houserules.judging.consequences import struck
from houserules.judging.doubt import spare, spared
from houserules.judging.evaluate import Effect, Evaluation
from houserules.judging.memory import Memory, NoMemory
from houserules.judging.policy.calendar import UNSTAFFED
from houserules.judging.policy.model import CARE_VERBS, Lifetimes, Policy
from houserules.judging.resolve import Resolution, capped, resolve
from houserules.judging.standing import SPAN, Settled
from houserules.version import __version__

ENGINE: Final = EngineRef("houserules", __version__)

_SHADOW_ENGINE: Final = __version__ + "+shadow"
"""Keeps the ids of verdicts and actions that only might have been apart from those that are."""

_RULE_VERSION: Final = 1
"""Of the orders that no rule gives, but what an author has done to the post."""

_NO_MEMORY: Final = NoMemory()

_SECONDS: Final = tuple(f"{second:02d}." for second in range(60))
_MILLIS: Final = tuple(f"{rest:03d}Z" for rest in range(SECOND))


class Signposts(Protocol):
    """Knows who has been pointed to help where."""

    def first(self, post: RedactedPost) -> bool:
        """Whether the post's author has not yet been signposted in this thread in the last 24 h of event time."""
        ...


class Judgement(Struct, frozen=True, gc=False):
    """A post's verdict and the actions it orders.

    `shadow` is the verdict that would stand if the rules in shadow mode were enforced; None where that is the same.
    Its actions are never ordered.
    """

    post: RedactedPost
    verdict: Verdict
    actions: tuple[Action, ...]
    shadow: Verdict | None

    @property
    def superseding(self) -> bool:
        """Whether the verdict is that of a campaign, which takes the place of the verdict without it."""
        return self.verdict.duplicate.kind == "campaign"


class _Clock:
    """Event times as text. Posts of a batch share most of their minutes, and formatting costs more than judging."""

    __slots__ = ("_minutes",)

    def __init__(self) -> None:
        self._minutes: Final[dict[int, str]] = {}

    def __call__(self, millis: int) -> str:
        minute = millis // MINUTE
        start = self._minutes.get(minute)
        if start is None:
            start = self._minutes[minute] = isoformat(minute * MINUTE)[:-7]
        rest = millis - minute * MINUTE
        return start + _SECONDS[rest // SECOND] + _MILLIS[rest % SECOND]


def judge(
    posts: Sequence[RedactedPost], policy: Policy, signposts: Signposts, memory: Memory = _NO_MEMORY
) -> list[Judgement]:
    """The judgement of each post, in order.

    `signposts` is asked at most once per post, and only where a reply is due; its answers may depend on their order, and
    so may those of `memory`.

    A post that belongs to a campaign (`screening.campaign`) is judged without it first. That verdict stands if the post
    needs care, or if the past of its partition may have a say in it; else the campaign's takes its place
    (`Judgement.superseding`), which never depends on `signposts` or `memory`.

    What was ordered on earlier revisions of a post ends with a revision that keeps nothing from the readers, by orders of
    its verdict; one that comes after a newer revision orders nothing about its text (`standing`).
    """
    evaluation = Evaluation(posts, policy)
    clock = _Clock()
    found = spare(evaluation.alone, evaluation, policy.safeguarding)
    judgements = _judge(posts, found, policy, signposts, memory, clock)
    for place, post in enumerate(posts):
        if post.screening.campaign is not None:
            alone, added = found[place], spared(evaluation.added(place), place, evaluation, policy.safeguarding)
            # The campaign's verdict is also made where nobody knows the partition's past. It must not sanction what a
            # budget or the brake has held, nor order a strike's consequences twice, so it leaves such a post alone.
            if not any(map(memory.has_a_say, alone)):
                judgements[place] = _in_campaign(judgements[place], alone, added, policy, clock)
        judgement = judgements[place]
        if post.revision > 1 or judgement.actions:
            ordered = {action.verb for action in judgement.actions}
            settled = memory.settle(post, ordered, fixed=judgement.superseding)
            if settled.late or settled.back:
                judgements[place] = _settled(judgement, settled, policy, clock)
    return judgements


def _judge(
    posts: Sequence[RedactedPost],
    found: Sequence[tuple[Effect, ...]],
    policy: Policy,
    signposts: Signposts,
    memory: Memory,
    clock: _Clock,
) -> list[Judgement]:
    """The judgement of each post as if it belonged to no campaign; `found` are the effects on it then."""
    digest = policy.digest
    plain = PolicyRef(policy.id, policy.version, digest)
    judgements: list[Judgement] = []
    for post, effects in zip(posts, found, strict=True):
        if effects:
            judgements.append(_judged(post, effects, policy, signposts, memory, clock))
            continue
        key, revision, screening = post.post_key, post.revision, post.screening
        moment = clock(screening.event_time)
        stated = screening.stated_time
        # Fifteen keywords, and the rest below where it is needed: with one more Python makes a dictionary of them first,
        # which takes longer than all else that is done here.
        verdict = Verdict(
            verdict_id=verdict_id(key, revision, digest, __version__),
            post_key=key,
            revision=revision,
            outcome="allow",
            visibility="visible",
            severity="none",
            urgency="routine",
            confidence=1.0,
            redacted_text=post.text,
            findings=(),
            duplicate=screening.duplicate,
            policy=_reference(policy, screening.event_time) if policy.overlays else plain,
            engine=ENGINE,
            event_time=moment if stated is None else clock(stated),
            decided_for=moment,
        )
        previous = screening.previous_revision
        if previous is not None or screening.degraded or post.redaction.degraded:
            before = None if previous is None else verdict_id(key, previous, digest, __version__)
            verdict = replace(verdict, degraded=screening.degraded + post.redaction.degraded, supersedes=before)
        judgements.append(Judgement(post, verdict, (), None))
    return judgements


def _judged(
    post: RedactedPost,
    effects: tuple[Effect, ...],
    policy: Policy,
    signposts: Signposts,
    memory: Memory,
    clock: _Clock,
) -> Judgement:
    """The judgement of a post on which some rule has an effect."""
    # The cap comes first: what it takes away must not use up a budget, and a strike that it takes away never counts.
    enforced = memory.limited(
        post, capped([effect for effect in effects if effect.finding.mode == "enforce"], policy.safeguarding)
    )
    resolution = struck(resolve(enforced, policy.safeguarding), enforced, post, policy, memory)
    replying = "reply_signpost" in resolution.orders and signposts.first(post)
    verdict, actions = _first_verdict(post, resolution, policy, clock, __version__, replying=replying)
    if len(enforced) == len(effects):
        return Judgement(post, verdict, actions, None)
    possible = resolve(effects, policy.safeguarding)
    # Asking about a reply would count it as given, so a shadow verdict takes a reply that only it would give as due.
    due = replying or "reply_signpost" not in resolution.orders
    shadow, _ = _first_verdict(post, possible, policy, clock, _SHADOW_ENGINE, replying=due)
    return Judgement(post, verdict, actions, shadow)


def _settled(judgement: Judgement, settled: Settled, policy: Policy, clock: _Clock) -> Judgement:
    """The judgement with what follows from the orders on earlier revisions. What is taken back goes first."""
    post, verdict = judgement.post, judgement.verdict
    if settled.late:
        actions = tuple(action for action in judgement.actions if action.verb not in SUPERSEDABLE)
    else:
        reason = Reason(None, DELETED if post.deleted else MENDED, None, _RULE_VERSION)
        # Where the policy says nothing: what keeps a post from its readers may come too late, and its end may not.
        lifetimes = Lifetimes(SPAN, policy.lifetimes.verbs)
        back = build_actions(dict.fromkeys(settled.back, reason), verdict.verdict_id, post, lifetimes, clock)
        actions = (*back, *judgement.actions)
    return Judgement(post, replace(verdict, actions=_references(actions)), actions, judgement.shadow)


def _references(actions: Sequence[Action]) -> tuple[ActionRef, ...]:
    return tuple(ActionRef(action.action_id, action.verb) for action in actions)


def _in_campaign(
    first: Judgement, alone: tuple[Effect, ...], added: tuple[Effect, ...], policy: Policy, clock: _Clock
) -> Judgement:
    """The judgement of a post in a campaign, from the judgement without it, the effects without it, and those it adds.

    A campaign takes nothing back, for what the first verdict ordered may be done.
    """
    post, effects = first.post, alone + added
    before = [effect for effect in alone if effect.finding.mode == "enforce"]
    enforced = [effect for effect in effects if effect.finding.mode == "enforce"]
    standing = _superseding(post, before, enforced, policy, clock, __version__)
    if standing is None:
        return first
    verdict, actions = standing
    if len(enforced) == len(effects):
        return Judgement(post, verdict, actions, None)
    possible = _superseding(post, alone, effects, policy, clock, _SHADOW_ENGINE)
    return Judgement(post, verdict, actions, first.shadow if possible is None else possible[0])


def _superseding(
    post: RedactedPost,
    alone: Sequence[Effect],
    together: Sequence[Effect],
    policy: Policy,
    clock: _Clock,
    engine: str,
) -> tuple[Verdict, tuple[Action, ...]] | None:
    """The verdict of the campaign with all its actions; None for a post that needs care, where a campaign says nothing.

    `together` are the effects `alone` and those of the campaign. The actions of the first verdict come first, as they
    were: a connector that has done them takes them as done.
    """
    first = resolve(alone, policy.safeguarding)
    if _needs_care(alone, first):
        return None
    resolution = resolve(together, policy.safeguarding)
    campaign = post.screening.campaign
    assert campaign is not None
    replaced = verdict_id(post.post_key, post.revision, policy.digest, engine)
    name = superseding_id(replaced, campaign.cluster_id or "")
    added = {verb: reason for verb, reason in resolution.orders.items() if verb not in first.orders}
    actions = (
        *build_actions(first.orders, replaced, post, policy.lifetimes, clock),
        *build_actions(added, name, post, policy.lifetimes, clock),
    )
    return _verdict(post, resolution, actions, policy, clock, name, replaced, campaign), actions


def _needs_care(effects: Sequence[Effect], resolution: Resolution) -> bool:
    return not CARE_VERBS.isdisjoint(resolution.orders) or any(
        effect.finding.category in CARE_CATEGORIES for effect in effects
    )


def _first_verdict(
    post: RedactedPost, resolution: Resolution, policy: Policy, clock: _Clock, engine: str, *, replying: bool
) -> tuple[Verdict, tuple[Action, ...]]:
    """The verdict without a campaign, and its actions."""
    key, previous = post.post_key, post.screening.previous_revision
    name = verdict_id(key, post.revision, policy.digest, engine)
    orders = resolution.orders
    if not replying:
        orders = {verb: reason for verb, reason in orders.items() if verb != "reply_signpost"}
    elif (reason := orders.get("reply_signpost")) is not None:
        orders = {**orders, "reply_signpost": _as_staffed(reason, post, policy)}
    actions = build_actions(orders, name, post, policy.lifetimes, clock)
    replaced = None if previous is None else verdict_id(key, previous, policy.digest, engine)
    return _verdict(post, resolution, actions, policy, clock, name, replaced, post.screening.duplicate), actions


def _as_staffed(reason: Reason, post: RedactedPost, policy: Policy) -> Reason:
    """The reason of a reply, with other words for hours in which nobody is there, if the policy has such words."""
    name = f"{reason.template}{UNSTAFFED}"
    if policy.staffed is None or name not in policy.templates or policy.staffed.open_at(post.screening.event_time):
        return reason
    return replace(reason, template=name)


def _reference(policy: Policy, moment: int, clause: str | None = None) -> PolicyRef:
    """The policy as it is at `moment`, and the clause that decided."""
    return PolicyRef(policy.id, policy.version, policy.digest, policy.active(moment), clause)


def _verdict(
    post: RedactedPost,
    resolution: Resolution,
    actions: tuple[Action, ...],
    policy: Policy,
    clock: _Clock,
    name: str,
    replaced: str | None,
    duplicate: Duplicate,
) -> Verdict:
    screening = post.screening
    moment = clock(screening.event_time)
    stated = screening.stated_time
    failed = [finding.rule_id for finding in resolution.findings if finding.category == "DEGRADED"]
    failed += [
        f"{finding.suppressed_by}.{finding.rule_id}"
        for finding in resolution.findings
        if finding.suppressed_by in HELD_BY
    ]
    return Verdict(
        verdict_id=name,
        post_key=post.post_key,
        revision=post.revision,
        outcome=resolution.outcome,
        visibility=resolution.visibility,
        severity=resolution.severity,
        urgency=resolution.urgency,
        confidence=resolution.confidence,
        redacted_text=post.text,
        findings=resolution.findings,
        duplicate=duplicate,
        policy=_reference(policy, screening.event_time, resolution.clause),
        engine=ENGINE,
        degraded=tuple(dict.fromkeys((*screening.degraded, *post.redaction.degraded, *failed))),
        supersedes=replaced,
        actions=_references(actions),
        event_time=moment if stated is None else clock(stated),
        decided_for=moment,
    )
