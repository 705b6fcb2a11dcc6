"""The words of the contract: every closed set of names that crosses a topic, and their order.

Consumers, dashboards and policies use these words; nothing here is renamed without a new schema version.
"""

from typing import Final, Literal, get_args

Outcome = Literal["allow", "redact", "hold", "hide", "remove", "escalate"]
"""What should happen to a post, least to most. One per verdict; the highest of its effective findings wins."""

Visibility = Literal["visible", "hidden", "held", "removed"]
"""What readers of the platform see meanwhile. Needed apart from the outcome because `escalate` says only who decides."""

Severity = Literal["none", "low", "medium", "high", "critical"]
"""How bad the breach is. A disclosure is `none`: nobody did wrong by posting it."""

Urgency = Literal["routine", "today", "hour", "now"]
"""How soon a person has to look."""

Mode = Literal["enforce", "shadow", "off"]

Category = Literal[
    "INCIVILITY",
    "PROFANITY",
    "HATE",
    "HARASSMENT",
    "THREAT",
    "SEXUAL",
    "ILLEGAL",
    "LIBEL",
    "COPYRIGHT",
    "SPAM",
    "DUPLICATE",
    "PERSONAL_INFO",
    "ADVERTISING",
    "IMPERSONATION",
    "PARTY_POLITICS",
    "ONGOING_CASE",
    "OFF_TOPIC",
    "SAFEGUARDING",
    "CRISIS",
    "SERIOUS_QUERY",
    "SPOOFED_HELPLINE",
    "TEST",
    "DEGRADED",
]

Verb = Literal[
    "hold",
    "release",
    "hide",
    "unhide",
    "remove",
    "restore",
    "redact_display",
    "reply_signpost",
    "notify_author",
    "report_to_platform",
    "mute_author",
    "unmute_author",
    "block_author",
    "unblock_author",
    "escalate_safeguarding",
    "escalate_legal",
    "escalate_moderator",
    "record_strike",
    "void_strike",
    "preserve_evidence",
]

ReceiptStatus = Literal[
    "applied",
    "already_done",
    "unsupported",
    "failed_retryable",
    "failed_permanent",
    "superseded",
    "expired",
    "refused_human_decision",
]

PiiType = Literal[
    "PHONE",
    "EMAIL",
    "POSTCODE",
    "ADDRESS",
    "NINO",
    "NHS_NUMBER",
    "PAYMENT_CARD",
    "BANK_ACCOUNT",
    "IBAN",
    "VEHICLE_REG",
    "PASSPORT",
    "DRIVING_LICENCE",
    "DATE_OF_BIRTH",
    "IP_ADDRESS",
    "SOCIAL_HANDLE",
    "PERSON",
]

Whose = Literal["own", "other", "unknown"]
"""Whose a personal detail is: the poster's, somebody else's, or not said."""

DuplicateRole = Literal["none", "first", "repeat"]
DuplicateKind = Literal["author", "campaign"]
DuplicateMethod = Literal["exact", "near"]
FloodWindow = Literal["minute", "hour", "day"]
FloodLevel = Literal["warning", "sanction"]
Precedence = Literal["auto", "human"]

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
URGENCIES: Final[tuple[Urgency, ...]] = get_args(Urgency)
CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)
PII_TYPES: Final[tuple[PiiType, ...]] = get_args(PiiType)
WHOSE: Final[tuple[Whose, ...]] = get_args(Whose)
MODES: Final[tuple[Mode, ...]] = get_args(Mode)

OUTCOME_RANK: Final[dict[str, int]] = {word: rank for rank, word in enumerate(OUTCOMES)}
SEVERITY_RANK: Final[dict[str, int]] = {word: rank for rank, word in enumerate(SEVERITIES)}
URGENCY_RANK: Final[dict[str, int]] = {word: rank for rank, word in enumerate(URGENCIES)}

PROTECTED_CATEGORIES: Final[frozenset[Category]] = frozenset({"SAFEGUARDING", "CRISIS"})
"""A finding of these caps every sanction at `hide` and forbids a strike, whatever else the post holds."""

CARE_CATEGORIES: Final[frozenset[Category]] = PROTECTED_CATEGORIES | {"SERIOUS_QUERY"}
"""A finding of these speaks of somebody who needs help. How many others write the same changes nothing for them."""

INVERSE: Final[dict[Verb, Verb]] = {
    "hold": "release",
    "release": "hold",
    "hide": "unhide",
    "unhide": "hide",
    "remove": "restore",
    "restore": "remove",
    "mute_author": "unmute_author",
    "unmute_author": "mute_author",
    "block_author": "unblock_author",
    "unblock_author": "block_author",
    "record_strike": "void_strike",
    "void_strike": "record_strike",
}
"""The verb that undoes a verb. One without an entry cannot be taken back (a reply is read, a report is filed)."""

IRREVERSIBLE: Final[frozenset[Verb]] = frozenset({"remove"})
"""Has an inverse on paper, but platforms exist where it cannot be undone: emitted only where a rule asks for it."""

SUPERSEDABLE: Final[frozenset[Verb]] = frozenset({"hold", "hide", "remove", "redact_display", "notify_author"})
"""Verbs that are about one text: a later revision is judged afresh. Help, reports and evidence stay due."""

PLACEHOLDER: Final[dict[PiiType, str]] = {
    "PHONE": "[phone removed]",
    "EMAIL": "[email removed]",
    "POSTCODE": "[postcode removed]",
    "ADDRESS": "[address removed]",
    "NINO": "[national insurance number removed]",
    "NHS_NUMBER": "[nhs number removed]",
    "PAYMENT_CARD": "[card number removed]",
    "BANK_ACCOUNT": "[bank account removed]",
    "IBAN": "[iban removed]",
    "VEHICLE_REG": "[vehicle registration removed]",
    "PASSPORT": "[passport number removed]",
    "DRIVING_LICENCE": "[driving licence removed]",
    "DATE_OF_BIRTH": "[date of birth removed]",
    "IP_ADDRESS": "[ip address removed]",
    "SOCIAL_HANDLE": "[social handle removed]",
    "PERSON": "[name removed]",
}
"""What stands in redacted text for each type."""
