"""Nodes that ask the registers of court cases: does a post name somebody protected, is it about an open case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from houserules.judging.expressions import PII, Evidence, Found
from houserules.judging.sight import Sight
from houserules.redaction.protected import PROTECTED_SCORE

if TYPE_CHECKING:
    from houserules.judging.policy.calendar import Dates


@dataclass(frozen=True, slots=True)
class ProtectedName:
    """Redaction took out a name that is protected at the post's time."""

    def find(self, sight: Sight) -> Found | None:
        """Where the names stood, in the original text."""
        found = tuple(
            Evidence(span.start, span.end, "protected-name", "original", None, span.replacement, True)
            for span in sight.post.redaction.spans
            if span.type == "PERSON" and span.score >= PROTECTED_SCORE
        )
        return found or None

    def triggers(self) -> frozenset[int]:
        """Personal information."""
        return frozenset((PII,))


@dataclass(frozen=True, slots=True)
class CaseMention:
    """The post speaks of a case that is open at its time: `cases` are the spans of time by the number of the pattern."""

    cases: "Mapping[int, tuple[Dates, ...]]"

    def find(self, sight: Sight) -> Found | None:
        """The court, the place or the hashtag by which the case is known."""
        moment = sight.post.screening.event_time
        found = tuple(
            Evidence(hit.start, hit.end, "open-case", hit.view)
            for number, hits in sight.hits.of(frozenset(self.cases))
            if any(dates.hold(moment) for dates in self.cases[number])
            for hit in hits
        )
        return found or None

    def triggers(self) -> frozenset[int]:
        """The patterns of all cases."""
        return frozenset(self.cases)
