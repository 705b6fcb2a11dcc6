"""A match with one of its filters left out, to tell people that the words were there and which filter let them go."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, Literal

from houserules.judging.expressions import All, AnyOf, Expression, Patterns

Filter = Literal["own_words", "aimed", "quoted", "near", "allow"]

_WITHOUT: Final[dict[Filter, dict[str, Any]]] = {
    "own_words": {"own_words": None},
    "aimed": {"aimed": None},
    "quoted": {"quoted": None},
    "near": {"near": None},
    "allow": {"allowed": frozenset()},
}


def relaxed(match: Expression) -> Iterator[tuple[Filter, Expression]]:
    """`match` without each of the filters that it has, one at a time, in the order in which they are best told."""
    for name, without in _WITHOUT.items():
        other = _without(match, without)
        if other != match:
            yield name, other


def _without(expression: Expression, without: dict[str, Any]) -> Expression:
    """The expression with the fields `without` in all its patterns. What must not be there is left as it is."""
    if isinstance(expression, Patterns):
        return replace(expression, **without)
    if isinstance(expression, All | AnyOf):
        return type(expression)(tuple(_without(part, without) for part in expression.parts))
    return expression
