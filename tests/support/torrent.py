"""A stream of posts that has everything in it that windows can get wrong; the same for the same seed, however long.

Texts are pseudo-words with the author's own among them: no two authors say the same, and no text is nearly another. All
are of fewer than 12 words, so that none is compared as near.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from houserules.contracts.times import DAY, HOUR, MINUTE, SECOND, isoformat

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we zi bro cla dre fli glo pru".split()
SHORT = ("So true", "Well said", "Exactly this", "😢", "42", "This one here")
RECENT = 40


class Sent(NamedTuple):
    """A record to produce. `name` is its post's key and revision; None for a record that is no post."""

    partition: int
    key: bytes
    value: bytes
    timestamp: int
    name: tuple[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Torrent:
    """What to generate. `start` and `span` are event time in ms; records are stamped with times of the same clock.

    `grace`, `tolerance` and `repeat_window` (ms) are the policy's, for posts that stand exactly on their edges.
    """

    seed: int
    posts: int
    start: int
    span: int = 44 * HOUR
    partitions: int = 12
    authors: int = 2000
    grace: int = HOUR
    tolerance: int = 5 * MINUTE
    repeat_window: int = DAY
    minute: tuple[int, int] = (6, 10)
    hour: tuple[int, int] = (40, 60)
    day: tuple[int, int] = (150, 250)
    malformed: float = 0.01
    last_retry: int = DAY
    """How long (ms of event time) after a post's own time its connector may send it again. Beyond what the windows hold
    nobody can know that it has been there before."""

    def __iter__(self) -> Iterator[Sent]:
        """The records in the order in which they are to be produced."""
        return _Source(self).run()


@dataclass(slots=True, eq=False)
class _Post:
    """A post as its author's client knows it, with the record of its latest revision.

    It was `sent` first, and its latest revision counts at `counts`: earlier than what it claims, if that is the future.
    """

    author: int
    key: str
    created: int
    text: str
    revision: int = 1
    edited: int | None = None
    deleted: bool = False
    value: bytes = b""
    sent: int = 0
    counts: int = 0


@dataclass(slots=True)
class _Source:
    plan: Torrent
    rng: Random = field(init=False)
    now: int = field(init=False)
    number: int = 0
    due: list[tuple[int, int, Callable[[], Sent | None]]] = field(default_factory=list)
    recent: dict[int, deque[_Post]] = field(default_factory=dict)
    latest: dict[int, int] = field(default_factory=dict)
    words: list[str] = field(init=False)
    keys: list[bytes] = field(init=False)
    actions: list[Callable[[int], Sent | None]] = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        plan = self.plan
        self.rng = rng = Random(plan.seed)
        self.now = plan.start
        self.words = sorted({"".join(rng.choices(SYLLABLES, k=3)) for _ in range(400)})
        self.keys = [f"x:acct:u{author}".encode() for author in range(plan.authors)]
        table: list[tuple[Callable[[int], Sent | None], float]] = [
            (self._plain, 0.55),
            (self._short, 0.10),
            (self._repeats, 0.05),
            (self._edit, 0.06),
            (self._delete, 0.02),
            (self._retry, 0.05),
            (self._late, 0.04),
            (self._edge, 0.01),
            (self._ahead, 0.01),
            (self._reordered_edits, 0.005),
            (lambda author: self._flood(author, MINUTE, plan.minute), 0.006),
            (lambda author: self._flood(author, HOUR, plan.hour), 0.0008),
            (lambda author: self._flood(author, DAY, plan.day), 0.0001),
            (self._spoiled, plan.malformed),
        ]
        self.actions = [action for action, _ in table]
        self.weights = []
        total = 0.0
        for _, weight in table:
            total += weight
            self.weights.append(total)

    def run(self) -> Iterator[Sent]:
        plan, rng = self.plan, self.rng
        made = 0
        while made < plan.posts:
            moment = plan.start + plan.span * made // plan.posts
            if self.due and self.due[0][0] <= moment:
                at, _, make = heappop(self.due)
                # What is due piles up behind the clock of a short stream; its time is its own all the same.
                self.now = max(at, plan.start)
                sent = make()
            else:
                self.now = moment
                action = rng.choices(self.actions, cum_weights=self.weights)[0]
                # A few authors write most of what is written.
                sent = action(int(plan.authors * rng.random() ** 1.5))
            if sent is not None:
                made += 1
                yield sent

    # What happens

    def _plain(self, author: int) -> Sent:
        return self._new(author, self._text(author))

    def _short(self, author: int) -> Sent:
        return self._new(author, self.rng.choice(SHORT))

    def _repeats(self, author: int) -> Sent:
        """A text and its copies: soon, within the day, and to the millisecond on the window's edge."""
        rng, text = self.rng, self._text(author)
        first = self.now
        for _ in range(rng.randrange(1, 6)):
            ahead = rng.choice(
                (
                    rng.randrange(SECOND, 10 * MINUTE),
                    rng.randrange(MINUTE, 23 * HOUR),
                    rng.randrange(20 * HOUR, 30 * HOUR),
                    self.plan.repeat_window + rng.randrange(-1, 2),
                )
            )
            self._later(ahead, lambda at=first + ahead: self._new(author, self._varied(text), at))
        return self._new(author, text, first)

    def _flood(self, author: int, window: int, limits: tuple[int, int]) -> Sent:
        """As many posts in a window as take an author to, over or just short of a limit; often evenly, edge upon edge."""
        rng, first = self.rng, self.now
        count = rng.choice((limits[0] - 1, limits[0] + 1, limits[1], limits[1] + 2))
        even = rng.random() < 0.5
        step = window // (count - 1)
        for turn in range(1, count):
            at = first + (turn * step if even else rng.randrange(window))
            self._later(at - first, lambda at=at: self._new(author, self._text(author), at))
        return self._new(author, self._text(author), first)

    def _edit(self, author: int) -> Sent | None:
        post = self._pick(author)
        if post is None:
            return None
        rng = self.rng
        if rng.random() < 0.4:
            self._later(rng.randrange(SECOND, 23 * HOUR), lambda: self._edited(post))
            return None
        return self._edited(post)

    def _edited(self, post: _Post) -> Sent | None:
        if self.now - post.sent > 23 * HOUR or post.deleted:
            return None
        rng = self.rng
        others = self.recent[post.author]
        text = rng.choice((post.text, self._varied(post.text), self._text(post.author), rng.choice(others).text))
        return self._revise(post, text)

    def _reordered_edits(self, author: int) -> Sent | None:
        """Two edits that arrive the wrong way round."""
        post = self._pick(author)
        if post is None or self.now - post.sent > 22 * HOUR:
            return None
        earlier = self._revise(post, self._varied(post.text))
        self._later(self.rng.randrange(SECOND, 30 * SECOND), lambda: earlier)
        self.now += SECOND
        return self._revise(post, self._text(author))

    def _delete(self, author: int) -> Sent | None:
        post = self._pick(author)
        if post is None or self.now - post.sent > 23 * HOUR:
            return None
        post.deleted = True
        return self._revise(post, "" if self.rng.random() < 0.5 else post.text)

    def _retry(self, author: int) -> Sent | None:
        """A connector sends again what it has sent: at once, hours later, or after the horizon of exact answers."""
        rng = self.rng
        post = self._pick(author)
        if post is None:
            return None
        value, counts, name = post.value, post.counts, (post.key, post.revision)
        ahead = rng.choices(
            (0, rng.randrange(SECOND, 5 * HOUR), rng.randrange(6 * HOUR, 23 * HOUR)), (0.5, 0.45, 0.05)
        )[0]
        if self.now + ahead - counts < self.plan.last_retry:
            self._later(ahead, lambda: self._record(author, value, self.now, name))
        return None

    def _late(self, author: int) -> Sent:
        rng = self.rng
        behind = rng.randrange(MINUTE, 59 * MINUTE) if rng.random() < 0.75 else rng.randrange(61 * MINUTE, 12 * HOUR)
        return self._new(author, self._text(author), self.now - behind)

    def _edge(self, author: int) -> Sent:
        """To the millisecond as old as the grace allows, and one older."""
        latest = self.latest.get(self._partition(author), self.now)
        return self._new(author, self._text(author), latest - self.plan.grace - self.rng.randrange(2))

    def _ahead(self, author: int) -> Sent:
        """From the future: just tolerable, just not, and by days. Half of them come again."""
        rng, tolerance = self.rng, self.plan.tolerance
        ahead = rng.choice((tolerance, tolerance + 1, rng.randrange(tolerance, 3 * DAY)))
        sent = self._new(author, self._text(author), self.now + ahead, stamp=self.now)
        if rng.random() < 0.5:
            self._later(rng.randrange(SECOND, 5 * HOUR), lambda: sent._replace(timestamp=self.now))
        return sent

    def _spoiled(self, author: int) -> Sent:
        sent = self._plain(author)._replace(name=None)
        way = self.rng.randrange(4)
        if way == 0:
            return sent._replace(value=sent.value[: len(sent.value) // 2])
        if way == 1:
            return sent._replace(value=sent.value.replace(b'"text":', b'"body":'))
        if way == 2:
            return sent._replace(key=b"x:acct:somebody-else")
        return sent._replace(value=b"")

    # How it is written down

    def _later(self, ahead: int, make: Callable[[], Sent | None]) -> None:
        self.number += 1
        heappush(self.due, (self.now + ahead, self.number, make))

    def _pick(self, author: int) -> _Post | None:
        posts = [post for post in self.recent.get(author, ()) if not post.deleted]
        return self.rng.choice(posts) if posts else None

    def _new(self, author: int, text: str, at: int | None = None, stamp: int | None = None) -> Sent:
        self.number += 1
        post = _Post(author, f"x:{self.number}", self.now if at is None else at, text)
        self.recent.setdefault(author, deque(maxlen=RECENT)).append(post)
        return self._write(post, self.now if stamp is None else stamp)

    def _revise(self, post: _Post, text: str) -> Sent:
        post.revision += 1
        post.text, post.edited = text, self.now
        return self._write(post, self.now)

    def _write(self, post: _Post, now: int) -> Sent:
        body: dict[str, Any] = {
            "schema": "post/1",
            "post_key": post.key,
            "revision": post.revision,
            "platform": "x",
            "account": "acct",
            "author": {"id": f"u{post.author}"},
            "text": post.text,
            "created_at": isoformat(post.created),
        }
        if post.edited is not None:
            body["edited_at"] = isoformat(post.edited)
        if post.deleted:
            body["deleted"] = True
        post.value = orjson.dumps(body)
        partition = self._partition(post.author)
        time = post.created if post.edited is None else post.edited
        post.counts = time if time <= now + self.plan.tolerance else now
        post.sent = post.sent or post.counts
        self.latest[partition] = max(self.latest.get(partition, post.counts), post.counts)
        return self._record(post.author, post.value, now, (post.key, post.revision))

    def _record(self, author: int, value: bytes, now: int, name: tuple[str, int]) -> Sent:
        return Sent(self._partition(author), self.keys[author], value, now, name)

    def _partition(self, author: int) -> int:
        return crc32(self.keys[author]) % self.plan.partitions

    def _text(self, author: int) -> str:
        words = self.rng.choices(self.words, k=self.rng.randrange(4, 7))
        words[1] = _name(author)
        return " ".join(words)

    def _varied(self, text: str) -> str:
        """The same to whoever compares masked texts."""
        rng = self.rng
        text = rng.choice((text, text.upper(), text.title(), text.replace(" ", "  "), text.replace(" ", ", ")))
        return text + rng.choice(
            ("", " 🙏", "!!!", f" {rng.randrange(100)}", " https://x.example/a1", " #hope", " 😀 @all")
        )


def _name(author: int) -> str:
    """The author's own word, in letters: numbers are not compared."""
    letters = ""
    number = author + 26**3
    while number:
        number, digit = divmod(number, 26)
        letters += chr(97 + digit)
    return f"{letters}qua"
