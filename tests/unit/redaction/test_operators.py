"""What stands in the place of a finding, by operator: enough to tell values apart, never enough to have them."""

import pytest

from houserules.contracts.vocabulary import PII_TYPES, PLACEHOLDER
from houserules.redaction.operators import Hash, Mask, Operator, Remove, Replace, canonical, hash_key
from houserules.redaction.redactor import Redactor
from support.redaction import REGISTRY

KEY = hash_key(b"a secret")
CARD = "4111 1111 1111 1111"


def redacted(text: str, operator: Operator, key: bytes = KEY) -> str:
    redactor = Redactor(REGISTRY, operators=dict.fromkeys(PII_TYPES, operator), hash_key=key)
    once = redactor.apply(text, redactor.find([text])[0])
    assert redactor.find([once])[0].spans == (), once
    return once


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Replace(), "ring [phone removed] or [card number removed]."),
        (Mask(3), "ring [phone ending 123] or [card number ending 111]."),
        (Remove(), "ring  or ."),
    ],
)
def test_what_stands_in_the_place_of_a_finding(operator: Operator, expected: str) -> None:
    assert redacted(f"ring 07700 900123 or {CARD}.", operator) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my page https://www.Instagram.com/jess_xo12/ ok", "my page https://www.Instagram.com/[social handle removed] ok"),
        ("t.me/bigdave88", "t.me/[social handle removed]"),
        ("snap: jess_xo12", "snap: [social handle removed]"),
    ],
)  # fmt: skip
def test_of_a_link_to_a_profile_the_site_stays(text: str, expected: str) -> None:
    assert redacted(text, Replace()) == expected
    assert redacted(text, Mask(2)) == expected.replace("https://www.Instagram.com/", "").replace("t.me/", "").replace(
        "removed", "ending 88" if "88" in text else "ending 12"
    )


@pytest.mark.parametrize("keep", [0, 5, -1])
def test_a_mask_that_keeps_nothing_or_too_much_is_refused(keep: int) -> None:
    with pytest.raises(ValueError, match="keeps 1 to 4"):
        Mask(keep)


def test_a_mask_of_a_short_value_keeps_nothing() -> None:
    assert Mask(4)("POSTCODE", "M1 1AE", KEY) == "[postcode removed]"
    assert Mask(2)("POSTCODE", "M1 1AE", KEY) == "[postcode ending ae]"


@pytest.mark.parametrize(
    ("kind", "spellings"),
    [
        ("PHONE", ["07700 900123", "+44 7700 900123", "+44 (0)7700-900-123", "0044 7700900123", "o7700 nine hundred 123"]),
        ("EMAIL", ["jo@example.org", "Jo at Example dot org", "jo [at] example.org", "jo@example.org"]),
        ("POSTCODE", ["SW1A 1AA", "sw1a1aa"]),
        ("PAYMENT_CARD", [CARD, CARD.replace(" ", "-"), CARD.replace(" ", "")]),
    ],
)  # fmt: skip
def test_spellings_of_one_value_have_one_hash(kind: str, spellings: list[str]) -> None:
    assert len({canonical(kind, spelling) for spelling in spellings}) == 1  # type: ignore[arg-type]
    assert len({Hash()(kind, spelling, KEY) for spelling in spellings}) == 1  # type: ignore[arg-type]


def test_a_hash_tells_values_types_and_keys_apart() -> None:
    hashes = {
        Hash()("PHONE", "07700 900123", KEY),
        Hash()("PHONE", "07700 900124", KEY),
        Hash()("NHS_NUMBER", "07700 900123", KEY),
        Hash()("PHONE", "07700 900123", hash_key(b"another secret")),
    }
    assert len(hashes) == 4


def test_without_a_key_there_is_no_hash_but_a_placeholder() -> None:
    assert redacted("ring 07700 900123", Hash(), b"") == "ring [phone removed]"


def test_a_redactor_keeps_everything_but_its_key() -> None:
    redactor = Redactor(REGISTRY, {"PHONE": 0.9}, ["PHONE"], operators={"PHONE": Hash()})
    text = "my number is 555 0123, or 07700 900123 or jo@example.org"
    keyed = redactor.keyed(KEY)
    assert redactor.apply(text, redactor.find([text])[0]).count("[phone removed]") == 1
    hashed = keyed.apply(text, keyed.find([text])[0])
    assert hashed.startswith("my number is 555 0123, or [phone ")
    assert "[phone removed]" not in hashed
    assert hashed.endswith("or jo@example.org")


@pytest.mark.parametrize("operator", [Replace(), Mask(4), Hash(), Remove()])
def test_nothing_that_an_operator_writes_is_a_finding(operator: Operator) -> None:
    for kind in PII_TYPES:
        for value in ("07700 900123", "jo.bloggs@example.org", "AB12 CDE", "12 Mill Lane, Leeds LS1 4AB", "12345678"):
            redacted(f"my {kind.lower()} is {operator(kind, value, KEY)}, 07700 {operator(kind, value, KEY)}", operator)


def test_every_type_has_a_placeholder_of_the_common_form() -> None:
    assert all(text.startswith("[") and text.endswith(" removed]") for text in PLACEHOLDER.values())
    assert set(PLACEHOLDER) == set(PII_TYPES)


def test_removing_what_stands_between_two_halves_leaves_no_whole() -> None:
    assert "900123" not in redacted("07700 jo@example.org 900123", Remove())
