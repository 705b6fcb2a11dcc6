"""When the same text by many authors is a campaign, and who belongs to it."""

from collections.abc import Iterable

import pytest

from houserules.campaigns.clusters import Clusters, Found
from houserules.contracts.stages import NO_DUPLICATE, Duplicate, Flood, Screening
from houserules.contracts.times import HOUR, MINUTE
from houserules.screening.model import CampaignPolicy, NearPolicy
from support.campaigns import Copy, batch, signature, variant

POLICY = CampaignPolicy(authors=3, least_authors=2, window=HOUR)
NEAR = NearPolicy(similarity=0.6)


class Stream:
    """Records one after another."""

    def __init__(self, policy: CampaignPolicy = POLICY, near: NearPolicy | None = NEAR) -> None:
        self.clusters = Clusters(policy, near)
        self.sequence = 0

    def take(self, *copies: Copy) -> Found:
        found = self.clusters.take(batch(copies), self.sequence)
        self.sequence += 1
        return found


def keys(found: Found) -> set[str]:
    return {member.post_key for member in found.members}


def quiet(found: Found) -> bool:
    return not (found.established or found.extended or found.members)


def one_by_one(copies: Iterable[Copy], policy: CampaignPolicy = POLICY) -> tuple[Stream, Found]:
    """Each in a record of its own; what all records found together."""
    stream, total = Stream(policy), Found()
    for copy in copies:
        found = stream.take(copy)
        total.established += found.established
        total.extended += found.extended
        total.members += found.members
    return stream, total


def test_enough_authors_make_a_campaign() -> None:
    stream = Stream()
    assert quiet(stream.take(Copy("ann", at=0), Copy("bob", "something else", at=1)))
    assert quiet(stream.take(Copy("bob", at=10)))
    found = stream.take(Copy("cat", at=30, offset=17, partition=2))
    (campaign,) = found.established
    assert campaign.authors == 3
    assert campaign.survivor == "x:acct:ann-0"
    assert campaign.until == 90 * MINUTE
    assert campaign.since == -30 * MINUTE
    assert campaign.signature is None
    assert len(campaign.content) == len(campaign.cluster_id) == 16
    assert [member.post_key for member in found.members] == ["x:acct:ann-0", "x:acct:bob-10", "x:acct:cat-30"]
    first, _, last = found.members
    assert (last.partition, last.offset, last.revision) == (2, 17, 1)
    assert first.duplicate == Duplicate("first", "campaign", campaign.cluster_id, campaign.survivor, 1.0, "exact")
    assert last.duplicate == Duplicate("repeat", "campaign", campaign.cluster_id, campaign.survivor, 1.0, "exact")
    assert stream.clusters.live == 1
    assert stream.clusters.entries == 4


def test_one_record_may_hold_the_whole_campaign() -> None:
    found = Stream().take(*(Copy(name, at=place) for place, name in enumerate("abcde")))
    assert len(found.established) == 1
    assert len(found.members) == 5
    assert found.extended == []
    assert found.established[0].until == 64 * MINUTE


def test_copies_by_one_author_are_no_campaign_but_belong_to_it() -> None:
    stream = Stream()
    assert quiet(stream.take(*(Copy("ann", at=minute) for minute in range(40))))
    assert quiet(stream.take(Copy("bob", at=40)))
    found = stream.take(Copy("cat", at=41))
    assert found.established[0].authors == 3
    assert len(found.members) == 42


def test_one_author_in_two_places_is_one_author() -> None:
    posts = [Copy("ann", key="x:one:1"), Copy("ann", key="x:two:1", at=1), Copy("bob", key="x:one:2", at=2)]
    stream = Stream()
    assert quiet(stream.take(*posts))
    assert len(stream.take(Copy("cat", at=3)).members) == 4


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([Copy("ann", young=True), Copy("bob", young=True)], True),
        ([Copy("ann", young=True), Copy("bob", link=True)], True),
        ([Copy("ann", young=True), Copy("bob")], False),
        ([Copy("ann", young=True, link=True), Copy("ann", young=True, link=True, at=1)], False),
        ([Copy("ann", young=True, link=True), Copy("bob")], True),
        ([Copy("ann"), Copy("ann", young=True, link=True, at=1), Copy("bob", at=2)], True),
        ([Copy("ann", young=True, link=True, at=1), Copy("ann", at=2), Copy("bob", at=3)], True),
    ],
)
def test_young_accounts_and_links_weigh_more(posts: list[Copy], expected: bool) -> None:
    assert bool(one_by_one(posts)[1].established) is expected
    assert bool(Stream().take(*posts).established) is expected


