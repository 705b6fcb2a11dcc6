"""What is wrong with a policy: every mistake that was found, each with its file and line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `line` counts from 1; 0 means the file as a whole. `what` says how to mend it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """`file:line: what`, which editors and terminals turn into a link."""
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


class PolicyError(ValueError):
    """A policy cannot be used. `problems` holds all that was found, in order of file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keeps `problems` sorted and without repeats."""
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
