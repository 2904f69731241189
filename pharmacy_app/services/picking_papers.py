"""The list for the shelf of a round, as paper: reads, words, hands to `reports`."""

from __future__ import annotations

from pharmacy_app.db.queries import keeping, planning
from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.reports.picking_sheet import Pick, PickingSheet, picking_sheet
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.round_picking import PickLine, pick_lines
from pharmacy_app.services.round_reading import read_view
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import Language
from pharmacy_app.wording import trade


def shelf_list(desk: Desk, round_id: int, language: Language) -> bytes:
    """What a round takes off the shelf, as PDF; what was ticked already is crossed. Raises `Refusal` `round_unknown`."""
    with desk.read() as connection:
        view = read_view(connection, round_id)
        lines = pick_lines(view, planning.picked(connection, round_id))
        kept = {**DEFAULTS, **keeping.settings(connection)}
    found = view.round
    code = f"R-{found.walked_on.year}-{found.id:03d}"
    picks = tuple(_pick(line, language) for line in lines)
    return picking_sheet(PickingSheet(kept["pharmacy_name"], code, str(found.id), found.walked_on, len(view.bags), picks), language)


def _pick(line: PickLine, language: Language) -> Pick:
    note = language.tr("Keep cold") if line.medicine.cold_chain else ""
    return Pick(
        place=line.shelf,
        name=trade.medicine_title(language, line.medicine, plural=line.units != 1),
        on_box=line.brand or line.description,
        lot=line.lot,
        expiry=line.expiry_raw or (f"{line.expiry:%m/%Y}" if line.expiry else ""),
        stops=", ".join(str(stop) for stop in dict.fromkeys(stop for stop, _, _ in line.bags)),
        amount=trade.counted_words(language, [as_counted(line.units, line.pack_size)], line.medicine.unit),
        taken=line.done,
        note=language.tr("Do not take: expires before the round") if line.wrong else note,
    )
