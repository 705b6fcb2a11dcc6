"""What a campaign needs to know of the posts of one source batch, as one record on `fingerprints`.

No text and no author is in it, only keyed hashes, similarity signatures and post keys. A record is written once and never
changes, and it is all that the search for campaigns is told. Layout, little endian:

    offset  size  field
    0       1     format version (1)
    1       3     reserved, zero
    4       4     number of posts n
    8       4     length of the names m
    12      4     length of the screenings k
    16      64 n  numbers, column after column: content, author, subject, time, partition, offset, revision, flags
    ..      64 n  signatures, post after post
    ..      m     post keys: MessagePack array of strings
    ..      k     screenings: MessagePack map, index to `Screening`; a post without one has the plain one of its time
    ..      4     CRC-32 of all the above
"""

import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from houserules.contracts.stages import Screening
from houserules.windows.codec import CodecError

VERSION: Final = 1

YOUNG: Final = 1
"""Flag: the author's account was younger than the policy's `young` when the post was written."""

LINK: Final = 2
"""Flag: the post carries a link."""

APPLIED: Final = 4
"""Flag: the screen stage knew the campaign and its verdict says so; no verdict has to be superseded."""

GONE: Final = 8
"""Flag: this revision takes the post's text away (it was deleted, or edited to a text that is not compared); content 0."""

SHORT: Final = 128
"""Flag: the text is one that many may come to say by chance, and counts for less."""

FLAGS: Final = YOUNG | LINK | APPLIED | GONE | SHORT
"""All flags."""

BINS: Final = 64
"""Bytes of a signature."""

WIDTH: Final = 8
"""Numbers per post, in this order: content, author, subject, time, partition, offset, revision, flags."""

MAX_POSTS: Final = 2**16 - 1
"""Most posts of one record: a place in a record fits 16 bits of a campaign's sequence."""

Numbers = npt.NDArray[np.int64]
Signatures = npt.NDArray[np.uint8]

_HEADER: Final = struct.Struct("<B3xIII")
_CRC: Final = struct.Struct("<I")
_ENCODER: Final = msgspec.msgpack.Encoder()
_NAMES: Final = msgspec.msgpack.Decoder(list[str])
_SCREENINGS: Final = msgspec.msgpack.Decoder(dict[int, Screening])


@dataclass(frozen=True, slots=True, eq=False)
class FingerprintBatch:
    """The posts of one source batch that are eligible for campaigns, in the source's order.

    `numbers` is int64 of shape (8, n), one row per column; `signatures` is uint8 of shape (n, 64), all zero for a text too
    short to be compared as near. `post_keys` has n names. `screenings` holds, by index, what screening said of a post
    where that is more than its time.
    """

    numbers: Numbers
    signatures: Signatures
    post_keys: Sequence[str]
    screenings: Mapping[int, Screening] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        flat: "array[int]",
        post_keys: Sequence[str],
        signatures: Signatures,
        screenings: Mapping[int, Screening] | None = None,
    ) -> "FingerprintBatch":
        """From an array("q") of eight numbers a post, post after post. Raises ValueError if the lengths disagree."""
        count = len(post_keys)
        if len(flat) != count * WIDTH or signatures.shape != (count, BINS):
            raise ValueError(f"{len(flat)} numbers and signatures of {signatures.shape} for {count} posts")
        numbers = np.ascontiguousarray(np.frombuffer(flat, dtype=np.int64).reshape(count, WIDTH).T)
        return cls(numbers, signatures, post_keys, {} if screenings is None else screenings)

    def __len__(self) -> int:
        return len(self.post_keys)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, FingerprintBatch)
            and np.array_equal(self.numbers, other.numbers)
            and np.array_equal(self.signatures, other.signatures)
            and list(self.post_keys) == list(other.post_keys)
            and dict(self.screenings) == dict(other.screenings)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def content(self) -> Numbers:
        """Keyed hash of the masked text; 0 where there is nothing to compare."""
        return self._column(0)

    @property
    def author(self) -> Numbers:
        """Keyed hash of `platform:author_id`: one person who posts to two accounts is one author."""
        return self._column(1)

    @property
    def subject(self) -> Numbers:
        """Keyed hash of the post key."""
        return self._column(2)

    @property
    def time(self) -> Numbers:
        """Event time, ms."""
        return self._column(3)

    @property
    def partition(self) -> Numbers:
        """Partition of the post's record on `posts`."""
        return self._column(4)

    @property
    def offset(self) -> Numbers:
        """Offset of the post's record on `posts`."""
        return self._column(5)

    @property
    def revision(self) -> Numbers:
        """Revision of the post."""
        return self._column(6)

    @property
    def flags(self) -> Numbers:
        """YOUNG, LINK, APPLIED, GONE and SHORT, added up."""
        return self._column(7)

    def _column(self, at: int) -> Numbers:
        column: Numbers = self.numbers[at]
        return column

    def screening(self, index: int) -> Screening:
        """What screening said of a post, its campaign apart."""
        return self.screenings.get(index) or Screening(int(self.numbers[3, index]))


def encode(batch: FingerprintBatch) -> bytes:
    """The record of a batch. Raises ValueError for more posts than a record may hold."""
    count = len(batch)
    if count > MAX_POSTS:
        raise ValueError(f"{count} posts in one record; at most {MAX_POSTS} are possible")
    names = _ENCODER.encode(batch.post_keys)
    screenings = _ENCODER.encode(batch.screenings)
    body = b"".join(
        (
            _HEADER.pack(VERSION, count, len(names), len(screenings)),
            np.ascontiguousarray(batch.numbers, dtype="<i8").data,
            np.ascontiguousarray(batch.signatures).data,
            names,
            screenings,
        )
    )
    return body + _CRC.pack(crc32(body))


def decode(record: bytes) -> FingerprintBatch:
    """The batch of a record; its arrays are read-only. Raises CodecError, saying what is wrong with the record."""
    if len(record) < _HEADER.size + _CRC.size:
        raise CodecError(f"{len(record)} bytes are too few for a fingerprint record")
    if record[0] != VERSION:
        raise CodecError(f"format version {record[0]} is not {VERSION}; it was written by another release")
    _, count, names_length, screenings_length = _HEADER.unpack_from(record)
    numbers_end = _HEADER.size + count * WIDTH * 8
    signatures_end = numbers_end + count * BINS
    names_end = signatures_end + names_length
    screenings_end = names_end + screenings_length
    if len(record) != screenings_end + _CRC.size:
        raise CodecError(f"{len(record)} bytes where the header promises {screenings_end + _CRC.size}")
    view = memoryview(record)
    if _CRC.unpack_from(record, screenings_end)[0] != crc32(view[:screenings_end]):
        raise CodecError("checksum does not match")
    numbers = np.frombuffer(record, dtype="<i8", count=count * WIDTH, offset=_HEADER.size).reshape(WIDTH, count)
    signatures = np.frombuffer(record, dtype=np.uint8, count=count * BINS, offset=numbers_end).reshape(count, BINS)
    try:
        names = _NAMES.decode(view[signatures_end:names_end])
        screenings = _SCREENINGS.decode(view[names_end:screenings_end])
    except msgspec.DecodeError as error:
        raise CodecError(f"names or screenings: {error}") from error
    if len(names) != count:
        raise CodecError(f"{len(names)} names for {count} posts")
    if any(not 0 <= index < count for index in screenings):
        raise CodecError(f"a screening of a post that is not among the {count}")
    return FingerprintBatch(numbers.astype(np.int64, copy=False), signatures, names, screenings)
