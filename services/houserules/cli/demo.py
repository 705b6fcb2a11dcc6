"""`houserules demo`: broker, worker and posts in one command, and what comes of it on the terminal."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import click
import msgspec

from houserules.brokers.embedded import EmbeddedBroker
from houserules.brokers.probe import free_port
from houserules.brokers.process import GuardedProcess
from houserules.cli.options import settings_options
from houserules.cli.streams import publish, publisher, reader
from houserules.cli.synthetic import iter_synthetic
from houserules.contracts.action import Action
from houserules.contracts.headers import parse_dead_letter_headers
from houserules.contracts.verdict import Verdict
from houserules.stream.settings import PREFIX, Settings, table
from houserules.stream.topics import create_topics

if TYPE_CHECKING:
    from houserules.cli.live import View

Records = Iterable[tuple[bytes, bytes]]

SESSION_TIMEOUT: Final = 2.0
"""Seconds. The embedded broker lets the first member of a group wait for half of it: most of the time to start."""

CAMPAIGNS: Final = 0.025
"""Share of posts from planted campaigns: with the default seed and rate, the first is found within two minutes."""

STOP_DEADLINE: Final = 5.0
WATCH_INTERVAL: Final = 0.2
POLL_MS: Final = 100

_VERDICT: Final = msgspec.json.Decoder(Verdict)
_ACTION: Final = msgspec.json.Decoder(Action)


class WorkerDied(click.ClickException):
    """The worker ended by itself. The message holds the last lines of its log."""

    exit_code = 3


@click.command(short_help="Watch it work: a broker, a worker and invented posts, in one terminal.")
@click.option(
    "--rate", type=click.FloatRange(min=0.1, max=1000), default=4.0, show_default=True, help="Posts a second."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same posts.")
@click.option(
    "--malformed", type=click.FloatRange(0, 0.2), default=0.02, show_default=True, help="Share of broken records."
)
@click.option("--posts", type=click.IntRange(min=1), help="Stop after this many posts.  [default: on Ctrl-C]")
@click.option("--seconds", type=click.FloatRange(min=1), help="Stop after this long.")
@click.option("--brief", is_flag=True, help="One line a verdict, without its reasons.")
@settings_options("policy", "partitions")
def demo(
    settings: Settings, rate: float, seed: int, malformed: float, posts: int | None, seconds: float | None, brief: bool
) -> None:
    """Watch it work: a broker, a worker and invented posts, in one terminal.

    Starts an embedded broker (in memory, not for production) and a real worker, publishes invented posts and shows the
    verdicts as they come, with their reasons and actions. Ctrl-C stops everything; nothing is left behind.
    """
    from houserules.cli.live import View
    from houserules.cli.render import stdout
    from houserules.judging.policy import load_policy, resolve_policy

    path = resolve_policy(settings.policy)
    with _Stop() as stop, EmbeddedBroker() as broker:
        port = free_port()
        own = _settings(settings, broker.bootstrap, path, port)
        with _worker(own) as process:
            notes = [
                f"metrics  http://127.0.0.1:{port}/metrics   policy  http://127.0.0.1:{port}/policy",
                f"broker   {broker.bootstrap} (embedded, in memory: for demonstrations, not for production)",
                "Ctrl-C stops",
            ]
            view = View(stdout(), notes, load_policy(path).clauses, brief=brief)
            records = iter_synthetic(
                seed, posts, malformed, start=datetime.now(UTC), step=1 / rate, campaigns=CAMPAIGNS
            )
            asyncio.run(_Demo(own, process, view, stop).run(records, rate, posts, seconds))
    stdout().print(view.summary())


def _settings(given: Settings, bootstrap: str, policy: Path, port: int) -> Settings:
    return Settings(
        broker=bootstrap,
        policy=str(policy.resolve()),
        partitions=given.partitions,
        create_topics=True,
        session_timeout=SESSION_TIMEOUT,
        heartbeat_interval=SESSION_TIMEOUT / 4,
        port=port,
        window_key=given.window_key,
        log_format="json",
    )


@contextmanager
def _worker(settings: Settings) -> Iterator[GuardedProcess]:
    """A worker with these settings as a process that cannot outlive this one, its log in a directory that goes too."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    for info in table():
        environment[info.env] = str(getattr(settings, info.name))
    home = Path(tempfile.mkdtemp(prefix="houserules-demo-"))
    process = None
    try:
        process = GuardedProcess([sys.executable, "-m", "houserules", "worker"], home=home, environment=environment)
        yield process
    finally:
        if process is not None:
            process.stop(STOP_DEADLINE)
        shutil.rmtree(home, ignore_errors=True)


class _Stop:
    """SIGINT and SIGTERM as a wish to stop, from the first process started to the last one gone.

    A second Ctrl-C while things are being taken down must not leave any of them behind.
    """

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Self:
        self._previous = {number: signal.signal(number, self._wish) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    async def wait(self) -> None:
        """Return once it is wished for."""
        self._loop = asyncio.get_running_loop()
        await self._event.wait()

    def _wish(self, *_: object) -> None:
        if self._loop is None or self._loop.is_closed():
            self._event.set()
        else:
            self._loop.call_soon_threadsafe(self._event.set)


class _Demo:
    """The three things that go on at once: posts go in, results come out, and the worker is kept an eye on."""

    def __init__(self, settings: Settings, process: GuardedProcess, view: "View", stop: _Stop) -> None:
        self._settings = settings
        self._process = process
        self._view = view
        self._stop = stop

    async def run(self, records: Records, rate: float, posts: int | None, seconds: float | None) -> None:
        """Until a signal, `posts` results or `seconds`. Raises WorkerDied, BrokerError."""
        with self._view as view:
            view.status("starting the worker; the first verdict comes when it has joined its group")
            await create_topics(self._settings)
            tasks = [
                asyncio.create_task(self._feed(records, rate)),
                asyncio.create_task(self._tail(posts)),
                asyncio.create_task(self._watch()),
                asyncio.create_task(asyncio.wait_for(self._stop.wait(), seconds)),
            ]
            ended, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
        for task in ended:
            with suppress(TimeoutError):
                task.result()

    async def _feed(self, records: Records, rate: float) -> None:
        topic = self._settings.topic("posts")
        async with publisher(self._settings, "posts") as producer:
            await publish(producer, topic, records, rate=rate)
        await self._stop.wait()

    async def _tail(self, posts: int | None) -> None:
        view = self._view
        async with reader(self._settings, "verdicts", "actions", "posts.dead-letter", from_start=True) as consumer:
            while posts is None or view.finished < posts or view.unsettled:
                for partition, found in (await consumer.getmany(timeout_ms=POLL_MS)).items():
                    for record in found:
                        self._show(partition.topic, record)
                view.settle()

    def _show(self, topic: str, record: Any) -> None:
        if topic == "verdicts":
            self._view.verdict(_VERDICT.decode(record.value))
        elif topic == "actions":
            self._view.action(_ACTION.decode(record.value))
        else:
            info = parse_dead_letter_headers(record.headers)
            self._view.dead_letter(record.partition, record.offset, info)

    async def _watch(self) -> None:
        while self._process.running:  # noqa: ASYNC110  a process of the guard can only be asked
            await asyncio.sleep(WATCH_INTERVAL)
        raise WorkerDied(f"the worker ended by itself; the last lines of its log:\n{self._process.tail()}")
