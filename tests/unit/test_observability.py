"""Dashboard, alerts, compose file and manifests fit the code: metrics, labels, settings, pages and files exist."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from houserules.cli.main import SUMMARIES
from houserules.stream.metrics import METRICS
from houserules.stream.settings import Settings, table
from support.observability import DASHBOARD, KNOWN, ROOT, alerts, load_yaml, mistakes, panels, queries

COMPOSE = ROOT / "docker-compose.yml"
K8S = ROOT / "k8s"
VARIABLES = {info.env for info in table()} | {info.env + "_FILE" for info in table() if info.secret}


def manifests() -> list[Path]:
    return sorted(path for room in ("base", "overlays") for path in (K8S / room).rglob("*.yaml"))


@pytest.mark.parametrize(("name", "expression"), queries(), ids=lambda value: value[:40])
def test_every_query_asks_for_what_is_measured(name: str, expression: str) -> None:
    assert list(mistakes(expression)) == []


def test_a_query_for_what_is_not_measured_is_noticed() -> None:
    assert list(mistakes("rate(houserules_likes_total[5m])")) == ["no such series: houserules_likes_total"]
    assert list(mistakes('houserules_posts_total{outcome="hide"}')) == ["houserules_posts_total has no label outcome"]
    assert list(mistakes("sum by (verb) (houserules_posts_total)")) == ["nothing here has the label verb"]
    assert list(mistakes('sum by (le) (houserules_batch_posts_bucket{job=~"house.*"})')) == []


def test_every_metric_is_on_the_dashboard() -> None:
    shown = set(re.findall(r"houserules_\w+", DASHBOARD.read_text(encoding="utf-8")))
    hidden = [
        metric.name for metric in METRICS if not any(name.startswith(metric.name) for name in shown & KNOWN.keys())
    ]
    assert hidden == []


def test_every_alert_says_what_to_do() -> None:
    names = [rule["alert"] for rule in alerts()]
    assert len(set(names)) == len(names)
    for rule in alerts():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"].keys() == {"summary", "action"}


def test_panels_lie_side_by_side() -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in panels():
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                assert taken.setdefault((x, y), panel["title"]) == panel["title"]
    identities = [panel["id"] for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]]
    assert len(set(identities)) == len(identities)


def test_compose_mounts_what_is_there_and_keeps_its_ports_to_this_machine() -> None:
    compose = load_yaml(COMPOSE)
    for service in compose["services"].values():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:")
        for volume in service.get("volumes", []):
            source, _, rest = volume.partition(":")
            if source.startswith("."):
                assert (ROOT / source).exists()
                assert rest.endswith(":ro")
            else:
                assert source in compose["volumes"]
        for needed in service.get("depends_on", []):
            assert needed in compose["services"]
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).is_file()
            assert service["command"][0] in SUMMARIES
            assert service["read_only"]
        for name in service.get("environment", {}):
            assert not name.startswith("HOUSERULES_") or name in VARIABLES


def test_compose_gives_a_worker_the_time_to_drain() -> None:
    grace = load_yaml(COMPOSE)["services"]["worker"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > Settings().drain_timeout + 8


def test_prometheus_finds_the_workers_by_the_name_that_alerts_use() -> None:
    scrape = load_yaml(K8S / "observability" / "prometheus.yml")
    jobs = {job["job_name"] for job in scrape["scrape_configs"]}
    asked = {job for _, expression in queries() for job in re.findall(r'job="(\w+)"', expression)}
    assert asked == jobs
    (found,) = scrape["scrape_configs"][0]["dns_sd_configs"]
    assert set(found["names"]) <= load_yaml(COMPOSE)["services"].keys()
    for name in scrape["rule_files"]:
        assert (K8S / "observability" / name).is_file()


def test_the_image_names_settings_that_exist() -> None:
    text = (ROOT / ".docker" / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"HOUSERULES_\w+", text)) <= VARIABLES
    assert re.search(r"^USER (?!0)\d+", text, re.MULTILINE)


@pytest.mark.parametrize("path", manifests(), ids=lambda path: str(path.relative_to(K8S)))
def test_manifests_name_settings_that_exist(path: Path) -> None:
    load_yaml(path)
    assert set(re.findall(r"HOUSERULES_[A-Z_]+", path.read_text(encoding="utf-8"))) <= VARIABLES


def pods() -> list[tuple[str, dict[str, Any]]]:
    loaded = [load_yaml(path) for path in manifests()]
    return [
        (item["metadata"]["name"], item["spec"]["template"]["spec"])
        for item in loaded
        if isinstance(item, dict) and item.get("kind") in ("StatefulSet", "Job")
    ]


@pytest.mark.parametrize(("name", "pod"), pods(), ids=lambda value: value if isinstance(value, str) else "")
def test_pods_can_do_no_harm(name: str, pod: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"]
        assert not context["allowPrivilegeEscalation"]
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]
        assert container["args"][0] in SUMMARIES


def test_the_worker_is_probed_where_it_answers_and_may_drain() -> None:
    pod = dict(pods())["houserules-worker"]
    (worker,) = pod["containers"]
    pages = (ROOT / "services" / "houserules" / "stream" / "health.py").read_text(encoding="utf-8")
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert f'"{worker[probe]["httpGet"]["path"]}"' in pages
    assert worker["ports"][0]["containerPort"] == Settings().port
    assert pod["terminationGracePeriodSeconds"] > Settings().drain_timeout + 8


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="needs the kubectl command")
@pytest.mark.parametrize("room", ["base", "overlays/example", "observability"])
def test_kustomize_builds(room: str) -> None:
    done = subprocess.run(["kubectl", "kustomize", str(K8S / room)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for manifest in yaml.safe_load_all(done.stdout):
        if manifest["kind"] == "NetworkPolicy":
            # Labels that kustomize adds to our pods must not end up on the name service's.
            peers = [peer for rule in manifest["spec"]["egress"] for peer in rule["to"] if "podSelector" in peer]
            assert [peer["podSelector"]["matchLabels"] for peer in peers] == [{"k8s-app": "kube-dns"}]
