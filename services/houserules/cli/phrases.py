"""The kinds of invented post. All of it is made up: people, places, numbers in ranges that are kept for drama.

A kind is a tuple of forms; a form is a sentence with the names of tables in braces, and of what is made up on the spot
(see `synthetic`). Every fragment of a table fits every form that names the table, so the number of texts is the product
of the sizes of the tables: two authors say nearly the same only where they mean to.
"""

from typing import Final

from houserules.cli.phrases_campaigns import CAMPAIGN, CAMPAIGNS, FLAGS
from houserules.cli.phrases_care import CARE, CRISES, DISCLOSURES, HELPLINES, PERSONAL, SPOOFS
from houserules.cli.phrases_common import COMMON, NAMES, TAILS
from houserules.cli.phrases_noise import ABUSE, ADVERTS, NOISE, POLITICS, PROFANITY
from houserules.cli.phrases_talk import COMMENTS, QUESTIONS, TALK, THANKS

FLOODS: Final = ("{waiting} for {answer}",)

TABLES: Final[dict[str, tuple[str, ...]]] = {
    **COMMON,
    **TALK,
    **CARE,
    **NOISE,
    **CAMPAIGN,
    "tail": TAILS,
    # Long enough to be a repeat, too short for a campaign: many who wait say the same.
    "waiting": ("still waiting", "I am waiting", "we all wait", "here waiting", "we are waiting"),
    "answer": ("an answer", "a reply", "your word", "the team", "anybody", "an email"),
}

__all__ = [
    "ABUSE",
    "ADVERTS",
    "CAMPAIGNS",
    "COMMENTS",
    "CRISES",
    "DISCLOSURES",
    "FLAGS",
    "FLOODS",
    "HELPLINES",
    "NAMES",
    "PERSONAL",
    "POLITICS",
    "PROFANITY",
    "QUESTIONS",
    "SPOOFS",
    "TABLES",
    "THANKS",
]
