"""YAML read strictly: what PyYAML lets pass (a key given twice, an unknown field, `no` as false) is a mistake here.

Every value keeps its place, so that each mistake is told with file and line, and reading goes on to find the next one.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from houserules.contracts.times import DAY, HOUR, MINUTE, SECOND
from houserules.judging.policy.bounds import LONGEST_TERM, MOST_DEPTH, MOST_FILE_BYTES
from houserules.judging.policy.problems import Problem

T = TypeVar("T")
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_TAG: Final = "tag:yaml.org,2002:"
_UNIT: Final = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
_DURATION: Final = re.compile(r"(?P<count>\d{1,9})\s?(?P<unit>[smhd])")
IDENTIFIER: Final = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
"""What names look like."""

_IDENTIFIER: Final = re.compile(IDENTIFIER)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader with the JSON types only: `no`, `1:30` and `2026-05-01` stay text, `0800` keeps its zero."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  PyYAML's own name


_Loader.add_implicit_resolver(_TAG + "null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver(_TAG + "bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(_TAG + "int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_implicit_resolver(_TAG + "float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789"))


class Mistake(Exception):
    """A value that cannot be read. Raised by the readers of `Node`; collected where reading can go on."""

    def __init__(self, problem: Problem) -> None:
        """Carries `problem` to where it is collected."""
        super().__init__(str(problem))
        self.problem = problem


class Node:
    """One value of a file and its place. The readers return the value or raise `Mistake`."""

    __slots__ = ("_node", "file", "problems")

    def __init__(self, node: yaml.Node, file: str, problems: list[Problem]) -> None:
        """`problems` is where mistakes that do not end the reading are put."""
        self._node: Final = node
        self.file: Final = file
        self.problems: Final = problems

    @property
    def line(self) -> int:
        """Line of the value's first character, from 1."""
        return int(self._node.start_mark.line) + 1

    def mistake(self, what: str) -> Mistake:
        """The mistake `what` at this place, to raise or to `report`."""
        return Mistake(Problem(self.file, self.line, what))

    def report(self, what: str) -> None:
        """Record a mistake and go on."""
        self.problems.append(self.mistake(what).problem)

    @property
    def is_text(self) -> bool:
        """Whether the value is text."""
        return isinstance(self._node, yaml.ScalarNode) and self._node.tag == _TAG + "str"

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    def text(self) -> str:
        """Text that is not empty."""
        value = self._scalar("str", "text; put it in quotes if it looks like a number")
        if not value.strip():
            raise self.mistake("expected text, found nothing; write something or leave the field out")
        return value

    def short(self, most: int, what: str = "text") -> str:
        """Text of at most `most` characters; `what` names it in the message."""
        value = self.text()
        if len(value) > most:
            raise self.mistake(f"a {what} of {len(value):,} characters; {most:,} is the most, so shorten or split it")
        return value

    def identifier(self) -> str:
        """A name of lower-case words joined by `.`, `-` or `_`."""
        value = self.short(LONGEST_TERM, "name")
        if not _IDENTIFIER.fullmatch(value):
            raise self.mistake(
                f"`{value}` is no name; use lower-case letters, digits, and `.`, `-` or `_` between them"
            )
        return value

    def integer(self, least: int, most: int) -> int:
        """A whole number within the bounds, both allowed."""
        value = int(self._scalar("int", "a whole number"))
        if not least <= value <= most:
            raise self.mistake(f"{value} is out of range; use {least} to {most}")
        return value

    def fraction(self) -> float:
        """A number from 0 to 1."""
        return self.number(0, 1)

    def number(self, least: float, most: float) -> float:
        """A number within the bounds, both allowed."""
        node = self._node
        bounds = f"{least:g} to {most:g}"
        if not isinstance(node, yaml.ScalarNode) or node.tag not in (_TAG + "int", _TAG + "float"):
            raise self.mistake(f"expected a number from {bounds}, found {self._kind()}; write it as 0.8")
        value = float(node.value)
        if not least <= value <= most:
            raise self.mistake(f"{node.value} is out of range; use {bounds}")
        return value

    def flag(self) -> bool:
        """`true` or `false`."""
        return self._scalar("bool", "true or false") == "true"

    def duration(self) -> int:
        """A length of time such as `30s`, `15m`, `4h` or `7d`, in ms."""
        value = self.text()
        match = _DURATION.fullmatch(value)
        if match is None:
            raise self.mistake(f"`{value}` is no length of time; write a number and s, m, h or d, such as 4h")
        return int(match["count"]) * _UNIT[match["unit"]]

    def word(self, words: Sequence[str]) -> Any:
        """One of `words`. Typed Any, for the caller knows which Literal they are."""
        value = self.text()
        if value not in words:
            raise self.mistake(f"`{value}` is unknown here{guess(value, words)}; use one of {', '.join(words)}")
        return value

    def items(self) -> list["Node"]:
        """The values of a list that is not empty."""
        node = self._node
        if not isinstance(node, yaml.SequenceNode):
            raise self.mistake(f"expected a list, found {self._kind()}; write one item a line, each after `- `")
        if not node.value:
            raise self.mistake("expected a list, found an empty one; add an item or leave the field out")
        return [Node(item, self.file, self.problems) for item in node.value]

    def each(self, read: Callable[["Node"], T]) -> list[T]:
        """What `read` makes of each item of a list; a mistake in one does not hide those in the next."""
        return [value for item in self.items() for value in item.attempt(read)]

    def one_or_more(self, read: Callable[["Node"], T]) -> list[T]:
        """As `each`, of a list or of one value without a list around it."""
        return self.each(read) if self.is_list else [read(self)]

    def attempt(self, read: Callable[["Node"], T]) -> Iterator[T]:
        """What `read` makes of this value; nothing, and a recorded problem, if it cannot."""
        try:
            yield read(self)
        except Mistake as mistake:
            self.problems.append(mistake.problem)

    def entries(self) -> dict[str, "Node"]:
        """The fields of a mapping with free names. A name given twice is reported."""
        node = self._node
        if not isinstance(node, yaml.MappingNode):
            raise self.mistake(f"expected fields, found {self._kind()}; write `name: value`, one a line")
        found: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = Node(key_node, self.file, self.problems)
            if not isinstance(key_node, yaml.ScalarNode):
                key.report(f"expected a name, found {key._kind()}; write `name: value`")
                continue
            name = str(key_node.value)
            if name in found:
                key.report(f"`{name}` is given twice, first on line {found[name].line}; keep one of the two")
                continue
            found[name] = Node(value_node, self.file, self.problems)
        return found

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Fields":
        """The fields of a mapping with known names. Missing and unknown ones are reported, and reading goes on."""
        entries = self.entries()
        required = tuple(required)
        known = (*required, *optional)
        for name in [name for name in entries if name not in known]:
            entries.pop(name).report(f"unknown field `{name}`{guess(name, known)}; known here: {', '.join(known)}")
        for name in required:
            if name not in entries:
                self.report(f"`{name}` is missing; add it")
        return Fields(self, entries)

    def plain(self) -> Json:
        """The value without its place, as JSON knows it: the content that a digest is taken of."""
        node = self._node
        if isinstance(node, yaml.MappingNode):
            return {name: value.plain() for name, value in self.entries().items()}
        if isinstance(node, yaml.SequenceNode):
            return [Node(item, self.file, self.problems).plain() for item in node.value]
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return bool(node.value == "true")
            case "int":
                return int(node.value)
            case "float":
                return float(node.value)
            case _:
                return str(node.value)

    def _scalar(self, tag: str, wanted: str) -> str:
        node = self._node
        if not isinstance(node, yaml.ScalarNode) or node.tag != _TAG + tag:
            raise self.mistake(f"expected {wanted}, found {self._kind()}")
        return str(node.value)

    def _kind(self) -> str:
        node = self._node
        if isinstance(node, yaml.MappingNode):
            return "fields"
        if isinstance(node, yaml.SequenceNode):
            return "a list"
        kinds = {"null": "nothing", "bool": "true or false", "int": "a number", "float": "a number", "str": "text"}
        return kinds.get(node.tag.removeprefix(_TAG), f"the tag {node.tag}")


