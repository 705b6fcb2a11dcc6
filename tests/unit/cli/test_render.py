"""What a moderator sees: the right words underlined, the reasons, and nothing that a post could do to the terminal."""

from io import StringIO
from typing import Any

import msgspec
import pytest
from rich.console import Console

from houserules.cli import render
from houserules.contracts.action import Action, Reason, Target
from houserules.contracts.stages import Duplicate, PiiSpan
from houserules.contracts.verdict import EngineRef, Finding, PolicyRef, Span, Verdict

VERDICT = Verdict(
    verdict_id="v",
    post_key="p:1",
    revision=1,
    outcome="allow",
    visibility="visible",
    severity="none",
    urgency="routine",
    confidence=1.0,
    redacted_text="all is well",
    findings=(),
    policy=PolicyRef("policy", "1", "sha256:0", (), None),
    engine=EngineRef("houserules", "0"),
    event_time="2026-01-01T00:00:00.000Z",
    decided_for="2026-01-01T00:00:00.000Z",
)


def _verdict(**changes: Any) -> Verdict:
    return msgspec.structs.replace(VERDICT, **changes)


def _finding(*spans: tuple[int, int], **changes: Any) -> Finding:
    finding = Finding(
        rule_id="insult.direct",
        rule_version=1,
        category="INCIVILITY",
        clause="2",
        mode="enforce",
        score=0.9,
        severity="medium",
        view="plain",
        spans=tuple(Span(start, end, "insult") for start, end in spans),
        explain="an insult aimed at a person",
    )
    return msgspec.structs.replace(finding, **changes)


def _shown(renderable: Any, width: int = 100) -> str:
    out = StringIO()
    Console(file=out, width=width, highlight=False).print(renderable)
    return out.getvalue()


def _underlined(verdict: Verdict, removed: list[PiiSpan] | None = None) -> list[str]:
    text = render.marked(verdict, removed)
    return [text.plain[span.start : span.end] for span in text.spans if "underline" in str(span.style)]


def test_a_verdict_without_reasons_is_one_line() -> None:
    assert _shown(render.card(VERDICT)) == "allow    p:1  all is well\n"


def test_a_card_tells_outcome_clause_rule_words_and_what_follows() -> None:
    verdict = _verdict(
        outcome="hide",
        visibility="hidden",
        severity="medium",
        urgency="today",
        redacted_text="you idiot",
        findings=(_finding((4, 9)),),
        policy=PolicyRef("policy", "1", "sha256:0", (), "2"),
    )
    target = Target("p:1", 1, "p", "a")
    action = Action(
        action_id="a",
        verdict_id="v",
        verb="hide",
        target=target,
        reason=Reason("2", "insult.direct", "be-civil"),
        reversible=True,
        inverse="unhide",
        not_after=None,
        precedence="auto",
    )
    notice = msgspec.structs.replace(action, verb="notify_author", reversible=False, inverse=None)
    text = _shown(render.card(verdict, [action, notice]))
    for words in (
        "HIDE     p:1",
        "severity medium, urgency today, post hidden",
        "clause  2",
        "insult.direct  INCIVILITY",
        "an insult aimed at a person: “idiot”",
        "hide, notify_author “be-civil”",
    ):
        assert words in text


def test_words_that_several_patterns_found_are_quoted_once() -> None:
    verdict = _verdict(redacted_text="you utter idiot", findings=(_finding((0, 15), (4, 15), (10, 15)),))
    assert "a person: “you utter idiot”\n" in _shown(render.card(verdict))


def test_a_suppressed_finding_says_by_what() -> None:
    verdict = _verdict(findings=(_finding((0, 3), suppressed_by="safeguarding.cap"),))
    assert "suppressed by safeguarding.cap" in _shown(render.card(verdict))


def test_a_repeat_names_the_copy_that_stands() -> None:
    duplicate = Duplicate("repeat", "author", "c", "p:0", 1.0, "exact")
    verdict = _verdict(outcome="hide", duplicate=duplicate, findings=(_finding(),))
    assert "exact copy of p:0" in _shown(render.card(verdict))


def test_words_behind_a_placeholder_are_still_the_right_ones() -> None:
    # Original: "ring 07700 900123 you idiot"; the number is 12 long, its placeholder 15.
    removed = [PiiSpan(5, 17, "PHONE", "[phone removed]")]
    verdict = _verdict(redacted_text="ring [phone removed] you idiot", findings=(_finding((22, 27)), _finding((8, 10))))
    assert sorted(_underlined(verdict, removed)) == ["[phone removed]", "idiot"]


def test_without_the_redactions_spans_those_of_the_findings_serve() -> None:
    phone = _finding(spans=(Span(5, 17, "PHONE", "[phone removed]"),))
    verdict = _verdict(redacted_text="ring [phone removed] you idiot", findings=(phone, _finding((22, 27))))
    assert sorted(_underlined(verdict)) == ["[phone removed]", "idiot"]


def test_a_place_that_is_not_in_the_text_marks_nothing_and_breaks_nothing() -> None:
    verdict = _verdict(redacted_text="short", findings=(_finding((90, 99)),))
    assert "insult.direct" in _shown(render.card(verdict))


@pytest.mark.parametrize("nasty", ["\x1b[2J", "\x07", "\r", "\u202e", "\u2066", "\x9b31m", "\u200b", "\ud800"])
def test_a_post_cannot_move_the_cursor_or_turn_the_text(nasty: str) -> None:
    verdict = _verdict(redacted_text=f"a{nasty}b", post_key=f"k{nasty}", findings=(_finding((0, 3)),))
    for shown in (_shown(render.card(verdict)), _shown(render.headline(verdict))):
        assert nasty[0] not in shown
    assert len(render.safe(nasty)) == len(nasty)


def test_markup_in_a_post_is_text() -> None:
    assert "[bold]shout[/bold]" in _shown(render.card(_verdict(redacted_text="[bold]shout[/bold]", degraded=("x",))))


def test_a_headline_is_one_line_of_the_terminals_width() -> None:
    shown = _shown(render.headline(_verdict(redacted_text="one\ntwo " * 50)), width=60)
    assert shown.count("\n") == 1
    assert len(shown) <= 61


def test_totals_come_least_first() -> None:
    assert render.totals({"hide": 1, "allow": 1200}, 3).plain == "allow 1,200   hide 1   dead letters 3"


@pytest.mark.parametrize(
    ("millis", "text"), [(-5, "0 s"), (59_000, "59 s"), (120_000, "2 min"), (7.2e6, "2 h"), (2e9, "23 d")]
)
def test_ages_are_short(millis: float, text: str) -> None:
    assert render.age(millis) == text
