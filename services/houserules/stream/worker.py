"""One worker process: start, run until told to stop or until something is fatally wrong, stop."""

import asyncio
import gc
import os
import signal
import sys
from tempfile import TemporaryDirectory
from time import time
from typing import Any, Final

import faust
import structlog
import uvloop
from aiokafka.errors import KafkaError
from faust.types import TP

from houserules.campaigns.registry import Registry
from houserules.contracts.vocabulary import OUTCOMES
from houserules.evidence.keyring import parse_keyring
from houserules.evidence.sealing import Sealer
from houserules.judging.policy import Policy, load_policy, resolve_policy
from houserules.judging.strikes import strikes_span
from houserules.screening.screen import RETRY_HORIZON, history_span
from houserules.stages import InForce, Screener
from houserules.stream.agents import Stages, add_agents
from houserules.stream.app import (
    CAMPAIGN_SOURCE,
    STRIKES_CHANGELOG,
    WINDOWS_CHANGELOG,
    add_tables,
    build_app,
    needed_topics,
    source_topic,
)
from houserules.stream.campaigns import CampaignSearch
from houserules.stream.client import BrokerError, explain
from houserules.stream.feed import CampaignFeed, Feed
from houserules.stream.flow import Acknowledger, Flow
from houserules.stream.health import HealthServer, Progress
from houserules.stream.limits import DeadLetterLimit, DeadLetterLimitError
from houserules.stream.logs import configure_logging
from houserules.stream.metrics import Metrics
from houserules.stream.observe import observe_finished
from houserules.stream.outputs import TopicNames
from houserules.stream.reload import PolicyWatch
from houserules.stream.reviews import run_reviews
from houserules.stream.settings import DEVELOPMENT_EVIDENCE_KEYS, DEVELOPMENT_KEY, Settings
from houserules.stream.topics import create_topics, verify_topics
from houserules.stream.transport import group_failure, high_watermark
from houserules.stream.voids import VoidFeed
from houserules.stream.writer import Writer
from houserules.version import __version__
from houserules.windows.hashing import Hasher

log: Final = structlog.get_logger(__name__)

STOP_DEADLINE: Final = 8.0
"""Seconds that a worker with a fatal error may take to close its connections before the process is ended anyway."""

SEALING: Final = ("all", "redact")
"""The stages whose workers seal originals, and so need the key: those that see original text and may part with it."""

WATCH_INTERVAL: Final = 0.25
"""Seconds between looks at the group's health."""


class WorkerError(RuntimeError):
    """The worker cannot go on. The message says what to change."""


def run_worker(settings: Settings) -> int:
    """Run a worker until SIGTERM or SIGINT; 0 after a clean stop, 3 after a fatal error, which has then been logged.

    Raises PolicyError for a bad policy, before anything connects.
    """
    policy = load_policy(resolve_policy(settings.policy))
    configure_logging(settings)
    if settings.stage == "review":
        # It holds no windows and opens no evidence, so it needs neither key.
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(run_reviews(settings, policy))
    if settings.window_key == DEVELOPMENT_KEY:
        log.warning("window state is keyed with the development key; set HOUSERULES_WINDOW_KEY in production")
    if settings.stage in SEALING and settings.evidence_keys == DEVELOPMENT_EVIDENCE_KEYS:
        log.warning("evidence is sealed with the development key; set HOUSERULES_EVIDENCE_KEYS in production")
    # A batch makes tens of thousands of objects that die young and together, and the policy lives for ever: collecting as
    # often as Python does by default costs a sixth of the time and finds nothing.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)
    worker = Worker(settings, policy)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        code = runner.run(worker.run())
    if worker.stuck:
        # The client's threads hang on a broker that is gone. Everything that can be saved has been: acknowledgements
        # are only ever made for what the broker has.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


