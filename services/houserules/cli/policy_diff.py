"""`houserules policy diff`: what a change to a policy changes, in its files and in the verdicts on given posts."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Final

import click
import orjson

from houserules.cli.intake import Intake, batches
from houserules.cli.options import settings_options
from houserules.stream.settings import Settings

if TYPE_CHECKING:
    from houserules.contracts.verdict import Verdict
    from houserules.judging.policy import Policy
    from houserules.judging.policy.compare import FieldChange, PolicyDiff

DIFFERENT: Final = 1
"""Exit code with `--exit-code` when anything differs."""

_START: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A post that the second policy judges otherwise; `lost` and `gained` are rules whose findings went and came."""

    post_key: str
    revision: int
    before: str
    after: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    text: str


@click.command("diff", short_help="Compare two policies, and their verdicts on posts.")
@click.argument("before", metavar="NAME|DIRECTORY")
@click.argument("after", metavar="NAME|DIRECTORY")
@click.option(
    "--posts",
    type=click.File("rb"),
    help="Judge these posts, post/1 as JSON Lines in the order of time, by both; - is standard input.",
)
@click.option("--text", "as_text", is_flag=True, help="Each line of --posts is a plain text.")
@click.option("--show-text", is_flag=True, help="Show the redacted texts of posts whose verdict changes.")
@click.option("--show-terms", is_flag=True, help="Show the terms added and removed; without it they are counted.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.option(
    "--exit-code", is_flag=True, help="Exit with 1 if anything differs: in the verdicts where --posts is given."
)
@settings_options("window_key")
@click.pass_context
def diff(
    ctx: click.Context,
    settings: Settings,
    before: str,
    after: str,
    posts: IO[bytes] | None,
    as_text: bool,
    show_text: bool,
    show_terms: bool,
    as_json: bool,
    exit_code: bool,
) -> None:
    """Compare two policies: rules field by field, terms, and the rest by file.

    With --posts also the verdicts: each post is judged by both, with windows of their own, and those whose outcome,
    visibility, actions or findings would change are counted and listed by their keys. No text of a post is shown unless
    asked for.
    """
    from houserules.judging.policy import load_policy, resolve_policy
    from houserules.judging.policy.compare import compare
    from houserules.judging.policy.content import read_content

    paths = resolve_policy(before), resolve_policy(after)
    old, new = (load_policy(path) for path in paths)
    found = compare(*(read_content(path) for path in paths))
    changes: list[VerdictChange] | None = None
    judged = 0
    if posts is not None:
        judged, changes = _verdicts(old, new, posts, settings.window_key.encode(), text=as_text)
    if as_json:
        report = _report(old, new, found, judged, changes, show_text=show_text, show_terms=show_terms)
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
    else:
        for line in _lines(old, new, found, judged, changes, show_text=show_text, show_terms=show_terms):
            click.echo(line)
    differs = not found.is_empty if changes is None else bool(changes)
    ctx.exit(DIFFERENT if exit_code and differs else 0)


def _verdicts(
    old: "Policy", new: "Policy", posts: IO[bytes], key: bytes, *, text: bool
) -> tuple[int, list[VerdictChange]]:
    """How many posts were judged, and those that the policies judge otherwise, in their order."""
    from houserules.contracts.deadletter import DeadLetter
    from houserules.contracts.record import Record
    from houserules.pipeline import Pipeline

    pipelines = Pipeline(old, key, limits=False), Pipeline(new, key, limits=False)
    verdicts: tuple[dict[tuple[str, int], Verdict], ...] = ({}, {})
    refused = 0
    intake = Intake(_START, 1.0, same_author=False)
    for batch in batches(posts, os.path.basename(getattr(posts, "name", "posts")), intake, text=text):
        records = [item.record for item in batch if isinstance(item.record, Record)]
        refused += len(batch) - len(records)
        for pipeline, known in zip(pipelines, verdicts, strict=True):
            judgements = [*pipeline.process(records), *pipeline.superseding()]
            for judgement in judgements:
                if isinstance(judgement, DeadLetter):
                    refused += pipeline is pipelines[0]
                elif judgement is not None:
                    known[judgement.verdict.post_key, judgement.verdict.revision] = judgement.verdict
    if refused:
        click.echo(f"{refused:,} lines hold no post and are left out; `houserules check` says why", err=True)
    changes = [
        _change(before, after)
        for place, before in verdicts[0].items()
        if (after := verdicts[1].get(place)) is not None and _effect(before) != _effect(after)
    ]
    return len(verdicts[0]), changes


