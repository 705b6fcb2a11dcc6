"""What a connector is, and when it does what it is asked: rules that hold on every platform. No I/O and no clock.

A connector says what it can do and does one order at a time. Everything else is done for it: what was done before is not
done again, stale orders expire, a person's decision stands, and failures are tried again in the order of the post.
"""

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final, Literal

from houserules.contracts.action import Action
from houserules.contracts.receipt import Receipt
from houserules.contracts.times import to_millis
from houserules.contracts.vocabulary import SUPERSEDABLE, ReceiptStatus, Verb, Visibility

FALLBACK: Final[dict[Verb, tuple[Verb, ...]]] = {
    "hold": ("hide", "escalate_moderator"),
    "release": ("unhide", "escalate_moderator"),
    "hide": ("hold", "escalate_moderator"),
    "unhide": ("release", "escalate_moderator"),
    "remove": ("hide", "hold", "escalate_moderator"),
    "restore": ("escalate_moderator",),
    "redact_display": ("hide", "hold", "escalate_moderator"),
    "mute_author": ("escalate_moderator",),
    "block_author": ("mute_author", "escalate_moderator"),
    "unblock_author": ("unmute_author", "escalate_moderator"),
    "unmute_author": ("escalate_moderator",),
    "report_to_platform": ("escalate_moderator",),
    "escalate_safeguarding": ("escalate_moderator",),
    "escalate_legal": ("escalate_moderator",),
}
"""What to do where a platform has no such verb and the action does not say: the next milder thing, then a person."""

DONE: Final[frozenset[ReceiptStatus]] = frozenset({"applied", "already_done"})
FINAL: Final[frozenset[ReceiptStatus]] = frozenset(
    {"applied", "already_done", "unsupported", "failed_permanent", "superseded", "expired", "refused_human_decision"}
)
"""Answers that are the last on an action. `failed_retryable` is not: more attempts follow."""

MOST_KNOWN: Final = 1_000_000
MOST_DETAIL: Final = 200

BACKOFF_BASE: Final = 1.0
BACKOFF_MOST: Final = 300.0
"""Seconds between attempts at most, unless the platform asks for more."""

RETRY_AFTER_MOST: Final = 3600.0
"""Seconds that a platform may ask to wait: an answer of a year must not hold a post's actions for a year."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a connector is asked to do. `verb` is the action's, or what stands in for it.

    `statement` tells the author why; `message` is what a reply or a message to the author says, word for word.
    """

    action: Action
    verb: Verb
    statement: str
    attempt: int = 1
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one attempt. `retry_after` (s) is the platform's wish; `detail` never holds personal information."""

    status: Literal["applied", "already_done", "unsupported", "failed_retryable", "failed_permanent", "superseded"]
    platform_ref: str | None = None
    observed_state: Visibility | None = None
    detail: str | None = None
    retry_after: float | None = None


class Connector(ABC):
    """One way to one or more platforms.

    `name` is that of its receipts and of its consumer group. `platforms` are those that it serves, None for all.
    """

    name: str
    platforms: frozenset[str] | None = None
    capabilities: frozenset[Verb] = frozenset()

    async def start(self) -> None:  # noqa: B027  a connector without connections has nothing to start
        """Connect."""

    async def stop(self) -> None:  # noqa: B027
        """Disconnect."""

    @abstractmethod
    async def apply(self, order: Order) -> Attempt:
        """Do it. What is raised counts as a failure that may pass. May be asked twice for one action: see its id."""


