"""Precision, recall and F2 per type, by one rule for every contender.

A finding is a hit when it has the gold's type, the findings of that type cover at least half of every core part of the gold
(the digits of a sort code and those of its account number), and it reaches at most `SLACK` characters beyond the gold's extent.
Everything else is a false alarm. An address and the postcode in it go out together: each counts as found when a finding of
the other's type covers it, and a postcode found inside a gold address is no false alarm. "exact" counts the golds whose core
is covered wholly by findings that do not leave the extent; "any" those whose core is covered by at least half by any type.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.redaction.marks import Example, Gold

SLACK: Final = 4
"""Characters that a finding may reach beyond what was marked, both sides together."""

_FAMILY: Final = {"ADDRESS": frozenset({"ADDRESS", "POSTCODE"}), "POSTCODE": frozenset({"ADDRESS", "POSTCODE"})}

Found = tuple[int, int, str]
"""Start, end and type of a finding."""


@dataclass(slots=True)
class Tally:
    """Counts of one type."""

    golds: int = 0
    found: int = 0
    exact: int = 0
    any_type: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        """Share of the golds that were found; 1 without golds."""
        return self.found / self.golds if self.golds else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that are hits; 1 without findings."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def f2(self) -> float:
        """F score in which recall weighs four times as much as precision."""
        below = 4 * self.precision + self.recall
        return 5 * self.precision * self.recall / below if below else 0.0


@dataclass(slots=True)
class Score:
    """Tallies by type, and the misses and false alarms as (type, what happened, value, text)."""

    types: dict[str, Tally]
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)


def score(
    examples: Iterable[Example], findings: Iterable[Sequence[Found]], types: Sequence[str], keep_errors: bool = True
) -> Score:
    """Compares findings with golds; findings of other types than `types` count for "any type" only."""
    result = Score({kind: Tally() for kind in types})
    for example, found in zip(examples, findings, strict=True):
        _score_one(example, found, result, keep_errors)
    return result


def _score_one(example: Example, found: Sequence[Found], result: Score, keep_errors: bool) -> None:
    used: set[Found] = set()
    for one in example.golds:
        tally = result.types.get(one.type)
        if tally is None:
            continue
        family = _FAMILY.get(one.type, frozenset({one.type}))
        reach = _reach(example, one)
        fitting = [
            each for each in found if each[2] in family and _overlaps(each, one) and _beyond(each, reach) <= SLACK
        ]
        tally.golds += 1
        hit = all(_covered(part, fitting) * 2 >= part[1] - part[0] for part in one.parts)
        tally.found += hit
        inside = [each for each in fitting if _beyond(each, reach) == 0]
        tally.exact += all(_covered(part, inside) == part[1] - part[0] for part in one.parts)
        tally.any_type += all(_covered(part, found) * 2 >= part[1] - part[0] for part in one.parts)
        used.update(
            each for each in fitting if hit or _covered((each[0], each[1]), [(*part, "") for part in one.parts])
        )
        if not hit and keep_errors:
            near = [f"{each[2]} {example.text[each[0] : each[1]]!r}" for each in found if _overlaps(each, one)]
            result.errors.append(
                (
                    one.type,
                    f"missed{' (found ' + ', '.join(near) + ')' if near else ''}",
                    example.text[one.start : one.end],
                    example.text,
                )
            )
    for each in found:
        tally = result.types.get(each[2])
        if tally is None:
            continue
        if each in used:
            tally.right += 1
            continue
        tally.wrong += 1
        if keep_errors:
            result.errors.append((each[2], "false alarm", example.text[each[0] : each[1]], example.text))


def _reach(example: Example, one: Gold) -> tuple[int, int]:
    """What a finding of this gold may cover: its extent, and for a postcode the address that it ends."""
    if one.type == "POSTCODE":
        for other in example.golds:
            if other.type == "ADDRESS" and other.start <= one.start and one.end <= other.end:
                return other.start, other.end
    return one.start, one.end


def _overlaps(found: Found, one: Gold) -> bool:
    return found[0] < one.end and one.start < found[1]


def _beyond(found: Found, reach: tuple[int, int]) -> int:
    return max(0, reach[0] - found[0]) + max(0, found[1] - reach[1])


def _covered(part: tuple[int, int], found: Sequence[Found]) -> int:
    """Characters of `part` under any of `found`, which may overlap."""
    covered: set[int] = set()
    for start, end, _ in found:
        covered.update(range(max(start, part[0]), min(end, part[1])))
    return len(covered)
