"""Ways to misspell a word in plain letters so that it passes a word list: `fvck`, `bstard`, `bitchh`, `vvanker`.

Nothing in such a word looks suspicious, so they are looked for like the word itself. Only misspellings that are no other
word are made: what is left of a short word without its vowels, or comes of doubling a letter as in `hoping` and
`hopping`, often is one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from houserules.text.spellings import SpelledView

_VOWELS: Final = "aeiou"
_LETTERS: Final = re.compile("[a-z]+")

_LEAST: Final = 4
_LEAST_PH: Final = 5
_LEAST_DOUBLED: Final = 5
_LEAST_WITHOUT_VOWEL: Final = 6
_LEAST_WITHOUT_VOWELS: Final = 7
_LEAST_WITH_TWO: Final = 7  # `lose` and `loose`, `chosen` and `choosen`: long words are told apart by the rest

_OFTEN_TWO: Final = "bdfglmnprstz"
"""Consonants that spelling doubles between vowels."""

_SELDOM_TWO: Final = "aiuchjkqvwxy"
"""Letters that hardly any word has twice in a row, so that a short word with one of them twice is no other word."""

_WORDS: Final = frozenset(
    "phish phisher phishers phishing phase phased phases pharm pharma phone phones phones batch batches "
    "cnts mngs twts pkts bldg accnt wndr".split()
)
"""What misspelling makes of some word and people mean as it stands."""


def slips(term: str) -> Iterator[tuple[str, SpelledView]]:
    """Misspellings of a term of small ASCII letters, each with the view that it is told of as; none of another term."""
    words = term.split(" ")
    if not all(map(_LETTERS.fullmatch, words)):
        return
    for change, view in _CHANGES:
        changed = [_changed(word, change(word)) for word in words]
        yield from ((slip, view) for slip in _each_and_all(words, changed))
    for place, word in enumerate(words):
        for twice in _doubled(word):
            yield " ".join((*words[:place], _changed(word, twice), *words[place + 1 :])), "squeezed"


def _each_and_all(words: Sequence[str], changed: Sequence[str]) -> Iterator[str]:
    """`words` with each of those that are `changed` in its place, and with all of them."""
    places = [place for place, word in enumerate(words) if changed[place] != word]
    for place in places:
        yield " ".join((*words[:place], changed[place], *words[place + 1 :]))
    if len(places) > 1:
        yield " ".join(changed)


def _changed(word: str, slip: str) -> str:
    return word if len(word) < _LEAST or slip in _WORDS else slip


def _u_as_v(word: str) -> str:
    return word.replace("u", "v")


def _w_as_two(word: str) -> str:
    return word.replace("w", "vv")


def _f_as_ph(word: str) -> str:
    return "ph" + word[1:] if word[0] == "f" and len(word) >= _LEAST_PH else word


def _without_vowel(word: str) -> str:
    """Without its first inner vowel; of words of five letters only where no vowel is left: `btch`."""
    for place in range(1, len(word) - 1):
        if word[place] in _VOWELS:
            slip = word[:place] + word[place + 1 :]
            is_bare = len(word) == 5 and not any(letter in _VOWELS for letter in slip)
            return slip if len(word) >= _LEAST_WITHOUT_VOWEL or is_bare else word
    return word


def _without_vowels(word: str) -> str:
    """Without its inner vowels, if most of it is left: `RPGs` are not what is left of a word of nine letters."""
    slip = word[0] + "".join(letter for letter in word[1:] if letter not in _VOWELS)
    is_told = len(word) >= _LEAST_WITHOUT_VOWELS and len(slip) >= max(_LEAST, 0.6 * len(word))
    return slip if is_told else word


def _doubled(word: str) -> Iterator[str]:
    """With one letter twice that stood there once, not the first."""
    for place in range(1, len(word)):
        letter, before, after = word[place], word[place - 1], word[place + 1 : place + 2]
        if letter in (before, after):
            continue
        if letter in "eo":
            allowed = len(word) >= _LEAST_WITH_TWO
        elif len(word) < _LEAST_DOUBLED:
            allowed = letter in _SELDOM_TWO
        else:
            allowed = letter not in _OFTEN_TWO or not (before in _VOWELS and after and after in _VOWELS)
        if allowed:
            yield word[:place] + letter + word[place:]


_CHANGES: Final[tuple[tuple[Callable[[str], str], SpelledView], ...]] = (
    (_u_as_v, "leet"),
    (_w_as_two, "leet"),
    (_f_as_ph, "leet"),
    (_without_vowel, "squeezed"),
    (_without_vowels, "squeezed"),
)
"""What is done to every word of a term that it can be done to."""
