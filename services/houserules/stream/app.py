"""The Faust app of a worker: what it reads, which tables it keeps, and how it talks to the broker."""

import ssl
from functools import partial
from typing import Any, Final, NamedTuple

import faust
from faust.types.auth import CredentialsT

from houserules.judging.policy import Policy
from houserules.judging.standing import new_orders
from houserules.judging.strikes import new_strikes
from houserules.screening.screen import new_history
from houserules.stages import new_counters
from houserules.stream.client import client_options
from houserules.stream.metrics import Metrics
from houserules.stream.peek import needed_offsets
from houserules.stream.settings import Settings, Stage
from houserules.stream.tables import WindowTable
from houserules.stream.transport import use_batch_transport, use_stock_transport

SOURCE: Final[dict[Stage, str]] = {
    "all": "posts",
    "screen": "posts",
    "redact": "posts.screened",
    "judge": "posts.redacted",
    "review": "reviews",
}
"""The topic that each deployment reads."""

WINDOWS_CHANGELOG: Final = "houserules.windows"
SIGNPOSTS_CHANGELOG: Final = "houserules.signposts"
STRIKES_CHANGELOG: Final = "houserules.strikes"
ORDERS_CHANGELOG: Final = "houserules.orders"

VOIDED_STRIKES: Final = "strikes.voided"
"""What people have taken back, which every worker that judges follows."""

CAMPAIGN_SOURCE: Final = "fingerprints"
"""The topic that the campaign agent reads, wherever posts are screened."""

_SCREENING: Final = (CAMPAIGN_SOURCE, "campaigns", WINDOWS_CHANGELOG)

_JUDGING: Final = (
    *("verdicts", "verdicts.shadow", "actions", "evidence", "evidence.keys"),
    *(SIGNPOSTS_CHANGELOG, STRIKES_CHANGELOG, ORDERS_CHANGELOG),
)

OUTPUTS: Final[dict[Stage, tuple[str, ...]]] = {
    "all": (*_JUDGING, "posts.dead-letter", *_SCREENING),
    "screen": ("posts.screened", "posts.dead-letter", *_SCREENING),
    "redact": ("posts.redacted", "posts.dead-letter"),
    "judge": (*_JUDGING, "posts.dead-letter"),
    "review": ("actions", "decisions", VOIDED_STRIKES, "posts.dead-letter"),
}
"""The topics that each deployment writes."""


def needed_topics(stage: Stage) -> list[str]:
    """Every topic, by its plain name, that a worker of this stage reads or writes."""
    followed = {"all": [VOIDED_STRIKES], "judge": [VOIDED_STRIKES], "review": ["appeals"]}
    return [SOURCE[stage], *OUTPUTS[stage], *followed.get(stage, [])]


def group_of(settings: Settings) -> str:
    """The consumer group. Whoever reads `posts` shares one, so that fused and split deployments continue each other."""
    return settings.group if SOURCE[settings.stage] == "posts" else f"{settings.group}.{settings.stage}"


def build_app(settings: Settings, datadir: str) -> faust.App:
    """A Faust app without agents or tables. It creates no topics and serves no pages.

    `datadir` is a directory that Faust may make files in; nothing of ours is kept there.
    """
    app = faust.App(
        group_of(settings),
        broker=[f"kafka://{server.strip()}" for server in settings.broker.split(",")],
        broker_credentials=_credentials(settings),
        store="memory://",
        datadir=datadir,
        autodiscover=False,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        table_standby_replicas=0,
        consumer_auto_offset_reset="earliest",
        broker_commit_interval=settings.commit_interval,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.heartbeat_interval,
        broker_request_timeout=max(40.0, settings.session_timeout + 5),
        broker_max_poll_records=settings.max_batch,
        # Counted in batches with the batch transport: enough to keep the agents busy, little to drop at a rebalance.
        stream_buffer_maxsize=8 if settings.transport == "batch" else 4096,
        # Batches in flight are drained by the worker itself, with a deadline; Faust's own wait has none.
        stream_wait_empty=False,
        # Recovery goes on after what a worker's own writes have reached, which may lie beyond the end that Faust last saw.
        recovery_consistency_check=False,
        cython_optimizations=True,
    )
    if settings.transport == "batch":
        sources = (SOURCE[settings.stage], CAMPAIGN_SOURCE)
        changelogs = (WINDOWS_CHANGELOG, SIGNPOSTS_CHANGELOG, STRIKES_CHANGELOG, ORDERS_CHANGELOG)
        use_batch_transport(app, map(settings.topic, sources), map(settings.topic, changelogs))
    else:
        use_stock_transport(app)
    return app


def source_topic(app: faust.App, settings: Settings, name: str | None = None) -> Any:
    """The topic that the first agent reads, or `name`, as raw bytes: decoding is the stages' business, with its failures."""
    return app.topic(
        settings.topic(name or SOURCE[settings.stage]), key_serializer="raw", value_serializer="raw", internal=False
    )


class Tables(NamedTuple):
    """The state that this worker's stages need; None where they do not."""

    windows: WindowTable | None = None
    signposts: WindowTable | None = None
    strikes: WindowTable | None = None
    orders: WindowTable | None = None


def add_tables(app: faust.App, settings: Settings, policy: Policy, metrics: Metrics) -> Tables:
    """Declare the tables of this worker's stages on its app."""
    screening = policy.screening
    windows = signposts = strikes = orders = None
    if settings.stage in ("all", "screen"):
        windows = _table(app, settings, metrics, WINDOWS_CHANGELOG)
        windows.make_history = lambda: new_history(screening)
    if settings.stage in ("all", "judge"):
        signposts = _table(app, settings, metrics, SIGNPOSTS_CHANGELOG)
        signposts.make_history = lambda: new_counters(policy)
        strikes = _table(app, settings, metrics, STRIKES_CHANGELOG)
        strikes.make_history = lambda: new_strikes(policy)
        orders = _table(app, settings, metrics, ORDERS_CHANGELOG)
        orders.make_history = new_orders
    return Tables(windows, signposts, strikes, orders)


def _table(app: faust.App, settings: Settings, metrics: Metrics, name: str) -> WindowTable:
    label = name.removeprefix("houserules.")
    table = WindowTable(
        app,
        name=label,
        partitions=None,
        key_type=bytes,
        value_type=bytes,
        # Counted in fetches of up to a megabyte with the batch transport, which are taken in as they come.
        recovery_buffer_size=4,
        changelog_topic=app.topic(
            settings.topic(name), key_serializer="raw", value_serializer="raw", acks=False, internal=False
        ),
    )
    table.find_starts = partial(needed_offsets, settings)
    table.metrics = metrics
    table.store_label = label
    app.tables.add(table)
    return table


def _credentials(settings: Settings) -> CredentialsT | None:
    options = client_options(settings)
    context: ssl.SSLContext | None = options.get("ssl_context")
    match settings.security_protocol:
        case "PLAINTEXT":
            return None
        case "SSL":
            return faust.SSLCredentials(context)
        case _:
            return faust.SASLCredentials(
                username=settings.sasl_username,
                password=settings.sasl_password,
                mechanism=settings.sasl_mechanism,
                ssl_context=context,
            )
