"""What judging knows of the posts before: how often each rule has fired, what strikes weigh, and what orders stand."""

from collections.abc import Collection, Sequence
from typing import Final, Protocol

from houserules.contracts.stages import RedactedPost
from houserules.contracts.vocabulary import Verb
from houserules.judging.budgets import Limiter, Limits, limits_of
from houserules.judging.evaluate import Effect
from houserules.judging.policy.model import Policy
from houserules.judging.standing import NOTHING, OrderBook, Settled
from houserules.judging.strikes import Standing, StrikeBook
from houserules.windows.hashing import Hasher
from houserules.windows.history import Entry, History


class Memory(Protocol):
    """What the judge asks about a partition's past. Asked only about posts on which some rule has an effect, and edits."""

    def has_a_say(self, effect: Effect) -> bool:
        """Whether what follows from an effect may depend on the past."""
        ...

    def limited(self, post: RedactedPost, effects: Sequence[Effect]) -> Sequence[Effect]:
        """The effects with those held back that exceed a budget or are braked."""
        ...

    def strike(self, post: RedactedPost, weight: int) -> Standing | None:
        """Record a strike, and tell how the author stands; None if nobody counts strikes."""
        ...

    def settle(self, post: RedactedPost, ordered: Collection[Verb], *, fixed: bool) -> Settled:
        """Record what a verdict orders, and tell what follows from the orders on earlier revisions of the post.

        A `fixed` verdict is one that the past must not change.
        """
        ...


class NoMemory:
    """Of a judge without a past, for which nothing is limited and nobody has strikes."""

    def has_a_say(self, effect: Effect) -> bool:
        return False

    def limited(self, post: RedactedPost, effects: Sequence[Effect]) -> Sequence[Effect]:
        return effects

    def strike(self, post: RedactedPost, weight: int) -> Standing | None:
        return None

    def settle(self, post: RedactedPost, ordered: Collection[Verb], *, fixed: bool) -> Settled:
        return NOTHING


class PartitionMemory:
    """The past of one partition under one policy: made for a batch, its state is in the histories.

    `counters` remembers what rules have done, `strikes` what authors have, `orders` what was ordered on posts; new rows
    gather in `counted`, `struck` and `ordered`.
    """

    __slots__ = ("_book", "_limiter", "_orders")

    def __init__(
        self,
        policy: Policy,
        counters: History,
        strikes: History,
        orders: History,
        hasher: Hasher,
        limits: Limits | None = None,
    ) -> None:
        """`limits` are those of the policy where none are given."""
        self._limiter: Final = Limiter(limits_of(policy) if limits is None else limits, counters, hasher)
        self._book: Final = None if policy.strikes is None else StrikeBook(policy.strikes, strikes, hasher)
        self._orders: Final = OrderBook(orders, hasher)

    @property
    def counted(self) -> list[Entry]:
        """The rows that the limits have added."""
        return self._limiter.entries

    @property
    def struck(self) -> list[Entry]:
        """The rows that strikes have added."""
        return [] if self._book is None else self._book.entries

    @property
    def ordered(self) -> list[Entry]:
        """The rows that orders and revisions have added."""
        return self._orders.entries

    @property
    def braked(self) -> set[str]:
        """The rules that the brake has stopped."""
        return self._limiter.braked

    def has_a_say(self, effect: Effect) -> bool:
        """Whether the limits or the strikes of the past could change what follows from an effect."""
        if self._limiter.has_a_say(effect):
            return True
        return (
            self._book is not None
            and effect.finding.mode == "enforce"
            and effect.then is not None
            and "record_strike" in effect.then.actions
        )

    def limited(self, post: RedactedPost, effects: Sequence[Effect]) -> Sequence[Effect]:
        """The effects on a post with those held back that exceed a limit."""
        return self._limiter.limited(post, effects)

    def strike(self, post: RedactedPost, weight: int) -> Standing | None:
        """Record a strike, once."""
        return None if self._book is None else self._book.strike(post, weight)

    def settle(self, post: RedactedPost, ordered: Collection[Verb], *, fixed: bool) -> Settled:
        """Record what a verdict orders, once, and tell what follows from the orders on earlier revisions."""
        return self._orders.settle(post, ordered, fixed=fixed)


class MemoryElsewhere(PartitionMemory):
    """Stands for the past of a partition that is another worker's: knows what the past could change, and not how."""

    __slots__ = ()

    def __init__(self, policy: Policy, limits: Limits | None = None) -> None:
        super().__init__(policy, History(0), History(0), History(0), Hasher(b"unused"), limits)

    def limited(self, post: RedactedPost, effects: Sequence[Effect]) -> Sequence[Effect]:
        """The effects as they are."""
        return effects

    def strike(self, post: RedactedPost, weight: int) -> Standing | None:
        """Nothing: where the past is, the strike has been recorded."""
        return None

    def settle(self, post: RedactedPost, ordered: Collection[Verb], *, fixed: bool) -> Settled:
        """Nothing, for the same reason. What is ordered here is not known where the past is."""
        return NOTHING
