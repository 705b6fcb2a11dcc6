"""The words around a number: what stands before and behind it in the same sentence."""

import re
from typing import Final

from houserules.redaction.detectors.base import before

_BREAK: Final = re.compile(rb"[a-z0-9)\]]{4}[.!?]+[ \n]+|\n *\n| removed\]")
"""Where words stop to speak of what follows. `no. 123` goes on; a placeholder's own words announce nothing."""

PRODUCT: Final = re.compile(
    rb"\b(?:locker|unit|item|product|error|box|bin|shelf|bay|zone|ward|block|snap(?:chat)?|insta(?:gram)?|"
    rb"discord|psn|gamertag|ig|"
    rb"tiktok|kik|roblox|handle|promo|discount|voucher|coupon|gift|referral|invite|access|course|module|class|"
    rb"serial|model|wi-?fi|"
    rb"password|pin|"
    rb"passcode|login|user ?name|user|key|sku|part|size|room|gate|seat|platform|bus|route|form|flight|"
    rb"licen[cs]e key|imei|"
    rb"iccid|meid|order|tracking|parcel|barcode|isbn|version|kit|code)s?\b(?: ?(?:code|no|number|num|name|"
    rb"id)\b)?[ .:#=\"'-]{0,3}"
    rb"(?:(?:is|was|are)\b)?[ .:#=\"'-]{0,3}\Z"
)
"""Words right before letters and digits that make them a voucher, a model or a seat."""


def lead(view: bytes, start: int, length: int = 48) -> bytes:
    """At most `length` characters before `start`, from the beginning of the sentence on."""
    head = before(view, start, length)
    cut = 0
    for stop in _BREAK.finditer(head):
        cut = stop.end()
    return head[cut:]


def rest(view: bytes, end: int, length: int = 48) -> bytes:
    """At most `length` characters from `end` on, to the end of the sentence."""
    tail = view[end : end + length]
    stop = re.search(rb"[.!?]+[ \n]|\n *\n|\[", tail)
    return tail if stop is None else tail[: stop.start()]
