"""Workers are killed over and over, and every decision about every post is the one that the documentation gives.

The full trial, with half a million posts, is `tests/bench/exactness_bench.py`.
"""

from pathlib import Path

import pytest

from houserules.brokers.base import Broker
from support import brokers
from support.chaos import Trial, run_trial
from support.worker import BRIEF


@brokers.same_on_every_broker("the next test does this and more")
async def test_kills_change_no_decision(broker_process: Broker, topic_prefix: str, tmp_path: Path) -> None:
    trial = Trial(posts=15_000, seed=11, kills=2, partitions=6, session=BRIEF)
    report = await run_trial(trial, broker_process, topic_prefix, tmp_path)
    assert report.exact, report.text()


@pytest.mark.kafka
async def test_kills_and_a_crash_of_the_broker_change_no_decision(topic_prefix: str, tmp_path: Path) -> None:
    trial = Trial(posts=30_000, seed=12, kills=4, broker_restarts=1, pace=6.0, session=BRIEF)
    # A broker of its own: that of the session has the partitions of a hundred tests to recover from a crash.
    with brokers.started(brokers.make_broker()) as broker:
        report = await run_trial(trial, broker, topic_prefix, tmp_path)
    assert report.exact, report.text()
