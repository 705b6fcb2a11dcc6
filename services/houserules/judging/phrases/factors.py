"""What must stand in a text for a phrase to match it: words to look for first, before any regular expression runs.

Texts are thought of as skeletons (`houserules.text.views`): words in plain lower-case letters, one space between them and
around all, apostrophes left out. A *factor* is a set of strings of which one is in the skeleton of every text that matches.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final

from houserules.judging.phrases.rates import best

MOST_EXACT: Final = 1000
"""Longest list of all strings that a part can be."""

MOST_JOINED: Final = 200
"""Longest list that comes of joining two lists; longer ones stay apart, as two factors."""

_COMMON_SIGNS: Final = frozenset(".,-!?/:;_()'\"@#&")

MOST_IN_FACTOR: Final = 1500

_NOTHING: Final = frozenset({""})
_SPACE: Final = frozenset({" "})
_ODD: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that is in the text as a reader sees it: skeletons have none."""

    sign: str


Need = frozenset[str] | Sign
"""What every text that matches has: one of the strings of a factor in its skeleton, or a sign."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a part of a phrase: all the strings it can be (`exact`), or, if they are too many, what it needs.

    A string that ends in `*` stands for all that begin as it does.

    `last` is then the factor that the part ends with, which what follows may make longer. `spaced` and `ended` say that
    the part, where it is not empty, begins and ends with a space, and `empty` that it may be empty. `signs` it needs in
    any case.
    """

    exact: frozenset[str] | None
    factors: tuple[Need, ...] = ()
    last: frozenset[str] = _NOTHING
    spaced: bool = False
    ended: bool = False
    empty: bool = False
    signs: frozenset[str] = frozenset()

    @property
    def needs(self) -> tuple[Need, ...]:
        """Everything that is needed, in no order."""
        found = (*self.factors, *_factor(self.last)) if self.exact is None else tuple(_factor(self.exact))
        return (*found, *map(Sign, sorted(self.signs)))


UNKNOWN: Final = Facts(None)
"""A letter or more of which nothing is known."""

LETTER: Final = Facts(None)
"""One letter, digit or underscore, whichever."""

GAP: Final = Facts(None, spaced=True, empty=True)
"""Any number of words, or none."""


_ENDINGS: Final = frozenset(("", "ve", "d", "ll", "re", "s", "m"))

ENDING: Final = Facts(_ENDINGS, empty=True)
"""What a word may be written together with: `have`, `will`, `is`. Of most words only the last is thought of (`_ended_by`)."""

_CONTRACTED: Final = frozenset(
    "i you u ya ye yous he she they we it who that this there what where how when everyone someone somebody "
    "everybody nobody mum mam mom dad".split()
)
"""Words that are often written together with more than `is`. With all endings of all words, lists grow sevenfold."""


def begun(found: Iterable[str] = ("",)) -> Facts:
    """A part that begins with one of these strings and may go on in any way within the word."""
    return _exactly(frozenset(text + "*" for text in found))


def sign(character: str) -> Facts:
    """A part that is this sign, which parts words where a skeleton is made. Only a rare sign tells texts apart."""
    facts = strings({character})
    return facts if character in _COMMON_SIGNS else replace(facts, signs=frozenset({character}))


@lru_cache(maxsize=65536)
def word(text: str) -> Facts:
    """A part that is this string."""
    return strings((text,))


def strings(found: Iterable[str]) -> Facts:
    """A part that is one of these strings, as skeletons show them."""
    return _exactly(frozenset(text if text.isalnum() and text.islower() else _plain(text) for text in found))


def _plain(text: str) -> str:
    return _ODD.sub(" ", text.lower())


def sequence(parts: Sequence[Facts]) -> Facts:
    """Parts one after the other: neighbours that are known exactly are joined while the list stays short."""
    if len(parts) == 1:
        return parts[0]
    if (text := _one(parts)) is not None:
        return _exactly(frozenset((text,)))
    factors: list[Need] = []
    run: frozenset[str] = frozenset({""})
    whole = True
    signs = frozenset[str]().union(*[part.signs for part in parts if part.signs])
    for place, part in enumerate(parts):
        if part.exact is None:
            whole = False
            # Whatever comes next, a word ends here if both this part and what follows begin with a space.
            factors += _factor(_joined(run, _SPACE) if _spaced(parts[place:]) else run)
            factors += part.factors
            run = _SPACE if part.last == _NOTHING and _ended(parts[: place + 1]) else part.last
        elif part.exact != _NOTHING and all(text[-1:] == "*" for text in run):
            # Nothing is known of the rest of that word, but what comes behind it is.
            whole = False
            factors += _factor(run)
            run = part.exact
        elif len(run) * (2 if part.exact is _ENDINGS else len(part.exact)) <= MOST_JOINED:
            run = _joined(run, part.exact)
        else:
            whole = False
            factors += _factor(_joined(run, _SPACE) if _spaced(parts[place:]) else run)
            run = _joined(_SPACE, part.exact) if _ended(parts[:place]) else part.exact
    if whole:
        return replace(_exactly(run), signs=signs) if signs else _exactly(run)
    empty = all(part.empty for part in parts)
    return Facts(None, tuple(factors), run, spaced=_spaced(parts), ended=_ended(parts), empty=empty, signs=signs)


