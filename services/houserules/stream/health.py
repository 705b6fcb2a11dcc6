"""`/healthz`, `/readyz`, `/metrics` and `/policy` on one port, answered by the loop that does the work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

import orjson
from aiohttp import web

from houserules.judging.policy import Policy
from houserules.stream.metrics import CONTENT_TYPE, Metrics


@dataclass(slots=True)
class Progress:
    """What liveness is judged by: not that the process is up, but that waiting records get finished.

    `waiting` says whether records wait to be read. Times are of the monotonic clock.
    """

    stall_timeout: float
    ready: Callable[[], bool]
    waiting: Callable[[], bool]
    failure: BaseException | None = None
    last_finished: float = field(default_factory=monotonic)
    idle_since: float = field(default_factory=monotonic)

    def finished(self) -> None:
        """A batch has been acknowledged."""
        self.last_finished = monotonic()

    def stalled_for(self) -> float:
        """Seconds that records have been waiting without any being finished; 0 while none wait."""
        now = monotonic()
        if not self.waiting():
            self.idle_since = now
            return 0.0
        return now - max(self.last_finished, self.idle_since)


class HealthServer:
    """The worker's only web pages."""

    def __init__(self, host: str, port: int, progress: Progress, metrics: Metrics, policy: Policy) -> None:
        self._host: Final = host
        self._port: Final = port
        self._progress: Final = progress
        self._metrics: Final = metrics
        self.policy = policy
        """The policy that `/policy` shows."""
        self._runner: web.AppRunner | None = None
        self.port = port

    async def start(self) -> None:
        """Listen. Raises OSError if the port is taken; with port 0, `port` then tells which one it is."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics_page),
                web.get("/policy", self._policy_page),
            ]
        )
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port)
        await site.start()
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _healthz(self, _: web.Request) -> web.Response:
        stalled = self._progress.stalled_for()
        failure = self._progress.failure
        healthy = failure is None and stalled < self._progress.stall_timeout
        return _json(
            {
                "healthy": healthy,
                "stalled_seconds": round(stalled, 1),
                "failure": None if failure is None else type(failure).__name__,
            },
            200 if healthy else 503,
        )

    async def _readyz(self, _: web.Request) -> web.Response:
        ready = self._progress.ready()
        return _json({"ready": ready}, 200 if ready else 503)

    async def _metrics_page(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.render(), headers={"Content-Type": CONTENT_TYPE})

    async def _policy_page(self, _: web.Request) -> web.Response:
        policy = self.policy
        return _json(
            {
                "id": policy.id,
                "version": policy.version,
                "digest": policy.digest,
                "title": policy.title,
                "rules": [
                    {"id": rule.id, "version": rule.version, "category": rule.category, "mode": rule.mode}
                    for rule in policy.rules
                ],
            },
            200,
        )


def _json(value: dict[str, Any], status: int) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")
