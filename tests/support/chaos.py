"""A trial: posts stream in, workers and the broker are killed meanwhile, and in the end every answer has to be right.

    report = await run_trial(Trial(posts=40_000, kills=4, broker_restarts=1), broker, prefix, directory)
    assert report.exact, report.text()

Everything random comes from the trial's seed; what the machine does with it, when exactly a kill hits, does not.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from signal import SIGTERM
from statistics import median
from subprocess import TimeoutExpired
from time import monotonic, time

from houserules.brokers.base import Broker
from houserules.brokers.kafka import KafkaBroker
from houserules.judging.policy import load_policy
from houserules.screening.model import ScreeningPolicy
from houserules.stream.settings import Settings
from support.checker import Checker
from support.exactness import Mismatch, Outputs, shown, write_windows_policy
from support.kafka import make_topics, settings_for
from support.pipes import LogReader, OutputReader, Producer, committed_offsets, wait_committed
from support.torrent import Torrent
from support.worker import WorkerProcess

SLICE = 0.1
"""Seconds between two slices of posts."""

PATIENCE = 20.0
"""Longest wait (s) for workers to get going again before they are disturbed anew."""

NO_BROKER = 3
"""Exit code of a worker that found no broker, among other things."""

LAST_SLICE = 5_000
"""Posts produced at once when the trouble is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What to do. `storm_seconds`: for so long one more worker joins and leaves, by turns killed and asked to.

    Posts are spread over the trouble, of which one kill or restart is taken to last `pace` seconds. `away` is how long (s)
    a crashed broker stays away before it is started, which takes some seconds more. `deadline` (s) is for everything to
    be answered once the trouble is over. `session` (s) is for how long the broker waits for a killed worker.
    """

    posts: int
    seed: int = 1
    kills: int = 0
    broker_restarts: int = 0
    storm_seconds: float = 0.0
    partitions: int = 12
    workers: int = 2
    max_batch: int = 100
    pace: float = 10.0
    away: float = 5.0
    deadline: float = 120.0
    session: int = 6

    @property
    def lasts(self) -> float:
        """About how many seconds of trouble there will be."""
        return (self.kills + self.broker_restarts) * self.pace + self.storm_seconds


@dataclass(slots=True)
class Report:
    """How a trial went."""

    trial: Trial
    wrong: list[Mismatch] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    """Workers that ended by themselves, or not as they were asked to, with their last words."""
    done: Counter[str] = field(default_factory=Counter)
    """What was done to the workers and the broker."""
    records: int = 0
    retries: int = 0
    duplicates: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    recoveries: dict[str, list[float]] = field(default_factory=dict)
    """By what was done: the longest time (s) that any partition then went without a verdict."""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether nothing was wrong and no worker ended."""
        return not self.wrong and not self.ended

    def text(self) -> str:
        """All figures, a line each."""
        lines = {
            "records on posts": f"{self.records}, {self.retries} of them retries",
            "disturbances": _counts(self.done),
            "outputs that came again": _counts(self.duplicates),
            "decisions compared": _counts(self.compared),
            "seconds": ", ".join(f"{name} {value:.1f}" for name, value in self.seconds.items()),
            "seconds to recover": "; ".join(
                f"{what}: median {median(values):.1f}, longest {max(values):.1f}"
                for what, values in self.recoveries.items()
            ),
            "workers that ended": "\n".join(self.ended) or "none",
            "mismatches": shown(self.wrong),
        }
        return "\n".join([repr(self.trial), *(f"{name:24} {value}" for name, value in lines.items())])


async def run_trial(trial: Trial, broker: Broker, prefix: str, directory: Path) -> Report:
    """Run a trial on a running broker, with topics under `prefix` and the policy written to `directory`.

    Only a KafkaBroker can be restarted. Raises AssertionError if not everything is answered in time.
    """
    policy = write_windows_policy(directory)
    settings = settings_for(broker.bootstrap, prefix, partitions=trial.partitions, group=f"{prefix}group")
    await make_topics(settings)
    report, outputs = Report(trial), Outputs()
    # Recent, since brokers delete by the time of records, and never ahead, since they refuse what is from the future.
    plan = Torrent(seed=trial.seed, posts=trial.posts, start=0, partitions=trial.partitions)
    plan = replace(plan, start=int(time() * 1000) - plan.span)
    began = monotonic()
    with ExitStack() as stack:
        fleet = _Fleet(broker.bootstrap, prefix, policy, trial, report, stack)
        async with OutputReader(settings, outputs) as reader, Producer(settings) as producer:
            trouble = _Trouble(trial, report, fleet, broker, reader)
            feed = _Feed(plan, producer, trouble)
            for _ in range(trial.workers):
                fleet.add()
            feeding = asyncio.create_task(feed.run())
            try:
                await trouble.run(feeding)
                over = monotonic()
                await feeding
                report.seconds["trouble"] = over - began
                await _until(
                    lambda: reader.answered >= feed.due, f"{feed.due} posts answered", trial.deadline, fleet.check
                )
                await wait_committed(settings, producer.ends, fleet.check, trial.deadline)
            except BaseException:
                feeding.cancel()
                print(report.text())
                print(await _unanswered(settings, outputs, producer.ends))
                raise
            report.seconds["catching up"] = monotonic() - over
            await asyncio.to_thread(fleet.stop)
            await reader.to_the_end()
            report.recoveries = trouble.recoveries()
    checker = Checker(load_policy(policy).screening)
    async with LogReader(settings) as log:
        async for chunk in log.records():
            report.records += len(chunk)
            checker.feed(chunk)
    report.retries, report.duplicates = checker.retries, outputs.duplicates
    report.wrong, report.compared = outputs.compare(checker)
    if lost := feed.names - checker.answers.keys():
        report.wrong.append(Mismatch("sent, and not on posts", len(lost), None, None))
    report.seconds["in all"] = monotonic() - began
    return report


