"""What stands in the place of a finding: a placeholder, its last characters, a keyed hash, or nothing.

Whatever an operator writes, no detector may find anything in it: at most `MOST_KEPT` characters of a value stay, and hashes
are spelled in consonants, which make no number, no address and no word.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from houserules.contracts.vocabulary import PLACEHOLDER, PiiType
from houserules.redaction.detectors.digits import read
from houserules.redaction.detectors.profile_links import SITES
from houserules.redaction.folding import fold

MOST_KEPT: Final = 4
"""Most characters that a mask may keep: what a bank prints of a card."""

_CONSONANTS: Final = "bcdfghjkmnpqrstv"
_HASH_BYTES: Final = 5
_SITE: Final = re.compile(
    r"(?:https?://)?(?:(?:www|m|mobile|mbasic|[a-z]{2})\.)?" + SITES.decode("ascii"), re.IGNORECASE
)
_NOT_PLAIN: Final = re.compile(rb"[^a-z0-9]")
_AT: Final = re.compile(rb"\W*(?:@|%40|\bat\b)\W*")
_DOT: Final = re.compile(rb"\W*(?:\.|\bdot\b)\W*")


@dataclass(frozen=True, slots=True)
class Replace:
    """The placeholder of the type: `[phone removed]`.

    Of a link to a profile the site stays, `instagram.com/[social handle removed]`: it points to nobody, and rules about
    shops and channels go by it.
    """

    def __call__(self, kind: PiiType, value: str, key: bytes) -> str:
        """What stands for `value`."""
        site = _SITE.match(value) if kind == "SOCIAL_HANDLE" else None
        return f"{site[0]}{PLACEHOLDER[kind]}" if site else PLACEHOLDER[kind]


@dataclass(frozen=True, slots=True)
class Remove:
    """Nothing."""

    def __call__(self, kind: PiiType, value: str, key: bytes) -> str:
        """What stands for `value`."""
        return ""


@dataclass(frozen=True, slots=True)
class Mask:
    """The last `keep` letters and digits: `[phone ending 123]`. Raises ValueError if `keep` is not 1 to MOST_KEPT.

    A value of fewer than twice as many characters is replaced whole: too little of it would stay hidden.
    """

    keep: int

    def __post_init__(self) -> None:
        if not 1 <= self.keep <= MOST_KEPT:
            raise ValueError(f"a mask keeps 1 to {MOST_KEPT} characters, not {self.keep}")

    def __call__(self, kind: PiiType, value: str, key: bytes) -> str:
        """What stands for `value`."""
        plain = canonical(kind, value)
        if len(plain) < 2 * self.keep:
            return PLACEHOLDER[kind]
        return f"{_stem(kind)} ending {plain[-self.keep :].decode('ascii')}]"


@dataclass(frozen=True, slots=True)
class Hash:
    """A keyed hash of the value whatever its spelling: `[phone kdmfhbqptv]`. Equal values have equal hashes.

    Without a key it would be no protection (every telephone number can be tried), so the placeholder stands then.
    """

    def __call__(self, kind: PiiType, value: str, key: bytes) -> str:
        """What stands for `value`."""
        if not key:
            return PLACEHOLDER[kind]
        digest = blake2b(canonical(kind, value), digest_size=_HASH_BYTES, key=key, person=kind[:16].encode()).digest()
        return f"{_stem(kind)} {''.join(_CONSONANTS[byte >> 4] + _CONSONANTS[byte & 15] for byte in digest)}]"


Operator = Replace | Mask | Hash | Remove


def hash_key(secret: bytes) -> bytes:
    """The key of `Hash`, from the secret (1 to 64 bytes) that keys window state: another purpose, another key."""
    return blake2b(b"redaction", digest_size=32, key=secret).digest()


def canonical(kind: PiiType, value: str) -> bytes:
    """`value` as its letters and digits in lower case, the same for the usual spellings of one value."""
    view = fold(value)
    if kind == "PHONE":
        digits = "".join(group.digits for run in read(view, 0, len(view)) for group in run).encode("ascii")
        for prefix in (b"0044", b"44", b"0"):
            if digits.startswith(prefix):
                return b"0" + digits.removeprefix(prefix).removeprefix(b"0")
        return digits
    if kind == "EMAIL":
        return _DOT.sub(b".", _AT.sub(b"@", view, count=1))
    return _NOT_PLAIN.sub(b"", view)


def _stem(kind: PiiType) -> str:
    return PLACEHOLDER[kind].removesuffix(" removed]")
