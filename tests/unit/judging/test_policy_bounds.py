"""A policy may not be without end: each bound is told with its place, before it costs memory or time."""

from pathlib import Path

import pytest

from houserules.judging.policy import PolicyError, bounds, load_policy
from support.judging import POLICY, rule, write_policy


def problems(path: Path, rules: str, **files: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load_policy(write_policy(path, rules, **files))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("match", "message"),
    [
        (f"{{terms: [{'z' * 201}]}}", "rules/all.yaml:7: a term of 201 characters; 200 is the most"),
        (f"{{author: {{name_terms: [{'z' * 201}]}}}}", "rules/all.yaml:7: a term of 201 characters"),
        (f"{{phrases: ['{'z' * 8001}']}}", "rules/all.yaml:7: a phrase of 8,001 characters; 8,000 is the most"),
        (f"{{phrases: ['{'a ~20 ' * 800}b']}}", "characters with all that its fragments stand for; 20,000 is the most"),
        (f"{{regex: ['{'z' * 4001}']}}", "rules/all.yaml:7: a regex of 4,001 characters; 4,000 is the most"),
        ("{regex: ['x(?:[a-z]{9}[0-9]){90}{9}']}", "rules/all.yaml:7: not a regular expression of RE2"),
        ("{regex: ['x\\pL{200}']}", "20,000 is the most, so repeat less in it"),
        ("{none: [" * 20 + "{terms: [z]}" + "]}" * 20, "rules/all.yaml:7: more than 32 values within each other"),
        ("[" * 50_000 + "]" * 50_000, "rules/all.yaml:7: more than 32 values within each other"),
    ],
    ids=lambda value: value[:24],
)
def test_no_pattern_is_without_end(tmp_path: Path, match: str, message: str) -> None:
    found = problems(tmp_path, rule(match))
    assert any(message in item for item in found), [item[:300] for item in found]


def test_shared_parts_do_not_multiply(tmp_path: Path) -> None:
    """Twenty conditions of two lines each, every one twice that above it, are a million conditions."""
    lines = ["c0: {terms: [zebra]}"] + [
        f"c{number}: {{any: [{{use: c{number - 1}}}, {{use: c{number - 1}}}]}}" for number in range(1, 40)
    ]
    found = problems(tmp_path, rule(), conditions="\n".join(lines))
    assert found[0].startswith("conditions.yaml:13: more than 5,000 conditions")


def test_shared_parts_do_not_stand_too_deep(tmp_path: Path) -> None:
    lines = ["c0: {terms: [zebra]}"] + [f"c{number}: {{none: [{{use: c{number - 1}}}]}}" for number in range(1, 60)]
    assert problems(tmp_path, rule(), conditions="\n".join(lines))[0].startswith("conditions.yaml:33: more than")


def test_fragments_do_not_multiply(tmp_path: Path) -> None:
    lines = ["f0: zebra(s)?"] + [f"f{number}: <f{number - 1}> <f{number - 1}>" for number in range(1, 40)]
    found = problems(tmp_path, rule(), fragments="\n".join(lines))
    assert any("characters; 20,000 is the most, so split it" in item for item in found)


@pytest.mark.parametrize(
    ("name", "most", "match", "message"),
    [
        ("MOST_TERMS", 3, "{terms: [a, b, c, d]}", "rules/all.yaml:7: with this the policy has more than 3 terms"),
        ("MOST_PHRASES", 1, "{phrases: [a b, c d]}", "rules/all.yaml:7: with this the policy has more than 1 phrases"),
        ("MOST_REGEXES", 1, "{regex: [a, b]}", "rules/all.yaml:7: with this the policy has more than 1 regexes"),
    ],
)
def test_no_policy_has_patterns_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, most: int, match: str, message: str
) -> None:
    monkeypatch.setattr(f"houserules.judging.policy.patterns.{name}", most)
    assert any(item.startswith(message) for item in problems(tmp_path, rule(match)))


def test_no_rule_has_examples_without_end(tmp_path: Path) -> None:
    hits = ", ".join(["zebra"] * (bounds.MOST_EXAMPLES + 1))
    found = problems(tmp_path, rule().replace("hit: [zebra, also zebra]", f"hit: [{hits}]"))
    assert found == ["rules/all.yaml:9: 51 posts that hit; 50 are the most, so split the rule"]


def test_no_policy_has_rules_or_files_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("houserules.judging.policy.compiler.MOST_RULES", 1)
    found = problems(tmp_path / "a", rule() + rule(id="b.rule"))
    assert found == ["rules/all.yaml:10: with this the policy has more than 1 rules; join or drop some"]
    monkeypatch.setattr("houserules.judging.policy.compiler.MOST_FILES", 2)
    path = write_policy(tmp_path / "b", rule(), rules__more=rule(id="b.rule"))
    with pytest.raises(PolicyError, match="3 files; 2 are the most"):
        load_policy(path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = write_policy(tmp_path, rule(), POLICY)
    (path / "rules" / "huge.yaml").write_bytes(b"#" * (bounds.MOST_FILE_BYTES + 1))
    with pytest.raises(PolicyError, match=r"rules/huge\.yaml: 2,000,001 bytes; 2,000,000 is the most"):
        load_policy(path)


def test_a_mistake_in_what_many_share_is_told_once(tmp_path: Path) -> None:
    many = "".join(rule("{any: [{phrases: ['<who> x']}, {use: often}]}", id=f"r{number}") for number in range(9))
    shared = {"fragments": "who: 'a ( b'\n", "conditions": "often: {term: [x]}\n"}
    assert [item.split(": ")[0] for item in problems(tmp_path / "a", many, **shared)] == [
        "conditions.yaml:1",
        "fragments.yaml:1",
    ]
    (one,) = problems(tmp_path / "b", many, **(shared | {"fragments": "who: [\n"}))
    assert one.startswith("fragments.yaml:2: not YAML")
