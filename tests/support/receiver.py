"""A receiver of webhooks, as a platform's side of the connector is: it checks, does each delivery once, and misbehaves."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web

from houserules.connectors.webhook import DELIVERY, SIGNATURE, SignatureError, verify

SECRET = "a secret of the tests, long enough"
Answer = Callable[[web.Request], Any]


class Receiver:
    """A web server in the test's own loop. `script` holds answers to come, per delivery id or for all.

    An answer is a status, `hang up`, `hang` (never answers), or a status and headers. Without one it is 200.
    """

    def __init__(self) -> None:
        self.applied: Counter[str] = Counter()
        self.calls: list[dict[str, Any]] = []
        self.forged = 0
        self.script: deque[Any] = deque()
        self.by_verb: dict[str, deque[Any]] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        try:
            verify(SECRET.encode(), request.headers.get(SIGNATURE), body)
        except SignatureError:
            self.forged += 1
            return web.Response(status=401)
        delivery = orjson.loads(body)
        assert request.headers[DELIVERY] == delivery["delivery_id"] == delivery["action"]["action_id"]
        self.calls.append(delivery)
        queue = self.by_verb.get(delivery["verb"]) or self.script
        answer = queue.popleft() if queue else 200
        if answer == "do and hang up":
            # The worst of all: it is done, and nobody is told.
            self.applied[delivery["delivery_id"]] += delivery["delivery_id"] not in self.applied
            answer = "hang up"
        if answer == "hang up":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if answer == "hang":
            await asyncio.sleep(30)
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        if status == 200:
            if delivery["delivery_id"] in self.applied:
                return web.Response(status=409)
            self.applied[delivery["delivery_id"]] += 1
            return web.json_response({"ref": f"ref-{len(self.applied)}", "state": "hidden"})
        return web.Response(status=status, headers=headers, text="jo@example.org is not to be repeated")
