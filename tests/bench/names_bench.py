"""What a spaCy pipeline finds of people's names in real posts, and what it costs.

`python tests/bench/names_bench.py --data DIR --model NAME`: DIR holds the WNUT 2017 files (`*.conll`: token, tab, label; an
empty line ends a post). Prints precision, recall and F2, which counts recall twice as much: a name that stays
is worse than a word too many taken out. Then the time per post, and whether a post's answer depends on its batch.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from houserules.redaction.names import LABELS, NameFinder

BATCH: Final = 500
NO_SPACE_BEFORE: Final = frozenset(".,!?;:)%")

Span = tuple[int, int]


class Post(NamedTuple):
    """A text and the persons in it, in code points."""

    text: str
    persons: list[Span]


class Count:
    """Findings and gold spans that meet."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.right = self.found = self.met = self.covered = self.gold = 0

    def add(self, found: Sequence[Span], gold: Sequence[Span], accepted: Sequence[Span]) -> None:
        """Count one post. `gold` should be found; what overlaps with `accepted` is not wrong."""
        self.found += len(found)
        self.right += sum(any(_meet(item, person) for person in accepted) for item in found)
        self.gold += len(gold)
        self.met += sum(any(_meet(item, person) for item in found) for person in gold)
        self.covered += sum(any(item[0] <= person[0] and item[1] >= person[1] for item in found) for person in gold)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.found), self.met / max(1, self.gold)
        f2 = 5 * precision * recall / max(1e-9, 4 * precision + recall)
        return (
            f"{self.name:46} precision {precision:.3f} ({self.right}/{self.found})  recall {recall:.3f} "
            f"({self.met}/{self.gold})  wholly covered {self.covered / max(1, self.gold):.3f}  F2 {f2:.3f}"
        )


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def read(path: Path) -> Iterator[Post]:
    """The posts of a file, their tokens joined as people write."""
    text, persons = "", list[Span]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        token, _, label = line.partition("\t")
        if not token:
            if text:
                yield Post(text, persons)
            text, persons = "", []
            continue
        if text and token[0] not in NO_SPACE_BEFORE and token not in ("'s", "n't", "'m", "'re", "'ve", "'ll", "'d"):
            text += " "
        start = len(text)
        text += token
        if label == "B-person":
            persons.append((start, len(text)))
        elif label == "I-person" and persons:
            persons[-1] = (persons[-1][0], len(text))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="directory of the WNUT 2017 files")
    parser.add_argument("--model", required=True, help="name of an installed spaCy pipeline")
    options = parser.parse_args()
    posts = [post for path in sorted(options.data.glob("*.conll")) for post in read(path)]
    if not posts:
        parser.error(f"no *.conll files in {options.data}")
    begun = perf_counter()
    finder = NameFinder(options.model)
    loaded = perf_counter() - begun
    texts = [post.text for post in posts]
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    finder.find(batches[0])

    begun = perf_counter()
    found = [spans for batch in batches for spans in finder.find(batch)]
    spent = perf_counter() - begun
    everybody, private = Count("the pipeline, all persons"), Count("names that count, persons of two words or more")
    for post, document, spans in zip(posts, finder._pipeline.pipe(texts, batch_size=128), found, strict=True):
        seen = [(item.start_char, item.end_char) for item in document.ents if item.label_ in LABELS]
        everybody.add(seen, post.persons, post.persons)
        long = [person for person in post.persons if " " in post.text[person[0] : person[1]]]
        private.add([(start, end) for start, end, _ in spans], long, post.persons)
    differ = sum(finder.find([text])[0] != spans for text, spans in zip(batches[0], found, strict=False))
    print(f"{finder.version}: {len(posts)} posts of {sum(map(len, texts)) / len(texts):.0f} characters")
    print(everybody)
    print(private)
    print(f"loaded in {loaded:.1f} s; {spent / len(texts) * 1e6:.0f} us a post in batches of {BATCH}")
    print(f"of the first {len(batches[0])} posts, answered otherwise when read alone: {differ}")


if __name__ == "__main__":
    main()
