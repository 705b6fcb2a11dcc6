"""`houserules feed`: publish posts, from a file or invented ones."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Final

import click

from houserules.cli.adapt import TARGETS, Adapter, parse_columns, record
from houserules.cli.intake import record_key
from houserules.cli.options import CONNECTION, MomentType, settings_options
from houserules.cli.synthetic import START, iter_synthetic
from houserules.stream.settings import Settings

Records = Iterable[tuple[bytes | None, bytes]]
_STEP: Final = 1.0


class ColumnsType(click.ParamType):
    """`field=COLUMN` pairs."""

    name = "columns"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, str]:
        """The mapping from a post's field to a column."""
        try:
            return parse_columns(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(short_help="Publish posts: from a file, or invented ones.")
@click.option("-f", "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Publish this file.")
@click.option("--mix", type=click.IntRange(min=1), help="Publish this many invented posts.")
@click.option("--seed", type=int, default=1, show_default=True, help="With --mix: the same seed gives the same posts.")
@click.option(
    "--malformed",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="With --mix: share of broken records.",
)
@click.option(
    "--map",
    "columns",
    type=ColumnsType(),
    help=f"The file has columns of its own: field=COLUMN, comma separated. Fields: {', '.join(TARGETS)}.",
)
@click.option("--platform", default="import", show_default=True, help="With --map: the platform of the posts.")
@click.option("--account", default="import", show_default=True, help="With --map: the account that was written to.")
@click.option(
    "--start",
    type=MomentType(),
    default=START.strftime("%Y-%m-%dT%H:%M:%SZ"),
    show_default=True,
    help="When the first post was made (or `now`), where the file does not say.",
)
@click.option(
    "--step",
    type=click.FloatRange(min=0),
    help="Seconds from one such post to the next.  [default: 1; 0.25 with --mix]",
)
@click.option("--sort", is_flag=True, help="With --map: publish in order of time (holds the whole file in memory).")
@click.option("--rate", type=click.FloatRange(min=0), default=0.0, help="Records a second.  [default: as many as go]")
@click.option("--loop", is_flag=True, help="Go on until interrupted: more invented posts, or the file again and again.")
@settings_options(*CONNECTION)
def feed(
    settings: Settings,
    file: Path | None,
    mix: int | None,
    seed: int,
    malformed: float,
    columns: dict[str, str] | None,
    platform: str,
    account: str,
    start: datetime,
    step: float | None,
    sort: bool,
    rate: float,
    loop: bool,
) -> None:
    """Publish posts: from a file, or invented ones.

    A file is JSON Lines of post/1, published line by line as it is, broken lines too. With --map it is a CSV, TSV or
    JSON Lines file with columns of its own:

    \b
      houserules feed --mix 1000 --rate 50
      houserules feed --file posts.jsonl
      houserules feed --file comments.csv --platform youtube --account demo \\
          --map text=CONTENT,author.id=AUTHOR,created_at=DATE,post_key=COMMENT_ID

    The same file or seed published again is a redelivery to the worker: it changes no window, and the verdicts are the
    same. For other posts, change --seed.
    """
    if (file is None) == (mix is None):
        raise click.UsageError("give either --file or --mix")
    if columns and file is None:
        raise click.UsageError("--map goes with --file")
    if sort and not columns:
        raise click.UsageError("--sort goes with --map")
    records: Records
    total: int | None = None
    if file is None:
        total = None if loop else mix
        records = iter_synthetic(seed, total, malformed, start=start, step=0.25 if step is None else step)
    else:
        adapter = columns and Adapter(
            columns=columns, platform=platform, account=account, start=start, step=_STEP if step is None else step
        )
        records = _repeat(file, adapter or None, sort, loop)
    asyncio.run(_publish(settings, records, rate, total))


def _repeat(file: Path, adapter: Adapter | None, sort: bool, loop: bool) -> Iterator[tuple[bytes | None, bytes]]:
    published = True
    while published:
        published = False
        for pair in _lines(file) if adapter is None else _rows(file, adapter, sort):
            published = loop
            yield pair


def _lines(file: Path) -> Iterator[tuple[bytes | None, bytes]]:
    with file.open("rb") as lines:
        for line in lines:
            if value := line.strip():
                yield record_key(value), value


def _rows(file: Path, adapter: Adapter, sort: bool) -> Iterator[tuple[bytes, bytes]]:
    posts = adapter.posts(file)
    return map(record, sorted(posts, key=attrgetter("created_at")) if sort else posts)


async def _publish(settings: Settings, records: Records, rate: float, total: int | None) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    from houserules.cli.render import stderr
    from houserules.cli.streams import publish, publisher

    topic = settings.topic("posts")
    console = stderr()
    count = 0
    begin = time.monotonic()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    async with publisher(settings, "posts") as producer:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(f"publishing to {topic}", total=total)

            def sent() -> None:
                nonlocal count
                count += 1
                if count % 64 == 0:
                    progress.update(task, completed=count)

            begin = time.monotonic()
            try:
                await publish(producer, topic, records, rate=rate, sent=sent)
            finally:
                spent = time.monotonic() - begin
                pace = f" in {spent:.1f} s, {count / spent:,.0f} a second" if count and spent else ""
                progress.stop()
                console.print(f"published {count:,} {'record' if count == 1 else 'records'} to {topic}{pace}")
