"""One line for each record about what people and connectors did: receipts, reviews, appeals and decisions."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from rich.console import RenderableType
from rich.text import Text

from houserules.cli.render import OUTCOME_STYLE, Line, one_line
from houserules.contracts.appeal import Appeal
from houserules.contracts.decision import PostDecision
from houserules.contracts.receipt import Receipt
from houserules.contracts.review import Review
from houserules.contracts.vocabulary import ReceiptStatus

_STATUS_STYLE: Final[Mapping[ReceiptStatus, str]] = {
    "applied": "green",
    "already_done": "green",
    "superseded": "cyan",
    "expired": "yellow",
    "unsupported": "yellow",
    "refused_human_decision": "cyan",
    "failed_retryable": "dark_orange",
    "failed_permanent": "red",
}


def receipt(found: Receipt) -> RenderableType:
    """What a connector did with an action, what it did instead, and what the platform said."""
    line = _line(found.verb, found.post_key)
    line.append(f"  {found.status}", _STATUS_STYLE[found.status])
    if found.done_as is not None and found.done_as != found.verb:
        line.append(f" as {found.done_as}")
    line.append(f" by {one_line(found.connector)}")
    if found.observed_state is not None:
        line.append(f", seen {found.observed_state}")
    if found.detail:
        line.append(f": {one_line(found.detail)}")
    return Line(line)


def review(found: Review) -> RenderableType:
    """What a person decided and in which role, and on which version."""
    line = _line(found.decision, found.post_key)
    _outcome(line, found.outcome)
    line.append(f"  by {found.reviewer_role}, version {found.version}")
    if found.appeal_id:
        line.append(f", on appeal {one_line(found.appeal_id)}")
    return Line(line)


def appeal(found: Appeal) -> RenderableType:
    """Who asks for another look at what."""
    line = _line("appeal", found.post_key)
    line.append(f"  {one_line(found.appeal_id)} against {one_line(found.verdict_id)}")
    return Line(line)


def decision(found: PostDecision) -> RenderableType:
    """What stands on a post since people decided, with the last review that was refused."""
    line = _line(found.decision or "undecided", found.post_key)
    _outcome(line, found.outcome)
    line.append(f"  version {found.version}")
    if found.role is not None:
        line.append(f" by {found.role}")
    if found.orders:
        line.append(f", orders {' '.join(order.verb for order in found.orders)}")
    if found.irreversible:
        line.append(f", cannot surely take back {' '.join(found.irreversible)}", "yellow")
    if found.refused is not None:
        line.append(f", refused {one_line(found.refused.review_id)}: {found.refused.reason}", "yellow")
    return Line(line)


def liner(what: str) -> Callable[[bytes], RenderableType]:
    """What makes lines of the values of records: `what` is one of `LINED`. It raises msgspec's errors."""
    kind, draw = LINED[what]
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(kind)
    return lambda value: draw(decoder.decode(value))


LINED: Final[Mapping[str, tuple[type[msgspec.Struct], Callable[[Any], RenderableType]]]] = {
    "receipts": (Receipt, receipt),
    "reviews": (Review, review),
    "appeals": (Appeal, appeal),
    "decisions": (PostDecision, decision),
}


def _line(what: str, post_key: str) -> Text:
    line = Text()
    line.append(f"{what:<21}", "bold")
    line.append(f" {one_line(post_key)}", "dim")
    return line


def _outcome(line: Text, outcome: str | None) -> None:
    if outcome is not None:
        line.append(f" -> {outcome}", OUTCOME_STYLE[outcome])
