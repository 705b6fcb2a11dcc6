"""Actions, reviews and decisions for tests about people: short to write, complete in every field."""

from datetime import UTC, datetime
from typing import Any

from houserules.contracts.action import ON_AUTHOR, Action, Reason, Target
from houserules.contracts.ids import action_id, derive
from houserules.contracts.review import Review
from houserules.contracts.verdict import EngineRef, Finding, PolicyRef, Verdict
from houserules.contracts.vocabulary import INVERSE, Verb

POST = "facebook:its-not-okay:p1"
AUTHOR = "facebook:its-not-okay:u1"
AT = datetime(2026, 5, 3, 7, 30, tzinfo=UTC)


def verdict(name: str = "v1") -> str:
    """An id of a verdict, from a short name."""
    return derive("test", name)


def order(
    verb: Verb,
    *,
    of: str = "v1",
    post: str = POST,
    author: str = AUTHOR,
    revision: int = 1,
    rule: str | None = "profanity.words",
    version: int | None = 1,
    template: str | None = None,
    clause: str | None = "HR-2",
    **more: Any,
) -> Action:
    """An automatic order of the verdict named `of`."""
    acts_on = author if verb in ON_AUTHOR else post
    target = Target(post, revision, "facebook", "its-not-okay", author if verb in ON_AUTHOR else None)
    values: dict[str, Any] = {
        "action_id": action_id(verdict(of), verb, acts_on),
        "verdict_id": verdict(of),
        "verb": verb,
        "target": target,
        "reason": Reason(clause, rule, template, version),
        "reversible": verb in INVERSE,
        "inverse": INVERSE.get(verb),
        "not_after": "2026-05-04T07:30:00.000Z",
    }
    return Action(**values | more)


def review(
    decision: str, *, name: str = "r1", of: str = "v1", version: int = 0, post: str = POST, **more: Any
) -> Review:
    """A moderator's review of the verdict named `of`."""
    values: dict[str, Any] = {
        "review_id": name,
        "post_key": post,
        "verdict_id": verdict(of),
        "decision": decision,
        "reviewer_role": "moderator",
        "version": version,
        "at": AT,
    }
    return Review(**values | more)


def found_by(*rules: str, of: str = "v1", post: str = POST, suppressed: frozenset[str] = frozenset()) -> Verdict:
    """The verdict named `of`, with a finding of each rule; those in `suppressed` have no effect."""
    findings = tuple(
        Finding(
            rule_id=rule,
            rule_version=1,
            category="PROFANITY",
            clause="HR-2",
            mode="enforce",
            score=1.0,
            severity="low",
            view="skeleton",
            spans=(),
            explain="",
            suppressed_by="safeguarding.cap" if rule in suppressed else None,
        )
        for rule in rules
    )
    return Verdict(
        verdict_id=verdict(of),
        post_key=post,
        revision=1,
        outcome="hide",
        visibility="hidden",
        severity="low",
        urgency="routine",
        confidence=1.0,
        redacted_text="",
        findings=findings,
        policy=PolicyRef("p", "1", "sha256:0"),
        engine=EngineRef("houserules", "0"),
        event_time="2026-05-02T18:12:04.310Z",
        decided_for="2026-05-02T18:12:04.310Z",
    )
