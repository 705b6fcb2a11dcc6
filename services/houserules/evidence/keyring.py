"""The configured keys of evidence: how they are written in the settings, and what is wrong with those that cannot work.

Apart from `sealing` so that reading settings does not wait for a cryptography library.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass, field
from typing import Final

KEY_BYTES: Final = 32
MOST_NAME: Final = 64

_NAME: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MOST_NAME - 1}}}")
_SEPARATOR: Final = re.compile(r"[,\n]")


class KeyringError(ValueError):
    """The keys cannot be used. The message says which entry and what would do, and never holds any of it but a name."""


@dataclass(frozen=True, slots=True)
class NamedKey:
    """One configured key. Its secret (32 bytes) stays out of logs and tracebacks: `repr` shows the name alone."""

    name: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The configured keys in order: the first seals, all open. Never empty."""

    keys: tuple[NamedKey, ...]

    @property
    def sealing(self) -> NamedKey:
        """The key that seals."""
        return self.keys[0]

    def get(self, name: str) -> NamedKey | None:
        """The key of that name, None if it is not configured."""
        return next((key for key in self.keys if key.name == name), None)


def parse_keyring(text: str) -> Keyring:
    """The keys in `text`: `name:base64` entries of 32 bytes each, separated by commas or new lines.

    Raises KeyringError.
    """
    entries = [entry.strip() for entry in _SEPARATOR.split(text)]
    keys = tuple(_parse(entry, number) for number, entry in enumerate(filter(None, entries), 1))
    if not keys:
        raise KeyringError("holds no key; make one with `houserules evidence key NAME`")
    names = [key.name for key in keys]
    if twice := {name for name in names if names.count(name) > 1}:
        raise KeyringError(f"the name `{min(twice)}` stands twice; give every key a name of its own")
    if len({key.secret for key in keys}) < len(keys):
        # Destroying one of them would destroy nothing, and whoever believes otherwise learns it too late.
        raise KeyringError("two names have the same key; make a new one with `houserules evidence key NAME`")
    return Keyring(keys)


def key_entry(name: str, secret: bytes) -> str:
    """The entry of a key as `parse_keyring` reads it. Raises KeyringError for a bad name or length."""
    entry = f"{name}:{b64encode(secret).decode('ascii')}"
    _parse(entry, 1)
    return entry


def _parse(entry: str, number: int) -> NamedKey:
    name, colon, encoded = entry.partition(":")
    if not colon:
        # Whatever stands here may be the key itself, so it is not quoted.
        raise KeyringError(f"entry {number} has no name; write it as name:base64")
    if not _NAME.fullmatch(name):
        raise KeyringError(
            f"the name of entry {number} must be 1 to {MOST_NAME} letters, digits, dots, dashes or underscores, "
            "and begin with a letter or digit"
        )
    try:
        secret = b64decode(encoded.strip(), validate=True)
    except (Error, ValueError):
        raise KeyringError(f"the key of `{name}` is not base64; make one with `houserules evidence key NAME`") from None
    if len(secret) != KEY_BYTES:
        raise KeyringError(
            f"the key of `{name}` has {len(secret)} bytes, and {KEY_BYTES} are needed; "
            "make one with `houserules evidence key NAME`"
        )
    return NamedKey(name, secret)
