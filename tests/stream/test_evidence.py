"""Evidence on a live broker: sealed with the verdict, the same fused and split, shown to those with the key, erasable."""

import asyncio
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from houserules.cli.main import PROBLEMS, USAGE, main
from houserules.contracts.encode import decode_evidence, decode_evidence_key
from houserules.contracts.post import Media, Parent, Post
from houserules.contracts.times import DAY, isoformat
from houserules.evidence.keyring import parse_keyring
from houserules.evidence.records import KeyRecords
from houserules.evidence.sealing import Opener
from houserules.stream.settings import Settings
from houserules.stream.topics import TOPIC
from support.brokers import same_on_every_broker
from support.evidence import entry
from support.judging import rule, write_policy
from support.kafka import PARTITIONS, STAMP, Read, eventually, make_topics, produce, read_until, settings_for
from support.posts import post, record
from support.worker import WorkerProcess

KEYS = f"{entry('june', 6)}\n{entry('may', 5)}"
PHONE = "07700 900123"
DISCLOSURE = f"I was raped when I was twelve and I have never told anyone, ring me on {PHONE}"
SECRETS = (PHONE, "07700 900456", "12 Mill Lane", "jo.planted@example.org", "raped", "twelve")


def posts() -> list[Post]:
    """Three that must be kept, among others; the first with details in every field."""
    told = post(
        DISCLOSURE,
        key="x:acct:told",
        author="zoe",
        name="Zoe 07700 900456",
        author_fields={"bio": "jo.planted@example.org"},
        parent=Parent("x:acct:0", "he lives at 12 Mill Lane"),
        media=[Media("image", "https://example.org/a.jpg", "07700 900456")],
        links=["mailto:jo.planted@example.org"],
    )
    other = post(DISCLOSURE + " please", key="x:acct:other", author="yan", at=5)
    # Of the largest size: sealed it is a third longer, and `posts.redacted` carries that beside the redacted text.
    words = "I was raped when I was twelve and I have never told anyone. " * 2200
    large = post(words[: 128 * 1024 - 1] + "🙏", key="x:acct:large", author="xan", at=8, links=["l" * 4096] * 80)
    plain = [
        post(f"Thank you for number {n}, ring {PHONE}", key=f"x:acct:{n}", author=f"a{n}", at=n) for n in range(20)
    ]
    return [*plain[:10], told, other, large, *plain[10:]]


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """One that orders what is disclosed to be kept, and loads in no time."""
    keeps = rule(
        "{terms: [raped]}",
        hit="I was raped",
        outcome="escalate",
        category="SAFEGUARDING",
        severity="none",
        urgency="hour",
        then=", actions: [preserve_evidence, escalate_safeguarding]",
    )
    return write_policy(tmp_path, keeps)


async def run(
    broker: str, prefix: str, policy: Path, workers: list[dict[str, str]], items: list[Post]
) -> dict[str, list[Read]]:
    """What a deployment leaves on the topics of verdicts and evidence for the same posts."""
    settings = settings_for(broker, prefix)
    await make_topics(settings)
    records = [record(item) for item in items]
    await produce(broker, settings.topic("posts"), [(item.key, item.value) for item in records], stamp=STAMP)
    names = {settings.topic(name): name for name in ("verdicts", "actions", "evidence", "evidence.keys")}
    with ExitStack() as stack:
        for values in workers:
            keys = {"evidence_keys": KEYS} if values.get("stage") in (None, "redact") else {}
            stack.enter_context(WorkerProcess(broker, prefix, policy=policy, **keys, **values))
        found = await read_until(
            broker,
            list(names),
            lambda read: sum(names[item.topic] == "verdicts" for item in read) >= len(items),
            deadline=120,
            settle=1,
        )
    return {name: [item for item in found if names[item.topic] == name] for name in names.values()}


def rows(read: list[Read]) -> list[Any]:
    return sorted((item.partition, item.timestamp, item.key, item.value, item.headers) for item in read)


