"""What is compared when posts are compared: the text without what people change to make a copy look new.

Links, mentions, hashtags, numbers, emoji, case, accents, punctuation and spacing go; words stay.
"""

import re
from typing import Final, NamedTuple
from unicodedata import normalize

_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|co|org|net|uk|io|ly|me|info|example)\b(?:/\S*)?", re.I
)
_TAG: Final = re.compile(r"[@#]\w+")
_FOREIGN_LETTER: Final = re.compile(r"[^\W\d_\x00-\x7f]")
_NOT_A_LETTER: Final = re.compile(r"[\W\d_]+")
_MARK: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u20d0-\u20ff]+")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
_APOSTROPHES: Final = re.compile("['\u2019\u02bc]")

_FOLD: Final = (
    bytes(
        code if chr(code).islower() else ord(chr(code).lower()) if chr(code).isupper() else 0x20 for code in range(128)
    )
    + bytes([0x20]) * 128
)
"""ASCII letters to lower case, everything else to a space."""


class Masked(NamedTuple):
    """A masked text: words joined by single spaces. `letters` counts what is left of the original words."""

    text: str
    words: int
    letters: int


def mask(text: str) -> Masked:
    """The masked form of a text. Empty for a text without words (emoji only, a bare link, a number)."""
    ascii_only = text.isascii()
    if not ascii_only:
        text = _INVISIBLE.sub("", normalize("NFKD", text))
    if _may_hold_link(text):
        text = _LINK.sub(" ", text)
    if "@" in text or "#" in text:
        text = _TAG.sub(" ", text)
    if ascii_only:
        plain = text.encode("ascii")
    elif not _FOREIGN_LETTER.search(text):
        # What is left outside ASCII is marks, which belong to their letter, apostrophes, which belong to their word, and
        # signs and emoji, which part words.
        plain = _APOSTROPHES.sub("", _MARK.sub("", text)).encode("ascii", "replace")
    else:
        folded = _APOSTROPHES.sub("", _MARK.sub("", text)).casefold()
        joined = _NOT_A_LETTER.sub(" ", folded).strip()
        spaces = joined.count(" ")
        return Masked(joined, spaces + 1 if joined else 0, len(joined) - spaces)
    words = plain.translate(_FOLD, b"'").split()
    joined = b" ".join(words).decode("ascii")
    return Masked(joined, len(words), len(joined) - len(words) + 1 if words else 0)


def _may_hold_link(text: str) -> bool:
    # Written out because this is asked of every post: a loop over the signs costs four times as much.
    return (
        "://" in text
        or "www." in text
        or ".co" in text
        or ".org" in text
        or ".net" in text
        or ".uk" in text
        or ".io" in text
        or ".ly" in text
        or ".me" in text
        or ".info" in text
        or ".example" in text
    )
