"""`houserules tail`: follow what the worker produces."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any, Final

import click
import msgspec

from houserules.cli.dead_letters import dead_letter_line
from houserules.cli.options import CONNECTION, settings_options
from houserules.contracts.action import Action
from houserules.contracts.headers import parse_dead_letter_headers
from houserules.contracts.verdict import Verdict
from houserules.contracts.vocabulary import OUTCOMES
from houserules.stream.settings import Settings

TOPICS: Final = {
    "verdicts": "verdicts",
    "actions": "actions",
    "dead-letters": "posts.dead-letter",
    "shadow": "verdicts.shadow",
    "receipts": "receipts",
    "reviews": "reviews",
    "appeals": "appeals",
    "decisions": "decisions",
}


class _Outcome(msgspec.Struct):
    outcome: str


_OUTCOME: Final = msgspec.json.Decoder(_Outcome)
_VERDICT: Final = msgspec.json.Decoder(Verdict)
_ACTION: Final = msgspec.json.Decoder(Action)


@click.command(short_help="Follow what the worker, connectors and people produce.")
@click.argument("what", type=click.Choice(list(TOPICS)), default="verdicts")
@click.option("--from-start", is_flag=True, help="Begin with the oldest record kept.  [default: with the next one]")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after this many records.")
@click.option(
    "--outcome",
    "outcomes",
    type=click.Choice(OUTCOMES),
    multiple=True,
    help="Only verdicts of this outcome. Can be given again.",
)
@click.option("--brief", is_flag=True, help="One line a verdict, without its reasons.")
@click.option("--json", "as_json", is_flag=True, help="The records' own JSON, one a line.")
@settings_options(*CONNECTION)
def tail(
    settings: Settings,
    what: str,
    from_start: bool,
    limit: int | None,
    outcomes: tuple[str, ...],
    brief: bool,
    as_json: bool,
) -> None:
    """Follow what the worker, connectors and people produce: verdicts, where nothing else is said.

    \b
      verdicts, shadow   what was decided, and what shadow rules would have decided
      actions, receipts  what connectors shall do, and what they did
      appeals, reviews   who asks for another look, and what people say
      decisions          what stands since people decided
      dead-letters       records that are no post

    No consumer group is joined and nothing is committed: looking changes nothing. Of dead letters only the headers are
    shown; their values are restricted.
    """
    if outcomes and what not in ("verdicts", "shadow"):
        raise click.UsageError("--outcome goes with verdicts and shadow")
    show = _json(what) if as_json else _pretty(what, brief)
    asyncio.run(_tail(settings, TOPICS[what], from_start, limit, frozenset(outcomes), show))


async def _tail(
    settings: Settings,
    topic: str,
    from_start: bool,
    limit: int | None,
    outcomes: frozenset[str],
    show: Callable[[Any], None],
) -> None:
    from houserules.cli.streams import follow, reader

    left = limit
    async with reader(settings, topic, from_start=from_start) as consumer, aclosing(follow(consumer)) as records:
        async for record in records:
            try:
                if outcomes and _OUTCOME.decode(record.value).outcome not in outcomes:
                    continue
                show(record)
            except (msgspec.DecodeError, ValueError, TypeError) as error:  # a TypeError is a record without a value
                click.echo(f"{record.topic}/{record.partition}@{record.offset}: cannot be read: {error}", err=True)
            if left is not None and (left := left - 1) == 0:
                return


def _json(what: str) -> Callable[[Any], None]:
    out = click.get_binary_stream("stdout")

    def show(record: Any) -> None:
        line = dead_letter_line(record) if what == "dead-letters" else record.value
        out.write(line + b"\n")
        out.flush()

    return show


def _pretty(what: str, brief: bool) -> Callable[[Any], None]:
    from houserules.cli import render
    from houserules.cli.tail_lines import LINED, liner

    console = render.stdout()
    if what in LINED:
        draw = liner(what)
        return lambda record: console.print(draw(record.value))

    def verdict(record: Any) -> None:
        decoded = _VERDICT.decode(record.value)
        console.print(render.headline(decoded) if brief else render.card(decoded))

    def action(record: Any) -> None:
        console.print(render.order(_ACTION.decode(record.value)))

    def dead_letter(record: Any) -> None:
        console.print(render.dead_letter(record.partition, record.offset, parse_dead_letter_headers(record.headers)))

    return {"actions": action, "dead-letters": dead_letter}.get(what, verdict)
