"""Invented posts: the same for the same seed, well formed unless asked otherwise, about the size they promise."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec
import pytest

from houserules.cli.synthetic import START, iter_synthetic
from houserules.contracts.deadletter import Reject
from houserules.contracts.decode import decode_post
from houserules.contracts.post import Post
from houserules.screening.mask import mask_batch

COUNT = 4000

# A stream with planted campaigns.
MANY = 30_000
SHARE = 0.05


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
        iter_synthetic(1, 200, campaigns=0.1),
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
    with pytest.raises(ValueError, match="share"):
        next(iter_synthetic(1, 1, campaigns=share))


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


def _authors_by_text(posts: list[Post], least_words: int) -> dict[bytes, set[str]]:
    authors: dict[bytes, set[str]] = defaultdict(set)
    for post, masked in zip(posts, mask_batch([post.text for post in posts]), strict=True):
        if masked.words >= least_words:
            authors[masked.text].add(post.author_key)
    return authors


def test_hardly_any_two_authors_say_the_same_unless_a_campaign_was_planted() -> None:
    authors = _authors_by_text(_posts(count=20_000), least_words=8)
    assert sum(len(found) > 1 for found in authors.values()) < 20
    assert max(map(len, authors.values())) < 4


def test_texts_differ_in_more_than_a_word() -> None:
    masked = mask_batch([post.text for post in _posts(count=400) if post.revision == 1])
    texts = dict.fromkeys(form.text for form in masked if form.words >= 8)
    runs = [{text[at : at + 5] for at in range(len(text) - 4)} for text in texts]
    near = sum(
        len(one & other) >= 0.6 * len(one | other) for place, one in enumerate(runs) for other in runs[place + 1 :]
    )
    assert near == 0


def test_every_text_is_complete_and_begins_with_a_capital() -> None:
    for post in _posts(count=20_000):
        assert not set(post.text) & set("{}|")
        assert "  " not in post.text
        assert post.text[0].isupper() or post.text[0].isdigit(), post.text


def _is_planted(post: Post) -> bool:
    return int(post.author.id[1:]) >= 403_000


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return [msgspec.json.decode(value, type=Post) for _, value in iter_synthetic(4, MANY, campaigns=SHARE)]


@pytest.fixture(scope="module")
def campaigns(posts: list[Post]) -> list[list[Post]]:
    """The posts of each campaign whose text is the one that most of its copies share."""
    planted: dict[bytes, dict[str, Post]] = defaultdict(dict)
    for post, masked in zip(posts, mask_batch([post.text for post in posts]), strict=True):
        if masked.words >= 8 and post.revision == 1:
            planted[masked.text].setdefault(post.author_key, post)
    return [list(found.values()) for found in planted.values() if len(found) >= 4]


class TestPlantedCampaigns:
    def test_their_share_is_about_what_was_asked_for(self, posts: list[Post]) -> None:
        found = sum(_is_planted(post) for post in posts)
        assert 0.6 * SHARE < found / len(posts) < 1.2 * SHARE
        assert not any(map(_is_planted, _posts(4)))

    def test_each_has_many_authors_who_post_nothing_else_within_an_hour(
        self, posts: list[Post], campaigns: list[list[Post]]
    ) -> None:
        keys = Counter(post.author_key for post in posts if post.revision == 1)
        assert len(campaigns) > 50
        for copies in campaigns:
            times = [post.created_at for post in copies]
            assert max(times) - min(times) <= timedelta(hours=1)
            assert len(copies) <= 15
            assert all(keys[post.author_key] <= 2 for post in copies)  # 2: delivered twice

    def test_texts_are_of_12_to_40_words(self, campaigns: list[list[Post]]) -> None:
        for copies in campaigns:
            for post in copies:
                assert 12 <= len(post.text.split()) <= 42, post.text  # 40, and a word or two added

    def test_copies_differ_in_case_links_and_numbers(self, campaigns: list[list[Post]]) -> None:
        assert all(len({post.text for post in copies}) > 1 for copies in campaigns)

    def test_some_copies_are_only_nearly_the_same(self, posts: list[Post], campaigns: list[list[Post]]) -> None:
        exact = sum(map(len, campaigns))
        planted = sum(map(_is_planted, posts))
        assert 0.5 < exact / planted < 0.9

    def test_the_same_arguments_give_the_same_campaigns(self) -> None:
        assert list(iter_synthetic(4, 2000, campaigns=0.2)) == list(iter_synthetic(4, 2000, campaigns=0.2))

    def test_all_posts_can_belong_to_campaigns(self) -> None:
        assert len(list(iter_synthetic(4, 500, campaigns=1.0))) == 500
