"""The README's configuration table is the one that the command prints."""

from pathlib import Path

from click.testing import CliRunner

from houserules.cli.main import cli

README = Path(__file__).resolve().parents[3] / "README.md"
BEGIN, END = "<!-- settings -->", "<!-- /settings -->"


def test_the_readme_holds_the_generated_table() -> None:
    printed = CliRunner().invoke(cli, ["settings", "--markdown"], env={"HOUSERULES_BROKER": "elsewhere:1"})
    assert printed.exit_code == 0
    text = README.read_text(encoding="utf-8")
    assert BEGIN in text, f"README.md needs the table between {BEGIN} and {END}"
    table = text.partition(BEGIN)[2].partition(END)[0]
    assert table.strip() == printed.output.strip(), "paste what `houserules settings --markdown` prints"
