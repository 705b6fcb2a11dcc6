"""Finds phrases in a batch: first the words that each needs, in one scan of all texts, then the phrases that may be there.

A phrase has gaps and choices, and one automaton of hundreds of them would grow with every text that it reads. Which
words a phrase needs is known when it is compiled, so few phrases run on a text, each on a small automaton of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
import re2
from ahocorasick_rs import BytesAhoCorasick, Implementation

from houserules.judging.phrases.factors import Sign, anchors, best, cost, rarest_word, shortest
from houserules.judging.phrases.language import Phrase
from houserules.text.views import Hit, ViewBatch

MAX_SPANS: Final = 20
"""Matches of one phrase that are reported for one text."""

MOST_SEARCHED: Final = 12
"""Most strings of a factor that are searched for one by one; a factor with more of them is not checked."""

LONGEST_ANCHOR: Final = 16
"""How many bytes of a string are looked for in all texts: few strings begin alike for longer than that."""

_MEMORY: Final = 8 << 20  # bytes at most for the automaton of one phrase; few texts reach one, so few grow
_LINE_FEED: Final = 0x0A

_SIGN_COST: Final = 60.0
"""A rare sign is asked of every text; words that come more often than this (see `cost`) tell less for more."""

_LEVELS: Final = 2
"""How many factors of a phrase, beside its anchor, are asked of a text by its words alone."""

_LAZY_COST: Final = 40.0
"""A lazy phrase is asked for in few texts; words that come more often than this would be met in all for nothing."""

_NONE: Final[frozenset[int]] = frozenset()
_NONE_WORDS: Final[frozenset[bytes]] = frozenset()


_Around = dict[bytes, tuple[bytes, ...]]

_Check = tuple[frozenset[bytes], frozenset[bytes], _Around, tuple[bytes, ...]]
"""A factor: whole words; words with the strings around them that count only as a whole, and these words; other strings."""


class _Checks(dict[int, tuple[_Check, ...]]):
    """What is checked of each phrase, worked out when it is first asked for: of most phrases nothing ever is."""

    def __init__(self) -> None:
        super().__init__()
        self.factors: Final[list[list[frozenset[str]]]] = []

    def __missing__(self, number: int) -> tuple[_Check, ...]:
        # What is seldom there is asked first: nearly every text fails it, and the rest need not be asked.
        checks = map(_check, sorted(self.factors[number], key=cost))
        made = self[number] = tuple(check for check in checks if len(check[3]) <= MOST_SEARCHED)
        return made


class _Words:
    """One factor of each phrase, by its words: which phrases (a bit for each) some words leave possible."""

    __slots__ = ("_always", "_by_word")

    def __init__(self) -> None:
        self._always = 0
        self._by_word: Final[dict[bytes, int]] = {}

    def add(self, number: int, factor: frozenset[str] | None) -> None:
        """Take in the factor of a phrase; None, or one with a string that holds no whole word, rules nothing out."""
        words = [rarest_word(text) for text in factor] if factor is not None else [None]
        if None in words:
            self._always |= 1 << number
            return
        for word in {word.encode() for word in words if word is not None}:
            self._by_word[word] = self._by_word.get(word, 0) | 1 << number

    def users(self, words: Iterable[bytes]) -> int:
        """The phrases that are still possible in a text of these words."""
        found, by_word = self._always, self._by_word
        for word in words:
            if word in by_word:
                found |= by_word[word]
        return found


def _numbers(mask: int) -> Iterator[int]:
    """The places of the bits of `mask` that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class PhraseMatcher:
    """The phrases of a policy, compiled. Those in `eager` are looked for in every text; others only when asked for."""

    __slots__ = (
        "always",
        "automaton",
        "checks",
        "compiled",
        "eager",
        "gates",
        "lazy",
        "levels",
        "patterns",
        "signed",
        "signs",
        "unanchored",
        "unseen",
        "users",
    )

    def __init__(self, phrases: Sequence[Phrase], eager: Iterable[int]) -> None:
        """`eager` are places in `phrases`. Raises re2.error for a pattern that RE2 does not take."""
        eager = frozenset(eager)
        self.lazy: Final = frozenset(range(len(phrases))) - eager
        self.patterns: Final = [phrase.pattern for phrase in phrases]
        self.gates: Final = [_Gate(phrase.pattern) for phrase in phrases]
        self.compiled: Final[dict[int, Any]] = {}
        self.checks: Final = _Checks()
        self.levels: Final = [_Words() for _ in range(_LEVELS)]
        self.signs: Final[list[tuple[str, ...]]] = []
        self.unanchored: Final[list[int]] = []
        users: dict[bytes, int] = {}
        signed: dict[str, int] = {}
        unseen = 0
        for number, phrase in enumerate(phrases):
            needs = list(phrase.facts.needs)
            if number in eager:
                factors = anchors(needs)
                rare = [need for need in needs if isinstance(need, Sign)]
                if rare and (not factors or cost(best(factors)) > _SIGN_COST):
                    signed[rare[0].sign] = signed.get(rare[0].sign, 0) | 1 << number
                    needs.remove(rare[0])
                elif factors:
                    first = best(factors)
                    needs.remove(first)
                    for text in {text.encode()[:LONGEST_ANCHOR] for text in shortest(first)}:
                        users[text] = users.get(text, 0) | 1 << number
                else:
                    self.unanchored.append(number)
            elif (factors := anchors(needs)) and cost(best(factors)) <= _LAZY_COST:
                first = best(factors)
                needs.remove(first)
                for text in {text.encode()[:LONGEST_ANCHOR] for text in shortest(first)}:
                    users[text] = users.get(text, 0) | 1 << number
            else:
                unseen |= 1 << number
            self.signs.append(tuple(need.sign for need in needs if isinstance(need, Sign)))
            factors = sorted(anchors(needs), key=cost)
            self.checks.factors.append(factors)
            for level, words in enumerate(self.levels):
                words.add(number, factors[level] if level < len(factors) else None)
        self.signed: Final = list(signed.items())
        self.eager: Final = sum(1 << number for number in eager)
        always = sum(1 << number for number in self.unanchored)
        self.always: Final = always
        self.unseen: Final = unseen | always
        self.users: Final = list(users.values())
        # The quickest automaton for tens of thousands of strings is the one that fits into the processor's cache.
        compact = Implementation.ContiguousNFA
        self.automaton: Final = BytesAhoCorasick(list(users), implementation=compact) if users else None

    def ready(self, numbers: int, words: Iterable[bytes]) -> int:
        """Those of the phrases `numbers` (a bit for each) that the words of a text do not rule out."""
        for level in self.levels:
            numbers &= level.users(words)
        return numbers

    def scan(self, batch: ViewBatch) -> "PhraseScan":
        """A search of `batch`: nothing is done yet."""
        return PhraseScan(self, batch)


