"""Words and phrases, found whole, however they are disguised."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation

from houserules.text.phrases import Reading, unmask
from houserules.text.slips import slips
from houserules.text.spellings import Vocabulary
from houserules.text.suspects import Suspect
from houserules.text.tables import APOSTROPHE
from houserules.text.views import VIEWS, Hit, Places, ViewBatch, skeleton
from houserules.text.words import Numbers, Words, WordTable

MAX_SPANS: Final = 20
"""Undisguised matches of one term that are reported for one text; disguised ones are bounded by the number of suspects."""

_WORD: Final = re.compile(rb"[^ ]+")
_SPACE: Final = 0x20
_S: Final = ord("s")
_SHORT: Final = 12
_MAX_REST: Final = 12
_VERSIONS: Final = 3
_CONTEXT: Final = 64
_RANK: Final = {view: rank for rank, view in enumerate(VIEWS)}

_Match = tuple[int, int, int]
"""Number of a form and its `[start, end)` in a skeleton, which goes on after the form where more letters follow it."""

_Telling = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
"""What a word tells: forms that it is, with their lengths in it, and phrases it may be part of, with its place in them."""

_Place = tuple[int, int, int, int]
"""First and last place in the typed view, term, rank of the view."""

_NO_TERMS: Final[frozenset[int]] = frozenset()

_Found = dict[tuple[int, int, int, int], int]
"""(post, start, end, term) -> rank of the plainest view that shows it."""


class TermError(ValueError):
    """The term at `index` has no letter or digit, so that it could match nothing."""

    def __init__(self, index: int, term: str) -> None:
        super().__init__(f"term {index} has no letter or digit: {term!r}; use a regular expression for signs and emoji")
        self.index: Final = index
        self.term: Final = term


class TermMatcher:
    """Finds terms as whole words in every view of a batch.

    A term is a word or phrase of ordinary text; case, accents, apostrophes, punctuation and look-alike letters do not
    matter, and a possessive `'s` may follow. A term that ends in `*` also matches words that go on for up to 12 more
    letters. The cost hardly grows with the number of terms.
    """

    def __init__(self, terms: Sequence[str]) -> None:
        """Raises TermError for a term without a letter or digit."""
        self._whole: Final[dict[bytes, set[int]]] = {}
        self._begun: Final[dict[bytes, set[int]]] = {}
        for index, form, begun in _canonical(terms):
            (self._begun if begun else self._whole).setdefault(form, set()).add(index)
        self._slipped: Final = self._slips()
        self._forms: Final = sorted({*self._whole, *self._begun, *self._slipped})
        self._open: Final = frozenset(index for index, form in enumerate(self._forms) if form in self._begun)
        self._patterns: Final = [b" " + form for form in self._forms]
        # Asked about new words only, so that what counts is how soon it is built.
        self._automaton: Final = BytesAhoCorasick(self._patterns, implementation=Implementation.ContiguousNFA)
        self._is_phrase: Final = [b" " in form for form in self._forms]
        # By the word of each phrase that gives it away: the phrase and how far in front of that word it begins.
        self._given_away: Final[dict[bytes, list[tuple[int, int]]]] = {}
        uses = Counter(word for form in self._forms if b" " in form for word in form.split())
        for index, form in enumerate(self._forms):
            if self._is_phrase[index]:
                word, offset = _telling(form, uses, begun=index in self._open)
                self._given_away.setdefault(word, []).append((index, offset))
        self._telling: Final[list[_Telling]] = [((), ())]
        self._told: Final[dict[_Telling, int]] = {self._telling[0]: 0}
        self._table: Final = WordTable([self])
        forms = sorted({*self._whole, *self._begun})
        phrases = [form for form in forms if b" " in form]
        self._phrase_words: Final = frozenset(word for phrase in phrases for word in phrase.split())
        self._reach: Final = _CONTEXT + 2 * max(map(len, phrases), default=0)
        self._run_together: Final = {phrase.replace(b" ", b""): phrase for phrase in phrases}
        self._vocabulary: Final = Vocabulary(
            [*self._phrase_words, *self._run_together, *(form for form in forms if b" " not in form)],
            [form for form in self._begun if b" " not in form],
        )

    def _slips(self) -> dict[bytes, dict[int, int]]:
        """Misspellings of forms that are no form themselves: the terms that are meant, with the rank of their view."""
        slipped: dict[bytes, dict[int, int]] = {}
        for form, terms in self._whole.items():
            for slip, view in slips(form.decode()) if form.isascii() else ():
                word = slip.encode()
                if word not in self._whole and word not in self._begun:
                    meant = slipped.setdefault(word, {})
                    for term in terms:
                        meant[term] = min(_RANK[view], meant.get(term, _RANK[view]))
        return slipped

    def read(self, words: Sequence[bytes]) -> list[int]:
        """See `WordReader`: which words are terms, and which give a phrase away."""
        data = b" " + b" \n ".join(words) + b" "
        starts = dict(zip(accumulate((len(word) + 3 for word in words), initial=1), range(len(words)), strict=False))
        whole: dict[int, list[tuple[int, int]]] = {}
        for index, start, end in self._matches(data):
            whole.setdefault(starts[start], []).append((index, end - start))
        return [self._number(word, whole.get(place)) for place, word in enumerate(words)]

    def _number(self, word: bytes, whole: list[tuple[int, int]] | None) -> int:
        phrases = (
            self._given_away.get(word, ())
            if len(word) < 2 or word[-1] != _S
            else (*self._given_away.get(word, ()), *self._given_away.get(word[:-1], ()))
        )
        if not whole and not phrases:
            return 0
        telling = tuple(whole or ()), tuple(phrases)
        number = self._told.get(telling)
        if number is None:
            number = self._told[telling] = len(self._telling)
            self._telling.append(telling)
        return number

    def scan(self, batch: ViewBatch, words: Words | None = None, reader: int = 0) -> list[Hit]:
        """All matches, each once under its plainest view, ordered by post, start, end and term.

        `words` are those of the batch's skeleton, where they have been looked up, with what this matcher has to say of
        them at `reader`.
        """
        found: _Found = {}
        words = words or self._table.find(batch.skeleton.data)
        self._scan(batch, words.firsts, words.numbers[reader], found)
        if batch.rendered.decoded:
            inside: _Found = {}
            words = self._table.find(batch.decoded.skeleton.data)
            self._scan(batch.decoded, words.firsts, words.numbers[0], inside)
            for place, start, end, term in inside:
                post = batch.rendered.decoded[place]
                start, end = batch.rendered.span(post, start, end)  # noqa: PLW2901
                found.setdefault((post, start, end, term), _RANK["rendered"])
        return [Hit(post, term, VIEWS[rank], start, end) for (post, start, end, term), rank in sorted(found.items())]

    def _scan(self, batch: ViewBatch, firsts: Places, numbers: Numbers, found: _Found) -> None:
        matches = self._told_of(batch.skeleton.data, firsts, numbers)
        if matches:
            self._plain(batch, matches, found)
        if batch.suspects:
            self._disguised(batch, found)

    def _told_of(self, data: bytes, firsts: Places, numbers: Numbers) -> list[_Match]:
        """The same as `_matches`, from the words of the skeleton `data`."""
        result: list[_Match] = []
        places = np.flatnonzero(numbers)
        for first, number in zip(firsts[places].tolist(), numbers[places].tolist(), strict=True):
            whole, phrases = self._telling[number]
            result += ((index, first, first + size) for index, size in whole)
            for index, offset in phrases:
                start = first - offset - 1
                if start >= 0 and data.startswith(self._patterns[index], start):
                    self._end(data, index, start + 1, start + len(self._patterns[index]), result)
        return result

    def _matches(self, data: bytes) -> list[_Match]:
        """Forms in a skeleton that end their word, or have only an `s` or what a `*` stands for behind them."""
        result: list[_Match] = []
        for index, start, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            self._end(data, index, start + 1, end, result)
        return result

    def _end(self, data: bytes, index: int, start: int, end: int, result: list[_Match]) -> None:
        """Put the form at `[start, end)` to `result`, if what follows lets it count."""
        after = data[end]
        if after == _SPACE:
            result.append((index, start, end))
            return
        if after == _S and data[end + 1] == _SPACE:
            result.append((index, start, end))
        if index in self._open:
            stop = data.find(b" ", end, end + 4 * _MAX_REST + 1)
            if stop > 0 and len(data[end:stop].decode(errors="replace")) <= _MAX_REST:
                result.append((index, start, stop))

    def _plain(self, batch: ViewBatch, matches: list[_Match], found: _Found) -> None:
        data, origins = batch.skeleton.data, batch.skeleton.origins
        columns = np.array(matches, np.intp)
        ends_word = np.frombuffer(data, np.uint8)[columns[:, 2]] == _SPACE
        ends_word |= batch.codes[origins(columns[:, 2]) - 1] == APOSTROPHE
        columns = columns[ends_word]
        firsts = origins(columns[:, 1])
        posts = batch.posts(firsts)
        few = _few(posts * len(self._forms) + columns[:, 0])
        columns, firsts, posts = columns[few], firsts[few], posts[few]
        spans = batch.spans(posts, firsts, batch.with_marks(origins(columns[:, 2] - 1)))
        for (index, start, end), (post, begin, stop) in zip(columns.tolist(), spans, strict=True):
            for term, rank in self._terms(self._forms[index], end - start):
                found[post, begin, stop, term] = rank

    def _terms(self, form: bytes, length: int) -> Iterable[tuple[int, int]]:
        """The terms behind a match of `form`, `length` bytes long with the letters that follow it, and their ranks."""
        if form in self._slipped:
            return self._slipped[form].items()
        terms = self._begun.get(form, _NO_TERMS)
        if length == len(form):
            terms = terms | self._whole.get(form, _NO_TERMS)
        return [(term, _RANK["skeleton"]) for term in terms]

    def _disguised(self, batch: ViewBatch, found: _Found) -> None:
        places: list[_Place] = []
        tokens: list[list[Reading]] = []
        for suspect in batch.suspects:
            spellings = self._vocabulary.spelled(suspect)
            if not spellings:
                continue
            readings: list[Reading] = []
            for word, start, end, view in spellings:
                first, last, rank = suspect.place(start), suspect.place(end - 1), _RANK[view]
                places += ((first, last, term, rank) for term in self._meant(word, suspect))
                if word in self._phrase_words:
                    readings.append(Reading(first, last, word, rank))
            if readings:
                tokens.append(readings)
        for version in range(min(_VERSIONS, max(map(len, tokens), default=0))):
            places += self._in_phrases(batch, tokens, version)
        if places:
            self._record(batch, places, found)

    def _meant(self, word: bytes, suspect: Suspect) -> set[int]:
        forms = [word]
        if suspect.apart and word in self._run_together:
            forms.append(self._run_together[word])
        return set().union(*(index.get(form, ()) for form in forms for index in (self._whole, self._begun)))

    def _in_phrases(self, batch: ViewBatch, tokens: list[list[Reading]], version: int) -> Iterable[_Place]:
        context = unmask(batch.typed.data, tokens, version, self._reach)
        view = skeleton(np.frombuffer(context.data, np.uint8))
        matches = [
            match for match in self._matches(view.data) if view.data[match[2]] == _SPACE and self._is_phrase[match[0]]
        ]
        if not matches:
            return
        starts = view.origins(np.array([start for _, start, _ in matches], np.intp))
        lasts = view.origins(np.array([end - 1 for _, _, end in matches], np.intp))
        for (index, start, end), first, last in zip(matches, starts.tolist(), lasts.tolist(), strict=True):
            rank = int(context.rank[first : last + 1].max())
            if rank:
                for term, least in self._terms(self._forms[index], end - start):
                    yield int(context.first[first]), int(context.last[last]), term, max(rank, least)

    def _record(self, batch: ViewBatch, places: list[_Place], found: _Found) -> None:
        columns = np.array(places, np.intp)
        firsts, lasts = batch.typed.origins(columns[:, 0]), batch.typed.origins(columns[:, 1])
        spans = batch.spans(batch.posts(firsts), firsts, batch.with_marks(lasts))
        for (post, start, end), (_, _, term, rank) in zip(spans, places, strict=True):
            key = (post, start, end, term)
            found[key] = min(rank, found.get(key, rank))


def _telling(form: bytes, uses: Mapping[bytes, int], *, begun: bool) -> tuple[bytes, int]:
    """The word of a phrase that is likely the rarest, and its place: not the last one if it may go on.

    `uses` are the phrases that hold each word: what many begin with is common, and so are short words.
    """
    places = [match.span() for match in _WORD.finditer(form)][: -1 if begun else None]
    start, end = min(places, key=lambda place: uses[form[slice(*place)]] + _SHORT / (place[1] - place[0]))
    return form[start:end], start


def _few(keys: Places) -> Places:
    """The places of the first `MAX_SPANS` of each key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    rank = np.arange(len(keys)) - np.searchsorted(ordered, ordered)
    few: Places = np.sort(order[rank < MAX_SPANS])
    return few


def _canonical(terms: Sequence[str]) -> Iterable[tuple[int, bytes, bool]]:
    """Index, canonical form and whether a `*` follows, for every term; several forms where case changes the look."""
    bodies = [term.removesuffix("*") for term in terms]
    variants = [
        (index, variant)
        for index, body in enumerate(bodies)
        for variant in ({body} if body.isascii() else {body, body.lower(), body.upper()})
    ]
    forms = ViewBatch([variant for _, variant in variants]).skeleton.data.split(b"\n")
    for (index, _), form in zip(variants, forms, strict=False):
        if form.isspace():
            raise TermError(index, terms[index])
        yield index, form.strip(b" "), len(bodies[index]) < len(terms[index])
