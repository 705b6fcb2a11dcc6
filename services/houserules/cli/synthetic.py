"""Invented posts for the demo, tests and benchmarks: a campaign page on an ordinary day, the same for the same seed.

No text is anyone's: phone numbers are from Ofcom's ranges for drama, mail and web addresses from `example` domains.
"""

from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import accumulate
from itertools import count as counter
from random import Random
from typing import Any, Final
from zlib import crc32

import orjson

from houserules.cli import phrases
from houserules.contracts.times import isoformat, to_millis

START: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
STEP: Final = 0.25

PLATFORMS: Final = ("youtube", "facebook", "instagram", "tiktok")
ACCOUNT: Final = "its-not-okay"

# Kinds of post and their weights: most of what a campaign page gets is ordinary.
_MIX: Final[tuple[tuple[int, tuple[str, ...]], ...]] = (
    (560, phrases.COMMENTS),
    (120, phrases.THANKS),
    (90, phrases.QUESTIONS),
    (20, phrases.HELPLINES),
    (3, phrases.SPOOFS),
    (45, phrases.PERSONAL),
    (40, phrases.ADVERTS),
    (35, phrases.PROFANITY),
    (16, phrases.ABUSE),
    (8, phrases.POLITICS),
    (14, phrases.DISCLOSURES),
    (4, phrases.CRISES),
)
_KINDS: Final = [texts for _, texts in _MIX]
_WEIGHTS: Final = list(accumulate(weight for weight, _ in _MIX))
_ODDITIES: Final = 0.012
_REGULARS: Final = 3_000
_NEWCOMERS: Final = 400_000
_SLOT_WORDS: Final = {
    "topic": phrases.TOPICS,
    "place": phrases.PLACES,
    "name": phrases.NAMES,
    "month": phrases.MONTHS,
}
_DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def iter_synthetic(
    seed: int = 1,
    count: int | None = None,
    malformed: float = 0.0,
    *,
    start: datetime = START,
    step: float = STEP,
) -> Iterator[tuple[bytes, bytes]]:
    """`count` records (endless when None) as pairs of key and value, about 300 bytes each.

    The same arguments give the same bytes, and a smaller `count` gives the head of a larger one. `malformed` is the
    share of records that are no post/1. Event time begins at `start` (aware) and moves on by about `step` seconds a
    post. A few posts are edits, deliveries of a post seen before, or part of a burst by one author.
    """
    if not 0 <= malformed <= 1:
        raise ValueError("malformed is a share from 0 to 1")
    now = to_millis(start)
    # Two streams that differ must not share post keys: the same revision of a post has one text.
    run = f"{crc32(f'{seed} {now} {step} {malformed}'.encode()):08x}"
    page = _Page(Random(seed), run, now, step)
    for number in counter() if count is None else range(count):
        key, value = page.next(number)
        yield page.spoil(key, value) if malformed and page.random() < malformed else (key, value)


class _Slots(dict[str, str | int]):
    """The slots of one text, each filled when the text asks for it."""

    def __init__(self, random: Callable[[], float]) -> None:
        super().__init__()
        self._random = random

    def __missing__(self, slot: str) -> str | int:
        share = self._random()
        if words := _SLOT_WORDS.get(slot):
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

    def __init__(self, rng: Random, run: str, now: int, step: float) -> None:
        self._rng = rng
        self.random = rng.random
        self._run = run
        self._now = now
        self._spread = 2000 * step
        self._pending: deque[tuple[int, str, str]] = deque()
        self._last: tuple[bytes, dict[str, Any]] | None = None

    def next(self, number: int) -> tuple[bytes, bytes]:
        """The record after the last one; `number` makes its post key unique."""
        random = self.random
        self._now += int(random() * self._spread)
        if self._last is not None and (odd := random()) < _ODDITIES:
            return self._again(edit=odd < _ODDITIES / 2)
        if self._pending and random() < 0.5:
            author, platform, text = self._pending.popleft()
        else:
            author = int(random() * _REGULARS) if random() < 0.3 else _REGULARS + int(random() * _NEWCOMERS)
            platform = PLATFORMS[int(random() * random() * len(PLATFORMS))]
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
        kind = self._rng.choices(_KINDS, cum_weights=_WEIGHTS)[0]
        text = kind[int(self.random() * len(kind))]
        if kind is phrases.COMMENTS:
            text += phrases.TAILS[int(self.random() * len(phrases.TAILS))]
        return text.format_map(_Slots(self.random))

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
            posts = 6 + int(self.random() * 10)
            self._pending.extend((author, platform, f"still waiting for an answer {turn}") for turn in range(posts))
