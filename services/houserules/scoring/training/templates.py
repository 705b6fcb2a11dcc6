"""Invented texts from templates: slots to fill, and the slips of people who type in a hurry."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

Slots = Mapping[str, Sequence[str]]
"""What may stand in each slot of a template; it may have slots itself."""

_SLOT: Final = re.compile(r"\{(\w+)\}")


def slots(table: Mapping[str, str]) -> Slots:
    """What may stand in each slot, given between bars."""
    return {slot: [" ".join(choice.split()) for choice in text.split("|")] for slot, text in table.items()}


def texts(templates: Sequence[str], words: Slots, count: int, seed: int) -> Iterator[str]:
    """`count` texts, the same for the same `seed`."""
    dice = random.Random(seed)

    def fill(match: re.Match[str]) -> str:
        return _SLOT.sub(fill, dice.choice(words[match[1]]))

    for _ in range(count):
        yield _typed(_SLOT.sub(fill, dice.choice(templates)), dice)


def _typed(text: str, dice: random.Random) -> str:
    """The text as somebody might type it: in small letters, without apostrophes or stops, with a slip now and then."""
    if dice.random() < 0.4:
        text = text.lower()
    if dice.random() < 0.4:
        text = text.replace("'", "").replace(". ", " ")
    if dice.random() < 0.2:
        place = dice.randrange(len(text))
        text = text[:place] + text[place + 1 :]
    if dice.random() < 0.05:
        text = text.upper()
    return text or "so true"
