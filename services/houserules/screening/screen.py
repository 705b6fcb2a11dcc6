"""The screen stage: repeats and floods of one author, in event time, over one partition's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from houserules.contracts.post import Post
from houserules.contracts.stages import NO_DUPLICATE, Duplicate, Flood, Origin, Screening
from houserules.contracts.times import HOUR, to_millis
from houserules.contracts.vocabulary import FloodLevel
from houserules.screening.mask import Masked, mask_batch
from houserules.screening.model import FLOOD_SPAN, ScreeningPolicy
from houserules.screening.signature import Signer
from houserules.windows.hashing import Hasher
from houserules.windows.history import NEVER, REPEAT, STEP, Copy, Entry, History, Row

TOO_OLD: Final = "windows.too-old"
"""The post is further behind the partition than the grace allows: judged without windows, and not counted."""

CLAMPED: Final = "windows.future"
"""The post claims to be from the future; the time of its record was used instead."""

INCOMPLETE: Final = "windows.incomplete"
"""Part of the state that this answer rests on was lost with an unreadable changelog record."""

COUNT_CAP: Final = 1000
"""Highest count reported: what a flood is does not depend on how much of one is remembered."""

RETRY_HORIZON: Final = 6 * HOUR
"""How much later than the original, in ms of event time, a connector's retry still gets exactly the same answer."""


class Incoming(Struct, frozen=True, gc=False):
    """One decoded post and where it stands."""

    origin: Origin
    post: Post
    trace: str | None


@dataclass(frozen=True, slots=True)
class Texts:
    """What each post of a batch is compared by.

    `contents` are keyed hashes of masked texts, 0 for one that is too short to be compared. Row `rows[i]` of `signatures`
    belongs to post i; -1: none, too short to be compared as near. `lengths` are the words and letters of masked texts.
    """

    contents: list[int]
    signatures: npt.NDArray[np.uint8]
    rows: list[int]
    lengths: list[tuple[int, int]]

    def spread(self) -> npt.NDArray[np.uint8]:
        """The signatures with a row for every post, all zero for one that has none."""
        spread = np.zeros((len(self.rows), self.signatures.shape[1]), dtype=np.uint8)
        rows = np.array(self.rows, dtype=np.intp)
        spread[rows >= 0] = self.signatures[rows[rows >= 0]]
        return spread

    def signature(self, place: int) -> bytes | None:
        """The signature of post `place`."""
        row = self.rows[place]
        return None if row < 0 else self.signatures[row].tobytes()


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """What the windows say of each post of a batch, in input order, and what the batch added to the history.

    None stands for a post that came again later than `RETRY_HORIZON`: its verdict went out long ago, and the rows that it
    was judged with are gone, so judging it again could only contradict the verdict of the same id. `redelivered` counts
    posts that had been seen before.
    """

    screenings: list[Screening | None]
    entries: list[Entry]
    redelivered: int
    texts: Texts


def history_span(policy: ScreeningPolicy) -> int:
    """How much event time a history must hold for every question of `screen` to have an exact answer, in ms."""
    return _longest(policy) + policy.grace + RETRY_HORIZON + STEP


def _longest(policy: ScreeningPolicy) -> int:
    return max([policy.repeat_window, *(FLOOD_SPAN[limit.window] for limit in policy.floods)])


def new_history(policy: ScreeningPolicy) -> History:
    """An empty history that can answer every question of `screen` under `policy`."""
    return History(history_span(policy), policy.max_rows, policy.max_entries)


def screen(
    batch: Sequence[Incoming],
    history: History,
    policy: ScreeningPolicy,
    hasher: Hasher,
    incomplete_until: int = NEVER,
) -> ScreenResult:
    """Screen posts of one partition in the partition's order, and bring `history` forward.

    A post seen before (same key and revision) gets the answer of its first arrival and is not counted again. The result
    depends on the order of posts in the partition only, never on how they were cut into batches. Before
    `incomplete_until` (ms of event time) the answers to posts that have not been seen before are marked as degraded.
    """
    longest = _longest(policy)
    texts = compare([item.post for item in batch], policy, hasher)
    if not longest:
        plain = [_plain(item, policy) for item in batch]
        return ScreenResult([*plain], [], 0, texts)
    screenings: list[Screening | None] = []
    entries: list[Entry] = []
    redelivered = 0
    grace = policy.grace
    for index, (item, content) in enumerate(zip(batch, texts.contents, strict=True)):
        post, origin = item.post, item.origin
        place = origin.offset
        author, subject = hasher(post.author_key), hasher(post.post_key)
        time, stated = event_time(post, origin.timestamp, policy)
        degraded: tuple[str, ...] = () if stated is None else (CLAMPED,)
        known = history.knows(author)
        arrival = history.arrival(author, subject, post.revision) if known else None
        if arrival is not None:
            redelivered += 1
            if time - longest < history.floor or arrival - policy.max_entries < history.lowest:
                screenings.append(None)
                continue
            place = arrival
        elif time < history.watermark - grace:
            screenings.append(Screening(time, degraded=(*degraded, TOO_OLD), stated_time=stated))
            history.pass_by(place, time)
            continue
        elif time < incomplete_until:
            degraded = (*degraded, INCOMPLETE)
        signature = texts.signature(index)
        if known and not post.deleted:
            asked = _Asked(author, subject, content, signature, time, place)
            screening = _screen_one(history, policy, post, asked, degraded, stated)
        else:
            screening = Screening(time, degraded=degraded, stated_time=stated)
        screenings.append(screening)
        if arrival is None:
            row = Row(time, place, subject, post.revision, content)
            if screening.duplicate is not NO_DUPLICATE:
                entry = Entry(author, row._replace(content=content | REPEAT))
            else:
                entry = Entry(author, row, post.post_key if content else None, signature)
            history.add(entry)
            history.pass_by(place, time)
            entries.append(entry)
    return ScreenResult(screenings, entries, redelivered, texts)


