"""`houserules policy`: what is wrong with a policy, with file and line, for people and for pipelines."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from houserules.cli.main import cli

POLICY = """\
id: tiny
version: "1"
title: A tiny policy
clauses:
  T-1:
    title: No bananas
    text: We hide comments about bananas.
degraded:
  clause: T-1
  default: hold
"""
RULE = """\
- id: fruit.banana
  version: 1
  category: OFF_TOPIC
  clause: T-1
  description: a banana
  match:
    phrases: [bananas?]
  then: {outcome: hide, severity: low, urgency: routine}
  tests:
    hit:
      - one banana
      - two bananas
    miss:
      - an apple
      - a pear
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny"
    (path / "rules").mkdir(parents=True)
    (path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (path / "rules" / "fruit.yaml").write_text(RULE, encoding="utf-8")
    return path


def _policy(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["policy", *arguments])


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_policy_is_in_order_and_passes_its_tests() -> None:
    linted = _policy("lint", "its-not-okay")
    assert linted.exit_code == 0, linted.output
    assert linted.stdout.startswith("its-not-okay: in order; ")
    tested = _policy("test", "its-not-okay")
    assert tested.exit_code == 0, tested.output
    assert "all pass" in tested.stdout


def test_mistakes_are_told_with_file_and_line(tiny: Path) -> None:
    _edit(tiny / "rules" / "fruit.yaml", "clause: T-1", "clause: T-9")
    _edit(tiny / "policy.yaml", "title: A tiny policy", "titel: A tiny policy")
    result = _policy("lint", str(tiny))
    assert result.exit_code == 1
    assert f"{tiny}/rules/fruit.yaml:4: " in result.stdout
    assert f"{tiny}/policy.yaml:3: " in result.stdout
    assert f"{tiny}: 3 problems" in result.stdout


def test_lint_as_json(tiny: Path) -> None:
    (good,) = json.loads(_policy("lint", str(tiny), "--json").stdout)
    assert (good["id"], good["rules"], good["problems"]) == ("tiny", 1, [])
    _edit(tiny / "rules" / "fruit.yaml", "clause: T-1", "clause: T-9")
    result = _policy("lint", str(tiny), "its-not-okay", "--json")
    assert result.exit_code == 1
    bad, shipped = json.loads(result.stdout)
    (problem,) = bad["problems"]
    assert (problem["file"], problem["line"]) == ("rules/fruit.yaml", 4)
    assert shipped["policy"] == "its-not-okay"


def test_a_failing_test_is_told_with_file_and_line(tiny: Path) -> None:
    assert f"{tiny}: 4 tests of 1 rule, all pass" in _policy("test", str(tiny)).stdout
    _edit(tiny / "rules" / "fruit.yaml", "- a pear", "- a banana")
    result = _policy("test", str(tiny))
    assert result.exit_code == 1
    assert f"{tiny}/rules/fruit.yaml:15: fruit.banana" in result.stdout
    assert "1 failure" in result.stdout
    (report,) = json.loads(_policy("test", str(tiny), "--json").stdout)
    (failure,) = report["failures"]
    assert (failure["rule"], failure["wanted"], failure["line"]) == ("fruit.banana", "miss", 15)


def test_a_policy_is_described(tiny: Path) -> None:
    text = _policy("show", str(tiny)).stdout
    for words in ("A tiny policy", "sha256:", "No bananas", "fruit.banana v1", "OFF_TOPIC"):
        assert words in text
    assert max(map(len, text.splitlines())) < 200
    described = json.loads(_policy("show", str(tiny), "--json").stdout)
    assert [rule["id"] for rule in described["rules"]] == ["fruit.banana"]
    assert [clause["id"] for clause in described["clauses"]] == ["T-1"]


@pytest.mark.parametrize("verb", ["lint", "test", "show"])
def test_what_is_no_policy_is_a_usage_error(verb: str, tmp_path: Path) -> None:
    result = _policy(verb, str(tmp_path))
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr


def test_the_environment_names_the_policy(tiny: Path) -> None:
    result = CliRunner().invoke(cli, ["policy", "lint"], env={"HOUSERULES_POLICY": str(tiny)})
    assert result.stdout.startswith(f"{tiny}: in order")


def test_check_judges_by_another_policy(tiny: Path) -> None:
    result = CliRunner().invoke(cli, ["check", "--policy", str(tiny), "what a nice banana"])
    assert result.exit_code == 0
    assert "HIDE" in result.stdout
    assert "T-1: No bananas" in result.stdout
    assert "a banana: “banana”" in result.stdout
