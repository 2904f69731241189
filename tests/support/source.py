"""Reads the project's own source, for the tests that keep the house as it was meant."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is in git or would be added to it."""
    # The checkout may belong to somebody else than who runs the tests, as in a container: git is told that this is meant.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(path for name in sorted(set(listed.split("\0"))) if name and (path := ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    """The project's Python files under these folders, e.g. `pharmacy_app/ui`."""
    return [path for path in project_files() if path.suffix == ".py" and any(path.is_relative_to(ROOT / folder) for folder in folders)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """`pharmacy_app/cli.py:12`"""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT).as_posix()}:{line}" if line else path.relative_to(ROOT).as_posix()


def dotted(node: ast.expr) -> str:
    """`datetime.date.today` for that expression; what is computed on the way is `?`."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else "?"


def names(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every name used or imported, with where: `time.sleep`, `PySide6.QtWidgets.QTableWidget`. Comments and strings are not names."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name):
            yield dotted(node), node
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module or ''}.{alias.name}", node) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)


def imports(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """The full name of every module imported, wherever the import stands."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ("." * node.level) + (node.module or ""), node


def functions(module: ast.Module) -> Iterator[tuple[str, int, ast.AST]]:
    """Name, lines from `def` to the last statement, node."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1, node


def ninth_in_ten(values: Iterable[int]) -> int:
    """The value that nine in ten do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)]
