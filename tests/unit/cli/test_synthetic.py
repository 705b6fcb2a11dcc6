"""Invented posts: the same for the same seed, well formed unless asked otherwise, about the size they promise."""

from collections import Counter
from datetime import UTC, datetime
from itertools import islice

import msgspec
import pytest

from houserules.cli.synthetic import START, iter_synthetic
from houserules.contracts.deadletter import Reject
from houserules.contracts.decode import decode_post
from houserules.contracts.post import Post

COUNT = 4000


def _posts(seed: int = 1, count: int = COUNT) -> list[Post]:
    return [msgspec.json.decode(value, type=Post) for _, value in iter_synthetic(seed, count)]


def test_a_seed_always_gives_the_same_bytes() -> None:
    assert list(iter_synthetic(7, 500, 0.1)) == list(iter_synthetic(7, 500, 0.1))


def test_a_smaller_count_is_the_head_of_a_larger_one_and_none_is_endless() -> None:
    whole = list(iter_synthetic(3, 300))
    assert list(iter_synthetic(3, 100)) == whole[:100]
    assert list(islice(iter_synthetic(3), 300)) == whole


def test_streams_that_differ_share_no_post_key() -> None:
    elsewhen = datetime(2026, 3, 1, tzinfo=UTC)
    streams = [
        iter_synthetic(1, 200),
        iter_synthetic(2, 200),
        iter_synthetic(1, 200, start=elsewhen),
        iter_synthetic(1, 200, step=2),
    ]
    keys = [{msgspec.json.decode(value)["post_key"] for _, value in stream} for stream in streams]
    assert len(set.union(*keys)) == sum(map(len, keys))


def test_every_record_is_a_post_under_its_authors_key() -> None:
    for key, value in iter_synthetic(1, COUNT):
        post = decode_post(key, value)
        assert isinstance(post, Post), post
        assert post.author_key.encode() == key


def test_the_malformed_share_is_what_was_asked_for_and_of_many_kinds() -> None:
    results = [decode_post(key, value) for key, value in iter_synthetic(1, COUNT, 0.05)]
    rejects = Counter(result.reason for result in results if isinstance(result, Reject))
    assert 0.04 * COUNT < rejects.total() < 0.06 * COUNT
    assert len(rejects) >= 5


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_outside_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        next(iter_synthetic(1, 1, share))


def test_records_are_about_300_bytes() -> None:
    sizes = [len(value) for _, value in iter_synthetic(1, COUNT)]
    assert 270 < sum(sizes) / len(sizes) < 330


def test_time_moves_on_by_about_a_step_a_post() -> None:
    posts = _posts()
    times = [post.created_at for post in posts if post.revision == 1]
    assert times == sorted(times)
    assert times[0] >= START
    assert 0.2 < (times[-1] - times[0]).total_seconds() / len(times) < 0.3


def test_the_mix_has_edits_redeliveries_repeats_and_floods() -> None:
    posts = _posts(count=20_000)
    seen = Counter((post.post_key, post.revision) for post in posts)
    assert any(post.revision == 2 for post in posts)
    assert any(count > 1 for count in seen.values())
    by_author = Counter((post.author_key, post.text.lower()) for post in posts if post.revision == 1)
    assert any(count > 2 for count in by_author.values())
    authors = Counter(post.author_key for post in posts)
    assert authors.most_common(1)[0][1] > 6


def test_contact_details_are_from_ranges_kept_for_drama() -> None:
    texts = " ".join(post.text for post in _posts())
    assert "07700 900" in texts
    assert "@mail.example" in texts
