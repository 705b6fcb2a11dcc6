"""Campaigns while copies of them may still come."""

from typing import Final

import numpy as np

from houserules.campaigns.bank import Bank
from houserules.campaigns.fingerprints import Numbers, Signatures
from houserules.campaigns.registry import MAX_CAMPAIGNS, content_hash, signature_of
from houserules.contracts.campaign import Campaign
from houserules.screening.signature import similarity

MOST_WAITING: Final = 256
"""Copies that a campaign remembers for the case that it goes on long enough to reach them."""


class Running:
    """A campaign while copies of it may still come."""

    __slots__ = ("campaign", "content", "published", "signature", "until", "waiting")

    def __init__(self, campaign: Campaign) -> None:
        self.campaign: Final = campaign
        self.content: Final = content_hash(campaign)
        self.signature: Final = signature_of(campaign)
        self.until = campaign.until
        self.published = campaign.until
        self.waiting: dict[int, float | None] = {}
        """Copies later than `until`, by row: members as soon as the campaign reaches them. Values as in `Match`."""

    def wait(self, row: int, near: float | None) -> None:
        """Remember a copy that is later than the campaign."""
        self.waiting[row] = near
        if len(self.waiting) > MOST_WAITING:
            del self.waiting[next(iter(self.waiting))]

    def current(self) -> Campaign:
        """The campaign as it stands."""
        item = self.campaign
        return Campaign(
            cluster_id=item.cluster_id,
            sequence=item.sequence,
            content=item.content,
            signature=item.signature,
            survivor=item.survivor,
            authors=item.authors,
            since=item.since,
            until=self.until,
        )


Match = tuple[Running, float | None]
"""A campaign whose text a post says, and the similarity; None where it is equal."""

Copy = tuple[int, float | None]
"""The row of a post that says a text, and the similarity; None where it is equal."""


def by_sequence(running: Running) -> int:
    """The order in which campaigns were found."""
    return running.campaign.sequence


class RunningCampaigns:
    """Campaigns that a post may still join, `MAX_CAMPAIGNS` at most; beyond, those that end first go."""

    __slots__ = ("_bank", "_ordered", "_running", "_similarity")

    def __init__(self, similarity: float | None) -> None:
        """`similarity`: from where on texts are near; None to find equal ones only."""
        self._similarity: Final = similarity
        self._running: dict[str, Running] = {}
        self._ordered: list[Running] = []
        self._bank: Bank | None = None

    def add(self, running: Running) -> None:
        """One more, or another state of one."""
        self._running[running.campaign.cluster_id] = running
        self._bank = None

    def live(self, time: int) -> int:
        """How many have not ended by `time` (ms of event time)."""
        return sum(item.until >= time for item in self._running.values())

    def expire(self, floor: int) -> None:
        """Forget those that ended before `floor` (ms of event time)."""
        self._keep([item for item in self._running.values() if item.until >= floor])

    def limit(self) -> None:
        """Forget those that end first, beyond the number that may be held."""
        if len(self._running) > MAX_CAMPAIGNS:
            ends_last = sorted(self._running.values(), key=lambda item: (item.until, item.campaign.sequence))
            self._keep(sorted(ends_last[-MAX_CAMPAIGNS:], key=by_sequence))

    def match(self, contents: Numbers, signatures: Signatures) -> dict[int, list[Match]]:
        """By place, the campaigns whose text a post says, whenever it was written; the one found first in front."""
        if not self._running:
            return {}
        if self._bank is None:
            self._ordered = sorted(self._running.values(), key=by_sequence)
            self._bank = Bank(
                np.array([item.content for item in self._ordered], dtype=np.int64),
                np.array([item.signature for item in self._ordered], dtype=np.uint8),
            )
        pairs = self._bank.pairs(contents, signatures, self._similarity)
        matches: dict[int, list[Match]] = {}
        for place, text, near, exact in zip(*(values.tolist() for values in pairs), strict=True):
            matches.setdefault(place, []).append((self._ordered[text], None if exact else near))
        return matches

    def says(self, running: Running, contents: Numbers, signatures: Signatures) -> list[tuple[int, float | None]]:
        """The posts that say the text of one campaign: place, and similarity as in `Match`."""
        said = exact = contents == running.content
        scores = np.zeros(len(exact))
        if self._similarity is not None:
            scores = similarity(running.signature, signatures)
            said = exact | ((contents != 0) & (scores >= self._similarity))
        return [(place, None if exact[place] else float(scores[place])) for place in np.flatnonzero(said).tolist()]

    def snapshot(self) -> tuple[object, ...]:
        """Everything held, for comparison."""
        return tuple((item.current(), item.published, tuple(item.waiting.items())) for item in self._running.values())

    def _keep(self, kept: list[Running]) -> None:
        if len(kept) < len(self._running):
            self._running = {item.campaign.cluster_id: item for item in kept}
            self._bank = None
