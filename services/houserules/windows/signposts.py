"""Who has been signposted where: one reply per person per thread per day, however often they write."""

from typing import Final

from houserules.contracts.stages import RedactedPost
from houserules.contracts.times import DAY, HOUR
from houserules.windows.hashing import Hasher
from houserules.windows.history import STEP, Entry, History

SPAN: Final = DAY
"""A person is not signposted again in the same thread for this much event time, in ms."""

HISTORY_SPAN: Final = SPAN + DAY + HOUR + STEP
"""What a signpost history holds: long enough that posts a day late still find the reply that they follow."""


class Signposts:
    """Decides signposts over one partition's history, and remembers them. New rows gather in `entries`."""

    __slots__ = ("_hasher", "_history", "entries")

    def __init__(self, history: History, hasher: Hasher) -> None:
        self._history: Final = history
        self._hasher: Final = hasher
        self.entries: list[Entry] = []

    def first(self, post: RedactedPost) -> bool:
        """Whether this post gets the reply: True once per author and thread in 24 h of event time.

        A post without a thread belongs to the one it answers, else to the account's page. A post that got the reply gets
        it again when it comes again: the action has the same id and connectors take it as done.
        """
        place = post.thread_key or post.parent_key or post.account
        key = self._hasher(f"{post.author_key}|{place}")
        subject = self._hasher(post.post_key)
        time, sequence = post.screening.event_time, post.origin.offset
        if self._history.arrival(key, subject, post.revision) is not None:
            return True
        if self._history.count(key, sequence, time - SPAN, time + SPAN, 0):
            return False
        entry = Entry(key, time, sequence, subject, post.revision, 0)
        self._history.add(entry)
        self._history.pass_by(sequence, time)
        self.entries.append(entry)
        return True
