"""The terminal view of `demo`: cards that scroll, and a footer with running totals where the terminal can show one."""

from collections import Counter, OrderedDict, deque
from collections.abc import Mapping
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.rule import Rule
from rich.text import Text

from houserules.cli import render
from houserules.contracts.action import Action
from houserules.contracts.headers import DeadLetterInfo
from houserules.contracts.verdict import Verdict

PACE_SPAN: Final = 5.0
"""Seconds that the pace in the footer is taken over."""

PATIENCE: Final = 1.0
"""Seconds that a verdict waits for its actions: they come on a topic of their own."""

MOST_ACTIONS: Final = 10_000


class View:
    """What `demo` shows. On a terminal a footer stays below the cards; elsewhere there are only lines."""

    def __init__(self, console: Console, notes: list[str], clauses: Mapping[str, Any], *, brief: bool) -> None:
        """`notes` are the footer's last lines; `clauses` gives titles to the clauses of the policy."""
        self.outcomes: Counter[str] = Counter()
        self.dead_letters = 0
        self.actions = 0
        self._console = console
        self._notes = notes
        self._clauses = clauses
        self._brief = brief
        self._status = ""
        self._started = monotonic()
        self._recent: deque[float] = deque()
        self._waiting: deque[tuple[float, Verdict]] = deque()
        self._known: OrderedDict[str, Action] = OrderedDict()
        self._live = Live(console=console, get_renderable=self._footer, refresh_per_second=4, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    @property
    def finished(self) -> int:
        """Records that came to an end: verdicts and dead letters."""
        return self.outcomes.total() + self.dead_letters

    @property
    def unsettled(self) -> bool:
        """Whether verdicts wait for their actions."""
        return bool(self._waiting)

    def status(self, text: str) -> None:
        """Say what is going on until the first verdict comes."""
        self._status = text
        if not self._console.is_terminal:
            for line in (text, *self._notes):
                self._console.print(line)

    def action(self, action: Action) -> None:
        """An action came; its verdict's card will show it."""
        self.actions += 1
        self._known[action.action_id] = action
        if len(self._known) > MOST_ACTIONS:
            self._known.popitem(last=False)

    def verdict(self, verdict: Verdict) -> None:
        """A verdict came; it is shown once its actions have come too."""
        now = monotonic()
        self.outcomes[verdict.outcome] += 1
        self._recent.append(now)
        self._waiting.append((now, verdict))

    def dead_letter(self, partition: int, offset: int, info: DeadLetterInfo) -> None:
        """A dead letter came."""
        self.dead_letters += 1
        self._console.print(render.Barred(render.dead_letter(partition, offset, info), "bold red"))

    def settle(self) -> None:
        """Show the verdicts that are complete, in their order."""
        now = monotonic()
        while self._waiting:
            came, verdict = self._waiting[0]
            actions = [self._known[ref.action_id] for ref in verdict.actions if ref.action_id in self._known]
            if len(actions) < len(verdict.actions) and now - came < PATIENCE:
                return
            self._waiting.popleft()
            for action in actions:
                del self._known[action.action_id]
            brief = self._brief or not (verdict.findings or verdict.degraded)
            self._console.print(
                render.headline(verdict) if brief else render.card(verdict, actions, clauses=self._clauses)
            )

    def summary(self) -> Text:
        """The totals, for the end."""
        line = render.totals(self.outcomes, self.dead_letters)
        line.append(f"   actions {self.actions:,}")
        return line

    def _footer(self) -> RenderableType:
        now = monotonic()
        while self._recent and now - self._recent[0] > PACE_SPAN:
            self._recent.popleft()
        lines: list[RenderableType] = [Rule(style="dim")]
        if self.finished:
            pace = len(self._recent) / max(1.0, min(PACE_SPAN, now - self._started))
            top = Text(f"{self.finished:,} posts judged   {pace:.1f} a second   ", "bold")
            lines += [top, self.summary()]
        else:
            lines.append(Text(f"{self._status} ({now - self._started:.0f} s)", "bold"))
        return Group(*lines, *(Text(note, "dim") for note in self._notes))
