"""Sealing: the same bytes each time, opened only with everything it was sealed with."""

import json
from dataclasses import replace as change
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from houserules.contracts.encode import decode_evidence, decode_evidence_key, encode_evidence, encode_evidence_key
from houserules.contracts.evidence import Evidence, EvidenceKey
from houserules.contracts.post import Ingest, Media, Parent, Post
from houserules.evidence.keyring import Keyring, parse_keyring
from houserules.evidence.sealing import DamagedError, EvidenceError, Opener, Sealer, UnknownKeyError
from houserules.stream.settings import DEVELOPMENT_EVIDENCE_KEYS
from support.contract_files import SCHEMAS, examples, label
from support.evidence import keyring, seal
from support.posts import post

SECRET = "He lives at 12 Mill Lane and his number is 07700 900123 😔\u0301"


def full() -> Post:
    return post(
        SECRET,
        name="Ann 🙏",
        author_fields={"bio": "07700 900456", "roles": ["member"]},
        parent=Parent("x:acct:0", "What is his number?"),
        media=[Media("image", "https://example.org/a.jpg", "the door of number 12")],
        links=["https://example.org/?email=ann@example.org"],
        ingest=Ingest("poller", "d-1", None),
        revision=3,
    )


def test_everything_of_a_post_comes_back() -> None:
    evidence, key = seal(full())
    assert Opener(keyring()).open(evidence, key) == full()


def test_the_same_post_gives_the_same_bytes_on_every_worker_and_another_one_other_keys() -> None:
    first, again = seal(full()), seal(msgspec.json.decode(msgspec.json.encode(full()), type=Post))
    assert [encode_evidence(first[0]), encode_evidence_key(first[1])] == [
        encode_evidence(again[0]),
        encode_evidence_key(again[1]),
    ]
    others = [
        seal(replace(full(), text=SECRET + " ")),
        seal(replace(full(), revision=4)),
        seal(replace(full(), post_key="x:acct:2")),
        seal(full(), offset=18),
        seal(full(), keyring("second")),
    ]
    keys = {item.wrapped for _, item in [first, *others]}
    names = {item.key_id for _, item in [first, *others]}
    assert len(keys) == len(names) == 6


def test_nothing_of_a_post_is_in_its_records() -> None:
    for record in map(msgspec.json.encode, seal(full())):
        for told in ("Mill", "900123", "Ann", "poller", "member", "number", "ann"):
            assert told.encode() not in record


def test_keys_rotate_old_ones_open_and_the_first_one_seals() -> None:
    old, new = seal(full(), keyring("may")), seal(full(), keyring("june", "may"))
    assert (old[0].key, new[0].key) == ("may", "june")
    both = Opener(keyring("june", "may"))
    assert both.open(*old) == both.open(*new) == full()
    with pytest.raises(UnknownKeyError, match="`may`, which is not in HOUSERULES_EVIDENCE_KEYS") as caught:
        Opener(keyring("june")).open(*old)
    assert caught.value.name == "may"


def test_another_key_of_the_same_name_is_told_from_damage() -> None:
    ring = keyring("may")
    wrong = Keyring((change(ring.keys[0], secret=b"x" * 32),))
    with pytest.raises(DamagedError, match="another key had that name"):
        Opener(wrong).open(*seal(full(), ring))


def test_the_key_of_another_post_opens_nothing() -> None:
    first, second = seal(full()), seal(post("Something else", key="x:acct:9"))
    with pytest.raises(DamagedError):
        Opener(keyring()).open(first[0], second[1])


def test_a_destroyed_key_cannot_be_had_from_the_configured_one() -> None:
    """All that is left after an erasure is the ciphertext and the configured key; both together open nothing."""
    evidence, key = seal(full())
    ring = keyring()
    for wrapped in (None, "", seal(post(SECRET))[1].wrapped):
        with pytest.raises(DamagedError):
            Opener(ring).open(evidence, replace(key, wrapped=wrapped))
    # The limit, as documented: with the whole post at hand, sealing it again gives the key again.
    assert seal(full(), ring)[1] == key


SPOILED: list[tuple[str, dict[str, Any]]] = [
    ("post_key", {"post_key": "x:acct:2"}),
    ("revision", {"revision": 4}),
    ("event_time", {"event_time": "2026-05-01T12:00:00.001Z"}),
    ("key_id", {"key_id": "0" * 32}),
]


@pytest.mark.parametrize(("name", "fields"), SPOILED, ids=[name for name, _ in SPOILED])
def test_evidence_that_was_moved_does_not_open(name: str, fields: dict[str, Any]) -> None:
    evidence, key = seal(full())
    with pytest.raises(DamagedError):
        Opener(keyring()).open(replace(evidence, **fields), key)


@pytest.mark.parametrize("field", ["partition", "offset", "timestamp"])
def test_evidence_that_claims_another_source_does_not_open(field: str) -> None:
    evidence, key = seal(full())
    source = replace(evidence.source, **{field: 5})
    with pytest.raises(DamagedError):
        Opener(keyring()).open(replace(evidence, source=source), key)


def test_a_change_of_any_letter_of_the_ciphertext_or_the_key_is_noticed() -> None:
    evidence, key = seal(post("short"))
    opener = Opener(keyring())
    spoiled: list[tuple[Evidence, EvidenceKey]] = []
    for text, put in ((evidence.ciphertext, "ciphertext"), (key.wrapped or "", "wrapped")):
        for place, letter in enumerate(text):
            # The next letter of base64: the smallest change that a letter can have.
            other = chr(ord(letter) ^ 1)
            changed = text[:place] + other + text[place + 1 :]
            spoiled.append(
                (replace(evidence, ciphertext=changed), key)
                if put == "ciphertext"
                else (evidence, replace(key, wrapped=changed))
            )
        spoiled.append((replace(evidence, ciphertext=evidence.ciphertext[:-4]), key))
        spoiled.append((evidence, replace(key, wrapped=(key.wrapped or "")[:-8])))
    for item in spoiled:
        with pytest.raises(EvidenceError) as caught:
            opener.open(*item)
        assert "short" not in str(caught.value)


@pytest.mark.parametrize(("name", "path"), examples("valid", ("evidence-1",)), ids=label)
def test_examples_open_with_the_development_key_so_the_format_cannot_change_unseen(name: str, path: Path) -> None:
    evidence = decode_evidence(path.read_bytes())
    originals = [
        item
        for _, each in examples("valid", ("post-1",))
        if (item := msgspec.json.decode(each.read_bytes(), type=Post)).post_key == evidence.post_key
        and item.revision == evidence.revision
    ]
    ring = parse_keyring(DEVELOPMENT_EVIDENCE_KEYS)
    sealed = Sealer(ring).seal(originals[0], evidence.event_time, evidence.source)
    assert (sealed.ciphertext, sealed.key_id) == (evidence.ciphertext, evidence.key_id)
    keys = [decode_evidence_key(each.read_bytes()) for _, each in examples("valid", ("evidence-key-1",))]
    for key in keys:
        if key.key_id == evidence.key_id:
            assert Opener(ring).open(evidence, key) == originals[0]


def test_the_key_example_of_the_disclosure_is_one_of_them() -> None:
    folder = SCHEMAS / "examples"
    evidence = json.loads((folder / "evidence-1/valid/disclosure.json").read_text(encoding="utf-8"))
    key = json.loads((folder / "evidence-key-1/valid/key-of-a-disclosure.json").read_text(encoding="utf-8"))
    assert evidence["key_id"] == key["key_id"]
