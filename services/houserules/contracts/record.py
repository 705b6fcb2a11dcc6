"""A record as any transport delivers it: the shape of aiokafka's ConsumerRecord, without its import."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class RecordLike(Protocol):
    """What the core reads of a record. `timestamp` is ms since the epoch, `headers` in the order of the wire."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes]]: ...


@dataclass(frozen=True, slots=True)
class Record:
    """A record made by hand: files, tests and benchmarks."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
