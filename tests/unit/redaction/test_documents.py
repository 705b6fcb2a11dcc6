"""Number plates, passports, driving licences and dates of birth: what is one, and what only looks like one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.redaction import found, redacted, spotted

PLATES = [
    ("black bmw, AB12 CDE", "AB12 CDE"),
    ("saw LK19 XYZ outside school", "LK19 XYZ"),
    ("BEWARE HE DRIVES YK18 HGT", "YK18 HGT"),
    ("he drives a blue golf ef63 ghj", "ef63 ghj"),
    ("silver corsa ab12cde follows me", "ab12cde"),
    ("that is WX70-HHT", "WX70-HHT"),
    ("vrm wx70.hht", "wx70.hht"),
    ("old ford reg ABC 123D", "ABC 123D"),
    ("car reg: M123 ABC", "M123 ABC"),
    ("grey van K456 XYZ parked here", "K456 XYZ"),
    ("plate was ABZ 1234 so from NI", "ABZ 1234"),
    ("number plate is 1 ABC", "1 ABC"),
    ("reg is a1 xyz", "a1 xyz"),
    ("reg ABI2 CDE", "ABI2 CDE"),
    ("SA14 GHT is his reg", "SA14 GHT"),
]


@pytest.mark.parametrize(("text", "plate"), PLATES)
def test_number_plates_are_found(text: str, plate: str) -> None:
    assert spotted(text) == [("VEHICLE_REG", plate)]


@pytest.mark.parametrize(
    "text",
    [
        "at 10 the door was shut, in 24 hrs it opens",
        "HP15 ABC laptop for sale",
        "use code AB12 CDE at checkout",
        "order ref AB12 CDE",
        "flight BA2490, EZY12AB landed",
        "AB30 CDE, AI12 CDE, AB12 QDE",
        "EU27 ARE VOTING AND A303 AND M5 ARE CLOSED",
        "RTX 3080, HDR 10B, C63 AMG, CS101, DEC 2012",
        "he drives a C63 AMG",
        "a 24 plate corsa, a range rover 2019 plate",
        "registration opens at 9 am, registration is 10 mins late",
        "plate of 12 oz steak",
        "VAT reg GB 123 4567 89",
        "#AB12CDE @ab12cde https://x.example/ab12cde",
        "AB\n12 CDE",
        "the A12 and M25, gr8 m8 b4 the bell",
    ],
)
def test_other_letters_and_digits_are_no_number_plates(text: str) -> None:
    assert found(text).spans == ()


PASSPORTS = [
    ("my passport number is 123456789", "123456789"),
    ("passport no: 533 401 372", "533 401 372"),
    ("irish passport PA1234567", "PA1234567"),
    ("123456789 is my passport number", "123456789"),
    ("PASSPORT NO\n123456789", "123456789"),
    ("they took her passport, number 123456789, and her phone", "123456789"),
]


@pytest.mark.parametrize(("text", "number"), PASSPORTS)
def test_passport_numbers_are_found_where_words_call_them_so(text: str, number: str) -> None:
    assert spotted(text) == [("PASSPORT", number)]


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "passport photo 35x45, passport fee 88.50",
        "my passport was issued 12/03/2019 and expires 12/03/2029",
        "passport application reference 123456789",
        "400000000 passports",
        "I lost my passport. We raised 123456789 pounds.",
    ],
)
def test_other_numbers_beside_a_passport_stay(text: str) -> None:
    assert found(text).spans == ()


LICENCES = [
    ("MORGA657054SM9IJ", "MORGA657054SM9IJ"),
    ("licence no MORGA 657054 SM9IJ 35", "MORGA 657054 SM9IJ 35"),
    ("driver number FOX99 605109 AB9CD", "FOX99 605109 AB9CD"),
    ("my driving license is smith712051jb9ab", "smith712051jb9ab"),
    ("ni driving licence number 12345678", "12345678"),
]


@pytest.mark.parametrize(("text", "number"), LICENCES)
def test_driver_numbers_are_found(text: str, number: str) -> None:
    assert spotted(text) == [("DRIVING_LICENCE", number)]


@pytest.mark.parametrize(
    "text",
    [
        "MORGA613054SM9IJ",
        "MORGA657324SM9IJ",
        "my licence expires 12/03/2030",
        "TV licence number 3012345678",
        "licence 12345678 of the pub",
    ],
)
def test_what_cannot_be_a_driver_number_stays(text: str) -> None:
    assert found(text).spans == ()


BIRTHS = [
    ("dob 12/03/2009", ["12/03/2009"]),
    ("D.O.B: 12-3-09", ["12-3-09"]),
    ("dob\n2009-03-12", ["2009-03-12"]),
    ("dob 12032009", ["12032009"]),
    ("i was born on 3rd of March 2009", ["3rd of March 2009"]),
    ("born in leeds on 3 mar '09", ["3 mar '09"]),
    ("she was born on a tuesday, 3 March 2009", ["3 March 2009"]),
    ("my birthday is 12 march 2009", ["12 march 2009"]),
    ("birthday: March 3, 2009", ["March 3, 2009"]),
    ("12.03.2009 (DOB)", ["12.03.2009"]),
    ("1st april 2011 is my birthday", ["1st april 2011"]),
    ("4/5/2011 is when i was born", ["4/5/2011"]),
    ("date of birth for emily is 12/03/2009", ["12/03/2009"]),
    ("their dobs are 14/02/2008 and 3/4/2010", ["14/02/2008", "3/4/2010"]),
    ("born on the third of march 2009", ["third of march 2009"]),
]


@pytest.mark.parametrize(("text", "dates"), BIRTHS)
def test_dates_of_birth_are_found(text: str, dates: list[str]) -> None:
    assert spotted(text) == [("DATE_OF_BIRTH", day) for day in dates]


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2009",
        "court on 12/03/2026",
        "dob to be confirmed, event 12/03/2026",
        "send your dob by 12/03/2026",
        "my birthday is 12 march",
        "my birthday party is on 12/03/2026",
        "born in 1985, born 14 years ago, born on a Tuesday",
        "anyone born on or after 1 January 2009 cannot buy them",
        "the campaign was born on 1 May 2019",
        "#ItsNotOkay was born on 1 May 2019",
        "date of birth of the NHS: 5 July 1948",
        "Shakespeare was born on 23 April 1564",
        "dob 32/13/2009",
    ],
)
def test_other_dates_stay(text: str) -> None:
    assert found(text).spans == ()


@pytest.mark.parametrize("text", [text for text, _ in [*PLATES, *PASSPORTS, *LICENCES, *BIRTHS]])
def test_the_placeholder_announces_nothing(text: str) -> None:
    once = f"{redacted(text)}. Then 12/03/2026 and 123456789 and ABC 12"
    assert redacted(once) == once


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(1920, 1, 1), max_value=date(2025, 12, 31)))
def test_every_way_of_writing_a_date_is_read(day: date) -> None:
    for form in ("%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%d %b '%y", "%B %d, %Y", "%d%m%Y"):
        text = day.strftime(form)
        assert spotted(f"her dob is {text} ok") == [("DATE_OF_BIRTH", text)]
