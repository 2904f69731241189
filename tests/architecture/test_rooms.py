"""What import-linter cannot say: the rules and the migrations stand on their own."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.source import ROOT, imports, place, python_files, tree


def _outside(paths: list[Path], allowed: set[str], own: str = "") -> Iterator[str]:
    """Places that import anything but these top-level packages and `own`."""
    for path in paths:
        for name, node in imports(tree(path)):
            if name.split(".")[0] not in allowed and not (own and f"{name}.".startswith(f"{own}.")):
                yield f"{place(path, node)} {name}"


def test_the_rules_need_the_standard_library_only_and_two_of_them_columns() -> None:
    columns = {"flow.py", "counting.py"}  # decision 31
    plain, others = ([path for path in python_files("pharmacy_app/domain") if (path.name in columns) is so] for so in (False, True))
    assert len(others) == len(columns)
    assert list(_outside(plain, set(sys.stdlib_module_names), own="pharmacy_app.domain")) == []
    assert list(_outside(others, {"numpy", *sys.stdlib_module_names}, own="pharmacy_app.domain")) == []


def test_the_machine_knows_nothing_of_ours() -> None:
    assert list(_outside(python_files("pharmacy_app/system"), set(sys.stdlib_module_names), own="pharmacy_app.system")) == []


def test_a_migration_imports_nothing_of_the_application() -> None:
    """Today's code must not decide what yesterday's step does."""
    versions = python_files("migrations/versions")
    assert versions
    assert list(_outside(versions, {"alembic", "sqlalchemy", *sys.stdlib_module_names})) == []


def test_an_import_from_outside_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def late():\n    from pharmacy_app.db import tables\n")
    monkeypatch.setattr("tests.support.source.ROOT", tmp_path)
    assert list(_outside([planted], {"alembic"})) == ["planted.py:2 pharmacy_app.db"]


def test_every_module_says_what_it_holds_and_evaluates_no_annotation() -> None:
    """A docstring, and annotations that cost nothing at start-up."""
    silent = []
    for path in python_files("pharmacy_app", "tools", "benchmarks"):
        module = tree(path)
        future = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in module.body)
        if not ast.get_docstring(module) or not (future or path.name == "__init__.py" or len(module.body) == 1):
            silent.append(place(path))
    assert silent == []


def test_every_room_is_described() -> None:
    """A folder of the package that docs/architecture.md does not name is a room nobody will find."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.relative_to(ROOT / "pharmacy_app").parts[0] for path in python_files("pharmacy_app")} - {"__init__.py", "__main__.py"}
    assert [room for room in sorted(rooms) if f"pharmacy_app/{room}" not in page and f"`{room}`" not in page] == []
