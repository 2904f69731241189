"""A donor's stock list or packing list -> one frozen row per batch: new, doubtful or refused with a reason, none dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.spreadsheets import LeftOut, Sheet, read_sheets, text_of
from pharmacy_app.intake.stock_rows import MOST_UNITS as MOST_UNITS
from pharmacy_app.intake.stock_rows import StockRow as StockRow
from pharmacy_app.intake.stock_rows import read_rows
from pharmacy_app.intake.tables import MEANINGS, Knows, Layout, Table, tables_of

At = Callable[[float], None]
"""Is told how much is done, from 0 to 1; whatever it raises ends the reading."""

_SAMPLES, _LONGEST_SAMPLE = 3, 60


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table as it was read: the texts of its first rows below the names, and whether its dates can be read in more than one order."""

    table: Table
    samples: tuple[tuple[str, ...], ...]
    ask_dates: bool = False


@dataclass(frozen=True, slots=True)
class StockList:
    """A file as read: its batches, and the rows that are none (`subtotal`, `header_again`, `note`, `sheet_is_copy`, `not_a_stock_list`).

    `copies` pairs a sheet with the one it repeats (its rows are not among `rows`); `ask_dates` names the sheets whose dates can be read in
    more than one order: read again with the person's answer as `date_style`. `tables` are all that were found, those that are no stock list
    too; `hidden` names the sheets that a spreadsheet program does not show.
    """

    rows: tuple[StockRow, ...]
    left_out: tuple[LeftOut, ...]
    copies: tuple[tuple[str, str], ...]
    ask_dates: tuple[str, ...]
    tables: tuple[TableRead, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A sheet as read; `layout` are the keys of its tables that are lists, empty where none is."""

    sheet: str
    layout: tuple[str, ...]
    rows: tuple[StockRow, ...]
    left_out: tuple[LeftOut, ...]
    tables: tuple[TableRead, ...]


def read_stock_list(
    path: Path | str,
    sheets: Sequence[str] = (),
    today: date | None = None,
    date_style: str | None = None,
    told: Mapping[str, Layout] | None = None,
    knows: Knows | None = None,
    russian: str = "",
    country: str = "",
    at: At | None = None,
) -> StockList:
    """Read the sheets named, or all that are stock lists; a sheet with the same batches as another counts once.

    `today` (for a donation, the day it was received) marks dates in the past and too far ahead. `told` says what the columns of a table mean
    (by `Table.key`); with `knows`, contents speak too where column names say nothing. `russian` and `country` are those of
    `stock_rows.read_rows`. Refuses with the codes of `read_sheets`, with
    `not_a_stock_list` (data `missing` and `recognised`: columns) and `list_without_rows`.
    """
    book = _chosen(read_sheets(path), sheets)
    read = []
    for number, sheet in enumerate(book, 1):
        read.append(_read_sheet(sheet, tables_of(sheet, told or {}, knows), today, date_style, russian, country))
        if at is not None:
            at(number / len(book))
    lists = [one for one in read if one.layout]
    others = [one for one in read if not one.layout]
    if others and (sheets or not lists):
        raise _no_list([one.table for other in others for one in other.tables], others[0].sheet if sheets else "")
    copies = () if sheets else _copies(lists)
    repeated = {name for name, _ in copies}
    lists = [one for one in lists if one.sheet not in repeated]
    rows = tuple(chain.from_iterable([one.rows for one in lists]))
    if not rows:
        raise Refusal("list_without_rows")
    left_out = [LeftOut(one.sheet, 0, "not_a_stock_list") for one in others]
    left_out += [LeftOut(name, 0, "sheet_is_copy") for name, _ in copies]
    left_out += [line for one in lists for line in one.left_out]
    asked = tuple(one.sheet for one in lists if any(table.ask_dates for table in one.tables))
    tables = tuple(table for one in read if one.sheet not in repeated for table in one.tables)
    return StockList(rows, tuple(left_out), copies, asked, tables, tuple(sheet.name for sheet in book if sheet.hidden))


def read_tables(
    path: Path | str, sheets: Sequence[str] = (), told: Mapping[str, Layout] | None = None, knows: Knows | None = None
) -> tuple[TableRead, ...]:
    """The tables of a file, lists or not, so that somebody can say what their columns mean. Refuses with the codes of `read_sheets`."""
    return tuple(_seen(sheet, table) for sheet in _chosen(read_sheets(path), sheets) for table in tables_of(sheet, told or {}, knows))


def _chosen(book: tuple[Sheet, ...], names: Sequence[str]) -> tuple[Sheet, ...]:
    present = [sheet.name for sheet in book]
    for name in names:
        if name not in present:
            raise Refusal("sheet_missing", sheet=name, sheets=", ".join(present))
    return tuple(sheet for sheet in book if sheet.rows and (not names or sheet.name in names))


def _no_list(tables: Sequence[Table], sheet: str) -> Refusal:
    """Says which columns are missing, and which were found, in the table that comes nearest. Never a cell: it may be a person's name."""
    nearest = min(tables, key=lambda table: len(table.lacking), default=None)
    missing = nearest.lacking if nearest else ("description", "quantity", "expiry")
    recognised = [meaning for meaning in MEANINGS if nearest and meaning in nearest.meanings]
    return Refusal("not_a_stock_list", sheet, missing=", ".join(missing), recognised=", ".join(recognised))


def _read_sheet(sheet: Sheet, tables: Sequence[Table], today: date | None, style: str | None, russian: str, country: str) -> _Read:
    rows: list[StockRow] = []
    left_out: list[LeftOut] = []
    seen: list[TableRead] = []
    layout: list[str] = []
    for table in tables:
        one = _seen(sheet, table)
        if not table.lacking:
            layout.append(table.key)
            made, out, asked = read_rows(sheet, table, today, style or table.dates or None, russian, country)
            rows += made
            left_out += out
            one = replace(one, ask_dates=asked)
        seen.append(one)
    if layout:  # a table beside lists is said; a sheet without a list is said as a whole
        left_out += [LeftOut(sheet.name, table.row, "table_without_columns") for table in tables if table.lacking]
    return _Read(sheet.name, tuple(layout), tuple(rows), tuple(left_out), tuple(seen))


def _seen(sheet: Sheet, table: Table) -> TableRead:
    rows = sheet.rows[table.first : min(table.first + _SAMPLES, table.end)]
    return TableRead(table, tuple(tuple(text_of(row.cell(at))[:_LONGEST_SAMPLE] for at in range(len(table.names))) for row in rows))


def _copies(read: list[_Read]) -> tuple[tuple[str, str], ...]:
    """Pairs (copy, kept) of sheets that hold the same batches. The one laid out like the other sheets is kept, else the first."""
    layouts = Counter(one.layout for one in read)
    pairs: list[tuple[str, str]] = []
    kept: list[_Read] = []
    for one in sorted(read, key=lambda one: -layouts[one.layout]):
        original = next((other for other in kept if _same_batches(one.rows, other.rows)), None)
        if original is None:
            kept.append(one)
        else:
            pairs.append((one.sheet, original.sheet))
    return tuple(pairs)


def _same_batches(rows: tuple[StockRow, ...], others: tuple[StockRow, ...]) -> bool:
    """Same expiries and quantities, and nine lots in ten: a fair copy may have put an O right that was a 0."""
    amounts = [Counter((row.expiry, row.quantity) for row in side) for side in (rows, others)]
    lots = [Counter(row.lot for row in side) for side in (rows, others)]
    return bool(rows) and amounts[0] == amounts[1] and (lots[0] & lots[1]).total() * 10 >= len(rows) * 9
