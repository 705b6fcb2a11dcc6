"""Where in a changelog recovery has to begin, as the changelog's own last record says."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from houserules.stream.client import client_options
from houserules.stream.settings import Settings
from houserules.windows.codec import CodecError, needed_from

log: Final = structlog.get_logger(__name__)

DEADLINE: Final = 5.0
"""Seconds for the look at all partitions. It holds up the rebalance, and without it recovery only takes longer."""

TRIED_RECORDS: Final = 8
"""How many of a partition's last records are tried where the very last cannot be read."""


async def needed_offsets(settings: Settings, topic: str, partitions: Iterable[int]) -> dict[int, int]:
    """The offset from which each partition of a changelog has to be read, for those that say so.

    A partition that is missing in the answer is empty, cannot be read in time, or wants to be read from its start. A
    changelog may hold far more than the windows do (a replay of last month writes it in an hour), and recovery must not
    take the longer for it.
    """
    tps = [TopicPartition(topic, partition) for partition in partitions]
    if not tps:
        return {}
    consumer = AIOKafkaConsumer(
        enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=100, **client_options(settings)
    )
    found: dict[int, int] = {}
    try:
        async with asyncio.timeout(DEADLINE):
            await consumer.start()
            consumer.assign(tps)
            await _read_last(consumer, tps, found)
    except (TimeoutError, KafkaError, OSError) as error:
        log.warning(
            "the end of a changelog could not be read; recovery reads it from its start",
            topic=topic,
            partitions=sorted({tp.partition for tp in tps} - set(found)),
            error=type(error).__name__,
        )
    finally:
        await consumer.stop()
    return {partition: needed for partition, needed in found.items() if needed >= 0}


async def _read_last(consumer: AIOKafkaConsumer, tps: list[TopicPartition], found: dict[int, int]) -> None:
    """Put what each partition's last readable record says into `found`; -1 for one that says nothing."""
    ends = await consumer.end_offsets(tps)
    starts = await consumer.beginning_offsets(tps)
    waiting = {tp for tp in tps if ends[tp] > starts[tp]}
    for tp in tps:
        if tp in waiting:
            consumer.seek(tp, max(starts[tp], ends[tp] - TRIED_RECORDS))
        else:
            consumer.pause(tp)
    while waiting:
        fetched: dict[TopicPartition, list[Any]] = await consumer.getmany(*waiting, timeout_ms=500)
        for tp, records in fetched.items():
            for record in records:
                try:
                    found[tp.partition] = needed_from(record.value)
                except CodecError:
                    continue
            if records and records[-1].offset >= ends[tp] - 1:
                found.setdefault(tp.partition, -1)
                waiting.discard(tp)
                consumer.pause(tp)
