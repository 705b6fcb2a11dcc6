"""Swear words are found in every disguise that people use; places, names and other languages are left alone."""

import random
from functools import lru_cache

import pytest

from houserules.text.slips import slips
from houserules.text.terms import TermMatcher
from houserules.text.views import Hit, ViewBatch
from support.obfuscation import FORMS, Form, Recall, lexicon_terms, recall, samples

LEXICONS = ("profanity", "slurs", "insults")
LEAST = 0.95
SAMPLED = 20


@lru_cache(maxsize=1)
def matcher() -> tuple[TermMatcher, list[str]]:
    terms = [term for name in LEXICONS for term in lexicon_terms(name)]
    return TermMatcher(terms), terms


def hits(*texts: str) -> list[tuple[str, str]]:
    """Term and matched slice of every hit of any shipped lexicon."""
    found, terms = matcher()
    return [(terms[hit.pattern], texts[hit.post][hit.start : hit.end]) for hit in found.scan(ViewBatch(texts))]


def worst(result: Recall) -> str:
    return ", ".join(f"{sample.term}: {sample.text[sample.start : sample.end]!r}" for sample in result.missed[:8])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_swear_words_are_found_in_every_disguise(form: Form) -> None:
    """A sample of the terms here; all of them, many times over, in tests/bench/obfuscation_bench.py."""
    rng = random.Random(form.name)
    terms = lexicon_terms("profanity")
    result = recall(matcher()[0], rng.sample(terms, min(3 * SAMPLED, len(terms))), form, rng)
    assert result.asked or form.name == "ligatures"
    assert result.share >= LEAST, worst(result)


@pytest.mark.parametrize("name", ["slurs", "insults"])
def test_slurs_and_insults_are_found_in_every_disguise(name: str) -> None:
    rng = random.Random(name)
    terms = lexicon_terms(name)
    result = Recall(0, 0, [])
    for form in FORMS:
        result += recall(matcher()[0], rng.sample(terms, min(SAMPLED, len(terms))), form, rng)
    assert result.asked > 10 * len(FORMS)
    assert result.share >= 0.98, worst(result)


@pytest.mark.parametrize("name", ["cyrillic", "zero-width space", "spaced", "entities", "zalgo", "one vowel starred",
                                  "bold + dotted", "tags", "doubled letter", "u as v", "right-to-left override"])  # fmt: skip