def said(settings: Settings, capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Output of `houserules evidence`, which must do what it is asked."""
    code, out, err = command(settings, capfd, *arguments)
    assert code == 0, f"evidence {' '.join(arguments)} ended with {code}: {err or out}"
    return out


def command(
    settings: Settings, capfd: pytest.CaptureFixture[str], *arguments: str, keys: str = KEYS
) -> tuple[int, str, str]:
    """Exit code, output and messages of `houserules evidence`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOUSERULES_EVIDENCE_KEYS", keys)
        where = ["--broker", settings.broker, "--topic-prefix", settings.topic_prefix]
        code = main(["evidence", *arguments, *where])
    out, err = capfd.readouterr()
    return code, out, err


async def test_fused_and_split_keep_the_same_evidence_of_what_verdicts_order_and_none_in_clear(
    broker: str, topic_prefix: str, policy: Path
) -> None:
    split = [{"stage": "screen"}, {"stage": "redact"}, {"stage": "judge"}]
    one, three = await asyncio.gather(
        run(broker, f"{topic_prefix}fused.", policy, [{}], posts()),
        run(broker, f"{topic_prefix}split.", policy, split, posts()),
    )
    for name in ("evidence", "evidence.keys", "verdicts"):
        assert rows(one[name]) == rows(three[name]), name
    kept = {item.key for item in one["evidence"]}
    ordered = {
        item["target"]["post_key"].encode()
        for item in (json.loads(read.value or b"") for read in one["actions"])
        if item["verb"] == "preserve_evidence"
    }
    assert kept == ordered == {b"x:acct:told", b"x:acct:other", b"x:acct:large"}
    assert len(one["evidence"]) == len(one["evidence.keys"]) == 3

    # Each opens with its own key; verdicts name the same ids; nothing of the posts is to be read.
    keys = KeyRecords()
    for read in one["evidence.keys"]:
        keys.take(read.partition, read.key, read.value)
    verdicts = {item["post_key"]: item for item in (json.loads(read.value or b"") for read in one["verdicts"])}
    originals = {item.post_key: item for item in posts()}
    for read in one["evidence"]:
        evidence = decode_evidence(read.value or b"")
        key = keys.key_of(evidence)
        assert key is not None
        assert Opener(parse_keyring(KEYS)).open(evidence, key) == originals[evidence.post_key]
        assert evidence.verdict_id == verdicts[evidence.post_key]["verdict_id"]
        assert (evidence.key, evidence.event_time) == ("june", verdicts[evidence.post_key]["event_time"])
    for read in [*one["evidence"], *one["evidence.keys"]]:
        whole = repr((read.key, read.value, read.headers))
        assert not [secret for secret in SECRETS if secret in whole]
    assert max(len(read.value or b"") for read in one["evidence"]) > 600_000


def test_it_is_shown_listed_erased_and_stays_erased(
    broker: str, topic_prefix: str, policy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for(broker, topic_prefix)
    left = asyncio.run(run(broker, topic_prefix, policy, [{}], posts()))

    out = said(settings, capfd, "show", "x:acct:told")
    for told in (DISCLOSURE, "12 Mill Lane", "jo.planted@example.org", "2026-05-01T12:00:00.000Z", "june"):
        assert told in out
    out = said(settings, capfd, "show", "x:acct:told", "--json", "--revision", "1")
    assert json.loads(out)["post"]["text"] == DISCLOSURE

    code, out, err = command(settings, capfd, "show", "x:acct:told", keys=entry("may", 5))
    assert (code, out) == (PROBLEMS, "")
    assert "the key `june`, which is not in HOUSERULES_EVIDENCE_KEYS" in err
    code, out, err = command(settings, capfd, "show", "x:acct:1")
    assert (code, out) == (PROBLEMS, "")
    assert "x:acct:1: no evidence is kept of it" in err

    out = said(settings, capfd, "list", "--json")
    assert {(item["post_key"], item["state"]) for item in map(json.loads, out.splitlines())} == {
        ("x:acct:told", "kept"),
        ("x:acct:other", "kept"),
        ("x:acct:large", "kept"),
    }
    assert not [secret for secret in SECRETS if secret in out]
    assert said(settings, capfd, "list", "--since", "2027-01-01") == "no evidence is kept\n"

    code, out, err = command(settings, capfd, "erase", "x:acct:told")
    assert code == USAGE
    assert "1 key of x:acct:told, revision 1" in err
    said(settings, capfd, "show", "x:acct:told")
    out = said(settings, capfd, "erase", "x:acct:told", "--yes")
    assert "destroyed 1 key" in out
    assert f"on `posts`, until about {isoformat(STAMP + 3 * DAY)[:16]}Z" in out
    code, out, err = command(settings, capfd, "show", "x:acct:told")
    assert (code, out) == (PROBLEMS, "")
    assert "x:acct:told revision 1: it was erased at " in err
    code, _, err = command(settings, capfd, "erase", "x:acct:told", "--yes")
    assert code == PROBLEMS
    assert "erased already" in err
    said(settings, capfd, "show", "x:acct:other")

    # A record that is delivered again brings the key back, but not unnoticed, and another erasure sweeps it up.
    again = [item for item in left["evidence.keys"] if (item.key or b"").startswith(b"x:acct:told|")]
    asyncio.run(put_back(settings, again))
    code, out, err = command(settings, capfd, "show", "x:acct:told")
    assert (code, out) == (PROBLEMS, "")
    assert "has come back since" in err
    assert "erased, key back" in said(settings, capfd, "list", "--json")
    said(settings, capfd, "erase", "x:acct:told", "--yes")
    assert "key back" not in said(settings, capfd, "list", "--json")
    assert command(settings, capfd, "show", "x:acct:told")[0] == PROBLEMS


async def put_back(settings: Settings, items: list[Read]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=settings.broker)
    await producer.start()
    try:
        for item in items:
            assert decode_evidence_key(item.value or b"").wrapped
            await producer.send_and_wait(item.topic, item.value, item.key, partition=item.partition)
    finally:
        await producer.stop()


@same_on_every_broker("what a worker logs at its start is the same")
def test_a_worker_says_when_its_key_is_the_development_one(broker: str, topic_prefix: str) -> None:
    settings = settings_for(broker, topic_prefix)
    asyncio.run(make_topics(settings))
    with WorkerProcess(broker, topic_prefix) as worker:
        worker.wait_ready()
        assert "evidence is sealed with the development key" in worker.log()
        assert worker.page("/metrics")[1].count("houserules_evidence_sealed_total 0.0") == 1


@same_on_every_broker("nothing has been connected to by then")
def test_bad_keys_end_a_worker_before_anything_connects(topic_prefix: str) -> None:
    with WorkerProcess("127.0.0.1:1", topic_prefix, evidence_keys="may:c2hvcnQ=") as worker:
        assert worker.wait() == USAGE
        assert "HOUSERULES_EVIDENCE_KEYS: the key of `may` has 5 bytes" in worker.log()
        assert "c2hvcnQ" not in worker.log()


@pytest.mark.kafka
async def test_a_destroyed_key_leaves_the_log_when_the_broker_compacts(broker: str, topic_prefix: str) -> None:
    """With the topic's own settings, but for the times: nobody waits an hour for a test."""
    topic, key = f"{topic_prefix}evidence.keys", b"x:acct:1|1|" + b"0" * 32
    config = TOPIC["evidence.keys"].config(1) | {"segment.ms": "200", "max.compaction.lag.ms": "200"}
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, PARTITIONS, 1, topic_configs=config)])
    finally:
        await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=broker)
    await producer.start()
    try:
        await producer.send_and_wait(topic, b"wrapped", key, partition=0)
        await producer.send_and_wait(topic, None, key, partition=0)

        async def gone() -> bool:
            # Each later key gives the broker the occasion to close a segment, without which it compacts nothing.
            await producer.send_and_wait(topic, b"later", b"x:acct:2|1|" + b"1" * 32, partition=0)
            read = await read_until(broker, [topic], lambda found: any(item.value == b"later" for item in found))
            return b"wrapped" not in {item.value for item in read}

        await eventually(gone, "the destroyed key has left the log", deadline=90)
    finally:
        await producer.stop()
