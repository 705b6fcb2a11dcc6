"""PERSON: names of private people, found by a spaCy pipeline that is installed beside this package. Off by default.

What the pipeline takes for a person is not yet somebody to protect. A first name alone points to nobody, and hiding every
`thanks Sam` would empty the page, so what counts is two words or more, or one surname behind a title: `Mr Khan`. Not
private are the names that a policy lists as public, holders of public office (`Jane Smith MP`, `Cllr Jones`), mentions
and hashtags.

A pipeline takes milliseconds for a text for which all patterns together take microseconds, and small ones miss a third of
the names in posts (`tests/bench/names_bench.py`): it is a help, and no promise. It is read when a policy is loaded; finding
does no I/O.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, Final

People = list[tuple[int, int, float]]
"""Start and end in code points, and how sure, 0 to 1."""

LABELS: Final = frozenset(("PERSON", "PER"))
"""What pipelines call a person."""

_FULL: Final = 0.85
_TITLED: Final = 0.75
_UNCAPITALISED: Final = 0.6

_LONGEST: Final = 5
"""Most words of one name. Pipelines take whole lines in capitals for one."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.\-‐‑][^\W\d_]+)*\.?")
_POSSESSIVE: Final = re.compile(r"['’](?:s|S)?\Z")
_TITLE: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|master|dr|doctor|prof|professor|sir|madam|lady|dame|uncle|auntie?|coach|father|fr|sister|"
    r"brother|rev|reverend|pastor|imam|rabbi|nurse|pc|wpc|dc|ds|di|sgt|sergeant)\.? +\Z",
    re.IGNORECASE,
)
_OFFICE_BEFORE: Final = re.compile(
    r"\b(?:cllr|councillors?|mayor|minister|secretary|lord|baroness|chancellor|commissioner|president|"
    r"prince|princess|king|queen|judge|justice)\.? +(?:of +[A-Z]\w+,? +)?(?:(?:mr|mrs|ms|dr|sir|dame)\.? +)?\Z",
    re.IGNORECASE,
)
_OFFICE_AFTER: Final = re.compile(r",? *\(?(?:MPs?|MSPs?|MEPs?|MLAs?|QC|KC|PCC)\b")
_NOT_BEFORE: Final = frozenset("@#/_[=&0123456789")
_NOT_AFTER: Final = frozenset("@/_0123456789")
_SPACE: Final = frozenset((" ", "\u00a0", ". ", "  "))


class NamesUnavailable(RuntimeError):
    """Names cannot be found here. The message says what to install."""


class PublicNames:
    """Names that everybody may write, in any case: officials, the campaign's own people, its contacts.

    A list of whole names: `Jane Smith` makes `Jane Smith` and `Ms Smith` public, and no other Smith.
    """

    __slots__ = ("_surnames", "_whole")

    def __init__(self, names: Iterable[str] = ()) -> None:
        spelled = [_plain(_untitled(name)) for name in names]
        self._whole: Final = frozenset(spelled)
        self._surnames: Final = frozenset(name.rpartition(" ")[2] for name in spelled)

    def __contains__(self, name: str) -> bool:
        """Whether the whole of `name` is public."""
        return _plain(name) in self._whole

    def has_surname(self, name: str) -> bool:
        """Whether somebody public goes by `name` behind a title."""
        return _plain(name) in self._surnames


class NameFinder:
    """Finds names of private people in batches of texts.

    `model` names an installed spaCy pipeline, such as `en_core_web_sm`, or the directory of one; nothing is ever
    downloaded. `public` are whole names that stay. `batch_size` is how many texts the pipeline reads at once. Raises
    NamesUnavailable if spaCy or the pipeline is not installed, or if the pipeline knows no persons.

    `version` identifies the pipeline: two workers give the same verdicts only if theirs is the same.
    """

    __slots__ = ("_batch_size", "_pipeline", "_public", "version")

    def __init__(self, model: str, public: Iterable[str] = (), batch_size: int = 128) -> None:
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}; it must be at least 1")
        self._pipeline: Final = _load(model)
        self._public: Final = PublicNames(public)
        self._batch_size: Final = batch_size
        meta = self._pipeline.meta
        self.version: Final = f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def find(self, texts: Sequence[str]) -> list[People]:
        """The names in each of `texts`, in order and disjoint. What the pipeline raises is passed on."""
        # Author names and shared texts come again and again, and most are not worth a second reading.
        distinct = list(dict.fromkeys(text for text in texts if may_hold_name(text)))
        documents = self._pipeline.pipe(distinct, batch_size=self._batch_size)
        known: dict[str, People] = {}
        for text, document in zip(distinct, documents, strict=True):
            persons = [(item.start_char, item.end_char) for item in document.ents if item.label_ in LABELS]
            known[text] = private_names(text, persons, self._public) if persons else []
        return [list(known.get(text, ())) for text in texts]


