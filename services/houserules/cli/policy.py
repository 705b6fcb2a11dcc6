"""`houserules policy`: check, test and describe a policy."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import click
import orjson

from houserules.cli.options import settings_options
from houserules.cli.policy_diff import diff
from houserules.cli.policy_pages import docs, explain, schema
from houserules.cli.protect import protect
from houserules.stream.settings import Settings

if TYPE_CHECKING:
    from houserules.judging.policy import Policy, Problem
    from houserules.judging.policy.trial import Failure

PROBLEMS: Final = 1
"""Exit code of `lint` and `test` when something has to be mended."""

_PATHS: Final = click.argument("paths", nargs=-1, metavar="[NAME|DIRECTORY]...")
_JSON: Final = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")


@click.group(short_help="Check, test and describe a policy.")
def policy() -> None:
    """Check, test and describe a policy.

    A policy is the name of one that is shipped, or a directory with a policy.yaml. Without one, HOUSERULES_POLICY or
    its default is taken.
    """


for _command in (diff, explain, docs, protect, schema):
    policy.add_command(_command)


@policy.command()
@_PATHS
@_JSON
@settings_options("policy")
@click.pass_context
def lint(ctx: click.Context, settings: Settings, paths: tuple[str, ...], as_json: bool) -> None:
    """Read policies strictly and tell every mistake, with file and line. Exit code 1 if there are any.

    Warnings are told, too, and change nothing: parts that no rule uses, rules that can never match, and what is over.
    """
    from houserules.contracts.times import to_millis
    from houserules.judging.policy import PolicyError, load_policy, resolve_policy
    from houserules.judging.policy.advice import advise
    from houserules.judging.policy.content import read_content

    now = to_millis(datetime.now(UTC))

    reports: list[dict[str, Any]] = []
    for name in paths or (settings.policy,):
        path = resolve_policy(name)
        try:
            found = load_policy(path)
        except PolicyError as error:
            reports.append(
                {
                    "policy": name,
                    "problems": list(map(_problem, error.problems)),
                    "warnings": [],
                }
            )
            if not as_json:
                for problem in error.problems:
                    click.echo(f"{path}/{problem}")
                click.echo(f"{name}: {_count(len(error.problems), 'problem')}")
        else:
            warnings = advise(read_content(path), found, now)
            reports.append(
                {"policy": name, "problems": [], "warnings": list(map(_problem, warnings)), **_summary(found)}
            )
            if not as_json:
                for warning in warnings:
                    click.echo(f"{path}/{warning} (warning)", err=True)
                click.echo(f"{name}: in order; {_count(len(found.rules), 'rule')}, {found.digest}")
    if as_json:
        click.echo(orjson.dumps(reports, option=orjson.OPT_INDENT_2).decode())
    ctx.exit(PROBLEMS if any(report["problems"] for report in reports) else 0)


@policy.command()
@_PATHS
@_JSON
@settings_options("policy")
@click.pass_context
def test(ctx: click.Context, settings: Settings, paths: tuple[str, ...], as_json: bool) -> None:
    """Run the tests that the rules carry: what each must hit and what it must not. Exit code 1 if any fails.

    Warnings change nothing: they are of rules whose posts another rule finds as well, all of them.
    """
    from houserules.judging.policy import load_policy, resolve_policy
    from houserules.judging.policy.advice import doubles
    from houserules.judging.policy.trial import run_policy_tests, tested_rules

    reports: list[dict[str, Any]] = []
    for name in paths or (settings.policy,):
        path = resolve_policy(name)
        found = load_policy(path)
        failures = run_policy_tests(found)
        warnings = doubles(found)
        count = sum(len(rule.hits) + len(rule.misses) for rule in tested_rules(found))
        reports.append(
            {
                "policy": name,
                "digest": found.digest,
                "tests": count,
                "failures": list(map(_failure, failures)),
                "warnings": list(map(_problem, warnings)),
            }
        )
        if not as_json:
            for warning in warnings:
                click.echo(f"{path}/{warning} (warning)", err=True)
            for failure in failures:
                click.echo(f"{path}/{failure}")
            left = f", {_count(len(failures), 'failure')}" if failures else ", all pass"
            click.echo(f"{name}: {_count(count, 'test')} of {_count(len(found.rules), 'rule')}{left}")
    if as_json:
        click.echo(orjson.dumps(reports, option=orjson.OPT_INDENT_2).decode())
    ctx.exit(PROBLEMS if any(report["failures"] for report in reports) else 0)


@policy.command()
@click.argument("path", required=False, metavar="[NAME|DIRECTORY]")
@_JSON
@settings_options("policy")
def show(settings: Settings, path: str | None, as_json: bool) -> None:
    """Describe a policy: its digest, its clauses as people read them, and its rules."""
    from houserules.judging.policy import load_policy, resolve_policy

    found = load_policy(resolve_policy(path or settings.policy))
    if as_json:
        click.echo(orjson.dumps(_summary(found) | _content(found), option=orjson.OPT_INDENT_2).decode())
        return
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from houserules.cli.render import OUTCOME_STYLE, stdout

    console = stdout()
    console.print(Text.assemble((found.title, "bold"), (f"   {found.id} {found.version}", "dim")))
    console.print(Text(found.digest, "dim"))
    rules = Table(box=None, pad_edge=False)
    for heading in ("rule", "category", "outcome", "severity", "urgency", "mode"):
        rules.add_column(heading, no_wrap=True)
    for clause in found.clauses.values():
        console.print()
        console.print(Text.assemble((clause.id, "bold"), "  ", (clause.title, "bold")))
        console.print(Padding(Text(clause.text), (0, 0, 0, 2), expand=False))
    for rule in found.rules:
        then = rule.then
        rules.add_row(
            f"{rule.id} v{rule.version}",
            rule.category,
            Text(then.outcome, OUTCOME_STYLE[then.outcome]),
            then.severity,
            then.urgency,
            rule.mode,
            style="dim" if rule.mode == "off" else None,
        )
    console.print()
    console.print(rules)
    for overlay in _overlays(found):
        console.print()
        spans = ", ".join(f"{span['starts']} until just before {span['ends']}" for span in overlay["spans"])
        console.print(Text.assemble((overlay["id"], "bold"), "  ", overlay["title"], (f"  {spans}", "dim")))
        console.print(
            f"  changes {', '.join(overlay['changes']) or 'no rule'}; adds {', '.join(overlay['adds']) or 'none'}"
        )


def _summary(found: "Policy") -> dict[str, Any]:
    return {
        "id": found.id,
        "version": found.version,
        "title": found.title,
        "digest": found.digest,
        "rules": len(found.rules),
        "clauses": len(found.clauses),
    }


def _overlays(found: "Policy") -> list[dict[str, Any]]:
    from houserules.contracts.times import isoformat

    return [
        {
            "id": overlay.id,
            "title": overlay.title,
            "spans": [
                {"starts": span.starts and isoformat(span.starts), "ends": span.ends and isoformat(span.ends)}
                for span in overlay.spans
            ],
            "changes": sorted(overlay.changed),
            "adds": [rule.id for rule in overlay.rules],
        }
        for overlay in found.overlays
    ]


def _content(found: "Policy") -> dict[str, Any]:
    return {
        "overlays": _overlays(found),
        "clauses": [{"id": clause.id, "title": clause.title, "text": clause.text} for clause in found.clauses.values()],
        "rules": [
            {
                "id": rule.id,
                "version": rule.version,
                "category": rule.category,
                "clause": rule.clause,
                "mode": rule.mode,
                "description": rule.description,
                "outcome": rule.then.outcome,
                "visibility": rule.then.visibility,
                "severity": rule.then.severity,
                "urgency": rule.then.urgency,
                "confidence": rule.then.confidence,
                "actions": rule.then.actions,
            }
            for rule in found.rules
        ],
    }


def _problem(problem: "Problem") -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "what": problem.what}


def _failure(failure: "Failure") -> dict[str, Any]:
    return {
        "rule": failure.rule_id,
        "wanted": failure.wanted,
        "file": failure.file,
        "line": failure.line,
        "text": failure.text,
    }


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
