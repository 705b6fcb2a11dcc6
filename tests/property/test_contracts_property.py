"""Contracts under arbitrary input: nothing raises, nothing changes on the way, every position leads back."""

import json
from itertools import pairwise
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from houserules.contracts.deadletter import DeadLetter, Reject
from houserules.contracts.decode import decode_post
from houserules.contracts.encode import decode_redacted, decode_screened, encode_redacted, encode_screened
from houserules.contracts.headers import dead_letter_headers, parse_dead_letter_headers, trace_of
from houserules.contracts.post import Post
from houserules.contracts.stages import (
    Duplicate,
    Flood,
    Origin,
    PiiSpan,
    RedactedAuthor,
    RedactedMedia,
    RedactedPost,
    Redaction,
    ScreenedPost,
    Screening,
    SpoofSpan,
)
from houserules.contracts.times import isoformat, to_millis
from houserules.contracts.vocabulary import PII_TYPES
from houserules.text.offsets import OffsetMap
from support.contract_files import key_of, validator

TEXT: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
NAME: Final = TEXT.filter(bool)
OPTIONAL: Final = st.none() | TEXT
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
MILLIS: Final = st.integers(0, 253_000_000_000_000)
OFFSETS: Final = st.builds(
    lambda sign, hours, minutes: f"{sign}{hours:02}:{minutes:02}",
    st.sampled_from("+-"),
    st.integers(0, 23),
    st.integers(0, 59),
)
TIMES: Final = st.builds(
    lambda millis, offset, digits: isoformat(millis)[:19] + digits + offset,
    st.integers(86_400_000 * 2, 253_000_000_000_000),
    st.just("Z") | OFFSETS,
    st.just("") | st.integers(0, 10**9 - 1).map(lambda fraction: f".{fraction:09}"),
)
POSTS: Final = st.fixed_dictionaries(
    {
        "post_key": NAME,
        "platform": NAME,
        "account": NAME,
        "author": st.fixed_dictionaries(
            {"id": NAME},
            optional={
                "name": OPTIONAL,
                "roles": st.lists(TEXT, max_size=3),
                "created_at": st.none() | TIMES,
                "bio": OPTIONAL,
            },
        ),
        "text": TEXT,
        "created_at": TIMES,
    },
    optional={
        "schema": st.just("post/1"),
        "revision": st.integers(1, 2**31 - 1),
        "lang": OPTIONAL,
        "edited_at": st.none() | TIMES,
        "deleted": st.booleans(),
        "parent": st.none() | st.fixed_dictionaries({"post_key": NAME}, optional={"text": OPTIONAL}),
        "thread_key": st.none() | NAME,
        "media": st.lists(
            st.fixed_dictionaries({}, optional={"kind": OPTIONAL, "url": OPTIONAL, "alt": OPTIONAL}), max_size=3
        ),
        "links": st.lists(TEXT, max_size=3),
        "ingest": st.none()
        | st.fixed_dictionaries({}, optional={"connector": OPTIONAL, "received_at": st.none() | TIMES}),
        "unknown": JSON.filter(lambda value: "NaN" not in json.dumps(value) and "Infinity" not in json.dumps(value)),
    },
)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """The key and value of a good post with one or two fields replaced by anything."""
    post: dict[str, Any] = draw(POSTS)
    fields = [*post, "schema", "revision", "edited_at", "media", "links", "parent", "ingest", "deleted"]
    for name in draw(st.lists(st.sampled_from(fields), min_size=1, max_size=2)):
        if draw(st.booleans()):
            post[name] = draw(JSON)
        else:
            post.pop(name, None)
    return key_of(post), json.dumps(post).encode()


# ------------------------------------------------------------------------------------------------ decoding


@given(st.none() | st.binary(max_size=40), st.none() | st.binary(max_size=400))
def test_any_bytes_get_an_answer(key: bytes | None, value: bytes | None) -> None:
    assert isinstance(decode_post(key, value), Post | Reject)


@given(JSON)
def test_any_json_gets_an_answer(value: Any) -> None:
    assert isinstance(decode_post(b"k", json.dumps(value).encode()), Post | Reject)


@given(POSTS)
def test_a_post_that_follows_the_schema_is_read_and_nothing_in_it_changes(post: dict[str, Any]) -> None:
    validator("post-1").validate(post)
    read = decode_post(key_of(post), json.dumps(post).encode())
    assert isinstance(read, Post), read
    assert (read.post_key, read.text, read.author.id) == (post["post_key"], post["text"], post["author"]["id"])
    assert read.revision == post.get("revision", 1)
    assert len(isoformat(to_millis(read.created_at))) == 24


@given(POSTS, st.integers(0, 2_000), st.binary(min_size=1, max_size=3))
def test_a_damaged_record_gets_an_answer(post: dict[str, Any], at: int, damage: bytes) -> None:
    value = json.dumps(post, ensure_ascii=False).encode()
    at %= len(value)
    assert isinstance(decode_post(key_of(post), value[:at] + damage + value[at + len(damage) :]), Post | Reject)
    assert isinstance(decode_post(key_of(post), value[:at]), Reject)


@given(spoiled())
def test_schema_and_code_agree_on_spoiled_posts(record: tuple[bytes, bytes]) -> None:
    key, value = record
    answer = decode_post(key, value)
    try:
        valid = validator("post-1").is_valid(json.loads(value))
    except ValueError:
        return  # not JSON to the schema's validator: infinite numbers, lone surrogates
    if isinstance(answer, Post):
        assert valid
    elif answer.reason not in ("invalid-json", "wrong-key"):
        revision = json.loads(value).get("revision")
        assert not valid or isinstance(revision, float)  # a whole one is an integer to JSON Schema


# ------------------------------------------------------------------------------------------------ round trips


