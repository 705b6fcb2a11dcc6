"""The match language, compiled: small immutable nodes that look at one `Sight` and say what they saw.

`find` gives the evidence, or None where the node does not match. An empty tuple is a match that has no place in the
text (a repeat, a flood, an author's role). `triggers` are what must be there for the node to match at all; a post with
none of a rule's triggers is never shown to the rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from houserules.contracts.vocabulary import (
    SEVERITY_RANK,
    DuplicateKind,
    FloodLevel,
    PiiType,
    Severity,
)
from houserules.judging.sight import Sight
from houserules.text.views import Hit

ALWAYS: Final = -1
PII: Final = -2
SPOOF: Final = -3
REPEAT: Final = -4
FLOOD: Final = -5
LINK: Final = -6
MEDIA: Final = -7
LONG: Final = -8
NAME: Final = -9
"""Triggers that are no pattern: what a post has beside its words. `ALWAYS` is every post, which is slow."""


class Evidence(NamedTuple):
    """`[start, end)` in code points of the sight's text; `replacement` marks places that count in the original text."""

    start: int
    end: int
    label: str
    view: str
    severity: Severity | None = None
    replacement: str | None = None
    original: bool = False


Found = tuple[Evidence, ...]


class Expression(Protocol):
    """A node of the match language."""

    def find(self, sight: Sight) -> Found | None:
        """What the node saw; None if it does not match."""
        ...

    def triggers(self) -> frozenset[int]:
        """Pattern numbers and signals of which at least one is there whenever the node matches."""
        ...


@dataclass(frozen=True, slots=True)
class Near:
    """Keeps the hits that have a hit of `patterns` within `within` words."""

    patterns: frozenset[int]
    within: int

    def holds(self, sight: Sight, hit: Hit) -> bool:
        """Whether such a hit stands near `hit`."""
        return any(
            sight.distance(hit, other) <= self.within
            for _, others in sight.hits.of(self.patterns)
            for other in others
            if (other.start, other.end) != (hit.start, hit.end)
        )


@dataclass(frozen=True, slots=True)
class Patterns:
    """Terms and regexes by number. `allowed` are phrases that take away every hit they cover.

    The filters, where not None, keep the hits that are (or are not) said to somebody (`aimed`), that are the poster's
    own words, and that stand within quotation marks (`quoted`). `at_least` counts different places.
    """

    patterns: frozenset[int]
    labels: Mapping[int, str]
    severities: Mapping[int, Severity]
    allowed: frozenset[int] = frozenset()
    aimed: bool | None = None
    own_words: bool | None = None
    quoted: bool | None = None
    near: Near | None = None
    at_least: int = 1

    def find(self, sight: Sight) -> Found | None:
        """The hits that pass every condition, in order of place."""
        found: dict[tuple[int, int], Evidence] = {}
        for number, hits in sight.hits.of(self.patterns):
            for hit in hits:
                if (hit.start, hit.end) not in found and self._holds(sight, hit):
                    found[hit.start, hit.end] = Evidence(
                        hit.start, hit.end, self.labels[number], hit.view, self.severities.get(number)
                    )
        if len(found) < self.at_least:
            return None
        return tuple(found[place] for place in sorted(found))

    def triggers(self) -> frozenset[int]:
        """The patterns themselves."""
        return self.patterns

    def _holds(self, sight: Sight, hit: Hit) -> bool:
        for _, phrases in sight.hits.of(self.allowed):
            if any(phrase.start <= hit.start and hit.end <= phrase.end for phrase in phrases):
                return False
        if self.near is not None and not self.near.holds(sight, hit):
            return False
        if self.own_words is not None and sight.reported(hit.start, hit.end) is self.own_words:
            return False
        if self.quoted is not None and sight.quoted(hit.start, hit.end) is not self.quoted:
            return False
        return self.aimed is None or sight.aimed(hit.start, hit.end) is self.aimed


