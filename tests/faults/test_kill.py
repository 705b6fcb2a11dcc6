"""kill -9 in mid-stream: nothing lost, what comes twice is the same bytes, and windows forget nothing."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from houserules.cli.synthetic import iter_synthetic
from support.kafka import Read, make_topics, produce, read_until, settings_for
from support.posts import LONG, post, record
from support.worker import BRIEF, WorkerProcess

POSTS = 30_000


def outcome_count(verdicts: str, letters: str) -> Callable[[list[Read]], int]:
    """Counts distinct outcomes as they are read: verdicts by post and revision, dead letters by place."""
    seen: set[tuple[object, ...]] = set()
    done = 0

    def count(read: list[Read]) -> int:
        nonlocal done
        for item in read[done:]:
            if item.topic == verdicts:
                verdict = orjson.loads(item.value or b"")
                seen.add((verdict["post_key"], verdict["revision"]))
            elif item.topic == letters:
                seen.add((item.header("dl_partition"), item.header("dl_offset")))
        done = len(read)
        return len(seen)

    return count


async def test_kill_of_one_of_two_workers_loses_nothing(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    sent = list(iter_synthetic(seed=23, count=POSTS, malformed=0.03))
    places = await produce(broker, settings.topic("posts"), sent)
    verdicts, letters = settings.topic("verdicts"), settings.topic("posts.dead-letter")
    with (
        # Small batches: the kill then falls in the middle of many, not between two.
        WorkerProcess(broker, topic_prefix, max_batch=200, session_timeout=BRIEF) as survivor,
        WorkerProcess(broker, topic_prefix, max_batch=200, session_timeout=BRIEF) as victim,
    ):
        victim.wait_ready()
        victim.wait_for(lambda: victim.metric("houserules_verdicts_total") > 0, "judging")
        victim.kill()
        survivor.wait_for(lambda: survivor.metric("houserules_verdicts_total") > 0, "judging")
        reference = await alone(broker, f"{topic_prefix}alone.", sent)
        count = outcome_count(verdicts, letters)
        found = await read_until(
            broker, [verdicts, letters], lambda read: count(read) >= len(reference), deadline=120, settle=2
        )
    by_place = dict(zip(places, sent, strict=True))
    dead = {
        (int(r.header("dl_partition") or -1), int(r.header("dl_offset") or -1)) for r in found if r.topic == letters
    }
    assert all(by_place[place] for place in dead)

    values: dict[str, bytes] = {}
    for read in found:
        if read.topic == verdicts:
            verdict = orjson.loads(read.value or b"")
            # Twice is allowed, different is not.
            assert values.setdefault(verdict["verdict_id"], read.value or b"") == read.value
    # Decisions are those of a worker that was never disturbed.
    assert {value for value in values.values()} == {value for value in reference.values() if value is not None}


async def alone(broker: str, prefix: str, sent: list[tuple[bytes, bytes]]) -> dict[tuple[object, ...], bytes | None]:
    """What one undisturbed worker makes of the same posts."""
    settings = settings_for(broker, prefix)
    await make_topics(settings)
    await produce(broker, settings.topic("posts"), sent)
    verdicts, letters = settings.topic("verdicts"), settings.topic("posts.dead-letter")
    with WorkerProcess(broker, prefix):
        found = await read_until(broker, [verdicts, letters], lambda read: len(read) >= len(sent), deadline=120)
    made: dict[tuple[object, ...], bytes | None] = {}
    for read in found:
        if read.topic == verdicts:
            verdict = orjson.loads(read.value or b"")
            made[verdict["post_key"], verdict["revision"]] = read.value
        else:
            made[read.header("dl_partition"), read.header("dl_offset")] = None
    return made


@pytest.mark.parametrize("transport", ["batch", "stock"])
async def test_windows_survive_a_kill(broker: str, topic_prefix: str, transport: str, windows_policy: Path) -> None:
    values = {"transport": transport, "policy": windows_policy, "session_timeout": BRIEF}
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    posts, verdicts = settings.topic("posts"), settings.topic("verdicts")
    first = record(post(LONG, key="x:acct:1"))
    await produce(broker, posts, [(first.key, first.value)])
    with WorkerProcess(broker, topic_prefix, **values):
        await read_until(broker, [verdicts], lambda read: len(read) >= 1)
    second = record(post(LONG + " 🙏", key="x:acct:2", at=60))

    async def send() -> None:
        await produce(broker, posts, [(second.key, second.value)])

    if transport == "batch":
        await send()
    with WorkerProcess(broker, topic_prefix, **values) as worker:
        if transport == "stock":
            # It may skip what is there while it joins, as its documentation says.
            worker.wait_ready()
            await send()
        found = await read_until(
            broker, [verdicts], lambda read: any(b'"x:acct:2"' in (item.value or b"") for item in read)
        )
    repeat = next(orjson.loads(item.value or b"") for item in found if b'"post_key":"x:acct:2"' in (item.value or b""))
    assert repeat["duplicate"]["role"] == "repeat"
    assert repeat["duplicate"]["survivor"] == "x:acct:1"


async def test_a_clean_stop_commits_what_is_done(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    sent = list(iter_synthetic(seed=5, count=3000))
    await produce(broker, settings.topic("posts"), sent)
    verdicts = settings.topic("verdicts")
    with WorkerProcess(broker, topic_prefix) as worker:
        await read_until(broker, [verdicts], lambda read: len(read) >= len(sent))
        assert worker.terminate() == 0
    with WorkerProcess(broker, topic_prefix) as worker:
        worker.wait_ready()
        extra = record(post("One more thing to say about this", key="x:acct:extra"))
        await produce(broker, settings.topic("posts"), [(extra.key, extra.value)])
        found = await read_until(broker, [verdicts], lambda read: len(read) > len(sent), settle=1)
    assert len(found) == len(sent) + 1
