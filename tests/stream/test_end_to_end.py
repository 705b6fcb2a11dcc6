"""The main job: every post gets a verdict or a dead letter, on the broker at hand."""

from collections import Counter

import orjson

from houserules.cli.synthetic import iter_synthetic
from support.kafka import PARTITIONS, Read, make_topics, partition_of, produce, read_until, settings_for
from support.worker import WorkerProcess

MIXED = 100_000


async def test_every_post_of_a_hundred_thousand_ends_in_a_verdict_or_a_dead_letter(
    broker: str, topic_prefix: str
) -> None:
    settings = settings_for(broker, topic_prefix)
    await make_topics(settings)
    sent = list(iter_synthetic(seed=7, count=MIXED, malformed=0.05))
    places = await produce(broker, settings.topic("posts"), sent)
    letters_topic, verdicts_topic = settings.topic("posts.dead-letter"), settings.topic("verdicts")
    with WorkerProcess(broker, topic_prefix):
        found = await read_until(
            broker,
            [verdicts_topic, letters_topic, settings.topic("actions")],
            lambda read: sum(r.topic != settings.topic("actions") for r in read) >= MIXED,
            deadline=180,
            settle=2,
        )
    verdicts = [r for r in found if r.topic == verdicts_topic]
    letters = [r for r in found if r.topic == letters_topic]
    assert len(verdicts) + len(letters) == MIXED

    # Each dead letter is one of the records sent, byte for byte, and says where it stood.
    by_place = dict(zip(places, sent, strict=True))
    dead = {(int(r.header("dl_partition") or -1), int(r.header("dl_offset") or -1)): r for r in letters}
    assert len(dead) == len(letters)
    for place, letter in dead.items():
        assert (letter.key, letter.value) == by_place[place]
        assert letter.header("dl_reason")

    # Every other record has exactly one verdict, unless the producer itself sent the revision twice.
    alive = [by_place[place] for place in by_place.keys() - dead.keys()]
    revisions = Counter(_revision(value) for _, value in alive if value is not None)
    decided = Counter(_revision(r.value) for r in verdicts if r.value is not None)
    assert decided == revisions
    _assert_ids_are_bytes(verdicts)
    _assert_partitions_are_kept(verdicts, alive)
    _assert_actions_are_announced([r for r in found if r.topic == settings.topic("actions")], verdicts)


def _revision(value: bytes) -> tuple[str, int]:
    item = orjson.loads(value)
    return item["post_key"], item.get("revision", 1)


def _assert_ids_are_bytes(verdicts: list[Read]) -> None:
    """One id, one content: what a consumer that dedupes by `verdict_id` relies on."""
    seen: dict[str, bytes] = {}
    for read in verdicts:
        assert read.value is not None
        verdict = orjson.loads(read.value)
        assert seen.setdefault(verdict["verdict_id"], read.value) == read.value
        assert read.header("ce_id") == verdict["verdict_id"].encode()
        assert read.header("schema") == b"verdict/1"
        assert read.key == verdict["post_key"].encode()


def _assert_partitions_are_kept(verdicts: list[Read], alive: list[tuple[bytes | None, bytes | None]]) -> None:
    home = {orjson.loads(value)["post_key"]: partition_of(key) for key, value in alive if value is not None}
    assert {r.partition for r in verdicts} == set(range(PARTITIONS))
    assert all(r.partition == home[orjson.loads(r.value or b"")["post_key"]] for r in verdicts)


def _assert_actions_are_announced(actions: list[Read], verdicts: list[Read]) -> None:
    announced = {
        (item["action_id"], item["verb"]) for r in verdicts for item in orjson.loads(r.value or b"")["actions"]
    }
    produced = {(item["action_id"], item["verb"]) for item in (orjson.loads(r.value or b"") for r in actions)}
    assert produced == announced
    assert produced
