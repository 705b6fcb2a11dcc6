"""The probe tells a broker that serves from everything else that may listen on a port."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from houserules.brokers.probe import cluster_id, free_port

ONE_MEMBER = struct.pack(">iiih4sih", 1, 1, 7, 4, b"host", 9092, -1)


@contextmanager
def answering(reply: bytes | None) -> Iterator[int]:
    """A server that reads a request and gives one reply (None: none), then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                if reply is None:
                    connection.recv(1)
                else:
                    connection.sendall(reply)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(5)


def framed(body: bytes) -> bytes:
    return struct.pack(">i", len(body)) + body


def test_the_cluster_id_is_read_past_the_members() -> None:
    answer = ONE_MEMBER + struct.pack(">h3sii", 3, b"abc", 1, 0)
    with answering(framed(answer)) as port:
        assert cluster_id(port) == "abc"


@pytest.mark.parametrize(
    "reply",
    [
        framed(struct.pack(">iih3sii", 1, 0, 3, b"abc", 1, 0)),
        framed(ONE_MEMBER + struct.pack(">hii", -1, 1, 0)),
        framed(ONE_MEMBER + struct.pack(">h", 300)),
        framed(b"\x00\x00\x00\x01"),
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x00\x00\x00\x00",
        b"\x00\x00",
        b"",
    ],
    ids=["no member yet", "no id", "cut short", "no body", "a web server", "empty", "torn", "hung up"],
)
def test_everything_else_does_not_serve(reply: bytes) -> None:
    with answering(reply) as port:
        assert not (cluster_id(port) or "").startswith("abc")


def test_a_silent_port_is_given_up_in_time() -> None:
    with answering(None) as port:
        assert cluster_id(port, timeout=0.1) is None


def test_a_free_port_has_no_broker_and_can_be_bound() -> None:
    port = free_port()
    assert cluster_id(port) is None
    with socket.create_server(("127.0.0.1", port)) as server:
        assert server.getsockname()[1] == port
