"""Two questions before a client is worth starting: which port is free, and does the right broker answer on it?"""

import random
import socket
import struct
import time
from pathlib import Path

HOST = "127.0.0.1"
METADATA_API, METADATA_VERSION = 3, 2
ANSWER_LIMIT = 1 << 20
LOW_PORT = 20_000
EPHEMERAL_DEFAULT = 32_768


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on now; it may be taken by the time it is used.

    Taken from below the range of outgoing connections: a port inside it can be seized by a client while the broker
    restarts, and a client that keeps knocking on an unused one may even connect to itself.
    """
    ceiling = _first_ephemeral_port()
    for _ in range(100):
        port = random.randrange(LOW_PORT, ceiling) if ceiling > LOW_PORT else 0
        with socket.socket() as candidate:
            try:
                candidate.bind((HOST, port))
            except OSError:
                continue
            return int(candidate.getsockname()[1])
    raise OSError(f"no free TCP port found between {LOW_PORT} and {ceiling}")


def _first_ephemeral_port() -> int:
    try:
        return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return EPHEMERAL_DEFAULT


def cluster_id(port: int, timeout: float = 1.0) -> str | None:
    """The cluster id that the broker on a loopback port gives, once it has a member; None while it does not serve.

    Asks for the metadata of no topic: brokers that create topics on sight create none. `timeout` is in seconds.
    """
    deadline = time.monotonic() + timeout
    body = struct.pack(">hhih5si", METADATA_API, METADATA_VERSION, 1, 5, b"probe", 0)
    try:
        with socket.create_connection((HOST, port), timeout) as connection:
            if connection.getsockname() == connection.getpeername():
                return None
            connection.sendall(struct.pack(">i", len(body)) + body)
            (size,) = struct.unpack(">i", _receive(connection, 4, deadline))
            if not 0 < size <= ANSWER_LIMIT:
                return None
            return _parse(_receive(connection, size, deadline))
    except (OSError, struct.error, EOFError, UnicodeDecodeError):
        return None


def _receive(connection: socket.socket, size: int, deadline: float) -> bytes:
    data = b""
    while len(data) < size:
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return data


def _parse(answer: bytes) -> str | None:
    """Cluster id out of a metadata answer of version 2, None if no broker is listed in it."""
    (members,) = struct.unpack_from(">i", answer, 4)
    place = 8
    for _ in range(members):
        _, place = _string(answer, place + 4)
        _, place = _string(answer, place + 4)
    cluster, _ = _string(answer, place)
    return cluster if members else None


def _string(answer: bytes, place: int) -> tuple[str | None, int]:
    (size,) = struct.unpack_from(">h", answer, place)
    place += 2
    if size < 0:
        return None, place
    return answer[place : place + size].decode(), place + size
