"""The posts that the search for campaigns remembers: columns in a ring, oldest first out."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from houserules.campaigns.fingerprints import BINS, FingerprintBatch
from houserules.campaigns.index import Places
from houserules.contracts.stages import Screening

TAKEN: Final = 16
"""State of a row beside its flags: it belongs to a campaign, so it counts towards no other."""

DEAD: Final = 32
"""A later revision has taken the place of this row."""

EXEMPT: Final = 64
"""Says what people are meant to repeat, or has no text to compare: counts towards no campaign."""

BLOCK: Final = 1024
"""Rows go in blocks of about this many. The names of a block are packed as soon as it is full."""

NEVER: Final = -(2**62)

_ENCODER: Final = msgspec.msgpack.Encoder()
_NAMES: Final = msgspec.msgpack.Decoder(list[str])
_SCREENINGS: Final = msgspec.msgpack.Decoder(dict[int, Screening])


class _Block:
    """Rows that came one after another and go together: names and screenings, packed once the block is full."""

    __slots__ = ("count", "first", "latest", "names", "packed", "screenings")

    def __init__(self, first: int) -> None:
        self.first: Final = first
        self.count = 0
        self.latest = NEVER
        self.names: list[str] = []
        self.screenings: dict[int, Screening] = {}
        self.packed: tuple[bytes, bytes] | None = None

    def pack(self) -> None:
        self.packed = (_ENCODER.encode(self.names), _ENCODER.encode(self.screenings))
        self.names, self.screenings = [], {}

    def copy(self) -> tuple[tuple[str, ...], dict[int, Screening]]:
        names, screenings = self.unpack()
        return tuple(names), dict(screenings)

    def unpack(self) -> tuple[Sequence[str], Mapping[int, Screening]]:
        if self.packed is None:
            return self.names, self.screenings
        names, screenings = self.packed
        return _NAMES.decode(names), _SCREENINGS.decode(screenings)


class Rows:
    """At most `capacity` rows. A row has a number, counted from 0 and never given again; row r stands at place
    `r % capacity` of every column for as long as it is held."""

    __slots__ = (
        "_block_size",
        "_blocks",
        "_unpacked",
        "author",
        "capacity",
        "content",
        "group",
        "head",
        "offset",
        "partition",
        "revision",
        "signatures",
        "state",
        "subject",
        "tail",
        "time",
    )

    def __init__(self, capacity: int) -> None:
        self.capacity: Final = capacity
        self.head = 0
        self.tail = 0
        # Untouched pages of zeros take no memory: the ring grows as it fills.
        self.content: Final = np.zeros(capacity, dtype=np.int64)
        self.author: Final = np.zeros(capacity, dtype=np.int64)
        self.subject: Final = np.zeros(capacity, dtype=np.int64)
        self.time: Final = np.zeros(capacity, dtype=np.int64)
        self.offset: Final = np.zeros(capacity, dtype=np.int64)
        self.partition: Final = np.zeros(capacity, dtype=np.int32)
        self.revision: Final = np.zeros(capacity, dtype=np.int32)
        self.state: Final = np.zeros(capacity, dtype=np.uint8)
        self.group: Final = np.zeros(capacity, dtype=np.int64)
        self.signatures: Final = np.zeros((capacity, BINS), dtype=np.uint8)
        self._blocks: Final[deque[_Block]] = deque()
        self._unpacked: tuple[int, Sequence[str], Mapping[int, Screening]] | None = None
        self._block_size: Final = max(1, min(BLOCK, capacity // 8))

    def __len__(self) -> int:
        return self.tail - self.head

    def numbers(self, places: Places) -> Places:
        """The number of the row at each place, -1 where none is held (or the place is -1)."""
        rows = self.head + (places - self.head) % self.capacity
        return np.where((places >= 0) & (rows < self.tail), rows, -1)

    def free(self, row: int) -> bool:
        """Whether the row is held and can still become a member of a campaign."""
        return row >= self.head and not self.state[row % self.capacity] & (TAKEN | DEAD | EXEMPT)

    def set_state(self, row: int, bit: int) -> None:
        """Add a bit to the state of a row, if it is still held."""
        if row >= self.head:
            self.state[row % self.capacity] |= bit

    def append(self, batch: FingerprintBatch, index: npt.NDArray[np.intp], state: npt.NDArray[np.uint8]) -> None:
        """Add posts of a batch, by index, with their states. There must be room."""
        places = np.arange(self.tail, self.tail + len(index)) % self.capacity
        for column, values in (
            (self.content, batch.content),
            (self.author, batch.author),
            (self.subject, batch.subject),
            (self.time, batch.time),
            (self.offset, batch.offset),
            (self.partition, batch.partition),
            (self.revision, batch.revision),
        ):
            column[places] = values[index]
        self.state[places] = state
        self.group[places] = -1
        self.signatures[places] = batch.signatures[index]
        if not self._blocks or self._blocks[-1].packed is not None:
            self._blocks.append(_Block(self.tail))
        block = self._blocks[-1]
        at = index.tolist()
        if batch.screenings:
            for place, item in enumerate(at, block.count):
                screening = batch.screenings.get(item)
                if screening is not None:
                    block.screenings[place] = screening
        block.names += [batch.post_keys[item] for item in at]
        block.count += len(at)
        block.latest = max(block.latest, int(batch.time[index].max()))
        self.tail += len(at)
        if block.count >= self._block_size:
            block.pack()

    def oldest(self) -> tuple[int, int]:
        """The rows of the oldest block, as (first, one past the last). There must be one."""
        block = self._blocks[0]
        return block.first, block.first + block.count

    def outdated(self, floor: int) -> bool:
        """Whether all rows of the oldest block lie before `floor` (ms of event time)."""
        return bool(self._blocks) and self._blocks[0].latest < floor

    def drop(self) -> None:
        """Let the oldest block go."""
        block = self._blocks.popleft()
        self.head = block.first + block.count

    def describe(self, rows: Sequence[int]) -> list[tuple[str, Screening]]:
        """The post key and the screening of rows that are held, which must be in ascending order."""
        described: list[tuple[str, Screening]] = []
        blocks = iter(self._blocks)
        end, first = -1, 0
        names: Sequence[str] = ()
        screenings: Mapping[int, Screening] = {}
        for row in rows:
            while row >= end:
                block = next(blocks)
                first, end = block.first, block.first + block.count
                if row < end:
                    names, screenings = self._unpack(block)
            screening = screenings.get(row - first) or Screening(int(self.time[row % self.capacity]))
            described.append((names[row - first], screening))
        return described

    def _unpack(self, block: _Block) -> tuple[Sequence[str], Mapping[int, Screening]]:
        if block.packed is None:
            return block.unpack()
        # Campaigns come in bursts: the block asked about last is the likeliest to be asked about next.
        if self._unpacked is None or self._unpacked[0] != block.first:
            self._unpacked = (block.first, *block.unpack())
        return self._unpacked[1:]

    def snapshot(self) -> tuple[object, ...]:
        """Everything held, for comparison."""
        places = np.arange(self.head, self.tail) % self.capacity
        columns = (
            self.content,
            self.author,
            self.subject,
            self.time,
            self.offset,
            self.partition,
            self.revision,
            self.state,
            self.group,
            self.signatures,
        )
        return (
            self.head,
            self.tail,
            tuple(column[places].tobytes() for column in columns),
            tuple((block.first, block.count, block.latest, *block.copy()) for block in self._blocks),
        )
