"""Full postcodes in any spacing and case, of areas that exist."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.redaction import found, redacted, spotted

WHOLE = [
    "SW1A 1AA",
    "SW1A1AA",
    "sw1a 1aa",
    "sw1a1aa",
    "Sw1a  1aA",
    "SW 1A 1AA",
    "SW1A-1AA",
    "SW1A\n1AA",
    "SW1A\u00a01AA",
    "ＳＷ１Ａ　１ＡＡ",
    "M4 4BF",
    "m44bf",
    "B33 8TH",
    "CR2 6XH",
    "DN55 1PT",
    "EC1A 1BB",
    "W1J 6HL",
    "BT7 1NN",
    "SL0 9AA",
    "ZE1 0AA",
    "GX11 1AA",
    "GIR 0AA",
    "BFPO 58",
    "m14 5 rt",
    "m14\n5rt",
    "S W 1 A 1 A A",
    "M1 lAA",
    "M1 IAA",
    "SW1A OAA",
    "MI 1AA",
    "SWIA 1AA",
    "M2O 5AB",
    "0L1 1AA",
    "S015 2AB",
    "M99 2AB",
]


@pytest.mark.parametrize("postcode", WHOLE)
def test_the_whole_postcode_is_found(postcode: str) -> None:
    assert spotted(f"come to {postcode}, ok") == [("POSTCODE", postcode)]


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("my postcode is ox4 1st", "ox4 1st"),
        ("my postcode is m1 laa", "m1 laa"),
        ("im in oldham ol1 1ft", "ol1 1ft"),
        ("post code m145rt", "m145rt"),
    ],
)
def test_words_before_a_postcode_settle_what_looks_like_a_measure_or_a_slip(text: str, postcode: str) -> None:
    assert spotted(text) == [("POSTCODE", postcode)]


def test_a_postcode_in_a_web_address_is_taken_out() -> None:
    assert redacted("https://map.example/?q=SW1A+1AA") == "https://map.example/?q=[postcode removed]"
    assert redacted("https://map.example/?q=sw1a1aa&z=3") == "https://map.example/?q=[postcode removed]&z=3"


@pytest.mark.parametrize(
    "text",
    [
        "order AB12 3CD",
        "ref. no. M4 4BF",
        "4SW1A1AA9",
        "xSW1A 1AA",
        "QQ1 1AA",
        "B1A 2CD",
        "M05 1AA",
        "SW1A 1CA",
        "SW1A",
        "the M1 2nd exit",
        "I live by the M1 2nd exit",
        "Galaxy S21 5GB",
        "the M2 8gb model",
        "in E10 3rd floor",
        "at 5 5th",
        "so it's 5 4th time",
        "level 3 b 2 4gb",
        "m100 gd",
        "sl00ts",
        "https://t.example/b245js",
        "#w12ab and @w12ab",
        "GB 12 2026",
        "me 2 3rd",
        "b4 5pm",
        "b4 2us",
        "m8 2 up",
        "E5 6ft",
        "bs5 8 am",
        "mk2 4wd",
        "in M14",
        "the BL9 area",
        "the E5 OLD TOWN",
        "n1 ill",
        "all 5th graders",
        "DEAR ALL 5TH MAY",
        "WI 1st meeting",
        "ON THE M62 2ND EXIT",
        "1920x1080",
    ],
)
def test_what_only_looks_like_a_postcode_stays(text: str) -> None:
    assert found(text).spans == ()


OUTWARD = ["M4", "M14", "B33", "OL1", "CR2", "DN55", "W1J", "SW1A", "EC1A", "BS16", "ZE1", "BT7"]
UNIT = st.sampled_from("abdefghjlnpqrstuwxyz")
MEASURES = {"gb", "tb", "lb", "ft", "hz", "hr", "yr", "px", "dr", "wd", "yd", "st", "nd", "rd", "th"}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(OUTWARD),
    st.integers(0, 9),
    st.tuples(UNIT, UNIT).map("".join).filter(lambda unit: unit not in MEASURES),
    st.sampled_from(["", " ", "  ", "-"]),
    st.sampled_from([str.upper, str.lower]),
)
def test_a_postcode_is_found_in_any_case_and_spacing(
    outward: str, sector: int, unit: str, gap: str, case: Callable[[str], str]
) -> None:
    postcode = case(f"{outward}{gap}{sector}{unit}")
    assert spotted(f"it is {postcode} ok") == [("POSTCODE", postcode)]
