"""The queries of dashboard and alert rules, and the series that they may ask for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from houserules.stream.metrics import METRICS, MetricDef

ROOT = Path(__file__).parents[2]
OBSERVABILITY = ROOT / "k8s" / "observability"
RULES = OBSERVABILITY / "houserules.rules.yaml"
DASHBOARD = OBSERVABILITY / "grafana" / "dashboards" / "houserules.json"

_SERIES = re.compile(r"\b(houserules_\w+)(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_BY = re.compile(r"\bby\s*\(([^)]*)\)")
_SCRAPED = {"job", "instance"}


def load_yaml(path: Path) -> Any:
    """The documents of a YAML file: one as it is, several as a list."""
    documents = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    return documents[0] if len(documents) == 1 else documents


def alerts() -> list[dict[str, Any]]:
    """Every alert rule."""
    return [rule for group in load_yaml(RULES)["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """Every panel of the dashboard that is no heading."""
    board = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def panel_queries() -> list[tuple[str, str]]:
    """Title and expression of every query of the dashboard."""
    return [(panel["title"], target["expr"]) for panel in panels() for target in panel["targets"]]


def queries() -> list[tuple[str, str]]:
    """Name and expression of every query, of dashboard and alerts."""
    return panel_queries() + [(rule["alert"], rule["expr"]) for rule in alerts()]


def series(metric: MetricDef) -> dict[str, set[str] | None]:
    """The names that Prometheus knows a metric by, with the labels of each; None where they are the worker's choice."""
    labels = set(metric.labels)
    match metric.kind:
        case "histogram":
            return {
                f"{metric.name}_bucket": labels | {"le"},
                f"{metric.name}_sum": labels,
                f"{metric.name}_count": labels,
            }
        case "info":
            return {f"{metric.name}_info": None}
        case _:
            return {metric.name: labels}


KNOWN: dict[str, set[str] | None] = {name: labels for metric in METRICS for name, labels in series(metric).items()}


def mistakes(expression: str) -> Iterator[str]:
    """Series that do not exist, and labels that the series asked for do not have."""
    asked: set[str] = set()
    free = False
    for name, matchers in _SERIES.findall(expression):
        if name not in KNOWN:
            yield f"no such series: {name}"
            continue
        labels = KNOWN[name]
        free = free or labels is None
        asked |= (labels or set()) | _SCRAPED
        for label in _LABEL.findall(re.sub(r'"[^"]*"', '""', matchers)):
            if labels is not None and label not in labels | _SCRAPED:
                yield f"{name} has no label {label}"
    for group in _BY.findall(expression):
        for label in filter(None, map(str.strip, group.split(","))):
            if asked and not free and label not in asked:
                yield f"nothing here has the label {label}"
