"""Output bytes: pinned by golden files, and the same after a journey through a topic.

`HOUSERULES_UPDATE_GOLDEN=1` rewrites the golden files; look at the difference before keeping it, consumers will see it.
"""

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from houserules.contracts.campaign import Campaign
from houserules.contracts.encode import (
    RecordError,
    decode_campaign,
    decode_redacted,
    decode_screened,
    encode_action,
    encode_campaign,
    encode_decision,
    encode_evidence,
    encode_evidence_key,
    encode_receipt,
    encode_redacted,
    encode_screened,
    encode_strike_void,
    encode_verdict,
)
from houserules.contracts.post import Author, Media, Post
from houserules.contracts.stages import Origin, RedactedAuthor, RedactedMedia, RedactedPost, ScreenedPost, Screening
from support.contract_files import ROOT, STRUCTS, examples, label, validator

GOLDEN: Final = ROOT / "tests/golden/contracts"
UPDATE: Final = os.environ.get("HOUSERULES_UPDATE_GOLDEN") == "1"
OUTPUTS: Final = tuple(name for name in STRUCTS if name != "post-1")
ENCODE: Final[dict[str, Any]] = {
    "verdict-1": encode_verdict,
    "action-1": encode_action,
    "screened-1": encode_screened,
    "redacted-1": encode_redacted,
    "campaign-1": encode_campaign,
    "evidence-1": encode_evidence,
    "evidence-key-1": encode_evidence_key,
    "receipt-1": encode_receipt,
    "review-1": msgspec.json.encode,
    "appeal-1": msgspec.json.encode,
    "decision-1": encode_decision,
    "strike-void-1": encode_strike_void,
}


@pytest.mark.parametrize(("name", "path"), examples("valid", OUTPUTS), ids=label)
def test_bytes_of_an_output_are_those_of_its_golden_file(name: str, path: Path) -> None:
    written = ENCODE[name](msgspec.json.decode(path.read_bytes(), type=STRUCTS[name]))
    golden = GOLDEN / name / path.name
    if UPDATE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(written)
    assert written == golden.read_bytes()
    validator(name).validate(json.loads(written))


def test_every_golden_file_has_its_example() -> None:
    assert {(path.parent.name, path.name) for path in GOLDEN.rglob("*.json")} == {
        (name, path.name) for name, path in examples("valid", OUTPUTS)
    }


@pytest.mark.parametrize(("name", "path"), examples("valid", OUTPUTS), ids=label)
def test_decoding_and_encoding_again_changes_no_byte(name: str, path: Path) -> None:
    golden = (GOLDEN / name / path.name).read_bytes()
    assert ENCODE[name](msgspec.json.decode(golden, type=STRUCTS[name])) == golden


def post(created_at: datetime, **more: Any) -> Post:
    return Post(
        post_key="youtube:c-1",
        platform="youtube",
        account="its-not-okay",
        author=Author(id="u-1"),
        text="hello",
        created_at=created_at,
        **more,
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2026-05-02T18:12:04Z", "2026-05-02T18:12:04Z"),
        ("2026-05-02T19:12:04+01:00", "2026-05-02T19:12:04+01:00"),
        ("2026-05-02T12:42:04.5-05:30", "2026-05-02T12:42:04.500000-05:30"),
        ("2026-05-02T18:12:04.310Z", "2026-05-02T18:12:04.310000Z"),
        ("2026-05-02T18:12:04.123456789Z", "2026-05-02T18:12:04.123457Z"),
        ("2026-05-02T18:12:04+00:00", "2026-05-02T18:12:04Z"),
    ],
)
def test_times_keep_their_offset_and_their_microseconds(written: str, kept: str) -> None:
    moment = msgspec.json.decode(f'"{written}"', type=datetime)
    first = encode_screened(ScreenedPost(origin=Origin(0, 1, 2), post=post(moment), screening=Screening(3)))
    assert f'"created_at":"{kept}"'.encode() in first
    again = decode_screened(first)
    assert again.post.created_at == moment
    assert again.post.created_at.utcoffset() == moment.utcoffset()
    assert encode_screened(again) == first


