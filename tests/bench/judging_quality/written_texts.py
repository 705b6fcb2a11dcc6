"""Figures on the written texts of the fold that the held-out scorers never saw: the rules alone, with scores, and together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bench.judging_quality.contenders import Ruled, rule
from bench.judging_quality.tasks import CARE, SANCTIONS
from houserules.judging.policy import Policy
from houserules.scoring.base import Scorer
from houserules.scoring.linear import LinearScorer
from houserules.scoring.training.courses import COURSES, HELD_OUT
from houserules.scoring.training.written import NONE, read_written

_TO_TEAM: Final = frozenset({"SAFEGUARDING", "CRISIS"})
_AT_PEOPLE: Final = frozenset({"INCIVILITY", "HARASSMENT", "THREAT", "HATE"})
WANTED: Final[Mapping[str, frozenset[str]]] = {
    "told": _TO_TEAM,
    "worried": _TO_TEAM,
    "crisis": _TO_TEAM,
    "query": CARE,
    "insult": _AT_PEOPLE | {"PROFANITY"},
    "harass": _AT_PEOPLE | {"SEXUAL"},
    "threat": _AT_PEOPLE | {"ILLEGAL"},
    "sexual": frozenset({"SEXUAL", "HARASSMENT"}),
    "hate": _AT_PEOPLE,
    "spam": frozenset({"SPAM", "ADVERTISING", "ILLEGAL", "SPOOFED_HELPLINE"}),
    "illegal": frozenset({"ILLEGAL", "SPAM", "ADVERTISING", "SEXUAL", "THREAT"}),
    "libel": frozenset({"LIBEL", "ONGOING_CASE"}),
    "posing": frozenset({"IMPERSONATION", "SPOOFED_HELPLINE", "SPAM"}),
    "copied": frozenset({"COPYRIGHT", "DUPLICATE"}),
    "politics": frozenset({"PARTY_POLITICS"}),
    "case": frozenset({"ONGOING_CASE", "LIBEL"}),
    "private": frozenset({"PERSONAL_INFO", "HARASSMENT"}),
    "bait": frozenset({"SPAM", "ADVERTISING"}),
}
"""Which findings count as seeing a text of each label: an insult that is found as harassment is seen."""


TELLS: Final = frozenset({"told", "worried", "crisis", "query"})


def with_held_out(policy: Policy, folder: Path) -> Policy:
    """The policy with the scorers of all courses, as `NAME.hrm` in `folder`, in place of the shipped ones.

    OSError or ValueError where they cannot be read.
    """
    scorers: dict[str, Scorer] = dict(policy.scorers)
    for name in COURSES:
        held_out = LinearScorer.from_bytes((folder / f"{name}.hrm").read_bytes())
        scorers.update(dict.fromkeys(held_out.names, held_out))
    return replace(policy, scorers=MappingProxyType(scorers))


def report(policy: Policy) -> None:
    """Prints the figures for `policy`, whose scorers must not have learnt from the fold `HELD_OUT`."""
    items = [item for item in read_written() if item.fold == HELD_OUT]
    ruled = rule([item.text for item in items], policy)
    told = [one for item, one in zip(items, ruled, strict=True) if item.label in TELLS]
    print(f"\nOf {len(told)} that tell, worry, despair or ask, scores hold {sum(one.held_for_a_score for one in told)}")
    print(f"Written texts that no scorer saw{'':<14}{'all':>6}   rules alone   scores add   together")
    for label, wanted in WANTED.items():
        group = [one for item, one in zip(items, ruled, strict=True) if item.label == label]
        words = sum(not wanted.isdisjoint(one.categories) for one in group) / len(group)
        both = sum(not wanted.isdisjoint(one.shipped) for one in group) / len(group)
        print(f"  {label:<44}{len(group):>6}{words:>13.2f}{both - words:>13.2f}{both:>11.2f}")
    print(
        "Near misses of each file (of other files' kinds they may be): to the team by words / in all; sanctioned in all,"
        " and held for a score alone"
    )
    for file in dict.fromkeys(item.file for item in items):
        near = [one for item, one in zip(items, ruled, strict=True) if item.label == NONE and item.file == file]
        print(f"  {file:<44}{len(near):>6}  {_false(near)}")


def _false(group: Sequence[Ruled]) -> str:
    words = sum(not _TO_TEAM.isdisjoint(one.categories) for one in group) / len(group)
    both = sum(not _TO_TEAM.isdisjoint(one.shipped) for one in group) / len(group)
    sanctioned = sum(one.outcome in SANCTIONS for one in group) / len(group)
    return f"{words:.3f} / {both:.3f}; {sanctioned:.3f}, {sum(one.held_for_a_score for one in group) / len(group):.3f}"
