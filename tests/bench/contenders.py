"""What the stream benchmark measures, each in a process of its own: `python contenders.py NAME BROKER PREFIX POSTS`.

Prints one JSON line: posts, seconds of wall and of CPU between the first and the last batch, and microseconds per stage.

`worker`       the worker as shipped, batch transport
`worker-no-windows` the worker under a policy with repeats, floods and campaigns off
`worker-stock` the worker on Faust's own transport, a post at a time
`faust-agent`  a plain Faust agent, tuned, running the same stages on one post at a time and sending each output
`aiokafka`     a getmany / send_batch loop running the same stages, without Faust
`transport`    the batch transport with a trivial stage: what delivery alone costs
"""

import asyncio
import gc
import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, time
from typing import Any

import aiokafka
import numpy as np
import uvloop

from houserules.contracts.record import Record
from houserules.judging.policy import load_policy, resolve_policy
from houserules.judging.standing import new_orders
from houserules.judging.strikes import new_strikes
from houserules.screening.screen import new_history
from houserules.stages import Screener, Work, judge_stage, new_counters, redact_stage, screen_stage
from houserules.stream.app import build_app, source_topic
from houserules.stream.campaigns import fingerprint_records
from houserules.stream.flow import Flow
from houserules.stream.outputs import TopicNames, dead_letter_records, judgement_records
from houserules.stream.settings import Settings
from houserules.stream.worker import Worker
from houserules.stream.writer import Out, Writer
from houserules.windows.hashing import Hasher
from houserules.windows.partition import PartitionWindow

DATADIR = TemporaryDirectory(prefix="bench-")


class Meter:
    """Counts finished posts; rates are taken from the end of the first batch, when everything is warm."""

    def __init__(self, posts: int) -> None:
        self.posts = posts
        self.done = 0
        self.first: tuple[int, float, float] | None = None
        self.last = (0, 0.0, 0.0)
        self.latencies: list[float] = []
        self.finished = asyncio.Event()
        self.batches = 0

    def add(self, count: int) -> None:
        self.done += count
        self.batches += 1
        self.last = (self.done, perf_counter(), process_time())
        if self.first is None:
            self.first = self.last
        if self.done >= self.posts:
            self.finished.set()

    def report(self, **more: Any) -> str:
        assert self.first is not None
        posts = self.last[0] - self.first[0]
        wall, cpu = self.last[1] - self.first[1], self.last[2] - self.first[2]
        result = {
            "posts": posts,
            "wall_s": wall,
            "rate": posts / wall,
            "cpu_us": cpu / posts * 1e6,
            "batch": self.done / self.batches,
            **more,
        }
        if self.latencies:
            p50, p99 = np.percentile(self.latencies, [50, 99])
            result |= {"p50_ms": p50 * 1e3, "p99_ms": p99 * 1e3}
        return json.dumps(result)


class MeteredWorker(Worker):
    """The worker, stopping by itself after a number of posts."""

    def __init__(self, settings: Settings, meter: Meter, *, latencies: bool) -> None:
        super().__init__(settings, load_policy(resolve_policy(settings.policy)))
        self._meter = meter
        self._latencies = latencies

    def _finished(self, flow: Flow) -> None:
        super()._finished(flow)
        if flow.work.stage == "campaigns":
            return
        if self._latencies:
            now = time()
            self._meter.latencies += [now - post.origin.timestamp / 1000 for post in flow.work.redacted]
        self._meter.add(len(flow.work.records))
        if self._meter.finished.is_set():
            self._stop_requested.set()


async def run_worker(settings: Settings, meter: Meter, *, latencies: bool = False) -> str:
    worker = MeteredWorker(settings, meter, latencies=latencies)
    await worker.run()
    seconds = {
        sample.labels["stage"]: sample.value
        for family in worker.metrics.registry.collect()
        if family.name == "houserules_stage_seconds"
        for sample in family.samples
        if sample.name.endswith("_total")
    }
    return meter.report(stages={name: value / meter.done * 1e6 for name, value in seconds.items()})


class Sink:
    """Stages and outputs for one partition at a time, outside the worker."""

    def __init__(self, settings: Settings) -> None:
        self.policy = load_policy(resolve_policy(settings.policy))
        self.hasher = Hasher(b"bench")
        self.screener = Screener(self.policy.screening, self.hasher)
        self.topics = TopicNames.of(settings)
        self.changelog = settings.topic("houserules.windows")
        self.windows: dict[int, tuple[PartitionWindow, ...]] = {}

    def run(self, partition: int, records: Sequence[Any]) -> list[Out]:
        if partition not in self.windows:
            screening = self.policy.screening
            self.windows[partition] = (
                PartitionWindow(new_history(screening)),
                PartitionWindow(new_counters(self.policy)),
                PartitionWindow(new_strikes(self.policy)),
                PartitionWindow(new_orders()),
            )
        window, signposts, strikes, orders = self.windows[partition]
        work = Work("all", records)
        screen_stage(work, window.history, self.screener)
        redact_stage(work, self.policy.redactor)
        judge_stage(work, self.policy, signposts.history, self.hasher, strikes.history, orders.history)
        first, last = records[0].offset, records[-1].offset
        out = judgement_records(work.judgements, self.topics) + dead_letter_records(work.dead.values(), self.topics)
        out += fingerprint_records(work.fingerprints, self.topics.fingerprints)
        record = window.flush(first, last, work.entries, first, work.latest)
        out.append(Out(self.changelog, b"batch", record, (), None))
        return out