class _Fleet:
    """Worker processes, by number."""

    def __init__(
        self, bootstrap: str, prefix: str, policy: Path, trial: Trial, report: Report, stack: ExitStack
    ) -> None:
        self._start = lambda: WorkerProcess(
            bootstrap,
            prefix,
            policy=policy,
            max_batch=trial.max_batch,
            partitions=trial.partitions,
            session_timeout=trial.session,
            port=0,
        )
        self._report = report
        self._stack = stack
        self._logged: dict[int, int] = {}
        self.workers: list[WorkerProcess] = []
        self.up: set[int] = set()

    def add(self) -> int:
        """Start one more worker; its number."""
        number = len(self.workers)
        self.workers.append(self._stack.enter_context(self._start()))
        self._logged[number] = 0
        self.up.add(number)
        return number

    def start(self, number: int) -> None:
        """Start a worker again."""
        self._logged[number] = len(self.workers[number].log())
        self.workers[number].start()
        self.up.add(number)

    def kill(self, number: int) -> None:
        """SIGKILL."""
        self.check()
        self.up.discard(number)
        self.workers[number].kill()

    def terminate(self, number: int) -> None:
        """SIGTERM; a worker that does not end well is noted."""
        self.check()
        self.up.discard(number)
        try:
            code = self.workers[number].terminate()
        except TimeoutExpired:
            self._note(number, "did not stop when it was asked to")
            self.workers[number].kill()
        else:
            # One that is still being loaded has taken nothing up that it could finish, and ends by the signal itself.
            begun = '"worker starting"' in self.workers[number].log()[self._logged[number] :]
            if code and (begun or code != -SIGTERM):
                self._note(number, f"stopped with {code} when it was asked to")

    def check(self) -> None:
        """Note workers that have ended by themselves, and start them again as their supervisor would."""
        for number in sorted(self.up):
            code = self.workers[number].process.poll()
            if code is None:
                continue
            # A worker that finds no broker while it starts, or loses it then, says so and ends. Only then may it.
            log = self.workers[number].log()[self._logged[number] :]
            if code != NO_BROKER or '"worker ready"' in log:
                self._note(number, f"ended by itself with {code}")
            else:
                self._report.done["start without a broker"] += 1
            self.start(number)

    def stop(self) -> None:
        """Ask all to stop."""
        for number in sorted(self.up):
            self.terminate(number)

    def _note(self, number: int, what: str) -> None:
        self._report.ended.append(f"worker {number} {what}:\n{self.workers[number].log()[-3000:]}")


