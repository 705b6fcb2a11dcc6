"""Recovery and memory of window state: how long a worker takes to take up a partition's windows, and how large they are.

    python tests/bench/recovery_bench.py [--entries 1000000] [--history 1,10] [--batch 1000] [--partitions 4]

Changelogs are written as a worker writes them, so that the last day holds `--entries` rows; then a real worker is started
on Apache Kafka. With `--history 10` ten times as many rows stand in the changelog, of which nine tenths have left the
windows: the time to recover should not notice them. Half of the rows carry a signature, as posts of some length do.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from aiokafka import AIOKafkaProducer

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from houserules.brokers.kafka import KafkaBroker  # noqa: E402
from houserules.screening.model import ScreeningPolicy  # noqa: E402
from houserules.screening.screen import history_span, new_history  # noqa: E402
from houserules.windows.history import Entry  # noqa: E402
from houserules.windows.partition import PartitionWindow  # noqa: E402
from support.kafka import make_topics, settings_for  # noqa: E402
from support.worker import WorkerProcess  # noqa: E402

START = 1_767_600_000_000
POLICY = ScreeningPolicy()
IN_FLIGHT = 8
"""Batches between a record's making and its commit."""


def resident(pid: int | str) -> float:
    """Memory that a process really holds, MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def records(partition: int, rows: int, window: int, batch: int) -> Iterator[tuple[bytes, PartitionWindow]]:
    """The changelog of one partition: `rows` rows of which about `window` are inside the windows at any time."""
    random = Random(partition)
    state = PartitionWindow(new_history(POLICY))
    step = history_span(POLICY) // window
    authors = max(1, window // 3)
    for number, first in enumerate(range(0, rows, batch)):
        entries = []
        for sequence in range(first, min(first + batch, rows)):
            author, content = random.randrange(authors) * 7919 + partition, random.getrandbits(62) << 1
            signature = random.randbytes(64) if sequence & 1 else None
            entries.append(
                Entry(
                    author,
                    START + sequence * step,
                    sequence,
                    random.getrandbits(63),
                    1,
                    content,
                    f"platform:{partition}-{sequence:012d}",
                    signature,
                )
            )
            state.history.add(entries[-1])
            state.history.pass_by(sequence, entries[-1].time)
        committed = max(0, first - IN_FLIGHT * batch)
        yield state.flush(first, entries[-1].sequence, entries, committed, entries[-1].time), state
        state.written(number)


def in_process(entries: int, batch: int) -> None:
    """Restore one partition without a broker, and compare."""
    written = list(records(0, entries, entries, batch))
    made, expected = [record for record, _ in written], written[-1][1].history.snapshot()
    size = sum(map(len, made))
    restored = PartitionWindow(new_history(POLICY))
    before, started = resident("self"), perf_counter()
    for offset, record in enumerate(made):
        restored.restore(record, offset)
    seconds = perf_counter() - started
    history = restored.history
    print(
        f"in process: {history.entries:,} rows of {history.keys:,} keys in {seconds:.2f} s"
        f" ({seconds / history.entries * 1e6:.2f} us each), changelog {size / entries:.0f} bytes each,"
        f" memory +{resident('self') - before:.0f} MB (estimated {history.memory / 1e6:.0f} MB),"
        f" equal to the state before: {history.snapshot() == expected}"
    )


async def fill(bootstrap: str, topic: str, partitions: int, rows: int, window: int, batch: int) -> None:
    """Write the changelogs."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks=1, linger_ms=0, max_batch_size=1_000_000)
    await producer.start()
    try:
        for partition in range(partitions):
            sent: list[Any] = []
            for record, _ in records(partition, rows // partitions, window // partitions, batch):
                made = producer.create_batch()
                assert made.append(timestamp=None, key=b"batch", value=record) is not None
                sent.append(await producer.send_batch(made, topic, partition=partition))
                if len(sent) > 50:
                    await sent.pop(0)
            await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def on_kafka(args: argparse.Namespace) -> None:
    """A worker's recovery from changelogs of several lengths."""
    with KafkaBroker(partitions=args.partitions) as broker:
        for times in map(int, args.history.split(",")):
            prefix = f"history{times}."
            settings = settings_for(broker.bootstrap, prefix, partitions=args.partitions)
            await make_topics(settings)
            topic = settings.topic("houserules.windows")
            await fill(broker.bootstrap, topic, args.partitions, args.entries * times, args.entries, args.batch)
            for _ in range(args.rounds):
                with WorkerProcess(broker.bootstrap, prefix, session_timeout=30, heartbeat_interval=3) as worker:
                    worker.wait_ready(deadline=300)
                    print(
                        f"worker, {times}x history: {worker.metric('houserules_window_entries'):,.0f} rows recovered in"
                        f" {worker.metric('houserules_recovery_seconds'):.2f} s,"
                        f" resident {resident(worker.process.pid):.0f} MB",
                        flush=True,
                    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--history", default="1,10")
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-broker", action="store_true", help="only the restoration in this process")
    args = parser.parse_args()
    in_process(args.entries, args.batch)
    if not args.no_broker:
        asyncio.run(on_kafka(args))


if __name__ == "__main__":
    main()
