"""Canonical views of a whole batch of texts, each with the way back to the characters that were typed.

All texts of a batch are joined into one array of code points and looked up at once, so the cost of a text is that of a
few passes over its bytes. Views are built when first asked for and shared by every matcher that scans the batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from houserules.text.rendering import Rendered, render
from houserules.text.suspects import Suspect, find_suspects
from houserules.text.tables import APOSTROPHE, BOUNDARY, EXPANDS, INVISIBLE, PICTURE, SPACE, VOWEL_SIGN, tables

Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]
ViewName = Literal["skeleton", "squeezed", "leet", "joined", "rendered"]

VIEWS: Final[tuple[ViewName, ...]] = ("skeleton", "squeezed", "leet", "joined", "rendered")
"""Plainest first: a match that several views explain is reported under the first of them."""

_GAP: Final = "  \x00  "
_SKELETON: Final = bytes(
    code if code >= 0x80 or code == BOUNDARY or chr(code).isdigit() or chr(code).islower() else SPACE
    for code in range(256)
)
_WORDLIKE: Final = np.array([chr(code).isdigit() or chr(code).islower() for code in range(0x80)] + [True] * 0x80)
_REGIONAL: Final = np.uint32(0x1F1E6)  # unsigned, so that one comparison finds them: what is below wraps round
_REGIONAL_COUNT: Final = 26
_MAX_MARKS: Final = 32
_APART: Final = 0x80  # Unicode blocks of scripts with vowel signs are 128 code points long


class Hit(NamedTuple):
    """One match: `[start, end)` in code points of the text at `post`, of the pattern at `pattern`, seen in `view`."""

    post: int
    pattern: int
    view: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """The bytes of a view and how they came about: `steps` undo, last first, what was inserted and left out.

    A step is an array of places and a sign. Leaving out (+1): the places are those in the result before which
    something is missing, once for each missing byte. Inserting (-1): the places of the extra bytes in the result.
    """

    data: bytes
    steps: tuple[tuple[Places, int], ...]

    def origins(self, places: Places) -> Places:
        """Where the bytes at `places` come from, as places in what the view was made of."""
        for edits, sign in self.steps:
            places = places + sign * np.searchsorted(edits, places, side="right")
        return places


def without(data: Bytes, unwanted: NDArray[np.bool_]) -> tuple[Places, int]:
    """The step that leaves out the `unwanted` bytes of `data`."""
    missing = np.flatnonzero(unwanted)
    return missing - np.arange(len(missing)), 1


def skeleton(codes: Bytes) -> View:
    """The skeleton of typed codes: letters and digits, one space for every run of anything else, no apostrophes."""
    dropped = without(codes, (codes == APOSTROPHE) | (codes == INVISIBLE))
    words = np.frombuffer(codes.tobytes().translate(_SKELETON, b"\x00'"), np.uint8)
    space = words == SPACE
    again = np.zeros(len(words), np.bool_)
    np.logical_and(space[1:], space[:-1], out=again[1:])
    kept = words * ~again
    return View(kept.tobytes().translate(None, b"\x00"), (without(words, again), dropped))


class ViewBatch:
    """The texts of a batch and their views.

    `typed` is the text in simplified ASCII (look-alikes replaced, invisible characters gone, punctuation kept);
    `skeleton` its words; `suspects` the tokens that may hide a word; `rendered` what a reader sees. Letters that no
    Latin letter looks like stand in both as themselves, in UTF-8.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` may be empty, and so may any of them; lone surrogates are allowed."""
        self.texts: Final = texts
        lengths = np.fromiter(map(len, texts), np.intp, len(texts))
        self._starts: Final[Places] = 2 + np.cumsum(lengths + len(_GAP)) - lengths - len(_GAP)
        self._ends: Final[Places] = self._starts + lengths

    @cached_property
    def points(self) -> NDArray[np.uint32]:
        """The code points of all texts, with spaces and a boundary between any two."""
        joined = "  " + _GAP.join(chain(self.texts, ("",)))
        return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)

    @cached_property
    def codes(self) -> Bytes:
        """The code of every code point in `points`."""
        codes = tables().codes.take(self.points)
        codes[self._ends + 2] = BOUNDARY
        self._part_flags(codes)
        signs = np.flatnonzero(codes == VOWEL_SIGN)
        if signs.size:
            codes[signs] = np.where(self._on_own_script(codes, signs), EXPANDS, INVISIBLE)
        return codes

    def _part_flags(self, codes: Bytes) -> None:
        """Make pictures of flags right beside a word: the `gb` of one is no part of it. Longer runs are letters."""
        regional = np.flatnonzero(self.points - _REGIONAL < _REGIONAL_COUNT)
        if not regional.size:
            return
        starts = np.flatnonzero(np.diff(regional, prepend=-2) != 1)
        lengths = np.diff(starts, append=len(regional))
        firsts = regional[starts[lengths == 2]]
        beside = _WORDLIKE[codes[firsts - 1]] | _WORDLIKE[codes[firsts + 2]]
        firsts = firsts[beside]
        codes[firsts] = codes[firsts + 1] = PICTURE

    def _on_own_script(self, codes: Bytes, signs: Places) -> NDArray[np.bool_]:
        """Which vowel signs follow a letter of their own script; anywhere else they are decoration."""
        base = np.where((codes == VOWEL_SIGN) | (codes == INVISIBLE), 0, np.arange(len(codes)))
        bases = np.maximum.accumulate(base)[signs]
        own: NDArray[np.bool_] = self.points[bases] // _APART == self.points[signs] // _APART
        own &= codes[bases] == EXPANDS
        return own

    @cached_property
    def _expanded(self) -> tuple[Bytes, tuple[tuple[Places, int], ...]]:
        """`codes` with every expansion in place."""
        codes = self.codes
        expanding = np.flatnonzero(codes == EXPANDS)
        if not expanding.size:
            return codes, ()
        points = self.points[expanding]
        lengths = tables().lengths[points]
        ends = np.cumsum(lengths)
        ramp = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
        places = np.repeat(expanding + ends - lengths - np.arange(len(expanding)), lengths) + ramp
        extra = places[ramp > 0]
        result = np.empty(len(codes) + len(extra), np.uint8)
        old = np.ones(len(result), np.bool_)
        old[extra] = False
        result[old] = codes
        result[places] = tables().blob[np.repeat(tables().offsets[points], lengths) + ramp]
        return result, ((extra, -1),)

    @cached_property
    def typed(self) -> View:
        """What was typed, in simplified ASCII: see the class."""
        codes, steps = self._expanded
        return View(codes.tobytes().translate(None, b"\x00"), (without(codes, codes == INVISIBLE), *steps))

    @cached_property
    def skeleton(self) -> View:
        """The words of every text between single spaces, a space at both ends of a text, a line feed between texts."""
        codes, steps = self._expanded
        view = skeleton(codes)
        return View(view.data, (*view.steps, *steps))

    @cached_property
    def suspects(self) -> list[Suspect]:
        """Tokens of `typed` that may hide a word: bounded in number and length for each text."""
        return find_suspects(self.typed.data)

    @cached_property
    def rendered(self) -> Rendered:
        """What a reader sees: see `houserules.text.rendering`."""
        return render(self.texts, self.points, self.codes, self._starts)

    @cached_property
    def decoded(self) -> "ViewBatch":
        """The texts that say something else once HTML, percent-encoding or reversed writing are read, as a batch."""
        return ViewBatch([self.rendered.texts[post] for post in self.rendered.decoded])

    def with_marks(self, lasts: Places) -> Places:
        """The places in `points` of the last marks on the letters at `lasts`, so that no span cuts a letter in two."""
        for _ in range(_MAX_MARKS):
            more = self.codes[lasts + 1] == INVISIBLE
            if not more.any():
                break
            lasts = lasts + more
        return lasts

    def posts(self, places: Places) -> Places:
        """Which texts the `places` of `points` are in."""
        posts: Places = np.searchsorted(self._starts, places, side="right") - 1
        return posts

    def spans(self, posts: Places, firsts: Places, lasts: Places) -> Iterator[tuple[int, int, int]]:
        """Post, start and end of spans given by their text and the places in `points` of their ends, both included."""
        begin = self._starts[posts]
        return zip(posts.tolist(), (firsts - begin).tolist(), (lasts - begin + 1).tolist(), strict=True)
