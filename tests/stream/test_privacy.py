"""Personal details go nowhere that they need not: no output, no state, no header, no log and no page holds any of them.

Thousands of posts with planted details of every type, in every field, run through real workers. Then everything that the
workers wrote is searched for every planted detail, in every form in which it could have got out.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from time import time

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from houserules.contracts.times import HOUR
from houserules.stream.topics import TOPICS
from support.brokers import choice, same_on_every_broker
from support.kafka import Read, make_topics, partition_of, read_until, settings_for
from support.leaks import LeakFinder, report
from support.planted import WORD, PlantedStream, Sent
from support.planted_values import TYPES, Planted
from support.worker import WorkerProcess

POSTS = 5_000 if choice() == "embedded" else 1_500
"""What can leak does not depend on the broker, which only has to carry every topic once more."""

SPLIT_POSTS = 800

SOURCES = frozenset(("posts", "posts.screened"))
"""Topics that hold original text by their nature; only workers may read them."""

QUOTED = "posts.dead-letter"
"""Its values are the records as they came, which only people who mend them may read. Its keys and headers are not."""

TALKING = frozenset(("verdicts", "verdicts.shadow", "posts.redacted"))
"""Topics whose values hold redacted text. Nothing else may hold a word of what people wrote."""

PAGES = ("/metrics", "/policy", "/healthz", "/readyz")

Output = tuple[str, bytes]
"""Where some bytes were found, and the bytes."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stream and everything that came of it."""

    stream: PlantedStream
    sent: list[Sent]
    read: list[Read]
    told: list[Output]
    prefix: str

    def named(self, name: str) -> list[Read]:
        """The records of a topic."""
        return [item for item in self.read if item.topic == self.prefix + name]


async def run(broker: str, prefix: str, posts: int, stages: Sequence[str]) -> Run:
    """Send a stream through one worker for each of `stages`; returns when every post is answered."""
    settings = settings_for(broker, prefix)
    await make_topics(settings)
    stream = PlantedStream(7, posts, int(time() * 1000) - 20 * HOUR)
    sent = list(stream)
    await send(broker, settings.topic("posts"), sent)
    posted = {item.name for item in sent if item.name is not None}
    bad = sum(item.name is None for item in sent)
    verdicts, letters = settings.topic("verdicts"), settings.topic(QUOTED)

    workers: list[WorkerProcess] = []

    def done(read: list[Read]) -> bool:
        assert all(worker.process.poll() is None for worker in workers), "a worker ended"
        if sum(item.topic in (verdicts, letters) for item in read) < len(posted) + bad:
            return False
        return answered(item for item in read if item.topic == verdicts) == posted and (
            sum(item.topic == letters for item in read) >= bad
        )

    told: list[Output] = []
    with ExitStack() as stack:
        for stage in stages:
            workers.append(stack.enter_context(WorkerProcess(broker, prefix, stage=stage, log_level="debug")))
        names = [settings.topic(spec.name) for spec in TOPICS]
        # A state change or a superseding verdict may follow the verdict that is waited for.
        read = await read_until(broker, names, done, deadline=120, settle=2)
        for stage, worker in zip(stages, workers, strict=True):
            told += [(f"{page} ({stage})", worker.page(page)[1].encode()) for page in PAGES]
            worker.terminate()
            told.append((f"log ({stage})", worker.log().encode()))
    return Run(stream, sent, read, told, prefix)


async def send(broker: str, topic: str, records: Iterable[Sent]) -> None:
    """Produce records with their headers, each author's in order."""
    producer = AIOKafkaProducer(bootstrap_servers=broker, acks="all", linger_ms=5)
    await producer.start()
    try:
        futures = [
            await producer.send(
                topic, key=item.key, value=item.value, headers=item.headers, partition=partition_of(item.key)
            )
            for item in records
        ]
        for future in futures:
            await future
    finally:
        await producer.stop()


def answered(verdicts: Iterable[Read]) -> set[tuple[str, int]]:
    """The posts that have a verdict."""
    found = set()
    for item in verdicts:
        verdict = orjson.loads(item.value or b"")
        found.add((verdict["post_key"], verdict["revision"]))
    return found


def pieces(item: Read) -> Iterator[tuple[str, bytes]]:
    """What of a record may be read downstream, part by part."""
    if item.key:
        yield "key", item.key
    for name, value in item.headers:
        yield "header", name.encode() + b"=" + (value or b"")
    if item.value:
        yield "value", item.value


def outputs(done: Run) -> Iterator[Output]:
    """Everything that must hold no personal detail."""
    yield from done.told
    for item in done.read:
        name = item.topic.removeprefix(done.prefix)
        for part, data in pieces(item):
            if name not in SOURCES and (name, part) != (QUOTED, "value"):
                yield f"{name} {part}", data


def leaks(planted: Sequence[Planted], found: Iterable[Output]) -> list[tuple[str, Planted, str]]:
    """Where each planted detail turned up, and in which form. What stands in one place is searched in one go."""
    joined: dict[str, list[bytes]] = {}
    for place, data in found:
        joined.setdefault(place, []).append(data)
    finder = LeakFinder(planted)
    return [(place, *hit) for place, data in joined.items() for hit in finder.find(b"\n".join(data))]


