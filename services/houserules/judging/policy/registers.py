"""Registers of cases that are before the courts: when each is, how people speak of it, and whom the law protects in it.

A register holds no name. `houserules policy protect` turns one into an entry that only the holder of the key can try.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from houserules.judging.policy.calendar import Dates, read_moment
from houserules.judging.policy.reader import Node
from houserules.redaction.protected import EXAMPLE_SECRET, Entry, NameKey, ProtectedNames, is_entry

MOST_NAMES: Final = 10_000
"""Protected names of a policy; more are a list of something else."""

MOST_MENTIONS: Final = 100
LEAST_MENTION: Final = 5
"""Words by which a case is known, and letters of one: `court` would make a case of every post."""

_FINGERPRINT_DIGITS: Final = 8
_EXAMPLE: Final = NameKey(EXAMPLE_SECRET).fingerprint


@dataclass(frozen=True, slots=True)
class Case:
    """A case before the courts. It is open while `dates` hold; `mentions` are words and hashtags that people know it by."""

    id: str
    title: str
    dates: Dates
    mentions: tuple[str, ...]
    protected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The cases of one file. `key` is the fingerprint of the key that its protected names were made with, or empty."""

    key: str
    cases: tuple[Case, ...]


def read_register(node: Node, zone: ZoneInfo) -> Register:
    """The register in one file."""
    fields = node.fields(("cases",), ("key",))
    key = fields.take("key", _fingerprint, "")
    cases = tuple(fields.take_list("cases", lambda item: item.each(lambda one: _case(one, zone))))
    if not key and any(case.protected for case in cases):
        node.report("protected names but no `key`; copy both from what `houserules policy protect` prints")
    return Register(key, cases)


def protected_names(registers: Iterable[tuple[Node, Register]]) -> ProtectedNames | None:
    """The protected names of all registers; None if there are none."""
    entries: list[Entry] = []
    examples: list[Entry] = []
    fingerprint = ""
    for node, register in registers:
        found = [Entry(name, case.dates.starts, case.dates.ends) for case in register.cases for name in case.protected]
        if register.key == _EXAMPLE:
            examples += found
        elif found:
            if fingerprint and register.key != fingerprint:
                node.report("another `key` than in the other registers; make all entries with one key")
            fingerprint = fingerprint or register.key
            entries += found
        if len(entries) + len(examples) > MOST_NAMES:
            node.report(f"with this there are more than {MOST_NAMES:,} protected names; take out those of closed cases")
            return None
    return ProtectedNames(entries, fingerprint, examples) if entries or examples else None


def _case(node: Node, zone: ZoneInfo) -> Case:
    fields = node.fields(("id", "title", "opens"), ("closes", "courts", "places", "hashtags", "protected"))
    opens: int | None = fields.take("opens", lambda item: read_moment(item, zone), None)
    closes: int | None = fields.take("closes", lambda item: read_moment(item, zone), None)
    if opens is not None and closes is not None and closes <= opens:
        fields["closes"].report("not after `opens`; the end is the first day on which the case is closed")
        closes = None
    mentions: list[str] = []
    for name in ("courts", "places", "hashtags"):
        mentions += fields.take_list(name, lambda item: item.each(_mention))
    if len(mentions) > MOST_MENTIONS:
        node.report(f"more than {MOST_MENTIONS} courts, places and hashtags; keep those that tell the case from others")
    return Case(
        id=fields.take("id", Node.identifier, ""),
        title=fields.take("title", Node.text, ""),
        dates=Dates(opens, closes),
        mentions=tuple(dict.fromkeys(mentions)),
        protected=tuple(fields.take_list("protected", lambda item: item.each(_entry))),
    )


def _mention(node: Node) -> str:
    word = node.text().lower().removeprefix("#")
    if len(word.replace(" ", "")) < LEAST_MENTION:
        raise node.mistake(f"`{word}` is in too many posts; give at least {LEAST_MENTION} letters")
    return word


def _entry(node: Node) -> str:
    value = node.text()
    if not is_entry(value):
        # The value is not repeated: whoever writes a name here by mistake must not find it in a log.
        raise node.mistake("no entry; a name never stands here, write what `houserules policy protect` prints for it")
    return value


def _fingerprint(node: Node) -> str:
    value = node.text()
    if len(value) != _FINGERPRINT_DIGITS or any(digit not in "0123456789abcdef" for digit in value):
        raise node.mistake("no fingerprint of a key; copy it from what `houserules policy protect` prints")
    return value