async def run_faust_agent(settings: Settings, meter: Meter) -> str:
    """What most would write: one agent, one post at a time, outputs by `topic.send`."""
    app = build_app(settings, DATADIR.name)
    app.conf.producer_linger = 0.02
    app.conf.producer_max_batch_size = 262_144
    sink = Sink(settings)
    topics: dict[str, Any] = {}

    @app.agent(source_topic(app, settings))
    async def agent(stream: Any) -> None:
        async for event in stream.events():
            message = event.message
            stamp = round(message.timestamp * 1000)
            record = Record(message.topic, message.partition, message.offset, stamp, message.key, message.value)
            for out in sink.run(message.partition, [record]):
                topic = topics.get(out.topic)
                if topic is None:
                    topic = topics[out.topic] = app.topic(out.topic, key_serializer="raw", value_serializer="raw")
                await topic.send(key=out.key, value=out.value, partition=message.partition, headers=dict(out.headers))
            meter.add(1)

    app.finalize()
    await app.start()
    await meter.finished.wait()
    report = meter.report()
    await app.stop()
    return report


async def run_aiokafka(settings: Settings, meter: Meter) -> str:
    """No framework: fetch, run the same stages, send batches, commit once they are on the broker."""
    consumer = aiokafka.AIOKafkaConsumer(
        settings.topic("posts"),
        bootstrap_servers=settings.broker,
        group_id=f"{settings.group}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=int(settings.session_timeout * 1000),
        heartbeat_interval_ms=int(settings.heartbeat_interval * 1000),
    )
    failures: list[BaseException] = []
    writer = Writer(settings, failures.append)
    sink = Sink(settings)
    await consumer.start()
    await writer.start()
    pending: list[tuple[Any, int, int, list[Any]]] = []
    while not meter.finished.is_set():
        fetched = await consumer.getmany(timeout_ms=500, max_records=settings.max_batch)
        for tp, records in fetched.items():
            futures = writer.send(tp.partition, sink.run(tp.partition, records))
            pending.append((tp, records[-1].offset + 1, len(records), futures))
        while pending and (len(pending) > 8 or meter.done + sum(item[2] for item in pending) >= meter.posts):
            tp, offset, count, futures = pending.pop(0)
            await asyncio.gather(*futures)
            await consumer.commit({tp: offset}) if not pending or pending[0][0] != tp else None
            meter.add(count)
    report = meter.report()
    await writer.stop()
    await consumer.stop()
    if failures:
        raise failures[0]
    return report


async def run_transport(settings: Settings, meter: Meter) -> str:
    """The batch transport alone: batches delivered and acknowledged."""
    app = build_app(settings, DATADIR.name)

    @app.agent(source_topic(app, settings))
    async def agent(stream: Any) -> None:
        async for event in stream.noack().events():
            meter.add(len(event.value))
            event.ack()

    app.finalize()
    await app.start()
    await meter.finished.wait()
    report = meter.report()
    await app.stop()
    return report


def policy_without_windows() -> Path:
    """The shipped policy with repeats, floods and campaigns off: what windows cost is what it is quicker by."""
    folder = Path(DATADIR.name) / "policy"
    shutil.copytree(resolve_policy(Settings().policy), folder)
    (folder / "solidarity.yaml").unlink(missing_ok=True)
    file = folder / "policy.yaml"
    text = file.read_text(encoding="utf-8")
    off = "screening: {repeat_window: off, near: off, campaigns: off, floods: off}\n\n"
    file.write_text(re.sub(r"(?ms)^screening:.*?^(?=[a-z#])", off, text), encoding="utf-8")
    return folder


def main() -> None:
    name, broker, prefix, posts = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    gc.set_threshold(50_000, 50, 1_000)  # as in `run_worker`, for all alike
    meter = Meter(posts)
    settings = Settings(
        broker=broker,
        topic_prefix=prefix,
        group=f"{prefix}{name}",
        port=0,
        session_timeout=6,
        heartbeat_interval=1,
        transport="stock" if name in ("worker-stock", "faust-agent") else "batch",
        max_batch=4000 if name in ("worker-stock", "faust-agent") else 1000,
        log_level="error",
        **({"policy": str(policy_without_windows())} if name == "worker-no-windows" else {}),
    )
    runs = {
        "worker": lambda: run_worker(settings, meter),
        "worker-no-windows": lambda: run_worker(settings, meter),
        "worker-latency": lambda: run_worker(settings, meter, latencies=True),
        "worker-stock": lambda: run_worker(settings, meter),
        "faust-agent": lambda: run_faust_agent(settings, meter),
        "aiokafka": lambda: run_aiokafka(settings, meter),
        "transport": lambda: run_transport(settings, meter),
    }
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(runs[name]()), flush=True)


if __name__ == "__main__":
    main()