def check(done: Run) -> None:
    """Nothing leaked, and the search would have told."""
    planted = done.stream.planted
    details = [value for value in planted if value.type != WORD]
    words = [value for value in planted if value.type == WORD]
    source = [("posts", data) for item in done.named("posts") for _, data in pieces(item)]
    assert {value for _, value, _ in leaks(planted, source)} == set(planted), "not all that was planted was found"
    leaked = leaks(details, outputs(done))
    told = [output for output in outputs(done) if output[0].removesuffix(" value") not in TALKING]
    leaked += leaks(words, told)
    if leaked:
        pytest.fail(
            f"{len({value for _, value, _ in leaked})} of {len(planted)} leaked\n{report(leaked)}", pytrace=False
        )


async def test_no_personal_detail_leaves_the_posts(broker: str, topic_prefix: str) -> None:
    done = await run(broker, topic_prefix, POSTS, ["all"])
    types = {value.type for value in done.stream.planted}
    assert types == {*TYPES, WORD}
    # What could have leaked has been written at all.
    for name in ("actions", "evidence", "fingerprints", "campaigns", "houserules.windows", "houserules.signposts"):
        assert done.named(name), name
    log = dict(done.told)["log (all)"]
    assert b'"level":"debug"' in log
    outcomes = {orjson.loads(item.value or b"")["outcome"] for item in done.named("verdicts")}
    assert {"escalate", "redact", "allow"} <= outcomes
    check(done)


@same_on_every_broker("split workers write the same bytes as fused ones: test_deployments")
async def test_nor_do_workers_that_run_one_stage_each_let_any_out(broker: str, topic_prefix: str) -> None:
    done = await run(broker, topic_prefix, SPLIT_POSTS, ["screen", "redact", "judge"])
    assert len(done.named("posts.redacted")) >= len({item.name for item in done.sent if item.name})
    check(done)


@pytest.mark.parametrize("part", ["key", "value", "header", "header name"])
@pytest.mark.parametrize(
    ("value", "data"),
    [
        (Planted("PHONE", "07700 900123", "07700 900123", "plain", "text"), b'{"a":"07700 900123"}'),
        (Planted("PHONE", "07700 900123", "07700 900123", "plain", "text"), b"seven:07700900123;"),
        (Planted("PHONE", "o77oo 9oo123", "07700 900123", "letters", "text"), b"07700900123"),
        (Planted("PHONE", "07700\n900123", "07700 900123", "lines", "text"), rb'{"a":"07700\n900123"}'),
        (Planted("EMAIL", "Jo.B@example.org", "Jo.B@example.org", "plain", "links"), b"?e=jo.b%40example.org&x"),
        (
            Planted("EMAIL", "jo at example dot org", "jobloggs@example.org", "words", "text", ("jobloggs",)),
            b"to jobloggs",
        ),
        (Planted("POSTCODE", "M14 5AB", "M14 5AB", "plain", "text"), b"?p=m14+5ab"),
        (Planted("NINO", "AB 12 34 56 C", "AB 12 34 56 C", "plain", "text"), b"%20ab123456c"),
        (
            Planted("ADDRESS", "１２ Ｍｉｌｌ Ｌａｎｅ", "12 Mill Lane", "wide", "text"),
            "１２ Ｍｉｌｌ".encode() + b"12 mill lane",
        ),
        (Planted("EMAIL", "zoë@example.org", "zoë@example.org", "plain", "text"), rb'{"a":"zo\u00eb@example.org"}'),
        (Planted("EMAIL", "zoë@example.org", "zoë@example.org", "plain", "text"), '{"a":"zoë@example.org"}'.encode()),
        (
            Planted("EMAIL", "jo@example.org", "jo@example.org", "plain", "text"),
            b'{"sealed":"aSBhbSBKbywgd3JpdGUgdG8gam9AZXhhbXBsZS5vcmcgcGxlYXNlIQ=="}',
        ),
    ],
)
def test_the_search_finds_a_planted_detail(value: Planted, data: bytes, part: str) -> None:
    item = Read(
        topic="t.verdicts",
        partition=0,
        offset=0,
        timestamp=0,
        key=data if part == "key" else None,
        value=data if part == "value" else None,
        headers=(("a", data),) if part == "header" else ((data.decode(), b""),) if part == "header name" else (),
    )
    done = Run(PlantedStream(1, 0, 0), [], [item], [], "t.")
    found = leaks([value], outputs(done))
    assert {hit for _, hit, _ in found} == {value}
    assert {place for place, _, _ in found} == {f"verdicts {part.removesuffix(' name')}"}


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (Planted("DATE_OF_BIRTH", "12/03/2009", "12/03/2009", "plain", "text"), b"1712032009123"),
        (Planted("DATE_OF_BIRTH", "26-05-12", "26-05-12", "plain", "text"), b"2026-05-12T10:00:00Z"),
        (Planted("POSTCODE", "B15 5AB", "B15 5AB", "plain", "text"), b"b155ab7f-0000-5000-8000-000000000000"),
    ],
)
def test_the_search_takes_no_hash_or_timestamp_for_a_detail(value: Planted, data: bytes) -> None:
    assert leaks([value], [("verdicts value", data)]) == []


def test_dead_letters_are_searched_except_for_their_values() -> None:
    value = Planted("EMAIL", "jo@example.org", "jo@example.org", "plain", "text")
    letter = Read("t." + QUOTED, 0, 0, 0, b"jo@example.org", b"jo@example.org", (("dl_message", b"jo@example.org"),))
    found = leaks([value], outputs(Run(PlantedStream(1, 0, 0), [], [letter], [], "t.")))
    assert sorted(place for place, _, _ in found) == [f"{QUOTED} header", f"{QUOTED} key"]
