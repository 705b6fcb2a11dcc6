"""The shipped scorers: what they say of invented posts. The rules that ask them have golden cases (scores.yaml)."""

from hashlib import sha256
from importlib.resources import files

import pytest
import yaml

from houserules.cli.main import main
from houserules.judging.policy import load_policy, shipped_policy_path
from houserules.scoring.shipped import load_scorer, shipped_scorers

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


def test_the_digest_is_that_of_the_file_and_all_are_small() -> None:
    total = 0
    for name in shipped_scorers():
        content = (files("houserules.scoring") / "models" / f"{name}.hrm").read_bytes()
        assert load_scorer(name).digest == "sha256:" + sha256(content).hexdigest()
        assert (files("houserules.scoring") / "models" / f"{name}.md").is_file()
        total += len(content)
    assert total < 5_000_000


# Worded unlike every written text: score, post, and whether it should be high.
UNLIKE = [
    ("told", "the bus home from his flat on sundays still makes my stomach turn, i was in year eight", True),
    ("told", "by the time i left that house at sixteen i had learnt to leave my own body", True),
    ("told", "the minister said nothing new about the report today", False),
    (
        "worried",
        "a woman at our church noticed bruises on a little lad and the step dad answers every question for him",
        True,
    ),
    ("worried", "her teacher says the class raised ninety pounds with a cake stall", False),
    ("crisis", "cant keep pretending for the kids much longer, the dark is winning tonight", True),
    ("crisis", "the bus was late again and I missed the start of the match", False),
    ("query", "would my husband have to know if i went and spoke to somebody at the centre", True),
    ("query", "this page is very well made", False),
    ("insult", "honestly pal you have the brain of a turnip, sit down", True),
    ("harass", "nobody believes a word of your sob story, give it a rest", True),
    ("threat", "somebody ought to pay him a visit one night and make sure he never walks again", True),
    ("threat", "he said he would burn our house down if I told", False),
    ("sexual", "hey gorgeous whats a girl like you doing all alone tonight, come and keep me company", True),
    ("contempt", "you cant trust any of them, its in their blood", True),
    ("contempt", "Muslims in our town raised four thousand pounds for the refuge", False),
    ("advert", "we do gutters and roofs, best prices in town, msg me for a free quote", True),
    ("advert", "the refuge shop on the high street has a sale, all proceeds go to counselling", False),
    ("illegal", "got a few clean driving licences left, any name you want, forty quid each, message me", True),
    ("illegal", "they made him carry parcels to the coast for them when he was fourteen", False),
    ("libel", "ask the manager of that care home where the residents savings went, she is bent as they come", True),
    ("libel", "the coach abused me for three years and I never told a soul", False),
    ("libel", "our choirmaster is retiring after thirty lovely years", False),
    ("posing", "i am the officer looking after your file, reply here with your date of birth to confirm", True),
    ("posing", "a police officer came to our school and she was lovely", False),
    (
        "copied",
        "Preheat the oven to 180C. Cream the butter and sugar until pale, then fold in the flour. Bake until golden.",
        True,
    ),
    ("copied", "my nan made a cake for the vigil and it was gone in ten minutes", False),
    ("politics", "only one party ever stood up for girls like these and you know who to vote for on thursday", True),
    ("politics", "I wrote to my MP and she answered within a week", False),
    ("case", "he is guilty as sin and that jury had better see it, look at his face in the dock", True),
    ("case", "the court gave me a room with a sofa and a dog", False),
    ("private", "his girlfriend works on the tills at the big supermarket in town till eight, go and ask her", True),
    ("private", "my school moved to the other side of town", False),
    ("bait", "drop a heart if you still love your mum, only real ones will share", True),
    ("bait", "my old dog sits with me when I read these", False),
]


@pytest.mark.parametrize(("score", "text", "high"), UNLIKE)
def test_wording_that_nobody_foresaw(score: str, text: str, high: bool) -> None:
    name = next(name for name in shipped_scorers() if score in load_scorer(name).names)
    scorer = load_scorer(name)
    value = scorer.score([text])[0, scorer.names.index(score)]
    assert value >= 0.8 if high else value < 0.5, value


def test_nobody_who_tells_of_harm_reads_like_an_attacker() -> None:
    texts = [text for score, text, high in UNLIKE if high and score in ("told", "worried", "crisis", "query")]
    assert load_scorer("conduct-en").score(texts).max() < 0.5
    assert load_scorer("matters-en").score(texts).max() < 0.8


def test_whatever_a_rule_of_care_finds_scores_of_conduct_have_no_say() -> None:
    policy = load_policy(shipped_policy_path("its-not-okay"))
    care = {one.id for one in policy.rules if one.category in ("SAFEGUARDING", "CRISIS")}
    named = yaml.safe_load((shipped_policy_path("its-not-okay") / "conditions.yaml").read_text())["care-found"]["rule"]
    assert {one for one in care if not one.startswith("scores.")} == set(named), "mend care-found in conditions.yaml"


def test_scores_of_conduct_and_matters_only_hold() -> None:
    policy = load_policy(shipped_policy_path("its-not-okay"))
    seen = [one for one in policy.rules if one.id.startswith("scores.") and one.id.endswith("-seen")]
    assert len(seen) == 14
    for one in seen:
        assert one.then.outcome == "hold"
        assert one.then.severity in ("low", "medium")
        assert set(one.then.actions) <= {"preserve_evidence"}


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
