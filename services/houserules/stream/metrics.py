"""Every metric of the service, in one typed list, and the registry that serves them.

Names are `houserules_*`, in base units. Labels are bounded: words of the vocabulary, rule ids of the loaded policy, topic
partitions. Never text, ids or authors. All are updated once per batch.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from prometheus_client import CollectorRegistry, Counter, Gauge, Info, generate_latest
from prometheus_client.core import HistogramMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

MetricName = Literal[
    "houserules_posts_total",
    "houserules_redelivered_total",
    "houserules_verdicts_total",
    "houserules_shadow_verdicts_total",
    "houserules_findings_total",
    "houserules_redactions_total",
    "houserules_duplicates_total",
    "houserules_floods_total",
    "houserules_actions_total",
    "houserules_evidence_sealed_total",
    "houserules_evidence_missing_total",
    "houserules_dead_letters_total",
    "houserules_degraded_total",
    "houserules_batches_total",
    "houserules_batch_posts",
    "houserules_batch_seconds",
    "houserules_stage_seconds_total",
    "houserules_event_to_verdict_seconds",
    "houserules_record_to_verdict_seconds",
    "houserules_lag_records",
    "houserules_lag_seconds",
    "houserules_in_flight_batches",
    "houserules_window_entries",
    "houserules_window_keys",
    "houserules_window_bytes",
    "houserules_window_shed_total",
    "houserules_changelog_bytes_total",
    "houserules_changelog_corrupt_total",
    "houserules_recovery_seconds",
    "houserules_campaigns",
    "houserules_campaigns_found_total",
    "houserules_campaigns_recovery_seconds",
    "houserules_campaigns_unreadable_total",
    "houserules_campaign_entries",
    "houserules_campaign_shed_total",
    "houserules_superseded_total",
    "houserules_superseding_lost_total",
    "houserules_reviews_total",
    "houserules_rule_reviewed_total",
    "houserules_rule_precision",
    "houserules_rule_precision_lower",
    "houserules_rule_precision_upper",
    "houserules_decided_posts",
    "houserules_review_index_entries",
    "houserules_review_index_shed_total",
    "houserules_appeals_total",
    "houserules_appeals_open",
    "houserules_receipts_total",
    "houserules_connector_pending",
    "houserules_connector_retries_total",
    "houserules_connector_unreadable_total",
    "houserules_rebalances_total",
    "houserules_budget_exceeded_total",
    "houserules_brake_held_total",
    "houserules_rule_braked",
    "houserules_strike_voids_total",
    "houserules_policy_reloads_total",
    "houserules_policy",
    "houserules_worker",
    "houserules_ready",
]

Kind = Literal["counter", "gauge", "histogram", "info"]

LATENCY: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
DURATION: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
SIZES: Final = (1.0, 10.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0)


@dataclass(frozen=True, slots=True)
class MetricDef:
    """One metric: what it means and, for those that alert, what to do."""

    name: MetricName
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


METRICS: Final[tuple[MetricDef, ...]] = (
    MetricDef("houserules_posts_total", "counter", "Posts read and decoded", ("platform",)),
    MetricDef("houserules_redelivered_total", "counter", "Posts that had been seen before and were not counted again"),
    MetricDef("houserules_verdicts_total", "counter", "Verdicts produced", ("outcome",)),
    MetricDef(
        "houserules_shadow_verdicts_total",
        "counter",
        "Posts that shadow rules would have judged otherwise",
        ("outcome",),
    ),
    MetricDef("houserules_findings_total", "counter", "Findings in verdicts", ("category", "rule", "suppressed")),
    MetricDef("houserules_redactions_total", "counter", "Pieces of personal information redacted", ("type",)),
    MetricDef("houserules_duplicates_total", "counter", "Repeats found", ("kind",)),
    MetricDef("houserules_floods_total", "counter", "Posts over a flood limit", ("window", "level")),
    MetricDef("houserules_actions_total", "counter", "Actions ordered", ("verb",)),
    MetricDef("houserules_evidence_sealed_total", "counter", "Originals written as sealed evidence"),
    MetricDef(
        "houserules_evidence_missing_total",
        "counter",
        "Posts whose evidence was ordered and came without a seal: upgrade the redact workers, publish the posts again",
    ),
    MetricDef("houserules_dead_letters_total", "counter", "Records set aside: see posts.dead-letter", ("reason",)),
    MetricDef(
        "houserules_degraded_total",
        "counter",
        "Posts judged with something missing: look at the component",
        ("component",),
    ),
    MetricDef("houserules_batches_total", "counter", "Batches finished", ("stage",)),
    MetricDef("houserules_batch_posts", "histogram", "Records in a batch", (), SIZES),
    MetricDef("houserules_batch_seconds", "histogram", "From delivery of a batch to its acknowledgement", (), DURATION),
    MetricDef("houserules_stage_seconds_total", "counter", "Time spent computing", ("stage",)),
    MetricDef(
        "houserules_event_to_verdict_seconds",
        "histogram",
        "From the post's own time to its acknowledged verdict",
        (),
        LATENCY,
    ),
    MetricDef(
        "houserules_record_to_verdict_seconds",
        "histogram",
        "From the record's arrival at the broker to its acknowledged verdict",
        (),
        LATENCY,
    ),
    MetricDef("houserules_lag_records", "gauge", "Records waiting", ("topic", "partition")),
    MetricDef(
        "houserules_lag_seconds", "gauge", "Age of the record last finished, while records wait", ("topic", "partition")
    ),
    MetricDef("houserules_in_flight_batches", "gauge", "Batches that wait for the broker's acknowledgement"),
    MetricDef("houserules_window_entries", "gauge", "Rows of window state", ("store", "partition")),
    MetricDef("houserules_window_keys", "gauge", "Keys of window state", ("store", "partition")),
    MetricDef("houserules_window_bytes", "gauge", "Memory of window state, estimated", ("store", "partition")),
    MetricDef("houserules_window_shed_total", "counter", "Rows shed before their time, by the limits", ("store",)),
    MetricDef("houserules_changelog_bytes_total", "counter", "Bytes of window state written", ("store",)),
    MetricDef(
        "houserules_changelog_corrupt_total",
        "counter",
        "Changelog records that could not be read: state is missing",
        ("store",),
    ),
    MetricDef("houserules_recovery_seconds", "gauge", "How long the last recovery of window state took"),
    MetricDef("houserules_campaigns", "gauge", "Campaigns that this worker's screening knows of"),
    MetricDef("houserules_campaigns_found_total", "counter", "Campaigns found"),
    MetricDef("houserules_campaigns_recovery_seconds", "gauge", "How long the last rebuilding of the search took"),
    MetricDef("houserules_campaigns_unreadable_total", "counter", "Campaigns of other workers that could not be read"),
    MetricDef("houserules_campaign_entries", "gauge", "Posts that the search for campaigns remembers"),
    MetricDef("houserules_campaign_shed_total", "counter", "Posts that it forgot before their time, for want of room"),
    MetricDef("houserules_superseded_total", "counter", "Posts judged again because of a campaign"),
    MetricDef("houserules_superseding_lost_total", "counter", "Posts of campaigns that were no longer there to judge"),
    MetricDef("houserules_reviews_total", "counter", "Reviews read, by what became of them", ("decision", "result")),
    MetricDef("houserules_rule_reviewed_total", "counter", "Orders of a rule that people reviewed", ("rule", "result")),
    MetricDef("houserules_rule_precision", "gauge", "Share of a rule's reviewed orders that people upheld", ("rule",)),
    MetricDef("houserules_rule_precision_lower", "gauge", "Its lower bound (Wilson, 95 %)", ("rule",)),
    MetricDef("houserules_rule_precision_upper", "gauge", "Its upper bound (Wilson, 95 %)", ("rule",)),
    MetricDef("houserules_decided_posts", "gauge", "Posts that people have decided on"),
    MetricDef("houserules_review_index_entries", "gauge", "Posts whose orders the review stage can find"),
    MetricDef(
        "houserules_review_index_shed_total", "counter", "Posts that it forgot before their time, for want of room"
    ),
    MetricDef("houserules_appeals_total", "counter", "Appeals read"),
    MetricDef("houserules_appeals_open", "gauge", "Appeals that no review has answered"),
    MetricDef("houserules_receipts_total", "counter", "Receipts written by this connector", ("verb", "status")),
    MetricDef("houserules_connector_pending", "gauge", "Actions that this connector has taken up and not finished"),
    MetricDef(
        "houserules_connector_retries_total", "counter", "Attempts that failed and will be made again", ("verb",)
    ),
    MetricDef("houserules_connector_unreadable_total", "counter", "Actions that this connector could not read"),
    MetricDef("houserules_rebalances_total", "counter", "Rebalances of the consumer group"),
    MetricDef(
        "houserules_budget_exceeded_total",
        "counter",
        "Sanctions of a rule that became a hold because its hourly budget was spent: see whether the rule is right",
        ("rule",),
    ),
    MetricDef(
        "houserules_brake_held_total",
        "counter",
        "Sanctions of a rule that became a hold because it fired on too many posts: see whether the rule is right",
        ("rule",),
    ),
    MetricDef("houserules_rule_braked", "gauge", "1 while the emergency brake stops a rule", ("rule", "partition")),
    MetricDef("houserules_strike_voids_total", "counter", "Strikes that people took back, as they arrive", ("result",)),
    MetricDef("houserules_policy_reloads_total", "counter", "Attempts to reload the policy", ("result",)),
    MetricDef("houserules_policy", "info", "Policy in force: id, version, digest"),
    MetricDef("houserules_worker", "info", "Version, stage and transport of the worker"),
    MetricDef("houserules_ready", "gauge", "1 while the worker is ready"),
)

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class BulkHistogram(Collector):
    """A histogram that takes a whole batch of values at once: the client library's takes a microsecond for each."""

    def __init__(self, definition: MetricDef) -> None:
        self._definition: Final = definition
        self._bounds: Final = np.array(definition.buckets)
        self._counts = np.zeros(len(definition.buckets) + 1, dtype=np.int64)
        self._sum = 0.0
        self._lock: Final = threading.Lock()

    def observe(self, values: "Sequence[float] | npt.NDArray[np.float64]") -> None:
        """Count `values`."""
        if not len(values):
            return
        table = np.asarray(values, dtype=float)
        counts = np.bincount(np.searchsorted(self._bounds, table), minlength=len(self._counts))
        with self._lock:
            self._counts += counts
            self._sum += float(table.sum())

    def collect(self) -> Iterable[Metric]:
        """The histogram as Prometheus sees it."""
        with self._lock:
            totals, total_sum = np.cumsum(self._counts).tolist(), self._sum
        bounds = [*map(str, self._definition.buckets), "+Inf"]
        buckets = list(zip(bounds, totals, strict=True))
        yield HistogramMetricFamily(self._definition.name, self._definition.help, buckets=buckets, sum_value=total_sum)


