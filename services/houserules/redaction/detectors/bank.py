"""BANK_ACCOUNT: a British sort code, an account number, or both together in either order; a building society's roll number.

One span covers both where little stands between them.
"""

import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, is_reference
from houserules.redaction.detectors.cues import PRODUCT, lead, rest
from houserules.redaction.detectors.digits import is_date
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_SORT: Final = rb"[0-9]{2}(?P<sign> ?[\-./\x0f] ?| ?)[0-9]{2}(?P=sign)[0-9]{2}"
_NUMBER: Final = (
    rb"(?:[0-9]{8}|[0-9]{4}[ \-][0-9]{4}|[0-9]{2}(?:[ \-][0-9]{2}){3}|[0-9]{2} [0-9]{3} [0-9]{3}|"
    rb"[0-9] [0-9]{3} [0-9]{4})"
)
_BETWEEN: Final = rb"(?P<middle>[^0-9\x00]{1,64}?)"
_PAIR: Final = re.compile(
    rb"(?P<sort>" + _SORT + rb")" + _BETWEEN + rb"(?P<account>" + _NUMBER + rb"|[0-9]{7})(?![0-9])(?![/.\-,][0-9])"
)
_REVERSED: Final = re.compile(
    rb"(?P<account>" + _NUMBER + rb")" + _BETWEEN + rb"(?P<sort>" + _SORT + rb")(?![0-9])(?![/.\-][0-9])"
)
_SORT_BEFORE: Final = re.compile(rb"(?<![0-9])" + _SORT + rb"(?![0-9])[^0-9\x00]{1,40}\Z")
_ACCOUNT_BEFORE: Final = re.compile(rb"(?<![0-9])" + _NUMBER + rb"(?![0-9])[^0-9\x00]{1,40}\Z")
_LONE_SORT: Final = re.compile(_SORT + rb"(?![0-9])(?![/.\-][0-9])")
_ACCOUNT: Final = re.compile(_NUMBER + rb"(?![0-9])(?![/.\-,][0-9])")
_LOOSE_ACCOUNT: Final = re.compile(rb"[0-9]{6,10}(?![0-9])(?![/.\-,][0-9])")
_ROLL: Final = re.compile(rb"[a-z]{0,3}[ /.\-]?[0-9](?:[ /.\-]?[0-9]){5,14}(?:[ /.\-]?[a-z])?\b")

_SORT_WORD: Final = rb"(?:sort(?:ing|ed)? ?-?(?:code|cd|c|no|num|number)|srt ?code|sort|s/c|s\.c\.?|sc)"
_ACCOUNT_WORD: Final = rb"(?:accounts?|acct?s?|accnt|acnt|acount|a/c|ac|a/n|an)"
_SORT_NAMED: Final = re.compile(rb"\b" + _SORT_WORD + rb"\b")
_ACCOUNT_NAMED: Final = re.compile(rb"\b" + _ACCOUNT_WORD + rb"\b")
_IS: Final = rb"[ \n]*(?:(?:no|num|number|nr|#)\b\.?)?[^a-z0-9]{0,4}(?:(?:is|was|are|it's|its)\b)?[^a-z0-9]{0,4}\Z"
_SPELLED: Final = re.compile(rb"\b(?:sort(?:ing)? ?-?c|srt|s/c|s\.c)[^0-9]{0,20}\Z")
"""The words in full; `sort 10 12 14` may be anything."""

