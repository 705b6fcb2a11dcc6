"""Holding what workers put out against what the checker says they must: every post, every field that windows decide."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from houserules.contracts.times import isoformat
from support.checker import Answer, Checker
from support.judging import POLICY, rule, write_policy

Name = TypeVar("Name")

SCREENING = """\
screening:
  repeat_window: 24h
  min_words: 4
  min_letters: 16
  grace: 1h
  max_rows: 20000
  floods:
    minute: {warning: 6, sanction: 10}
    hour: {warning: 40, sanction: 60}
    day: {warning: 150, sanction: 250}
"""

REPEAT = "repeat"
FLOOD = {"sanction": "flood.sanction", "warning": "flood.warning"}


def write_windows_policy(path: Path) -> Path:
    """A policy directory whose only rules tell what the windows found, so that verdicts can be read as their answers."""
    rules = [
        rule("{duplicate: author}", id=REPEAT, category="DUPLICATE", outcome="hide"),
        rule("{flood: warning}", id=FLOOD["warning"], category="SPAM", outcome="allow"),
        rule("{flood: sanction}", id=FLOOD["sanction"], category="SPAM", outcome="hold"),
    ]
    return write_policy(path, "\n".join(rules), main=POLICY + SCREENING)


SHOWN = 160
"""Characters shown of a value that is not as it must be."""


class _Finding(Struct):
    rule_id: str


class _Duplicate(Struct):
    role: str
    kind: str | None
    survivor: str | None
    method: str | None


class _Ordered(Struct):
    action_id: str


class _Verdict(Struct):
    """What is read of a verdict."""

    verdict_id: str
    post_key: str
    revision: int
    findings: list[_Finding]
    duplicate: _Duplicate
    degraded: list[str]
    supersedes: str | None
    event_time: str
    decided_for: str
    actions: list[_Ordered]


class _Action(Struct):
    action_id: str


class Said(NamedTuple):
    """One verdict, as far as it is compared."""

    verdict_id: str
    role: str
    kind: str | None
    survivor: str | None
    method: str | None
    hidden: bool
    """Whether the rule on repeats had its effect."""
    flood: str | None
    degraded: tuple[str, ...]
    event_time: str
    decided_for: str
    supersedes: str | None
    actions: tuple[str, ...]


class Output(NamedTuple):
    """A record that a worker produced, without what may differ when a post comes again: offset and timestamp."""

    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


class Mismatch(NamedTuple):
    """Something that is not as it must be. `what` is the kind, for counting."""

    what: str
    where: object
    wanted: object
    found: object


_VERDICT = msgspec.json.Decoder(_Verdict)
_ACTION = msgspec.json.Decoder(_Action)


@dataclass(slots=True)
class Outputs:
    """Everything read from the output topics so far."""

    said: dict[tuple[str, int], Said] = field(default_factory=dict)
    """By post key and revision."""
    dead: dict[tuple[int, int], Output] = field(default_factory=dict)
    """By partition and offset of the record that was set aside."""
    duplicates: Counter[str] = field(default_factory=Counter)
    """Outputs that came again, by topic."""
    wrong: list[Mismatch] = field(default_factory=list)
    _verdicts: dict[str, Output] = field(default_factory=dict)
    _actions: dict[str, Output] = field(default_factory=dict)

    def verdict(self, output: Output) -> None:
        """Take in a record of `verdicts`."""
        verdict = _VERDICT.decode(output.value)
        if not self._new("verdict", self._verdicts, verdict.verdict_id, output):
            return
        name, duplicate = (verdict.post_key, verdict.revision), verdict.duplicate
        rules = {finding.rule_id for finding in verdict.findings}
        said = Said(
            verdict.verdict_id,
            duplicate.role,
            duplicate.kind,
            duplicate.survivor,
            duplicate.method,
            REPEAT in rules,
            next((level for level, name in FLOOD.items() if name in rules), None),
            tuple(verdict.degraded),
            verdict.event_time,
            verdict.decided_for,
            verdict.supersedes,
            tuple(action.action_id for action in verdict.actions),
        )
        before = self.said.setdefault(name, said)
        if before is not said:
            self.wrong.append(Mismatch("two verdicts", name, before, said))

    def action(self, output: Output) -> None:
        """Take in a record of `actions`."""
        self._new("action", self._actions, _ACTION.decode(output.value).action_id, output)

    def dead_letter(self, output: Output) -> None:
        """Take in a record of `posts.dead-letter`."""
        headers = dict(output.headers)
        self._new("dead letter", self.dead, (int(headers["dl_partition"]), int(headers["dl_offset"])), output)

    def _new(
        self, what: Literal["verdict", "action", "dead letter"], known: dict[Name, Output], name: Name, output: Output
    ) -> bool:
        """Whether this output is the first of its name; a later one must be the same to the byte."""
        before = known.setdefault(name, output)
        if before is output:
            return True
        self.duplicates[what] += 1
        if before != output:
            self.wrong.append(Mismatch(f"{what}: other bytes", name, before, output))
        return False

    def compare(self, checker: Checker) -> tuple[list[Mismatch], Counter[str]]:
        """All that is wrong, and how many decisions of each kind were compared."""
        wrong, compared = list(self.wrong), Counter[str]()
        ordered: set[str] = set()
        for name, answer in checker.answers.items():
            said = self.said.get(name)
            if said is None:
                wrong.append(Mismatch("no verdict", name, answer, None))
                continue
            ordered.update(said.actions)
            compared.update(_kinds(answer))
            wanted = self._wanted(name[0], said, answer)
            wrong += [
                Mismatch(attribute, name, getattr(wanted, attribute), getattr(said, attribute))
                for attribute in Said._fields
                if getattr(wanted, attribute) != getattr(said, attribute)
            ]
        compared["dead letters"] = len(checker.dead)
        wrong += [
            Mismatch("verdict on nothing", name, None, self.said[name])
            for name in self.said.keys() - checker.answers.keys()
        ]
        wrong += [Mismatch("no dead letter", place, place, None) for place in checker.dead - self.dead.keys()]
        wrong += [Mismatch("dead letter of a post", place, None, place) for place in self.dead.keys() - checker.dead]
        wrong += [Mismatch("no action", name, name, None) for name in ordered - self._actions.keys()]
        wrong += [Mismatch("action of no verdict", name, None, name) for name in self._actions.keys() - ordered]
        return wrong, compared

    def _wanted(self, post_key: str, said: Said, answer: Answer) -> Said:
        """`said` as it has to be."""
        before = None if answer.previous is None else self.said.get((post_key, answer.previous))
        return said._replace(
            role=answer.role,
            kind=answer.kind,
            survivor=answer.survivor,
            method=answer.method,
            hidden=answer.role == "repeat",
            flood=answer.flood,
            degraded=answer.degraded,
            event_time=isoformat(answer.event_time),
            decided_for=isoformat(answer.decided_for),
            supersedes=None if before is None else before.verdict_id,
        )


def _kinds(answer: Answer) -> list[str]:
    kinds = ["posts", *answer.degraded]
    if answer.survivor is not None:
        kinds.append(f"repeats, {answer.method}")
    if answer.flood is not None:
        kinds.append(f"floods, {answer.flood}")
    if answer.previous is not None:
        kinds.append("edits and deletions")
    return kinds


def shown(wrong: Iterable[Mismatch], most: int = 10) -> str:
    """The first mismatches in words, after how many there are of each kind."""
    found = list(wrong)
    counts = ", ".join(f"{count} x {what}" for what, count in Counter(item.what for item in found).most_common())
    lines = []
    for item in islice(found, most):
        wanted, other = _differing(item.wanted, item.found)
        lines.append(f"  {item.what} {item.where}: wanted {wanted}, found {other}")
    return "\n".join([counts or "none", *lines])


def _differing(one: object, other: object) -> tuple[str, str]:
    """Two values in words; of long ones only where they begin to differ."""
    texts = repr(one), repr(other)
    start = next((at for at, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]), 0)
    first = max(0, start - SHOWN // 2)
    return texts[0][first : first + SHOWN], texts[1][first : first + SHOWN]
