"""The screen stage: repeats and floods of one author, in event time, over one partition's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import Struct

from houserules.contracts.post import Post
from houserules.contracts.stages import NO_DUPLICATE, Duplicate, Flood, Origin, ScreenedPost, Screening
from houserules.contracts.times import HOUR, to_millis
from houserules.contracts.vocabulary import FloodLevel
from houserules.screening.mask import mask
from houserules.screening.model import FLOOD_SPAN, ScreeningPolicy
from houserules.windows.hashing import Hasher
from houserules.windows.history import BUCKET, REPEAT, Entry, History, Row

TOO_OLD: Final = "windows.too-old"
"""The post is further behind the partition than the grace allows: judged without windows, and not counted."""

CLAMPED: Final = "windows.future"
"""The post claims to be from the future; the time of its record was used instead."""

COUNT_CAP: Final = 1000
"""Highest count reported. Below the rows kept of one author, so that shedding old rows never changes an answer."""

RETRY_HORIZON: Final = 6 * HOUR
"""How much later than the original, in ms of event time, a connector's retry still gets exactly the same answer."""


class Incoming(Struct, frozen=True, gc=False):
    """One decoded post and where it stands."""

    origin: Origin
    post: Post
    trace: str | None


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """Screened posts in input order, what they added to the history, and how many had been seen before.

    None stands for a post that came again later than `RETRY_HORIZON`: its verdict went out long ago, and the rows that it
    was judged with are gone, so judging it again could only contradict the verdict of the same id.
    """

    posts: list[ScreenedPost | None]
    entries: list[Entry]
    redelivered: int


def history_span(policy: ScreeningPolicy) -> int:
    """How much event time a history must hold for every question of `screen` to have an exact answer, in ms."""
    return _longest(policy) + policy.grace + RETRY_HORIZON + BUCKET


def _longest(policy: ScreeningPolicy) -> int:
    return max([policy.repeat_window, *(FLOOD_SPAN[limit.window] for limit in policy.floods)])


def screen(batch: Sequence[Incoming], history: History, policy: ScreeningPolicy, hasher: Hasher) -> ScreenResult:
    """Screen posts of one partition in the partition's order, and bring `history` forward.

    A post seen before (same key and revision) gets the answer of its first arrival and is not counted again. The result
    depends on the order of posts in the partition only, never on how they were cut into batches.
    """
    posts: list[ScreenedPost | None] = []
    entries: list[Entry] = []
    redelivered = 0
    min_words, min_letters, grace = policy.min_words, policy.min_letters, policy.grace
    for item in batch:
        post, origin = item.post, item.origin
        place = origin.offset
        author, subject = hasher(post.author_key), hasher(post.post_key)
        time, stated = event_time(post, origin.timestamp, policy)
        degraded: tuple[str, ...] = () if stated is None else (CLAMPED,)
        arrival = history.arrival(author, subject, post.revision) if history.knows(author) else None
        if arrival is not None:
            redelivered += 1
            if time - _longest(policy) < history.floor:
                posts.append(None)
                continue
            place = arrival
        elif time < history.watermark - grace:
            screening = Screening(time, degraded=(*degraded, TOO_OLD), stated_time=stated)
            posts.append(ScreenedPost(origin=origin, post=post, screening=screening, trace=item.trace))
            history.pass_by(place, time)
            continue
        content = 0
        if not post.deleted:
            masked, words, letters = mask(post.text)
            if words >= min_words and letters >= min_letters:
                content = hasher(masked)
        screening = _screen_one(history, policy, post, author, subject, content, time, place, degraded, stated)
        if arrival is None:
            repeats = screening.duplicate is not NO_DUPLICATE
            entry = Entry(
                author,
                Row(time, place, subject, post.revision, content | REPEAT if repeats else content),
                post.post_key if content and not repeats else None,
            )
            history.add(entry)
            history.pass_by(place, time)
            entries.append(entry)
        posts.append(ScreenedPost(origin=origin, post=post, screening=screening, trace=item.trace))
    return ScreenResult(posts, entries, redelivered)


def event_time(post: Post, record_time: int, policy: ScreeningPolicy) -> tuple[int, int | None]:
    """The instant (ms) that a post counts at, and what the post claims where that differs.

    An edit counts at its edit time. A time in the future is clamped to the record's own: one wrong clock would otherwise
    push the whole partition's windows forward. The record's time is part of the record, so a replay clamps the same.
    """
    moment = post.edited_at if post.revision > 1 and post.edited_at is not None else post.created_at
    time = to_millis(moment)
    return (time, None) if time <= record_time + policy.future_tolerance else (record_time, time)


def _screen_one(
    history: History,
    policy: ScreeningPolicy,
    post: Post,
    author: int,
    subject: int,
    content: int,
    time: int,
    place: int,
    degraded: tuple[str, ...],
    stated: int | None,
) -> Screening:
    if post.deleted or not history.knows(author):
        return Screening(time, degraded=degraded, stated_time=stated)
    previous = history.latest_revision(author, place, subject) if post.revision > 1 else None
    duplicate = NO_DUPLICATE
    if content:
        window = policy.repeat_window
        stands = history.standing(author, place, time - window, time + window, content, subject)
        if stands is not None:
            duplicate = Duplicate(
                role="repeat",
                kind="author",
                cluster_id=f"{(author ^ content) & 0xFFFFFFFFFFFFFFFF:016x}",
                survivor=history.name(stands.subject),
                similarity=1.0,
                method="exact",
            )
    # An edit is not another post: it can repeat something, but it floods nobody.
    floods = _floods(history, policy, author, subject, time, place) if previous is None else ()
    return Screening(time, duplicate, floods, previous, degraded, stated)


def _floods(
    history: History, policy: ScreeningPolicy, author: int, subject: int, time: int, place: int
) -> tuple[Flood, ...]:
    found: list[Flood] = []
    for limit in policy.floods:
        count = 1 + history.count(author, place, time - FLOOD_SPAN[limit.window], time, subject)
        if count >= limit.warning:
            level: FloodLevel = "sanction" if count >= limit.sanction else "warning"
            found.append(
                Flood(
                    limit.window, min(count, COUNT_CAP), limit.sanction if level == "sanction" else limit.warning, level
                )
            )
    return tuple(found)
