"""What masking takes out of a text, what it keeps, and what it costs on hostile input."""

import time

import pytest

from houserules.screening.mask import Masked, mask, mask_batch

MESSAGE = "Free money for all of you, just ask the lady called Alice about it today"
FORM = mask(MESSAGE)


@pytest.mark.parametrize(
    "copy",
    [
        MESSAGE.upper(),
        f"  {MESSAGE}\n\n",
        MESSAGE.replace(" ", " \t "),
        MESSAGE.replace(" ", "\u00a0"),
        MESSAGE.replace(",", " - ").replace("it", "(it)") + "!!!",
        f"{MESSAGE} https://t.example/abc?x=1",
        f"{MESSAGE} http://sub.site.example/path/to#here",
        f"www.anything.com {MESSAGE}",
        f"{MESSAGE} (bit.ly/3xYz)",
        f"{MESSAGE.replace('today', 't.me/somewhere today')}",
        f"offers.shop {MESSAGE} a.b.co.uk",
        f"{MESSAGE} jo.smith+1@mail.example",
        f"@someone @other.one {MESSAGE}",
        f"{MESSAGE} #free #money2026",
        f"{MESSAGE} 123",
        f"{MESSAGE} £500 $20 5,000€ 50k 1st 22nd 10am 7 pm 10.30 90s 5% 07700900123",
        f"{MESSAGE} 😀❤️🇬🇧👨‍👩‍👧",
        MESSAGE.replace("e", "e\u0301"),
        MESSAGE.replace("a", "à").replace("o", "ö"),
        "\u200b".join(MESSAGE),
        "\u00ad".join(MESSAGE),
        MESSAGE.replace("Free", "Ｆｒｅｅ").replace("money", "𝐦𝐨𝐧𝐞𝐲").replace("all", "ⓐⓛⓛ"),
        MESSAGE.replace("a", "а").replace("e", "е").replace("o", "о").replace("c", "с"),
        MESSAGE.replace("o", "ο").replace("u", "υ"),
        MESSAGE.replace("Free", "Fr33").replace("money", "m0n3y"),
        MESSAGE.replace("lady", "l4dy").replace("Alice", "A1ice").replace("ask", "a$k"),
        MESSAGE.replace("lady", "l@dy").replace("called", "c@ll3d"),
        MESSAGE.replace("Free", "Fr€€"),
        MESSAGE.replace("called", "caIIed").replace("lady", "Iady"),
        MESSAGE.replace("Free", "Freeeeeee").replace("you", "youuu"),
        MESSAGE.replace("Free", "F r e e").replace("money", "m.o.n.e.y").replace("lady", "l*a*d*y"),
        MESSAGE.replace("Free", "F-R-E-E").replace("money", "m_o_n_e_y"),
        MESSAGE.replace("Free", "F|r|e|e").replace("ask", "a!s!k"),
        MESSAGE.replace("Free", "&quot;Free&quot;"),
    ],
)
def test_what_people_change_to_look_new_changes_nothing(copy: str) -> None:
    assert mask(copy).text == FORM.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The meeting is in room12", "The meeting is in room14"),
        ("The meeting is in room12b", "The meeting is in room14b"),
        ("Parents of year7s", "Parents of year8s"),
        ("About covid19", "About covid-19"),
        ("The 2nd of May", "The 31st of May"),
        ("Made £500 in a day", "Made $20k in a day"),
        ("It starts at 10am", "It starts at 7 pm"),
        ("It starts at 10am", "It starts at 10  am"),
        ("The g20 summit", "The g7 summit"),
        ("In the 1990s", "In the 80s"),
        ("It took 2hrs and 5mins", "It took 10hrs and 1min"),
        ("Grand $ale", "Grand sale"),
        ("v1agra", "viagra"),
        ("sh!t", "shit"),
        ("b00ks", "books"),
        ("hell0", "hello"),
        ("0ffer", "offer"),
        ("l33t2024", "leet"),
        ("k1ll", "kill"),
        ("ki11er", "killer"),
        ("don’t", "don't"),
        ("What?Really", "What? Really"),
        ("wow!that", "wow! that"),
        ("©Bob's shop™", "Bob's shop"),
        ("Wear your Nike® shoes", "Wear your Nike shoes"),
    ],
)
def test_the_same_in_other_signs(one: str, other: str) -> None:
    assert mask(one).text == mask(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We can help you", "We can't help you"),
        ("It is true", "It is not true"),
        ("They will fail", "They will fall"),
        ("Liam happy", "I am happy"),
        ("I'll always help", "I always help"),
        ("Thank you Anna", "Thank you Anya"),
        ("Thank you Neil", "Thank you Nell"),
        ("See you in Hull", "See you in Hill"),
        ("See you in Leeds", "See you in Bristol"),
        ("Phil was here", "Phi was here"),
        ("He was there", "She was there"),
        ("Never again", "Ever again"),
        ("the slip road", "the sip road"),
        ("one pound", "two pounds"),
        ("你好世界", "你好朋友"),
        ("मैं ठीक हूँ", "मैं ठीक नहीं हूँ"),
        ("कि", "की"),
        ("أنا بخير", "أنا لست بخير"),
        ("Это правда", "Это неправда"),
        ("To jest prawda", "To nie jest prawda"),
        ("Mae hyn yn wir", "Nid yw hyn yn wir"),
        ("สวัสดีครับ", "ขอบคุณครับ"),
        ("おはようございます", "こんばんは"),
        ("안녕하세요", "감사합니다"),
        ("Καλημέρα σας", "Καληνύχτα σας"),
    ],
)
def test_texts_that_say_something_else_stay_different(one: str, other: str) -> None:
    assert mask(one).text != mask(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [("I met him", "I meet him"), ("no one came", "none came"), ("it was god", "it was good")],
)
def test_known_price_of_undoing_stretched_and_spaced_letters(one: str, other: str) -> None:
    assert mask(one).text == mask(other).text


