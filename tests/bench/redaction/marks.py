"""Texts with the answer written into them: how the generator marks what a careful reader would call personal.

A marked text holds private-use characters around each piece of personal information, so that it can be shouted, lower-cased
or joined to other texts before anybody counts offsets. `parse` takes the marks out and gives the plain text and its golds.
"""

import re
from dataclasses import dataclass
from typing import Final

TYPES: Final = (
    "PHONE", "EMAIL", "POSTCODE", "ADDRESS", "NINO", "NHS_NUMBER", "PAYMENT_CARD", "BANK_ACCOUNT", "IBAN", "VEHICLE_REG",
    "PASSPORT", "DRIVING_LICENCE", "DATE_OF_BIRTH", "IP_ADDRESS", "SOCIAL_HANDLE",
)  # fmt: skip
"""The types that the harness scores, in the order of its tables."""

PUBLIC: Final = "PUBLIC"
"""Mark of a contact that the policy registers as public: not personal, and anything found there is a false alarm."""

_KINDS: Final = (*TYPES, PUBLIC)
_OPEN: Final = {kind: chr(0xE000 + number) for number, kind in enumerate(_KINDS)}
_KIND: Final = {mark: kind for kind, mark in _OPEN.items()}
_CLOSE: Final = "\ue0ff"
_CORE, _CORE_END = "\ue100", "\ue101"
_MARK: Final = re.compile("([\ue000-\ue1ff])")


@dataclass(frozen=True, slots=True)
class Gold:
    """One piece of personal information, in code points of the text.

    `parts` are what must be found (the digits of a sort code and of an account number, a handle without "snap:").
    `start` and `end` are the extent: what a finding may cover without being called too greedy.
    """

    type: str
    start: int
    end: int
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what is personal in it, and the stretches that are registered public contacts."""

    text: str
    golds: tuple[Gold, ...] = ()
    public: tuple[tuple[int, int], ...] = ()


def gold(kind: str, text: str) -> str:
    """`text` marked as one piece of information of `kind`; without a `core` inside, all of it is the core."""
    return f"{_OPEN[kind]}{text}{_CLOSE}"


def core(text: str) -> str:
    """`text` marked as a part that must be found, inside a `gold`."""
    return f"{_CORE}{text}{_CORE_END}"


def outside(marked: str) -> list[tuple[str, bool]]:
    """The pieces of a marked text, each with whether it lies outside every gold. Joined they are the text again."""
    pieces: list[tuple[str, bool]] = []
    depth = 0
    for piece in _MARK.split(marked):
        if piece in _KIND:
            depth += 1
        pieces.append((piece, depth == 0 and bool(piece)))
        if piece == _CLOSE:
            depth -= 1
    return pieces


def parse(marked: str) -> Example:
    """The plain text and its golds. Raises ValueError for marks that do not match."""
    plain: list[str] = []
    at = 0
    stack: list[tuple[str, int, list[tuple[int, int]]]] = []
    begun = 0
    golds: list[Gold] = []
    public: list[tuple[int, int]] = []
    for piece in _MARK.split(marked):
        if kind := _KIND.get(piece):
            stack.append((kind, at, []))
        elif piece == _CORE:
            begun = at
        elif piece == _CORE_END:
            stack[-1][2].append((begun, at))
        elif piece == _CLOSE:
            if not stack:
                raise ValueError(f"a mark closes that was never opened: {marked!r}")
            kind, start, parts = stack.pop()
            if kind == PUBLIC:
                public.append((start, at))
            else:
                golds.append(Gold(kind, start, at, tuple(parts) or ((start, at),)))
        else:
            plain.append(piece)
            at += len(piece)
    if stack:
        raise ValueError(f"a mark is never closed: {marked!r}")
    return Example("".join(plain), tuple(sorted(golds, key=lambda one: one.start)), tuple(public))
