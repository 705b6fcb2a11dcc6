"""The rules that all connectors share: when an action is carried out, as what, and when it is tried again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from houserules.connectors.base import (
    BACKOFF_MOST,
    FALLBACK,
    RETRY_AFTER_MOST,
    Attempt,
    Known,
    admit,
    backoff,
    choose,
    receipt_of,
)
from houserules.contracts.times import to_millis
from houserules.contracts.vocabulary import VERBS, Verb
from support.people import POST, order

NOW = to_millis(datetime(2026, 5, 3, 8, tzinfo=UTC))
LATE = to_millis(datetime(2026, 5, 4, 7, 30, tzinfo=UTC))


def known(*, answered: str | None = None, newest: int = 0, decided: bool = False) -> Known:
    """A memory in which `hide` of the first verdict has an answer, the post a newest revision, or a decision."""
    memory = Known()
    if answered is not None:
        memory.answered(order("hide").action_id, answered)  # type: ignore[arg-type]
    if newest:
        memory.ordered(order("escalate_moderator", of="later", revision=newest))
    if decided:
        memory.decided(POST)
    return memory


@pytest.mark.parametrize(
    ("action", "memory", "now", "status"),
    [
        (order("hide"), known(), NOW, None),
        (order("hide"), known(answered="applied"), NOW, "already_done"),
        (order("hide"), known(answered="already_done"), NOW, "already_done"),
        (order("hide"), known(answered="applied", decided=True), LATE + 1, "already_done"),
        (order("hide"), known(answered="failed_retryable"), NOW, None),
        (order("hide"), known(decided=True), NOW, "refused_human_decision"),
        (order("hide", precedence="human"), known(decided=True, newest=9), NOW, None),
        (order("hide"), known(newest=2), NOW, "superseded"),
        (order("hide", revision=2), known(newest=2), NOW, None),
        (order("hide"), known(), LATE, None),
        (order("hide"), known(), LATE + 1, "expired"),
        (order("hide", not_after=None), known(), 2**45, None),
        (order("hide", not_after="when hell freezes"), known(), NOW, "expired"),
        # Help, evidence and reports are due whatever the author writes later.
        *((order(verb), known(newest=2), NOW, None) for verb in ("escalate_safeguarding", "preserve_evidence")),
        *((order(verb), known(newest=2), NOW, None) for verb in ("reply_signpost", "report_to_platform")),
        # So is the end of an order, for it is not said again; but not against what a person has decided.
        *((order(verb), known(newest=2), NOW, None) for verb in ("unhide", "release", "restore")),
        (order("unhide", revision=2), known(decided=True), NOW, "refused_human_decision"),
    ],
)
def test_when_an_action_is_carried_out(action: Any, memory: Known, now: int, status: str | None) -> None:
    assert admit(action, now, memory) == status


def test_what_was_done_stays_done_and_the_memory_is_bounded() -> None:
    memory = Known(most=3)
    memory.answered("a", "applied")
    memory.answered("a", "expired")
    assert memory.answer("a") == "applied"
    for name in ("b", "c", "d"):
        memory.answered(name, "expired")
    assert memory.answer("a") is None
    assert memory.answer("d") == "expired"


def test_a_review_that_is_read_decides_the_post_and_an_undo_does_not() -> None:
    memory = Known()
    memory.ordered(order("unhide", precedence="human", undo_of=order("hide").action_id))
    assert not memory.is_decided(POST)
    memory.ordered(order("unhide", precedence="human", review_id="r1"))
    assert memory.is_decided(POST)
    assert not memory.is_decided(POST + "x")


@pytest.mark.parametrize(
    ("verb", "able", "chosen"),
    [
        ("hide", ["hide", "hold"], "hide"),
        ("hide", ["hold", "escalate_moderator"], "hold"),
        ("hide", ["escalate_moderator"], "escalate_moderator"),
        ("unhide", ["release", "hold"], "release"),
        ("remove", ["hold", "hide"], "hide"),
        ("escalate_safeguarding", ["escalate_moderator"], "escalate_moderator"),
        ("record_strike", ["hide"], None),
        ("hide", [], None),
    ],
)
def test_what_is_done_where_a_platform_lacks_the_verb(verb: Verb, able: list[Verb], chosen: str | None) -> None:
    assert choose(order(verb), able) == chosen


def test_an_action_may_say_what_to_do_instead() -> None:
    action = order("hide", fallback=("redact_display", "hold"))
    assert choose(action, ["hold", "redact_display", "escalate_moderator"]) == "redact_display"
    assert choose(action, ["escalate_moderator"]) is None


def test_no_fallback_is_harsher_than_what_was_ordered() -> None:
    harsh = {"hold": 1, "hide": 2, "remove": 3, "mute_author": 4, "block_author": 5, "record_strike": 4}
    for verb, options in FALLBACK.items():
        assert verb in VERBS
        for option in options:
            assert harsh.get(option, 0) <= max(harsh.get(verb, 0), 2 if verb in ("hold", "redact_display") else 0)


def test_waits_double_are_spread_and_end() -> None:
    assert [backoff(number, None, 1.0) for number in (1, 2, 3, 4)] == [1.0, 2.0, 4.0, 8.0]
    assert backoff(3, None, 0.0) == 2.0
    assert backoff(1000, None, 1.0) == BACKOFF_MOST
    assert backoff(1, 60.0, 0.5) == 60.0
    assert backoff(1, 0.01, 1.0) == 1.0
    assert backoff(1, 1e9, 1.0) == RETRY_AFTER_MOST
    assert backoff(1, -5.0, 1.0) == 1.0


def test_a_receipt_says_what_was_done_instead() -> None:
    at = datetime(2026, 5, 3, tzinfo=UTC)
    made = receipt_of(order("hide"), Attempt("applied", "ref", "held", "x" * 500), "webhook", at, "hold")
    assert (made.verb, made.done_as, made.status, made.observed_state) == ("hide", "hold", "applied", "held")
    assert len(made.detail or "") == 200
    assert receipt_of(order("hide"), "expired", "webhook", at, "hide").done_as is None
