"""The redactor: whose details, thresholds and types, and what becomes of a text when a detector fails."""

import dataclasses
from collections.abc import Sequence

import pytest

from houserules.contracts.stages import NO_REDACTION
from houserules.redaction import redactor as redactor_module
from houserules.redaction.detectors import DETECTORS
from houserules.redaction.detectors.base import Detector, Found
from houserules.redaction.folding import Piece
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import ContactRegistry
from support.redaction import REDACTOR, REGISTRY, found, redacted


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("my number is 07700 900123", "own"),
        ("call me on 07700 900123", "own"),
        ("I'm on 07700 900123", "own"),
        ("I live at SW1A 1AA", "own"),
        ("07700 900123 is my number", "own"),
        ("email us at jo@example.org", "own"),
        ("her number is 07700 900123", "other"),
        ("his address is SW1A 1AA", "other"),
        ("she lives at SW1A 1AA", "other"),
        ("my mum is on 07700 900123", "other"),
        ("my best friend's number: 07700 900123", "other"),
        ("I know him, call him on 07700 900123", "other"),
        ("Sarah's number is 07700 900123", "other"),
        ("07700 900123 is his mobile", "other"),
        ("Dave Smith lives at SW1A 1AA", "other"),
        ("my abuser's number is 07700 900123", "other"),
        ("my two best mates are on 07700 900123", "other"),
        ("that nonce is on 07700 900123", "other"),
        ("he keeps ringing me from 07700 900123", "other"),
        ("can someone ring my mum for me 07700 900123", "other"),
        ("we know your address, SW1A 1AA", "other"),
        ("07700 900123 (mum)", "other"),
        ("if you need help ring 07700 900123", "unknown"),
        ("you can get hold of me on 07700 900123", "own"),
        ("i told him to ring me on 07700 900123", "own"),
        ("I was there. Tickets: 07700 900123", "unknown"),
        ("for tickets ring 07700 900123", "unknown"),
    ],
)
def test_the_words_around_a_detail_say_whose_it_is(text: str, whose: str) -> None:
    assert [span.whose for span in found(text).spans] == [whose]


def test_findings_come_in_order_and_apart_with_positions_of_the_original() -> None:
    text = "é🙂 jo@example.org \u200b07700 900123, SW1A 1AA"
    result = found(text)
    assert [(span.type, text[span.start : span.end]) for span in result.spans] == [
        ("EMAIL", "jo@example.org"),
        ("PHONE", "07700 900123"),
        ("POSTCODE", "SW1A 1AA"),
    ]
    assert REDACTOR.apply(text, result) == "é🙂 [email removed] \u200b[phone removed], [postcode removed]"


def test_a_text_without_findings_shares_one_result_and_is_returned_as_it_is() -> None:
    text = "nothing to see at 10:30 on 13 January 2026"
    result = REDACTOR.find([text, ""])
    assert result == [NO_REDACTION, NO_REDACTION]
    assert result[0] is result[1] is NO_REDACTION
    assert REDACTOR.apply(text, result[0]) is text


def test_texts_of_a_batch_do_not_touch_each_other() -> None:
    texts = ["call 07700", "900123", "jo@", "example.org", "SW1A", "1AA", "07700 900123"]
    assert [len(result.spans) for result in REDACTOR.find(texts)] == [0, 0, 0, 0, 0, 0, 1]


def test_taking_one_detail_out_cannot_uncover_another() -> None:
    text = "12307700900123 and 4111 1111 1111 1111jo@example.org07700900123"
    once = redacted(text)
    assert redacted(once) == once


def test_overlapping_findings_become_one() -> None:
    text = "write to 07700900123@example.org"
    assert redacted(text) == "write to [email removed]"


def test_only_enabled_types_are_looked_for() -> None:
    phones = Redactor(REGISTRY, types=["PHONE"])
    assert [span.type for span in phones.find(["jo@example.org 07700 900123"])[0].spans] == ["PHONE"]
    assert Redactor(REGISTRY, types=[]).find(["07700 900123"]) == [NO_REDACTION]


def test_a_type_that_nothing_can_find_is_refused() -> None:
    with pytest.raises(ValueError, match="PERSON"):
        Redactor(REGISTRY, types=["PHONE", "PERSON"])


@pytest.mark.parametrize("threshold", [0, -1, 1.5])
def test_a_threshold_outside_its_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        Redactor(REGISTRY, thresholds={"PHONE": threshold})


def test_thresholds_decide_what_counts() -> None:
    strict = Redactor(REGISTRY, thresholds={"PHONE": 0.99})
    assert strict.find(["my number is 555 0123", "07700 900123"])[0].spans == ()
    assert len(strict.find(["my number is 555 0123", "07700 900123"])[1].spans) == 1
    eager = Redactor(REGISTRY, thresholds={"PHONE": 0.3})
    assert len(eager.find(["order 07700900123"])[0].spans) == 1


