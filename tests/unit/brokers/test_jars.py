"""Kafka's jars: fetched whole or not at all, once, and a clear word where that cannot be."""

import os
from pathlib import Path

import pytest

from houserules.brokers import jars
from houserules.brokers.base import BrokerUnavailable
from houserules.brokers.kafka import KafkaBroker

MAVEN = """#!/bin/sh
echo run >> {log}
for word in "$@"; do case $word in -DoutputDirectory=*) out=${{word#*=}};; esac; done
mkdir -p "$out"; : > "$out/kafka.jar"
exit {status}
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it but what a test puts into `bin`; its Kafka home is `kafka`."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "mkdir"):
        (tools / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv(jars.HOME_VARIABLE, str(tmp_path / "kafka"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return tmp_path


def tool(machine: Path, name: str, text: str) -> None:
    path = machine / "bin" / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def java(machine: Path, version: str) -> None:
    tool(machine, "java", f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")


def test_no_java(machine: Path) -> None:
    assert "needs Java 17 or later: install one" in str(KafkaBroker.unavailable_reason())
    with pytest.raises(BrokerUnavailable, match="needs Java 17"):
        KafkaBroker().start()


def test_an_old_java(machine: Path) -> None:
    java(machine, "11.0.2")
    assert "is 11: set JAVA_HOME" in str(KafkaBroker.unavailable_reason())


def test_the_jars_are_needed_only_until_they_are_here(machine: Path) -> None:
    java(machine, "17.0.15")
    assert "there is no Maven" in str(KafkaBroker.unavailable_reason())
    with pytest.raises(BrokerUnavailable, match="there is no Maven"):
        jars.fetch()
    (machine / "kafka" / f"jars-{jars.KAFKA_VERSION}").mkdir(parents=True)
    assert KafkaBroker.unavailable_reason() is None


def test_they_are_fetched_once(machine: Path) -> None:
    log = machine / "log"
    tool(machine, "mvn", MAVEN.format(log=log, status=0))
    place = jars.fetch()
    assert place == jars.fetch() == jars.cached()
    assert os.listdir(place) == ["kafka.jar"]
    assert log.read_text(encoding="ascii").splitlines() == ["run"]
    assert sorted(os.listdir(machine / "kafka")) == [place.name, "lock"]


def test_half_fetched_is_not_fetched(machine: Path) -> None:
    tool(machine, "mvn", MAVEN.format(log=machine / "log", status=1))
    with pytest.raises(BrokerUnavailable, match="could not fetch Apache Kafka"):
        jars.fetch()
    assert jars.cached() is None
    assert os.listdir(machine / "kafka") == ["lock"]


def test_outside_a_checkout_the_jars_go_to_the_cache(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(jars.HOME_VARIABLE)
    assert jars.kafka_home() == Path(__file__).parents[3] / ".kafka"
    monkeypatch.setattr(jars, "__file__", "/usr/lib/python3/site-packages/houserules/brokers/jars.py")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/me")
    assert jars.kafka_home() == Path("/var/cache/me/houserules/kafka")
