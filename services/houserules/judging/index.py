"""Which rules a post has to be shown to: from triggers to the numbers of rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from houserules.judging.expressions import ALWAYS, Expression


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
