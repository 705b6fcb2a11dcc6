"""The three stages as pure functions from records to outputs, one post's failure kept from the others.

`Work` carries a batch through them. Nothing here knows Kafka, Faust, files or clocks: the worker, `check`, tests and
benchmarks all run this code.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from houserules.contracts.deadletter import DeadLetter, Reject
from houserules.contracts.decode import decode_post
from houserules.contracts.encode import RecordError, decode_redacted, decode_screened
from houserules.contracts.headers import trace_of
from houserules.contracts.post import Post
from houserules.contracts.record import RecordLike
from houserules.contracts.stages import Origin, RedactedPost, ScreenedPost
from houserules.judging.judge import Judgement, judge
from houserules.judging.policy import Policy
from houserules.redaction.redactor import Redactor
from houserules.redaction.stage import redact
from houserules.screening.model import ScreeningPolicy
from houserules.screening.screen import Incoming, screen
from houserules.windows.hashing import Hasher
from houserules.windows.history import Entry, History
from houserules.windows.signposts import Signposts

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
    redelivered: int = 0

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


def screen_stage(work: Work, history: History, policy: ScreeningPolicy, hasher: Hasher) -> None:
    """Decode `posts` records and screen them against their partition's history."""
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
        result = screen(batch, history, policy, hasher)
        work.entries += result.entries
        work.redelivered += result.redelivered
        return result.posts

    screened, places = _each_on_its_own(work, incoming, places, run, "screen")
    kept = [(place, item) for place, item in zip(places, screened, strict=True) if item is not None]
    work.places = [place for place, _ in kept]
    work.screened = [item for _, item in kept]


def read_screened(work: Work) -> None:
    """Read `posts.screened` records: where the redact stage starts when it is deployed alone."""
    work.screened, work.places = _read(work, decode_screened)


def redact_stage(work: Work, redactor: Redactor) -> None:
    """Redact the screened posts."""
    work.redacted, work.places = _each_on_its_own(
        work, work.screened, work.places, lambda batch: redact(batch, redactor), "redact"
    )


def read_redacted(work: Work) -> None:
    """Read `posts.redacted` records: where the judge stage starts when it is deployed alone."""
    work.redacted, work.places = _read(work, decode_redacted)


def judge_stage(work: Work, policy: Policy, history: History, hasher: Hasher) -> None:
    """Judge the redacted posts. `history` remembers whom signposts were sent to."""
    signposts = Signposts(history, hasher)
    work.judgements, work.places = _each_on_its_own(
        work, work.redacted, work.places, lambda batch: judge(batch, policy, signposts), "judge"
    )
    work.signpost_entries += signposts.entries
    if work.redacted:
        latest = max([post.screening.event_time for post in work.redacted])
        history.pass_by(max([post.origin.offset for post in work.redacted]), latest)


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
