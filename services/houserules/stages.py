"""The three stages as pure functions from records to outputs, one post's failure kept from the others.

`Work` carries a batch through them. Nothing here knows Kafka, Faust, files or clocks: the worker, `check`, tests and
benchmarks all run this code.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import msgspec

from houserules.campaigns.bank import Bank
from houserules.campaigns.clusters import Member
from houserules.campaigns.fingerprints import FingerprintBatch
from houserules.campaigns.gather import countable, gather, solidarity_bank
from houserules.campaigns.registry import Registry
from houserules.contracts.action import Action
from houserules.contracts.deadletter import DeadLetter, Reject
from houserules.contracts.decode import decode_post
from houserules.contracts.encode import RecordError, decode_redacted, decode_screened
from houserules.contracts.headers import trace_of
from houserules.contracts.post import Post
from houserules.contracts.record import RecordLike
from houserules.contracts.stages import Duplicate, Origin, RedactedPost, ScreenedPost, Screening
from houserules.evidence.records import Preserved, event_time_of, order_of, preserved
from houserules.evidence.sealing import Sealer
from houserules.judging.budgets import Limits, limits_of
from houserules.judging.judge import Judgement, judge
from houserules.judging.memory import MemoryElsewhere, PartitionMemory
from houserules.judging.policy import Policy
from houserules.judging.standing import new_orders
from houserules.judging.strikes import new_strikes
from houserules.redaction.redactor import Redactor
from houserules.redaction.stage import redact
from houserules.screening.model import ScreeningPolicy
from houserules.screening.screen import Incoming, ScreenResult, screen
from houserules.windows.hashing import Hasher
from houserules.windows.history import NEVER, Entry, History
from houserules.windows.signposts import HISTORY_SPAN, Signposts

LEAST_ROWS: Final = 4096
"""Rows that are kept of each rule at least, so that a reload may bring in limits that nobody had before."""

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(slots=True)
class Work:
    """A batch on its way. `records` are the source's; `dead` holds what was set aside, by the record's place in them.

    Each stage fills its list; `places[i]` is the place in `records` of the i-th post of the stage at hand.
    """

    stage: str
    records: Sequence[RecordLike]
    places: list[int] = field(default_factory=list)
    screened: list[ScreenedPost] = field(default_factory=list)
    redacted: list[RedactedPost] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    dead: dict[int, DeadLetter] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    signpost_entries: list[Entry] = field(default_factory=list)
    """What judging adds beside strikes and orders: signposts, and how often rules have fired."""
    strike_entries: list[Entry] = field(default_factory=list)
    order_entries: list[Entry] = field(default_factory=list)
    braked: set[str] = field(default_factory=set)
    """The rules that the brake has stopped."""
    fingerprints: list[FingerprintBatch] = field(default_factory=list)
    preserved: list[Preserved] = field(default_factory=list)
    unsealed: int = 0
    """Posts whose evidence was ordered and whose original never reached this stage: see `preserve_stage`."""
    redelivered: int = 0
    latest: int = NEVER
    """The latest event time of the posts, ms."""

    def set_aside(self, place: int, reject: Reject, stage: str) -> None:
        """Turn the record at `place` into a dead letter."""
        record = self.records[place]
        self.dead[place] = DeadLetter(
            record.topic,
            record.partition,
            record.offset,
            record.timestamp,
            record.key,
            record.value,
            tuple(record.headers),
            stage,
            reject,
        )


@dataclass(frozen=True, slots=True)
class Screener:
    """What screening goes by: the policy, the hashes under its key, and the campaigns that are running."""

    policy: ScreeningPolicy
    hasher: Hasher
    registry: Registry = field(default_factory=Registry)
    solidarity: Bank | None = field(init=False)

    def __post_init__(self) -> None:
        # Set past the freeze: it follows from the other fields, and hashing its texts once is enough.
        object.__setattr__(self, "solidarity", solidarity_bank(self.policy, self.hasher))


@dataclass(frozen=True, slots=True)
class InForce:
    """What a batch is dealt with by, from its delivery to its verdicts: the policy, and what screening makes of it."""

    policy: Policy
    screener: Screener


def screen_stage(work: Work, history: History, screener: Screener, incomplete_until: int = NEVER) -> None:
    """Decode `posts` records, screen them against their partition's history and the campaigns, take their fingerprints.

    Until `incomplete_until` (ms of event time) the history is known to lack something.
    """
    incoming: list[Incoming] = []
    places: list[int] = []
    for place, record in enumerate(work.records):
        post = decode_post(record.key, record.value)
        if isinstance(post, Post):
            origin = Origin(record.partition, record.offset, record.timestamp)
            incoming.append(Incoming(origin, post, trace_of(record.headers) if record.headers else None))
            places.append(place)
        else:
            work.set_aside(place, post, "screen")

    def run(batch: Sequence[Incoming]) -> list[ScreenedPost | None]:
        result = screen(batch, history, screener.policy, screener.hasher, incomplete_until, work.entries)
        screenings = _with_campaigns(work, batch, result, screener)
        work.redelivered += result.redelivered
        return [
            None
            if screening is None
            else ScreenedPost(origin=item.origin, post=item.post, screening=screening, trace=item.trace)
            for item, screening in zip(batch, screenings, strict=True)
        ]

    screened, places = _each_on_its_own(work, incoming, places, run, "screen")
    kept = [(place, item) for place, item in zip(places, screened, strict=True) if item is not None]
    work.places = [place for place, _ in kept]
    work.screened = [item for _, item in kept]
    work.latest = max([item.screening.event_time for item in work.screened], default=NEVER)


def _with_campaigns(
    work: Work, batch: Sequence[Incoming], result: ScreenResult, screener: Screener
) -> list[Screening | None]:
    """The screenings with the campaigns that the posts belong to; their fingerprints go into `work`."""
    screenings, texts, policy = result.screenings, result.texts, screener.policy
    if policy.campaigns is None:
        return screenings
    counts = countable(batch, result, policy, screener.solidarity)
    hits: dict[int, Duplicate] = {}
    if len(screener.registry):
        times = [0 if screening is None else screening.event_time for screening in screenings]
        found = screener.registry.match(
            texts.contents, texts.comparable, times, policy.near, [item.post.post_key for item in batch]
        )
        hits = {place: hit for place, hit in found.items() if counts[place]}
    work.fingerprints += gather(batch, result, counts, hits, policy.campaigns)
    if not hits:
        return screenings
    marked = list(screenings)
    for place, hit in hits.items():
        screening = marked[place]
        if screening is not None:
            marked[place] = msgspec.structs.replace(screening, campaign=hit)
    return marked


def read_screened(work: Work) -> None:
    """Read `posts.screened` records: where the redact stage starts when it is deployed alone."""
    work.screened, work.places = _read(work, decode_screened)


def redact_stage(work: Work, redactor: Redactor) -> None:
    """Redact the screened posts."""
    work.redacted, work.places = _each_on_its_own(
        work, work.screened, work.places, lambda batch: redact(batch, redactor), "redact"
    )


def seal_stage(work: Work, sealer: Sealer) -> None:
    """Seal the original of every redacted post, for a judge that is another process. Which it keeps is the judge's to say."""
    originals = _originals(work)

    def run(batch: Sequence[RedactedPost]) -> list[RedactedPost]:
        return [
            msgspec.structs.replace(
                post, sealed=sealer.seal(originals[_place(post)], event_time_of(post.screening), post.origin)
            )
            for post in batch
        ]

    work.redacted, work.places = _each_on_its_own(work, work.redacted, work.places, run, "redact")


