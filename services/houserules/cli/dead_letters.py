"""`houserules dead-letters`: list, read and retry the records that could not be judged."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final

import click
import orjson

from houserules.cli.options import CONNECTION, settings_options
from houserules.contracts.deadletter import KEPT_HEADERS
from houserules.contracts.headers import DEAD_LETTER_PREFIX, DeadLetterInfo, parse_dead_letter_headers
from houserules.contracts.times import isoformat
from houserules.stream.settings import Settings

LETTERS: Final = "posts.dead-letter"
RETRIED_FROM: Final = "dl_retried_from"
"""Header of a record that was put back: `partition:offset` of the dead letter that it came from."""

IN_FLIGHT: Final = 500
"""Retried records that may wait for the broker's acknowledgement."""

_SOURCES: Final = ("posts", "posts.screened", "posts.redacted", "reviews", "appeals")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dead letters are meant; what is None does not choose. `offset` goes with `partition`."""

    reasons: frozenset[str] = frozenset()
    partition: int | None = None
    offset: int | None = None

    def takes(self, record: Any, info: DeadLetterInfo) -> bool:
        """Whether the record, whose headers say `info`, is meant."""
        return (
            (not self.reasons or info.reason in self.reasons)
            and self.partition in (None, record.partition)
            and self.offset in (None, record.offset)
        )


class PlaceType(click.ParamType):
    """`partition:offset` of a dead letter."""

    name = "place"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The two numbers."""
        if match := re.fullmatch(r"(\d+)[:@](\d+)", str(value)):
            return int(match[1]), int(match[2])
        self.fail(f"{value!r} is no place; write partition:offset, such as 0:42", param, ctx)


_REASON: Final = click.option("--reason", "reasons", multiple=True, help="Only this reason. Can be given again.")
_PARTITION: Final = click.option(
    "--partition", type=click.IntRange(min=0), help="Only this partition of the dead letters."
)


@click.group(short_help="List, read and retry the records that could not be judged.")
def dead_letters() -> None:
    """List, read and retry the records that could not be judged."""


@dead_letters.command("list")
@_REASON
@_PARTITION
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@settings_options(*CONNECTION)
def list_(settings: Settings, reasons: tuple[str, ...], partition: int | None, as_json: bool) -> None:
    """List dead letters: where they are, why, and where they came from. Values are not shown."""
    asyncio.run(_list(settings, Selection(frozenset(reasons), partition), as_json))


@dead_letters.command()
@click.argument("place", type=PlaceType(), metavar="PARTITION:OFFSET")
@click.option("--raw", is_flag=True, help="Write the value's bytes and nothing else.")
@settings_options(*CONNECTION)
def show(settings: Settings, place: tuple[int, int], raw: bool) -> None:
    """Show one dead letter with its value.

    The value is what the producer sent, personal information and all: treat it as restricted.
    """
    asyncio.run(_show(settings, place, raw))


@dead_letters.command()
@_REASON
@_PARTITION
@click.option("--offset", type=click.IntRange(min=0), help="Only this offset; goes with --partition.")
@click.option("--all", "everything", is_flag=True, help="Every dead letter.")
@click.option("--dry-run", is_flag=True, help="Say what would be retried, and change nothing.")
@settings_options(*CONNECTION)
def retry(
    settings: Settings,
    reasons: tuple[str, ...],
    partition: int | None,
    offset: int | None,
    everything: bool,
    dry_run: bool,
) -> None:
    """Put dead letters back where they came from, byte for byte, to be read again.

    For after the worker was mended: a record that is broken itself comes back as a dead letter. Verdicts are derived,
    so a record that is retried twice gets the same verdict twice. The dead letter stays until its retention ends.
    """
    if offset is not None and partition is None:
        raise click.UsageError("--offset goes with --partition")
    if not (reasons or partition is not None or everything):
        raise click.UsageError("say which: --reason, --partition (and --offset), or --all")
    asyncio.run(_retry(settings, Selection(frozenset(reasons), partition, offset), dry_run))


async def _selected(settings: Settings, selection: Selection) -> AsyncGenerator[tuple[Any, DeadLetterInfo]]:
    from houserules.cli.streams import everything, reader

    async with reader(settings, LETTERS, from_start=True) as consumer:
        partitions = [tp for tp in consumer.assignment() if selection.partition in (None, tp.partition)]
        if selection.offset is not None:
            for partition in partitions:
                consumer.seek(partition, selection.offset)
        async with aclosing(everything(consumer, partitions)) as records:
            async for record in records:
                if selection.offset is not None and record.offset > selection.offset:
                    return
                try:
                    info = parse_dead_letter_headers(record.headers)
                except ValueError as error:
                    click.echo(f"{record.partition}:{record.offset}: {error}", err=True)
                    continue
                if selection.takes(record, info):
                    yield record, info


