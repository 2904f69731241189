"""Labels for the shelf: those of a donation, or of any lots, as PDF."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.db.queries import keeping
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.domain.codes import batch_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.domain.text import fold
from pharmacy_app.reports.labels import labels
from pharmacy_app.reports.records import LabelSheet, ShelfLabel
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.services.stock import StockLine, standing_of
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

MOST = 1_400  # a hundred sheets
_COLD = mark("In the fridge, without freezing (2 to 8 °C).")


def shelf_labels(
    desk: Desk, language: Language, *, donation_id: int | None = None, batch_ids: Sequence[int] | None = None, copies: int = 1
) -> bytes:
    """A label for each lot of a donation (with units on hand), or for each of these lots in this order; `copies` of each.

    Raises `Refusal`: `donation_unknown` or `batch_unknown`, `labels_none` (nothing is on hand), `labels_too_many`.
    """
    today = desk.clock.today()
    with desk.read() as connection:
        rows = shelf.batches(connection, donation_id=donation_id)
        if batch_ids is not None:
            by_id = {row.id: row for row in rows}
            missing = next((one for one in batch_ids if one not in by_id), None)
            if missing is not None:
                raise Refusal("batch_unknown", "batch", batch=missing)
            rows = tuple(by_id[one] for one in batch_ids)
        elif not rows:
            raise Refusal("donation_unknown", "donation", donation=donation_id)
        lines = [line for line in standing_of(connection, rows, today) if line.batch.on_hand]
        catalogue = medicines_by_id(connection)
        pharmacy = {**DEFAULTS, **keeping.settings(connection)}["pharmacy_name"]
    if not lines:
        raise Refusal("labels_none", "labels")
    if len(lines) * copies > MOST:
        raise Refusal("labels_too_many", "labels", most=MOST, n=len(lines) * copies)
    made = tuple(label for line in lines for label in (_label(line, catalogue, language),) * copies)
    return labels(LabelSheet(pharmacy, made), language)


def _label(line: StockLine, catalogue: dict[int, Medicine], language: Language) -> ShelfLabel:
    batch = line.batch
    medicine = catalogue.get(batch.medicine_id or 0)
    title = trade.medicine_title(language, medicine) if medicine else batch.description
    on_box = batch.brand or batch.description
    counted = as_counted(batch.on_hand, batch.pack_size or 0)
    unit = medicine.unit if medicine else "piece"
    return ShelfLabel(
        code=batch_code(batch.id),
        name=title,
        lot=batch.lot,
        expiry=batch.expiry,
        amount=trade.counted_words(language, [counted], unit),
        donation=language.tr("Donation {number}", number=f"{batch.received_on.year}-{batch.donation_id:03d}"),
        place=batch.shelf,
        on_box="" if fold(on_box) in fold(title) or not medicine else on_box,
        aside="" if line.standing.usable else _why(line, language),
        cold=language.tr(_COLD) if medicine is not None and medicine.cold_chain else "",
    )


def _why(line: StockLine, language: Language) -> str:
    reason = trade.reasons(language, line.batch.reason)
    if reason:
        return reason
    return trade.standing(language, line.standing) if line.batch.medicine_id else language.tr("to be identified")
