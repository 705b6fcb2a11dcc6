"""Registered contacts stay readable in any spelling; false numbers beside their names are reported."""

import pytest

from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactError, ContactRegistry
from support.redaction import found, redacted

KEPT = [
    "0800 1111",
    "08001111",
    "0800-11-11",
    "0800.1111",
    "(0800) 1111",
    "0 8 0 0 1 1 1 1",
    "+44 800 1111",
    "+44 (0)800 1111",
    "0044 800 1111",
    "o8oo 1111",
    "０８００ １１１１",
    "0800\u200b1111",
    "0800\n1111",
    "zero eight zero zero one one one one",
    "oh eight hundred one one one one",
    "0808 800 5000",
    "0808-800-5000",
    "+448088005000",
    "oh eight oh eight eight hundred five thousand",
    "0161 496 0999",
    "0161 4960999",
    "116 123",
    "116123",
    "999",
    "101",
    "help@childline.example",
    "HELP@Childline.Example",
    "help at childline dot example",
    "anyone@nspcc.example",
    "anyone@mail.nspcc.example",
    "jo [at] samaritans [dot] example",
    "M1 1AE",
    "m11ae",
]


@pytest.mark.parametrize("detail", KEPT)
def test_a_registered_detail_stays_in_any_spelling(detail: str) -> None:
    for text in (detail, f"ring {detail} now", f"my number is {detail}.", f"order {detail}"):
        assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    ["0800 1112 222", "08001111222", "boss@childline.example", "help@notchildline.example", "M1 1AD"],
)
def test_a_neighbour_of_a_registered_detail_is_taken_out(text: str) -> None:
    assert redacted(f"see {text} ok") != f"see {text} ok"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Childline 0800 1111 or my mobile 07700 900123",
            "Childline 0800 1111 or my mobile [phone removed]",
        ),
        ("0800 1111 07700 900123", "0800 1111 [phone removed]"),
        ("07700 900123 0800 1111", "[phone removed] 0800 1111"),
        ("116 123 07700 900123", "116 123 [phone removed]"),
        ("0800 1111, 0808 800 5000, 07700 900123", "0800 1111, 0808 800 5000, [phone removed]"),
        ("help@childline.example jo@example.org", "help@childline.example [email removed]"),
    ],
)
def test_only_what_is_not_registered_is_taken_out(text: str, expected: str) -> None:
    assert redacted(text) == expected
    assert found(text).spoofs == ()


@pytest.mark.parametrize(
    ("text", "number", "contact"),
    [
        ("Childline 0909 879 0123", "0909 879 0123", "Childline"),
        ("CHILDLINE: 07700 900123", "07700 900123", "Childline"),
        ("Child Line's new number is 07700 900123", "07700 900123", "Childline"),
        ("Ｃｈｉｌｄｌｉｎｅ 07700 900123", "07700 900123", "Childline"),
        ("Chi\u200bldline 0\u200b7700 900123", "0\u200b7700 900123", "Childline"),
        ("Call Childline!\n07700 900123", "07700 900123", "Childline"),
        ("call NSPCC on 0808 157 0123", "0808 157 0123", "NSPCC"),
        ("ring Childline on 0800 1112", "0800 1112", "Childline"),
        ("0909 879 0123 (Childline)", "0909 879 0123", "Childline"),
        ("07700 900123 is Childline", "07700 900123", "Childline"),
        ("Samaritans 116 123, Childline 07700 900123", "07700 900123", "Childline"),
        ("Samaritans: oh seven seven double oh nine hundred one two three", None, "Samaritans"),
    ],
)
def test_a_false_number_beside_a_name_is_a_spoof(text: str, number: str | None, contact: str) -> None:
    result = found(text)
    assert [spoof.contact for spoof in result.spoofs] == [contact]
    spoof = result.spoofs[0]
    assert (spoof.start, spoof.end) in [(span.start, span.end) for span in result.spans]
    if number is not None:
        assert text[spoof.start : spoof.end] == number


@pytest.mark.parametrize(
    "text",
    [
        "Childline 0800 1111 or my mobile 07700 900123",
        "Childline or text me on 07700 900123",
        "Samaritans 116 123 or 07700 900123",
        "Childline 0800 1111, 07700 900123",
        "I rang Childline once. My mum's on 07700 900123",
        "Childline helped. And it was only a few weeks later that Sam gave out 07700 900123",
        "07700 900123 or Childline 0800 1111",
        "ring Childline or Sam on 07700 900123",
        "my number is 07700 900123 - Childline know it",
        "Childlines 07700 900123",
        "No Number Known 07700 900123",
        "Childline helped me in 2019, order 10 30 500",
        "Childline 999",
    ],
)
def test_somebodys_own_number_is_no_spoof(text: str) -> None:
    assert found(text).spoofs == ()


def test_addresses_at_a_domain_are_public_only_if_the_contact_says_so() -> None:
    closed = Redactor(ContactRegistry([Contact("A", domains=("charity.example",))]))
    opened = Redactor(ContactRegistry([Contact("A", domains=("charity.example",), domain_emails=True)]))
    assert len(closed.find(["jo@charity.example"])[0].spans) == 1
    assert opened.find(["jo@charity.example"])[0].spans == ()


@pytest.mark.parametrize(
    ("contact", "word"),
    [
        (Contact("Helpline", phones=("ring us",)), "phone number"),
        (Contact("Helpline", phones=("",)), "phone number"),
        (Contact("Helpline", emails=("help",)), "e-mail"),
        (Contact("  "), "name"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(contact: Contact, word: str) -> None:
    with pytest.raises(ContactError, match=word):
        ContactRegistry([contact])
