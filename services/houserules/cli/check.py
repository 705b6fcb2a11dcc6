"""`houserules check`: the worker's own pipeline on texts and files, without a broker."""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

import click
import orjson

from houserules.cli import render
from houserules.cli.intake import Intake, Item, batches
from houserules.cli.options import MomentType, settings_options
from houserules.contracts.deadletter import DeadLetter, Reject
from houserules.contracts.encode import encode_action, encode_verdict
from houserules.contracts.record import Record
from houserules.stream.settings import Settings

if TYPE_CHECKING:
    from houserules.judging.judge import Judgement
    from houserules.judging.policy import Policy

START: Final = "2026-01-01T12:00:00Z"
KNOWN: Final = "the post was judged before, too long ago to say the same again: its first verdict stands"
_FILE_NAME: Final = re.compile(r"\S+\.(jsonl|ndjson|json|txt)")


@click.command(short_help="Judge texts or posts here and now, without a broker.")
@click.argument("inputs", nargs=-1, metavar="[TEXT|FILE|-]...")
@click.option(
    "-f",
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Read post/1 as JSON Lines from this file; - is standard input. Can be given again.",
)
@click.option("--text", "as_text", is_flag=True, help="Each line of a file or of standard input is a plain text.")
@click.option("--literal", is_flag=True, help="Take arguments as texts even where a file has that name.")
@click.option("--json", "as_json", is_flag=True, help="One verdict/1 a line, in the order of the input.")
@click.option("--explain", is_flag=True, help="Also tell which rules spared a post, and what would change its verdict.")
@click.option("--actions", type=click.File("wb"), help="Also write the actions to this file, one action/1 a line.")
@click.option("--same-author", is_flag=True, help="Plain texts are all by one author, so that repeats and floods show.")
@click.option(
    "--at",
    type=MomentType(),
    default=START,
    show_default=True,
    help="When the first plain text was posted.",
)
@click.option(
    "--step",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="Seconds from one plain text to the next.",
)
@settings_options("policy")
@click.pass_context
def check(
    ctx: click.Context,
    settings: Settings,
    inputs: tuple[str, ...],
    files: tuple[str, ...],
    as_text: bool,
    literal: bool,
    as_json: bool,
    explain: bool,
    actions: BinaryIO | None,
    same_author: bool,
    at: datetime,
    step: float,
) -> None:
    """Judge texts or posts here and now, without a broker.

    An argument is a text, unless a file of that name exists: then the file is read, as JSON Lines of post/1, or as one
    text a line with --text. Without arguments, standard input is read. Windows reach over all inputs of a run, so
    repeats, floods and strikes are found as the worker would find them; that takes posts in the order of time. Budgets
    and the emergency brake are left out: they are about traffic, and in a file of examples every rule fires too often.

    \b
      houserules check "some text"
      houserules check posts.jsonl --json > verdicts.jsonl
      houserules check --text < comments.txt

    The verdicts on copies that turned out to belong to a campaign come after all others: they supersede the first.

    With --json, a line that is no post gets a dead-letter line in its place. In any case it gets a message on standard
    error, and exit code 1.
    """
    if explain and as_json:
        raise click.UsageError("--explain is for people to read; leave --json out")
    if not (inputs or files) and sys.stdin.isatty():
        raise click.UsageError('give a text ("..."), a file, or pipe posts into standard input')
    sources = [_argument(name, literal) for name in inputs] + [_File(name) for name in files] or [_File("-")]

    # Only now: these bring in the matchers, for which a usage error should not wait.
    from houserules.judging.policy import load_policy, resolve_policy
    from houserules.pipeline import Pipeline

    policy = load_policy(resolve_policy(settings.policy))
    pipeline = Pipeline(policy, settings.window_key.encode(), limits=False)
    report = _Report(_Lines() if as_json else _Cards(policy, explain=explain), actions)
    intake = Intake(at, step, same_author=same_author)
    for source in sources:
        for batch in source.batches(intake, text=as_text):
            judged = iter(pipeline.process([item.record for item in batch if isinstance(item.record, Record)]))
            for item in batch:
                record = item.record
                report.add(item, next(judged) if isinstance(record, Record) else record)
            report.batch_done()
    for judgement in pipeline.superseding():
        report.supersede(judgement)
    report.batch_done()
    report.end()
    ctx.exit(1 if report.rejected else 0)


class _Text:
    """A text given as an argument."""

    def __init__(self, text: str) -> None:
        self._text = text

    def batches(self, intake: Intake, *, text: bool) -> Iterator[list[Item]]:
        # As bytes: a command line may hold what is not UTF-8, which is then reported like a file's.
        yield [intake.text_line(os.fsencode(self._text), "argument", 1)]


