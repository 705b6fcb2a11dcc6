"""Registered contacts stay readable in any spelling; false numbers beside their names are reported."""

from itertools import pairwise
from pathlib import Path

import pytest

from houserules.judging.policy.contacts import read_contacts
from houserules.judging.policy.problems import Problem
from houserules.judging.policy.reader import read_yaml
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactError, ContactRegistry
from support.redaction import REGISTRY, found, redacted

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
        (Contact("Helpline", handles=("two words",)), "handle"),
        (Contact("Helpline", domains=("https://charity.example/help",)), "domain"),
        (Contact("Helpline", addresses=("Leeds",)), "address"),
        (Contact("  "), "name"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(contact: Contact, word: str) -> None:
    with pytest.raises(ContactError, match=word):
        ContactRegistry([contact])


OFFICE = ContactRegistry(
    [
        Contact(
            "The Campaign",
            domains=("campaign.example",),
            handles=("TheCampaign", "campaign.uk"),
            addresses=(
                "Campaign House, 12 Example Street, St John's, Manchester, M1 0AA",
                "The Old Mill, Mill Lane, Leeds",
            ),
        )
    ]
)


@pytest.mark.parametrize(
    "address",
    [
        "Campaign House, 12 Example Street, St John's, Manchester, M1 0AA",
        "campaign house 12 example st manchester m10aa",
        "CAMPAIGN HSE\n12 EXAMPLE ST.\nMANCHESTER\nM1 0AA",
        "12 Example Street, Manchester",
        "12 Example St",
        "12 Example St, M1 0AA, UK",
        "12 Example Street, St Johns, Manchester",
        "Campaign House, Manchester M1 0AA",
        "The Old Mill, Mill Lane, Leeds",
        "the old mill, mill ln",
        "M1 0AA",
    ],
)
def test_a_registered_address_stays_however_much_of_it_is_written(address: str) -> None:
    redactor = Redactor(OFFICE)
    for text in (address, f"write to us at {address}.", f"The Campaign, {address}", f"address: {address}\nthanks"):
        assert redactor.find([text])[0].spans == ()


@pytest.mark.parametrize(
    "address", ["Flat 3, 12 Example Street, Manchester M1 0AA", "14 Example Street, Manchester, M1 0AA", "M1 0AB"]
)
def test_a_neighbour_of_a_registered_address_does_not(address: str) -> None:
    assert Redactor(OFFICE).find([f"she lives at {address}"])[0].spans != ()


@pytest.mark.parametrize(
    ("link", "contact"),
    [
        (b"campaign.example", "The Campaign"),
        (b"www.campaign.example/help?x=1", "The Campaign"),
        (b"https://forms.campaign.example:443/a", "The Campaign"),
        (b"instagram.com/thecampaign", "The Campaign"),
        (b"www.tiktok.com/@campaign.uk?lang=en", "The Campaign"),
        (b"mycampaign.example", None),
        (b"campaign.example.org", None),
        (b"instagram.com/somebody", None),
        (b"blog.example/thecampaign", None),
        (b"", None),
    ],
)
def test_links_lead_to_the_contact_whose_they_are(link: bytes, contact: str | None) -> None:
    assert OFFICE.link(link) == contact


@pytest.mark.parametrize("handle", ["thecampaign", "TheCampaign", "@THECAMPAIGN", "Campaign.UK"])
def test_handles_are_known_in_any_case(handle: str) -> None:
    assert OFFICE.handle(handle) == "The Campaign"


def test_other_handles_are_not() -> None:
    assert OFFICE.handle("thecampaign2") is None


def test_places_are_merged_and_in_order() -> None:
    view = b"999 or 0800 1111 0800 1111, help@childline.example"
    places = REGISTRY.places(view)
    assert list(places) == sorted(places)
    assert all(left[1] <= right[0] for left, right in pairwise(places))
    assert {view[start:end] for start, end in places} >= {b"999"}


def test_a_field_of_contacts_that_does_not_exist_is_told_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "contacts.yaml"
    path.write_text(
        "- name: Helpline\n  phone: ['116 123']\n- name: Office\n  handles: [two words]\n  branches: true\n"
    )
    problems: list[Problem] = []
    node = read_yaml(path, "contacts.yaml", problems)
    assert node is not None
    read_contacts(node)
    unknown, wrong = map(str, problems)
    assert unknown.startswith("contacts.yaml:2: unknown field `phone` (did you mean `phones`?)")
    assert wrong == "contacts.yaml:3: contact `Office`: `two words` is no handle; write the name without @ or link"
