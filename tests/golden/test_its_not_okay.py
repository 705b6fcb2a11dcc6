"""The golden cases of the shipped policy: posts beside posts that read alike, and what becomes of each.

A case is `post` (a text, or a mapping as in the tests of rules) with any of: `outcome` (`any`: not what the case is
about), `visibility`, `severity`, `urgency`, `findings` (all categories that have effect), `with` and `without`
(categories), `suppressed` (categories whose effect was taken away), `actions` and `no_actions` (verbs).
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from houserules.contracts.verdict import Verdict
from houserules.judging.judge import judge
from houserules.judging.policy import Policy, load_policy, shipped_policy_path
from houserules.judging.policy.reader import read_yaml
from houserules.judging.policy.rules import read_example
from houserules.judging.policy.trial import example_posts
from support.judging import Always

FOLDER = Path(__file__).parent / "its-not-okay"
KEYS = {
    "post",
    "outcome",
    "visibility",
    "severity",
    "urgency",
    "findings",
    "with",
    "without",
    "suppressed",
    "actions",
    "no_actions",
}


@lru_cache(maxsize=1)
def policy() -> Policy:
    return load_policy(shipped_policy_path("its-not-okay"))


def differences(case: dict[str, Any], verdict: Verdict) -> list[str]:
    """What of the verdict is not as the case says."""
    effective = {finding.category for finding in verdict.findings if finding.suppressed_by is None}
    suppressed = {finding.category for finding in verdict.findings if finding.suppressed_by is not None}
    verbs = {action.verb for action in verdict.actions}
    found = [
        f"{name} is {getattr(verdict, name)}, not {case[name]}"
        for name in ("outcome", "visibility", "severity", "urgency")
        if case.get(name, "any") not in ("any", getattr(verdict, name))
    ]
    if "findings" in case and set(case["findings"]) != effective:
        found.append(f"findings are {sorted(effective)}")
    wanted = (("with", effective), ("suppressed", suppressed), ("actions", verbs))
    found += [
        f"{name} lacks {sorted(set(case.get(name, ())) - have)}"
        for name, have in wanted
        if set(case.get(name, ())) - have
    ]
    unwanted = (("without", effective), ("no_actions", verbs))
    found += [
        f"{name} has {sorted(set(case.get(name, ())) & have)}"
        for name, have in unwanted
        if set(case.get(name, ())) & have
    ]
    return found


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_golden_cases(file: Path) -> None:
    cases: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    problems: list[Any] = []
    root = read_yaml(file, file.name, problems)
    assert root is not None, problems
    nodes = root.items()
    posts = example_posts([read_example(node.entries()["post"]) for node in nodes], policy())
    assert not problems
    failures: list[str] = []
    for case, node, judgement in zip(cases, nodes, judge(posts, policy(), Always()), strict=True):
        assert set(case) <= KEYS, f"{file.name}:{node.line}: unknown keys {set(case) - KEYS}"
        failures += [f"{file.name}:{node.line}: {item}" for item in differences(case, judgement.verdict)]
    assert not failures, "\n" + "\n".join(failures)


def test_there_are_enough_cases() -> None:
    assert sum(len(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in FOLDER.glob("*.yaml")) >= 250
