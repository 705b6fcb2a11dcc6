"""The linear scorer: the same scores in any batch, for any text, from weights that are whole numbers."""

import numpy as np
import pytest

from houserules.scoring.base import STEPS
from houserules.scoring.features import MOST_CHARACTERS, features
from houserules.scoring.linear import MOST_SCORES, LinearScorer
from houserules.scoring.shipped import load_scorer, shipped_scorers
from houserules.scoring.together import Together, together

STRANGE = [
    "",
    " ",
    "\n\n\n",
    "a",
    "👩🏽‍🦰💔🔥" * 40,
    "\ud800 alone \udfff",
    "\x00\x01\x02",
    "!!!!" * 500,
    "ｆｕｌｌ ｗｉｄｔｈ",
    "дурак и ещё слова",
    "Z̷͔͖a̸͇l̶̳g̷̣o̵̥",
    "aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "don't do it",
]


def small(seed: int = 1, bits: int = 10, names: tuple[str, ...] = ("one", "two")) -> LinearScorer:
    dice = np.random.default_rng(seed)
    weights = dice.integers(-127, 128, (1 << bits, len(names))).astype(np.int8)
    rarity = dice.integers(0, 256, 1 << bits).astype(np.uint8)
    steps = np.sort(dice.normal(0, 40, (len(names), STEPS)), axis=1)
    return LinearScorer("small" + "".join(names), names, weights, rarity, steps)


def slowly(scorer: LinearScorer, text: str, bits: int = 10) -> list[float]:
    """What `values` should give, feature by feature."""
    kinds = features([text], bits)
    total = [0.0] * len(scorer.names)
    for block in ((0, 1, 4), (2, 3)):
        numbers = [int(n) for kind in block for n in kinds[kind].numbers[kinds[kind].starts[0] : kinds[kind].ends[0]]]
        length = max(sum(int(scorer.rarity[n]) ** 2 for n in numbers), 1) ** 0.5
        for score in range(len(scorer.names)):
            total[score] += sum(int(scorer.weights[n, score]) for n in numbers) / length
    return total


@pytest.mark.parametrize("count", range(1, MOST_SCORES + 1))
def test_values_are_what_the_features_add_up_to(count: int) -> None:
    scorer = small(names=tuple("abcdefgh"[:count]))
    texts = [*STRANGE, "You are an idiot, and I HATE what they did!! £5 😀", "so true"]
    for text, row in zip(texts, scorer.values(texts).tolist(), strict=True):
        assert row == pytest.approx(slowly(scorer, text), abs=1e-9), text


def test_a_text_has_the_same_score_in_any_company() -> None:
    scorer = load_scorer("abuse-en")
    texts = [*STRANGE, "You are an idiot", "I was 13 when it began. Nobody believed me.", "x" * 5000]
    together = scorer.score(texts)
    alone = np.concatenate([scorer.score([text]) for text in texts])
    assert (together == alone).all()
    assert (scorer.score(texts[::-1])[::-1] == together).all()


@pytest.mark.parametrize("value", [-128, 127])
def test_sums_of_a_huge_text_do_not_run_into_each_other(value: int) -> None:
    size = 1 << 10
    weights = np.full((size, 5), -value - 1, np.int8)
    weights[:, 1::2] = value
    steps = np.tile(np.arange(STEPS, dtype=np.float64), (5, 1))
    scorer = LinearScorer("full", tuple("abcde"), weights, np.full(size, 255, np.uint8), steps)
    texts = ["ab " * 2_000, "\ufdfa" * MOST_CHARACTERS, "!" * MOST_CHARACTERS]
    for row in scorer.values(texts):
        assert len({round(float(one), 6) for one in row[1::2]}) == 1
        assert len({round(float(one), 6) for one in row[::2]}) == 1
        assert (np.sign(row[1::2]) == np.sign(value)).all()
        assert (np.sign(row[::2]) == np.sign(-value - 1)).all() or value == -128


