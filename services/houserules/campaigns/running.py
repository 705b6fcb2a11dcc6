"""A campaign while copies of it may still come."""

from typing import Final

from houserules.campaigns.registry import content_hash, signature_of
from houserules.contracts.campaign import Campaign

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


def by_sequence(running: Running) -> int:
    """The order in which campaigns were found."""
    return running.campaign.sequence
