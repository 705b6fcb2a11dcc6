"""What a finished batch tells the metrics. The one place besides `/healthz` that reads the wall clock."""

from collections import Counter
from time import monotonic, time
from typing import Final

import numpy as np

from houserules.contracts.stages import NO_DUPLICATE
from houserules.judging.budgets import HeldBy
from houserules.stages import Work
from houserules.stream.flow import Flow
from houserules.stream.metrics import MetricName, Metrics

HOLD_METRICS: Final[dict[HeldBy, MetricName]] = {
    "budget": "houserules_budget_exceeded_total",
    "brake": "houserules_brake_held_total",
}
"""The metric of the sanctions that each limit turned into a hold."""


def observe_stage(metrics: Metrics, stage: str, seconds: float) -> None:
    """Computing time of one stage on one batch."""
    metrics.count("houserules_stage_seconds_total", seconds, stage)


def observe_finished(metrics: Metrics, flow: Flow) -> None:
    """Everything that one acknowledged batch adds to the metrics."""
    work = flow.work
    metrics.count("houserules_batches_total", 1, work.stage)
    metrics.observe("houserules_batch_posts", [len(work.records)])
    metrics.observe("houserules_batch_seconds", [monotonic() - flow.delivered])
    if work.redelivered:
        metrics.count("houserules_redelivered_total", work.redelivered)
    metrics.count_each("houserules_dead_letters_total", ((letter.reject.reason,) for letter in work.dead.values()))
    if work.screened and work.stage in ("all", "screen"):
        _observe_screening(metrics, work)
    if work.redacted and work.stage in ("all", "redact"):
        _observe_redaction(metrics, work)
    if work.judgements:
        _observe_judgements(metrics, work)
    if work.preserved:
        metrics.count("houserules_evidence_sealed_total", len(work.preserved))
    if work.unsealed:
        metrics.count("houserules_evidence_missing_total", work.unsealed)


def _observe_screening(metrics: Metrics, work: Work) -> None:
    # The names and not the label tuples are counted, here and below: most posts share one, and this runs for each post.
    platforms = Counter([item.post.platform for item in work.screened])
    for platform, amount in platforms.items():
        metrics.count("houserules_posts_total", amount, platform if platform in PLATFORMS else "other")
    repeats: list[tuple[str, ...]] = []
    floods: list[tuple[str, ...]] = []
    for item in work.screened:
        screening = item.screening
        if screening.duplicate is not NO_DUPLICATE and screening.duplicate.role == "repeat":
            repeats.append((screening.duplicate.kind or "author",))
        if screening.floods:
            floods += [(flood.window, flood.level) for flood in screening.floods]
    metrics.count_each("houserules_duplicates_total", repeats)
    metrics.count_each("houserules_floods_total", floods)


def _observe_redaction(metrics: Metrics, work: Work) -> None:
    spans = [post.redaction.spans for post in work.redacted if post.redaction.spans]
    metrics.count_each("houserules_redactions_total", ((span.type,) for found in spans for span in found))


def _observe_judgements(metrics: Metrics, work: Work) -> None:
    now = time()
    for outcome, amount in Counter([item.verdict.outcome for item in work.judgements]).items():
        metrics.count("houserules_verdicts_total", amount, outcome)
    told = [item for item in work.judgements if item.verdict.findings or item.actions or item.shadow is not None]
    metrics.count_each(
        "houserules_findings_total",
        (
            (finding.category, finding.rule_id, finding.suppressed_by or "")
            for item in told
            for finding in item.verdict.findings
        ),
    )
    for by, name in HOLD_METRICS.items():
        metrics.count_each(
            name,
            ((finding.rule_id,) for item in told for finding in item.verdict.findings if finding.suppressed_by == by),
        )
    metrics.count_each("houserules_actions_total", ((action.verb,) for item in told for action in item.actions))
    metrics.count_each(
        "houserules_shadow_verdicts_total", ((item.shadow.outcome,) for item in told if item.shadow is not None)
    )
    degraded = [item.verdict.degraded for item in work.judgements if item.verdict.degraded]
    metrics.count_each("houserules_degraded_total", ((part,) for parts in degraded for part in parts))
    if work.stage == "campaigns":
        # Their posts have had a verdict for a while; how long says nothing of how quick the worker is.
        return
    events = np.array([item.post.screening.event_time for item in work.judgements])
    records = np.array([item.post.origin.timestamp for item in work.judgements])
    metrics.observe("houserules_event_to_verdict_seconds", now - events / 1000)
    metrics.observe("houserules_record_to_verdict_seconds", now - records / 1000)


PLATFORMS = frozenset(
    {
        "facebook",
        "instagram",
        "x",
        "twitter",
        "youtube",
        "tiktok",
        "threads",
        "bluesky",
        "mastodon",
        "reddit",
        "linkedin",
    }
)
"""Platforms that get a label value of their own: a producer could send any string."""
