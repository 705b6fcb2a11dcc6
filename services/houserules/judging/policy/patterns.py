"""The patterns of a whole policy, each once: what the matchers are built of."""

from collections.abc import Container
from typing import Final

import re2

from houserules.judging.matching import PatternMatcher, phrase_number, regex_number, term_number
from houserules.judging.phrases.chances import Chances
from houserules.judging.phrases.language import Phrase
from houserules.judging.phrases.matcher import PhraseMatcher
from houserules.judging.policy.bounds import LARGEST_REGEX, MOST_PHRASES, MOST_REGEXES, MOST_TERMS
from houserules.judging.policy.problems import Problem
from houserules.judging.policy.reader import Node
from houserules.text.regexes import PatternError, RegexMatcher
from houserules.text.terms import TermError, TermMatcher


class PatternTable:
    """Gives every distinct term, phrase and regex a number."""

    __slots__ = ("_phrases", "_places", "_regexes", "_term_places", "_terms", "_told", "chances")

    def __init__(self) -> None:
        """An empty table."""
        self._terms: Final[dict[str, int]] = {}
        self._phrases: Final[dict[str, tuple[int, Phrase]]] = {}
        self.chances: Final = Chances()
        self._regexes: Final[dict[str, int]] = {}
        self._places: Final[list[Node]] = []
        self._term_places: Final[list[Node]] = []
        self._told: Final[set[str]] = set()

    def term(self, term: str, place: Node) -> int:
        """The number of a term; `place` is told if it cannot be matched."""
        if term not in self._terms:
            self._terms[term] = len(self._terms)
            self._term_places.append(place)
        return term_number(self._terms[term])

    def phrase(self, phrase: Phrase) -> int:
        """The number of a phrase."""
        number = phrase_number(self._phrases.setdefault(phrase.pattern, (len(self._phrases), phrase))[0])
        self.chances.needs.setdefault(number, phrase.facts.needs)
        return number

    def regex(self, pattern: str, place: Node) -> int:
        """The number of a regex; `place` is told if it does not compile."""
        if pattern not in self._regexes:
            self._regexes[pattern] = len(self._regexes)
            self._places.append(place)
        return regex_number(self._regexes[pattern])

    def check(self, place: Node) -> None:
        """Report, once and at `place`, that there are too many patterns by now."""
        counts = (("terms", self._terms, MOST_TERMS), ("phrases", self._phrases, MOST_PHRASES))
        for what, patterns, most in (*counts, ("regexes", self._regexes, MOST_REGEXES)):
            if len(patterns) > most and what not in self._told:
                self._told.add(what)
                place.report(f"with this the policy has more than {most:,} {what}; take some out, or join some")

    def matcher(self, triggers: Container[int] | None, problems: list[Problem]) -> PatternMatcher:
        """The matcher of all patterns, of which `triggers` (None: all) must be found in any text.

        A regex that does not compile is reported, and no regex then matched.
        """
        if self._told:
            return PatternMatcher(None, None, None)
        try:
            terms = TermMatcher(list(self._terms)) if self._terms else None
        except TermError as error:
            what = f"`{error.term}` holds no letter or digit; a term is one or more words, signs are for `regex`"
            problems.append(self._term_places[error.index].mistake(what).problem)
            terms = None
        found = [phrase for _, phrase in self._phrases.values()]
        eager = [place for place in range(len(found)) if triggers is None or phrase_number(place) in triggers]
        phrases = PhraseMatcher(found, eager) if found else None
        return PatternMatcher(terms, phrases, self._regex_matcher(problems))

    def _regex_matcher(self, problems: list[Problem]) -> RegexMatcher | None:
        if not self._regexes:
            return None
        try:
            matcher = RegexMatcher(list(self._regexes))
            for pattern, place in zip(self._regexes, self._places, strict=True):
                size = re2.compile(pattern).programsize
                if size > LARGEST_REGEX:
                    what = f"its automaton has {size:,} steps; {LARGEST_REGEX:,} is the most, so repeat less in it"
                    problems.append(place.mistake(what).problem)
            return matcher
        except PatternError as error:
            place = self._places[error.index]
            problems.append(place.mistake(f"not a regular expression of RE2: {error.why}; mend the pattern").problem)
            return None
