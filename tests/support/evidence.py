"""Keys and sealed originals for tests."""

from typing import Any, Final

from msgspec.structs import replace

from houserules.contracts.evidence import Evidence, EvidenceKey
from houserules.contracts.post import Post
from houserules.contracts.stages import Origin, RedactedPost, Screening
from houserules.contracts.times import to_millis
from houserules.evidence.keyring import KEY_BYTES, Keyring, key_entry, parse_keyring
from houserules.evidence.records import Preserved, event_time_of, preserved
from houserules.evidence.sealing import Sealer
from support.judging import redacted

VERDICT: Final = "7520367f-12aa-535f-a7c2-d7b9072a63dc"


def entry(name: str, fill: int = 1) -> str:
    """The configuration entry of a key; `fill` tells keys apart."""
    return key_entry(name, bytes([fill]) * KEY_BYTES)


def keyring(*names: str) -> Keyring:
    """A keyring of these names, whose keys follow from the names alone."""
    return parse_keyring(",".join(entry(name, sum(name.encode()) % 251) for name in names or ("first",)))


def as_redacted(post: Post, origin: Origin) -> RedactedPost:
    """What the judge sees of a post, as far as evidence is concerned with it."""
    screening = Screening(to_millis(post.created_at))
    return replace(redacted(post_key=post.post_key, revision=post.revision, screening=screening), origin=origin)


def seal(post: Post, ring: Keyring | None = None, **origin: Any) -> tuple[Evidence, EvidenceKey]:
    """The records of a post's sealed original."""
    item = as_redacted(post, Origin(**{"partition": 0, "offset": 17, "timestamp": 1_767_268_800_000, **origin}))
    sealed = Sealer(ring or keyring()).seal(post, event_time_of(item.screening), item.origin)
    return records(preserved(item, sealed, VERDICT))


def records(kept: Preserved) -> tuple[Evidence, EvidenceKey]:
    """The two records of a sealed original."""
    return kept.evidence, kept.key
