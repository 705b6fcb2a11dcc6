"""`verdict/1`: one for every post revision, with the reasons that led to it."""

from typing import Literal

from msgspec import Struct

from houserules.contracts.stages import NO_DUPLICATE, Duplicate
from houserules.contracts.vocabulary import Category, Mode, Outcome, Severity, Urgency, Verb, Visibility


class Span(Struct, frozen=True, gc=False, omit_defaults=True):
    """`[start, end)` in code points of the original text, wherever the match was made. `label` says what was found."""

    start: int
    end: int
    label: str
    replacement: str | None = None


class Finding(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One rule's reason. Never holds the text itself. `suppressed_by` names what took its effect away."""

    rule_id: str
    rule_version: int
    category: Category
    clause: str
    mode: Mode
    score: float
    severity: Severity
    view: str
    spans: tuple[Span, ...]
    explain: str
    suppressed_by: str | None = None


class PolicyRef(Struct, frozen=True, gc=False):
    """The policy that judged: digest over everything that can change a verdict, and the clause that decided."""

    id: str
    version: str
    digest: str
    overlays: tuple[str, ...] = ()
    clause: str | None = None


class EngineRef(Struct, frozen=True, gc=False):
    """The engine that judged."""

    name: str
    version: str


class ActionRef(Struct, frozen=True, gc=False):
    """An action that the verdict ordered; the whole of it is on `actions`."""

    action_id: str
    verb: Verb


class Verdict(Struct, frozen=True, gc=False, kw_only=True):
    """The decision on one revision of a post. The same revision under the same policy gives the same bytes.

    `event_time` is the post's own time; `decided_for` the instant that windows, calendars and expiry were asked about
    (they differ only for a timestamp in the future, which is clamped). Both are RFC 3339 in UTC with milliseconds.
    """

    schema: Literal["verdict/1"] = "verdict/1"
    verdict_id: str
    post_key: str
    revision: int
    outcome: Outcome
    visibility: Visibility
    severity: Severity
    urgency: Urgency
    confidence: float
    redacted_text: str
    findings: tuple[Finding, ...]
    duplicate: Duplicate = NO_DUPLICATE
    policy: PolicyRef
    engine: EngineRef
    degraded: tuple[str, ...] = ()
    provisional: bool = False
    supersedes: str | None = None
    actions: tuple[ActionRef, ...] = ()
    event_time: str
    decided_for: str
