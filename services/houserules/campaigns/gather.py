"""From a screened batch to its fingerprints: what the search for campaigns is told of each post."""

from array import array
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from houserules.campaigns.bank import Bank
from houserules.campaigns.fingerprints import APPLIED, BINS, GONE, LINK, YOUNG, FingerprintBatch
from houserules.contracts.post import Post
from houserules.contracts.stages import NO_DUPLICATE, Screening
from houserules.contracts.times import to_millis
from houserules.screening.model import CampaignPolicy, ScreeningPolicy
from houserules.screening.screen import TOO_OLD, Incoming, Texts, compare_texts
from houserules.windows.hashing import Hasher

MOST: Final = 4000
"""Posts of one record: with signatures and names they stay well under a broker's usual limit of a megabyte."""


def countable(
    batch: Sequence[Incoming], screenings: Sequence[Screening | None], texts: Texts, policy: CampaignPolicy
) -> list[bool]:
    """Which posts can belong to a campaign.

    Not those whose text is too short to mean anything said by many, repeats by their own author, posts too old for
    windows, and posts that came again too late.
    """
    words, letters = policy.min_words, policy.min_letters
    return [
        content != 0
        and screening is not None
        and screening.duplicate is NO_DUPLICATE
        and TOO_OLD not in screening.degraded
        and ((length[0] >= words and length[1] >= letters) or _has_link(item.post))
        for item, screening, content, length in zip(batch, screenings, texts.contents, texts.lengths, strict=True)
    ]


def gather(
    batch: Sequence[Incoming],
    screenings: Sequence[Screening | None],
    texts: Texts,
    counts: Sequence[bool],
    applied: Collection[int],
    policy: CampaignPolicy,
    hasher: Hasher,
) -> list[FingerprintBatch]:
    """The fingerprints of a batch, in its order; no more than `MOST` posts in each.

    `counts` says which posts are `countable`, `applied` are the places of those whose screening names a campaign already.
    A deletion, or an edit to a text that does not count, is told all the same: the text that it takes away counts no
    longer.
    """
    chosen = [
        place
        for place, (item, screening, counting) in enumerate(zip(batch, screenings, counts, strict=True))
        if counting or (item.post.revision > 1 and screening is not None and TOO_OLD not in screening.degraded)
    ]
    return [
        _fingerprints(batch, screenings, texts, counts, applied, policy, hasher, chosen[start : start + MOST])
        for start in range(0, len(chosen), MOST)
    ]


def solidarity_bank(policy: ScreeningPolicy, hasher: Hasher) -> Bank | None:
    """The texts that people are meant to repeat, as fingerprints compare them; None if the policy names none."""
    if policy.campaigns is None or not policy.campaigns.solidarity:
        return None
    texts = compare_texts(policy.campaigns.solidarity, policy, hasher)
    return Bank(np.array(texts.contents, dtype=np.int64), texts.spread())


def _fingerprints(
    batch: Sequence[Incoming],
    screenings: Sequence[Screening | None],
    texts: Texts,
    counts: Sequence[bool],
    applied: Collection[int],
    policy: CampaignPolicy,
    hasher: Hasher,
    chosen: Sequence[int],
) -> FingerprintBatch:
    flat = array("q")
    names: list[str] = []
    told: dict[int, Screening] = {}
    rows: list[int] = []
    for place in chosen:
        item, screening = batch[place], screenings[place]
        assert screening is not None
        post, origin, content = item.post, item.origin, texts.contents[place]
        if counts[place]:
            flags = _flags(post, screening.event_time, policy) | (APPLIED if place in applied else 0)
            rows.append(texts.rows[place])
        else:
            flags, content = GONE, 0
            rows.append(-1)
        author, subject = hasher(f"{post.platform}:{post.author.id}"), hasher(post.post_key)
        flat.extend(
            (
                content,
                author,
                subject,
                screening.event_time,
                origin.partition,
                origin.offset,
                post.revision,
                flags,
            )
        )
        if not _is_plain(screening):
            told[len(names)] = screening
        names.append(post.post_key)
    signatures = np.zeros((len(names), BINS), dtype=np.uint8)
    found = np.array(rows, dtype=np.intp)
    signatures[found >= 0] = texts.signatures[found[found >= 0]]
    return FingerprintBatch.of(flat, names, signatures, told)


def _flags(post: Post, time: int, policy: CampaignPolicy) -> int:
    flags = 0
    born = post.author.created_at
    if born is not None and time - to_millis(born) < policy.young:
        flags |= YOUNG
    if _has_link(post):
        flags |= LINK
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
