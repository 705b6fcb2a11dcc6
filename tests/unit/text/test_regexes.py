"""Regular expressions see what a reader sees; spans lead back to what was typed."""

import pytest

from houserules.text.regexes import MAX_PATTERN, MAX_SPANS, PatternError, RegexMatcher
from houserules.text.views import ViewBatch


def scan(patterns: list[str], *texts: str) -> list[tuple[int, int, str]]:
    """Post, pattern number and matched slice of every hit."""
    hits = RegexMatcher(patterns).scan(ViewBatch(texts))
    assert all(hit.view == "rendered" for hit in hits)
    return [(hit.post, hit.pattern, texts[hit.post][hit.start : hit.end]) for hit in hits]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\bmeet me\b", "MEET ME, or don't meet me", ["MEET ME", "meet me"]),
        (r"(?-i)Meet", "meet Meet MEET", ["Meet"]),
        (r"don't", "don’t and don't", ["don’t", "don't"]),
        (r"don’t", "don’t and don't", ["don’t", "don't"]),
        (r'"quoted"', "“quoted”", ["“quoted”"]),
        (r"9-5", "9–5 and 9—5 and 9-5", ["9–5", "9—5", "9-5"]),
        (r"9[–—]5", "9-5, 945", ["9-5"]),
        (r"two words", "two\u00a0words", ["two\u00a0words"]),
        (r"café", "cafe\u0301 and café", ["cafe\u0301", "café"]),
        (r"kill\s+it", "ki\u200bll\u2060 it", ["ki\u200bll\u2060 it"]),
        (r"fool", "f&#111;ol &amp; f%6F%6fl", ["f&#111;ol", "f%6F%6fl"]),
        (r"\bfool\b", "f<b>oo</b>l<br>fool", ["f<b>oo</b>l", "fool"]),
        (r"fool", "\u202eloof\u202c", ["loof"]),
        (r"a & b", "a &amp; b", ["a &amp; b"]),
        (r"<3|< 5", "I <3 you, x < 5", ["<3", "< 5"]),
        (r"100%", "100% sure, 100%ff", ["100%", "100%"]),
        (r"é%", "%c3%a9%", ["%c3%a9%"]),
        (r"👨\x{200d}👩", "👨\u200d👩\u200d👧", ["👨\u200d👩"]),
        (r"بروم$", "نمی\u200cخواهم بروم", ["بروم"]),
        (r"ŵyn|x", "ŵyn Ŵyn", ["ŵyn", "Ŵyn"]),
        (r"(?m)^b$", "a\nb\nc", ["b"]),
        (r"a.c", "a😀c a\nc", ["a😀c"]),
        (r"x*y?z", "zz", ["z", "z"]),
    ],
)
def test_patterns_see_the_rendered_text(pattern: str, text: str, found: list[str]) -> None:
    prefix = "😀é "  # positions are code points, not bytes
    assert [piece for _, _, piece in scan([pattern], prefix + text)] == found


def test_hits_name_their_text_and_pattern_and_are_ordered() -> None:
    assert scan(["b", "a", "c"], "abc", "", "xx", "cab") == [
        (0, 1, "a"), (0, 0, "b"), (0, 2, "c"), (3, 2, "c"), (3, 1, "a"), (3, 0, "b"),
    ]  # fmt: skip


def test_unknown_tags_and_bad_escapes_stay_as_typed() -> None:
    assert scan([r"<USER>", r"%zz", r"&nosuch;", r"%ff"], "<USER> %zz &nosuch; %ff") == [
        (0, 0, "<USER>"), (0, 1, "%zz"), (0, 2, "&nosuch;"), (0, 3, "%ff"),
    ]  # fmt: skip


def test_few_spans_of_one_pattern_are_reported() -> None:
    assert len(scan(["a", "b"], "a" * 1000 + "b")) == MAX_SPANS + 1


def test_lone_surrogates_do_not_stop_a_scan() -> None:
    assert scan(["two"], "one\ud800two\udfff") == [(0, 0, "two")]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "missing"),
        ("a(?=b)", "invalid perl operator"),
        ("(?<!a)b", "invalid perl operator"),
        (r"(a)\1", "invalid escape"),
        ("a{2000}", "repetition"),
        ("a" * (MAX_PATTERN + 1), "longer than"),
        ("", "empty"),
        ("a*", "empty"),
        ("a|", "empty"),
        (r"\b", "empty"),
        ("a\ud800", "surrogate"),
    ],
)
def test_a_bad_pattern_is_refused_with_its_place_and_the_reason(pattern: str, why: str) -> None:
    with pytest.raises(PatternError) as refusal:
        RegexMatcher(["fine", pattern])
    assert (refusal.value.index, refusal.value.pattern) == (1, pattern)
    assert why in refusal.value.why
    assert "pattern 1" in str(refusal.value)


def test_no_patterns_and_no_texts() -> None:
    assert RegexMatcher([]).scan(ViewBatch(["text"])) == []
    assert RegexMatcher(["a"]).scan(ViewBatch([])) == []
