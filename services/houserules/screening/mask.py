"""What is compared when posts are compared: the text without what people change to make a copy look new.

Links, addresses, mentions, hashtags, numbers, emoji, case, accents, punctuation and spacing go. Letters stay, in the
form that the text room gives them (look-alikes read by eye), and a run of one letter counts once. What that costs:

* Spaces go, so that "f r e e", "f.r.e.e" and "free" are equal; so are "no one" and "none".
* Runs are squeezed ("freeee"), across words too, since words may be set apart: "met" and "meet" are equal.
* i and l become one letter after squeezing, not before: "fail" and "fall" stay different, and so do "Liam" and "I am".
  Digits and bars that stand for either are equal to both, except beside them ("wi1l").
* A digit is a letter where one, or two alike, stand between letters ("m0ney", "b00ks"), and then so are the others of
  that word ("m0n3y", "d3m0"). Elsewhere it is a number and goes: "room12", "room12b", "covid19jab", "year7s", "2nd",
  "50k". At the edge of a word only a lone 0 and "fr33" are read as letters: "1day" is a number, so "1diot" is missed.
* `$` and other signs of money are letters beside a letter, numbers beside a digit. `|` and `@` are letters between
  letters, `!` only where at most two letters stand before it: "sh!t", but not "wow!that". Between single letters
  all three only set them apart ("f|r|e|e").
* Accents go, also where a language tells words apart by them. Vowel signs of Indian scripts stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Final, NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation
from numpy.typing import NDArray

from houserules.text.tables import APOSTROPHE, EXPANDS, INVISIBLE, PICTURE, SPACE, VOWEL_SIGN, tables

_Bytes = NDArray[np.uint8]
_Places = NDArray[np.intp]

_MARK: Final = "\x1e"
"""Between the texts of a batch. Unicode counts it as white space, so a text that holds it loses nothing."""

_END: Final = 0xFF
_END_BYTE: Final = b"\xff"
"""What the mark becomes: a byte that UTF-8 never has."""

_LONGEST_WORD: Final = 8
"""Average letters a word that no language with spaces goes beyond: text without spaces still counts its words."""

_EMOJI_LETTERS: Final = {
    **dict.fromkeys(range(0x1F1E6, 0x1F200), PICTURE),  # flags are pairs of these
    **dict.fromkeys((0x2139, 0x24C2, 0x3297, 0x3299, *range(0x1F200, 0x1F252)), PICTURE),
    **{0x1F170: ord("A"), 0x1F171: ord("B"), 0x1F17E: ord("O"), 0x1F17F: ord("P")},
}
"""Emoji that the text room reads as letters. Capitals are letters beside a letter only."""

_WORD: Final = rb"a-z\x80-\xfe"
_LINK: Final = re.compile(
    rb"(?<![a-z])(?:h(?:tt|xx)ps?:/|www\.)[^ ]+"
    rb"|(?<![a-z0-9_.+-])[a-z0-9_.+-]++@(?:[a-z0-9-]++\.)+[a-z]{2,}"
    # One try for each run of labels: starting anew at each label would be quadratic in a.a.a.a.
    rb"|(?<![\w\x80-\xfe-])(?<![\w\x80-\xfe-]\.)(?:[\w\x80-\xfe-]++\.)+"
    rb"(?:(?:com|co|org|net|info|biz|uk|io|ly|gg|xyz|ru|cn|eu|online|site|shop|club|scot|wales|example)"
    rb"(?![\w\x80-\xfe-])(?:[/:?#][^ ]*)?|[a-z]{2,12}/[^ ]+)"
)
_TAG: Final = re.compile(rb"(?<![%b0-9])@[\w\x80-\xfe]+(?:[.-][\w\x80-\xfe]+)*+|#[\w\x80-\xfe]+" % _WORD)
_ENTITY: Final = re.compile(rb"&(?:[a-z]{2,8}|#[0-9]{1,7});")

_ODD: Final = re.compile(rb"(?<![0-9$|!@A-Z%b])[%b]*+[0-9$|!@A-Z][0-9$|!@A-Z%b]*+" % ((_WORD,) * 3))
_SPELLED_OUT: Final = re.compile(rb"[a-z]([|!@])[a-z](?:\1[a-z])+")
_CRY: Final = re.compile(rb"[$%b][$|0-9%b]?![%b]" % ((_WORD,) * 3))
_BETWEEN: Final = rb"(?<=[$A-Z%b])%%b(?=[$A-Z%b])" % ((_WORD,) * 2)
_AT: Final = re.compile(_BETWEEN % rb"@")
_BAR: Final = re.compile(_BETWEEN % rb"\|")
_CURRENCY: Final = re.compile(rb"(?<![$A-Z])[$A-Z]++(?=[0-9])|(?<=[0-9])[$A-Z]+")
_QUANTITY: Final = re.compile(
    # Possessive, with longer units first: units that can be read in two ways would be tried in every combination.
    rb"(?:[0-9]++(?:st|nd|rd|th|[ap]m|[bmt]n|mil|mins?|mph|m[blm]|[gt]b|[ck]m|kg|ft|lbs?|hrs?|secs?|yrs?|ps|pcs?"
    rb"|[bghkmpstx])?+)++"
)
_DIGITS_INSIDE: Final = re.compile(rb"(?<=[$I%b])([0134578])\1?+(?=[$I%b])(?!(?<=[%b]{3}[1-9])s\Z)" % ((_WORD,) * 3))
_NUMBER_AT_EDGE: Final = re.compile(rb"\A[0-9]{2,}|(?<![0-9])(?!(?:00|11|33|55)\Z)[0-9]{2,}\Z")
_ZERO: Final = re.compile(rb"\A0(?=[%b]{2})|(?<=[%b])0\Z|(?<=\A[b-df-hj-np-tv-z]{2})33\Z" % ((_WORD,) * 2))
_NUMBER: Final = re.compile(rb"[0-9]+")
_LETTER: Final = re.compile(rb"[I%b]" % _WORD)
_LEET: Final = bytes.maketrans(b"0123456789$", b"oIzeasgtbgs")
_READ_ZERO: Final = bytes.maketrans(b"03", b"oe")

_STRETCHED: Final = re.compile(rb"([a-z])\1\1+")
_FOREIGN_RUN: Final = re.compile(rb"([\xc0-\xfe][\x80-\xbf]+)\1+")
_UNSPACED: Final = re.compile(rb"[\xe3-\xe9]..|\xe0[\xb8-\xbb].|\xe1[\x80-\x82\x9e\x9f].", re.DOTALL)
_INNER_BYTES: Final = bytes(range(0x80, 0xC0))

_TO_LETTERS: Final = bytes(
    code if code >= 0x80 or chr(code).islower() or code == ord("I") else SPACE for code in range(256)
)
_IS_WORD: Final = np.array([chr(code).isalnum() if code < 0x80 else code < _END for code in range(256)], np.bool_)
_FOLD: Final = bytes.maketrans(b"lI", b"ii")

_OTHER, _WORDLIKE, _DIGIT, _DOT, _SHOUT, _COLON, _SLASH, _SIGIL, _SIGN, _AMPERSAND, _BLANK, _GAP = range(12)
_KINDS: Final = bytes(
    _WORDLIKE
    if chr(code).islower() or 0x80 <= code < _END
    else _DIGIT
    if chr(code).isdigit()
    else _SIGN
    if chr(code) in "$|" or chr(code).isupper()
    else {".": _DOT, "!": _SHOUT, ":": _COLON, "/": _SLASH, "@": _SIGIL, "#": _SIGIL, "&": _AMPERSAND, " ": _BLANK}.get(
        chr(code), _OTHER
    )
    for code in range(255)
) + bytes([_GAP])
_SUSPECT: Final = {
    (_WORDLIKE, _DIGIT),
    (_DIGIT, _WORDLIKE),
    (_DOT, _WORDLIKE),
    (_SHOUT, _WORDLIKE),
    (_COLON, _SLASH),
    (_AMPERSAND, _WORDLIKE),
    (_AMPERSAND, _SIGIL),
    (_SIGIL, _WORDLIKE),
    (_SIGIL, _DIGIT),
    (_SIGN, _WORDLIKE),
    (_WORDLIKE, _SIGN),
}
_PAIRS: Final = bytes(divmod(code, 16) in _SUSPECT for code in range(256))
"""Two neighbours by which a text may hold a link, a tag, a number written with letters or a letter written otherwise."""


class Masked(NamedTuple):
    """The compared form of a text (UTF-8, empty for a text without words), and what it was made of.

    `words` and `letters` count the words that were not masked, before runs are squeezed: letters set apart are one word,
    and two letters of a script without spaces are about one. `courteous`: one of the courtesies is among the words.
    """

    text: bytes
    words: int
    letters: int
    courteous: bool


def mask(text: str, courtesies: frozenset[str] = frozenset()) -> Masked:
    """The masked form of one text. For many, `mask_batch` gives the same and costs a fraction."""
    return mask_batch([text], courtesies)[0]


def mask_batch(texts: Sequence[str], courtesies: frozenset[str] = frozenset()) -> list[Masked]:
    """The masked form of each text, which does not depend on the others. Linear in the length of the texts.

    `courtesies` are whole words, or phrases; they are looked for as they are typed and with stretched letters undone.
    """
    return _compared(_disentangled(_view(texts)), courtesies) if texts else []


def _view(texts: Sequence[str]) -> bytes:
    """The texts in small letters, digits and ASCII signs as far as the text room knows them, `_END` between them."""
    joined = _MARK.join(texts)
    if joined.count(_MARK) != len(texts) - 1:
        texts = [text.replace(_MARK, " ") for text in texts]
        joined = _MARK.join(texts)
    folding = _folding()
    if joined.isascii():
        return joined.encode("ascii").translate(folding.ascii, folding.ascii_unseen)
    plain = [text.isascii() for text in texts]
    ascii_view = _MARK.join(compress(texts, plain)).encode("ascii").translate(folding.ascii, folding.ascii_unseen)
    other_view = folding.view(_MARK.join([text for text in texts if not text.isascii()]))
    pieces = (iter(other_view.split(_END_BYTE)), iter(ascii_view.split(_END_BYTE)))
    return _END_BYTE.join([next(pieces[is_plain]) for is_plain in plain])


@dataclass(frozen=True, slots=True)
class _Folding:
    """The tables of the text room, with the changes that comparing needs."""

    codes: _Bytes
    lengths: _Places
    offsets: _Places
    blob: _Bytes
    ascii: bytes
    ascii_unseen: bytes

    def view(self, text: str) -> bytes:
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        codes = self.codes[points]
        kept = codes != INVISIBLE
        points, codes = points[kept], codes[kept]
        expands = codes == EXPANDS
        if not expands.any():
            return bytes(codes[codes != VOWEL_SIGN].tobytes())
        signs = codes == VOWEL_SIGN
        if signs.any():
            # A vowel sign on a letter of another script is decoration.
            bases = np.maximum.accumulate(np.where(signs, 0, np.arange(codes.size)))
            expands |= signs & expands[bases]
            kept = expands | ~signs
            points, codes, expands = points[kept], codes[kept], expands[kept]
        wide = points[expands]
        sizes, origins = self.lengths[wide], self.offsets[wide]
        lengths = np.ones(codes.size, np.intp)
        lengths[expands] = sizes
        starts = np.cumsum(lengths) - lengths
        result = np.empty(int(lengths.sum()), np.uint8)
        result[starts[~expands]] = codes[~expands]
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        result[np.repeat(starts[expands], sizes) + within] = self.blob[np.repeat(origins, sizes) + within]
        return bytes(result.tobytes())


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    shared = tables()
    codes = shared.codes.copy()
    codes[np.fromiter(_EMOJI_LETTERS, np.intp)] = list(_EMOJI_LETTERS.values())
    codes[codes == APOSTROPHE] = INVISIBLE
    codes[codes == PICTURE] = SPACE
    codes[ord(_MARK)] = _END
    # Letters that stand alone have a space on either side, which would cut a tag or an address in two.
    lengths, offsets = shared.lengths.copy(), shared.offsets.copy()
    padded = (lengths > 2) & (shared.blob[offsets] == SPACE)
    lengths[padded] -= 2
    offsets[padded] += 1
    plain = codes[:0x80].tobytes()
    unseen = bytes(code for code in range(0x80) if plain[code] == INVISIBLE)
    return _Folding(codes, lengths, offsets, shared.blob, plain + bytes(range(0x80, 0x100)), unseen)


def _disentangled(view: bytes) -> bytes:
    """`view` without links, tags and numbers that hold letters, and with signs that stand for letters read as such."""
    kinds = np.frombuffer(b"".join((view, _END_BYTE * 4)).translate(_KINDS), np.uint8)
    gaps = np.flatnonzero(kinds >= _BLANK)
    view = _without_am_and_pm(view, gaps)
    found = np.frombuffer(((kinds[:-1] << 4) | kinds[1:]).tobytes().translate(_PAIRS), np.bool_)
    chunks = np.unique(np.searchsorted(gaps, np.flatnonzero(found)))
    if not chunks.size:
        return view
    done = 0
    pieces: list[bytes] = []
    starts = np.where(chunks > 0, gaps[chunks - 1] + 1, 0)
    for start, end in zip(starts.tolist(), gaps[chunks].tolist(), strict=True):
        pieces += (view[done:start], _letters(view[start:end]))
        done = end
    pieces.append(view[done:])
    return b"".join(pieces)


def _without_am_and_pm(view: bytes, gaps: _Places) -> bytes:
    """Takes "pm" out where a number stands before it, as "10 pm" is "10pm". `gaps`: where no chunk is, the end too."""
    signs = np.frombuffer(b"".join((view, _END_BYTE * 4)), np.uint8)
    inner = gaps[gaps < len(view)]
    first = signs[inner + 1]
    candidates = inner[((first == ord("a")) | (first == ord("p"))) & (signs[inner + 2] == ord("m"))]
    candidates = candidates[~_IS_WORD[signs[candidates + 3]]]
    edited: bytearray | None = None
    for gap in candidates.tolist():
        before = gap
        while before >= 0 and view[before] == SPACE:
            before -= 1
        if before >= 0 and view[before] in b"0123456789":
            edited = bytearray(view) if edited is None else edited
            edited[gap + 1 : gap + 3] = b"  "
    return view if edited is None else bytes(edited)


def _letters(chunk: bytes) -> bytes:
    """What is compared of a chunk, which is what stands between two spaces."""
    if b"&" in chunk:
        chunk = _ENTITY.sub(b" ", chunk)
    if b"." in chunk or b":/" in chunk:
        chunk = _LINK.sub(b" ", chunk)
    if b"@" in chunk or b"#" in chunk:
        chunk = _TAG.sub(b" ", chunk)
    return _ODD.sub(_read, chunk)


def _read(match: re.Match[bytes]) -> bytes:
    """The letters of a token that holds digits or signs."""
    token = match[0]
    if token.isdigit():
        return b" "
    if (spelled := _SPELLED_OUT.fullmatch(token)) is not None:
        return token.replace(spelled[1], b" ")
    if b"!" in token:
        token = token.strip(b"!")
        cried = _CRY.match(token) or _DIGITS_INSIDE.search(token)
        token = token.replace(b"!", b"|" if cried else b" ")
    if b"@" in token:
        token = _AT.sub(b"a", token).replace(b"@", b" ")
    token = _CURRENCY.sub(b" ", token)
    if b"|" in token:
        token = _BAR.sub(b"I", token).replace(b"|", b" ")
    return b" ".join(map(_read_part, token.split(b" ")))


def _read_part(part: bytes) -> bytes:
    if _QUANTITY.fullmatch(part):
        return b""
    if _DIGITS_INSIDE.search(part):
        part = _NUMBER_AT_EDGE.sub(b"", part)
    else:
        part = _NUMBER.sub(b" ", _ZERO.sub(lambda zero: zero[0].translate(_READ_ZERO), part))
    if not _LETTER.search(part):
        return b""
    # Copyright and trade marks stand at either end of a name; money is what people write for a last letter.
    part = part.lstrip(b"CR").rstrip(b"ABCDFGHJKLMNOPQRSTUVWXYZ").translate(_LEET)
    return part if part.islower() else b"I".join(map(bytes.lower, part.split(b"I")))


def _compared(view: bytes, courtesies: frozenset[str]) -> list[Masked]:
    spaced = b"".join((b" ", view.replace(_END_BYTE, b" \xff "), b" \xff ")).translate(_TO_LETTERS)
    signs = np.frombuffer(spaced, np.uint8)
    ends = np.flatnonzero(signs == _END)
    words = _count_words(signs, ends)
    courteous = _courteous(spaced, signs, ends, courtesies) if courtesies else [False] * ends.size

    close = spaced.translate(None, b" ")
    signs = np.frombuffer(close, np.uint8)
    letters = np.diff(np.flatnonzero(signs == _END), prepend=-1) - 1
    kept = np.empty(signs.size, np.bool_)
    kept[0] = True
    np.not_equal(signs[1:], signs[:-1], out=kept[1:])
    kept[1:] |= signs[1:] >= 0x80
    forms = signs[kept].tobytes().translate(_FOLD).split(_END_BYTE)
    forms.pop()
    foreign = np.flatnonzero(kept & (signs >= 0x80) & (signs != _END))
    if foreign.size:
        unsqueezed = close.split(_END_BYTE)
        for post in np.unique(np.searchsorted(np.flatnonzero(signs == _END), foreign)).tolist():
            whole = unsqueezed[post]
            letters[post] = len(whole.translate(None, _INNER_BYTES))
            words[post] = max(int(words[post]), (len(_UNSPACED.findall(whole)) + 1) // 2)
            forms[post] = _FOREIGN_RUN.sub(rb"\1", forms[post])
    np.maximum(words, letters // _LONGEST_WORD, out=words)
    return list(map(Masked, forms, words.tolist(), letters.tolist(), courteous))


def _count_words(signs: _Bytes, ends: _Places) -> _Places:
    starts = np.flatnonzero((signs[1:] != SPACE) & (signs[:-1] == SPACE)) + 1
    # The end of each text stands alone too, and is counted like a word.
    words: _Places = np.diff(np.searchsorted(starts, ends), prepend=-1) - 1
    single = (signs[starts + 1] == SPACE) & (signs[starts] < 0x80)
    thrice = single[:-2] & single[1:-1] & single[2:]
    if thrice.any():
        apart = np.zeros(starts.size, np.bool_)
        for shift in range(3):
            apart[shift : shift + thrice.size] |= thrice
        joined = starts[1:][apart[1:] & apart[:-1]]
        words -= np.bincount(np.searchsorted(ends, joined), minlength=ends.size)
    return words


def _courteous(spaced: bytes, signs: _Bytes, ends: _Places, courtesies: frozenset[str]) -> list[bool]:
    matcher = _matcher(courtesies)
    result = [False] * ends.size
    if matcher is None:
        return result
    places = np.array([start for _, start, _ in matcher.find_matches_as_indexes(spaced)], np.intp)
    for post in np.unique(np.searchsorted(ends, places)).tolist():
        result[post] = True
    same = signs[1:] == signs[:-1]
    stretched = np.flatnonzero(same[1:] & same[:-1] & (signs[2:] != SPACE))
    for post in np.unique(np.searchsorted(ends, stretched)).tolist():
        if not result[post]:
            start = int(ends[post - 1]) + 1 if post else 0
            shortened = _STRETCHED.sub(rb"\1", spaced[start : int(ends[post])])
            result[post] = bool(matcher.find_matches_as_indexes(shortened))
    return result


@lru_cache(maxsize=16)
def _matcher(courtesies: frozenset[str]) -> BytesAhoCorasick | None:
    views = (b" ".join(view.translate(_TO_LETTERS).split()) for view in _view(sorted(courtesies)).split(_END_BYTE))
    patterns = [b" %b " % view for view in views if view]
    return BytesAhoCorasick(patterns, implementation=Implementation.DFA) if patterns else None
