"""Judging with a past: posts at places and times of a partition, judged batch by batch as a worker does it."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from houserules.contracts.encode import encode_action, encode_verdict
from houserules.contracts.stages import Origin, RedactedAuthor, RedactedPost, Screening
from houserules.contracts.vocabulary import Verb
from houserules.judging.judge import Judgement
from houserules.judging.policy import Policy, load_policy
from houserules.judging.standing import new_orders
from houserules.judging.strikes import Void, new_strikes
from houserules.stages import Work, judge_stage, new_counters
from houserules.windows.codec import Delta, decode, encode, restore
from houserules.windows.hashing import Hasher
from houserules.windows.history import Entry, History
from support.judging import MOMENT, POLICY, redacted, rule, write_policy

HASHER = Hasher(b"test")
BRAKE = "brake: {share: 0.1, window: 100, least: 3}\n"
STRIKES = "strikes: {expiry: 30d, weights: {low: 1, medium: 2, high: 3}, mute_at: 4, block_at: 8}\n"


def limited_policy(path: Path, *rules: str, more: str = "") -> Policy:
    """A policy of these rules whose policy.yaml also says `more`."""
    return load_policy(write_policy(path, "\n".join(rules or (rule(),)), POLICY + more))


def striking(**more: str) -> str:
    """A rule that hides and gives a strike."""
    return rule(**{"then": ", actions: [record_strike, notify_author]", "category": "HATE", **more})


def at(place: int, text: str = "zebra", *, after: int = 0, author: str = "ann", **fields: object) -> RedactedPost:
    """A post at a place of the partition, written `after` ms into the test."""
    post = redacted(
        text,
        **{
            "post_key": f"x:acct:{place}",
            "author": RedactedAuthor(author),
            "screening": Screening(MOMENT + after),
            **fields,
        },
    )
    return msgspec.structs.replace(post, origin=Origin(0, place, MOMENT + after))


class Court:
    """Judges batches of one partition. `entries` are what its changelogs would hold, batch by batch."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.counters: History = new_counters(policy)
        self.strikes: History = new_strikes(policy)
        self.orders: History = new_orders()
        self.entries: list[tuple[bytes, bytes, bytes]] = []

    def judge(self, *posts: RedactedPost) -> list[Judgement]:
        """The judgements of a batch."""
        work = Work("judge", [], places=list(range(len(posts))), redacted=list(posts))
        judge_stage(work, self.policy, self.counters, HASHER, self.strikes, self.orders)
        assert not work.dead
        self._write(work.signpost_entries, work.strike_entries, work.order_entries)
        return work.judgements

    def one(self, post: RedactedPost) -> Judgement:
        """The judgement of a batch of one."""
        return self.judge(post)[0]

    def void(self, author_key: str, post_key: str, revision: int = 1) -> bool:
        """A person takes a strike back now; whether there was one to take back."""
        entry = Void.of(HASHER, author_key, post_key, revision).entry(self.strikes)
        if entry is None:
            return False
        self.strikes.add(entry)
        self._write([], [entry], [])
        return True

    def recovered(self) -> "Court":
        """Another worker's, with what the changelogs give back."""
        other = Court(self.policy)
        for counters, strikes, orders in self.entries:
            restore(other.counters, counters)
            restore(other.strikes, strikes)
            restore(other.orders, orders)
        return other

    def _write(self, counted: Sequence[Entry], struck: Sequence[Entry], ordered: Sequence[Entry]) -> None:
        kept = ((self.counters, counted), (self.strikes, struck), (self.orders, ordered))
        counters, strikes, orders = (self._record(history, entries) for history, entries in kept)
        self.entries.append((counters, strikes, orders))

    @staticmethod
    def _record(history: History, entries: Sequence[Entry]) -> bytes:
        record = encode(Delta(0, history.marker, history.watermark, -(2**62), -1, entries))
        assert list(decode(record).entries) == list(entries)
        return record


def verbs(judgement: Judgement) -> list[Verb]:
    """The verbs that a judgement orders."""
    return [action.verb for action in judgement.actions]


def bytes_of(judgements: Sequence[Judgement]) -> list[tuple[bytes, list[bytes], bytes | None]]:
    """All that goes out for judgements."""
    return [
        (
            encode_verdict(item.verdict),
            [encode_action(action) for action in item.actions],
            None if item.shadow is None else encode_verdict(item.shadow),
        )
        for item in judgements
    ]
