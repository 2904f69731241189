"""The rows of one table of a stock list, column by column: what repeats in a column is understood once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, repeat, zip_longest
from types import NoneType
from typing import NamedTuple, cast

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.amounts import Amount, amount
from pharmacy_app.intake.date_columns import Reading
from pharmacy_app.intake.expiry import eaeu_pack, read_column
from pharmacy_app.intake.spreadsheets import Cell, LeftOut, Row, Sheet, clean, text_of
from pharmacy_app.intake.tables import Table, names_again

MOST_UNITS = 10_000_000
LONGEST_TEXT = 500

_IDENTITY = ("description", "inn", "brand", "code", "gtin")
_ABOVE = (*_IDENTITY, "strength", "form", "manufacturer", "storage")
_TOTAL = re.compile(r"(?:sub|sous|grand|gran)?[ -]?(?:total|totale|totales|totaux|итого|всего)\b.*")
_POWER = re.compile(r"\d([.,]\d+)?[eE]\+\d+")
_REFUSING = frozenset(
    (
        *("description_missing", "text_too_long", "expiry_implausible", "quantity_missing", "quantity_not_a_number", "quantity_negative"),
        *("quantity_zero", "quantity_fractional", "quantity_too_large", "packs_without_size"),
    )
)

_SAID_ONLY = "expiry_russian_unset"  # the earlier of two days was taken: nobody need look at the box


class StockRow(NamedTuple):
    """One batch as the list gives it. `quantity` is in dispensing units; texts are empty where the list says nothing.

    `status` is `new` (nothing to ask), `doubtful` (received, but somebody must look: quarantine) or `refused` (not taken); `reason` is its
    code, empty for `new`. `expiry_doubtful` says that the day itself may be wrong. `packs` is how many packs the list counts where it counts
    packs: `quantity` is then packs times the pack's size, and None while nobody has said that size (`packs_without_size`).
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
    packs: int | None = None
    storage: str = ""
    otherwise: str = ""  # of `packs_without_size`: the reason that stays once somebody has said the size

    def with_size(self, size: int) -> StockRow:
        """The row of a list of packs, counted in units."""
        told_only = not self.otherwise or self.otherwise == _SAID_ONLY
        status = "new" if told_only else "refused" if self.otherwise in _REFUSING else "doubtful"
        units = None if self.packs is None else self.packs * size
        return self._replace(quantity=units, pack_size=size, status=status, reason=self.otherwise, otherwise="")


class _Quantity(NamedTuple):
    units: int | None
    packs: int | None
    size: int | None
    reasons: tuple[str, ...]


def read_rows(
    sheet: Sheet, table: Table, today: date | None, style: str | None, russian: str = "", country: str = ""
) -> tuple[list[StockRow], list[LeftOut], bool]:
    """The batches of one table, its rows that are none, and whether its dates can be read in more than one order.

    `russian` is the committee's rule for months on packs of Russia and its neighbours, `country` the donor's (`intake.expiry`).
    """
    lines: Sequence[Row] = sheet.rows[table.first : table.end]
    columns = list(zip_longest(*(row.cells for row in lines)))
    nothing = (None,) * len(lines)
    cells: dict[str, Sequence[Cell]] = {meaning: columns[at] if at < len(columns) else nothing for meaning, at in table.columns.items()}
    texts = {meaning: _texts(column, meaning) for meaning, column in cells.items()}
    batches, nameless, left_out = _sorted_out(sheet, table, lines, texts)
    if left_out:
        lines = [lines[at] for at in batches]
        cells = {meaning: [column[at] for at in batches] for meaning, column in cells.items()}
        texts = {meaning: [column[at] for at in batches] for meaning, column in texts.items()}
    column = read_column(cells.get("expiry", (None,) * len(lines)), today, style, russian, _eaeu(texts, len(lines), country))
    return _rows(sheet.name, lines, texts, cells, column.readings, nameless), left_out, column.ambiguous


def _eaeu(texts: Mapping[str, list[str]], length: int, country: str) -> list[bool]:
    """Which of these packs were made for Russia or a neighbour, by the words of their line, their code, or where they come from."""
    told = [texts[meaning] for meaning in ("description", "inn", "brand", "form") if meaning in texts]
    worded = {text: eaeu_pack(words=text) for column in told for text in set(column)}
    coded = {text: eaeu_pack(text) for text in set(texts.get("gtin", ()))}
    gtins = texts.get("gtin")
    if eaeu_pack(country=country) or not (any(worded.values()) or any(coded.values())):
        return [eaeu_pack(country=country)] * length
    return [any(worded[column[at]] for column in told) or (gtins is not None and coded[gtins[at]]) for at in range(length)]


