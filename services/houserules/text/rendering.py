"""What a reader sees of a text: HTML and percent-encoding decoded, reversed writing turned round, plain typography.

Ordinary text is its own rendering. Curly quotes, dashes and odd spaces are replaced one for one over the whole batch;
only texts with markup, invisible characters or loose accents are rewritten one by one, with a map back.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from houserules.text.tables import APOSTROPHE, HYPHEN, INVISIBLE, SPACE

_DOUBLE_QUOTE: Final = ord('"')
_LINE_ENDS: Final = (0x85, 0x2028, 0x2029)
_OVERRIDE: Final = "\u202e"
_OVERRIDE_ENDS: Final = "\u202c\u202d\u2069\n\r\u2029"
_HIDDEN_BLOCKS: Final = (
    *((point, point) for point in (0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x3164, 0xFEFF)),
    (0x115F, 0x1160),
    (0x200E, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xE0000, 0xE007F),
)
_HIDDEN: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in _HIDDEN_BLOCKS)
_IS_HIDDEN: Final = re.compile(f"[{_HIDDEN}]")
_HIDDEN_POINTS: Final = [point for first, last in _HIDDEN_BLOCKS for point in range(first, last + 1)]
_INLINE: Final = (
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var "
    "wbr"
)
_BLOCK: Final = (
    "article aside blockquote body br center dd div dl dt h1 h2 h3 h4 h5 h6 hr html img li ol p pre section table "
    "tbody td th thead tr ul"
)
_PIECE: Final = re.compile(
    r"&(?:\#[0-9]{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});"
    r"|(?P<percent>(?:%[0-9a-f]{2})+)"
    rf"|</?(?:(?P<inline>{_INLINE.replace(' ', '|')})|{_BLOCK.replace(' ', '|')})(?:[\s/][^<>]{{0,500}})?>"
    r"|<!--[^<>]{0,500}-->"
    rf"|(?P<hidden>[{_HIDDEN}]+|(?<=[a-z])[\u200c\u200d]+|[\u200c\u200d]+(?=[a-z]))",
    re.IGNORECASE,
)
_ACCENTED: Final = re.compile(r"[^\W\d_][\u0300-\u036f]+")


_FIRST_WIDE: Final = 0x80
_FIRST_FOREIGN: Final = 0x370
_LAST_FOREIGN: Final = 0x58F  # Greek, Cyrillic, Armenian
_FOREIGN_IN_A_ROW: Final = 8
_STYLED_BLOCKS: Final = (
    (0x2102, 0x2115), (0x2119, 0x211D), (0x2124, 0x2128), (0x212C, 0x2134),  # the mathematical alphabets' older letters
    (0x249C, 0x24E9), (0xFF10, 0xFF5A), (0x1D400, 0x1D7FF), (0x1F110, 0x1F149),
)  # fmt: skip
_STYLED_BOUNDS: Final = np.array([bound for first, last in _STYLED_BLOCKS for bound in (first, last + 1)], np.uint32)


class Origins:
    """For every character of a rewritten text the `[start, end)` in the original that it stands for."""

    def __init__(self) -> None:
        self._outs: Final[list[int]] = []
        self._spans: Final[list[tuple[int, int, bool]]] = []
        self.order: list[int] | None = None

    def add(self, out: int, start: int, end: int, *, copied: bool) -> None:
        """From `out` on stands what was at `[start, end)`: character by character if `copied`, else as a whole."""
        self._outs.append(out)
        self._spans.append((start, end, copied))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A non-empty `[start, end)` of the rewritten text as `[start, end)` of the original."""
        if self.order is not None:
            start, end = min(self.order[start:end]), max(self.order[start:end]) + 1
        left, right = self._at(start), self._at(end - 1)
        return left[0], right[1]

    def _at(self, place: int) -> tuple[int, int]:
        piece = bisect_right(self._outs, place) - 1
        start, end, copied = self._spans[piece]
        start += place - self._outs[piece] if copied else 0
        return start, start + 1 if copied else end


