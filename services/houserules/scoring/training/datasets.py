"""Public labelled texts, as files in a folder, read for training and for measuring. The package holds none of them."""

import csv
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

Split = Literal["train", "calibrate", "test"]

_TENTHS: Final[tuple[Split, ...]] = ("test", "test", "calibrate", "calibrate", *("train",) * 6)
_NOT_WORDS: Final = re.compile(r"\W+|\d+")


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text. `labels` says for each score whether the text is of that kind; a score left out is not known.

    `kind` is the set's own label, for figures; texts with one `group` must not be parted between training and test.
    """

    dataset: str
    id: str
    text: str
    kind: str
    labels: Mapping[str, bool]
    group: str

    @property
    def split(self) -> Split:
        """Train, calibrate or test: by what the text says, so that copies stay together in every run on any machine."""
        return _TENTHS[int.from_bytes(blake2b(self.group.encode("utf-8", "replace"), digest_size=4).digest()) % 10]


def read_datasets(folder: Path, names: Iterable[str] | None = None) -> list[Row]:
    """The rows of the known sets in `folder` (all, or those `names`), each text once in its set; a set may be missing.

    Raises KeyError for a name that is not known, ValueError for a file that is not what its set should look like.
    """
    rows: list[Row] = []
    for name in READERS if names is None else names:
        read = READERS[name]
        if not (folder / name).is_dir():
            continue
        seen: set[str] = set()
        try:
            for row in read(folder / name):
                if row.text and row.text not in seen:
                    seen.add(row.text)
                    rows.append(row)
        except (KeyError, OSError, UnicodeDecodeError, csv.Error, json.JSONDecodeError) as error:
            raise ValueError(f"{folder / name}: not the set that was expected ({error!r})") from error
    return rows


HARMLESS: Final[Mapping[str, bool]] = {"abuse": False, "hate": False, "sexism": False, "spam": False}


def _davidson(folder: Path) -> Iterator[Row]:
    kinds = ("hate", "offensive", "neither")
    for line in _table(folder / "labeled_data.csv"):
        kind = kinds[int(line["class"])]
        labels = {"abuse": kind != "neither", "hate": kind == "hate", "spam": False}
        if kind == "neither":
            labels["sexism"] = False
        yield _row("davidson", line[""], line["tweet"], kind, labels)


def _edos(folder: Path) -> Iterator[Row]:
    for line in _table(folder / "edos_train_dev.csv"):
        kind = line["label_category"]
        sexist = kind != "none"
        # What is not sexist there may well insult somebody, or hate another group; what is need not insult anybody.
        yield _row("edos", line["rewire_id"], line["text"], kind, {"sexism": sexist, "spam": False})


def _hatemoji(folder: Path) -> Iterator[Row]:
    for file in ("train.csv", "validation.csv"):
        for line in _table(folder / "HatemojiBuild" / file):
            hate = line["label_gold"] == "1"
            labels = {"abuse": hate, "hate": hate, "spam": False}
            pair = min(line["entry_id"], line["matched_id"] or line["entry_id"])
            group = f"hatemoji {pair}"
            yield _row("hatemoji", line["entry_id"], line["text"], line["type"], labels, group)


def _convabuse(folder: Path) -> Iterator[Row]:
    for file in ("ConvAbuseEMNLPtrain.csv", "ConvAbuseEMNLPvalid.csv"):
        for line in _table(folder / file):
            votes = [int(key.rpartition(".")[2]) for key, vote in line.items() if key and _abuse(key, vote)]
            if not votes:
                continue
            mean = sum(votes) / len(votes)
            kind = "not abusive" if mean > 0.5 else "unsure" if mean > -0.5 else "mild" if mean > -1.5 else "strong"
            labels = {"abuse": kind in ("mild", "strong"), "spam": False} if kind != "unsure" else {"spam": False}
            yield _row("convabuse", line["example_id"], line["user"], kind, labels)


def _abuse(key: str, vote: str | None) -> bool:
    return "_is_abuse." in key and vote == "1"


def _sms_spam(folder: Path) -> Iterator[Row]:
    for number, line in enumerate(_table(folder / "SMSSpamCollection.tsv", tabs=True), 2):
        yield _spam("sms_spam", str(number), line["text"], line["label"] == "spam")


def _youtube_spam(folder: Path) -> Iterator[Row]:
    for line in _table(folder / "youtube_3_videos.csv"):
        yield _spam("youtube_spam", line["comment_id"], line["content"], line["class"] == "1")


def _tg_spam(folder: Path) -> Iterator[Row]:
    for number, line in enumerate(_table(folder / "tg_spam.tsv", tabs=True), 2):
        script = "English" if line["script_guess"] == "en" else "Russian"
        spam = line["label"] == "spam"
        kind = f"{'spam' if spam else 'ham'}, {script}"
        yield _row("tg_spam", str(number), line["text"], kind, {**HARMLESS, "spam": spam})


def _spam(name: str, number: str, text: str, spam: bool) -> Row:
    return _row(name, number, text, "spam" if spam else "ham", {**HARMLESS, "spam": spam})


def _clinc_oos(folder: Path) -> Iterator[Row]:
    parts = json.loads((folder / "data_train_val.json").read_text(encoding="utf-8"))
    for part, lines in parts.items():
        for number, (text, _) in enumerate(lines):
            yield _row("clinc_oos", f"{part} {number}", text, "query", HARMLESS)


def _crisislex(folder: Path) -> Iterator[Row]:
    for line in _table(folder / "t6_four_events.csv"):
        # What is off topic there was taken from the whole of Twitter and may be anything.
        labels = HARMLESS if line["label"] == "on-topic" else {}
        yield _row("crisislex", line["tweet_id"], line["text"], line["label"], labels)


def _counsel_chat(folder: Path) -> Iterator[Row]:
    for line in _table(folder / "questions_a.csv"):
        yield _row("counsel_chat", line["question_id"], f"{line['title']} {line['text']}", "question", HARMLESS)


def _uk_mp_tweets(folder: Path) -> Iterator[Row]:
    for line in _table(folder / "mp_tweets_a.csv"):
        yield _row("uk_mp_tweets", line["id"], line["full_text"], "tweet", HARMLESS)


def _wnut17(folder: Path) -> Iterator[Row]:
    for file in ("wnut17train.conll", "emerging.dev.conll"):
        sentences = (folder / file).read_text(encoding="utf-8").replace("\r", "").split("\n\n")
        for number, sentence in enumerate(sentences):
            words = [line.split("\t")[0] for line in sentence.split("\n") if line.strip()]
            yield _row("wnut17", f"{file} {number}", " ".join(words), "post", HARMLESS)


READERS: Final[dict[str, Callable[[Path], Iterator[Row]]]] = {
    "davidson": _davidson,
    "edos": _edos,
    "hatemoji": _hatemoji,
    "convabuse": _convabuse,
    "sms_spam": _sms_spam,
    "youtube_spam": _youtube_spam,
    "tg_spam": _tg_spam,
    "clinc_oos": _clinc_oos,
    "crisislex": _crisislex,
    "counsel_chat": _counsel_chat,
    "uk_mp_tweets": _uk_mp_tweets,
    "wnut17": _wnut17,
}
"""The sets that are known, by the name of their folder."""

_MENTION: Final = re.compile(r"@\w+|\[USER\]", re.IGNORECASE)
_LINK: Final = re.compile(r"\[URL\]|https?://\S+|www\.\S+", re.IGNORECASE)
_RETWEET: Final = re.compile(r"^\W*\bRT\b[\s:]*|\bRT\b(?=\s*@)")
_SPACES: Final = re.compile(r"\s+")


def _row(dataset: str, number: str, text: str, kind: str, labels: Mapping[str, bool], group: str | None = None) -> Row:
    """A row with what only tells of the set it comes from left out: HTML, whose tweet it was, where a link led."""
    plain = html.unescape(html.unescape(text))
    plain = _RETWEET.sub(" ", plain)
    plain = _SPACES.sub(" ", _LINK.sub(" https://example.com ", _MENTION.sub("@someone", plain))).strip()
    return Row(dataset, number, plain, kind, labels, group or _NOT_WORDS.sub(" ", plain.casefold()).strip())


def _table(path: Path, *, tabs: bool = False) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        if tabs:
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(lines)
