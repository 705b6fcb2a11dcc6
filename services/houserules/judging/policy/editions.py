"""Which rules hold when: the editions of a policy, one for each stretch of event time between two dates in it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from houserules.judging.index import RuleIndex, build_index
from houserules.judging.others import asks_for_score
from houserules.judging.policy.calendar import Dates

if TYPE_CHECKING:
    from houserules.judging.policy.model import Rule

BEFORE_ALL: Final = -(1 << 62)
"""A moment before every date."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is otherwise for a while: `changed` rules take the place of those of their ids, `rules` are there besides."""

    id: str
    title: str
    spans: tuple[Dates, ...]
    changed: "Mapping[str, Rule]"
    rules: "tuple[Rule, ...]"

    def holds(self, moment: int) -> bool:
        """Whether it is in force at `moment` (ms)."""
        return any(span.hold(moment) for span in self.spans)

    def meets(self, other: "Overlay") -> bool:
        """Whether there is a moment at which both are in force."""
        starts = [BEFORE_ALL if span.starts is None else span.starts for span in (*self.spans, *other.spans)]
        return any(self.holds(moment) and other.holds(moment) for moment in starts)


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules of one stretch of time, in the order of their findings; none is off.

    Rules from number `late` on look at what those before them found. `scored` are the numbers of those that ask a
    scorer, and `on_campaigns` of those whose answer may depend on the post's campaign.
    """

    rules: "tuple[Rule, ...]"
    index: RuleIndex
    late: int
    scored: frozenset[int]
    on_campaigns: tuple[int, ...]
    overlays: tuple[str, ...]

    @property
    def has_late(self) -> bool:
        """Whether any rule looks at what others found."""
        return self.late < len(self.rules)


@dataclass(slots=True, eq=False)
class Editions:
    """All editions of a policy. One that was never asked for is never built; without dates there is only one."""

    rules: "Sequence[Rule]"
    overlays: Sequence[Overlay] = ()
    _bounds: list[int] = field(init=False)
    _built: dict[int, Edition] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """`rules` are those of the policy and of all overlays, in order of findings; late ones last."""
        dates = [rule.dates for rule in self.rules]
        dates += [span for overlay in self.overlays for span in overlay.spans]
        self._bounds = sorted({bound for span in dates for bound in (span.starts, span.ends) if bound is not None})

    @property
    def moments(self) -> tuple[int, ...]:
        """One moment in each stretch (ms), from the earliest on."""
        return (BEFORE_ALL, *self._bounds)

    def at(self, moment: int) -> Edition:
        """The edition in force at `moment` (ms of event time)."""
        place = bisect_right(self._bounds, moment) if self._bounds else 0
        edition = self._built.get(place)
        if edition is None:
            edition = self._built[place] = self._build(self.moments[place])
        return edition

    def _build(self, moment: int) -> Edition:
        active = [overlay for overlay in self.overlays if overlay.holds(moment)]
        resting = {rule.id for overlay in self.overlays if not overlay.holds(moment) for rule in overlay.rules}
        changed = {rule_id: rule for overlay in active for rule_id, rule in overlay.changed.items()}
        rules = [
            changed.get(rule.id, rule) for rule in self.rules if rule.id not in resting and rule.dates.hold(moment)
        ]
        return build_edition([rule for rule in rules if rule.mode != "off"], [overlay.id for overlay in active])


def build_edition(rules: "Sequence[Rule]", overlays: Iterable[str] = ()) -> Edition:
    """The edition of `rules`, late ones last."""
    return Edition(
        rules=tuple(rules),
        index=build_index([rule.match for rule in rules]),
        late=sum(not rule.is_late for rule in rules),
        scored=frozenset(number for number, rule in enumerate(rules) if any(map(asks_for_score, rule.parts))),
        on_campaigns=tuple(number for number, rule in enumerate(rules) if rule.asks_for_campaign),
        overlays=tuple(overlays),
    )