class _Trouble:
    """What is done to workers and broker, and when."""

    def __init__(self, trial: Trial, report: Report, fleet: _Fleet, broker: Broker, reader: OutputReader) -> None:
        self._trial, self._report, self._fleet, self._broker, self._reader = trial, report, fleet, broker, reader
        self._rng = Random(trial.seed)
        self._events: list[tuple[float, str]] = []
        self._behind, self._since, self._length = 0.0, monotonic(), 1.0

    async def run(self, feeding: "asyncio.Task[None]") -> None:
        """Make all of it; ends early if `feeding` fails."""
        trial, rng = self._trial, self._rng
        steps = [self._kill] * trial.kills
        for number in range(trial.broker_restarts):
            crash = number % 2 == 0
            place = (number + 1) * len(steps) // (trial.broker_restarts + 1)
            steps.insert(place, self._crash_broker if crash else self._restart_broker)
        await self._going_again()
        for number, step in enumerate(steps):
            self._begin(number * trial.pace, trial.pace)
            # Some trouble comes on top of trouble: in the middle of joining, of restoring, of a broker's return.
            if rng.random() < 0.75:
                await self._going_again()
            await asyncio.sleep(rng.uniform(0.0, 2.0))
            await step()
            if feeding.done():
                await feeding
        if trial.storm_seconds:
            self._begin(len(steps) * trial.pace, trial.storm_seconds)
            await self._storm()
        self._begin(trial.lasts, 1.0)

    def progress(self) -> float:
        """How much of the trouble is over, 0..1."""
        if not self._trial.lasts:
            return 1.0
        return min(1.0, (self._behind + min(monotonic() - self._since, self._length)) / self._trial.lasts)

    def recoveries(self) -> dict[str, list[float]]:
        """By what was done: the longest silence of any partition that it caused."""
        found: dict[str, list[float]] = {}
        for (at, what), (following, _) in zip(self._events, [*self._events[1:], (monotonic(), "")], strict=True):
            longest = 0.0
            for times in self._reader.arrivals.values():
                for one, other in pairwise(times):
                    if other > at and one < following:
                        longest = max(longest, other - max(one, at))
            found.setdefault(what, []).append(longest)
        return found

    def _begin(self, behind: float, length: float) -> None:
        self._behind, self._since, self._length = behind, monotonic(), length

    def _note(self, what: str) -> None:
        self._report.done[what] += 1
        self._events.append((monotonic(), what))

    async def _going_again(self) -> None:
        """Wait until every partition is being worked on again, but not for ever."""
        since = limit = monotonic()
        limit += PATIENCE
        while monotonic() < limit and not self._reader.all_since(since):
            self._fleet.check()
            await asyncio.sleep(0.02)

    async def _kill(self) -> None:
        numbers = sorted(self._fleet.up)
        victims = numbers if self._rng.random() < 0.15 else [self._rng.choice(numbers)]
        for number in victims:
            self._fleet.kill(number)
            self._note("kill -9")
        await asyncio.sleep(self._rng.choice((0.0, 0.0, self._rng.uniform(0.0, 3.0))))
        for number in victims:
            self._fleet.start(number)

    async def _crash_broker(self) -> None:
        assert isinstance(self._broker, KafkaBroker)
        self._note("broker kill -9")
        await asyncio.to_thread(self._broker.kill)
        await asyncio.sleep(self._trial.away)
        await asyncio.to_thread(self._broker.start)

    async def _restart_broker(self) -> None:
        assert isinstance(self._broker, KafkaBroker)
        self._note("broker restart")
        await asyncio.to_thread(self._broker.restart)

    async def _storm(self) -> None:
        """One more worker comes and goes, at times before it has been given anything."""
        rng, fleet = self._rng, self._fleet
        limit = monotonic() + self._trial.storm_seconds
        number = fleet.add()
        while True:
            self._note("join")
            await asyncio.sleep(min(rng.uniform(1.0, 8.0), max(0.0, limit - monotonic())))
            if rng.random() < 0.5:
                fleet.kill(number)
                self._note("leave by kill -9")
            else:
                await asyncio.to_thread(fleet.terminate, number)
                self._note("leave")
            await asyncio.sleep(rng.uniform(0.0, 2.0))
            if monotonic() >= limit:
                return
            fleet.start(number)


class _Feed:
    """Produces a torrent as the trouble goes on. `names` and `due` are what has to be answered of what was sent."""

    def __init__(self, torrent: Torrent, producer: Producer, trouble: _Trouble) -> None:
        self._torrent, self._producer, self._trouble = torrent, producer, trouble
        self.names: set[tuple[str, int]] = set()
        self._broken = 0

    @property
    def due(self) -> int:
        """Answers that are due: a verdict for every revision, a dead letter for every broken record."""
        return len(self.names) + self._broken

    async def run(self) -> None:
        """Send everything."""
        source, sent, total = iter(self._torrent), 0, self._torrent.posts
        while sent < total:
            progress = self._trouble.progress()
            count = min(int(total * progress) - sent, LAST_SLICE)
            if count > 0:
                records = list(islice(source, count))
                sent += count
                for record in records:
                    if record.name is None:
                        self._broken += 1
                    else:
                        self.names.add(record.name)
                await self._producer.send(records)
            if progress < 1.0:
                await asyncio.sleep(SLICE)


async def _unanswered(settings: Settings, outputs: Outputs, ends: dict[int, int]) -> str:
    """Where on `posts` the records stand that have no answer, and how far the group has committed."""
    committed = await committed_offsets(settings, ends)
    lines = []
    checker = Checker(ScreeningPolicy())
    missing: dict[int, list[int]] = {}
    async with LogReader(settings) as log:
        async for chunk in log.records():
            for record in chunk:
                checker.feed([record])
                place, name = (record.partition, record.offset), checker.last
                if place not in outputs.dead if name is None else name not in outputs.said:
                    missing.setdefault(record.partition, []).append(record.offset)
    for number, end in sorted(ends.items()):
        offsets = missing.get(number, [])
        where = f"{len(offsets)} unanswered from {offsets[0]} to {offsets[-1]}" if offsets else "all answered"
        lines.append(f"  partition {number}: {where}, committed {committed.get(number)} of {end}")
    return "\n".join(["unanswered:", *lines])


async def _until(check: Callable[[], bool], what: str, deadline: float, meanwhile: Callable[[], None]) -> None:
    limit = monotonic() + deadline
    while not check():
        meanwhile()
        if monotonic() > limit:
            raise AssertionError(f"after {deadline:g} s still not: {what}")
        await asyncio.sleep(0.05)


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in sorted(counts.items())) or "none"
