"""Training: a small invented set is learnt, the same way every time, and what is learnt is calibrated."""

import json
from pathlib import Path

import numpy as np
import pytest

from houserules.scoring.training.campaign_talk import harmless_talk
from houserules.scoring.training.courses import COURSES
from houserules.scoring.training.datasets import READERS, read_datasets
from houserules.scoring.training.fitting import Lesson, Recipe, fit, refit
from houserules.scoring.training.lessons import as_judged, lessons
from houserules.scoring.training.near import near_groups
from houserules.scoring.training.unwelcome_talk import abusive_talk, advert_talk
from houserules.scoring.training.written import LABELS, Written, read_written

RUDE = ["grobnard", "flimwit", "tosspipe", "your a snottle", "u absolute grobnard", "what a flimwit"]
NICE = ["thank you", "lovely page", "see you on Saturday", "I was thirteen", "the bus is late", "call the helpline"]
SMALL = Recipe(bits=12, passes=25)


def invented(count: int, seed: int) -> list[Lesson]:
    dice = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        rude = bool(dice.random() < 0.5)
        words = dice.choice(RUDE if rude else NICE, 2).tolist() + dice.choice(NICE, 1).tolist()
        found.append(Lesson(" ".join(words), {"rude": rude}))
    return found


def test_what_is_taught_is_learnt_and_calibrated() -> None:
    scorer = fit("small", ("rude",), invented(300, 1), invented(150, 2), SMALL)
    table = scorer.score(["oi you FLIMWIT, what a tosspipe", "grobnard!!", "thank you, lovely page", "the bus is late"])
    assert (table[:2, 0] > 0.6).all()
    assert (table[2:, 0] < 0.2).all()


def test_the_same_lessons_give_the_same_bytes() -> None:
    first = fit("small", ("rude",), invented(80, 1), invented(40, 2), SMALL).to_bytes()
    assert fit("small", ("rude",), invented(80, 1), invented(40, 2), SMALL).to_bytes() == first
    assert fit("small", ("rude",), invented(80, 3), invented(40, 2), SMALL).to_bytes() != first


def test_labels_that_are_not_known_teach_nothing() -> None:
    unknown = [Lesson("thank you", {}) for _ in range(200)]
    rude, nice = Lesson("grobnard", {"rude": True}), Lesson("thank you", {"rude": False})
    scorer = fit("small", ("rude",), [*unknown, *[rude, nice] * 20], [rude, nice] * 20, SMALL)
    assert scorer.score(["grobnard"])[0, 0] > scorer.score(["thank you"])[0, 0]


@pytest.mark.parametrize("held_out", [[], [Lesson("thank you", {"rude": False})]])
def test_a_score_needs_both_kinds(held_out: list[Lesson]) -> None:
    with pytest.raises(ValueError, match="no text in calibration that is rude"):
        fit("small", ("rude",), invented(50, 1), held_out, SMALL)


def test_campaign_talk_is_the_same_for_a_seed() -> None:
    assert harmless_talk(50, 1) == harmless_talk(50, 1) != harmless_talk(50, 2)
    assert len(set(harmless_talk(1000, 1))) > 700
    assert not any(
        "{" in text or "|" in text for text in harmless_talk(2000, 4) + abusive_talk(500, 4) + advert_talk(500, 4)
    )


def test_redaction_is_foreseen() -> None:
    assert as_judged("ring 07700 900123 or a@b.example now") == "ring [phone removed] or [email removed] now"


def test_sets_are_read_and_split_by_what_they_say(tmp_path: Path) -> None:
    spam = tmp_path / "sms_spam"
    spam.mkdir()
    lines = ["label\ttext", *(f"ham\thello number {word}" for word in "abcdefghijklmnop"), 'spam\tWIN "NOW &amp; here']
    spam.joinpath("SMSSpamCollection.tsv").write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    queries = tmp_path / "clinc_oos"
    queries.mkdir()
    queries.joinpath("data_train_val.json").write_text(
        json.dumps({"train": [["what is up", "greeting"]]}), encoding="utf-8"
    )

    rows = read_datasets(tmp_path)
    assert len(rows) == 18
    assert rows[16].text == 'WIN "NOW & here'
    assert rows[16].labels["spam"]
    assert {row.dataset for row in rows} == {"sms_spam", "clinc_oos"}
    again = {row.text: row.split for row in read_datasets(tmp_path)}
    assert again == {row.text: row.split for row in rows}
    assert set(again.values()) == {"train", "calibrate", "test"}
    assert len(lessons(rows, "train")) > sum(row.split == "train" for row in rows)


