"""Views: one byte for every character that shows, and the way back to the original."""

import sys
import unicodedata

import pytest

from houserules.redaction.folding import BOUNDARY, Folded, fold


def view(text: str) -> str:
    return Folded([text]).piece(0).view.decode("ascii")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World", "hello, world"),
        ("０１２ ٣٤٥ ६७८ ⑨", "012 345 678 9"),
        ("ＡＢＣ＠ｘ．ｙ", "abc@x.y"),
        ("𝐚𝒃𝓬 𝟙𝟚𝟛", "abc 123"),
        ("éçñÀ", "ecna"),
        ("аеорсух", "aeopcyx"),
        ("a\u00a0b\u2009c\u3000d\te", "a b c d e"),
        ("a–b—c−d‑e", "a-b-c-d-e"),
        ("it’s “so”", 'it\'s "so"'),
        ("【1】", "(1)"),
        ("a\u200bb\u00adc\ufeffd\u2060e\ufe0ff\u0301", "abcdef"),
        ("a\x00b", "a\x0fb"),
        ("😀", "\x0f"),
        ("ж中", "\x0e\x0d"),
        ("a\u2028b\r\nc", "a\nb \nc"),
    ],
)
def test_characters_become_what_they_look_like(text: str, expected: str) -> None:
    assert view(text) == expected


def test_every_code_point_has_at_most_one_byte_and_ascii_letters_keep_theirs() -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    folded = view(text)
    assert folded.isascii()
    assert chr(BOUNDARY) not in folded
    assert view("".join(map(chr, range(32, 127)))) == "".join(map(chr, range(32, 127))).lower()


def test_every_decimal_digit_of_unicode_is_a_digit() -> None:
    for code in range(0x20000):
        value = unicodedata.decimal(chr(code), None)
        if value is not None:
            assert view(chr(code)) == str(value)


def test_positions_lead_back_across_hidden_characters() -> None:
    folded = Folded(["ab", "\u200bx\u0301y\u200b\u200bz", "", "\u200b", "q\u200b"])
    assert [folded.piece(index).view for index in range(5)] == [b"ab", b"xyz", b"", b"", b"q"]
    assert folded.origin(0, 1, 2) == (1, 2)
    assert folded.origin(1, 0, 1) == (1, 3)
    assert folded.origin(1, 1, 2) == (3, 6)
    assert folded.origin(1, 0, 3) == (1, 7)
    assert folded.origin(4, 0, 1) == (0, 2)
    assert [folded.place(1, position) for position in range(7)] == [0, 0, 1, 1, 2, 2, 2]


def test_the_cased_view_has_the_same_positions() -> None:
    piece = Folded(["x", "A\u200bÉ b"]).piece(1)
    assert (piece.view, piece.cased) == (b"ae b", b"AE b")


def test_large_batches_are_joined_without_loss() -> None:
    texts = ["word " * 9000, "é" * 20000, "", "07700 900123"] * 2
    folded = Folded(texts)
    assert [len(folded.piece(index).view) for index in range(8)] == [len(text) for text in texts]
    assert folded.piece(7).view == b"07700 900123"
    assert folded.locate(folded.view.index(b"07700"))[0] == 3


@pytest.mark.parametrize("others", [[], ["Ünï\u200bcode"]], ids=["ascii", "mixed"])
def test_what_stands_between_texts_is_none_of_their_own_characters(others: list[str]) -> None:
    texts = ["Ab", "", "x\x00y", *others, "\x7fz", "end"]
    folded = Folded(texts)
    assert folded.view.count(BOUNDARY) == len(texts)
    assert [folded.piece(index).view for index in range(len(texts))] == [fold(text) for text in texts]


def test_one_text_is_folded_as_in_a_batch() -> None:
    for text in ("", "Plain\tText", "a\x80b", "É\u200bx😀", "\ud800lone"):
        assert fold(text) == Folded(["é", text]).piece(1).view
