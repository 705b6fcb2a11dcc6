"""Flags made from the configuration table, so that a setting has one name, one meaning and one default everywhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Final, TypeVar, cast

import click

from houserules.stream.settings import SettingInfo, Settings, table

F = TypeVar("F", bound=Callable[..., Any])

CONNECTION: Final = (
    "broker",
    "security_protocol",
    "sasl_mechanism",
    "sasl_username",
    "ssl_cafile",
    "ssl_certfile",
    "ssl_keyfile",
    "topic_prefix",
)
"""The settings of a command that only talks to the broker."""


def settings_options(*names: str) -> Callable[[F], F]:
    """Give a command the flags of the settings in `names` (all when empty) and the argument `settings: Settings`.

    A flag wins over its environment variable, which wins over the default. Secrets get no flag: a command line is
    readable by every process on the machine. Raises KeyError for a name that is no setting.
    """
    known = {info.name: info for info in table()}
    rows = [known[name] for name in names] if names else list(known.values())
    offered = [info for info in rows if not info.secret]

    def decorate(function: F) -> F:
        @wraps(function)
        def command(**arguments: Any) -> Any:
            flags = {info.name: arguments.pop(info.name) for info in offered}
            return function(settings=Settings.load(flags), **arguments)

        decorated: Callable[..., Any] = command
        for info in reversed(offered):
            decorated = _option(info)(decorated)
        return cast(F, decorated)

    return decorate


def default_text(info: SettingInfo) -> str:
    """The default as a person would type it: `true`, `10`, or the empty string."""
    if isinstance(info.default, bool):
        return str(info.default).lower()
    if isinstance(info.default, float):
        return f"{info.default:g}"
    return str(info.default)


def _option(info: SettingInfo) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    default = default_text(info)
    notes = f"env {info.env}" + (f"; default {default}" if default else "")
    text = f"{info.help.replace('`', '')}  [{notes}]"
    if isinstance(info.default, bool):
        return click.option(f"{info.flag}/--no-{info.flag.removeprefix('--')}", info.name, default=None, help=text)
    kind: click.ParamType
    if info.choices:
        kind = click.Choice(info.choices)
    elif isinstance(info.default, int):
        kind = click.INT
    elif isinstance(info.default, float):
        kind = click.FLOAT
    else:
        kind = click.STRING
    return click.option(info.flag, info.name, type=kind, default=None, help=text)


class MomentType(click.ParamType):
    """An ISO 8601 time, or `now`. One without an offset is taken as UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware datetime that `value` names."""
        if isinstance(value, datetime):
            return value
        if value == "now":
            return datetime.now(UTC)
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time; write it as 2026-01-31T18:30:00Z", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
