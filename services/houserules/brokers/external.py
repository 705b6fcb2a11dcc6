"""A broker that somebody else runs."""

from houserules.brokers.base import Lifecycle


class ExternalBroker(Lifecycle):
    """The broker at an address; starting and stopping it is its owner's business."""

    name = "external"

    def __init__(self, bootstrap: str) -> None:
        """`bootstrap` is `host:port`, several separated by commas."""
        self._bootstrap = bootstrap

    @property
    def bootstrap(self) -> str:
        """The address as given."""
        return self._bootstrap

    def start(self) -> None:
        """Nothing: it runs already."""

    def stop(self) -> None:
        """Nothing: it goes on running."""
