"""Throughput and latency of one worker on one core, the broker on the other, beside two baselines in the same run.

    python tests/bench/stream_bench.py [--posts 200000] [--slow-posts 20000] [--brokers embedded,kafka] [--rounds 2]

Absolute figures depend on the machine and on who shares it: read the ratios. Nothing here gates a build.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, time
from typing import Any

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from houserules.brokers.embedded import EmbeddedBroker  # noqa: E402
from houserules.brokers.kafka import KafkaBroker  # noqa: E402
from houserules.cli.synthetic import iter_synthetic  # noqa: E402
from houserules.contracts.times import isoformat  # noqa: E402
from support.kafka import make_topics, partition_of, produce, settings_for  # noqa: E402

WORKER_CORE, BROKER_CORE = 0, 1
FULL = ("worker", "worker-no-windows", "aiokafka", "transport")
SLOW = ("worker-stock", "faust-agent")
LOAD = 0.7


def pin(pid: int, core: int) -> None:
    """Bind all threads of a process to one core."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})


@contextmanager
def broker_on_its_core(kind: str) -> Iterator[str]:
    """A broker, bound to its core."""
    with EmbeddedBroker() if kind == "embedded" else KafkaBroker() as broker:
        pin(broker.pid, BROKER_CORE)
        yield broker.bootstrap


def measure(name: str, bootstrap: str, prefix: str, posts: int) -> dict[str, Any]:
    """One contender in its own process on its own core."""
    command = [sys.executable, str(HERE / "contenders.py"), name, bootstrap, prefix, str(posts)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, {WORKER_CORE}),
    )
    if done.returncode != 0:
        raise SystemExit(f"{name} failed:\n{done.stderr[-3000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


async def fill(bootstrap: str, prefix: str, posts: int) -> float:
    """Topics with `posts` posts in them; the mean size of a record's value in bytes."""
    settings = settings_for(bootstrap, prefix)
    await make_topics(settings)
    sizes = 0
    sent = 0
    source = iter_synthetic(seed=1, count=posts, malformed=0.0)
    while chunk := list(islice(source, 50_000)):
        sizes += sum(len(value) for _, value in chunk)
        sent += len(chunk)
        await produce(bootstrap, settings.topic("posts"), chunk)
    return sizes / max(1, sent)


async def feed_at(bootstrap: str, topic: str, rate: float, posts: int) -> None:
    """Produce posts stamped with the present at a steady rate, in slices of 20 ms."""
    templates = [(key, orjson.loads(value)) for key, value in iter_synthetic(seed=2, count=20_000)]
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, linger_ms=0, max_batch_size=900_000)
    await producer.start()
    source, number, began = cycle(templates), 0, perf_counter()
    while number < posts:
        due = min(posts, int((perf_counter() - began) * rate) + 1)
        now = int(time() * 1000)
        batches: dict[int, Any] = {}
        for key, item in islice(source, due - number):
            number += 1
            item["post_key"], item["created_at"] = f"bench:load:{number}", isoformat(now)
            partition = partition_of(key)
            batch = batches.setdefault(partition, producer.create_batch())
            batch.append(timestamp=now, key=key, value=orjson.dumps(item))
        for partition, batch in batches.items():
            await producer.send_batch(batch, topic, partition=partition)
        await asyncio.sleep(0.02)
    await producer.stop()


def latency(bootstrap: str, prefix: str, rate: float, seconds: float) -> dict[str, Any]:
    """The worker under a steady load: quantiles of the time from a record's creation to its acknowledged verdict."""
    posts = int(rate * seconds)
    asyncio.run(make_topics(settings_for(bootstrap, prefix)))
    command = [sys.executable, str(HERE / "contenders.py"), "worker-latency", bootstrap, prefix, str(posts)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {WORKER_CORE}),  # noqa: PLW1509
    )
    os.sched_setaffinity(0, {BROKER_CORE})
    asyncio.run(_wait_for_group(bootstrap, prefix))
    asyncio.run(feed_at(bootstrap, f"{prefix}posts", rate, posts))
    out, _ = process.communicate(timeout=120)
    result: dict[str, Any] = json.loads(out.splitlines()[-1])
    return result


