"""Finds phrases in a batch: first the words that each needs, in one scan of all texts, then the phrases that may be there.

A phrase has gaps and choices, and one automaton of hundreds of them would grow with every text that it reads. Which
words a phrase needs is known when it is compiled, so few phrases run on a text, each on a small automaton of its own.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation

from houserules.judging.phrases.checks import Checks, Groups, passing
from houserules.judging.phrases.factors import Sign, anchors
from houserules.judging.phrases.hints import Hints
from houserules.judging.phrases.language import Phrase
from houserules.judging.phrases.rates import best, cost, shortest
from houserules.judging.phrases.scanners import Scanners, plain
from houserules.text.views import Hit, Places, ViewBatch
from houserules.text.words import Numbers, Words, WordTable

LONGEST_ANCHOR: Final = 16
"""How many bytes of a string are looked for in all texts: few strings begin alike for longer than that."""

_LINE_FEED: Final = 0x0A
_SIGN_COST: Final = 60.0
"""A rare sign is asked of every text; words that come more often than this (see `cost`) tell less for more."""

_NONE_WORDS: Final[frozenset[bytes]] = frozenset()


class _Users:
    """Which phrases are begun by each anchor, side by side: those of anchor `i` are `numbers[firsts[i]:][:counts[i]]`."""

    __slots__ = ("counts", "firsts", "numbers")

    def __init__(self, phrases: Sequence[Sequence[int]]) -> None:
        self.counts: Final = np.fromiter(map(len, phrases), np.intp, len(phrases))
        self.firsts: Final = np.cumsum(self.counts) - self.counts
        self.numbers: Final = np.fromiter(chain.from_iterable(phrases), np.intp, int(self.counts.sum()))

    def of(self, anchors: Places) -> tuple[Places, Places]:
        """The phrases of all `anchors`, and for each of them the place of its anchor in `anchors`."""
        counts = self.counts[anchors]
        ends = np.cumsum(counts)
        places = np.repeat(np.arange(len(anchors)), counts)
        ramp = np.arange(len(places)) - np.repeat(ends - counts, counts)
        return self.numbers[self.firsts[anchors[places]] + ramp], places


class PhraseMatcher:
    """The phrases of a policy, compiled. Those in `eager` are looked for in every text; others only when asked for."""

    __slots__ = (
        "automaton",
        "checks",
        "groups",
        "hints",
        "lazy",
        "patterns",
        "scanners",
        "signed",
        "signs",
        "table",
        "unanchored",
        "users",
    )

    def __init__(self, phrases: Sequence[Phrase], eager: Iterable[int]) -> None:
        """`eager` are places in `phrases`."""
        eager = frozenset(eager)
        self.lazy: Final = frozenset(range(len(phrases))) - eager
        self.patterns: Final = [phrase.pattern for phrase in phrases]
        self.scanners: Final = Scanners(self.patterns)
        self.checks: Final = Checks()
        self.groups: Final = Groups(self.checks)
        self.signs: Final[list[tuple[str, ...]]] = []
        self.signed: Final[dict[str, list[int]]] = {}
        self.unanchored: Final[list[int]] = []
        users: dict[bytes, list[int]] = {}
        for number, phrase in enumerate(phrases):
            needs = list(phrase.facts.needs)
            factors = anchors(needs)
            rare = [need for need in needs if isinstance(need, Sign)] if number in eager else []
            if rare and (not factors or cost(best(factors)) > _SIGN_COST):
                self.signed.setdefault(rare[0].sign, []).append(number)
                needs.remove(rare[0])
            elif factors and number in eager:
                first = best(factors)
                needs.remove(first)
                for text in {text.encode()[:LONGEST_ANCHOR] for text in shortest(first)}:
                    users.setdefault(text, []).append(number)
            elif number in eager:
                self.unanchored.append(number)
            self.signs.append(tuple(need.sign for need in needs if isinstance(need, Sign)))
            self.checks.factors.append(anchors(needs))
        self.hints: Final = Hints([() if number in self.lazy else fs for number, fs in enumerate(self.checks.factors)])
        self.table: Final = WordTable([self.hints])
        self.users: Final = _Users(list(users.values()))
        # The quickest automaton for tens of thousands of strings is the one that fits into the processor's cache.
        compact = Implementation.ContiguousNFA
        self.automaton: Final = BytesAhoCorasick(list(users), implementation=compact) if users else None

    def scan(self, batch: ViewBatch, words: Words | None = None, reader: int = 0) -> "PhraseScan":
        """A search of `batch`: nothing is done yet.

        `words` are those of the batch's skeleton, where they have been looked up, with what `hints` has to say of them at
        `reader`.
        """
        words = words or self.table.find(batch.skeleton.data)
        return PhraseScan(self, batch, words, words.numbers[reader])


class PhraseScan:
    """A search of one batch for phrases."""

    __slots__ = ("_batch", "_looked", "_matcher", "_numbers", "_pieces", "_read", "_text", "_words", "_words_of_batch")

    def __init__(self, matcher: PhraseMatcher, batch: ViewBatch, words: Words, numbers: Numbers) -> None:
        """See `PhraseMatcher.scan`; `numbers` are what the matcher's hints say of `words`."""
        self._matcher: Final = matcher
        self._words_of_batch: Final = words
        self._numbers: Final = numbers
        self._batch: Final = batch
        self._pieces: list[bytes] = []
        self._looked = -1
        self._words: frozenset[bytes] = _NONE_WORDS
        self._text = ""
        self._read = b""

    def hits(self) -> list[Hit]:
        """Up to `MAX_SPANS` matches of each eager phrase in each text, ordered by post, phrase, start and end."""
        rendered = self._batch.rendered
        data = self._batch.skeleton.data
        self._pieces = data.split(b"\n")
        candidates = self._candidates(data, self._words_of_batch, self._numbers, range(len(rendered.texts)))
        if rewritten := list(rendered.origins):
            data = ViewBatch([rendered.texts[post] for post in rewritten]).skeleton.data
            for post, piece in zip(rewritten, data.split(b"\n"), strict=False):
                self._pieces[post] = piece
                candidates.pop(post, None)
            words = self._matcher.table.find(data)
            candidates.update(self._candidates(data, words, words.numbers[0], rewritten))
        matcher = self._matcher
        hits: list[Hit] = []
        for post in sorted(candidates):
            piece = self._pieces[post]
            if passed := passing(piece, frozenset(piece.split()), candidates[post], matcher.checks):
                text = rendered.texts[post]
                read = plain(text)
                for number in passed:
                    if all(sign in text for sign in matcher.signs[number]):
                        hits += self._spans(post, text, read, number)
        return hits

    def look(self, post: int, numbers: tuple[int, ...]) -> dict[int, list[Hit]]:
        """Up to `MAX_SPANS` matches of phrases, eager or not, in one text; without those that have none.

        To be called after `hits`.
        """
        piece = self._pieces[post]
        if self._looked != post:
            # Rules ask about one text after another, and many times about each.
            self._looked, self._words = post, frozenset(piece.split())
            self._text = self._batch.rendered.texts[post]
            self._read = plain(self._text)
        possible = self._matcher.groups[numbers].possible(self._words)
        passed = passing(piece, self._words, possible, self._matcher.checks) if possible else ()
        return {number: hits for number in passed if (hits := self._spans(post, self._text, self._read, number))}

    def _candidates(self, data: bytes, words: Words, numbers: Numbers, posts: Sequence[int]) -> dict[int, list[int]]:
        """The eager phrases whose words are there, by post; `data` holds the skeletons of the texts at `posts`."""
        matcher, texts = self._matcher, self._batch.rendered.texts
        found: dict[int, list[int]] = {}
        matches = matcher.automaton.find_matches_as_indexes(data, overlapping=True) if matcher.automaton else ()
        if matches:
            count = len(matches)
            ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _LINE_FEED)
            phrases, anchors = matcher.users.of(np.fromiter((match[0] for match in matches), np.intp, count))
            places = np.searchsorted(ends, np.fromiter((match[1] for match in matches), np.intp, count))[anchors]
            allowed = matcher.hints.allow(matcher.hints.possible(words, numbers), places, phrases)
            codes = np.unique(places[allowed] * len(matcher.patterns) + phrases[allowed])
            for place, phrase in zip(*(part.tolist() for part in np.divmod(codes, len(matcher.patterns))), strict=True):
                found.setdefault(posts[place], []).append(phrase)
        for sign, numbers_of_sign in matcher.signed.items():
            for post in posts:
                if sign in texts[post]:
                    found[post] = sorted({*found.get(post, ()), *numbers_of_sign})
        if matcher.unanchored:
            for post in posts:
                found[post] = sorted({*found.get(post, ()), *matcher.unanchored})
        return found

    def _spans(self, post: int, text: str, read: bytes, number: int) -> list[Hit]:
        """Where the phrase stands in `text`, the rendered text of `post`, which phrases see as `read`."""
        span = self._batch.rendered.span
        return [
            Hit(post, number, "rendered", *span(post, first, last))
            for first, last in self._matcher.scanners.of(number).spans(text, read)
        ]
