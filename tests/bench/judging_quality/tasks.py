"""What is asked of each public set, and which of our findings count as the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from houserules.scoring.training.datasets import Row

UNKIND: Final = frozenset({"INCIVILITY", "PROFANITY", "HARASSMENT", "HATE", "THREAT", "SEXUAL"})
AGAINST_GROUPS: Final = frozenset({"HATE", "HARASSMENT", "THREAT"})
ADVERTS: Final = frozenset({"SPAM", "ADVERTISING", "SPOOFED_HELPLINE", "ILLEGAL", "DUPLICATE"})
CARE: Final = frozenset({"SAFEGUARDING", "CRISIS", "SERIOUS_QUERY"})
SANCTIONS: Final = frozenset({"hold", "hide", "remove"})


@dataclass(frozen=True, slots=True)
class Task:
    """A yes-or-no question about the rows of a set: `truth` is the set's answer, None where it has none.

    The rules say yes where a finding is of `categories`; the scorer where `score` reaches a threshold.
    """

    name: str
    dataset: str
    truth: Callable[[Row], bool | None]
    categories: frozenset[str]
    score: str


def _is(*kinds: str) -> Callable[[Row], bool | None]:
    return lambda row: row.kind in kinds


def _label(name: str) -> Callable[[Row], bool | None]:
    return lambda row: row.labels.get(name)


TASKS: Final = (
    Task("davidson: hate or offensive", "davidson", _is("hate", "offensive"), UNKIND, "abuse"),
    Task("davidson: hate", "davidson", _is("hate"), frozenset({"HATE"}), "hate"),
    Task("edos: sexist", "edos", _label("sexism"), UNKIND - {"PROFANITY"}, "sexism"),
    Task("hatemoji: hate", "hatemoji", _label("hate"), AGAINST_GROUPS, "hate"),
    Task("convabuse: abusive", "convabuse", _label("abuse"), UNKIND, "abuse"),
    Task("sms_spam: spam", "sms_spam", _label("spam"), ADVERTS, "spam"),
    Task("youtube_spam: spam", "youtube_spam", _label("spam"), ADVERTS, "spam"),
    Task("tg_spam: spam", "tg_spam", _label("spam"), ADVERTS, "spam"),
)

BY_KIND: Final[Mapping[str, tuple[frozenset[str], str]]] = {
    "davidson": (UNKIND, "abuse"),
    "edos": (UNKIND - {"PROFANITY"}, "sexism"),
    "hatemoji": (AGAINST_GROUPS, "hate"),
    "convabuse": (UNKIND, "abuse"),
    "tg_spam": (ADVERTS, "spam"),
}
"""Sets whose own finer labels are told apart: which findings, and which score, are counted for each label."""

NOTHING_TO_FIND: Final = ("clinc_oos", "crisislex", "counsel_chat", "uk_mp_tweets", "wnut17")
"""Sets in which hardly anything breaks a rule, but for the off-topic part of crisislex, which is any tweets at all."""

EXPLAINED: Final = """\
How our words are laid on theirs (the sets ask other questions than our house rules, so this is a rough measure):
  hate or offensive, abusive   any of INCIVILITY PROFANITY HARASSMENT HATE THREAT SEXUAL; score `abuse`
  hate (Davidson)              HATE; score `hate`
  hate (Hatemoji)              any of HATE HARASSMENT THREAT; score `hate`
  sexist                       as abusive, but for PROFANITY; score `sexism`
  spam                         any of SPAM ADVERTISING SPOOFED_HELPLINE ILLEGAL DUPLICATE; score `spam`
"rules alone" leaves out the rules that ask a scorer (scores.*), "shipped policy" has them; those in shadow never count.
"sanctioned" is an outcome of hold, hide or remove. P, R and F are precision, recall and F1. Only rows that training and
calibration never saw are counted (two tenths, by a hash of the text)."""
