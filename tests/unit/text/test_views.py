"""Canonical views: what letters become, and that every byte leads back to the character it came from."""

import numpy as np
import pytest

from houserules.text.views import ViewBatch


def skeletons(*texts: str) -> list[str]:
    return [text.decode() for text in ViewBatch(texts).skeleton.data.split(b"\n")[: len(texts)]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello,   WORLD!", "hello world"),
        ("don't don’t DONT it`s", "dont dont dont its"),
        ("Straße ﬁsh Æsop ŒUVRE", "strasse fish aesop oeuvre"),
        ("Пpивeт cаt", "пpnbet cat".replace("п", "n")),
        ("ｆｕｌｌ 𝐦𝐚𝐭𝐡 ⓒⓘⓡⓒⓛⓔ 🅱🅰🅳 ꜱᴍᴀʟʟ", "full math circle bad small"),
        ("🇬🇧 x²", "gb x2"),
        ("ze\u200bro so\u00adft t\U000e0074ag j\u2060oin", "zero soft tag join"),
        ("z̷a̶l̵g̴o̸ café naïve", "zalgo cafe naive"),
        ("Łódź zażółć gęślą jaźń", "lodz zazolc gesla jazn"),
        ("tŷ Ŵy ŵyneb llawr ffŵl", "ty wy wyneb llawr ffwl"),
        ("İstanbul ıssız", "istanbul issiz"),
        ("٣ cats, ３ dogs, ❸ fish", "3 cats 3 dogs 3 fish"),
        ("Acme™ 5½ km", "acme 51 2 km"),
        ("a_b-c.d/e", "a b c d e"),
        ("👨\u200d👩\u200d👧\u200d👦 ❤\ufe0f ok", "ok"),
        ("1️⃣ two", "1 two"),
        ("tab\tnew\nline\u2028end\r\nof\x85it", "tab new line end of it"),
        ("混蛋abc山", "混 蛋 abc 山"),
        ("اُردُو", "اردو"),
        ("می\u200cخواهم", "میخواهم"),
        ("कुल कल", "कुल कल"),
        ("b\u0941ad", "bad"),
        ("한국어", "한국어"),
    ],
)
def test_skeleton_has_the_words_a_reader_sees(text: str, words: str) -> None:
    assert skeletons(text) == [f" {words} "]


def test_skeleton_of_nothing_is_one_space() -> None:
    assert skeletons("", "  ", "\u200b", "!?", "😀") == [" "] * 5


def test_a_batch_may_be_empty() -> None:
    batch = ViewBatch([])
    assert not batch.skeleton.data.split()
    assert batch.suspects == []
    assert list(batch.rendered.texts) == []


def test_lone_surrogates_separate_words() -> None:
    assert skeletons("one\ud800two") == [" one two "]


def test_every_byte_of_the_skeleton_leads_back_to_its_character() -> None:
    texts = ["It’s a Straße, ﬁne\u200b one 😀 Ünder 混", "", "second\u0301 الف ok"]
    batch = ViewBatch(texts)
    data = np.frombuffer(batch.skeleton.data, np.uint8)
    places = np.flatnonzero((data != ord(" ")) & (data != ord("\n")))
    origins = batch.skeleton.origins(places)
    assert (np.diff(origins) >= 0).all()
    for place, (post, start, end) in zip(
        places.tolist(), batch.spans(batch.posts(origins), origins, origins), strict=True
    ):
        assert end == start + 1
        assert data[place] in ViewBatch([texts[post][start]]).skeleton.data


def test_texts_do_not_run_into_each_other() -> None:
    assert skeletons("one", "two") == [" one ", " two "]
    assert skeletons("ab\u200d", "\u0301c") == [" ab ", " c "]


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe, Penistone and Clitheroe",
        "see you tomorrow, I hope it's dry",
        "https://example.org/b4st4rd and jo@b4st.example.com, www.b4d.example",
        "@northstandsupporters thanks!!! great :) see #matchday",
        "2026-03-14 at 10:30, 1,000 people, £5.50",
        "A to B",
    ],
)
def test_ordinary_text_has_no_suspects(text: str) -> None:
    assert ViewBatch([text]).suspects == []


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("you b4d one", b"b4d"),
        ("so b@d!", b"b@d!"),
        ("sooo", b"sooo"),
        ("a f*ol", b"f*ol"),
        ("a b-ad day", b"b-ad"),
        ("a b😀d day", b"b\x7fd"),
        ("such b.a.d.", b"bad"),
        ("b\u200b4\u200bd", b"b4d"),
    ],
)
def test_disguised_tokens_are_suspects(text: str, token: bytes) -> None:
    assert token in [suspect.token for suspect in ViewBatch([text]).suspects]
