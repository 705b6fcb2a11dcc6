"""Runs one command and never lets it outlive the process that asked for it.

A script of its own, run as `python -I -S guard.py [--remove DIR] -- COMMAND...` by `houserules.brokers.process`. It
stands between the two because no simpler means covers every death: `atexit` misses SIGKILL, and Linux's parent-death
signal, set by the asking process, fires when the *thread* that started the child ends and needs code between fork and
exec, which is unsafe under threads. Here it is set in a process that has one thread at that time.

Standard input carries orders, one byte each (`t`: SIGTERM, `k`: SIGKILL), and the sign of life: when it closes, or the
parent changes, the command is killed and DIR removed. Standard output carries the command's process id on one line;
standard error takes what the command prints. The exit status is the command's (128 + signal if a signal ended it).
"""

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1
POLL = 1.0
"""Seconds between looks at the parent's id: a forked sibling may hold the pipe open after the parent's death."""


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    parent = os.getppid()
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1 :]
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=2,
        preexec_fn=_before_exec,  # noqa: PLW1509 - there is one thread yet
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    with contextlib.suppress(BrokenPipeError):
        os.write(1, f"{child.pid}\n".encode())
    orphaned = threading.Event()
    threading.Thread(target=_obey, args=(child, parent, orphaned), daemon=True).start()
    status = child.wait()
    if orphaned.is_set() and options:
        shutil.rmtree(options[1], ignore_errors=True)
    return status if status >= 0 else 128 - status


def _before_exec() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _obey(child: "subprocess.Popen[bytes]", parent: int, orphaned: threading.Event) -> None:
    while True:
        ready, _, _ = select.select([0], [], [], POLL)
        order = os.read(0, 1) if ready else None
        if order == b"t":
            child.terminate()
        elif order == b"k":
            child.kill()
        elif order == b"" or os.getppid() != parent:
            orphaned.set()
            child.kill()
            return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
