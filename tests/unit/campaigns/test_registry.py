"""Running campaigns, as the screen stage asks about them."""

from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from houserules.campaigns.bank import Bank
from houserules.campaigns.registry import MAX_CAMPAIGNS, Registry, content_hash, content_name
from houserules.contracts.campaign import Campaign
from houserules.contracts.stages import Duplicate
from houserules.screening.model import NearPolicy
from support.campaigns import HASHER, signature, variant

NEAR = NearPolicy(similarity=0.6)


def campaign(text: str, number: int = 0, since: int = 100, until: int = 200, like: bytes | None = None) -> Campaign:
    return Campaign(
        cluster_id=f"cluster-{number}",
        sequence=number,
        content=content_name(HASHER(text)),
        signature=None if like is None else like.hex(),
        survivor="x:first",
        authors=5,
        since=since,
        until=until,
    )


def match(
    registry: Registry,
    texts: Sequence[str],
    times: Sequence[int] | None = None,
    likes: Sequence[bytes] | None = None,
    near: NearPolicy | None = NEAR,
    post_keys: Sequence[str] | None = None,
) -> dict[int, Duplicate]:
    signatures = None if likes is None else np.array([list(like) for like in likes], dtype=np.uint8)
    return registry.match(
        [HASHER(text) if text else 0 for text in texts],
        signatures,
        [150] * len(texts) if times is None else times,
        near,
        [f"x:{place}" for place in range(len(texts))] if post_keys is None else post_keys,
    )


def registry_of(*campaigns: Campaign) -> Registry:
    registry = Registry()
    for item in campaigns:
        registry.put(item)
    return registry


def test_no_campaigns_match_nothing() -> None:
    assert match(Registry(), ["a"]) == {}
    assert match(registry_of(campaign("a")), []) == {}


def test_equal_texts_inside_the_campaign_match() -> None:
    found = match(registry_of(campaign("a")), ["a", "b", "a", "a", "a", ""], [100, 150, 200, 99, 201, 150])
    assert found == {index: Duplicate("repeat", "campaign", "cluster-0", "x:first", 1.0, "exact") for index in (0, 2)}


def test_the_first_copy_is_named_so() -> None:
    assert match(registry_of(campaign("a")), ["a"], post_keys=["x:first"])[0].role == "first"


def test_near_texts_match() -> None:
    registry = registry_of(campaign("a", like=signature("a")))
    likes = [variant("a", range(count), "x") for count in (5, 20, 40)]
    found = match(registry, ["b", "c", "d"], likes=likes)
    assert {index: (item.method, item.similarity) for index, item in found.items()} == {
        0: ("near", round(59 / 64, 4)),
        1: ("near", round(44 / 64, 4)),
    }
    assert match(registry, ["b", "c", "d"], likes=likes, near=None) == {}
    assert match(registry, ["b", "c", "d"]) == {}
    assert match(registry, ["", "c", "d"], likes=likes).keys() == {1}


def test_texts_too_short_for_a_signature_match_as_equal_only() -> None:
    registry = registry_of(campaign("a", like=None), campaign("b", 1, like=signature("b")))
    found = match(registry, ["c", "a"], likes=[bytes(64), bytes(64)])
    assert {index: item.method for index, item in found.items()} == {1: "exact"}


def test_the_campaign_found_first_counts() -> None:
    one, two = campaign("a", 1, since=100, until=300), campaign("a", 2, since=200, until=400)
    for registry in (registry_of(one, two), registry_of(two, one)):
        found = match(registry, ["a"] * 3, [150, 250, 350])
        assert [found[index].cluster_id for index in range(3)] == ["cluster-1", "cluster-1", "cluster-2"]


def test_a_near_campaign_found_earlier_goes_before_an_equal_one() -> None:
    near, equal = campaign("a", 1, like=signature("a")), campaign("b", 2, like=variant("a", range(8), "x"))
    found = match(registry_of(equal, near), ["b"], likes=[variant("a", range(8), "x")])
    assert (found[0].cluster_id, found[0].method) == ("cluster-1", "near")


def test_putting_is_idempotent_and_never_shortens() -> None:
    registry = registry_of(campaign("a", until=200))
    registry.put(campaign("a", until=300))
    registry.put(campaign("a", until=250))
    registry.put(campaign("a", until=300))
    assert len(registry) == 1
    assert match(registry, ["a", "a"], [300, 301]).keys() == {0}


def test_campaigns_that_ended_are_forgotten() -> None:
    registry = registry_of(campaign("a", 1, until=200), campaign("b", 2, until=300))
    assert match(registry, ["a", "b"]).keys() == {0, 1}
    registry.expire(200)
    assert len(registry) == 2
    registry.expire(201)
    assert len(registry) == 1
    assert match(registry, ["a", "b"]).keys() == {1}


def test_of_too_many_those_that_end_first_go() -> None:
    registry = registry_of(
        *(campaign(f"t{number}", number, until=1000 + number) for number in range(MAX_CAMPAIGNS + 5))
    )
    assert len(registry) == MAX_CAMPAIGNS
    assert registry.shed == 5
    assert match(registry, ["t4", "t5"]).keys() == {1}


def test_content_survives_its_written_form() -> None:
    for content in (1, -1, 2**63 - 1, -(2**63)):
        item = msgspec.structs.replace(campaign("a"), content=content_name(content))
        assert content_hash(item) == content
        assert len(item.content) == 16


def test_among_many_campaigns_every_copy_finds_its_own() -> None:
    registry = registry_of(*(campaign(f"t{n}", n, like=signature(f"t{n}")) for n in range(150)))
    likes = [variant(f"t{n}", range(n % 40, n % 40 + 15), "x") for n in range(150)]
    found = match(registry, [f"other {n}" for n in range(150)], likes=likes)
    assert {index: item.cluster_id for index, item in found.items()} == {n: f"cluster-{n}" for n in range(150)}


def test_a_bank_needs_a_signature_for_every_text() -> None:
    with pytest.raises(ValueError, match="2 texts"):
        Bank(np.array([1, 2], dtype=np.int64), np.zeros((1, 64), dtype=np.uint8))


def test_an_empty_bank_holds_nothing() -> None:
    bank = Bank(np.zeros(0, dtype=np.int64), np.zeros((0, 64), dtype=np.uint8))
    like = np.frombuffer(signature("a"), dtype=np.uint8)
    assert len(bank.pairs(np.array([5], dtype=np.int64), like[None, :], 0.6).posts) == 0


def test_a_bank_holds_equal_and_near_texts() -> None:
    like = np.frombuffer(signature("a"), dtype=np.uint8)
    bank = Bank(np.array([7, 8], dtype=np.int64), np.array([like, np.zeros(64)], dtype=np.uint8))
    almost = np.frombuffer(variant("a", range(10), "x"), dtype=np.uint8)
    empty = np.zeros(64, dtype=np.uint8)

    def said(content: int, row: np.ndarray, least: float | None) -> list[tuple[int, bool]]:
        found = bank.pairs(np.array([content], dtype=np.int64), row[None, :], least)
        return list(zip(found.texts.tolist(), found.exact.tolist(), strict=True))

    assert said(8, empty, 0.6) == [(1, True)]
    assert said(9, empty, 0.6) == []
    assert said(9, almost, 0.6) == [(0, False)]
    assert said(9, almost, None) == []
    assert said(0, empty, None) == []
