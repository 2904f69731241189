"""What became of each line of a donation that was received: the lot on the shelf, in quarantine, or one of each."""

from __future__ import annotations

from pharmacy_app.db.queries import becoming, supply
from pharmacy_app.db.queries.becoming import LotRow as LotRow
from pharmacy_app.services.desk import Desk


def lots_of_lines(desk: Desk, donation_id: int) -> dict[int, tuple[LotRow, ...]]:
    """The lots that each line (by its id) became; empty while the donation is a draft.

    Two lines of the same box, lot and day became lots of their own: they are told apart by their units.
    """
    with desk.read() as connection:
        lines = supply.lines(connection, donation_id)
        lots = becoming.lots(connection, donation_id)
    found: dict[int, list[LotRow]] = {line.id: [] for line in lines}
    for lot in lots:
        for line in lines:
            taken = sum(one.units for one in found[line.id])
            if (line.product_id, line.lot) == (lot.product_id, lot.lot) and taken + lot.units <= line.quantity:
                found[line.id].append(lot)
                break
    return {line_id: tuple(kept) for line_id, kept in found.items()}
