"""What of the ledger stands: a movement that a counter-entry takes back, and the counter-entry, count for nothing."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from pharmacy_app.db.tables import StockMovement


def stands() -> ColumnElement[bool]:
    """That a movement is not taken back and takes none back. Over all movements of a lot the sum is the same with or without."""
    taken_back = select(StockMovement.reverses_id).where(StockMovement.reverses_id.is_not(None))
    return (StockMovement.kind != "reversal") & StockMovement.id.not_in(taken_back)
