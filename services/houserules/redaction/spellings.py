"""Patterns over the view for the usual spellings of a registered detail.

They are a second guard. Each detector looks registered details up by value; what it did not recognise as one, because
somebody wrote it in a way that the detector reads as something else, these patterns keep.
"""

import re
from collections.abc import Iterable
from typing import Final

_BETWEEN_DIGITS: Final = rb"[ \n.,\-()/_*~\x0f]{0,4}"
_BETWEEN_WORDS: Final = rb"[ \n.,;:|/()\-\x0f]{1,6}"
_PREFIXES: Final = (
    (b"[0o]",),
    (b"4", b"4"),
    (b"4", b"4", b"0"),
    (b"0", b"0", b"4", b"4"),
    (b"0", b"0", b"4", b"4", b"0"),
)
_DIGITS: Final = {"0": b"[0o]", "1": b"[1il]"}
_DOT: Final = rb"(?: ?[\[({<] ?(?:dot|\.) ?[\])}>] ?| dot | ?\. ?)"
_AT: Final = rb"(?: ?[\[({<] ?(?:at|@) ?[\])}>] ?| at | ?@ ?|%40)"

_SHORT_FORMS: Final = (
    ("road", "rd"), ("street", "str", "st"), ("avenue", "ave", "av"), ("lane", "ln"), ("drive", "drv", "dr"),
    ("close", "cl"), ("court", "crt", "ct"), ("place", "pl"), ("square", "sq"), ("gardens", "gdns"),
    ("crescent", "cresc", "cres"), ("terrace", "terr", "ter"), ("house", "hse"), ("building", "bldg"),
    ("buildings", "bldgs"), ("floor", "flr", "fl"), ("saint", "st"), ("north", "n"), ("south", "s"), ("east", "e"),
    ("west", "w"), ("and", "&"), ("centre", "center", "ctr"), ("park", "pk"), ("way", "wy"), ("parade", "pde"),
    ("quay", "qy"), ("grove", "gr"), ("hill", "hl"), ("estate", "est"), ("upper", "upr"), ("lower", "lwr"),
    ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("great", "gt"), ("freepost", "free post"),
    ("po", "p o", "p.o", "p.o."), ("number", "no", "no."), ("suite", "ste"), ("unit", "ut"), ("flat", "flt"),
)  # fmt: skip
_FORMS: Final = {word: forms for forms in _SHORT_FORMS for word in forms}
_STREET: Final = re.compile(
    rb"\b(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|close|place|square|gardens|crescent|terrace|way|parade|grove)\b"
)
_POSTCODE: Final = re.compile(rb"[ \n,]*\b([a-z]{1,2}[0-9][0-9a-z]?) ?([0-9][a-z]{2})\b[ \n.,]*")
_COUNTRIES: Final = rb"(?:uk|u\.k\.?|united kingdom|great britain|gb|england|scotland|wales|northern ireland)"


def phones_pattern(numbers: Iterable[str]) -> bytes:
    """Numbers digit by digit, with what people put between digits; those that begin with 0 from abroad, too."""
    national: list[bytes] = []
    others: list[bytes] = []
    for number in sorted(numbers, key=len, reverse=True):
        begins = 1 if number.startswith("0") and not number.startswith("00") else 0
        digits = _BETWEEN_DIGITS.join(_DIGITS.get(digit, digit.encode("ascii")) for digit in number[begins:])
        (national if begins else others).append(digits)
    if national:
        prefix = b"(?:" + b"|".join(_BETWEEN_DIGITS.join(part) for part in _PREFIXES) + b")"
        others.append(prefix + _BETWEEN_DIGITS + _any(national))
    return _any(others)


def hosts_pattern(domains: Iterable[bytes], names: Iterable[bytes]) -> bytes:
    """Domains and their subdomains, plain or spelled out, and `names` of contacts with one of the domains behind them.

    `Call Victim Support at victimsupport.org.uk` reads like a mailbox and is none.
    """
    host = rb"(?:https?://)?(?:[a-z0-9-]+\.)*" + _any(map(_dotted, domains))
    named = _any(rb"[ \n]{1,2}".join(map(re.escape, name.split())) for name in names)
    return b"(?:" + named + _AT + b")?" + host


