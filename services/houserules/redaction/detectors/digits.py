"""Reads a region of digits, digit words and look-alike letters as groups of digits.

`o7700 9OO123`, `oh seven seven double oh nine hundred one two three` and `07700 900 123` are the same digits.
"""

import re
from itertools import pairwise
from typing import Final

from msgspec import Struct

_UNITS: Final = {
    b"zero": "0", b"oh": "0", b"nought": "0", b"naught": "0", b"nil": "0", b"one": "1", b"two": "2", b"three": "3",
    b"four": "4", b"five": "5", b"six": "6", b"seven": "7", b"eight": "8", b"nine": "9",
    # Dressed up, and slips.
    b"zer0": "0", b"0h": "0", b"0ne": "1", b"tw0": "2", b"thr33": "3", b"f0ur": "4", b"f1ve": "5", b"s1x": "6",
    b"s3ven": "7", b"sev3n": "7", b"s3v3n": "7", b"e1ght": "8", b"3ight": "8", b"eigth": "8", b"n1ne": "9", b"nin3": "9",
    b"n1n3": "9",
}  # fmt: skip
_TEENS: Final = {
    b"ten": "10", b"eleven": "11", b"twelve": "12", b"thirteen": "13", b"fourteen": "14", b"fifteen": "15",
    b"sixteen": "16", b"seventeen": "17", b"eighteen": "18", b"nineteen": "19",
}  # fmt: skip
_TENS: Final = {
    b"twenty": "2", b"thirty": "3", b"forty": "4", b"fifty": "5", b"sixty": "6", b"seventy": "7", b"eighty": "8",
    b"ninety": "9", b"fourty": "4", b"ninty": "9",
}  # fmt: skip
_ZEROS: Final = {b"hundred": "00", b"hundered": "00", b"hunderd": "00", b"thousand": "000"}
_TIMES: Final = {b"double": 2, b"dbl": 2, b"triple": 3, b"treble": 3}
_PLAIN: Final = {**_UNITS, **_TEENS, **_ZEROS}
_WORDS: Final = sorted([*_PLAIN, *_TENS, *_TIMES], key=len, reverse=True)
WORD: Final = b"|".join(_WORDS)
"""A digit word, or a word such as `double`."""

SEPARATOR: Final = rb"(?:[ \n.,\-()/_*~+\x0f\[\]|='\"\\;]|%20|and |then |dash |dot |space |hyphen |slash ){0,5}"
"""What people put between the digits of a number. At most five: further apart are two numbers."""

ATOM: Final = rb"(?:" + WORD + rb"|[0-9oil])"
"""One digit, a letter that stands for one, or a digit word."""

_TOKEN: Final = re.compile(rb"%20|(?P<plus>%2b|\+|plus\b)|(?P<word>" + WORD + rb")|(?P<chunk>[0-9oil]+)")
_PLAIN_CHARACTERS: Final = b"0123456789 \n.,-()/_*~+\x0f[]|='\"\\;"
_SAID_SIGNS: Final = re.compile(rb"%20|\b(?:and|then|dash|dot|space|hyphen|slash)\b ?")
_PLAIN_GROUP: Final = re.compile(r"(\+[ (]?)?([0-9]+)")
_PLAIN_DIGITS: Final = re.compile(r"[0-9]+")
_LETTERS: Final = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_AS_DIGITS: Final = bytes.maketrans(b"oil", b"011")
_DATE_SEPARATORS: Final = (b".", b"/", b"-")
_DATE_SEPARATOR: Final = re.compile(rb"[./\-]")


class Group(Struct, frozen=True, gc=False):
    """Digits written together at `[start, end)` of the view. `plus` is where a + before them begins, or -1.

    `words` says that they are spelled out.
    """

    digits: str
    start: int
    end: int
    plus: int = -1
    words: bool = False


def read(view: bytes, start: int, end: int) -> list[list[Group]]:
    """The runs of groups in a region: inside a run the groups may be one number, two runs are two numbers."""
    runs: list[list[Group]] = []
    for group in _groups(view, start, end):
        if runs and _joined(view, runs[-1][-1], group):
            runs[-1].append(group)
        else:
            runs.append([group])
    return [part for run in runs for part in _without_dates(view, run)]


def _groups(view: bytes, start: int, end: int) -> list[Group]:
    region = view[start:end]
    if region.translate(None, _PLAIN_CHARACTERS):
        return _mixed_groups(view, start, end)
    text = region.decode("ascii")
    if b"+" not in region:
        return [Group(match[0], start + match.start(), start + match.end()) for match in _PLAIN_DIGITS.finditer(text)]
    return [
        Group(match[2], start + match.start(2), start + match.end(), -1 if match[1] is None else start + match.start())
        for match in _PLAIN_GROUP.finditer(text)
    ]


