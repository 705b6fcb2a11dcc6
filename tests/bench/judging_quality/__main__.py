"""Precision and recall per category on public labelled sets: the rules alone, the scorer alone, and both.

`python tests/bench/judging_quality --data DIR [--policy NAME] [--scorer NAME|FILE] [--at 0.9] [--misses FILE] [--floor]
[--held-out DIR]`

DIR holds the public sets, each in a folder of its name; a set may be missing. Texts are never printed: `--misses` writes the
ids and texts that the rules (or the rules and the scorer) get wrong to a file, which has no business in a repository.
`--held-out` is a folder with `care-en.hrm`, `conduct-en.hrm` and `matters-en.hrm` as `houserules scorer train --held-out` makes
them: all figures are then taken with these in place of the shipped ones, and those on the written texts are added.
`--floor` also fits TF-IDF and logistic regression on the same split, where scikit-learn is installed.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.judging_quality import floor, written_texts
from bench.judging_quality.contenders import BATCH, Ruled, rule
from bench.judging_quality.measures import best_thresholds, compare, macro_f1, three_classes
from bench.judging_quality.own_texts import ABUSIVE, GROUPS, HARMLESS, KIND
from bench.judging_quality.tasks import BY_KIND, CARE, EXPLAINED, NOTHING_TO_FIND, SANCTIONS, TASKS, UNKIND, Task
from houserules.judging.policy import Policy, load_policy, resolve_policy
from houserules.scoring.base import Scorer, Scores
from houserules.scoring.linear import LinearScorer
from houserules.scoring.shipped import load_scorer, shipped_scorers
from houserules.scoring.training.datasets import Row, read_datasets

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """A row that training never saw, what the rules made of it and its scores by name."""

    row: Row
    ruled: Ruled
    scores: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of public sets")
    parser.add_argument("--policy", default="its-not-okay", help="policy whose rules are measured")
    parser.add_argument("--scorer", default="abuse-en", help="a shipped scorer, or a file")
    parser.add_argument("--at", type=float, default=0.9, help="threshold at which the scorer is asked (default 0.9)")
    parser.add_argument("--misses", type=Path, help="file for ids and texts that are got wrong")
    parser.add_argument("--floor", action="store_true", help="fit TF-IDF and logistic regression beside it")
    parser.add_argument("--held-out", type=Path, help="folder of scorers that did not see the fold kept apart")
    options = parser.parse_args(arguments)

    policy = load_policy(resolve_policy(options.policy))
    if options.held_out is not None:
        policy = written_texts.with_held_out(policy, options.held_out)
    named = options.scorer in shipped_scorers()
    scorer = load_scorer(options.scorer) if named else LinearScorer.from_bytes(Path(options.scorer).read_bytes())
    rows = read_datasets(options.data)
    print(f"policy {policy.id} {policy.digest}\nscorer {scorer.name} {scorer.digest}\n\n{EXPLAINED}\n")

    test = [row for row in rows if row.split == "test"]
    ruled = rule([row.text for row in test], policy)
    # The judge's scorer sees redacted text, so this one does as well.
    table, spent = _timed(scorer, [one.redacted for one in ruled])
    measured = [
        Measured(row, one, dict(zip(scorer.names, values, strict=True)))
        for row, one, values in zip(test, ruled, table.tolist(), strict=True)
    ]
    misses = _tasks(measured, options.at)
    _by_kind(measured, options.at)
    _davidson(rows, measured, scorer, options.floor)
    _nothing_to_find(measured, options.at)
    own = [Measured(row, one, {}) for row, one in zip(*_own(policy), strict=True)]
    _own_texts(own, scorer.score([one.ruled.redacted for one in own]), scorer.names)
    if options.held_out is not None:
        written_texts.report(policy)
    print(f"\nThe scorer took {spent:.1f} us of processor time a text, in batches of {BATCH}.")
    if options.misses is not None:
        options.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")
        print(f"{len(misses)} wrong answers are in {options.misses}")
    return 0


def _timed(scorer: Scorer, texts: Sequence[str]) -> tuple[Scores, float]:
    """The scores of `texts`, and microseconds of processor time for each."""
    begin = time.process_time()
    tables = [scorer.score(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    return np.concatenate(tables), (time.process_time() - begin) / max(len(texts), 1) * 1e6


def _tasks(measured: Sequence[Measured], at: float) -> list[str]:
    heads = ("rules alone", "shipped policy", f"scorer at {HALF}", f"scorer at {at}", f"rules or {at}")
    print(f"{'P R F':<28}{'yes':>6}{'all':>6}   " + "".join(f"{head:<18}" for head in heads))
    misses: list[str] = []
    for task in TASKS:
        asked = [one for one in measured if one.row.dataset == task.dataset and task.truth(one.row) is not None]
        if not asked:
            continue
        truth = np.array([bool(task.truth(one.row)) for one in asked])
        rules = np.array([not task.categories.isdisjoint(one.ruled.categories) for one in asked])
        shipped = np.array([not task.categories.isdisjoint(one.ruled.shipped) for one in asked])
        scores = np.array([one.scores.get(task.score, 0.0) for one in asked])
        answers = (rules, shipped, scores >= HALF, scores >= at, rules | (scores >= at))
        shown = "".join(f"{compare(answer, truth)!s:<18}" for answer in answers)
        print(f"{task.name:<28}{truth.sum():>6}{len(truth):>6}   {shown}")
        misses += _wrong(task, asked, truth, rules, scores)
    return misses


def _wrong(
    task: Task, asked: Sequence[Measured], truth: np.ndarray, rules: np.ndarray, scores: np.ndarray
) -> list[str]:
    return [
        f"{task.name}\t{one.row.id}\t{'missed' if true else 'false alarm'}\t{score:.3f}\t{one.row.text!r}"
        for one, true, said, score in zip(asked, truth, rules, scores, strict=True)
        if true != said
    ]


def _by_kind(measured: Sequence[Measured], at: float) -> None:
    print(f"\n{'share found, by the labels of the set':<52}{'all':>6}   rules   scorer at {HALF}   at {at}")
    groups: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in measured:
        if one.row.dataset in BY_KIND:
            groups[one.row.dataset, one.row.kind].append(one)
    for (dataset, kind), group in sorted(groups.items()):
        categories, name = BY_KIND[dataset]
        rules = np.mean([not categories.isdisjoint(one.ruled.categories) for one in group])
        scores = np.array([one.scores.get(name, 0.0) for one in group])
        shown = f"{rules:>5.2f}{np.mean(scores >= HALF):>16.2f}{np.mean(scores >= at):>9.2f}"
        print(f"{dataset + ': ' + kind:<52}{len(group):>6}   {shown}")


def _davidson(rows: Sequence[Row], measured: Sequence[Measured], scorer: Scorer, with_floor: bool) -> None:
    test = [one for one in measured if one.row.dataset == "davidson"]
    if not test:
        return
    truth = [one.row.kind for one in test]
    rules = [
        "hate" if "HATE" in one.ruled.categories else "offensive" if one.ruled.categories & UNKIND else "neither"
        for one in test
    ]
    apart = [row for row in rows if row.dataset == "davidson" and row.split == "calibrate"]
    table = scorer.score([row.text for row in apart])
    at = best_thresholds(table[:, 0], table[:, 1], [row.kind for row in apart])
    scores = np.array([[one.scores["abuse"], one.scores["hate"]] for one in test])
    said = three_classes(scores[:, 0], scores[:, 1], at)
    print("\nDavidson's three classes, macro-F1 (the floor in the sets' own notes is 0.744, on another split)")
    print(
        f"  rules alone {macro_f1(rules, truth):.3f}   scorer {macro_f1(said, truth):.3f}, thresholds from calibration"
    )
    if with_floor:
        print(f"  {floor.report(rows)}")


def _nothing_to_find(measured: Sequence[Measured], at: float) -> None:
    print(
        f"\nSets with hardly anything to find: share sanctioned, in care, and with a score of {HALF} / {at}; findings"
    )
    groups: dict[str, list[Measured]] = defaultdict(list)
    for one in measured:
        if one.row.dataset in NOTHING_TO_FIND:
            groups[f"{one.row.dataset}: {one.row.kind}"].append(one)
    for name, group in sorted(groups.items()):
        size = len(group)
        sanctioned = sum(one.ruled.outcome in SANCTIONS for one in group) / size
        care = sum(not CARE.isdisjoint(one.ruled.categories) for one in group) / size
        highest = [max(one.scores.values()) for one in group]
        half, high = (sum(score >= threshold for score in highest) / size for threshold in (HALF, at))
        categories = Counter(category for one in group for category in one.ruled.categories)
        listed = ", ".join(f"{category} {count}" for category, count in categories.most_common())
        scored = Counter(name for one in group if one.ruled.held_for_a_score for name in one.ruled.for_scores)
        held = sum(one.ruled.held_for_a_score for one in group) / size
        print(f"  {name:<24}{size:>6}  {sanctioned:>6.2%}  {care:>6.2%}  {half:>6.2%} / {high:.2%}   {listed}")
        print(
            f"{'':<34}held for a score {held:.2%}: {', '.join(f'{rule} {count}' for rule, count in scored.most_common())}"
        )


def _own(policy: Policy) -> tuple[list[Row], list[Ruled]]:
    texts = {"harmless": HARMLESS, "groups": GROUPS, "kind": KIND, "abusive": ABUSIVE}
    rows = [Row("own", str(place), text, kind, {}, text) for kind in texts for place, text in enumerate(texts[kind])]
    return rows, rule([row.text for row in rows], policy)


def _own_texts(own: Sequence[Measured], table: Scores, names: Sequence[str]) -> None:
    print("\nOur own invented posts: how many the rules sanction or find unkind, and scores of 0.5 / 0.9 and more")
    for kind in ("harmless", "groups", "kind", "abusive"):
        places = [place for place, one in enumerate(own) if one.row.kind == kind]
        sanctioned = sum(own[place].ruled.outcome in SANCTIONS for place in places)
        unkind = sum(not UNKIND.isdisjoint(own[place].ruled.categories) for place in places)
        shown = "  ".join(
            f"{name} {(table[places, column] >= HALF).sum()} / {(table[places, column] >= 0.9).sum()}"
            for column, name in enumerate(names)
        )
        print(f"  {kind:<10}{len(places):>4}  sanctioned {sanctioned}, unkind {unkind};  {shown}")


if __name__ == "__main__":
    sys.exit(main())
