"""Files that are not post/1: CSV, TSV and JSON Lines with columns of their own, mapped to posts."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click
import msgspec
import orjson

from houserules.contracts.post import Author, Parent, Post
from houserules.contracts.times import from_millis

TARGETS: Final = (
    "text",
    "post_key",
    "author.id",
    "author.name",
    "created_at",
    "lang",
    "thread_key",
    "parent.post_key",
)
"""The fields of a post that a column can be mapped to."""

_FIELD_LIMIT: Final = 1024 * 1024
_SECONDS_UNTIL: Final = 100_000_000_000  # an integer time below this is seconds since the epoch, above it milliseconds


class RowError(click.ClickException):
    """A file cannot be read as rows, or a row cannot become a post. The message names the file and the row."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """How rows become posts.

    `columns` leads from a target to a column's name. A row without a time gets `start` plus `step` seconds a row; one
    without an author gets an author of its own; one without a key gets its row number.
    """

    columns: Mapping[str, str]
    platform: str
    account: str
    start: datetime
    step: float

    def posts(self, path: Path) -> Iterator[Post]:
        """The posts of a file, in its order. Raises RowError."""
        for number, row in enumerate(_rows(path), 1):
            try:
                yield self._post(number, row)
            except (KeyError, ValueError, OverflowError) as error:
                what = f"there is no column {error}" if isinstance(error, KeyError) else str(error)
                raise RowError(f"{path}: row {number}: {what}") from error

    def _post(self, number: int, row: Mapping[str, Any]) -> Post:
        def column(target: str) -> str | None:
            if target not in self.columns:
                return None
            value = row[self.columns[target]]
            return None if value is None or value == "" else str(value)

        created = column("created_at")
        parent = column("parent.post_key")
        return Post(
            post_key=column("post_key") or f"{self.platform}:{self.account}:{number}",
            platform=self.platform,
            account=self.account,
            author=Author(id=column("author.id") or f"row-{number}", name=column("author.name")),
            text=column("text") or "",
            created_at=moment(created) if created else self.start + timedelta(seconds=self.step * (number - 1)),
            lang=column("lang"),
            thread_key=column("thread_key"),
            parent=Parent(parent) if parent else None,
        )


def parse_columns(text: str) -> dict[str, str]:
    """`text=CONTENT,author.id=AUTHOR` as a mapping. Raises ValueError with what is wrong."""
    columns: dict[str, str] = {}
    for pair in text.split(","):
        target, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise ValueError(f"{pair!r} maps nothing; write field=COLUMN, comma separated")
        if target not in TARGETS:
            raise ValueError(f"{target!r} is no field that can be mapped; use {', '.join(TARGETS)}")
        columns[target] = column
    if "text" not in columns:
        raise ValueError("no column is mapped to text")
    return columns


def moment(text: str) -> datetime:
    """A time as files have it: ISO 8601 (UTC when it names no zone), or seconds or milliseconds since the epoch."""
    if text.lstrip("-").isdigit():
        number = int(text)
        return from_millis(number * 1000 if abs(number) < _SECONDS_UNTIL else number)
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    raise RowError(f"{path}:{number}: {error}") from error
                if not isinstance(row, dict):
                    raise RowError(f"{path}:{number}: expected an object")
                yield row
        return
    if suffix not in (".csv", ".tsv"):
        raise RowError(f"{path}: rows are read from .csv, .tsv and .jsonl files")
    csv.field_size_limit(_FIELD_LIMIT)
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            if suffix == ".csv":
                yield from csv.DictReader(file)
            else:
                # Tab-separated files have no quoting: a quotation mark is part of the text.
                yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        except (csv.Error, UnicodeDecodeError) as error:
            raise RowError(f"{path}: {error}") from error


def record(post: Post) -> tuple[bytes, bytes]:
    """The post as a producer publishes it: author key, and JSON."""
    return post.author_key.encode(), msgspec.json.encode(post)
