"""Terms are found whole, in any disguise, and nowhere else."""

import pytest

from houserules.text.terms import MAX_SPANS, TermError, TermMatcher
from houserules.text.views import ViewBatch


def scan(terms: list[str], *texts: str) -> list[tuple[int, str, str, str]]:
    """Post, term, view and matched slice of every hit."""
    return [
        (hit.post, terms[hit.pattern], hit.view, texts[hit.post][hit.start : hit.end])
        for hit in TermMatcher(terms).scan(ViewBatch(texts))
    ]


def spaced(word: str, gap: str) -> str:
    return gap.join(word)


def fullwidth(word: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in word)


def bold(word: str) -> str:
    return "".join(chr(0x1D400 + 26 + ord(letter) - ord("a")) for letter in word)


def inserted(word: str, junk: str) -> str:
    return word[:2] + junk + word[2:]


def struck(word: str) -> str:
    return "\u0336".join(word)


DISGUISES = [
    (lambda word: word, "skeleton"),
    (str.upper, "skeleton"),
    (str.title, "skeleton"),
    (lambda word: inserted(word, "\u200b"), "skeleton"),
    (lambda word: inserted(word, "\u200d"), "skeleton"),
    (lambda word: inserted(word, "\u00ad"), "skeleton"),
    (lambda word: inserted(word, "\ufe0f"), "skeleton"),
    (lambda word: inserted(word, "\U000e0074"), "skeleton"),
    (lambda word: inserted(word, "\u2063\u200e"), "skeleton"),
    (lambda word: word.replace("a", "а").replace("o", "о").replace("p", "р"), "skeleton"),
    (lambda word: word.replace("t", "τ").replace("n", "ո"), "skeleton"),
    (fullwidth, "skeleton"),
    (bold, "skeleton"),
    (struck, "skeleton"),
    (lambda word: word.replace("a", "á").replace("o", "ö").replace("u", "ů"), "skeleton"),
    (lambda word: word.translate(str.maketrans("aeost", "43057")), "leet"),
    (lambda word: word.translate(str.maketrans("asto", "@$+0")), "leet"),
    (lambda word: word.translate(str.maketrans("e", "€")) if "e" in word else word.replace("t", "7"), "leet"),
    (lambda word: word[0] + "*" + word[2:], "leet"),
    (lambda word: word[:2] + "##" + word[4:], "leet"),
    (lambda word: word[:2] + "😀" + word[3:], "leet"),
    (lambda word: word[:2] + word[2] * 5 + word[3:], "squeezed"),
    (lambda word: "".join(letter * 3 for letter in word), "squeezed"),
    (lambda word: word[0] + word[1] * 4 + word[2:].replace("t", "777").replace("o", "000"), "leet"),
    (lambda word: spaced(word, " "), "joined"),
    (lambda word: spaced(word.upper(), "."), "joined"),
    (lambda word: spaced(word, "-"), "joined"),
    (lambda word: spaced(word, " - "), "joined"),
    (lambda word: spaced(word, "_"), "joined"),
    (lambda word: spaced(word, "👏"), "joined"),
    (lambda word: spaced(word.translate(str.maketrans("ao", "40")), " "), "joined"),
    (lambda word: word[:3] + "-" + word[3:], "joined"),
    (lambda word: word[:3] + "✨" + word[3:], "joined"),
    (lambda word: word[:3] + "<b>" + word[3:] + "</b>", "rendered"),
    (lambda word: word[:3] + f"&#{ord(word[3])};" + word[4:], "rendered"),
    (lambda word: word[:3] + f"%{ord(word[3]):02x}" + word[4:], "rendered"),
    (lambda word: "\u202e" + word[::-1] + "\u202c", "rendered"),
]


