"""A donor's stock list or packing list -> one frozen row per batch: new, doubtful or refused with a reason, none dropped in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.amounts import whole
from pharmacy_app.intake.date_columns import Reading
from pharmacy_app.intake.expiry import read_column
from pharmacy_app.intake.headers import STOCK_WORDS, Header, find_header, simple
from pharmacy_app.intake.spreadsheets import Cell, LeftOut, Row, Sheet, clean, read_sheets, text_of

MOST_UNITS = 10_000_000
LONGEST_TEXT = 500

_IDENTITY = ("description", "inn", "brand", "code", "gtin")
_TOTAL = re.compile(r"(?:sub|sous|grand|gran)?[ -]?(?:total|totale|totales|totaux|итого|всего)\b.*")
_REFUSING = (
    *("description_missing", "text_too_long", "expiry_implausible", "quantity_missing", "quantity_not_a_number"),
    *("quantity_negative", "quantity_zero", "quantity_fractional", "quantity_too_large"),
)


@dataclass(frozen=True, slots=True)
class StockRow:
    """One batch as the list gives it. `quantity` is in dispensing units; texts are empty where the list says nothing.

    `status` is `new` (nothing to ask), `doubtful` (received, but somebody must look: quarantine) or `refused` (not taken); `reason` is its
    code, empty for `new`. `expiry_doubtful` says that the day itself may be wrong.
    """

    sheet: str
    row: int
    code: str
    description: str
    inn: str
    strength: str
    form: str
    brand: str
    lot: str
    expiry: date | None
    expiry_raw: str
    expiry_doubtful: bool
    quantity: int | None
    pack_size: int | None
    gtin: str
    manufacturer: str
    status: str = "new"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StockList:
    """A file as read: its batches, the rows that are none (`subtotal`, `header_again`, `note`, `sheet_is_copy`, `not_a_stock_list`).

    `copies` pairs a sheet with the one it repeats (its rows are not among `rows`); `ask_dates` names the sheets whose dates can be read in
    more than one order: read again with the person's answer as `date_style`.
    """

    rows: tuple[StockRow, ...]
    left_out: tuple[LeftOut, ...]
    copies: tuple[tuple[str, str], ...]
    ask_dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    sheet: str
    header: Header
    rows: tuple[StockRow, ...]
    left_out: tuple[LeftOut, ...]
    ask_dates: bool


def read_stock_list(path: Path | str, sheets: Sequence[str] = (), today: date | None = None, date_style: str | None = None) -> StockList:
    """Read the sheets named, or all that are stock lists; a sheet with the same batches as another counts once.

    `today` (for a donation, the day it was received) marks dates in the past and too far ahead. Refuses with the codes of `read_sheets`,
    with `not_a_stock_list` (data `missing`: which columns) and `list_without_rows`.
    """
    book = _chosen(read_sheets(path), sheets)
    read: list[_Read] = []
    left_out: list[LeftOut] = []
    missing: tuple[str, ...] = ("description", "quantity", "expiry")
    for sheet in book:
        header = find_header(sheet, STOCK_WORDS)
        lacking = _lacking(header)
        if header is None or lacking:
            missing = min(missing, lacking, key=len)
            if sheets:
                raise Refusal("not_a_stock_list", sheet.name, missing=", ".join(lacking))
            left_out.append(LeftOut(sheet.name, 0, "not_a_stock_list"))
        else:
            read.append(_read_sheet(sheet, header, today, date_style))
    if not read:
        raise Refusal("not_a_stock_list", missing=", ".join(missing))
    copies = () if sheets else _copies(read)
    repeated = {name for name, _ in copies}
    rows = tuple(row for one in read if one.sheet not in repeated for row in one.rows)
    if not rows:
        raise Refusal("list_without_rows")
    left_out += [LeftOut(name, 0, "sheet_is_copy") for name, _ in copies]
    left_out += [line for one in read if one.sheet not in repeated for line in one.left_out]
    return StockList(rows, tuple(left_out), copies, tuple(one.sheet for one in read if one.ask_dates and one.sheet not in repeated))


def _chosen(book: tuple[Sheet, ...], names: Sequence[str]) -> tuple[Sheet, ...]:
    present = [sheet.name for sheet in book]
    for name in names:
        if name not in present:
            raise Refusal("sheet_missing", sheet=name, sheets=", ".join(present))
    return tuple(sheet for sheet in book if sheet.rows and (not names or sheet.name in names))


def _lacking(header: Header | None) -> tuple[str, ...]:
    """What a stock list cannot do without: a medicine, a quantity, and a lot or an expiry."""
    columns = header.columns if header else {}
    lacking = [] if any(meaning in columns for meaning in ("description", "inn", "brand")) else ["description"]
    lacking += [] if "quantity" in columns else ["quantity"]
    lacking += [] if "expiry" in columns or "lot" in columns else ["expiry"]
    return tuple(lacking)


def _read_sheet(sheet: Sheet, header: Header, today: date | None, style: str | None) -> _Read:
    batches: list[tuple[Row, dict[str, str], bool]] = []
    left_out: list[LeftOut] = []
    above: dict[str, str] = {}
    for row in sheet.rows[header.position + 1 :]:
        texts = _texts(row, header)
        reason = _no_batch(row, texts, header)
        if reason:
            left_out.append(LeftOut(sheet.name, row.number, reason))
            continue
        nameless = not any(texts.get(meaning) for meaning in _IDENTITY)
        if nameless and (texts.get("lot") or texts.get("expiry")):  # a merged cell: the name stands on the row above
            texts.update({meaning: above.get(meaning, "") for meaning in (*_IDENTITY, "strength", "form", "manufacturer")})
        batches.append((row, texts, nameless))
        above = texts
    column = read_column([header.cell(row, "expiry") for row, _, _ in batches], today, style)
    rows = tuple(
        _batch(sheet.name, row, texts, header.cell(row, "quantity"), header.cell(row, "lot"), reading, nameless)
        for (row, texts, nameless), reading in zip(batches, column.readings, strict=True)
    )
    return _Read(sheet.name, header, rows, tuple(left_out), column.ambiguous)


def _texts(row: Row, header: Header) -> dict[str, str]:
    """The row's texts by meaning. The sender's own code stays to the letter, a blank behind it included."""
    texts = {meaning: text_of(row.cell(column)) for meaning, column in header.columns.items()}
    code = header.cell(row, "code")
    return texts | {"code": code} if isinstance(code, str) and clean(code) == code.strip() else texts


def _no_batch(row: Row, texts: dict[str, str], header: Header) -> str:
    """Why a row below the header is no batch; empty for a batch. A name without a quantity is a batch, which is then refused aloud."""
    named = [texts.get(meaning, "") for meaning in _IDENTITY]
    if not texts.get("lot") and not texts.get("expiry"):
        if texts.get("quantity") and (not any(named) or any(_TOTAL.fullmatch(fold(name)) for name in named)):
            return "subtotal"
        if not texts.get("quantity") and not any(named):
            return "note"
        if any(_TOTAL.fullmatch(fold(name)) for name in named):
            return "subtotal"
    again = sum([isinstance(cell, str) and _is_named(cell, name) for cell, name in zip(row.cells, header.names, strict=False)])
    return "header_again" if again >= 3 else ""


def _is_named(cell: str, name: str) -> bool:
    first = cell[:1]
    if first.isascii() and first.isalnum() and first.lower() != name[:1]:
        return False  # it stays the first letter however the cell is simplified: nearly all data ends here
    return len(cell) <= 120 and simple(cell) == name


def _batch(sheet: str, row: Row, texts: dict[str, str], quantity: Cell, lot: Cell, expiry: Reading, nameless: bool) -> StockRow:
    units, wrong = whole(quantity, MOST_UNITS)
    pack, pack_wrong = whole(texts.get("pack_size", ""), MOST_UNITS)
    read = StockRow(
        sheet=sheet,
        row=row.number,
        code=texts.get("code", ""),
        description=texts.get("description", ""),
        inn=texts.get("inn", ""),
        strength=texts.get("strength", ""),
        form=texts.get("form", ""),
        brand=texts.get("brand", ""),
        lot=_lot(texts.get("lot", "")),
        expiry=expiry.day,
        expiry_raw=texts.get("expiry", ""),
        expiry_doubtful=expiry.doubtful,
        quantity=units,
        pack_size=pack,
        gtin=_lot(texts.get("gtin", "")),
        manufacturer=texts.get("manufacturer", ""),
    )
    reasons = list(_reasons(read, texts, f"quantity_{wrong}" if wrong else "", expiry, nameless))
    reasons += _lot_reasons(read.lot, lot)
    if pack_wrong and texts.get("pack_size"):
        reasons.append("pack_size_unclear")
    if not reasons:
        return read
    refusing = [reason for reason in reasons if reason in _REFUSING]
    return replace(read, status="refused" if refusing else "doubtful", reason=(refusing or reasons)[0])


def _reasons(read: StockRow, texts: dict[str, str], quantity: str, expiry: Reading, nameless: bool) -> Iterator[str]:
    if not (read.description or read.inn or read.brand):
        yield "description_missing"
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        yield "text_too_long"
    if quantity:
        yield quantity
    if expiry.reason:
        yield expiry.reason
    if nameless:
        yield "description_from_above"


def _lot(text: str) -> str:
    """Lots and codes are text: `00512` stays, `5135741.0` loses what a spreadsheet put behind it."""
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _lot_reasons(lot: str, cell: Cell) -> Iterator[str]:
    if not lot:
        yield "lot_missing"
    elif re.fullmatch(r"\d([.,]\d+)?[eE]\+\d+", lot) or (isinstance(cell, date)):
        yield "lot_damaged"


def _copies(read: list[_Read]) -> tuple[tuple[str, str], ...]:
    """Pairs (copy, kept) of sheets that hold the same batches. The one laid out like the other sheets is kept, else the first."""
    layouts = Counter(one.header.names for one in read)
    pairs: list[tuple[str, str]] = []
    kept: list[_Read] = []
    for one in sorted(read, key=lambda one: -layouts[one.header.names]):
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
