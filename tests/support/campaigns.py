"""Fingerprint batches for tests: only what a test is about has to be named."""

from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from houserules.campaigns.fingerprints import APPLIED, BINS, GONE, LINK, YOUNG, FingerprintBatch, Signatures
from houserules.contracts.stages import Screening
from houserules.contracts.times import MINUTE
from houserules.windows.hashing import Hasher

HASHER = Hasher(b"campaigns")
EMPTY = np.zeros(BINS, dtype=np.uint8)


class Copy(NamedTuple):
    """A post as the search for campaigns sees it. `at` is in minutes; `like` is the text whose signature it nearly has."""

    author: str
    text: str = "one text"
    at: float = 0
    key: str | None = None
    revision: int = 1
    young: bool = False
    link: bool = False
    applied: bool = False
    gone: bool = False
    signature: bytes | None = None
    screening: Screening | None = None
    partition: int = 0
    offset: int = 0

    @property
    def post_key(self) -> str:
        """The key given, or one made of author and time."""
        return self.key or f"x:acct:{self.author}-{self.at:g}"


def batch(copies: Iterable[Copy]) -> FingerprintBatch:
    """The fingerprints of posts in order."""
    flat, names, signatures, screenings = array("q"), list[str](), list[Signatures](), dict[int, Screening]()
    for index, copy in enumerate(copies):
        flags = YOUNG * copy.young | LINK * copy.link | APPLIED * copy.applied | GONE * copy.gone
        flat.extend(
            (
                0 if copy.gone else HASHER(copy.text),
                HASHER(copy.author),
                HASHER(copy.post_key),
                int(copy.at * MINUTE),
                copy.partition,
                copy.offset,
                copy.revision,
                flags,
            )
        )
        names.append(copy.post_key)
        signatures.append(EMPTY if copy.signature is None else np.frombuffer(copy.signature, dtype=np.uint8))
        if copy.screening is not None:
            screenings[index] = copy.screening
    table = np.array(signatures, dtype=np.uint8).reshape(len(names), BINS)
    return FingerprintBatch.of(flat, names, table, screenings)


def signature(name: str) -> bytes:
    """A full signature, of its own for every name."""
    drawn = b"".join(blake2b(f"{name}{part}".encode(), digest_size=32).digest() for part in range(2))
    return bytes(max(1, value) for value in drawn)


def variant(name: str, changed: Sequence[int], salt: str) -> bytes:
    """The signature of `name` with other values in some bins: 1 - len(changed) / 64 similar to it."""
    values = bytearray(signature(name))
    other = signature(f"{name}/{salt}")
    for place in changed:
        values[place] = other[place] if other[place] != values[place] else 1 + other[place] % 255
    return bytes(values)
