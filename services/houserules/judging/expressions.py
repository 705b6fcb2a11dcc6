"""The match language, compiled: small immutable nodes that look at one `Sight` and say what they saw.

`find` gives the evidence, or None where the node does not match. An empty tuple is a match that has no place in the
text (a repeat, a flood, an author's role: the nodes in `beside`). `triggers` are what must be there for the node to
match at all; a post with none of a rule's triggers is never shown to the rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol, runtime_checkable

from houserules.contracts.vocabulary import SEVERITY_RANK, Severity
from houserules.judging.phrases.chances import Chances
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
CAMPAIGN: Final = -10
"""Triggers that are no pattern: what a post has beside its words. `ALWAYS` is every post, which is slow."""

ANY_POST: Final = frozenset((ALWAYS,))
"""The triggers of a node that any post may match."""


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


@runtime_checkable
class Known(Expression, Protocol):
    """A node whose answer may be there before any rule is tried."""

    def is_known(self) -> bool:
        """Whether it is."""
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
    chances: Chances | None = field(default=None, compare=False, repr=False)
    """Tells how many of the phrases have to be tried on a text, if they are what a rule goes by."""

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
        return tuple(found.values()) if len(found) == 1 else tuple([found[place] for place in sorted(found)])

    def triggers(self) -> frozenset[int]:
        """The patterns themselves."""
        return self.patterns

    def _holds(self, sight: Sight, hit: Hit) -> bool:
        if self.allowed:
            for _, phrases in sight.hits.of(self.allowed):
                if any(phrase.start <= hit.start and hit.end <= phrase.end for phrase in phrases):
                    return False
        if self.near is not None and not self.near.holds(sight, hit):
            return False
        if self.own_words is not None and sight.reported(hit.start, hit.end) is self.own_words:
            return False
        if self.quoted is not None and sight.quoted(hit.start) is not self.quoted:
            return False
        return self.aimed is None or sight.aimed(hit.start, hit.end) is self.aimed


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches."""

    parts: tuple[Expression, ...]

    def find(self, sight: Sight) -> Found | None:
        """The evidence of all parts."""
        # Whether words are there at all is soon told; whose they are takes a look at the words around each.
        for part in self.parts:
            if type(part) is Patterns and not sight.hits.of(part.patterns):
                return None
        found: Found = ()
        for part in self.parts:
            seen = part.find(sight)
            if seen is None:
                return None
            found += seen
        return found

    def triggers(self) -> frozenset[int]:
        """Those of the part that costs least to look for: scores that are known anyway, then words, then signals.

        Among words it is those that likely have to be looked for least often, and the first of equals.
        """
        return min(map(_offer, self.parts), key=_price, default=(ANY_POST, 0.0))[0]


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
        return ANY_POST


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and every part of it, however deep."""
    yield expression
    if isinstance(expression, All | AnyOf | NoneOf):
        for part in expression.parts:
            yield from walk(part)


def worst(found: Found, default: Severity) -> Severity:
    """The highest severity that the evidence carries; `default` where it carries none."""
    severities = [item.severity for item in found if item.severity is not None]
    return max(severities, key=SEVERITY_RANK.__getitem__) if severities else default


def _offer(part: Expression) -> tuple[frozenset[int], float]:
    """What a part could be found by, and about how often that would be looked for; below 0 where it is known anyway."""
    return part.triggers(), -1.0 if isinstance(part, Known) and part.is_known() else _chance(part)


def _chance(part: Expression) -> float:
    if isinstance(part, Patterns):
        return 0.0 if part.chances is None else part.chances.of(part.patterns)
    if isinstance(part, AnyOf):
        return sum(map(_chance, part.parts))
    return min(map(_chance, part.parts), default=0.0) if isinstance(part, All) else 0.0


def _price(offer: tuple[frozenset[int], float]) -> tuple[int, float]:
    triggers, chance = offer
    if ALWAYS in triggers:
        return 2, 0.0
    return 1 if chance >= 0 and triggers and min(triggers) < 0 else 0, chance
