"""Every query of the dashboard and every alert, put to a real Prometheus that scrapes real metrics."""

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from houserules.brokers.probe import free_port
from houserules.brokers.process import GuardedProcess
from houserules.stream.metrics import CONTENT_TYPE, METRICS, MetricDef, Metrics
from support.brokers import same_on_every_broker
from support.observability import RULES, alerts, panel_queries

pytestmark = same_on_every_broker("it needs none")

REQUIRE = "HOUSERULES_REQUIRE_PROMETHEUS"
WORDS = {"outcome": "hide", "reason": "stage-error", "suppressed": ""}
"""Label values that queries ask for by name; any word will do for the others."""

CONFIGURATION = """
global: {{scrape_interval: 500ms, evaluation_interval: 1s}}
rule_files: ['{rules}']
scrape_configs:
  - job_name: houserules
    static_configs: [targets: ['127.0.0.1:{port}']]
"""


def command(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get(REQUIRE) == "1":
            pytest.fail(f"there is no {name}, and {REQUIRE}=1")
        pytest.skip(f"needs the {name} command (Debian: apt install prometheus)")
    return found


class Worker(threading.Thread):
    """Serves the metrics of a worker that finishes something between any two scrapes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        metrics = Metrics()

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                for item in METRICS:
                    touch(metrics, item)
                body = metrics.render()
                self.send_response(200)
                self.send_header("Content-Type", CONTENT_TYPE)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.port = self.server.server_address[1]

    def run(self) -> None:
        self.server.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def touch(metrics: Metrics, item: MetricDef) -> None:
    labels = tuple(WORDS.get(label, "word") for label in item.labels)
    match item.kind:
        case "counter":
            metrics.count(item.name, 3, *labels)
        case "gauge":
            metrics.gauge(item.name, 1, *labels)
        case "histogram":
            metrics.observe(item.name, [0.02, 0.2, 2.0])
        case "info":
            metrics.info(item.name, {"version": "1", "digest": "sha256:1"})


class Prometheus:
    """A client of the little of Prometheus' interface that is needed."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, page: str, **arguments: str) -> Any:
        """The data of an answer. Raises HTTPError for a query that it cannot parse."""
        with urlopen(f"http://127.0.0.1:{self.port}/api/v1/{page}?{urlencode(arguments)}", timeout=10) as answer:
            return json.load(answer)["data"]

    def ready(self) -> bool:
        """Whether there are enough samples for a rate."""
        try:
            (sample,) = self.ask("query", query="count_over_time(houserules_ready[1m])")["result"]
        except (URLError, ConnectionError, ValueError):
            return False
        return float(sample["value"][1]) >= 4


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    binary = command("prometheus")
    home = tmp_path_factory.mktemp("prometheus")
    worker = Worker()
    worker.start()
    configuration = home / "prometheus.yml"
    configuration.write_text(CONFIGURATION.format(rules=RULES, port=worker.port), encoding="utf-8")
    port = free_port()
    options = {
        "config.file": configuration,
        "storage.tsdb.path": home / "data",
        "web.listen-address": f"127.0.0.1:{port}",
    }
    arguments = [binary, *(f"--{name}={value}" for name, value in options.items())]
    process = GuardedProcess(arguments, home=home, environment=os.environ)
    client = Prometheus(port)
    try:
        assert process.wait_until(client.ready, 30), process.tail()
        yield client
    finally:
        process.stop(10)
        worker.stop()


@pytest.mark.parametrize(("title", "expression"), panel_queries(), ids=lambda value: value[:40])
def test_every_panel_has_something_to_show(prometheus: Prometheus, title: str, expression: str) -> None:
    query = re.sub(r"\$__rate_interval|\[5m\]", lambda found: "[10s]" if "[" in found[0] else "10s", expression)
    assert prometheus.ask("query", query=query)["result"]


def test_every_alert_is_evaluated(prometheus: Prometheus) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        rules = [rule for group in prometheus.ask("rules")["groups"] for rule in group["rules"]]
        if all(rule["health"] != "unknown" for rule in rules):
            break
        time.sleep(0.2)
    assert {rule["name"]: rule["health"] for rule in rules} == {rule["alert"]: "ok" for rule in alerts()}


def test_alerts_fire_when_they_should_and_only_then() -> None:
    story = Path(__file__).parents[1] / "support" / "alerts.yaml"
    done = subprocess.run(
        [command("promtool"), "test", "rules", str(story)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
