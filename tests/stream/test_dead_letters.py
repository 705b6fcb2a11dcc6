"""Records that are no post: set aside whole, with the reason, whatever they are; and back again once mended."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from houserules.contracts.headers import parse_dead_letter_headers
from support.kafka import make_topics, produce, read_until, settings_for
from support.posts import post, record
from support.worker import WorkerProcess

GOOD = record(post(key="x:acct:good"))
KEY = GOOD.key or b""


def changed(**fields: Any) -> bytes:
    """A good post's JSON with some fields changed; None removes one."""
    item = {**orjson.loads(GOOD.value or b""), **fields}
    return orjson.dumps({name: value for name, value in item.items() if value is not None})


POISON: dict[str, tuple[bytes | None, bytes | None, str]] = {
    "no value": (KEY, None, "empty-value"),
    "neither key nor value": (None, None, "empty-value"),
    "empty value": (KEY, b"", "empty-value"),
    "invalid UTF-8": (KEY, changed(text="xx").replace(b'"xx"', b'"\xff\xfe"'), "invalid-utf8"),
    "invalid JSON": (KEY, b'{"text": ', "invalid-json"),
    "not an object": (KEY, b"[1, 2]", "wrong-type"),
    "wrong type": (KEY, changed(text=7), "wrong-type"),
    "missing field": (KEY, changed(created_at=None), "missing-field"),
    "time without zone": (KEY, changed(created_at="2026-05-01T12:00:00"), "wrong-type"),
    "a text of 1 MB": (KEY, changed(text="x" * 1_000_000), "too-large"),
    "a text of 200,000 characters": (KEY, changed(text="x" * 200_000), "out-of-range"),
    "wrong key": (b"x:acct:somebody-else", changed(), "wrong-key"),
    "no key": (None, changed(), "wrong-key"),
    "null byte in the text": (KEY, changed(text="a\x00b"), "null-byte"),
    "null byte in the JSON": (KEY, b'{"text":"a\x00b"}', "invalid-json"),
    "deep nesting": (KEY, changed()[:-1] + b',"x":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "too-deep"),
    "a lone surrogate": (KEY, changed(text="xx").replace(b'"xx"', b'"\\ud800"'), "invalid-json"),
}


async def test_every_kind_of_poison_is_set_aside_whole_and_the_posts_around_it_are_judged(
    broker: str, topic_prefix: str, windows_policy: Path
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    sent: list[tuple[bytes | None, bytes | None]] = []
    for number, (key, value, _) in enumerate(POISON.values()):
        good = record(post(f"An ordinary comment, number {number}", key=f"x:acct:{number}", author=f"a{number}"))
        sent += [(good.key, good.value), (key, value)]
    places = await produce(broker, settings.topic("posts"), sent)
    verdicts, letters = settings.topic("verdicts"), settings.topic("posts.dead-letter")
    with WorkerProcess(broker, topic_prefix, policy=windows_policy) as worker:
        found = await read_until(broker, [verdicts, letters], lambda read: len(read) >= len(sent), settle=1)
        assert worker.process.poll() is None
        pages = worker.page("/metrics")[1]
    assert len(found) == len(sent)
    origins = {places[2 * number + 1]: kind for number, kind in enumerate(POISON)}
    seen: set[str] = set()
    for letter in (read for read in found if read.topic == letters):
        info = parse_dead_letter_headers(letter.headers)
        kind = origins[info.partition, info.offset]
        key, value, reason = POISON[kind]
        assert (letter.key, letter.value or None, info.reason) == (key, value or None, reason), kind
        assert info.topic == settings.topic("posts")
        assert info.message
        seen.add(kind)
    assert seen == set(POISON)
    assert 'houserules_dead_letters_total{reason="wrong-key"} 2.0' in pages


def cli(broker: str, prefix: str, *arguments: str) -> str:
    """The output of a `houserules` command against the test broker."""
    command = [sys.executable, "-m", "houserules", *arguments, "--broker", broker, "--topic-prefix", prefix]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("broken", ["wrong-key"])
async def test_a_dead_letter_goes_back_to_where_it_came_from(
    broker: str, topic_prefix: str, windows_policy: Path, broken: str
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    await produce(broker, settings.topic("posts"), [(b"x:acct:nobody", GOOD.value)])
    letters = settings.topic("posts.dead-letter")
    with WorkerProcess(broker, topic_prefix, policy=windows_policy) as worker:
        await read_until(broker, [letters], lambda read: len(read) >= 1)
        worker.terminate()
    listed = await asyncio.to_thread(cli, broker, topic_prefix, "dead-letters", "list", "--json")
    rows = [json.loads(line) for line in listed.splitlines()]
    assert [row["reason"] for row in rows] == [broken]
    await asyncio.to_thread(cli, broker, topic_prefix, "dead-letters", "retry", "--reason", broken)
    again = await read_until(broker, [settings.topic("posts")], lambda read: len(read) >= 2)
    assert [(read.key, read.value) for read in again] == [(b"x:acct:nobody", GOOD.value)] * 2
