"""Apache Kafka's jars: fetched once by Maven, kept between runs."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from houserules.brokers.base import BrokerUnavailable

KAFKA_VERSION: Final = "4.1.1"
SLF4J_VERSION: Final = "1.7.36"
HOME_VARIABLE: Final = "HOUSERULES_KAFKA_HOME"
LEAST_JAVA: Final = 17
DOWNLOAD_DEADLINE: Final = 540.0

POM: Final = f"""<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>houserules</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>{SLF4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


def kafka_home() -> Path:
    """Where the jars are kept: HOUSERULES_KAFKA_HOME, else `.kafka` of the checkout, else the user's cache."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen)
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "services" / "houserules").is_dir():
        return checkout / ".kafka"
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "houserules" / "kafka"


def java() -> str:
    """Path of a Java that can run Kafka. Raises BrokerUnavailable."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(f"{home}/bin/java") if home else shutil.which("java")
    if found is None:
        raise BrokerUnavailable(f"Apache Kafka needs Java {LEAST_JAVA} or later: install one, or set JAVA_HOME")
    banner = subprocess.run([found, "-version"], capture_output=True, text=True, check=False, timeout=30).stderr
    version = re.search(r'version "(\d+)', banner)
    if version is None or int(version[1]) < LEAST_JAVA:
        told = version[1] if version else "of unknown version"
        raise BrokerUnavailable(f"Apache Kafka needs Java {LEAST_JAVA} or later, {found} is {told}: set JAVA_HOME")
    return found


def cached() -> Path | None:
    """Directory of the jars if they are here."""
    jars = kafka_home() / f"jars-{KAFKA_VERSION}"
    return jars if jars.is_dir() else None


def missing() -> str:
    """What to say when there are no jars and no way to fetch them."""
    return f"Apache Kafka's jars are not in {kafka_home()}, and there is no Maven (mvn) to fetch them"


def fetch() -> Path:
    """Directory of the jars, fetched first if need be; processes may race. Raises BrokerUnavailable."""
    if jars := cached():
        return jars
    maven = shutil.which("mvn")
    if maven is None:
        raise BrokerUnavailable(missing())
    home = kafka_home()
    home.mkdir(parents=True, exist_ok=True)
    with _locked(home / "lock"):
        if jars := cached():
            return jars
        with tempfile.TemporaryDirectory(dir=home, prefix="fetch-") as work:
            _download(maven, Path(work))
            # Renamed whole: a half-fetched directory must never pass for the jars.
            return (Path(work) / "jars").rename(home / f"jars-{KAFKA_VERSION}")


def _download(maven: str, work: Path) -> None:
    (work / "pom.xml").write_text(POM, encoding="utf-8")
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={work / 'jars'}", "-DincludeScope=runtime"]
    try:
        done = subprocess.run(
            [maven, "-q", "-B", "-f", str(work / "pom.xml"), *goal],
            capture_output=True,
            text=True,
            check=False,
            timeout=DOWNLOAD_DEADLINE,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokerUnavailable(f"Maven took more than {DOWNLOAD_DEADLINE:.0f} s to fetch Apache Kafka") from error
    if done.returncode:
        words = "\n".join((done.stdout + done.stderr).splitlines()[:5])
        raise BrokerUnavailable(f"Maven could not fetch Apache Kafka {KAFKA_VERSION}:\n{words}")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
