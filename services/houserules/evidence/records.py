"""What goes to `evidence` and `evidence.keys`, and what a reader of the latter knows: which keys are there, what is erased."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from houserules.contracts.action import Action
from houserules.contracts.encode import RecordError, decode_evidence_key
from houserules.contracts.evidence import Evidence, EvidenceKey
from houserules.contracts.stages import RedactedPost, Screening, Sealed
from houserules.contracts.times import isoformat

_ERASED: Final = "erased"


class Preserved(NamedTuple):
    """A sealed original on its way out: its record, the record of its key, and the trace of its post."""

    evidence: Evidence
    key: EvidenceKey
    trace: str | None


def order_of(actions: Iterable[Action]) -> Action | None:
    """The action that orders evidence to be preserved, None without one."""
    return next((action for action in actions if action.verb == "preserve_evidence"), None)


def event_time_of(screening: Screening) -> str:
    """The event time that the verdict on a post states, and that its seal covers."""
    return isoformat(screening.event_time if screening.stated_time is None else screening.stated_time)


def preserved(post: RedactedPost, sealed: Sealed, verdict_id: str) -> Preserved:
    """The records of a post's sealed original. `verdict_id` is the verdict that ordered to keep it."""
    evidence = Evidence(
        post_key=post.post_key,
        revision=post.revision,
        verdict_id=verdict_id,
        key=sealed.key,
        key_id=sealed.key_id,
        algorithm=sealed.algorithm,
        ciphertext=sealed.ciphertext,
        event_time=event_time_of(post.screening),
        source=post.origin,
    )
    key = EvidenceKey(
        post_key=post.post_key, revision=post.revision, key=sealed.key, key_id=sealed.key_id, wrapped=sealed.wrapped
    )
    return Preserved(evidence, key, post.trace)


def erasure(post_key: str, revision: int, moment: int) -> EvidenceKey:
    """The note that the originals of a revision were erased at `moment` (ms)."""
    return EvidenceKey(post_key=post_key, revision=revision, erased_at=isoformat(moment))


def record_key(item: EvidenceKey) -> bytes:
    """The key of a record on `evidence.keys`: `post_key|revision|key_id`, and `post_key|revision|erased` for a note.

    The key's id is part of it: two posts that were published under one revision, or one that was published twice, have
    a key each, and none may replace the other.
    """
    return f"{item.post_key}|{item.revision}|{item.key_id or _ERASED}".encode()


class _Index(NamedTuple):
    keys: dict[tuple[str, int, str], EvidenceKey]
    erased: dict[tuple[str, int], str]


class KeyRecords:
    """What the records of `evidence.keys` come to, taken in the order of their partitions.

    A broker that compacts late, or not at all, still shows records that were replaced: of each key and partition only
    the latest counts, and none where the latest is empty.
    """

    def __init__(self) -> None:
        self.unreadable = 0
        self._latest: Final[dict[tuple[int, bytes], EvidenceKey]] = {}
        self._index: _Index | None = None

    def take(self, partition: int, key: bytes | None, value: bytes | None) -> None:
        """Take in the next record of a partition. One that cannot be read is counted, and changes nothing."""
        self._index = None
        if key is not None and not value:
            self._latest.pop((partition, key), None)
            return
        try:
            item = decode_evidence_key(value or b"")
        except RecordError:
            self.unreadable += 1
            return
        if key is None or record_key(item) != key:
            self.unreadable += 1
            return
        self._latest[partition, key] = item

    def key_of(self, evidence: Evidence) -> EvidenceKey | None:
        """The key that goes with `evidence`; None if it is gone, or its post's originals were erased."""
        if self.erased_at(evidence.post_key, evidence.revision) is not None:
            return None
        return self._indexed().keys.get((evidence.post_key, evidence.revision, evidence.key_id))

    def erased_at(self, post_key: str, revision: int) -> str | None:
        """When the originals of a revision were erased, None if they were not."""
        return self._indexed().erased.get((post_key, revision))

    def places(self, post_key: str, revision: int | None = None) -> list[tuple[int, EvidenceKey]]:
        """Every key that is there for a post, or for one revision of it, with its partition.

        After an erasure there are some only if a record was delivered again.
        """
        return [
            (partition, item)
            for (partition, _), item in self._latest.items()
            if item.post_key == post_key and revision in (None, item.revision) and item.key_id is not None
        ]

    def _indexed(self) -> _Index:
        if self._index is None:
            index = self._index = _Index({}, {})
            for item in self._latest.values():
                name = item.post_key, item.revision
                if item.key_id is not None:
                    index.keys[*name, item.key_id] = item
                elif item.erased_at is not None:
                    index.erased[name] = max(item.erased_at, index.erased.get(name, ""))
        return self._index
