"""Keyed 64-bit hashes: what window state holds in place of names and texts."""

from hashlib import blake2b
from struct import Struct
from typing import Final

_NUMBER: Final = Struct("<q").unpack


class Hasher:
    """Hashes text under a secret key, the same on every worker that shares the key.

    64 bits: among a million rows of a partition, the chance of any two colliding is about 3 in 10^8.
    """

    __slots__ = ("_copy", "key")

    def __init__(self, key: bytes) -> None:
        """`key`: 1 to 64 bytes."""
        self.key: Final = key
        self._copy: Final = blake2b(key=key, digest_size=8).copy

    def __call__(self, text: str) -> int:
        """A signed 64-bit number, never 0, its two lowest bits clear: rows have flags there."""
        return self.of(text.encode("utf-8", "surrogatepass"))

    def of(self, data: bytes) -> int:
        """The same for bytes."""
        state = self._copy()
        state.update(data)
        return (_NUMBER(state.digest())[0] & ~3) or 4
