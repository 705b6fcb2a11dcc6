"""Whether a text has what a phrase needs besides its anchor: looked up among its words and in its skeleton."""

from collections.abc import Iterable, Sequence
from typing import Final

from houserules.judging.phrases.rates import cost, rarest_word, shortest

MOST_SEARCHED: Final = 12
"""Most strings of a factor that are searched for one by one; a factor with more of them is not checked."""

_Around = dict[bytes, tuple[bytes, ...]]

_Check = tuple[frozenset[bytes], frozenset[bytes], _Around, tuple[bytes, ...]]
"""A factor: whole words; words with the strings around them that count only as a whole, and these words; other strings."""


class Checks(dict[int, tuple[_Check, ...]]):
    """What is checked of each phrase, worked out when it is first asked for: of most phrases nothing ever is."""

    def __init__(self) -> None:
        super().__init__()
        self.factors: Final[list[list[frozenset[str]]]] = []

    def __missing__(self, number: int) -> tuple[_Check, ...]:
        # What is seldom there is asked first: nearly every text fails it, and the rest need not be asked.
        checks = map(_check, sorted(self.factors[number], key=cost))
        made = self[number] = tuple(check for check in checks if len(check[3]) <= MOST_SEARCHED)
        return made


class Groups(dict[tuple[int, ...], "Group"]):
    """Phrases that are asked about together, by their numbers: rules ask for the same ones again and again."""

    def __init__(self, checks: Checks) -> None:
        super().__init__()
        self._checks: Final = checks

    def __missing__(self, numbers: tuple[int, ...]) -> "Group":
        made = self[numbers] = Group(numbers, self._checks)
        return made


class Group:
    """Some phrases by a word that each needs. Most texts have no such word of any of them, which one look tells."""

    __slots__ = ("_by_word", "_others", "_words")

    def __init__(self, numbers: Iterable[int], checks: Checks) -> None:
        by_word: dict[bytes, list[int]] = {}
        others: list[int] = []
        for number in numbers:
            needed = [whole | rare for whole, rare, _, strings in checks[number] if not strings]
            for word in min(needed, key=len) if needed else ():
                by_word.setdefault(word, []).append(number)
            if not needed:
                others.append(number)
        self._by_word: Final = by_word
        self._words: Final = frozenset(by_word)
        self._others: Final = tuple(others)

    def possible(self, words: frozenset[bytes]) -> Sequence[int]:
        """Those of the phrases that `words` leave possible, in order."""
        if self._words.isdisjoint(words):
            return self._others
        found = {number for word in self._words & words for number in self._by_word[word]}
        return sorted(found.union(self._others))


def _check(factor: frozenset[str]) -> _Check:
    """A factor as a check: of a string that holds a whole word, that word is looked for first."""
    words = {text: rarest_word(text) for text in shortest(factor)}
    whole = frozenset(word.encode() for text, word in words.items() if word and text == f" {word} ")
    around: dict[bytes, tuple[bytes, ...]] = {}
    for text, word in sorted(words.items()):
        if word and text != f" {word} ":
            around[word.encode()] = (*around.get(word.encode(), ()), text.encode())
    return whole, frozenset(around), around, tuple(sorted(text.encode() for text, word in words.items() if not word))


def passing(piece: bytes, words: frozenset[bytes], numbers: Iterable[int], checks: Checks) -> list[int]:
    """Those of the phrases of which something of every factor is in the skeleton `piece`, whose words are `words`."""
    passed: list[int] = []
    for number in numbers:
        for whole, rare, around, others in checks[number]:
            if not whole.isdisjoint(words):
                continue
            if not rare.isdisjoint(words) and _stands(piece, rare & words, around):
                continue
            for text in others:
                if text in piece:
                    break
            else:
                break
        else:
            passed.append(number)
    return passed


def _stands(piece: bytes, words: Iterable[bytes], around: _Around) -> bool:
    """Whether a string around one of `words` is in `piece`."""
    for word in words:
        for text in around[word]:
            if text in piece:
                return True
    return False
