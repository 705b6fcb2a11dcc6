"""Signatures: what they depend on, and how well they estimate."""

import random

import numpy as np
import pytest

from houserules.screening.signature import BINS, SHINGLE, Signer, similarity

SIGNER = Signer(b"key")
PINNED = {
    2: 113,
    6: 208,
    10: 192,
    13: 63,
    21: 78,
    22: 152,
    23: 24,
    37: 185,
    39: 203,
    44: 42,
    45: 117,
    46: 46,
    59: 189,
    60: 134,
    62: 224,
}


def letters(rng: random.Random, count: int) -> bytes:
    return bytes(rng.choices(range(97, 123), k=count))


def jaccard(one: bytes, other: bytes) -> float:
    left, right = ({text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)} for text in (one, other))
    return len(left & right) / len(left | right)


def test_shape_and_values() -> None:
    signatures = SIGNER.sign([b"whatpeoplesaytoday", b"", b"abcd"])
    assert signatures.shape == (3, BINS)
    assert signatures.dtype == np.uint8
    assert signatures[0].any()
    assert not signatures[1:].any()
    assert SIGNER.sign([]).shape == (0, BINS)


def test_pinned_so_that_stored_signatures_stay_comparable() -> None:
    signature = SIGNER.sign([b"thequickbrownfoxjumps"])[0]
    assert {place: int(signature[place]) for place in np.flatnonzero(signature)} == PINNED


def test_a_row_does_not_depend_on_the_batch() -> None:
    rng = random.Random(1)
    texts = [letters(rng, rng.randrange(30)) for _ in range(200)]
    together = SIGNER.sign(texts)
    assert np.array_equal(together, np.concatenate([SIGNER.sign([text]) for text in texts]))
    assert np.array_equal(together[::-1], SIGNER.sign(texts[::-1]))


def test_runs_count_once_and_in_any_place() -> None:
    once, twice = SIGNER.sign([b"abcdeabcd", b"abcdeabcdeabcdeabcd"])
    assert np.array_equal(once, twice)


def test_every_bin_and_payload_is_used_about_equally() -> None:
    rng = random.Random(2)
    signatures = SIGNER.sign([letters(rng, 400) for _ in range(400)])
    assert np.count_nonzero(signatures == 0) < signatures.size * 0.01
    counts = np.bincount(signatures.ravel(), minlength=256)[1:]
    # One value stands for two of the 256 payloads.
    assert counts.max() < 3 * counts.mean()
    assert counts.min() > counts.mean() / 2


def test_keys_give_unrelated_signatures() -> None:
    rng = random.Random(3)
    text = letters(rng, 400)
    one, other = Signer(b"one").sign([text]), Signer(b"other").sign([text])
    assert similarity(one[0], other)[0] < 0.1


def test_a_key_is_needed_and_bounded() -> None:
    with pytest.raises(ValueError, match="key"):
        Signer(b"k" * 65)


@pytest.mark.parametrize("shared", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_similarity_estimates_jaccard(shared: float) -> None:
    rng = random.Random(4)
    pairs = []
    for _ in range(150):
        common = letters(rng, int(200 * shared))
        pairs.append((common + letters(rng, 200 - len(common)), common + letters(rng, 200 - len(common))))
    one, other = SIGNER.sign([one for one, _ in pairs]), SIGNER.sign([other for _, other in pairs])
    estimates = np.array([similarity(left, right[np.newaxis])[0] for left, right in zip(one, other, strict=True)])
    errors = estimates - [jaccard(*pair) for pair in pairs]
    assert abs(errors.mean()) < 0.02
    assert errors.std() < 0.07


def test_similarity_of_many_and_of_nothing() -> None:
    signatures = SIGNER.sign([b"somethingquitelong", b"", b"somethingquitelong", b"anotherkindofword"])
    result = similarity(signatures[0], signatures)
    assert result.dtype == np.float64
    assert result[0] == result[2] == 1
    assert result[1] == 0
    assert 0 <= result[3] < 0.2
    assert similarity(signatures[1], signatures[1:2])[0] == 0
    assert similarity(signatures[0], signatures[:0]).shape == (0,)
