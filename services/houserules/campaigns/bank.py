"""A bank of known texts: which posts of a batch say one of them, exactly or nearly."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from houserules.campaigns.fingerprints import BINS, Numbers, Signatures
from houserules.screening import signature

BAND: Final = 4
"""Bytes of a signature that are looked up together. Unrelated posts share four hardly ever, copies at 0.6 one time in
eight, and there are many bands."""

BANDS: Final = BINS // BAND

_BLOOM_BITS: Final = 18
_BLOOM_SHIFT: Final = np.uint32(32 - _BLOOM_BITS)
_MULTIPLIER: Final = np.uint32(2_654_435_761)
_SALT: Final = (np.arange(2 * BANDS, dtype=np.uint32) + np.uint32(1)) * np.uint32(0x9E3779B1)


Keys = npt.NDArray[np.uint32]
Places = npt.NDArray[np.intp]


class Pairs(NamedTuple):
    """Which post says which text of the bank: equally long arrays, by post and then by place in the bank."""

    posts: Places
    texts: Places
    similarity: npt.NDArray[np.float64]
    exact: npt.NDArray[np.bool_]


def band_keys(signatures: Signatures) -> Keys:
    """The bands of each signature as numbers, shape (n, 16). 0 stands for a band without a filled bin."""
    return np.ascontiguousarray(signatures).view(np.uint32).reshape(len(signatures), BANDS)


class Bank:
    """A fixed list of texts, as content hashes and signatures (all zero: compared as equal only).

    Near texts are looked up by 32 bands of four bytes, 16 of neighbouring bins and 16 of bins far apart: of texts that are
    just 0.6 similar one in ninety escapes, of those at 0.7 one in ten thousand.
    """

    __slots__ = ("_bloom", "_content_order", "_contents", "_key_texts", "_keys", "_signatures")

    def __init__(self, contents: Numbers, signatures: Signatures) -> None:
        """`contents`: int64 of shape (m,), 0 matches nothing; `signatures`: uint8 of shape (m, 64)."""
        if signatures.shape != (len(contents), BINS):
            raise ValueError(f"signatures of {signatures.shape} for {len(contents)} texts")
        self._signatures: Final = signatures.copy()
        self._content_order: Final = np.argsort(contents, kind="stable")
        self._contents: Final = contents[self._content_order]
        keys = _wide_keys(self._signatures)
        texts, bands = np.nonzero(keys)
        found = keys[texts, bands]
        self._bloom: Final = np.zeros(1 << _BLOOM_BITS, dtype=np.bool_)
        self._bloom[_bloom_place(keys)[texts, bands]] = True
        numbered = _numbered(found, bands)
        order = np.argsort(numbered, kind="stable")
        self._keys: Final = numbered[order]
        self._key_texts: Final = texts[order]

    def __len__(self) -> int:
        return len(self._contents)

    def pairs(self, contents: Numbers, signatures: Signatures | None, similarity: float | None) -> Pairs:
        """All posts that say a text of the bank, with every text that they say.

        Without `signatures` (uint8 of shape (n, 64)) or without `similarity` only equal texts are found.
        """
        first = np.searchsorted(self._contents, contents, "left")
        last = np.searchsorted(self._contents, contents, "right")
        last[contents == 0] = 0
        hits = np.flatnonzero(last > first)
        posts, ranks = _spread(hits, first[hits], last[hits])
        texts = self._content_order[ranks]
        scores = np.ones(len(posts))
        exact = np.ones(len(posts), dtype=np.bool_)
        if signatures is not None and similarity is not None and len(self._keys):
            near_posts, near_texts = self._near(signatures)
            if len(near_posts):
                near_scores = signature.similarity(signatures[near_posts], self._signatures[near_texts])
                keep = (near_scores >= similarity) & (contents[near_posts] != 0)
                keep &= ~np.isin(near_posts * len(self) + near_texts, posts * len(self) + texts)
                posts = np.concatenate((posts, near_posts[keep]))
                texts = np.concatenate((texts, near_texts[keep]))
                scores = np.concatenate((scores, near_scores[keep]))
                exact = np.concatenate((exact, np.zeros(int(keep.sum()), dtype=np.bool_)))
        order = np.lexsort((texts, posts))
        return Pairs(posts[order], texts[order], scores[order], exact[order])

    def _near(self, signatures: Signatures) -> tuple[Places, Places]:
        keys = _wide_keys(signatures)
        maybe = np.flatnonzero(self._bloom[_bloom_place(keys)])
        posts, bands = np.divmod(maybe, 2 * BANDS)
        found = keys.reshape(-1)[maybe]
        filled = found != 0
        posts, numbered = posts[filled], _numbered(found[filled], bands[filled])
        first = np.searchsorted(self._keys, numbered, "left")
        last = np.searchsorted(self._keys, numbered, "right")
        posts, ranks = _spread(posts, first, last)
        codes = np.unique(posts * len(self) + self._key_texts[ranks])
        near_posts, near_texts = np.divmod(codes, max(1, len(self)))
        return near_posts, near_texts


def _wide_keys(signatures: Signatures) -> Keys:
    near = band_keys(signatures)
    apart = np.ascontiguousarray(signatures.reshape(-1, BAND, BANDS).transpose(0, 2, 1))
    return np.concatenate((near, apart.view(np.uint32).reshape(len(signatures), BANDS)), axis=1)


def _bloom_place(keys: Keys) -> Keys:
    places: Keys = ((keys ^ _SALT) * _MULTIPLIER) >> _BLOOM_SHIFT
    return places


def _numbered(keys: Keys, bands: Places) -> npt.NDArray[np.int64]:
    numbered: npt.NDArray[np.int64] = keys.astype(np.int64) | (bands.astype(np.int64) << 32)
    return numbered


def _spread(items: Places, first: Places, last: Places) -> tuple[Places, Places]:
    """Every item as often as its range is long, beside the numbers of that range."""
    counts = np.maximum(last - first, 0)
    total = int(counts.sum())
    starts = np.cumsum(counts) - counts
    return np.repeat(items, counts), np.arange(total) + np.repeat(first - starts, counts)
