"""How often words are met, roughly: by that, of all that a phrase needs, what tells texts apart best is looked for first."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final


@lru_cache(maxsize=1 << 15)
def cost(factor: frozenset[str]) -> float:
    """About how often per thousand words one of the strings is met: the lower, the better it tells texts apart."""
    return sum(map(_frequency, factor))


def best(factors: Sequence[frozenset[str]]) -> frozenset[str]:
    """The factor that tells texts apart best; there is at least one."""
    return factors[0] if len(factors) == 1 else min(factors, key=cost)


@lru_cache(maxsize=1 << 13)
def shortest(factor: frozenset[str]) -> frozenset[str]:
    """`factor` without strings that begin or end with another of its strings: wherever they are, that one is too."""
    return frozenset(text for text in factor if not _says_more(text, factor)) if len(factor) > 1 else factor


def _says_more(text: str, factor: frozenset[str]) -> bool:
    """Whether the first or the last words of `text` are in `factor`."""
    place, last = text.find(" ", 1), len(text) - 1
    while 0 < place < last:
        if text[: place + 1] in factor or text[place:] in factor:
            return True
        place = text.find(" ", place + 1)
    return False


@lru_cache(maxsize=1 << 16)
def rarest_word(text: str) -> str | None:
    """The word of `text` that is met least often, of those that it holds whole; None if there is none."""
    words = text.split()
    first = 0 if text.startswith(" ") else 1
    last = len(words) if text.endswith(" ") else len(words) - 1
    return min(words[first:last], key=lambda word: _RATES.get(word, _RARE), default=None)


@lru_cache(maxsize=1 << 16)
def rarest_piece(text: str) -> str:
    """The word of `text`, or the part of one that it begins or ends with, that is met least often.

    It has a space on each side on which it is known to end: ` abus` of ` was abus`, ` was ` of ` was b`.
    """
    words = text.split()
    if len(words) == 1:
        return text
    first = "" if text.startswith(" ") else words.pop(0) + " "
    last = "" if text.endswith(" ") else " " + words.pop()
    return min((piece for piece in (*(f" {word} " for word in words), first, last) if piece), key=_frequency)


@lru_cache(maxsize=1 << 17)
def _frequency(text: str) -> float:
    if text[:1] == " " == text[-1:] and text.find(" ", 1) == len(text) - 1:
        return _RATES.get(text[1:-1], _RARE)
    words = text.split()
    if not words:
        return 1.0
    rates = [_RATES.get(word, _RARE) for word in words]
    if text[:1] != " ":
        rates[0] = max(rates[0], _cut(words[0]))
    if text[-1:] != " ":
        rates[-1] = max(rates[-1], _cut(words[-1]))
    rate = rates[0]
    for known in rates[1:]:
        rate = min(rate * known / _PER, known)
    return rate


def _cut(word: str) -> float:
    """How often words come that begin or end with `word`."""
    return _PART[1] if word.isdigit() else _PART[min(len(word), len(_PART) - 1)]


_RARE: Final = 0.03
"""How often a word comes that is not among the common ones."""

_PER: Final = 30.0
"""Two words stand side by side less often than each alone: the second thins the first by its own rate over this."""

_PART: Final = (100.0, 40.0, 12.0, 3.0, 0.8, 0.2, 0.05)
"""How often words come that begin or end with so many letters."""

_TIERS: Final[tuple[tuple[float, str], ...]] = (
    (
        30.0,
        "a i my the to",
    ),
    (
        9.0,
        "and for in is it me of on that you",
    ),
    (
        4.0,
        "about all are at be but can do dont get have he her how if im just know like need not or out she so this "
        "u up was what when with your",
    ),
    (
        1.6,
        "am an any as back because been by call cant card day even feel from go going good got had has him his "
        "its lol love make more much new no now one only over people please say see should some still take tell "
        "them then there they think time want we whats where who why will women would",
    ),
    (
        0.7,
        "after again aint also always anything around bad before being better boyfriend car change come "
        "could credit did didnt does doesnt down every find first free friends girl girls give "
        "happy having help here hes home ill into ive keep last let life list long look lot man many men money "
        "myself name never next number off ok other our phone put really relationship right said send sex shes "
        "someone something stop talk text than thats their these things today too ur us use very way well were "
        "white woman work years youre",
    ),
    (
        0.35,
        "actually add ago already another ask away best between big bill black both boy buy called care cause "
        "check child current da dad date days doing done eat else end enough ever everything face family "
        "female few found friend gets getting girlfriend gonna great guy guys haha hate hear hey hi "
        "hope house hurt husband isnt job kids kind later leave left little live lmao "
        "looking lost made makes making march may mean meet meeting might mom month months most mother "
        "nice night nothing oh old once order own parents past pay person place play pls point problem rate "
        "real relationships reply same saying says school self set show since song soon sorry start "
        "started stay sure talking thanks thing those though thought through times together told tomorrow "
        "true try trying two until used wait wanna wanted wants week went which while wife "
        "without wont wrong ya yeah year yes yet yo",
    ),
)
"""Common words by how often they come per thousand words of British and American posts, some 450,000 words in all."""

_RATES: Final = {word: rate for rate, words in reversed(_TIERS) for word in words.split()}
