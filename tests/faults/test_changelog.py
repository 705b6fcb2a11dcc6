"""Window state that cannot be read: counted, reported and skipped, and verdicts say what they rest on."""

from pathlib import Path

import orjson

from support.kafka import make_topics, partition_of, produce, read_until, settings_for
from support.posts import LONG, post, record
from support.worker import WorkerProcess


async def test_a_damaged_changelog_record_stops_nothing_and_is_told(
    broker: str, topic_prefix: str, windows_policy: Path
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    posts, verdicts = settings.topic("posts"), settings.topic("verdicts")
    changelog = settings.topic("houserules.windows")
    first, copy = record(post(LONG, key="x:acct:1")), record(post(LONG.upper(), key="x:acct:2", at=60))
    await produce(broker, posts, [(first.key, first.value)])
    with WorkerProcess(broker, topic_prefix, policy=windows_policy) as worker:
        await read_until(broker, [verdicts], lambda read: len(read) >= 1)
        assert worker.terminate() == 0
    # A key that goes where the author's posts go.
    assert partition_of(first.key) == partition_of(copy.key)
    await produce(broker, changelog, [(first.key, b"\x02 not what a worker writes")])
    with WorkerProcess(broker, topic_prefix, policy=windows_policy) as worker:
        worker.wait_ready()
        assert worker.metric("houserules_changelog_corrupt_total") == 1
        assert "changelog record skipped" in worker.log()
        await produce(broker, posts, [(copy.key, copy.value)])
        found = await read_until(
            broker, [verdicts], lambda read: b'"x:acct:2"' in (read[-1].value or b"") if read else False
        )
        # Counted once the broker has acknowledged the verdict, which is read before that.
        worker.wait_for(lambda: worker.metric("houserules_degraded_total") == 1, "told of what is missing")
    verdict = orjson.loads(found[-1].value or b"")
    # What the readable records hold is known all the same.
    assert (verdict["duplicate"]["role"], verdict["duplicate"]["survivor"]) == ("repeat", "x:acct:1")
    assert verdict["degraded"] == ["windows.incomplete"]
    assert verdict["outcome"] == "hide"


async def test_recovery_without_a_readable_end_reads_the_whole_changelog(
    broker: str, topic_prefix: str, windows_policy: Path
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    posts, verdicts = settings.topic("posts"), settings.topic("verdicts")
    first, copy = record(post(LONG, key="x:acct:1")), record(post(LONG.upper(), key="x:acct:2", at=60))
    await produce(broker, posts, [(first.key, first.value)])
    with WorkerProcess(broker, topic_prefix, policy=windows_policy) as worker:
        await read_until(broker, [verdicts], lambda read: len(read) >= 1)
        assert worker.terminate() == 0
    await produce(broker, settings.topic("houserules.windows"), [(first.key, b"damaged %d" % n) for n in range(20)])
    with WorkerProcess(broker, topic_prefix, policy=windows_policy) as worker:
        worker.wait_ready()
        assert worker.metric("houserules_changelog_corrupt_total") == 20
        await produce(broker, posts, [(copy.key, copy.value)])
        found = await read_until(broker, [verdicts], lambda read: len(read) >= 2)
    repeats = [orjson.loads(item.value or b"")["duplicate"] for item in found if b'"x:acct:2"' in (item.value or b"")]
    assert [repeat["survivor"] for repeat in repeats] == ["x:acct:1"]
