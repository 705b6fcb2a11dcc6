"""`houserules scorer`: show the shipped scorers, try them on texts, and train one anew."""

from pathlib import Path
from typing import Final

import click
import orjson

_JSON: Final = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
_KILO: Final = 1000


@click.group(short_help="Show, try and train the scorers that rules may ask.")
def scorer() -> None:
    """Show, try and train the scorers that rules may ask.

    A scorer says how likely a text is of some kind, as a number from 0 to 1. It is evidence beside the rules, and
    never a judge: what it learnt from is not what your pages are like.
    """


@scorer.command("list")
@_JSON
def list_(as_json: bool) -> None:
    """The shipped scorers: their names, their scores, the digest that is part of a policy's."""
    from houserules.scoring.shipped import load_scorer, shipped_scorers

    found = [load_scorer(name) for name in shipped_scorers()]
    if as_json:
        reports = [{"name": one.name, "scores": list(one.names), "digest": one.digest} for one in found]
        click.echo(orjson.dumps(reports, option=orjson.OPT_INDENT_2).decode())
        return
    for one in found:
        click.echo(f"{one.name}: {', '.join(one.names)}; {one.digest}")


@scorer.command("try")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--name", default="abuse-en", show_default=True, help="Which scorer.")
@_JSON
def try_(texts: tuple[str, ...], name: str, as_json: bool) -> None:
    """The scores of texts, as a rule would be told them (but for redaction, which comes first)."""
    from houserules.scoring.shipped import load_scorer, shipped_scorers

    try:
        found = load_scorer(name)
    except KeyError:
        raise click.BadParameter(f"there is no {name}; there is {', '.join(shipped_scorers())}") from None
    for text, row in zip(texts, found.score(texts).tolist(), strict=True):
        scores = dict(zip(found.names, row, strict=True))
        if as_json:
            click.echo(orjson.dumps({"text": text, "scores": scores}).decode())
        else:
            click.echo("  ".join(f"{score} {value:.3f}" for score, value in scores.items()) + f"  {text}")


@scorer.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the public sets, each in a folder of its own name.",
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option(
    "--name",
    default="abuse-en",
    show_default=True,
    type=click.Choice(("abuse-en", "care-en", "conduct-en", "matters-en")),
    help="Which scorer. All but abuse-en also learn from the written texts of the source tree.",
)
@click.option("--held-out", is_flag=True, help="Leave out what calibration is done on: the scorer for honest figures.")
def train(data: Path, out: Path, name: str, held_out: bool) -> None:
    """Train a scorer from public sets and our own texts. The same sets give the same bytes again."""
    from houserules.scoring.training.courses import COURSES
    from houserules.scoring.training.datasets import READERS, read_datasets
    from houserules.scoring.training.fitting import Recipe, fit, refit
    from houserules.scoring.training.lessons import NAMES, lessons
    from houserules.scoring.training.written import read_written

    try:
        rows = read_datasets(data)
        found = {row.dataset for row in rows}
        missing = [known for known in READERS if known not in found]
        if missing:
            click.echo(f"not in {data}, so not learnt from: {', '.join(missing)}", err=True)
        course = COURSES.get(name)
        if course is None:
            learnt, kept_apart = lessons(rows, "train"), lessons(rows, "calibrate")
        else:
            learnt, kept_apart = course.lessons(read_written(), rows)
        click.echo(f"{len(learnt)} texts to learn from, {len(kept_apart)} kept apart for calibration", err=True)
        if course is None:
            trained = fit(name, NAMES, learnt, kept_apart, Recipe(passes=60))
        else:
            first, whole = refit(name, course.names, learnt, kept_apart, course.recipe)
            trained = first if held_out else whole
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    content = trained.to_bytes()
    out.write_bytes(content)
    click.echo(f"{out}: {len(content) / _KILO:.0f} kB, {trained.digest}")