def read_redacted(work: Work) -> None:
    """Read `posts.redacted` records: where the judge stage starts when it is deployed alone."""
    work.redacted, work.places = _read(work, decode_redacted)


def new_counters(policy: Policy) -> History:
    """An empty history of signposts, and of what rules have done as far as the limits of `policy` ask for it."""
    return History(HISTORY_SPAN, max(LEAST_ROWS, limits_of(policy).rows), rings=True)


def judge_stage(
    work: Work,
    policy: Policy,
    history: History,
    hasher: Hasher,
    strikes: History | None = None,
    orders: History | None = None,
    limits: Limits | None = None,
) -> None:
    """Judge the redacted posts.

    `history` remembers whom signposts were sent to and how often rules have fired, `strikes` what authors have done,
    `orders` what was ordered on posts; None begins with none. `limits` are those of the policy where none are given.
    """
    signposts = Signposts(history, hasher)
    strikes = new_strikes(policy) if strikes is None else strikes
    orders = new_orders() if orders is None else orders
    memory = PartitionMemory(policy, history, strikes, orders, hasher, limits)
    work.judgements, work.places = _each_on_its_own(
        work, work.redacted, work.places, lambda batch: judge(batch, policy, signposts, memory), "judge"
    )
    work.signpost_entries += signposts.entries + memory.counted
    work.strike_entries += memory.struck
    work.order_entries += memory.ordered
    work.braked |= memory.braked
    if work.redacted:
        work.latest = max([post.screening.event_time for post in work.redacted])
        last = max([post.origin.offset for post in work.redacted])
        for remembering in (history, strikes, orders):
            remembering.pass_by(last, work.latest)


def preserve_stage(work: Work, sealer: Sealer | None) -> None:
    """Make evidence of the posts whose verdicts order it: sealed here, or by the redact stage where that ran elsewhere.

    A post that cannot be sealed is set aside with its original: its verdict must not go out as if its evidence were
    safe. One that comes without a seal from an older redact stage (`sealer` is None here) keeps its verdict, for that
    may protect a child, and is counted in `unsealed`.
    """
    _preserve(work, sealer, lambda judgement: order_of(judgement.actions))


