"""The redact stage: every text that the judge sees is redacted, and everything else passes unchanged."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import msgspec

from houserules.contracts.post import Media, Parent
from houserules.contracts.stages import NO_REDACTION, Origin, RedactedMedia, RedactedPost, ScreenedPost, Screening
from houserules.redaction.detectors import DETECTORS
from houserules.redaction.redactor import Redactor
from houserules.redaction.stage import redact
from support.posts import post
from support.redaction import REDACTOR, REGISTRY

NUMBER = "07700 900123"


def screened(text: str = "hello", **fields: Any) -> ScreenedPost:
    return ScreenedPost(origin=Origin(1, 2, 3), post=post(text, **fields), screening=Screening(5), trace="00-trace")


def through(*posts: ScreenedPost, redactor: Redactor = REDACTOR) -> list[RedactedPost]:
    return redact(posts, redactor)


def test_a_post_without_details_passes_unchanged() -> None:
    item = screened(
        "nothing here",
        lang="en",
        deleted=True,
        thread_key="t1",
        revision=4,
        name="Ann",
        author_fields={"roles": ["partner"], "bio": "a bio", "created_at": datetime(2020, 1, 1, tzinfo=UTC)},
        parent=Parent("x:acct:0", "a question"),
        media=[Media("image", "https://cdn.example/1.jpg", "a picture")],
        links=["https://news.example/story"],
    )
    (out,) = through(item)
    assert out.redaction is NO_REDACTION
    assert (out.origin, out.screening, out.trace) == (item.origin, item.screening, item.trace)
    assert (out.text, out.lang, out.deleted, out.thread_key, out.revision) == ("nothing here", "en", True, "t1", 4)
    assert (out.post_key, out.platform, out.account) == (item.post.post_key, item.post.platform, item.post.account)
    assert (out.author.id, out.author.name, out.author.bio, out.author.roles) == ("ann", "Ann", "a bio", ["partner"])
    assert out.author.created_at == 1_577_836_800_000
    assert (out.parent_key, out.parent_text) == ("x:acct:0", "a question")
    assert out.media == [RedactedMedia("image", "https://cdn.example/1.jpg", "a picture")]
    assert out.links == ["https://news.example/story"]
    assert out.author_key == item.post.author_key


def test_every_text_of_a_post_is_redacted_and_spans_are_reported_for_the_main_one() -> None:
    item = screened(
        f"call {NUMBER}",
        name=f"Ann {NUMBER}",
        author_fields={"bio": "mail jo@example.org"},
        parent=Parent("x:acct:0", f"ring {NUMBER}"),
        media=[Media(None, None, None), Media("image", f"https://cdn.example/?t={NUMBER}", "at SW1A 1AA")],
        links=["https://ok.example", "mailto:jo@example.org", "tel:+447700900123"],
    )
    (out,) = through(item)
    assert out.text == "call [phone removed]"
    assert [(span.start, span.end, span.type) for span in out.redaction.spans] == [(5, 17, "PHONE")]
    assert out.author.name == "Ann [phone removed]"
    assert out.author.bio == "mail [email removed]"
    assert out.parent_text == "ring [phone removed]"
    assert out.media == [
        RedactedMedia(None, None, None),
        RedactedMedia("image", "https://cdn.example/?t=[phone removed]", "at [postcode removed]"),
    ]
    assert out.links == ["https://ok.example", "mailto:[email removed]", "tel:[phone removed]"]
    assert b"900123" not in msgspec.json.encode(out)
    assert msgspec.json.decode(msgspec.json.encode(out), type=RedactedPost) == out


def test_a_detail_beside_the_main_text_reports_no_span() -> None:
    (out,) = through(screened("hello", name=NUMBER))
    assert out.author.name == "[phone removed]"
    assert out.redaction is NO_REDACTION


def test_registered_contacts_stay_in_every_text() -> None:
    (out,) = through(screened("0800 1111", name="NSPCC 0808 800 5000", links=["tel:08001111"]))
    assert (out.text, out.author.name, out.links) == ("0800 1111", "NSPCC 0808 800 5000", ["tel:08001111"])


def test_posts_keep_their_order_and_their_own_findings() -> None:
    texts = ["hello", f"a {NUMBER}", "jo@example.org", "", "bye"]
    outs = through(*(screened(text, name=f"N{index}") for index, text in enumerate(texts)))
    assert [out.text for out in outs] == ["hello", "a [phone removed]", "[email removed]", "", "bye"]
    assert [out.author.name for out in outs] == ["N0", "N1", "N2", "N3", "N4"]
    assert [len(out.redaction.spans) for out in outs] == [0, 1, 1, 0, 0]
    assert through() == []


def test_a_detector_that_fails_on_any_text_marks_the_post() -> None:
    def fail(*_: object) -> list[Any]:
        raise RuntimeError("a fault")

    detectors = [dataclasses.replace(item, find=fail) if item.type == "PHONE" else item for item in DETECTORS]
    redactor = Redactor(REGISTRY, detectors=detectors)
    inside, beside, fine = through(
        screened(f"mine is {NUMBER}"), screened("hello", links=[f"tel:{NUMBER}"]), screened("hello"), redactor=redactor
    )
    assert inside.redaction.degraded == beside.redaction.degraded == ("redaction.phone",)
    assert fine.redaction.degraded == ()
    assert "900123" not in inside.text + beside.links[0]


def test_spoofs_of_the_main_text_are_reported() -> None:
    (out,) = through(screened(f"Childline {NUMBER}"))
    assert [spoof.contact for spoof in out.redaction.spoofs] == ["Childline"]
