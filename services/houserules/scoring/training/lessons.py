"""Which texts the shipped scorer learns from, and what it is told of them."""

import re
from collections.abc import Iterable
from typing import Final

from houserules.scoring.training.campaign_talk import harmless_talk
from houserules.scoring.training.datasets import HARMLESS, Row, Split
from houserules.scoring.training.fitting import Lesson
from houserules.scoring.training.unwelcome_talk import abusive_talk, advert_talk

NAMES: Final = ("abuse", "hate", "sexism", "spam")
"""`abuse`: insults and offence; `hate`: against a protected group; `sexism`: against women; `spam`: unasked adverts."""

_TALK: Final = {"train": (19_000, 3000, 1500, 1), "calibrate": (5000, 900, 400, 2), "test": (5000, 900, 400, 3)}
"""How many harmless texts, insults and adverts to invent, and the seed."""

_WEIGHTS: Final = {"davidson": 0.5, "convabuse": 4.0, "youtube_spam": 2.0, "tg_spam": 2.0}
"""Davidson's tweets are half of all abuse and nearly all American slang; what is said to somebody's face is rare."""

_PHONE: Final = re.compile(r"\+?\d[\d ()-]{8,16}\d")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")


def lessons(rows: Iterable[Row], split: Split) -> list[Lesson]:
    """The lessons of one split: of `rows`, and the invented campaign talk."""
    found = [
        Lesson(as_judged(row.text), row.labels, _WEIGHTS.get(row.dataset, 1.0))
        for row in rows
        if row.labels and row.split == split
    ]
    harmless, abusive, adverts, seed = _TALK[split]
    found += [Lesson(text, HARMLESS) for text in harmless_talk(harmless, seed)]
    found += [Lesson(text, {**HARMLESS, "abuse": True}) for text in abusive_talk(abusive, seed)]
    found += [Lesson(text, {**HARMLESS, "spam": True}) for text in advert_talk(adverts, seed)]
    return found


def as_judged(text: str) -> str:
    """The text as the judge sees it, whose redaction has taken numbers and addresses out."""
    return _PHONE.sub("[phone removed]", _EMAIL.sub("[email removed]", text))
