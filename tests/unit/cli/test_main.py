"""The front door: help without heavy imports, and exit codes."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from houserules.cli.main import INTERRUPTED, SUMMARIES, USAGE, cli, main
from houserules.version import __version__


def test_help_lists_every_command_with_the_words_of_the_command_itself() -> None:
    text = " ".join(CliRunner().invoke(cli, ["--help"]).output.split())
    context = click.Context(cli)
    for name, summary in SUMMARIES.items():
        assert f"{name} {summary}" in text
        command = cli.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(limit=200) == summary


@pytest.mark.parametrize("name", list(SUMMARIES))
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Usage: ")


def test_help_and_version_import_nothing_heavy() -> None:
    code = (
        "import sys; from houserules.cli.main import main; main(['--help']); main(['--version']); "
        "sys.exit(' '.join({'faust', 'aiokafka', 'numpy', 'rich', 're2', 'phonenumbers'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_version_is_the_engines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"houserules {__version__}\n"


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chekc"]) == USAGE
    assert "No such command 'chekc'" in capsys.readouterr().err


def test_a_policy_that_does_not_exist_is_a_configuration_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--policy", "no-such-policy", "words"]) == USAGE
    error = capsys.readouterr().err
    assert "no-such-policy" in error
    assert "Traceback" not in error


def test_an_interrupt_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "invoke", interrupted)
    assert main(["settings"]) == INTERRUPTED
