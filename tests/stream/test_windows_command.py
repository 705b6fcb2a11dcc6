"""`houserules windows` against a broker: what a worker would recover, told in figures and keyed hashes only."""

import asyncio
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from houserules.brokers.probe import free_port
from houserules.cli.main import main
from houserules.contracts.campaign import Campaign
from houserules.contracts.encode import encode_campaign
from houserules.contracts.times import DAY, HOUR
from houserules.judging.policy import load_policy
from houserules.stream.settings import Settings
from houserules.windows.codec import Delta, encode
from houserules.windows.history import Entry
from support.kafka import PARTITIONS, make_topics, partition_of, produce, read_until, settings_for
from support.posts import post, record
from support.worker import WorkerProcess

PETITION = (
    "Everyone needs to see what this council has been hiding from parents for years, sign and pass it on before they "
    "take it down again"
)
DISCLOSURE = "I was raped when I was twelve and I have never told anyone about it"
START = 20_000 * DAY
"""An instant in ms; when does not matter."""


@pytest.fixture(scope="module", autouse=True)
def loaded_once() -> Iterator[None]:
    """Compiling the shipped policy takes seconds, and the command is called eight times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("houserules.judging.policy.load_policy", cache(load_policy))
        yield


@pytest.fixture
def settings(broker: str, topic_prefix: str) -> Settings:
    made = settings_for(broker, topic_prefix)
    asyncio.run(make_topics(made))
    return made


def shown(settings: Settings, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints about the test's topics."""
    where = ["--broker", settings.broker, "--topic-prefix", settings.topic_prefix]
    assert main(["windows", *arguments, *where]) == 0
    return capsys.readouterr().out


