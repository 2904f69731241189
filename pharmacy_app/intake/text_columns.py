"""The texts of one column of a list, or the lines of a plain text file, to be identified one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.csv_text import decode
from pharmacy_app.intake.spreadsheets import MAX_BYTES, Row, Sheet, read_sheets, text_of

_LOOK_AT = 60  # rows in which the names of the columns may stand
_SAMPLE = 40
_WIDEST = 60  # columns
_JOINED = 3
_CLEARLY = 1.1


@dataclass(frozen=True, slots=True)
class Column:
    """The texts in their order, blank ones included; `name` of the column (empty: the file has lines alone) and whether it was guessed."""

    texts: tuple[str, ...]
    name: str = ""
    guessed: bool = False


def read_lines(path: Path) -> Column:
    """A plain text file, a text on each line that is not blank. Refuses like `spreadsheets.read_sheets`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refusal("file_too_large", most=MAX_BYTES // 1_000_000)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Refusal("file_missing") from None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise Refusal("file_unreadable") from None
    texts = tuple(line.strip() for line in decode(raw).splitlines() if line.strip()) if raw.strip(b"\0 \t\r\n") else ()
    if not texts:
        raise Refusal("file_empty")
    return Column(texts)


def read_column(path: Path, names: Sequence[str], says_something: Callable[[str], int]) -> Column:
    """The column of that name (accents and capitals do not matter; several are joined by a blank), or else those that say most.

    `says_something` gives points for a text. Refuses like `spreadsheets.read_sheets`, and `column_unknown` (`name`, `columns`: those there are).
    """
    sheets = read_sheets(path)
    if names:
        return _named(sheets, names)
    sheet = next(sheet for sheet in sheets if sheet.rows)
    sample = sheet.rows[1 : _SAMPLE + 1] or sheet.rows
    width = min(max(len(row.cells) for row in sheet.rows[:_LOOK_AT]), _WIDEST)
    chosen = _telling(sample, width, says_something)
    first = next(_texts(sheet.rows[:1], chosen))
    headed = len(sheet.rows) > 1 and not says_something(first)
    names_of = [text_of(sheet.rows[0].cell(column)) if headed else "" for column in chosen]
    return Column(
        tuple(_texts(sheet.rows[headed:], chosen)),
        " + ".join(name or _letter(column) for name, column in zip(names_of, chosen, strict=True)),
        guessed=True,
    )


def _telling(sample: Sequence[Row], width: int, says_something: Callable[[str], int]) -> list[int]:
    """The column that says most, and those beside it that say clearly more together with it (a name here, strength and form there)."""
    chosen: list[int] = []
    best = 0
    while len(chosen) < _JOINED:
        points = {
            column: sum(says_something(text) for text in _texts(sample, [*chosen, column]))
            for column in range(width)
            if column not in chosen
        }
        column = max(points, key=lambda one: points[one]) if points else None
        if column is None or (chosen and points[column] < best * _CLEARLY):
            break
        chosen.append(column)
        best = points[column]
    return chosen


def _named(sheets: Sequence[Sheet], names: Sequence[str]) -> Column:
    texts: list[str] = []
    seen = False
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:_LOOK_AT]):
            cells = [fold(text_of(cell)) for cell in row.cells]
            if all(fold(name) in cells for name in names):
                texts += _texts(sheet.rows[place + 1 :], [cells.index(fold(name)) for name in names])
                seen = True
                break
    if not seen:
        first = next(sheet for sheet in sheets if sheet.rows).rows[0]
        there = [text_of(cell)[:40] for cell in first.cells if text_of(cell)]
        known = {fold(one) for one in there}
        unknown = next((name for name in names if fold(name) not in known), names[0])
        raise Refusal("column_unknown", "column", name=unknown[:40], columns=", ".join(there[:40]))
    return Column(tuple(texts), " + ".join(names))


def _texts(rows: Sequence[Row], columns: Sequence[int]) -> Iterator[str]:
    for row in rows:
        yield " ".join(text for column in columns if (text := text_of(row.cell(column))))


def _letter(column: int) -> str:
    """`A`, `B` … `AA`: how spreadsheet programs call it."""
    return (_letter(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
