"""Workers are killed over and over, and every decision about every post is the one that the documentation gives."""

from pathlib import Path

import pytest

from houserules.brokers.base import Broker
from support.chaos import Trial, run_trial


async def test_kills_change_no_decision(broker_process: Broker, topic_prefix: str, tmp_path: Path) -> None:
    trial = Trial(posts=20_000, seed=11, kills=2, partitions=6)
    report = await run_trial(trial, broker_process, topic_prefix, tmp_path)
    print(report.text())
    assert report.exact, report.text()


@pytest.mark.kafka
async def test_kills_and_a_broker_that_crashes_change_no_decision(
    broker_process: Broker, topic_prefix: str, tmp_path: Path
) -> None:
    trial = Trial(posts=40_000, seed=12, kills=4, broker_restarts=1)
    report = await run_trial(trial, broker_process, topic_prefix, tmp_path)
    print(report.text())
    assert report.exact, report.text()
