"""How verdicts, actions and totals look on a terminal: shared by `check`, `tail` and `demo`.

Everything that came out of a post passes through `safe` first: a post must not be able to move the cursor, colour the
screen or turn the reading direction of the person who moderates it.
"""

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from houserules.contracts.action import DELETED, MENDED, Action
from houserules.contracts.headers import DeadLetterInfo
from houserules.contracts.verdict import Finding, Span, Verdict
from houserules.contracts.vocabulary import OUTCOMES, SEVERITY_RANK

if TYPE_CHECKING:
    # Only for their types: the matchers behind them take a second to import, which no command should wait for.
    from houserules.contracts.stages import RedactedPost
    from houserules.judging.explain import Explanation

UNBOUNDED: Final = 1_000_000

WORDED: Final = frozenset({"reply_signpost", "notify_author"})
"""The verbs that say something to the author, in the words of a template."""

OUTCOME_STYLE: Final[Mapping[str, str]] = {
    "allow": "green",
    "redact": "cyan",
    "hold": "yellow",
    "hide": "dark_orange",
    "remove": "red",
    "escalate": "magenta",
}
_SEVERITY_STYLE: Final[Mapping[str, str]] = {
    "none": "cyan",
    "low": "yellow",
    "medium": "dark_orange",
    "high": "red",
    "critical": "bold red",
}
_CONTROLS: Final[dict[int, str]] = (
    {code: chr(0x2400 + code) for code in range(0x20) if code != 0x0A}
    | {
        code: "\N{REPLACEMENT CHARACTER}"
        for code in (*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F))
    }
    | {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(0x2066, 0x206A), *range(0xD800, 0xE000))}
    | {code: "\N{MIDDLE DOT}" for code in (0x00AD, 0x200B, 0x2060, 0xFEFF)}
    | {0x09: " ", 0x7F: "\N{SYMBOL FOR DELETE}", 0x2028: "\n", 0x2029: "\n"}
)


class Removed(Protocol):
    """A piece of the original that redaction replaced: `PiiSpan`, or a `Span` with a replacement."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def replacement(self) -> str | None: ...


def stdout() -> Console:
    """The console of standard output. What is no terminal gets plain text in lines of any length: nothing is cut."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else UNBOUNDED)


def stderr() -> Console:
    """The console of standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def safe(text: str) -> str:
    """`text` with control and direction characters made visible, one code point for one; newlines stay."""
    return text.translate(_CONTROLS)


def one_line(text: str) -> str:
    """`safe` text on a single line."""
    return safe(text).replace("\n", "\N{RETURN SYMBOL}")


class Barred:
    """Another renderable behind a coloured bar: the card of one verdict."""

    def __init__(self, body: RenderableType, style: str) -> None:
        """`style` colours the bar."""
        self._body = body
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The body's lines, each behind the bar."""
        bar = Segment("\N{LEFT HALF BLOCK} ", Style.parse(self._style))
        for line in console.render_lines(self._body, options.update_width(max(20, options.max_width - 2)), pad=False):
            yield bar
            yield from line
            yield Segment.line()


