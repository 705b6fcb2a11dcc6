"""The `houserules` command: finds the subcommand, runs it, and turns known errors into one line and an exit code."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from houserules.version import __version__

OK: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
RUNTIME: Final = 3
INTERRUPTED: Final = 130

SECTIONS: Final[dict[str, dict[str, str]]] = {
    "Try it": {
        "demo": "Watch it work: a broker, a worker and invented posts, in one terminal.",
        "check": "Judge texts or posts here and now, without a broker.",
    },
    "Run it": {
        "worker": "Run a stream worker until it is stopped.",
        "connector": "Carry out actions on a platform.",
        "topics": "Create, check and describe the topics.",
        "feed": "Publish posts: from a file, or invented ones.",
        "settings": "Show every setting, its source and its value.",
    },
    "Look into it": {
        "tail": "Follow what the worker, connectors and people produce.",
        "dead-letters": "List, read and retry the records that could not be judged.",
        "evidence": "Read, list and erase the sealed originals of posts.",
        "windows": "Show what the windows remember: rows, memory, campaigns.",
    },
    "Put it right": {
        "undo": "Take back what a rule ordered since a time.",
    },
    "House rules": {
        "policy": "Check, test and describe a policy.",
        "scorer": "Show, try and train the scorers that rules may ask.",
    },
}
"""Subcommands by section. Each lives in the module of its own name and is imported only when it is used."""

SUMMARIES: Final[dict[str, str]] = {name: text for section in SECTIONS.values() for name, text in section.items()}

EPILOG: Final = (
    "Exit codes: 0 done; 1 the check or test found problems; 2 usage or configuration; "
    "3 broker or runtime failure; 130 interrupted."
)


class Failure(click.ClickException):
    """A known error on its way to the terminal: one line, and the exit code of its kind."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class LazyGroup(click.Group):
    """Imports a subcommand when it is called, so that `--help` and `--version` do not wait for Kafka and the policy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the sections."""
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand, imported now."""
        if cmd_name not in SUMMARIES:
            return None
        attribute = cmd_name.replace("-", "_")
        command = getattr(import_module(f"houserules.cli.{attribute}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands by section, without importing any."""
        width = max(map(len, SUMMARIES))
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), text) for name, text in commands.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand. A known error becomes a `Failure`; anything else is a bug and keeps its traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except _configuration_errors() as error:
            raise Failure(str(error), USAGE) from error
        except _runtime_errors() as error:
            raise Failure(str(error) or type(error).__name__, RUNTIME) from error


# Asked only once an error is on its way that click does not know: `--help` must not import what defines these.
def _configuration_errors() -> tuple[type[Exception], ...]:
    from houserules.judging.policy import PolicyError
    from houserules.stream.settings import SettingsError

    return SettingsError, PolicyError


def _runtime_errors() -> tuple[type[Exception], ...]:
    from aiokafka.errors import KafkaError

    from houserules.stream.client import BrokerError

    return BrokerError, KafkaError


@click.group(
    cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, "-V", "--version", prog_name="houserules", message="%(prog)s %(version)s")
def cli() -> None:
    """House Rules judges a stream of social-media posts: repeats and floods, personal information, house rules.

    New here? `houserules demo` shows it at work, and `houserules check "some text"` judges a text of your own.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line (`sys.argv` when `args` is None) and return the exit code."""
    try:
        code = cli.main(args=args, prog_name="houserules", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return max(error.exit_code, USAGE)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return code if isinstance(code, int) else OK