def may_hold_name(text: str) -> bool:
    """Whether `text` has two words at all: no shorter one holds a name that counts."""
    words = _WORD.finditer(text)
    return next(words, None) is not None and next(words, None) is not None


def private_names(text: str, persons: Iterable[tuple[int, int]], public: PublicNames) -> People:
    """Those of `persons`, spans of `text` in which a pipeline sees people, that name somebody private.

    A span is cut at line breaks, emoji and signs, and loses a possessive `'s`, punctuation and a title.
    """
    found: People = []
    for first, last in persons:
        for start, end in _runs(text, first, last):
            score = _score(text, start, end, public)
            if score and (not found or start >= found[-1][1]):
                found.append((start, end, score))
    return found


def _runs(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The rows of words between which there is nothing but a space."""
    words = [match.span() for match in _WORD.finditer(text, first, last)]
    if not words:
        return
    start = words[0][0]
    for (_, end), (following, _) in pairwise(words):
        if text[end:following] not in _SPACE:
            yield _trimmed(text, start, end)
            start = following
    yield _trimmed(text, start, words[-1][1])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same without a possessive, a full stop that ends no initial, and a title that the pipeline took along."""
    if possessive := _POSSESSIVE.search(text, start, end):
        end = possessive.start()
    if text[end - 1 : end] == "." and text[end - 2 : end - 1].islower():
        end -= 1
    return end - len(_untitled(text[start:end])), end


def _score(text: str, start: int, end: int, public: PublicNames) -> float:
    """How sure it is that `[start, end)` names a private person; 0 if it does not."""
    name = text[start:end]
    words = name.split()
    if not words or len(words) > _LONGEST:
        return 0.0
    if (start and text[start - 1] in _NOT_BEFORE) or (end < len(text) and text[end] in _NOT_AFTER):
        return 0.0
    if _in_placeholder(text, start):
        return 0.0
    before = text[max(0, start - 48) : start]
    if name in public or _OFFICE_BEFORE.search(before) or _OFFICE_AFTER.match(text, end):
        return 0.0
    if len(words) > 1:
        return _FULL if all(word[0].isupper() for word in (words[0], words[-1])) else _UNCAPITALISED
    if not _TITLE.search(before) or public.has_surname(name) or not name[0].isupper():
        return 0.0
    return _TITLED


def _in_placeholder(text: str, start: int) -> bool:
    """Whether `start` stands in brackets: what redaction wrote is no name, or it would be redacted again."""
    opened = text.rfind("[", max(0, start - 40), start)
    return opened >= 0 and "]" not in text[opened:start]


def _untitled(name: str) -> str:
    head, space, rest = name.partition(" ")
    return rest if space and _TITLE.fullmatch(head + space) else name


def _plain(name: str) -> str:
    return " ".join(word.strip(".,'’").casefold() for word in name.replace("’", "'").split())


def _load(model: str) -> Any:
    try:
        spacy: Any = import_module("spacy")
    except ImportError as error:
        raise NamesUnavailable(
            f"finding names needs spaCy, which cannot be imported ({error}); run `pip install 'houserules[names]'`"
        ) from error
    try:
        pipeline = spacy.load(model)
    except OSError as error:
        raise NamesUnavailable(
            f"there is no spaCy pipeline `{model}` here; run `python -m spacy download {model}`, or install the package "
            "that your organisation keeps of it, then start again"
        ) from error
    finders = [name for name in pipeline.pipe_names if "doc.ents" in pipeline.get_pipe_meta(name).assigns]
    labels = {label for name in finders for label in pipeline.pipe_labels.get(name, ())}
    if not LABELS & labels:
        known = ", ".join(sorted(labels)) or "none"
        raise NamesUnavailable(f"the spaCy pipeline `{model}` finds no persons (its labels: {known}); choose another")
    # Tagger, parser and lemmatiser take more time than the rest and have no say in names.
    needed = {*finders, "tok2vec", "transformer"}
    for name in pipeline.pipe_names:
        if name not in needed:
            pipeline.remove_pipe(name)
    return pipeline
