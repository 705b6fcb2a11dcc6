"""Worker processes in tests: real ones, started as a user starts them, and killed as machines kill them."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, ClassVar, Final, Self
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from support import brokers

BRIEF: Final = 6 if ":" in brokers.choice() else 3
"""Session timeout (s) of workers that are to be killed: for as long, the broker keeps what was theirs from everybody else.
The brokers that tests start take the shorter one."""


def free_port() -> int:
    """A TCP port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class WorkerProcess:
    """`houserules worker` as a child process; its log is kept for the failure message."""

    expected: ClassVar[set["WorkerProcess"]] = set()
    """Those that nobody has asked to stop, nor waits for."""

    def __init__(self, bootstrap: str, prefix: str, *, arguments: Sequence[str] = ("worker",), **settings: Any) -> None:
        """`settings` are fields of Settings; session times default to what every broker here accepts.

        `arguments` are those of another command that serves the same pages, such as a connector.
        """
        self._arguments = arguments
        self.port = free_port()
        values = {
            "broker": bootstrap,
            "topic_prefix": prefix,
            "group": f"{prefix}group",
            "port": self.port,
            # What Apache Kafka takes by default. The embedded broker lets a new group wait for half of it.
            "session_timeout": BRIEF if brokers.choice() == "embedded" else 6,
            "heartbeat_interval": 1,
            "commit_interval": 0.5,
            "log_format": "json",
            **settings,
        }
        self._environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HOUSERULES_")},
            **{f"HOUSERULES_{name.upper()}": str(value) for name, value in values.items()},
        }
        self._log = tempfile.NamedTemporaryFile(prefix="worker-", suffix=".log", delete=False)  # noqa: SIM115
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start the process; does not wait for it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "houserules", *self._arguments],
            env=self._environ,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.expected.add(self)
        return self

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        if kind is not None:
            print(f"--- log of worker {self.port}\n{self.log()[-6000:]}")
        os.unlink(self._log.name)

    @classmethod
    def check_expected(cls) -> None:
        """Fail if a worker has ended by itself: whoever waits for what it does would wait for nothing."""
        for worker in cls.expected:
            if (code := worker.process.poll()) is not None:
                raise AssertionError(f"worker {worker.port} has ended by itself with {code}")

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running process."""
        assert self._process is not None
        return self._process

    def log(self) -> str:
        """What the worker has written so far."""
        return Path(self._log.name).read_text(encoding="utf-8", errors="replace")

    def page(self, path: str) -> tuple[int, str]:
        """Status and body of one of the worker's pages; status 0 while it does not answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except (URLError, OSError):
            return 0, ""

    def metric(self, name: str) -> float:
        """The sum of a metric's samples (of all labels)."""
        lines = [line for line in self.page("/metrics")[1].splitlines() if line.startswith((name + " ", name + "{"))]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines)

    def wait_ready(self, deadline: float = 40.0) -> Self:
        """Wait until `/readyz` says yes."""
        self.wait_for(lambda: self.page("/readyz")[0] == 200, "ready", deadline)
        return self

    def wait_for(self, check: Any, what: str, deadline: float = 60.0) -> None:
        """Wait for a condition; fails at the deadline or when the worker ends."""
        limit = monotonic() + deadline
        while not check():
            if self.process.poll() is not None:
                raise AssertionError(f"the worker ended with {self.process.returncode} before it was {what}")
            if monotonic() > limit:
                raise AssertionError(f"the worker was not {what} after {deadline:g} s")
            sleep(0.05)

    def wait(self, deadline: float = 30.0) -> int:
        """Wait for the end; the exit code."""
        self.expected.discard(self)
        return self.process.wait(deadline)

    def terminate(self, deadline: float = 40.0) -> int:
        """SIGTERM and the exit code."""
        self.process.terminate()
        return self.wait(deadline)

    def kill(self) -> None:
        """SIGKILL, as the kernel does it when memory runs out."""
        self.expected.discard(self)
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
