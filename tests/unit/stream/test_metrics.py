"""The typed list of metrics and what is served of it."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from houserules.stream.metrics import METRICS, Metrics


def families(metrics: Metrics) -> dict[str, dict[tuple[str, ...], float]]:
    return {
        family.name: {(sample.name, *sample.labels.values()): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(metrics.render().decode())
    }


def test_every_metric_has_one_name_and_a_meaning() -> None:
    names = [item.name for item in METRICS]
    assert len(names) == len(set(names))
    assert all(item.help and item.name.startswith("houserules_") for item in METRICS)


def test_counts_by_label() -> None:
    metrics = Metrics()
    metrics.count_each("houserules_verdicts_total", [("hide",), ("allow",), ("allow",)])
    found = families(metrics)["houserules_verdicts"]
    assert found["houserules_verdicts_total", "allow"] == 2
    assert found["houserules_verdicts_total", "hide"] == 1


def test_a_bulk_histogram_counts_as_prometheus_does() -> None:
    metrics = Metrics()
    metrics.observe("houserules_event_to_verdict_seconds", [0.005, 0.006, 0.2, 99_999.0])
    found = families(metrics)["houserules_event_to_verdict_seconds"]
    assert found["houserules_event_to_verdict_seconds_bucket", "0.005"] == 1
    assert found["houserules_event_to_verdict_seconds_bucket", "0.01"] == 2
    assert found["houserules_event_to_verdict_seconds_bucket", "0.25"] == 3
    assert found["houserules_event_to_verdict_seconds_bucket", "+Inf"] == 4
    assert found["houserules_event_to_verdict_seconds_count",] == 4
    assert found["houserules_event_to_verdict_seconds_sum",] == pytest.approx(99_999.211)


def test_a_forgotten_gauge_is_gone_and_forgetting_twice_is_fine() -> None:
    metrics = Metrics()
    metrics.gauge("houserules_lag_records", 5, "posts", "0")
    metrics.forget("houserules_lag_records", "posts", "0")
    metrics.forget("houserules_lag_records", "posts", "0")
    assert not families(metrics)["houserules_lag_records"]


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        Metrics().count("houserules_nothing_total")  # type: ignore[arg-type]
