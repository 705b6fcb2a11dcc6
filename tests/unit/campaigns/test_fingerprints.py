"""The fingerprint record: what goes in comes out, and nothing damaged is taken for posts."""

from array import array

import msgspec
import numpy as np
import pytest

from houserules.campaigns.fingerprints import APPLIED, BINS, GONE, LINK, YOUNG, FingerprintBatch, decode, encode
from houserules.contracts.stages import Screening
from houserules.contracts.times import MINUTE
from houserules.windows.codec import CodecError
from support.campaigns import HASHER, Copy, batch, signature

BATCH = batch(
    [
        Copy("ann", "a text", at=1, young=True, link=True, partition=3, offset=2**40, signature=signature("a text")),
        Copy("bob", at=2, key="x:acct:é", revision=7, applied=True, screening=Screening(5, previous_revision=6)),
        Copy("cat", at=3, gone=True),
    ]
)


def test_round_trip() -> None:
    again = decode(encode(BATCH))
    assert again == BATCH
    assert encode(again) == encode(BATCH)
    assert again.content.tolist() == [HASHER("a text"), HASHER("one text"), 0]
    assert again.author[1] == HASHER("bob")
    assert again.subject[1] == HASHER("x:acct:é")
    assert again.time.tolist() == [MINUTE, 2 * MINUTE, 3 * MINUTE]
    assert (again.partition[0], again.offset[0], again.revision[1]) == (3, 2**40, 7)
    assert again.flags.tolist() == [YOUNG | LINK, APPLIED, GONE]
    assert again.signatures[0].tobytes() == signature("a text")
    assert not again.signatures[1].any()
    assert again.screening(0) == Screening(MINUTE)
    assert again.screening(1) == Screening(5, previous_revision=6)


def test_no_posts_round_trip() -> None:
    empty = batch([])
    assert decode(encode(empty)) == empty
    assert len(decode(encode(empty))) == 0


def test_batches_differ_by_any_part() -> None:
    copies = [Copy("ann"), Copy("bob")]
    assert batch(copies) != batch(copies[:1])
    assert batch(copies) != batch([copies[0], copies[1]._replace(signature=signature("x"))])
    assert batch(copies) != batch([copies[0], copies[1]._replace(screening=Screening(1))])
    assert batch(copies) != "batch"


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="2 posts"):
        FingerprintBatch.of(array("q", range(8)), ["a", "b"], np.zeros((2, BINS), dtype=np.uint8))
    with pytest.raises(ValueError, match="1 posts"):
        FingerprintBatch.of(array("q", range(8)), ["a"], np.zeros((1, 32), dtype=np.uint8))


def test_a_record_has_room_for_so_many_posts() -> None:
    huge = FingerprintBatch(np.zeros((8, 2**16), np.int64), np.zeros((2**16, BINS), np.uint8), [""] * 2**16)
    with pytest.raises(ValueError, match="65536 posts"):
        encode(huge)


@pytest.mark.parametrize("cut", [0, 1, 10, 60, 300, -1, -5])
def test_a_cut_record_is_refused(cut: int) -> None:
    with pytest.raises(CodecError):
        decode(encode(BATCH)[:cut])


def test_every_flipped_byte_is_noticed() -> None:
    record = encode(BATCH)
    for place in range(len(record)):
        damaged = bytearray(record)
        damaged[place] ^= 0x40
        with pytest.raises(CodecError):
            decode(bytes(damaged))


def test_another_version_is_named() -> None:
    with pytest.raises(CodecError, match="version 9"):
        decode(b"\x09" + encode(BATCH)[1:])


@pytest.mark.parametrize(
    ("names", "screenings", "message"),
    [
        (["one"], {}, "1 names for 3 posts"),
        (["a", "b", 3], {}, "names or screenings"),
        (["a", "b", "c"], {3: Screening(1)}, "not among the 3"),
        (["a", "b", "c"], {0: "x"}, "names or screenings"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    names: list[str], screenings: dict[int, Screening], message: str
) -> None:
    with pytest.raises(CodecError, match=message):
        decode(encode(FingerprintBatch(BATCH.numbers, BATCH.signatures, _Names(names), screenings)))


class _Names(list[str]):
    """Names whose number is claimed to be three."""

    def __len__(self) -> int:
        return 3


def test_the_record_holds_no_text_and_no_author() -> None:
    record = encode(batch([Copy("some-author", "some text that nobody keeps", key="x:1")]))
    assert b"author" not in record
    assert b"text" not in record
    assert msgspec.msgpack.encode(["x:1"]) in record
