"""What poses as a helpline's own number, link or address is reported; what merely stands near its name is not."""

import pytest

from houserules.contracts.stages import SpoofSpan
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import Contact, ContactRegistry

REDACTOR = Redactor(
    ContactRegistry(
        [
            Contact(
                "Childline",
                aliases=("child line",),
                phones=("0800 1111",),
                domains=("childline.org.uk",),
                handles=("childline_official",),
            ),
            Contact("NSPCC", phones=("0808 800 5000",), emails=("help@nspcc.org.uk",), domains=("nspcc.org.uk",)),
            Contact("CEOP", domains=("ceop.police.uk",)),
            Contact("Samaritans", phones=("116 123",), domains=("samaritans.org",), branches=True),
            Contact("Shout 85258", aliases=("text shout",), phones=("85258",), domains=("giveusashout.org",)),
            Contact("Police", phones=("101", "999"), domains=("police.uk",), branches=True),
            Contact("Stop It Now", phones=("0808 1000 900",), domains=("stopitnow.org.uk",)),
            Contact("It's Not Okay", phones=("0161 496 0999",), domains=("itsnotokay.example",)),
            Contact("No Links Known", phones=("0808 157 0999",)),
        ]
    )
)


def spoofs(text: str) -> list[tuple[str, str]]:
    """(contact, the very characters) of each spoof."""
    return [(spoof.contact, text[spoof.start : spoof.end]) for spoof in REDACTOR.find([text])[0].spoofs]


@pytest.mark.parametrize(
    ("text", "contact", "link"),
    [
        ("Childline www.chi1dline.org.uk", "Childline", "www.chi1dline.org.uk"),
        ("go to www.childl1ne.org.uk", "Childline", "www.childl1ne.org.uk"),
        ("chat now at childlin.org.uk, Childline are great", "Childline", "childlin.org.uk"),
        ("https://childilne.org.uk/get-help", "Childline", "https://childilne.org.uk/get-help"),
        ("childline.org.uk.help-now.xyz", "Childline", "childline.org.uk.help-now.xyz"),
        ("сhildline.org.uk", "Childline", "сhildline.org.uk"),
        ("report to CEOP at ceop-report.xyz", "CEOP", "ceop-report.xyz"),
        ("CEOP: https://report-abuse.top/form", "CEOP", "https://report-abuse.top/form"),
        ("Report it to CEOP here 👉 report-abuse.top", "CEOP", "report-abuse.top"),
        ("CEOP's new website is www.safe-report.example", "CEOP", "www.safe-report.example"),
        ("NSPCC: nspcc.help.ru", "NSPCC", "nspcc.help.ru"),
        ("N.S.P.C.C. (safe-kids.example)", "NSPCC", "safe-kids.example"),
        ("NSPCC 0808 800 5000 www.safe-kids.example", "NSPCC", "www.safe-kids.example"),
        ("visit Childline at https://kids-help.example", "Childline", "https://kids-help.example"),
        ("Childline: kids-help dot example", "Childline", "kids-help dot example"),
        ("https://kids-help.example is the new Childline website", "Childline", "https://kids-help.example"),
        ("Childline https://docs.google.com/forms/d/abc", "Childline", "https://docs.google.com/forms/d/abc"),
        ("go to www.sarnaritans.org", "Samaritans", "www.sarnaritans.org"),
        ("It's Not Okay: www.inok-help.example", "It's Not Okay", "www.inok-help.example"),
        ("report it: itsnotokay-gm.example", "It's Not Okay", "itsnotokay-gm.example"),
    ],
)
def test_a_false_link_is_a_spoof_and_stays_readable(text: str, contact: str, link: str) -> None:
    assert spoofs(text) == [(contact, link)]
    assert REDACTOR.find([text])[0].spans == ()


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("email Childline at help@childline-uk.xyz", "Childline"),
        ("NSPCC (email help@safe-kids.example)", "NSPCC"),
        ("Childline can be contacted at jo@example.org", "Childline"),
        ("message Childline on insta @childline_help_uk", "Childline"),
    ],
)
def test_a_false_address_is_a_spoof_and_taken_out(text: str, contact: str) -> None:
    result = REDACTOR.find([text])[0]
    assert [spoof.contact for spoof in result.spoofs] == [contact]
    assert [(spoof.start, spoof.end) for spoof in result.spoofs] == [(span.start, span.end) for span in result.spans]


