"""Texts that say nearly the same: a scorer that learnt from one of them must not be measured on another."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_RAREST: Final = 4
_MOST_SHARING: Final = 30
"""So many texts may have a key before it is taken for a commonplace: what each has to be compared with is bounded."""

SIMILAR: Final = 0.5
"""The share of all the words of two texts that both have, from which on they are nearly the same."""


def near_groups(texts: Sequence[str]) -> list[str]:
    """For each text the least text of its group: of those that a chain of nearly the same texts leads to.

    Texts are compared where they share two words in a row or two of their rarest words.
    """
    words = [_WORD.findall(text.casefold().replace("'", "").replace("’", "")) for text in texts]
    kinds = [frozenset(row) for row in words]
    parents = list(range(len(texts)))
    for one, other in _pairs(words):
        both = len(kinds[one] & kinds[other])
        if both and both >= SIMILAR * (len(kinds[one]) + len(kinds[other]) - both):
            parents[_root(parents, one)] = _root(parents, other)
    least: dict[int, str] = {}
    roots = [_root(parents, place) for place in range(len(texts))]
    for root, text in zip(roots, texts, strict=True):
        least[root] = min(least.get(root, text), text)
    return [least[root] for root in roots]


def _pairs(words: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    common = Counter(word for row in words for word in set(row))
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(words):
        rarest = sorted(set(row), key=lambda word: (common[word], word))[:_RAREST]
        for key in _keys(row, rarest):
            places[key].append(place)
    for group in places.values():
        if len(group) <= _MOST_SHARING:
            for number, one in enumerate(group):
                yield from ((one, other) for other in group[number + 1 :])


def _keys(row: Sequence[str], rarest: Sequence[str]) -> Iterable[tuple[str, ...]]:
    if len(row) == 1:
        return {(row[0],)}
    rare = {(one, other, "") for number, one in enumerate(rarest) for other in rarest[number + 1 :]}
    return rare | set(pairwise(row))


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place
