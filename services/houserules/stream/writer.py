"""Outputs: whole record batches, and nothing acknowledged before the broker has them."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaProducer

from houserules.stream.client import client_options
from houserules.stream.settings import Settings

BATCH_BYTES: Final = 960 * 1024
"""A batch is closed at this size, headers included: just under what a broker takes by default. Fewer, larger batches cost
fewer round trips, and a partition has one under way at a time."""

REQUEST_TIMEOUT: Final = 30.0
"""Seconds that the broker has to acknowledge a batch, retries included."""


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
        self._lanes: dict[tuple[str, int], _Lane] = {}

    async def start(self) -> None:
        """Connect. Linger is 0: batches are whole when they are handed over, and a linger would only hold them back."""
        producer = AIOKafkaProducer(
            acks="all",
            linger_ms=0,
            max_batch_size=BATCH_BYTES,
            request_timeout_ms=int(REQUEST_TIMEOUT * 1000),
            **client_options(self._settings),
        )
        await producer.start()
        self._producer = producer

    async def stop(self) -> None:
        """Disconnect. What has not been acknowledged by then is not waited for: drain first."""
        for lane in self._lanes.values():
            lane.stop()
        self._lanes.clear()
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None

    def send(self, partition: int, records: Sequence[Out]) -> list["asyncio.Future[int]"]:
        """Queue `records`, grouped by topic and in order, all to `partition`. The futures are done once acknowledged.

        Each future stands for one record batch and brings the offset of its first record. Never waits, so that one stage
        computes while another's output travels; whoever holds the futures bounds how much is under way.
        """
        producer = self._producer
        if producer is None:
            raise RuntimeError("the writer is not started")
        by_topic: dict[str, list[Out]] = {}
        for record in records:
            by_topic.setdefault(record.topic, []).append(record)
        futures: list[asyncio.Future[int]] = []
        for topic, group in by_topic.items():
            batch = producer.create_batch()
            for record in group:
                if _append(batch, record):
                    continue
                futures.append(self._queue(producer, batch, topic, partition))
                batch = producer.create_batch()
                if not _append(batch, record):
                    raise ValueError(f"a record for {topic} does not fit an empty batch")
            futures.append(self._queue(producer, batch, topic, partition))
        return futures

    def _queue(self, producer: AIOKafkaProducer, batch: Any, topic: str, partition: int) -> "asyncio.Future[int]":
        lane = self._lanes.get((topic, partition))
        if lane is None:
            lane = self._lanes[topic, partition] = _Lane(producer, topic, partition)
        future = lane.add(batch)
        # Watched here as well as by the batch's acknowledgement: a batch that a rebalance drops on its way between two
        # stages has nobody else to notice that its state never reached the broker.
        future.add_done_callback(self._check)
        return future

    def _check(self, future: "asyncio.Future[int]") -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            self._on_failure(error)


class _Lane:
    """The batches of one topic partition, handed to the producer one after the other in order.

    The producer takes the next batch of a partition only when the one before has left, and makes its caller wait.
    """

    def __init__(self, producer: AIOKafkaProducer, topic: str, partition: int) -> None:
        self._producer: Final = producer
        self._topic: Final = topic
        self._partition: Final = partition
        self._waiting: Final[asyncio.Queue[tuple[Any, asyncio.Future[int]]]] = asyncio.Queue()
        self._task: Final = asyncio.get_running_loop().create_task(self._run())

    def add(self, batch: Any) -> "asyncio.Future[int]":
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((batch, future))
        return future

    def stop(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            batch, future = await self._waiting.get()
            try:
                sent = await self._producer.send_batch(batch, self._topic, partition=self._partition)
            except Exception as error:  # noqa: BLE001  whatever it was, whoever waits for the batch must learn of it
                future.set_exception(error)
                continue
            sent.add_done_callback(partial(_settle, future))


def _settle(future: "asyncio.Future[int]", sent: "asyncio.Future[Any]") -> None:
    if future.done():
        return
    if sent.cancelled():
        future.cancel()
    elif (error := sent.exception()) is not None:
        future.set_exception(error)
    else:
        future.set_result(sent.result().offset)


def _append(batch: Any, record: Out) -> bool:
    metadata = batch.append(
        timestamp=record.timestamp, key=record.key, value=record.value, headers=list(record.headers)
    )
    return metadata is not None
