"""Campaigns depend on the records in their order alone, and are what a plain search over all copies finds."""

from dataclasses import dataclass, field
from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.campaigns.clusters import Clusters, Found
from houserules.campaigns.fingerprints import APPLIED, WIDTH, FingerprintBatch, decode, encode
from houserules.campaigns.registry import Registry
from houserules.contracts.campaign import Campaign
from houserules.contracts.stages import NO_DUPLICATE, Flood, Screening
from houserules.contracts.times import HOUR, MINUTE
from houserules.screening.model import CampaignPolicy, NearPolicy
from houserules.windows.codec import CodecError
from support.campaigns import HASHER, Copy, batch, signature, variant

POLICY = CampaignPolicy(authors=3, least_authors=2, window=HOUR, max_entries=4000)
SMALL = CampaignPolicy(authors=3, least_authors=2, window=HOUR, max_entries=48)
NEAR = NearPolicy(similarity=0.6)

INT64 = st.integers(-(2**63), 2**63 - 1)
SCREENINGS = st.builds(
    Screening,
    event_time=INT64,
    floods=st.sampled_from([(), (Flood("hour", 41, 40, "warning"),)]),
    previous_revision=st.none() | st.integers(1, 9),
    degraded=st.sampled_from([(), ("windows.future",)]),
    stated_time=st.none() | INT64,
    duplicate=st.just(NO_DUPLICATE),
)


def likeness(text: str, at: float) -> bytes | None:
    """A signature: texts of one family are near to each other, "short" has none."""
    if text == "short":
        return None
    begin = int(at * 7) % 50
    return variant(text[0], range(begin, begin + 9), text)


COPIES = st.builds(
    Copy,
    author=st.sampled_from("abcdef"),
    text=st.sampled_from(["short", "a1", "a2", "a3", "b1", "b2"]),
    at=st.integers(0, 400),
    key=st.sampled_from([f"x:acct:{number}" for number in range(30)]),
    revision=st.integers(1, 3),
    young=st.booleans(),
    link=st.booleans(),
    applied=st.sampled_from([False, False, False, True]),
    gone=st.sampled_from([False] * 9 + [True]),
    signature=st.none(),
    screening=st.none(),
    partition=st.just(0),
    offset=st.just(0),
)
STREAMS = st.lists(st.lists(COPIES, min_size=1, max_size=12), max_size=8)


def records(drawn: list[list[Copy]], *, near: bool) -> list[FingerprintBatch]:
    """Records of the posts. One revision of a post says one thing, however often it comes, by one author."""
    said: dict[tuple[str | None, int], Copy] = {}
    made = []
    for part in drawn:
        copies = [said.setdefault((item.key, item.revision), item) for item in part]
        copies = [item._replace(author=f"{item.author}{item.key}"[0]) for item in copies]
        if near:
            copies = [item._replace(signature=None if item.gone else likeness(item.text, item.at)) for item in copies]
        made.append(batch(copies))
    return made


@settings(max_examples=80, deadline=None)
@given(STREAMS, st.sampled_from([POLICY, SMALL]), st.booleans())
def test_taking_the_same_records_again_gives_the_same(
    drawn: list[list[Copy]], policy: CampaignPolicy, near: bool
) -> None:
    log = [encode(item) for item in records(drawn, near=near)]
    steady, found, states = Clusters(policy, NEAR), [], []
    for sequence, record in enumerate(log):
        found.append(steady.take(decode(record), sequence))
        states.append(steady.snapshot())
    for crash in range(len(log)):
        again = Clusters(policy, NEAR)
        for sequence, record in enumerate(log):
            result = again.take(decode(record), sequence)
            if sequence >= crash:
                assert result == found[sequence]
                assert again.snapshot() == states[sequence]
            if sequence == crash:
                break


@settings(max_examples=80, deadline=None)
@given(STREAMS, st.data())
def test_records_that_come_again_later_change_nothing(drawn: list[list[Copy]], data: st.DataObject) -> None:
    clusters = Clusters(POLICY, NEAR)
    log = records(drawn, near=True)
    for sequence, record in enumerate(log):
        clusters.take(record, 2 * sequence)
        state = clusters.snapshot()
        repeated = data.draw(st.integers(0, sequence))
        assert clusters.take(log[repeated], 2 * sequence + 1) == Found()
        assert clusters.snapshot() == state


