"""Sealing the original of a post, and opening it again.

**Deterministic.** What a worker writes must be the same bytes when a record is delivered again, and in every deployment. So
nothing here is random: the data key of a post is an HMAC, under a derivation key, of everything that the seal covers (the
clear fields around it and the whole plaintext). A data key therefore encrypts exactly one message, which is what makes a
constant GCM nonce sound: nonces must not repeat under one key, and here no key is used twice. The data key is then wrapped
(RFC 3394, deterministic too) under a wrapping key. Both keys come by HKDF from one configured key.

**Erasable.** The wrapped data key is a record of its own, on a topic where records can be destroyed; the ciphertext is on
another, where they cannot. Once the wrapped key is gone, nobody can open the ciphertext, not even with the configured key:
unwrapping needs what was destroyed, and deriving the data key again needs the very text that is asked for.

**The limit of that.** Somebody who holds the configured key and guesses the whole post, letter for letter with its author
and its times, can derive the data key and so confirm the guess. Destroying the configured key, too, ends that. The length
of a post can be read off its ciphertext.

**What the seal covers.** Post, revision, event time and place on `posts` are bound to the ciphertext: a record that was
moved to another post or time does not open. The verdict's id is not, because the judge that adds it holds no key; verify
it against `verdicts`.
"""

import hmac
from base64 import b64decode, b64encode
from binascii import Error
from typing import Final, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from houserules.contracts.encode import encode_post
from houserules.contracts.evidence import Evidence, EvidenceKey
from houserules.contracts.post import Post
from houserules.contracts.stages import Origin, Sealed, SealedWith
from houserules.evidence.keyring import KEY_BYTES, Keyring, NamedKey

ALGORITHM: Final[SealedWith] = "AES-256-GCM"

_NONCE: Final = bytes(12)
_KEY_ID_BYTES: Final = 16
_PURPOSE: Final = b"houserules evidence/1 "
_ABOUT: Final = msgspec.json.Encoder()
_POST: Final = msgspec.json.Decoder(Post)


class EvidenceError(ValueError):
    """Evidence cannot be opened. The message says why, and holds nothing of the post."""


class UnknownKeyError(EvidenceError):
    """The configured key that sealed it is not among those given. `name` is its name."""

    def __init__(self, name: str) -> None:
        """`name` is the configured key's."""
        super().__init__(
            f"it was sealed with the key `{name}`, which is not in HOUSERULES_EVIDENCE_KEYS; "
            "if that key was destroyed, nothing can open it"
        )
        self.name: Final = name


class DamagedError(EvidenceError):
    """Ciphertext, wrapped key and clear fields do not belong together: damaged, changed, or another key of that name."""


class _Keys(NamedTuple):
    deriving: bytes
    wrapping: bytes


class Sealer:
    """Seals originals under the first key of a keyring."""

    def __init__(self, keyring: Keyring) -> None:
        self._name: Final = keyring.sealing.name
        self._keys: Final = _keys(keyring.sealing)

    def seal(self, post: Post, event_time: str, source: Origin) -> Sealed:
        """The original under its own key. The same arguments and key give the same bytes, on every worker.

        `event_time` is the verdict's, `source` where the post stands on `posts`.
        """
        plaintext = encode_post(post)
        about = _about(self._name, post.post_key, post.revision, event_time, source)
        data_key, key_id = _derive(self._keys, about, plaintext)
        return Sealed(
            key=self._name,
            key_id=key_id,
            ciphertext=_encode(AESGCM(data_key).encrypt(_NONCE, plaintext, about)),
            wrapped=_encode(aes_key_wrap(self._keys.wrapping, data_key)),
        )


class Opener:
    """Opens what any key of a keyring has sealed."""

    def __init__(self, keyring: Keyring) -> None:
        self._keys: Final = {key.name: _keys(key) for key in keyring.keys}

    def open(self, evidence: Evidence, key: EvidenceKey) -> Post:
        """The original. `key` is the record of `evidence.keys` that goes with it.

        Raises UnknownKeyError, DamagedError.
        """
        keys = self._keys.get(evidence.key)
        if keys is None:
            raise UnknownKeyError(evidence.key)
        about = _about(evidence.key, evidence.post_key, evidence.revision, evidence.event_time, evidence.source)
        try:
            data_key = aes_key_unwrap(keys.wrapping, _decode(key.wrapped))
        except (InvalidUnwrap, ValueError):
            raise DamagedError(
                f"its own key does not open with the key `{evidence.key}` that is configured here: the record is damaged, "
                "or another key had that name"
            ) from None
        try:
            plaintext = AESGCM(data_key).decrypt(_NONCE, _decode(evidence.ciphertext), about)
        except (InvalidTag, ValueError, OverflowError):
            raise _damaged() from None
        # The seal is a function of what it covers, so a record that opens must be the one that sealing gives.
        if _derive(keys, about, plaintext) != (data_key, evidence.key_id):
            raise _damaged()
        return _POST.decode(plaintext)


def _damaged() -> DamagedError:
    return DamagedError("ciphertext, key and the fields beside them do not belong together: it was damaged or changed")


def _keys(key: NamedKey) -> _Keys:
    def derived(purpose: bytes) -> bytes:
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=_PURPOSE + purpose).derive(key.secret)

    return _Keys(derived(b"derive"), derived(b"wrap"))


def _about(name: str, post_key: str, revision: int, event_time: str, source: Origin) -> bytes:
    """The clear fields that the seal covers, in one unambiguous form."""
    place = (source.partition, source.offset, source.timestamp)
    return _ABOUT.encode(("evidence/1", ALGORITHM, name, post_key, revision, event_time, place))


def _derive(keys: _Keys, about: bytes, plaintext: bytes) -> tuple[bytes, str]:
    """The data key of one message, and the id that names it without giving any of it away."""
    # With the length in front, no two pairs of fields and text run together to the same message.
    message = b"".join((len(about).to_bytes(8, "big"), about, plaintext))
    root = hmac.digest(keys.deriving, message, "sha512")
    return root[:KEY_BYTES], root[KEY_BYTES : KEY_BYTES + _KEY_ID_BYTES].hex()


def _encode(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _decode(text: str | None) -> bytes:
    """Bytes in base64. Raises ValueError for any spelling but the one that `_encode` writes."""
    try:
        data = b64decode(text or "", validate=True)
    except (Error, ValueError):
        raise ValueError("not base64") from None
    if _encode(data) != text:
        raise ValueError("not base64 as it is written here")
    return data
