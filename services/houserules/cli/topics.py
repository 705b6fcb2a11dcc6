"""`houserules topics`: create, describe and verify the topics."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import click
import orjson

from houserules.cli.options import CONNECTION, settings_options
from houserules.contracts.times import DAY, HOUR
from houserules.stream.settings import Settings

PROBLEMS: Final = 1
"""Exit code of `verify` when something has to be mended."""

NAMES: Final = click.argument("names", nargs=-1, metavar="[TOPIC]...")
JSON: Final = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


@click.group(short_help="Create, check and describe the topics.")
def topics() -> None:
    """Create, check and describe the topics.

    TOPIC is a name without its prefix, such as `verdicts`; none means all of them.
    """


@topics.command()
@NAMES
@JSON
@settings_options(*CONNECTION, "partitions", "replication")
def create(settings: Settings, names: tuple[str, ...], as_json: bool) -> None:
    """Create the topics that are missing, with the retention that their content asks for.

    Harmless to repeat: what exists is left as it is. New topics get as many partitions as `posts` has already.
    """
    from houserules.stream.topics import create_topics

    created = asyncio.run(create_topics(settings, _known(names)))
    if as_json:
        _print_json({"created": created})
        return
    for name in created:
        click.echo(f"created {name}")
    if not created:
        click.echo("nothing to create: all topics exist")


@topics.command()
@NAMES
@JSON
@settings_options(*CONNECTION)
def describe(settings: Settings, names: tuple[str, ...], as_json: bool) -> None:
    """Show the topics: what they hold, for how long, who may read them, and how the broker has them."""
    from houserules.stream.topics import describe_topics

    states = asyncio.run(describe_topics(settings, _known(names)))
    if as_json:
        _print_json(
            [
                {
                    "topic": state.name,
                    "holds": state.spec.holds,
                    "key": state.spec.key,
                    "restricted": state.spec.restricted,
                    "partitions": state.partitions,
                    "replication": state.replication,
                    "config": state.config,
                    "intended": state.spec.config(max(state.replication, 1)),
                }
                for state in states
            ]
        )
        return
    from rich.table import Table

    from houserules.cli.render import stdout

    grid = Table(box=None, pad_edge=False)
    for heading in ("topic", "partitions", "copies", "kept for", "access", "key", "holds"):
        grid.add_column(heading, no_wrap=heading != "holds")
    for state in states:
        grid.add_row(
            state.name,
            str(state.partitions) if state.partitions else "missing",
            str(state.replication) if state.partitions else "",
            _kept(state.config or {}, state.spec.retention),
            "restricted" if state.spec.restricted else "",
            state.spec.key,
            state.spec.holds,
            style=None if state.partitions else "red",
        )
    stdout().print(grid)


@topics.command()
@NAMES
@JSON
@settings_options(*CONNECTION, "replication")
@click.pass_context
def verify(ctx: click.Context, settings: Settings, names: tuple[str, ...], as_json: bool) -> None:
    """Check that the topics are there and fit for use; say what mends each problem. Exit code 1 if there are any.

    A worker makes the same check of the topics that it needs before it starts.
    """
    from houserules.stream.topics import verify_topics

    problems = asyncio.run(verify_topics(settings, _known(names)))
    if as_json:
        _print_json({"problems": problems})
    elif problems:
        for problem in problems:
            click.echo(problem)
    else:
        click.echo("all topics are in order")
    ctx.exit(PROBLEMS if problems else 0)


def _known(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The names asked for; None when that is all of them. Raises UsageError for a name that is no topic of ours."""
    from houserules.stream.topics import TOPIC

    if unknown := [name for name in names if name not in TOPIC]:
        raise click.UsageError(f"no such topic: {', '.join(unknown)}; there are {', '.join(TOPIC)}")
    return names or None


def _kept(config: Mapping[str, str], intended: int | None) -> str:
    if "compact" in config.get("cleanup.policy", ""):
        return "latest of each key"
    retention = int(config.get("retention.ms", -1 if intended is None else intended))
    if retention < 0:
        return "ever"
    return f"{retention // DAY} d" if retention % DAY == 0 else f"{retention / HOUR:.3g} h"


def _print_json(value: Any) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