@dataclass(frozen=True, slots=True)
class AuthorName:
    """The author's display name holds one of these patterns (numbered apart from those of texts)."""

    patterns: frozenset[int]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place: the name is not part of the text."""
        return () if sight.names.of(self.patterns) else None

    def triggers(self) -> frozenset[int]:
        """The name."""
        return frozenset((NAME,))


@dataclass(frozen=True, slots=True)
class AuthorRole:
    """The author has one of these roles."""

    roles: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        return () if self.roles.intersection(sight.post.author.roles) else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return _ALWAYS


@dataclass(frozen=True, slots=True)
class AuthorYounger:
    """The account was made less than `age` ms before the post. An account of unknown age is not young."""

    age: int

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        born = sight.post.author.created_at
        return () if born is not None and sight.post.screening.event_time - born < self.age else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return _ALWAYS


@dataclass(frozen=True, slots=True)
class Platform:
    """The post is on one of these platforms."""

    names: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        return () if sight.post.platform in self.names else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return _ALWAYS


@dataclass(frozen=True, slots=True)
class Language:
    """The producer says that the post is in one of these languages (`en` also means `en-GB`)."""

    codes: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        lang = (sight.post.lang or "").lower()
        return () if lang in self.codes or lang.split("-", 1)[0] in self.codes else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return _ALWAYS


@dataclass(frozen=True, slots=True)
class Pii:
    """Redaction took out personal information of one of these types."""

    types: frozenset[PiiType]

    def find(self, sight: Sight) -> Found | None:
        """The redacted places, in the original text."""
        found = tuple(
            Evidence(span.start, span.end, span.type, "original", None, span.replacement, True)
            for span in sight.post.redaction.spans
            if span.type in self.types
        )
        return found or None

    def triggers(self) -> frozenset[int]:
        """Personal information."""
        return frozenset((PII,))


@dataclass(frozen=True, slots=True)
class SpoofedHelpline:
    """A wrong number or link beside the name of a known helpline."""

    def find(self, sight: Sight) -> Found | None:
        """The wrong numbers, in the original text."""
        found = tuple(
            Evidence(spoof.start, spoof.end, "SPOOFED_HELPLINE", "original", None, None, True)
            for spoof in sight.post.redaction.spoofs
        )
        return found or None

    def triggers(self) -> frozenset[int]:
        """A spoof."""
        return frozenset((SPOOF,))


@dataclass(frozen=True, slots=True)
class Repeat:
    """The post repeats another: of the same author, or of a campaign."""

    kind: DuplicateKind

    def find(self, sight: Sight) -> Found | None:
        """A match without a place: the whole post is the repeat."""
        duplicate = sight.post.screening.duplicate
        return () if duplicate.role == "repeat" and duplicate.kind == self.kind else None

    def triggers(self) -> frozenset[int]:
        """A repeat."""
        return frozenset((REPEAT,))


@dataclass(frozen=True, slots=True)
class FloodAt:
    """The author posts too much, and no window says worse than this level."""

    level: FloodLevel

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        levels = {flood.level for flood in sight.post.screening.floods}
        worst = "sanction" if "sanction" in levels else "warning"
        return () if levels and worst == self.level else None

    def triggers(self) -> frozenset[int]:
        """A flood."""
        return frozenset((FLOOD,))


@dataclass(frozen=True, slots=True)
class Links:
    """The post links to one of `domains` (or to any, if there are none) outside `outside`; subdomains count."""

    domains: frozenset[str]
    outside: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        for host in sight.hosts:
            if (not self.domains or _within(host, self.domains)) and not _within(host, self.outside):
                return ()
        return None

    def triggers(self) -> frozenset[int]:
        """A link."""
        return frozenset((LINK,))


@dataclass(frozen=True, slots=True)
class HasMedia:
    """The post carries media of one of these kinds, or of any if there are none."""

    kinds: frozenset[str]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        media = sight.post.media
        return () if any(not self.kinds or item.kind in self.kinds for item in media) else None

    def triggers(self) -> frozenset[int]:
        """Media."""
        return frozenset((MEDIA,))


@dataclass(frozen=True, slots=True)
class Length:
    """The text has at least `words` words and more than `letters` code points, and at most `most` words where given."""

    words: int
    letters: int
    most: int | None

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        if not sight.is_main or len(sight.text) <= self.letters:
            return None
        count = len(sight.text.split())
        return () if count >= self.words and (self.most is None or count <= self.most) else None

    def triggers(self) -> frozenset[int]:
        """A long text, where any lower bound is long; else any post."""
        return frozenset((LONG,)) if self.least_letters >= LONG_TEXT else _ALWAYS

    @property
    def least_letters(self) -> int:
        """A bound on the length of every text that matches: a word is a letter and a space."""
        return max(self.letters + 1, 2 * self.words - 1)


@dataclass(frozen=True, slots=True)
class IsReply:
    """The post answers another."""

    def find(self, sight: Sight) -> Found | None:
        """A match without a place."""
        return () if sight.post.parent_key is not None else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return _ALWAYS


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches."""

    parts: tuple[Expression, ...]

    def find(self, sight: Sight) -> Found | None:
        """The evidence of all parts."""
        found: Found = ()
        for part in self.parts:
            seen = part.find(sight)
            if seen is None:
                return None
            found += seen
        return found

    def triggers(self) -> frozenset[int]:
        """Those of the part that is likely seen least often: words before signals, and the first of equals."""
        return min((part.triggers() for part in self.parts), key=_breadth)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part matches."""

    parts: tuple[Expression, ...]

    def find(self, sight: Sight) -> Found | None:
        """The evidence of every part that matches."""
        found: Found | None = None
        for part in self.parts:
            seen = part.find(sight)
            if seen is not None:
                found = seen if found is None else found + seen
        return found

    def triggers(self) -> frozenset[int]:
        """Those of all parts."""
        return frozenset().union(*(part.triggers() for part in self.parts))


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part matches."""

    parts: tuple[Expression, ...]

    def find(self, sight: Sight) -> Found | None:
        """A match without a place: what is not there has none."""
        return () if all(part.find(sight) is None for part in self.parts) else None

    def triggers(self) -> frozenset[int]:
        """Any post."""
        return _ALWAYS


LONG_TEXT: Final = 400
"""From this many code points on a text is looked at for its length."""

_ALWAYS: Final = frozenset((ALWAYS,))


def worst(found: Found, default: Severity) -> Severity:
    """The highest severity that the evidence carries; `default` where it carries none."""
    severities = [item.severity for item in found if item.severity is not None]
    return max(severities, key=SEVERITY_RANK.__getitem__) if severities else default


def _within(host: str, domains: frozenset[str]) -> bool:
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False


def _breadth(triggers: frozenset[int]) -> int:
    if ALWAYS in triggers:
        return 2
    return 1 if triggers and min(triggers) < 0 else 0
