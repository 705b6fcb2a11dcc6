"""Telephone numbers are found however people write them, and other numbers are left alone."""

import pytest

from support.redaction import found, redacted, spotted

WHOLE = [
    "07700 900123",
    "07700900123",
    "07700-900-123",
    "07700.900.123",
    "07700/900123",
    "07700 _ 900123",
    "07 70 09 00 12 3",
    "07-70-09-00-12-3",
    "0 7 7 0 0 9 0 0 1 2 3",
    "0, 7, 7, 0, 0, 9, 0, 0, 1, 2, 3",
    "07700\n900123",
    "07700 \r\n 900123",
    "+44 7700 900123",
    "+447700900123",
    "+44-7700-900-123",
    "+44 (0)7700 900 123",
    "+44(0)7700900123",
    "(+44) 7700 900123",
    "(+44) (0)20 7946 0123",
    "0044 7700 900123",
    "0044 (0) 7700 900123",
    "00 44 7700 900123",
    "44 7700 900123",
    "447700900123",
    "020 7946 0123",
    "(020) 7946 0123",
    "020-7946-0123",
    "0161 496 0123",
    "(0161) 4960123",
    "01632 960123",
    "01632960123",
    "0113 496 0123",
    "0191 498 0123",
    "028 9649 6123",
    "029 2018 0123",
    "0808 157 0123",
    "08081570123",
    "0909 879 0123",
    "03069 990123",
    "0300 123 4567",
    "0345 123 4567",
    "0845 123 4567",
    "０７７００ ９００１２３",
    "٠٧٧٠٠٩٠٠١٢٣",
    "𝟎𝟕𝟕𝟎𝟎 𝟗𝟎𝟎𝟏𝟐𝟑",
    "⓪⑦⑦⓪⓪⑨⓪⓪①②③",
    "0\u200b7700900123",
    "0\u00ad7700\u2060 900\ufe0f123",
    "0̶7̶7̶0̶0̶ ̶9̶0̶0̶1̶2̶3̶",
    "0️⃣7️⃣7️⃣0️⃣0️⃣ 9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣",
    "07700\u00a0900\u2009123",
    "07700–900—123",
    "07700‐900‑123",
    "07700🙂900🙂123",
    "o7700 9OO123",
    "O77OO 9OO123",
    "о7700 900l23",
    "o7911 one two three 456",
    "oh seven seven double oh nine hundred one two three",
    "zero seven seven zero zero nine zero zero one two three",
    "zerosevensevendoubleohninehundredonetwothree",
    "oh-seven-seven-double-oh-nine-double-oh-one-two-three",
    "nought seven seven nought nought, nine nought nought, one two three",
    "Oh Seven Seven Hundred Nine Hundred One Twenty Three",
    "plus four four seven seven double oh nine hundred one two three",
    "+1 212 555 0123",
    "+33 1 23 45 67 89",
    "+49 (0)30 123456",
    "+353 87 123 4567",
    "0033 1 23 45 67 89",
    "212-555-0123",
    "(212) 555-0123",
]


@pytest.mark.parametrize("number", WHOLE)
def test_the_whole_number_is_found_and_nothing_around_it(number: str) -> None:
    assert spotted(f"hello {number} bye") == [("PHONE", number)]
    assert redacted(f"hello {number} bye") == "hello [phone removed] bye"


@pytest.mark.parametrize("number", WHOLE)
def test_a_number_is_found_at_the_edges_of_a_text(number: str) -> None:
    assert redacted(number) == "[phone removed]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call07700900123now", "call[phone removed]now"),
        ("ring 07700 900123. Thanks", "ring [phone removed]. Thanks"),
        ("(07700 900123)", "([phone removed])"),
        ("📱07700900123", "📱[phone removed]"),
        ("电话07700900123。", "电话[phone removed]。"),
        ("tel:+447700900123", "tel:[phone removed]"),
        ("tel:%2B447700900123", "tel:[phone removed]"),
        ("https://wa.me/447700900123", "https://wa.me/[phone removed]"),
        ("https://x.example/?t=07700%20900123&u=1", "https://x.example/?t=[phone removed]&u=1"),
        ("07700 900123, 07700 900124", "[phone removed], [phone removed]"),
        ("07700 900123 07700 900124", "[phone removed] [phone removed]"),
        ("07700 900123\n07700 900124", "[phone removed]\n[phone removed]"),
        ("24 07700 900123 7", "24 [phone removed] 7"),
        ("on 13/01/2026 07700 900123", "on 13/01/2026 [phone removed]"),
        ("phone 07700 900123", "phone [phone removed]"),
    ],
)
def test_neighbours_of_a_number_stay(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text me on 7700900123", "text me on [phone removed]"),
        ("my number is 555 0123", "my number is [phone removed]"),
        ("her number is (555) 010-0199", "her number is [phone removed]"),
        ("Mobile: 7700900123", "Mobile: [phone removed]"),
        ("call me on one two three four five six seven", "call me on [phone removed]"),
    ],
)
def test_words_vouch_for_digits_that_no_numbering_plan_knows(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "order number 10 30 500",
        "Order #07700900123",
        "your ref: 01632960123",
        "order no. 12345678901",
        "£800, £1,000,000 and 10,000",
        "13 January 2026",
        "2026-01-13",
        "2026-01-13T07:30:00",
        "13/01/2026",
        "13.01.2026 10:30",
        "02/08/2026 100 people",
        "02.08.2026 100",
        "02-08-2026 100",
        "at 07:30, 0730 or 0745 to 0945",
        "won 3-1, then 0-0 and 2-2",
        "0-1 1-2 3-3 2-0 1-1 0",
        "ISBN 978-0-306-40615-7",
        "ISBN 0-306-40615-2",
        "9780140449136",
        "ISBN 0800123456",
        "version 1.2.3.4 of 2.0.7700900123",
        "BA2490 and LH1234567",
        "JD0002210770012345",
        "RM123456785GB",
        "999 101 111 112 119 18000",
        "call me on 999",
        "call me on 13 01 2026",
        "Text SHOUT to 85258",
        "#07700 #itsnotokay2026",
        "hi @sam_07700900 and @jo1234567",
        "0.07700900123",
        "51.5074, -0.1278 or -0.1277 51.5073",
        "Lotto: 07 12 23 31 40 9",
        "Lotto 07, 12, 23, 31, 40, 49",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
        "one two three four five six seven eight nine ten",
        "one one was a race horse two two was one too",
        "+1000000000 points",
        "+10000000000",
        "7 10 12 3 5 8 9 10 11",
        "07700 90012",
        "07700 9001234",
        "2077009001234",
        "5d07700900123e",
        "a07700900123b4",
        "2024/25 season, 38 games, 89 points",
        "50p 20p 10p 5p 2p 1p",
        "https://x.example/status/1234567890123456789",
        "lol oil ill 10l 5l",
    ],
)
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert found(text).spans == ()


def test_the_number_behind_a_reference_word_still_counts_when_it_is_written_like_a_telephone_number() -> None:
    assert redacted("case 07700 900123") == "case [phone removed]"
