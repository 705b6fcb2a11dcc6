"""Looks for planted details in bytes, in every form in which they could have got out."""

import json
import re
import unicodedata
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote, quote_plus

from ahocorasick_rs import BytesAhoCorasick

from support.planted_values import Planted

SHORTEST: Final = 6
"""Bytes of the shortest form looked for: shorter ones stand everywhere."""

_HEX: Final = frozenset(b"0123456789abcdef")
_DIGITS: Final = frozenset(b"0123456789")
_ALNUM: Final = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyz")
_ESCAPE: Final = re.compile(rb"(?:%[0-9a-f]{2}|\\[nrt]|\\u[0-9a-f]{4})\Z")
"""What stands before a form and ends in a letter or digit that is not part of the text."""

_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")


def forms(value: Planted) -> dict[str, bytes]:
    """The forms of a detail in lower-case bytes, named."""
    texts = {"as written": value.written, "undisguised": value.plain}
    texts |= {f"part {number}": core for number, core in enumerate(value.cores)}
    texts["normalised"] = unicodedata.normalize("NFKC", value.written)
    for name in ("undisguised", "normalised"):
        compact = re.sub(r"[^0-9a-zA-Z]", "", texts[name])
        texts[f"{name}, without signs"] = compact
        digits = re.sub(r"[^0-9]", "", compact)
        if len(digits) >= 8:
            texts[f"{name}, digits"] = digits
    found: dict[bytes, str] = {}
    for name, text in texts.items():
        for way, encoded in (
            ("", text),
            (", JSON", json.dumps(text)[1:-1]),
            (", JSON in UTF-8", json.dumps(text, ensure_ascii=False)[1:-1]),
            (", percent-encoded", quote(text, safe="")),
            (", form-encoded", quote_plus(text)),
        ):
            pattern = encoded.encode().lower()
            if len(pattern) >= SHORTEST:
                found.setdefault(pattern, name + way)
    return {name: pattern for pattern, name in found.items()}


class LeakFinder:
    """Finds planted details in bytes, in any number of them."""

    def __init__(self, planted: Sequence[Planted]) -> None:
        self._patterns: list[bytes] = []
        self._told: list[tuple[Planted, str]] = []
        seen: set[bytes] = set()
        for value in planted:
            for name, pattern in forms(value).items():
                if pattern not in seen:
                    seen.add(pattern)
                    self._patterns.append(pattern)
                    self._told.append((value, name))
        self._search = BytesAhoCorasick(self._patterns)

    def find(self, data: bytes) -> Iterator[tuple[Planted, str]]:
        """The details in `data`, with the form that each was found in. Looks into base64, too."""
        yield from self._find(data)
        for token in _BASE64.findall(data):
            try:
                yield from self._find(b64decode(token[: len(token) // 4 * 4]))
            except NotBase64:
                continue

    def _find(self, data: bytes) -> Iterator[tuple[Planted, str]]:
        lower = data.lower()
        for index, start, end in self._search.find_matches_as_indexes(lower, overlapping=True):
            if not _by_chance(lower, start, end, self._patterns[index]):
                yield self._told[index]


def _by_chance(data: bytes, start: int, end: int, pattern: bytes) -> bool:
    """Whether what was found is the middle of a longer number, hash or key, where short forms turn up sooner or later."""
    kin = _DIGITS
    if len(pattern) < 10 and pattern.isalnum():
        kin = _HEX if _HEX.issuperset(pattern) else kin
        kin = _ALNUM if len(pattern) < 8 else kin
    before = data[start - 1] if start and not _ESCAPE.search(data, max(0, start - 6), start) else 0
    after = data[end] if end < len(data) else 0
    return (pattern[0] in kin and before in kin) or (pattern[-1] in kin and after in kin)


def report(leaks: Iterable[tuple[str, Planted, str]]) -> str:
    """What leaked, one line for each output, type and disguise: how many details, from which places, in which forms."""
    rows: dict[tuple[str, str, str], list[tuple[Planted, str]]] = {}
    for output, value, form in leaks:
        rows.setdefault((output, value.type, value.way), []).append((value, form))
    lines = []
    for row, hits in sorted(rows.items()):
        values = {value for value, _ in hits}
        places, found = sorted({value.place for value in values}), sorted({form for _, form in hits})
        what = f"{len(values):5} {' | '.join(row)} | such as {hits[0][0].written!r}"
        lines.append(f"{what}\n      from {', '.join(places)}; {', '.join(found)}")
    return "\n".join(lines)
