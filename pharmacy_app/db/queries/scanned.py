"""The packs whose serial number was scanned before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Donation, PackSerial


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the same pack was scanned before: the donation, and its day."""

    donation_id: int
    received_on: date


def seen(connection: Connection, gtin: str, serial: str) -> Seen | None:
    """Where this pack was scanned before; what was scanned for a draft that was thrown away does not count."""
    statement = (
        select(Donation.id, Donation.received_on)
        .join(PackSerial, PackSerial.donation_id == Donation.id)
        .where(PackSerial.gtin == gtin, PackSerial.serial == serial, Donation.status != "discarded")
    )
    found = frozen(Seen, connection.execute(statement))
    return found[0] if found else None


def keep_serial(connection: Connection, gtin: str, serial: str, donation_id: int, entered_at: datetime, user_id: int) -> None:
    """Keeps that this pack belongs to this donation, also where it was scanned for a draft that was thrown away."""
    values = {"donation_id": donation_id, "entered_at": entered_at, "entered_by": user_id}
    same = (PackSerial.gtin == gtin, PackSerial.serial == serial)
    if connection.execute(update(PackSerial).where(*same).values(values)).rowcount == 0:
        connection.execute(insert(PackSerial).values(gtin=gtin, serial=serial, **values))
