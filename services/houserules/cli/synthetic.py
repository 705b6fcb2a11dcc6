"""Invented posts for the demo, tests and benchmarks: a campaign page on an ordinary day, the same for the same seed.

No text is anyone's: phone numbers are from Ofcom's ranges for drama, mail and web addresses from `example` domains.
"""

from bisect import bisect
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import accumulate
from itertools import count as counter
from random import Random
from string import Formatter
from typing import Any, Final, NamedTuple, Self
from zlib import crc32

import orjson

from houserules.cli import phrases
from houserules.contracts.times import HOUR, isoformat, to_millis

START: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
STEP: Final = 0.25

PLATFORMS: Final = ("youtube", "facebook", "instagram", "tiktok")
ACCOUNT: Final = "its-not-okay"


class _Form(NamedTuple):
    """A form taken apart: `pattern` with %s for each table, and the tables with their sizes."""

    pattern: str
    tables: tuple[tuple[tuple[str, ...], int], ...]

    @classmethod
    def of(cls, form: str) -> Self:
        """What is no table stays in braces."""
        pattern, tables = "", []
        for literal, slot, _, _ in Formatter().parse(form):
            pattern += literal.replace("%", "%%")
            if table := phrases.TABLES.get(slot or ""):
                pattern += "%s"
                tables.append((table, len(table)))
            elif slot:
                pattern += f"{{{slot}}}"
        return cls(pattern, tuple(tables))


_Kind = tuple[_Form, ...]


def _kind(forms: tuple[str, ...]) -> _Kind:
    return tuple(map(_Form.of, forms))


# Kinds of post and their weights: most of what a campaign page gets is ordinary.
_MIX: Final[tuple[tuple[int, _Kind], ...]] = (
    (560, _kind(phrases.COMMENTS)),
    (120, _kind(phrases.THANKS)),
    (90, _kind(phrases.QUESTIONS)),
    (20, _kind(phrases.HELPLINES)),
    (3, _kind(phrases.SPOOFS)),
    (45, _kind(phrases.PERSONAL)),
    (40, _kind(phrases.ADVERTS)),
    (35, _kind(phrases.PROFANITY)),
    (16, _kind(phrases.ABUSE)),
    (8, _kind(phrases.POLITICS)),
    (14, _kind(phrases.DISCLOSURES)),
    (4, _kind(phrases.CRISES)),
)
_KINDS: Final = [kind for _, kind in _MIX]
_WEIGHTS: Final = list(accumulate(weight for weight, _ in _MIX))
_FLOODS: Final = _kind(phrases.FLOODS)
_CAMPAIGNS: Final = _kind(phrases.CAMPAIGNS)

_ODDITIES: Final = 0.012
_REGULARS: Final = 3_000
_NEWCOMERS: Final = 400_000
_CROWD: Final = (6, 15)
"""Least and most authors of a planted campaign."""
_CROWD_MEAN: Final = sum(_CROWD) / 2
_BRIEFEST: Final = HOUR / 360
_DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def iter_synthetic(
    seed: int = 1,
    count: int | None = None,
    malformed: float = 0.0,
    *,
    start: datetime = START,
    step: float = STEP,
    campaigns: float = 0.0,
) -> Iterator[tuple[bytes, bytes]]:
    """`count` records (endless when None) as pairs of key and value, about 300 bytes each.

    The same arguments give the same bytes, and a smaller `count` gives the head of a larger one. `malformed` is the
    share of records that are no post/1. Event time begins at `start` (aware) and moves on by about `step` seconds a
    post. A few posts are edits, deliveries of a post seen before, or part of a burst by one author.

    `campaigns` is the share of posts that belong to planted campaigns, over some hours of event time: in each, 6 to 15
    authors seen nowhere else post one text within ten seconds to an hour. About two copies in three are equal after
    masking, the others differ in a word or two. All other texts are put together so freely that hardly any is a copy of
    another author's.
    """
    if not (0 <= malformed <= 1 and 0 <= campaigns <= 1):
        raise ValueError("malformed and campaigns are shares from 0 to 1")
    now = to_millis(start)
    # Two streams that differ must not share post keys: the same revision of a post has one text.
    run = f"{crc32(f'{seed} {now} {step} {malformed} {campaigns}'.encode()):08x}"
    page = _Page(Random(seed), run, now, step, campaigns)
    for number in counter() if count is None else range(count):
        key, value = page.next(number)
        yield page.spoil(key, value) if malformed and page.random() < malformed else (key, value)


class _Slots(dict[str, str | int]):
    """What stays in braces when a form is filled: tables named by fragments, and numbers, each made when asked for."""

    def __init__(self, random: Callable[[], float]) -> None:
        super().__init__()
        self._random = random

    def __missing__(self, slot: str) -> str | int:
        share = self._random()
        if words := phrases.TABLES.get(slot):
            return words[int(share * len(words))]
        drama = int(share * 1000)
        made: str | int
        match slot:
            case "number":
                made = 2 + drama % 27
            case "age":
                made = 12 + drama % 5
            case "minute":
                made = f"{drama % 9}:{10 + drama % 50}"
            case "money":
                made = 100 + 50 * (drama % 40)
            case "phone":
                made = f"07700 900{drama:03d}"
            case "spelled":
                made = "o7700 nine hundred " + " ".join(_DIGITS[int(digit)] for digit in f"{drama:03d}")
            case "email":
                made = f"{phrases.NAMES[drama % len(phrases.NAMES)].lower()}.{drama}@mail.example"
            case "postcode":
                made = f"ZZ{1 + drama % 9} {drama % 10}ZZ"
            case "handle":
                made = f"{phrases.NAMES[drama % len(phrases.NAMES)].lower()}-{drama}"
            case _:
                raise KeyError(slot)
        return made