def _preserve(work: Work, sealer: Sealer | None, ordered: Callable[[Judgement], Action | None]) -> None:
    if not any(judgement.actions and ordered(judgement) for judgement in work.judgements):
        return
    originals = _originals(work) if sealer is not None else {}

    def run(batch: Sequence[Judgement]) -> list[tuple[Judgement, Preserved | None]]:
        return [(judgement, keep(judgement.post, ordered(judgement))) for judgement in batch]

    def keep(post: RedactedPost, order: Action | None) -> Preserved | None:
        if order is None:
            return None
        sealed = post.sealed
        if sealed is None and sealer is not None:
            sealed = sealer.seal(originals[_place(post)], event_time_of(post.screening), post.origin)
        return None if sealed is None else preserved(post, sealed, order.verdict_id)

    results, work.places = _each_on_its_own(work, work.judgements, work.places, run, "judge")
    work.judgements = [judgement for judgement, _ in results]
    work.preserved += [kept for _, kept in results if kept is not None]
    work.unsealed += sum(kept is None and ordered(judgement) is not None for judgement, kept in results)


def _originals(work: Work) -> dict[tuple[int, int], Post]:
    """The posts of a batch by their place on `posts`: stages may have set some aside, so lists do not correspond."""
    return {(item.origin.partition, item.origin.offset): item.post for item in work.screened}


def _place(post: RedactedPost) -> tuple[int, int]:
    return post.origin.partition, post.origin.offset


def supersede_stage(work: Work, members: Sequence[Member]) -> None:
    """Screen the posts of `members` again, now that their campaigns are known: where superseding verdicts start.

    Record i of the work is the post of member i, from `posts`. What screening said of it is taken as it was, since the
    windows of its partition may be another worker's.
    """
    for place, (record, member) in enumerate(zip(work.records, members, strict=True)):
        post = decode_post(record.key, record.value)
        if isinstance(post, Post):
            origin = Origin(record.partition, record.offset, record.timestamp)
            screening = msgspec.structs.replace(member.screening, campaign=member.duplicate)
            trace = trace_of(record.headers) if record.headers else None
            work.screened.append(ScreenedPost(origin=origin, post=post, screening=screening, trace=trace))
            work.places.append(place)


def supersede(work: Work, policy: Policy, sealer: Sealer | None = None, limits: Limits | None = None) -> None:
    """Redact and judge the posts of `supersede_stage`. Only verdicts that a campaign changes are kept.

    With a `sealer`, evidence is made where the campaign orders it and the first verdict, which has its own, did not.
    """
    redact_stage(work, policy.redactor)
    memory = MemoryElsewhere(policy, limits)
    judgements, work.places = _each_on_its_own(
        work, work.redacted, work.places, lambda batch: judge(batch, policy, _NoSignposts(), memory), "judge"
    )
    kept = [item for item in zip(judgements, work.places, strict=True) if item[0].superseding]
    work.judgements, work.places = [judgement for judgement, _ in kept], [place for _, place in kept]
    if sealer is not None:
        _preserve(work, sealer, _added_order)


def _added_order(judgement: Judgement) -> Action | None:
    """The order to preserve evidence, if it is the campaign's own."""
    order = order_of(judgement.actions)
    return order if order is not None and order.verdict_id == judgement.verdict.verdict_id else None


class _NoSignposts:
    """For superseding verdicts, which never depend on signposts: a post that is owed one keeps the verdict it has."""

    def first(self, post: RedactedPost) -> bool:
        return False


def _read(work: Work, decode: Callable[[bytes], Out]) -> tuple[list[Out], list[int]]:
    posts: list[Out] = []
    places: list[int] = []
    for place, record in enumerate(work.records):
        try:
            posts.append(decode(record.value or b""))
        except RecordError as error:
            work.set_aside(place, error.reject, work.stage)
        else:
            places.append(place)
    return posts, places


def _each_on_its_own(
    work: Work, batch: Sequence[In], places: list[int], run: Callable[[Sequence[In]], list[Out]], stage: str
) -> tuple[list[Out], list[int]]:
    """Run a stage over the batch; if it fails, run it post by post and set aside only the posts that fail."""
    try:
        return run(batch), places
    except Exception:  # noqa: BLE001  a stage's bug on one post must not cost the others; the post is kept as a dead letter
        results: list[Out] = []
        kept: list[int] = []
        for place, item in zip(places, batch, strict=True):
            try:
                results += run([item])
            except Exception as error:  # noqa: BLE001  see above: recorded and re-routed
                work.set_aside(place, _stage_error(stage, error), stage)
            else:
                kept.append(place)
        return results, kept


def _stage_error(stage: str, error: Exception) -> Reject:
    # The exception's text may quote the post, and headers hold no personal information: its type has to do.
    return Reject(
        "stage-error",
        type(error).__name__,
        f"the {stage} stage failed on this record; retry it after an upgrade, or report it with its source position",
    )


STAGES: Final = ("screen", "redact", "judge")
