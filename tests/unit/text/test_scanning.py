"""The scanner answers as RE2's own wrapper does, which it goes around."""

import pytest
import re2

from houserules.text.scanning import Gate, Scanner

TEXTS = (b"", b"a", b"ab cab\x00abc", b"xxabxx" * 50, bytes(range(256)), b"b" * 1000)
PATTERNS = (rb"ab", rb"\bab\b", rb"a|ab", rb"a*", rb"[^\x00]+", rb"\bx+a")


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_spans_are_those_of_the_wrapper(pattern: bytes, text: bytes) -> None:
    expected = [match.span() for match in re2.compile(pattern).finditer(text) if match.group()]
    assert list(Scanner(pattern).spans(text)) == expected


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("position", [0, 1, 3, 5])
def test_the_first_is_that_of_the_wrapper_and_sees_what_stands_before(pattern: bytes, position: int) -> None:
    text = b"ab cab\x00abc"
    found = re2.compile(pattern).search(text, position)
    assert Scanner(pattern).find(text, position) == (found.span() if found else (-1, -1))
    assert Scanner(pattern).first(text, position) == (found.start() if found else -1)


def test_the_longest_match_counts_where_asked_for() -> None:
    assert Scanner(rb"a|ab").find(b"ab") == (0, 1)
    assert Scanner(rb"a|ab", longest=True).find(b"ab") == (0, 2)


def test_a_pattern_that_re2_does_not_know_is_an_error() -> None:
    with pytest.raises(re2.error):
        Scanner(rb"(?=a)")


def test_letters_of_either_case_count_where_asked_for() -> None:
    assert Scanner(rb"ab", caseless=True).find(b"xAB") == (1, 3)
    assert Scanner(rb"ab").find(b"xAB") == (-1, -1)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_gate_says_which_patterns_are_there(text: bytes) -> None:
    expected = [number for number, pattern in enumerate(PATTERNS) if re2.search(pattern, text)]
    assert sorted(Gate(PATTERNS).match(text)) == expected


def test_a_gate_of_what_re2_does_not_know_is_an_error() -> None:
    with pytest.raises(re2.error):
        Gate([rb"a", rb"(?=a)"])