def mailboxes_pattern(domains: Iterable[bytes]) -> bytes:
    """Every address at one of `domains`."""
    return rb"[a-z0-9._+'-]+" + _AT + rb"(?:[a-z0-9-]+\.)*" + _any(map(_dotted, domains))


def email_pattern(address: bytes) -> bytes:
    """One address, plain or spelled out (`jo at samaritans dot org`)."""
    local, _, domain = address.partition(b"@")
    return _dotted(local) + _AT + _dotted(domain)


def handle_pattern(name: bytes) -> bytes:
    """A social handle, with or without its @."""
    return b"@?" + re.escape(name)


def postcode_pattern(compact: bytes) -> bytes:
    """A postcode in any spacing."""
    between = rb"(?:[ \n.,\-+_]|%20){0,3}"
    return between.join((re.escape(compact[:-3]), re.escape(compact[-3:-2]) + b" ?" + re.escape(compact[-2:])))


def address_postcode(address: bytes) -> bytes | None:
    """The postcode at the end of an address's view, in lower case without spaces, or None."""
    found = list(_POSTCODE.finditer(address))
    return found[-1][1] + found[-1][2] if found else None


def address_pattern(address: bytes) -> bytes:
    """An address whose parts behind the house and street may be missing.

    `42 Curtain Rd EC2A 3NH` is `Weston House, 42 Curtain Road, London, EC2A 3NH`. The part with the house number is
    always there, or the first two parts are.
    """
    parts: list[bytes] = []
    core = -1
    end = 0
    for found in [*_POSTCODE.finditer(address), None]:
        head = address[end : found.start() if found else len(address)]
        for piece in re.split(rb"[,\n;]", head):
            if re.search(rb"[a-z0-9]", piece):
                if core < 0 and re.search(rb"[0-9]", piece):
                    core = len(parts)
                parts.append(_part(piece))
        if found:
            parts.append(postcode_pattern(found[1] + found[2]))
            end = found.end()
    if core < 0:
        # A house without a number: its street says which one.
        if not _STREET.search(address.partition(b",")[0]):
            parts[:2] = [_BETWEEN_WORDS.join(parts[:2])]
        core = 0
    optional = [b"(?:" + _BETWEEN_WORDS + part + b")?" for part in parts]
    tail = b"(?:" + _BETWEEN_WORDS + _COUNTRIES + b")?"
    lead = b"".join(b"(?:" + part + _BETWEEN_WORDS + b")?" for part in parts[:core])
    forms = [lead + parts[core] + b"".join(optional[core + 1 :]) + tail]
    if core:
        later = [_BETWEEN_WORDS + part + b"".join(optional[place + 1 :]) for place, part in enumerate(parts) if place]
        forms.append(parts[0] + b"(?:" + b"|".join(later) + b")" + tail)
    return b"(?:" + b"|".join(forms) + b")"


def _part(piece: bytes) -> bytes:
    words = re.findall(rb"[a-z0-9&'\x0e]+", piece)
    return _BETWEEN_WORDS.join(_word(word) for word in words)


def _word(word: bytes) -> bytes:
    plain = word.replace(b"'", b"")
    if forms := _FORMS.get(plain.decode("ascii", "replace")):
        return b"(?:" + b"|".join(re.escape(form.encode("ascii")) for form in forms) + b")"
    # `St John's` is written without its apostrophe as often as with it.
    return b"'?".join(map(re.escape, word.split(b"'"))) if b"'" in word else re.escape(word)


def _dotted(name: bytes) -> bytes:
    return _DOT.join(map(re.escape, name.split(b".")))


def _any(patterns: Iterable[bytes]) -> bytes:
    return b"(?:" + b"|".join(patterns) + b")"