@settings(max_examples=80, deadline=None)
@given(STREAMS)
def test_every_revision_is_a_member_of_one_campaign_once(drawn: list[list[Copy]]) -> None:
    clusters = Clusters(POLICY, NEAR)
    seen: set[tuple[str, int]] = set()
    known: dict[str, Campaign] = {}
    for sequence, record in enumerate(records(drawn, near=True)):
        found = clusters.take(record, sequence)
        for campaign in found.established:
            assert campaign.cluster_id not in known
            known[campaign.cluster_id] = campaign
        for campaign in found.extended:
            before = known[campaign.cluster_id]
            assert campaign.until > before.until
            assert (campaign.since, campaign.survivor, campaign.sequence) == (
                before.since,
                before.survivor,
                before.sequence,
            )
            known[campaign.cluster_id] = campaign
        for member in found.members:
            assert (member.post_key, member.revision) not in seen
            seen.add((member.post_key, member.revision))
            duplicate = member.duplicate
            assert duplicate.cluster_id in known
            assert duplicate.similarity is not None
            assert duplicate.similarity >= NEAR.similarity
            assert (duplicate.role == "first") == (member.post_key == duplicate.survivor)


@settings(max_examples=60, deadline=None)
@given(STREAMS)
def test_what_the_screen_stage_finds_the_search_finds_too(drawn: list[list[Copy]]) -> None:
    """The registry knows what was published, the search perhaps more: that an earlier campaign goes on as far as here."""
    clusters, registry = Clusters(POLICY, NEAR), Registry()
    order: dict[str | None, int] = {}
    revisions: dict[str, int] = {}
    for sequence, record in enumerate(records(drawn, near=True)):
        matched = registry.match(record.content, record.signatures, record.time.tolist(), NEAR, record.post_keys)
        found = clusters.take(record, sequence)
        for campaign in (*found.established, *found.extended):
            order[campaign.cluster_id] = campaign.sequence
            registry.put(campaign)
        members = {(member.post_key, member.revision): member.duplicate for member in found.members}
        for index, post_key in enumerate(record.post_keys):
            revision = int(record.revision[index])
            if revision > revisions.get(post_key, 0):
                revisions[post_key] = revision
                if index in matched and not record.flags[index] & APPLIED:
                    member = members[post_key, revision]
                    assert member == matched[index] or order[member.cluster_id] < order[matched[index].cluster_id]


@dataclass
class Known:
    """A post that the oracle remembers."""

    copy: Copy
    order: int
    cluster: int | None = None
    alive: bool = True


