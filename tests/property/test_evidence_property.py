"""Sealing holds for any post: it opens, it repeats, and no change of a bit goes unnoticed."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from houserules.contracts.encode import (
    decode_evidence,
    decode_evidence_key,
    encode_evidence,
    encode_evidence_key,
    encode_post,
)
from houserules.contracts.post import Author, Media, Parent, Post
from houserules.evidence.keyring import Keyring, NamedKey, key_entry, parse_keyring
from houserules.evidence.records import record_key
from houserules.evidence.sealing import EvidenceError, Opener
from support.evidence import keyring, seal

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
NAME = TEXT.filter(bool)
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001  hypothesis wants naive bounds
    max_value=datetime(9998, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-8))]),
)
POSTS = st.builds(
    Post,
    post_key=NAME,
    platform=NAME,
    account=NAME,
    author=st.builds(Author, id=NAME, name=st.none() | TEXT, roles=st.lists(TEXT, max_size=2), bio=st.none() | TEXT),
    text=TEXT,
    created_at=MOMENTS,
    revision=st.integers(1, 2**31 - 1),
    lang=st.none() | TEXT,
    deleted=st.booleans(),
    parent=st.none() | st.builds(Parent, post_key=NAME, text=st.none() | TEXT),
    media=st.lists(st.builds(Media, kind=st.none() | TEXT, url=st.none() | TEXT, alt=st.none() | TEXT), max_size=2),
    links=st.lists(TEXT, max_size=2),
)


@settings(max_examples=60)
@given(POSTS)
def test_any_post_comes_back_after_a_journey_and_its_canonical_form_is_stable(item: Post) -> None:
    evidence, key = seal(item)
    evidence, key = decode_evidence(encode_evidence(evidence)), decode_evidence_key(encode_evidence_key(key))
    assert Opener(keyring()).open(evidence, key) == item
    again = msgspec.json.decode(encode_post(item), type=Post)
    assert encode_post(again) == encode_post(item)
    assert seal(again) == (evidence, key)
    post_key, revision, key_id = record_key(key).decode().rsplit("|", 2)
    assert (post_key, int(revision), key_id) == (item.post_key, item.revision, evidence.key_id)


@settings(max_examples=60)
@given(POSTS, st.booleans(), st.data())
def test_a_flipped_bit_anywhere_fails(item: Post, in_key: bool, data: st.DataObject) -> None:
    evidence, key = seal(item)
    whole = bytearray(b64decode((key.wrapped if in_key else evidence.ciphertext) or ""))
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    text = b64encode(bytes(whole)).decode()
    spoiled = (evidence, replace(key, wrapped=text)) if in_key else (replace(evidence, ciphertext=text), key)
    with pytest.raises(EvidenceError):
        Opener(keyring()).open(*spoiled)


@settings(max_examples=60)
@given(POSTS, POSTS)
def test_different_posts_never_share_a_key(first: Post, second: Post) -> None:
    one, other = seal(first)[1], seal(second)[1]
    assert (one.wrapped == other.wrapped) is (encode_post(first) == encode_post(second))


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True), st.binary(min_size=32, max_size=32)
        ),
        min_size=1,
        max_size=4,
        unique_by=(lambda pair: pair[0], lambda pair: pair[1]),
    ),
    st.sampled_from([",", "\n", " ,\n ", "\n\n"]),
)
def test_any_keyring_is_read_back(pairs: list[tuple[str, bytes]], separator: str) -> None:
    ring = parse_keyring(separator.join(key_entry(name, secret) for name, secret in pairs))
    assert ring == Keyring(tuple(NamedKey(name, secret) for name, secret in pairs))
