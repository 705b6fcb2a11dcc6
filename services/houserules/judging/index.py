"""Which rules a post has to be shown to: from triggers to the numbers of rules."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from houserules.contracts.stages import RedactedPost
from houserules.judging.beside import LONG_TEXT
from houserules.judging.expressions import ALWAYS, FLOOD, LINK, LONG, MEDIA, PII, REPEAT, SPOOF, Expression
from houserules.judging.sight import may_hold_host

SIGNALS: Final = frozenset((PII, SPOOF, REPEAT, FLOOD, MEDIA, LONG, LINK))
"""Triggers that are told from a post itself, without looking through its text for anything of the policy's."""


@dataclass(frozen=True, slots=True)
class RuleIndex:
    """`rules` leads from a trigger to the rules it may set off, by number and in order; `always` go with every post."""

    rules: Mapping[int, tuple[int, ...]]
    always: tuple[int, ...]


def build_index(expressions: Sequence[Expression | None]) -> RuleIndex:
    """The index of rules by their match expressions; None is a rule that is off."""
    table: dict[int, list[int]] = {}
    for number, expression in enumerate(expressions):
        if expression is not None:
            for trigger in expression.triggers():
                table.setdefault(trigger, []).append(number)
    always = tuple(table.pop(ALWAYS, ()))
    return RuleIndex(MappingProxyType({key: tuple(value) for key, value in table.items()}), always)


def signals_of(post: RedactedPost, wanted: Set[int]) -> list[int]:
    """What a post has beside its words, of the kinds that some rule is about: those of `wanted`."""
    signals: list[int] = []
    redaction, screening, text = post.redaction, post.screening, post.text
    if redaction.spans:
        signals.append(PII)
    if redaction.spoofs:
        signals.append(SPOOF)
    if screening.duplicate.role == "repeat":
        signals.append(REPEAT)
    if screening.floods:
        signals.append(FLOOD)
    if post.media:
        signals.append(MEDIA)
    if len(text) >= LONG_TEXT:
        signals.append(LONG)
    if LINK in wanted and (post.links or may_hold_host(text)):
        signals.append(LINK)
    return signals
