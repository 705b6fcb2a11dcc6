"""Strikes: what an author's breaches weigh together, and what follows when they weigh too much.

A strike counts for as long as the policy says, in event time, unless a person has taken it back. Each post counts once,
with the heaviest strike of its revisions. When a post's strike takes the sum from below a threshold to it or over it, its
verdict mutes or blocks the author: once per crossing, since a later post finds the sum beyond the threshold already.

A post that holds a disclosure or tells of a crisis never gets here: the safeguarding cap has taken its strike away.
"""

from typing import Final

from msgspec import Struct

from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import DAY, HOUR
from houserules.judging.policy.limits import Strikes
from houserules.judging.policy.model import Policy
from houserules.windows.hashing import Hasher
from houserules.windows.history import ANY, NEVER, STEP, Entry, History

DEFAULT_EXPIRY: Final = 90 * DAY
"""How long strikes are remembered, in ms, for a policy that gives none: it may come to give some."""

LATENESS: Final = DAY + HOUR + STEP
"""Held for longer than strikes count, in ms: a post that comes a day late still finds what it follows."""

MOST_ROWS: Final = 500_000
"""Strikes held of one partition, about 100 MB. Beyond, the oldest go, in favour of their authors, and a metric tells."""

MOST_OF_ONE: Final = 1024
"""Strikes held of one author."""

_ALL_RECORDS: Final = 2**62
_FLAG_BITS: Final = 2


class Standing(Struct, frozen=True, gc=False):
    """What an author's strikes weighed before a post and weigh with it."""

    before: int
    after: int

    def crosses(self, threshold: int | None) -> bool:
        """Whether the post takes the sum to `threshold` or over it."""
        return threshold is not None and self.before < threshold <= self.after


def strikes_span(policy: Policy) -> int:
    """How far back (ms of event time) strikes have to be held for `policy`."""
    return (DEFAULT_EXPIRY if policy.strikes is None else policy.strikes.expiry_ms) + LATENESS


def new_strikes(policy: Policy) -> History:
    """An empty history of strikes for `policy`. It is bounded by rows: they are few among the partition's records."""
    return History(strikes_span(policy), MOST_OF_ONE, _ALL_RECORDS, most=MOST_ROWS)


class StrikeBook:
    """The strikes of one partition's authors. New rows gather in `entries`."""

    __slots__ = ("_hasher", "_history", "_strikes", "entries")

    def __init__(self, strikes: Strikes, history: History, hasher: Hasher) -> None:
        self._strikes: Final = strikes
        self._history: Final = history
        self._hasher: Final = hasher
        self.entries: list[Entry] = []

    def strike(self, post: RedactedPost, weight: int) -> Standing:
        """Record a strike of `weight` for the post's author, once, and tell how they stand.

        A post that comes again gets the answer that it got the first time.
        """
        history = self._history
        key = author_key(self._hasher, post.author_key)
        subject = self._hasher(post.post_key)
        time, place = post.screening.event_time, post.origin.offset
        arrival = history.arrival(key, subject, post.revision) if history.knows(key) else None
        if arrival is not None:
            place, time = arrival
        before = self._sum(key, place, time - self._strikes.expiry_ms, subject)
        if arrival is None:
            entry = Entry(key, time, place, subject, post.revision, weight << _FLAG_BITS)
            history.add(entry)
            self.entries.append(entry)
        return Standing(before, before + weight)

    def _sum(self, key: int, place: int, since: int, subject: int) -> int:
        """What the strikes for other posts weigh that stood before `place`.

        Strikes for posts that came earlier and are dated later count: else posts that come late could take the sum over
        a threshold without any of them crossing it.
        """
        weights: dict[int, int] = {}
        for event in self._history.events(key, place, since):
            if event.subject != subject:
                weight = event.content >> _FLAG_BITS
                if weight > weights.get(event.subject, 0) and not self._is_void(event.subject, event.revision, place):
                    weights[event.subject] = weight
        return sum(weights.values())

    def _is_void(self, subject: int, revision: int, place: int) -> bool:
        key = void_key(self._hasher, subject, revision)
        return self._history.knows(key) and self._history.count(key, place, NEVER, ANY, 0) > 0


def author_key(hasher: Hasher, author: str) -> int:
    """The key of an author's strikes."""
    return hasher(f"strike|{author}")


def void_key(hasher: Hasher, subject: int, revision: int) -> int:
    """The key of what a person has taken back: the strike for this revision of the post."""
    return hasher(f"void|{subject}|{revision}")


class Void(Struct, frozen=True, gc=False):
    """A strike that a person has taken back, by keyed hashes: of its author, of its post, and of the taking back."""

    author: int
    subject: int
    revision: int
    key: int

    @classmethod
    def of(cls, hasher: Hasher, author: str, post_key: str, revision: int) -> "Void":
        """The taking back of the strike that `author` got for this revision of the post."""
        subject = hasher(post_key)
        return cls(author_key(hasher, author), subject, revision, void_key(hasher, subject, revision))

    def entry(self, history: History) -> Entry | None:
        """What `history` has to remember so that the strike no longer counts; None if it does, or knows no such strike.

        It stands at the marker: posts up to there have been judged with the strike, those behind it are judged without.
        """
        if not history.knows(self.author) or history.knows(self.key):
            return None
        if history.arrival(self.author, self.subject, self.revision) is None:
            return None
        return Entry(self.key, history.watermark, history.marker, self.subject, self.revision, 0)
