"""What every process around a consumer group does: signals, health, a clean end, and a fatal error that is told once.

The worker has its own, since Faust runs it.
"""

import asyncio
import signal
from typing import Final

import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from houserules.judging.policy import Policy
from houserules.stream.client import BrokerError, client_options, explain
from houserules.stream.health import HealthServer, Progress
from houserules.stream.metrics import Metrics
from houserules.stream.settings import Settings

log: Final = structlog.get_logger(__name__)


class GroupProcess:
    """A process that works until SIGTERM, SIGINT or a fatal error. `WHAT` is how its log lines call it.

    What it is made of says `_ready` when it has joined its group and `_busy` while a batch is under way, and calls `_fail`
    with what must end it.
    """

    WHAT = "process"

    def __init__(self, settings: Settings, policy: Policy) -> None:
        self.settings: Final = settings
        self.policy: Final = policy
        self.metrics: Final = Metrics()
        self._stop: Final = asyncio.Event()
        self._failure: BaseException | None = None
        self._ready = False
        self._busy = False
        self._progress: Final = Progress(settings.stall_timeout, lambda: self._ready, lambda: self._busy)

    async def run(self) -> int:
        """Run to the end; the exit code: 0 after a clean stop, 3 after a fatal error, which has then been logged."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        health = HealthServer(self.settings.host, self.settings.port, self._progress, self.metrics, self.policy)
        try:
            await self._prepare()
            await health.start()
        except (BrokerError, OSError) as error:
            self._fail(error)
            return self._ended()
        self._starting(health.port)
        try:
            await self._serve()
        except Exception as error:  # noqa: BLE001  whatever it was: nothing must be acknowledged past it
            self._fail(error)
        finally:
            await health.stop()
        return self._ended()

    async def _prepare(self) -> None:
        """Whatever has to be right before the port opens. Raises BrokerError."""
        raise NotImplementedError

    def _starting(self, port: int) -> None:
        """Say so: `port` is where health is told."""
        raise NotImplementedError

    async def _serve(self) -> None:
        """Work until `_stop` is set; the connections are closed at its end. May raise anything."""
        raise NotImplementedError

    def _consumer(self, group: str) -> AIOKafkaConsumer:
        """A consumer in `group` that commits only when it is told to: what is read is not yet done."""
        return AIOKafkaConsumer(
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=round(self.settings.session_timeout * 1000),
            heartbeat_interval_ms=round(self.settings.heartbeat_interval * 1000),
            fetch_max_wait_ms=100,
            **client_options(self.settings),
        )

    def _fail(self, error: BaseException) -> None:
        """End the process because of `error`; what follows from the first is not told."""
        if self._failure is None:
            self._failure = error
            self._progress.failure = error
        self._stop.set()

    def _ended(self) -> int:
        error = self._failure
        if error is None:
            log.info(f"{self.WHAT} stopped")
            return 0
        expected = isinstance(error, BrokerError)
        reason = str(error) if expected else explain(error, self.settings)
        trace = None if expected or isinstance(error, KafkaError | OSError) else error
        log.error(f"{self.WHAT} stopped by a fatal error", error=type(error).__name__, reason=reason, exc_info=trace)
        return 3
