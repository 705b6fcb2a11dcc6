"""The changelog codec: what goes in comes out, and nothing damaged is taken for state."""

import pytest

from houserules.windows.codec import CodecError, Delta, decode, encode
from houserules.windows.history import Entry

ENTRIES = [
    Entry(11, 1_000, 5, 21, 1, 30, "x:acct:1"),
    Entry(-12, 2_000, 6, -22, 3, 31, None),
]
DELTA = Delta(5, 6, 2_000, 900, 4, ENTRIES)


def test_round_trip() -> None:
    assert decode(encode(DELTA)) == DELTA


def test_empty_batch_round_trip() -> None:
    empty = Delta(7, 9, 0, -(2**62), -1, [])
    assert decode(encode(empty)) == empty


@pytest.mark.parametrize("cut", [0, 1, 10, 60, -1, -5])
def test_a_cut_record_is_refused(cut: int) -> None:
    with pytest.raises(CodecError):
        decode(encode(DELTA)[:cut])


def test_every_flipped_byte_is_noticed() -> None:
    record = encode(DELTA)
    for place in range(len(record)):
        damaged = bytearray(record)
        damaged[place] ^= 0x40
        with pytest.raises(CodecError):
            decode(bytes(damaged))


def test_another_version_is_named() -> None:
    with pytest.raises(CodecError, match="version 9"):
        decode(b"\x09" + encode(DELTA)[1:])