@pytest.mark.parametrize(
    ("text", "contact", "number"),
    [
        ("Childline 0909 879 0123", "Childline", "0909 879 0123"),
        ("Childline is 0800 1112", "Childline", "0800 1112"),
        ("call 0800 1112 for Childline", "Childline", "0800 1112"),
        ("call childline free on zero eight hundred one one one two", "Childline", None),
        ("Childline 0800 1111 has changed to 07700 900123", "Childline", "07700 900123"),
        ("Samaritans 116 321", "Samaritans", "116 321"),
        ("call Samaritans. The number is 116 321.", "Samaritans", "116 321"),
        ("text SHOUT to 85259", "Shout 85258", "85259"),
        ("Shout 85258 has moved to 85852", "Shout 85258", "85852"),
        ("the NSPCC has a new helpline about grooming, it is 0808 157 0123 now", "NSPCC", "0808 157 0123"),
        ("u can text childline on 82345", "Childline", "82345"),
        ("the police are on 0909 879 0123", "Police", "0909 879 0123"),
        ("samaritans: 07700 900123", "Samaritans", "07700 900123"),
        ("Stop It Now helpline 0808 157 0123", "Stop It Now", "0808 157 0123"),
        ("STOP IT NOW 0808 157 0123", "Stop It Now", "0808 157 0123"),
        ("No Links Known: 0808 157 0123", "No Links Known", "0808 157 0123"),
    ],
)
def test_a_false_number_is_a_spoof(text: str, contact: str, number: str | None) -> None:
    found = spoofs(text)
    assert [item[0] for item in found] == [contact]
    if number is not None:
        assert found[0][1] == number


@pytest.mark.parametrize(
    "text",
    [
        # Its own, and other public bodies' and news sites' links.
        "Childline www.childline.org.uk",
        "Childline: https://www.childline.org.uk/get-support/",
        "ＣＨＩＬＤＬＩＮＥ.org.uk",
        "report to CEOP: https://www.ceop.police.uk/Safety-Centre/",
        "CEOP https://www.gov.uk/report-child-abuse",
        "Childline https://www.bbc.co.uk/news/uk-123",
        "Childline: https://youtu.be/abc",
        "visit Childline at facebook.com/childline",
        "childline.ie",
        "email NSPCC at help@nspcc.org.uk",
        "message Childline on insta @childline_official",
        # Other people's, and talk about a helpline.
        "Great article about Childline https://www.localnews.example/2026/05/childline-story",
        "Childline opens a base https://www.localnews.example/news/childline-opens-new-base-here",
        "raising money for the NSPCC at www.sams-run.example",
        "our school www.school.example works with Childline",
        "My blog about CEOP: www.sam.example/ceop",
        "thank you Childline. www.sambakes.example",
        "Childline helped me. I now run www.survivorart.example",
        "contact childline, my email is jo@example.org",
        "email me about the NSPCC walk: jo@example.org",
        "No Links Known: www.kids-help.example",
        "Samaritans of Oldham: samaritans-oldham.example",
        "I saw @sam_smith at the Childline event",
        # Warnings.
        "this isn't the real childline: www.chi1dline.xyz",
        "www.chi1dline.xyz is fake, don't use it for Childline",
        # Numbers.
        "Childline 0800 1111, Samaritans 116 123, text SHOUT to 85258",
        "Childline 0800 1111 or my mobile 07700 900123",
        "Childline answered 187 000 calls last year",
        "Childline opened in 1986, 24/7 since 2002",
        "Childline order number 10 30 500",
        "NSPCC (registered charity 216401)",
        "NSPCC 12 345 runners",
        "the nspcc volunteers meet at church, ring Jo on 07700 900123",
        "Police station 0161 496 0123",
        "Samaritans of Manchester 0161 496 0123",
        "call police 999 or 112",
        # Names that are sentences.
        "stop it now 0808 157 0123",
        "Stop it now! 07700 900123",
        "it's not okay: www.mysite.example",
        "#itsnotokay 07700 900123 is his",
    ],
)
def test_what_does_not_pose_as_a_helpline_is_no_spoof(text: str) -> None:
    assert spoofs(text) == []


def test_a_spoof_is_given_in_code_points_of_the_original() -> None:
    text = "💛 C\u200bhildline: \u200bwww.kids\u200b-help.example, ok"
    start = text.index("www")
    assert REDACTOR.find([text])[0].spoofs == (
        SpoofSpan(start, start + len("www.kids\u200b-help.example"), "Childline"),
    )


def test_spoofs_are_in_order_and_apart() -> None:
    text = "CEOP: ceop-report.xyz or email help@ceop-report.xyz; Childline 0909 879 0123"
    result = REDACTOR.find([text])[0]
    assert [text[spoof.start : spoof.end] for spoof in result.spoofs] == [
        "ceop-report.xyz",
        "help@ceop-report.xyz",
        "0909 879 0123",
    ]


def test_a_long_text_of_names_and_links_is_read_in_time_that_grows_with_its_length() -> None:
    text = "childline www.a.example " * 2_000
    assert len(REDACTOR.find([text])[0].spoofs) > 0
