"""Invented comments, each written by hand with its label: what public sets hold next to none of.

They lie in `written/*.tsv` in the source tree, one `label<TAB>text` a line; the installed package has none of them. A line
says what its text is. What it is not depends on the file: its writer was asked for near misses of that file's labels only,
so of any other kind it may be as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from houserules.scoring.training.near import near_groups

FOLDER: Final = Path(__file__).parent / "written"
FOLDS: Final = 5

NONE: Final = "none"
LABELS: Final[Mapping[str, frozenset[str]]] = {
    "told": frozenset(("told", "worried", NONE)),
    "crisis": frozenset(("crisis", "query", NONE)),
    "civil": frozenset(("insult", "harass", "threat", NONE)),
    "content": frozenset(("sexual", "hate", "spam", NONE)),
    "law": frozenset(("illegal", "libel", NONE)),
    "posing": frozenset(("posing", "copied", NONE)),
    "public": frozenset(("politics", "case", NONE)),
    "private": frozenset(("private", "bait", NONE)),
}
"""The files, and the labels that each may have."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text, its label, the file that it is in, and the text that stands for all that say nearly the same."""

    file: str
    label: str
    text: str
    group: str = ""

    @property
    def fold(self) -> int:
        """0 to `FOLDS` - 1, by what its group says: the same in every run on any machine."""
        plain = " ".join((self.group or self.text).casefold().split())
        return int.from_bytes(blake2b(plain.encode("utf-8", "replace"), digest_size=4).digest()) % FOLDS


def read_written(folder: Path = FOLDER) -> list[Written]:
    """Every text once, in the order of the files. ValueError where there is none, or a line is not as it should be."""
    rows: dict[str, Written] = {}
    for file, labels in LABELS.items():
        path = folder / f"{file}.tsv"
        if not path.is_file():
            raise ValueError(f"{path} is not there: the written texts are in the source tree, not in the package")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            label, tab, text = line.partition("\t")
            if not tab or label not in labels or not text.strip() or "\t" in text:
                raise ValueError(f"{path}:{number}: no `label<TAB>text` with a label of {', '.join(sorted(labels))}")
            rows.setdefault(text.strip(), Written(file, label, text.strip()))
    found = list(rows.values())
    groups = near_groups([item.text for item in found])
    return [replace(item, group=group) for item, group in zip(found, groups, strict=True)]
