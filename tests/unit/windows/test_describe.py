"""What is told of a changelog: the figures that a worker would recover, and nothing that names anybody."""

from dataclasses import asdict

import pytest

from houserules.contracts.times import DAY, HOUR
from houserules.windows.describe import Description, Recovery
from houserules.windows.history import Entry, History
from houserules.windows.partition import PartitionWindow
from houserules.windows.segments import SEGMENT

ANN, BOB = 2 * 7**20, -(2 * 5**20)
SIGNATURE = bytes(range(1, 65))


def changelog(*batches: list[Entry], commit: bool = True) -> list[bytes]:
    """The records that a worker writes for these batches, each acknowledged before the next."""
    window = PartitionWindow(History(DAY, max_rows=10))
    records = []
    for offset, entries in enumerate(batches):
        for entry in entries:
            window.history.add(entry)
        first, last = entries[0].sequence, entries[-1].sequence
        latest = max(entry.time for entry in entries)
        window.history.pass_by(last, latest)
        records.append(window.flush(first, last, entries, first if commit else None, latest))
        window.written(offset)
    return records


def recovered(records: list[bytes], first: int = 0, needed: int | None = None, top: int = 0) -> Description:
    """What is told of records that stand from offset `first` on."""
    recovery = Recovery(History(DAY, max_rows=10), first, needed)
    for offset, record in enumerate(records, first):
        if needed is None or offset >= needed:
            recovery.take(record, offset)
    return recovery.describe(top)


def post(key: int, time: int, sequence: int, signature: bytes | None = None) -> Entry:
    return Entry(key, time, sequence, 1000 + sequence, 1, 2 * sequence + 2, f"secret-post-{sequence}", signature)


THREE = [[post(ANN, HOUR, 0, SIGNATURE), post(BOB, 3 * HOUR, 1)], [post(ANN, 2 * HOUR, 2)]]


def test_an_empty_changelog() -> None:
    told = recovered([])
    assert (told.rows, told.keys, told.memory, told.records, told.heaviest) == (0, 0, 0, 0, ())
    assert told.watermark is told.oldest is told.newest is told.incomplete_until is None
    assert told.marker == told.committed == -1


def test_rows_keys_and_times_are_those_of_the_posts() -> None:
    records = changelog(*THREE)
    told = recovered(records, top=5)
    assert (told.rows, told.keys, told.signed, told.shed) == (3, 2, 1, 0)
    assert (told.oldest, told.newest, told.watermark) == (HOUR, 3 * HOUR, 3 * HOUR)
    assert (told.marker, told.committed) == (2, 2)
    assert (told.records, told.size, told.skipped) == (2, sum(map(len, records)), 0)
    assert told.memory > 3 * 48
    assert told.heaviest == ((f"{ANN:016x}", 2), (f"{BOB + 2**64:016x}", 1))


def test_only_as_many_heavy_keys_as_asked_for_and_no_names_at_all() -> None:
    told = recovered(changelog(*THREE), top=1)
    assert told.heaviest == ((f"{ANN:016x}", 2),)
    assert "secret" not in str(asdict(told))


def test_what_is_older_than_needed_is_skipped() -> None:
    told = recovered(changelog(*THREE), first=40, needed=41)
    assert (told.rows, told.records, told.skipped, told.missing) == (1, 1, 1, 0)


def test_a_damaged_record_is_counted_and_what_it_leaves_uncertain_is_told() -> None:
    records = changelog(*THREE)
    told = recovered([b"\x02 not a record", *records[1:]])
    assert (told.rows, told.records, told.unreadable, told.missing) == (1, 2, 1, 0)
    assert told.incomplete_until == 3 * HOUR + DAY


def test_records_that_are_gone_though_they_are_needed_are_counted() -> None:
    recovery = Recovery(History(DAY), 7, 3)
    recovery.take(changelog(*THREE)[1], 7)
    told = recovery.describe()
    assert (told.records, told.missing, told.skipped, told.unreadable) == (1, 4, 0, 0)
    assert told.incomplete_until == 3 * HOUR + DAY


@pytest.mark.parametrize("commit", [True, False])
def test_shed_rows_are_those_that_the_limits_cost(commit: bool) -> None:
    many = [[post(ANN, number, number) for number in range(start, start + 10)] for start in (0, 10, 20)]
    told = recovered(changelog(*many, commit=commit))
    # The records say that 20 are committed: of those, the ten latest stay.
    assert (told.rows, told.shed) == ((20, 10) if commit else (30, 0))


def test_rows_that_have_expired_are_neither_held_nor_shed() -> None:
    far = [[post(ANN, 0, 0)], [post(ANN, 2 * DAY, SEGMENT)], [post(BOB, 2 * DAY, 2 * SEGMENT)]]
    told = recovered(changelog(*far))
    assert (told.rows, told.shed, told.oldest) == (2, 0, 2 * DAY)
