"""What a policy says about repeats and floods."""

from dataclasses import dataclass, field

from houserules.contracts.times import DAY, HOUR, MINUTE
from houserules.contracts.vocabulary import FloodWindow

FLOOD_SPAN: dict[FloodWindow, int] = {"minute": MINUTE, "hour": HOUR, "day": DAY}
"""Length of each flood window in ms."""


@dataclass(frozen=True, slots=True)
class FloodLimit:
    """An author's posts in a sliding window, this one counted: flagged from `warning` on, acted on from `sanction` on."""

    window: FloodWindow
    warning: int
    sanction: int


@dataclass(frozen=True, slots=True)
class NearPolicy:
    """When two texts that differ are still the same message.

    Both must reach `min_words` and `min_letters` after masking, and share at least `similarity` (0..1) of their runs of
    five letters, as estimated from their signatures. Below that length, a changed word is a changed message; and in a
    text with one of the `courtesies` a changed name is one at any length, so such a text is never compared as near.
    """

    min_words: int = 16
    min_letters: int = 80
    similarity: float = 0.65


@dataclass(frozen=True, slots=True)
class CampaignPolicy:
    """When the same text from different authors is a campaign.

    Every author weighs 1, times `young_weight` if the account is younger than `young` (ms) and times `link_weight` if
    the post carries a link. A campaign is found once the weights of distinct authors inside `window` (ms of event time)
    reach `authors`, and there are at least `least_authors` of them. A text counts from `min_words` and `min_letters` on,
    or with a link: what many people say by chance is longer than what one says twice by chance. `solidarity` are texts
    that people are meant to repeat: they are never a campaign. `max_entries` bounds how many posts are remembered; the
    oldest go first.
    """

    authors: float = 5
    least_authors: int = 3
    window: int = 12 * HOUR
    young: int = 7 * DAY
    young_weight: float = 1.5
    link_weight: float = 1.5
    min_words: int = 8
    min_letters: int = 36
    short_weight: float = 1 / 3
    short_words: int = 6
    short_letters: int = 24
    solidarity: tuple[str, ...] = ()
    max_entries: int = 400_000


COURTESIES: frozenset[str] = frozenset(
    """
    amen anniversary birthday blessings bravo cheers christmas condolence condolences congrats congratulations grateful
    heart hope hug hugs loss love lovely luck missed peace prayers proud respect rip sorry strength ta thank thanks
    thankyou thoughts thx welcome wishes wishing xx xxx
    """.split()
) | {"well done", "get well"}
"""Words by which a text shows that it greets, thanks or comforts."""


@dataclass(frozen=True, slots=True)
class ScreeningPolicy:
    """Windows are in ms of event time.

    `min_words` and `min_letters` are what a masked text must reach before it can be a duplicate: below, people say the
    same thing by chance ("So true"). A reply needs more (`reply_words`, `reply_letters`), and so does a text with one of
    the `courtesies` in it (`courtesy_words`): people thank many others in much the same words. `grace` is how far behind
    the partition's latest post a post may be and still be judged with windows. `max_rows` bounds what is remembered of
    one author, and `max_entries` how many of a partition's latest records are remembered at all; beyond either the oldest
    go first. None for `near` or `campaigns`, `repeat_window` 0 or no `floods`: not looked for.
    """

    repeat_window: int = DAY
    min_words: int = 4
    min_letters: int = 16
    reply_words: int = 6
    reply_letters: int = 24
    courtesy_words: int = 10
    courtesies: frozenset[str] = COURTESIES
    near: NearPolicy | None = field(default=NearPolicy())
    campaigns: CampaignPolicy | None = field(default=CampaignPolicy())
    grace: int = HOUR
    future_tolerance: int = 5 * MINUTE
    max_rows: int = 4096
    max_entries: int = 1_500_000
    floods: tuple[FloodLimit, ...] = field(
        default=(
            FloodLimit("minute", warning=6, sanction=10),
            FloodLimit("hour", warning=40, sanction=60),
            FloodLimit("day", warning=150, sanction=250),
        )
    )
