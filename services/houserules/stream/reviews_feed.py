"""What the review stage knows: where each post's actions stand, what people decided, and which appeals are open.

Every review worker reads all partitions of `actions` and `decisions`, since a review tool need not know the partition of a
post: that is its author's. Of each post only the places of its records are held; the records are read when a person
reviews it. What is held can be read again from the topics at any time, so there is no changelog.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, Final

import structlog
from aiokafka import TopicPartition

from houserules.contracts.action import Action
from houserules.contracts.decision import PostDecision
from houserules.contracts.encode import RecordError, decode_action, decode_appeal, decode_decision
from houserules.people.precision import RuleTally
from houserules.people.reviews import Ledger
from houserules.stream.follower import Follower
from houserules.stream.metrics import Metrics
from houserules.stream.reader import TopicReader
from houserules.stream.settings import Settings

log: Final = structlog.get_logger(__name__)

MOST_POSTS: Final = 2_000_000
"""Posts whose actions can be found, some 200 bytes each. Beyond it the oldest are forgotten."""

MOST_PLACES: Final = 64
"""Actions of one post that are found, the latest: a post that is edited without end must not fill the memory."""

MOST_RECENT: Final = 10_000
MOST_APPEALS: Final = 100_000
_OFFSET_BITS: Final = 48


class Places:
    """Where the records of a key stand, for very many keys. Keys are held as hashes."""

    def __init__(self, most_keys: int = MOST_POSTS, most_places: int = MOST_PLACES) -> None:
        self._most_keys: Final = most_keys
        self._most_places: Final = most_places
        self._places: Final[dict[int, tuple[int, ...]]] = {}
        self.shed = 0

    def __len__(self) -> int:
        return len(self._places)

    def add(self, key: bytes, partition: int, offset: int) -> None:
        """Remember a record of `key`. The key that was first seen longest ago goes when there is no room."""
        name = _hash(key)
        place = partition << _OFFSET_BITS | offset
        self._places[name] = (*self._places.get(name, ()), place)[-self._most_places :]
        if len(self._places) > self._most_keys:
            del self._places[next(iter(self._places))]
            self.shed += 1

    def of(self, key: bytes) -> list[tuple[int, int]]:
        """Partition and offset of the records of `key`, in the order in which they were seen."""
        mask = (1 << _OFFSET_BITS) - 1
        return [(place >> _OFFSET_BITS, place & mask) for place in self._places.get(_hash(key), ())]


class ReviewFeed:
    """Reads `actions`, `decisions` and `appeals` from their start, and then follows them."""

    def __init__(self, settings: Settings, metrics: Metrics, rules: Iterable[str]) -> None:
        """`rules` are the ids of the policy in force."""
        self._settings: Final = settings
        self._metrics: Final = metrics
        self._names: Final = {settings.topic(name): name for name in ("actions", "decisions", "appeals")}
        self._actions: Final = Places()
        # A decision replaces the one before it, and none is ever forgotten.
        self._decisions: Final = Places(most_keys=2**62, most_places=1)
        self._recent: Final[OrderedDict[str, PostDecision]] = OrderedDict()
        self._tally: Final = RuleTally(rules)
        self._open: Final[OrderedDict[str, None]] = OrderedDict()
        self._answered: Final[OrderedDict[str, None]] = OrderedDict()
        self._action_reader: Final = TopicReader(settings, settings.topic("actions"))
        self._decision_reader: Final = TopicReader(settings, settings.topic("decisions"))
        self._follower: Final = Follower(settings, tuple(self._names), self._take)
        self._told_shed = 0

    async def start(self) -> None:
        """Read what there is: a review of a post that is not known yet would be set aside."""
        await self._follower.start()

    async def follow(self) -> None:
        """Go on reading until cancelled."""
        await self._follower.follow()

    async def catch_up(self, deadline: float) -> None:
        """Return once everything that is on the topics now has been read by `follow`, or after `deadline` seconds."""
        if not await self._follower.catch_up(deadline):
            log.warning("the review stage lags behind the actions; a review may be set aside as of an unknown post")

    async def stop(self) -> None:
        """Disconnect."""
        for part in (self._follower, self._action_reader, self._decision_reader):
            await part.stop()

    async def ledgers(self, post_keys: Sequence[str]) -> dict[str, Ledger]:
        """What is known of each post, its records read now."""
        actions = await self._actions_of(post_keys)
        decisions = await self._decisions_of(post_keys)
        ledgers = {}
        for key in post_keys:
            found = actions.get(key, [])
            partition = found[0][0] if found else None
            ledgers[key] = Ledger(tuple(action for _, action in found), partition, decisions.get(key))
        return ledgers

    def decided(self, decision: PostDecision) -> None:
        """Note a decision that has just been written: the next review of the post must not wait to read it back."""
        self._recent[decision.post_key] = decision
        self._recent.move_to_end(decision.post_key)
        if len(self._recent) > MOST_RECENT:
            self._recent.popitem(last=False)

    async def _actions_of(self, post_keys: Sequence[str]) -> dict[str, list[tuple[int, Action]]]:
        places = {key: self._actions.of(key.encode()) for key in post_keys}
        records = await self._action_reader.read(place for found in places.values() for place in found)
        actions: dict[str, list[tuple[int, Action]]] = {}
        for key, found in places.items():
            for place in found:
                record = records.get(place)
                if record is None or record.value is None:
                    continue
                try:
                    action = decode_action(record.value)
                except RecordError as error:
                    log.error("an action cannot be read and is left out of a review", at=place, error=str(error))
                    continue
                # Two posts may share a hash; their records do not share a key.
                if action.target.post_key == key:
                    actions.setdefault(key, []).append((place[0], action))
        return actions

    async def _decisions_of(self, post_keys: Sequence[str]) -> dict[str, PostDecision]:
        decisions = {key: self._recent[key] for key in post_keys if key in self._recent}
        places = {key: self._decisions.of(key.encode()) for key in post_keys if key not in decisions}
        records = await self._decision_reader.read(place for found in places.values() for place in found)
        for key, found in places.items():
            for place in found:
                record = records.get(place)
                if record is None or record.value is None:
                    continue
                try:
                    decision = decode_decision(record.value)
                except RecordError as error:
                    log.error("a decision cannot be read and counts for nothing", at=place, error=str(error))
                    continue
                if decision.post_key == key:
                    decisions[key] = decision
        return decisions

    def _take(self, tp: TopicPartition, records: Sequence[Any]) -> None:
        match self._names[tp.topic]:
            case "actions":
                for record in records:
                    if record.key is not None:
                        self._actions.add(record.key, tp.partition, record.offset)
            case "decisions":
                for record in records:
                    self._note_decision(record)
            case _:
                for record in records:
                    self._note_appeal(record)
        self._measure()

    def _note_decision(self, record: Any) -> None:
        if record.key is None or record.value is None:
            return
        try:
            decision = decode_decision(record.value)
        except RecordError as error:
            log.error("a decision cannot be read", partition=record.partition, offset=record.offset, error=str(error))
            return
        self._decisions.add(record.key, record.partition, record.offset)
        for rule in self._tally.put(_hash(record.key), decision):
            if (precision := self._tally.precision(rule)) is not None:
                self._metrics.gauge("houserules_rule_precision", precision.share, rule)
                self._metrics.gauge("houserules_rule_precision_lower", precision.lower, rule)
                self._metrics.gauge("houserules_rule_precision_upper", precision.upper, rule)
        for appeal in decision.appeals:
            self._open.pop(appeal, None)
            _remember(self._answered, appeal)

    def _note_appeal(self, record: Any) -> None:
        try:
            appeal = decode_appeal(record.value or b"")
        except RecordError:
            return  # the review stage sets it aside
        # The topics are read side by side: an answer may have been read before its appeal.
        if appeal.appeal_id not in self._answered:
            _remember(self._open, appeal.appeal_id)

    def _measure(self) -> None:
        metrics = self._metrics
        metrics.gauge("houserules_review_index_entries", len(self._actions))
        metrics.gauge("houserules_decided_posts", len(self._decisions))
        metrics.gauge("houserules_appeals_open", len(self._open))
        if self._actions.shed > self._told_shed:
            metrics.count("houserules_review_index_shed_total", self._actions.shed - self._told_shed)
            self._told_shed = self._actions.shed


def _hash(key: bytes) -> int:
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "big")


def _remember(names: "OrderedDict[str, None]", name: str) -> None:
    names[name] = None
    if len(names) > MOST_APPEALS:
        names.popitem(last=False)
