"""`houserules evidence`: read, list and erase the sealed originals of posts; make a key for them."""

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
import msgspec
import orjson

from houserules.cli.options import CONNECTION, MomentType, settings_options
from houserules.contracts.evidence import Evidence
from houserules.contracts.times import isoformat, to_millis
from houserules.evidence.keyring import KEY_BYTES, KeyringError, key_entry, parse_keyring
from houserules.stream.settings import Settings

if TYPE_CHECKING:
    from houserules.contracts.post import Post
    from houserules.evidence.records import KeyRecords

EVIDENCE: Final = "evidence"
KEYS: Final = "evidence.keys"

PROBLEMS: Final = 1
"""Exit code when an original is not there to be shown, or nothing to be erased."""

_ALREADY_TOLD: Final = ("schema", "post_key", "revision")

_POST_KEY: Final = click.argument("post_key", metavar="POST_KEY")
_REVISION: Final = click.option("--revision", type=click.IntRange(min=1), help="Only this revision.  [default: all]")


class Found(NamedTuple):
    """What the topics hold: sealed originals, each once, in the order of posts and revisions; and the keys."""

    sealed: list[Evidence]
    keys: "KeyRecords"


@click.group(short_help="Read, list and erase the sealed originals of posts.")
def evidence() -> None:
    """Read, list and erase the sealed originals of posts.

    A verdict that orders `preserve_evidence` has the original of its post kept, encrypted, on the topic `evidence`. Its
    key is on `evidence.keys`, wrapped under a key of HOUSERULES_EVIDENCE_KEYS. For the people who answer to the
    authorities: give nobody else access to either topic, or the key.
    """


@evidence.command()
@click.argument("name")
def key(name: str) -> None:
    """Make a new key: prints an entry for HOUSERULES_EVIDENCE_KEYS, and keeps it nowhere.

    To change keys, put the new entry first and leave the old ones: the first seals, all open. What is sealed under a
    name can be opened by its key alone, so keep a copy where a lost machine does not take it along.
    """
    try:
        click.echo(key_entry(name, secrets.token_bytes(KEY_BYTES)))
    except KeyringError as error:
        raise click.UsageError(str(error)) from error


