"""`decode_post`: whatever a record holds, a post or a reason, the right one, and nothing of the record in its words."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final, get_args

import pytest

from houserules.contracts.deadletter import Reject, RejectReason
from houserules.contracts.decode import MAX_DEPTH, decode_post
from houserules.contracts.post import MAX_LIST, MAX_RECORD_BYTES, MAX_TEXT, Post
from houserules.contracts.times import isoformat, to_millis

KEY: Final = b"youtube:its-not-okay:u-1"
POST: Final[dict[str, Any]] = {
    "schema": "post/1",
    "post_key": "youtube:c-1",
    "platform": "youtube",
    "account": "its-not-okay",
    "author": {"id": "u-1"},
    "text": "hello",
    "created_at": "2026-05-02T18:12:04.310Z",
}
HIDDEN: Final = "07700 900123"
"""Stands for anything personal: no reason may repeat it."""


def record(**change: Any) -> bytes:
    return json.dumps(POST | change).encode()


def with_field(raw: bytes) -> bytes:
    """The record with one more field, given as bytes because JSON tools would not write it."""
    return record()[:-1] + b"," + raw + b"}"


def nested(depth: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    return opening * depth + closing * depth


def rejected(value: bytes | None, key: bytes | None = KEY) -> Reject:
    answer = decode_post(key, value)
    assert isinstance(answer, Reject)
    assert answer.reason in get_args(RejectReason)
    assert answer.message
    assert answer.error.isidentifier()
    return answer


def accepted(value: bytes, key: bytes = KEY) -> Post:
    answer = decode_post(key, value)
    assert isinstance(answer, Post), answer
    return answer


# ------------------------------------------------------------------------------------------------ what is read


def test_a_post_with_only_what_it_needs_gets_the_defaults() -> None:
    post = accepted(json.dumps({name: value for name, value in POST.items() if name != "schema"}).encode())
    assert (post.schema, post.revision, post.deleted, post.media, post.links) == ("post/1", 1, False, [], [])
    assert post.created_at == datetime(2026, 5, 2, 18, 12, 4, 310_000, tzinfo=UTC)
    assert post.author_key.encode() == KEY


@pytest.mark.parametrize(
    "raw",
    [
        b'"new_field":{"a":[1,2,{"b":null}]}',
        b'"number":' + b"9" * 100_000,
        b'"number":1e999999',
        b'"number":-1e-999999',
        b'"text_of_ours":"\\u0000"',
        b'"not_utf8":"\xff"',
        b'"":""',
        b'"deep":' + nested(MAX_DEPTH - 1),
        b'"deep":' + nested(MAX_DEPTH - 1, b'{"a":', b"}").replace(b":}", b":1}"),
        b'"brackets_in_text":"' + b"[" * 5_000 + b'\\"' + b"{" * 5_000 + b'"',
        b'"many_lists":[' + b"[]," * 5_000 + b"[]]",
    ],
    ids=lambda raw: raw[:24].decode(errors="replace"),
)
def test_fields_of_a_newer_producer_are_skipped_whatever_they_hold(raw: bytes) -> None:
    assert accepted(with_field(raw)).text == "hello"


def test_of_a_name_that_stands_twice_the_last_value_counts() -> None:
    assert accepted(with_field(b'"text":"second"')).text == "second"
    assert rejected(with_field(b'"author":{"id":"u-2"}')).reason == "wrong-key"


@pytest.mark.parametrize("around", [b" %s", b"\r\n\t%s\r\n \n"])
def test_white_space_around_the_object_is_fine(around: bytes) -> None:
    assert accepted(around % record()).text == "hello"


@pytest.mark.parametrize(
    "text", ["", " ", "\U0010ffff", "\u2028\u202e\ufeff", "\x01\x7f", "a" * MAX_TEXT, "[{" * 2_000, "\\u0000"]
)
def test_any_text_without_a_null_character_is_kept_as_it_is(text: str) -> None:
    assert accepted(record(text=text)).text == text


def test_an_escaped_pair_of_surrogates_is_one_character() -> None:
    assert accepted(record(text="\N{YELLOW HEART}")).text == "\N{YELLOW HEART}"
    assert b"\\ud83d\\udc9b" in record(text="\N{YELLOW HEART}")


@pytest.mark.parametrize(
    "written",
    [
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00-14:00",
        "2026-05-02T19:12:04+01:00",
        "2026-05-02T18:12:04.999999999Z",
        "9998-12-31T23:59:59.999999-23:59",
    ],
)
def test_a_time_that_is_read_can_be_written(written: str) -> None:
    post = accepted(record(created_at=written, edited_at=written))
    assert to_millis(post.created_at) >= 0
    assert isoformat(to_millis(post.created_at) + 300 * 24 * 3600 * 1000).endswith("Z")


# ------------------------------------------------------------------------------------------------ what is not


@pytest.mark.parametrize("value", [None, b""])
def test_no_value(value: bytes | None) -> None:
    assert rejected(value).reason == "empty-value"


def test_too_large_is_refused_before_it_is_read() -> None:
    large = rejected(record(text="x" * 1_000_000))
    assert large.reason == "too-large"
    assert str(MAX_RECORD_BYTES) in large.message
    whole = record() + b" " * (MAX_RECORD_BYTES - len(record()))
    assert accepted(whole)
    assert rejected(whole + b" ").reason == "too-large"


@pytest.mark.parametrize(
    "value",
    [
        record().replace(b"hello", b"\xff"),
        record().replace(b"hello", b"\xc3"),
        record().replace(b"hello", b"\xed\xa0\x80"),  # a surrogate in UTF-8's clothes
        record().replace(b"hello", b"\xc0\x80"),  # overlong U+0000
        record().replace(b"hello", b"\xf4\x90\x80\x80"),  # above U+10FFFF
        record().decode().encode("utf-16"),
        record(text="caf\xe9").decode("unicode-escape").encode("latin-1"),
        bytes(range(256)),
        b"\x80",
    ],
)
def test_not_utf8(value: bytes) -> None:
    assert rejected(value).reason == "invalid-utf8"


@pytest.mark.parametrize(
    "value",
    [
        b" ",
        b"hello",
        b"{",
        record()[:-1],
        record()[:40],
        record() + b"x",
        record() + record(),
        record()[:-1] + b",}",
        record().replace(b"hello", b"\x00"),
        record().replace(b"hello", b"a\nb"),
        record().replace(b"hello", b"\\x41"),
        record().replace(b"hello", b"\\u12G4"),
        record().replace(b"hello", b"\\ud800"),
        record().replace(b"hello", b"\\udc00 and more"),
        record().replace(b"hello", b"\\ud83d\\ud83d"),
        with_field(b'"revision":NaN'),
        with_field(b'"revision":01'),
        with_field(b'"x":NaN'),
        with_field(b'"x":-Infinity'),
        with_field(b'"x":"\\ud800"'),
        with_field(b"x:1"),
        record().replace(b'"', b"'"),
        b"\x00\x00\x00\x00\x01" + record(),  # a schema registry's prefix
    ],
)
def test_not_json(value: bytes) -> None:
    assert rejected(value).reason == "invalid-json"


def test_a_byte_order_mark_is_named() -> None:
    reject = rejected(b"\xef\xbb\xbf" + record())
    assert reject.reason == "invalid-json"
    assert "byte order mark" in reject.message


@pytest.mark.parametrize("value", [b"null", b"true", b"1", b'"post"', b"[]", b"[" + record() + b"]"])
def test_json_that_is_no_object(value: bytes) -> None:
    reject = rejected(value)
    assert (reject.reason, reject.field) == ("wrong-type", None)


@pytest.mark.parametrize("field", ["post_key", "platform", "account", "author", "text", "created_at"])
def test_a_missing_field_is_named(field: str) -> None:
    reject = rejected(json.dumps({name: value for name, value in POST.items() if name != field}).encode())
    assert (reject.reason, reject.field) == ("missing-field", field)
    assert f"`{field}`" in reject.message


@pytest.mark.parametrize(
    ("change", "field"),
    [({"author": {}}, "author.id"), ({"author": {"name": "x"}}, "author.id"), ({"parent": {}}, "parent.post_key")],
)
def test_a_missing_field_inside_another_is_named_with_its_path(change: dict[str, Any], field: str) -> None:
    reject = rejected(record(**change))
    assert (reject.reason, reject.field) == ("missing-field", field)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": None}, "text"),
        ({"text": 7}, "text"),
        ({"text": ["hello"]}, "text"),
        ({"post_key": {}}, "post_key"),
        ({"author": "u-1"}, "author"),
        ({"author": None}, "author"),
        ({"author": {"id": 1}}, "author.id"),
        ({"author": {"id": "u-1", "roles": "member"}}, "author.roles"),
        ({"author": {"id": "u-1", "roles": ["member", 2]}}, "author.roles[1]"),
        ({"author": {"id": "u-1", "created_at": "2019-09-14T08:00:00"}}, "author.created_at"),
        ({"revision": "1"}, "revision"),
        ({"revision": 1.0}, "revision"),
        ({"revision": True}, "revision"),
        ({"revision": None}, "revision"),
        ({"deleted": 0}, "deleted"),
        ({"deleted": None}, "deleted"),
        ({"media": {}}, "media"),
        ({"media": None}, "media"),
        ({"media": [None]}, "media[0]"),
        ({"media": [{}, {"alt": 1}]}, "media[1].alt"),
        ({"links": [1]}, "links[0]"),
        ({"parent": []}, "parent"),
        ({"ingest": {"received_at": "now"}}, "ingest.received_at"),
        ({"schema": "post/2"}, "schema"),
        ({"schema": None}, "schema"),
        ({"created_at": None}, "created_at"),
        ({"created_at": 1777745524}, "created_at"),
        ({"created_at": 1777745524.5}, "created_at"),
        ({"created_at": "yesterday"}, "created_at"),
        ({"created_at": "2026-05-02"}, "created_at"),
        ({"created_at": "2026-05-02T18:12:04"}, "created_at"),
        ({"created_at": "2026-02-30T18:12:04Z"}, "created_at"),
        ({"created_at": "2026-05-02T18:12:60Z"}, "created_at"),
        ({"created_at": "2026-05-02T18:12:04+24:00"}, "created_at"),
        ({"created_at": "9999-12-31T23:59:59.9999999Z"}, "created_at"),
        ({"edited_at": "2026-05-02T18:12:04"}, "edited_at"),
    ],
)
def test_a_wrong_type_names_the_field(change: dict[str, Any], field: str) -> None:
    reject = rejected(record(**change))
    assert (reject.reason, reject.field) == ("wrong-type", field)
    assert f"`{field}`" in reject.message


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"post_key": ""}, "post_key"),
        ({"post_key": "k" * 513}, "post_key"),
        ({"author": {"id": ""}}, "author.id"),
        ({"text": "x" * (MAX_TEXT + 1)}, "text"),
        ({"lang": "x" * 513}, "lang"),
        ({"links": ["https://a.example/"] * (MAX_LIST + 1)}, "links"),
        ({"links": ["x" * 4097]}, "links[0]"),
        ({"media": [{}] * (MAX_LIST + 1)}, "media"),
        ({"author": {"id": "u-1", "roles": ["x"] * (MAX_LIST + 1)}}, "author.roles"),
        ({"revision": 0}, "revision"),
        ({"revision": -1}, "revision"),
        ({"revision": 2**31}, "revision"),
        ({"revision": 2**63}, "revision"),
        ({"revision": 2**64}, "revision"),
        ({"revision": -(2**64)}, "revision"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "created_at"),
        ({"created_at": "1969-12-31T23:59:59Z"}, "created_at"),
        ({"created_at": "1970-01-01T09:59:59+10:00"}, "created_at"),
        ({"created_at": "9999-01-01T00:00:00Z"}, "created_at"),
        ({"created_at": "9999-12-31T23:59:59-14:00"}, "created_at"),
        ({"edited_at": "9999-12-31T23:59:59-14:00"}, "edited_at"),
        ({"edited_at": "0001-01-01T00:00:00Z"}, "edited_at"),
    ],
)
def test_out_of_range_names_the_field(change: dict[str, Any], field: str) -> None:
    reject = rejected(record(**change))
    assert (reject.reason, reject.field) == ("out-of-range", field)
    assert f"`{field}`" in reject.message


@pytest.mark.parametrize("number", [b"9" * 100, b"9" * 5_000, b"-" + b"9" * 5_000, b"1e999"])
def test_a_number_beyond_every_type_is_out_of_range(number: bytes) -> None:
    reject = rejected(with_field(b'"revision":' + number))
    assert (reject.reason, reject.field) == ("out-of-range", "revision")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "a\x00b"}, "text"),
        ({"post_key": "\x00"}, "post_key"),
        ({"author": {"id": "u\x00"}}, "author.id"),
        ({"author": {"id": "u-1", "name": "\x00"}}, "author.name"),
        ({"author": {"id": "u-1", "roles": ["a", "\x00"]}}, "author.roles[1]"),
        ({"parent": {"post_key": "k", "text": "\x00"}}, "parent.text"),
        ({"media": [{}, {"alt": "\x00"}]}, "media[1].alt"),
        ({"links": ["\x00"]}, "links[0]"),
        ({"lang": "\x00"}, "lang"),
    ],
)
def test_a_null_character_anywhere_is_named(change: dict[str, Any], field: str) -> None:
    reject = rejected(record(**change))
    assert (reject.reason, reject.field) == ("null-byte", field)


@pytest.mark.parametrize("key", [None, b"", b"youtube", KEY + b" ", KEY.upper(), b"\xff", b"youtube:its-not-okay:u-2"])
def test_the_key_must_be_the_authors(key: bytes | None) -> None:
    reject = rejected(record(), key)
    assert (reject.reason, reject.field) == ("wrong-key", None)
    assert "platform:account:author_id" in reject.message


def test_a_key_outside_ascii_is_compared_in_utf8() -> None:
    value = record(author={"id": "zoë-\N{YELLOW HEART}"})
    assert accepted(value, "youtube:its-not-okay:zoë-\N{YELLOW HEART}".encode())
    assert rejected(value, "youtube:its-not-okay:zoë-\N{YELLOW HEART}".encode("utf-16")).reason == "wrong-key"


# ------------------------------------------------------------------------------------------------ nesting


DEEP: Final[list[bytes]] = [
    with_field(b'"x":' + nested(MAX_DEPTH)),
    with_field(b'"x":' + nested(900)),
    with_field(b'"x":' + nested(100_000)),
    with_field(b'"x":' + nested(50_000, b'{"a":', b"}").replace(b":}", b":1}")),
    record().replace(b'"hello"', nested(100_000)),
    record().replace(b'{"id": "u-1"}', nested(50_000, b'{"id":', b"}").replace(b":}", b":1}")),
    with_field(b'"media":' + nested(100_000)),
    with_field(b'"parent":' + nested(20_000, b'{"parent":', b"}").replace(b":}", b":1}")),
    b"[" * 200_000,
    b'{"x":' * 50_000,
]


@pytest.mark.parametrize("value", DEEP, ids=range(len(DEEP)))
def test_nesting_is_refused_in_known_and_unknown_fields(value: bytes) -> None:
    reject = rejected(value)
    assert (reject.reason, reject.field) == ("too-deep", None)


@pytest.mark.parametrize(
    "value",
    [
        *DEEP,
        with_field(b'"x":' + nested(MAX_DEPTH - 1)),
        with_field(b'"x":' + nested(MAX_DEPTH + 1)),
        b'{"x":' + b"[" * 900,  # short, deep and cut off
    ],
)
def test_the_answer_does_not_depend_on_how_deep_the_caller_is(value: bytes) -> None:
    def below(frames: int, call: Callable[[], object]) -> object:
        return call() if frames == 0 else below(frames - 1, call)

    assert below(min(400, sys.getrecursionlimit() // 3), lambda: decode_post(KEY, value)) == decode_post(KEY, value)


@pytest.mark.parametrize(
    "filler",
    [
        b"[]," * 170_000,  # brackets without end, never deep
        b'"' + b'\\"' * 250_000,  # a string of quotes that never closes
        b'"",' * 150_000,
        b'"' + b"\\" * 400_000,
    ],
    ids=["lists", "quotes", "strings", "backslashes"],
)
def test_a_record_made_to_be_slow_is_answered_in_linear_time(filler: bytes) -> None:
    # Enough brackets that their nesting has to be followed to the end; quadratic time would be minutes.
    value = b'{"x":[' + b"[]," * (MAX_DEPTH + 1) + filler
    start = perf_counter()
    rejected(value)
    assert perf_counter() - start < 1


# ------------------------------------------------------------------------------------------------ privacy


@pytest.mark.parametrize(
    "value",
    [
        record(schema=HIDDEN),
        record(schema=f"{HIDDEN}' - at `$.text`"),
        record(schema=f" - at `${HIDDEN}`"),
        record(created_at=HIDDEN),
        record(created_at=f"` - at `$.{HIDDEN}`"),
        record(revision=HIDDEN),
        record(revision=7700900123),
        record(post_key=HIDDEN * 100),
        record(author=HIDDEN),
        record(author={HIDDEN: 1}),
        record(author={"name": HIDDEN}),
        record(media={HIDDEN: HIDDEN}),
        record(media=[{HIDDEN: 1, "kind": {HIDDEN: 1}}]),
        record(links={HIDDEN: 1}),
        record(parent={HIDDEN: 1}),
        record(text={HIDDEN: 1}),
        record(text=f"{HIDDEN}\x00"),
        record(text=HIDDEN)[:-1],
        record(text=HIDDEN) + HIDDEN.encode(),
        record(text=HIDDEN).replace(b"07700", b"\xff07700"),
        with_field(f'"{HIDDEN}":{HIDDEN}'.encode()),
        with_field(f'"{HIDDEN}":\\u'.encode()),
        with_field(f'"{HIDDEN}":'.encode() + nested(5_000)),
        json.dumps({HIDDEN: POST}).encode(),
        json.dumps(HIDDEN).encode(),
        HIDDEN.encode(),
        b"",
    ],
)
def test_no_reason_quotes_the_record_or_its_key(value: bytes) -> None:
    reject = rejected(value, HIDDEN.encode())
    said = repr(reject)
    assert "900" not in said
    assert "07700" not in said


def test_a_field_name_that_looks_like_a_place_is_not_taken_for_one() -> None:
    reject = rejected(record(schema="x' - at `$.text`"))
    assert reject.field == "schema"
