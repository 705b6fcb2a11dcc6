"""Spans are made disjoint without leaving a character of any of them."""

from houserules.contracts.stages import PiiSpan
from houserules.redaction.spans import disjoint, lead_back, outside, replace, span, withheld


def test_overlapping_spans_become_one_of_the_surer_type() -> None:
    spans = disjoint(
        [span(4, 12, "PHONE", 0.9), span(0, 6, "EMAIL", 0.6), span(20, 22, "PHONE"), span(11, 15, "NINO", 0.5)]
    )
    assert [(item.start, item.end, item.type) for item in spans] == [(0, 15, "PHONE"), (20, 22, "PHONE")]


def test_of_equally_sure_spans_the_longer_names_the_union() -> None:
    spans = disjoint([span(0, 5, "PHONE"), span(2, 20, "PAYMENT_CARD")])
    assert [(item.start, item.end, item.replacement) for item in spans] == [(0, 20, "[card number removed]")]


def test_spans_that_touch_stay_two() -> None:
    assert len(disjoint([span(5, 9, "PHONE"), span(0, 5, "EMAIL")])) == 2


def test_replace_keeps_everything_between() -> None:
    assert replace("abcdef", [span(1, 2, "PHONE"), span(4, 6, "EMAIL")]) == "a[phone removed]cd[email removed]"
    assert replace("abc", []) == "abc"


def test_spans_of_a_redacted_text_lead_back_to_the_original() -> None:
    earlier = [span(2, 4, "PHONE")]
    made = replace("abcdefgh", earlier)
    late = [PiiSpan(made.index("g"), made.index("g") + 2, "EMAIL", "[email removed]")]
    assert [(item.start, item.end) for item in lead_back(late, earlier)] == [(6, 8)]


def test_spans_inside_registered_places_are_dropped() -> None:
    spans = [span(0, 3, "PHONE"), span(5, 9, "PHONE"), span(5, 12, "PAYMENT_CARD")]
    assert outside([(5, 9)], spans) == [spans[0], spans[2]]


def test_an_empty_text_cannot_be_withheld() -> None:
    assert withheld("", "PHONE") == ()
    assert replace("secret", withheld("secret", "PHONE")) == "[text withheld]"
