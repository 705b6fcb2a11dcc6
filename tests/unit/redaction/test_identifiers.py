"""Cards, bank details, NHS and insurance numbers, network addresses: with check digits and near misses."""

import pytest

from houserules.redaction.detectors.card import luhn
from support.redaction import found, redacted, spotted

CARDS = [
    "4111 1111 1111 1111",
    "4111111111111111",
    "4111-1111-1111-1111",
    "4111.1111.1111.1111",
    "4111 1111\n1111 1111",
    "4222222222222",
    "5555 5555 5555 4444",
    "2223 0031 2200 3222",
    "3782 822463 10005",
    "378282246310005",
    "6011 1111 1111 1117",
    "6759 6498 2643 8453",
    "3530 1113 3330 0000",
    "3056 930902 5904",
    "４１１１　１１１１　１１１１　１１１１",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
]


@pytest.mark.parametrize("card", CARDS)
def test_card_numbers_are_found(card: str) -> None:
    assert spotted(f"pay {card} now") == [("PAYMENT_CARD", card)]


def test_a_card_is_told_from_its_expiry_date() -> None:
    assert redacted("4111 1111 1111 1111 12/27 123") == "[card number removed] 12/27 123"


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111 exp 12/27 cvv 123",
        "4111111111111111, expiry 12/2027, security code 123",
        "4111 1111 1111 1111\nexp: 12/27\ncvc: 123",
        "4111 1111 1111 1111 12/27 cvv 123",
        "4111,1111,1111,1111",
        "4111 / 1111 / 1111 / 1111",
    ],
)
def test_expiry_and_security_code_go_with_their_card(text: str) -> None:
    assert redacted(f"use {text} ok") == "use [card number removed] ok"


def test_behind_the_word_card_the_check_digit_is_enough() -> None:
    assert redacted("my card is 1800 0000 0000 002") == "my card is [card number removed]"


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "1234567890123452",
        "order 4111111111111111",
        "9780306406157",
        "9781861972712",
        "https://x.example/photo?id=4111111111111111",
        "RM4111111111111111GB",
        "41111111111111111111",
    ],
)
def test_numbers_that_are_no_cards_stay(text: str) -> None:
    assert found(text).spans == ()


def test_luhn_finds_every_single_slip() -> None:
    right = "4111111111111111"
    assert luhn(right)
    for place in range(16):
        for digit in "0123456789":
            changed = right[:place] + digit + right[place + 1 :]
            assert luhn(changed) == (changed == right)


FOUND = [
    ("AB 12 34 56 C", "NINO"),
    ("ab123456c", "NINO"),
    ("NHS number 943 476 5919", "NHS_NUMBER"),
    ("nhs no: 9434765919", "NHS_NUMBER"),
    ("943 476 5919", "NHS_NUMBER"),
    ("GB29 NWBK 6016 1331 9268 19", "IBAN"),
    ("gb29nwbk60161331926819", "IBAN"),
    ("DE89370400440532013000", "IBAN"),
    ("sort code 12-34-56 account 12345678", "BANK_ACCOUNT"),
    ("12-34-56 12345678", "BANK_ACCOUNT"),
    ("sort code: 12-34-56", "BANK_ACCOUNT"),
    ("bank account number 12345678", "BANK_ACCOUNT"),
    ("NI number AB 12 34 56", "NINO"),
    ("ni: jg.10.37.59.a", "NINO"),
    ("national insurance JG 10\n37 59 A", "NINO"),
    ("ni number JG 1O 37 59 A", "NINO"),
    ("JG103759A, my NI number", "NINO"),
    ("jg 10 37 59 a 30 people saw", "NINO"),
    ("he 53 68 76 b", "NINO"),
    ("by 053673b", "NINO"),
    ("9434765919, my nhs number", "NHS_NUMBER"),
    ("nhs number 94 3476 5919", "NHS_NUMBER"),
    ("CHI number 0101701237", "NHS_NUMBER"),
    ("H&C number 320 000 0011", "NHS_NUMBER"),
    ("my card number is 1234 5678 9012 3456", "PAYMENT_CARD"),
    ("IBAN: GB29 NWBK 6016 1331 9268 18", "IBAN"),
    ("GB29-NWBK-6016-1331-9268-19", "IBAN"),
    ("12345678 sort code 12-34-56", "BANK_ACCOUNT"),
    ("Sort code: 200000\nAccount name: J Smith\nAccount number: 55779911", "BANK_ACCOUNT"),
    ("sortcode 204578", "BANK_ACCOUNT"),
    ("my account number is 12345678", "BANK_ACCOUNT"),
    ("Nationwide roll no 1234/567890-1", "BANK_ACCOUNT"),
    ("pay me 204578 12345678", "BANK_ACCOUNT"),
    ("198.51.100.7", "IP_ADDRESS"),
    ("198.51.100.7:8080", "IP_ADDRESS"),
    ("2001:db8:85a3::8a2e:370:7334", "IP_ADDRESS"),
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_identifiers_are_found(text: str, kind: str) -> None:
    assert [span.type for span in found(f"it is {text} ok").spans] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "AB 12 34 56 E",
        "GB 12 34 56 C",
        "QQ 12 34 56 C",
        "AB 12 34 56",
        "order AB123456C",
        "943 476 5918",
        "nhs 9434765918",
        "9434765919",
        "GB29 NWBK 6016 1331 9268 18",
        "GB29 NWBK 6016 1331 9268",
        "at 10 the 15 of us met in 2026 as planned",
        "13-01-26 12345678",
        "12-34-56",
        "account 12345678",
        "gaming account number 12345678 online",
        "my gas account number is 12345678",
        "12.05.20, then 12345678 people",
        "open at 10 12 14 a day",
        "be there by 10 12 14a",
        "at 10 12 14 16 c",
        "call on 900123 a day",
        "IMEI 378282246310005",
        "call 943 476 5919",
        "order number 4111 1111 1111 1111",
        "version 10.0.0.1",
        "v198.51.100.7",
        "1.2.3.4.5",
        "256.1.1.1",
        "127.0.0.1",
        "12:30:45:10",
        "00:1a:2b:3c:4d:5e",
        "std::a::b",
        "::::",
    ],
)
def test_near_misses_stay(text: str) -> None:
    assert found(text).spans == ()
