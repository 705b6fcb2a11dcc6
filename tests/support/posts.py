"""Posts and records for tests: only what a test is about has to be named."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from houserules.contracts.post import Author, Post
from houserules.contracts.record import Record

START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LONG = "Thank you for running this campaign, it really matters to families"


def post(text: str = LONG, *, at: float = 0, key: str = "x:acct:1", author: str = "ann", **fields: Any) -> Post:
    """A post `at` seconds after START."""
    name = fields.pop("name", None)
    made = fields.pop("author_fields", {})
    return Post(
        post_key=key,
        platform=fields.pop("platform", "x"),
        account=fields.pop("account", "acct"),
        author=Author(id=author, name=name, **made),
        text=text,
        created_at=START + timedelta(seconds=at),
        **fields,
    )


def record(item: Post, offset: int = 0, partition: int = 0, topic: str = "posts", late: float = 1) -> Record:
    """The record of a post, which reached the broker `late` seconds after it was written."""
    stamp = int(item.created_at.timestamp() * 1000 + late * 1000)
    return Record(topic, partition, offset, stamp, item.author_key.encode(), msgspec.json.encode(item))


def records(items: Iterable[Post], partition: int = 0) -> list[Record]:
    """Records of posts in order, from offset 0."""
    return [record(item, offset, partition) for offset, item in enumerate(items)]
