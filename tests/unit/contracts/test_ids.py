"""Derived ids: the standard's uuid5, so that anybody can compute them."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.contracts.ids import NAMESPACE, action_id, derive, derive_slowly, verdict_id

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(TEXT, max_size=6))
def test_derive_is_uuid5_of_the_parts_joined(parts: list[str]) -> None:
    expected = uuid.uuid5(NAMESPACE, "|".join(parts))
    assert derive(*parts) == str(expected) == str(derive_slowly(*parts))
    assert (expected.version, expected.variant) == (5, uuid.RFC_4122)


def test_ids_are_pinned() -> None:
    # These are on topics and in other people's stores: they never change for the same input.
    assert str(NAMESPACE) == "8a0c2f1e-6a54-5d0e-9d53-6c1b8f7f2f10"
    verdict = verdict_id("youtube:c-1", 1, "sha256:00", "0.1.0")
    assert verdict == "b58c3249-4dbe-5d3e-92f6-dd6d03bfb110"
    assert action_id(verdict, "hide", "youtube:c-1") == "d025032c-58fa-565d-aeea-bbe3575277a9"


def test_every_part_of_a_verdict_changes_its_id() -> None:
    ids = {
        verdict_id("youtube:c-1", 1, "sha256:00", "0.1.0"),
        verdict_id("youtube:c-2", 1, "sha256:00", "0.1.0"),
        verdict_id("youtube:c-1", 2, "sha256:00", "0.1.0"),
        verdict_id("youtube:c-1", 1, "sha256:01", "0.1.0"),
        verdict_id("youtube:c-1", 1, "sha256:00", "0.1.1"),
    }
    assert len(ids) == 5


@pytest.mark.parametrize("key", ["a|1", "a|1|sha256:00", "|", "", "a||"])
def test_a_bar_in_a_post_key_makes_no_two_posts_one(key: str) -> None:
    # The other parts hold no bar, so the joined text can be read back from its end in one way only.
    others = [("a", 1), ("a", 11), ("a|", 1), ("a|1", 11)]
    mine = verdict_id(key, 1, "sha256:00", "0.1.0")
    assert mine not in {verdict_id(other, revision, "sha256:00", "0.1.0") for other, revision in others if other != key}
