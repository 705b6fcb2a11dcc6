"""A policy in memory: immutable, compiled, and the same on every worker that read the same files."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

from houserules.contracts.vocabulary import (
    Category,
    FloodLevel,
    Mode,
    Outcome,
    Severity,
    Urgency,
    Verb,
    Visibility,
)
from houserules.judging.beside import Copies, asks_for_campaign
from houserules.judging.expressions import Expression
from houserules.judging.index import RuleIndex
from houserules.judging.matching import Hits, PatternMatcher
from houserules.judging.others import asks_of_others
from houserules.judging.policy.calendar import LONDON, Dates, Staffed
from houserules.judging.policy.editions import Edition, Editions, Overlay
from houserules.judging.policy.limits import Brake, Budget, Strikes
from houserules.redaction.operators import hash_key
from houserules.redaction.redactor import Redactor
from houserules.scoring.base import Scorer
from houserules.screening.model import ScreeningPolicy

AGAINST_AUTHOR: Final[frozenset[Verb]] = frozenset(
    {"record_strike", "mute_author", "block_author", "report_to_platform", "notify_author"}
)
"""Verbs that nobody who discloses is met with."""

CARE_VERBS: Final[frozenset[Verb]] = frozenset({"reply_signpost", "escalate_safeguarding"})
"""Verbs for people who need help. A post that one is ordered for is judged as if it belonged to no campaign."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One house rule as people read it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Then:
    """What follows when a rule matches.

    `visibility` is what becomes of the post meanwhile; `confidence` how sure the rule is, 0 to 1; `actions` what is
    ordered beyond what outcome and visibility entail; `template` names the words that tell the author; `strike` is what
    a strike weighs, None where its severity says so.
    """

    outcome: Outcome
    visibility: Visibility
    severity: Severity
    urgency: Urgency
    confidence: float
    actions: tuple[Verb, ...]
    template: str | None
    strike: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A post that a rule's tests are about: its text and, where the rule looks at more, the rest. Times are ms.

    `repeat` puts the text together from so many copies of it; `duplicate` and `flood` are what the windows say, a copy
    being an equal `repeat` where nothing else is said. `at` is when it is written, None for any time that will do.
    """

    file: str
    line: int
    text: str
    author_name: str | None = None
    author_roles: tuple[str, ...] = ()
    author_age: int | None = None
    platform: str = "example"
    lang: str | None = None
    links: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    duplicate: Copies | None = None
    flood: FloodLevel | None = None
    reply: bool = False
    repeat: int = 1
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, compiled. `description` is the explanation that findings carry; it never quotes a post.

    What `match` sees in a sentence where `unless` sees something does not count; nothing does where `exempt` matches.
    The rule is there while `dates` hold. On posts outside its share of `rollout` percent its findings are shadow.
    `points` by group are what it adds there; where it matches, findings of the rules that it `replaces` lose effect.
    """

    id: str
    version: int
    category: Category
    clause: str
    mode: Mode
    description: str
    match: Expression
    unless: Expression | None
    exempt: Expression | None
    then: Then
    hits: tuple[Example, ...]
    misses: tuple[Example, ...]
    dates: Dates = Dates()
    rollout: int = 100
    budget: Budget | None = None
    points: Mapping[str, float] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    owner: str | None = None
    rationale: str | None = None

    @property
    def asks_for_campaign(self) -> bool:
        """Whether it may answer otherwise for a post in a campaign."""
        return any(map(asks_for_campaign, self.parts))

    @property
    def is_late(self) -> bool:
        """Whether it can only be tried when other rules have been, or a scorer has to be asked."""
        return any(map(asks_of_others, self.parts))

    @property
    def parts(self) -> tuple[Expression, ...]:
        """All its conditions."""
        return tuple(part for part in (self.match, self.unless, self.exempt) if part is not None)


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long after the post's own time an action may still be carried out, in ms: `default`, or the verb's own."""

    default: int
    verbs: Mapping[Verb, int]

    def of(self, verb: Verb) -> int:
        """The lifetime of `verb`."""
        return self.verbs.get(verb, self.default)


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """What the cap leaves of other findings on a post that holds a disclosure or tells of a crisis.

    Findings of `waived` categories lose all effect. Others keep a hide as their most, to protect people, and lose
    every verb against the author. With a finding of a `shielded` category the post is hidden, to protect its author.

    `doubt` are scores by name, and from where on (0 to 1) each of them keeps a post from being punished unseen, unless a
    score of `outweighed_by` is higher.
    """

    waived: frozenset[Category]
    shielded: frozenset[Category]
    template: str | None
    doubt: Mapping[str, float] = field(default_factory=dict)
    outweighed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Degraded:
    """What becomes of a post when a component could not do its part: by the longest prefix of the component's name."""

    prefixes: tuple[tuple[str, Outcome], ...]
    default: Outcome
    clause: str

    def outcome(self, component: str) -> Outcome:
        """The outcome for `component`; `allow` means that the verdict only lists it."""
        for prefix, outcome in self.prefixes:
            if component.startswith(prefix):
                return outcome
        return self.default


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Policy:
    """A compiled policy. `digest` is `sha256:` and the hash of the content of all its files, comments left out.

    `rules` are those outside overlays, off or not; those of overlays are in `overlays`. `editions` has the rules in force
    at each time, and `index` leads to all there are. `scorers` are by the names of their scores. `texts` matches every
    pattern of every rule; `names` those that are about authors' names, numbered apart, and `known_names` remembers what
    it found in names that have been seen.
    """

    id: str
    version: str
    digest: str
    title: str
    clauses: Mapping[str, Clause]
    templates: Mapping[str, str]
    screening: ScreeningPolicy
    redactor: Redactor
    rules: tuple[Rule, ...]
    overlays: tuple[Overlay, ...]
    editions: Editions
    index: RuleIndex
    texts: PatternMatcher
    names: PatternMatcher
    known_names: dict[str, Hits | None] = field(default_factory=dict, repr=False)
    lifetimes: Lifetimes
    safeguarding: Safeguarding
    degraded: Degraded
    brake: Brake | None = None
    strikes: Strikes | None = None
    zone: ZoneInfo = LONDON
    staffed: Staffed | None = None
    scorers: Mapping[str, Scorer] = field(default_factory=dict)

    def at(self, moment: int) -> Edition:
        """The rules in force at `moment`, in ms of event time."""
        return self.editions.at(moment)

    def active(self, moment: int) -> tuple[str, ...]:
        """The ids of the overlays in force at `moment`."""
        return self.editions.at(moment).overlays if self.overlays else ()

    @property
    def everything(self) -> tuple[Rule, ...]:
        """Every rule there ever is: those of the policy, as they are and as overlays change them, and of overlays."""
        changed = [rule for overlay in self.overlays for rule in (*overlay.changed.values(), *overlay.rules)]
        return (*self.rules, *changed)

    @property
    def on_campaigns(self) -> tuple[Rule, ...]:
        """The rules, not off, whose answer may depend on the campaign that a post belongs to."""
        return tuple(rule for rule in self.everything if rule.mode != "off" and rule.asks_for_campaign)

    def keyed(self, secret: bytes) -> "Policy":
        """The same policy with the secret that keys hashes (1 to 64 bytes), which is not part of any policy's files."""
        return replace(self, redactor=self.redactor.keyed(hash_key(secret)))
