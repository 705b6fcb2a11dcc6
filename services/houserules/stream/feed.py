"""Topics that every worker reads whole and then follows: the campaigns that are running, the strikes taken back."""

import asyncio
from abc import ABC, abstractmethod
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer

from houserules.campaigns.registry import Registry
from houserules.contracts.encode import RecordError, decode_campaign
from houserules.stream.client import client_options
from houserules.stream.metrics import Metrics
from houserules.stream.settings import Settings

log: Final = structlog.get_logger(__name__)

CATCH_UP_DEADLINE: Final = 30.0
"""Seconds to read what a topic holds at the start. Those that are followed are short."""


class Feed(ABC):
    """Reads the whole of a topic and then follows it."""

    def __init__(self, settings: Settings, topic: str) -> None:
        """`topic` is a name without its prefix."""
        self._topic: Final = settings.topic(topic)
        self._settings: Final = settings
        self._consumer: AIOKafkaConsumer | None = None

    @abstractmethod
    def take(self, records: list[Any]) -> None:
        """Take in records that have a value, in order; none, where none came for a while."""

    async def start(self) -> None:
        """Read what there is. A post must not be dealt with before its worker knows what the others know."""
        # Without a group, a consumer reads all partitions of its topic and remembers nothing.
        consumer = AIOKafkaConsumer(
            self._topic,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=100,
            **client_options(self._settings),
        )
        self._consumer = consumer
        await consumer.start()
        async with asyncio.timeout(CATCH_UP_DEADLINE):
            ends = await consumer.end_offsets(consumer.assignment())
            starts = await consumer.beginning_offsets(consumer.assignment())
            waiting = {tp for tp, end in ends.items() if end > starts[tp]}
            while waiting:
                await self._take(consumer)
                waiting = {tp for tp in waiting if await consumer.position(tp) < ends[tp]}

    async def follow(self) -> None:
        """Go on reading until cancelled."""
        consumer = self._consumer
        if consumer is None:
            raise RuntimeError(f"the feed of {self._topic} is not started")
        while True:
            await self._take(consumer)

    async def stop(self) -> None:
        """Disconnect."""
        if self._consumer is not None:
            await self._consumer.stop()
            self._consumer = None

    async def _take(self, consumer: AIOKafkaConsumer) -> None:
        fetched: dict[Any, list[Any]] = await consumer.getmany(timeout_ms=1000)
        self.take([record for records in fetched.values() for record in records if record.value is not None])


class CampaignFeed(Feed):
    """The campaigns that are running, kept up to date in `registry`."""

    def __init__(self, settings: Settings, registry: Registry, metrics: Metrics) -> None:
        super().__init__(settings, "campaigns")
        self._registry: Final = registry
        self._metrics: Final = metrics

    def take(self, records: list[Any]) -> None:
        """Put the records' campaigns into the registry."""
        for record in records:
            self._put(record)
        self._metrics.gauge("houserules_campaigns", len(self._registry))

    def _put(self, record: Any) -> None:
        try:
            self._registry.put(decode_campaign(record.value))
        except RecordError as error:
            self._metrics.count("houserules_campaigns_unreadable_total")
            log.error(
                "campaign skipped: it cannot be read, and its later copies are caught a moment later than others",
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                error=str(error),
            )