def test_a_struct_made_in_memory_survives_the_topic_unchanged() -> None:
    moment = datetime(2026, 5, 2, 19, 12, 4, 310_000, tzinfo=timezone(timedelta(hours=1)))
    screened = ScreenedPost(
        origin=Origin(1, 2, 3),
        post=post(
            moment, edited_at=moment.astimezone(UTC), media=[Media(alt="a leaflet")], links=["https://a.example/"]
        ),
        screening=Screening(4, degraded=("windows.too-old",)),
        trace="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    )
    assert decode_screened(encode_screened(screened)) == screened


def test_redacted_texts_may_outgrow_the_limits_of_posts() -> None:
    longer = "[email removed]" * 8192
    redacted = RedactedPost(
        origin=Origin(0, 1, 2),
        post_key="youtube:c-1",
        revision=1,
        platform="youtube",
        account="its-not-okay",
        author=RedactedAuthor("u-1", name=longer, bio=longer),
        text=longer,
        screening=Screening(3),
        parent_text=longer,
        media=[RedactedMedia(kind=longer, url=longer, alt=longer)],
        links=[longer],
    )
    assert decode_redacted(encode_redacted(redacted)) == redacted


@pytest.mark.parametrize("decode", [decode_screened, decode_redacted])
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"", "invalid-json"),
        (b"{", "invalid-json"),
        (b"[]", "wrong-type"),
        (b"{}", "missing-field"),
        (b'{"schema":"\xff"}', "invalid-utf8"),
        (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too-deep"),
        (b'{"schema":"ring 07700 900123"}', "wrong-type"),
        (b'{"origin":{"partition":"07700 900123"}}', "wrong-type"),
    ],
)
def test_a_bad_record_between_stages_says_why_and_quotes_nothing(decode: Any, value: bytes, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        decode(value)
    assert caught.value.reject.reason == reason
    assert str(caught.value) == caught.value.reject.message
    assert "900123" not in repr(caught.value.reject)


def campaign(**fields: Any) -> bytes:
    """The bytes of a campaign of which `fields` differ."""
    values: dict[str, Any] = {
        "cluster_id": "c-1",
        "sequence": 7,
        "content": "0f" * 8,
        "signature": "0f" * 64,
        "survivor": "youtube:c-1",
        "authors": 5,
        "since": 1_000,
        "until": 2_000,
    }
    return encode_campaign(Campaign(**values | fields))


@pytest.mark.parametrize("fields", [{}, {"signature": None}, {"until": 1_000}])
def test_a_campaign_survives_the_topic_unchanged(fields: dict[str, Any]) -> None:
    assert encode_campaign(decode_campaign(campaign(**fields))) == campaign(**fields)


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"content": "0f" * 7}, "content", "wrong-type"),
        ({"content": "0F" * 8}, "content", "wrong-type"),
        ({"content": "0f" * 8 + "\n"}, "content", "wrong-type"),
        ({"signature": ""}, "signature", "wrong-type"),
        ({"signature": "zz" * 64}, "signature", "wrong-type"),
        ({"until": 999}, "until", "out-of-range"),
    ],
)
def test_a_campaign_that_cannot_be_right_is_refused_by_field(fields: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(RecordError, match=f"`{field}` must") as caught:
        decode_campaign(campaign(**fields))
    assert (caught.value.reject.field, caught.value.reject.reason) == (field, reason)
    assert all(str(value) not in str(caught.value) for value in fields.values() if value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"", "invalid-json"),
        (b"{}", "missing-field"),
        (campaign().replace(b"youtube:c-1", b"\xff"), "invalid-utf8"),
        (campaign(authors="07700 900123"), "wrong-type"),
    ],
)
def test_a_bad_record_of_campaigns_says_why_and_quotes_nothing(value: bytes, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        decode_campaign(value)
    assert caught.value.reject.reason == reason
    assert "900123" not in repr(caught.value.reject)
