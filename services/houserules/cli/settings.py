"""`houserules settings`: every setting, where its value comes from, and the table of the README."""

import os

import click

from houserules.cli.options import default_text
from houserules.stream.settings import SettingInfo, Settings, table


@click.command(short_help="Show every setting, its source and its value.")
@click.option("--markdown", is_flag=True, help="Print the configuration table of the README instead.")
def settings(markdown: bool) -> None:
    """Show every setting, its source and its value.

    Values come from the environment here; a command's own flags win over it. Secrets are shown as set or unset.
    """
    if markdown:
        click.echo(markdown_table(), nl=False)
        return
    from rich.table import Table

    from houserules.cli.render import stdout

    loaded = Settings.load()
    grid = Table(box=None, pad_edge=False)
    for heading in ("flag", "variable", "value", "from"):
        grid.add_column(heading, no_wrap=heading != "value")
    for info in table():
        source = _source(info)
        value = (
            ("set" if source else "development key" if info.default else "unset")
            if info.secret
            else str(getattr(loaded, info.name))
        )
        grid.add_row(
            "" if info.secret else info.flag, info.env, value, source or "default", style="bold" if source else None
        )
    stdout().print(grid)


def markdown_table() -> str:
    """The configuration table as Markdown, one row a setting, ending with a newline."""
    lines = ["| flag | environment variable | default | meaning |", "|---|---|---|---|"]
    for info in table():
        flag = "" if info.secret else f"`{info.flag}`"
        default = "" if info.secret or not default_text(info) else f"`{default_text(info)}`"
        meaning = info.help + (f" ({', '.join(f'`{word}`' for word in info.choices)})" if info.choices else "")
        lines.append(f"| {flag} | `{info.env}` | {default} | {meaning.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"


def _source(info: SettingInfo) -> str | None:
    if info.env in os.environ:
        return "environment"
    if info.secret and os.environ.get(info.env + "_FILE"):
        return "file"
    return None
