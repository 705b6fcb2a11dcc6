"""Reading whole topics from their start and following them, outside any consumer group."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from houserules.stream.client import client_options
from houserules.stream.settings import Settings

CATCH_UP_DEADLINE: Final = 600.0
"""Seconds to read what the topics hold at the start."""

Take = Callable[[TopicPartition, Sequence[Any]], None]


class Follower:
    """Hands every record of some topics to `take`, partition by partition in order, none twice."""

    def __init__(self, settings: Settings, topics: Sequence[str], take: Take) -> None:
        """`topics` are the broker's names. `take` gets the records of one partition at a time."""
        self._settings: Final = settings
        self._topics: Final = tuple(topics)
        self._hand_over: Final = take
        self._consumer: AIOKafkaConsumer | None = None
        self._done: Final[dict[TopicPartition, int]] = {}
        self._moved: Final = asyncio.Condition()

    async def start(self) -> None:
        """Read what there is."""
        consumer = AIOKafkaConsumer(
            *self._topics,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=100,
            **client_options(self._settings),
        )
        self._consumer = consumer
        await consumer.start()
        async with asyncio.timeout(CATCH_UP_DEADLINE):
            ends = await self._ends(consumer)
            while not self._reached(ends):
                await self._take(consumer)

    async def follow(self) -> None:
        """Go on reading until cancelled."""
        consumer = self._connected()
        while True:
            await self._take(consumer)

    async def catch_up(self, deadline: float) -> bool:
        """Wait until `follow` has read all that is on the topics now; False if that took longer than `deadline` s."""
        try:
            async with asyncio.timeout(deadline):
                ends = await self._ends(self._connected())
                async with self._moved:
                    await self._moved.wait_for(lambda: self._reached(ends))
        except TimeoutError:
            return False
        return True

    async def stop(self) -> None:
        """Disconnect."""
        if self._consumer is not None:
            await self._consumer.stop()
            self._consumer = None

    def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            raise RuntimeError("the follower is not started")
        return self._consumer

    async def _ends(self, consumer: AIOKafkaConsumer) -> dict[TopicPartition, int]:
        ends = await consumer.end_offsets(consumer.assignment())
        # The first answer is enough: what was deleted since was there to be read.
        if all(self._done.get(tp, 0) >= end for tp, end in ends.items()):
            return {}
        starts = await consumer.beginning_offsets(consumer.assignment())
        return {tp: end for tp, end in ends.items() if end > starts[tp]}

    def _reached(self, ends: dict[TopicPartition, int]) -> bool:
        return all(self._done.get(tp, 0) >= end for tp, end in ends.items())

    async def _take(self, consumer: AIOKafkaConsumer) -> None:
        fetched: dict[TopicPartition, list[Any]] = await consumer.getmany(timeout_ms=500, max_records=20_000)
        for tp, records in fetched.items():
            self._hand_over(tp, records)
            self._done[tp] = records[-1].offset + 1
        async with self._moved:
            self._moved.notify_all()
