"""The changelog of a history: one record per batch, holding what the batch added and how far it got.

Rows and position travel in one record, and a record is written whole or not at all, so that state and position can never
disagree. Layout, little endian:

    offset  size  field
    0       1     format version (2)
    1       7     reserved, zero
    8       8     first sequence of the batch
    16      8     last sequence of the batch (the marker)
    24      8     watermark after the batch, ms
    32      8     watermark at the last committed record when this was written, ms
    40      8     committed offset when this was written (-1: none yet)
    48      8     changelog offset from which recovery has to read to have everything (-1: from the start)
    56      4     number of rows n
    60      4     number of signatures s
    64      4     length of the names m
    68      48 n  rows: key, time, sequence, subject, revision, content
    ..      4 s   which row each signature belongs to
    ..      64 s  signatures
    ..      m     names: MessagePack array, one string or nil per row
    ..      4     CRC-32 of all the above
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from houserules.windows.history import Entry, History
from houserules.windows.segments import SEGMENT, SIGNATURE_BYTES

VERSION: Final = 2
_HEADER: Final = struct.Struct("<B7xqqqqqqIII")
_CRC: Final = struct.Struct("<I")
_WIDTH: Final = 6
_PLACE_BYTES: Final = 4
_NAMES: Final = msgspec.msgpack.Decoder(list[str | None])
_ENCODER: Final = msgspec.msgpack.Encoder()


class CodecError(ValueError):
    """A changelog record that cannot be read: cut short, damaged, or of a format this version does not know."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What one batch changed. `committed` is the source's committed offset when it was written, and `safe` the watermark
    as it stood there: recovery may forget what only earlier records need. `needed` is the changelog offset at which
    recovery has to begin, -1 for the start."""

    first: int
    last: int
    watermark: int
    safe: int
    committed: int
    entries: Sequence[Entry]
    needed: int = -1


def encode(delta: Delta) -> bytes:
    """The changelog record of a batch."""
    entries = delta.entries
    flat = array("q", chain.from_iterable([entry[:_WIDTH] for entry in entries]))
    signed = [(place, entry[7]) for place, entry in enumerate(entries) if entry[7] is not None]
    places = array("I", [place for place, _ in signed])
    if sys.byteorder == "big":
        flat.byteswap()
        places.byteswap()
    names = _ENCODER.encode([entry[6] for entry in entries])
    head = _HEADER.pack(
        VERSION,
        delta.first,
        delta.last,
        delta.watermark,
        delta.safe,
        delta.committed,
        delta.needed,
        len(entries),
        len(signed),
        len(names),
    )
    signatures = b"".join([signature for _, signature in signed])
    body = b"".join((head, flat.tobytes(), places.tobytes(), signatures, names))
    return body + _CRC.pack(crc32(body))


def needed_from(record: bytes) -> int:
    """The changelog offset from which recovery has to read, according to `record`; -1: from the start.

    Raises CodecError if the record cannot be read.
    """
    _check(record)
    needed: int = _HEADER.unpack_from(record)[6]
    return needed


def decode(record: bytes) -> Delta:
    """The batch of a changelog record. Raises CodecError, saying what is wrong with it."""
    position, rows, names, signatures = _read(record)
    return replace(position, entries=_entries(rows, names, signatures))


def restore(history: History, record: bytes) -> tuple[Delta, frozenset[int]]:
    """Bring `history` forward by the batch of a record. Doing so twice changes nothing.

    Returns the batch without its entries, and the numbers of the segments that they are in. Raises CodecError as
    `decode`; nothing has changed then.
    """
    position, rows, names, signatures = _read(record)
    add = history.add
    for entry in _entries(rows, names, signatures):
        add(entry)
    history.pass_by(position.last, position.watermark)
    history.expire(position.safe, position.committed)
    return position, frozenset(np.unique(rows[:, 2] // SEGMENT).tolist())


def _entries(
    rows: npt.NDArray[np.int64], names: Sequence[str | None], signatures: Sequence[bytes | None]
) -> list[Entry]:
    return list(map(Entry._make, zip(*rows.T.tolist(), names, signatures, strict=True))) if len(rows) else []


def _read(record: bytes) -> tuple[Delta, npt.NDArray[np.int64], list[str | None], list[bytes | None]]:
    _check(record)
    _, first, last, watermark, safe, committed, needed, count, signed, names_length = _HEADER.unpack_from(record)
    rows_end = _HEADER.size + count * _WIDTH * 8
    places_end = rows_end + signed * _PLACE_BYTES
    signatures_end = places_end + signed * SIGNATURE_BYTES
    rows = np.frombuffer(record, dtype="<i8", count=count * _WIDTH, offset=_HEADER.size).reshape(-1, _WIDTH)
    try:
        names = _NAMES.decode(record[signatures_end : signatures_end + names_length])
    except msgspec.DecodeError as error:
        raise CodecError(f"names: {error}") from error
    if len(names) != count:
        raise CodecError(f"{len(names)} names for {count} rows")
    signatures: list[bytes | None] = [None] * count
    for number, place in enumerate(np.frombuffer(record, dtype="<u4", count=signed, offset=rows_end).tolist()):
        if place >= count:
            raise CodecError(f"a signature for row {place} of {count}")
        start = places_end + number * SIGNATURE_BYTES
        signatures[place] = record[start : start + SIGNATURE_BYTES]
    return Delta(first, last, watermark, safe, committed, (), needed), rows, names, signatures


def _check(record: bytes) -> None:
    if len(record) < _HEADER.size + _CRC.size:
        raise CodecError(f"{len(record)} bytes are too few for a changelog record")
    if record[0] != VERSION:
        raise CodecError(f"format version {record[0]} is not {VERSION}; it was written by another release")
    *_, count, signed, names_length = _HEADER.unpack_from(record)
    end = _HEADER.size + count * _WIDTH * 8 + signed * (_PLACE_BYTES + SIGNATURE_BYTES) + names_length
    if len(record) != end + _CRC.size:
        raise CodecError(f"{len(record)} bytes where the header promises {end + _CRC.size}")
    if _CRC.unpack_from(record, end)[0] != crc32(memoryview(record)[:end]):
        raise CodecError("checksum does not match")