class Line:
    """A text on one line, cut to the width with an ellipsis."""

    def __init__(self, text: Text) -> None:
        """`text` must hold no newline."""
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The one line."""
        text = self._text.copy()
        text.no_wrap = True
        text.overflow = "ellipsis"
        yield text


def headline(verdict: Verdict) -> RenderableType:
    """One line: outcome, post, what decided, and the redacted text."""
    style = OUTCOME_STYLE[verdict.outcome]
    line = Text()
    line.append(f"{verdict.outcome:<8}", f"bold {style}")
    line.append(f" {safe(verdict.post_key)} ", "dim")
    effective = [finding.rule_id for finding in verdict.findings if finding.suppressed_by is None]
    if effective:
        line.append(f" {', '.join(dict.fromkeys(effective))} ", style)
    line.append(f" {one_line(verdict.redacted_text)}")
    return Line(line)


def card(
    verdict: Verdict,
    actions: Sequence[Action] = (),
    *,
    removed: Sequence[Removed] | None = None,
    clauses: Mapping[str, Any] | None = None,
) -> RenderableType:
    """All that a person needs to follow one verdict.

    `removed` are the redaction's spans in order; without them they are taken from the findings. `clauses` maps a clause
    to its title (`.title`). A verdict with nothing to explain is one line.
    """
    if not (verdict.findings or verdict.degraded or actions or verdict.outcome != "allow"):
        return headline(verdict)
    style = OUTCOME_STYLE[verdict.outcome]
    top = Text()
    top.append(f"{verdict.outcome.upper():<8}", f"bold {style}")
    top.append(f" {safe(verdict.post_key)}")
    if verdict.revision > 1:
        top.append(f" revision {verdict.revision}", "dim")
    top.append(f"   severity {verdict.severity}, urgency {verdict.urgency}, post {verdict.visibility}", "dim")
    lines: list[RenderableType] = [top, marked(verdict, removed)]
    if verdict.policy.clause:
        lines.append(Text.assemble(("clause  ", "dim"), _clause(verdict.policy.clause, clauses)))
    lines += [_finding(finding, verdict.redacted_text, removed, verdict) for finding in verdict.findings]
    if verdict.duplicate.role != "none":
        lines.append(_duplicate(verdict))
    if verdict.degraded:
        lines.append(Text.assemble(("degraded  ", "bold yellow"), ", ".join(verdict.degraded)))
    if actions:
        lines.append(_orders(actions))
    elif verdict.actions:
        lines.append(Text.assemble(("then    ", "dim"), ", ".join(action.verb for action in verdict.actions)))
    return Group(Barred(Group(*lines), style), Text())


def marked(verdict: Verdict, removed: Sequence[Removed] | None = None) -> Text:
    """The redacted text with every finding's place underlined and every placeholder dimmed."""
    lead = _Lead(removed_of(verdict) if removed is None else removed)
    text = Text(safe(verdict.redacted_text))
    for start, end in lead.placeholders:
        text.stylize("reverse dim", start, end)
    for finding in sorted(verdict.findings, key=lambda finding: SEVERITY_RANK[finding.severity]):
        style = f"underline {'dim' if finding.suppressed_by else _SEVERITY_STYLE[finding.severity]}"
        for span in finding.spans:
            text.stylize(style, *lead.span(span.start, span.end))
    return text


def removed_of(verdict: Verdict) -> list[Removed]:
    """The redaction's spans as far as the findings tell: those with a replacement, in order, each once."""
    found = {(span.start, span.end): span for finding in verdict.findings for span in finding.spans if span.replacement}
    return [span for _, span in sorted(found.items())]


def totals(counts: Mapping[str, int], rejected: int = 0) -> Text:
    """Counts by outcome, least first, and records that were set aside."""
    line = Text()
    for outcome in OUTCOMES:
        if counts.get(outcome):
            line.append(f"{outcome} ", OUTCOME_STYLE[outcome])
            line.append(f"{counts[outcome]:,}   ", "bold")
    if rejected:
        line.append("dead letters ", "bold red")
        line.append(f"{rejected:,}   ", "bold")
    line.rstrip()
    return line


def order(action: Action) -> RenderableType:
    """One line about an action from the stream: verb, target, reason, and until when it may be carried out."""
    line = Text()
    line.append(f"{action.verb:<21}", "bold")
    line.append(f" {safe(action.target.post_key)}", "dim")
    if action.reason.rule_id:
        line.append(f"  because of {action.reason.rule_id}")
    if action.reason.clause:
        line.append(f" (clause {action.reason.clause})")
    if action.not_after:
        line.append(f"  not after {action.not_after}", "dim")
    return Line(line)


def dead_letter(partition: int, offset: int, info: DeadLetterInfo) -> RenderableType:
    """One line about a dead letter: where it is, why, and where it came from."""
    line = Text()
    line.append(f"{partition}:{offset:<6}", "bold")
    line.append(f" {safe(info.reason):<14}", "red")
    line.append(f" {safe(info.message)}")
    line.append(f"  from {safe(info.topic)}/{info.partition}@{info.offset}", "dim")
    return Line(line)