@evidence.command("list")
@click.option("--since", type=MomentType(), help="Only posts of this time or later, by their own clocks.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@settings_options(*CONNECTION)
def list_(settings: Settings, since: datetime | None, as_json: bool) -> None:
    """List sealed originals: post, revision, verdict, key and state. Opens nothing, and needs no key.

    The state is `kept`; `erased`; `erased, key back` after a record was delivered again, which another `erase` sweeps up;
    or `no key` where the key is gone without a note.
    """
    found = asyncio.run(_find(settings))
    begin = "" if since is None else isoformat(to_millis(since))
    print_list(found, [item for item in found.sealed if item.event_time >= begin], as_json=as_json)


@evidence.command()
@_POST_KEY
@_REVISION
@click.option("--json", "as_json", is_flag=True, help="One JSON object a revision and a line.")
@settings_options(*CONNECTION)
@click.pass_context
def show(ctx: click.Context, settings: Settings, post_key: str, revision: int | None, as_json: bool) -> None:
    """Show the original of a post as it was read, and where it came from.

    All of it is shown: text, author, parent, links and references to media. It is the most sensitive thing that this
    service holds; what you print is yours to protect. Needs HOUSERULES_EVIDENCE_KEYS (or its _FILE form). Exit code 1
    if there is none, it was erased, or it does not open.
    """
    from houserules.evidence.sealing import EvidenceError, Opener

    opener = Opener(parse_keyring(settings.evidence_keys))
    found = asyncio.run(_find(settings, post_key))
    chosen = [item for item in found.sealed if revision in (None, item.revision)]
    if not chosen:
        _complain(_named(post_key, revision), "no evidence is kept of it")
    shown = failed = 0
    for item in chosen:
        wrapped = found.keys.key_of(item)
        if wrapped is None:
            _complain(_named(post_key, item.revision), _why_gone(found.keys, item))
            continue
        try:
            post = opener.open(item, wrapped)
        except EvidenceError as error:
            _complain(_named(post_key, item.revision), str(error))
            failed += 1
            continue
        print_json(item, post) if as_json else print_card(item, post)
        shown += 1
    ctx.exit(0 if shown and not failed else PROBLEMS)


@evidence.command()
@_POST_KEY
@_REVISION
@click.option("--yes", is_flag=True, help="Really do it. Without this, only say what would be destroyed.")
@settings_options(*CONNECTION)
@click.pass_context
def erase(ctx: click.Context, settings: Settings, post_key: str, revision: int | None, yes: bool) -> None:
    """Destroy the keys of a post's sealed originals, so that nobody can open them again. Cannot be undone.

    The keys are deleted from `evidence.keys`, and a note is left there that says so. Nobody can open the originals then,
    not even with HOUSERULES_EVIDENCE_KEYS; the ciphertext stays until its retention ends, and is of no use.

    \b
    What this does not reach:
      * the post itself, on `posts` (and `posts.screened`, `posts.redacted` when split) until their retention ends,
        and in a dead letter if it became one
      * the key, on the broker's disks until it compacts: an hour or two on Apache Kafka once the partition takes
        another key, never on the embedded broker, where readers go by the deletion
      * the key, if a worker was about to write it or reads the post again: `list` shows it, erase again
      * what people have printed or copied
    """
    found = asyncio.run(_find(settings, post_key))
    revisions = sorted({item.revision for item in found.sealed if revision in (None, item.revision)})
    places = found.keys.places(post_key, revision)
    revisions = sorted({*revisions, *(item.revision for _, item in places)})
    open_ = [number for number in revisions if found.keys.erased_at(post_key, number) is None]
    if not places and not open_:
        done = "it has been erased already" if revisions else "no evidence is kept of it"
        _complain(_named(post_key, revision), done)
        ctx.exit(PROBLEMS)
    numbers = ", ".join(map(str, revisions))
    what = f"{len(places)} {'key' if len(places) == 1 else 'keys'} of {_named(post_key, None)}, revision {numbers}"
    if not yes:
        raise click.UsageError(f"this would destroy {what}, for ever; add --yes to do it")
    states = asyncio.run(_erase(settings, post_key, found, revision, revisions))
    click.echo(f"destroyed {what}; a note says so from now on")
    _print_remains([item for item in found.sealed if item.revision in revisions], states)


async def _find(settings: Settings, post_key: str | None = None) -> Found:
    """What the topics hold of a post, or of all. The keys last, so that none is missed that came meanwhile."""
    from houserules.contracts.encode import RecordError, decode_evidence
    from houserules.evidence.records import KeyRecords

    keys = KeyRecords()
    prefix = b"" if post_key is None else f"{post_key}|".encode()
    async with aclosing(_records(settings, EVIDENCE)) as records:
        raw = [record.value async for record in records if post_key is None or record.key == post_key.encode()]
    async with aclosing(_records(settings, KEYS)) as records:
        async for record in records:
            if not prefix or (record.key or b"").startswith(prefix):
                keys.take(record.partition, record.key, record.value)
    sealed: dict[tuple[str, int, str, str], Evidence] = {}
    unreadable = keys.unreadable
    for value in raw:
        try:
            item = decode_evidence(value or b"")
        except RecordError:
            unreadable += 1
            continue
        sealed.setdefault((item.post_key, item.revision, item.key_id, item.verdict_id), item)
    if unreadable:
        click.echo(f"{unreadable:,} records could not be read and were left out", err=True)
    return Found([sealed[name] for name in sorted(sealed)], keys)


async def _records(settings: Settings, topic: str) -> AsyncGenerator[Any]:
    from houserules.cli.streams import everything, reader

    async with (
        reader(settings, topic, from_start=True) as consumer,
        aclosing(everything(consumer, consumer.assignment())) as records,
    ):
        async for record in records:
            yield record


async def _erase(
    settings: Settings, post_key: str, found: Found, revision: int | None, revisions: list[int]
) -> dict[str, int | None]:
    """Destroy the keys and leave the notes; the retention of every topic that may hold the post, in ms."""
    from houserules.cli.streams import publisher
    from houserules.contracts.encode import encode_evidence_key
    from houserules.evidence.records import erasure, record_key
    from houserules.stream.topics import describe_topics

    now = round(time.time() * 1000)
    home = {item.revision: item.source.partition for item in found.sealed}
    topic = settings.topic(KEYS)
    async with publisher(settings, KEYS) as producer:
        # Notes first: were the keys to go and the notes to fail, nobody could tell an erasure from a loss.
        for number in revisions:
            note = erasure(post_key, number, now)
            partition = home.get(number, next((place for place, item in found.keys.places(post_key, number)), 0))
            await producer.send_and_wait(topic, encode_evidence_key(note), record_key(note), partition=partition)
        for partition, item in found.keys.places(post_key, revision):
            await producer.send_and_wait(topic, None, record_key(item), partition=partition)
    states = await describe_topics(settings, ["posts", "posts.screened", "posts.redacted", EVIDENCE])
    return {
        state.spec.name: int((state.config or {}).get("retention.ms", state.spec.retention or -1))
        for state in states
        if state.partitions
    }


def _print_remains(erased: list[Evidence], states: dict[str, int | None]) -> None:
    if not erased:
        return
    latest = max(item.source.timestamp for item in erased)

    def until(topic: str) -> str:
        retention = states.get(topic)
        if retention is None or retention < 0 or latest < 0:
            return "for as long as the topic keeps it"
        return f"until about {isoformat(latest + retention)[:16]}Z"

    click.echo("what remains:")
    click.echo(f"  the ciphertext on `evidence`, which nothing opens, {until(EVIDENCE)}")
    click.echo(f"  the post itself on `posts`, {until('posts')}")
    for topic in ("posts.screened", "posts.redacted"):
        if topic in states:
            click.echo(f"  if the stages are split, on `{topic}`, {until(topic)}")
    click.echo(
        "  the key on the broker's disks until it compacts `evidence.keys`; see `houserules evidence erase --help`"
    )


def _named(post_key: str, revision: int | None) -> str:
    from houserules.cli.dead_letters import escaped

    return escaped(post_key) + (f" revision {revision}" if revision is not None else "")


def _complain(what: str, why: str) -> None:
    click.echo(f"{what}: {why}", err=True)


def _why_gone(keys: "KeyRecords", item: Evidence) -> str:
    erased = keys.erased_at(item.post_key, item.revision)
    if erased is None:
        return "its key is gone from `evidence.keys`: nothing can open it"
    again = " (its key has come back since, with a record that was delivered again: erase it again)"
    return f"it was erased at {erased}" + (again if keys.places(item.post_key, item.revision) else "")


def _state(keys: "KeyRecords", item: Evidence) -> str:
    if keys.erased_at(item.post_key, item.revision) is not None:
        return "erased, key back" if keys.places(item.post_key, item.revision) else "erased"
    return "kept" if keys.key_of(item) is not None else "no key"


def _provenance(item: Evidence) -> dict[str, Any]:
    return {
        "post_key": item.post_key,
        "revision": item.revision,
        "verdict_id": item.verdict_id,
        "key": item.key,
        "event_time": item.event_time,
        "source": {
            "partition": item.source.partition,
            "offset": item.source.offset,
            "timestamp": item.source.timestamp,
        },
    }


def print_list(found: Found, chosen: list[Evidence], *, as_json: bool) -> None:
    """Print `chosen` and what became of each."""
    if as_json:
        out = click.get_binary_stream("stdout")
        for item in chosen:
            out.write(orjson.dumps(_provenance(item) | {"state": _state(found.keys, item)}) + b"\n")
        return
    if not chosen:
        click.echo("no evidence is kept")
        return
    from rich.table import Table

    from houserules.cli.render import safe, stdout

    table = Table(box=None, pad_edge=False)
    for heading in ("post", "revision", "event time", "state", "key", "verdict"):
        table.add_column(heading, no_wrap=heading != "post", overflow="fold")
    for item in chosen:
        moment, state = item.event_time[:19], _state(found.keys, item)
        style = None if state == "kept" else "dim" if state == "erased" else "red"
        name = safe(item.post_key)
        table.add_row(name, str(item.revision), moment, state, safe(item.key), item.verdict_id, style=style)
    stdout().print(table)


def print_json(item: Evidence, post: "Post") -> None:
    """Print an original with where it came from, as one line of JSON."""
    line = msgspec.json.encode(_provenance(item) | {"post": post})
    click.get_binary_stream("stdout").write(line + b"\n")


def print_card(item: Evidence, post: "Post") -> None:
    """Print an original with where it came from, for people. Nothing of it can move the cursor."""
    from houserules.cli.dead_letters import escaped

    told = {
        "post": f"{item.post_key}, revision {item.revision}",
        "verdict": item.verdict_id,
        "event time": item.event_time,
        "source": f"posts {item.source.partition}:{item.source.offset}",
        "published": isoformat(item.source.timestamp) if item.source.timestamp >= 0 else None,
        "sealed with": item.key,
    }
    for name, text in told.items():
        if text is not None:
            click.echo(click.style(f"{name:<13}", dim=True) + escaped(text))
    click.secho("restricted: the original, with all that was taken out of it", fg="yellow")
    for name, value in msgspec.to_builtins(post, builtin_types=(datetime,)).items():
        if name in _ALREADY_TOLD or value is None or value in ([], False):
            continue
        if name == "text":
            # Line by line: what an author wrote may hold line breaks, and nothing else that moves the cursor.
            for number, line in enumerate(str(value).splitlines() or [""]):
                click.echo(click.style(f"{'text' if not number else '':<13}", dim=True) + escaped(line))
            continue
        text = value if isinstance(value, str) else msgspec.json.encode(value).decode().strip('"')
        click.echo(click.style(f"{name:<13}", dim=True) + escaped(text))
