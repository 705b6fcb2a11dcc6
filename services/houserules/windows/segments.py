"""What a history holds beside its rows, cut by the partition's order so that it can go in whole pieces.

A segment covers `SEGMENT` consecutive sequences. It knows which keys have rows in it and holds their notes: the names and
signatures of copies that stand. Once nothing in a segment can be asked for, it is dropped as a whole.
"""

from array import array
from typing import Final

SEGMENT: Final = 4096
"""Sequences per segment: few enough that dropping one never holds up a batch for long."""

SIGNATURE_BYTES: Final = 64
"""Length of a text's signature: one byte per bin, 0 for an empty one (`screening.signature`)."""

_LENGTH_BYTES: Final = 2


class Segment:
    """One piece. `latest` is the latest event time (ms) of its rows, `first_record` where the changelog first has one."""

    __slots__ = ("_notes", "first_record", "keys", "latest")

    def __init__(self) -> None:
        self.keys: Final = array("q")
        self.latest = -(2**62)
        self.first_record: int | None = None
        self._notes: Final = bytearray()

    @property
    def memory(self) -> int:
        """Memory (bytes) of keys and notes."""
        return len(self.keys) * 8 + len(self._notes)

    def note(self, name: str | None, signature: bytes | None) -> int:
        """Keep a name and a signature; a number that finds them again, 0 if there is nothing to keep.

        Its lowest bit says whether there is a signature.
        """
        if name is None and signature is None:
            return 0
        notes = self._notes
        place = len(notes) + 1
        text = (name or "").encode("utf-8", "surrogatepass")
        notes += len(text).to_bytes(_LENGTH_BYTES, "little")
        notes += text
        if signature is None:
            return place << 1
        notes += signature
        return place << 1 | 1

    def name(self, note: int) -> str | None:
        """The name of a note."""
        start, end = self._text(note)
        return self._notes[start:end].decode("utf-8", "surrogatepass") or None

    def signature(self, note: int) -> bytes | None:
        """The signature of a note."""
        if not note & 1:
            return None
        _, end = self._text(note)
        return bytes(self._notes[end : end + SIGNATURE_BYTES])

    def signature_number(self, note: int) -> int:
        """The signature of a note that has one, as a number for `similarity`."""
        _, end = self._text(note)
        return int.from_bytes(self._notes[end : end + SIGNATURE_BYTES], "little")

    def _text(self, note: int) -> tuple[int, int]:
        place = (note >> 1) - 1
        start = place + _LENGTH_BYTES
        return start, start + int.from_bytes(self._notes[place:start], "little")


def similarity(one: int, other: int, least: float) -> float:
    """How alike two signatures are (0..1), as far as it matters: exact from `least` on, else 0.

    The share of bins that agree among those that either text fills. Written on whole numbers because a pair at a time is
    compared: as arrays it takes ten times as long.
    """
    agreeing = (one ^ other).to_bytes(SIGNATURE_BYTES, "little").count(0)
    if agreeing < least * SIGNATURE_BYTES:
        return 0.0
    empty = (one | other).to_bytes(SIGNATURE_BYTES, "little").count(0)
    if empty == SIGNATURE_BYTES:
        return 0.0
    share = (agreeing - empty) / (SIGNATURE_BYTES - empty)
    return share if share >= least else 0.0
