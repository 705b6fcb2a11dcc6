"""What has been ordered on posts, and what of it ends when an author mends or deletes a post.

A new revision is judged afresh. Where its verdict keeps nothing from the readers any more, what verdicts on earlier
revisions ordered is taken back: a hidden post that was mended can be seen again, and nobody sits behind a held post that
its author has deleted. A revision that comes after a newer one orders nothing about a text that is gone.

A flood is not mended with a text: what was kept from the readers as part of one stays so, until its author deletes it. And
a campaign's verdict is made where nobody knows this past, too, so it ends nothing and never depends on it. What it orders
ends like all else where it is the post's first verdict; what it orders later is not known here.

Every order of one of `COVERING` leaves a row, and so does every revision after the first: about as many as there are
edits and posts that are not left alone. What is asked of them is asked as of a revision's own place in the partition's
order, so that one that comes again gets the answer that it got the first time.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from msgspec import Struct

from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import DAY, HOUR
from houserules.contracts.vocabulary import Verb
from houserules.windows.hashing import Hasher
from houserules.windows.history import STEP, Entry, History

SPAN: Final = 7 * DAY
"""For how long after an order (ms of event time) a revision ends it: as long as connectors remember what they did."""

HISTORY_SPAN: Final = SPAN + DAY + HOUR + STEP
"""What a history of orders holds, in ms: long enough that revisions a day late still find the orders before them."""

MOST_ROWS: Final = 400_000
"""Rows held of one partition, about 100 MB. Beyond, the oldest go: those orders stay until a person ends them."""

MOST_OF_ONE: Final = 32
"""Revisions remembered of one post. Who edits more often is judged all the same."""

COVERING: Final[tuple[Verb, ...]] = ("hold", "hide", "remove", "redact_display")
"""Orders that a mended text no longer deserves. Platforms that cannot take words out of a post hide it for the last."""

_UNSEEN: Final[frozenset[Verb]] = frozenset({"hold", "hide", "remove"})
_BACK: Final[dict[Verb, Verb]] = {
    "hold": "release",
    "hide": "unhide",
    "remove": "restore",
    # Nothing puts words back. But most platforms cannot take words out, and hide the post instead: that has to end.
    "redact_display": "unhide",
}
_ALL_RECORDS: Final = 2**62


class Settled(Struct, frozen=True, gc=False):
    """What follows for a revision from the orders before it: whether it comes too `late` to order anything about its
    text, and the verbs that take earlier orders `back`."""

    late: bool = False
    back: tuple[Verb, ...] = ()


NOTHING: Final = Settled()
LATE: Final = Settled(late=True)


class _Tags(Struct, frozen=True, gc=False):
    """What tells the keys of one post apart: its revisions, those that were part of a flood, and by verb what was ordered
    and what was taken back."""

    revisions: int
    flooding: int
    ordered: dict[Verb, int]
    ended: dict[Verb, int]


def new_orders() -> History:
    """An empty history of orders. It is bounded by rows: they are few among the partition's records."""
    return History(HISTORY_SPAN, MOST_OF_ONE, _ALL_RECORDS, most=MOST_ROWS, rings=True)