def failing(kind: str, reach: int | None = None) -> Redactor:
    def fail(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
        raise RuntimeError("a fault")

    def broken(detector: Detector) -> Detector:
        if detector.type != kind:
            return detector
        return dataclasses.replace(detector, find=fail, reach=detector.reach if reach is None else reach)

    return Redactor(REGISTRY, detectors=[broken(detector) for detector in DETECTORS])


def test_a_failing_detector_takes_out_what_it_could_not_read_and_nothing_else() -> None:
    result, clean = failing("PHONE").find(["it happened to me, 07700 900123 he said, jo@example.org", "hello you"])
    text = failing("PHONE").apply("it happened to me, 07700 900123 he said, jo@example.org", result)
    assert "900123" not in text
    assert "[email removed]" in text
    assert text.startswith("it happ")
    assert result.degraded == ("redaction.phone",)
    assert clean is NO_REDACTION


def test_a_failing_detector_marks_a_text_even_where_the_place_is_public() -> None:
    def both(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
        return [Found(start, end, 1.0, "Childline")]

    detectors = [dataclasses.replace(DETECTORS[0], find=both), dataclasses.replace(DETECTORS[0], find=None)]
    result = Redactor(REGISTRY, detectors=detectors).find(["0800 1111"])[0]
    assert (result.spans, result.degraded) == ((), ("redaction.phone",))


def test_a_failing_detector_that_looks_around_takes_its_surroundings_out() -> None:
    result = failing("EMAIL").find(["write to jo.bloggs.the.second at example dot org please"])[0]
    assert result.degraded == ("redaction.email",)
    assert (
        failing("EMAIL").apply("write to jo.bloggs.the.second at example dot org please", result) == "[email removed]"
    )


def test_a_failing_batch_costs_only_the_text_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = redactor_module.Folded

    def folded(texts: list[str]) -> object:
        if any("poison" in text for text in texts):
            raise RuntimeError("a fault")
        return whole(texts)

    monkeypatch.setattr(redactor_module, "Folded", folded)
    texts = ["07700 900123", "poison 07700 900123", "hello", ""]
    results = REDACTOR.find(texts)
    assert [REDACTOR.apply(text, result) for text, result in zip(texts, results, strict=True)] == [
        "[phone removed]",
        "[text withheld]",
        "hello",
        "",
    ]
    assert results[1].degraded == ("redaction.read",)
    assert [result.degraded for result in (results[0], results[2])] == [(), ()]


class KnownNames:
    """Knows two people, and fails on one text."""

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, float]]]:
        if any("poison" in text for text in texts):
            raise RuntimeError("a fault")
        return [
            [(text.index(name), text.index(name) + len(name), 0.85) for name in ("Ann Ash", "Bo Berg") if name in text]
            for text in texts
        ]


def test_names_are_found_beside_the_rest_and_only_where_that_is_on() -> None:
    text = "Ann Ash is on 07700 900123"
    naming = Redactor(REGISTRY, names=KnownNames())
    assert naming.apply(text, naming.find([text])[0]) == "[name removed] is on [phone removed]"
    assert naming.keyed(b"key").find(["with Bo Berg"])[0].spans[0].type == "PERSON"
    assert Redactor(REGISTRY, names=KnownNames(), thresholds={"PERSON": 0.9}).find([text])[0].spans[0].type == "PHONE"
    assert Redactor(REGISTRY, names=KnownNames(), types=["EMAIL"]).find(["Ann Ash"]) == [NO_REDACTION]
    assert redacted("Ann Ash") == "Ann Ash"


def test_a_failing_name_finder_lets_no_text_through_unread() -> None:
    results = Redactor(REGISTRY, names=KnownNames()).find(["Ann Ash", "poison", "so"])
    assert [result.degraded for result in results] == [(), ("redaction.read",), ()]
    assert REDACTOR.apply("poison", results[1]) == "[text withheld]"


def test_a_text_with_more_than_a_thousand_findings_is_withheld_whole() -> None:
    text = "07700 900123, " * 1001
    result = found(text)
    assert REDACTOR.apply(text, result) == "[text withheld]"
    assert [(span.start, span.end) for span in result.spans] == [(0, len(text))]
    assert result.degraded == ("redaction.span-limit",)
    assert len(found("07700 900123, " * 1000).spans) == 1000


@pytest.mark.parametrize(
    "text",
    [
        "call 07700 900123",
        "call me on 555 0123",
        "(212) 555-0123",
        "plus 33 1 23 45 67 89",
        "oh seven seven double oh nine hundred one two three",
        "12 tower hamlets london e1 1aa",
        "rose cottage wibble e1 1aa",
        "12 great leeds london end, sw1a 1aa",
        "12-14a mill lane, leeds",
        "jo dot bloggs at example dot org",
        "AB12 3456 C or AB 12 34 56 C",
        "GB29 NWBK 6016 1331 9268 19",
        "add me on snap: jess_xo12",
        "born on 12/03/2009",
        "0800 1111 and Childline 0909 879 0123",
    ],
)
def test_what_stands_long_before_a_detail_hides_nothing_of_it(text: str) -> None:
    prose = "and it went on like that for years and nobody ever said a word about it so "
    near, far = prose[-3:] + text, prose * 4 + text
    assert REDACTOR.apply(far, found(far)) == prose * 4 + REDACTOR.apply(near, found(near))[3:]
    assert found(near).spans
