"""The webhook connector against a real HTTP server: what an answer means, and how a receiver checks a delivery."""

from typing import Any

import pytest

from houserules.connectors.base import Attempt, Order
from houserules.connectors.webhook import (
    TOLERANCE,
    SignatureError,
    WebhookConnector,
    delivery_body,
    outcome_of,
    sign,
    verify,
)
from support.people import order
from support.receiver import SECRET, Receiver

KEY = SECRET.encode()
ORDER = Order(order("hide"), "hold", "Your comment waits.", 2)


@pytest.mark.parametrize(
    ("status", "after", "body", "attempt"),
    [
        (200, None, b"", Attempt("applied", None, None, "HTTP 200")),
        (204, None, b"", Attempt("applied", None, None, "HTTP 204")),
        (200, None, b'{"ref":"c-17","state":"hidden"}', Attempt("applied", "c-17", "hidden", "HTTP 200")),
        (200, None, b'{"ref":"she said 07700 900123","state":"sad"}', Attempt("applied", None, None, "HTTP 200")),
        (200, None, b"[" * 9000, Attempt("applied", None, None, "HTTP 200")),
        (200, None, b'["ref"]', Attempt("applied", None, None, "HTTP 200")),
        (302, None, b"", Attempt("failed_permanent", detail="HTTP 302")),
        (400, None, b"", Attempt("failed_permanent", detail="HTTP 400")),
        (401, None, b"", Attempt("failed_retryable", detail="HTTP 401")),
        (403, None, b"", Attempt("failed_permanent", detail="HTTP 403")),
        (409, None, b"", Attempt("already_done", detail="HTTP 409")),
        (410, None, b"", Attempt("superseded", detail="HTTP 410")),
        (429, "7", b"", Attempt("failed_retryable", detail="HTTP 429", retry_after=7.0)),
        (500, None, b"", Attempt("failed_retryable", detail="HTTP 500")),
        (501, None, b"", Attempt("unsupported", detail="HTTP 501")),
        (503, "Wed, 21 Oct 2026 07:28:00 GMT", b"", Attempt("failed_retryable", detail="HTTP 503")),
    ],
)
def test_what_an_answer_means(status: int, after: str | None, body: bytes, attempt: Attempt) -> None:
    assert outcome_of(status, after, body) == attempt


def test_a_delivery_is_believed_only_as_it_was_signed() -> None:
    body = delivery_body(ORDER)
    header = sign(KEY, body, 1_000_000)
    verify(KEY, header, body, now=1_000_000 + TOLERANCE)
    verify([b"the next secret, also long", KEY], header, body, now=1_000_000)
    verify(KEY, header + ",v1=00", body, now=1_000_000)
    for secret, given, received, now in [
        (b"another secret, also long enough", header, body, 1_000_000),
        (KEY, header, body + b" ", 1_000_000),
        (KEY, header, body, 1_000_000 + TOLERANCE + 1),
        (KEY, header, body, 1_000_000 - TOLERANCE - 1),
        (KEY, header.replace("t=1000000", "t=1000001"), body, 1_000_000),
        (KEY, header.replace("t=1000000", "t=1000000,t=1000001"), body, 1_000_000),
        (KEY, header.replace("v1=", "v0="), body, 1_000_000),
        (KEY, "t=,v1=", body, 1_000_000),
        (KEY, "t=1000000,v1=é", body, 1_000_000),
        (KEY, "", body, 1_000_000),
        (KEY, None, body, 1_000_000),
    ]:
        with pytest.raises(SignatureError):
            verify(secret, given, received, now=now)


@pytest.mark.parametrize("url", ["ftp://a.example/", "a.example", "file:///etc/passwd", "http://"])
def test_only_http_is_posted_to(url: str) -> None:
    with pytest.raises(ValueError, match="http"):
        WebhookConnector(url, KEY)


def test_a_secret_that_keeps_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        WebhookConnector("http://a.example", b"short")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (200, "applied"),
        (409, "already_done"),
        (503, "failed_retryable"),
        ("hang up", "failed_retryable"),
        ("hang", "failed_retryable"),
        (404, "failed_permanent"),
    ],
)
async def test_against_a_server_that_misbehaves(answer: Any, status: str) -> None:
    async with Receiver() as receiver:
        receiver.script.append(answer)
        connector = WebhookConnector(receiver.url, KEY, timeout=0.3)
        await connector.start()
        try:
            attempt = await connector.apply(ORDER)
        finally:
            await connector.stop()
    assert attempt.status == status
    assert "example.org" not in str(attempt)
    (call,) = receiver.calls
    assert (call["verb"], call["ordered_verb"], call["attempt"]) == ("hold", "hide", 2)
    assert call["statement"] == "Your comment waits."
    assert receiver.forged == 0


async def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    async with Receiver() as receiver:
        url = receiver.url
    connector = WebhookConnector(url, KEY, timeout=0.5)
    await connector.start()
    try:
        assert (await connector.apply(ORDER)).status == "failed_retryable"
    finally:
        await connector.stop()
