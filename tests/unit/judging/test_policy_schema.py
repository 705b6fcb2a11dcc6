"""The schemas that editors use: equal to the files, true of the shipped policy, and no laxer than can be said in them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from houserules.judging.policy import PolicyError, load_policy, shipped_policies, shipped_policy_path
from houserules.judging.policy.matching import READERS
from houserules.judging.policy.problems import Problem
from houserules.judging.policy.reader import read_yaml
from houserules.judging.policy.schema import KINDS, file_name, kind_of, policy_schema
from support.judging import POLICY, rule, write_policy

SCHEMAS = Path(__file__).parents[3] / "schemas"
OVERLAY = "id: soon\ntitle: Soon\nstarts: 2026-05-07\nends: 2026-05-09\nset: {a.rule: {mode: shadow}}\n"


@cache
def validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(policy_schema(kind))


def refused(kind: str, text: str, path: Path) -> bool:
    """Whether the schema refuses a file of this text, read as a policy's files are."""
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    node = read_yaml(path, path.name, problems)
    assert node is not None, problems
    return not validator(kind).is_valid(node.plain())


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_are_what_the_code_says(kind: str) -> None:
    """To mend: `houserules policy schema --write schemas`."""
    assert json.loads((SCHEMAS / file_name(kind)).read_text(encoding="utf-8")) == policy_schema(kind)
    jsonschema_rs.meta.validate(policy_schema(kind))


@pytest.mark.parametrize("name", shipped_policies())
def test_every_file_of_a_shipped_policy_passes(name: str) -> None:
    root = shipped_policy_path(name)
    files = sorted(root.rglob("*.yaml"))
    assert len(files) > 10
    for file in files:
        kind = kind_of(file.relative_to(root).as_posix())
        if kind is None:  # a folder of a later kind: read by code that has its own tests
            assert file.parent.name not in ("rules", "lexicons", "overlays"), file
            continue
        problems: list[Problem] = []
        node = read_yaml(file, file.name, problems)
        assert node is not None
        assert [error.message for error in validator(kind).iter_errors(node.plain())] == [], file


def test_every_condition_is_described() -> None:
    branches = policy_schema("rules")["$defs"]["match"]["anyOf"]
    bodies: dict[str, Any] = {}
    for branch in branches[1:]:
        bodies |= branch["properties"]
    assert set(bodies) == set(READERS)
    assert all(bodies.values()), "write the condition's body in policy/schema.py"


EXTRA = "starts: 2026-05-07\nends: 2026-05-09 12:00\nrollout: 20\nbudget: {per_hour: 5}\nowner: ann\nrationale: so"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("policy", POLICY),
        ("policy", POLICY + "brake: {share: 0.05}\nstrikes: {expiry: 90d, weights: {low: 2}, mute_at: 4}\n"),
        ("policy", POLICY + 'staffed: {hours: {mon-fri: "09:00-17:00", sat: ["10:00-12:00"]}, closed: [2026-12-25]}\n'),
        ("rules", rule(extra=EXTRA)),
        ("rules", rule("{any: [{rule: [x, y]}, {points: {group: g, at_least: 1.5}}]}", extra="replaces: [x]")),
        ("rules", rule("{all: {score: {name: abuse, at_least: 0.9}}}", extra="points: {group: g, value: -1}")),
        ("overlay", OVERLAY),
        ("lexicon", "description: x\nterms: [zebra, {severity: low, terms: [hippo]}]\nallow: [zebra crossing]\n"),
        ("contacts", '- {name: Helpline, phones: ["0800 1111"], branches: true}\n'),
    ],
)
def test_what_is_right_passes(tmp_path: Path, kind: str, text: str) -> None:
    assert not refused(kind, text, tmp_path / "file.yaml")


