"""The tables that find earlier rows, and the groups of rows that may be copies."""

import numpy as np

from houserules.campaigns.groups import COPIES_OF_AUTHOR, CROWD, MOST, Groups
from houserules.campaigns.index import BandIndex, KeyIndex
from houserules.campaigns.rows import DEAD, Rows
from support.campaigns import Copy, batch, signature, variant


def test_the_latest_keys_are_always_found() -> None:
    capacity = 500
    index, column = KeyIndex(capacity), np.zeros(capacity, dtype=np.int64)
    keys = np.random.default_rng(3).integers(-(2**63), 2**63 - 1, 5_000)
    for start in range(0, len(keys), 50):
        part = keys[start : start + 50]
        places = np.arange(start, start + 50) % capacity
        column[places] = part
        index.put(part, places, column)
        known = keys[max(0, start + 50 - capacity) : start + 50]
        expected = np.arange(max(0, start + 50 - capacity), start + 50) % capacity
        assert index.find(known, column).tolist() == expected.tolist()
        assert (index.find(keys[start + 50 : start + 150], column) < 0).all()


def test_keys_that_follow_each_other_are_told_apart() -> None:
    index, column = KeyIndex(1000), np.arange(1000, dtype=np.int64)
    index.put(column, column, column)
    assert index.find(column, column).tolist() == column.tolist()
    index.put(column[:10], column[10:20], column)
    # The places named now hold other keys.
    assert (index.find(column[:10], np.where(column < 20, -5, column)) < 0).all()


def test_a_shared_band_is_found_in_earlier_batches_and_inside_one() -> None:
    bands = BandIndex(1000)

    def exchange(likes: list[bytes], places: list[int]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        before, within = bands.exchange(
            np.array([list(like) for like in likes], dtype=np.uint8), np.array(places, dtype=np.int64)
        )
        return (
            set(zip(before.indices.tolist(), before.places.tolist(), strict=True)),
            set(zip(within.indices.tolist(), within.places.tolist(), strict=True)),
        )

    assert exchange([signature("a"), signature("b")], [3, 4]) == (set(), set())
    assert exchange([signature("a"), signature("a"), signature("c")], [7, 8, 9]) == ({(0, 3), (1, 3)}, {(0, 8)})
    assert exchange([variant("a", range(40), "x")], [10]) == ({(0, 8)}, set())
    assert exchange([bytes(64), bytes(64)], [11, 12]) == (set(), set())


def rows_of(copies: list[Copy]) -> Rows:
    rows = Rows(4096)
    posts = batch(copies)
    rows.append(posts, np.arange(len(posts)), np.zeros(len(posts), dtype=np.uint8))
    return rows


def test_groups_lead_from_one_copy_to_all() -> None:
    groups = Groups(rows_of([Copy(f"u{number}") for number in range(10)]))
    assert groups.join(1, [0]).tolist() == [0, 1]
    assert groups.join(3, [2]).tolist() == [2, 3]
    assert groups.join(4, []).tolist() == [4]
    assert groups.join(5, [1, 3]).tolist() == [0, 1, 2, 3, 5]
    assert groups.join(6, [0]).tolist() == [0, 1, 2, 3, 5, 6]


def test_rows_that_no_longer_count_still_lead_on() -> None:
    rows = rows_of([Copy(f"u{number}") for number in range(5)])
    groups = Groups(rows)
    groups.join(1, [0])
    rows.set_state(1, DEAD)
    assert groups.join(2, [1]).tolist() == [0, 2]
    groups.forget(0, 2)
    assert groups.join(3, [2]).tolist() == [2, 3]
    groups.forget(0, 4)
    assert groups.snapshot()[1] == {}


def test_nobody_crowds_others_out_of_a_group() -> None:
    copies = [Copy("other"), *(Copy("loud", at=1 + number) for number in range(4 * CROWD)), Copy("last", at=1000)]
    groups = Groups(rows_of(copies))
    largest = 0
    for row in range(1, len(copies)):
        largest = max(largest, len(groups.join(row, [row - 1])))
    assert largest <= CROWD
    final = groups.join(len(copies) - 1, [len(copies) - 2]).tolist()
    assert final[0] == 0
    assert final[-1] == len(copies) - 1
    assert final[-2] == len(copies) - 2
    assert COPIES_OF_AUTHOR <= len(final) <= CROWD


def test_a_group_has_a_limit_whoever_is_in_it() -> None:
    groups = Groups(rows_of([Copy(f"u{number}") for number in range(MOST + 100)]))
    for row in range(1, MOST + 100):
        size = len(groups.join(row, [row - 1]))
        assert size <= MOST
    assert size == MOST


def test_names_and_screenings_of_old_blocks_are_kept() -> None:
    rows = Rows(4096)
    for start in range(0, 3000, 300):
        posts = batch(Copy(f"u{number}", key=f"k{number}") for number in range(start, start + 300))
        rows.append(posts, np.arange(300), np.zeros(300, dtype=np.uint8))
    wanted = [0, 1, 1199, 1200, 2999]
    assert [name for name, _ in rows.describe(wanted)] == [f"k{row}" for row in wanted]
    rows.drop()
    assert rows.head == rows.oldest()[0] > 500
    assert [name for name, _ in rows.describe([2000])] == ["k2000"]
    assert not rows.free(5)
    assert rows.numbers(np.array([5, 2000, -1])).tolist() == [-1, 2000, -1]