@pytest.mark.parametrize("word", ["bastard", "numpty", "plonker"])
@pytest.mark.parametrize(("disguise", "view"), DISGUISES)
def test_a_term_is_found_in_every_disguise(word, disguise, view) -> None:
    hidden = disguise(word)
    if hidden == word:
        view = "skeleton"
    text = f"Oh, you {hidden}, go home"
    hits = scan([word], text)
    assert len(hits) == 1
    post, term, seen, found = hits[0]
    assert (post, term) == (0, word)
    assert found.strip("\u202e\u202c") == hidden.strip("\u202e\u202c").removesuffix("</b>")
    assert seen == view


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe, Penistone, Clitheroe, Cockburn, Lightwater, Shitterton Road",
        "assassin shiitake classic cocktail bassoon grass therapist analysis circumference Essex Sussex Middlesex",
        "s.h.i.i.t.a.k.e",
        "the A55 from Chester, the A1(M), M25, B4114",
        "10am 2nd 3rd covid19 mp3 year10 h2o U2 4K 1080p 5th 18+ C++ £5 $5 5p",
        "as shown, titter for... tatter; cockle; dickens; arsenal",
        "https://example.org/sh1t/4rse www.a5s.example jo@4rse.example.com sh1t.co.uk/x",
        "N.H.S. U.S.A. B.B.C. e.g. a b c x y z",
        "[phone removed] [email removed] [name removed]",
        "co-op half-time re-entry T-shirt",
        "👨\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 👍🏽",
        "Mae'r tŷ yn fawr; ŵyn, âr, ffôl",
        "یہ ایک اچھا دن ہے، شکریہ",
        "نمی\u200cخواهم بروم",
    ],
)
def test_ordinary_words_that_contain_a_term_are_left_alone(text: str) -> None:
    assert (
        scan(["shit", "arse", "ass", "cock", "dick", "cunt", "penis", "tit", "clit", "sex", "anal", "cum"], text) == []
    )


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        (["shut your gob"], "SHUT-YOUR...\n GOB!!", [("skeleton", "SHUT-YOUR...\n GOB")]),
        (["shut your gob"], "sh*t your g0b", [("leet", "sh*t your g0b")]),
        (["shut your gob"], "s h u t  y o u r  g o b", [("joined", "s h u t  y o u r  g o b")]),
        (["shut your gob"], "shuuuut yoooour gooob", [("squeezed", "shuuuut yoooour gooob")]),
        (["total numpty"], "a total nµmpty", [("skeleton", "total nµmpty")]),
        (["it's your fault"], "ITS YOUR FAULT", [("skeleton", "ITS YOUR FAULT")]),
        (["numpty"], "the numpty's dog, the numpty’s cat", [("skeleton", "numpty"), ("skeleton", "numpty")]),
        (["numpty"], "numptys", []),
        (
            ["numpt*"],
            "numpty numpties numpt numptyhoodishnesses",
            [("skeleton", w) for w in ("numpty", "numpties", "numpt")],
        ),
        (["numpt*"], "nump7ies", [("leet", "nump7ies")]),
        (["silly"], "s1lly siiiilly s!11y", [("leet", "s1lly"), ("squeezed", "siiiilly"), ("leet", "s!11y")]),
        (["bully"], "bu11y bulllly buly", [("leet", "bu11y"), ("squeezed", "bulllly")]),
        (["balloon"], "balon balllloooon", [("squeezed", "balllloooon")]),
        (["fathead"], "f@the@d!!!", [("leet", "f@the@d")]),
        (["twit"], "(tw1t)... b4d|tw!t|x", [("leet", "tw1t"), ("leet", "tw!t")]),
        (["twit"], "you t w i t x", [("joined", "t w i t")]),
        (["twit"], "u r a t w i t", [("joined", "t w i t")]),
        (["twit"], "t.w.i.t. and t-w-i-t", [("joined", "t.w.i.t"), ("joined", "t-w-i-t")]),
        (["twit"], "t****", []),
        (["głupek"], "GŁUPEK glupek", [("skeleton", "GŁUPEK"), ("skeleton", "glupek")]),
        (["گدھا"], "تم گَدھا ہو", [("skeleton", "گَدھا")]),
        (["дурак"], "ты ДУРАК", [("skeleton", "ДУРАК")]),
        (["ηλίθιε"], "ΗΛΙΘΙΕ", [("skeleton", "ΗΛΙΘΙΕ")]),
        (["混蛋"], "你是混蛋吗", [("skeleton", "混蛋")]),
        (["4chan"], "on 4chan, not achan, not aaachan", [("skeleton", "4chan")]),
        (["ﬁsh"], "ﬁsh fish", [("skeleton", "ﬁsh"), ("skeleton", "fish")]),
        (["big fool", "fool"], "big fool", [("skeleton", "big fool"), ("skeleton", "fool")]),
        (["fool fool"], "fool fool fool", [("skeleton", "fool fool"), ("skeleton", "fool fool")]),
    ],
)
def test_terms_in_context(terms: list[str], text: str, expected: list[tuple[str, str]]) -> None:
    assert [(view, found) for _, _, view, found in scan(terms, text)] == expected


def test_a_match_is_reported_once_under_its_plainest_view() -> None:
    assert [view for *_, view, _ in scan(["fool"], "fool-proof &amp; fool", "f00l")] == ["skeleton", "skeleton", "leet"]


def test_terms_that_are_the_same_word_are_all_reported() -> None:
    hits = TermMatcher(["Fool", "fóol", "fool*"]).scan(ViewBatch(["a fool"]))
    assert [(hit.pattern, hit.start, hit.end) for hit in hits] == [(0, 2, 6), (1, 2, 6), (2, 2, 6)]


def test_matches_stay_within_their_text() -> None:
    assert scan(["big fool"], "big", "fool", "b1g", "f00l", "b i", "g f o o l") == []


def test_hits_are_ordered() -> None:
    hits = TermMatcher(["b4d", "fool", "bad"]).scan(ViewBatch(["fool bad", "b@d fool", "", "b4d"]))
    assert hits == sorted(hits, key=lambda hit: (hit.post, hit.start, hit.end, hit.pattern))
    assert [(hit.post, hit.pattern) for hit in hits] == [(0, 1), (0, 2), (1, 2), (1, 1), (3, 0), (3, 2)]


@pytest.mark.parametrize("term", ["", " ", "!?", "*", "😀", "\u200b"])
def test_a_term_without_letters_is_refused_by_name(term: str) -> None:
    with pytest.raises(TermError, match="term 1 ") as refusal:
        TermMatcher(["fine", term])
    assert (refusal.value.index, refusal.value.term) == (1, term)


def test_no_terms_and_no_texts() -> None:
    assert TermMatcher([]).scan(ViewBatch(["text b4d"])) == []
    assert TermMatcher(["fool"]).scan(ViewBatch([])) == []
    assert TermMatcher(["fool"]).scan(ViewBatch(["", ""])) == []


def test_a_flood_of_one_term_is_reported_in_part() -> None:
    hits = TermMatcher(["fool"]).scan(ViewBatch(["fool " * 1000, "fool"]))
    assert [hit.post for hit in hits] == [0] * MAX_SPANS + [1]
    assert hits[0].start == 0
