"""Ctrl+K: lots, donors and slips by a few letters. Each kind a few rows, by indexed or short columns."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from pharmacy_app.db.tables import Batch, Delivery, Donor, Patient, Product, Slip
from pharmacy_app.domain.text import fold


@dataclass(frozen=True, slots=True)
class Found:
    """One thing: its kind (`person`, `medicine`, `batch`, `donor`, `slip`), id, and two lines to know it by."""

    kind: str
    id: int
    title: str
    subtitle: str


def find(connection: Connection, text: str, each: int = 5) -> tuple[Found, ...]:
    """What contains these letters, at most `each` of a kind."""
    words = fold(text)
    if len(words) < 2:
        return ()
    like, starts = f"%{_plain(words)}%", f"{_plain(text.strip())}%"
    found: list[Found] = []
    batches = connection.execute(
        select(Batch.id, Batch.lot, Product.description)
        .join(Product, Product.id == Batch.product_id)
        .where(Batch.lot.like(starts, escape="\\"), Batch.lot != "")
        .order_by(Batch.lot, Batch.id)
        .limit(each)
    )
    found += [Found("batch", row[0], row[1], row[2]) for row in batches]
    donors = connection.execute(
        select(Donor.id, Donor.name, Donor.country).where(Donor.folded.like(like, escape="\\")).order_by(Donor.folded).limit(each)
    )
    found += [Found("donor", *row) for row in donors]
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= 4:
        slips = connection.execute(
            select(Delivery.round_id, Slip.code, Patient.name)
            .join(Delivery, Delivery.id == Slip.delivery_id)
            .join(Patient, Patient.id == Slip.patient_id)
            .where(Slip.code.like(f"E{digits}%"))
            .order_by(Slip.code)
            .limit(each)
        )
        found += [Found("slip", *row) for row in slips]
    return tuple(found)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
