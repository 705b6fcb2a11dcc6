"""What keeps enforcement in bounds: budgets of rules, the emergency brake, and strikes with their thresholds.

Only the numbers are here. Who counts, and over which posts, is the judge's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from houserules.contracts.times import DAY
from houserules.contracts.vocabulary import SEVERITIES, Severity
from houserules.judging.policy.reader import Node

MOST_STRIKE: Final = 100
"""The greatest weight of one strike."""

MOST_WINDOW: Final = 100_000
"""The most posts that the brake looks back over: what it remembers of each has to fit into memory."""

_WEIGHTS: Final[Mapping[Severity, int]] = MappingProxyType({"none": 0, "low": 1, "medium": 2, "high": 3, "critical": 6})
_MOST_EXPIRY: Final = 730 * DAY


@dataclass(frozen=True, slots=True)
class Budget:
    """How many sanctions a rule may order in an hour of event time, before what it finds is held instead."""

    per_hour: int


@dataclass(frozen=True, slots=True)
class Brake:
    """When a rule is taken for broken: it sanctions more than `share` of the last `window_posts` posts.

    Nothing is braked before its `least`-th sanction among those posts.
    """

    share: float
    window_posts: int
    least: int


@dataclass(frozen=True, slots=True)
class Strikes:
    """What strikes weigh by severity, when they expire (ms of event time), and at which sum an author is muted or blocked.

    None for `mute_at` or `block_at`: nobody ever is.
    """

    expiry_ms: int
    weights: Mapping[Severity, int]
    mute_at: int | None
    block_at: int | None

    def weight(self, severity: Severity, given: int | None = None) -> int:
        """The weight of a strike: the one a rule has `given`, else by `severity`."""
        return self.weights.get(severity, 1) if given is None else given


def read_budget(node: Node) -> Budget:
    """The field `budget` of a rule."""
    fields = node.fields(("per_hour",))
    return Budget(fields.take("per_hour", lambda item: item.integer(1, 1_000_000), 1))


def read_brake(node: Node) -> Brake:
    """The section `brake`."""
    fields = node.fields(("share",), ("window", "least"))
    window = fields.take("window", lambda item: item.integer(100, MOST_WINDOW), 2000)
    share = fields.take("share", lambda item: item.number(0.001, 1), 0.05)
    least = fields.take("least", lambda item: item.integer(2, MOST_WINDOW), 50)
    if least > window:
        node.report(f"`least` ({least}) is more than the `window` ({window}), so it would never brake; lower `least`")
    return Brake(share, window, least)


def read_strikes(node: Node) -> Strikes:
    """The section `strikes`."""
    fields = node.fields(("expiry",), ("weights", "mute_at", "block_at"))
    expiry = fields.take("expiry", Node.duration, 90 * DAY)
    if not DAY <= expiry <= _MOST_EXPIRY and "expiry" in fields:
        fields["expiry"].report(f"out of range; strikes count for 1d to {_MOST_EXPIRY // DAY}d")
    mute: int | None = fields.take("mute_at", _threshold, None)
    block: int | None = fields.take("block_at", _threshold, None)
    if mute is not None and block is not None and block <= mute:
        fields["block_at"].report(f"not above `mute_at` ({mute}), so nobody would be muted first; raise `block_at`")
    return Strikes(expiry, fields.take("weights", _weights, _WEIGHTS), mute, block)


def read_strike(node: Node) -> int:
    """The weight of one strike, where a rule gives its own."""
    return node.integer(0, MOST_STRIKE)


def _threshold(node: Node) -> int:
    return node.integer(1, 100_000)


def _weights(node: Node) -> Mapping[Severity, int]:
    fields = node.fields((), SEVERITIES)
    return MappingProxyType(
        {severity: fields.take(severity, read_strike, _WEIGHTS[severity]) for severity in SEVERITIES}
    )