class PhraseScan:
    """A search of one batch for phrases."""

    __slots__ = ("_batch", "_begun", "_looked", "_matcher", "_pieces", "_ready", "_text", "_words")

    def __init__(self, matcher: PhraseMatcher, batch: ViewBatch) -> None:
        """See `PhraseMatcher.scan`."""
        self._matcher: Final = matcher
        self._batch: Final = batch
        self._pieces: list[bytes] = []
        # Of each text the phrases (a bit for each) of which some anchor is there, lazy ones among them.
        self._begun: dict[int, int] = {}
        self._looked = -1
        self._words: frozenset[bytes] = _NONE_WORDS
        self._text = b""
        self._ready = 0

    def hits(self) -> list[Hit]:
        """Up to `MAX_SPANS` matches of each eager phrase in each text, ordered by post, start, end and phrase."""
        rendered = self._batch.rendered
        data = self._batch.skeleton.data
        self._pieces = data.split(b"\n")
        candidates = self._candidates(data, self._pieces, range(len(rendered.texts)))
        if rewritten := list(rendered.origins):
            data = ViewBatch([rendered.texts[post] for post in rewritten]).skeleton.data
            pieces = data.split(b"\n")
            candidates.update(self._candidates(data, pieces, rewritten))
            for place, post in enumerate(rewritten):
                self._pieces[post] = pieces[place]
        gates = self._matcher.gates
        hits: list[Hit] = []
        for post in sorted(candidates):
            text = rendered.texts[post].encode("utf-8", "surrogatepass")
            for number in candidates[post]:
                if gates[number](text):
                    hits += self._spans(post, text, number)
        return hits

    def look(self, post: int, numbers: Iterable[int]) -> dict[int, list[Hit]]:
        """Up to `MAX_SPANS` matches of phrases, eager or not, in one text; without those that have none.

        To be called after `hits`.
        """
        piece = self._pieces[post]
        if self._looked != post:
            # Rules ask about one text after another, and many times about each.
            self._looked, self._words = post, frozenset(piece.split())
            self._text = self._batch.rendered.texts[post].encode("utf-8", "surrogatepass")
            self._ready = self._matcher.ready(self._begun.get(post, 0) | self._matcher.unseen, self._words)
        gates, text, ready = self._matcher.gates, self._text, self._ready
        there = [number for number in numbers if ready >> number & 1]
        passed = _passing(piece, self._words, there, self._matcher.checks)
        return {number: self._spans(post, text, number) for number in passed if gates[number](text)}

    def _candidates(self, data: bytes, pieces: Sequence[bytes], posts: Sequence[int]) -> dict[int, list[int]]:
        """The eager phrases whose words are there, by post; `data` holds the skeletons of the texts at `posts`."""
        matcher, texts = self._matcher, self._batch.rendered.texts
        begun: dict[int, int] = {}
        matches = matcher.automaton.find_matches_as_indexes(data, overlapping=True) if matcher.automaton else ()
        if matches:
            ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _LINE_FEED)
            places = np.searchsorted(ends, np.fromiter((match[1] for match in matches), np.intp, len(matches)))
            users = matcher.users
            for place, match in zip(places.tolist(), matches, strict=True):
                begun[place] = begun.get(place, 0) | users[match[0]]
        for sign, numbers_of_sign in matcher.signed:
            for place, post in enumerate(posts):
                if sign in texts[post]:
                    begun[place] = begun.get(place, 0) | numbers_of_sign
        candidates: dict[int, list[int]] = {}
        for place in range(len(posts)) if matcher.always else begun:
            seen = self._begun[posts[place]] = begun.get(place, 0)
            asked = seen & matcher.eager | matcher.always
            if not asked:
                continue
            piece = pieces[place]
            words = frozenset(piece.split())
            asked = matcher.ready(asked, words)
            if asked and (passed := _passing(piece, words, _numbers(asked), matcher.checks)):
                text = texts[posts[place]]
                candidates[posts[place]] = [
                    number for number in passed if all(sign in text for sign in matcher.signs[number])
                ]
        return candidates

    def _spans(self, post: int, text: bytes, number: int) -> list[Hit]:
        """Where the phrase stands in `text`, the rendered text of `post`."""
        matcher = self._matcher
        pattern = matcher.compiled.get(number)
        if pattern is None:
            pattern = matcher.compiled[number] = re2.compile(matcher.patterns[number].encode(), _options())
        hits: list[Hit] = []
        done = place = 0
        spans = (match.span(1) for match in pattern.finditer(text))
        for first, last in islice((span for span in spans if span[1] > span[0]), MAX_SPANS):
            start = place + _length(text[done:first])
            done, place = last, start + _length(text[first:last])
            hits.append(Hit(post, number, "rendered", *self._batch.rendered.span(post, start, place)))
        return hits


