"""A worker that joins and leaves every few seconds: the group never rests, and decides as if it did."""

from pathlib import Path

import pytest

from houserules.brokers.base import Broker
from support.chaos import Trial, run_trial
from support.worker import BRIEF


@pytest.mark.kafka
async def test_a_storm_of_rebalances_changes_no_decision(
    broker_process: Broker, topic_prefix: str, tmp_path: Path
) -> None:
    trial = Trial(posts=20_000, seed=13, storm_seconds=20.0, partitions=6, session=BRIEF)
    report = await run_trial(trial, broker_process, topic_prefix, tmp_path)
    assert report.exact, report.text()
    assert report.done["join"] > 1
