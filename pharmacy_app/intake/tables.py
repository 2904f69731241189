"""The tables of a sheet: where each begins and ends, and what its columns mean, by name, by content, or as somebody said before."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pharmacy_app.intake.column_contents import Contents, by_content
from pharmacy_app.intake.headers import STOCK_WORDS, columns_of, index_of, simple
from pharmacy_app.intake.spreadsheets import Cell, Row, Sheet, text_of

MEANINGS = (
    *("description", "inn", "strength", "form", "brand", "lot", "expiry", "quantity", "packs", "pack_size"),
    *("gtin", "manufacturer", "code", "storage"),
)
"""What a column of a stock list can mean. An empty text: it is not read."""

Knows = Callable[[str], bool]
"""Whether the catalogue knows a medicine by this text."""

_LOOK_AT = 60
_LOOK_FURTHER = 2_000
_LONGEST_NAME = 120
_INDEX = index_of(STOCK_WORDS)
_NAMES = frozenset(simple(name) for names in STOCK_WORDS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sender's table is to be read: what each column means, from column A on, and the order of its dates (empty: by themselves)."""

    meanings: tuple[str, ...]
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet: the rows `first` to `end` (positions among the sheet's rows, `end` excluded) below its names.

    `row` is the row of the names as a spreadsheet program counts, 0 where there are none. By column: `names` as written, `meanings` (one of
    `MEANINGS`, or empty) and `how` that is known: `name`, `content`, `told`, or empty. `key` is how the table is known again: its names folded,
    one on each line.
    """

    sheet: str
    row: int
    first: int
    end: int
    names: tuple[str, ...]
    key: str
    meanings: tuple[str, ...]
    how: tuple[str, ...]
    dates: str = ""
    asks: bool = False  # our own form, filled in with what is needed: a line that was left empty is no batch

    @property
    def columns(self) -> dict[str, int]:
        """The column of each meaning."""
        return {meaning: at for at, meaning in enumerate(self.meanings) if meaning}

    @property
    def lacking(self) -> tuple[str, ...]:
        """What a stock list cannot do without: a medicine, a quantity (in units or in packs), and a lot or an expiry."""
        lacking = [] if {"description", "inn", "brand"} & set(self.meanings) else ["description"]
        lacking += [] if {"quantity", "packs"} & set(self.meanings) else ["quantity"]
        lacking += [] if {"expiry", "lot"} & set(self.meanings) else ["expiry"]
        return tuple(lacking)


@dataclass(frozen=True, slots=True)
class _Names:
    """A row (or two) of column names: where it stands, where the data below begins."""

    row: int
    below: int
    texts: tuple[str, ...]
    columns: Mapping[str, int] = field(default_factory=dict)


def tables_of(sheet: Sheet, told: Mapping[str, Layout], knows: Knows | None = None) -> tuple[Table, ...]:
    """The tables of the sheet, one below the other; a table that is no stock list too (`lacking` says what it has not).

    `told` are layouts by `key`. With `knows`, contents speak where names say nothing or lie; without it, names alone.
    """
    rows = sheet.rows
    names = _first_names(rows)
    if names is None:
        names = _Names(0, 0, ("",) * max((len(row.cells) for row in rows[:_LOOK_AT]), default=0))
    found: list[Table] = []
    while names is not None:
        table = _table(sheet, names, told, knows)
        following = _next_names(rows, table)
        found.append(table if following is None else _table(sheet, names, told, knows, following[0]))
        names = None if following is None else following[1]
    return tuple(found)


def names_again(cells: Sequence[Cell], table: Table) -> bool:
    """Whether these cells repeat the table's column names."""
    told = zip(cells, table.names, strict=False)
    return (
        sum(isinstance(cell, str) and bool(name) and len(cell) <= _LONGEST_NAME and simple(cell) == simple(name) for cell, name in told)
        >= 3
    )


def _first_names(rows: Sequence[Row]) -> _Names | None:
    best: _Names | None = None
    for position, row in enumerate(rows[:_LOOK_AT]):
        columns = columns_of(row.cells, _INDEX)
        if len(columns) >= 2 and (best is None or len(columns) > len(best.columns)):
            best = _Names(row.number, position + 1, _written(row.cells), columns)
        if position + 1 < len(rows) and (pair := _grouped(row, rows[position + 1])) is not None:
            together = columns_of(pair, _INDEX)
            alone = max(len(columns), len(columns_of(rows[position + 1].cells, _INDEX)))
            if len(together) > max(alone, 2) and (best is None or len(together) > len(best.columns)):
                best = _Names(rows[position + 1].number, position + 2, _written(pair), together)
    return best or _strange_names(rows)


def _strange_names(rows: Sequence[Row]) -> _Names | None:
    """Names that we do not know: the first full row of words without a figure, above a row with figures."""
    width = max((len(row.cells) - row.cells.count(None) for row in rows[:_LOOK_AT]), default=0)
    for position, (row, following) in enumerate(itertools.pairwise(rows[:_LOOK_AT])):
        filled = [cell for cell in row.cells if cell is not None]
        if len(filled) >= max(3, width - 1) and not any(map(_has_figure, filled)) and any(map(_has_figure, following.cells)):
            return _Names(row.number, position + 1, _written(row.cells), columns_of(row.cells, _INDEX))
    return None


def _has_figure(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or any(letter.isdigit() for letter in cell))


def _grouped(upper: Row, lower: Row) -> tuple[str, ...] | None:
    """Two rows of names as one: a heading over several columns stands before each of them. None where the lower row holds data."""
    if not any(lower.cells) or any(cell is not None and (not isinstance(cell, str) or cell.strip()[:1].isdigit()) for cell in lower.cells):
        return None
    joined, heading = [], ""
    for at in range(max(len(upper.cells), len(lower.cells))):
        above, below = upper.cell(at), lower.cell(at)
        heading = text_of(above) if above is not None else heading if below is not None else ""
        joined.append(f"{heading} {text_of(below)}".strip())
    return tuple(joined)


def _next_names(rows: Sequence[Row], table: Table) -> tuple[int, _Names] | None:
    """Where another table begins below, under other names: at least three columns by their very names."""
    counted = next((table.columns[meaning] for meaning in ("quantity", "packs") if meaning in table.columns), None)
    for position in range(table.first, len(rows) if counted is not None else min(len(rows), table.first + _LOOK_FURTHER)):
        row = rows[position]
        said = row.cells[counted] if counted is not None and counted < len(row.cells) else None
        if isinstance(said, Decimal) or (isinstance(said, str) and said[:1].isdigit()):
            continue  # nearly all rows end here
        columns = columns_of(row.cells, _INDEX)
        exact = sum(simple(str(row.cells[column])) in _NAMES for column in columns.values())
        if exact >= 3 and not names_again(row.cells, table):
            return position, _Names(row.number, position + 1, _written(row.cells), columns)
    return None


def _table(sheet: Sheet, names: _Names, told: Mapping[str, Layout], knows: Knows | None, end: int | None = None) -> Table:
    rows = sheet.rows[names.below : end]
    key = "\n".join(map(simple, names.texts)).rstrip("\n") or "\n" * len(names.texts)
    layout = told.get(key)
    width = len(names.texts)
    if layout is not None:
        meanings = [meaning if meaning in MEANINGS else "" for meaning in (*layout.meanings, *("",) * width)][:width]
        how = ["told"] * width
    else:
        meanings = [""] * width
        for meaning, column in names.columns.items():
            meanings[column] = meaning
        how = ["name" if meaning else "" for meaning in meanings]
        if knows is not None:
            for column, meaning in by_content(_contents(rows, width, knows), meanings).items():
                meanings[column], how[column] = meaning, "content" if meaning else ""
        meanings = [meaning if meaning in MEANINGS else "" for meaning in meanings]  # a running number and the like are known, and not read
    last = len(sheet.rows) if end is None else end
    dates = layout.dates if layout else ""
    return Table(sheet.name, names.row, names.below, last, names.texts, key, tuple(meanings), tuple(how), dates, "needed" in names.columns)


def _contents(rows: Sequence[Row], width: int, knows: Knows) -> list[Contents]:
    return [Contents([row.cell(column) for row in _spread(rows)], knows) for column in range(width)]


def _spread(rows: Sequence[Row], most: int = 120) -> Iterator[Row]:
    """Rows from all over the table, `most` at the most."""
    return iter(rows[:: max(1, -(-len(rows) // most))])


def _written(cells: Sequence[Cell]) -> tuple[str, ...]:
    texts = [text_of(cell)[:_LONGEST_NAME] for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