async def _wait_for_group(bootstrap: str, prefix: str) -> None:
    """Wait until the worker is in its group with all partitions: starting up is no part of the latency."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        limit = perf_counter() + 60
        while perf_counter() < limit:
            # Until the group's coordinator has been chosen, the broker answers with an error.
            with suppress(KafkaError):
                for answer in await admin.describe_consumer_groups([f"{prefix}worker-latency"]):
                    if any(group[2] == "Stable" for group in answer.groups):
                        return
            await asyncio.sleep(0.2)
        raise SystemExit("the worker did not join its group within 60 s")
    finally:
        await admin.close()


def table(rows: list[tuple[str, str, list[dict[str, Any]]]], reference: dict[str, float]) -> None:
    """Print medians and their ratio to the plain aiokafka loop."""
    print(f"{'broker':9} {'contender':17} {'posts/s':>9} {'us CPU':>7} {'x aiokafka':>10}  stages, us a post")
    for kind, name, results in rows:
        results.sort(key=lambda result: result["rate"])
        middle = results[len(results) // 2]
        stages = "  ".join(f"{stage} {value:.1f}" for stage, value in middle.get("stages", {}).items())
        ratio = middle["rate"] / reference[kind]
        print(f"{kind:9} {name:17} {middle['rate']:9,.0f} {middle['cpu_us']:7.1f} {ratio:10.2f}  {stages}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--slow-posts", type=int, default=20_000)
    parser.add_argument("--brokers", default="embedded,kafka")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="comma separated contenders to run instead of all")
    parser.add_argument("--latency-seconds", type=float, default=15)
    options = parser.parse_args()
    only = set(filter(None, options.only.split(",")))
    rows: list[tuple[str, str, list[dict[str, Any]]]] = []
    reference: dict[str, float] = {}
    for kind in options.brokers.split(","):
        if kind == "kafka" and (reason := KafkaBroker.unavailable_reason()):
            print(f"Apache Kafka left out: {reason}")
            continue
        with broker_on_its_core(kind) as bootstrap:
            results: dict[str, list[dict[str, Any]]] = {}
            for number in range(options.rounds):
                # In turn and not one after the other: a noisy neighbour then disturbs all of them alike.
                for names, posts in ((FULL, options.posts), (SLOW, options.slow_posts)):
                    if only and only.isdisjoint(names):
                        continue
                    prefix = f"bench{number}.{posts}."
                    size = asyncio.run(fill(bootstrap, prefix, posts))
                    for name in [name for name in names if not only or name in only]:
                        results.setdefault(name, []).append(measure(name, bootstrap, prefix, posts))
                        print(f"  {kind} round {number} {name}: {results[name][-1]['rate']:,.0f} posts/s", flush=True)
            rows += [(kind, name, found) for name, found in results.items()]
            baseline = results.get("aiokafka") or next(iter(results.values()))
            reference[kind] = sorted(item["rate"] for item in baseline)[len(baseline) // 2]
            print(f"{kind}: {size:.0f} bytes a post on average")
            if only:
                continue
            best = max(item["rate"] for item in results["worker"])
            under = latency(bootstrap, "latency.", LOAD * best, options.latency_seconds)
            print(
                f"{kind}: at {LOAD:.0%} of {best:,.0f} posts/s, event to verdict p50 {under['p50_ms']:.0f} ms, "
                f"p99 {under['p99_ms']:.0f} ms"
            )
    table(rows, reference)
    for kind in reference:
        rates = {name: sorted(item["rate"] for item in found) for of, name, found in rows if of == kind}
        if not {"worker", "worker-no-windows"} <= rates.keys():
            continue
        on, off = (rates[name][len(rates[name]) // 2] for name in ("worker", "worker-no-windows"))
        print(f"{kind}: with all windows on {on / off:.0%} of the throughput without them")


if __name__ == "__main__":
    main()