def test_scorers_that_are_asked_together_say_what_they_say_alone() -> None:
    one, two, other = small(1), small(2, names=("three", "four", "five", "six")), small(3, bits=11, names=("seven",))
    texts = [*STRANGE, "You are an idiot, and I HATE what they did!! £5 😀"]
    asked = together((one, two, other))
    assert [scorer.names for scorer in asked] == [("one", "two", "three", "four", "five", "six"), ("seven",)]
    alone = np.concatenate([one.score(texts), two.score(texts)], axis=1)
    assert (asked[0].score(texts) == alone).all()
    assert asked[1] is other
    assert asked[0].score([]).shape == (0, 6)
    with pytest.raises(ValueError, match="same number of features"):
        Together([one, other])


def test_scores_are_whole_thousandths_from_0_to_1() -> None:
    scorer = load_scorer("abuse-en")
    table = scorer.score([*STRANGE, "you stupid cow", "WIN a FREE prize now, txt WIN to 80080"])
    assert table.shape == (len(STRANGE) + 2, len(scorer.names))
    assert table.min() >= 0
    assert table.max() <= 1
    assert all(value == round(value, 3) for value in table.ravel().tolist())


def test_no_texts_no_rows() -> None:
    assert load_scorer("abuse-en").score([]).shape == (0, 4)


def test_a_huge_text_costs_what_its_beginning_costs() -> None:
    scorer = load_scorer("abuse-en")
    begin = "you are an idiot " * (MOST_CHARACTERS // 17 + 1)
    huge = begin[:MOST_CHARACTERS] + " lovely day " * 10_000
    assert (scorer.score([huge]) == scorer.score([begin[:MOST_CHARACTERS]])).all()
    assert sum(len(kind.numbers) for kind in features([huge], 17)) < 5 * MOST_CHARACTERS


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("YOU’RE a Muppet", "you're a muppet"),
        ("you аre а muppet", "you are a muppet"),
        ("mup\u200bpet", "muppet"),
        ("muuuuuuppet", "muuuppet"),
        ("call 07700 900123", "call 01234 567890"),
    ],
)
def test_how_it_is_typed_makes_no_difference(written: str, same_as: str) -> None:
    one, other = features([written], 17), features([same_as], 17)
    for kind in range(4):
        assert (one[kind].numbers == other[kind].numbers).all(), kind


def test_other_words_have_other_features() -> None:
    texts = ["ab", "ba", "a b", "b a", "abc", "abcd", "bcda", "1", "!", "?", "!!", "😀", "😡", "SHOUTING ABOUT IT"]
    seen = {
        tuple(tuple(kind.numbers[kind.starts[place] : kind.ends[place]].tolist()) for kind in features(texts, 24))
        for place in range(len(texts))
    }
    assert len(seen) == len(texts)


def test_a_scorer_comes_back_from_its_file() -> None:
    scorer = small()
    again = LinearScorer.from_bytes(scorer.to_bytes())
    assert (again.name, again.names, again.digest) == (scorer.name, scorer.names, scorer.digest)
    assert again.to_bytes() == scorer.to_bytes()
    assert (again.values(STRANGE) == scorer.values(STRANGE)).all()
    assert small(2).digest != scorer.digest


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"something else\n{}\n",
        small().to_bytes()[:-1],
        small().to_bytes() + b"x",
        small().to_bytes().replace(b'"bits": 10', b'"bits": 11'),
        small().to_bytes().replace(b'"names"', b'"namen"'),
    ],
)
def test_a_damaged_file_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="scorer"):
        LinearScorer.from_bytes(damaged)


def test_steps_that_fall_are_refused() -> None:
    scorer = small()
    with pytest.raises(ValueError, match="ascending"):
        LinearScorer("small", ("one", "two"), scorer.weights, scorer.rarity, -np.sort(np.ones((2, STEPS)).cumsum(1)))


def test_an_unknown_scorer_is_no_scorer() -> None:
    assert shipped_scorers() == ("abuse-en", "care-en", "conduct-en", "matters-en")
    with pytest.raises(KeyError):
        load_scorer("abuse-fr")