def told(settings: Settings, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The same for machines."""
    return json.loads(shown(settings, capsys, "--json", *arguments))


def put(settings: Settings, name: str, partition: int, *values: bytes) -> None:
    """Write records one after another, each in a batch of its own."""

    async def write() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=settings.broker)
        await producer.start()
        try:
            for number, value in enumerate(values):
                await producer.send_and_wait(settings.topic(name), value, b"%d" % number, partition=partition)
        finally:
            await producer.stop()

    asyncio.run(write())


def test_it_tells_what_a_worker_has_left_behind(
    settings: Settings, topic_prefix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    authors = ["ann", "bob", "cat", "dan", "eve"]
    posts = [post(PETITION, key=f"x:acct:copy-{name}", author=name, at=place) for place, name in enumerate(authors)]
    posts += [
        post(f"{PETITION} {place}", key=f"x:acct:more-{place}", author="ann", at=60 + place) for place in range(3)
    ]
    posts.append(post(DISCLOSURE, key="x:acct:told", author="zoe", at=90))
    records = [record(item) for item in posts]
    verdicts, campaigns = settings.topic("verdicts"), settings.topic("campaigns")
    with WorkerProcess(settings.broker, topic_prefix) as worker:
        for one in records:
            asyncio.run(produce(settings.broker, settings.topic("posts"), [(one.key, one.value)]))

        def done(read: list[Any]) -> bool:
            return any(item.topic == campaigns for item in read) and len(read) >= len(posts) + len(authors) + 1

        asyncio.run(read_until(settings.broker, [verdicts, campaigns], done))
        assert worker.terminate() == 0

    state = told(settings, capsys, "--top", "3")
    assert [item["partition"] for item in state["partitions"]] == list(range(PARTITIONS))
    home = {one.key: partition_of(one.key) for one in records}
    for item in state["partitions"]:
        here = [one for one in records if home[one.key] == item["partition"]]
        assert item["rows"] == len(here)
        assert item["keys"] == len({one.key for one in here})
        assert item["marker"] == len(here) - 1
        assert item["changelog"]["unreadable"] == item["changelog"]["missing"] == item["shed"] == 0
        assert (item["changelog"]["bytes"] > 0) == (item["memory_bytes"] > 0) == bool(here)
        assert item["watermark"] == item["newest"]
        assert item["newest_age_ms"] == (0 if here else None)
    ann = state["partitions"][partition_of(b"x:acct:ann")]["heaviest"][0]
    assert ann["rows"] == 4
    assert re.fullmatch("[0-9a-f]{16}", ann["key"])
    # A repeat stands for nothing, so only the copies that stand have a signature.
    assert sum(item["signed"] for item in state["partitions"]) == len(authors)
    (campaign,) = state["campaigns"]
    assert campaign["authors"] >= 3
    assert campaign["since"] < campaign["until"]

    signposts = told(settings, capsys, "--store", "signposts")
    # One reply, and three sanctions on copies, which budgets and the brake count.
    assert sum(item["rows"] for item in signposts["partitions"]) == 4
    assert signposts["campaigns"] is None
    orders = told(settings, capsys, "--store", "orders")
    assert sum(item["rows"] for item in orders["partitions"]) == 3, "the copies that were hidden"

    text = shown(settings, capsys, "--top", "3")
    assert "campaigns: 1 live" in text
    assert campaign["cluster_id"] in text
    assert ann["key"] in text
    for printed in (text, json.dumps(state), json.dumps(signposts)):
        for item in posts:
            assert item.post_key not in printed
            assert item.author_key not in printed
        assert not re.search(r"council|raped|x:acct", printed)


def test_it_begins_where_the_last_record_says_and_looks_at_the_partitions_asked_for(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        encode(
            Delta(n, n, START + n, START, n, [Entry(22, START + n, n, 4, 1, 6, f"secret-{n}")], needed=max(n - 2, -1))
        )
        for n in range(5)
    ]
    put(settings, "houserules.windows", 2, *records)
    (item,) = told(settings, capsys, "--partition", "2")["partitions"]
    assert item["changelog"]["skipped"] == 2
    assert item["changelog"]["bytes"] == sum(map(len, records[2:]))
    assert (item["partition"], item["rows"], item["committed"]) == (2, 3, 4)
    assert item["oldest_age_ms"] == 2

    put(settings, "houserules.windows", 2, b"\x02 no record of ours")
    (item,) = told(settings, capsys, "--partition", "2")["partitions"]
    assert (item["changelog"]["skipped"], item["changelog"]["unreadable"]) == (2, 1)
    assert item["incomplete_until"] is not None
    assert "partition 2 lacks something until" in shown(settings, capsys, "--partition", "2")


def test_campaigns_are_live_until_the_watermark_has_passed_them(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    def campaign(name: str, until: int) -> bytes:
        return encode_campaign(
            Campaign(
                cluster_id=name,
                sequence=until,
                content="0" * 15 + "2",
                signature=None,
                survivor="x:acct:secret",
                authors=7,
                since=START,
                until=until,
            )
        )

    put(settings, "campaigns", 0, campaign("ended", START + HOUR), campaign("goes-on", START + 9 * HOUR), b"{}")
    state = told(settings, capsys, "--partition", "1")
    assert [item["cluster_id"] for item in state["campaigns"]] == ["ended", "goes-on"]
    late = Entry(22, START + 2 * HOUR, 0, 4, 1, 6)
    put(settings, "houserules.windows", 1, encode(Delta(0, 0, late.time, START, 0, [late])))
    state = told(settings, capsys, "--partition", "1")
    assert [(item["cluster_id"], item["authors"]) for item in state["campaigns"]] == [("goes-on", 7)]
    assert state["campaigns_unreadable"] == 1
    text = shown(settings, capsys, "--partition", "1")
    assert "campaigns: 1 live, 1 unreadable" in text
    assert "secret" not in text


def test_what_is_not_there_is_told_in_one_line(
    settings: Settings, broker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for code, arguments, words in (
        (3, ["--broker", f"127.0.0.1:{free_port()}"], "HOUSERULES_BROKER"),
        (3, ["--broker", broker, "--topic-prefix", "nowhere."], "has no topic nowhere.houserules.windows"),
        (2, ["--broker", broker, "--topic-prefix", settings.topic_prefix, "--partition", "99"], "has no partition 99"),
    ):
        assert main(["windows", *arguments]) == code
        error = capsys.readouterr().err
        assert words in error
        assert "Traceback" not in error
