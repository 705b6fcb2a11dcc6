"""One rule in plain words: what it looks at, what it leaves alone, and what follows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from houserules.contracts.times import DAY, HOUR, MINUTE, SECOND, isoformat
from houserules.judging.policy.content import RuleSource
from houserules.judging.policy.editions import Overlay
from houserules.judging.policy.model import Policy, Rule, Then
from houserules.judging.policy.reader import Json

_JOINED: Final = {"all": "all of", "any": "any of", "none": "none of"}
_PATTERNS: Final = {"terms": "term", "phrases": "phrase", "regex": "regular expression"}
_FLAGS: Final = {
    "aimed": ("said to somebody", "not said to anybody"),
    "own_words": ("the poster's own words", "told as somebody else's words"),
    "quoted": ("within quotation marks", "outside quotation marks"),
}
_UNITS: Final = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"))


def explain_rule(rule: Rule, source: RuleSource, policy: Policy) -> dict[str, Any]:
    """Everything about a rule, for people and programs. `matches`, `unless` and `except` are lines, indented by part."""
    fields = source.fields
    changes = {overlay.id: overlay.changed[rule.id] for overlay in policy.overlays if rule.id in overlay.changed}
    budget = rule.budget
    return {
        "id": rule.id,
        "version": rule.version,
        "file": source.file,
        "line": source.line,
        "category": rule.category,
        "clause": {"id": rule.clause, "title": policy.clauses[rule.clause].title},
        "description": rule.description,
        "owner": rule.owner,
        "rationale": rule.rationale,
        "mode": rule.mode,
        "rollout": rule.rollout,
        "dates": _dates(rule, policy, source.overlay),
        "matches": list(match_lines(fields.get("match"))),
        "unless": list(match_lines(fields.get("unless"))) if "unless" in fields else [],
        "except": list(match_lines(fields.get("except"))) if "except" in fields else [],
        "then": then_words(rule.then, policy),
        "budget": None if budget is None else f"{budget.per_hour:,} sanctions an hour, then posts are held",
        "points": dict(rule.points),
        "replaces": list(rule.replaces),
        "asked_by": sorted({other.id for other in policy.everything if other.id != rule.id and _asks(other, rule)}),
        "overlays": {name: _changed(rule, other, policy) for name, other in changes.items()},
        "tests": {"hit": len(rule.hits), "miss": len(rule.misses)},
    }


def match_lines(value: Json, depth: int = 0) -> Iterator[str]:
    """What a condition asks for, a line for each part, two spaces deeper for parts of parts."""
    indent = "  " * depth
    if not isinstance(value, dict):
        yield f"{indent}{value}"
        return
    name = next(iter(value), "")
    if name in _JOINED and len(value) == 1:
        yield f"{indent}{_JOINED[name]}"
        for part in _many(value[name]):
            yield from match_lines(part, depth + 1)
        return
    if name in ("use", "rule") and len(value) == 1:
        what = "the shared condition" if name == "use" else "the rule matched:"
        yield f"{indent}{what} {', '.join(map(str, _many(value[name])))}"
        return
    if name == "points" and isinstance(value[name], dict):
        points = _mapping(value[name])
        yield f"{indent}at least {points.get('at_least')} points of the group {points.get('group')}"
        return
    if name == "score" and isinstance(value[name], dict):
        score = _mapping(value[name])
        yield f"{indent}the score {score.get('name')} is at least {score.get('at_least')}"
        return
    if any(word in value for word in ("lexicon", *_PATTERNS)):
        yield f"{indent}{_words(value)}"
        return
    yield f"{indent}{name.replace('_', ' ')}: {_plain(value[name]) if name else ''}"


def then_words(then: Then, policy: Policy) -> list[str]:
    """What follows when the rule matches, a line each."""
    shown = {"visible": "stays visible", "held": "is held", "hidden": "is hidden", "removed": "is removed"}
    lines = [f"outcome {then.outcome}: the post {shown[then.visibility]}"]
    lines.append(f"severity {then.severity}, urgency {then.urgency}, confidence {then.confidence:g}")
    lines += [f"order: {verb.replace('_', ' ')}" for verb in then.actions]
    if then.strike is not None:
        lines.append(f"the strike weighs {then.strike}")
    if then.template is not None:
        lines.append(f"tells the author: {policy.templates[then.template]}")
    return lines


def span_words(millis: int) -> str:
    """A length of time in the largest unit that it is a whole number of: `90 days`."""
    for size, name in _UNITS:
        if millis % size == 0 and millis >= size:
            count = millis // size
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return f"{millis} ms"


def _dates(rule: Rule, policy: Policy, overlay: str | None) -> str:
    held: Overlay | None = next((item for item in policy.overlays if item.id == overlay), None)
    spans = held.spans if held is not None else (rule.dates,)
    said = [_span(span.starts, span.ends) for span in spans]
    within = f"within the overlay {overlay}: " if overlay is not None else ""
    return within + "; ".join(said)


def _span(starts: int | None, ends: int | None) -> str:
    if starts is None and ends is None:
        return "always"
    first = "" if starts is None else f"from {isoformat(starts)}"
    last = "" if ends is None else f"until just before {isoformat(ends)}"
    return " ".join(part for part in (first, last) if part)


def _asks(other: Rule, rule: Rule) -> bool:
    from houserules.judging.others import asked_rules

    members = {group: {rule.id: value} for group, value in rule.points.items()}
    return any(rule.id in asked_rules(part, members) for part in other.parts)


def _changed(rule: Rule, other: Rule, policy: Policy) -> list[str]:
    lines = [] if rule.mode == other.mode else [f"mode {other.mode}"]
    if rule.rollout != other.rollout:
        lines.append(f"rollout {other.rollout} %")
    before = then_words(rule.then, policy)
    return lines + [line for line in then_words(other.then, policy) if line not in before]


def _words(value: Mapping[str, Json]) -> str:
    parts: list[str] = []
    if "lexicon" in value:
        severity = f" of severity {_plain(value['severity'])}" if "severity" in value else ""
        parts.append(f"a term{severity} of the lexicon {_plain(value['lexicon'])}")
    for name, word in _PATTERNS.items():
        if name in value:
            count = len(_many(value[name]))
            parts.append(f"{count} {word}" if count == 1 else f"one of {count} {word}s")
    said = [" or ".join(parts)]
    said += [_FLAGS[name][not value[name]] for name in _FLAGS if name in value]
    if "near" in value:
        near = _mapping(value["near"])
        said.append(f"within {near.get('within', 6)} words of {_words(near)}")
    if "count" in value:
        said.append(f"in at least {value['count']} places")
    return ", ".join(said)


def _plain(value: Json) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_plain(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _many(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else [value]


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}
