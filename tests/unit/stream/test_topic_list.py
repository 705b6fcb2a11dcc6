"""The list of topics: what it promises about retention, and that every deployment finds its topics in it."""

import pytest

from houserules.contracts.times import DAY, HOUR
from houserules.judging import standing
from houserules.judging.strikes import DEFAULT_EXPIRY, LATENESS
from houserules.screening.model import ScreeningPolicy
from houserules.screening.screen import history_span
from houserules.stream.app import needed_topics
from houserules.stream.topics import TOPIC, TOPICS
from houserules.windows.signposts import HISTORY_SPAN


@pytest.mark.parametrize("stage", ["all", "screen", "redact", "judge", "review"])
def test_every_stage_finds_its_topics(stage: str) -> None:
    assert set(needed_topics(stage)) <= TOPIC.keys()  # type: ignore[arg-type]


def test_changelogs_reach_back_as_far_as_the_state_that_is_rebuilt_from_them() -> None:
    spans = {
        "houserules.windows": history_span(ScreeningPolicy()),
        "houserules.signposts": HISTORY_SPAN,
        "houserules.strikes": DEFAULT_EXPIRY + LATENESS,
        "houserules.orders": standing.HISTORY_SPAN,
    }
    assert {spec.name for spec in TOPICS if spec.changelog} == spans.keys()
    for name, span in spans.items():
        config = TOPIC[name].config(1)
        assert config["cleanup.policy"] == "delete"
        assert int(config["retention.ms"]) > span


def test_original_text_is_restricted_and_goes_soon() -> None:
    restricted = {spec.name for spec in TOPICS if spec.restricted}
    assert restricted == {"posts", "posts.screened", "evidence", "evidence.keys", "posts.dead-letter"}
    for name in ("posts", "posts.screened"):
        config = TOPIC[name].config(1)
        assert int(config["retention.ms"]) <= 3 * DAY
        assert int(config["segment.ms"]) <= 3 * HOUR


def test_what_people_decided_is_kept_for_ever() -> None:
    for name in ("reviews", "decisions"):
        assert TOPIC[name].config(1) == {"cleanup.policy": "compact"}


def test_one_broker_may_be_down_where_there_are_copies() -> None:
    assert "min.insync.replicas" not in TOPIC["posts"].config(1)
    assert TOPIC["posts"].config(3)["min.insync.replicas"] == "2"


def test_a_dead_letter_may_be_larger_than_the_record_it_holds() -> None:
    assert int(TOPIC["posts.dead-letter"].config(1)["max.message.bytes"]) > 1024 * 1024