@dataclass(frozen=True, slots=True)
class Rendered:
    """`texts` as readers see them, `origins` of those that were rewritten, `decoded`: those that say something else."""

    texts: Sequence[str]
    origins: dict[int, Origins]
    decoded: tuple[int, ...]

    @property
    def encoded(self) -> Iterator[bytes]:
        """`texts` in UTF-8; a lone surrogate is three bytes that are no character."""
        return (text.encode() if text.isascii() else text.encode("utf-8", "surrogatepass") for text in self.texts)

    def span(self, post: int, start: int, end: int) -> tuple[int, int]:
        """A non-empty `[start, end)` of the rendered text at `post` as `[start, end)` of the original."""
        origins = self.origins.get(post)
        return origins.span(start, end) if origins else (start, end)


def render(
    texts: Sequence[str], points: NDArray[np.uint32], codes: NDArray[np.uint8], starts: NDArray[np.intp]
) -> Rendered:
    """The rendering of `texts`, whose code points and codes stand at `starts` in `points` and `codes`."""
    result = list(texts)
    wide = np.flatnonzero(points >= _FIRST_WIDE)
    odd = wide[is_typographic(points[wide], codes[wide])]
    styled, letters = _styled(points, codes, wide)
    if odd.size or styled.size:
        plain = points.copy()
        plain[odd] = codes[odd]
        plain[styled] = letters
        for post in _posts(np.concatenate((odd, styled)), starts):
            begin = int(starts[post])
            result[post] = plain[begin : begin + len(texts[post])].tobytes().decode("utf-32-le", "surrogatepass")
    origins: dict[int, Origins] = {}
    decoded: list[int] = []
    places = _special(points, codes)
    posts = np.searchsorted(starts, places, side="right") - 1
    for post, group in groupby(zip(posts.tolist(), (places - starts[posts]).tolist(), strict=True), itemgetter(0)):
        rewritten = _rewrite(result[post], [place for _, place in group])
        if rewritten is not None:
            result[post], origins[post], differs = rewritten
            if differs:
                decoded.append(post)
    return Rendered(result, origins, tuple(decoded))


