"""Keyed similarity signatures: how much two texts share, without either text.

A signature is a one-permutation MinHash. Every run of five bytes of the compared form is hashed once; six bits of the
hash choose one of 64 bins, others order the runs of a bin, and the bin keeps eight further bits of the first of them. Two
texts agree in a bin about as often as they share their runs (Jaccard similarity), and by chance once in 255.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BYTES: Final = np.uint64(0x0101010101010101)
_TOP_BYTE: Final = np.uint64(56)

BINS: Final = 64
SHINGLE: Final = 5
"""Bytes in a run. A text with fewer has no runs, and all its bins are empty."""

_BIN_SHIFT: Final = np.uint64(58)
_KEY_MASK: Final = np.uint64((1 << 58) - 1)
_RUN_MASK: Final = np.uint64((1 << 8 * SHINGLE) - 1)
_NO_KEY: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_PAYLOADS: Final = np.uint64(0xFF)


class Signer:
    """Signs texts under a secret key, the same on every worker that shares the key."""

    __slots__ = ("_first", "_second")

    def __init__(self, key: bytes) -> None:
        """`key`: 1 to 64 bytes."""
        digest = blake2b(key=key, digest_size=16, person=b"signature").digest()
        # Odd, so that multiplying loses nothing: different runs keep different hashes.
        self._first: Final = np.uint64(int.from_bytes(digest[:8], "little") | 1)
        self._second: Final = np.uint64(int.from_bytes(digest[8:], "little") | 1)

    def sign(self, texts: Sequence[bytes]) -> NDArray[np.uint8]:
        """Signatures of shape `(len(texts), 64)`: 1..255 for a bin, 0 for an empty one.

        A row depends on its text and the key only, and on which runs the text has, not how often or in what order.
        """
        count = len(texts)
        lengths = np.fromiter(map(len, texts), np.intp, count)
        ends = np.cumsum(lengths)
        size = int(ends[-1]) if count else 0
        # Every byte starts a run for now, so that neither the windows nor the rows need an index of their own.
        hashes = self._hashes(b"".join((*texts, bytes(8))), size)
        slots = np.repeat(np.arange(count, dtype=np.int64) * BINS, lengths)
        slots += (hashes >> _BIN_SHIFT).view(np.int64)
        hashes &= _KEY_MASK
        crossing = (ends[:, np.newaxis] - np.arange(1, SHINGLE)).ravel()
        hashes[crossing[crossing >= 0]] = _NO_KEY
        lowest = np.full(count * BINS, _NO_KEY, np.uint64)
        np.minimum.at(lowest, slots, hashes)
        signatures = ((lowest & _PAYLOADS) % _PAYLOADS).astype(np.uint8)
        signatures += lowest != _NO_KEY
        return signatures.reshape(count, BINS)

    def _hashes(self, joined: bytes, size: int) -> NDArray[np.uint64]:
        """A hash for the five bytes from each of the first `size` places: six bits for the bin, the rest its key."""
        windows: NDArray[np.uint64] = np.ndarray((size,), np.dtype("<u8"), joined, strides=(1,))
        hashes: NDArray[np.uint64] = windows & _RUN_MASK
        hashes *= self._first
        hashes ^= hashes >> np.uint64(32)
        hashes *= self._second
        # The lowest bits of a product depend on the lowest bits of its factors only, and they are the payload.
        hashes ^= hashes >> np.uint64(29)
        return hashes


def similarity(one: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How similar one signature (64) is to each of others (m, 64): the share of equal bins, empty in both left out.

    Of two tables of signatures, row by row.

    An estimate of the Jaccard similarity of the runs, 0..1, with a standard deviation of up to 0.06; 0 where all bins
    are empty in both.
    """
    filled = _count((one | others) != 0)
    equal = _count(one == others) - (BINS - filled)
    result: NDArray[np.float64] = equal / np.maximum(filled, 1)
    return result


def _count(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of each row's 64 flags are set; a row is eight words, and a word adds up its bytes in one multiplication."""
    words = flags.view(np.uint64).sum(axis=1)
    counts: NDArray[np.int64] = ((words * _BYTES) >> _TOP_BYTE).astype(np.int64)
    return counts
