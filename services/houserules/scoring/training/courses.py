"""What the scorers of care, of conduct and of matters learn from, and what they are told of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from houserules.scoring.training.campaign_talk import harmless_talk
from houserules.scoring.training.datasets import Row
from houserules.scoring.training.fitting import Lesson, Recipe
from houserules.scoring.training.lessons import as_judged
from houserules.scoring.training.written import LABELS, NONE, Written

Known = Mapping[str, bool]

CARE: Final = ("told", "worried", "crisis", "query")
"""`told`: of harm done to oneself; `worried`: of a child or a friend at risk; `crisis`: danger or despair now; `query`: a
serious question for a specialist."""

CONDUCT: Final = ("insult", "harass", "threat", "sexual", "contempt", "advert")
"""`insult`: at somebody; `harass`: blame, mockery, hounding; `threat`: and calls for violence; `sexual`: remarks, come-ons;
`contempt`: of a group of people; `advert`: adverts, scams, bait."""

MATTERS: Final = ("illegal", "libel", "posing", "copied", "politics", "case", "private", "bait")
"""`illegal`: offers of and calls for unlawful things; `libel`: accuses somebody; `posing`: as us, a service or an office;
`copied`: somebody else's text; `politics`: for or against a party; `case`: what could harm a court case; `private`: where
and who people are; `bait`: for likes, follows and clicks, and noise."""

_SCORE_OF: Final[Mapping[str, str]] = {"hate": "contempt", "spam": "advert"}
"""Labels whose score has another name: `abuse-en` has scores of theirs, and no two scorers of a policy may share one."""

HELD_OUT: Final = 0
"""The fold of the written texts that calibration is done on."""

_NO_CARE: Final[Known] = dict.fromkeys(CARE, False)
_NO_CONDUCT: Final[Known] = dict.fromkeys(CONDUCT, False)
_NO_MATTER: Final[Known] = dict.fromkeys(MATTERS, False)

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
_ACCUSING: Final = frozenset(("illegal", "libel", "politics", "case", "private"))
_MAY_BE_TOO: Final[Mapping[str, frozenset[str]]] = {
    "insult": frozenset(("harass", "contempt")) | _ACCUSING,
    "harass": frozenset(("insult", "contempt", "sexual", "threat")) | _ACCUSING,
    "threat": frozenset(("insult", "harass", "contempt")) | _ACCUSING,
    "sexual": frozenset(("harass", "insult", "illegal", "posing", "private", "bait")),
    "contempt": frozenset(("insult", "harass", "threat", "illegal", "libel", "politics", "case")),
    "advert": frozenset(("sexual", "illegal", "posing", "copied", "bait")),
    "illegal": frozenset(("threat", "sexual", "advert", "posing", "private", "bait")),
    "libel": frozenset(("insult", "harass", "threat", "sexual", "contempt", "politics", "case", "private")),
    "posing": frozenset(("advert", "illegal", "private", "bait")),
    "copied": frozenset(("advert", "libel", "politics", "case", "bait")),
    "politics": frozenset(("insult", "contempt", "libel", "copied", "bait")),
    "case": frozenset(("insult", "harass", "threat", "libel", "politics", "private")),
    "private": frozenset(("harass", "threat", "sexual", "illegal", "libel", "case")),
    "bait": frozenset(("insult", "sexual", "advert", "illegal", "posing", "politics")),
}
"""What else a text of each kind may be, for all that its writer said."""

_OLD: Final = frozenset(("told", "crisis", "civil", "content"))
_ONE_IN: Final = {"davidson": 4, "edos": 5, "hatemoji": 2, "clinc_oos": 2, "crisislex": 4}
"""Of large sets so many: all of them would teach what a tweet of 2012 is like, and take an hour."""

_PUBLIC_WEIGHT: Final = 0.3
_TALK_WEIGHT: Final = 0.1
_PRESUMED_WEIGHT: Final = 0.3
"""What a near miss of one file is taken not to be of the kinds of another, where a course presumes so. Now and then that is
wrong; without it a scorer knows next to nothing of how people talk on such pages, and sees an election in every meeting."""

_TALK: Final = (6_000, 1)


@dataclass(frozen=True, slots=True)
class Course:
    """The scores of a scorer, and what is known of each text: of a written one, of a public one, of campaign talk.

    `one_in` says of which public sets only one text in so many is taken, `files` which written files. Who `presumes` takes a
    near miss that was written for another file to be harmless as well, though its writer was not asked.
    """

    names: tuple[str, ...]
    written: Callable[[Written], Known]
    public: Callable[[Row], Known]
    talk: Known
    one_in: Mapping[str, int] = field(default_factory=dict)
    recipe: Recipe = Recipe(trust=3.0)
    files: frozenset[str] = _OLD
    presumes: bool = False

    def lessons(self, written: Iterable[Written], rows: Iterable[Row]) -> tuple[list[Lesson], list[Lesson]]:
        """What to learn from, and what is kept apart for calibration. The test tenths of public sets are in neither."""
        learn, apart = self._talk(), list[Lesson]()
        for item in written:
            if item.file not in self.files:
                continue
            text, known = as_judged(item.text), self.written(item)
            into = apart if item.fold == HELD_OUT else learn
            into.append(Lesson(text, known))
            if self.presumes and item.label == NONE:
                rest = {name: False for name in self.names if name not in known}
                into.append(Lesson(text, rest, _PRESUMED_WEIGHT))
        for row in rows:
            if row.split != "test" and self._is_taken(row):
                lesson = Lesson(as_judged(row.text), self.public(row), _PUBLIC_WEIGHT)
                (apart if row.split == "calibrate" else learn).append(lesson)
        return _taught(learn), _taught(apart)

    def _is_taken(self, row: Row) -> bool:
        if row.dataset == "crisislex" and row.kind != "on-topic":
            return False
        number = int.from_bytes(blake2b(f"{row.group}x".encode("utf-8", "replace"), digest_size=4).digest())
        return number % self.one_in.get(row.dataset, 1) == 0

    def _talk(self) -> list[Lesson]:
        return [Lesson(text, self.talk, _TALK_WEIGHT) for text in harmless_talk(*_TALK)] if self.talk else []


def _taught(lessons: Sequence[Lesson]) -> list[Lesson]:
    return [lesson for lesson in lessons if lesson.labels]


def _other_than(kind: str, names: Iterable[str]) -> Known:
    return {name: name == kind for name in names if name not in _MAY_BE_TOO[kind]}


def _care_written(item: Written) -> Known:
    return _CARE.get((item.file, item.label), {})


def _care_public(row: Row) -> Known:
    return {"query": True} if row.dataset == "counsel_chat" else _NO_CARE


def _conduct_written(item: Written) -> Known:
    kind = _SCORE_OF.get(item.label, item.label)
    if kind in _MAY_BE_TOO:
        return _other_than(kind, CONDUCT)
    return _NO_CONDUCT


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


def _matters_written(item: Written) -> Known:
    kind = _SCORE_OF.get(item.label, item.label)
    if kind in _MAY_BE_TOO:
        return _other_than(kind, MATTERS)
    if kind in CARE:
        # Whoever tells of harm says who did it: that must never be taken for an accusation.
        return _NO_MATTER
    return {label: False for label in LABELS[item.file] if label in MATTERS}


def _matters_public(row: Row) -> Known:
    if row.dataset == "uk_mp_tweets":
        return {name: False for name in MATTERS if name != "politics"}
    if row.labels.get("spam"):
        return {"libel": False, "politics": False, "case": False}
    if row.dataset == "edos":
        return {"posing": False, "copied": False, "bait": False} if row.kind == "none" else {}
    if row.dataset in ("davidson", "convabuse"):
        return _NO_MATTER if row.kind in ("neither", "not abusive") else {}
    return {} if row.labels.get("hate") else _NO_MATTER


COURSES: Final[Mapping[str, Course]] = {
    "care-en": Course(CARE, _care_written, _care_public, {}, _ONE_IN),
    "conduct-en": Course(CONDUCT, _conduct_written, _conduct_public, _NO_CONDUCT, _ONE_IN),
    "matters-en": Course(
        MATTERS,
        _matters_written,
        _matters_public,
        _NO_MATTER,
        _ONE_IN,
        Recipe(trust=20.0, close=4e-6),
        frozenset(LABELS),
        True,
    ),
}
"""The scorers that learn from written texts, by name."""
