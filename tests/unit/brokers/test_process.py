"""The guard: a command dies with its owner, takes orders, and its directory goes with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from houserules.brokers.base import BrokerError
from houserules.brokers.process import GuardedProcess
from support.brokers import alive

ENVIRONMENT = {"PATH": os.environ["PATH"]}
STUBBORN = "trap '' TERM; echo deaf; while :; do sleep 0.1; done"


def guarded(home: Path, script: str) -> GuardedProcess:
    return GuardedProcess(["sh", "-c", script], home=home, environment=ENVIRONMENT)


def eventually(check: Callable[[], bool], deadline: float = 10.0) -> bool:
    end = time.monotonic() + deadline
    while time.monotonic() < end and not check():
        time.sleep(0.01)
    return check()


def test_a_command_runs_until_it_is_stopped(tmp_path: Path) -> None:
    process = guarded(tmp_path, "exec sleep 60")
    assert process.running
    assert alive(process.pid)
    process.stop(5)
    assert not process.running
    assert not alive(process.pid)
    process.stop(5)


def test_one_that_ignores_the_polite_order_is_killed_at_the_deadline(tmp_path: Path) -> None:
    process = guarded(tmp_path, STUBBORN)
    assert process.wait_until(lambda: "deaf" in process.tail(), 5)
    begin = time.monotonic()
    process.stop(0.3)
    assert 0.3 <= time.monotonic() - begin < 5
    assert not alive(process.pid)


def test_waiting_ends_when_the_command_does(tmp_path: Path) -> None:
    process = guarded(tmp_path, "echo first; echo last >&2; exit 3")
    begin = time.monotonic()
    assert not process.wait_until(lambda: False, 30)
    assert time.monotonic() - begin < 10
    assert process.tail() == "first\nlast"
    process.kill()


def test_what_cannot_be_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match="cannot run /no/such/broker"):
        GuardedProcess(["/no/such/broker"], home=tmp_path, environment=ENVIRONMENT)


@pytest.mark.parametrize("forked", [False, True], ids=["alone", "with a fork that holds the pipe open"])
def test_command_and_directory_go_with_a_killed_owner(tmp_path: Path, forked: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    script = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from houserules.brokers.process import GuardedProcess\n"
        f"process = GuardedProcess(['sleep', '60'], home=Path({str(home)!r}), environment=dict(os.environ))\n"
        f"fork = os.fork() if {forked} else 1\n"
        "if fork: print(process.pid, fork, flush=True)\n"
        "time.sleep(60)\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid, fork = map(int, owner.stdout.readline().split())
    try:
        owner.kill()
        owner.wait()
        assert eventually(lambda: not alive(pid) and not home.exists())
    finally:
        owner.stdout.close()
        if forked:
            os.kill(fork, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
def test_the_command_dies_with_its_guard(tmp_path: Path) -> None:
    process = guarded(tmp_path, "exec sleep 60")
    stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
    os.kill(int(stat.rpartition(")")[2].split()[1]), signal.SIGKILL)
    assert eventually(lambda: not alive(process.pid))
    # The last thread of the guard may go a moment later.
    assert eventually(lambda: not process.running)
    process.stop(1)
