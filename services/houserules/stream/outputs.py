"""From stage results to the records that are produced. Pure: topic names in, records out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from houserules.contracts.deadletter import DeadLetter
from houserules.contracts.encode import (
    encode_action,
    encode_evidence,
    encode_evidence_key,
    encode_redacted,
    encode_screened,
    encode_verdict,
)
from houserules.contracts.headers import dead_letter_headers, event_headers
from houserules.contracts.ids import derive
from houserules.contracts.stages import RedactedPost, ScreenedPost
from houserules.contracts.times import isoformat
from houserules.evidence.records import Preserved, record_key
from houserules.judging.judge import Judgement
from houserules.stream.settings import Settings
from houserules.stream.writer import Out
from houserules.version import __version__

CHANGELOG_KEY: Final = b"batch"
"""Changelog records are never looked up by key; a constant one keeps tools that expect keys content."""


@dataclass(frozen=True, slots=True)
class TopicNames:
    """Broker names of the topics that outputs go to."""

    verdicts: str
    shadow: str
    actions: str
    screened: str
    redacted: str
    dead_letters: str
    posts: str
    fingerprints: str
    campaigns: str
    evidence: str
    evidence_keys: str

    @classmethod
    def of(cls, settings: Settings) -> "TopicNames":
        """The names under the configured prefix."""
        return cls(
            verdicts=settings.topic("verdicts"),
            shadow=settings.topic("verdicts.shadow"),
            actions=settings.topic("actions"),
            screened=settings.topic("posts.screened"),
            redacted=settings.topic("posts.redacted"),
            dead_letters=settings.topic("posts.dead-letter"),
            posts=settings.topic("posts"),
            fingerprints=settings.topic("fingerprints"),
            campaigns=settings.topic("campaigns"),
            evidence=settings.topic("evidence"),
            evidence_keys=settings.topic("evidence.keys"),
        )


def judgement_records(judgements: Iterable[Judgement], topics: TopicNames) -> list[Out]:
    """Verdicts, the shadow verdicts that differ, and actions, all keyed by post."""
    records: list[Out] = []
    for judgement in judgements:
        post, verdict = judgement.post, judgement.verdict
        key, time, stamp = verdict.post_key.encode(), verdict.event_time, post.origin.timestamp
        headers = event_headers("verdict/1", verdict.verdict_id, time, post.trace)
        records.append(Out(topics.verdicts, key, encode_verdict(verdict), headers, stamp))
        if judgement.shadow is not None:
            records.append(Out(topics.shadow, key, encode_verdict(judgement.shadow), headers, stamp))
        for action in judgement.actions:
            headers = event_headers("action/1", action.action_id, time, post.trace)
            records.append(Out(topics.actions, key, encode_action(action), headers, stamp))
    return records


def evidence_records(items: Iterable[Preserved], topics: TopicNames) -> list[Out]:
    """Sealed originals, keyed by post, and their keys, each under a record key of its own so that it can be destroyed."""
    records: list[Out] = []
    for evidence, key, trace in items:
        name, time, stamp = evidence.key_id, evidence.event_time, evidence.source.timestamp
        event_id = derive("evidence/1", evidence.verdict_id, name)
        headers = event_headers("evidence/1", event_id, time, trace)
        records.append(Out(topics.evidence, evidence.post_key.encode(), encode_evidence(evidence), headers, stamp))
        headers = event_headers("evidence-key/1", derive("evidence-key/1", name), time, trace)
        records.append(Out(topics.evidence_keys, record_key(key), encode_evidence_key(key), headers, stamp))
    return records


def screened_records(posts: Iterable[ScreenedPost], topics: TopicNames) -> list[Out]:
    """`posts.screened`, keyed by author as `posts` is."""
    return [
        _between("screened/1", topics.screened, post, encode_screened(post), post.post.author_key, post.post.post_key)
        for post in posts
    ]


def redacted_records(posts: Iterable[RedactedPost], topics: TopicNames) -> list[Out]:
    """`posts.redacted`, keyed by author as `posts` is."""
    return [
        _between("redacted/1", topics.redacted, post, encode_redacted(post), post.author_key, post.post_key)
        for post in posts
    ]


def dead_letter_records(letters: Iterable[DeadLetter], topics: TopicNames) -> list[Out]:
    """Dead letters: key and value as received."""
    return [
        Out(topics.dead_letters, letter.key, letter.value, dead_letter_headers(letter, __version__), letter.timestamp)
        for letter in letters
    ]


def _between(
    schema: str, topic: str, post: ScreenedPost | RedactedPost, value: bytes, author_key: str, post_key: str
) -> Out:
    revision = post.post.revision if isinstance(post, ScreenedPost) else post.revision
    event_id = derive(schema, post_key, str(revision))
    headers = event_headers(schema, event_id, isoformat(post.screening.event_time), post.trace)
    return Out(topic, author_key.encode(), value, headers, post.origin.timestamp)
