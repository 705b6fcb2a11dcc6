"""What passes from stage to stage: in memory when fused, as JSON on `posts.screened` and `posts.redacted` when split.

The judge's input has a type of its own without the original text, so that no rule can read what redaction took out, in
either deployment.
"""

from typing import Literal

from msgspec import Struct

from houserules.contracts.post import Post
from houserules.contracts.vocabulary import (
    DuplicateKind,
    DuplicateMethod,
    DuplicateRole,
    FloodLevel,
    FloodWindow,
    PiiType,
    Whose,
)


class Origin(Struct, frozen=True, gc=False):
    """Where the post stands on `posts`: the partition that owns its windows, and its place in that partition's order.

    `timestamp` is the record's, in ms; outputs carry it on, so that a replayed record is the same record.
    """

    partition: int
    offset: int
    timestamp: int


class Duplicate(Struct, frozen=True, gc=False):
    """How a post repeats another. `similarity` is 1 for masked-equal; `survivor` is the post_key of the copy that stands.

    `role` is `repeat`, or `first` for the survivor of a campaign.
    """

    role: DuplicateRole = "none"
    kind: DuplicateKind | None = None
    cluster_id: str | None = None
    survivor: str | None = None
    similarity: float | None = None
    method: DuplicateMethod | None = None


NO_DUPLICATE = Duplicate()


class Flood(Struct, frozen=True, gc=False):
    """An author's posts in one sliding window, this one counted, when they pass a limit of the policy."""

    window: FloodWindow
    count: int
    limit: int
    level: FloodLevel


class Screening(Struct, frozen=True, gc=False):
    """What the windows say of one post. `event_time` (ms) is the instant that windows and calendars were asked about.

    `stated_time` is what the post itself claims, where that differs: a time in the future is clamped.
    `campaign` says that many authors post the same text; the verdict without it is what the campaign's verdict replaces.
    `previous_revision` is the latest earlier revision of the same post inside the window, or None. `degraded` names
    what could not be answered (the post is older than the windows reach, or a limit of the state was met).
    """

    event_time: int
    duplicate: Duplicate = NO_DUPLICATE
    floods: tuple[Flood, ...] = ()
    previous_revision: int | None = None
    degraded: tuple[str, ...] = ()
    stated_time: int | None = None
    campaign: Duplicate | None = None


class PiiSpan(Struct, frozen=True, gc=False):
    """One piece of personal information: `[start, end)` in code points of the original text, never the value itself.

    `whose` tells the poster's own details from somebody else's where the text says which.
    """

    start: int
    end: int
    type: PiiType
    replacement: str
    score: float = 1.0
    whose: Whose = "unknown"


class SpoofSpan(Struct, frozen=True, gc=False):
    """A number or link beside the name of a registered helpline that is not that helpline's."""

    start: int
    end: int
    contact: str


class Redaction(Struct, frozen=True, gc=False):
    """What redaction found in `text`: spans in order, disjoint. `degraded` names detectors that failed."""

    spans: tuple[PiiSpan, ...] = ()
    spoofs: tuple[SpoofSpan, ...] = ()
    degraded: tuple[str, ...] = ()


NO_REDACTION = Redaction()


class ScreenedPost(Struct, frozen=True, gc=False, kw_only=True):
    """Output of the screen stage. Holds the original text: `posts.screened` is as restricted as `posts`."""

    origin: Origin
    post: Post
    screening: Screening
    trace: str | None = None
    schema: Literal["screened/1"] = "screened/1"


class RedactedAuthor(Struct, frozen=True, gc=False):
    """The author as the judge sees one: display texts are redacted."""

    id: str
    name: str | None = None
    roles: list[str] = []
    created_at: int | None = None
    bio: str | None = None


class RedactedMedia(Struct, frozen=True, gc=False):
    """`Media` without its limits on length: a placeholder may be longer than what it stands for."""

    kind: str | None = None
    url: str | None = None
    alt: str | None = None


SealedWith = Literal["AES-256-GCM"]
"""How originals are encrypted: under a key of their own that encrypts nothing else, with a constant nonce."""


class Sealed(Struct, frozen=True, gc=False):
    """A post's original, encrypted, for a judge that may order to keep it and must not read it.

    `key` names the configured key; `key_id` the post's own, which is `wrapped` under it. Base64 throughout.
    """

    key: str
    key_id: str
    ciphertext: str
    wrapped: str
    algorithm: SealedWith = "AES-256-GCM"


class RedactedPost(Struct, frozen=True, gc=False, kw_only=True):
    """Output of the redact stage and the whole of what the judge sees.

    `text`, `parent_text`, `author.name`, `author.bio`, `media` and `links` are redacted. Positions in `text` lead back
    to the original through `redaction.spans` (`houserules.text.offsets`). Times are ms since the epoch. `sealed` is there
    where the judge is another process than redaction: whoever judges holds no key that opens it.
    """

    origin: Origin
    post_key: str
    revision: int
    platform: str
    account: str
    author: RedactedAuthor
    text: str
    screening: Screening
    redaction: Redaction = NO_REDACTION
    lang: str | None = None
    deleted: bool = False
    parent_key: str | None = None
    parent_text: str | None = None
    thread_key: str | None = None
    media: list[RedactedMedia] = []
    links: list[str] = []
    trace: str | None = None
    sealed: Sealed | None = None
    schema: Literal["redacted/1"] = "redacted/1"

    @property
    def author_key(self) -> str:
        """`platform:account:author_id`."""
        return f"{self.platform}:{self.account}:{self.author.id}"
