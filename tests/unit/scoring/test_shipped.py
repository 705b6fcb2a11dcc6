"""The shipped scorer `abuse-en`: what it says of invented posts. The rules that ask it have golden cases (scores.yaml)."""

from hashlib import sha256
from importlib.resources import files

import pytest

from houserules.cli.main import main
from houserules.scoring.shipped import load_scorer

INSULTS = ["ur a lying scrote and a parasite", "yous are spineless weasels", "what a mardy old trout you are"]
HARMLESS = [
    "I was raped at a party when I was thirteen and nobody believed me",
    "grooming can happen to any child, boys as well as girls",
    "he called me a dirty little liar and a slag, and I believed it for years",
    "my mum's boyfriend touched me, who do i ring?",
    "thank you for this page, you are not alone x",
    "I feel so stupid and dirty and I cannot tell anyone",
    "Muslim, Christian or none, gay or straight: it happens in every community",
    "the police told my daughter she had made a lifestyle choice",
    "😢💔",
    "",
]
GOLDEN = {
    "you absolute muppet": (0.555, 0.01, 0.001, 0.0),
    "Thank you, you are so brave": (0.001, 0.004, 0.0, 0.0),
    "Txt WIN now to claim your free prize": (0.003, 0.005, 0.009, 1.0),
    "so true": (0.004, 0.03, 0.039, 0.001),
}


def test_the_digest_is_that_of_the_file() -> None:
    content = (files("houserules.scoring") / "models" / "abuse-en.hrm").read_bytes()
    assert load_scorer("abuse-en").digest == "sha256:" + sha256(content).hexdigest()
    assert len(content) < 2_000_000


def test_golden_scores() -> None:
    table = load_scorer("abuse-en").score(list(GOLDEN))
    assert {text: tuple(row) for text, row in zip(GOLDEN, table.tolist(), strict=True)} == GOLDEN


def test_insults_score_high_and_campaign_talk_does_not() -> None:
    scorer = load_scorer("abuse-en")
    abuse = scorer.names.index("abuse")
    assert scorer.score(INSULTS)[:, abuse].min() >= 0.9
    assert scorer.score(HARMLESS).max() < 0.5


def test_the_command_lists_and_tries(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scorer", "list"]) == 0
    assert "abuse-en: abuse, hate, sexism, spam; sha256:" in capsys.readouterr().out
    assert main(["scorer", "try", "--json", "yous are spineless weasels"]) == 0
    assert '"abuse":0.9' in capsys.readouterr().out
    assert main(["scorer", "try", "--name", "abuse-fr", "hello"]) == 2


def test_training_without_sets_says_what_is_missing(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("nothing")
    assert main(["scorer", "train", "--data", str(folder), "--out", str(folder / "x.hrm")]) == 2
    said = capsys.readouterr().err
    assert "not learnt from: davidson" in said
    assert "no text in training that is hate" in said
    assert not (folder / "x.hrm").exists()
