"""Full postcodes in any spacing and case, of areas that exist."""

import pytest

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
]


@pytest.mark.parametrize("postcode", WHOLE)
def test_the_whole_postcode_is_found(postcode: str) -> None:
    assert spotted(f"come to {postcode}, ok") == [("POSTCODE", postcode)]


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
    ],
)
def test_what_only_looks_like_a_postcode_stays(text: str) -> None:
    assert found(text).spans == ()
