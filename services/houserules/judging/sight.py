"""One text of a post as the rules see it: what the matchers found in it, and what is worked out only when asked for."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from houserules.contracts.stages import Duplicate, RedactedPost
from houserules.judging.matching import Hits
from houserules.text.views import Hit

if TYPE_CHECKING:
    from houserules.judging.expressions import Found
    from houserules.judging.scores import BatchScores

_WORD: Final = re.compile(r"[@#]?\w+(?:['’]\w+)*")
_BREAK: Final = re.compile(r"[.!?\n]")
_QUOTED: Final = re.compile(
    r"“[^”]{1,500}”|\"[^\"]{1,500}\"|‘[^’]{1,500}’(?!\w)|(?<!\w)'[^'\n]{3,500}'(?!\w)|^\s{0,3}>[^\n]*", re.MULTILINE
)
_ENDINGS: Final = "com|org|net|info|biz|shop|store|online|site|app|io|ly|me|gg|xyz|example|uk"
_URL: Final = re.compile(
    r"(?:https?://|www\.)(?:[^\s/@]*@)?(?P<host>[^\s/?#:]+)"
    rf"|(?<![\w@.])(?P<bare>(?:[a-z0-9-]+\.)+(?:{_ENDINGS}))(?![\w.-]*\w@)\b",
    re.IGNORECASE,
)

SECOND_PERSON: Final = frozenset(
    "you u ur your youre youve youll youd youse yous ya yer yo yourself urself yourselves yall uve ull thou ye".split()
)
_REPORTING: Final = frozenset(
    (
        "called calls calling call said says saying say told tells telling tell shouted shouting shouts screamed "
        "screaming yelled wrote written writes writing commented comments replied using used hear heard hearing "
        "word words labelled labeled branded messaged texted asked asking asks implied "
        "suggested claimed joked think thinks thought thinking"
    ).split()
)
_ORDERS: Final = frozenset(["call", "say", "tell"])
_NEGATIONS: Final = frozenset(["not", "isnt", "arent", "never", "aint", "wasnt", "werent", "no", "nobody", "without"])
_USED_TO: Final = 2
_OTHERS: Final = frozenset("he she they hed shed theyd hell would always dad mum stepdad stepmum who".split())
_FIRST_PERSON: Final = frozenset(["i", "im", "ive", "we", "were", "id", "ill"])

_BREAKS: Final = ".!?\n"
_WINDOW: Final = 120
"""How many code points around a hit are read for the words about it: more than the few words take."""

REACH_BEFORE: Final = 6
REACH_AFTER: Final = 4
REACH_REPORT: Final = 3
"""How many words are looked at around a hit: for whom it is said to, and between it and a verb of saying."""


def may_hold_host(text: str) -> bool:
    """Whether `text` may name a host: quick to say no, which is the answer for nearly every text."""
    place = text.find(".")
    while place >= 0:
        if text[place + 1 : place + 2].isalpha():
            return True
        place = text.find(".", place + 1)
    return "://" in text


class Word(NamedTuple):
    """A word of a text: its place in code points and its plain form (lower case, apostrophes left out)."""

    start: int
    end: int
    plain: str


class Others(NamedTuple):
    """What late rules may ask about: what other rules saw on the post, by rule id, and the scores of its text at `place`."""

    matched: "Mapping[str, Found]"
    scores: "BatchScores | None" = None
    place: int = 0


NO_OTHERS: Final = Others(MappingProxyType({}))


class Sight:
    """What is known of one text. Lazy parts are worked out at most once.

    `hits` and `names` are what the matchers found in the text and in the author's name; `campaign` is the one that the
    post is looked at as part of, None where it is looked at alone. `others` is there for late rules only.
    """

    __slots__ = ("_hosts", "_quotes", "_words", "campaign", "hits", "is_main", "names", "others", "post", "text")

    def __init__(
        self,
        post: RedactedPost,
        text: str,
        hits: Hits,
        names: Hits,
        *,
        is_main: bool = True,
        campaign: Duplicate | None = None,
        others: Others = NO_OTHERS,
    ) -> None:
        """`text` is the post's own redacted text, or with `is_main` false another text that came with it."""
        self.post: Final = post
        self.text: Final = text
        self.hits: Final = hits
        self.names: Final = names
        self.is_main: Final = is_main
        self.campaign: Final = campaign
        self.others: Final = others
        self._words: list[Word] | None = None
        self._quotes: list[tuple[int, int]] | None = None
        self._hosts: tuple[str, ...] | None = None

    @property
    def words(self) -> list[Word]:
        """The words of the text, in order; a mention or a hashtag is one word."""
        if self._words is None:
            self._words = _words(self.text, 0, len(self.text))
        return self._words

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that the post links to, in lower case: those in its text, then those beside it."""
        if self._hosts is None:
            pieces = [piece for piece in self.text.split() if "." in piece or "://" in piece]
            found = [m["host"] or m["bare"] for piece in pieces for m in _URL.finditer(piece)]
            for link in self.post.links:
                match = _URL.match(link)
                found.append((match["host"] or match["bare"]) if match else link.split("/", 1)[0])
            self._hosts = tuple(dict.fromkeys(host.lower().removeprefix("www.").rstrip(".,;)") for host in found))
        return self._hosts

    def score(self, name: str) -> float:
        """What a scorer of the policy says of the text under this name, 0 to 1. Raises what the scorer raises."""
        if self.others.scores is None:
            raise LookupError(f"no scorer is there to say {name}")
        return self.others.scores.of(self.others.place, name)

    def quoted(self, start: int) -> bool:
        """Whether what begins at `start` is within quotation marks, or on a line quoted with `>`.

        It may go on behind them: `"silly girl," that is what he said` tells who said it.
        """
        if self._quotes is None:
            self._quotes = [m.span() for m in _QUOTED.finditer(self.text)]
        return any(left <= start < right for left, right in self._quotes)

    def reported(self, start: int, end: int) -> bool:
        """Whether the words are someone else's: within quotation marks, or told with a verb of saying ("called me a")."""
        if self.quoted(start):
            return True
        before = [word.plain for word in self.before(start, REACH_BEFORE)]
        for place, verb in enumerate(before):
            if verb not in _REPORTING or (place == 0 and verb in _ORDERS):
                continue
            speaker = before[place - 1] if place else ""
            if speaker == "to" and place >= _USED_TO:
                # "He used to say" tells of somebody; "I have to say" leads up to one's own words.
                speaker = "he" if before[place - _USED_TO] == "used" else "i"
            # "He would say nobody wants a ..." goes on for longer than "called me a ...".
            near = place >= len(before) - 1 - REACH_REPORT
            if speaker not in _FIRST_PERSON if near else speaker in _OTHERS:
                return True
        return False

    def aimed(self, start: int, end: int) -> bool:
        """Whether the words are said to a person: "you", a mention or "Name is" close by in the same sentence.

        In a short reply that says nothing else they are said to the person replied to.
        """
        before = self.before(start, REACH_BEFORE)
        after = self.after(end, REACH_AFTER)
        if any(word.plain in _NEGATIONS for word in before[-3:]):
            return False
        if any(word.plain in SECOND_PERSON or self.text[word.start] == "@" for word in (*before, *after)):
            return True
        if len(before) >= 2 and self._named(before):
            return True
        return self.post.parent_key is not None and len(self.text) <= _WINDOW and len(self.words) <= 4

    def before(self, start: int, count: int) -> list[Word]:
        """Up to `count` words before `start`, no further back than the sentence."""
        text = self.text
        first = max(start - _WINDOW, 0)
        first = max(first, *(text.rfind(sign, first, start) + 1 for sign in _BREAKS))
        words = _words(text, first, start)
        if words and words[0].start == first > 0 and text[first - 1].isalnum():
            del words[0]
        if words and words[-1].end == start and text[start : start + 1].isalnum():
            del words[-1]
        return words[-count:]

    def after(self, end: int, count: int) -> list[Word]:
        """Up to `count` words from `end` on, no further than the sentence."""
        text = self.text
        last = min(end + _WINDOW, len(text))
        last = min(last, *(place if (place := text.find(sign, end, last)) >= 0 else last for sign in _BREAKS))
        words = _words(text, end, last)
        if words and words[0].start == end > 0 and text[end - 1].isalnum():
            del words[0]
        return words[:count]

    def together(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether two places `(start, end)` overlap or stand in one sentence."""
        left, right = (one, other) if one <= other else (other, one)
        return left[1] >= right[0] or _BREAK.search(self.text, left[1], right[0]) is None

    def distance(self, one: Hit, other: Hit) -> int:
        """How many words stand between two hits; 0 where they touch or overlap."""
        left, right = (one, other) if one.start <= other.start else (other, one)
        if left.end >= right.start:
            return 0
        return bisect_left(self.words, right.start, key=_start) - bisect_left(self.words, left.end, key=_start)

    def _named(self, before: Sequence[Word]) -> bool:
        """Whether "Name is" leads up to the words: a capital inside the sentence's start and a form of `to be`."""
        for name, verb in pairwise(before):
            written = self.text[name.start : name.end]
            if verb.plain in ("is", "are", "ur") and written[:1].isupper() and name.plain not in _NO_NAMES:
                return True
        return False


_NO_NAMES: Final = frozenset(
    (
        "it this that he she they we there what who which here everyone everything nothing life today i the my his "
        "her their our system law world weather government"
    ).split()
)


def plain_word(word: str) -> str:
    """A word in lower case without apostrophes: `You’re` is `youre`."""
    return word.lower().replace("'", "").replace("’", "")


def _words(text: str, first: int, last: int) -> list[Word]:
    return [Word(m.start(), m.end(), plain_word(m[0])) for m in _WORD.finditer(text, first, last)]


def _start(word: Word) -> int:
    return word.start
