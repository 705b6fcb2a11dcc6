"""The sets that are scored: generated texts, and three public ones read from a folder at run time.

Each set scores only the types that it labels. The SMS set has no labels for phone numbers: its standard is silver, the union
of what libphonenumber and a strict pattern of the UK numbering plan call a number, and where the two disagree is listed.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import phonenumbers

from bench.redaction.marks import Example, Gold


@dataclass(frozen=True, slots=True)
class Dataset:
    """Texts with golds, the types that they label, and what a reader of the table must know."""

    name: str
    examples: tuple[Example, ...]
    types: tuple[str, ...]
    note: str = ""
    disputed: tuple[str, ...] = ()


_SYNTH: Final[Mapping[str, str]] = {
    "CREDIT_CARD": "PAYMENT_CARD",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP_ADDRESS",
}


def public_sets(folder: Path) -> Iterator[Dataset]:
    """The sets that `folder` has. Raises OSError or ValueError for files that cannot be read."""
    if (path := folder / "presidio_synth" / "synth_v2_templates_a.json").is_file():
        yield from _presidio_synth(path)
    if (path := folder / "lifebench_pii").is_dir():
        yield _lifebench(path)
    if (path := folder / "sms_spam" / "SMSSpamCollection.tsv").is_file():
        yield _sms(path)


def _presidio_synth(path: Path) -> Iterator[Dataset]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    examples: list[Example] = []
    for row in rows:
        golds = [
            _gold(_SYNTH[span["entity_type"]], span["start_position"], span["end_position"])
            for span in row["spans"]
            if span["entity_type"] in _SYNTH
        ]
        examples.append(Example(row["full_text"], tuple(golds)))
    yield Dataset(
        "presidio_synth",
        tuple(examples),
        tuple(_SYNTH.values()),
        "phones of every country, many without a country code",
    )
    british = [
        Example(one.text, tuple(each for each in one.golds if each.type == "PHONE"))
        for one in examples
        if all(_british(one.text[each.start : each.end]) for each in one.golds if each.type == "PHONE")
    ]
    yield Dataset(
        "presidio_synth, UK phones",
        tuple(british),
        ("PHONE",),
        "without the texts whose phone libphonenumber does not call British",
    )


def _british(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return False
    return parsed.country_code == 44 and phonenumbers.is_valid_number(parsed)


def _lifebench(folder: Path) -> Dataset:
    examples: dict[str, Example] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                golds = {(span["start"], span["end"]) for span in row["pii_spans"] if span["type"] == "PHONE"}
                text = row["data_to_answer"]
                examples[text] = Example(text, tuple(_gold("PHONE", *each) for each in sorted(golds)))
    return Dataset(
        "lifebench_pii", tuple(examples.values()), ("PHONE",), "long texts; Chinese mobiles with and without +86"
    )


def _gold(kind: str, start: int, end: int) -> Gold:
    return Gold(kind, start, end, ((start, end),))


_CANDIDATE: Final = re.compile(
    r"(?<![\w£$.,/-])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)\d{1,4}\)?[\d -]{4,12}\d(?![\d£])",
)
_PLAN: Final = re.compile(r"0(?:7\d{9}|[1]\d{8,9}|2\d{9}|3\d{9}|5[56]\d{8}|8\d{8,9}|800\d{6,7}|9\d{9})")


def _strict(text: str) -> list[tuple[int, int]]:
    """Places that a strict pattern of the UK numbering plan calls a number."""
    found = []
    for match in _CANDIDATE.finditer(text):
        digits = re.sub(r"^(?:\+|00)44(?:\(0\))?", "0", re.sub(r"[ -]", "", match[0])).replace("(", "").replace(")", "")
        if _PLAN.fullmatch(digits):
            found.append(match.span())
    return found


def _sms(path: Path) -> Dataset:
    examples: list[Example] = []
    disputed: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.split("\t", 1)[-1]
        strict = _strict(text)
        library = [
            (match.start, match.end)
            for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.VALID)
            if match.number.country_code == 44
        ]
        for one, other, name in ((strict, library, "pattern only"), (library, strict, "libphonenumber only")):
            disputed += [
                f"{name}: {text[start:end]!r} in {text!r}" for start, end in one if not _met(start, end, other)
            ]
        # The wider of two that meet would punish whoever found the narrower, so libphonenumber's own extent counts there.
        silver = sorted(library + [each for each in strict if not _met(*each, library)])
        examples.append(Example(text, tuple(_gold("PHONE", *each) for each in silver)))
    note = "silver: libphonenumber (valid in GB) or a strict pattern; Presidio uses libphonenumber itself, so this favours it"
    return Dataset(
        "sms_spam", tuple(examples), ("PHONE",), f"{note}; the two disagree on {len(disputed)}", tuple(disputed)
    )


def _met(start: int, end: int, others: list[tuple[int, int]]) -> bool:
    return any(start < other[1] and other[0] < end for other in others)