def _one(parts: Sequence[Facts]) -> str | None:
    """The one string that `parts` can be, which most sequences are; None if it has to be found out with more care."""
    text = ""
    for part in parts:
        if part.exact is None or len(part.exact) != 1 or part.signs or text[-1:] == "*":
            return None
        (more,) = part.exact
        text += more[1:] if more[:1] == " " == text[-1:] else more
    return text


def _spaced(parts: Sequence[Facts]) -> bool:
    """Whether what `parts` match begins with a space, and is not empty."""
    for part in parts:
        if not part.spaced:
            return False
        if not part.empty:
            return True
    return False


def _ended(parts: Sequence[Facts]) -> bool:
    """Whether what `parts` match ends with a space, and is not empty."""
    for part in reversed(parts):
        if not part.ended:
            return False
        if not part.empty:
            return True
    return False


def _exactly(found: frozenset[str], signs: frozenset[str] = frozenset()) -> Facts:
    if len(found) == 1:
        (text,) = found
        return Facts(found, (), _NOTHING, text[:1] in ("", " "), text[-1:] in ("", " "), not text, signs)
    spaced = all(text[:1] in ("", " ") for text in found)
    ended = all(text[-1:] in ("", " ") for text in found)
    return Facts(found, spaced=spaced, ended=ended, empty="" in found, signs=signs)


def alternatives(branches: Sequence[Facts]) -> Facts:
    """One of several parts."""
    if all(branch.exact is not None and not branch.signs for branch in branches):
        exact = frozenset[str]().union(*(branch.exact or () for branch in branches))
        if len(exact) <= MOST_EXACT:
            return _exactly(exact)
    spaced = all(branch.spaced for branch in branches)
    ended = all(branch.ended for branch in branches)
    empty = any(branch.empty for branch in branches)
    needs = [anchors(branch.needs) for branch in branches]
    union = frozenset[str]().union(*map(best, needs)) if all(needs) else _NOTHING
    factors = (union,) if union != _NOTHING and len(union) <= MOST_IN_FACTOR else ()
    return Facts(None, factors, spaced=spaced, ended=ended, empty=empty)


def anchors(needs: Iterable[Need]) -> list[frozenset[str]]:
    """Those of `needs` that can be looked for in many texts at once."""
    return [need for need in needs if isinstance(need, frozenset)]


def optional(part: Facts) -> Facts:
    """A part or nothing."""
    if part.exact is not None:
        return _exactly(part.exact | {""})
    return replace(UNKNOWN, spaced=part.spaced, ended=part.ended, empty=True)


def apart(part: Facts) -> Facts:
    """A part any number of times, or not at all."""
    if part is LETTER:
        return begun()
    return replace(UNKNOWN, spaced=part.spaced, ended=part.ended, empty=True)


def repeated(part: Facts) -> Facts:
    """A part once or more."""
    if part is LETTER:
        return begun()
    if part.exact is not None and all(len(text) == 1 and text.isalnum() for text in part.exact):
        return begun(part.exact)
    return Facts(None, part.needs, spaced=part.spaced, ended=part.ended, empty=part.empty)


def _factor(found: frozenset[str]) -> list[frozenset[str]]:
    """`found` as a factor, if it says anything: the empty string and a lone space are in every text."""
    if len(found) > MOST_IN_FACTOR:
        return []
    plain = frozenset(text.removesuffix("*") for text in found)
    return [plain] if all(text.strip() for text in plain) else []


def _ended_by(text: str) -> list[str]:
    """`text` as it is, and with what its last word may be written together with."""
    if text[-1:] in ("*", " ", ""):
        return [text]
    return [text + ending for ending in _ENDINGS] if text.rpartition(" ")[2] in _CONTRACTED else [text, text + "s"]


def _joined(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """Every string of `left` followed by every one of `right`, two spaces being one."""
    if len(left) == 1 == len(right):
        (one,), (other,) = left, right
        if one[-1:] == "*":
            return left
        return frozenset((one + other[1:] if one[-1:] == " " and other[:1] == " " else one + other,))
    if right is _ENDINGS:
        return frozenset(chain.from_iterable(map(_ended_by, left)))
    joined: set[str] = set()
    for one in left:
        if one[-1:] == "*":
            joined.add(one)
        elif one[-1:] == " ":
            joined.update(one + other[1:] if other[:1] == " " else one + other for other in right)
        else:
            joined.update(one + other for other in right)
    return frozenset(joined)
