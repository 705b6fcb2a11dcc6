"""IP_ADDRESS: IPv4 and IPv6 addresses of machines on a network, not version numbers."""

import ipaddress
import re
from typing import Final

from houserules.redaction.detectors.base import Detector, Found, before, is_reference
from houserules.redaction.folding import Piece
from houserules.redaction.registry import ContactRegistry

_VERSION: Final = re.compile(
    rb"(?:\bv|\b(?:version|ver|release|build|firmware|ios|android|windows|chrome|firefox|section|para|paragraph|chapter|clause|rule)"
    rb"[ :.]{0,2})\Z"
)
_GOES_ON: Final = re.compile(rb"[a-z0-9:]|\.[0-9]")
_PORT: Final = re.compile(rb":[0-9]{1,5}(?![0-9:a-z])")


def find(piece: Piece, start: int, end: int, registry: ContactRegistry) -> list[Found]:
    """The address in one region."""
    view = piece.view
    text = view[start:end].decode("ascii")
    if start and (view[start - 1 : start].isalnum() or view[start - 1 : start] in (b".", b":")):
        return []
    # A port may follow an address; what goes on in any other way is none.
    if _GOES_ON.match(view, end) and not (text.count(".") == 3 and _PORT.match(view, end)):
        return []
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return []
    if address.is_loopback or address.is_unspecified:
        return []
    if address.version == 6 and len([group for group in text.split(":") if group]) < 3:
        return []
    if _VERSION.search(before(view, start, 16)) or is_reference(view, start):
        return [Found(start, end, 0.2)]
    return [Found(start, end, 0.95)]


IP_ADDRESS: Final = Detector(
    "IP_ADDRESS",
    rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}",
    find,
)