def _check(factor: frozenset[str]) -> _Check:
    """A factor as a check: of a string that holds a whole word, that word is looked for first."""
    words = {text: rarest_word(text) for text in shortest(factor)}
    whole = frozenset(word.encode() for text, word in words.items() if word and text == f" {word} ")
    around: dict[bytes, tuple[bytes, ...]] = {}
    for text, word in sorted(words.items()):
        if word and text != f" {word} ":
            around[word.encode()] = (*around.get(word.encode(), ()), text.encode())
    return whole, frozenset(around), around, tuple(sorted(text.encode() for text, word in words.items() if not word))


def _passing(piece: bytes, words: frozenset[bytes], numbers: Iterable[int], checks: _Checks) -> list[int]:
    """Those of the phrases of which something of every factor is in the skeleton `piece`, whose words are `words`."""
    passed: list[int] = []
    for number in numbers:
        for whole, rare, around, others in checks[number]:
            if not whole.isdisjoint(words):
                continue
            if not rare.isdisjoint(words) and _stands(piece, rare & words, around):
                continue
            for text in others:
                if text in piece:
                    break
            else:
                break
        else:
            passed.append(number)
    return passed


def _stands(piece: bytes, words: Iterable[bytes], around: _Around) -> bool:
    """Whether a string around one of `words` is in `piece`."""
    for word in words:
        for text in around[word]:
            if text in piece:
                return True
    return False


class _Gate:
    """Says whether a pattern is in a text, on an automaton that does not keep where, which makes it the quickest.

    The pattern is read at once, so that a mistake shows, and its automaton built when it is first needed: few are.
    """

    __slots__ = ("_ready", "_set")

    def __init__(self, pattern: str) -> None:
        """Raises re2.error for a pattern that RE2 does not take."""
        self._set: Final = re2.Set.SearchSet(_options())
        self._set.Add(pattern.encode())
        self._ready = False

    def __call__(self, text: bytes) -> bool:
        if not self._ready:
            self._set.Compile()
            self._ready = True
        return bool(self._set.Match(text))


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def _length(piece: bytes) -> int:
    return len(piece.decode("utf-8", "surrogatepass"))
