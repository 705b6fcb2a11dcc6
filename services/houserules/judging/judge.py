"""The judge stage: a batch of redacted posts in, a verdict with its actions for each out. Pure, apart from signposts."""

from collections.abc import Sequence
from typing import Final, Protocol

from msgspec import Struct

from houserules.contracts.action import Action
from houserules.contracts.ids import verdict_id
from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import MINUTE, SECOND, isoformat
from houserules.contracts.verdict import ActionRef, EngineRef, PolicyRef, Verdict
from houserules.judging.actions import build_actions
from houserules.judging.evaluate import Effect, evaluate
from houserules.judging.policy.model import Policy
from houserules.judging.resolve import Resolution, resolve
from houserules.version import __version__

ENGINE: Final = EngineRef("houserules", __version__)

_SHADOW_ENGINE: Final = __version__ + "+shadow"
"""Keeps the ids of verdicts and actions that only might have been apart from those that are."""


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


class _Clock:
    """Event times as text. Posts of a batch share most of their minutes, and formatting costs more than judging."""

    __slots__ = ("_minutes",)

    def __init__(self) -> None:
        self._minutes: Final[dict[int, str]] = {}

    def __call__(self, millis: int) -> str:
        minute, rest = divmod(millis, MINUTE)
        start = self._minutes.get(minute)
        if start is None:
            start = self._minutes[minute] = isoformat(minute * MINUTE)[:-7]
        second, rest = divmod(rest, SECOND)
        return f"{start}{second:02d}.{rest:03d}Z"


def judge(posts: Sequence[RedactedPost], policy: Policy, signposts: Signposts) -> list[Judgement]:
    """The judgement of each post, in order.

    `signposts` is asked at most once per post, and only where a reply is due; its answers may depend on their order.
    """
    clock = _Clock()
    digest = policy.digest
    plain = PolicyRef(policy.id, policy.version, digest)
    judgements: list[Judgement] = []
    for post, effects in zip(posts, evaluate(posts, policy), strict=True):
        if effects:
            judgements.append(_judged(post, effects, policy, signposts, clock))
            continue
        key, revision, screening = post.post_key, post.revision, post.screening
        moment = clock(screening.event_time)
        stated = screening.stated_time
        previous = screening.previous_revision
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
            policy=plain,
            engine=ENGINE,
            degraded=screening.degraded + post.redaction.degraded,
            supersedes=None if previous is None else verdict_id(key, previous, digest, __version__),
            event_time=moment if stated is None else clock(stated),
            decided_for=moment,
        )
        judgements.append(Judgement(post, verdict, (), None))
    return judgements


def _judged(
    post: RedactedPost, effects: tuple[Effect, ...], policy: Policy, signposts: Signposts, clock: _Clock
) -> Judgement:
    """The judgement of a post on which some rule has an effect."""
    enforced = tuple(effect for effect in effects if effect.finding.mode == "enforce")
    resolution = resolve(enforced, policy.safeguarding)
    replying = "reply_signpost" in resolution.orders and signposts.first(post)
    verdict, actions = _verdict(post, resolution, policy, clock, __version__, replying=replying)
    if len(enforced) == len(effects):
        return Judgement(post, verdict, actions, None)
    possible = resolve(effects, policy.safeguarding)
    # Asking about a reply would count it as given, so a shadow verdict takes a reply that only it would give as due.
    due = replying or "reply_signpost" not in resolution.orders
    shadow, _ = _verdict(post, possible, policy, clock, _SHADOW_ENGINE, replying=due)
    return Judgement(post, verdict, actions, shadow)


def _verdict(
    post: RedactedPost, resolution: Resolution, policy: Policy, clock: _Clock, engine: str, *, replying: bool
) -> tuple[Verdict, tuple[Action, ...]]:
    key, screening = post.post_key, post.screening
    name = verdict_id(key, post.revision, policy.digest, engine)
    orders = resolution.orders
    if not replying:
        orders = {verb: reason for verb, reason in orders.items() if verb != "reply_signpost"}
    actions = build_actions(orders, name, post, policy.lifetimes)
    moment = clock(screening.event_time)
    stated = screening.stated_time
    previous = screening.previous_revision
    failed = tuple(finding.rule_id for finding in resolution.findings if finding.category == "DEGRADED")
    verdict = Verdict(
        verdict_id=name,
        post_key=key,
        revision=post.revision,
        outcome=resolution.outcome,
        visibility=resolution.visibility,
        severity=resolution.severity,
        urgency=resolution.urgency,
        confidence=resolution.confidence,
        redacted_text=post.text,
        findings=resolution.findings,
        duplicate=screening.duplicate,
        policy=PolicyRef(policy.id, policy.version, policy.digest, (), resolution.clause),
        engine=ENGINE,
        degraded=tuple(dict.fromkeys((*screening.degraded, *post.redaction.degraded, *failed))),
        supersedes=None if previous is None else verdict_id(key, previous, policy.digest, engine),
        actions=tuple(ActionRef(action.action_id, action.verb) for action in actions),
        event_time=moment if stated is None else clock(stated),
        decided_for=moment,
    )
    return verdict, actions
