"""Reading for `check`: line numbers, keys, times, and nothing held back while a pipe is open."""

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import msgspec

from houserules.cli.intake import BATCH, Intake, Item, batches, record_key
from houserules.contracts.deadletter import Reject
from houserules.contracts.post import Post
from houserules.contracts.record import Record
from houserules.contracts.times import to_millis

START = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
POST = (
    b'{"post_key":"p:1","platform":"p","account":"a","author":{"id":"me"},"text":"hello",'
    b'"created_at":"2026-03-01T10:00:00Z"}'
)


def _items(data: bytes, *, text: bool = False, same_author: bool = False) -> list[Item]:
    intake = Intake(START, 2, same_author=same_author)
    return [item for batch in batches(BytesIO(data), "file", intake, text=text) for item in batch]


def _records(items: list[Item]) -> list[Record]:
    assert all(isinstance(item.record, Record) for item in items)
    return [item.record for item in items if isinstance(item.record, Record)]


def _posts(items: list[Item]) -> list[Post]:
    return [msgspec.json.decode(record.value or b"", type=Post) for record in _records(items)]


def test_a_post_gets_the_key_and_the_time_that_its_producer_would_give() -> None:
    (record,) = _records(_items(POST))
    assert record.key == b"p:a:me"
    assert record.timestamp == to_millis(datetime(2026, 3, 1, 10, tzinfo=UTC))
    assert record.value == POST


def test_an_edit_counts_as_published_when_it_was_made() -> None:
    edited = POST[:-1] + b',"revision":2,"edited_at":"2026-03-01T11:00:00Z"}'
    (record,) = _records(_items(edited))
    assert record.timestamp == to_millis(datetime(2026, 3, 1, 11, tzinfo=UTC))


def test_a_line_that_is_no_post_keeps_its_bytes_and_gets_no_key() -> None:
    first, second = _records(_items(POST + b"\nnot json\n"))
    assert second.key is None
    assert second.value == b"not json"
    assert second.timestamp == first.timestamp
    assert record_key(b"[1]") is None


def test_blank_lines_of_json_are_skipped_and_lines_keep_their_numbers() -> None:
    items = _items(b"\n" + POST + b"\r\n  \r\n\n" + POST)
    assert [item.line for item in items] == [2, 5]
    assert [record.offset for record in _records(items)] == [0, 1]
    assert _records(items)[0].value == POST


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert _records(_items(b"\xef\xbb\xbf" + POST))[0].value == POST
    assert _posts(_items(b"\xef\xbb\xbfhello", text=True))[0].text == "hello"


def test_texts_become_posts_of_one_reader_each() -> None:
    posts = _posts(_items(b"one\n\nthree\n", text=True))
    assert [post.text for post in posts] == ["one", "", "three"]
    assert [post.post_key for post in posts] == ["check:local:1", "check:local:2", "check:local:3"]
    assert [post.author.id for post in posts] == ["reader-1", "reader-2", "reader-3"]
    assert [(post.created_at - START).total_seconds() for post in posts] == [0, 2, 4]


def test_texts_can_be_all_of_one_author() -> None:
    items = _items(b"one\ntwo", text=True, same_author=True)
    assert {post.author.id for post in _posts(items)} == {"reader"}
    assert {record.key for record in _records(items)} == {b"check:local:reader"}


def test_a_text_that_is_not_utf_8_is_refused_in_its_place() -> None:
    items = _items(b"one\n\xff\nthree", text=True)
    refused = items[1].record
    assert isinstance(refused, Reject)
    assert refused.reason == "invalid-utf8"
    assert [item.line for item in items] == [1, 2, 3]
    last = items[2].record
    assert isinstance(last, Record)
    assert b"check:local:3" in (last.value or b"")


def test_batches_have_a_limit() -> None:
    intake = Intake(START, 1, same_author=False)
    sizes = [len(batch) for batch in batches(BytesIO(b"x\n" * (2 * BATCH + 3)), "file", intake, text=True)]
    assert max(sizes) == BATCH
    assert sum(sizes) == 2 * BATCH + 3


def test_what_a_pipe_has_given_is_not_held_back_for_more() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as pipe:
        found = batches(stream, "stdin", Intake(START, 1, same_author=False), text=True)
        pipe.write(b"first\nsec")
        assert [item.line for item in next(found)] == [1]
        pipe.write(b"ond\n")
        (item,) = next(found)
        assert item.line == 2
        assert _posts([item])[0].text == "second"


def test_a_line_longer_than_a_read_stays_one_line(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(b"x" * 700_000 + b"\nshort")
    with path.open("rb") as stream:
        items = [
            item for batch in batches(stream, "f", Intake(START, 1, same_author=False), text=True) for item in batch
        ]
    assert [len(record.value or b"") > 700_000 for record in _records(items)] == [True, False]
