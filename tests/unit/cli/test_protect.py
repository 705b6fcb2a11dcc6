"""`houserules policy protect`: entries for a register, and no name in what is printed."""

import pytest
import yaml
from click.testing import CliRunner, Result

from houserules.cli.main import cli
from houserules.judging.policy.registers import MOST_NAMES
from houserules.redaction.operators import hash_key
from houserules.redaction.protected import Entry, ProtectedNames

SECRET = "a window key of some length"


def run(*names: str, given: str | None = None) -> Result:
    return CliRunner().invoke(
        cli, ["policy", "protect", *names], input=given, env={"HOUSERULES_WINDOW_KEY": SECRET}, catch_exceptions=False
    )


@pytest.mark.parametrize("given", [None, "Mo Quayle\n\nTabitha Fennimore\n"])
def test_what_it_prints_protects_the_names(given: str | None) -> None:
    result = run(*(() if given else ("Mo Quayle", "Tabitha Fennimore")), given=given)
    assert result.exit_code == 0
    printed = yaml.safe_load(result.stdout)
    assert len(printed["protected"]) == 2 < MOST_NAMES
    names = ProtectedNames(map(Entry, printed["protected"]), printed["key"]).keyed(hash_key(SECRET.encode()))
    assert names.find(["mo quayle and tabithafennimore"], [0]) == {0: [(0, 9), (14, 30)]}
    assert not {"quayle", "fennimore"} & set(result.output.lower().split())


def test_a_name_of_one_word_is_warned_of() -> None:
    result = run("Annalise")
    assert result.exit_code == 0
    assert "one word" in result.stderr


@pytest.mark.parametrize("names", [(), ("Mo",)])
def test_what_cannot_be_protected_is_refused_without_telling_it(names: tuple[str, ...]) -> None:
    result = run(*names, given="")
    assert result.exit_code == 2
    assert "'Mo'" not in result.output
