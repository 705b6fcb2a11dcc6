"""Hostile texts cost time in proportion to their length, and little of it."""

import time

import pytest

from houserules.text.regexes import RegexMatcher
from houserules.text.terms import TermMatcher
from houserules.text.views import ViewBatch

LONGEST = 128 * 1024
PIECES = {
    "digits": "1", "signs": "@", "letters": "a", "dotted": "a.", "spaced": "a ", "zero width": "a\u200b",
    "marks": "a\u0336", "leet": "a1 ", "leet in one": "a1", "disguised": "pl0nker ", "stars": "p*o ", "dashes": "pl-0",
    "tags": "<a ", "comments": "<!--", "percent": "%ff", "percent letters": "%61", "entities": "&#97;",
    "overrides": "\u202ea", "addresses": "a1.b@c.d:/", "vowel signs": "\u0941", "ligatures": "ﷺ", "han": "混",
    "emoji": "😀", "apostrophes": "a'", "stretched": "aaab ",
}  # fmt: skip


@pytest.fixture(scope="module")
def matchers() -> tuple[TermMatcher, RegexMatcher]:
    made = (
        TermMatcher(["plonker", "a", "a a", "pl*", "shut your gob"]),
        RegexMatcher([r"a.*b", r"(a|@)+x", r"\w+\s\w+x"]),
    )
    for matcher in made:
        matcher.scan(ViewBatch(["warm"]))
    return made


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_the_longest_text_takes_a_moment(piece: str, matchers: tuple[TermMatcher, RegexMatcher]) -> None:
    text = (piece * (LONGEST // len(piece) + 1))[:LONGEST]
    batch = ViewBatch([text, "a plonker"])
    begin = time.process_time()
    terms, regexes = (matcher.scan(batch) for matcher in matchers)
    spent = time.process_time() - begin
    assert spent < 2, "about 0.15 s when this was written"
    assert any(hit.post == 1 and hit.pattern == 0 for hit in terms)
    for hit in [*terms, *regexes]:
        assert 0 <= hit.start < hit.end <= len(batch.texts[hit.post])


def test_disguises_beyond_the_limit_do_not_hide_plain_words() -> None:
    text = "x1y " * 1000 + "plonker"
    assert [hit.view for hit in TermMatcher(["plonker"]).scan(ViewBatch([text]))] == ["skeleton"]
