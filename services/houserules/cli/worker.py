"""`houserules worker`: one worker process."""

import click

from houserules.cli.options import settings_options
from houserules.stream.settings import Settings


@click.command(short_help="Run a stream worker until it is stopped.")
@settings_options()
@click.pass_context
def worker(ctx: click.Context, settings: Settings) -> None:
    """Run a stream worker until it is stopped.

    SIGTERM and Ctrl-C stop it cleanly: what is in flight is finished and acknowledged first. A fatal error of the
    broker or of the group ends it with exit code 3.
    """
    from houserules.stream.worker import run_worker

    ctx.exit(run_worker(settings))