class Fields:
    """The known fields of one mapping."""

    __slots__ = ("_entries", "owner")

    def __init__(self, owner: Node, entries: dict[str, Node]) -> None:
        """`owner` is the mapping itself."""
        self.owner: Final = owner
        self._entries: Final = entries

    def __contains__(self, name: str) -> bool:
        """Whether the field is given."""
        return name in self._entries

    def __getitem__(self, name: str) -> Node:
        """The field's value; the field must be given."""
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the fields that are given, in their order."""
        return iter(self._entries)

    def take(self, name: str, read: Callable[[Node], T], default: T) -> T:
        """What `read` makes of the field; `default` if it is not given or, with a recorded problem, cannot be read."""
        node = self._entries.get(name)
        if node is None:
            return default
        return next(node.attempt(read), default)

    def take_list(self, name: str, read: Callable[[Node], list[T]]) -> list[T]:
        """What `read` makes of the field; nothing if it is not given or, with a recorded problem, cannot be read."""
        nothing: list[T] = []
        return self.take(name, read, nothing)


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Node | None:
    """The root value of the file at `path`, called `name` in messages; None, and a problem, if there is none."""
    try:
        if (size := path.stat().st_size) > MOST_FILE_BYTES:
            what = f"{size:,} bytes; {MOST_FILE_BYTES:,} is the most, so split the file"
            problems.append(Problem(name, 0, what))
            return None
        data = path.read_bytes()
        if line := _too_deep(data):
            what = f"more than {MOST_DEPTH} values within each other; take some out, or name them in conditions.yaml"
            problems.append(Problem(name, line, what))
            return None
        root = yaml.compose(data, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problems.append(Problem(name, mark.line + 1 if mark else 0, f"not YAML: {error.problem}; mend the line"))
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(name, 0, f"not YAML: {error}; save the file as UTF-8 text"))
        return None
    except OSError as error:
        problems.append(Problem(name, 0, f"cannot be read: {error.strerror}; check the file and its permissions"))
        return None
    if root is None:
        problems.append(Problem(name, 0, "the file is empty; write its content or delete it"))
        return None
    before = len(problems)
    _refuse(root, name, problems, set())
    return Node(root, name, problems) if len(problems) == before else None


def _too_deep(data: bytes) -> int:
    """The line on which values stand too deep within each other; 0 where none does.

    Asked before anything is built: the parser's own recursion would end the process.
    """
    depth = 0
    for event in yaml.parse(data, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return 0


def _refuse(node: yaml.Node, name: str, problems: list[Problem], seen: set[int]) -> None:
    """Report what no policy needs and what makes one hard to read: aliases and explicit tags."""
    line = node.start_mark.line + 1
    if id(node) in seen:
        problems.append(Problem(name, line, "an alias (`*name`) points here; write the value out where it is used"))
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _refuse(key, name, problems, seen)
            _refuse(value, name, problems, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse(item, name, problems, seen)
    elif node.tag.removeprefix(_TAG) not in ("null", "bool", "int", "float", "str"):
        problems.append(Problem(name, line, f"the tag {node.tag} is not read; write a plain value"))


def guess(word: str, known: Iterable[str]) -> str:
    """` (did you mean ...?)` where one of `known` is close to `word`, else nothing."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean `{close[0]}`?)" if close else ""