_SORT_CUE: Final = re.compile(rb"\b" + _SORT_WORD + rb"(?:'?s)?" + _IS)
_ACCOUNT_CUE: Final = re.compile(
    rb"\b(?P<kind>(?:bank|current|savings?|joint|business|isa|student|santander|barclays|monzo|starling|halifax|"
    rb"lloyds|natwest|hsbc|"
    rb"nationwide|tsb|revolut|rbs) )*(?P<word>account|acct?|accnt|acnt|acount|a/c)\b[ .:#]*(?P<number>no|num|"
    rb"number|nr|details)?\b\.?"
    rb"(?: (?:for|with|at) (?:santander|barclays|monzo|starling|halifax|lloyds|natwest|hsbc|nationwide|tsb|"
    rb"revolut|rbs))?[^a-z0-9]{0,4}"
    rb"(?:(?:is|was|are|it's|its)\b)?[^a-z0-9]{0,4}\Z"
)
_SORT_LATER: Final = re.compile(
    rb"[ ,\-:(]{1,3}(?:is |was |that's |thats |as )?(?:(?:my|his|her|their|the|our|[a-z]+'s) )?" + _SORT_WORD + rb"\b"
)
_ACCOUNT_LATER: Final = re.compile(
    rb"[ ,\-:(]{1,3}(?:is |was |that's |thats |as )(?:(?:my|his|her|their|our|[a-z]+'s) )(?:bank )?(?:account|"
    rb"acct?|a/c)(?: (?:no|num|number))?\b"
)
_BANK_CUE: Final = re.compile(
    rb"\b(?:bank|"
    + _SORT_WORD
    + rb"|account|acct?|accnt|a/c|payee|please pay|transfer|bacs|faster payment|paid into|pay into|pay (?:me|"
    rb"him|her|us|them)|"
    rb"send (?:me |him |her |us |them |it |money |cash |the money |[^ \n]{1,6} )?to|bank details|my details|"
    rb"details are|"
    rb"barclays|lloyds|natwest|hsbc|"
    rb"santander|nationwide|monzo|starling|halifax|tsb|rbs|revolut|building society|co-?op(?:erative)? bank|"
    rb"first direct|metro bank)\b"
)
_BANKING: Final = re.compile(
    rb"\b(?:bank|banks|banking|sort ?-?code|s/c|payee|pay (?:me|him|her|us|them|it|in|into)|paid into|"
    rb"transfer(?:red)?|bacs|direct debit|"
    rb"overdraft|standing order|isa|barclays|lloyds|natwest|hsbc|santander|nationwide|monzo|starling|halifax|"
    rb"tsb|rbs|revolut|"
    rb"building society|co-?op bank|first direct|metro bank|send (?:me|the|him|her) (?:money|cash|it))\b"
)
_ELSEWHERE: Final = re.compile(
    rb"\b(?:gas|electric(?:ity)?|energy|water|utility|utilities|gym|gam(?:e|es|ing|er)|xbox|playstation|psn|"
    rb"steam|roblox|netflix|spotify|"
    rb"amazon|ebay|sky|bt|virgin|vodafone|o2|ee|three|broadband|internet|phone|mobile|council|tax|customer|"
    rb"customers|client|student|"
    rb"library|membership|member|edf|eon|e\.on|octopus|ovo|bulb|thames|severn|anglian|united|twitter|"
    rb"insta(?:gram)?|facebook|tiktok|"
    rb"snap(?:chat)?|email|user|insurance|catalogue|argos|next|asos|very|shop|store|loyalty|school|lunch|parcel|"
    rb"courier|dpd|dart ?charge|"
    rb"british gas|scottish power|npower|your)\b"
)
_ROLL_CUE: Final = re.compile(
    rb"\b(?:roll|society|soc\.?|building society)[ \n]+(?:account )?(?:no|num|number|nr|ref|"
    rb"reference)\b\.?(?:'s)?[^a-z0-9]{0,4}(?:is )?[^a-z0-9]{0,3}\Z"
)
_OWNED: Final = re.compile(rb"\b(?:my|his|her|their|mum's|dad's|our|me|him|[a-z]+'s)\b")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The bank details that begin at one region, or that the word of the region announces."""
    view = piece.view
    if not view[start : start + 1].isdigit():
        digit = re.compile(rb"[0-9]").search(view, start, end)
        roll = view[start : start + 1] == b"r"
        start = end - 1 if digit is None else digit.start()
        if roll:
            return _roll(view, start)
    if start and (view[start - 1 : start].isalnum() or view[start - 1 : start] in (b"-", b".", b"+", b"/", b"#")):
        return []
    if (start > 1 and view[start - 2 : start] == b", " and view[start - 3 : start - 2].isdigit()) or is_reference(
        view, start
    ):
        return []
    head = lead(view, start, 64)
    return _pair(view, start, head) or _single(view, start, head)


def _pair(view: bytes, start: int, head: bytes) -> list[Found]:
    for shape in (_PAIR, _REVERSED):
        pair = shape.match(view, start, start + 96)
        if pair is None:
            continue
        middle = pair["middle"]
        if not _belong_together(view, start, pair, shape):
            continue
        called = _BANK_CUE.search(head) or _BANK_CUE.search(middle) or _BANK_CUE.search(rest(view, pair.end(), 32))
        if called and not _ELSEWHERE.search(middle) and b"removed]" not in middle:
            dated = is_date(*_thirds(pair["sort"])) and pair["sign"] not in (b"", b"-", b" ")
            if not dated or _SORT_CUE.search(head) or re.search(_SORT_WORD, middle):
                return [Found(start, pair.end(), 0.95)]
        bare = len(middle) <= 3 and shape is _PAIR and len(pair["account"]) == 8
        if bare and pair["sign"] == b"-" and not is_date(*_thirds(pair["sort"])):
            return [Found(start, pair.end(), 0.55)]
    return []


def _belong_together(view: bytes, start: int, pair: re.Match[bytes], shape: re.Pattern[bytes]) -> bool:
    """Whether a pair is one account's, and not the end of one and the beginning of the next detail."""
    if shape is _REVERSED:
        second, before_it, named = "sort", _SORT_BEFORE, _SORT_NAMED
    else:
        second, before_it, named = "account", _ACCOUNT_BEFORE, _ACCOUNT_NAMED
    if before_it.search(view, max(0, start - 64), start):
        return False  # the first number's other half stands before it
    place = pair.start(second)
    if re.search(rb"[a-z]-?\Z", view[place - 2 : place]):
        return False  # the digits of a code that begins with letters
    return len(pair["middle"]) <= 24 or named.search(pair["middle"]) is not None


