"""From a screened batch to its fingerprints: what the search for campaigns is told of each post."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from houserules.campaigns.bank import Bank
from houserules.campaigns.fingerprints import APPLIED, GONE, LINK, SHORT, YOUNG, FingerprintBatch
from houserules.contracts.post import Post
from houserules.contracts.stages import NO_DUPLICATE, Screening
from houserules.contracts.times import to_millis
from houserules.screening.model import CampaignPolicy, ScreeningPolicy
from houserules.screening.screen import TOO_OLD, Incoming, ScreenResult, compare_texts
from houserules.windows.hashing import Hasher

MOST: Final = 4000
"""Posts of one record: with signatures and names they stay well under a broker's usual limit of a megabyte."""


def countable(
    batch: Sequence[Incoming], result: ScreenResult, policy: ScreeningPolicy, solidarity: Bank | None
) -> list[bool]:
    """Which posts can belong to a campaign.

    Not those whose text is too short to mean anything said by many, what people are meant to repeat (`solidarity`, and
    what is near to it, unless it carries a link), repeats by their own author, posts too old for windows, and posts that
    came again too late.
    """
    rule, texts = policy.campaigns, result.texts
    if rule is None:
        return [False] * len(batch)
    words, letters = rule.short_words, rule.short_letters
    counts = [
        content != 0
        and screening is not None
        and screening.duplicate is NO_DUPLICATE
        and TOO_OLD not in screening.degraded
        and ((length[0] >= words and length[1] >= letters) or _has_link(item.post))
        for item, screening, content, length in zip(
            batch, result.screenings, texts.contents, texts.lengths, strict=True
        )
    ]
    if solidarity is not None:
        similarity = None if policy.near is None else policy.near.similarity
        said = solidarity.pairs(np.array(texts.contents, dtype=np.int64), texts.signatures, similarity)
        for place, exact in zip(said.posts.tolist(), said.exact.tolist(), strict=True):
            if exact or not _has_link(batch[place].post):
                counts[place] = False
    return counts


def gather(
    batch: Sequence[Incoming],
    result: ScreenResult,
    counts: Sequence[bool],
    applied: Collection[int],
    policy: CampaignPolicy,
) -> list[FingerprintBatch]:
    """The fingerprints of a batch, in its order; no more than `MOST` posts in each.

    `counts` says which posts are `countable`, `applied` are the places of those whose screening names a campaign already.
    A deletion, or an edit to a text that does not count, is told all the same: the text that it takes away counts no
    longer.
    """
    chosen = [
        place
        for place, (item, screening, counting) in enumerate(zip(batch, result.screenings, counts, strict=True))
        if counting or (item.post.revision > 1 and screening is not None and TOO_OLD not in screening.degraded)
    ]
    return [
        _fingerprints(batch, result, counts, applied, policy, chosen[start : start + MOST])
        for start in range(0, len(chosen), MOST)
    ]


def solidarity_bank(policy: ScreeningPolicy, hasher: Hasher) -> Bank | None:
    """The texts that people are meant to repeat, as fingerprints compare them; None if the policy names none."""
    if policy.campaigns is None or not policy.campaigns.solidarity:
        return None
    texts = compare_texts(policy.campaigns.solidarity, policy, hasher)
    return Bank(np.array(texts.contents, dtype=np.int64), texts.signatures)


def _fingerprints(
    batch: Sequence[Incoming],
    result: ScreenResult,
    counts: Sequence[bool],
    applied: Collection[int],
    policy: CampaignPolicy,
    chosen: Sequence[int],
) -> FingerprintBatch:
    texts, whose = result.texts, result.whose
    items = [batch[place] for place in chosen]
    screenings = [screening for place in chosen if (screening := result.screenings[place]) is not None]
    times = [screening.event_time for screening in screenings]
    flags = [
        (_flags(item.post, time, texts.lengths[place], policy) if counts[place] else GONE)
        | (APPLIED if place in applied else 0)
        for place, item, time in zip(chosen, items, times, strict=True)
    ]
    numbers = np.array(
        [
            [texts.contents[place] if counts[place] else 0 for place in chosen],
            [whose.persons[place] for place in chosen],
            [whose.subjects[place] for place in chosen],
            times,
            [item.origin.partition for item in items],
            [item.origin.offset for item in items],
            [item.post.revision for item in items],
            flags,
        ],
        dtype=np.int64,
    )
    comparable = np.array([counts[place] and texts.near[place] for place in chosen], dtype=np.uint8)
    signatures = texts.signatures[np.array(chosen, dtype=np.intp)] * comparable[:, None]
    told = {place: screening for place, screening in enumerate(screenings) if not _is_plain(screening)}
    return FingerprintBatch(numbers, signatures, [item.post.post_key for item in items], told)


def _flags(post: Post, time: int, length: tuple[int, int], policy: CampaignPolicy) -> int:
    flags = 0
    born = post.author.created_at
    if born is not None and time - to_millis(born) < policy.young:
        flags |= YOUNG
    if _has_link(post):
        flags |= LINK
    elif length[0] < policy.min_words or length[1] < policy.min_letters:
        flags |= SHORT
    return flags


def _has_link(post: Post) -> bool:
    return bool(post.links) or "://" in post.text or "www." in post.text


def _is_plain(screening: Screening) -> bool:
    return (
        not screening.floods
        and not screening.degraded
        and screening.previous_revision is None
        and screening.stated_time is None
    )
