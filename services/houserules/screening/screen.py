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
from houserules.windows.history import CHANGE, NEVER, REPEAT, STEP, Copy, Entry, History
from houserules.windows.segments import SIGNATURE_BYTES

TOO_OLD: Final = "windows.too-old"
"""The post is further behind the partition than the grace allows: judged without windows, and not counted."""

CLAMPED: Final = "windows.future"
"""The post claims to be from the future; the time of its record was used instead."""

INCOMPLETE: Final = "windows.incomplete"
"""Part of the state that this answer rests on was lost with an unreadable changelog record."""

COUNT_CAP: Final = 1000
"""Highest count reported: what a flood is does not depend on how much of one is remembered."""

_NO_FLOOD: Final = 2**63

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

    `contents` are keyed hashes of masked texts, 0 for one that is too short to be compared; `signatures`, uint8 of shape
    (n, 64), what tells how alike they are. `near` says which are fit to be compared as near with what anybody posts.
    `lengths` are the words and letters of masked texts.
    """

    contents: list[int]
    signatures: npt.NDArray[np.uint8]
    near: list[bool]
    lengths: list[tuple[int, int]]

    @property
    def comparable(self) -> npt.NDArray[np.uint8]:
        """The signatures of the posts that are compared as near, all zero for the others."""
        return self.signatures * np.array(self.near, dtype=np.uint8)[:, None]


@dataclass(frozen=True, slots=True)
class Whose:
    """Keyed hashes of each post of a batch: who wrote it, whatever account it is on, and which post it is."""

    persons: list[int]
    subjects: list[int]


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
    whose: Whose


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
    entries: list[Entry] | None = None,
) -> ScreenResult:
    """Screen posts of one partition in the partition's order, and bring `history` forward.

    A post seen before (same key and revision) gets the answer of its first arrival and is not counted again. The result
    depends on the order of posts in the partition only, never on how they were cut into batches.

    A time in the future is clamped to the record's own: one wrong clock would otherwise push the whole partition's
    windows forward. The record's time is part of the record, so a replay clamps the same.

    What is added to the history is added to `entries` in the same step, so that they agree even if a post fails half-way.
    Before `incomplete_until` (ms of event time) the answers to posts that have not been seen before are marked as degraded.
    """
    longest = _longest(policy)
    posts = [item.post for item in batch]
    texts = compare(posts, policy, hasher)
    # The author's windows are those of one account; across accounts it is the same person.
    whose = Whose(
        hasher.each([f"{post.platform}:{post.author.id}".encode("utf-8", "surrogatepass") for post in posts]),
        hasher.each([post.post_key.encode("utf-8", "surrogatepass") for post in posts]),
    )
    times = [to_millis(post.created_at) if post.revision == 1 else _edit_time(post) for post in posts]
    accounts = {account: hasher(account) for account in {post.account for post in posts}}
    screenings: list[Screening | None] = []
    entries = [] if entries is None else entries
    redelivered = 0
    grace, tolerance, least = policy.grace, policy.future_tolerance, _least_flood(policy)
    watermark = history.watermark
    signatures, near = texts.signatures.tobytes(), texts.near
    for index, (item, content, person, subject, claimed) in enumerate(
        zip(batch, texts.contents, whose.persons, whose.subjects, times, strict=True)
    ):
        post, origin = item.post, item.origin
        place = origin.offset
        author = person ^ accounts[post.account]
        time, stated = claimed, None
        degraded: tuple[str, ...] = ()
        if time > origin.timestamp + tolerance:
            time, stated, degraded = origin.timestamp, claimed, (CLAMPED,)
        if not longest:
            screenings.append(Screening(time, degraded=degraded, stated_time=stated))
            continue
        held = history.size(author)
        arrival = history.arrival(author, subject, post.revision) if held else None
        if arrival is not None:
            redelivered += 1
            # A time in the future was clamped to the first record's, not to that of the one at hand.
            place, time = arrival
            stated, degraded = (None, ()) if claimed == time else (claimed, (CLAMPED,))
            if time - longest < history.floor or place - policy.max_entries < history.lowest:
                screenings.append(None)
                continue
        elif time < watermark - grace:
            screenings.append(Screening(time, degraded=(*degraded, TOO_OLD), stated_time=stated))
            continue
        elif time < incomplete_until:
            degraded = (*degraded, INCOMPLETE)
        start = index * SIGNATURE_BYTES
        signature = signatures[start : start + SIGNATURE_BYTES] if near[index] else None
        if held:
            asked = _Asked(author, subject, content, signature, time, time - longest, place, held + 1 >= least)
            screening = _screen_one(history, policy, post, asked, degraded, stated)
        else:
            screening = Screening(time, NO_DUPLICATE, (), None, degraded, stated)
        screenings.append(screening)
        if arrival is None:
            change = CHANGE if _is_change(post) else 0
            if screening.duplicate is not NO_DUPLICATE:
                entry = Entry(author, time, place, subject, post.revision, content | REPEAT | change)
            else:
                name = post.post_key if content else None
                entry = Entry(author, time, place, subject, post.revision, content | change, name, signature)
            history.add(entry)
            entries.append(entry)
            watermark = max(watermark, time)
    history.pass_by(max([item.origin.offset for item in batch], default=-1), watermark)
    return ScreenResult(screenings, entries, redelivered, texts, whose)


def compare(posts: Sequence[Post], policy: ScreeningPolicy, hasher: Hasher) -> Texts:
    """What the posts of a batch are compared by; nothing if the policy compares none."""
    if not policy.repeat_window and policy.campaigns is None:
        return _texts([None] * len(posts), policy, hasher)
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
    rule = policy.near
    least_words, least_letters = (0, 0) if rule is None else (rule.min_words, rule.min_letters)
    compared = [b"" if item is None else item.text for item in masked]
    hashes = iter(hasher.each([text for text in compared if text]))
    contents = [next(hashes) if text else 0 for text in compared]
    lengths = [(0, 0) if item is None else (item.words, item.letters) for item in masked]
    near = [
        rule is not None
        and item is not None
        and item.words >= least_words
        and item.letters >= least_letters
        and not item.courteous
        for item in masked
    ]
    return Texts(contents, _signer(hasher.key).sign(compared), near, lengths)


def _is_change(post: Post) -> bool:
    return post.revision > 1 or post.deleted


def _edit_time(post: Post) -> int:
    """An edit counts at its edit time."""
    return to_millis(post.created_at if post.edited_at is None else post.edited_at)


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


def _least_flood(policy: ScreeningPolicy) -> int:
    """With how many posts an author can be over any limit."""
    return min([limit.warning for limit in policy.floods], default=_NO_FLOOD)


class _Asked(Struct, frozen=True, gc=False):
    """The question that a post puts to the history."""

    author: int
    subject: int
    content: int
    signature: bytes | None
    time: int
    since: int
    place: int
    many: bool


def _screen_one(
    history: History,
    policy: ScreeningPolicy,
    post: Post,
    asked: _Asked,
    degraded: tuple[str, ...],
    stated: int | None,
) -> Screening:
    previous = None
    if post.revision > 1:
        previous = history.latest_revision(asked.author, asked.place, asked.since, asked.subject, below=post.revision)
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
    # A post counts once, as its first revision: an edit can repeat something, but it floods nobody.
    floods = _floods(history, policy, asked) if asked.many and not _is_change(post) else ()
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