class Worker:
    """A worker's parts, and the order in which they start and stop."""

    def __init__(self, settings: Settings, policy: Policy) -> None:
        self.settings: Final = settings
        self.policy = policy.keyed(settings.window_key.encode())
        self.metrics: Final = Metrics()
        self._policy_watch: Final = PolicyWatch(
            resolve_policy(settings.policy), settings.policy_poll, lambda: self.policy, self._swap, self.metrics
        )
        self.stuck = False
        self._has_been_ready = False
        self._stop_requested: Final = asyncio.Event()
        self._failure: BaseException | None = None
        self._draining: Final = asyncio.Event()
        self._done: dict[TP, tuple[int, int]] = {}

    async def run(self) -> int:
        """Run to the end; the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop_requested.set)
        # From the start, for by default this signal ends a process.
        loop.add_signal_handler(signal.SIGHUP, self._policy_watch.ask)
        try:
            await self._check_topics()
        except BrokerError as error:
            self._log_fatal(error)
            return 3
        with TemporaryDirectory(prefix="houserules-") as datadir:
            return await self._serve(self._assemble(datadir))

    async def _serve(self, app: faust.App) -> int:
        health = HealthServer(self.settings.host, self.settings.port, self._progress, self.metrics, self.policy)
        self._health = health
        try:
            await health.start()
        except OSError as error:
            self._log_fatal(
                WorkerError(f"cannot listen on {self.settings.host}:{self.settings.port}: {error}; set --port")
            )
            return 3
        log.info(
            "worker starting", stage=self.settings.stage, policy=self.policy.id, port=health.port, version=__version__
        )
        try:
            await self._run_app(app)
        finally:
            await self._stop_app(app)
            await health.stop()
        if self._failure is not None:
            self._log_fatal(self._failure)
            return 3
        log.info("worker stopped")
        return 0

    def fail(self, error: BaseException) -> None:
        """Stop the worker because of `error`; the first one counts."""
        if self._failure is None:
            self._failure = error
            self._progress.failure = error
        self._draining.set()
        self._stop_requested.set()

    async def _check_topics(self) -> None:
        settings = self.settings
        needed = needed_topics(settings.stage)
        if settings.create_topics:
            await create_topics(settings, needed)
        spans = {WINDOWS_CHANGELOG: history_span(self.policy.screening), STRIKES_CHANGELOG: strikes_span(self.policy)}
        problems = await verify_topics(settings, needed, spans)
        if problems:
            raise BrokerError("; ".join(problems))

    def _assemble(self, datadir: str) -> faust.App:
        settings, metrics = self.settings, self.metrics
        app = build_app(settings, datadir)
        tables = add_tables(app, settings, self.policy, metrics)
        self._windows = tables.windows
        self._tables = [table for table in tables if table is not None]
        self._writer = Writer(settings, self.fail)
        self._acknowledger = Acknowledger(settings.in_flight, metrics, self._finished)
        self._progress = Progress(settings.stall_timeout, lambda: _ready(app), lambda: self._waiting(app) > 0)
        self._app = app
        hasher = Hasher(settings.window_key.encode())
        registry = Registry()
        topics = TopicNames.of(settings)
        sealer = Sealer(parse_keyring(settings.evidence_keys)) if settings.stage in SEALING else None
        self._registry = registry
        self._hasher = hasher
        self._search = None
        self._feeds: list[Feed] = []
        voids = None if tables.strikes is None else VoidFeed(settings, hasher, metrics)
        if voids is not None:
            self._feeds.append(voids)
        if tables.windows is not None and self.policy.screening.campaigns is not None:
            self._feeds.append(CampaignFeed(settings, registry, metrics))
            self._search = CampaignSearch(settings, self.policy, registry, metrics, self._writer, topics, sealer)
        stages = Stages(
            app=app,
            settings=settings,
            force=self._in_force(self.policy),
            hasher=hasher,
            sealer=sealer,
            search=self._search,
            metrics=metrics,
            writer=self._writer,
            acknowledger=self._acknowledger,
            limit=DeadLetterLimit(settings.dead_letter_run, settings.dead_letter_ratio),
            topics=topics,
            windows=tables.windows,
            signposts=tables.signposts,
            strikes=tables.strikes,
            orders=tables.orders,
            voids=voids,
            fail=self.fail,
            draining=self._draining,
        )
        self._stages = stages
        add_agents(stages, source_topic(app, settings), source_topic(app, settings, CAMPAIGN_SOURCE))
        app.on_partitions_revoked.connect(self._on_revoked)
        self._tell_policy()
        metrics.info(
            "houserules_worker",
            {"version": __version__, "stage": settings.stage, "transport": settings.transport},
        )
        for outcome in OUTCOMES:
            metrics.count("houserules_verdicts_total", 0, outcome)
        return app

    async def _run_app(self, app: faust.App) -> None:
        try:
            await self._writer.start()
            for feed in self._feeds:
                await feed.start()
        except Exception as error:  # noqa: BLE001  any failure to connect ends the worker with its explanation
            self.fail(error)
            return
        app.finalize()
        starting = asyncio.ensure_future(app.start())
        watching = asyncio.ensure_future(self._watch(app))
        following = [asyncio.ensure_future(self._follow(feed)) for feed in self._feeds]
        reloading = asyncio.ensure_future(self._policy_watch.run())
        stopping = asyncio.ensure_future(self._stop_requested.wait())
        try:
            await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done() and (failure := starting.exception()) is not None:
                self.fail(failure)
            await stopping
        finally:
            tasks = (starting, watching, *following, reloading, stopping)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, app: faust.App) -> None:
        """Notice what stock Faust would only log, and keep the gauges that no batch brings up to date."""
        while True:
            await asyncio.sleep(WATCH_INTERVAL)
            failure = group_failure(app)
            if failure is None and app.crashed:
                failure = app.crash_reason or WorkerError("a service of the worker crashed; see the log above")
            if failure is not None:
                self.fail(failure)
                return
            ready = _ready(app)
            self.metrics.gauge("houserules_ready", ready)
            if ready and not self._has_been_ready:
                self._has_been_ready = True
                log.info("worker ready")
            self._measure_lag(app)
            for table in self._tables:
                table.measure()
            self._forget_campaigns()

    async def _follow(self, feed: Feed) -> None:
        try:
            await feed.follow()
        except Exception as error:  # noqa: BLE001  whatever it was: a worker that no longer learns of campaigns must not go on
            self.fail(error)

    def _in_force(self, policy: Policy) -> InForce:
        return InForce(policy, Screener(policy.screening, self._hasher, self._registry))

    def _swap(self, policy: Policy) -> None:
        """Put `policy` in force for all batches that are delivered from now on. No batch sees two policies."""
        keyed = policy.keyed(self.settings.window_key.encode())
        self._stages.force = self._in_force(keyed)
        self.policy = keyed
        if self._search is not None:
            self._search.policy = self.policy
        self._health.policy = self.policy
        self._tell_policy()

    def _tell_policy(self) -> None:
        policy = self.policy
        self.metrics.info("houserules_policy", {"id": policy.id, "version": policy.version, "digest": policy.digest})

    async def _stop_app(self, app: faust.App) -> None:
        self._draining.set()
        deadline = STOP_DEADLINE if self._failure else self.settings.drain_timeout + STOP_DEADLINE
        try:
            async with asyncio.timeout(deadline):
                if self._failure is None:
                    if not await self._acknowledger.drain(self.settings.drain_timeout):
                        log.warning("batches in flight were not acknowledged in time; they will be read again")
                    await self._writer.stop()
                await app.stop()
                for part in (*self._feeds, self._search):
                    if part is not None:
                        await part.stop()
        except TimeoutError:
            self.stuck = True
        except Exception as error:  # noqa: BLE001  stopping: what failed is logged and the exit code tells the rest
            self.stuck = True
            log.warning("the worker did not stop cleanly", error=type(error).__name__)

    async def _on_revoked(self, app: Any, revoked: Any, **_: Any) -> None:
        self.metrics.count("houserules_rebalances_total")
        # Half the session: the broker waits no longer for this member, and batches that are not done are read again.
        if await self._acknowledger.drain(min(self.settings.drain_timeout, self.settings.session_timeout / 2)):
            await app.consumer.commit()
        if self._search is not None:
            kept = {tp.partition for tp in app.consumer.assignment() if tp not in revoked}
            self._search.forget(kept)
        self._stages.forget_brakes({tp.partition for tp in revoked})
        for tp in [tp for tp in self._done if tp in revoked]:
            del self._done[tp]
            for name in ("houserules_lag_records", "houserules_lag_seconds"):
                self.metrics.forget(name, tp.topic, str(tp.partition))

    def _forget_campaigns(self) -> None:
        """Let go of campaigns that have ended for every partition of this worker, its latest retries included."""
        if self._windows is None or not self._windows.owned:
            return
        watermark = min(window.history.watermark for window in self._windows.owned.values())
        self._registry.expire(watermark - self.policy.screening.grace - RETRY_HORIZON)

    def _finished(self, flow: Flow) -> None:
        self._progress.finished()
        self._done[flow.tp] = (flow.last + 1, flow.work.records[-1].timestamp)
        observe_finished(self.metrics, flow)

    def _waiting(self, app: faust.App) -> int:
        return sum((high_watermark(app, tp) or 0) - done for tp, (done, _) in self._done.items()) if _ready(app) else 0

    def _measure_lag(self, app: faust.App) -> None:
        now = time()
        for tp, (done, stamp) in self._done.items():
            end = high_watermark(app, tp)
            if end is None:
                continue
            lag = max(0, end - done)
            self.metrics.gauge("houserules_lag_records", lag, tp.topic, str(tp.partition))
            self.metrics.gauge("houserules_lag_seconds", now - stamp / 1000 if lag else 0, tp.topic, str(tp.partition))

    def _log_fatal(self, error: BaseException) -> None:
        expected = isinstance(error, BrokerError | WorkerError | DeadLetterLimitError)
        reason = str(error) if expected else explain(error, self.settings)
        # An error that the broker's client names needs no traceback; one that nobody foresaw does.
        trace = None if expected or isinstance(error, KafkaError | OSError) else error
        log.error("worker stopped by a fatal error", error=type(error).__name__, reason=reason, exc_info=trace)


def _ready(app: faust.App) -> bool:
    """Whether the worker has joined its group and restored its state. One without partitions is ready too."""
    return bool(app.rebalancing_count and not app.rebalancing and not app.in_recovery)