class _File:
    """A file, or standard input when the name is `-`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def batches(self, intake: Intake, *, text: bool) -> Iterator[list[Item]]:
        with click.open_file(self._name, "rb") as stream:
            yield from batches(stream, "stdin" if self._name == "-" else self._name, intake, text=text)


def _argument(name: str, literal: bool) -> _Text | _File:
    if literal:
        return _Text(name)
    if name == "-" or (os.path.exists(name) and not os.path.isdir(name)):
        return _File(name)
    if os.path.isdir(name) and os.sep in name:
        raise click.UsageError(f"{name} is a directory; name its files, or add --literal")
    if _FILE_NAME.fullmatch(name):
        raise click.UsageError(f"there is no file {name}; to judge that as a text, add --literal")
    return _Text(name)


class _Printer(Protocol):
    """How results look on standard output."""

    def judged(self, judgement: "Judgement") -> None: ...
    def refused(self, item: Item, reject: Reject) -> None: ...
    def known(self, item: Item) -> None: ...
    def batch_done(self) -> None: ...
    def end(self, rejected: int) -> None: ...


class _Report:
    """Sends every result where it belongs: the printer, standard error for refused lines, the file of the actions."""

    def __init__(self, printer: _Printer, actions: BinaryIO | None) -> None:
        self.rejected = 0
        self._printer = printer
        self._actions = actions
        self._only_nonsense = True

    def add(self, item: Item, result: "Judgement | DeadLetter | Reject | None") -> None:
        """Report the next result."""
        self._only_nonsense &= isinstance(result, DeadLetter) and result.reject.reason == "invalid-json"
        if result is None:
            self._printer.known(item)
            return
        if isinstance(result, DeadLetter | Reject):
            reject = result.reject if isinstance(result, DeadLetter) else result
            self.rejected += 1
            self._printer.refused(item, reject)
            click.echo(f"{item.source}:{item.line}: {reject.reason}: {reject.message}", err=True)
            return
        self._printer.judged(result)
        if self._actions is not None:
            self._actions.writelines(encode_action(action) + b"\n" for action in result.actions)

    def supersede(self, judgement: "Judgement") -> None:
        """Report a judgement that takes the place of an earlier one."""
        self._printer.judged(judgement)
        if self._actions is not None:
            self._actions.writelines(encode_action(action) + b"\n" for action in judgement.actions)

    def batch_done(self) -> None:
        """Write out what is buffered: there may be nothing more to read for a while."""
        self._printer.batch_done()

    def end(self) -> None:
        """Print what comes after the last result."""
        self._printer.end(self.rejected)
        if self.rejected and self._only_nonsense:
            click.echo("No line was JSON. If each line is a plain text, add --text.", err=True)


class _Lines:
    """JSON Lines, one for each record."""

    def __init__(self) -> None:
        self._out = click.get_binary_stream("stdout")
        self._lines: list[bytes] = []

    def judged(self, judgement: "Judgement") -> None:
        self._lines.append(encode_verdict(judgement.verdict))

    def refused(self, item: Item, reject: Reject) -> None:
        self._lines.append(
            orjson.dumps(
                {
                    "schema": "dead-letter/1",
                    "line": item.line,
                    "reason": reject.reason,
                    "error": reject.error,
                    "field": reject.field,
                    "message": reject.message,
                }
            )
        )

    def known(self, item: Item) -> None:
        self._lines.append(orjson.dumps({"schema": "redelivery/1", "line": item.line, "message": KNOWN}))

    def batch_done(self) -> None:
        if self._lines:
            self._out.write(b"\n".join(self._lines) + b"\n")
            self._out.flush()
            self._lines.clear()

    def end(self, rejected: int) -> None:
        return


class _Cards:
    """One card for each verdict, and totals when there were several."""

    def __init__(self, policy: "Policy", *, explain: bool) -> None:
        self._console = render.stdout()
        self._policy = policy
        self._explain = explain
        self._outcomes: Counter[str] = Counter()

    def judged(self, judgement: "Judgement") -> None:
        self._outcomes[judgement.verdict.outcome] += 1
        self._console.print(
            render.card(
                judgement.verdict,
                judgement.actions,
                removed=judgement.post.redaction.spans,
                clauses=self._policy.clauses,
            )
        )
        if self._explain:
            from houserules.judging.explain import explain

            self._console.print(render.explanation(explain(judgement.post, self._policy), judgement.post))
        if judgement.shadow is not None:
            self._console.print(f"  shadow rules would have given: {judgement.shadow.outcome}", style="italic dim")

    def refused(self, item: Item, reject: Reject) -> None:
        return  # the line on standard error says it

    def known(self, item: Item) -> None:
        self._console.print(f"{item.source}:{item.line}: {KNOWN}", style="dim", markup=False)

    def batch_done(self) -> None:
        return

    def end(self, rejected: int) -> None:
        if self._outcomes.total() + rejected > 1:
            self._console.print(render.totals(self._outcomes, rejected))