class OrderBook:
    """The orders on one partition's posts. New rows gather in `entries`."""

    __slots__ = ("_hasher", "_history", "_tags", "entries")

    def __init__(self, history: History, hasher: Hasher) -> None:
        self._history: Final = history
        self._hasher: Final = hasher
        self._tags: Final = _tags(hasher.key)
        self.entries: list[Entry] = []

    def settle(self, post: RedactedPost, ordered: Collection[Verb], *, fixed: bool = False) -> Settled:
        """What follows from the orders before this revision, whose verdict orders `ordered`; all of it is remembered.

        A `fixed` verdict is one that the past must not change: nothing follows, and it is remembered all the same.
        """
        covering = [verb for verb in COVERING if verb in ordered]
        changed = post.revision > 1
        if not covering and not changed:
            return NOTHING
        subject = self._hasher(f"orders|{post.post_key}")
        place, time = self._arrival(post, subject, covering, changed=changed)
        newest = self._latest(subject ^ self._tags.revisions, subject, place, time)
        if newest is not None and newest > post.revision:
            return NOTHING if fixed else LATE
        back: list[Verb] = []
        if changed and not fixed and _UNSEEN.isdisjoint(covering) and not self._lasts(post, subject, place, time):
            ending = [verb for verb in self._standing(post, subject, place, time) if verb not in covering]
            # On a post that is gone there is nothing to restore, and a platform might bring it back.
            ending = [verb for verb in ending if verb != "remove" or not post.deleted]
            for verb in ending:
                self._add(subject ^ self._tags.ended[verb], time, place, subject, post.revision)
            back = [_BACK[verb] for verb in ending]
        for verb in covering:
            self._add(subject ^ self._tags.ordered[verb], time, place, subject, post.revision)
        if _is_flooding(post, ordered):
            self._add(subject ^ self._tags.flooding, time, place, subject, post.revision)
        if changed:
            self._add(subject ^ self._tags.revisions, time, place, subject, post.revision)
        return Settled(back=tuple(dict.fromkeys(back))) if back else NOTHING

    def _arrival(
        self, post: RedactedPost, subject: int, covering: Collection[Verb], *, changed: bool
    ) -> tuple[int, int]:
        """The place and the time (ms) that the revision was first seen at with these orders; else its own.

        With orders that it did not have before, by another policy, it has to find what came since.
        """
        history = self._history
        keys = [subject ^ self._tags.ordered[verb] for verb in covering]
        if changed:
            keys.append(subject ^ self._tags.revisions)
        arrivals = [history.arrival(key, subject, post.revision) for key in keys]
        first = arrivals[0]
        if first is None or None in arrivals:
            return post.origin.offset, post.screening.event_time
        return first

    def _lasts(self, post: RedactedPost, subject: int, place: int, time: int) -> bool:
        """Whether no edit ends what was ordered on the post."""
        if post.deleted:
            return False
        return self._latest(subject ^ self._tags.flooding, subject, place, time) is not None

    def _standing(self, post: RedactedPost, subject: int, place: int, time: int) -> list[Verb]:
        """What earlier revisions were given that none since has ended."""
        standing: list[Verb] = []
        for verb in COVERING:
            ordered = self._latest(subject ^ self._tags.ordered[verb], subject, place, time, post.revision)
            if ordered is not None:
                ended = self._latest(subject ^ self._tags.ended[verb], subject, place, time, post.revision)
                if ended is None or ended <= ordered:
                    standing.append(verb)
        return standing

    def _latest(self, key: int, subject: int, place: int, time: int, below: int = 2**62) -> int | None:
        return self._history.latest_revision(key, place, time - SPAN, subject, below)

    def _add(self, key: int, time: int, place: int, subject: int, revision: int) -> None:
        if self._history.arrival(key, subject, revision) is not None:
            return
        entry = Entry(key, time, place, subject, revision, 0)
        self._history.add(entry)
        self.entries.append(entry)


def _is_flooding(post: RedactedPost, ordered: Collection[Verb]) -> bool:
    """Whether a post may have been kept from its readers for how many its author writes. One that needs care never is."""
    return "escalate_safeguarding" not in ordered and any(flood.level == "sanction" for flood in post.screening.floods)


@lru_cache(maxsize=8)
def _tags(key: bytes) -> _Tags:
    """Made for every batch otherwise: a book lives no longer."""
    hasher = Hasher(key)
    return _Tags(
        hasher("revisions"),
        hasher("flooding"),
        {verb: hasher(f"ordered|{verb}") for verb in COVERING},
        {verb: hasher(f"ended|{verb}") for verb in COVERING},
    )
