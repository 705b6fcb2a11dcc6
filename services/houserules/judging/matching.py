"""All patterns of a policy over a batch of texts, each kind in one scan."""

from collections.abc import Iterable, Sequence
from typing import Final

from houserules.judging.phrases.matcher import PhraseMatcher, PhraseScan
from houserules.text.regexes import RegexMatcher
from houserules.text.terms import TermMatcher
from houserules.text.views import Hit, ViewBatch
from houserules.text.words import WordReader, WordTable

_KINDS: Final = 3


def term_number(place: int) -> int:
    """The number of the term at `place` in its matcher."""
    return _KINDS * place


def phrase_number(place: int) -> int:
    """The number of the phrase at `place` in its matcher."""
    return _KINDS * place + 1


def regex_number(place: int) -> int:
    """The number of the regex at `place` in its matcher."""
    return _KINDS * place + 2


class Hits:
    """What is in one text, by pattern number. Phrases that set off no rule are looked for when they are asked for."""

    __slots__ = ("_answers", "_lazy", "_post", "_scan", "found")

    def __init__(
        self, found: dict[int, list[Hit]], lazy: "LazyPhrases | None", scan: PhraseScan | None, post: int
    ) -> None:
        """`found` is what the batch's scans found in the text at `post`."""
        self.found: Final = found
        self._lazy: Final = lazy
        self._scan: Final = scan
        self._post: Final = post
        self._answers: Final[dict[frozenset[int], list[tuple[int, list[Hit]]]]] = {}

    def of(self, patterns: frozenset[int]) -> list[tuple[int, list[Hit]]]:
        """The hits of each of `patterns` that has any."""
        # Rules share conditions, and ask for the allowed phrases of a term at each of its hits.
        known = self._answers.get(patterns)
        if known is None:
            known = self._answers[patterns] = self._find(patterns)
        return known

    def _find(self, patterns: frozenset[int]) -> list[tuple[int, list[Hit]]]:
        found = self.found
        if self._lazy is not None and self._scan is not None:
            lazy = self._lazy.among(patterns)
            if lazy and (seen := self._scan.look(self._post, lazy)):
                found.update((phrase_number(place), hits) for place, hits in seen.items())
        return [(number, found[number]) for number in found if number in patterns]


class BatchHits:
    """What is in each text of a batch."""

    __slots__ = ("_lazy", "_scan", "found")

    def __init__(
        self, found: dict[int, dict[int, list[Hit]]], lazy: "LazyPhrases | None", scan: PhraseScan | None
    ) -> None:
        """`found` is by place of the text and pattern number."""
        self.found: Final = found
        self._lazy: Final = lazy
        self._scan: Final = scan

    def of(self, place: int) -> Hits:
        """What is in the text at `place`."""
        return Hits(self.found.get(place, {}), self._lazy, self._scan, place)


class LazyPhrases:
    """Which patterns of a set are lazy phrases, worked out once for each set."""

    __slots__ = ("_known", "_numbers")

    def __init__(self, numbers: frozenset[int]) -> None:
        """`numbers` are the pattern numbers of all lazy phrases."""
        self._numbers: Final = numbers
        self._known: Final[dict[frozenset[int], tuple[int, ...]]] = {}

    def among(self, patterns: frozenset[int]) -> tuple[int, ...]:
        """The places of the lazy phrases in `patterns`, a set of some expression of the policy."""
        known = self._known.get(patterns)
        if known is None:
            known = self._known[patterns] = tuple(number // _KINDS for number in sorted(patterns & self._numbers))
        return known


class PatternMatcher:
    """Finds patterns by number: terms, phrases and regexes count on their own, in turn."""

    __slots__ = ("_lazy", "_words", "phrases", "regexes", "terms")

    def __init__(self, terms: TermMatcher | None, phrases: PhraseMatcher | None, regexes: RegexMatcher | None) -> None:
        """None where there is no pattern of the kind."""
        self.terms: Final = terms
        self.phrases: Final = phrases
        self.regexes: Final = regexes
        lazy = phrases.lazy if phrases is not None else frozenset[int]()
        readers: list[WordReader] = [terms] if terms is not None else []
        self._words: Final = WordTable([*readers, phrases.hints] if phrases is not None else readers)
        self._lazy: Final = LazyPhrases(frozenset(map(phrase_number, lazy)))

    @property
    def is_empty(self) -> bool:
        """Whether there is no pattern at all."""
        return self.terms is None and self.phrases is None and self.regexes is None

    def scan(self, texts: Sequence[str]) -> BatchHits:
        """What is in each of `texts`."""
        if not texts or self.is_empty:
            return BatchHits({}, None, None)
        batch = ViewBatch(texts)
        words = self._words.find(batch.skeleton.data)
        found: dict[int, dict[int, list[Hit]]] = {}
        scan: PhraseScan | None = None
        if self.terms is not None:
            _sort(self.terms.scan(batch, words), 0, found)
        if self.phrases is not None:
            scan = self.phrases.scan(batch, words, len(words.numbers) - 1)
            _sort(scan.hits(), 1, found)
        if self.regexes is not None:
            _sort(self.regexes.scan(batch), 2, found)
        return BatchHits(found, self._lazy, scan)


def _sort(hits: Iterable[Hit], kind: int, found: dict[int, dict[int, list[Hit]]]) -> None:
    """Put `hits` to the others, by post and pattern number."""
    for hit in hits:
        found.setdefault(hit.post, {}).setdefault(_KINDS * hit.pattern + kind, []).append(hit)
