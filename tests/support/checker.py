"""What the windows have to say of every post, worked out again from the documentation and from nothing else.

Plain lists and dictionaries over the whole log, kept for ever: no expiry, no hashes, no batches, no positions to restore.
It shares the masking of texts and the thresholds of the policy with the code under test, and no line of its windows.

A partition's log order is part of the definitions, so a checker is fed the records as they stand on the broker:

* A post counts at its own time, an edit at the time of the edit; one that claims to be from the future counts at the time
  of its record and says so. The first arrival of a revision decides: one that comes again says and counts nothing new.
* One further behind the latest post of its partition than the grace is judged without windows, says so, and leaves no
  trace: it is no copy, floods nobody, and is no revision that a later one could be an edit of.
* A text repeats the first copy that stands: of the same author, equal after masking, another post, less than the repeat
  window away. A copy that was itself a repeat never stands, nor does one that its author has edited away or deleted since.
* A post floods with the author's other posts up to its time in each sliding window. A post counts there once, as its
  first revision; edits and deletions flood nobody.
* The verdict on an edit supersedes that on the highest lower revision that had arrived.

Edits more than the longest window after their post are not foreseen: the windows may or may not remember the post.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from houserules.contracts.times import to_millis
from houserules.screening import mask
from houserules.screening.model import FLOOD_SPAN, ScreeningPolicy

LEVELS = (None, "warning", "sanction")

Content = str | bytes


class Logged(NamedTuple):
    """A record as it stands on `posts`."""

    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None


class Answer(NamedTuple):
    """What the verdict on one revision of a post says of the windows. Times are RFC 3339, as in verdicts.

    `flood` is the worst level of any window. `previous` is the revision whose verdict this one supersedes, None for none.
    """

    role: str = "none"
    kind: str | None = None
    survivor: str | None = None
    method: str | None = None
    flood: str | None = None
    degraded: tuple[str, ...] = ()
    event_time: int = 0
    decided_for: int = 0
    previous: int | None = None


class _Copy(NamedTuple):
    time: int
    post_key: str
    revision: int
    repeats: bool


@dataclass(slots=True)
class _Author:
    """All that one author has done on a partition, in order of arrival; `times` of the posts that count, sorted."""

    times: list[int] = field(default_factory=list)
    copies: dict[Content, list[_Copy]] = field(default_factory=lambda: defaultdict(list))
    revisions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class _Partition:
    latest: int = -(2**62)
    authors: dict[str, _Author] = field(default_factory=lambda: defaultdict(_Author))


class Checker:
    """Takes every record of `posts`, each partition's in its order; afterwards knows all answers."""

    def __init__(self, policy: ScreeningPolicy) -> None:
        self._policy = policy
        self._partitions: dict[int, _Partition] = defaultdict(_Partition)
        self.answers: dict[tuple[str, int], Answer] = {}
        """By post key and revision."""
        self.dead: set[tuple[int, int]] = set()
        """Partition and offset of every record that is no post."""
        self.last: tuple[str, int] | None = None
        """Post key and revision of the last record fed; None if it was no post."""
        self.retries = 0
        """Records that brought a revision again."""

    def feed(self, records: Iterable[Logged]) -> None:
        """Take in records of one or more partitions."""
        for record in records:
            post = _read(record)
            self.last = None
            if post is None:
                self.dead.add((record.partition, record.offset))
                continue
            self.last = name = post["post_key"], post.get("revision", 1)
            if name in self.answers:
                self.retries += 1
            else:
                self.answers[name] = self._first(record, post)

    def _first(self, record: Logged, post: dict[str, Any]) -> Answer:
        """The answer to the first arrival of a revision."""
        policy, partition = self._policy, self._partitions[record.partition]
        key, revision = post["post_key"], post.get("revision", 1)
        stated = _time(post, revision)
        ahead = stated > record.timestamp + policy.future_tolerance
        time = record.timestamp if ahead else stated
        degraded: tuple[str, ...] = ("windows.future",) if ahead else ()
        if time < partition.latest - policy.grace:
            return Answer(degraded=(*degraded, "windows.too-old"), event_time=stated, decided_for=time)
        partition.latest = max(partition.latest, time)
        author = partition.authors[_author_key(post)]
        known = author.revisions[key]
        previous = max((number for number in known if number < revision), default=None)
        flood, survivor = None, None
        if not post.get("deleted", False):
            survivor = self._survivor(author, post, time)
            if revision == 1:
                flood = self._flood(author, time)
                insort(author.times, time)
        known.append(revision)
        return Answer(
            role="none" if survivor is None else "repeat",
            kind=None if survivor is None else "author",
            survivor=survivor,
            method=None if survivor is None else "exact",
            flood=flood,
            degraded=degraded,
            event_time=stated,
            decided_for=time,
            previous=previous,
        )

    def _survivor(self, author: _Author, post: dict[str, Any], time: int) -> str | None:
        """The post that this one repeats; notes it as a copy of its text."""
        key, revision = post["post_key"], post.get("revision", 1)
        content = content_of(post["text"], self._policy)
        if content is None:
            return None
        copies = author.copies[content]
        found = None
        for copy in copies:
            if copy.repeats or copy.post_key == key or abs(copy.time - time) >= self._policy.repeat_window:
                continue
            if max(author.revisions[copy.post_key]) == copy.revision:
                found = copy.post_key
                break
        copies.append(_Copy(time, key, revision, found is not None))
        return found

    def _flood(self, author: _Author, time: int) -> str | None:
        worst = 0
        upto = bisect_right(author.times, time)
        for limit in self._policy.floods:
            posts = 1 + upto - bisect_right(author.times, time - FLOOD_SPAN[limit.window])
            worst = max(worst, (posts >= limit.warning) + (posts >= limit.sanction))
        return LEVELS[worst]


def content_of(text: str, policy: ScreeningPolicy) -> Content | None:
    """What of `text` is compared with other texts; None if it is too short to be compared."""
    masked = _MASK(text)
    return masked.text if masked.words >= policy.min_words and masked.letters >= policy.min_letters else None


_MASK: Callable[[str], Any] = mask.mask


def _read(record: Logged) -> dict[str, Any] | None:
    """The post in a record; None for what the generator spoils, which is all that is none here."""
    try:
        post: dict[str, Any] = orjson.loads(record.value or b"")
    except orjson.JSONDecodeError:
        return None
    if "text" not in post or record.key != _author_key(post).encode():
        return None
    return post


def _author_key(post: dict[str, Any]) -> str:
    return f"{post['platform']}:{post['account']}:{post['author']['id']}"


def _time(post: dict[str, Any], revision: int) -> int:
    edited = post.get("edited_at")
    return to_millis(datetime.fromisoformat(edited if revision > 1 and edited is not None else post["created_at"]))
