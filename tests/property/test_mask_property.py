"""Masking and signing over any text: batches, disguises, and counts."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.screening.mask import mask, mask_batch
from houserules.screening.signature import Signer

COURTESIES = frozenset(["thanks", "xx"])
SIGNER = Signer(b"property")
TRICKY = "aAbliI01359 $@#|!.,:/&'’-_+£€©\n\x1e\x00\x7f\xa0\u200b\u00ad\u0301\u093f\u0915я你あ😀🇬𝐚ﬃ½①\ud800"
PARTS = [
    "thanks",
    "xx",
    "free",
    "http://",
    "www.",
    "example.com/",
    "10am",
    " am ",
    "room12",
    "&amp;",
    "m0n3y",
    "a.b.c",
    " ",
]
texts = st.one_of(
    st.text(max_size=40),
    st.text(TRICKY, max_size=40),
    st.lists(st.one_of(st.sampled_from(PARTS), st.text(TRICKY, max_size=3))).map("".join),
)
plain_words = st.lists(st.text("abcdefghijklmnoprstuvwy", min_size=1, max_size=8), min_size=1, max_size=12)
HOMOGLYPHS = str.maketrans("aeopcxy", "аеорсху")
MATHS = {ord("a") + place: 0x1D41A + place for place in range(26)}


@given(st.lists(texts, max_size=6))
@settings(max_examples=300)
def test_a_batch_is_its_texts_one_by_one(batch: list[str]) -> None:
    assert mask_batch(batch, COURTESIES) == [mask(text, COURTESIES) for text in batch]


@given(texts)
@settings(max_examples=300)
def test_the_form_is_letters_only(text: str) -> None:
    masked = mask(text)
    form = masked.text.decode("utf-8")
    assert all(character.isalpha() or ord(character) >= 0x80 for character in form)
    assert not set("l0123456789 ") & set(form)
    # An l beside an i ends up as two of the letter that stands for both.
    assert not any(one == other and one.isascii() and one != "i" for one, other in pairwise(form))
    assert (masked.words == 0) == (masked.letters == 0) == (not form)
    assert masked.words <= masked.letters
    assert len(form) <= masked.letters


@given(texts)
def test_case_and_invisible_characters_never_count(text: str) -> None:
    # Letters whose capital is another letter by eye (Greek eta) or more than one (sharp s) are not the same text.
    ascii_only = "".join(character for character in text if character.isascii())
    assert mask(ascii_only.upper()) == mask(ascii_only.lower()) == mask("\u200b".join(ascii_only))


@given(plain_words, st.data())
@settings(max_examples=200)
def test_disguised_words_are_equal(words: list[str], data: st.DataObject) -> None:
    def disguised(word: str) -> str:
        how = data.draw(st.integers(0, 7))
        match how:
            case 0:
                return word.upper()
            case 1:
                return word.translate(HOMOGLYPHS)
            case 2:
                return word.translate(MATHS)
            case 3:
                return "\u0301".join(word) + "\u0301"
            case 4:
                return data.draw(st.sampled_from(" -*_~")).join(word)
            case 5:
                return "".join(letter * data.draw(st.integers(1, 4)) for letter in word)
            case 6:
                return word + data.draw(
                    st.sampled_from([" @me", " #tag", " 50k", " 😀", "!!", " https://a.example/b", " £5"])
                )
        return word

    between = st.sampled_from([" ", "  ", "\n", ", ", " 123 ", " 🙏 ", "... ", " / "])
    copy = "".join(disguised(word) + data.draw(between) for word in words)
    # A single m after a number is the only one that means something else: "5 am".
    if "am" not in words and "pm" not in words:
        assert mask(copy).text == mask(" ".join(words)).text


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_signatures_do_not_depend_on_the_batch(batch: list[bytes]) -> None:
    together = SIGNER.sign(batch)
    assert together.shape == (len(batch), 64)
    for row, text in zip(together, batch, strict=True):
        assert np.array_equal(row, SIGNER.sign([text])[0])
        assert row.any() == (len(text) >= 5)
