"""What the scorers of care and of conduct learn from, and what they are told of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from houserules.scoring.training.campaign_talk import harmless_talk
from houserules.scoring.training.datasets import Row
from houserules.scoring.training.fitting import Lesson, Recipe
from houserules.scoring.training.lessons import as_judged
from houserules.scoring.training.written import NONE, Written

Known = Mapping[str, bool]

CARE: Final = ("told", "worried", "crisis", "query")
"""`told`: of harm done to oneself; `worried`: of a child or a friend at risk; `crisis`: danger or despair now; `query`: a
serious question for a specialist."""

CONDUCT: Final = ("insult", "harass", "threat", "sexual", "contempt", "advert")
"""`insult`: at somebody; `harass`: blame, mockery, hounding; `threat`: and calls for violence; `sexual`: remarks, come-ons;
`contempt`: of a group of people; `advert`: adverts, scams, bait."""

_SCORE_OF: Final[Mapping[str, str]] = {"hate": "contempt", "spam": "advert"}
"""Labels whose score has another name: `abuse-en` has scores of theirs, and no two scorers of a policy may share one."""

HELD_OUT: Final = 0
"""The fold of the written texts that calibration is done on."""

_NO_CARE: Final[Known] = dict.fromkeys(CARE, False)
_NO_CONDUCT: Final[Known] = dict.fromkeys(CONDUCT, False)

_CARE: Final[Mapping[tuple[str, str], Known]] = {
    # Who tells may also ask or despair, and the other way round: only what one kind excludes is known.
    ("told", "told"): {"told": True},
    ("told", "worried"): {"worried": True},
    ("told", NONE): {"told": False, "worried": False, "crisis": False},
    ("crisis", "crisis"): {"crisis": True},
    ("crisis", "query"): {"query": True, "crisis": False},
    ("crisis", NONE): {"crisis": False, "query": False, "worried": False},
    **{("civil", label): _NO_CARE for label in ("insult", "harass", "threat")},
    **{("content", label): _NO_CARE for label in ("sexual", "hate", "spam")},
}
_MAY_BE_TOO: Final[Mapping[str, frozenset[str]]] = {
    "insult": frozenset(("harass", "contempt")),
    "harass": frozenset(("insult", "contempt", "sexual", "threat")),
    "threat": frozenset(("insult", "harass", "contempt")),
    "sexual": frozenset(("harass", "insult")),
    "contempt": frozenset(("insult", "harass", "threat")),
    "advert": frozenset(("sexual",)),
}
_ONE_IN: Final = {"davidson": 4, "edos": 5, "hatemoji": 2, "clinc_oos": 2, "crisislex": 4}
"""Of large sets so many: all of them would teach what a tweet of 2012 is like, and take an hour."""

_PUBLIC_WEIGHT: Final = 0.3
_TALK_WEIGHT: Final = 0.1
_TALK: Final = (6_000, 1)


@dataclass(frozen=True, slots=True)
class Course:
    """The scores of a scorer, and what is known of each text: of a written one, of a public one, of campaign talk."""

    names: tuple[str, ...]
    written: Callable[[Written], Known]
    public: Callable[[Row], Known]
    talk: Known
    recipe: Recipe = Recipe(trust=3.0)

    def lessons(self, written: Iterable[Written], rows: Iterable[Row]) -> tuple[list[Lesson], list[Lesson]]:
        """What to learn from, and what is kept apart for calibration. The test tenths of public sets are in neither."""
        learn, apart = self._talk(), list[Lesson]()
        for item in written:
            lesson = Lesson(as_judged(item.text), self.written(item))
            (apart if item.fold == HELD_OUT else learn).append(lesson)
        for row in rows:
            if row.split != "test" and _is_taken(row):
                lesson = Lesson(as_judged(row.text), self.public(row), _PUBLIC_WEIGHT)
                (apart if row.split == "calibrate" else learn).append(lesson)
        return _taught(learn), _taught(apart)

    def _talk(self) -> list[Lesson]:
        return [Lesson(text, self.talk, _TALK_WEIGHT) for text in harmless_talk(*_TALK)] if self.talk else []


def _taught(lessons: Sequence[Lesson]) -> list[Lesson]:
    return [lesson for lesson in lessons if lesson.labels]


def _is_taken(row: Row) -> bool:
    if row.dataset == "crisislex" and row.kind != "on-topic":
        return False
    number = int.from_bytes(blake2b(f"{row.group}x".encode("utf-8", "replace"), digest_size=4).digest())
    return number % _ONE_IN.get(row.dataset, 1) == 0


def _care_written(item: Written) -> Known:
    return _CARE.get((item.file, item.label), {})


def _care_public(row: Row) -> Known:
    return {"query": True} if row.dataset == "counsel_chat" else _NO_CARE


def _conduct_written(item: Written) -> Known:
    kind = _SCORE_OF.get(item.label, item.label)
    if kind not in CONDUCT:
        return _NO_CONDUCT
    return {name: name == kind for name in CONDUCT if name not in _MAY_BE_TOO[kind]}


def _conduct_public(row: Row) -> Known:
    if row.dataset == "davidson":
        if row.kind == "neither":
            return {name: False for name in CONDUCT if name != "sexual"}
        return {"contempt": row.kind == "hate", "advert": False}
    if row.dataset == "edos":
        # What is not sexist there may hate another group, or insult somebody.
        known = {"advert": False} if row.kind == "none" else {"contempt": True, "advert": False}
        return {**known, "threat": True} if row.kind.startswith("1") else known
    if row.dataset == "hatemoji":
        if row.labels["hate"]:
            return {"contempt": True, "advert": False}
        return {"contempt": False, "advert": False, "insult": False, "threat": False}
    if row.dataset == "convabuse":
        if row.kind == "not abusive":
            return _NO_CONDUCT
        return {"insult": True, "contempt": False, "advert": False} if row.kind == "strong" else {"advert": False}
    return {**_NO_CONDUCT, "advert": row.labels.get("spam", False)}


COURSES: Final[Mapping[str, Course]] = {
    "care-en": Course(CARE, _care_written, _care_public, {}),
    "conduct-en": Course(CONDUCT, _conduct_written, _conduct_public, _NO_CONDUCT),
}
"""The scorers that learn from written texts, by name."""
