"""The stock room as tests read it: its lots and its cells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex

from pharmacy_app.services import stock
from pharmacy_app.ui.screens.stock.shelf import Stock
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import Worker


def batch(worker: Worker, lot: str) -> stock.StockLine:
    return next(line for line in stock.list_stock(worker.desk) if line.batch.lot == lot)


def cells(room: Stock, parent: QModelIndex | None = None) -> list[list[str]]:
    model, above = room.table.model(), parent or QModelIndex()
    return [
        [cell_of(model.index(row, column, above)).spoken.replace("\u00a0", " ") for column in range(model.columnCount(above))]
        for row in range(model.rowCount(above))
    ]


def lot_chosen(room: Stock, worker: Worker, lot: str) -> None:
    assert room.table.select(f"batch {batch(worker, lot).batch.id}")
    room.table.setFocus()
