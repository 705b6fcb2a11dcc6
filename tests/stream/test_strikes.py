"""Strikes on a live broker: they outlive the worker, and so does what people took back."""

import json
from pathlib import Path

from houserules.contracts.decision import StrikeVoid
from houserules.contracts.encode import encode_strike_void
from support.judging import POLICY, write_policy
from support.kafka import make_topics, produce, read_until, settings_for
from support.memory import STRIKES, striking
from support.posts import START, post, record
from support.worker import BRIEF, WorkerProcess


async def test_strikes_and_what_was_taken_back_outlive_a_worker(broker: str, topic_prefix: str, tmp_path: Path) -> None:
    write_policy(tmp_path, striking(), POLICY + STRIKES)
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    values = {"policy": tmp_path, "session_timeout": BRIEF}
    written = 0

    async def orders() -> list[str]:
        """What another post that breaks the rule leads to."""
        nonlocal written
        written += 1
        made = record(post("zebra", key=f"x:acct:{written}", at=written))
        await produce(broker, settings.topic("posts"), [(made.key, made.value)])
        topic = settings.topic("verdicts")
        found = await read_until(broker, [topic], lambda read: len({item.key for item in read}) >= written)
        (verdict,) = [item.value for item in found if item.key == f"x:acct:{written}".encode()]
        return [item["verb"] for item in json.loads(verdict or b"")["actions"]]

    void = StrikeVoid(author_key="x:acct:ann", post_key="x:acct:1", revision=1, verdict_id="v", at=START)
    with WorkerProcess(broker, topic_prefix, **values) as worker:
        worker.wait_ready()
        assert "record_strike" in await orders()
        # In a partition of its own choice: who takes a strike back need not know where its author's posts are.
        await produce(broker, settings.topic("strikes.voided"), [(b"a", b"{}"), (b"b", encode_strike_void(void))])
        worker.wait_for(lambda: worker.metric("houserules_strike_voids_total") >= 2, "told what was taken back")
        assert "mute_author" not in await orders(), "two and nothing are two"
        assert 'houserules_strike_voids_total{result="applied"} 1.0' in worker.page("/metrics")[1]
        assert "cannot be read" in worker.log()
    with WorkerProcess(broker, topic_prefix, **values) as worker:
        worker.wait_ready()
        assert "mute_author" in await orders(), "two and two are four"
        assert 'result="applied"' not in worker.page("/metrics")[1], "the state remembers what it has been told"
        assert "houserules_window_entries{partition=" in worker.page("/metrics")[1]