ORIGINS: Final = st.builds(Origin, st.integers(0, 10_000), st.integers(0, 2**62), st.integers(-1, 2**53))
RATIOS: Final = st.floats(0, 1)
DUPLICATES: Final = st.builds(
    Duplicate,
    st.sampled_from(["none", "first", "repeat"]),
    st.sampled_from([None, "author", "campaign"]),
    OPTIONAL,
    OPTIONAL,
    st.none() | RATIOS,
    st.sampled_from([None, "exact", "near"]),
)
FLOODS: Final = st.builds(
    Flood,
    st.sampled_from(["minute", "hour", "day"]),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.sampled_from(["warning", "sanction"]),
)
SCREENINGS: Final = st.builds(
    Screening,
    MILLIS,
    DUPLICATES,
    st.lists(FLOODS, max_size=3).map(tuple),
    st.none() | st.integers(1, 100),
    st.lists(NAME, max_size=2).map(tuple),
)
REDACTIONS: Final = st.builds(
    Redaction,
    st.lists(
        st.builds(
            PiiSpan,
            st.integers(0, 100),
            st.integers(1, 200),
            st.sampled_from(PII_TYPES),
            TEXT,
            RATIOS,
            st.sampled_from(["own", "other", "unknown"]),
        ),
        max_size=3,
    ).map(tuple),
    st.lists(st.builds(SpoofSpan, st.integers(0, 100), st.integers(1, 200), NAME), max_size=2).map(tuple),
    st.lists(NAME, max_size=2).map(tuple),
)
MEDIA: Final = st.builds(RedactedMedia, OPTIONAL, OPTIONAL, OPTIONAL)


@given(POSTS, ORIGINS, SCREENINGS)
def test_a_screened_post_comes_back_byte_for_byte(post: dict[str, Any], origin: Origin, screening: Screening) -> None:
    read = decode_post(key_of(post), json.dumps(post).encode())
    assert isinstance(read, Post)
    screened = ScreenedPost(origin=origin, post=read, screening=screening)
    sent = encode_screened(screened)
    back = decode_screened(sent)
    assert back == screened
    assert back.post.created_at.utcoffset() == read.created_at.utcoffset()
    assert encode_screened(back) == sent
    validator("screened-1").validate(json.loads(sent))


@given(
    st.builds(
        RedactedPost,
        origin=ORIGINS,
        post_key=NAME,
        revision=st.integers(1, 2**31 - 1),
        platform=NAME,
        account=NAME,
        author=st.builds(
            RedactedAuthor, NAME, OPTIONAL, st.lists(TEXT, max_size=2), st.none() | st.integers(), OPTIONAL
        ),
        text=TEXT,
        screening=SCREENINGS,
        redaction=REDACTIONS,
        lang=OPTIONAL,
        deleted=st.booleans(),
        parent_key=OPTIONAL,
        parent_text=OPTIONAL,
        thread_key=OPTIONAL,
        media=st.lists(MEDIA, max_size=2),
        links=st.lists(TEXT, max_size=2),
        trace=st.none(),
    )
)
def test_a_redacted_post_comes_back_byte_for_byte(redacted: RedactedPost) -> None:
    sent = encode_redacted(redacted)
    back = decode_redacted(sent)
    assert back == redacted
    assert encode_redacted(back) == sent
    validator("redacted-1").validate(json.loads(sent))


# ------------------------------------------------------------------------------------------------ headers


@given(
    st.lists(
        st.tuples(st.sampled_from(["traceparent", "schema", "content-type", "x"]), st.binary(max_size=60)), max_size=5
    )
)
def test_headers_of_any_record_can_be_read_and_kept(headers: list[tuple[str, bytes]]) -> None:
    trace_of(headers)
    reject = Reject("invalid-json", "DecodeError", "the value is not JSON")
    letter = DeadLetter("posts", 0, 1, -1, None, b"", tuple(headers), "screen", reject)
    written = dead_letter_headers(letter, "0.1.0")
    validator("dead-letter-headers-1").validate({name: value.decode() for name, value in written})
    assert parse_dead_letter_headers(written).offset == 1


# ------------------------------------------------------------------------------------------------ positions


@st.composite
def redactions(draw: st.DrawFn) -> tuple[int, list[PiiSpan]]:
    """The length of an original text and disjoint spans in it, adjacent ones and empty replacements included."""
    cuts = draw(st.lists(st.integers(0, 30), unique=True, max_size=8).map(sorted))
    pairs = list(pairwise(cuts))[:: 1 if draw(st.booleans()) else 2]
    replacements = st.sampled_from(["", "x", "[phone removed]"])
    spans = [PiiSpan(start, end, "PHONE", draw(replacements)) for start, end in pairs]
    return max(cuts, default=0) + draw(st.integers(1, 5)), spans


def led_back(length: int, spans: list[PiiSpan]) -> list[tuple[int, int]]:
    """For each character of the redacted text the piece of the original that it stands for: the slow way."""
    pieces: list[tuple[int, int]] = []
    at = 0
    for span in spans:
        pieces += [(position, position + 1) for position in range(at, span.start)]
        pieces += [(span.start, span.end)] * len(span.replacement)
        at = span.end
    return pieces + [(position, position + 1) for position in range(at, length)]


@given(redactions(), st.data())
def test_positions_in_redacted_text_lead_back_to_the_original(
    case: tuple[int, list[PiiSpan]], data: st.DataObject
) -> None:
    length, spans = case
    pieces = led_back(length, spans)
    start = data.draw(st.integers(0, len(pieces) - 1))
    end = data.draw(st.integers(start + 1, len(pieces)))
    assert OffsetMap(spans).span(start, end) == (pieces[start][0], pieces[end - 1][1])