@pytest.mark.parametrize(
    "change",
    [
        ("id: a.rule", "id: A Rule"),
        ("version: 1", "version: 0"),
        ("category: PROFANITY", "category: RUDENESS"),
        ("mode: enforce", "mode: on"),
        ("mode: enforce", "mod: enforce"),
        ("description: a word", "description: ''"),
        ("  description: a word\n", ""),
        ("{terms: [zebra]}", "{terms: []}"),
        ("{terms: [zebra]}", "{term: [zebra]}"),
        ("{terms: [zebra]}", "{terms: [zebra], aimed: 'yes'}"),
        ("{terms: [zebra]}", "{aimed: true}"),
        ("{terms: [zebra]}", "{terms: [zebra], count: 0}"),
        ("{terms: [zebra]}", "{all: [{terms: [zebra]}, {flod: warning}]}"),
        ("{terms: [zebra]}", "{all: [{flood: warning, reply: true}]}"),
        ("{terms: [zebra]}", "{pii: [SHOE_SIZE]}"),
        ("{terms: [zebra]}", "{duplicate: campain}"),
        ("{terms: [zebra]}", "{spoofed_helpline: false}"),
        ("{terms: [zebra]}", "{author: {}}"),
        ("{terms: [zebra]}", "{author: {younger_than: soon}}"),
        ("{terms: [zebra]}", "{rule: Some Rule}"),
        ("{terms: [zebra]}", "{points: {group: x}}"),
        ("{terms: [zebra]}", "{score: {name: abuse, at_least: 9}}"),
        ("outcome: hide", "outcome: punish"),
        ("outcome: hide, ", ""),
        ("confidence: 0.9", "confidence: 7"),
        ("confidence: 0.9", "strike: 101, actions: [record_strike]"),
        ("confidence: 0.9", "actions: [unhide]"),
        ("hit: [zebra, also zebra]", "hit: [zebra]"),
        ("hit: [zebra, also zebra]", "hit: [zebra, {txt: zebra}]"),
        ("  description:", "  starts: tomorrow\n  description:"),
        ("  description:", "  rollout: 101\n  description:"),
        ("  description:", "  budget: {per_day: 5}\n  description:"),
        ("  description:", "  points: {group: x, value: 500}\n  description:"),
    ],
    ids=str,
)
def test_mistakes_in_rules_are_refused_by_schema_and_reader_alike(tmp_path: Path, change: tuple[str, str]) -> None:
    old, new = change
    text = rule()
    assert old in text
    assert refused("rules", text.replace(old, new, 1), tmp_path / "file.yaml")
    with pytest.raises(PolicyError):
        load_policy(write_policy(tmp_path / "policy", text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("policy", POLICY.replace('version: "1"', "version: 1")),
        ("policy", POLICY.replace("default: hold", "default: hide")),
        ("policy", POLICY.replace("waived: [PROFANITY]", "waived: [SAFEGUARDING]")),
        ("policy", POLICY + "brake: {share: 2}\n"),
        ("policy", POLICY + "strikes: {mute_at: 5}\n"),
        ("policy", POLICY + "strikes: {expiry: 9d, weights: {mild: 5}}\n"),
        ("policy", POLICY + "lifetimes: {hide: soon}\n"),
        ("policy", POLICY + "screening: {windows: 5}\n"),
        ("policy", POLICY + "redaction: {thresholds: {PHONE: 5}}\n"),
        ("overlay", OVERLAY.replace("ends: 2026-05-09\n", "")),
        ("overlay", OVERLAY.replace("set: {a.rule: {mode: shadow}}\n", "")),
        ("overlay", OVERLAY.replace("mode: shadow", "match: {terms: [x]}")),
        ("lexicon", "terms: [zebra]\n"),
        ("lexicon", "description: x\nterms: [{severity: bad, terms: [zebra]}]\n"),
        ("contacts", "- {name: Helpline, phones: [8001111]}\n"),
        ("contacts", "- {phones: ['0800 1111']}\n"),
        ("solidarity", "- 5\n"),
        ("fragments", "name: []\n"),
        ("conditions", "name: {all: []}\n"),
    ],
)
def test_mistakes_in_other_files_are_refused_by_schema_and_reader_alike(tmp_path: Path, kind: str, text: str) -> None:
    assert refused(kind, text, tmp_path / "file.yaml")
    files = {"lexicon": "lexicons__file", "overlay": "overlays__file"}
    main, others = (text, {}) if kind == "policy" else (POLICY, {files.get(kind, kind): text})
    with pytest.raises(PolicyError):
        load_policy(write_policy(tmp_path / "policy", rule(), main, **others))
