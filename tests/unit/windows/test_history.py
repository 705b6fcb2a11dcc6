"""What a history answers, as of a place in the partition's order."""

import pytest

from houserules.contracts.times import DAY, HOUR, MINUTE
from houserules.windows.history import Copy, Entry, History
from houserules.windows.segments import SEGMENT

A, B = 101, 202


def history(*rows: tuple[int, int, int, int, int], key: int = A, span: int = DAY, max_rows: int = 4096) -> History:
    made = History(span, max_rows)
    for row in rows:
        made.add(Entry(key, *row, f"post-{row[2]}"))
        made.pass_by(row[1], row[0])
    return made


@pytest.mark.parametrize("filler", [0, 40], ids=["short", "vectorised"])
class TestQuestions:
    """Every question twice: over few rows (a loop) and over many (numpy)."""

    def make(self, filler: int) -> History:
        made = history((10, 1, 1, 1, 52), (20, 2, 2, 1, 52), (30, 3, 1, 2, 60), (40, 4, 3, 1, 72))
        for number in range(filler):
            made.add(Entry(A, -1000, 1000 + number, 9000 + number, 1, 0))
        return made

    def test_arrival_is_the_first_place_of_a_revision(self, filler: int) -> None:
        made = self.make(filler)
        assert made.arrival(A, 1, 1) == (1, 10)
        assert made.arrival(A, 1, 2) == (3, 30)
        assert made.arrival(A, 1, 3) is None
        assert made.arrival(B, 1, 1) is None

    def test_count_takes_only_earlier_places_in_the_window(self, filler: int) -> None:
        made = self.make(filler)
        assert made.count(A, 4, 0, 100, subject=99) == 2  # subject 1 counts once, whatever its revisions
        assert made.count(A, 4, 10, 100, subject=99) == 2
        assert made.count(A, 4, 0, 10, subject=99) == 1
        assert made.count(A, 1, 0, 100, subject=99) == 0
        assert made.count(A, 5, 0, 100, subject=3) == 2

    def test_standing_is_the_first_copy_that_still_says_so(self, filler: int) -> None:
        made = self.make(filler)
        # As of place 3, the post 1 had not been edited yet.
        assert made.standing(A, 3, 0, 100, 52, subject=99) == Copy(52, "post-1", 1.0)
        # As of place 4, it says something else: the copy of post 2 stands.
        assert made.standing(A, 4, 0, 100, 52, subject=99) == Copy(52, "post-2", 1.0)
        assert made.standing(A, 4, 0, 100, 52, subject=2) is None
        assert made.standing(A, 4, 20, 100, 52, subject=99) is None
        assert made.standing(A, 4, 0, 100, 48, subject=99) is None

    def test_latest_revision(self, filler: int) -> None:
        made = self.make(filler)
        assert made.latest_revision(A, 3, 0, 1) == 1
        assert made.latest_revision(A, 4, 0, 1) == 2
        assert made.latest_revision(A, 4, 30, 1) is None
        assert made.latest_revision(A, 4, 0, 77) is None

    def test_near_is_the_first_copy_that_is_alike_enough(self, filler: int) -> None:
        made = self.make(filler)
        template = bytes(range(1, 65))
        made.add(Entry(A, 50, 5, 5, 1, 80, "post-5", template))
        made.add(Entry(A, 60, 6, 6, 1, 84, "post-6", template[:60] + b"\xff\xfe\xfd\xfc"))
        asked = template[:48] + bytes([200]) * 16
        assert made.near(A, 100, 0, 100, asked, 0.7, subject=99) == Copy(80, "post-5", 0.75)
        assert made.near(A, 100, 0, 100, asked, 0.8, subject=99) is None
        assert made.near(A, 100, 50, 100, asked, 0.7, subject=99) == Copy(84, "post-6", 0.75)
        assert made.near(A, 6, 50, 100, asked, 0.7, subject=99) is None  # post 6 had not come yet
        assert made.near(A, 100, 0, 100, asked, 0.7, subject=5) == Copy(84, "post-6", 0.75)
        made.add(Entry(A, 70, 7, 5, 2, 0))
        assert made.near(A, 100, 0, 100, asked, 0.7, subject=99) == Copy(84, "post-6", 0.75)  # post 5 was edited


def test_adding_a_sequence_twice_changes_nothing() -> None:
    made = history((10, 1, 1, 1, 50))
    before = made.snapshot()
    made.add(Entry(A, 10, 1, 1, 1, 50, "post-1"))
    assert made.snapshot() == before


def test_rows_expire_by_the_committed_watermark_only() -> None:
    made = history((0, 1, 1, 1, 50), (2 * DAY, SEGMENT, 2, 1, 50))
    assert made.entries == 2
    made.expire(watermark=0, committed=2)
    assert made.entries == 2
    made.expire(watermark=2 * DAY, committed=SEGMENT + 1)
    assert made.entries == 1
    assert made.arrival(A, 1, 1) is None
    assert made.arrival(A, 2, 1) == (SEGMENT, 2 * DAY)


