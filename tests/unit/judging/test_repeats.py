"""`repeated`: posts that say the same over and over, and all that only looks so."""

from pathlib import Path

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from houserules.judging.policy import PolicyError, load_policy
from houserules.judging.repeats import Unit, begins_alike
from support.judging import judged, rule, small_policy, write_policy

WORDS = "{repeated: {of: word, at_least: 5}}"
SENTENCES = "{repeated: {of: sentence, at_least: 3, words: 2}}"


def places(path: Path, match: str, text: str) -> list[str]:
    policy = small_policy(path, rule(match, hit="go on go on. go on! go on? go on. x x x x x", miss="hello there"))
    return [text[span.start : span.end] for finding in judged(policy, text).verdict.findings for span in finding.spans]


@pytest.mark.parametrize(
    ("match", "text", "found"),
    [
        (WORDS, "Well! “spam Spam SPAM, spam... spam you", ["spam Spam SPAM, spam... spam"]),
        (WORDS, "été été été été été", ["été été été été été"]),
        (WORDS, "#win #win #win #win #win", ["#win #win #win #win #win"]),
        (WORDS, "_a _a _a _a _a", ["_a _a _a _a _a"]),
        (WORDS, "spam spam spam spam", []),
        (WORDS, "I like spam spam spam spam spam", []),
        (WORDS, "six sad sailors sang songs slowly", []),
        (WORDS, "spam eggs spam eggs spam eggs spam eggs spam", []),
        (SENTENCES, "So. Buy it now! buy it now\nBUY IT, NOW? Thanks", ["Buy it now! buy it now\nBUY IT, NOW"]),
        (SENTENCES, "Buy it now! Buy it now!", []),
        (SENTENCES, "Buy! Buy! Buy! Buy!", []),
        (SENTENCES, "Buy it now. Buy it then. Buy it now.", []),
    ],
)
def test_what_stands_so_often_in_a_row(tmp_path: Path, match: str, text: str, found: list[str]) -> None:
    assert places(tmp_path, match, text) == found


@given(
    st.sampled_from(["word", "sentence"]),
    st.text(alphabet="abzäß漢٣_'é#Kİ", min_size=1, max_size=6).filter(lambda text: any(map(str.isalnum, text))),
    st.integers(3, 9),
)
def test_nothing_that_is_repeated_starts_otherwise(unit: Unit, word: str, times: int) -> None:
    """What sets the node off must be there whenever it matches, or a rule of it would silently see less."""
    text = (" " if unit == "word" else ". ").join([word] * times)
    assert re2.search("(?i)" + begins_alike(unit, times), text)


@pytest.mark.parametrize(
    "match", ["{repeated: {of: word, at_least: 2}}", "{repeated: {of: word, at_least: 5, words: 2}}"]
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, match: str) -> None:
    write_policy(tmp_path, rule(match))
    with pytest.raises(PolicyError):
        load_policy(tmp_path)