class _Page:
    """One campaign page: its clock, and what its authors still have in mind to post."""

    def __init__(self, rng: Random, run: str, now: int, step: float, campaigns: float) -> None:
        self._rng = rng
        self.random = rng.random
        self._run = run
        self._now = now
        self._spread = 2000 * step
        self._pending: deque[tuple[int, str, str]] = deque()
        self._last: tuple[bytes, dict[str, Any]] | None = None
        # Of the posts that no campaign has claimed, those that start one; the rest of its posts come on top.
        self._starts = campaigns / (_CROWD_MEAN - (_CROWD_MEAN - 1) * campaigns)
        self._planted: list[tuple[int, int, str]] = []
        self._outsiders = counter(_REGULARS + _NEWCOMERS)

    def next(self, number: int) -> tuple[bytes, bytes]:
        """The record after the last one; `number` makes its post key unique."""
        random = self.random
        self._now += int(random() * self._spread)
        if self._last is not None and (odd := random()) < _ODDITIES:
            return self._again(edit=odd < _ODDITIES / 2)
        platform = PLATFORMS[int(random() * random() * len(PLATFORMS))]
        if self._starts and (copy := self._copy()) is not None:
            author, text = copy
        elif self._pending and random() < 0.5:
            author, platform, text = self._pending.popleft()
        else:
            author = int(random() * _REGULARS) if random() < 0.3 else _REGULARS + int(random() * _NEWCOMERS)
            text = self._text()
            if random() < 0.004:
                self._burst(author, platform, text)
        post: dict[str, Any] = {
            "schema": "post/1",
            "post_key": f"{platform}:{self._run}-{number}",
            "platform": platform,
            "account": ACCOUNT,
            "author": {"id": f"u{author:06d}", "name": f"{phrases.NAMES[author % len(phrases.NAMES)]} {author % 97}"},
            "text": text,
            "created_at": isoformat(self._now),
            "thread_key": f"film-{number // 400 % 50}",
        }
        key = f"{platform}:{ACCOUNT}:u{author:06d}".encode()
        self._last = key, post
        return key, orjson.dumps(post)

    def spoil(self, key: bytes, value: bytes) -> tuple[bytes, bytes]:
        """The record as a broken producer would send it."""
        way = int(self.random() * 7)
        if way == 0:
            return key, value[: len(value) // 2]
        if way == 1:
            return key, value.replace(b'"text":', b'"body":')
        if way == 2:
            return key, value.replace(b'"created_at":"', b'"created_at":"on ')
        if way == 3:
            return key, value.replace(b'"text":"', b'"text":"\xff\xfe')
        if way == 4:
            return b"somebody-else", value
        if way == 5:
            return key, value.replace(b'"schema":"post/1"', b'"schema":"post/0"')
        return key, b""

    def _text(self) -> str:
        return self._say(_KINDS[bisect(_WEIGHTS, self.random() * _WEIGHTS[-1])])

    def _say(self, kind: _Kind) -> str:
        return self._filled(self._words(kind))

    def _words(self, kind: _Kind) -> str:
        """A text of this kind, with its numbers, links and nested words still in braces."""
        random = self.random
        pattern, tables = kind[int(random() * len(kind))]
        text = pattern % tuple([table[int(random() * size)] for table, size in tables])
        return text[0].upper() + text[1:]

    def _filled(self, text: str) -> str:
        return text.format_map(_Slots(self.random)) if "{" in text else text

    def _copy(self) -> tuple[int, str] | None:
        """The author and the text of a campaign's next post, if one is due or a campaign starts."""
        if self._planted and self._planted[0][0] <= self._now:
            _, author, text = heappop(self._planted)
            return author, text
        if self.random() >= self._starts:
            return None
        self._plant()
        return self._copy()

    def _plant(self) -> None:
        """A campaign from now on: its first post at once, the others at any time of its span."""
        random = self.random
        least, most = _CROWD
        text = self._words(_CAMPAIGNS)
        span = _BRIEFEST * (HOUR / _BRIEFEST) ** random()
        for turn in range(least + int(random() * (most - least + 1))):
            due = self._now + int(random() * span) * (turn > 0)
            heappush(self._planted, (due, next(self._outsiders), self._variant(text) if turn else self._filled(text)))

    def _variant(self, text: str) -> str:
        """A copy, equal after masking or with a word or two changed."""
        random = self.random
        if random() < 0.35:
            words, fillers = text.split(" "), phrases.TABLES["filler"]
            for _ in range(1 if len(words) < 28 else 2):
                place = 1 + int(random() * (len(words) - 2))
                if random() < 0.5:
                    words.insert(place, fillers[int(random() * len(fillers))])
                elif "{" not in words[place]:
                    del words[place]
            text = " ".join(words)
        text = self._filled(text)
        case = random()
        if case < 0.15:
            text = text.upper()
        elif case < 0.3:
            text = text.lower()
        return text + phrases.FLAGS[int(random() * len(phrases.FLAGS))]

    def _again(self, *, edit: bool) -> tuple[bytes, bytes]:
        assert self._last is not None
        key, post = self._last
        if edit:
            post = {**post, "revision": 2, "text": f"{post['text']} (edited)", "edited_at": isoformat(self._now)}
        self._last = None
        return key, orjson.dumps(post)

    def _burst(self, author: int, platform: str, text: str) -> None:
        # A repeat changes only what masking takes out (case, numbers); a flood is many short posts in a row.
        if self.random() < 0.6:
            copies = 1 + int(self.random() * 4)
            self._pending.extend((author, platform, text.upper() if turn % 2 else text) for turn in range(copies))
        else:
            posts, text = 6 + int(self.random() * 10), self._say(_FLOODS)
            self._pending.extend((author, platform, f"{text} {turn}") for turn in range(posts))
