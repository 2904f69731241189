"""A line that is only half typed: kept for each donation while the program is open, so that no key, scan or dialog ever loses it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.services import donation_typing, donations
from pharmacy_app.services.donation_typing import Scanned
from pharmacy_app.services.donations import DonationLine, NewLine
from pharmacy_app.ui.medicine_field import Picked


@dataclass(frozen=True, slots=True)
class Half:
    """The fields as they stand; `editing` is the line that is being put right, `scanned` what a pack's code said of it."""

    medicine: str
    picked: Picked | None
    lot: str
    expiry: str
    quantity: str
    scanned: Scanned | None = None
    editing: DonationLine | None = None
    serials: tuple[tuple[str, str], ...] = ()  # (product code, serial number) of the packs that were scanned into it

    @property
    def empty(self) -> bool:
        """Nobody has written anything."""
        return self.editing is None and not (self.medicine or self.lot or self.expiry or self.quantity)

    @property
    def whole(self) -> bool:
        """A pack said all there is to say."""
        return self.scanned is not None and bool(self.medicine and self.lot and self.expiry and self.quantity)

    def same_pack(self, scanned: Scanned) -> bool:
        """The pack that stands here is of the same box: another one of the same lot."""
        before = self.scanned
        return before is not None and same_pack(before.gtin, before.lot, before.expiry, scanned)


def same_pack(gtin: str, lot: str, expiry: date | None, scanned: Scanned) -> bool:
    """The code that was scanned names this product, this lot and this day."""
    named = bool(scanned.gtin and scanned.lot and scanned.expiry)
    return named and (gtin, lot, expiry) == (scanned.gtin, scanned.lot, scanned.expiry)


def quantity_text(line: DonationLine) -> str:
    """The quantity as it would be typed: `2x30+10`."""
    counted = as_counted(line.row.quantity, line.row.pack_size or 0)
    if not counted.packs:
        return str(line.row.quantity)
    return f"{counted.packs}x{counted.size}" + (f"+{counted.loose}" if counted.loose else "")


def put_right(editing: DonationLine, made: NewLine) -> NewLine:
    """The line with what was typed; what the sheet said of it (code, maker, row) stays. A doubt that somebody saw stays too."""
    kept = donations.line_of(editing.row)
    said = kept.description if editing.medicine is None and made.medicine_id is not None else made.description
    seen = [reason for reason in kept.reason.split(";") if reason in donation_typing.DOUBTS]
    reasons = [*seen, *(reason for reason in made.reason.split(";") if reason)]
    as_before = (said, made.medicine_id) == (kept.description, kept.medicine_id)
    return replace(
        kept,
        identity=kept.identity if as_before else made.identity,
        undispensed_id=None,
        description=said,
        quantity=made.quantity,
        lot=made.lot,
        expiry=made.expiry,
        expiry_raw=made.expiry_raw,
        medicine_id=made.medicine_id,
        brand=made.brand or kept.brand,
        pack_size=made.pack_size or kept.pack_size,
        quantity_on_paper=kept.quantity_on_paper if made.quantity_on_paper is None else made.quantity_on_paper,
        status="doubtful" if reasons else "new",
        reason=";".join(reasons),
    )
