"""Workers are killed over and over, and every decision about every post is the one that the documentation gives.

The full trial, with half a million posts, is `tests/bench/exactness_bench.py`.
"""

from pathlib import Path

import pytest

from houserules.brokers.base import Broker
from support import brokers
from support.chaos import Trial, run_trial


async def test_kills_change_no_decision(broker_process: Broker, topic_prefix: str, tmp_path: Path) -> None:
    if brokers.choice() == "kafka":
        pytest.skip("the next test does this and more")
    trial = Trial(posts=15_000, seed=11, kills=2, partitions=6)
    report = await run_trial(trial, broker_process, topic_prefix, tmp_path)
    assert report.exact, report.text()


@pytest.mark.kafka
async def test_kills_and_a_crash_of_the_broker_change_no_decision(
    broker_process: Broker, topic_prefix: str, tmp_path: Path
) -> None:
    trial = Trial(posts=30_000, seed=12, kills=4, broker_restarts=1, pace=6.0)
    report = await run_trial(trial, broker_process, topic_prefix, tmp_path)
    assert report.exact, report.text()
