"""How well disguised words are found, and whether innocent ones are left alone.

`python tests/bench/obfuscation_bench.py` prints for every form of disguise how many terms of the shipped lexicons are
found in it. `--clean DIR` reads texts without disguises (CSV and TSV files with a column of texts, CoNLL, JSON) and
lists every hit that only a view other than the plain one gives. What it prints is not for the faint of heart.
"""

import argparse
import csv
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from houserules.text.terms import TermMatcher
from houserules.text.views import ViewBatch
from support.obfuscation import FORMS, Recall, lexicon_terms, recall

LEXICONS = ("profanity", "slurs", "insults")
BATCH = 500
FIELDS = ("text", "tweet", "full_text", "v2", "content", "title")


def print_recall(seeds: int, worst: int) -> None:
    """Recall by form and lexicon over `seeds` draws of every form, and the terms that are missed most."""
    lexicons = {name: lexicon_terms(name) for name in LEXICONS}
    matcher = TermMatcher([term for terms in lexicons.values() for term in terms])
    print(f"{'form':34}{'group':12}" + "".join(f"{name:>11}" for name in LEXICONS) + "   not found")
    totals: Counter[str] = Counter()
    for form in FORMS:
        cells: list[str] = []
        missed: Counter[str] = Counter()
        examples: dict[str, str] = {}
        for name, terms in lexicons.items():
            result = Recall(0, 0, [])
            for seed in range(seeds):
                result += recall(matcher, terms, form, random.Random(f"{form.name} {name} {seed}"))
            cells.append(f"{100 * result.share:10.2f}%" if result.asked else f"{'-':>11}")
            totals[name] += result.asked
            totals[f"{name} found"] += result.found
            missed.update(sample.term for sample in result.missed)
            examples.update((s.term, s.text[s.start : s.end]) for s in result.missed)
        few = ", ".join(f"{term} ({examples[term]!r})" for term, _ in missed.most_common(worst))
        print(f"{form.name:34}{form.group:12}{''.join(cells)}   {few}")
    shares = "".join(f"{100 * totals[f'{name} found'] / totals[name]:10.2f}%" for name in LEXICONS)
    print(f"{'all':46}{shares}")


def texts_in(directory: Path) -> Iterator[tuple[str, str]]:
    """Every text under `directory` with the name of its folder, in a fixed order."""
    for file in sorted(directory.rglob("*")):
        if file.suffix in (".csv", ".tsv"):
            with file.open(encoding="utf-8", newline="") as lines:
                tabs = file.suffix == ".tsv"
                rows = csv.DictReader(lines, delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else 0)
                for row in rows:
                    if is_clean(row):
                        yield from ((file.parent.name, row[name]) for name in FIELDS if row.get(name))
        elif file.suffix == ".conll":
            words: list[str] = []
            for line in file.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    words.append(line.split("\t")[0])
                elif words:
                    yield file.parent.name, " ".join(words)
                    words = []
        elif file.suffix == ".json" and file.name != "SOURCE.json":
            for value in json.loads(file.read_text(encoding="utf-8")).values() if file.stem.startswith("data") else ():
                yield from ((file.parent.name, row[0]) for row in value)


def is_clean(row: dict[str, str]) -> bool:
    """Whether a row of labelled data is said to be harmless; without labels it is taken to be."""
    return (
        row.get("class", "2") == "2"
        and row.get("label", "ham") != "spam"
        and row.get("label_sexist", "not sexist") == "not sexist"
    )


def disguises(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str, str, str]]:
    """Source, view, term, what was typed and its surroundings, for every hit that the plain view does not explain."""
    terms = [term for name in LEXICONS for term in lexicon_terms(name)]
    matcher = TermMatcher(terms)
    for first in range(0, len(texts), BATCH):
        part = texts[first : first + BATCH]
        hits = matcher.scan(ViewBatch([text for _, text in part]))
        plain: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for hit in hits:
            if hit.view == "skeleton" and is_plain(part[hit.post][1][hit.start : hit.end], terms[hit.pattern]):
                plain[hit.post].append((hit.start, hit.end))
        for hit in hits:
            if not any(start < hit.end and hit.start < end for start, end in plain[hit.post]):
                source, text = part[hit.post]
                around = text[max(0, hit.start - 40) : hit.end + 40].replace("\n", " ")
                yield source, hit.view, terms[hit.pattern], text[hit.start : hit.end], around


def is_plain(typed: str, term: str) -> bool:
    """Whether `typed` is `term` as anybody would write it."""

    def letters(text: str) -> str:
        return "".join(filter(str.isalnum, text.casefold().replace("'", "").replace("’", "")))

    return letters(typed).removesuffix("s") == letters(term.removesuffix("*")).removesuffix("s")


def print_clean(directory: Path, most: int) -> None:
    """Every hit of `disguises` in up to `most` texts of each folder."""
    by_source: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, text in texts_in(directory):
        by_source[source].append((source, text))
    rng = random.Random(1)
    chosen: list[tuple[str, str]] = []
    for texts in by_source.values():
        chosen += texts if len(texts) <= most else rng.sample(texts, most)
    counts: Counter[tuple[str, str]] = Counter()
    for source, view, term, typed, around in disguises(chosen):
        counts[source, view] += 1
        print(f"{source:14}{view:10}{term:16}{typed!r:24} ... {around}")
    print(f"{len(chosen)} texts: {dict(Counter(source for source, _ in chosen))}")
    for (source, view), count in sorted(counts.items()):
        print(f"{source:14}{view:10}{count:6}")


def main(arguments: Iterable[str] | None = None) -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, metavar="DIR", help="texts without disguises")
    parser.add_argument(
        "--most", type=int, default=4000, help="most texts of one folder that are read (default %(default)s)"
    )
    parser.add_argument("--seeds", type=int, default=5, help="how often every form is tried (default %(default)s)")
    parser.add_argument("--worst", type=int, default=4, help="how many terms not found are named (default %(default)s)")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    if options.clean:
        print_clean(options.clean, options.most)
    else:
        print_recall(options.seeds, options.worst)


if __name__ == "__main__":
    main()
