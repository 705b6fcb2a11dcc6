"""Flags made from the configuration table: precedence, secrets, and errors that name their source."""

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from houserules.cli.main import cli
from houserules.cli.options import CONNECTION, settings_options
from houserules.stream.settings import Settings, SettingsError, table


def _load(arguments: list[str], environ: dict[str, str] | None = None, names: tuple[str, ...] = ()) -> Settings:
    loaded: list[Settings] = []

    @click.command()
    @settings_options(*names)
    def command(settings: Settings) -> None:
        loaded.append(settings)

    result = CliRunner().invoke(command, arguments, env=environ or {})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return loaded[0]


def test_a_flag_wins_over_the_environment_and_the_environment_over_the_default() -> None:
    environ = {"HOUSERULES_BROKER": "env:1", "HOUSERULES_MAX_BATCH": "7"}
    settings = _load(["--broker", "flag:2"], environ)
    assert settings.broker == "flag:2"
    assert settings.max_batch == 7
    assert settings.in_flight == Settings().in_flight


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--partitions", "3"], "partitions", 3),
        (["--session-timeout", "7.5"], "session_timeout", 7.5),
        (["--create-topics"], "create_topics", True),
        (["--no-create-topics"], "create_topics", False),
        (["--transport", "stock"], "transport", "stock"),
    ],
)
def test_flags_have_the_type_of_their_setting(arguments: list[str], name: str, value: Any) -> None:
    assert getattr(_load(arguments, {"HOUSERULES_CREATE_TOPICS": "yes"}), name) == value


def test_every_setting_has_a_flag_except_secrets() -> None:
    text = CliRunner().invoke(cli, ["worker", "--help"]).output
    for info in table():
        shown = f" {info.flag}" in text
        assert shown is not info.secret, info.name


def test_help_names_the_variable_and_the_default() -> None:
    text = " ".join(CliRunner().invoke(cli, ["worker", "--help"]).output.split())
    assert "env HOUSERULES_PORT; default 8080" in text
    assert "env HOUSERULES_SASL_USERNAME" in text


def test_only_the_named_settings_are_offered() -> None:
    assert _load(["--broker", "b:1"], names=CONNECTION).broker == "b:1"
    with pytest.raises(AssertionError, match="No such option"):
        _load(["--max-batch", "3"], names=CONNECTION)


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"HOUSERULES_MAX_BATCH": "many"}, "HOUSERULES_MAX_BATCH=many"),
        ({"HOUSERULES_STAGE": "jury"}, "HOUSERULES_STAGE=jury: expected one of all"),
        ({"HOUSERULES_CREATE_TOPICS": "perhaps"}, "HOUSERULES_CREATE_TOPICS=perhaps: expected true or false"),
        ({"HOUSERULES_WINDOW_KEY_FILE": "/nowhere/key"}, "HOUSERULES_WINDOW_KEY_FILE=/nowhere/key"),
        ({"HOUSERULES_SECURITY_PROTOCOL": "SASL_SSL"}, "HOUSERULES_SASL_PASSWORD"),
    ],
)
def test_a_bad_value_names_its_source(environ: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        _load([], environ)
    assert message in str(caught.value)


def test_a_secret_is_read_from_its_file_and_never_printed(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("from-a-file\n", encoding="utf-8")
    environ = {"HOUSERULES_WINDOW_KEY_FILE": str(path)}
    assert _load([], environ).window_key == "from-a-file"
    shown = CliRunner().invoke(cli, ["settings"], env=environ)
    assert shown.exit_code == 0
    assert "from-a-file" not in shown.output


def test_a_bad_setting_is_one_line_and_exit_code_2() -> None:
    result = CliRunner().invoke(cli, ["settings"], env={"HOUSERULES_PORT": "no"})
    assert result.exit_code == 2
    assert "HOUSERULES_PORT=no" in result.stderr
    assert "Traceback" not in result.output


def test_a_flag_of_the_wrong_type_is_exit_code_2() -> None:
    result = CliRunner().invoke(cli, ["worker", "--partitions", "three"])
    assert result.exit_code == 2
    assert "--partitions" in result.stderr
