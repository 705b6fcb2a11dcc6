"""Text views against a slow canonicaliser, and what must hold of hits in any text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.text.lookalikes import APOSTROPHES, LETTERS, LIGATURES, SIGNS
from houserules.text.regexes import RegexMatcher
from houserules.text.terms import TermMatcher
from houserules.text.views import VIEWS, ViewBatch

LATIN = {twin: letter for letter, twins in LETTERS.items() for twin in twins} | LIGATURES
IGNORED = {"ᅟ", "ᅠ", "ㅤ", "ﾠ", "\u0640", "\u2065"}
WHITE = {"\t", "\n", "\x0b", "\x0c", "\r", "\x1c", "\x1d", "\x1e", "\x1f", "\x85"}

TRICKY = (
    "aA1b!lLiI0oO5sS$@|+*#'’-_.~ \n\u200b\u200d\u00ad\u0301\u0336\u0941कमßﬁйаеоＡⓐ🅰🇦😀€£™½گد混あ한&;<>%/\u202e\u202c"
)
WORDS = ["lil", "sassy", "obi boss", "boo", "aa", "iss*", "混", "گد", "кем", "oil bill", "b0s", "lass"]
PARTS = ["lil", "sassy", "obi", "boss", "oil", "bill", " ", " "]
PATTERNS = [r"a.?b", r"[lis]{3,}", r"\bo\w+", r"['\"-]", r"<3|&", "\u0643|گ"]
texts = st.one_of(
    st.text(max_size=60),
    st.text(TRICKY, max_size=60),
    st.lists(st.one_of(st.sampled_from(PARTS), st.text(TRICKY, max_size=3))).map("".join),
)
TERMS = TermMatcher(WORDS)
REGEXES = RegexMatcher(PATTERNS)


def is_vowel_sign(character: str) -> bool:
    point = ord(character)
    southern = 0x900 <= point <= 0x1AAF or 0x1B00 <= point <= 0x1DBF or 0xA800 <= point <= 0xABFF
    southern |= 0x11000 <= point <= 0x11FFF
    return unicodedata.category(character) == "Mn" and southern and unicodedata.combining(character) != 7


def is_single(character: str) -> bool:
    point = ord(character)
    han = 0x3400 <= point <= 0x4DBF or 0x4E00 <= point <= 0x9FFF
    return han or 0x3005 <= point <= 0x3007 or 0x3041 <= point <= 0x30FF


def slow(character: str) -> str:
    """Letters and digits of one character; `" "` where words end, `""` where there is nothing to see."""
    point, kind = ord(character), unicodedata.category(character)
    if 0xE0000 <= point < 0xE1000 or character in IGNORED or character in APOSTROPHES:
        return ""
    if character in SIGNS or kind in {"Cn", "Co", "Cs"} or character in WHITE or kind[0] == "Z" or point >= 0x20000:
        return " "
    if kind in {"Cc", "Cf", "Mn", "Me"}:
        return ""
    if 0x1F1E6 <= point <= 0x1F1FF:
        return chr(97 + point - 0x1F1E6)
    if 0x1F150 <= point <= 0x1F169 or 0x1F170 <= point <= 0x1F189:
        return chr(97 + (point - 0x1F150) % 32)
    if character in LATIN or character.casefold() in LATIN:
        return LATIN.get(character) or LATIN[character.casefold()]
    if 0xAC00 <= point <= 0xD7A3:
        return character
    plain = unicodedata.normalize("NFKD", character)
    if kind[0] not in "LN" and kind != "Mc" and not any(map(str.isalnum, plain)):
        return " "
    result = ""
    parts = [part if part in LATIN else unicodedata.normalize("NFKD", part.casefold()) for part in plain]
    for part in "".join(parts):
        kind = unicodedata.category(part)
        if part in LATIN:
            result += LATIN[part]
        elif part in APOSTROPHES or part in SIGNS or part in IGNORED or "\u02b0" <= part <= "\u02ff":
            continue
        elif unicodedata.digit(part, None) is not None:
            result += str(unicodedata.digit(part))
        elif kind[0] in "LN" or kind == "Mc" or is_vowel_sign(part):
            result += f" {part} " if is_single(part) else part
        elif kind[0] not in "MC":
            result += " "
    return result if is_single(plain[0]) else result.strip() or (result and " ")


def slow_skeleton(text: str) -> str:
    result = ""
    base = ""
    for character in text:
        if is_vowel_sign(character):
            written = slow(base) if base else ""
            own = base and ord(base) // 128 == ord(character) // 128 and len(written.encode()) > 1
            result += character if own else ""
        else:
            result += slow(character)
            if slow(character) or character in APOSTROPHES:
                base = character
    return " " + "".join(f"{word} " for word in result.split(" ") if word)


@settings(max_examples=300)
@given(st.lists(texts, max_size=4))
def test_skeletons_equal_those_of_the_slow_canonicaliser(batch: list[str]) -> None:
    fast = ViewBatch(batch).skeleton.data.decode().split("\n")[: len(batch)]
    assert fast == [slow_skeleton(text) for text in batch]


@pytest.mark.parametrize("block", range(0, 0x30000, 0x1000), ids=hex)
def test_every_character_equals_that_of_the_slow_canonicaliser(block: int) -> None:
    characters = [chr(point) for point in range(block, block + 0x1000)]
    fast = ViewBatch(characters).skeleton.data.decode().split("\n")[: len(characters)]
    assert fast == [slow_skeleton(character) for character in characters]


@settings(max_examples=300)
@given(st.lists(texts, max_size=4))
def test_hits_are_ordered_distinct_and_inside_their_text(batch: list[str]) -> None:
    views = ViewBatch(batch)
    for matcher in (TERMS, REGEXES):
        hits = matcher.scan(views)
        keys = [(hit.post, hit.start, hit.end, hit.pattern) for hit in hits]
        assert keys == sorted(set(keys))
        for hit in hits:
            assert 0 <= hit.start < hit.end <= len(batch[hit.post])
            assert hit.view in VIEWS


@settings(max_examples=300)
@given(st.lists(texts, max_size=4))
def test_hits_of_a_batch_are_those_of_each_text_alone(batch: list[str]) -> None:
    for matcher in (TERMS, REGEXES):
        together = [(hit.post, hit.pattern, hit.view, hit.start, hit.end) for hit in matcher.scan(ViewBatch(batch))]
        alone = [
            (post, hit.pattern, hit.view, hit.start, hit.end)
            for post, text in enumerate(batch)
            for hit in matcher.scan(ViewBatch([text]))
        ]
        assert together == alone


@settings(max_examples=300)
@given(texts)
def test_what_is_matched_in_plain_sight_says_the_term_and_nothing_else(text: str) -> None:
    for hit in TERMS.scan(ViewBatch([text])):
        if hit.view == "skeleton":
            said, term = (ViewBatch([words]).skeleton.data for words in (text[hit.start : hit.end], WORDS[hit.pattern]))
            assert said.startswith(term.rstrip()) if WORDS[hit.pattern].endswith("*") else said == term


@settings(max_examples=200)
@given(
    st.text(TRICKY, max_size=20),
    st.sampled_from([word for word in WORDS if "*" not in word]),
    st.text(TRICKY, max_size=20),
)
def test_a_plain_term_between_spaces_is_always_found(before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}"
    start = len(before) + 1
    found = {(hit.pattern, hit.start, hit.end) for hit in TERMS.scan(ViewBatch([text]))}
    assert (WORDS.index(word), start, start + len(word)) in found


@given(texts)
def test_ordinary_text_is_its_own_rendering(text: str) -> None:
    rendered = ViewBatch([text]).rendered
    if text.isascii() and not set(text) & set("&<%"):
        assert list(rendered.texts) == [text]
    for start in range(len(rendered.texts[0])):
        first, last = rendered.span(0, start, start + 1)
        assert 0 <= first < last <= len(text)
