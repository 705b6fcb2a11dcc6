"""The statement of reasons that goes with every action: what was done, by which house rule, by whom, and how to object.

Plain English for the person who posted. Nothing of the post is quoted: a statement may be read aloud, forwarded, or
seen by somebody else who has the phone in their hand.
"""

from collections.abc import Mapping
from typing import Final, Protocol

from houserules.contracts.action import DELETED, MENDED, Action
from houserules.contracts.vocabulary import Verb
from houserules.people.orders import UNDOING


class Clause(Protocol):
    """A house rule as people read it."""

    @property
    def title(self) -> str: ...


class Wording(Protocol):
    """What of a policy a statement is made from."""

    @property
    def clauses(self) -> Mapping[str, Clause]: ...
    @property
    def templates(self) -> Mapping[str, str]: ...


DONE: Final[dict[Verb, str]] = {
    "hold": "Your comment waits until a person has looked at it.",
    "release": "Your comment no longer waits and can be seen.",
    "hide": "Your comment was hidden.",
    "unhide": "Your comment can be seen again.",
    "remove": "Your comment was removed.",
    "restore": "Your comment was put back, if the platform still has it.",
    "redact_display": "Some details were taken out of your comment. The rest can be seen.",
    "reply_signpost": "We replied to your comment with people who can help.",
    "notify_author": "We have a message for you about your comment.",
    "report_to_platform": "Your comment was reported to the platform.",
    "mute_author": "You cannot comment on this page for now.",
    "unmute_author": "You can comment on this page again.",
    "block_author": "You were blocked from this page.",
    "unblock_author": "You are no longer blocked from this page.",
    "escalate_safeguarding": "A trained person was asked to read your comment. You are not in trouble.",
    "escalate_legal": "A person who knows the law was asked to read your comment.",
    "escalate_moderator": "A moderator was asked to read your comment.",
    "record_strike": "We noted that your comment broke a house rule. Many such notes can lead to a block.",
    "void_strike": "The note that your comment broke a house rule was taken back.",
    "preserve_evidence": "A copy of your comment is kept safe in case it is needed.",
}
"""What each verb means to the person who posted."""

CARE: Final[frozenset[Verb]] = frozenset({"escalate_safeguarding", "reply_signpost", "preserve_evidence"})
"""Verbs that are help. A house rule is not named with them: it would read like a charge to somebody who asks for help."""

WORDED: Final[frozenset[Verb]] = frozenset({"hide", "redact_display", "notify_author"})
"""Verbs that the policy's own words fit. They say "was hidden", which is not true of a post that waits or is gone."""

SAID: Final[frozenset[Verb]] = frozenset({"reply_signpost", "notify_author"})
"""Verbs that say something to somebody: the policy's words are what is said."""

CHANGED: Final = "You changed your comment."
GONE: Final = "You deleted your comment, so we took back our order to hide it or to let it wait."
"""What is said of an order that ends an earlier one. Somebody who has deleted a post must not read that it is to be seen."""

BY_SOFTWARE: Final = "Software decided this."
CARE_BY_SOFTWARE: Final = "Software noticed your comment first, so that help does not have to wait."
BY_PERSON: Final = "A person decided this."
APPEAL: Final = "If you think this is wrong, reply or write to us and a person will look again."


def statement(action: Action, policy: Wording) -> str:
    """What to tell the author of the post about `action`. Never quotes the post, and names nobody."""
    parts = [DONE[action.verb]]
    if action.reason.rule_id == MENDED:
        parts.insert(0, CHANGED)
    elif action.reason.rule_id == DELETED:
        parts = [GONE]
    plain = action.verb not in CARE and action.verb not in UNDOING
    words = policy.templates.get(action.reason.template or "") if action.verb in WORDED else None
    if words is not None:
        parts = [" ".join(words.split())]
    elif plain and (rule := _rule(action, policy)):
        parts.append(rule)
    by_software = CARE_BY_SOFTWARE if action.verb in CARE else BY_SOFTWARE
    parts.append(BY_PERSON if action.precedence == "human" else by_software)
    if plain:
        parts.append(APPEAL)
    return " ".join(parts)


def message(action: Action, policy: Wording) -> str | None:
    """What a reply or a message to the author says, word for word; None for a verb that says nothing."""
    words = policy.templates.get(action.reason.template or "") if action.verb in SAID else None
    return None if words is None else " ".join(words.split())


def _rule(action: Action, policy: Wording) -> str | None:
    clause = policy.clauses.get(action.reason.clause) if action.reason.clause else None
    return None if clause is None else f"The house rule: {clause.title} ({action.reason.clause})."
