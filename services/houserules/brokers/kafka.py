"""Apache Kafka on loopback without a Docker engine: one node in KRaft mode, for the stream and fault tests."""

import base64
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from houserules.brokers import jars
from houserules.brokers.base import BrokerError, BrokerUnavailable, Lifecycle
from houserules.brokers.probe import HOST, cluster_id, free_port
from houserules.brokers.process import TAIL_LINES, GuardedProcess

HEAP: Final = "512m"
ATTEMPTS: Final = 3
FORMAT_DEADLINE: Final = 60.0
SASL_MECHANISMS: Final = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
LOGIN_MODULE: Final = "org.apache.kafka.common.security.plain.PlainLoginModule required"
SCRAM_MODULE: Final = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


@dataclass(frozen=True, slots=True)
class SaslUser:
    """The one user that a SASL listener lets in. Letters and digits only."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class _Ports:
    client: int
    controller: int
    sasl: int


class KafkaBroker(Lifecycle):
    """A single Apache Kafka node with its data in a temporary directory that `stop` removes.

    `kill` and `restart` keep data and ports, so a client meets the same broker again. All but what is given here is
    Kafka's default, the least session timeout of 6 s among it; consumer groups form at once.
    """

    name = f"Apache Kafka {jars.KAFKA_VERSION}"

    def __init__(
        self,
        *,
        auto_create_topics: bool = False,
        partitions: int = 4,
        properties: Mapping[str, str] | None = None,
        sasl_user: SaslUser | None = None,
        start_deadline: float = 60.0,
        stop_deadline: float = 15.0,
    ) -> None:
        """`partitions` is for topics created on sight; `properties` go to the server's configuration, last.

        With `sasl_user` a second listener, at `sasl_bootstrap`, lets in that user only, by any of SASL_MECHANISMS over
        plain TCP. Deadlines are seconds.
        """
        self._properties = {
            "auto.create.topics.enable": str(auto_create_topics).lower(),
            "num.partitions": str(partitions),
            **(properties or {}),
        }
        self._sasl_user = sasl_user
        self._start_deadline = start_deadline
        self._stop_deadline = stop_deadline
        self._process: GuardedProcess | None = None
        self._home: Path | None = None
        self._ports: _Ports | None = None
        self._identity = ""

    @staticmethod
    def unavailable_reason() -> str | None:
        """Why this machine cannot run it, None if it can (though a first run has yet to fetch the jars)."""
        try:
            jars.java()
        except BrokerUnavailable as error:
            return str(error)
        if jars.cached() is None and shutil.which("mvn") is None:
            return jars.missing()
        return None

    @property
    def bootstrap(self) -> str:
        """`host:port` of the listener without authentication. Raises BrokerError before the start."""
        return f"{HOST}:{self._known_ports().client}"

    @property
    def sasl_bootstrap(self) -> str:
        """`host:port` of the SASL_PLAINTEXT listener. Raises BrokerError before the start or without a `sasl_user`."""
        if self._sasl_user is None:
            raise BrokerError("this broker was made without a sasl_user")
        return f"{HOST}:{self._known_ports().sasl}"

    @property
    def pid(self) -> int:
        """Process id of the broker. Raises BrokerError when it does not run."""
        if self._process is None:
            raise BrokerError("Apache Kafka is not running")
        return self._process.pid

    def start(self) -> None:
        """Start it, or start it again after `kill`; return once it has joined its own cluster and answers.

        Raises BrokerUnavailable without Java or jars, BrokerError if it does not come up.
        """
        if self._process is not None:
            raise BrokerError("Apache Kafka has already been started")
        java, classes = jars.java(), jars.fetch()
        again = self._home is not None
        try:
            for attempt in range(1, ATTEMPTS + 1):
                if not again:
                    self._prepare(java, classes)
                if self._launch(java, classes, last=attempt == ATTEMPTS):
                    return
                if not again:
                    self.stop()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """SIGTERM, then SIGKILL, and remove its data."""
        if self._process is not None:
            self._process.stop(self._stop_deadline)
            self._process = None
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None
            self._ports = None

    def kill(self) -> None:
        """SIGKILL, as a crash. Data and ports stay for `start`."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def restart(self) -> None:
        """An orderly shutdown and a start with the same data and ports."""
        if self._process is not None:
            self._process.stop(self._stop_deadline)
            self._process = None
        self.start()

    def _known_ports(self) -> _Ports:
        if self._ports is None:
            raise BrokerError("Apache Kafka has not been started")
        return self._ports

    def _prepare(self, java: str, classes: Path) -> None:
        """A fresh directory, configuration and cluster id, and the storage formatted for them."""
        self._home = home = Path(tempfile.mkdtemp(prefix="houserules-kafka-"))
        self._ports = _Ports(free_port(), free_port(), free_port())
        self._identity = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        lines = [f"{name}={value}" for name, value in self._configuration(home, self._ports).items()]
        (home / "server.properties").write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = ["format", "-c", str(home / "server.properties"), f"--cluster-id={self._identity}"]
        if self._sasl_user is not None:
            user = f"[name={self._sasl_user.name},password={self._sasl_user.password}]"
            for mechanism in SASL_MECHANISMS[1:]:
                command += ["--add-scram", f"{mechanism}={user}"]
        done = subprocess.run(
            [*_virtual_machine(java, classes), "kafka.tools.StorageTool", *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=FORMAT_DEADLINE,
        )
        if done.returncode:
            words = "\n".join((done.stdout + done.stderr).splitlines()[-TAIL_LINES:])
            raise BrokerError(f"Apache Kafka could not format its storage:\n{words}")

    def _configuration(self, home: Path, ports: _Ports) -> dict[str, str]:
        listeners = {"PLAINTEXT": ports.client}
        if self._sasl_user is not None:
            listeners["SASL"] = ports.sasl
        advertised = [f"{name}://{HOST}:{port}" for name, port in listeners.items()]
        configuration = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{HOST}:{ports.controller}",
            "controller.listener.names": "CONTROLLER",
            "listeners": ",".join([*advertised, f"CONTROLLER://{HOST}:{ports.controller}"]),
            "advertised.listeners": ",".join(advertised),
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT",
            "inter.broker.listener.name": "PLAINTEXT",
            "log.dirs": str(home / "data"),
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "4",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
            # How long a crashed broker's registration bars its own return; the default is 9 s.
            "broker.session.timeout.ms": "3000",
            "broker.heartbeat.interval.ms": "500",
        }
        if (user := self._sasl_user) is not None:
            configuration["sasl.enabled.mechanisms"] = ",".join(SASL_MECHANISMS)
            configuration["listener.name.sasl.plain.sasl.jaas.config"] = (
                f'{LOGIN_MODULE} user_{user.name}="{user.password}";'
            )
            for mechanism in SASL_MECHANISMS[1:]:
                configuration[f"listener.name.sasl.{mechanism.lower()}.sasl.jaas.config"] = SCRAM_MODULE
        return {**configuration, **self._properties}

    def _launch(self, java: str, classes: Path, *, last: bool) -> bool:
        """Whether the broker came up; False, to try again, only if a port had been taken."""
        assert self._home is not None
        command = [*_virtual_machine(java, classes), "kafka.Kafka", str(self._home / "server.properties")]
        process = GuardedProcess(command, home=self._home, environment=os.environ)
        self._process = process
        if process.wait_until(self._answers, self._start_deadline):
            return True
        running, last_words = process.running, process.tail()
        self.kill()
        if running or last or "Address already in use" not in last_words:
            raise BrokerError(
                f"Apache Kafka did not answer on {self.bootstrap} within {self._start_deadline:.0f} s. "
                f"Its last words:\n{last_words}"
            )
        return False

    def _answers(self) -> bool:
        return cluster_id(self._known_ports().client) == self._identity


def _virtual_machine(java: str, classes: Path) -> list[str]:
    return [java, f"-Xmx{HEAP}", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{classes}/*"]
