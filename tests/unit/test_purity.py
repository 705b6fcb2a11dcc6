"""The core is pure: no stage function can reach Faust, a clock, a file or a socket, because its modules import none."""

import ast
from pathlib import Path

import pytest

import houserules

PACKAGE = Path(houserules.__file__).parent
CORE = (
    "campaigns",
    "contracts",
    "evidence",
    "people",
    "text",
    "windows",
    "screening",
    "redaction",
    "judging",
    "scoring",
)
LOADERS = {"judging/policy", "scoring/training"}
"""Read policy files, and the sets a scorer is trained on: the only places of the core's rooms that do I/O, before any post."""

FORBIDDEN = {
    "faust",
    "mode",
    "aiokafka",
    "asyncio",
    "time",
    "random",
    "secrets",
    "socket",
    "os",
    "io",
    "sys",
    "pathlib",
    "tempfile",
    "subprocess",
    "threading",
    "logging",
    "structlog",
    "prometheus_client",
    "urllib",
    "aiohttp",
}
ALLOWED = {("windows/codec.py", "sys")}
"""`sys.byteorder` is a constant."""

CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}


def core_modules() -> list[Path]:
    modules = [path for room in CORE for path in sorted((PACKAGE / room).rglob("*.py"))]
    modules += [PACKAGE / "stages.py", PACKAGE / "pipeline.py"]
    return [path for path in modules if not any(part in path.as_posix() for part in LOADERS)]


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", core_modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_core_module_imports_the_outside_world(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    relative = path.relative_to(PACKAGE).as_posix()
    for name in imported(tree):
        root = name.split(".")[0]
        assert root not in FORBIDDEN or (relative, root) in ALLOWED, f"{relative} imports {name}"
        assert not name.startswith(("houserules.stream", "houserules.cli", "houserules.brokers")), relative
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            call = f"{node.func.value.id}.{node.func.attr}"
            assert not (node.func.value.id in {"datetime", "date", "time"} and node.func.attr in CLOCKS), call
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input", "hash", "id"}, f"{relative} calls {node.func.id}"


def test_the_check_would_notice() -> None:
    assert imported(ast.parse("import faust.app\nfrom time import time")) == {"faust.app", "time"}
    assert len(core_modules()) > 20
