"""A policy that changes while the worker runs: compiled aside, tried on its own tests, swapped between two batches.

Whatever is wrong with the new one, the old one stays in force, the log says what to mend at which line, and a metric
counts it. What is judged meanwhile is judged by the old one, whole batches at a time.
"""

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

import structlog

from houserules.judging.budgets import limits_of
from houserules.judging.policy import Policy, PolicyError, load_policy
from houserules.judging.policy.trial import run_policy_tests
from houserules.judging.strikes import strikes_span
from houserules.screening.model import ScreeningPolicy
from houserules.screening.screen import history_span
from houserules.stages import LEAST_ROWS
from houserules.stream.metrics import Metrics

log: Final = structlog.get_logger(__name__)

Result = Literal["applied", "unchanged", "invalid", "failed-tests", "refused", "error"]

SETTLE: Final = 0.5
"""Seconds for which the files must not change before they are read: an editor or a `git pull` writes them one by one."""

MOST_LINES: Final = 20
"""Mistakes that are logged of one policy; the first ones cause most of the others."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of a reload. `policy` is there if it is to be applied; `lines` say what is wrong, one mistake each."""

    result: Result
    policy: Policy | None = None
    lines: tuple[str, ...] = ()


def fingerprint(path: Path) -> bytes:
    """A hash of the content of all files of the policy directory `path`. A file that is not there any more counts as empty."""
    state = blake2b(digest_size=16)
    for file in sorted((*path.glob("*.y*ml"), *path.glob("*/*.y*ml"))):
        content = b""
        with suppress(OSError):
            content = file.read_bytes()
        name = file.relative_to(path).as_posix().encode()
        state.update(b"%d:%d:" % (len(name), len(content)) + name)
        state.update(content)
    return state.digest()


def attempt(path: Path, current: Policy) -> Attempt:
    """Read the policy at `path` anew, to take the place of `current`. Takes a second or more: not for the event loop."""
    try:
        policy = load_policy(path)
        if policy.digest == current.digest:
            return Attempt("unchanged")
        if failures := run_policy_tests(policy):
            # Without the texts: those of a policy's tests are what nobody wants to read in a log.
            told = [f"{item.file}:{item.line}: {item.rule_id} should {item.wanted} this post" for item in failures]
            return Attempt("failed-tests", None, tuple(told))
    except PolicyError as error:
        return Attempt("invalid", None, tuple(str(error).splitlines()))
    except Exception as error:  # noqa: BLE001  whatever a broken file sets off: the policy in force must stay in force
        return Attempt("error", None, (f"{type(error).__name__}: {error}",))
    if reason := refusal(current, policy):
        return Attempt("refused", None, (reason,))
    return Attempt("applied", policy)


def refusal(current: Policy, new: Policy) -> str | None:
    """Why a running worker cannot take up `new`; None if it can.

    State that is in memory was gathered by the policy that the worker started with. What screening compares and how far
    it remembers must stay; thresholds of floods, and the messages that people are meant to repeat, may change.
    """
    if _gathered(current.screening) != _gathered(new.screening):
        return "`screening` says otherwise what the windows hold; restart the workers to take this policy up"
    if history_span(new.screening) > history_span(current.screening):
        return "`screening` reaches further back than the windows that are held; restart the workers to take it up"
    if strikes_span(new) > strikes_span(current):
        return "`strikes` count for longer than they are held for; restart the workers to take this policy up"
    if limits_of(new).rows > max(LEAST_ROWS, limits_of(current).rows):
        return (
            "`brake` or a budget counts further than the worker remembers; restart the workers to take this policy up"
        )
    return None


def _gathered(policy: ScreeningPolicy) -> ScreeningPolicy:
    campaigns = None if policy.campaigns is None else replace(policy.campaigns, solidarity=())
    return replace(policy, campaigns=campaigns, floods=())


class PolicyWatch:
    """Looks after the files of the policy in force, and hands a new one to `swap`, which runs between two batches."""

    def __init__(
        self,
        path: Path,
        interval: float,
        current: Callable[[], Policy],
        swap: Callable[[Policy], None],
        metrics: Metrics,
    ) -> None:
        """`interval` (s) lies between two looks; 0 for none but when `ask` is called."""
        self._path: Final = path
        self._interval: Final = interval
        self._current: Final = current
        self._swap: Final = swap
        self._metrics: Final = metrics
        self._asked: Final = asyncio.Event()
        self._seen: bytes | None = None

    def ask(self) -> None:
        """Read the policy now, changed or not."""
        self._asked.set()

    async def run(self) -> None:
        """Watch until cancelled."""
        self._seen = await asyncio.to_thread(fingerprint, self._path)
        while True:
            asked = await self._wait()
            found = await self._settled()
            if asked or found != self._seen:
                self._seen = found
                await self._reload()

    async def _wait(self) -> bool:
        """Wait for the next look; whether somebody asked for it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._interval or None):
                await self._asked.wait()
        asked = self._asked.is_set()
        self._asked.clear()
        return asked

    async def _settled(self) -> bytes:
        """The fingerprint of the files once they have stopped changing."""
        found = await asyncio.to_thread(fingerprint, self._path)
        while found != self._seen:
            await asyncio.sleep(SETTLE)
            before, found = found, await asyncio.to_thread(fingerprint, self._path)
            if before == found:
                break
        return found

    async def _reload(self) -> None:
        current = self._current()
        made = await asyncio.to_thread(attempt, self._path, current)
        if made.policy is not None:
            try:
                self._swap(made.policy)
            except Exception as error:  # noqa: BLE001  as in `attempt`: whatever it is, moderation goes on as before
                made = Attempt("error", None, (f"{type(error).__name__}: {error}",))
        self._metrics.count("houserules_policy_reloads_total", 1, made.result)
        if made.policy is not None:
            # It lives as long as the worker may: out of the way of collections, as the one that was loaded at the start.
            gc.freeze()
            log.info("policy reloaded", policy=made.policy.id, version=made.policy.version, digest=made.policy.digest)
        elif made.result == "unchanged":
            log.info("policy read again: nothing in it has changed")
        else:
            log.error(
                "policy not reloaded; the one in force stays",
                result=made.result,
                policy=current.id,
                digest=current.digest,
                mistakes=len(made.lines),
            )
            for line in made.lines[:MOST_LINES]:
                log.error("policy mistake", where=line)
