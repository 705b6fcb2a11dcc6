"""What a reader makes of `evidence.keys`: the latest of each key counts, destroyed is destroyed, a note is honoured."""

import pytest
from msgspec.structs import replace

from houserules.contracts.encode import RecordError, decode_evidence_key, encode_evidence_key
from houserules.contracts.evidence import EvidenceKey
from houserules.evidence.records import KeyRecords, Preserved, erasure, record_key
from houserules.stream.outputs import TopicNames, evidence_records
from houserules.stream.settings import Settings
from support.evidence import as_redacted, seal
from support.posts import post

MOMENT = 1_780_000_000_000


def put(keys: KeyRecords, item: EvidenceKey, partition: int = 0) -> None:
    keys.take(partition, record_key(item), encode_evidence_key(item))


def test_a_key_is_found_until_it_is_destroyed() -> None:
    evidence, key = seal(post("one"))
    keys = KeyRecords()
    assert keys.key_of(evidence) is None
    put(keys, key)
    assert keys.key_of(evidence) == key
    assert keys.places("x:acct:1") == [(0, key)]
    keys.take(0, record_key(key), None)
    assert keys.key_of(evidence) is None
    assert keys.places("x:acct:1") == []
    assert keys.erased_at("x:acct:1", 1) is None


def test_a_note_is_honoured_also_when_the_key_comes_back() -> None:
    evidence, key = seal(post("one"))
    keys = KeyRecords()
    put(keys, key)
    put(keys, erasure("x:acct:1", 1, MOMENT))
    assert keys.key_of(evidence) is None
    keys.take(0, record_key(key), b"")
    put(keys, key)
    assert keys.key_of(evidence) is None
    assert keys.erased_at("x:acct:1", 1) == "2026-05-28T20:26:40.000Z"
    assert keys.places("x:acct:1") == [(0, key)]


def test_a_note_is_about_one_revision_of_one_post() -> None:
    first, second, other = (
        seal(post("one", key=name, revision=number)) for name, number in (("p", 1), ("p", 2), ("q", 1))
    )
    keys = KeyRecords()
    for _, key in (first, second, other):
        put(keys, key)
    put(keys, erasure("p", 1, MOMENT))
    assert [keys.key_of(item) is not None for item, _ in (first, second, other)] == [False, True, True]
    assert keys.places("p", 2) == [(0, second[1])]
    assert len(keys.places("p")) == 2


def test_two_contents_of_one_revision_have_a_key_each() -> None:
    first, second = seal(post("one")), seal(post("two"))
    keys = KeyRecords()
    put(keys, first[1])
    put(keys, second[1])
    assert keys.key_of(first[0]) == first[1]
    assert keys.key_of(second[0]) == second[1]


def test_the_same_key_on_two_partitions_is_destroyed_on_both() -> None:
    evidence, key = seal(post("one"))
    keys = KeyRecords()
    put(keys, key, 0)
    put(keys, key, 3)
    keys.take(0, record_key(key), None)
    assert keys.key_of(evidence) == key
    assert keys.places("x:acct:1") == [(3, key)]


@pytest.mark.parametrize("name", ["p", "p|1", "erased|p", "p|1|erased", "ünïcode 🙏", "p|1|" + "0" * 32])
def test_record_keys_never_run_together(name: str) -> None:
    items = [
        erasure(each, revision, MOMENT) if note else replace(seal(post("x", key=each))[1], revision=revision)
        for each in (name, f"{name}|1", f"{name}|erased")
        for revision in (1, 11)
        for note in (True, False)
    ]
    assert len({record_key(item) for item in items}) == len(items)


def test_what_cannot_be_read_is_counted_and_changes_nothing() -> None:
    evidence, key = seal(post("one"))
    keys = KeyRecords()
    put(keys, key)
    keys.take(0, record_key(key), b"not json")
    keys.take(0, None, encode_evidence_key(key))
    keys.take(0, None, None)
    keys.take(0, b"another|1|key", encode_evidence_key(key))
    assert keys.unreadable == 4
    assert keys.key_of(evidence) == key


@pytest.mark.parametrize(
    "fields", [{"wrapped": None}, {"key": None}, {"erased_at": "2026-05-28T20:26:40.000Z"}, {"key_id": None}]
)
def test_a_record_is_a_key_or_a_note_and_nothing_between(fields: dict[str, str | None]) -> None:
    _, key = seal(post("one"))
    with pytest.raises(RecordError, match="erased_at"):
        decode_evidence_key(encode_evidence_key(replace(key, **fields)))


def test_records_go_to_their_topics_with_the_posts_own_time() -> None:
    evidence, key = seal(post("one"))
    first, second = evidence_records([Preserved(evidence, key, None)], TopicNames.of(Settings(topic_prefix="t.")))
    assert (first.topic, first.key) == ("t.evidence", b"x:acct:1")
    assert (second.topic, second.key) == ("t.evidence.keys", f"x:acct:1|1|{evidence.key_id}".encode())
    assert first.timestamp == second.timestamp == evidence.source.timestamp
    assert dict(first.headers)["ce_time"] == evidence.event_time.encode()
    assert dict(first.headers)["ce_id"] != dict(second.headers)["ce_id"]


def test_the_judge_names_the_event_time_that_the_seal_covers() -> None:
    evidence, _ = seal(post("one"))
    assert evidence.event_time == "2026-05-01T12:00:00.000Z"
    assert as_redacted(post("one"), evidence.source).screening.stated_time is None
