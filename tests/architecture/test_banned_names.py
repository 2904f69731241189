"""Names with one proper place, or none. Each rule is also shown something planted, so that it cannot fall asleep."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.source import ROOT, names, place, python_files, tree


@dataclass(frozen=True, slots=True)
class Ban:
    """`pattern` is matched against whole dotted names in `folders`, except in `allowed`."""

    why: str
    pattern: str
    folders: tuple[str, ...]
    planted: str
    allowed: tuple[str, ...] = ()

    def found(self, module: ast.Module) -> Iterator[ast.AST]:
        return (node for name, node in names(module) if re.fullmatch(self.pattern, name))


BANS = {
    "machine's day": Ban(
        "the clock is handed in: ask Clock, never the machine",
        r"(.*\.)?(date|datetime|QDate|QDateTime|QTime)\.(today|now|utcnow|currentDate|currentDateTime|currentDateTimeUtc|currentTime)",
        ("pharmacy_app", "migrations"),
        "import datetime\nday = datetime.date.today()",
        ("pharmacy_app/system/clock.py",),
    ),
    "QTableWidget": Ban(
        "tables are a QAbstractTableModel with the shared proxy",
        r"(.*\.)?QTableWidget(Item)?",
        ("pharmacy_app",),
        "from PySide6.QtWidgets import QTableWidget",
    ),
    "QMessageBox": Ban(
        "one way to tell people something: ui/messages.py",
        r"(.*\.)?QMessageBox(\..*)?",
        ("pharmacy_app",),
        "from PySide6 import QtWidgets\nQtWidgets.QMessageBox.warning(None, '', '')",
        ("pharmacy_app/ui/messages.py",),
    ),
    "waiting by the clock": Ban(
        "tests wait for a signal or a condition",
        r"(.*\.)?(time\.sleep|qtbot\.wait|QTest\.qWait|qWait|QThread\.m?sleep)",
        ("tests",),
        "def test(qtbot):\n    qtbot.wait(100)",
    ),
    "another SQLite": Ban(
        "sqlcipher3 is the only driver: before 3.51.3 SQLite can lose commits in WAL mode",
        r"(sqlite3|pysqlite3|pysqlcipher3)(\..*)?",
        ("pharmacy_app", "migrations"),
        "import sqlite3",
    ),
}


@pytest.mark.parametrize("ban", BANS.values(), ids=BANS.keys())
def test_name_stands_only_in_its_place(ban: Ban) -> None:
    allowed = {ROOT / name for name in ban.allowed}
    found = [place(path, node) for path in python_files(*ban.folders) if path not in allowed for node in ban.found(tree(path))]
    assert found == [], ban.why


@pytest.mark.parametrize("ban", BANS.values(), ids=BANS.keys())
def test_rule_sees_what_is_planted(ban: Ban) -> None:
    assert list(ban.found(ast.parse(ban.planted)))


def test_the_clock_itself_is_not_mistaken_for_the_machine() -> None:
    assert not list(BANS["machine's day"].found(ast.parse("day = desk.clock.today()\nnow = self.clock.now()")))


def _swallows(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler):
            everything = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            if everything and all(isinstance(step, ast.Pass) for step in node.body):
                yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name == "suppress" and any(isinstance(what, ast.Name) and what.id in ("Exception", "BaseException") for what in node.args):
                yield node


def test_no_error_is_swallowed() -> None:
    assert [place(path, node) for path in python_files("pharmacy_app", "migrations", "tools") for node in _swallows(tree(path))] == []


@pytest.mark.parametrize(
    "planted", ["try:\n    f()\nexcept:\n    pass", "try:\n    f()\nexcept Exception:\n    pass", "with suppress(Exception): f()"]
)
def test_a_swallowed_error_is_seen(planted: str) -> None:
    assert list(_swallows(ast.parse(planted)))


def _unbuilt(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(raised, ast.Name) and raised.id == "NotImplementedError":
                yield node


def test_nothing_is_left_to_be_built() -> None:
    marks = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")
    left = []
    for path in python_files("pharmacy_app", "migrations", "tools", "benchmarks"):
        left += [place(path, node) for node in _unbuilt(tree(path))]
        left += [f"{place(path)}:{n}" for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if marks.search(line)]
    assert left == []


def test_an_unbuilt_part_is_seen() -> None:
    assert list(_unbuilt(ast.parse("def f():\n    raise NotImplementedError('soon')")))
