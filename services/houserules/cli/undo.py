"""`houserules undo`: take back what a rule ordered since a time."""

import asyncio
import re
import time
from collections.abc import Iterable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import click

from houserules.cli.options import CONNECTION, MomentType, settings_options
from houserules.contracts.times import to_millis
from houserules.stream.settings import Settings

_SPANS: Final = {"m": "minutes", "h": "hours", "d": "days"}


class SinceType(MomentType):
    """A time, or how long ago: `90m`, `2h`, `3d`."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware datetime that `value` names."""
        if match := re.fullmatch(r"(\d{1,5})([mhd])", str(value)):
            return datetime.now(UTC) - timedelta(**{_SPANS[match[2]]: int(match[1])})
        return super().convert(value, param, ctx)


@click.command(short_help="Take back what a rule ordered since a time.")
@click.option("--rule", required=True, help="Id of the rule.")
@click.option("--version", type=click.IntRange(min=1), help="Only orders of this version of the rule.")
@click.option(
    "--since", type=SinceType(), required=True, help="Only orders for posts from then on: 2h, 3d or an ISO 8601 time."
)
@click.option("--until", type=SinceType(), help="Only orders for posts before then.  [default: now]")
@click.option("--dry-run", is_flag=True, help="Say what would be taken back, and change nothing.")
@settings_options(*CONNECTION, "policy")
def undo(
    settings: Settings, rule: str, version: int | None, since: datetime, until: datetime | None, dry_run: bool
) -> None:
    """Take back what a rule ordered since a time: look with --dry-run first.

    Every automatic order of the rule that is in force gets its inverse, under an id that follows from the order: run
    twice, it changes nothing more. Left alone, and counted: what cannot be taken back, posts that a person has decided
    on, and what another rule asks for as well. Times are those at which posts came in. Orders are kept for a month.
    """
    asyncio.run(_undo(settings, rule, version, since, until, dry_run))


async def _undo(
    settings: Settings, rule: str, version: int | None, since: datetime, until: datetime | None, dry_run: bool
) -> None:
    from houserules.judging.policy import load_policy, resolve_policy
    from houserules.people.undo import Recorded, Wanted, plan_undo

    policy = load_policy(resolve_policy(settings.policy))
    wanted = Wanted(rule, version, to_millis(since), None if until is None else to_millis(until))
    posts = await _actions(settings, wanted, Recorded)
    decided = await _decided(settings, posts.keys())
    verdicts = await _verdicts(settings, wanted, posts)
    plan = plan_undo(posts, wanted, decided, verdicts, {each.id: each.then for each in policy.everything})
    if not dry_run and plan.withdrawals:
        await _publish(settings, plan.withdrawals)
    _tell(plan, rule, dry_run)


async def _actions(settings: Settings, wanted: Any, make: Any) -> dict[str, list[Any]]:
    """All actions, in order, of the posts that the rule ordered something on."""
    from houserules.cli.streams import everything, reader
    from houserules.contracts.encode import RecordError, decode_action

    posts: dict[str, list[Any]] = {}
    async with reader(settings, "actions", from_start=True) as consumer:
        # Twice: which posts it is about shows only on the way, and what else was ordered on them may stand before that.
        for collecting in (False, True):
            await consumer.seek_to_beginning()
            async with aclosing(everything(consumer, consumer.assignment())) as records:
                async for record in records:
                    key = (record.key or b"").decode("utf-8", "replace")
                    if collecting and key not in posts:
                        continue
                    try:
                        action = decode_action(record.value or b"")
                    except RecordError as error:
                        click.echo(f"actions {record.partition}:{record.offset}: {error}", err=True)
                        continue
                    if collecting:
                        posts[key].append(make(action, record.partition, record.timestamp))
                    elif wanted.takes(action, record.timestamp):
                        posts.setdefault(key, [])
            if not posts:
                break
    return posts


async def _decided(settings: Settings, posts: Iterable[str]) -> frozenset[str]:
    from houserules.cli.streams import everything, reader
    from houserules.contracts.encode import decode_decision

    asked, found = frozenset(posts), set()
    if not asked:
        return frozenset()
    async with (
        reader(settings, "decisions", from_start=True) as consumer,
        aclosing(everything(consumer, consumer.assignment())) as records,
    ):
        async for record in records:
            if (record.key or b"").decode("utf-8", "replace") in asked and record.value is not None:
                decision = decode_decision(record.value)
                if decision.version:
                    found.add(decision.post_key)
    return frozenset(found)


async def _verdicts(settings: Settings, wanted: Any, posts: dict[str, list[Any]]) -> dict[str, Any]:
    """The verdicts that the orders are of, by id."""
    from houserules.cli.streams import everything, reader
    from houserules.contracts.encode import decode_verdict

    missing = {
        each.action.verdict_id
        for recorded in posts.values()
        for each in recorded
        if wanted.takes(each.action, each.stamp)
    }
    verdicts: dict[str, Any] = {}
    if not missing:
        return verdicts
    async with reader(settings, "verdicts", from_start=True) as consumer:
        # A verdict carries the time of its post's record, as its actions do.
        begins = await consumer.offsets_for_times(dict.fromkeys(consumer.assignment(), wanted.since))
        for tp, place in begins.items():
            if place is not None:
                consumer.seek(tp, place.offset)
        async with aclosing(everything(consumer, consumer.assignment())) as records:
            async for record in records:
                if (record.key or b"").decode("utf-8", "replace") not in posts:
                    continue
                verdict = decode_verdict(record.value or b"")
                if verdict.verdict_id in missing:
                    verdicts[verdict.verdict_id] = verdict
                    missing.discard(verdict.verdict_id)
                    if not missing:
                        break
    return verdicts


async def _publish(settings: Settings, withdrawals: Iterable[tuple[Any, Any]]) -> None:
    from houserules.cli.streams import publisher
    from houserules.contracts.encode import encode_action
    from houserules.contracts.headers import event_headers
    from houserules.contracts.times import from_millis, isoformat
    from houserules.people.reviews import void_of
    from houserules.stream.reviews import strike_void_records

    now = round(time.time() * 1000)
    actions, voided = settings.topic("actions"), settings.topic("strikes.voided")
    async with publisher(settings, "actions", "strikes.voided") as producer:
        sent = []
        for recorded, action in withdrawals:
            # On the partition of what it takes back, behind it: a connector reads each post's orders in one order.
            place = recorded.partition
            headers = event_headers("action/1", action.action_id, isoformat(now), None)
            key = action.target.post_key.encode()
            sent.append(
                await producer.send(actions, encode_action(action), key, partition=place, headers=list(headers))
            )
            if action.verb == "void_strike":
                for out in strike_void_records([void_of(recorded.action, from_millis(now))], voided, None):
                    sent.append(
                        await producer.send(voided, out.value, out.key, partition=place, headers=list(out.headers))
                    )
        await asyncio.gather(*sent)


def _tell(plan: Any, rule: str, dry_run: bool) -> None:
    from houserules.people.undo import REASONS

    word = "would be taken back" if dry_run else "taken back"
    for verb, count in sorted(plan.counts().items()):
        click.echo(f"{count:>8,} {verb} {word}")
    for (verb, why), count in sorted(plan.left.items()):
        click.echo(f"{count:>8,} {verb} left: {REASONS[why]}")
    total = sum(plan.counts().values())
    click.echo(
        f"{total:,} {'order' if total == 1 else 'orders'} of {rule} {word}, {sum(plan.left.values()):,} left alone"
    )
