"""Fits a linear scorer by logistic regression, with numpy alone.

The weights are made whole numbers, and the scores are calibrated on texts kept apart. Nothing is left to chance: the
same texts in the same order give the same bytes again on the same machine.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from houserules.scoring.base import STEPS
from houserules.scoring.features import Features, features
from houserules.scoring.linear import BLOCKS, LinearScorer, Rarity, Weights

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and which kinds it is of; kinds left out are not known. `weight` is how much it counts, above 0."""

    text: str
    labels: Mapping[str, bool]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to fit: 2^`bits` features; `trust` in a text against small weights; `passes` over all texts at the most.

    It ends where a pass makes the loss smaller by no more than the share `close`. `prior` is how many texts of a stream are
    of a kind, which calibration has to assume.
    """

    bits: int = 17
    trust: float = 2.0
    passes: int = 80
    close: float = 1e-5
    prior: float = 0.1


@dataclass(frozen=True, slots=True)
class _Texts:
    """All lessons as one matrix: features by number and value, those of a text side by side; labels and their weights."""

    numbers: NDArray[np.int32]
    values: NDArray[np.float32]
    starts: NDArray[np.intp]
    labels: Floats
    weights: Floats

    def products(self, point: Floats) -> Floats:
        """What the features of each text add up to."""
        sums = np.concatenate(([0.0], np.cumsum(point[self.numbers] * self.values)))
        return np.diff(sums[self.starts])

    def gathered(self, errors: Floats, bits: int) -> Floats:
        """What the `errors` of the texts add up to for each feature."""
        spread = np.repeat(errors, np.diff(self.starts)) * self.values
        sums: Floats = np.bincount(self.numbers, spread, minlength=1 << bits).astype(np.float64)
        return sums


_GROUP: Final = 500
_MEMORY: Final = 10
_HALVINGS: Final = 20
_AGAIN: Final = 3
_RARITY_STEP: Final = 20.0
_WORST: Final = 255
_BOUND: Final = 127


def fit(
    name: str, names: Sequence[str], lessons: Sequence[Lesson], held_out: Sequence[Lesson], recipe: Recipe
) -> LinearScorer:
    """A scorer with the scores `names`, learnt from `lessons` and calibrated on `held_out`.

    ValueError where a score lacks texts that are of its kind, or that are not, in either.
    """
    _check(names, lessons, "training")
    _check(names, held_out, "calibration")
    weights, rarity, _, _ = _fit(names, lessons, recipe)
    plain = LinearScorer(name, names, weights, rarity, np.zeros((len(names), STEPS)))
    steps = np.stack([_calibrate(plain, place, held_out, recipe.prior) for place in range(len(names))])
    return LinearScorer(name, names, weights, rarity, steps)


def refit(
    name: str, names: Sequence[str], lessons: Sequence[Lesson], held_out: Sequence[Lesson], recipe: Recipe
) -> tuple[LinearScorer, LinearScorer]:
    """Two scorers: that of `fit`, which figures are to be taken from, and one that learnt from `held_out` as well.

    The second has the calibration of the first: on texts that it has not seen it is as good or better. ValueError as
    for `fit`.
    """
    _check(names, lessons, "training")
    _check(names, held_out, "calibration")
    weights, rarity, scale, learnt = _fit(names, lessons, recipe)
    plain = LinearScorer(name, names, weights, rarity, np.zeros((len(names), STEPS)))
    steps = np.stack([_calibrate(plain, place, held_out, recipe.prior) for place in range(len(names))])
    # From where the first ended the second has not far to go.
    again = replace(recipe, passes=recipe.passes // _AGAIN)
    all_weights, all_rarity, all_scale, _ = _fit(names, [*lessons, *held_out], again, learnt)
    moved = steps * (all_scale / scale)[:, None]
    return (
        LinearScorer(name, names, weights, rarity, steps),
        LinearScorer(name, names, all_weights, all_rarity, moved),
    )


def _check(names: Sequence[str], lessons: Sequence[Lesson], which: str) -> None:
    for score in names:
        if {lesson.labels.get(score) for lesson in lessons} < {True, False}:
            raise ValueError(f"no text in {which} that is {score}, or none that is not")


def _fit(
    names: Sequence[str], lessons: Sequence[Lesson], recipe: Recipe, begin: Floats | None = None
) -> tuple[Weights, Rarity, Floats, Floats]:
    """Weights, rarities, for each score how many whole units of weight are 1, and the weights as they were learnt.

    Learning sets out from `begin`, else from nothing.
    """
    groups = [lessons[start : start + _GROUP] for start in range(0, len(lessons), _GROUP)]
    seen = [features([lesson.text for lesson in group], recipe.bits) for group in groups]
    rarity = _rarity(seen, len(lessons), recipe.bits)
    matrix = _prepare(lessons, seen, rarity, names)
    start = np.zeros((len(names), (1 << recipe.bits) + 1)) if begin is None else begin
    learnt = np.stack([_learn(matrix, score, recipe, start[score]) for score in range(len(names))])
    weights, scale = _whole(learnt[:, :-1] * rarity)
    return weights, rarity, scale, learnt


def _rarity(seen: Sequence[Sequence[Features]], count: int, bits: int) -> Rarity:
    """How rare each feature is, in steps: the logarithm of the share of texts that have it; 0 if fewer than two do."""
    texts = np.zeros(1 << bits)
    for kinds in seen:
        for kind in kinds:
            owners, numbers = _spread(kind)
            both = np.unique(owners.astype(np.uint64) << np.uint64(32) | numbers)
            texts += np.bincount((both & np.uint64(0xFFFFFFFF)).astype(np.intp), minlength=1 << bits)
    rarity = 1 + np.log((1 + count) / (1 + texts))
    return np.where(texts < 2, 0, np.minimum(np.rint(rarity * _RARITY_STEP), _WORST)).astype(np.uint8)


def _prepare(
    lessons: Sequence[Lesson], seen: Sequence[Sequence[Features]], rarity: Rarity, names: Sequence[str]
) -> _Texts:
    all_numbers, all_values, lengths = [], [], []
    for kinds in seen:
        count = len(kinds[0].starts)
        owners, numbers, values = zip(
            *(_block([kinds[kind] for kind in block], rarity) for block in BLOCKS), strict=True
        )
        order = np.argsort(np.concatenate(owners), kind="stable")
        all_numbers.append(np.concatenate(numbers)[order].astype(np.int32))
        all_values.append(np.concatenate(values)[order].astype(np.float32))
        lengths.append(np.bincount(np.concatenate(owners), minlength=count))
    labels = np.array([[lesson.labels.get(name, False) for name in names] for lesson in lessons], np.float64)
    known = np.array([[(name in lesson.labels) * lesson.weight for name in names] for lesson in lessons], np.float64)
    starts = np.concatenate((np.zeros(1, np.intp), np.cumsum(np.concatenate(lengths))))
    return _Texts(np.concatenate(all_numbers), np.concatenate(all_values), starts, labels, known)


def _block(kinds: Sequence[Features], rarity: Rarity) -> tuple[NDArray[np.intp], NDArray[np.uint32], Floats]:
    """Owner, number and value of each feature of a block that counts for something."""
    spread = [_spread(kind) for kind in kinds]
    owners = np.concatenate([owners for owners, _ in spread])
    numbers = np.concatenate([numbers for _, numbers in spread])
    values = rarity[numbers].astype(np.float64)
    squares = np.bincount(owners, weights=values * values, minlength=1)
    known = values > 0
    owners, numbers, values = owners[known], numbers[known], values[known]
    return owners, numbers, values / np.sqrt(squares[owners])


def _spread(kind: Features) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """Every feature with the text it belongs to, those of nobody left out."""
    lengths = kind.ends - kind.starts
    ends = np.cumsum(lengths)
    places = np.arange(lengths.sum()) + np.repeat(kind.starts - ends + lengths, lengths)
    return np.repeat(np.arange(len(lengths)), lengths), kind.numbers[places]


def _learn(texts: _Texts, score: int, recipe: Recipe, begin: Floats) -> Floats:
    """The weights of one score, and its bias, which nobody needs: calibration moves the score to where it belongs.

    Minimises the logistic loss and the length of the weights by L-BFGS.
    """
    signs = 2 * texts.labels[:, score] - 1
    shares = recipe.trust * texts.weights[:, score]

    def loss(point: Floats) -> tuple[float, Floats]:
        margins = signs * (texts.products(point) + point[-1])
        value = float(shares @ np.logaddexp(0, -margins)) + 0.5 * float(point[:-1] @ point[:-1])
        errors = -signs * shares / (1 + np.exp(np.clip(margins, -50, 50)))
        slope = np.append(texts.gathered(errors, recipe.bits) + point[:-1], errors.sum())
        return value, slope

    return _minimise(loss, begin, recipe)


def _minimise(loss: Callable[[Floats], tuple[float, Floats]], point: Floats, recipe: Recipe) -> Floats:
    """Where `loss`, which gives value and slope and is convex, is least, by L-BFGS."""
    value, slope = loss(point)
    moves: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(recipe.passes):
        direction = -_scaled(slope, moves)
        descent = float(direction @ slope)
        length = 1.0 if moves else 1 / max(float(np.abs(slope).sum()), 1e-12)
        for _ in range(_HALVINGS):
            reached, steepness = loss(point + length * direction)
            if reached <= value + 1e-4 * length * descent:
                break
            length /= 2
        else:
            return point
        move, change = length * direction, steepness - slope
        curvature = float(move @ change)
        if curvature > 1e-10:
            moves.append((move, change, curvature))
        done = value - reached <= recipe.close * max(abs(value), 1.0)
        point, value, slope = point + move, reached, steepness
        if done:
            break
    return point


def _scaled(slope: Floats, moves: Sequence[tuple[Floats, Floats, float]]) -> Floats:
    """The slope by the inverse of the curvature that the last `moves` found: the two loops of L-BFGS."""
    result = slope.copy()
    parts = []
    for move, change, curvature in reversed(moves):
        part = float(move @ result) / curvature
        result -= part * change
        parts.append(part)
    if moves:
        _, change, curvature = moves[-1]
        result *= curvature / float(change @ change)
    for (move, change, curvature), part in zip(moves, reversed(parts), strict=True):
        result += (part - float(change @ result) / curvature) * move
    return result


def _whole(weights: Floats) -> tuple[Weights, Floats]:
    """The weights as whole numbers up to 127, and what each score's were multiplied by.

    The largest must not be cut down to 127: it is they that tell texts apart.
    """
    scale = _BOUND / np.maximum(np.abs(weights).max(axis=1), 1e-9)
    return np.ascontiguousarray(np.rint(weights * scale[:, None]).astype(np.int8).T), scale


def _calibrate(scorer: LinearScorer, place: int, held_out: Sequence[Lesson], prior: float) -> Floats:
    """The least value for each thousandth: Platt's logistic curve, as if `prior` of all texts were of the kind."""
    name = scorer.names[place]
    known = [lesson for lesson in held_out if name in lesson.labels]
    values = scorer.values([lesson.text for lesson in known])[:, place]
    labels = np.array([lesson.labels[name] for lesson in known], np.float64)
    shares = np.array([lesson.weight for lesson in known])
    shares[labels == 1] *= prior / shares[labels == 1].sum()
    shares[labels == 0] *= (1 - prior) / shares[labels == 0].sum()
    # Platt's targets: never quite 0 or 1, or a clean split of few texts would make a step of the curve.
    targets = np.where(labels == 1, (labels.sum() + 1) / (labels.sum() + 2), 1 / (len(labels) - labels.sum() + 2))
    spread = max(float(values.std()), 1e-9)
    slope, shift = _logistic(values / spread, targets, shares)
    levels = (np.arange(STEPS) + 1) / STEPS
    levels[-1] = 1 - 0.5 / STEPS
    return (np.log(levels / (1 - levels)) - shift) / slope * spread


def _logistic(values: Floats, targets: Floats, shares: Floats) -> tuple[float, float]:
    """Slope (above 0) and shift of the logistic curve that fits best, by Newton's method."""
    theta = np.array([1.0, float(np.log(0.1 / 0.9))])
    inputs = np.stack((values, np.ones_like(values)), axis=1)
    for _ in range(100):
        curve = 1 / (1 + np.exp(-np.clip(inputs @ theta, -30, 30)))
        gradient = inputs.T @ (shares * (curve - targets)) + 1e-6 * theta
        hessian = (inputs * (shares * curve * (1 - curve))[:, None]).T @ inputs + 1e-6 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        theta = theta - np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-10:
            break
    return max(float(theta[0]), 1e-3), float(theta[1])
