"""Finding earlier rows: by equal key, and by a shared band of the signature. Fixed memory, a whole batch at a time.

Both keep places in a ring of rows (`houserules.campaigns.rows`) as 32-bit entries: the place plus one in the low bits,
above it a tag of the key, so that an entry of another key is seen through without a look at the row. What they return is
a place where a row of that key was written once; whether it is still held is for the ring to say.
"""

from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from houserules.campaigns.bank import BANDS, Keys, band_keys
from houserules.campaigns.fingerprints import Numbers, Signatures

MAX_CAPACITY: Final = 2**24 - 1
"""Most rows of a ring: beyond, the tags would be too short to be of use."""

_LEAST_SLOT_BITS: Final = 12
_MIX_LONG: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_SHORT: Final = np.uint32(2_654_435_761)

Places = npt.NDArray[np.int64]


class Shared(NamedTuple):
    """Posts of a batch, by index, and the place of a row that shares a band with each: equally long, no pair twice."""

    indices: Places
    places: Places


class KeyIndex:
    """The newest place of a key. Two tables take turns: each holds up to `capacity` keys, and the older one is dropped
    whole when the newer is full. So the last `capacity` keys put are always found, nothing is ever deleted singly, and no
    batch has to wait for a table to be rebuilt."""

    __slots__ = ("_bits", "_capacity", "_current", "_previous", "_shift", "_size", "_used")

    def __init__(self, capacity: int) -> None:
        self._capacity: Final = capacity
        self._bits: Final = np.uint32(capacity.bit_length())
        # At most half full, or probes grow long.
        slot_bits = max(_LEAST_SLOT_BITS, (2 * capacity - 1).bit_length())
        self._size: Final = 1 << slot_bits
        self._shift: Final = np.uint64(64 - slot_bits)
        self._current = np.zeros(self._size, dtype=np.uint32)
        self._previous = np.zeros(self._size, dtype=np.uint32)
        self._used = 0

    def find(self, keys: Numbers, column: Numbers) -> Places:
        """The place of each key, -1 if it has none. `column` holds the key of every place."""
        found = self._probe(self._current, keys, column)
        missing = np.flatnonzero(found < 0)
        if len(missing):
            found[missing] = self._probe(self._previous, keys[missing], column)
        return found

    def put(self, keys: Numbers, places: Places, column: Numbers) -> None:
        """Note the newest place of each key; no key twice, and `column` holds them already."""
        if self._used + len(keys) > self._capacity:
            self._previous, self._current = self._current, np.zeros(self._size, dtype=np.uint32)
            self._used = 0
        slots, tags = self._hash(keys)
        entries = (tags << self._bits) | (places + 1).astype(np.uint32)
        table, pending = self._current, np.arange(len(keys))
        while len(pending):
            at = slots[pending]
            held = table.take(at)
            empty = held == 0
            same = self._same(held, pending, tags, keys, column) & ~empty
            table[at[same]] = entries[pending[same]]
            table[at[empty]] = entries[pending[empty]]
            # Several new keys may have met in one empty slot: the last has it, the others go on from there.
            settled = same | (empty & (table.take(at) == entries[pending]))
            self._used += int((settled & empty).sum())
            pending = pending[~settled]
            slots[pending] = (slots[pending] + 1) & (self._size - 1)

    def snapshot(self) -> tuple[bytes, bytes, int]:
        """Digests of the tables, for comparison."""
        return _digest(self._current), _digest(self._previous), self._used

    def _hash(self, keys: Numbers) -> tuple[Places, Keys]:
        mixed = keys.view(np.uint64) * _MIX_LONG
        tags = (mixed.astype(np.uint32)) >> self._bits
        return (mixed >> self._shift).astype(np.int64), tags

    def _same(
        self, held: Keys, pending: npt.NDArray[np.intp], tags: Keys, keys: Numbers, column: Numbers
    ) -> npt.NDArray[np.bool_]:
        same: npt.NDArray[np.bool_] = (held >> self._bits) == tags[pending]
        some = np.flatnonzero(same & (held != 0))
        same[some] = column.take(self._place(held[some])) == keys[pending[some]]
        return same

    def _place(self, entries: Keys) -> Places:
        return (entries & ((np.uint32(1) << self._bits) - np.uint32(1))).astype(np.int64) - 1

    def _probe(self, table: Keys, keys: Numbers, column: Numbers) -> Places:
        slots, tags = self._hash(keys)
        found = np.full(len(keys), -1, dtype=np.int64)
        pending = np.arange(len(keys))
        while len(pending):
            held = table.take(slots[pending])
            taken = held != 0
            pending, held = pending[taken], held[taken]
            same = self._same(held, pending, tags, keys, column)
            found[pending[same]] = self._place(held[same])
            pending = pending[~same]
            slots[pending] = (slots[pending] + 1) & (self._size - 1)
        return found


class BandIndex:
    """The last place where each band of four signature bytes was seen: one direct-mapped table per band, where a newer
    row takes the slot of an older one. Slot and tag together are the band's whole key."""

    __slots__ = ("_bits", "_offsets", "_slot_bits", "_table")

    def __init__(self, capacity: int) -> None:
        bits = capacity.bit_length()
        slot_bits = max(_LEAST_SLOT_BITS, bits)
        self._bits: Final = np.uint32(bits)
        self._slot_bits: Final = slot_bits
        self._table: Final = np.zeros(BANDS << slot_bits, dtype=np.uint32)
        self._offsets: Final = np.arange(BANDS, dtype=np.int64) << slot_bits

    def exchange(self, signatures: Signatures, places: Places) -> tuple[Shared, Shared]:
        """Look up every signature, then put them all, in order.

        Returns the rows from before that share a band, and those of this batch: there, of posts that share a band, the
        last one's place is paired with the index of each of the others.
        """
        keys = band_keys(signatures)
        filled = keys != 0
        mixed = keys * _MIX_SHORT
        tags = mixed & np.uint32((1 << (32 - self._slot_bits)) - 1)
        slots = (mixed >> np.uint32(32 - self._slot_bits)).astype(np.int64) + self._offsets
        entries = (tags << self._bits) | (places + 1).astype(np.uint32)[:, None]
        held = self._table.take(slots)
        before = self._shared(held, (held != 0) & ((held >> self._bits) == tags) & filled)
        self._table[slots[filled]] = entries[filled]
        held = self._table.take(slots)
        within = self._shared(held, (held != entries) & ((held >> self._bits) == tags) & filled)
        return before, within

    def snapshot(self) -> bytes:
        """A digest of the tables, for comparison."""
        return _digest(self._table)

    def _shared(self, held: Keys, hits: npt.NDArray[np.bool_]) -> Shared:
        indices, bands = np.nonzero(hits)
        places = (held[indices, bands] & ((np.uint32(1) << self._bits) - np.uint32(1))).astype(np.int64) - 1
        # Copies share most of their bands.
        codes = np.unique(indices * (MAX_CAPACITY + 1) + places)
        return Shared(codes // (MAX_CAPACITY + 1), codes % (MAX_CAPACITY + 1))


def _digest(table: Keys) -> bytes:
    return blake2b(table.data).digest()
