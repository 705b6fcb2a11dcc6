"""The changelog of a history: one record per batch, holding what the batch added and how far it got.

Rows and position travel in one record, and a record is written whole or not at all, so that state and position can never
disagree. Layout, little endian:

    offset  size  field
    0       1     format version (1)
    1       7     reserved, zero
    8       8     first sequence of the batch
    16      8     last sequence of the batch (the marker)
    24      8     watermark after the batch, ms
    32      8     watermark at the last committed record when this was written, ms
    40      8     committed offset when this was written (-1: none yet)
    48      4     number of rows n
    52      4     length of the names m
    56      48 n  rows: key, time, sequence, subject, revision, content
    ..      m     names: MessagePack array, one string or nil per row
    ..      4     CRC-32 of all the above
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import msgspec
import numpy as np

from houserules.windows.history import Entry, History, Row

VERSION: Final = 1
_HEADER: Final = struct.Struct("<B7xqqqqqII")
_CRC: Final = struct.Struct("<I")
_WIDTH: Final = 6
_NAMES: Final = msgspec.msgpack.Decoder(list[str | None])
_ENCODER: Final = msgspec.msgpack.Encoder()


class CodecError(ValueError):
    """A changelog record that cannot be read: cut short, damaged, or of a format this version does not know."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What one batch changed. `committed` is the source's committed offset when it was written, and `safe` the watermark
    as it stood there: recovery may forget what only earlier records need."""

    first: int
    last: int
    watermark: int
    safe: int
    committed: int
    entries: Sequence[Entry]


def encode(delta: Delta) -> bytes:
    """The changelog record of a batch."""
    flat = array("q")
    for key, row, _ in delta.entries:
        flat.append(key)
        flat.extend(row)
    if sys.byteorder == "big":
        flat.byteswap()
    rows = flat.tobytes()
    names = _ENCODER.encode([entry.name for entry in delta.entries])
    head = _HEADER.pack(
        VERSION, delta.first, delta.last, delta.watermark, delta.safe, delta.committed, len(delta.entries), len(names)
    )
    body = head + rows + names
    return body + _CRC.pack(crc32(body))


def decode(record: bytes) -> Delta:
    """The batch of a changelog record. Raises CodecError, saying what is wrong with it."""
    if len(record) < _HEADER.size + _CRC.size:
        raise CodecError(f"{len(record)} bytes are too few for a changelog record")
    if record[0] != VERSION:
        raise CodecError(f"format version {record[0]} is not {VERSION}; it was written by another release")
    _, first, last, watermark, safe, committed, count, names_length = _HEADER.unpack_from(record)
    rows_end = _HEADER.size + count * _WIDTH * 8
    names_end = rows_end + names_length
    if len(record) != names_end + _CRC.size:
        raise CodecError(f"{len(record)} bytes where the header promises {names_end + _CRC.size}")
    if _CRC.unpack_from(record, names_end)[0] != crc32(record[:names_end]):
        raise CodecError("checksum does not match")
    table = np.frombuffer(record, dtype="<i8", count=count * _WIDTH, offset=_HEADER.size).reshape(-1, _WIDTH)
    try:
        names = _NAMES.decode(record[rows_end:names_end])
    except msgspec.DecodeError as error:
        raise CodecError(f"names: {error}") from error
    if len(names) != count:
        raise CodecError(f"{len(names)} names for {count} rows")
    entries = [Entry(values[0], Row(*values[1:]), name) for values, name in zip(table.tolist(), names, strict=True)]
    return Delta(first, last, watermark, safe, committed, entries)


def apply(history: History, delta: Delta) -> None:
    """Bring `history` forward by one batch. Applying a batch twice changes nothing."""
    for entry in delta.entries:
        history.add(entry)
    history.pass_by(delta.last, delta.watermark)
    history.expire(delta.safe, delta.committed)