def is_typographic(points: NDArray[np.uint32], codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which characters are quotes, dashes and spaces beyond ASCII: readers do not tell them from those of ASCII."""
    plain: NDArray[np.bool_] = (codes == SPACE) | (codes == APOSTROPHE) | (codes == HYPHEN) | (codes == _DOUBLE_QUOTE)
    plain &= points >= _FIRST_WIDE
    for line_end in _LINE_ENDS:
        plain &= points != line_end
    return plain


def _styled(
    points: NDArray[np.uint32], codes: NDArray[np.uint8], wide: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """Places of letters and digits that are those of ASCII in another style, or pass for them in a word, and these.

    `wide` are the places of all characters beyond ASCII.
    """
    wide = wide[points[wide] >= _FIRST_FOREIGN]
    if not wide.size:
        return wide, points[wide]
    point = points[wide]
    letters = np.zeros(len(wide), np.uint32)
    inside = np.searchsorted(_STYLED_BOUNDS, point, side="right") % 2 == 1
    if inside.any():
        letters[inside] = [_in_style(character) for character in point[inside].tolist()]
    foreign = (point <= _LAST_FOREIGN) & _is_latin(codes[wide])
    if foreign.any():
        # Letters of other alphabets pass for Latin ones beside Latin ones only: people write Russian, too.
        latin = np.flatnonzero(foreign)
        beside = points.copy()
        for _ in range(_FOREIGN_IN_A_ROW):
            near = _is_ascii_letter(beside[wide[latin] - 1]) | _is_ascii_letter(beside[wide[latin] + 1])
            if not near.any():
                break
            letters[latin[near]] = beside[wide[latin[near]]] = codes[wide[latin[near]]]
            latin = latin[~near]
    found = letters > 0
    return wide[found], letters[found]


@lru_cache(maxsize=2048)
def _in_style(point: int) -> int:
    """The ASCII letter or digit that a character is another style of; 0 if it is none."""
    plain = unicodedata.normalize("NFKC", chr(point))
    if len(plain) == 3 and plain[0] == "(":
        plain = plain[1]
    return ord(plain) if len(plain) == 1 and plain.isascii() and plain.isalnum() else 0


def _is_ascii_letter(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    letter: NDArray[np.bool_] = (points | 0x20) - ord("a") < 26
    return letter


def _posts(places: NDArray[np.intp], starts: NDArray[np.intp]) -> list[int]:
    return np.unique(np.searchsorted(starts, places, side="right") - 1).tolist() if places.size else []


def _special(points: NDArray[np.uint32], codes: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Places that may need a text rewritten."""
    found = codes == INVISIBLE
    for sign in _MARKUP:
        found |= codes == sign
    special: NDArray[np.intp] = np.flatnonzero(found)
    if not special.size:
        return special
    kinds = codes[special]
    marks: NDArray[np.intp] = special[kinds != INVISIBLE]
    marks = marks[_IN_MARKUP[codes[marks + 1]]]
    unseen = special[kinds == INVISIBLE]
    if not unseen.size:
        return marks
    what = points[unseen]
    latin = _is_latin(codes[unseen - 1]) | _is_latin(codes[unseen + 1])
    joiner = (what == 0x200C) | (what == 0x200D)
    hidden = np.isin(what, _HIDDEN_POINTS) | ((what >= 0x300) & (what < 0x370)) | (joiner & latin)
    return np.sort(np.concatenate((marks, unseen[hidden])))


_MARKUP: Final = b"%&<"
_IN_MARKUP: Final = np.array(
    [code < 0x80 and (chr(code).islower() or chr(code) in "0123456789#/!") for code in range(256)]
)


def _is_latin(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    latin: NDArray[np.bool_] = (codes >= ord("a")) & (codes <= ord("z"))
    return latin


def _rewrite(text: str, places: list[int]) -> tuple[str, Origins, bool] | None:
    """The rendering of one text, its origins, whether it says something else; None if nothing is to be rewritten."""
    parts: list[str] = []
    origins = Origins()
    done = out = read = 0
    differs = False

    def put(piece: str, start: int, end: int, *, copied: bool = False) -> None:
        nonlocal out, done
        if piece:
            origins.add(out, start, end, copied=copied)
            parts.append(piece)
            out += len(piece)
        done = end

    for place in places:
        if place < read:
            continue
        match = _PIECE.match(text, place) or (_ACCENTED.match(text, place - 1) if place > read else None)
        if match is None:
            continue
        start, read = match.span()
        seen, changed = _seen(match)
        if seen is None:
            continue
        put(text[done:start], done, start, copied=True)
        differs |= changed
        if isinstance(seen, str):
            put(seen, start, read)
        else:
            for character in seen:
                put(character, done, done + 3 * len(character.encode()))
    if not done:
        return None
    put(text[done:], done, len(text), copied=True)
    result = "".join(parts)
    origins.order = _reading_order(result)
    if origins.order is not None:
        differs |= _OVERRIDE in result
        result = "".join(result[place] for place in origins.order)
    return result, origins, differs


def _seen(match: re.Match[str]) -> tuple[str | tuple[str, ...] | None, bool]:
    """What a reader sees of a piece, and whether that changes what the text says.

    A string stands for the piece as a whole; of a tuple every character stands for its own percent-encoded bytes; None
    means that a reader sees what was typed.
    """
    piece = match[0]
    if match.re is _ACCENTED:
        return unicodedata.normalize("NFC", piece), False
    if match["hidden"]:
        # Marks of direction are needed until the order of reading is settled.
        return "".join(mark for mark in piece if mark == _OVERRIDE or mark in _OVERRIDE_ENDS), False
    if match["percent"]:
        decoded = _percent_decoded(piece)
        return (None, False) if decoded is None else (tuple(decoded), True)
    if piece[0] == "&":
        decoded = html.unescape(piece)
        return decoded, decoded != piece
    return "" if match["inline"] or piece[1] == "!" else " ", True


def _percent_decoded(piece: str) -> str | None:
    try:
        seen = bytes.fromhex(piece.replace("%", "")).decode()
    except UnicodeDecodeError:
        return None
    return seen if seen.isprintable() else None


def _reading_order(text: str) -> list[int] | None:
    """Places of the visible characters from left to right, when a right-to-left override turns some of them round."""
    if not _IS_HIDDEN.search(text):
        return None
    order: list[int] = []
    turned: list[int] | None = None
    for place, character in enumerate(text):
        if turned is not None and character in _OVERRIDE_ENDS:
            order += reversed(turned)
            turned = None
        if character == _OVERRIDE and turned is None:
            turned = []
        elif not _IS_HIDDEN.match(character):
            (order if turned is None else turned).append(place)
    return order + list(reversed(turned or []))
