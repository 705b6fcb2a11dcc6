"""E-mail addresses, as they are and as people hide them; prose with `at` and `dot` stays."""

import pytest

from support.redaction import found, redacted, spotted

WHOLE = [
    "jo@example.org",
    "JO.Bloggs+news@mail.example.co.uk",
    "o'brien@example.org",
    "jo_b-1@ex-ample.org",
    "jo@example.museum",
    "jo at example dot org",
    "jo AT example DOT co DOT uk",
    "jo [at] example [dot] org",
    "jo(at)example.org",
    "jo (at) example (dot) org",
    "jo{at}example{dot}org",
    "jo<at>example<dot>org",
    "jo [@] example [.] org",
    "jo @ example dot org",
    "jo@example dot org",
    "jo@ example.org",
    "jo dot bloggs at example dot org",
    "jo underscore b at example dot org",
    "jo_at_example_dot_org",
    "jo at\nexample dot org",
    "jo.bloggs at gmail",
    "jo99 at hotmail",
    "jo@gmail",
    "jo&#64;example.org",
    "jo%40example.org",
    "ｊｏ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    "jо@example.org",
    "jo@exa\u200bmple.org",
    "josé@exámple.org",
    "почта@пример.рф",
    "jo@xn--e1afmkfd.xn--p1ai",
    "jo@example,com",
    "jo.bloggs@yahoo.co,uk",
    "jo.bloggs@gmail com",
    "jo.bloggs@hotmail co uk",
    "jo.bloggs@gmaildotcom",
    "jo.bloggs @gmail.com",
    "jo @ example . org",
    "jo.bloggs\n@example.org",
    "jobloggs at gmail.com",
    "jobloggs at gmail",
    "jobloggs (a) gmail.com",
    "jobloggs-at-gmail-dot-com",
    "jobloggs *at* gmail *dot* com",
    "jobloggs99 gmail com",
    "jobloggs99 hotmail.co.uk",
]


@pytest.mark.parametrize("address", WHOLE)
def test_the_whole_address_is_found(address: str) -> None:
    assert spotted(f"so: {address}, ok") == [("EMAIL", address)]
    assert redacted(address) == "[email removed]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mailto:jo@example.org?subject=hi", "mailto:[email removed]?subject=hi"),
        ("https://x.example/?e=jo%40example.org", "https://x.example/?e=[email removed]"),
        ("'jo@example.org'", "'[email removed]'"),
        ("write to jo@example.org.", "write to [email removed]."),
        ("jo@example.org.Thanks", "[email removed].Thanks"),
        ("联系jo@example.org吧", "联系[email removed]吧"),
        ("email me: jo at example.org", "email me: [email removed]"),
        ("x@jo@example.org", "x@[email removed]"),
        ("write to me at j.b@example.org", "write to me at [email removed]"),
        ("at work.a@b@c.example.org", "at work.a@[email removed]"),
        ("@jo@gmail.com", "@[email removed]"),
        ("email me at jo bloggs at outlook dot com", "email me at [email removed]"),
        ("email jobloggs hotmail.co.uk", "email [email removed]"),
        ("write to jo @example.org", "write to [email removed]"),
        ("a at b.c@example.org at d.e@example.org", "a at [email removed] at [email removed]"),
    ],
)
def test_what_stands_around_an_address_stays(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "meet me at example dot",
        "meet me at example dot com",
        "look at the dot in the middle",
        "we were at it dot by dot",
        "I saw it at bbc.example",
        "see you at example.org",
        "find us at example dot org",
        "the gig @ venue.example",
        "hi @sam, thanks @jo.example",
        "@jo@example.social",
        "logo@2x.png",
        "package@1.2.3",
        "root@localhost",
        "user@192.0.2",
        "a @ b . c",
        "shares fell at yahoo",
        "4 @ £3.50",
        "@@@@@",
        "kick off @ 7.30",
        "@jo.example.social",
        "thanks @sam.com",
        "look at gmail.com",
        "the team at example.org",
        "a guy at work dot net",
        "journalists at sky.com",
        "gmail com is down",
        "see you at the pub. com on",
        "lodash@4.17.21",
    ],
)
def test_prose_mentions_and_file_names_are_no_addresses(text: str) -> None:
    assert [span.type for span in found(text).spans if span.type == "EMAIL"] == []