@pytest.mark.parametrize(
    "text",
    ["", " \n", "🙏🙏🙏", "🇬🇧", "https://t.example/abc", "@someone 123 456", "#tag", "£500", "50k", "10 am", "...",
     "$$$", "€", "jo@mail.example", "\u200b", "\u0301", "\x1e", "\x00", "\ud800", "1️⃣", "5"],
)  # fmt: skip
def test_nothing_is_left_of_a_text_without_words(text: str) -> None:
    assert mask(text) == Masked(b"", 0, 0, False)


@pytest.mark.parametrize(
    ("text", "words", "letters"),
    [
        ("Hello there", 2, 10),
        ("Hellooo there @you 123 https://x.example", 2, 12),
        ("I am a fan", 4, 7),
        ("f r e e money", 2, 9),
        ("f.r.e.e m-o-n-e-y", 1, 9),
        ("don't", 1, 4),
        ("café", 1, 4),
        ("你好世界你好", 3, 6),
        ("これはペンです", 4, 7),
        ("Привет мир", 2, 9),
        ("Thewordsofthistextareallwrittentogether", 4, 39),
    ],
)
def test_words_and_letters(text: str, words: int, letters: int) -> None:
    assert mask(text)[1:3] == (words, letters)


def test_text_without_spaces_in_thai_has_words() -> None:
    masked = mask("ขอบคุณมากสำหรับความช่วยเหลือ")
    assert 8 <= masked.words <= masked.letters // 2 + 1


@pytest.mark.parametrize(
    ("text", "courteous"),
    [
        ("Thanks all", True),
        ("many THANKS!", True),
        ("thaaaaanks all", True),
        ("thаnks all", True),
        ("thankless work", False),
        ("no", False),
        ("", False),
        ("xx", True),
        ("x", False),
        ("well done you", True),
        ("all is well, done", False),
        ("well I have done it", False),
    ],
)
def test_courtesies_are_whole_words(text: str, courteous: bool) -> None:
    courtesies = frozenset(["thanks", "xx", "Well done"])
    assert mask(text, courtesies).courteous is courteous
    assert not mask(text).courteous
    assert [masked.courteous for masked in mask_batch(["nothing", text, "nothing"], courtesies)] == [
        False,
        courteous,
        False,
    ]


def test_courtesies_without_letters_match_nothing() -> None:
    assert not mask("well 1", frozenset(["1", "!"])).courteous


def test_a_text_does_not_reach_into_its_neighbour_in_the_batch() -> None:
    texts = ["room 5", "am I right", "a", "b", "c", "", "end.", "com/x", "see\x1ehere", "1", "st"]
    assert mask_batch(texts) == [mask(text) for text in texts]
    assert mask_batch([]) == []


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "@", "#", "$", "|", "!", ".", "£", "©", "&", "'", "\u0301", "\u093f", "\u200b", "😀", "🇬", "你", "a.", "a@",
     "a@a.", "+@", ".a@", "a1", "1a", "1m", "1st", "1k", "a!", "|a", "$1", "1 am ", " am", "a ", "0", "33", "a33", "com.",
     "a.com/", "http://", "www.", "&a", "&#1;", "\x1e", "\x00", "e\u0301"],
)  # fmt: skip
def test_hostile_texts_cost_no_more_than_their_length(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begin = time.process_time()
    for hostile in (text, f"hello a1{text}!", f"a1.{text}@x b2"):
        mask(hostile)
    # Linear work takes well under a second; quadratic work takes minutes.
    assert time.process_time() - begin < 8
