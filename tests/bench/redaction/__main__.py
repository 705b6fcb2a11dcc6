"""Precision, recall and F2 of redaction per type, ours beside Presidio's on the same texts in the same run.

`python tests/bench/redaction [--data DIR] [--generated N] [--seed S] [--no-presidio] [--misses FILE] [--every-set]`

DIR may hold `presidio_synth`, `lifebench_pii` and `sms_spam`; what it lacks is left out. FILE gets every miss and false alarm
of ours on the generated texts, with `--every-set` on all sets, and the places where the silver standard of the SMS set is
disputed. Presidio needs the extra `bench`. How a hit is counted stands in `scoring`.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.redaction.contenders import ENTITIES, THRESHOLDS, Ours, Presidio, above, timed
from bench.redaction.datasets import Dataset, public_sets
from bench.redaction.generator import generate, read_contacts
from bench.redaction.marks import TYPES
from bench.redaction.scoring import SLACK, Found, Score, Tally, score

_SHOWN = "{:>6} {:>6} {:>6} {:>6} {:>6}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the comparison; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder of public sets")
    parser.add_argument("--generated", type=int, default=8000, help="generated texts (default 8000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the generated texts (default 1)")
    parser.add_argument("--policy", default="its-not-okay", help="policy whose redactor is measured")
    parser.add_argument("--no-presidio", action="store_true", help="measure ours alone")
    parser.add_argument("--misses", type=Path, help="file for every miss and false alarm")
    parser.add_argument("--every-set", action="store_true", help="misses of the public sets, too")
    options = parser.parse_args(arguments)

    ours = Ours(options.policy)
    presidio = None if options.no_presidio else _presidio()
    contacts = read_contacts(ours.directory / "contacts.yaml")
    examples = tuple(generate(options.generated, options.seed, contacts))
    plain = sum(not one.golds for one in examples)
    sets = [
        Dataset(
            "generated",
            examples,
            TYPES,
            f"seed {options.seed}; {plain} of them hold nothing personal, only near misses",
        )
    ]
    if options.data is not None:
        sets += public_sets(options.data)
    print(
        f"A hit has the type, covers half of every core part and leaves the marked extent by at most {SLACK} characters."
    )
    misses: list[str] = []
    for dataset in sets:
        result = _compare(dataset, ours, presidio)
        if options.every_set or dataset.name == "generated":
            misses += [
                f"{dataset.name}\t{kind}\t{what}\t{value!r}\t{text!r}"
                for kind, what, value, text in sorted(result.errors)
            ]
            misses += [f"{dataset.name}\tPHONE\tdisputed\t{each}" for each in dataset.disputed]
    if options.misses is not None:
        options.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")
        print(f"\n{len(misses)} misses, false alarms and disputed places are in {options.misses}")
    return 0


def _presidio() -> Presidio | None:
    try:
        presidio = Presidio()
    except ImportError as error:
        print(f"Presidio is not installed ({error}): ours alone. Install the extra `bench` to compare.")
        return None
    print(
        f"Presidio {presidio.version}, blank English, best threshold of {THRESHOLDS} per type and set by F2; "
        "what it finds in registered contacts is not held against it."
    )
    return presidio


def _compare(dataset: Dataset, ours: Ours, presidio: Presidio | None) -> Score:
    texts = [one.text for one in dataset.examples]
    ours.find(texts[:100])  # the first texts pay for caches that a running worker has filled
    found, mine = timed(ours, texts)
    result = score(dataset.examples, [[each[:3] for each in one] for one in found], dataset.types)
    theirs: dict[str, Tally] = {}
    pace = ""
    if presidio is not None:
        presidio.find(texts[:10])
        other, spent = timed(presidio, texts)
        pace = f", Presidio {spent:.0f} us"
        theirs = _best(dataset, other)
    print(f"\n{dataset.name}: {len(texts)} texts; ours {mine:.1f} us a text{pace}")
    if dataset.note:
        print(f"  {dataset.note}")
    head = _SHOWN.format("P", "R", "F2", "exact", "any")
    print(f"  {'':16}{'golds':>6}  {head}{'   |' + head + '   Presidio' if theirs else ''}")
    for kind in dataset.types:
        line = f"  {kind:16}{result.types[kind].golds:>6}  {_row(result.types[kind])}"
        if theirs:
            line += "   |" + (_row(theirs[kind]) if kind in theirs else "  no recogniser")
        print(line)
    line = f"  {'all':16}{_sum(result.types.values()).golds:>6}  {_row(_sum(result.types.values()))}"
    if theirs and len(theirs) < len(dataset.types):
        shared = _sum([tally for kind, tally in result.types.items() if kind in theirs])
        print(line)
        line = f"  {'both know':16}{shared.golds:>6}  {_row(shared)}"
    print(line + (f"   |{_row(_sum(theirs.values()))}" if theirs else ""))
    return result


def _best(dataset: Dataset, found: Sequence[Sequence[tuple[int, int, str, float]]]) -> dict[str, Tally]:
    """The tally of each type at the threshold that suits it best, findings in public contacts left out."""
    best: dict[str, Tally] = {}
    known = [kind for kind in dataset.types if kind in ENTITIES.values()]
    for threshold in THRESHOLDS:
        findings: list[list[Found]] = [
            [each for each in one if not any(each[0] < end and start < each[1] for start, end in example.public)]
            for example, one in zip(dataset.examples, above(found, threshold), strict=True)
        ]
        for kind, tally in score(dataset.examples, findings, known, keep_errors=False).types.items():
            if kind not in best or tally.f2 > best[kind].f2:
                best[kind] = tally
    return best


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for one in tallies:
        total.golds += one.golds
        total.found += one.found
        total.exact += one.exact
        total.any_type += one.any_type
        total.right += one.right
        total.wrong += one.wrong
    return total


def _row(tally: Tally) -> str:
    share = max(1, tally.golds)
    return _SHOWN.format(
        *(
            f"{value:.3f}"
            for value in (tally.precision, tally.recall, tally.f2, tally.exact / share, tally.any_type / share)
        )
    )


if __name__ == "__main__":
    sys.exit(main())
