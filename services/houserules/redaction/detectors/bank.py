"""BANK_ACCOUNT: a British sort code, an account number, or both together."""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before
from houserules.redaction.detectors.digits import is_date
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_SORT: Final = rb"[0-9]{2}(?P<sign>[ \-.]?)[0-9]{2}(?P=sign)[0-9]{2}"
_PAIR: Final = re.compile(rb"(?P<sort>" + _SORT + rb")(?P<middle>[^0-9\x00]{1,32})(?P<account>[0-9]{8})(?![0-9])")
_LONE_SORT: Final = re.compile(_SORT + rb"(?![0-9\-])")
_ACCOUNT: Final = re.compile(rb"[0-9]{8}(?![0-9])")
_BANK_CUE: Final = re.compile(rb"\b(?:bank|sort ?code|s/?c|account|acct?|a/c|pay|payee|transfer|details|send|bacs)\b")
_SORT_CUE: Final = re.compile(rb"\b(?:sort ?code|s/c)\b[ :=.\-]*(?:is|was)?[ :=]*\Z")
_ACCOUNT_CUE: Final = re.compile(
    rb"\b(?:bank )?(?:account|acct?|a/c)\b[ .:#]*(?:no|number|num|is)?\b[ .:#]*(?:is)?[ :=]*\Z"
)
_BANKING: Final = re.compile(rb"\b(?:bank|sort ?code|s/c|pay|payee|transfer|bacs)\b")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The bank details that begin at one region."""
    view = piece.view
    if not view[start : start + 1].isdigit():
        start = end - 6  # the words that announce it belong to the region
    if start and (view[start - 1 : start].isalnum() or view[start - 1 : start] in (b"-", b".", b"+", b"/")):
        return []
    head = before(view, start, 48)
    if pair := _PAIR.match(view, start):
        announced = _BANK_CUE.search(head) or _BANK_CUE.search(pair["middle"])
        if announced:
            return [Found(start, pair.end(), 0.95)]
        if pair["sign"] == b"-" and not is_date(*_thirds(pair["sort"])):
            return [Found(start, pair.end(), 0.55)]
        return []
    if (lone := _LONE_SORT.match(view, start)) and _SORT_CUE.search(head):
        return [Found(start, lone.end(), 0.8)]
    if (account := _ACCOUNT.match(view, start)) and _ACCOUNT_CUE.search(head):
        # A shop's or a game's account has a number, too: only words of banking beside it make it one of a bank.
        banking = _BANKING.search(head) or _BANKING.search(view, account.end(), account.end() + 48)
        return [Found(start, account.end(), 0.8 if banking else 0.4)]
    return []


def _thirds(sort: bytes) -> tuple[str, str, str]:
    digits = re.sub(rb"[^0-9]", b"", sort).decode("ascii")
    return digits[:2], digits[2:4], digits[4:]


BANK_ACCOUNT: Final = Detector(
    "BANK_ACCOUNT",
    rb"\b[0-9]{2}[ \-.][0-9]{2}[ \-.][0-9]{2}\b|\b[0-9]{8}\b|\b(?:sort ?code|s/c)[^0-9\x00]{0,12}[0-9]{6}\b",
    find,
    reach=48,
)
