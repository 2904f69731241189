"""The stock list as a spreadsheet for others: one row per lot, and nothing in it that a spreadsheet program could run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.services.stock import StockLine
from pharmacy_app.services.stock_overview import OnShelf
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

_HEADINGS = (
    (mark("Medicine"), 40), (mark("As the box says"), 40), (mark("Brand"), 16), (mark("Lot"), 16), (mark("Expires on"), 12), (mark("Units"), 10),
    (mark("Reserved"), 10), (mark("State"), 18), (mark("Reason"), 28), (mark("Shelf place"), 14), (mark("Donor"), 28), (mark("Received on"), 12),
)  # fmt: skip


def write_stock_list(path: Path, language: Language, shelf: Sequence[OnShelf]) -> int:
    """Writes .xlsx or .csv with the lots of which anything is left; returns how many. The file appears whole or not at all.

    Days are written ISO (`2027-08-31`), so that every spreadsheet program reads the same. Raises what `services.sheet_writing.write_sheet` raises.
    """
    rows = [_row(language, one, line) for one in shelf for line in one.stocked]
    write_sheet(path, language, language.tr("Stock"), [(language.tr(words), width) for words, width in _HEADINGS], rows)
    return len(rows)


def _row(language: Language, one: OnShelf, line: StockLine) -> list[str | int]:
    batch = line.batch
    state = trade.BATCH_STATUSES.get(line.standing.code, trade.BATCH_STATUSES["available"])
    return [
        trade.medicine_title(language, one.medicine) if one.medicine else "",
        batch.description,
        batch.brand,
        batch.lot,
        batch.expiry.isoformat() if batch.expiry else batch.expiry_raw,
        batch.on_hand,
        batch.reserved,
        language.tr(state),
        trade.reasons(language, batch.reason),
        batch.shelf,
        batch.donor,
        batch.received_on.isoformat(),
    ]
