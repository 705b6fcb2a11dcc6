"""Acknowledgement: in order, only after every produce future, never past a failure."""

import asyncio
from typing import Any

from faust.types import TP

from houserules.stages import Work
from houserules.stream.flow import Acknowledger, Flow
from houserules.stream.metrics import Metrics

TP0, TP1 = TP("posts", 0), TP("posts", 1)


class Harness:
    """An acknowledger whose acknowledgements are recorded."""

    def __init__(self, in_flight: int = 8) -> None:
        self.acked: list[tuple[int, int]] = []
        self.finished: list[Flow] = []
        self.acknowledger = Acknowledger(in_flight, Metrics(), self.finished.append)

    def flow(self, tp: TP, last: int, *futures: "asyncio.Future[Any]") -> Flow:
        return Flow(
            tp, last, last, Work("all", []), lambda: self.acked.append((tp.partition, last)), 0.0, list(futures)
        )

    async def submit(self, flow: Flow) -> None:
        await asyncio.wait_for(self.acknowledger.submit(flow), 1)


def future() -> "asyncio.Future[Any]":
    return asyncio.get_running_loop().create_future()


async def turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_batch_waits_for_all_its_futures() -> None:
    harness, one, two = Harness(), future(), future()
    await harness.submit(harness.flow(TP0, 1, one, two))
    one.set_result(None)
    await turns()
    assert harness.acked == []
    two.set_result(None)
    assert await harness.acknowledger.drain(1)
    assert harness.acked == [(0, 1)]


async def test_batches_of_a_partition_keep_their_order_and_partitions_do_not_wait_for_each_other() -> None:
    harness, slow, quick, other = Harness(), future(), future(), future()
    await harness.submit(harness.flow(TP0, 1, slow))
    await harness.submit(harness.flow(TP0, 2, quick))
    await harness.submit(harness.flow(TP1, 7, other))
    quick.set_result(None)
    other.set_result(None)
    await turns()
    assert harness.acked == [(1, 7)]
    slow.set_result(None)
    assert await harness.acknowledger.drain(1)
    assert harness.acked == [(1, 7), (0, 1), (0, 2)]


async def test_nothing_after_a_failed_batch_is_acknowledged() -> None:
    harness, broken, fine = Harness(), future(), future()
    await harness.submit(harness.flow(TP0, 1, broken))
    await harness.submit(harness.flow(TP0, 2, fine))
    fine.set_result(None)
    broken.set_exception(OSError("gone"))
    assert await harness.acknowledger.drain(1)
    assert harness.acked == []
    assert harness.finished == []


async def test_the_agent_is_held_back_beyond_the_limit() -> None:
    harness, first, second = Harness(in_flight=1), future(), future()
    await harness.submit(harness.flow(TP0, 1, first))
    held = asyncio.ensure_future(harness.acknowledger.submit(harness.flow(TP0, 2, second)))
    await turns()
    assert not held.done()
    first.set_result(None)
    await asyncio.wait_for(held, 1)
    second.set_result(None)
    assert await harness.acknowledger.drain(1)


async def test_drain_gives_up_at_its_deadline() -> None:
    harness, never = Harness(), future()
    await harness.submit(harness.flow(TP0, 1, never))
    assert not await harness.acknowledger.drain(0.01)
    never.set_result(None)
    assert await harness.acknowledger.drain(1)
