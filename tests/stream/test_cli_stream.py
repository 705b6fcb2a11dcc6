"""The commands that talk to a broker, against a real one: feed, tail and dead letters, and `demo` as a whole."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from click.testing import CliRunner, Result

from houserules.cli.main import cli
from houserules.cli.synthetic import iter_synthetic
from houserules.contracts.deadletter import DeadLetter, Reject
from houserules.contracts.encode import encode_action, encode_verdict
from houserules.contracts.headers import dead_letter_headers
from houserules.contracts.record import Record
from houserules.judging.judge import Judgement
from houserules.judging.policy import load_policy, resolve_policy
from houserules.pipeline import Pipeline
from houserules.stream.settings import Settings
from houserules.stream.topics import create_topics
from support.brokers import same_on_every_broker
from support.kafka import STAMP

TOPICS = ("posts", "posts.screened", "posts.redacted", "verdicts", "verdicts.shadow", "actions", "posts.dead-letter")


@pytest.fixture
def settings(broker: str, topic_prefix: str) -> Settings:
    made = Settings(broker=broker, topic_prefix=topic_prefix, partitions=3)
    asyncio.run(create_topics(made, TOPICS))
    return made


class Commands:
    """The command line, pointed at the test's topics."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._environ = {"HOUSERULES_BROKER": settings.broker, "HOUSERULES_TOPIC_PREFIX": settings.topic_prefix}

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments), env=self._environ)

    def records(self, topic: str) -> list[Any]:
        """All records of a topic, partition by partition."""
        return asyncio.run(_read(self.settings, topic))

    def produce(self, topic: str, *records: dict[str, Any]) -> None:
        """Publish records with the arguments of aiokafka's `send`."""
        asyncio.run(_produce(self.settings, topic, records))


@pytest.fixture
def command(settings: Settings) -> Commands:
    return Commands(settings)


async def _read(settings: Settings, topic: str) -> list[Any]:
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.broker, group_id=None)
    await consumer.start()
    try:
        partitions = [TopicPartition(settings.topic(topic), number) for number in range(settings.partitions)]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        found: list[Any] = []
        while partitions:
            for records in (await consumer.getmany(*partitions, timeout_ms=200)).values():
                found += records
            ends = {tp: consumer.highwater(tp) for tp in partitions}
            partitions = [tp for tp in partitions if ends[tp] is None or await consumer.position(tp) < ends[tp]]
        return sorted(found, key=lambda record: (record.partition, record.offset))
    finally:
        await consumer.stop()


async def _produce(settings: Settings, topic: str, records: tuple[dict[str, Any], ...]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=settings.broker)
    await producer.start()
    try:
        for record in records:
            await producer.send_and_wait(settings.topic(topic), **record)
    finally:
        await producer.stop()


def _ok(result: Result) -> Result:
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def _dead_letter(offset: int, reason: Any = "invalid-json", topic: str = "posts", prefix: str = "") -> dict[str, Any]:
    letter = DeadLetter(
        topic=prefix + topic,
        partition=1,
        offset=offset,
        timestamp=STAMP + offset,
        key=b"p:a:author",
        value=b'{"text": "caf\xe9\x1b[2J',
        headers=(("schema", b"post/1"),),
        stage="screen",
        reject=Reject(reason, "DecodeError", "the JSON is cut short; send whole objects", None),
    )
    return {
        "key": letter.key,
        "value": letter.value,
        "partition": 0,
        "headers": list(dead_letter_headers(letter, "0.0.0")),
    }


def test_feed_publishes_the_mix_under_author_keys(command: Commands) -> None:
    result = _ok(command("feed", "--mix", "300", "--seed", "5", "--malformed", "0.1"))
    assert "published 300 records" in result.stderr
    expected = list(iter_synthetic(5, 300, 0.1))
    records = command.records("posts")
    assert sorted((record.key, record.value) for record in records) == sorted(expected)
    partitions: dict[bytes, set[int]] = {}
    for record in records:
        partitions.setdefault(record.key, set()).add(record.partition)
    assert all(len(numbers) == 1 for numbers in partitions.values())
    assert len(set.union(*partitions.values())) > 1


