"""A policy that changes while posts arrive: no post without its verdict, and each verdict wholly of one policy."""

import asyncio
import signal
from pathlib import Path

from aiokafka import AIOKafkaProducer

from houserules.contracts.encode import encode_verdict
from houserules.contracts.record import Record
from houserules.judging.judge import Judgement
from houserules.judging.policy import Policy, load_policy
from houserules.pipeline import Pipeline
from houserules.stream.settings import DEVELOPMENT_KEY
from support.brokers import same_on_every_broker
from support.judging import POLICY, rule, write_policy
from support.kafka import Read, eventually, make_topics, partition_of, read_until, settings_for
from support.posts import post, record
from support.worker import WorkerProcess


class Publisher:
    """Publishes posts without end, each by another author, until told to stop."""

    def __init__(self, broker: str, topic: str) -> None:
        self._broker, self._topic = broker, topic
        self._stop = asyncio.Event()
        self.keys: list[str] = []

    async def run(self) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self._broker, acks="all", linger_ms=0)
        await producer.start()
        try:
            while not self._stop.is_set():
                for _ in range(5):
                    number = len(self.keys)
                    item = post(f"zebra {number}", key=f"x:acct:{number}", author=f"a{number}", at=number)
                    self.keys.append(item.post_key)
                    made = record(item)
                    place = partition_of(made.key)
                    await producer.send_and_wait(self._topic, made.value, made.key, place)
                await asyncio.sleep(0)
        finally:
            await producer.stop()

    def stop(self) -> None:
        self._stop.set()


def judged_by(policy: Policy, posts: list[Read]) -> dict[str, bytes]:
    """The verdict of each post under `policy`, by its key, as a process without a broker gives it."""
    found = Pipeline(policy, DEVELOPMENT_KEY.encode()).process(
        [Record("posts", item.partition, item.offset, item.timestamp, item.key, item.value) for item in posts]
    )
    return {item.verdict.post_key: encode_verdict(item.verdict) for item in found if isinstance(item, Judgement)}


async def reloads(worker: WorkerProcess, result: str) -> float:
    """How many attempts to reload have ended so."""
    page = (await asyncio.to_thread(worker.page, "/metrics"))[1]
    start = f'houserules_policy_reloads_total{{result="{result}"}} '
    return sum(float(line.removeprefix(start)) for line in page.splitlines() if line.startswith(start))


@same_on_every_broker("a policy is swapped between two batches, wherever they came from")
async def test_a_policy_is_swapped_between_batches_and_a_bad_one_never(
    broker: str, topic_prefix: str, tmp_path: Path
) -> None:
    old = load_policy(write_policy(tmp_path, rule()))
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    publisher = Publisher(broker, settings.topic("posts"))

    async def until(worker: WorkerProcess, result: str) -> None:
        async def ended() -> bool:
            return await reloads(worker, result) >= 1

        await eventually(ended, f"a reload that ended as {result}")

    with WorkerProcess(broker, topic_prefix, policy=tmp_path, policy_poll=0.1) as worker:
        await asyncio.to_thread(worker.wait_ready)
        publishing = asyncio.create_task(publisher.run())
        write_policy(tmp_path, rule("{terms: [zebra], nonsense: 1}"))
        await until(worker, "invalid")
        write_policy(tmp_path, rule("{terms: [lion]}"))
        await until(worker, "failed-tests")
        write_policy(tmp_path, rule(), POLICY + "screening: {min_words: 9}\n")
        await until(worker, "refused")
        assert f'digest="{old.digest}"' in worker.page("/metrics")[1]
        assert "rules/all.yaml:7: unknown field" in worker.log()
        write_policy(tmp_path, rule(outcome="hold"))
        await until(worker, "applied")
        worker.process.send_signal(signal.SIGHUP)
        await until(worker, "unchanged")
        new = load_policy(tmp_path)
        metrics, shown = worker.page("/metrics")[1], worker.page("/policy")[1]
        assert f'digest="{new.digest}"' in metrics
        assert old.digest not in metrics
        assert new.digest in shown
        publisher.stop()
        await publishing
        names = [settings.topic("posts"), settings.topic("verdicts")]
        found = await read_until(
            broker, names, lambda read: sum(r.topic == names[1] for r in read) >= len(publisher.keys)
        )
        assert worker.process.poll() is None
    posts = [item for item in found if item.topic == names[0]]
    expected = {old.digest: judged_by(old, posts), new.digest: judged_by(new, posts)}
    given: dict[str, list[str]] = {old.digest: [], new.digest: []}
    last: dict[int, str] = {}
    for item in found:
        if item.topic == names[1]:
            assert item.key is not None
            key = item.key.decode()
            (digest,) = [digest for digest, verdicts in expected.items() if verdicts[key] == item.value]
            given[digest].append(key)
            assert (last.get(item.partition), digest) != (new.digest, old.digest), "once swapped, never back"
            last[item.partition] = digest
    assert all(given.values()), "both policies have judged"
    assert sorted(given[old.digest] + given[new.digest]) == sorted(publisher.keys)