def compare(posts: Sequence[Post], policy: ScreeningPolicy, hasher: Hasher) -> Texts:
    """What the posts of a batch are compared by."""
    masked = mask_batch([post.text for post in posts], policy.courtesies)
    return _texts(
        [
            None if post.deleted or not _comparable(post, item, policy) else item
            for post, item in zip(posts, masked, strict=True)
        ],
        policy,
        hasher,
    )


def compare_texts(texts: Sequence[str], policy: ScreeningPolicy, hasher: Hasher) -> Texts:
    """What texts are compared by, whatever their length."""
    return _texts(mask_batch(texts), policy, hasher)


def _texts(masked: Sequence[Masked | None], policy: ScreeningPolicy, hasher: Hasher) -> Texts:
    near = policy.near
    contents: list[int] = []
    rows: list[int] = []
    lengths: list[tuple[int, int]] = []
    long: list[bytes] = []
    for item in masked:
        row = -1
        if item is None or not item.text:
            contents.append(0)
            lengths.append((0, 0))
        else:
            contents.append(hasher.of(item.text))
            lengths.append((item.words, item.letters))
            long_enough = near is not None and item.words >= near.min_words and item.letters >= near.min_letters
            if long_enough and not item.courteous:
                row = len(long)
                long.append(item.text)
        rows.append(row)
    return Texts(contents, _signer(hasher.key).sign(long), rows, lengths)


def event_time(post: Post, record_time: int, policy: ScreeningPolicy) -> tuple[int, int | None]:
    """The instant (ms) that a post counts at, and what the post claims where that differs.

    An edit counts at its edit time. A time in the future is clamped to the record's own: one wrong clock would otherwise
    push the whole partition's windows forward. The record's time is part of the record, so a replay clamps the same.
    """
    moment = post.edited_at if post.revision > 1 and post.edited_at is not None else post.created_at
    time = to_millis(moment)
    return (time, None) if time <= record_time + policy.future_tolerance else (record_time, time)


@lru_cache(maxsize=8)
def _signer(key: bytes) -> Signer:
    return Signer(key)


def _comparable(post: Post, masked: Masked, policy: ScreeningPolicy) -> bool:
    words, letters = masked.words, masked.letters
    if words < policy.min_words or letters < policy.min_letters:
        return False
    if masked.courteous and words < policy.courtesy_words:
        return False
    return post.parent is None or (words >= policy.reply_words and letters >= policy.reply_letters)


def _plain(item: Incoming, policy: ScreeningPolicy) -> Screening:
    time, stated = event_time(item.post, item.origin.timestamp, policy)
    return Screening(time, degraded=() if stated is None else (CLAMPED,), stated_time=stated)


class _Asked(Struct, frozen=True, gc=False):
    """The question that a post puts to the history."""

    author: int
    subject: int
    content: int
    signature: bytes | None
    time: int
    place: int


def _screen_one(
    history: History, policy: ScreeningPolicy, post: Post, asked: _Asked, degraded: tuple[str, ...], stated: int | None
) -> Screening:
    previous = None
    if post.revision > 1:
        previous = history.latest_revision(asked.author, asked.place, asked.time - _longest(policy), asked.subject)
    duplicate = NO_DUPLICATE
    if asked.content and policy.repeat_window:
        copy = _copy(history, policy, asked)
        if copy is not None:
            duplicate = Duplicate(
                role="repeat",
                kind="author",
                cluster_id=f"{(asked.author ^ copy.content) & 0xFFFFFFFFFFFFFFFF:016x}",
                survivor=copy.name,
                similarity=round(copy.similarity, 3),
                method="exact" if copy.content == asked.content else "near",
            )
    # An edit is not another post: it can repeat something, but it floods nobody.
    floods = _floods(history, policy, asked) if previous is None else ()
    return Screening(asked.time, duplicate, floods, previous, degraded, stated)


def _copy(history: History, policy: ScreeningPolicy, asked: _Asked) -> Copy | None:
    """The standing copy that a post repeats."""
    author, before, time, subject = asked.author, asked.place, asked.time, asked.subject
    since, until = time - policy.repeat_window, time + policy.repeat_window
    copy = history.standing(author, before, since, until, asked.content, subject)
    if copy is None and asked.signature is not None and policy.near is not None:
        copy = history.near(author, before, since, until, asked.signature, policy.near.similarity, subject)
    return copy


def _floods(history: History, policy: ScreeningPolicy, asked: _Asked) -> tuple[Flood, ...]:
    found: list[Flood] = []
    if history.size(asked.author) + 1 < min([limit.warning for limit in policy.floods], default=0):
        return ()
    for limit in policy.floods:
        since = asked.time - FLOOD_SPAN[limit.window]
        count = 1 + history.count(asked.author, asked.place, since, asked.time, asked.subject)
        if count >= limit.warning:
            level: FloodLevel = "sanction" if count >= limit.sanction else "warning"
            found.append(
                Flood(
                    limit.window, min(count, COUNT_CAP), limit.sanction if level == "sanction" else limit.warning, level
                )
            )
    return tuple(found)