def _single(view: bytes, start: int, head: bytes) -> list[Found]:
    lone = _LONE_SORT.match(view, start)
    if lone and (_SORT_CUE.search(head) or _SORT_LATER.match(view, lone.end())):
        words = _SPELLED.search(head) or _SORT_LATER.match(view, lone.end()) or _BANKING.search(head)
        spelled = words is not None or (lone["sign"] == b"-" and not is_date(*_thirds(lone[0])))
        return [Found(start, lone.end(), 0.8 if spelled else 0.4)]
    account = _ACCOUNT.match(view, start)
    if account is None:
        account = _LOOSE_ACCOUNT.match(view, start)
        if account is None or not (_BANKING.search(head) or _SORT_CUE.search(head)):
            return []
    cue = _ACCOUNT_CUE.search(head)
    if cue is None:
        if not _ACCOUNT_LATER.match(view, account.end()) or _ELSEWHERE.search(head):
            return []
        return [Found(start, account.end(), 0.6)]
    behind = rest(view, account.end(), 48)
    if PRODUCT.search(head):
        return []
    # A shop's or a game's account has a number, too: it counts where words of banking are beside it, or none of the others.
    if _BANKING.search(head) or _BANKING.search(behind) or cue["kind"]:
        return [Found(start, account.end(), 0.8)]
    if _ELSEWHERE.search(head) or _ELSEWHERE.search(behind) or not (cue["number"] or _OWNED.search(head)):
        return [Found(start, account.end(), 0.4)]
    return [Found(start, account.end(), 0.6)]


def _roll(view: bytes, start: int) -> list[Found]:
    # Schools and voters have rolls, too: a building society's number is long, or stands among words of banking.
    if start and view[start - 1 : start].isalpha():
        start -= 1
    if start and view[start - 1 : start] in (b"/", b"-") and view[start - 2 : start - 1].isalpha():
        start -= 2
    roll = _ROLL.match(view, start)
    head = lead(view, start, 80)
    if (
        roll is None
        or not _ROLL_CUE.search(head)
        or not (_BANKING.search(head) or _BANKING.search(rest(view, roll.end(), 64)) or _SORT_CUE.search(head))
    ):
        return []
    return [Found(start, roll.end(), 0.75)]


def _thirds(sort: bytes) -> tuple[str, str, str]:
    digits = re.sub(rb"[^0-9]", b"", sort).decode("ascii")
    return digits[:2], digits[2:4], digits[4:]


_DASHED: Final = rb"\b[0-9]{2}(?: ?[\-./\x0f] ?| )[0-9]{2}(?: ?[\-./\x0f] ?| )[0-9]{2}(?:[ \-][0-9]{2})?\b"

BANK_ACCOUNT: Final = Detector(
    "BANK_ACCOUNT",
    _DASHED + rb"|\b[0-9]{8}\b|\b[0-9]{6}[ \n,/:|\-]{1,3}[0-9]{7,8}\b"
    rb"|\b(?:sort|sortcode|srt|s/c|sc|acc|acct|account|a/c|acc?n?t)\b[^0-9\x00]{0,24}(?:[0-9]{6,10}|"
    rb"[0-9]{4}[ \-][0-9]{4})\b"
    rb"|\broll (?:no|num)[^0-9\x00]{0,12}[0-9]",
    find,
    _DASHED + rb"|\b[0-9]{8}\b|\b[0-9]{6}[ \n,/:|\-]{1,3}[0-9]{7,8}\b"
    rb"|\b(?:sort|sortcode|srt|s/?c|acc|acct|account|a/c|acc?n?t|roll n(?:o|um|umber)|isa|bank|"
    rb"banking)\b[^0-9\x00]{0,40}[0-9]",
    reach=96,
    rare=True,
)
