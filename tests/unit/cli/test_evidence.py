"""`houserules evidence` without a broker: keys, cards, and what is refused."""

import json

import pytest

from houserules.cli.evidence import Found, print_card, print_json, print_list
from houserules.cli.main import USAGE, main
from houserules.contracts.encode import encode_evidence_key
from houserules.contracts.evidence import EvidenceKey
from houserules.contracts.post import Media
from houserules.evidence.keyring import parse_keyring
from houserules.evidence.records import KeyRecords, erasure, record_key
from support.evidence import seal
from support.posts import post

HOSTILE = "first\x1b[2Jline\nsecond \u202eline"


def found(*items: EvidenceKey) -> KeyRecords:
    keys = KeyRecords()
    for item in items:
        keys.take(0, record_key(item), encode_evidence_key(item))
    return keys


def test_a_key_is_fresh_each_time_and_fits_the_setting(capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for _ in range(2):
        assert main(["evidence", "key", "2026-06"]) == 0
        printed.append(capsys.readouterr().out.strip())
    assert printed[0] != printed[1]
    assert [parse_keyring(line).sealing.name for line in printed] == ["2026-06"] * 2


def test_a_bad_name_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "key", "two words"]) == USAGE
    assert "the name of entry 1" in capsys.readouterr().err


def test_bad_keys_are_told_before_anything_connects(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOUSERULES_EVIDENCE_KEYS", "may:c2hvcnQ=")
    assert main(["evidence", "show", "x:acct:1"]) == USAGE
    error = capsys.readouterr().err
    assert "HOUSERULES_EVIDENCE_KEYS: the key of `may` has 5 bytes, and 32 are needed" in error
    assert "c2hvcnQ" not in error


def test_a_card_shows_all_of_a_post_and_nothing_of_it_moves_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    item = post(HOSTILE, name="Ann", media=[Media(None, None, "the \x1b[31mdoor")], links=["https://example.org/a"])
    evidence, _ = seal(item)
    print_card(evidence, item)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    lines = shown.splitlines()
    assert any(line.startswith("text") and line.endswith("line") for line in lines)
    assert any(line.split() and line.split()[0] == "second" for line in lines)
    for told in (evidence.verdict_id, evidence.event_time, "0:17", "first", "Ann", "door", "https://example.org/a"):
        assert told in shown


def test_json_is_one_line_with_provenance_and_post(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    item = post(HOSTILE)
    evidence, _ = seal(item)
    print_json(evidence, item)
    (line,) = capfdbinary.readouterr().out.splitlines()
    told = json.loads(line)
    assert told["post"]["text"] == HOSTILE
    assert told["source"] == {"partition": 0, "offset": 17, "timestamp": 1_767_268_800_000}
    assert told["verdict_id"] == evidence.verdict_id
    assert "ciphertext" not in told


def test_the_list_says_what_became_of_each_and_holds_no_text(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    kept, erased, back, lost = (seal(post("told in confidence", key=name)) for name in ("a", "b", "c", "d"))
    keys = found(kept[1], erasure("b", 1, 0), back[1], erasure("c", 1, 0))
    sealed = [kept[0], erased[0], back[0], lost[0]]
    print_list(Found(sealed, keys), sealed, as_json=True)
    out = capfdbinary.readouterr().out
    assert b"confidence" not in out
    assert b"ciphertext" not in out
    states = {item["post_key"]: item["state"] for item in map(json.loads, out.splitlines())}
    assert states == {"a": "kept", "b": "erased", "c": "erased, key back", "d": "no key"}
