"""Headers: CloudEvents of every output, the trace that is let through, and what a dead letter says of itself."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from houserules.contracts.deadletter import KEPT_HEADERS, DeadLetter, Reject
from houserules.contracts.headers import (
    SCHEMAS,
    dead_letter_headers,
    event_headers,
    parse_dead_letter_headers,
    trace_of,
)
from support.contract_files import HEADERS, examples, label, validator

TRACE: Final = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
ID: Final = "05d959b1-48aa-5486-906b-82543a7b28c5"
TIME: Final = "2026-05-02T18:12:04.310Z"
REJECT: Final = Reject("wrong-type", "ValidationError", "Expected `str`, got `int` at `text`", "text")


def letter(headers: tuple[tuple[str, Any], ...] = (), reject: Reject = REJECT, **change: Any) -> DeadLetter:
    parts: dict[str, Any] = {
        "topic": "posts",
        "partition": 2,
        "offset": 918_273,
        "timestamp": 1_777_745_525_104,
        "key": b"youtube:its-not-okay:u-1",
        "value": b"{}",
        "stage": "screen",
    }
    return DeadLetter(**(parts | change), headers=headers, reject=reject)


# ------------------------------------------------------------------------------------------------ events


def test_an_event_has_the_headers_of_cloudevents_in_binary_mode() -> None:
    assert event_headers("verdict/1", ID, TIME, None) == (
        ("ce_specversion", b"1.0"),
        ("ce_type", b"houserules.verdict.1"),
        ("ce_source", b"/houserules"),
        ("content-type", b"application/json"),
        ("schema", b"verdict/1"),
        ("ce_id", ID.encode()),
        ("ce_time", TIME.encode()),
    )


def test_the_trace_comes_last_and_only_if_there_is_one() -> None:
    without = event_headers("action/1", ID, TIME, None)
    assert event_headers("action/1", ID, TIME, TRACE) == (*without, ("traceparent", TRACE.encode()))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_schema_has_its_type(schema: str) -> None:
    headers = dict(event_headers(schema, ID, TIME, None))
    assert headers["schema"] == schema.encode()
    assert headers["ce_type"].decode() == f"houserules.{schema.replace('/', '.')}"


def test_a_schema_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        event_headers("verdict/2", ID, TIME, None)


# ------------------------------------------------------------------------------------------------ traces


def test_a_trace_is_found_among_other_headers() -> None:
    assert trace_of([("schema", b"post/1"), ("traceparent", TRACE.encode()), ("x", b"y")]) == TRACE
    assert trace_of([]) is None
    assert trace_of([("schema", b"post/1")]) is None


@pytest.mark.parametrize(
    "value",
    [
        b"",
        None,
        TRACE.encode()[:-1],
        TRACE.encode() + b"0",
        TRACE.encode() + b"\n",
        TRACE.encode() + b"-07700900123",
        b" " + TRACE.encode(),
        TRACE.upper().encode(),
        TRACE.replace("00-4b", "01-4b").encode(),
        TRACE.replace("00-4b", "ff-4b").encode(),
        TRACE.replace("4", "g").encode(),
        TRACE.replace("-", "_").encode(),
        b"00-" + b"0" * 32 + b"-00f067aa0ba902b7-01",
        b"00-4bf92f3577b34da6a3ce929d0e0e4736-" + b"0" * 16 + b"-01",
        "00-４bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".encode(),
        TRACE.encode("utf-16"),
        b"call me on 07700 900123",
    ],
)
def test_anything_but_a_well_formed_trace_is_dropped(value: bytes | None) -> None:
    assert trace_of([("traceparent", value)]) is None  # type: ignore[list-item]


def test_two_traces_are_none_and_the_name_is_case_sensitive() -> None:
    assert trace_of([("traceparent", TRACE.encode())] * 2) is None
    assert trace_of([("Traceparent", TRACE.encode())]) is None


# ------------------------------------------------------------------------------------------------ dead letters


def test_a_dead_letter_says_why_and_where_from() -> None:
    assert dead_letter_headers(letter(), "0.1.0") == (
        ("dl_reason", b"wrong-type"),
        ("dl_error", b"ValidationError"),
        ("dl_message", b"Expected `str`, got `int` at `text`"),
        ("dl_field", b"text"),
        ("dl_topic", b"posts"),
        ("dl_partition", b"2"),
        ("dl_offset", b"918273"),
        ("dl_timestamp", b"1777745525104"),
        ("dl_stage", b"screen"),
        ("dl_engine", b"0.1.0"),
    )


def test_technical_headers_of_the_record_are_kept_and_no_other() -> None:
    kept = dead_letter_headers(
        letter(
            (
                ("content-type", b"application/json; charset=utf-8"),
                ("x-author", b"Robin W"),
                ("schema", b"post/1"),
                ("tracestate", b"vendor=sam.lee@mail.example"),
                ("baggage", b"user=07700900123"),
                ("traceparent", TRACE.encode()),
                ("dl_reason", b"an older letter's"),
                ("ce_source", b"https://feed.example/robin"),
            )
        ),
        "0.1.0",
    )
    own = dead_letter_headers(letter(), "0.1.0")
    assert kept[-len(own) :] == own
    assert kept[: -len(own)] == (
        ("content-type", b"application/json; charset=utf-8"),
        ("schema", b"post/1"),
        ("traceparent", TRACE.encode()),
    )
    assert {name for name, _ in kept[: -len(own)]} == KEPT_HEADERS


@pytest.mark.parametrize("value", [b"application/json", b"text/plain", b"application/vnd.kafka.json.v2+json"])
def test_usual_media_types_are_kept(value: bytes) -> None:
    assert ("content-type", value) in dead_letter_headers(letter((("content-type", value),)), "0.1.0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("traceparent", b"07700 900123"),
        ("schema", b"07700900123"),
        ("schema", b"post/07700900123"),
        ("schema", b"robin@mail.example"),
        ("schema", b"post/1\n07700 900123"),
        ("schema", None),
        ("content-type", b"application/07700900123"),
        ("content-type", b"application/json; name=robin"),
        ("content-type", b"application/json; charset=07700900123"),
        ("content-type", b"application/" + b"x" * 500),
        ("content-type", b"\xff"),
    ],
)
def test_a_kept_header_of_an_unexpected_form_is_dropped(name: str, value: bytes | None) -> None:
    assert dead_letter_headers(letter(((name, value),)), "0.1.0") == dead_letter_headers(letter(), "0.1.0")


def test_headers_of_dead_letters_follow_their_schema_and_are_read_back() -> None:
    for field in ("author.id", None, "media[3].alt", "author.roles[1]"):
        reject = Reject("null-byte", "NullByte", "`x` holds U+0000; ‘remove’ it", field)
        headers = dead_letter_headers(letter((("traceparent", TRACE.encode()),), reject, timestamp=-1), "0.1.0")
        validator(HEADERS).validate({name: value.decode() for name, value in headers})
        info = parse_dead_letter_headers(headers)
        assert (info.reason, info.error, info.message, info.field) == ("null-byte", "NullByte", reject.message, field)
        assert (info.topic, info.partition, info.offset, info.timestamp) == ("posts", 2, 918_273, -1)
        assert (info.stage, info.engine) == ("screen", "0.1.0")


@pytest.mark.parametrize(("name", "path"), examples("valid", (HEADERS,)), ids=label)
def test_examples_are_read(name: str, path: Path) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    info = parse_dead_letter_headers([(header, value.encode()) for header, value in told.items()])
    assert (info.reason, info.offset) == (told["dl_reason"], int(told["dl_offset"]))


def test_a_reason_of_a_newer_engine_is_read() -> None:
    headers = dict(dead_letter_headers(letter(), "9.0.0")) | {"dl_reason": b"too-loud", "dl_new": b"x"}
    assert parse_dead_letter_headers(headers.items()).reason == "too-loud"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dl_reason", None),
        ("dl_engine", None),
        ("dl_message", b"\xff"),
        ("dl_offset", b""),
        ("dl_offset", b"1.5"),
        ("dl_partition", "２".encode()),
        ("dl_timestamp", b"9" * 5_000),
    ],
)
def test_a_header_that_no_worker_writes_is_an_error_that_names_it(name: str, value: bytes | None) -> None:
    headers: dict[str, Any] = dict(dead_letter_headers(letter(), "0.1.0")) | {name: value}
    with pytest.raises(ValueError, match=name):
        parse_dead_letter_headers(headers.items())
