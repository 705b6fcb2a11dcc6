"""`houserules check`: every way in, one result a line in the order of the input, and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from houserules.cli.main import cli
from houserules.cli.synthetic import iter_synthetic

PLAIN = "Thank you for the leaflets, the evening at the library was very good"
PHONE = "Please ring me on 07700 900123 about the evening at the library"


def _check(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=stdin)


def _lines(result: Result) -> list[dict[str, Any]]:
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def _post(key: str, text: Any, author: str = "me", **fields: Any) -> str:
    made = {
        "post_key": key,
        "platform": "p",
        "account": "a",
        "author": {"id": author},
        "text": text,
        "created_at": "2026-03-01T10:00:00Z",
    }
    return json.dumps(made | fields)


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text(f"{_post('k1', PLAIN)}\n\n{_post('k2', PHONE, 'you')}\n", encoding="utf-8")
    return path


def test_a_text_gets_a_card() -> None:
    result = _check(PLAIN)
    assert result.exit_code == 0
    assert result.stdout == f"allow    check:local:1  {PLAIN}\n"


def test_a_card_shows_the_redacted_text_and_why() -> None:
    result = _check(PHONE)
    assert result.exit_code == 0
    assert "900123" not in result.output
    assert "ring me on [phone removed] about" in result.stdout
    assert "PERSONAL_INFO" in result.stdout
    assert "then    redact_display" in result.stdout


@pytest.mark.parametrize("way", ["argument", "option", "dash", "stdin"])
def test_posts_come_from_a_file_or_standard_input(posts: Path, way: str) -> None:
    content = posts.read_bytes()
    result = {
        "argument": lambda: _check(str(posts), "--json"),
        "option": lambda: _check("--json", "-f", str(posts)),
        "dash": lambda: _check("--json", "-", stdin=content),
        "stdin": lambda: _check("--json", stdin=content),
    }[way]()
    assert result.exit_code == 0
    verdicts = _lines(result)
    assert [verdict["post_key"] for verdict in verdicts] == ["k1", "k2"]
    assert [verdict["schema"] for verdict in verdicts] == ["verdict/1", "verdict/1"]
    assert verdicts[1]["redacted_text"] == "Please ring me on [phone removed] about the evening at the library"


@pytest.mark.parametrize("way", ["argument", "stdin"])
def test_each_line_can_be_a_plain_text(tmp_path: Path, way: str) -> None:
    path = tmp_path / "comments.txt"
    path.write_text(f"{PLAIN}\n\n{PHONE}\n", encoding="utf-8")
    if way == "argument":
        result = _check("--text", "--json", str(path))
    else:
        result = _check("--text", "--json", stdin=path.read_bytes())
    verdicts = _lines(result)
    assert [verdict["post_key"] for verdict in verdicts] == ["check:local:1", "check:local:2", "check:local:3"]
    assert verdicts[1]["redacted_text"] == ""
    assert [verdict["event_time"][-8:] for verdict in verdicts] == [":00.000Z", ":01.000Z", ":02.000Z"]


def test_a_line_that_is_no_post_keeps_its_place_and_fails_the_run() -> None:
    lines = [_post("k1", PLAIN), "{not json", _post("k3", 7), _post("k4", PLAIN, "you")]
    result = _check("--json", stdin="\n".join(lines))
    assert result.exit_code == 1
    first, second, third, fourth = _lines(result)
    assert (first["post_key"], fourth["post_key"]) == ("k1", "k4")
    assert (second["schema"], second["line"], second["reason"]) == ("dead-letter/1", 2, "invalid-json")
    assert (third["line"], third["reason"], third["field"]) == (3, "wrong-type", "text")
    assert set(third) == {"schema", "line", "reason", "error", "field", "message"}
    assert "stdin:2: invalid-json" in result.stderr
    assert "stdin:3: wrong-type" in result.stderr


def test_a_file_of_plain_text_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "comments.txt"
    path.write_text("hello\nworld\n", encoding="utf-8")
    result = _check(str(path))
    assert result.exit_code == 1
    assert "--text" in result.stderr


def test_what_is_not_utf_8_is_reported_and_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"fine\ncaf\xe9\nfine too\n")
    result = _check("--text", "--json", str(path))
    assert result.exit_code == 1
    kinds = [line["schema"] for line in _lines(result)]
    assert kinds == ["verdict/1", "dead-letter/1", "verdict/1"]


def test_a_file_name_that_does_not_exist_is_not_judged_as_a_text() -> None:
    result = _check("no-such-posts.jsonl")
    assert result.exit_code == 2
    assert "there is no file no-such-posts.jsonl" in result.stderr
    assert _check("--literal", "no-such-posts.jsonl").exit_code == 0


def test_literal_judges_the_name_of_a_file(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(posts.parent)
    (verdict,) = _lines(_check("--literal", "--json", posts.name))
    assert verdict["redacted_text"] == posts.name


def test_windows_reach_over_all_inputs_of_a_run(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text(_post("k1", PLAIN), encoding="utf-8")
    second.write_text(_post("k2", PLAIN.upper(), created_at="2026-03-01T11:00:00Z"), encoding="utf-8")
    one, two = _lines(_check("--json", str(first), str(second)))
    assert one["duplicate"]["role"] in ("none", "first")
    assert two["duplicate"]["role"] == "repeat"
    assert two["duplicate"]["survivor"] == "k1"


def test_what_was_ordered_on_a_post_ends_with_the_revision_that_mends_it() -> None:
    edited = {"created_at": "2026-03-01T10:00:00Z", "edited_at": "2026-03-01T10:05:00Z", "revision": 2}
    posts = [
        _post("k1", PHONE),
        _post("k1", PLAIN, **edited),
        _post("k2", PHONE),
        _post("k2", "", **edited, deleted=True),
    ]
    made = [[action["verb"] for action in item["actions"]] for item in _lines(_check("--json", stdin="\n".join(posts)))]
    assert "redact_display" in made[0]
    assert made[1] == made[3] == ["unhide"]
    shown = _check("-", stdin="\n".join(posts)).stdout
    assert "unhide (its author changed the post)" in shown
    assert "unhide (its author deleted the post)" in shown


def test_repeats_need_the_same_author() -> None:
    def roles(*options: str) -> list[str]:
        result = _check("--text", "--json", *options, stdin=f"{PLAIN}\n{PLAIN}\n")
        return [verdict["duplicate"]["role"] for verdict in _lines(result)]

    assert roles()[1] == "none"
    assert roles("--same-author")[1] == "repeat"


def test_the_same_post_twice_is_a_redelivery_and_no_repeat() -> None:
    one, two = _lines(_check("--json", stdin=f"{_post('k1', PLAIN)}\n{_post('k1', PLAIN)}\n"))
    assert one == two
    assert one["duplicate"]["role"] != "repeat"


def test_the_result_does_not_depend_on_the_run() -> None:
    data = b"\n".join(value for _, value in iter_synthetic(1, 700, 0.05) if value)
    first, second = _check("--json", stdin=data), _check("--json", stdin=data)
    assert first.stdout_bytes == second.stdout_bytes
    lines = [line for line in data.split(b"\n") if line.strip()]
    assert len(_lines(first)) == len(lines)
    for verdict, line in zip(_lines(first), lines, strict=True):
        if verdict["schema"] == "verdict/1":
            assert verdict["post_key"] == json.loads(line)["post_key"]


def test_time_can_be_set() -> None:
    (verdict,) = _lines(_check("--json", "--at", "2025-06-01T08:00:00+01:00", PLAIN))
    assert verdict["event_time"] == "2025-06-01T07:00:00.000Z"
    assert _check("--at", "noon", PLAIN).exit_code == 2


def test_actions_go_to_their_own_file(tmp_path: Path) -> None:
    path = tmp_path / "actions.jsonl"
    (verdict,) = _lines(_check("--json", "--actions", str(path), PHONE))
    actions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [action["action_id"] for action in actions] == [action["action_id"] for action in verdict["actions"]]
    assert {action["schema"] for action in actions} == {"action/1"}


def test_several_results_are_counted() -> None:
    result = _check("--text", stdin=f"{PLAIN}\n{PHONE}\n")
    assert result.stdout.splitlines()[-1] == "allow 1   redact 1"


def test_nothing_to_read_is_no_problem() -> None:
    result = _check("--json", stdin="")
    assert (result.exit_code, result.stdout) == (0, "")
