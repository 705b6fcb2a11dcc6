"""`houserules connector`: carry out actions on a platform."""

import asyncio

import click

from houserules.cli.options import settings_options
from houserules.contracts.vocabulary import VERBS, Verb
from houserules.stream.settings import Settings, SettingsError

RUNNING = (
    "broker",
    "security_protocol",
    "sasl_mechanism",
    "sasl_username",
    "ssl_cafile",
    "ssl_certfile",
    "ssl_keyfile",
    "topic_prefix",
    "policy",
    "session_timeout",
    "heartbeat_interval",
    "commit_interval",
    "stall_timeout",
    "host",
    "port",
    "log_level",
    "log_format",
)
"""The settings of a connector."""


@click.group(short_help="Carry out actions on a platform.")
def connector() -> None:
    """Carry out actions on a platform, and write receipts of what was really done.

    A connector does each action once, lets stale ones expire, never acts automatically on a post that a person has
    decided on, and keeps the order of each post's actions while it tries again.
    """


@connector.command()
@click.option("--url", required=True, help="Where every action is posted to.")
@click.option("--name", default="webhook", show_default=True, help="Name in receipts and of the consumer group.")
@click.option(
    "--verb",
    "verbs",
    type=click.Choice(VERBS),
    multiple=True,
    help="Only what the receiver can do; the rest falls back to it. Can be given again.  [default: all]",
)
@click.option("--platform", "platforms", multiple=True, help="Only posts of this platform. Can be given again.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="Seconds an attempt.")
@settings_options(*RUNNING)
@click.pass_context
def webhook(
    ctx: click.Context,
    settings: Settings,
    url: str,
    name: str,
    verbs: tuple[Verb, ...],
    platforms: tuple[str, ...],
    timeout: float,
) -> None:
    """Post every action, signed, to a URL of yours.

    The secret comes from HOUSERULES_WEBHOOK_SECRET, or from the file that HOUSERULES_WEBHOOK_SECRET_FILE names; it has at
    least 16 bytes. The receiver checks the signature, does each delivery id once, and answers 2xx when it is done;
    409 when it had been done, 410 when the post is gone, 429 or 5xx to be asked again.
    """
    import uvloop

    from houserules.connectors.runner import ConnectorRunner
    from houserules.connectors.webhook import WebhookConnector
    from houserules.judging.policy import load_policy, resolve_policy
    from houserules.stream.logs import configure_logging

    try:
        made = WebhookConnector(
            url,
            settings.webhook_secret.encode(),
            name=name,
            verbs=verbs or VERBS,
            platforms=platforms,
            timeout=timeout,
        )
    except ValueError as error:
        raise SettingsError(f"{error}: see --url and HOUSERULES_WEBHOOK_SECRET (or its _FILE form)") from error
    policy = load_policy(resolve_policy(settings.policy))
    configure_logging(settings)

    async def run() -> int:
        return await ConnectorRunner(settings, policy, made).run()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        ctx.exit(runner.run(run()))
