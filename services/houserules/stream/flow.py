"""Batches in flight: acknowledged in order, and only when every record that they caused is on the broker."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from faust.types import TP

from houserules.stages import InForce, Work
from houserules.stream.metrics import Metrics


@dataclass(slots=True, eq=False)
class Flow:
    """A batch between delivery and acknowledgement. `futures` are the produce futures of everything it caused so far.

    `force` is what all stages of this worker deal with it by: a policy that is reloaded meanwhile is for later batches.
    """

    tp: TP
    first: int
    last: int
    work: Work
    ack: Callable[[], Any]
    delivered: float = field(default_factory=monotonic)
    futures: list["asyncio.Future[Any]"] = field(default_factory=list)
    force: InForce | None = None


class Acknowledger:
    """Waits for each batch's produce futures and acknowledges the batches of a partition in their order.

    At most `in_flight` batches per partition wait; `submit` holds the agent back beyond that. A failed future is the
    writer's to report: its batch is simply never acknowledged.
    """

    def __init__(self, in_flight: int, metrics: Metrics, finished: Callable[[Flow], None]) -> None:
        """`finished` is called after each acknowledgement."""
        self._in_flight: Final = in_flight
        self._metrics: Final = metrics
        self._finished: Final = finished
        self._tails: dict[TP, asyncio.Task[bool]] = {}
        self._slots: dict[TP, asyncio.Semaphore] = {}
        self._waiting = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def submit(self, flow: Flow) -> None:
        """Take over a batch whose outputs have all been handed to the writer."""
        slots = self._slots.setdefault(flow.tp, asyncio.Semaphore(self._in_flight))
        await slots.acquire()
        self._waiting += 1
        self._idle.clear()
        self._metrics.gauge("houserules_in_flight_batches", self._waiting)
        before = self._tails.get(flow.tp)
        task = asyncio.get_running_loop().create_task(self._complete(flow, before, slots))
        self._tails[flow.tp] = task

    async def drain(self, timeout: float) -> bool:
        """Wait until nothing is in flight; False if that took longer than `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True

    async def _complete(self, flow: Flow, before: "asyncio.Task[bool] | None", slots: asyncio.Semaphore) -> bool:
        try:
            results = await asyncio.gather(*flow.futures, return_exceptions=True)
            # A batch never overtakes one that failed: committing past it would lose its posts.
            if before is not None and not await before:
                return False
            if any(isinstance(result, BaseException) for result in results):
                return False
            flow.ack()
            self._finished(flow)
            return True
        finally:
            slots.release()
            self._waiting -= 1
            self._metrics.gauge("houserules_in_flight_batches", self._waiting)
            if not self._waiting:
                self._idle.set()
