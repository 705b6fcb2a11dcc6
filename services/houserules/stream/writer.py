"""Outputs: whole record batches, and nothing acknowledged before the broker has them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaProducer

from houserules.stream.client import client_options
from houserules.stream.settings import Settings

BATCH_BYTES: Final = 512 * 1024
"""A batch is closed at this size: half of what a broker takes by default, so that headers never push one over."""


class Out(NamedTuple):
    """One record to produce. `timestamp` (ms) is the source record's, so that a replay makes the same record; None: now."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp: int | None


class Writer:
    """Produces record batches to given partitions.

    `on_failure` is called once with the first error of any batch: the worker must stop then, since a verdict that is not
    on the broker must never be acknowledged.
    """

    def __init__(self, settings: Settings, on_failure: Callable[[BaseException], None]) -> None:
        self._settings: Final = settings
        self._on_failure: Final = on_failure
        self._producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        """Connect. Linger is 0: batches are whole when they are handed over, and a linger would only hold them back."""
        producer = AIOKafkaProducer(
            acks="all",
            linger_ms=0,
            max_batch_size=BATCH_BYTES,
            request_timeout_ms=30_000,
            **client_options(self._settings),
        )
        await producer.start()
        self._producer = producer

    async def stop(self) -> None:
        """Flush what is queued and disconnect."""
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None

    async def send(self, partition: int, records: Sequence[Out]) -> list[asyncio.Future[Any]]:
        """Hand `records` over, grouped by topic and in order, all to `partition`. The futures are done once acknowledged.

        Waits while an earlier batch of the same topic and partition has not left yet: that is the back-pressure.
        """
        producer = self._producer
        if producer is None:
            raise RuntimeError("the writer is not started")
        by_topic: dict[str, list[Out]] = {}
        for record in records:
            by_topic.setdefault(record.topic, []).append(record)
        futures: list[asyncio.Future[Any]] = []
        for topic, group in by_topic.items():
            batch = producer.create_batch()
            for record in group:
                if self._append(batch, record):
                    continue
                futures.append(await self._hand_over(producer, batch, topic, partition))
                batch = producer.create_batch()
                if not self._append(batch, record):
                    raise ValueError(f"a record for {topic} does not fit an empty batch")
            futures.append(await self._hand_over(producer, batch, topic, partition))
        return futures

    @staticmethod
    def _append(batch: Any, record: Out) -> bool:
        metadata = batch.append(
            timestamp=record.timestamp, key=record.key, value=record.value, headers=list(record.headers)
        )
        return metadata is not None

    async def _hand_over(
        self, producer: AIOKafkaProducer, batch: Any, topic: str, partition: int
    ) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = await producer.send_batch(batch, topic, partition=partition)
        # Watched here as well as by the batch's acknowledgement: a batch that a rebalance drops on its way between two
        # stages has nobody else to notice that its state never reached the broker.
        future.add_done_callback(self._check)
        return future

    def _check(self, future: "asyncio.Future[Any]") -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            self._on_failure(error)