@dataclass
class Oracle:
    """The rules for equal texts, by looking at everything each time."""

    posts: list[Known] = field(default_factory=list)
    campaigns: list[dict[str, float]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    revisions: dict[str | None, int] = field(default_factory=dict)
    window: float = POLICY.window / MINUTE

    def take(self, copy: Copy) -> None:
        """One post."""
        if self.revisions.get(copy.key, 0) >= copy.revision:
            return
        self.revisions[copy.key] = copy.revision
        for known in self.posts:
            if known.copy.key == copy.key:
                known.alive = False
        if copy.gone:
            return
        post = Known(copy, len(self.posts))
        self.posts.append(post)
        for number, campaign in enumerate(self.campaigns):
            if self.texts[number] == copy.text and campaign["since"] <= copy.at <= campaign["until"]:
                self.join(post, number)
                return
        self.found(post)

    def join(self, post: Known, number: int) -> None:
        """A member, and those that the campaign reaches through it."""
        post.cluster = number
        campaign = self.campaigns[number]
        campaign["until"] = max(campaign["until"], post.copy.at + self.window)
        for other in self.free(post.copy.text):
            if campaign["since"] <= other.copy.at <= campaign["until"]:
                self.join(other, number)

    def free(self, text: str) -> list[Known]:
        """Posts that can still become members."""
        return [known for known in self.posts if known.alive and known.cluster is None and known.copy.text == text]

    def enough(self, posts: list[Known]) -> bool:
        """Whether their authors are enough."""
        weights: dict[str, float] = {}
        for known in posts:
            weight = (1.5 if known.copy.young else 1) * (1.5 if known.copy.link else 1)
            weights[known.copy.author] = max(weight, weights.get(known.copy.author, 0))
        return len(weights) >= POLICY.least_authors and fsum(weights.values()) >= POLICY.authors

    def found(self, post: Known) -> None:
        """A new campaign, if the post completes one."""
        copies = sorted(self.free(post.copy.text), key=lambda known: known.copy.at)
        now = post.copy.at
        starts = [known.copy.at for known in copies if now - self.window <= known.copy.at <= now]
        windows = [[known for known in copies if 0 <= known.copy.at - start <= self.window] for start in starts]
        full = [members for members in windows if self.enough(members)]
        if not full:
            return
        earliest = min(full, key=lambda members: members[0].copy.at)
        ends = [known.copy.at for known in earliest]
        completed = next(end for end in ends if self.enough([known for known in earliest if known.copy.at <= end]))
        latest = max(known.copy.at for members in full for known in members)
        self.campaigns.append({"since": completed - self.window, "until": latest + self.window})
        self.texts.append(post.copy.text)
        for members in full:
            for known in members:
                known.cluster = len(self.campaigns) - 1
        for known in list(self.free(post.copy.text)):
            campaign = self.campaigns[-1]
            if known.cluster is None and campaign["since"] <= known.copy.at <= campaign["until"]:
                self.join(known, len(self.campaigns) - 1)


@settings(max_examples=150, deadline=None)
@given(STREAMS)
def test_equal_texts_are_found_as_a_plain_search_finds_them(drawn: list[list[Copy]]) -> None:
    log = records(drawn, near=False)
    oracle, clusters = Oracle(), Clusters(POLICY, NEAR)
    said: dict[tuple[str | None, int], Copy] = {}
    for part in drawn:
        for item in part:
            copy = said.setdefault((item.key, item.revision), item)
            oracle.take(copy._replace(author=f"{copy.author}{copy.key}"[0]))
    names: dict[str, int] = {}
    members: dict[tuple[str, int], int] = {}
    untils: dict[str, int] = {}
    for sequence, record in enumerate(log):
        found = clusters.take(record, sequence)
        for campaign in found.established:
            names[campaign.cluster_id] = len(names)
        for campaign in (*found.established, *found.extended):
            untils[campaign.cluster_id] = campaign.until
        for member in found.members:
            members[member.post_key, member.revision] = names[str(member.duplicate.cluster_id)]
    expected = {
        (str(known.copy.key), known.copy.revision): known.cluster
        for known in oracle.posts
        if known.cluster is not None and not known.copy.applied
    }
    assert members == expected
    for name, number in names.items():
        # What is published trails what is known by half a window at most.
        until = oracle.campaigns[number]["until"] * MINUTE
        assert until - POLICY.window / 2 <= untils[name] <= until


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.tuples(*[INT64] * WIDTH),
            st.binary(min_size=64, max_size=64),
            st.text(st.characters(exclude_categories=["Cs"])),
            st.none() | SCREENINGS,
        ),
        max_size=20,
    ),
    st.data(),
)
def test_codec_round_trip_and_damage(
    posts: list[tuple[tuple[int, ...], bytes, str, Screening | None]], data: st.DataObject
) -> None:
    made = FingerprintBatch(
        np.array([numbers for numbers, _, _, _ in posts], dtype=np.int64).reshape(-1, WIDTH).T,
        np.array([list(values) for _, values, _, _ in posts], dtype=np.uint8).reshape(-1, 64),
        [name for _, _, name, _ in posts],
        {index: screening for index, (_, _, _, screening) in enumerate(posts) if screening is not None},
    )
    record = encode(made)
    assert decode(record) == made
    damaged = bytearray(record)
    place = data.draw(st.integers(0, len(record) - 1))
    damaged[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CodecError):
        decode(bytes(damaged))
    with pytest.raises(CodecError):
        decode(record[: data.draw(st.integers(0, len(record) - 1))])


@given(st.integers(0, 63))
def test_signatures_of_tests_are_as_near_as_they_say(changed: int) -> None:
    one, other = signature("a"), variant("a", range(changed), "x")
    assert sum(left == right for left, right in zip(one, other, strict=True)) == 64 - changed
    assert HASHER("a") != 0
