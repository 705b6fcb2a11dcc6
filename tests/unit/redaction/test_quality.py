"""Recall and precision of redaction, type by type, on generated texts that no detector was written for.

The generator (`tests/bench/redaction`) knows nothing of the detectors. When a type falls short the message lists what was
missed and what was taken for personal, so that the pattern behind it can be seen.
"""

import pytest

from bench.redaction.contenders import Ours, above
from bench.redaction.generator import generate, read_contacts
from bench.redaction.marks import TYPES, Example, core, gold, parse
from bench.redaction.scoring import Found, Score, score

TEXTS = 4000
SEED = 20260113
RECALL = 0.98
PRECISION = 0.97
LISTED = 12


@pytest.fixture(scope="module")
def ours() -> Ours:
    """The shipped policy's redactor."""
    return Ours("its-not-okay")


@pytest.fixture(scope="module")
def measured(ours: Ours) -> Score:
    """Its scores."""
    examples = generate(TEXTS, SEED, read_contacts(ours.directory / "contacts.yaml"))
    return score(examples, above(ours.find([one.text for one in examples]), 0.0), TYPES)


def _worst(errors: list[tuple[str, str, str, str]], kind: str, false_alarms: bool) -> str:
    lines = [
        f"  {what}: {value!r}\n      in {text!r}"
        for of, what, value, text in errors
        if of == kind and (what == "false alarm") is false_alarms
    ]
    more = f"\n  and {len(lines) - LISTED} more" if len(lines) > LISTED else ""
    return "\n".join(lines[:LISTED]) + more


@pytest.mark.parametrize("kind", TYPES)
def test_recall(measured: Score, kind: str) -> None:
    tally = measured.types[kind]
    assert tally.golds >= TEXTS // 40
    assert tally.recall >= RECALL, f"recall of {kind} is {tally.recall:.3f}\n{_worst(measured.errors, kind, False)}"


@pytest.mark.parametrize("kind", TYPES)
def test_precision(measured: Score, kind: str) -> None:
    tally = measured.types[kind]
    assert tally.precision >= PRECISION, (
        f"precision of {kind} is {tally.precision:.3f}\n{_worst(measured.errors, kind, True)}"
    )


def test_nothing_is_found_in_what_was_redacted(ours: Ours) -> None:
    redactor = ours.redactor
    texts = [one.text for one in generate(600, SEED + 1)]
    redacted = [redactor.apply(text, found) for text, found in zip(texts, redactor.find(texts), strict=True)]
    left = [(text, found.spans) for text, found in zip(redacted, redactor.find(redacted), strict=True) if found.spans]
    assert not left


def test_the_same_seed_gives_the_same_texts() -> None:
    assert generate(50, 3) == generate(50, 3)
    assert generate(50, 3) != generate(50, 4)


BANK = parse(f"pay {gold('BANK_ACCOUNT', 'sort code ' + core('20-00-00') + ' account ' + core('12345678'))} now")
HOME = parse(f"at {gold('ADDRESS', core('12 mill lane') + ', ' + gold('POSTCODE', 'm4 4bf'))} now")


@pytest.mark.parametrize(
    ("example", "found", "hits", "false_alarms"),
    [
        pytest.param(BANK, [(4, 39, "BANK_ACCOUNT")], 1, 0, id="the whole with its labels"),
        pytest.param(BANK, [(14, 22, "BANK_ACCOUNT"), (31, 39, "BANK_ACCOUNT")], 1, 0, id="each number by itself"),
        pytest.param(BANK, [(14, 22, "BANK_ACCOUNT")], 0, 0, id="half of it is a miss, not a false alarm"),
        pytest.param(BANK, [(4, 39, "PHONE")], 0, 1, id="another type"),
        pytest.param(BANK, [(0, 43, "BANK_ACCOUNT")], 0, 1, id="too greedy"),
        pytest.param(HOME, [(3, 23, "ADDRESS")], 2, 0, id="an address takes its postcode along"),
        pytest.param(HOME, [(3, 15, "ADDRESS"), (17, 23, "POSTCODE")], 2, 0, id="side by side"),
        pytest.param(HOME, [(17, 23, "POSTCODE")], 1, 0, id="the postcode alone leaves the address"),
    ],
)
def test_how_hits_are_counted(example: Example, found: list[Found], hits: int, false_alarms: int) -> None:
    types = score([example], [found], TYPES).types.values()
    assert (sum(one.found for one in types), sum(one.wrong for one in types)) == (hits, false_alarms)
