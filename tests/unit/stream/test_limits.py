"""When dead letters stop the worker."""

import pytest

from houserules.stream.limits import LEAST, DeadLetterLimit, DeadLetterLimitError


def test_a_run_over_batches_is_a_run() -> None:
    limit = DeadLetterLimit(run=10, ratio=1.0)
    limit.record([True] * 6)
    with pytest.raises(DeadLetterLimitError, match="10 records in a row"):
        limit.record([True] * 4)


def test_one_good_record_ends_a_run() -> None:
    limit = DeadLetterLimit(run=10, ratio=1.0)
    for _ in range(20):
        limit.record([True] * 9 + [False])


def test_a_share_counts_only_when_enough_has_been_seen() -> None:
    limit = DeadLetterLimit(run=10_000, ratio=0.25)
    limit.record([True, False] * (LEAST // 2 - 1))
    with pytest.raises(DeadLetterLimitError, match="last 1000"):
        limit.record([True, False])


def test_the_share_is_of_the_recent_past() -> None:
    limit = DeadLetterLimit(run=10_000, ratio=0.25)
    for _ in range(100):
        limit.record([False] * 100)
    half = [True] * 50 + [False] * 50
    for _ in range(24):
        limit.record(half)
    with pytest.raises(DeadLetterLimitError, match="last 5000"):
        limit.record([*half, *half])


def test_five_in_a_hundred_go_on_for_ever() -> None:
    limit = DeadLetterLimit(run=1000, ratio=0.25)
    for _ in range(500):
        limit.record([True] * 5 + [False] * 95)
