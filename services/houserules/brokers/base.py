"""What every broker offers, however it comes about."""

from types import TracebackType
from typing import Protocol, Self


class BrokerError(RuntimeError):
    """A broker cannot be started, reached or used. The message says what to change."""


class BrokerUnavailable(BrokerError):
    """This machine lacks what the broker needs (a binary, Java, its jars), so tests that want one may skip."""


class Broker(Protocol):
    """A Kafka-compatible broker with a life: `with EmbeddedBroker() as broker: connect(broker.bootstrap)`."""

    name: str
    """What it is, for messages and test reports."""

    @property
    def bootstrap(self) -> str:
        """`host:port` for clients. Raises BrokerError before the start."""
        ...

    def start(self) -> None:
        """Return once clients are served. Raises BrokerError."""
        ...

    def stop(self) -> None:
        """End it and remove whatever it left. Harmless when it does not run."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Lifecycle:
    """The context manager over `start` and `stop`."""

    def start(self) -> None:
        """Return once clients are served."""
        raise NotImplementedError

    def stop(self) -> None:
        """End it and remove whatever it left."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