class Metrics:
    """The metrics of one process, by name. Raises KeyError for a name that is not in `METRICS`."""

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        self._counters: dict[str, Counter] = {}
        self._gauges: dict[str, Gauge] = {}
        self._histograms: dict[str, BulkHistogram] = {}
        self._infos: dict[str, Info] = {}
        ProcessCollector(registry=self.registry)
        for item in METRICS:
            match item.kind:
                case "counter":
                    self._counters[item.name] = Counter(item.name, item.help, item.labels, registry=self.registry)
                case "gauge":
                    self._gauges[item.name] = Gauge(item.name, item.help, item.labels, registry=self.registry)
                case "info":
                    self._infos[item.name] = Info(item.name, item.help, registry=self.registry)
                case "histogram":
                    histogram = BulkHistogram(item)
                    self.registry.register(histogram)
                    self._histograms[item.name] = histogram

    def count(self, name: MetricName, amount: float = 1, *labels: str) -> None:
        """Add to a counter."""
        counter = self._counters[name]
        (counter.labels(*labels) if labels else counter).inc(amount)

    def count_each(self, name: MetricName, labels: Iterable[tuple[str, ...]]) -> None:
        """Add one to a counter for each label tuple, in one step per distinct tuple."""
        tally: dict[tuple[str, ...], int] = {}
        for label in labels:
            tally[label] = tally.get(label, 0) + 1
        for label, amount in tally.items():
            self.count(name, amount, *label)

    def gauge(self, name: MetricName, value: float, *labels: str) -> None:
        """Set a gauge."""
        gauge = self._gauges[name]
        (gauge.labels(*labels) if labels else gauge).set(value)

    def forget(self, name: MetricName, *labels: str) -> None:
        """Take a labelled gauge away: a partition that another worker owns has no lag here."""
        gauge = self._gauges[name]
        if labels in set(_label_values(gauge)):
            gauge.remove(*labels)

    def observe(self, name: MetricName, values: "Sequence[float] | npt.NDArray[np.float64]") -> None:
        """Add values to a histogram."""
        self._histograms[name].observe(values)

    def info(self, name: MetricName, values: dict[str, str]) -> None:
        """Set an info metric."""
        self._infos[name].info(values)

    def render(self) -> bytes:
        """The exposition that `/metrics` serves."""
        return generate_latest(self.registry)


def _label_values(gauge: Gauge) -> Iterator[tuple[str, ...]]:
    for family in gauge.collect():
        for sample in family.samples:
            yield tuple(sample.labels.values())