def test_feed_publishes_a_file_as_it_is(command: Commands, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    good = next(iter_synthetic(1, 1))
    path.write_bytes(good[1] + b"\n\nnot json\n")
    _ok(command("feed", "--file", str(path)))
    assert {(record.key, record.value) for record in command.records("posts")} == {good, (None, b"not json")}


def test_feed_maps_columns_and_can_sort_by_time(command: Commands, tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text("ID,WHO,WHEN,WHAT\nc2,ann,2026-01-02,two\nc1,ann,2026-01-01,one\n", encoding="utf-8")
    columns = "post_key=ID,author.id=WHO,created_at=WHEN,text=WHAT"
    _ok(command("feed", "--file", str(path), "--map", columns, "--platform", "video", "--account", "me", "--sort"))
    records = command.records("posts")
    assert [json.loads(record.value)["post_key"] for record in records] == ["c1", "c2"]
    assert {record.key for record in records} == {b"video:me:ann"}


def test_feed_keeps_to_its_rate(command: Commands) -> None:
    started = time.monotonic()
    _ok(command("feed", "--mix", "20", "--rate", "40"))
    assert time.monotonic() - started > 0.4


def test_a_missing_topic_and_a_missing_broker_are_told_with_exit_code_3(broker: str) -> None:
    for arguments, words in (
        (["tail", "--broker", broker, "--topic-prefix", "nowhere."], "has no topic nowhere.verdicts"),
        (["feed", "--mix", "1", "--broker", broker, "--topic-prefix", "nowhere."], "has no topic nowhere.posts"),
        (["dead-letters", "list", "--broker", "127.0.0.1:1"], "cannot reach 127.0.0.1:1"),
    ):
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 3
        assert words in result.stderr
        assert "Traceback" not in result.output


@pytest.fixture(scope="module")
def judgements() -> list[Judgement]:
    """What the shipped policy says of a hundred posts; compiling it takes seconds."""
    settings = Settings()
    pipeline = Pipeline(load_policy(resolve_policy(settings.policy)), settings.window_key.encode())
    records = [
        Record("posts", 0, offset, STAMP, key, value) for offset, (key, value) in enumerate(iter_synthetic(1, 100))
    ]
    results = [result for result in pipeline.process(records) if isinstance(result, Judgement)]
    assert len(results) == len(records)
    return results


@pytest.fixture
def judged(command: Commands, judgements: list[Judgement]) -> list[Judgement]:
    """Verdicts and actions of a hundred posts, on their topics."""
    command.produce("verdicts", *({"value": encode_verdict(item.verdict), "partition": 0} for item in judgements))
    command.produce("actions", *({"value": encode_action(one)} for item in judgements for one in item.actions))
    return judgements


def test_tail_shows_verdicts_from_the_start_up_to_a_limit(command: Commands, judged: list[Judgement]) -> None:
    lines = _ok(command("tail", "--from-start", "--limit", "100", "--json")).stdout.splitlines()
    assert [line.encode() for line in lines] == [encode_verdict(item.verdict) for item in judged]
    text = _ok(command("tail", "verdicts", "--from-start", "--limit", "100", "--brief")).stdout
    assert text.count("\n") == 100


def test_tail_picks_outcomes(command: Commands, judged: list[Judgement]) -> None:
    wanted = [item.verdict for item in judged if item.verdict.outcome != "allow"]
    outcomes = [option for word in sorted({verdict.outcome for verdict in wanted}) for option in ("--outcome", word)]
    result = _ok(command("tail", "--from-start", "--limit", str(len(wanted)), "--json", *outcomes))
    assert [json.loads(line)["verdict_id"] for line in result.stdout.splitlines()] == [v.verdict_id for v in wanted]
    assert command("tail", "actions", "--outcome", "hide").exit_code == 2


def test_tail_shows_actions(command: Commands, judged: list[Judgement]) -> None:
    count = sum(len(item.actions) for item in judged)
    text = _ok(command("tail", "actions", "--from-start", "--limit", str(count))).stdout
    assert text.count("\n") == count
    assert all(action.verb in text for item in judged for action in item.actions)


def test_tail_waits_for_what_comes_next(command: Commands, judged: list[Judgement]) -> None:
    environ = {
        **os.environ,
        "HOUSERULES_BROKER": command.settings.broker,
        "HOUSERULES_TOPIC_PREFIX": command.settings.topic_prefix,
    }
    arguments = [sys.executable, "-m", "houserules", "tail", "dead-letters", "--limit", "1"]
    with subprocess.Popen(arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 20
        # How soon it listens is not to be seen from outside, so it is told until it answers.
        while process.poll() is None and time.monotonic() < deadline:
            command.produce("posts.dead-letter", _dead_letter(7, prefix=command.settings.topic_prefix))
            time.sleep(0.3)
        out, err = process.communicate(timeout=5)
    assert process.returncode == 0, err
    assert b"the JSON is cut short" in out
    assert b"/1@7" in out


def test_dead_letters_are_listed_without_their_content(command: Commands) -> None:
    prefix = command.settings.topic_prefix
    command.produce(
        "posts.dead-letter", _dead_letter(7, prefix=prefix), _dead_letter(8, "missing-field", prefix=prefix)
    )
    text = _ok(command("dead-letters", "list")).stdout
    assert re.search(r"0:0 +invalid-json", text)
    assert f"{prefix}posts/1@8" in text
    assert "caf" not in text
    lines = _ok(command("dead-letters", "list", "--json", "--reason", "missing-field")).stdout.splitlines()
    (letter,) = map(json.loads, lines)
    assert (letter["partition"], letter["offset"], letter["source"]["offset"]) == (0, 1, 8)


def test_no_dead_letters_is_said(command: Commands) -> None:
    assert _ok(command("dead-letters", "list")).stdout == "no dead letters\n"


def test_one_dead_letter_is_shown_whole_and_safe_to_look_at(command: Commands) -> None:
    command.produce("posts.dead-letter", _dead_letter(7, prefix=command.settings.topic_prefix))
    text = _ok(command("dead-letters", "show", "0:0")).stdout
    assert "the JSON is cut short" in text
    assert "restricted" in text
    assert '{"text": "caf\\xe9\\x1b[2J' in text
    assert "\x1b" not in text
    assert _ok(command("dead-letters", "show", "0:0", "--raw")).stdout_bytes == b'{"text": "caf\xe9\x1b[2J'
    missing = command("dead-letters", "show", "0:5")
    assert missing.exit_code == 2
    assert "no dead letter at 0:5" in missing.stderr


def test_retry_puts_records_back_byte_for_byte(command: Commands) -> None:
    prefix = command.settings.topic_prefix
    command.produce(
        "posts.dead-letter",
        _dead_letter(7, prefix=prefix),
        _dead_letter(8, "stage-error", "posts.screened", prefix),
        _dead_letter(9, "stage-error", "elsewhere"),
    )
    assert command("dead-letters", "retry").exit_code == 2
    assert "2 would be retried, 1 left alone" in _ok(command("dead-letters", "retry", "--all", "--dry-run")).stdout
    assert command.records("posts") == []
    assert "1 retried" in _ok(command("dead-letters", "retry", "--partition", "0", "--offset", "0")).stdout
    (record,) = command.records("posts")
    letter = _dead_letter(7)
    assert (record.key, record.value) == (letter["key"], letter["value"])
    assert (record.partition, record.timestamp) == (1, STAMP + 7)
    assert dict(record.headers) == {"schema": b"post/1", "dl_retried_from": b"0:0"}
    _ok(command("dead-letters", "retry", "--reason", "stage-error"))
    (screened,) = command.records("posts.screened")
    assert dict(screened.headers)["dl_retried_from"] == b"0:1"


@pytest.mark.slow
@same_on_every_broker("a demonstration brings the embedded one along")
@pytest.mark.parametrize("stop", ["posts", "signal"])
def test_demo_judges_and_leaves_nothing_behind(tmp_path: Path, stop: str) -> None:
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    arguments = [sys.executable, "-m", "houserules", "demo", "--rate", "50"]
    arguments += ["--posts", "40", "--malformed", "0.1"] if stop == "posts" else []
    with subprocess.Popen(arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines: list[str] = []
        signalled = False
        for line in process.stdout:
            lines.append(line)
            if stop == "signal" and line.startswith("allow ") and not signalled:
                process.send_signal(signal.SIGTERM)
                signalled = True
        assert process.stderr is not None
        errors = process.stderr.read()
    assert process.returncode == 0, errors
    assert any(line.startswith("allow ") for line in lines), errors
    assert any("not for production" in line for line in lines)
    if stop == "posts":
        counts = dict(re.findall(r"(allow|redact|hold|hide|remove|escalate|dead letters) ([\d,]+)", lines[-1]))
        assert sum(map(int, counts.values())) == 40
        assert int(counts["dead letters"]) > 0
    assert list(tmp_path.iterdir()) == []
