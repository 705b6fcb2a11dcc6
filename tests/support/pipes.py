"""Clients of a broker that goes away and comes back: what they have been given is produced, what there is gets read."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from houserules.stream.settings import Settings
from support.checker import Logged
from support.exactness import Output, Outputs
from support.torrent import Sent

ENDURANCE = 90.0
"""Seconds that a broker may be away."""

QUIET = 1.5
"""After this long (s) without a record, at the end as the broker tells it, a topic has been read."""


class _Client:
    """Connected inside `async with`."""

    def __init__(self, settings: Settings, client: Any) -> None:
        self.settings = settings
        self.client = client

    async def __aenter__(self) -> Self:
        await self.client.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.stop()


class Producer(_Client):
    """Produces to `posts`, each partition's records in order. `ends` are the offsets after the last ones."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            settings,
            AIOKafkaProducer(
                bootstrap_servers=settings.broker,
                acks="all",
                max_batch_size=900_000,
                request_timeout_ms=int(ENDURANCE * 1000),
            ),
        )
        self.ends: dict[int, int] = {}

    async def send(self, records: Iterable[Sent]) -> None:
        """Return once the broker has all of them. Some may be there twice if it went away meanwhile."""
        batches: dict[int, Any] = {}
        for record in records:
            batch = batches.get(record.partition)
            if batch is None:
                batch = batches[record.partition] = self.client.create_batch()
            added = batch.append(timestamp=record.timestamp, key=record.key, value=record.value or None, headers=[])
            if added is None:
                raise ValueError("more records than fit a batch: send fewer at a time")
        topic = self.settings.topic("posts")
        futures = {
            partition: await self.client.send_batch(batch, topic, partition=partition)
            for partition, batch in batches.items()
        }
        for partition, future in futures.items():
            metadata = await future
            self.ends[partition] = metadata.offset + batches[partition].record_count()


class _Reader(_Client):
    """Reads whole topics, each record once, whatever a broker that comes back makes of a client's position."""

    def __init__(self, settings: Settings, names: Iterable[str]) -> None:
        super().__init__(
            settings,
            AIOKafkaConsumer(
                bootstrap_servers=settings.broker,
                auto_offset_reset="earliest",
                enable_auto_commit=False,
                max_partition_fetch_bytes=4 * 1024 * 1024,
            ),
        )
        self._names = {settings.topic(name): name for name in names}
        self._next: dict[TopicPartition, int] = {}

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        for topic in self._names:
            for number in range(self.settings.partitions):
                self._next[TopicPartition(topic, number)] = 0
        self.client.assign(list(self._next))
        for place in self._next:
            self.client.seek(place, 0)
        return self

    async def fetch(self) -> list[tuple[str, int, list[Any]]]:
        """What has come: plain topic name, partition and records."""
        fetched = await self.client.getmany(timeout_ms=200, max_records=20_000)
        found = []
        for place, chunk in fetched.items():
            fresh = [record for record in chunk if record.offset >= self._next[place]]
            if fresh:
                self._next[place] = fresh[-1].offset + 1
                found.append((self._names[place.topic], place.partition, fresh))
        return found

    def at_the_end(self) -> bool:
        """Whether all that the broker has told of has been read."""
        ends = {place: self.client.highwater(place) for place in self._next}
        return all(end is not None and self._next[place] >= end for place, end in ends.items())


class LogReader(_Reader):
    """Reads `posts` as it stands."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, ["posts"])

    async def records(self) -> AsyncIterator[list[Logged]]:
        """All records, each partition's in order."""
        last = monotonic()
        while not self.at_the_end() or monotonic() - last < QUIET:
            for _, _, chunk in await self.fetch():
                last = monotonic()
                yield [Logged(r.partition, r.offset, r.timestamp, r.key, r.value) for r in chunk]


class OutputReader(_Reader):
    """Reads into `outputs` what workers put out, while they run. `arrivals` has when, by partition of `verdicts`."""

    def __init__(self, settings: Settings, outputs: Outputs) -> None:
        self._takers: dict[str, Callable[[Output], None]] = {
            "verdicts": outputs.verdict,
            "actions": outputs.action,
            "posts.dead-letter": outputs.dead_letter,
        }
        super().__init__(settings, self._takers)
        self.outputs = outputs
        self.arrivals: dict[int, list[float]] = {}
        self._last = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def answered(self) -> int:
        """Posts and broken records that have been answered."""
        return len(self.outputs.said) + len(self.outputs.dead)

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._task = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await super().__aexit__(kind, error, trace)

    def all_since(self, moment: float) -> bool:
        """Whether there have been verdicts on every partition since `moment` (monotonic)."""
        return len(self.arrivals) == self.settings.partitions and all(
            times[-1] > moment for times in self.arrivals.values()
        )

    async def to_the_end(self) -> None:
        """Return once all that there is has been read. Nothing may be produced any more."""
        self._last = monotonic()
        while not self.at_the_end() or monotonic() - self._last < QUIET:
            if self._task is not None and self._task.done():
                await self._task
            await asyncio.sleep(0.05)

    async def _read(self) -> None:
        while True:
            for name, partition, chunk in await self.fetch():
                now = self._last = monotonic()
                if name == "verdicts":
                    self.arrivals.setdefault(partition, []).append(now)
                take = self._takers[name]
                for record in chunk:
                    take(Output(record.key, record.value or b"", tuple(record.headers)))


async def committed_offsets(settings: Settings, partitions: Iterable[int]) -> dict[int, int]:
    """What the workers' group has committed of `posts`, by partition; empty if the broker does not tell."""
    topic = settings.topic("posts")
    # Named one by one: the embedded broker's answer to a question for all cannot be read.
    places = [TopicPartition(topic, number) for number in partitions]
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.broker)
    await admin.start()
    try:
        found = await admin.list_consumer_group_offsets(settings.group, partitions=places)
        return {place.partition: metadata.offset for place, metadata in found.items()}
    except KafkaError:
        return {}
    finally:
        await admin.close()


async def wait_committed(
    settings: Settings, ends: dict[int, int], meanwhile: Callable[[], None], deadline: float
) -> None:
    """Wait until the workers' group has committed all of `posts`, calling `meanwhile` now and then."""
    limit = monotonic() + deadline
    while True:
        meanwhile()
        committed = await committed_offsets(settings, ends)
        behind = {number: end for number, end in ends.items() if committed.get(number, -1) < end}
        if not behind:
            return
        if monotonic() > limit:
            raise AssertionError(f"after {deadline:g} s not committed up to (partition: offset) {behind}")
        await asyncio.sleep(0.2)