def test_fractions_of_weights_add_up() -> None:
    policy = CampaignPolicy(authors=0.6, least_authors=1, young_weight=0.2, window=HOUR)
    found = one_by_one([Copy(name, young=True, at=at) for at, name in enumerate("abc")], policy)[1]
    assert len(found.established) == 1


def test_the_window_holds_its_edge() -> None:
    assert one_by_one([Copy("ann", at=0), Copy("bob", at=30), Copy("cat", at=60)])[1].established
    stream, found = one_by_one([Copy("ann", at=0), Copy("bob", at=30), Copy("cat", at=60 + 1 / 60_000)])
    assert quiet(found)
    # Ann's copy stays out: no window holds it and enough others.
    assert keys(stream.take(Copy("dan", at=61))) == {
        "x:acct:bob-30",
        f"x:acct:cat-{60 + 1 / 60_000:g}",
        "x:acct:dan-61",
    }


def test_arrival_out_of_order_changes_nothing() -> None:
    posts = [Copy("ann", at=0), Copy("bob", at=30), Copy("cat", at=50), Copy("dan", at=100), Copy("eve", at=150)]
    expected = {copy.post_key for copy in posts}
    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1], [4, 0, 1, 2, 3]):
        stream, found = one_by_one(posts[place] for place in order)
        assert keys(found) == expected, order
        assert len(found.members) == len(expected)
        assert len({member.duplicate.cluster_id for member in found.members}) == 1
        assert stream.take(Copy("fay", at=209)).members


def test_a_late_copy_from_before_the_first_belongs_to_the_campaign_if_a_window_reaches_it() -> None:
    stream, _ = one_by_one([Copy("ann", at=30), Copy("bob", at=31), Copy("cat", at=60)])
    late = stream.take(Copy("dan", at=0))
    assert [member.duplicate.role for member in late.members] == ["repeat"]
    assert quiet(stream.take(Copy("eve", at=-1)))


def test_later_copies_join_and_the_campaign_goes_on() -> None:
    stream, found = one_by_one(Copy(name, at=0) for name in "abc")
    campaign = found.established[0]
    joined = stream.take(Copy("dan", at=20))
    assert len(joined.members) == 1
    assert joined.extended == []
    # 55 minutes are within half a window of the end.
    joined = stream.take(Copy("eve", at=55), Copy("fay", at=57))
    assert len(joined.members) == 2
    (extended,) = joined.extended
    assert extended.until == 117 * MINUTE
    assert (extended.cluster_id, extended.since, extended.survivor, extended.authors, extended.sequence) == (
        campaign.cluster_id,
        campaign.since,
        campaign.survivor,
        campaign.authors,
        campaign.sequence,
    )
    assert len(stream.take(Copy("gus", at=117)).members) == 1
    assert quiet(stream.take(Copy("hal", at=177 + 1)))


def test_a_campaign_that_returns_is_another() -> None:
    stream, found = one_by_one(Copy(name, at=0) for name in "abc")
    assert stream.clusters.live == 1
    assert quiet(stream.take(Copy("ann", at=500), Copy("bob", at=501)))
    assert stream.clusters.live == 0
    again = stream.take(Copy("cat", at=502))
    assert again.established[0].content == found.established[0].content
    assert again.established[0].cluster_id != found.established[0].cluster_id
    assert keys(again) == {"x:acct:ann-500", "x:acct:bob-501", "x:acct:cat-502"}


def test_what_is_known_already_is_not_reported_again() -> None:
    posts = [Copy("ann"), Copy("bob", at=1), Copy("cat", at=2)]
    stream, _ = one_by_one(posts)
    state = stream.clusters.snapshot()
    assert quiet(stream.take(*posts))
    assert stream.clusters.snapshot() == state
    assert stream.clusters.entries == 3


def test_redelivery_is_no_other_author_and_no_other_post() -> None:
    stream, found = one_by_one([Copy("ann"), Copy("ann"), Copy("bob", at=1), Copy("bob", at=1)])
    assert quiet(found)
    assert stream.clusters.entries == 2
    assert quiet(Stream().take(Copy("ann"), Copy("ann"), Copy("bob", at=1), Copy("bob", at=1)))


