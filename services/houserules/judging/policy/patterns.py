"""The patterns of a whole policy, each once: what the matchers are built of."""

from collections.abc import Container
from typing import Final

from houserules.judging.matching import PatternMatcher, phrase_number, regex_number, term_number
from houserules.judging.phrases.language import Phrase
from houserules.judging.phrases.matcher import PhraseMatcher
from houserules.judging.policy.problems import Problem
from houserules.judging.policy.reader import Node
from houserules.text.regexes import PatternError, RegexMatcher
from houserules.text.terms import TermMatcher


class PatternTable:
    """Gives every distinct term, phrase and regex a number."""

    __slots__ = ("_phrases", "_places", "_regexes", "_terms")

    def __init__(self) -> None:
        """An empty table."""
        self._terms: Final[dict[str, int]] = {}
        self._phrases: Final[dict[str, tuple[int, Phrase]]] = {}
        self._regexes: Final[dict[str, int]] = {}
        self._places: Final[list[Node]] = []

    def term(self, term: str) -> int:
        """The number of a term."""
        return term_number(self._terms.setdefault(term, len(self._terms)))

    def phrase(self, phrase: Phrase) -> int:
        """The number of a phrase."""
        return phrase_number(self._phrases.setdefault(phrase.pattern, (len(self._phrases), phrase))[0])

    def regex(self, pattern: str, place: Node) -> int:
        """The number of a regex; `place` is told if it does not compile."""
        if pattern not in self._regexes:
            self._regexes[pattern] = len(self._regexes)
            self._places.append(place)
        return regex_number(self._regexes[pattern])

    def matcher(self, triggers: Container[int] | None, problems: list[Problem]) -> PatternMatcher:
        """The matcher of all patterns, of which `triggers` (None: all) must be found in any text.

        A regex that does not compile is reported, and no regex then matched.
        """
        terms = TermMatcher(list(self._terms)) if self._terms else None
        found = [phrase for _, phrase in self._phrases.values()]
        eager = [place for place in range(len(found)) if triggers is None or phrase_number(place) in triggers]
        phrases = PhraseMatcher(found, eager) if found else None
        return PatternMatcher(terms, phrases, self._regex_matcher(problems))

    def _regex_matcher(self, problems: list[Problem]) -> RegexMatcher | None:
        if not self._regexes:
            return None
        try:
            return RegexMatcher(list(self._regexes))
        except PatternError as error:
            place = self._places[error.index]
            problems.append(place.mistake(f"not a regular expression of RE2: {error.why}; mend the pattern").problem)
            return None
