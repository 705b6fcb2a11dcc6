"""What two policies say differently: rules field by field, words of lexicons, and the rest by file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from houserules.judging.policy.content import leaves, rule_sources
from houserules.judging.policy.reader import Json, Node

_BY_RULE: Final = ("rules",)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field by its name (`then.outcome`): the values that only one of the two has, in order."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """What a second policy says otherwise than a first. `changed` is by rule id, `terms` by lexicon, `files` by file.

    Rules of overlays count as rules; what an overlay sets counts under its file.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[FieldChange, ...]]
    terms: Mapping[str, FieldChange]
    files: Mapping[str, tuple[FieldChange, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.added or self.removed or self.changed or self.terms or self.files)


def compare(before: Mapping[str, Node], after: Mapping[str, Node]) -> PolicyDiff:
    """The difference between the files of two policies (see `read_content`)."""
    old, new = rule_sources(before), rule_sources(after)
    changed = {
        name: found
        for name in sorted(old.keys() & new.keys())
        if (found := _changes(dict(old[name].fields), dict(new[name].fields)))
    }
    terms: dict[str, FieldChange] = {}
    files: dict[str, tuple[FieldChange, ...]] = {}
    for name in sorted(before.keys() | after.keys()):
        folder = name.partition("/")[0]
        first, second = _plain(before, name), _plain(after, name)
        if folder in _BY_RULE:
            continue
        if folder == "lexicons":
            words = name.removeprefix("lexicons/").removesuffix(".yaml")
            change = _change(words, _terms(first), _terms(second))
            if change.removed or change.added:
                terms[words] = change
            continue
        if found := _changes(first, second):
            files[name] = found
    return PolicyDiff(
        tuple(sorted(new.keys() - old.keys())), tuple(sorted(old.keys() - new.keys())), changed, terms, files
    )


def _plain(files: Mapping[str, Node], name: str) -> Json:
    """What the file says, rules aside: those are compared one by one."""
    node = files.get(name)
    value = None if node is None else node.plain()
    if isinstance(value, dict) and name.startswith("overlays/"):
        return {key: item for key, item in value.items() if key != "rules"}
    return value


def _changes(before: Json, after: Json) -> tuple[FieldChange, ...]:
    old, new = _by_field(before), _by_field(after)
    changes = [_change(name, old.get(name, ()), new.get(name, ())) for name in dict.fromkeys((*old, *new))]
    return tuple(change for change in changes if change.removed or change.added)


def _by_field(value: Json) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, text in () if value is None else leaves(value):
        fields.setdefault(name, []).append(text)
    return fields


def _change(name: str, before: Iterable[str], after: Iterable[str]) -> FieldChange:
    old, new = Counter(before), Counter(after)
    return FieldChange(name, tuple((old - new).elements()), tuple((new - old).elements()))


def _terms(value: Json) -> list[str]:
    """The words of a lexicon, each with its severity, and what it allows."""
    found: list[str] = []
    terms = value.get("terms") if isinstance(value, dict) else None
    for item in terms if isinstance(terms, list) else []:
        if isinstance(item, dict):
            words = item.get("terms")
            found += [f"{word} ({item.get('severity')})" for word in (words if isinstance(words, list) else [])]
        else:
            found.append(str(item))
    for field in ("allow", "allow_phrases"):
        allow = value.get(field) if isinstance(value, dict) else None
        found += [f"{word} (allowed)" for word in (allow if isinstance(allow, list) else [])]
    return found
