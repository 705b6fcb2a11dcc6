"""What `houserules tail` prints of receipts, reviews, appeals and decisions."""

from io import StringIO
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from houserules.cli.tail import TOPICS
from houserules.cli.tail_lines import LINED, liner
from houserules.stream.topics import TOPIC

EXAMPLES = Path(__file__).parents[2] / "golden" / "contracts"


def shown(what: str, value: bytes) -> str:
    console = Console(file=StringIO(), width=300)
    console.print(liner(what)(value))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_everything_that_can_be_followed_has_a_topic() -> None:
    assert set(TOPICS.values()) <= set(TOPIC)
    assert set(LINED) <= set(TOPICS)


@pytest.mark.parametrize("what", LINED)
def test_every_example_of_the_contract_is_one_line_that_names_its_post(what: str) -> None:
    files = sorted((EXAMPLES / f"{what.removesuffix('s')}-1").glob("*.json"))
    assert files
    for file in files:
        value = file.read_bytes()
        (line,) = shown(what, value).splitlines()
        assert msgspec.json.decode(value)["post_key"] in line, file.name


@pytest.mark.parametrize(
    ("what", "file", "parts"),
    [
        ("receipts", "done-as-a-hold", ["hide", "applied as hold by facebook-pages, seen held"]),
        ("receipts", "retry-later", ["failed_retryable by facebook-pages: The platform answered 503."]),
        ("receipts", "refused", ["refused_human_decision", "seen visible"]),
    ],
)
def test_lines_say_what_was_done(what: str, file: str, parts: list[str]) -> None:
    line = shown(what, (EXAMPLES / f"{what.removesuffix('s')}-1" / f"{file}.json").read_bytes())
    assert [part for part in parts if part not in line] == []


def test_a_refused_review_and_what_cannot_be_taken_back_are_told() -> None:
    found = {
        "post_key": "x:1",
        "partition": 0,
        "version": 2,
        "decision": "modify",
        "role": "legal",
        "outcome": "hide",
    } | {
        "irreversible": ["remove"],
        "refused": {"review_id": "r9", "version": 1, "reason": "stale-version", "at": "2026-01-01T12:00:00Z"},
    }
    line = shown("decisions", msgspec.json.encode(found))
    assert "modify" in line
    assert "x:1 -> hide  version 2 by legal" in line
    assert "cannot surely take back remove, refused r9: stale-version" in line


def test_a_record_cannot_move_the_cursor() -> None:
    value = (
        b'{"appeal_id": "a\\u001b[2J\\n", "post_key": "x:\\u202e1", "verdict_id": "v", "at": "2026-01-01T12:00:00Z"}'
    )
    line = shown("appeals", value)
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_what_is_no_such_record_raises_what_the_command_tells() -> None:
    with pytest.raises(msgspec.DecodeError):
        liner("receipts")(b'{"post_key": 1}')