def test_what_is_reported_is_what_was_typed(name: str) -> None:
    """Spans are code points of the original, from the first letter of the disguise to the last with its marks."""
    form = next(form for form in FORMS if form.name == name)
    found, terms = matcher()
    drawn = list(samples(lexicon_terms("profanity"), form, random.Random(1)))
    by_post: dict[int, list[Hit]] = {}
    for hit in found.scan(ViewBatch([sample.text for sample in drawn])):
        by_post.setdefault(hit.post, []).append(hit)
    told = 0
    for place, sample in enumerate(drawn):
        own = {(hit.start, hit.end) for hit in by_post.get(place, []) if terms[hit.pattern] == sample.term}
        hidden = (sample.start, sample.end)
        if name == "right-to-left override":  # the marks at both ends are no part of the word
            hidden = (sample.start + 1, sample.end - 1)
        told += bool(own)
        assert not own or hidden in own, (sample.text, own)
    assert told >= LEAST * len(drawn)


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe, Penistone, Clitheroe, Cockburn, Lightwater, Shitterton, Twatt in Orkney, Cockermouth",
        "Middlesex, Essex, Sussex and Wessex; Arsenal 2 Hancock 1; Titmus, Assington, Bitchfield, Wankford",
        "Pratt, Fagg, Hogg, Haag, Webb, Todd, Legg, Barr, Starr, Bigg, Sadd, Gutt, Dickens, Babcock, Weedon, Manfucci",
        "class assess bassoon cassock massage embarrass grass passage harass cocktail peacock shuttlecock hancock",
        "dickinson therapist analysis circumflex cumin document cucumber titanium title competition",
        "rapping wrapping hopping bitter butter battery muddy latter matter loose choose looser booze",
        "twts mngr mngmt rst cnt cldnt wldnt shld txt msg pls thx abt bcs yr hr bldg accnt pkts btwn",
        "S.H.I.E.L.D. and A.S.A.P., B.B.C. News at 10, U.S.A., P.S. I love you, a b c d e f g, C U L8R M8",
        "A 10 k run in 5h 17m; 4 x 4; W1A 1AA; M14 5SL; B4 7AB; TW4 7AT; 5 l 49 p; 7W47; order 5H1-77T-0O",
        "mother-in-law, half-term, co-operate, re-assess, as-is, bus-shelter, well-known, x-ray, e-mail, T-shirts",
        "phishing and pharmacy phones in phase; vvatch? no: savvy revved skivvies",
        "🇬🇧Great Britain 🇫🇷fine 🏴󠁧󠁢󠁷󠁬󠁳󠁿 Cymru am byth",
        "Mae'r plant yn chwarae yn y parc; rwy'n caru hyn, ŵyn bach, ffŵl, coch, twp, cwm, llyfr, pysgod a sglodion",
        "یہ بچے ہمارے ہیں اور ہم ان کی حفاظت کریں گے، شکریہ",
        "این بچه‌ها مال ما هستند و نمی‌خواهم بترسند، ممنون",
        "ਇਹ ਬੱਚੇ ਸਾਡੇ ਹਨ। এই শিশুরা আমাদের। இந்த குழந்தைகள் எங்கள்.",
        "👨‍👩‍👧‍👦 👍🏽 ❤️ 1️⃣ ✅ 🅿️ ℹ️ Ⓜ️ 🆘 🅰️ ™️ ©️ 🏳️‍🌈 😭😭😭",
        "he**llo**, **bold** word, __init__ method, snake_case_name, a*b*c = d, 2*3*4, ~~done~~ --- end -- well",
    ],
)
def test_innocent_words_are_left_alone(text: str) -> None:
    assert hits(text) == []


@pytest.mark.parametrize(
    ("text", "term", "typed"),
    [
        ("f--k off", "fuck", "f--k"),
        ("such a b_tch", "bitch", "b_tch"),
        ("what a b-a-s-t-a-r-d. I'm off", "bastard", "b-a-s-t-a-r-d"),
        ("it's a b a s t a r d! Yes", "bastard", "b a s t a r d"),
        ("s h ! t", "shit", "s h ! t"),
        ("bas__t__ard", "bastard", "bas__t__ard"),
        ("b**ast**ard", "bastard", "b**ast**ard"),
        ("🇬🇧bastard", "bastard", "bastard"),
        ("t\u0336w\u0336a\u0336t\u0336s", "twats", "t\u0336w\u0336a\u0336t\u0336s"),
        ("w*nkerrrr", "wanker", "w*nkerrrr"),
        ("wnker", "wanker", "wnker"),
        ("bstrd", "bastard", "bstrd"),
        ("vvanker", "wanker", "vvanker"),
        ("slvt", "slut", "slvt"),
        ("fuckk", "fuck", "fuckk"),
        ("bitchhes", "bitches", "bitchhes"),
    ],
)
def test_disguises_in_context(text: str, term: str, typed: str) -> None:
    assert (term, typed) in hits(text)


def test_slips_of_a_word_are_no_other_word() -> None:
    ordinary = {
        "batch",
        "looser",
        "loose",
        "rapping",
        "pratt",
        "tartt",
        "phishing",
        "phase",
        "mngs",
        "rst",
        "ville",
        "holly",
    }
    words = ["biatch", "loser", "lose", "raping", "prat", "tart", "fishing", "fase", "mongs", "roastie", "vile", "holy"]
    made = {slip for word in words for slip, _ in slips(word)}
    assert not made & ordinary
    assert {"lser", "rping", "rsties"} - made == {"lser", "rsties"}


def test_terms_that_are_written_like_a_slip_are_told_as_themselves() -> None:
    found = TermMatcher(["fuck", "fvck"]).scan(ViewBatch(["fvck"]))
    assert [(hit.pattern, hit.view) for hit in found] == [(1, "skeleton")]
