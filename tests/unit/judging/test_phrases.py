"""Looking for the words that a phrase needs, before its pattern runs, misses nothing and wakes few patterns."""

import pytest
import re2

from houserules.judging.phrases import hints, scanners
from houserules.judging.phrases.language import PhraseError, compile_part, compile_phrase
from houserules.judging.phrases.matcher import PhraseMatcher
from houserules.text.views import ViewBatch

FRAGMENTS = {
    "going-to": compile_part("'ll|will|am going to|'m gonna", {}),
    "who": compile_part("(the )?(man|lad)|he", {}),
}


def found(phrase: str, text: str) -> list[str]:
    """What of `text` the phrase matches; checked against the pattern alone."""
    compiled = compile_phrase(phrase, FRAGMENTS)
    hits = PhraseMatcher([compiled], eager=[0]).scan(ViewBatch([text])).hits()
    options = re2.Options()
    options.case_sensitive = False
    rendered = ViewBatch([text]).rendered.texts[0]
    bare = [match.span(1) for match in re2.compile(compiled.pattern, options).finditer(rendered)]
    assert len(bare) == len(hits), "the words that are looked for first are not those that the phrase needs"
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("<going-to> kill you", "I'll kill you, I will kill you", ["'ll kill you", "will kill you"]),
        ("('s|is) gone", "he's gone", ["'s gone"]),
        ("they ~2 leave", "they’re here; leave them", ["they’re here; leave"]),
        ("(you|he) ~1 lied", "you've lied, he's never lied, youve lied", ["you've lied", "he's never lied"]),
        ("they ~2 leave", "they (all) leave", ["they (all) leave"]),
        ("you people are", "'you' people are, you' 'people' are", ["you' people are", "you' 'people' are"]),
        ("(8|9) ?(yo|yr old) ~2 girl", "9yo girl, 8 yr old little girl", ["9yo girl", "8 yr old little girl"]),
        ("(ha)+ you", "hahaha you", ["hahaha you"]),
        (r"(\w+ |the )police (did|do) nothing", "West Mercia police did nothing", ["Mercia police did nothing"]),
        (r"kill\w* (them|him)", "killing them", ["killing them"]),
        ("<who> (touched|hurt) me", "the man touched me, he hurt me", ["the man touched me", "he hurt me"]),
        (r"(£ ?\d+|free) (each|to you)", "£5 each, 5 each, free to you", ["£5 each", "free to you"]),
        ("(e-mail|ring) (me|us)( now)?", "e-mail us now", ["e-mail us now"]),
        ("(very )?(good|(not|so) bad) man", "not bad man, very good man", ["not bad man", "very good man"]),
        (
            "i kill you",
            "𝗜 𝗸𝗶𝗹𝗹 𝘆𝗼𝘂, i kіll yоu, ｉ ｋｉｌｌ ｙｏｕ",
            ["𝗜 𝗸𝗶𝗹𝗹 𝘆𝗼𝘂", "i kіll yоu", "ｉ ｋｉｌｌ ｙｏｕ"],
        ),
        ("great britain", "🇬🇧Great Britain🇬🇧", ["Great Britain"]),
        ("i'm ~2 sad", "😀 well… I’m só very sad 😀 i'm sad", ["I’m só very sad", "i'm sad"]),
        ("(café|bar) owner", "😀 ask the Café owner, the bar owner", ["Café owner", "bar owner"]),
        (r"£ ?\d+ each", "😀 it’s £ 5 each", ["£ 5 each"]),
    ],
)
def test_a_phrase_is_found_where_its_pattern_is(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


def test_a_class_of_characters_that_is_none_is_told_at_once() -> None:
    with pytest.raises(PhraseError, match=r"`\[z-a\]` is no class of characters"):
        compile_phrase("route [z-a]", FRAGMENTS)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("(when|while) i (was|were) (young|small)", "when we were young i was told while small"),
        ("(he|she) (had|got) (a knife|an axe)", "the axe that she had got"),
        (r"£ ?\d+ (each|only)", "5 each and 6 only"),
        ("(he|the man) hurt me", "there was a shelter that hurt me"),
    ],
)
def test_a_text_without_what_a_phrase_needs_wakes_no_pattern(
    phrase: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = PhraseMatcher([compile_phrase(phrase, FRAGMENTS)], eager=[0])
    assert not matcher.unanchored
    monkeypatch.setattr(matcher, "scanners", [None])  # which to use raises AttributeError
    assert matcher.scan(ViewBatch([text])).hits() == []


def test_hostile_words_cannot_make_hints_grow_and_hide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "MOST_ROWS", 4)
    matcher = PhraseMatcher(
        [compile_phrase(text, FRAGMENTS) for text in ("(red|blue)ish ~2 car", "old \\w*top ~2 car")], [0, 1]
    )
    words = ["car", "old", "redish", "laptop", "blueish", "oldtop", "redishtop", "blueishold", "cartop"]
    for _ in range(2):
        texts = [f"{one} {other} car" for one in words for other in words]
        found = {texts[hit.post] for hit in matcher.scan(ViewBatch(texts)).hits()}
    assert {"redish old car", "blueish car car", "old laptop car", "old cartop car"} <= found
    assert "car old car" not in found
    assert len(matcher.hints._rows) <= 4


def test_scanners_that_are_seldom_used_are_let_go_and_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanners, "MOST_BUILT", 4)
    words = [f"{letter}zebra" for letter in "abcdefgh"]
    matcher = PhraseMatcher([compile_phrase(f"{word} ~2 ran", FRAGMENTS) for word in words], range(8))
    texts = [f"the {word} also ran" for word in (*words, *["azebra"] * 20, *words)]
    found = matcher.scan(ViewBatch(texts)).hits()
    assert [(texts[hit.post].split()[1], words[hit.pattern]) for hit in found] == [
        (text.split()[1],) * 2 for text in texts
    ]
    assert len(matcher.scanners) <= 4
    kept = matcher.scanners.of(0)
    matcher.scan(ViewBatch(texts)).hits()
    assert matcher.scanners.of(0) is kept
