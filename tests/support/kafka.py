"""Producing to and reading from a broker in tests: with deadlines, never with sleeps as synchronisation."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from time import monotonic, time
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from houserules.stream.settings import Settings
from houserules.stream.topics import create_topics
from support.worker import WorkerProcess

PARTITIONS = 4

STAMP: Final = round(time() * 1000)
"""What records are stamped with (ms) whose outputs are compared byte by byte. It is of the present: whenever a broker gets
round to it, it deletes what is older than its topic's retention, and a test would wait for what is gone."""


class Read(NamedTuple):
    """A record as read back."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    def header(self, name: str) -> bytes | None:
        return dict(self.headers).get(name)


def settings_for(bootstrap: str, prefix: str, **values: Any) -> Settings:
    """Settings of a client of the test broker."""
    return Settings(broker=bootstrap, topic_prefix=prefix, **{"partitions": PARTITIONS, **values})


async def make_topics(settings: Settings, names: Sequence[str] | None = None) -> None:
    """Create the project's topics under the test's prefix."""
    await create_topics(settings, names)


def partition_of(key: bytes | None) -> int:
    """Where tests put a key: any fixed rule will do, as long as an author keeps to one partition."""
    return sum(key or b"") % PARTITIONS


async def produce(
    bootstrap: str, topic: str, records: Iterable[tuple[bytes | None, bytes | None]], stamp: int | None = None
) -> list[tuple[int, int]]:
    """Produce key/value pairs in batches; the (partition, offset) of each, in order."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", linger_ms=0, max_batch_size=900_000)
    await producer.start()
    try:
        by_partition: dict[int, list[tuple[int, bytes | None, bytes | None]]] = {}
        count = 0
        for number, (key, value) in enumerate(records):
            by_partition.setdefault(partition_of(key), []).append((number, key, value))
            count += 1
        places: list[tuple[int, int]] = [(-1, -1)] * count
        for partition, items in by_partition.items():
            batch, members = producer.create_batch(), []
            sent = []
            for number, key, value in items:
                if len(members) >= 500 or batch.append(timestamp=stamp, key=key, value=value) is None:
                    sent.append((members, await producer.send_batch(batch, topic, partition=partition)))
                    batch, members = producer.create_batch(), []
                    batch.append(timestamp=stamp, key=key, value=value)
                members.append(number)
            sent.append((members, await producer.send_batch(batch, topic, partition=partition)))
            for members, future in sent:
                base = (await future).offset
                for step, number in enumerate(members):
                    places[number] = (partition, base + step)
        return places
    finally:
        await producer.stop()


async def read_until(
    bootstrap: str,
    topics: Sequence[str],
    done: Callable[[list[Read]], bool],
    deadline: float = 60.0,
    settle: float = 0.0,
) -> list[Read]:
    """Read topics from their beginning until `done` says so, then for `settle` s more.

    Fails at the deadline, and at once if a worker has ended by itself.
    `done` sees all records read so far, after each fetch.
    """
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, number) for topic in topics for number in range(PARTITIONS)]
        consumer.assign(partitions)
        for partition in partitions:
            consumer.seek(partition, 0)
        found: list[Read] = []
        limit, finished = monotonic() + deadline, None
        while finished is None or monotonic() < finished:
            fetched = await consumer.getmany(timeout_ms=200, max_records=20_000)
            for chunk in fetched.values():
                found += [
                    Read(r.topic, r.partition, r.offset, r.timestamp, r.key, r.value, tuple(r.headers)) for r in chunk
                ]
            if finished is None and done(found):
                finished = monotonic() + settle
            elif finished is None:
                WorkerProcess.check_expected()
                if monotonic() > limit:
                    counts = {topic: sum(r.topic == topic for r in found) for topic in topics}
                    raise AssertionError(f"not done after {deadline:g} s; read {counts}")
        return found
    finally:
        await consumer.stop()


async def eventually(check: Callable[[], Awaitable[bool]], what: str, deadline: float = 30.0) -> None:
    """Wait until `check` holds; fails with `what` at the deadline."""
    limit = monotonic() + deadline
    while not await check():
        if monotonic() > limit:
            raise AssertionError(f"after {deadline:g} s still not: {what}")
        await asyncio.sleep(0.05)