def _texts(cells: Sequence[Cell], meaning: str) -> list[str]:
    """The cells as texts. The sender's own code stays to the letter, a blank behind it included; lots and codes of packs lose a `.0`."""
    distinct = set(cells)
    if _nothing_to_clean(distinct):
        return [text or "" for text in cast(Sequence[str | None], cells)]
    told = {cell: text_of(cell) for cell in distinct}
    if meaning == "code":
        told |= {cell: cell for cell in told if isinstance(cell, str) and clean(cell) == cell.strip()}
    elif meaning in ("lot", "gtin"):
        told = {cell: _lot(text) for cell, text in told.items()}
    return [told[cell] for cell in cells]


def _nothing_to_clean(cells: Collection[Cell]) -> bool:
    """Whether these are texts that stand as they are, looked at all at once: plain letters, no blank too many, no `.0` behind a number."""
    if not set(map(type, cells)) <= {str, NoneType}:
        return False
    joined = "|".join(("", *filter(None, cast(Collection[str | None], cells)), ""))
    return joined.isascii() and joined.isprintable() and not any(odd in joined for odd in ("  ", " |", "| ", ".0|"))


def _lot(text: str) -> str:
    """Lots and codes are text: `00512` stays, `5135741.0` loses what a spreadsheet put behind it."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def _sorted_out(
    sheet: Sheet, table: Table, lines: Sequence[Row], texts: Mapping[str, list[str]]
) -> tuple[list[int], set[int], list[LeftOut]]:
    """Which lines are batches, which of these have no name of their own (a merged cell: that of the row above is written in), and the others."""
    batches: list[int] = []
    nameless: set[int] = set()
    left_out: list[LeftOut] = []
    names = [texts[meaning] for meaning in _IDENTITY if meaning in texts]
    dates = [texts[meaning] for meaning in ("lot", "expiry") if meaning in texts]
    counts = [texts[meaning] for meaning in ("quantity", "packs") if meaning in texts]
    whole = (
        [any(cells) for cells in zip(*names, strict=True)]
        if len(names) > 1
        else list(map(bool, names[0]))
        if names
        else [False] * len(lines)
    )
    dated = [any(cells) for cells in zip(*dates, strict=True)]
    for at, counted in enumerate(counts[0] if len(counts) == 1 else ["".join(cells) for cells in zip(*counts, strict=True)]):
        if not (whole[at] and dated[at] and counted[:1].isdigit()):  # nearly every row of a list is plain
            row, named = lines[at], [column[at] for column in names if column[at]]
            reason = _no_batch(named, dated[at], counted, row.cells, table)
            if reason:
                left_out.append(LeftOut(sheet.name, row.number, reason))
                continue
            if not named:
                nameless.add(len(batches))
                for meaning in _ABOVE if dated[at] and batches else ():
                    if meaning in texts and not texts[meaning][at]:
                        texts[meaning][at] = texts[meaning][batches[-1]]
        batches.append(at)
    return batches, nameless, left_out


def _no_batch(named: Sequence[str], dated: bool, counted: str, cells: Sequence[Cell], table: Table) -> str:
    """Why a row below the names is no batch; empty for a batch. A name without a quantity is a batch, which is then refused aloud."""
    if not dated:
        if any(_TOTAL.fullmatch(fold(name)) for name in named) or (counted and not named):
            return "subtotal"
        if not counted and not named:
            return "note"
        if not counted and table.asks:
            return "not_sent"
    return "header_again" if names_again(cells, table) else ""


def _rows(
    sheet: str,
    lines: Sequence[Row],
    texts: Mapping[str, list[str]],
    cells: Mapping[str, Sequence[Cell]],
    readings: Sequence[Reading],
    nameless: set[int],
) -> list[StockRow]:
    none = [""] * len(lines)
    code, description, inn, strength, form, brand, lots, written, gtins, makers, storage = (
        texts.get(meaning, none)
        for meaning in ("code", "description", "inn", "strength", "form", "brand", "lot", "expiry", "gtin", "manufacturer", "storage")
    )
    quantities = _quantities(cells, len(lines))
    columns = (
        repeat(sheet), [line.number for line in lines], code, description, inn, strength, form, brand, lots,
        [one.day for one in readings], written, [one.doubtful for one in readings],
        [one.units for one in quantities], [one.size for one in quantities], gtins, makers,
        repeat("new"), repeat(""), [one.packs for one in quantities], storage, repeat(""),
    )  # fmt: skip
    made = list(map(StockRow._make, zip(*columns, strict=False)))
    damaged = {at for at, lot in enumerate(lots) if "+" in lot and _POWER.fullmatch(lot)}
    damaged |= {at for at, cell in enumerate(cells.get("lot", ())) if isinstance(cell, date)}
    longest = [column for column in texts.values() if max(map(len, column), default=0) > LONGEST_TEXT]
    long = {at for column in longest for at, text in enumerate(column) if len(text) > LONGEST_TEXT}
    odd = nameless | damaged | long
    for at, (row, reading, quantity) in enumerate(zip(made, readings, quantities, strict=True)):
        named = row.description or row.inn or row.brand
        if not named or not row.lot or reading.reason or quantity.reasons or at in odd:  # few rows of a list are
            doubts = {"description_missing": not named, "text_too_long": at in long}
            after = {"description_from_above": at in nameless, "lot_missing": not row.lot, "lot_damaged": at in damaged}
            made[at] = _doubted(row, [*_true(doubts), *quantity.reasons, *([reading.reason] if reading.reason else ()), *_true(after)])
    return made


def _doubted(row: StockRow, reasons: list[str]) -> StockRow:
    """The row with the one of these reasons that weighs most."""
    reasons.sort(key=_SAID_ONLY.__eq__)
    refusing = [one for one in reasons if one in _REFUSING and one != "packs_without_size"]
    if not refusing and "packs_without_size" in reasons:  # the one refusal that an answer takes away
        otherwise = next((one for one in reasons if one != "packs_without_size"), "")
        return row._replace(status="refused", reason="packs_without_size", otherwise=otherwise)
    status = "refused" if refusing else "new" if reasons[0] == _SAID_ONLY else "doubtful"
    return row._replace(status=status, reason=(refusing or reasons)[0])


def _true(said: Mapping[str, bool]) -> Iterator[str]:
    return (code for code, holds in said.items() if holds)


def _quantities(cells: Mapping[str, Sequence[Cell]], length: int) -> list[_Quantity]:
    """How much each line says, from its columns of units, of packs and of the pack's size."""
    none: Sequence[Cell] = (None,) * length
    told = list(zip(*(cells.get(meaning, none) for meaning in ("quantity", "packs", "pack_size")), strict=True))
    lines = set(told)
    amounts = {cell: amount(cell, MOST_UNITS) for cell in set(chain.from_iterable(lines))}
    known = {line: _quantity(amounts[line[0]], amounts[line[1]], amounts[line[2]], "quantity" in cells) for line in lines}
    return [known[line] for line in told]


def _quantity(units: Amount, packs: Amount, size: Amount, has_units: bool) -> _Quantity:
    """Packs times their size; a size that nobody says is never guessed. Where units and packs disagree, the units stand, doubtful."""
    unclear = ("pack_size_unclear",) if size.wrong not in ("", "missing") or size.packs else ()
    each = size.units or units.pack_size or packs.pack_size
    boxes = packs.packs or (None if packs.worded else packs.units) or units.packs
    counted = units.units or (packs.units if packs.worded else None)
    if counted is not None:
        differs = boxes is not None and each is not None and boxes * each != counted
        return _Quantity(counted, boxes, each, (*(("quantity_disagrees",) if differs else ()), *unclear))
    if boxes is None:
        wrong = units.wrong if has_units and (units.wrong != "missing" or not packs.wrong) else packs.wrong
        return _Quantity(None, None, each, (f"quantity_{wrong or 'missing'}", *unclear))
    if each is None:
        return _Quantity(None, boxes, None, ("packs_without_size", *unclear))
    if boxes * each > MOST_UNITS:
        return _Quantity(None, boxes, each, ("quantity_too_large",))
    return _Quantity(boxes * each, boxes, each, unclear)