def test_a_row_behind_the_floor_is_not_found_though_its_segment_lives() -> None:
    made = history((0, 1, 1, 1, 50), (2 * DAY, 2, 2, 1, 50))
    made.expire(watermark=2 * DAY, committed=3)
    assert made.arrival(A, 1, 1) is None
    assert made.arrival(A, 2, 1) == (2, 2 * DAY)
    assert list(made.snapshot()[2][A]) == [(2 * DAY, 2, 2, 1, 50, "post-2", None)]


def test_a_partition_remembers_its_latest_records_only() -> None:
    made = History(DAY, max_entries=2 * SEGMENT)
    for number in range(5 * SEGMENT):
        made.add(Entry(number, number, number, number, 1, 52, f"post-{number}"))
    # What counts is counted back from the place that is asked about, whether or not more is still held.
    assert made.standing(10, 2 * SEGMENT + 10, -1, DAY, 52, subject=0) == Copy(52, "post-10", 1.0)
    assert made.standing(10, 2 * SEGMENT + 11, -1, DAY, 52, subject=0) is None
    made.expire(watermark=0, committed=4 * SEGMENT)
    assert made.entries == 3 * SEGMENT  # two segments, and the one that is not committed yet
    assert made.shed == 2 * SEGMENT
    assert made.lowest == 2 * SEGMENT
    assert made.arrival(2 * SEGMENT, 2 * SEGMENT, 1) == (2 * SEGMENT, 2 * SEGMENT)


def test_expiry_keeps_a_span_behind_the_watermark() -> None:
    made = history(*((number * HOUR, number, number, 1, 0) for number in range(1, 60)))
    made.expire(watermark=59 * HOUR, committed=60)
    assert made.floor <= 35 * HOUR
    assert made.count(A, 60, 35 * HOUR, 59 * HOUR, subject=0) == 24


def test_one_author_cannot_fill_the_memory_and_uncommitted_rows_stay() -> None:
    made = history(*((number, number, number, 1, number * 4) for number in range(100)), max_rows=10)
    assert made.entries == 100
    made.expire(watermark=0, committed=50)
    # Ten committed rows, and all fifty that a crash would bring back.
    assert made.entries == 60
    assert made.shed == 40
    assert made.arrival(A, 39, 1) is None
    assert made.arrival(A, 40, 1) == (40, 40)


def test_a_heavy_author_is_answered_from_the_latest_rows_whether_or_not_older_ones_are_held() -> None:
    rows = [(number, number, number, 1, 4 * number + 4) for number in range(100)]
    made = history(*rows, max_rows=40)
    assert made.standing(A, 60, -1, DAY, content=4 * 20 + 4, subject=999) == Copy(84, "post-20", 1.0)
    assert made.standing(A, 61, -1, DAY, content=4 * 20 + 4, subject=999) is None
    made.expire(watermark=0, committed=60)
    assert made.standing(A, 60, -1, DAY, content=4 * 20 + 4, subject=999) == Copy(84, "post-20", 1.0)


def test_rows_stay_in_the_order_of_the_partition_however_they_were_added() -> None:
    rows = [(10 * number, number, number, 1, 2 * number) for number in range(1, 40)]
    straight, mixed = history(*rows), history(*rows[20:], *rows[:20], *rows[10:30])
    assert straight.snapshot()[2] == mixed.snapshot()[2]
    assert mixed.entries == 39


def test_the_watermark_never_falls() -> None:
    made = History(DAY)
    made.pass_by(1, 5 * MINUTE)
    made.pass_by(2, MINUTE)
    assert (made.watermark, made.marker) == (5 * MINUTE, 2)


def test_the_nth_last_row_is_that_of_a_place() -> None:
    made = History(DAY)
    for sequence in (9, 3, 5, 7):
        made.add(Entry(4, 0, sequence, 8, 1, 0))
    assert [made.nth_last(4, before, 1) for before in (3, 4, 6, 9, 10, 99)] == [None, 3, 5, 7, 9, 9]
    assert [made.nth_last(4, 8, number) for number in (1, 2, 3, 4)] == [7, 5, 3, None]
    assert made.nth_last(12, 99, 1) is None


def test_rings_keep_their_latest_rows_and_call_that_no_loss() -> None:
    for rings, shed in ((True, 0), (False, 90)):
        made = History(DAY, max_rows=10, rings=rings)
        for sequence in range(100):
            made.add(Entry(4, 0, sequence, 8, 1, 0))
        made.expire(0, 100)
        assert (made.size(4), made.shed) == (10, shed)
        assert made.nth_last(4, 100, 10) == 90
