"""A broker's process that cannot be orphaned: started under a guard, stopped with a deadline."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from houserules.brokers.base import BrokerError

GUARD = Path(__file__).with_name("guard.py")
KILL_DEADLINE = 10.0
READY_POLL = 0.02
TAIL_LINES = 15


class GuardedProcess:
    """One command under `guard.py`: it dies with this process, however this process dies, and `home` goes with it.

    It runs in a session of its own, so a Ctrl-C at the terminal reaches us and not the broker: who reads from it can
    finish first. What it prints goes to `broker.log` in `home`, which is also its working directory.
    """

    def __init__(self, command: Sequence[str], *, home: Path, environment: Mapping[str, str]) -> None:
        self._log = home / "broker.log"
        with self._log.open("ab") as log:
            self._guard = subprocess.Popen(
                [sys.executable, "-I", "-S", str(GUARD), "--remove", str(home), "--", *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=home,
                env=dict(environment),
                start_new_session=True,
            )
        assert self._guard.stdout is not None
        first = self._guard.stdout.readline()
        self._guard.stdout.close()
        if not first:
            self._reap(KILL_DEADLINE)
            raise BrokerError(f"cannot run {command[0]}:\n{self.tail()}")
        self.pid = int(first)

    @property
    def running(self) -> bool:
        """Whether the command lives."""
        return self._guard.poll() is None

    def wait_until(self, ready: Callable[[], bool], deadline: float) -> bool:
        """Poll `ready` until it holds (True) or the command has ended or `deadline` seconds are over (False)."""
        end = time.monotonic() + deadline
        while self.running and time.monotonic() < end:
            if ready():
                return self.running
            time.sleep(READY_POLL)
        return False

    def stop(self, deadline: float) -> None:
        """SIGTERM, and SIGKILL after `deadline` seconds."""
        self._order(b"t")
        try:
            self._guard.wait(deadline)
        except subprocess.TimeoutExpired:
            self.kill()
        else:
            self._reap(KILL_DEADLINE)

    def kill(self) -> None:
        """SIGKILL, as a crash; returns when the process is gone."""
        self._order(b"k")
        self._reap(KILL_DEADLINE)

    def tail(self) -> str:
        """The last lines that the command printed."""
        try:
            lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return "(no output)"
        return "\n".join(lines[-TAIL_LINES:]) or "(no output)"

    def _order(self, order: bytes) -> None:
        if not self.running:
            return
        assert self._guard.stdin is not None
        with suppress(BrokenPipeError):
            self._guard.stdin.write(order)
            self._guard.stdin.flush()

    def _reap(self, deadline: float) -> None:
        assert self._guard.stdin is not None
        try:
            self._guard.wait(deadline)
        finally:
            with suppress(BrokenPipeError):
                self._guard.stdin.close()
