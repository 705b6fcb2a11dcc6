"""`post/1`: what producers publish, decoded strictly where it matters and leniently where it does not.

Unknown fields are ignored, so that producers can move first. A missing or wrongly typed known field is a dead letter that
names the field.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

MAX_RECORD_BYTES: Final = 512 * 1024
"""Longest value that is decoded. Half of Kafka's default record limit, so that a verdict about it always fits one."""

MAX_TEXT: Final = 128 * 1024
"""Longest text in code points; the longest post of any platform served is 63,206."""

MAX_LIST: Final = 100

Key = Annotated[str, Meta(min_length=1, max_length=512)]
Short = Annotated[str, Meta(max_length=512)]
Url = Annotated[str, Meta(max_length=4096)]
Moment = Annotated[datetime, Meta(tz=True)]


class Author(Struct, frozen=True, gc=False):
    """Who posted. `id` is the platform's own identifier; the name is display text and may change at any time."""

    id: Key
    name: Short | None = None
    roles: Annotated[list[Short], Meta(max_length=MAX_LIST)] = []
    created_at: Moment | None = None
    bio: Annotated[str, Meta(max_length=8192)] | None = None


class Parent(Struct, frozen=True, gc=False):
    """The post that this one answers."""

    post_key: Key
    text: Annotated[str, Meta(max_length=MAX_TEXT)] | None = None


class Media(Struct, frozen=True, gc=False):
    """A picture, film or sound beside the text. Never fetched: the URL is a reference, `alt` is read as text."""

    kind: Short | None = None
    url: Url | None = None
    alt: Annotated[str, Meta(max_length=8192)] | None = None


class Ingest(Struct, frozen=True, gc=False):
    """How the post came in: the connector's name, its delivery id and when it received the post."""

    connector: Short | None = None
    delivery_id: Short | None = None
    received_at: Moment | None = None


class Post(Struct, frozen=True, gc=False, kw_only=True):
    """One revision of a post, as its producer sent it. Times are aware; `revision` counts edits from 1."""

    post_key: Key
    platform: Key
    account: Key
    author: Author
    text: Annotated[str, Meta(max_length=MAX_TEXT)]
    created_at: Moment
    schema: Literal["post/1"] = "post/1"
    revision: Annotated[int, Meta(ge=1, le=2**31 - 1)] = 1
    lang: Short | None = None
    edited_at: Moment | None = None
    deleted: bool = False
    parent: Parent | None = None
    thread_key: Key | None = None
    media: Annotated[list[Media], Meta(max_length=MAX_LIST)] = []
    links: Annotated[list[Url], Meta(max_length=MAX_LIST)] = []
    ingest: Ingest | None = None

    @property
    def author_key(self) -> str:
        """`platform:account:author_id`, which must also be the record's key: windows are per author and per partition."""
        return f"{self.platform}:{self.account}:{self.author.id}"
