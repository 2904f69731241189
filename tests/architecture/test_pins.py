"""What the locked libraries must be, and what the committed files must not say."""

from __future__ import annotations

import re
import sys

import pytest
from PySide6.QtCore import QObject, Signal
from sqlcipher3 import dbapi2

from tests.support.source import ROOT, place, project_files

CALLS, NOISE = 1_000, 50


class _Bell(QObject):
    rung = Signal(bool)


def _moved(value: object, action: object) -> int:
    before = sys.getrefcount(value)
    for _ in range(CALLS):
        action()  # type: ignore[operator]
    return sys.getrefcount(value) - before


@pytest.mark.parametrize("value", [True, None], ids=["True", "None"])
@pytest.mark.parametrize("action", ["emit", "void call", "connect"])
def test_qt_calls_cost_no_reference(value: object, action: str) -> None:
    """PySide6 6.12.0 lost one reference to True or None a call: Python 3.11 aborts when none is left."""
    bell = _Bell()
    bell.rung.connect(bell.blockSignals)

    def connect() -> None:
        bell.rung.disconnect(bell.rung.connect(lambda: None))

    actions = {"emit": lambda: bell.rung.emit(False), "void call": lambda: bell.setObjectName("x"), "connect": connect}
    assert abs(_moved(value, actions[action])) <= NOISE


def test_a_lost_reference_would_be_seen() -> None:
    kept: list[object] = []
    marker = object()
    assert _moved(marker, lambda: kept.append(marker)) == CALLS


def test_sqlite_is_new_enough_to_keep_commits() -> None:
    assert dbapi2.sqlite_version_info >= (3, 51, 3)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_by_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|^-|--(extra-)?index|--find-links|file:", re.sub(r"--hash=", "", text), re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.split()[0] for block in blocks if not re.match(r"[\w.-]+==\S+", block) or "--hash=sha256:" not in block] == []


def test_what_runs_is_what_is_tested() -> None:
    """Every library of an installation stands in the developers' lock with the same version and hashes."""
    run, dev = ((ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock"))
    assert [block.split()[0] for block in re.split(r"\n(?=\S)", run.strip()) if block not in dev] == []


# Letters in brackets, so that this file does not hold what it looks for.
WORKPLACE = re.compile(r"\bfa[r]m-[a-z]+|/w[o]rk/|\.li[b]rary/|/fa[r]m/|\bpy[p]i\.org|pythonh[o]sted|\bregistry\.n[p]m", re.IGNORECASE)
TEXT = {".py", ".toml", ".md", ".txt", ".lock", ".ini", ".cfg", ".yaml", ".yml", ".po", ".csv", ".json", ".mako", ".sql", ".svg", ""}


def test_no_file_names_a_workplace_or_a_registry() -> None:
    named = []
    for path in project_files():
        if path.suffix in TEXT:
            named += [f"{place(path)}: {found.group()}" for found in WORKPLACE.finditer(path.read_text(encoding="utf-8", errors="replace"))]
    assert named == []


@pytest.mark.parametrize("planted", ["see /w{}rk/main", "https://pypi.{}rg/simple", "files.pythonh{}sted"])
def test_a_named_workplace_is_seen(planted: str) -> None:
    assert WORKPLACE.search(planted.format("o"))