def _effect(verdict: "Verdict") -> tuple[Any, ...]:
    verbs = frozenset(action.verb for action in verdict.actions)
    return verdict.outcome, verdict.visibility, verdict.severity, verdict.urgency, verbs, _rules(verdict)


def _rules(verdict: "Verdict") -> frozenset[str]:
    return frozenset(finding.rule_id for finding in verdict.findings)


def _change(before: "Verdict", after: "Verdict") -> VerdictChange:
    old, new = _rules(before), _rules(after)
    return VerdictChange(
        before.post_key,
        before.revision,
        before.outcome,
        after.outcome,
        tuple(sorted(old - new)),
        tuple(sorted(new - old)),
        after.redacted_text,
    )


def _counts(changes: list[VerdictChange]) -> dict[str, int]:
    """How many verdicts change from what to what, most first."""
    return dict(Counter(f"{change.before} -> {change.after}" for change in changes).most_common())


def _lines(
    old: "Policy",
    new: "Policy",
    found: "PolicyDiff",
    judged: int,
    changes: list[VerdictChange] | None,
    *,
    show_text: bool,
    show_terms: bool,
) -> Iterator[str]:
    yield f"{old.id} {old.version}  {old.digest}"
    yield f"{new.id} {new.version}  {new.digest}"
    yield f"rules: {len(found.added)} added, {len(found.removed)} removed, {len(found.changed)} changed"
    yield from (f"  + {name}" for name in found.added)
    yield from (f"  - {name}" for name in found.removed)
    for name, fields in found.changed.items():
        yield f"  ~ {name}"
        yield from (f"      {_field(change)}" for change in fields)
    for name, words in found.terms.items():
        yield f"lexicon {name}: +{len(words.added)} -{len(words.removed)}"
        if show_terms:
            yield from (f"  + {term}" for term in words.added)
            yield from (f"  - {term}" for term in words.removed)
    for name, fields in found.files.items():
        yield f"{name}:"
        yield from (f"  {_field(change)}" for change in fields)
    if changes is None:
        return
    yield f"verdicts: of {judged:,} posts {len(changes):,} would change"
    yield from (f"  {count:>7,}  {name}" for name, count in _counts(changes).items())
    for change in changes:
        rules = " ".join((*(f"-{name}" for name in change.lost), *(f"+{name}" for name in change.gained)))
        yield f"  {change.post_key}  {change.before} -> {change.after}  {rules}".rstrip()
        if show_text:
            from houserules.cli.render import one_line

            yield f"      {one_line(change.text)}"


def _field(change: "FieldChange") -> str:
    """One line: single values as they are, several as how many came and went."""
    if len(change.removed) <= 1 and len(change.added) <= 1:
        before, after = ("".join(values) or "nothing" for values in (change.removed, change.added))
        if len(before) + len(after) <= _LONGEST:
            return f"{change.field}: {before} -> {after}"
    return f"{change.field}: +{len(change.added)} -{len(change.removed)}"


def _report(
    old: "Policy",
    new: "Policy",
    found: "PolicyDiff",
    judged: int,
    changes: list[VerdictChange] | None,
    *,
    show_text: bool,
    show_terms: bool,
) -> dict[str, Any]:
    report: dict[str, Any] = {
        "before": {"id": old.id, "version": old.version, "digest": old.digest},
        "after": {"id": new.id, "version": new.version, "digest": new.digest},
        "rules": {
            "added": found.added,
            "removed": found.removed,
            "changed": {name: list(map(_values, fields)) for name, fields in found.changed.items()},
        },
        "terms": {
            name: _values(change) if show_terms else {"added": len(change.added), "removed": len(change.removed)}
            for name, change in found.terms.items()
        },
        "files": {name: list(map(_values, fields)) for name, fields in found.files.items()},
    }
    if changes is not None:
        report["verdicts"] = {
            "posts": judged,
            "changed": len(changes),
            "counts": _counts(changes),
            "list": [
                {
                    "post_key": change.post_key,
                    "revision": change.revision,
                    "before": change.before,
                    "after": change.after,
                    "lost": change.lost,
                    "gained": change.gained,
                    **({"text": change.text} if show_text else {}),
                }
                for change in changes
            ],
        }
    return report


def _values(change: "FieldChange") -> dict[str, Any]:
    return {"field": change.field, "removed": change.removed, "added": change.added}
