"""The node of the match language that sees a post say the same over and over: a word, or a sentence, many times running."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, NamedTuple

from houserules.judging.expressions import Evidence, Found
from houserules.judging.sight import Sight, Word

Unit = Literal["word", "sentence"]

UNITS: Final[tuple[Unit, ...]] = ("word", "sentence")

_MOST_COPIES: Final[dict[Unit, int]] = {"word": 4, "sentence": 3}
"""A row of so many that begin alike sets the node off: rare enough, and a small automaton."""

_ENDS: Final = ".!?\n"
_END: Final = re.compile(f"[{_ENDS}]")
_RUN: Final = re.compile(r"\w+")
_NO_WORD: Final = re.compile(r"\W+")

_LETTERS: Final = (
    "[abc]",
    "[def]",
    "[gh]",
    "[ijk]",
    "[lmn]",
    "[opqr]",
    "s",
    "t",
    "[uvwxyz_]",
    "[0-9]",
    r"[^\x00-\x7f]",
)
"""What counts as alike: few enough that an automaton which remembers one through a sentence stays small."""


class _Piece(NamedTuple):
    start: int
    end: int
    plain: str
    words: int
    opens: bool
    """Whether a sentence begins with it."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same word, or the same sentence of at least `words` words, stands `at_least` times running.

    The row begins where a sentence does.

    `starts` are the patterns of `begins_alike`, without which it cannot be.
    """

    unit: Unit
    at_least: int
    words: int
    starts: frozenset[int]

    def find(self, sight: Sight) -> Found | None:
        """Each such row, from its first letter to its last."""
        if not sight.hits.of(self.starts):
            return None
        if not self._may_be(sight.text.lower()):
            return None
        pieces = _words(sight) if self.unit == "word" else _sentences(sight)
        found = tuple(
            Evidence(row[0].start, row[-1].end, "repeated", "rendered")
            for row in (list(same) for _, same in groupby(pieces, key=_plain))
            if len(row) >= self.at_least and row[0].words >= self.words and row[0].opens
        )
        return found or None

    def _may_be(self, text: str) -> bool:
        """Whether such a row may be there: nearly all that begins alike goes on otherwise, which is soon told."""
        if self.unit == "word":
            return max(Counter(_RUN.findall(text)).values(), default=0) >= self.at_least
        sentences = filter(None, (_NO_WORD.sub("", piece) for piece in _END.split(text)))
        return any(sum(1 for _ in same) >= self.at_least for _, same in groupby(sentences))

    def triggers(self) -> frozenset[int]:
        """Words or sentences in a row that begin alike."""
        return self.starts


def begins_alike(unit: Unit, at_least: int) -> str:
    """The regular expression, in RE2, of a row of words or sentences that begin alike.

    Every text in which one stands `at_least` times running, from the start of a sentence on, holds such a row. Other
    texts hold one by chance, some in a hundred, and looking closer at those is cheap.
    """
    copies = min(at_least, _MOST_COPIES[unit]) - 1
    rest = r"[^\s]*[^\w]+" if unit == "word" else rf"[^{_ENDS}]*[{_ENDS}][^\w]*"
    rows = [rf"(?:{letter}{rest}){{{copies}}}{letter}" for letter in _LETTERS]
    # Rows in the middle of a sentence are not looked for: an automaton that may start anywhere goes through ten times as
    # many states, and slows down every other expression that is looked for together with it.
    return rf"(?:^|[{_ENDS}])[^\w]*(?:{'|'.join(rows)})"


def _words(sight: Sight) -> Iterator[_Piece]:
    before: Word | None = None
    for word in sight.words:
        yield _Piece(word.start, word.end, word.plain, 1, before is None or _parted(sight.text, before, word))
        before = word


def _sentences(sight: Sight) -> Iterator[_Piece]:
    """The sentences of the text: words with no full stop, question or exclamation mark or line's end between them."""
    row: list[Word] = []
    for word in sight.words:
        if row and _parted(sight.text, row[-1], word):
            yield _sentence(row)
            row = []
        row.append(word)
    if row:
        yield _sentence(row)


def _parted(text: str, before: Word, after: Word) -> bool:
    return any(sign in text[before.end : after.start] for sign in _ENDS)


def _sentence(row: Sequence[Word]) -> _Piece:
    return _Piece(row[0].start, row[-1].end, " ".join(word.plain for word in row), len(row), True)


def _plain(piece: _Piece) -> str:
    return piece.plain
