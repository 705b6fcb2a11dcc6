"""No text makes redaction slow: twice the length costs about twice the time."""

import time

import pytest

from support.redaction import found

SMALL, LARGE = 2**12, 2**15
UNITS = [
    "1", "0 ", "9", "07", "+44", "(0", "0%20", "0🙂", "0\u200b", "%2b", "@", "a@", "a@b ", "a.a.", "a@a.a",
    "a at b.c ", "a(at)b", " dot ",
    "jo dot ", "one ", "one", "oh seven ", "double ", "twenty ", "o", "01/02/", "4 1 1 1 ", "sw1 ", "ab12",
    "gb29 ", "12-34-56 ", "1.1.",
    ":", "a:", " ", "\n", "(", "'", "Childline ", "Childline 0800 1111 ", "my number is ", "order no ",
    "943 476 5918 ", "\x00", "his ",
    "born ", "dob 12/03/2009 ", "passport 1", "reg a1 ", "sort 1 ", "ab12 cde ", "12 mill lane ", "lives at ", "2-",
    "rose cottage, mill lane, ", "po box 1 ", "m1 o", "my insta is ", "add me @a", "instagram.com/a ", "snap: ",
    "07700 900123 ", "jo@example.org ", "Childline 0909 879 0123 ", "+33 1 23 45 67 89 ",
]  # fmt: skip


def seconds(text: str) -> float:
    """Processor time of the quicker of two readings: other processes on the machine do not count."""
    times = []
    for _ in range(2):
        begin = time.process_time()
        found(text)
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_length_and_not_faster(unit: str) -> None:
    repeated = unit * (LARGE // len(unit) + 1)
    small, large = seconds(repeated[:SMALL]), seconds(repeated[:LARGE])
    # Eight times the text: 8 if linear, 64 if quadratic. A few milliseconds are noise.
    assert large < 8 * 2.5 * max(small, 0.003)


@pytest.mark.parametrize("unit", ["1", "07", "@", "a.a."])
def test_a_hundred_thousand_characters_take_no_more_than_their_length(unit: str) -> None:
    repeated = unit * (100_000 // len(unit))
    small, large = seconds(repeated[:12_500]), seconds(repeated)
    assert large < 8 * 2.5 * max(small, 0.003)
