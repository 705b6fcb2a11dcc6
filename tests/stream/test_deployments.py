"""Fused, split and stock deployments give the same bytes."""

import asyncio
from contextlib import ExitStack

from houserules.cli.synthetic import iter_synthetic
from support.kafka import STAMP, make_topics, produce, read_until, settings_for
from support.worker import WorkerProcess

POSTS = 1_500


async def outputs(broker: str, prefix: str, workers: list[dict[str, str]]) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a deployment puts out for the same input, by topic."""
    settings = settings_for(broker, prefix)
    await make_topics(settings)

    async def send() -> None:
        posts = iter_synthetic(seed=11, count=POSTS, malformed=0.02)
        await produce(broker, settings.topic("posts"), posts, stamp=STAMP)

    stock = any(values.get("transport") == "stock" for values in workers)
    if not stock:
        await send()
    names = ["verdicts", "actions", "posts.dead-letter", "evidence", "evidence.keys"]
    ends = {settings.topic("verdicts"), settings.topic("posts.dead-letter")}
    with ExitStack() as stack:
        for values in workers:
            worker = stack.enter_context(WorkerProcess(broker, prefix, **values))
            if stock:
                # It may skip what is there while it joins, as its documentation says.
                await asyncio.to_thread(worker.wait_ready)
        if stock:
            await send()
        found = await read_until(
            broker,
            [settings.topic(name) for name in names],
            lambda read: sum(r.topic in ends for r in read) >= POSTS,
            deadline=180,
            settle=2,
        )
    result: dict[str, list[tuple[object, ...]]] = {name: [] for name in names}
    for read in found:
        name = read.topic.removeprefix(prefix)
        # A dead letter names its source topic, which carries this deployment's prefix.
        headers = tuple(item for item in read.headers if item[0] != "dl_topic")
        result[name].append((read.partition, read.timestamp, read.key or b"", read.value or b"", headers))
    return {name: sorted(rows, key=repr) for name, rows in result.items()}


async def test_fused_split_and_stock_give_the_same_bytes(broker: str, topic_prefix: str) -> None:
    # Side by side, for they wait more than they compute.
    fused, split, stock = await asyncio.gather(
        outputs(broker, f"{topic_prefix}fused.", [{}]),
        outputs(broker, f"{topic_prefix}split.", [{"stage": "screen"}, {"stage": "redact"}, {"stage": "judge"}]),
        outputs(broker, f"{topic_prefix}stock.", [{"transport": "stock"}]),
    )
    for name, rows in fused.items():
        assert rows, name
        assert split[name] == rows, name
        assert stock[name] == rows, name
