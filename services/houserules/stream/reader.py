"""Reading single records and short stretches of a topic outside any consumer group."""

from collections.abc import Iterable
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from houserules.contracts.record import RecordLike
from houserules.stream.client import client_options
from houserules.stream.settings import Settings

FETCH_TIMEOUT_MS: Final = 1000
FETCH_RECORDS: Final = 2000
EMPTY_FETCHES: Final = 10
"""Fetches in a row that may bring nothing before what was asked for is taken as gone."""


class TopicReader:
    """A consumer of one topic that belongs to no group and remembers no position."""

    def __init__(self, settings: Settings, topic: str) -> None:
        """`topic` is the broker's name for it."""
        self._settings: Final = settings
        self._topic: Final = topic
        self._consumer: AIOKafkaConsumer | None = None

    async def stop(self) -> None:
        """Disconnect; reading connects again."""
        if self._consumer is not None:
            await self._consumer.stop()
            self._consumer = None

    async def ends(self, partitions: Iterable[int]) -> dict[int, tuple[int, int]]:
        """First offset held and offset after the last, per partition."""
        consumer = await self._connected()
        tps = [TopicPartition(self._topic, partition) for partition in partitions]
        starts, ends = await consumer.beginning_offsets(tps), await consumer.end_offsets(tps)
        return {tp.partition: (starts[tp], ends[tp]) for tp in tps}

    async def since(self, partition: int, time: int) -> int | None:
        """The first offset whose record is stamped `time` (ms) or later, None if there is none."""
        consumer = await self._connected()
        tp = TopicPartition(self._topic, partition)
        found = (await consumer.offsets_for_times({tp: time})).get(tp)
        return None if found is None else int(found.offset)

    async def read(self, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], RecordLike]:
        """The records at these (partition, offset) places; those that the broker no longer holds are left out."""
        wanted: dict[int, list[int]] = {}
        for partition, offset in places:
            wanted.setdefault(partition, []).append(offset)
        found: dict[tuple[int, int], RecordLike] = {}
        for partition, offsets in wanted.items():
            offsets.sort(reverse=True)
            while offsets:
                chunk = await self._fetch(partition, offsets[-1], offsets[0] + 1)
                if not chunk:
                    break
                asked = set(offsets)
                found.update({(partition, record.offset): record for record in chunk if record.offset in asked})
                while offsets and offsets[-1] <= chunk[-1].offset:
                    offsets.pop()
        return found

    async def stretch(self, partition: int, start: int, end: int) -> list[RecordLike]:
        """Some records of [`start`, `end`), from the first on, at least one unless there is none."""
        return [record for record in await self._fetch(partition, start, end) if record.offset < end]

    async def _fetch(self, partition: int, start: int, end: int) -> list[Any]:
        consumer = await self._connected()
        tp = TopicPartition(self._topic, partition)
        first, last = (await self.ends([partition]))[partition]
        start = max(start, first)
        if start >= min(end, last):
            return []
        consumer.assign([tp])
        consumer.seek(tp, start)
        for _ in range(EMPTY_FETCHES):
            fetched = await consumer.getmany(tp, timeout_ms=FETCH_TIMEOUT_MS, max_records=FETCH_RECORDS)
            if records := fetched.get(tp):
                return list(records)
        return []

    async def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            consumer = AIOKafkaConsumer(
                enable_auto_commit=False, fetch_max_wait_ms=100, **client_options(self._settings)
            )
            try:
                await consumer.start()
            except BaseException:
                await consumer.stop()
                raise
            self._consumer = consumer
        return self._consumer
