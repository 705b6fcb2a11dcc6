"""What a policy's files say, without compiling them: for comparing two policies and for explaining one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from houserules.judging.policy.compiler import read_files
from houserules.judging.policy.problems import PolicyError, Problem
from houserules.judging.policy.reader import Json, Node

Content = Mapping[str, Json]
"""The files of a policy by their paths inside its directory."""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """One rule as written: `overlay` is the id of the overlay that holds it, None for a rule of the policy itself."""

    file: str
    line: int
    overlay: str | None
    fields: Mapping[str, Json]


def read_content(path: Path) -> dict[str, Node]:
    """The files of the policy in the directory `path`. Raises PolicyError where one cannot be read."""
    problems: list[Problem] = []
    files = read_files(path, problems)
    if problems:
        raise PolicyError(problems)
    return files


def rule_sources(files: Mapping[str, Node]) -> dict[str, RuleSource]:
    """Every rule of the policy and of its overlays by id. What is no rule is left out: `load_policy` tells of it."""
    found: dict[str, RuleSource] = {}
    for name, node in files.items():
        folder = name.partition("/")[0]
        overlay: str | None = None
        rules: Node | None = node
        if folder == "overlays":
            plain = node.plain()
            overlay = str(plain.get("id")) if isinstance(plain, dict) else None
            rules = node.entries().get("rules")
        if folder not in ("rules", "overlays") or rules is None or not rules.is_list:
            continue
        for item in rules.items():
            fields = item.plain()
            if isinstance(fields, dict) and isinstance(fields.get("id"), str):
                found[str(fields["id"])] = RuleSource(name, item.line, overlay, fields)
    return found


def leaves(value: Json, place: str = "") -> Iterator[tuple[str, str]]:
    """Every value within `value` as text, with the names that lead to it; lists count by what they hold, not by place."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, place)
    else:
        yield place, "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