def _mixed_groups(view: bytes, start: int, end: int) -> list[Group]:
    groups: list[Group] = []
    plus = -1
    times, times_start = 1, 0
    tens = ""
    for token in _TOKEN.finditer(view, start, end):
        kind, text = token.lastgroup, token[0]
        first, last = token.span()
        if kind is None:
            continue
        if kind == "plus":
            plus, times, tens = first, 1, ""
            continue
        digits: str | None
        words = kind == "word"
        if words:
            if _inside_word(view, first, last):
                plus, times, tens = -1, 1, ""
                continue
            if text in _TIMES:
                times, times_start = _TIMES[text], first
                continue
            digits = _TENS[text] + "0" if text in _TENS else _PLAIN[text]
        else:
            digits, first, last = _chunk(view, first, last)
            if digits is None:
                plus, times, tens = -1, 1, ""
                continue
        if times > 1:
            digits, first, words = digits[0] * times + digits[1:], times_start, True
            times = 1
        if tens and words and len(digits) == 1 and digits != "0" and view[groups[-1].end : first] in (b" ", b"-"):
            groups[-1] = Group(tens + digits, groups[-1].start, last, groups[-1].plus, words=True)
            tens = ""
            continue
        tens = _TENS.get(text, "")
        groups.append(Group(digits, first, last, plus if first - plus <= 8 else -1, words))
        plus = -1
    return groups


def _inside_word(view: bytes, start: int, end: int) -> bool:
    """Whether a digit word is a part of a longer word (`phone`), and not of digit words written together."""
    if start and view[start - 1] in _LETTERS and not _ends_with_word(view, start):
        return True
    return end < len(view) and view[end] in _LETTERS and _TOKEN.match(view, end) is None


def _ends_with_word(view: bytes, end: int) -> bool:
    return any(view.endswith(word, 0, end) for word in _WORDS)


def _chunk(view: bytes, start: int, end: int) -> tuple[str | None, int, int]:
    """The digits of a run of digits and look-alikes; letters at its ends that belong to a word are left to the word."""
    chunk = view[start:end]
    if chunk.isdigit():
        return chunk.decode("ascii"), start, end
    if start and view[start - 1] in _LETTERS:
        kept = chunk.lstrip(b"oil")
        start, chunk = end - len(kept), kept
    if end < len(view) and view[end] in _LETTERS:
        kept = chunk.rstrip(b"oil")
        end, chunk = start + len(kept), kept
    if not chunk or (chunk.isalpha() and chunk.strip(b"o")):
        return None, start, end
    return chunk.translate(_AS_DIGITS).decode("ascii"), start, end


def _joined(view: bytes, left: Group, right: Group) -> bool:
    if right.plus >= 0:
        return False
    gap = view[left.end : right.start]
    if gap in (b" ", b"-"):
        return True
    gap = _SAID_SIGNS.sub(b"", gap)
    if len(gap) > 4 or gap.count(b"\n") > 2 or any(byte in _LETTERS for byte in gap):
        return False
    if b"," in gap or b";" in gap:
        # Single digits and words, or `07700, 900, 123`; `1,234` and `10,000` are sums.
        if len(left.digits) >= 3 and len(right.digits) >= 3:
            return True
        return (left.words or len(left.digits) == 1) and (right.words or len(right.digits) == 1)
    return True


def _without_dates(view: bytes, run: list[Group]) -> list[list[Group]]:
    """The run cut at each calendar date in it (`13/01/2026`, `2026-01-13`)."""
    if len(run) < 3 or _DATE_SEPARATOR.search(view, run[0].end, run[-1].start) is None:
        return [run]
    gaps = [view[left.end : right.start] for left, right in pairwise(run)]
    parts: list[list[Group]] = []
    begin = index = 0
    while index + 2 < len(run):
        if _is_date(run, gaps, index):
            parts.append(run[begin:index])
            begin = index = index + 3
        else:
            index += 1
    parts.append(run[begin:])
    return [part for part in parts if part]


def _is_date(run: list[Group], gaps: list[bytes], index: int) -> bool:
    gap = gaps[index]
    if gap not in _DATE_SEPARATORS or gaps[index + 1] != gap:
        return False
    # A further group behind the same sign makes it a number in pairs: 07-12-34-56-78-9.
    if (index and gaps[index - 1] == gap) or (index + 2 < len(gaps) and gaps[index + 2] == gap):
        return False
    return is_date(run[index].digits, run[index + 1].digits, run[index + 2].digits)


def is_date(first: str, second: str, third: str) -> bool:
    """Whether three groups can be day, month and year, or year, month and day."""
    if len(first) == 4:
        first, third = third, first
    if len(first) > 2 or len(second) > 2 or len(third) not in (2, 4):
        return False
    if len(third) == 4 and not 1900 <= int(third) <= 2100:
        return False
    day, month = sorted((int(first), int(second)), reverse=True)
    return 1 <= day <= 31 and 1 <= month <= 12