async def _list(settings: Settings, selection: Selection, as_json: bool) -> None:
    from rich.table import Table

    from houserules.cli.render import age, safe, stdout

    table = Table(box=None, pad_edge=False)
    for heading in ("place", "reason", "field", "error", "source", "age"):
        table.add_column(heading, no_wrap=heading in ("place", "reason", "age"))
    now = time.time() * 1000
    reasons: Counter[str] = Counter()
    out = click.get_binary_stream("stdout")
    async with aclosing(_selected(settings, selection)) as letters:
        async for record, info in letters:
            reasons[info.reason] += 1
            if as_json:
                out.write(dead_letter_line(record) + b"\n")
                continue
            place, source = f"{record.partition}:{record.offset}", f"{info.topic}/{info.partition}@{info.offset}"
            known = age(now - info.timestamp) if info.timestamp >= 0 else ""
            table.add_row(place, safe(info.reason), safe(info.field or ""), safe(info.error), safe(source), known)
    if as_json:
        return
    if not reasons:
        click.echo("no dead letters")
        return
    stdout().print(table)
    stdout().print("\n" + "   ".join(f"{reason} {count:,}" for reason, count in reasons.most_common()))


async def _find(settings: Settings, place: tuple[int, int]) -> tuple[Any, DeadLetterInfo]:
    async with aclosing(_selected(settings, Selection(partition=place[0], offset=place[1]))) as letters:
        async for found in letters:
            return found
    raise click.UsageError(f"there is no dead letter at {place[0]}:{place[1]}; see `houserules dead-letters list`")


async def _show(settings: Settings, place: tuple[int, int], raw: bool) -> None:
    record, info = await _find(settings, place)
    if raw:
        click.get_binary_stream("stdout").write(record.value or b"")
        return
    told = {
        "reason": info.reason,
        "message": info.message,
        "field": info.field,
        "error": info.error,
        "source": f"{info.topic}/{info.partition}@{info.offset}",
        "published": isoformat(info.timestamp) if info.timestamp >= 0 else None,
        "stage": f"{info.stage}, engine {info.engine}",
        **{name: escaped(value) for name, value in record.headers if not name.startswith(DEAD_LETTER_PREFIX)},
    }
    for name, text in told.items():
        if text is not None:
            click.echo(click.style(f"{name:<13}", dim=True) + escaped(text))
    click.secho("restricted: the record as it was sent", fg="yellow")
    click.echo(click.style(f"{'key':<13}", dim=True) + escaped(record.key))
    click.echo(escaped(record.value))


async def _retry(settings: Settings, selection: Selection, dry_run: bool) -> None:
    from houserules.cli.streams import publisher
    from houserules.stream.topics import TOPIC

    sources = {settings.topic(name): TOPIC[name].retention for name in _SOURCES}
    now = time.time() * 1000
    done = skipped = old = 0
    sent: list[asyncio.Future[Any]] = []
    async with publisher(settings, "posts") as producer, aclosing(_selected(settings, selection)) as letters:
        async for record, info in letters:
            place = f"{record.partition}:{record.offset}"
            if info.topic not in sources:
                click.echo(f"{place}: came from {info.topic}, which is no input here; left alone", err=True)
                skipped += 1
                continue
            click.echo(f"{place} {info.reason}: {'would go' if dry_run else 'goes'} back to {info.topic}")
            done += 1
            retention = sources[info.topic]
            old += retention is not None and info.timestamp < now - retention
            if dry_run:
                continue
            # The partition it came from holds the rest of its author's posts, whatever partitioner chose it.
            known = await producer.partitions_for(info.topic)
            kept = [(name, value) for name, value in record.headers if name in KEPT_HEADERS]
            sent.append(
                await producer.send(
                    info.topic,
                    record.value,
                    record.key,
                    partition=info.partition if info.partition in known else None,
                    timestamp_ms=info.timestamp if info.timestamp >= 0 else None,
                    headers=[*kept, (RETRIED_FROM, place.encode())],
                )
            )
            if len(sent) == IN_FLIGHT:
                await asyncio.gather(*sent)
                sent.clear()
        await asyncio.gather(*sent)
    left = f", {skipped:,} left alone" if skipped else ""
    click.echo(f"{done:,} {'would be retried' if dry_run else 'retried'}{left}")
    if old:
        # The time decides in which windows a post counts, so it has to stay, and brokers delete records by it.
        what = f"{old:,} are older than their topic keeps records: have workers running, or brokers delete them unread"
        click.secho(what, fg="yellow", err=True)


def dead_letter_line(record: Any) -> bytes:
    """A dead letter's account of itself as one line of JSON: its place and its headers, never its value."""
    info = parse_dead_letter_headers(record.headers)
    return orjson.dumps(
        {
            "schema": "dead-letter/1",
            "partition": record.partition,
            "offset": record.offset,
            "reason": info.reason,
            "error": info.error,
            "field": info.field,
            "message": info.message,
            "source": {
                "topic": info.topic,
                "partition": info.partition,
                "offset": info.offset,
                "timestamp": info.timestamp,
            },
            "stage": info.stage,
            "engine": info.engine,
        }
    )


def escaped(value: bytes | str | None) -> str:
    """Bytes as text that is safe on a terminal: what is no UTF-8, or does not print, as an escape. `-` for None."""
    if value is None:
        return "-"
    text = value if isinstance(value, str) else value.decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
