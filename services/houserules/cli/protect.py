"""`houserules policy protect`: turn names into entries of a register of court cases."""

import sys

import click

from houserules.cli.options import settings_options
from houserules.stream.settings import Settings


@click.command(short_help="Turn names into entries of a register.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@settings_options("window_key")
def protect(settings: Settings, names: tuple[str, ...]) -> None:
    """Print entries for `protected` in a register of court cases. The names themselves never go into a file.

    Give every way in which people write a name: first and last name, a nickname with the last name, a married name. Without
    NAME, one a line is read from standard input, which keeps names out of the shell's history.

    The entries work only with the window key that they were made with (HOUSERULES_WINDOW_KEY).
    """
    from houserules.redaction.operators import hash_key
    from houserules.redaction.protected import NameKey, protect

    key = NameKey(hash_key(settings.window_key.encode()))
    wanted = [name for line in names or sys.stdin for name in [line.strip()] if name]
    if not wanted:
        raise click.UsageError('give a name ("..."), or one a line on standard input')
    entries: list[str] = []
    for place, name in enumerate(wanted, 1):
        try:
            entries.append(protect(name, key))
        except ValueError as error:
            # The name is not repeated: terminals and logs are kept.
            raise click.UsageError(f"name {place} cannot be protected: {error}") from error
        if len(name.split()) == 1:
            click.echo(f"name {place} is one word: every post with it will be hidden", err=True)
    click.echo(f"key: {key.fingerprint}")
    click.echo("protected:")
    for entry in entries:
        click.echo(f'  - "{entry}"')