class Known:
    """What a connector remembers: answers it gave, the latest revision of each post, and posts that people decided on.

    Bounded: the oldest answers and revisions go first. Decisions never go.
    """

    def __init__(self, most: int = MOST_KNOWN) -> None:
        self._most: Final = most
        self._answers: Final[OrderedDict[str, ReceiptStatus]] = OrderedDict()
        self._revisions: Final[OrderedDict[int, int]] = OrderedDict()
        self._decided: Final[set[int]] = set()

    def answered(self, action_id: str, status: ReceiptStatus) -> None:
        """Note a final answer; others are ignored. What was once done stays done."""
        if status in FINAL and self._answers.get(action_id) not in DONE:
            self._answers[action_id] = status
            self._answers.move_to_end(action_id)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def answer(self, action_id: str) -> ReceiptStatus | None:
        """The final answer on an action; None without one."""
        return self._answers.get(action_id)

    def ordered(self, action: Action) -> None:
        """Note that an action was read: its revision, and whether a review ordered it."""
        post = _hash(action.target.post_key)
        if action.review_id is not None:
            self._decided.add(post)
        if action.target.revision > self._revisions.get(post, 0):
            self._revisions[post] = action.target.revision
            self._revisions.move_to_end(post)
            if len(self._revisions) > self._most:
                self._revisions.popitem(last=False)

    def decided(self, post_key: str) -> None:
        """Note that a person has decided on a post."""
        self._decided.add(_hash(post_key))

    def is_decided(self, post_key: str) -> bool:
        """Whether a person has decided on the post."""
        return _hash(post_key) in self._decided

    def newest(self, post_key: str) -> int:
        """The latest revision of the post that an action was read for; 0 without one."""
        return self._revisions.get(_hash(post_key), 0)


def admit(action: Action, now: int, known: Known) -> ReceiptStatus | None:
    """Why `action` is not to be carried out at `now` (ms), None if it is.

    What was done before is `already_done`, whatever else holds; a person's order is never refused or superseded.
    """
    if known.answer(action.action_id) in DONE:
        return "already_done"
    if action.precedence == "auto":
        if known.is_decided(action.target.post_key):
            return "refused_human_decision"
        if action.verb in SUPERSEDABLE and action.target.revision < known.newest(action.target.post_key):
            return "superseded"
    limit = expiry(action)
    if limit is not None and now > limit:
        return "expired"
    return None


def expiry(action: Action) -> int | None:
    """When the action expires, ms; None if it does not. One whose time cannot be read expires at once."""
    if action.not_after is None:
        return None
    try:
        return to_millis(datetime.fromisoformat(action.not_after))
    except (ValueError, TypeError):
        return 0


def choose(action: Action, capabilities: Iterable[Verb]) -> Verb | None:
    """What to do for `action` with these capabilities: its own verb, else the first fallback there is; None: nothing."""
    able = frozenset(capabilities)
    options = (action.verb, *(action.fallback or FALLBACK.get(action.verb, ())))
    return next((verb for verb in options if verb in able), None)


def backoff(attempt: int, wish: float | None, chance: float) -> float:
    """Seconds until the next attempt after `attempt` (from 1): doubling, between half and all of it by `chance` (0 to 1).

    So connectors that failed together do not come back together. `wish` is what the platform asked for, and is kept.
    """
    step = min(BACKOFF_MOST, BACKOFF_BASE * 2.0 ** min(attempt - 1, 16))
    delay = step * (0.5 + 0.5 * chance)
    return max(delay, min(wish, RETRY_AFTER_MOST)) if wish is not None and wish > 0 else delay


def receipt_of(
    action: Action, attempt: Attempt | ReceiptStatus, connector: str, at: datetime, verb: Verb | None = None
) -> Receipt:
    """The receipt for what became of `action`; `verb` is what was done, where that may be another."""
    status: ReceiptStatus
    if isinstance(attempt, Attempt):
        status, reference, state, detail = (
            attempt.status,
            attempt.platform_ref,
            attempt.observed_state,
            attempt.detail,
        )
    else:
        status, reference, state, detail = attempt, None, None, None
    return Receipt(
        action_id=action.action_id,
        post_key=action.target.post_key,
        verb=action.verb,
        status=status,
        connector=connector,
        at=at,
        platform_ref=reference,
        observed_state=state,
        detail=None if detail is None else detail[:MOST_DETAIL],
        done_as=verb if verb != action.verb else None,
    )


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
