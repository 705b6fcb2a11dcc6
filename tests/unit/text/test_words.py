"""Looking up all words of a batch: what is found is what the readers say, however often and in whatever company."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.text import words as module
from houserules.text.terms import TermMatcher
from houserules.text.views import ViewBatch
from houserules.text.words import LONGEST_KEPT, WordTable


class Lengths:
    """Says of a word how long it is, and of some words nothing; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def read(self, words: Sequence[bytes]) -> list[int]:
        self.asked += words
        return [say(word) for word in words]


def say(word: bytes) -> int:
    return 0 if word.startswith(b"a") else 1 + len(word) + 1000 * word[0]


@given(st.lists(st.lists(st.text(max_size=40), max_size=4).map(" ".join), max_size=8), st.integers(1, 3))
def test_every_word_has_what_its_readers_say(texts: list[str], times: int) -> None:
    reader = Lengths()
    table = WordTable([reader, reader])
    data = ViewBatch(texts).skeleton.data
    for _ in range(times):
        found = table.find(data)
    words = data.split(b" ")[1:-1]
    assert [data[first : first + len(word)] for first, word in zip(found.firsts.tolist(), words, strict=True)] == words
    for numbers in found.numbers:
        assert numbers.tolist() == [say(word) for word in words]
    ends = [place for place, word in enumerate(words) if word == b"\n"]
    assert found.starts.tolist() == [0, *(end + 1 for end in ends)][: len(ends)]
    assert len(ends) == len(texts)


def test_a_word_is_read_once() -> None:
    reader = Lengths()
    table = WordTable([reader])
    long = "x" * (LONGEST_KEPT + 1)
    for texts in (["come along", "come on"], ["along the way", long], ["on the way", long]):
        table.find(ViewBatch(texts).skeleton.data)
    assert sorted(word for word in reader.asked if len(word) <= LONGEST_KEPT) == sorted(
        [b"\n", b"along", b"come", b"on", b"the", b"way"]
    )
    # There is no end to long words, so they are not remembered.
    assert reader.asked.count(long.encode()) == 2


def test_words_that_share_a_place_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SHIFT", module.np.uint64(60))
    table = WordTable([Lengths()])
    texts = ["".join(chr(97 + (number >> 5 * shift) % 26) for shift in range(3)) for number in range(5000)]
    for _ in range(2):
        found = table.find(ViewBatch(texts).skeleton.data)
        assert found.numbers[0][found.starts].tolist() == [say(text.encode()) for text in texts]


def test_too_many_words_are_forgotten_and_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 100)
    table = WordTable([Lengths()])
    for batch in range(10):
        texts = [f"word{batch}x{number}" for number in range(60)] + ["again"]
        found = table.find(ViewBatch(texts).skeleton.data)
        assert found.numbers[0][found.starts].tolist() == [say(text.encode()) for text in texts]
        assert len(table._known.words) <= 100


WORD = st.sampled_from(
    ["fool", "fools", "foolish", "right", "a", "s", "piece", "of", "work", "works", "x9", "ß", "été"]
)
TERM = st.lists(WORD, min_size=1, max_size=3).map(" ".join).flatmap(lambda term: st.sampled_from([term, term + "*"]))


@given(st.lists(TERM, min_size=1, max_size=6), st.lists(st.lists(WORD, max_size=8).map(" ".join), max_size=5))
def test_terms_are_found_by_their_words_as_by_reading_the_whole_text(terms: list[str], texts: list[str]) -> None:
    matcher = TermMatcher(terms)
    data = ViewBatch(texts).skeleton.data
    words = matcher._table.find(data)
    by_words = matcher._told_of(data, words.firsts, words.numbers[0])
    assert sorted(by_words) == sorted(matcher._matches(data))
