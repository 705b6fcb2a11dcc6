"""Redaction of any text: spans lie in it, apart and in order; nothing planted stays; doing it again changes nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.redaction.detectors.card import luhn
from houserules.text.offsets import OffsetMap
from support.redaction import REDACTOR

DIGITS = st.text("0123456789", min_size=3, max_size=3)
PLANTED = st.one_of(
    DIGITS.map(lambda tail: f"07700 900{tail}"),
    DIGITS.map(lambda tail: f"+44 7700 900{tail}"),
    DIGITS.map(lambda tail: f"(020) 7946 0{tail}"),
    DIGITS.map(lambda tail: f"o77oo9oo{tail}"),
    st.sampled_from(
        ["jo@example.org", "jo at example dot org", "SW1A 1AA", "4111 1111 1111 1111", "AB123456C", "198.51.100.7"]
    ),
)
FRAGMENTS = st.sampled_from(
    [
        "0", "7", "07700", "900123", "one ", "seven ", "double ", "oh ", "@", " at ", " dot ", "example",
        ".org", "+44", "(0)", "(", ")",
        "-", " ", "\n", "\u200b", "\u0301", "🙂", "é", "０", "sw1a", "1aa", "4111 ", "1111", "%20", "%40",
        "Childline ", "0800 1111", "[",
        "]", "my ", "order ", "12-34-56", "GB29", "ａ", ",", "phone removed", "[phone removed]",
        "12 Mill Lane, Leeds LS1 4AB", "my reg is AB12 CDE", "dob 12/03/2009", "snap: jess_xo12", "passport no 123456789",
        "Mill Lane", "12 ", ", Leeds", "snap: ", "dob ", "@jess_xo", "flat ", "instagram.com/", "sort code ", "reg ",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(max_size=12), FRAGMENTS, PLANTED), max_size=14).map("".join)


@given(st.lists(TEXTS, max_size=5))
def test_spans_are_in_order_apart_and_inside_and_doing_it_again_changes_nothing(texts: list[str]) -> None:
    results = REDACTOR.find(texts)
    redacted = [REDACTOR.apply(text, result) for text, result in zip(texts, results, strict=True)]
    for text, result, after in zip(texts, results, redacted, strict=True):
        position = 0
        for span in result.spans:
            assert position <= span.start < span.end <= len(text)
            position = span.end
        for spoof in result.spoofs:
            assert 0 <= spoof.start < spoof.end <= len(text)
        assert result.degraded == ()
        offsets = OffsetMap(result.spans)
        assert offsets.span(0, len(after)) == (0, len(text))
    assert [result.spans for result in REDACTOR.find(redacted)] == [()] * len(texts)


@given(st.text(max_size=40), PLANTED, st.text(max_size=40))
def test_what_is_planted_between_words_of_any_script_is_taken_out(head: str, planted: str, tail: str) -> None:
    text = f"{head}. Well: {planted}, so {tail}"
    result = REDACTOR.find([text])[0]
    start = len(head) + len(". Well: ")
    assert any(span.start <= start and start + len(planted) <= span.end for span in result.spans)
    assert planted not in REDACTOR.apply(text, result)


OF_EACH_TYPE = st.sampled_from(
    [
        ("PHONE", "ring ", "07700 900123"),
        ("EMAIL", "write to ", "jo.bloggs@example.org"),
        ("POSTCODE", "near ", "SW1A 1AA"),
        ("ADDRESS", "we live at ", "12 Mill Lane, Leeds LS1 4AB"),
        ("NINO", "my NI number is ", "AB 12 34 56 C"),
        ("NHS_NUMBER", "my NHS number is ", "943 476 5919"),
        ("PAYMENT_CARD", "card ", "4111 1111 1111 1111"),
        ("BANK_ACCOUNT", "sort code ", "12-34-56 account 12345678"),
        ("IBAN", "iban ", "GB29 NWBK 6016 1331 9268 19"),
        ("VEHICLE_REG", "reg ", "AB12 CDE"),
        ("PASSPORT", "passport number ", "123456789"),
        ("DRIVING_LICENCE", "licence ", "MORGA657054SM9IJ"),
        ("DATE_OF_BIRTH", "dob ", "12/03/2009"),
        ("IP_ADDRESS", "ip ", "198.51.100.7"),
        ("SOCIAL_HANDLE", "my snap is ", "jess_xo12"),
    ]
)
ODD = st.text(
    st.one_of(st.characters(), st.sampled_from("\u202e\u202d\u2066\u2069\u200f\u200d\u0301\ufe0f🏽👩👧ש؟नि")),
    max_size=30,
)


@settings(max_examples=300)
@given(ODD, OF_EACH_TYPE, ODD)
def test_offsets_are_those_of_the_original_whatever_stands_around(
    head: str, planted: tuple[str, str, str], tail: str
) -> None:
    kind, lead, value = planted
    text = f"{head}. Well, {lead}{value}!\n\nThen {tail}"
    start = len(f"{head}. Well, {lead}")
    found = [span for span in REDACTOR.find([text])[0].spans if span.start < start + len(value) and span.end > start]
    assert [(span.type, text[span.start : span.end]) for span in found] == [(kind, value)]


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_a_text_is_read_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    assert REDACTOR.find(texts) == [REDACTOR.find([text])[0] for text in texts]


@given(DIGITS, st.lists(st.sampled_from(["\u200b", "\u200d", "\u2060", "\ufe0f", "\u0336"]), min_size=12, max_size=12))
def test_hidden_characters_hide_nothing(tail: str, hidden: list[str]) -> None:
    number = f"07700 900{tail}"
    text = "".join(digit + mark for digit, mark in zip(number, hidden, strict=True))
    assert REDACTOR.apply(text, REDACTOR.find([text])[0]) == "[phone removed]"


@settings(max_examples=300)
@given(st.integers(10**11, 10**19 - 1).map(str))
def test_a_lone_number_is_a_card_only_with_a_right_check_digit(number: str) -> None:
    if any(span.type == "PAYMENT_CARD" for span in REDACTOR.find([f"so {number} then"])[0].spans):
        assert luhn(number)
        assert 13 <= len(number) <= 19
