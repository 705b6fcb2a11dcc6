"""The campaigns that are running, kept up to date from `campaigns` on every worker."""

import asyncio
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
"""Seconds to read what `campaigns` holds at the start. The topic is compacted and short."""


class CampaignFeed:
    """Reads the whole of `campaigns` into `registry` and then follows it."""

    def __init__(self, settings: Settings, registry: Registry, metrics: Metrics) -> None:
        self._topic: Final = settings.topic("campaigns")
        self._settings: Final = settings
        self._registry: Final = registry
        self._metrics: Final = metrics
        self._consumer: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Read what there is. A post must not be screened before its worker knows what the others know."""
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
            raise RuntimeError("the campaign feed is not started")
        while True:
            await self._take(consumer)

    async def stop(self) -> None:
        """Disconnect."""
        if self._consumer is not None:
            await self._consumer.stop()
            self._consumer = None

    async def _take(self, consumer: AIOKafkaConsumer) -> None:
        fetched: dict[Any, list[Any]] = await consumer.getmany(timeout_ms=1000)
        for tp, records in fetched.items():
            for record in records:
                if record.value is None:
                    continue
                try:
                    self._registry.put(decode_campaign(record.value))
                except RecordError as error:
                    self._metrics.count("houserules_campaigns_unreadable_total")
                    log.error(
                        "campaign skipped: it cannot be read, and its later copies are caught a moment later than others",
                        topic=tp.topic,
                        partition=tp.partition,
                        offset=record.offset,
                        error=str(error),
                    )
        self._metrics.gauge("houserules_campaigns", len(self._registry))
