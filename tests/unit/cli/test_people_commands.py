"""`connector` and `undo` before they talk to anybody: what they refuse, and in which words."""

from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner

from houserules.cli.main import cli
from houserules.cli.undo import SinceType

SECRET = "a secret that nobody may read"


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("http://127.0.0.1:9/hook", "", "HOUSERULES_WEBHOOK_SECRET"),
        ("http://127.0.0.1:9/hook", "too short", "at least 16 bytes"),
        ("file:///etc/hosts", SECRET, "http:// or https://"),
    ],
)
def test_a_webhook_that_cannot_work_is_refused_without_telling_its_secret(url: str, secret: str, said: str) -> None:
    result = CliRunner().invoke(cli, ["connector", "webhook", "--url", url], env={"HOUSERULES_WEBHOOK_SECRET": secret})
    assert result.exit_code == 2
    assert said in result.output
    assert not secret or secret not in result.output


def test_the_secret_has_no_flag() -> None:
    told = CliRunner().invoke(cli, ["connector", "webhook", "--help"]).output
    assert "HOUSERULES_WEBHOOK_SECRET_FILE" in told
    assert "--webhook-secret" not in told


@pytest.mark.parametrize(
    ("text", "ago"), [("90m", timedelta(minutes=90)), ("2h", timedelta(hours=2)), ("7d", timedelta(days=7))]
)
def test_since_may_say_how_long_ago(text: str, ago: timedelta) -> None:
    found = SinceType().convert(text, None, None)
    assert abs(datetime.now(UTC) - ago - found) < timedelta(seconds=5)


def test_since_may_name_a_time_and_nothing_else() -> None:
    assert SinceType().convert("2026-05-04T00:00:00Z", None, None) == datetime(2026, 5, 4, tzinfo=UTC)
    for text in ("2 hours", "-2h", "2w", ""):
        with pytest.raises(click.BadParameter):
            SinceType().convert(text, None, None)


def test_undo_says_which_rule_and_since_when() -> None:
    for arguments in (["--rule", "a.rule"], ["--since", "2h"]):
        assert CliRunner().invoke(cli, ["undo", *arguments]).exit_code == 2
