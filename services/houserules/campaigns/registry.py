"""The campaigns that are running, as the screen stage knows them: which posts of a batch belong to one."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from houserules.campaigns.bank import Bank
from houserules.campaigns.fingerprints import BINS, Numbers, Signatures
from houserules.contracts.campaign import Campaign
from houserules.contracts.stages import Duplicate
from houserules.screening.model import NearPolicy

MAX_CAMPAIGNS: Final = 1000
"""Campaigns held at once; beyond, the one that ends first goes. Some accounts could found thousands an hour."""

_MASK: Final = 2**64 - 1


class Registry:
    """Campaigns by cluster id. In whatever order they are put, the answers are the same, as long as there is room."""

    __slots__ = ("_bank", "_campaigns", "_ordered", "shed")

    def __init__(self) -> None:
        self._campaigns: Final[dict[str, Campaign]] = {}
        self._ordered: list[Campaign] = []
        self._bank: Bank | None = None
        self.shed = 0
        """Campaigns dropped for want of room."""

    def __len__(self) -> int:
        return len(self._campaigns)

    def put(self, campaign: Campaign) -> None:
        """Learn of a campaign, or that it goes on. Putting it again, or an older state of it, changes nothing."""
        known = self._campaigns.get(campaign.cluster_id)
        if known is not None and known.until >= campaign.until:
            return
        self._campaigns[campaign.cluster_id] = campaign
        self._bank = None
        if len(self._campaigns) > MAX_CAMPAIGNS:
            ends_first = min(self._campaigns.values(), key=lambda item: (item.until, item.sequence, item.cluster_id))
            del self._campaigns[ends_first.cluster_id]
            self.shed += 1

    def before(self, sequence: int) -> list[Campaign]:
        """The campaigns that were found before `sequence`, in the order in which they were found."""
        found = [campaign for campaign in self._campaigns.values() if campaign.sequence < sequence]
        return sorted(found, key=lambda item: (item.sequence, item.cluster_id))

    def expire(self, time: int) -> None:
        """Forget campaigns that ended before `time` (ms of event time)."""
        ended = [key for key, campaign in self._campaigns.items() if campaign.until < time]
        for key in ended:
            del self._campaigns[key]
        if ended:
            self._bank = None

    def match(
        self,
        contents: Sequence[int] | Numbers,
        signatures: Signatures | None,
        times: Sequence[int] | Numbers,
        near: NearPolicy | None,
        post_keys: Sequence[str],
    ) -> dict[int, Duplicate]:
        """The posts of a batch that belong to a campaign, by index; of several campaigns the one found first.

        `contents` (0: nothing to compare), `times` (ms) and `post_keys` have one item a post; `signatures` is uint8 of
        shape (n, 64), or None to find equal texts only.
        """
        if not self._campaigns or not len(post_keys):
            return {}
        if self._bank is None:
            self._ordered = sorted(self._campaigns.values(), key=lambda item: (item.sequence, item.cluster_id))
            self._bank = bank_of(self._ordered)
        pairs = self._bank.pairs(
            np.asarray(contents, dtype=np.int64), signatures, None if near is None else near.similarity
        )
        matched: dict[int, Duplicate] = {}
        for index, place, similarity in zip(
            pairs.posts.tolist(),
            pairs.texts.tolist(),
            np.where(pairs.exact, 2.0, pairs.similarity).tolist(),
            strict=True,
        ):
            campaign = self._ordered[place]
            if index not in matched and campaign.since <= times[index] <= campaign.until:
                matched[index] = duplicate(
                    campaign.cluster_id, campaign.survivor, post_keys[index], None if similarity > 1 else similarity
                )
        return matched


def bank_of(campaigns: Sequence[Campaign]) -> Bank:
    """The texts of campaigns, in their order."""
    contents = np.array([content_hash(campaign) for campaign in campaigns], dtype=np.int64)
    return Bank(contents, np.array([signature_of(campaign) for campaign in campaigns], dtype=np.uint8))


def signature_of(campaign: Campaign) -> Signatures:
    """The campaign's signature, uint8 of shape (64,); all zero if it has none."""
    if campaign.signature is None:
        return np.zeros(BINS, dtype=np.uint8)
    return np.frombuffer(bytes.fromhex(campaign.signature), dtype=np.uint8)


def content_hash(campaign: Campaign) -> int:
    """The campaign's content as the signed 64-bit number that fingerprints have."""
    unsigned = int(campaign.content, 16)
    return unsigned - 2**64 if unsigned >= 2**63 else unsigned


def content_name(content: int) -> str:
    """A content hash as campaigns write it: 16 hex digits."""
    return f"{content & _MASK:016x}"


def duplicate(cluster_id: str, survivor: str, post_key: str, similarity: float | None) -> Duplicate:
    """How a post belongs to a campaign; `similarity` to its text is None where the texts are equal."""
    return Duplicate(
        role="first" if post_key == survivor else "repeat",
        kind="campaign",
        cluster_id=cluster_id,
        survivor=survivor,
        similarity=1.0 if similarity is None else round(similarity, 4),
        method="exact" if similarity is None else "near",
    )