def test_a_set_of_another_shape_is_refused(tmp_path: Path) -> None:
    assert read_datasets(tmp_path) == []
    for name in READERS:
        (tmp_path / name).mkdir()
    with pytest.raises(ValueError, match="davidson: not the set that was expected"):
        read_datasets(tmp_path)
    with pytest.raises(KeyError):
        read_datasets(tmp_path, ["nonsense"])


def test_what_learnt_from_everything_is_calibrated_as_what_figures_are_from() -> None:
    learn, apart = invented(300, 1), invented(150, 2)
    first, whole = refit("small", ("rude",), learn, apart, SMALL)
    assert first.to_bytes() == fit("small", ("rude",), learn, apart, SMALL).to_bytes() != whole.to_bytes()
    texts = ["oi you FLIMWIT, what a tosspipe", "thank you, lovely page"]
    assert np.abs(first.score(texts) - whole.score(texts)).max() < 0.1


def test_written_texts_are_read_once_and_checked(tmp_path: Path) -> None:
    for file, labels in LABELS.items():
        lines = [f"{label}\t{file} is {label}" for label in sorted(labels)]
        (tmp_path / f"{file}.tsv").write_text("\n".join([*lines, lines[0], ""]), encoding="utf-8")
    found = read_written(tmp_path)
    assert len(found) == sum(map(len, LABELS.values()))
    assert all(item.text == f"{item.file} is {item.label}" for item in found)
    (tmp_path / "told.tsv").write_text("told\tone\nspam\ttwo\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"told\.tsv:2"):
        read_written(tmp_path)
    (tmp_path / "told.tsv").unlink()
    with pytest.raises(ValueError, match="source tree"):
        read_written(tmp_path)


def test_what_says_nearly_the_same_is_in_one_fold() -> None:
    one, other = (
        "he sits outside the school every day in that blue van",
        "He sits outside the school everyday in that blue van!",
    )
    far, alone = "i made a cake for the vigil and it was gone in ten minutes", "yes"
    chained = "he sits outside the school all day in that old blue van"
    groups = near_groups([one, far, other, alone, chained])
    assert groups[0] == groups[2] == groups[4] == min(one, other, chained)
    assert groups[1] == far
    assert groups[3] == alone
    assert near_groups([]) == []
    folds = {Written("told", "told", text, groups[0]).fold for text in (one, other, chained)}
    assert len(folds) == 1


def test_a_commonplace_does_not_make_everything_one_group() -> None:
    texts = [f"who do i ring about {word}" for word in "abcdefghijklmnopqrstuvwxyzäöüßéèêëçñ"]
    assert len(set(near_groups([*texts, "the bus was late", "the bus was early"]))) > 2


@pytest.mark.parametrize("name", sorted(COURSES))
def test_a_course_never_calls_a_text_what_its_writer_did_not(name: str) -> None:
    course = COURSES[name]
    written = [
        Written(file, label, f"{label} {number}") for file in LABELS for label in LABELS[file] for number in "abc"
    ]
    for item in written:
        known = course.written(item)
        assert set(known) <= set(course.names)
        named = {"hate": "contempt", "spam": "advert"}.get(item.label, item.label)
        assert {kind for kind, true in known.items() if true} == {named} & set(course.names)
    learn, apart = course.lessons(written, [])
    assert len(apart) + len(learn) >= sum(bool(course.written(item)) for item in written if item.file in course.files)
    assert {lesson.text for lesson in learn}.isdisjoint(lesson.text for lesson in apart)
