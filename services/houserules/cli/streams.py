"""Reading and publishing for the commands that look at a broker: no consumer group, nothing committed."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from houserules.stream.client import BrokerError, client_options, explain
from houserules.stream.settings import Settings
from houserules.stream.topics import describe_topics

PATIENCE_MS = 500
"""Longest wait of one fetch."""


async def partitions_of(settings: Settings, *topics: str) -> list[TopicPartition]:
    """All partitions of `topics` (plain names, without prefix).

    Raises BrokerError if the broker cannot be reached or lacks a topic.
    """
    states = await describe_topics(settings, topics)
    if missing := [state.name for state in states if not state.partitions]:
        raise BrokerError(
            f"{settings.broker} has no topic {', '.join(missing)}; create it with `houserules topics create`"
        )
    return [TopicPartition(state.name, number) for state in states for number in range(state.partitions)]


@asynccontextmanager
async def reader(
    settings: Settings, *topics: str, from_start: bool, patience_ms: int = PATIENCE_MS
) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer of all partitions of `topics`, from their start or their end. Raises as `partitions_of`.

    The broker holds a fetch that has nothing to bring for `patience_ms`.
    """
    partitions = await partitions_of(settings, *topics)
    consumer = AIOKafkaConsumer(
        group_id=None,
        enable_auto_commit=False,
        fetch_max_wait_ms=patience_ms,
        **client_options(settings),
    )
    with _explained(settings):
        await consumer.start()
        try:
            consumer.assign(partitions)
            # Now and not at the first fetch: what is published from here on must be seen.
            await (consumer.seek_to_beginning if from_start else consumer.seek_to_end)(*partitions)
            yield consumer
        finally:
            await consumer.stop()


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """aiokafka's errors as BrokerError, in terms of the settings."""
    # Each failed attempt is logged by the client as well, in its own terms.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        yield
    except KafkaError as error:
        raise BrokerError(explain(error, settings)) from error


async def follow(consumer: AIOKafkaConsumer) -> AsyncGenerator[Any]:
    """Every record as it comes, without end."""
    while True:
        for records in (await consumer.getmany(timeout_ms=PATIENCE_MS)).values():
            for record in records:
                yield record


async def everything(consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]) -> AsyncGenerator[Any]:
    """Every record from where the consumer stands to the end of each partition as it is found on arrival there.

    The end is the high watermark that comes with a fetch: some brokers answer a question for the latest offset with the
    start of the last batch.
    """
    unread = set(partitions)
    while unread:
        for records in (await consumer.getmany(*unread, timeout_ms=PATIENCE_MS)).values():
            for record in records:
                yield record
        for partition in list(unread):
            end = consumer.highwater(partition)
            if end is not None and await consumer.position(partition) >= end:
                unread.discard(partition)


@asynccontextmanager
async def publisher(settings: Settings, *topics: str) -> AsyncIterator[AIOKafkaProducer]:
    """A producer to `topics` that waits for all replicas. Leaving it flushes. Raises as `partitions_of`."""
    await partitions_of(settings, *topics)
    producer = AIOKafkaProducer(acks="all", linger_ms=5, max_batch_size=256 * 1024, **client_options(settings))
    with _explained(settings):
        await producer.start()
        try:
            yield producer
        finally:
            await producer.stop()


async def publish(
    producer: AIOKafkaProducer,
    topic: str,
    records: Iterable[tuple[bytes | None, bytes]],
    *,
    rate: float = 0,
    sent: Callable[[], None] | None = None,
) -> int:
    """Publish key and value pairs at `rate` a second (0: as fast as the broker takes them); returns how many.

    `sent` is called after each. Raises the client's error when a record is refused.
    """
    failures: list[BaseException] = []

    def note(future: "asyncio.Future[Any]") -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            failures.append(error)

    clock = asyncio.get_running_loop().time
    begin = clock()
    count = 0
    for key, value in records:
        if rate and (ahead := begin + count / rate - clock()) > 0:
            await asyncio.sleep(ahead)
        (await producer.send(topic, value, key)).add_done_callback(note)
        count += 1
        if sent is not None:
            sent()
        if failures:
            break
    await producer.flush()
    if failures:
        raise failures[0]
    return count
