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
class ScreeningPolicy:
    """Windows are in ms of event time.

    `min_words` and `min_letters` are what a masked text must reach before it can be a duplicate: below, people say the
    same thing by chance ("So true"). `grace` is how far behind the partition's latest post a post may be and still be
    judged with windows. `max_rows` bounds what is remembered of one author.
    """

    repeat_window: int = DAY
    min_words: int = 4
    min_letters: int = 16
    grace: int = HOUR
    future_tolerance: int = 5 * MINUTE
    max_rows: int = 4096
    floods: tuple[FloodLimit, ...] = field(
        default=(
            FloodLimit("minute", warning=6, sanction=10),
            FloodLimit("hour", warning=40, sanction=60),
            FloodLimit("day", warning=150, sanction=250),
        )
    )
