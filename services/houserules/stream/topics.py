"""The topics: what each holds, how long, who may read it; and the commands that create, describe and verify them.

Nothing here asks a broker about a single topic by name before it is known to exist: some brokers create what they are
asked about.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import TopicAlreadyExistsError, for_code

from houserules.contracts.times import DAY, HOUR
from houserules.judging import standing
from houserules.judging.strikes import DEFAULT_EXPIRY, LATENESS
from houserules.screening.model import ScreeningPolicy
from houserules.screening.screen import history_span
from houserules.stream.client import BrokerError, admin_client, explain
from houserules.stream.settings import Settings
from houserules.windows.signposts import HISTORY_SPAN

POSTS: Final = "posts"
LARGE_RECORD: Final = 2 * 1024 * 1024
"""Bytes. A dead letter is its source record and headers on top, so it must be allowed more than the source topic is."""

VISIBLE_DEADLINE: Final = 15.0
VISIBLE_POLL: Final = 0.1
SHOWN: Final = (
    "cleanup.policy",
    "retention.ms",
    "segment.ms",
    "max.message.bytes",
    "min.insync.replicas",
    "max.compaction.lag.ms",
    "min.cleanable.dirty.ratio",
)


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """One topic. Every topic has as many partitions as `posts`: outputs keep the partition of the post they come from.

    `retention` is in ms; None keeps the latest record of each key for ever. `latest` keeps only the latest of each key
    within the retention. `restricted` topics hold original text, or what opens it. Of an `erasable` one, what was replaced
    or destroyed must leave the disk soon.
    """

    name: str
    key: str
    holds: str
    retention: int | None
    restricted: bool = False
    changelog: bool = False
    large: bool = False
    latest: bool = False
    erasable: bool = False

    @property
    def cleanup(self) -> Literal["delete", "compact", "compact,delete"]:
        """The broker's `cleanup.policy`."""
        if self.retention is None:
            return "compact"
        return "compact,delete" if self.latest else "delete"

    def config(self, replication: int) -> dict[str, str]:
        """The topic's configuration on a broker that keeps `replication` copies."""
        config: dict[str, str] = {"cleanup.policy": self.cleanup}
        if self.retention is not None:
            config["retention.ms"] = str(self.retention)
            # Only whole segments expire. With Kafka's default of a week, a topic of little traffic would keep original
            # text, and a changelog the records that recovery has to read, up to a week longer than promised.
            config["segment.ms"] = str(max(HOUR, self.retention // 24))
        if self.erasable:
            # By default a broker compacts when half of a topic is waste, and never its latest segment, which may stand
            # open for days: a key that was destroyed would stay where a backup or a stolen disk has it.
            config["segment.ms"] = config["max.compaction.lag.ms"] = str(HOUR)
            config["min.cleanable.dirty.ratio"] = "0.01"
        if self.large:
            config["max.message.bytes"] = str(LARGE_RECORD)
        if replication > 1:
            config["min.insync.replicas"] = str(replication - 1)
        return config


# A changelog must reach as far back as the history that is rebuilt from it; the margin is for what expires meanwhile.
_WINDOWS: Final = history_span(ScreeningPolicy()) + HOUR
_SIGNPOSTS: Final = HISTORY_SPAN + HOUR
_STRIKES: Final = DEFAULT_EXPIRY + LATENESS + HOUR
_ORDERS: Final = standing.HISTORY_SPAN + HOUR

TOPICS: Final[tuple[TopicSpec, ...]] = (
    TopicSpec(POSTS, "author key", "posts as published", 3 * DAY, restricted=True),
    TopicSpec("posts.screened", "author key", "posts with what the windows say", DAY, restricted=True, large=True),
    TopicSpec("posts.redacted", "author key", "posts without personal information", DAY, large=True),
    TopicSpec("verdicts", "post_key", "one verdict for every post revision", 90 * DAY),
    TopicSpec("verdicts.shadow", "post_key", "verdicts that shadow rules would have changed", 14 * DAY),
    # A month: for as long, people can review what was ordered, and a rule that went wrong can be undone.
    TopicSpec("actions", "post_key", "what connectors shall do", 30 * DAY),
    TopicSpec("receipts", "post_key", "what connectors did", 90 * DAY),
    TopicSpec("reviews", "post_key", "what people decided", None),
    TopicSpec("appeals", "post_key", "who asks for another look", 90 * DAY),
    TopicSpec("decisions", "post_key", "what stands since people decided", None),
    TopicSpec("strikes.voided", "author key", "strikes that people took back", 365 * DAY),
    TopicSpec(
        "evidence", "post_key", "sealed originals, kept for the authorities", 90 * DAY, restricted=True, large=True
    ),
    TopicSpec(
        "evidence.keys", "evidence key", "their keys, one by one", 90 * DAY, restricted=True, latest=True, erasable=True
    ),
    TopicSpec(
        "posts.dead-letter", "as received", "records that are no post, and why", 14 * DAY, restricted=True, large=True
    ),
    TopicSpec("fingerprints", "reach", "keyed hashes of texts, on their way to campaigns", 2 * DAY),
    TopicSpec("campaigns", "cluster", "the same text from many authors", 7 * DAY, latest=True),
    TopicSpec("houserules.windows", "batch", "state of repeats and floods", _WINDOWS, changelog=True),
    TopicSpec("houserules.signposts", "batch", "who has been signposted, what rules did", _SIGNPOSTS, changelog=True),
    TopicSpec("houserules.strikes", "batch", "strikes of authors", _STRIKES, changelog=True),
    TopicSpec("houserules.orders", "batch", "what was ordered on posts", _ORDERS, changelog=True),
)
TOPIC: Final[dict[str, TopicSpec]] = {spec.name: spec for spec in TOPICS}


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic as the broker has it. `partitions` is 0 if it is missing or hidden from this user.

    `config` holds what the broker tells: all settings, or only those set by hand; None if it may not be asked.
    """

    spec: TopicSpec
    name: str
    partitions: int = 0
    replication: int = 0
    config: Mapping[str, str] | None = None


async def create_topics(settings: Settings, names: Iterable[str] | None = None) -> list[str]:
    """Create those of `names` (without prefix; None: all) that are missing; returns their full names once ready.

    They get as many partitions as `posts` has, or `settings.partitions` if there is no `posts` yet. What exists is left
    as it is. Raises BrokerError; ValueError for a name that is none of ours.
    """
    specs = _specs(names)
    async with admin_client(settings) as admin:
        existing = await _partition_counts(admin)
        partitions = existing.get(settings.topic(POSTS), settings.partitions)
        missing = [spec for spec in specs if settings.topic(spec.name) not in existing]
        if not missing:
            return []
        answer = await admin.create_topics(
            [
                NewTopic(
                    settings.topic(spec.name),
                    partitions,
                    settings.replication,
                    topic_configs=spec.config(settings.replication),
                )
                for spec in missing
            ]
        )
        created = []
        for name, code, *message in answer.topic_errors:
            error = for_code(code)
            if code == 0:
                created.append(name)
            elif error is not TopicAlreadyExistsError:
                failure = error(*(text for text in message if text))
                raise BrokerError(f"cannot create {name}: {explain(failure, settings)}") from failure
        await _until_visible(admin, created)
        return created


async def describe_topics(settings: Settings, names: Iterable[str] | None = None) -> list[TopicState]:
    """What the broker has of `names` (without prefix; None: all). Raises BrokerError, ValueError as `create_topics`."""
    async with admin_client(settings) as admin:
        return await _describe(admin, settings, _specs(names))


async def verify_topics(
    settings: Settings, needed: Iterable[str] | None = None, spans: Mapping[str, int] | None = None
) -> list[str]:
    """What is wrong with the topics in `needed` (without prefix; None: all), each with the command that mends it.

    `spans` says how much history (ms) a changelog has to hold for the policy in force, where that is more than ours.
    Raises BrokerError, ValueError as `create_topics`.
    """
    specs = _specs(needed)
    everything = list(dict.fromkeys([TOPIC[POSTS], *specs]))
    async with admin_client(settings) as admin:
        states = {state.spec: state for state in await _describe(admin, settings, everything)}
    # Where `posts` is hidden from this user, its topics can at least be held against each other.
    reference = next((state for state in states.values() if state.partitions), states[TOPIC[POSTS]])
    problems = []
    if missing := [spec for spec in specs if not states[spec].partitions]:
        problems.append(_missing(missing, settings))
    for spec in specs:
        if states[spec].partitions:
            problems += _partition_problems(states[spec], reference, settings)
        if spec.changelog:
            needs = max((spans or {}).get(spec.name, 0), spec.retention or 0)
            problems += _changelog_problems(states[spec], needs, settings)
    return problems


def _missing(specs: list[TopicSpec], settings: Settings) -> str:
    names = ", ".join(settings.topic(spec.name) for spec in specs)
    noun = "topic is" if len(specs) == 1 else "topics are"
    hidden = f" (or hidden from user {settings.sasl_username!r})" if settings.sasl_username else ""
    return f"{noun} missing{hidden}: {names}; run `{_create(settings, *specs)}`"


def _partition_problems(state: TopicState, reference: TopicState, settings: Settings) -> list[str]:
    if state.partitions == reference.partitions:
        return []
    count = f"{state.name} has {state.partitions} partitions and {reference.name} has {reference.partitions}"
    alter = f"kafka-topics.sh {_server(settings)} --topic {state.name}"
    if state.partitions < reference.partitions:
        return [f"{count}; run `{alter} --alter --partitions {reference.partitions}`"]
    return [f"{count}; stop the workers, run `{alter} --delete`, then `{_create(settings, state.spec)}`"]


def _changelog_problems(state: TopicState, needs: int, settings: Settings) -> list[str]:
    config = state.config or {}
    mend = f"kafka-configs.sh {_server(settings)} --entity-type topics --entity-name {state.name} --alter --add-config"
    problems = []
    if "compact" in config.get("cleanup.policy", ""):
        problems.append(
            f"{state.name} is compacted, which tears window state apart; run `{mend} cleanup.policy=delete`"
        )
    retention = int(config.get("retention.ms", "-1"))
    if 0 <= retention < needs:
        problems.append(
            f"{state.name} keeps records for {retention / HOUR:.3g} h and window state goes back {needs / HOUR:.3g} h; "
            f"run `{mend} retention.ms={needs}`"
        )
    return problems


def _server(settings: Settings) -> str:
    return f"--bootstrap-server {settings.broker.split(',')[0]}"


def _create(settings: Settings, *specs: TopicSpec) -> str:
    names = [] if len(specs) == len(TOPICS) else [spec.name for spec in specs]
    return " ".join(["houserules topics create", *names]) + _flags(settings)


def _flags(settings: Settings) -> str:
    flags = f" --broker {settings.broker}"
    if settings.replication > 1:
        flags += f" --replication {settings.replication}"
    return flags + (f" --topic-prefix {settings.topic_prefix}" if settings.topic_prefix else "")


def _specs(names: Iterable[str] | None) -> list[TopicSpec]:
    if names is None:
        return list(TOPICS)
    asked = list(dict.fromkeys(names))
    if unknown := [name for name in asked if name not in TOPIC]:
        raise ValueError(f"no such topic: {', '.join(unknown)}; there are {', '.join(TOPIC)}")
    return [TOPIC[name] for name in asked]


async def _partition_counts(admin: AIOKafkaAdminClient) -> dict[str, int]:
    """Partitions of every topic on the broker that is ready for use."""
    return {
        topic["topic"]: len(topic["partitions"])
        for topic in await admin.describe_topics()
        if topic["error_code"] == 0 and all(partition["leader"] >= 0 for partition in topic["partitions"])
    }


async def _until_visible(admin: AIOKafkaAdminClient, names: list[str]) -> None:
    """Return once every topic has a leader for each partition: the broker answers the creation before that."""
    try:
        async with asyncio.timeout(VISIBLE_DEADLINE):
            while not set(names) <= (await _partition_counts(admin)).keys():  # noqa: ASYNC110 - only the broker knows
                await asyncio.sleep(VISIBLE_POLL)
    except TimeoutError as error:
        raise BrokerError(
            f"topics have been created but have no leaders after {VISIBLE_DEADLINE:g} s: look at the brokers' logs"
        ) from error


async def _describe(admin: AIOKafkaAdminClient, settings: Settings, specs: list[TopicSpec]) -> list[TopicState]:
    found = {topic["topic"]: topic["partitions"] for topic in await admin.describe_topics() if not topic["error_code"]}
    here = [settings.topic(spec.name) for spec in specs if settings.topic(spec.name) in found]
    configs = await _configs(admin, here)
    states = []
    for spec in specs:
        name = settings.topic(spec.name)
        partitions: list[Any] = found.get(name, [])
        copies = len(partitions[0]["replicas"]) if partitions else 0
        states.append(TopicState(spec, name, len(partitions), copies, configs.get(name)))
    return states


async def _configs(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """What the broker tells of the settings in SHOWN, for the topics whose settings this user may see."""
    if not names:
        return {}
    # All settings, though five are wanted: the embedded broker hangs up on a question for some.
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    configs: dict[str, dict[str, str]] = {}
    for answer in await admin.describe_configs(asked):
        for code, _, _, name, entries, *_ in answer.resources:
            if code == 0:
                configs[name] = {key: value for key, value, *_ in entries if key in SHOWN and value is not None}
    return configs
