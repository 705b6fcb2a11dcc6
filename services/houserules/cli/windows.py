"""`houserules windows`: what a worker would recover from the changelogs right now."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import aclosing, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click
import orjson

from houserules.cli.options import CONNECTION, settings_options
from houserules.contracts.campaign import Campaign
from houserules.contracts.times import isoformat
from houserules.stream.settings import Settings
from houserules.windows.describe import Description, Recovery
from houserules.windows.history import History

if TYPE_CHECKING:
    from rich.table import Table

    from houserules.judging.policy import Policy

STORES: Final = {
    "windows": "houserules.windows",
    "signposts": "houserules.signposts",
    "strikes": "houserules.strikes",
    "orders": "houserules.orders",
}
CAMPAIGNS: Final = "campaigns"

_WORDS: Final = ("partition", "watermark", "key", "cluster", "since", "until")
"""Headings of the columns that hold no numbers."""


@dataclass(frozen=True, slots=True)
class Live:
    """The campaigns that had not ended by the watermark, in the order in which they were found."""

    campaigns: list[Campaign]
    unreadable: int


@click.command(short_help="Show what the windows remember: rows, memory, campaigns.")
@click.option("--partition", type=click.IntRange(min=0), help="Only this partition.")
@click.option(
    "--store",
    type=click.Choice(list(STORES)),
    default="windows",
    show_default=True,
    help="Repeats and floods, who has been signposted and what rules did, authors' strikes, or orders on posts.",
)
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=0,
    help="Also this many keys with the most rows, as keyed hashes.  [default: none]",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of tables.")
@settings_options(*CONNECTION, "policy")
def windows(settings: Settings, partition: int | None, store: str, top: int, as_json: bool) -> None:
    """Show what the windows remember: rows, memory, campaigns.

    Reads the changelogs as a worker does that takes the partitions over, from where their last records say, and shows
    what it would have then. No consumer group is joined and nothing is written: looking changes nothing.

    Ages are counted back from the watermark, the latest event time of the partition. What is shown are figures and keyed
    hashes, never a name, a post or a text. Use the policy of the workers: it says how far back the windows reach.
    """
    from houserules.judging.policy import load_policy, resolve_policy

    policy = load_policy(resolve_policy(settings.policy))
    found, live = asyncio.run(_look(settings, policy, store, partition, top))
    if as_json:
        _print_json(settings.topic(STORES[store]), store, found, live)
    else:
        _print_tables(settings.topic(STORES[store]), found, live)


async def _look(
    settings: Settings, policy: "Policy", store: str, partition: int | None, top: int
) -> tuple[dict[int, Description], Live | None]:
    from houserules.judging.standing import new_orders
    from houserules.judging.strikes import new_strikes
    from houserules.screening.screen import new_history
    from houserules.stages import new_counters

    histories: dict[str, Callable[[], History]] = {
        "windows": lambda: new_history(policy.screening),
        "signposts": lambda: new_counters(policy),
        "strikes": lambda: new_strikes(policy),
        "orders": new_orders,
    }
    found = await _recover(settings, STORES[store], partition, histories[store], top)
    if store != "windows" or policy.screening.campaigns is None:
        return found, None
    watermark = max([item.watermark for item in found.values() if item.watermark is not None], default=None)
    return found, await _live(settings, watermark)


async def _recover(
    settings: Settings, name: str, partition: int | None, make_history: Callable[[], History], top: int
) -> dict[int, Description]:
    """What there is of each partition, or of the one named. One after another: the state of one can fill a gigabyte."""
    from houserules.cli.streams import everything, reader
    from houserules.stream.peek import needed_offsets

    found: dict[int, Description] = {}
    # A partition has to wait for the fetch that the one before it left behind, so that must not take long.
    async with reader(settings, name, from_start=True, patience_ms=50) as consumer:
        partitions = sorted(consumer.assignment())
        chosen = [tp for tp in partitions if partition in (None, tp.partition)]
        if not chosen:
            raise click.UsageError(f"{settings.topic(name)} has no partition {partition}; it has {len(partitions)}")
        # What it logs must not end up among the JSON.
        with redirect_stdout(sys.stderr):
            needed = await needed_offsets(settings, settings.topic(name), [tp.partition for tp in chosen])
        first = await consumer.beginning_offsets(chosen)
        for tp in chosen:
            recovery = Recovery(make_history(), first[tp], needed.get(tp.partition))
            consumer.assign([tp])
            consumer.seek(tp, max(first[tp], needed.get(tp.partition, 0)))
            async with aclosing(everything(consumer, [tp])) as records:
                async for record in records:
                    recovery.take(record.value, record.offset)
            found[tp.partition] = recovery.describe(top)
    return found


async def _live(settings: Settings, watermark: int | None) -> Live:
    """The campaigns that had not ended by `watermark` (ms of event time)."""
    from houserules.campaigns.registry import Registry
    from houserules.cli.streams import everything, reader
    from houserules.contracts.encode import RecordError, decode_campaign

    registry = Registry()
    unreadable = 0
    async with (
        reader(settings, CAMPAIGNS, from_start=True) as consumer,
        aclosing(everything(consumer, consumer.assignment())) as records,
    ):
        async for record in records:
            if record.value is None:
                continue
            try:
                registry.put(decode_campaign(record.value))
            except RecordError:
                unreadable += 1
    if watermark is not None:
        registry.expire(watermark)
    return Live(registry.before(sys.maxsize), unreadable)


def _print_json(topic: str, store: str, found: dict[int, Description], live: Live | None) -> None:
    value = {
        "store": store,
        "topic": topic,
        "partitions": [_partition_json(number, item) for number, item in found.items()],
        "campaigns": None if live is None else [_campaign_json(item) for item in live.campaigns],
        "campaigns_unreadable": None if live is None else live.unreadable,
    }
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _partition_json(number: int, item: Description) -> dict[str, Any]:
    return {
        "partition": number,
        "rows": item.rows,
        "keys": item.keys,
        "signed": item.signed,
        "shed": item.shed,
        "memory_bytes": item.memory,
        "oldest": _moment(item.oldest),
        "oldest_age_ms": _behind(item, item.oldest),
        "newest": _moment(item.newest),
        "newest_age_ms": _behind(item, item.newest),
        "watermark": _moment(item.watermark),
        "marker": item.marker,
        "committed": item.committed,
        "incomplete_until": _moment(item.incomplete_until),
        "changelog": {
            "records": item.records,
            "bytes": item.size,
            "skipped": item.skipped,
            "unreadable": item.unreadable,
            "missing": item.missing,
        },
        "heaviest": [{"key": key, "rows": rows} for key, rows in item.heaviest],
    }


def _campaign_json(campaign: Campaign) -> dict[str, Any]:
    return {
        "cluster_id": campaign.cluster_id,
        "authors": campaign.authors,
        "since": isoformat(campaign.since),
        "until": isoformat(campaign.until),
    }


def _print_tables(topic: str, found: dict[int, Description], live: Live | None) -> None:
    from houserules.cli.render import safe, stdout

    console = stdout()
    # Three tables, since one would be wider than a terminal.
    console.print("[dim]what a worker would recover; ages are counted back from the watermark[/dim]")
    console.print(_state(found))
    console.print("\n[dim]how far it has got[/dim]")
    console.print(_position(found))
    console.print(f"\n[dim]what it would read of {safe(topic)}[/dim]")
    console.print(_changelog(found))
    for number, item in found.items():
        if item.incomplete_until is not None:
            console.print(f"partition {number} lacks something until {isoformat(item.incomplete_until)}", style="red")
    if any(item.heaviest for item in found.values()):
        heaviest = _table("partition", "key", "rows")
        for number, item in found.items():
            for key, rows in item.heaviest:
                heaviest.add_row(str(number), key, f"{rows:,}")
        console.print("\n[dim]keys with the most rows[/dim]")
        console.print(heaviest)
    if live is None:
        return
    unreadable = f", {live.unreadable:,} unreadable" if live.unreadable else ""
    console.print(f"\ncampaigns: {len(live.campaigns):,} live{unreadable}")
    if live.campaigns:
        campaigns = _table("cluster", "authors", "since", "until")
        for campaign in live.campaigns:
            since, until = _second(campaign.since), _second(campaign.until)
            campaigns.add_row(safe(campaign.cluster_id), f"{campaign.authors:,}", since, until)
        console.print(campaigns)


def _state(found: dict[int, Description]) -> "Table":
    from rich.filesize import decimal

    from houserules.cli.render import age

    def ago(item: Description, time: int | None) -> str:
        behind = _behind(item, time)
        return "" if behind is None else age(behind)

    table = _table("partition", "rows", "keys", "signed", "memory", "shed", "oldest", "newest")
    for number, item in found.items():
        table.add_row(
            str(number),
            f"{item.rows:,}",
            f"{item.keys:,}",
            f"{item.signed:,}",
            decimal(item.memory),
            f"{item.shed:,}",
            ago(item, item.oldest),
            ago(item, item.newest),
        )
    return table


def _position(found: dict[int, Description]) -> "Table":
    table = _table("partition", "watermark", "marker", "committed")
    for number, item in found.items():
        watermark = "" if item.watermark is None else _second(item.watermark)
        table.add_row(str(number), watermark, str(item.marker), str(item.committed))
    return table


def _changelog(found: dict[int, Description]) -> "Table":
    from rich.filesize import decimal

    table = _table("partition", "records", "read", "skipped", "unreadable", "missing")
    for number, item in found.items():
        table.add_row(
            str(number),
            f"{item.records:,}",
            decimal(item.size),
            f"{item.skipped:,}",
            f"{item.unreadable:,}",
            f"{item.missing:,}",
            style="red" if item.unreadable or item.missing else None,
        )
    return table


def _table(*headings: str) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=True, justify="left" if heading in _WORDS else "right")
    return table


def _second(time: int) -> str:
    return isoformat(time)[: len("2026-05-02T01:12:04")]


def _moment(time: int | None) -> str | None:
    return None if time is None else isoformat(time)


def _behind(item: Description, time: int | None) -> int | None:
    return None if time is None or item.watermark is None else item.watermark - time
