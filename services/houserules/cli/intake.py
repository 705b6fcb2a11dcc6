"""What `check` reads: texts and files as records, in order, with the line that each came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Final

import msgspec

from houserules.contracts.deadletter import Reject
from houserules.contracts.post import Author, Moment, Post
from houserules.contracts.record import Record
from houserules.contracts.times import to_millis

BATCH: Final = 500
CHUNK: Final = 256 * 1024
_BOM: Final = b"\xef\xbb\xbf"


class _Id(msgspec.Struct):
    id: str


class _Head(msgspec.Struct):
    """As much of a post as its record's key and timestamp need."""

    platform: str
    account: str
    author: _Id
    created_at: Moment
    edited_at: Moment | None = None


_HEAD: Final = msgspec.json.Decoder(_Head)
_ENCODE: Final = msgspec.json.Encoder().encode


def record_key(value: bytes) -> bytes | None:
    """The author key of a post/1 as JSON: what its producer must publish it under. None if `value` is no post."""
    head = _head(value)
    return None if head is None else _key(head)


def _head(value: bytes) -> _Head | None:
    try:
        return _HEAD.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None  # the pipeline says what is wrong, in the words of the worker


def _key(head: _Head) -> bytes:
    return f"{head.platform}:{head.account}:{head.author.id}".encode()


@dataclass(frozen=True, slots=True)
class Item:
    """One record and its place (`source:line`), or why the line cannot even become a record."""

    source: str
    line: int
    record: Record | Reject


class Intake:
    """Numbers the records of one run: offsets count over all inputs, and each is published at its post's own time."""

    def __init__(self, start: datetime, step: float, *, same_author: bool) -> None:
        """Texts become posts at `start` (aware) and every `step` seconds after it, by one author each or all by one."""
        self._start = start
        self._step = timedelta(seconds=step)
        self._same_author = same_author
        self._offset = 0
        self._texts = 0
        self._timestamp = to_millis(start)

    def text(self, text: str, source: str, line: int) -> Item:
        """A plain text as the next post of an invented reader."""
        number = self._texts = self._texts + 1
        post = Post(
            post_key=f"check:local:{number}",
            platform="check",
            account="local",
            author=Author(id="reader" if self._same_author else f"reader-{number}"),
            text=text,
            created_at=self._start + self._step * (number - 1),
        )
        return self._item(post.author_key.encode(), _ENCODE(post), to_millis(post.created_at), source, line)

    def text_line(self, raw: bytes, source: str, line: int) -> Item:
        """A line of a text file; a blank one is a post with nothing in it."""
        try:
            return self.text(raw.decode(), source, line)
        except UnicodeDecodeError:
            self._texts += 1
            return Item(
                source, line, Reject("invalid-utf8", "UnicodeDecodeError", "the line is not UTF-8; convert the file")
            )

    def json_line(self, raw: bytes, source: str, line: int) -> Item:
        """A line of JSON. The key that a producer would give is made from the post; a line without one gets none."""
        head = _head(raw)
        if head is None:
            return self._item(None, raw, self._timestamp, source, line)
        moment = head.created_at if head.edited_at is None else max(head.created_at, head.edited_at)
        return self._item(_key(head), raw, to_millis(moment), source, line)

    def _item(self, key: bytes | None, value: bytes, timestamp: int, source: str, line: int) -> Item:
        self._timestamp = timestamp
        offset = self._offset
        self._offset += 1
        return Item(source, line, Record("posts", 0, offset, timestamp, key, value))


def batches(stream: IO[bytes], source: str, intake: Intake, *, text: bool) -> Iterator[list[Item]]:
    """The items of a stream in batches of at most `BATCH`, none held back while the stream has no more to give.

    Blank lines of JSON are skipped; in text mode they count. A byte-order mark and carriage returns are dropped.
    """
    make = intake.text_line if text else intake.json_line
    batch: list[Item] = []
    for number, raw in _lines(stream):
        if raw is None:
            if batch:
                yield batch
                batch = []
            continue
        line = raw.removeprefix(_BOM) if number == 1 else raw
        if text or line.strip():
            batch.append(make(line.rstrip(b"\r"), source, number))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1, and None after each read: what was read so far should not wait for more."""
    number = 0
    rest: list[bytes] = []
    read = getattr(stream, "read1", stream.read)
    while chunk := read(CHUNK):
        head, *lines = chunk.split(b"\n")
        rest.append(head)
        for line in lines:
            number += 1
            yield number, b"".join(rest)
            rest = [line]
        yield number, None
    if last := b"".join(rest):
        yield number + 1, last
