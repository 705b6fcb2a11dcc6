"""IP_ADDRESS: IPv4 and IPv6 addresses of machines on a network, not version numbers."""

import ipaddress
import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, is_reference
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_NUMBERING: Final = re.compile(
    rb"(?:\bv|\b(?:version|ver|release|build|firmware|update|ios|android|windows|chrome|firefox|safari|driver|patch|software"
    rb"|section|para|paragraph|chapter|clause|rule|article|appendix|annex|table|figure|fig|step|part|question|formation|oid)s?"
    rb"(?: (?:is|was|no|number|now|to))?[ :./]{0,2})\Z"
)
"""Words before a version or the number of a paragraph."""

_CUE: Final = re.compile(
    rb"(?:\b(?:ip|ips|ipv4|ipv6|addr|address|addresses|server|host|router|network|gateway|subnet|proxy|vpn|wifi|ping|ssh|traced?"
    rb"|tracked|log(?:ged|in|s)?|sign(?:ed)?|connect(?:ed|ion|s)?|located|device|hacked)\b[^\n\x00]{0,24}|://[^ ]{0,24})\Z"
)
_CUE_BEHIND: Final = re.compile(
    rb"[\])]?[ ,:=(-]{1,3}(?:(?:is|was|that's|thats|are) )?(?:(?:my|his|her|the|their|your) )?(?:ips?\b|ip |port\b)"
)
_GOES_ON: Final = re.compile(rb"[a-z0-9:]|\.[0-9]")
_PORT: Final = re.compile(rb":[0-9]{1,5}(?![0-9:a-z])")
_DOT: Final = rb"(?:\.|[ ]?[\[(](?:\.|dot)[\])][ ]?|[ ]dot[ ]|[ ]\.[ ])"
_DOTS: Final = re.compile(_DOT)
_NETWORK: Final = re.compile(r"2[0-9a-f]{3}:|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:")
"""How the IPv6 addresses begin that machines have. `cafe::bed` is a play on words."""

_SMALL: Final = 59
"""Versions, dates and paragraphs are numbered with small parts; 3 in 1,000 addresses have no greater one."""


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The address in one region."""
    view = piece.view
    text = view[start:end].decode("ascii")
    head = view[start - 1 : start] if start else b""
    if "." in text or "dot" in text:
        return [] if head.isalnum() or head == b"." else _version_4(view, start, end)
    if head.isalnum() or head in (b".", b":") or _GOES_ON.match(view, end):
        return []
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return []
    if address.is_loopback or address.is_unspecified:
        return []
    if len([group for group in text.split(":") if group]) < 3 and not _NETWORK.match(text):
        return []
    return [Found(start, end, 0.95)]


def _version_4(view: bytes, start: int, end: int) -> list[Found]:
    # A port may follow an address; what goes on in any other way is none.
    if _GOES_ON.match(view, end) and not _PORT.match(view, end):
        return []
    written = _DOTS.split(view[start:end])
    parts = [int(part) for part in written]
    # 0 and 255 begin masks and not addresses; 127 is everybody's own machine.
    if max(parts) > 255 or parts[0] in (0, 127, 255):
        return []
    head = before(view, start, 48)
    if _NUMBERING.search(head) or is_reference(view, start):
        return [Found(start, end, 0.2)]
    if _CUE.search(head) or _CUE_BEHIND.match(view, end, end + 32):
        return [Found(start, end, 0.95)]
    private = parts[0] == 10 and parts[1] == 0
    padded = sum(len(part) > 1 and part.startswith(b"0") for part in written) > 1
    return [Found(start, end, 0.9 if (private or max(parts) > _SMALL) and not padded else 0.3)]


IP_ADDRESS: Final = Detector(
    "IP_ADDRESS",
    rb"[0-9]{1,3}(?:" + _DOT + rb"[0-9]{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}"
    rb"|(?:2[0-9a-f]{3}|f[cde][0-9a-f]{2}):[0-9a-f]{0,4}:[0-9a-f]{0,4}",
    find,
    rare=True,
)