def test_posts_whose_verdict_says_so_already_are_members_without_a_report() -> None:
    stream, _ = one_by_one(Copy(name, at=0) for name in "abc")
    found = stream.take(Copy("dan", at=50, applied=True), Copy("eve", at=51))
    assert keys(found) == {"x:acct:eve-51"}
    assert found.extended[0].until == 111 * MINUTE


def test_an_edit_takes_the_earlier_text_out() -> None:
    stream = Stream()
    stream.take(Copy("ann"), Copy("bob", at=1, key="b"))
    stream.take(Copy("bob", "other words", at=2, key="b", revision=2))
    assert quiet(stream.take(Copy("cat", at=3)))
    found = stream.take(Copy("dan", at=4))
    assert keys(found) == {"x:acct:ann-0", "x:acct:cat-3", "x:acct:dan-4"}
    assert found.established[0].authors == 3


def test_an_edit_in_the_same_record_does_too() -> None:
    posts = [Copy("ann"), Copy("bob", key="b"), Copy("bob", "other", key="b", revision=2), Copy("cat")]
    assert quiet(Stream().take(*posts))
    back = Copy("bob", key="b", revision=3, at=2)
    found = Stream().take(*posts, back)
    assert [member.revision for member in found.members if member.post_key == "b"] == [3]


def test_a_deletion_takes_the_text_out() -> None:
    stream = Stream()
    stream.take(Copy("ann"), Copy("bob", at=1, key="b"))
    assert quiet(stream.take(Copy("bob", at=2, key="b", revision=2, gone=True)))
    assert quiet(stream.take(Copy("cat", at=3)))
    # The earlier revision comes again, late: it is still gone.
    assert quiet(stream.take(Copy("bob", at=1, key="b")))


def test_an_edit_to_the_campaign_joins_it() -> None:
    stream, _ = one_by_one(Copy(name, at=0) for name in "abc")
    stream.take(Copy("dan", "mine", at=1, key="d"))
    found = stream.take(Copy("dan", at=2, key="d", revision=2))
    assert [(member.post_key, member.revision) for member in found.members] == [("d", 2)]
    # Another revision that still says it has a verdict of its own, and the campaign's name with it.
    found = stream.take(Copy("dan", at=3, key="d", revision=3))
    assert [member.revision for member in found.members] == [3]


def test_a_new_revision_of_the_first_copy_is_still_the_first() -> None:
    stream, found = one_by_one(Copy(name, at=at) for at, name in enumerate("abc"))
    survivor = found.established[0].survivor
    again = stream.take(Copy("a", at=5, key=survivor, revision=2))
    assert [member.duplicate.role for member in again.members] == ["first"]


def test_two_campaigns_at_once() -> None:
    posts = [Copy(name, text, at=at) for at, name in enumerate("abc") for text in ("one text", "two texts")]
    posts = [copy._replace(key=f"{copy.text}{copy.author}") for copy in posts]
    for found in (Stream().take(*posts), one_by_one(posts)[1]):
        assert len(found.established) == 2
        first, second = found.established
        assert first.sequence < second.sequence
        assert first.cluster_id != second.cluster_id
        assert len(found.members) == 6


def test_near_copies_are_a_campaign() -> None:
    posts = [
        Copy(name, f"text {name}", at=at, signature=variant("template", range(6 * at, 6 * at + 8), name))
        for at, name in enumerate("abc")
    ]
    for found in (Stream().take(*posts), one_by_one(posts)[1]):
        (campaign,) = found.established
        assert campaign.signature == (posts[2].signature or b"").hex()
        kinds = {member.post_key[7]: member.duplicate for member in found.members}
        assert kinds["c"].method == "exact"
        assert kinds["c"].similarity == 1.0
        assert kinds["a"].method == kinds["b"].method == "near"
        assert 0.6 <= (kinds["a"].similarity or 0) < 1
        assert kinds["a"].role == "first"
    assert quiet(Stream(near=None).take(*posts))


def test_the_last_copy_need_not_be_near_to_all_of_them() -> None:
    posts = [
        Copy("ann", "first", at=0, signature=variant("template", range(16), "x")),
        Copy("bob", "template", at=1, signature=signature("template")),
        Copy("cat", "third", at=2, signature=variant("template", range(16, 32), "y")),
    ]
    for order in ([0, 1, 2], [1, 0, 2], [2, 1, 0]):
        _, found = one_by_one(posts[place] for place in order)
        (campaign,) = found.established
        assert campaign.signature == signature("template").hex()
        assert len(found.members) == 3
        assert [member.duplicate.method for member in found.members if "bob" in member.post_key] == ["exact"]


