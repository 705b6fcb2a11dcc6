"""Names of private people are found; public ones, first names alone and mentions are left. Needs spaCy only in part."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from houserules.redaction.names import NameFinder, NamesUnavailable, PublicNames, may_hold_name, private_names
from houserules.redaction.redactor import Redactor
from houserules.redaction.registry import ContactRegistry

PUBLIC = PublicNames(["Jane Smith", "Dr. Ada O'Neill", "NSPCC"])


def names(marked: str) -> list[str]:
    """What counts as private in a text whose persons, as a pipeline sees them, stand between `<` and `>`."""
    text = ""
    persons: list[tuple[int, int]] = []
    for place, piece in enumerate(marked.replace(">", "<").split("<")):
        if place % 2:
            persons.append((len(text), len(text) + len(piece)))
        text += piece
    return [text[first:last] for first, last, _ in private_names(text, persons, PUBLIC)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("it was <John Brown> again", ["John Brown"]),
        ("it was <john brown> again", ["john brown"]),
        ("<John Brown's> flat", ["John Brown"]),
        ("<John Brown’s> flat", ["John Brown"]),
        ("the <Browns'> house", []),
        ("ask <Mary Jones>.", ["Mary Jones"]),
        ("ask <Mary Jones.> She knows", ["Mary Jones"]),
        ("ask <Mary Jones,> she knows", ["Mary Jones"]),
        ("ask <Mary J.> about it", ["Mary J."]),
        ("<J. K. Brown> did", ["J. K. Brown"]),
        ("<Mary-Ann O'Brien> did", ["Mary-Ann O'Brien"]),
        ("<Siân Ó Súilleabháin> did", ["Siân Ó Súilleabháin"]),
        ("<محمد علي> said so", ["محمد علي"]),
        ("<Mohammed Al-Amin Khan> did", ["Mohammed Al-Amin Khan"]),
        ("👨‍👩‍👧 <John Brown> 😢", ["John Brown"]),
        ("<John Brown 😢> help", ["John Brown"]),
        ("<John Brown\nLeeds Road>", ["John Brown", "Leeds Road"]),
        ("<John Brown, Mary Jones>", ["John Brown", "Mary Jones"]),
        ("my teacher <Mr Khan>", ["Khan"]),
        ("my teacher Mr <Khan>", ["Khan"]),
        ("my teacher Mrs. <Khan>'s class", ["Khan"]),
        ("ask Dr <Patel>", ["Patel"]),
        ("uncle <Dave>", ["Dave"]),
        ("<Uncle Dave> did it", ["Dave"]),
    ],
)
def test_private_names_are_covered_and_nothing_around_them(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "thanks <Sam>",
        "thanks <sam>'s mum",
        "well said @<John Brown>",
        "well said <@JohnBrown>",
        "#<John Brown>",
        "<John_Brown99>",
        "https://example.org/<john brown>",
        "thanks to <Jane Smith> for coming",
        "thanks to <JANE  SMITH>",
        "<Jane Smith's> speech",
        "Ms <Smith> spoke",
        "<Ms Smith> spoke",
        "<Ada O’Neill> was there",
        "<NSPCC>",
        "thanks to <Priya Brown> MP for visiting",
        "<Priya Brown>, MSP",
        "Cllr <Priya Brown> said",
        "the Home Secretary, as minister <Priya Brown> said",
        "mayor of Leeds <Priya Brown>",
        "it was [name <removed Here>]",
        "it was [<name removed>] again",
        "<PLEASE EVERYONE READ THIS BEFORE IT GOES>",
        "<😢>",
        "< >",
        "<>",
        "mr <khan>",
    ],
)
def test_public_single_and_linked_names_stay(marked: str) -> None:
    assert names(marked) == []


def test_a_listed_name_makes_no_namesake_public() -> None:
    assert names("<John Smith> and <Jane Smithson>") == ["John Smith", "Jane Smithson"]


def test_how_a_name_is_written_tells_how_sure_it_is() -> None:
    text = "John Brown john brown Mr Khan"
    scores = [score for *_, score in private_names(text, [(0, 10), (11, 21), (25, 29)], PublicNames())]
    assert scores[0] > scores[2] > scores[1] >= 0.5


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("Sam", False), ("😢 42", False), ("Sam K", True), ("a b", True)]
)
def test_short_texts_are_not_read_at_all(text: str, expected: bool) -> None:
    assert may_hold_name(text) is expected


def test_without_spacy_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(NamesUnavailable, match=r"pip install 'houserules\[names\]'"):
        NameFinder("en_core_web_sm")


class Told:
    """Finds what it is told to find, in every text."""

    def __init__(self, *wanted: str) -> None:
        self.wanted = wanted

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, float]]]:
        return [
            private_names(
                text, [(text.find(name), text.find(name) + len(name)) for name in self.wanted if name in text], PUBLIC
            )
            for text in texts
        ]


def test_a_redactor_takes_names_out_and_finds_no_more_in_what_it_made() -> None:
    redactor = Redactor(ContactRegistry(), names=Told("John Brown", "Jane Smith", "name removed"))
    text = "😢 it was John Brown's fault, thanks Jane Smith"
    (redaction,) = redactor.find([text])
    made = redactor.apply(text, redaction)
    assert made == "😢 it was [name removed]'s fault, thanks Jane Smith"
    assert redactor.find([made])[0].spans == ()


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline without a model: it knows persons from a list."""
    spacy: Any = pytest.importorskip("spacy")
    made = spacy.blank("en")
    made.meta["name"], made.meta["version"] = "listed", "1.2.3"
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "John Brown"},
            {"label": "PERSON", "pattern": "Jane Smith"},
            {"label": "PER", "pattern": "Khan"},
            {"label": "GPE", "pattern": "New York"},
        ]
    )
    made.add_pipe("sentencizer")
    place = tmp_path_factory.mktemp("pipelines") / "en_listed"
    made.to_disk(place)
    return place


def test_names_are_found_in_batches_in_code_points(pipeline: Path) -> None:
    finder = NameFinder(str(pipeline), public=["Jane Smith"], batch_size=2)
    texts = [
        "👨‍👩‍👧 John Brown 😢",
        "",
        "Jane Smith of New York",
        "Mr Khan's class",
        "x",
        "👨‍👩‍👧 John Brown 😢",
        "Khan here",
    ]
    found = finder.find(texts)
    assert [[text[start:end] for start, end, _ in spans] for text, spans in zip(texts, found, strict=True)] == [
        ["John Brown"],
        [],
        [],
        ["Khan"],
        [],
        ["John Brown"],
        [],
    ]
    assert finder.find([]) == []


def test_a_finder_says_which_pipeline_it_reads_with(pipeline: Path) -> None:
    assert NameFinder(str(pipeline)).version == "en_listed-1.2.3"


def test_only_what_finds_names_is_kept_of_a_pipeline(pipeline: Path) -> None:
    assert NameFinder(str(pipeline))._pipeline.pipe_names == ["entity_ruler"]


def test_a_missing_pipeline_is_an_error_that_says_how_to_install_it() -> None:
    pytest.importorskip("spacy")
    with pytest.raises(NamesUnavailable, match="python -m spacy download en_nowhere_sm"):
        NameFinder("en_nowhere_sm")


def test_a_pipeline_that_knows_no_persons_is_refused(tmp_path: Path) -> None:
    spacy: Any = pytest.importorskip("spacy")
    made = spacy.blank("en")
    made.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Leeds"}])
    made.to_disk(tmp_path / "places")
    with pytest.raises(NamesUnavailable, match="finds no persons"):
        NameFinder(str(tmp_path / "places"))
