"""A size budget: a newcomer reads a file or a function in one go. Every god file elsewhere grew without one."""

from __future__ import annotations

from pathlib import Path

from tests.support.source import functions, ninth_in_ten, place, python_files, tree

LONGEST_FILE, NINTH_FILE = 400, 300
LONGEST_FUNCTION, NINTH_FUNCTION = 60, 30
EVERYTHING = ("pharmacy_app", "migrations", "tools", "benchmarks", "tests")


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_the_budget() -> None:
    assert [f"{place(path)} {_lines(path)}" for path in python_files(*EVERYTHING) if _lines(path) > LONGEST_FILE] == []


def test_nine_in_ten_files_are_short() -> None:
    assert ninth_in_ten(_lines(path) for path in python_files("pharmacy_app")) <= NINTH_FILE


def test_no_function_is_longer_than_the_budget() -> None:
    long = [
        f"{place(path, node)} {name} {lines}"
        for path in python_files(*EVERYTHING)
        for name, lines, node in functions(tree(path))
        if lines > LONGEST_FUNCTION
    ]
    assert long == []


def test_nine_in_ten_functions_are_short() -> None:
    assert ninth_in_ten(lines for path in python_files("pharmacy_app") for _, lines, _ in functions(tree(path))) <= NINTH_FUNCTION
