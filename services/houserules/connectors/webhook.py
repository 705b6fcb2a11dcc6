"""The reference connector: every action as a signed HTTP POST, and `verify` for whoever receives it.

    POST <url>
    Content-Type: application/json
    X-Houserules-Delivery: <action_id>                 the same for every attempt: do each once
    X-Houserules-Signature: t=<unix time>,v1=<hex>     HMAC-SHA256 under the shared secret of "<t>.<body>"

    {"delivery_id", "attempt", "verb", "ordered_verb", "statement", "message", "action": {action/1}}

`verb` is what to do, `ordered_verb` what was ordered where the receiver cannot do that; `statement` explains it to the
author; `message` is what a reply or a message says, word for word, null for other verbs.

The receiver answers 2xx when it is done, 409 when it had been done before, 410 when the post is gone, 501 for a verb that it
lacks, another 4xx when it can never be done, and 401, 429 or 5xx when it should be asked again, with `Retry-After` in
seconds if it likes. A JSON object in the answer may hold `ref` (the platform's id of what was done) and `state` (`visible`,
`hidden`, `held`, `removed`).
"""

import asyncio
import hmac
import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from time import time
from typing import Final, cast, get_args
from urllib.parse import urlsplit

import aiohttp
import msgspec

from houserules.connectors.base import Attempt, Connector, Order
from houserules.contracts.action import Action
from houserules.contracts.vocabulary import VERBS, Verb, Visibility
from houserules.version import __version__

SIGNATURE: Final = "X-Houserules-Signature"
DELIVERY: Final = "X-Houserules-Delivery"

TIMEOUT: Final = 10.0
"""Seconds for one attempt, all in all."""

TOLERANCE: Final = 300
"""Seconds that a signature's time may be off: a recorded delivery is no good later."""

MOST_ANSWER: Final = 16 * 1024
LEAST_SECRET: Final = 16
_RETRIED: Final = frozenset({401, 408, 425, 429})
"""401 too: a secret that was set wrong on one side must not use up every order while it is put right."""
_TIME: Final = re.compile(r"[0-9]{1,12}")
_REFERENCE: Final = re.compile(r"[\x21-\x7e]{1,200}")


class SignatureError(ValueError):
    """A delivery is not from whom it says, or too old. The message says which, for the receiver's log."""


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a delivery."""

    delivery_id: str
    attempt: int
    verb: Verb
    ordered_verb: Verb
    statement: str
    message: str | None
    action: Action


def sign(secret: bytes, body: bytes, at: int) -> str:
    """The signature header for `body`, sent at `at` (seconds since the epoch)."""
    return f"t={at},v1={_mac(secret, at, body)}"


def verify(secret: bytes | Iterable[bytes], header: str | None, body: bytes, now: float | None = None) -> None:
    """Check a delivery before anything in it is believed. Raises SignatureError.

    `secret` may be several, while one is being changed. `body` are the bytes as received, not parsed and written again.
    """
    secrets = [secret] if isinstance(secret, bytes) else list(secret)
    parts = [part.strip().partition("=") for part in (header or "").split(",")]
    times = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not _TIME.fullmatch(times[0]) or not given:
        raise SignatureError(f"{SIGNATURE} is missing or malformed")
    at = int(times[0])
    expected = [_mac(each, at, body).encode() for each in secrets]
    # Every pair is compared, so that the time it takes tells nothing.
    matches = [hmac.compare_digest(own, other.encode()) for own in expected for other in given]
    if not any(matches):
        raise SignatureError("the signature does not fit the body: another secret, or the body was changed")
    if abs((time() if now is None else now) - at) > TOLERANCE:
        raise SignatureError(f"the signature is more than {TOLERANCE} s off: a replay, or a clock that is wrong")


class WebhookConnector(Connector):
    """Posts every action to one URL."""

    def __init__(
        self,
        url: str,
        secret: bytes,
        *,
        name: str = "webhook",
        verbs: Iterable[Verb] = VERBS,
        platforms: Iterable[str] = (),
        timeout: float = TIMEOUT,
    ) -> None:
        """`verbs` are those that the receiver can do; `platforms` those that it serves, all when empty.

        Raises ValueError for a URL that is not HTTP, or a secret that is too short to keep anything.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the webhook's URL must start with http:// or https://")
        if len(secret) < LEAST_SECRET:
            raise ValueError(f"the webhook's secret must have at least {LEAST_SECRET} bytes")
        self.name = name
        self.capabilities = frozenset(verbs)
        self.platforms = frozenset(platforms) or None
        self._url: Final = url
        self._secret: Final = secret
        self._timeout: Final = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the connections' pool."""
        # No cookies and no proxies from the environment: nothing decides where deliveries go but the URL.
        self._session = aiohttp.ClientSession(
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"houserules/{__version__}"},
        )

    async def stop(self) -> None:
        """Close them."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def apply(self, order: Order) -> Attempt:
        """Post one action."""
        if self._session is None:
            raise RuntimeError("the connector is not started")
        body = delivery_body(order)
        headers = {
            "Content-Type": "application/json",
            DELIVERY: order.action.action_id,
            SIGNATURE: sign(self._secret, body, int(time())),
        }
        try:
            # A redirect is not followed: the delivery would go where nobody has said that it may.
            async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
                text = await answer.content.read(MOST_ANSWER) if answer.status < 300 else b""
                return outcome_of(answer.status, answer.headers.get("Retry-After"), text)
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            return Attempt("failed_retryable", detail=type(error).__name__)


def delivery_body(order: Order) -> bytes:
    """The bytes of a delivery."""
    return msgspec.json.encode(
        Delivery(
            delivery_id=order.action.action_id,
            attempt=order.attempt,
            verb=order.verb,
            ordered_verb=order.action.verb,
            statement=order.statement,
            message=order.message,
            action=order.action,
        )
    )


def outcome_of(status: int, retry_after: str | None, body: bytes = b"") -> Attempt:
    """What an HTTP answer means. Its text is not passed on, for it may quote the post."""
    detail = f"HTTP {status}"
    if 200 <= status < 300:
        reference, state = _told(body)
        return Attempt("applied", reference, state, detail)
    if status == 409:
        return Attempt("already_done", detail=detail)
    if status == 410:
        return Attempt("superseded", detail=detail)
    if status == 501:
        return Attempt("unsupported", detail=detail)
    if status >= 500 or status in _RETRIED:
        return Attempt("failed_retryable", detail=detail, retry_after=_seconds(retry_after))
    return Attempt("failed_permanent", detail=detail)


def _told(body: bytes) -> tuple[str | None, Visibility | None]:
    told: object = None
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = msgspec.json.decode(body) if body else None
    if not isinstance(told, dict):
        return None, None
    reference, state = told.get("ref"), told.get("state")
    # Only what can be nothing but an id: a receipt must not carry a text.
    kept = reference if isinstance(reference, str) and _REFERENCE.fullmatch(reference) else None
    return kept, cast(Visibility, state) if state in get_args(Visibility) else None


def _seconds(text: str | None) -> float | None:
    """`Retry-After` in seconds; None for the form with a date, which needs a clock that both sides share."""
    return float(text) if text is not None and _TIME.fullmatch(text.strip()) else None


def _mac(secret: bytes, at: int, body: bytes) -> str:
    return hmac.new(secret, str(at).encode() + b"." + body, sha256).hexdigest()