def test_a_chain_of_changes_is_no_campaign() -> None:
    """Each is near to the one before, but none is near to all: they do not say the same."""
    posts = [
        Copy(name, f"text {name}", at=at, signature=variant("template", range(16 * at), "x"))
        for at, name in enumerate("abcde")
    ]
    policy = CampaignPolicy(authors=5, least_authors=2, window=HOUR)
    assert quiet(one_by_one(posts, policy)[1])
    assert quiet(Stream(policy).take(*posts))


def test_exact_and_near_copies_count_together() -> None:
    like = signature("template")
    posts = [
        Copy("ann", "first", at=0, signature=like),
        Copy("bob", "first", at=1, signature=like),
        Copy("cat", "second", at=2, signature=variant("template", range(10), "x")),
    ]
    stream, found = one_by_one(posts)
    assert len(found.established) == 1
    assert len(found.members) == 3
    joined = stream.take(Copy("dan", "third", at=3, signature=variant("template", range(5, 15), "y")))
    assert joined.members[0].duplicate.method == "near"


def test_texts_below_the_threshold_are_not_near() -> None:
    posts = [
        Copy(name, f"text {name}", at=at, signature=variant("template", range(20 * at, 20 * at + 20), name))
        for at, name in enumerate("abc")
    ]
    assert quiet(Stream(near=NearPolicy(similarity=0.7)).take(*posts))


def test_the_screening_of_a_member_comes_back() -> None:
    told = Screening(5 * MINUTE, NO_DUPLICATE, (Flood("hour", 41, 40, "warning"),), 1, ("windows.future",), 9)
    stream = Stream()
    stream.take(Copy("ann", at=5, screening=told), Copy("bob", at=6))
    found = stream.take(Copy("cat", at=7))
    assert [member.screening for member in found.members] == [
        told,
        Screening(6 * MINUTE),
        Screening(7 * MINUTE),
    ]


def test_memory_is_bounded_and_what_goes_early_is_counted() -> None:
    stream = Stream(CampaignPolicy(authors=3, least_authors=2, window=HOUR, max_entries=64))
    stream.take(Copy("ann", at=0), Copy("bob", at=0))
    for number in range(300):
        stream.take(Copy(f"u{number}", f"text {number}", at=number / 100))
        assert stream.clusters.entries <= 64
    assert stream.clusters.shed >= 300 - 64
    assert quiet(stream.take(Copy("cat", at=4)))
    assert stream.take(Copy("dan", at=4), Copy("eve", at=4)).established


def test_a_record_larger_than_the_memory_is_taken_in_parts() -> None:
    stream = Stream(CampaignPolicy(authors=3, least_authors=2, window=HOUR, max_entries=16))
    found = stream.take(*(Copy(f"u{number}", f"text {number // 3}") for number in range(99)))
    assert stream.clusters.entries <= 16
    assert len(found.established) > 20


def test_old_posts_go_by_event_time() -> None:
    stream = Stream(CampaignPolicy(authors=3, least_authors=2, window=HOUR, max_entries=8000))
    for hour in range(48):
        stream.take(*(Copy(f"u{number}", f"text {hour} {number}", at=60 * hour) for number in range(500)))
    assert stream.clusters.entries <= 500 * 9 + 1024
    assert stream.clusters.shed == 0


def test_a_campaign_found_earlier_can_be_adopted() -> None:
    _, found = one_by_one(Copy(name, at=0) for name in "abc")
    stream = Stream()
    stream.sequence = 10
    stream.clusters.adopt(found.established[0])
    stream.clusters.adopt(found.established[0])
    joined = stream.take(Copy("dan", at=20))
    assert [member.duplicate.cluster_id for member in joined.members] == [found.established[0].cluster_id]
    assert stream.clusters.live == 1


def test_many_copies_by_many_authors_stay_cheap_to_take() -> None:
    stream = Stream(CampaignPolicy(window=HOUR))
    members = 0
    for record in range(20):
        found = stream.take(
            *(Copy(f"u{record}.{number}", at=record, signature=signature("flood")) for number in range(500))
        )
        members += len(found.members)
    assert members == 10_000
    assert stream.clusters.live == 1


@pytest.mark.parametrize("entries", [0, 2**24])
def test_an_impossible_memory_is_refused(entries: int) -> None:
    with pytest.raises(ValueError, match="max_entries"):
        Clusters(CampaignPolicy(max_entries=entries), NEAR)