def age(millis: float) -> str:
    """A length of time in its largest unit: `42 s`, `3 min`, `5 h`, `12 d`."""
    seconds = max(0, int(millis // 1000))
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


class _Lead:
    """From positions in the original text to positions in the redacted text."""

    def __init__(self, removed: Iterable[Removed]) -> None:
        self._spans = [(span.start, span.end, len(span.replacement or "")) for span in removed]
        self._starts = [start for start, _, _ in self._spans]
        self._shift = [0]
        self.placeholders: list[tuple[int, int]] = []
        for start, end, length in self._spans:
            at = start + self._shift[-1]
            self.placeholders.append((at, at + length))
            self._shift.append(self._shift[-1] + length - (end - start))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` of the original in the redacted text; a part of what was removed becomes its placeholder."""
        left, right = self._place(start), self._place(max(start, end - 1))
        return left[0], right[1]

    def _place(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position < self._spans[index][1]:
            return self.placeholders[index]
        at = position + self._shift[index + 1]
        return at, at + 1


def _clause(clause: str, clauses: Mapping[str, Any] | None) -> str:
    known = clauses.get(clause) if clauses else None
    return f"{clause}: {known.title}" if known else clause


def _finding(finding: Finding, redacted: str, removed: Sequence[Removed] | None, verdict: Verdict) -> RenderableType:
    lead = _Lead(removed_of(verdict) if removed is None else removed)
    quiet = finding.suppressed_by is not None or finding.mode != "enforce"
    head = Text.assemble(
        ("\N{WHITE BULLET} " if quiet else "\N{BULLET} ", "dim" if quiet else _SEVERITY_STYLE[finding.severity]),
        (finding.rule_id, "dim" if quiet else "bold"),
        (f"  {finding.category}  score {finding.score:.2f}, severity {finding.severity}", "dim"),
    )
    if finding.spans:
        head.append(f", {finding.view} view", "dim")
    if finding.mode != "enforce":
        head.append(f"  {finding.mode}", "italic")
    body = Text(safe(finding.explain))
    places = _merged(lead.span(span.start, span.end) for span in finding.spans)
    quoted = [one_line(redacted[start:end]) for start, end in places]
    if words := [f"“{word}”" for word in dict.fromkeys(quoted) if word]:
        body.append(f": {', '.join(words)}")
    if finding.suppressed_by is not None:
        body.append(f"\nsuppressed by {finding.suppressed_by}", "italic yellow")
    return Group(head, Padding(body, (0, 0, 0, 2), expand=False))


_LET_GO: Final[Mapping[str, str]] = {
    "own_words": ", let go by its `own_words`: whose words they are",
    "aimed": ", let go by its `aimed`: whom they are said to",
    "quoted": ", let go by its `quoted`: whether they stand in quotation marks",
    "near": ", let go by its `near`: what stands close by",
    "allow": ", let go by `allow` of its lexicon",
}
"""How a filter of a match let words go: the same words whether it asks for something or against it."""


def explanation(found: "Explanation", post: "RedactedPost") -> RenderableType:
    """What spared a post, and what its verdict would be without what decided it."""
    lead = _Lead(post.redaction.spans)

    def quoted(spans: Iterable[Span]) -> str:
        places = _merged(lead.span(span.start, span.end) for span in spans)
        return ", ".join(f"“{one_line(post.text[start:end])}”" for start, end in places if start < end)

    lines: list[RenderableType] = []
    for spared in found.spared:
        line = Text.assemble(("spared  ", "dim"), (spared.rule_id, "bold"))
        if seen := quoted(spared.spans):
            line.append(f" saw {seen}")
        line.append(_LET_GO.get(spared.by, f", excused by its `{spared.by}`"))
        if excuses := quoted(spared.excuses):
            line.append(f": {excuses}")
        lines.append(line)
    for step in found.steps:
        lines.append(
            Text.assemble(
                ("without ", "dim"),
                ", ".join(step.rules),
                (" it would be ", "dim"),
                (step.outcome, OUTCOME_STYLE[step.outcome]),
                (f", {step.visibility}", "dim"),
            )
        )
    return Padding(Group(*lines, Text()) if lines else Text(), (0, 0, 0, 2), expand=False)


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _duplicate(verdict: Verdict) -> Text:
    duplicate = verdict.duplicate
    line = Text("repeat  ", "dim")
    if duplicate.role == "first":
        return line.append("first copy of a text that repeats", "default")
    line.append(f"{duplicate.method or 'exact'} copy of {safe(duplicate.survivor or 'an earlier post')}", "default")
    if duplicate.similarity is not None and duplicate.similarity < 1:
        line.append(f", similarity {duplicate.similarity:.2f}", "default")
    return line


_ENDED: Final = {MENDED: "its author changed the post", DELETED: "its author deleted the post"}
"""Why an earlier order ends where no rule says so."""


def _orders(actions: Sequence[Action]) -> Text:
    line = Text("then    ", "dim")
    for position, action in enumerate(actions):
        line.append(", " if position else "", "default")
        line.append(action.verb, "bold")
        if action.reason.template and action.verb in WORDED:
            line.append(f" “{action.reason.template}”", "dim")
        elif why := _ENDED.get(action.reason.rule_id or ""):
            line.append(f" ({why})", "dim")
    return line
