"""The packs whose serial number was scanned before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

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


def keep_serial(connection: Connection, gtin: str, serial: str, donation_id: int, entered_at: datetime, user_id: int) -> bool:
    """Keeps that this pack belongs to this donation, also where it was scanned for a draft that was thrown away.

    False: it belongs to another one, perhaps since a moment ago; nothing is written.
    """
    values = {"donation_id": donation_id, "entered_at": entered_at, "entered_by": user_id}
    discarded = select(Donation.id).where(Donation.status == "discarded")
    same = (PackSerial.gtin == gtin, PackSerial.serial == serial, PackSerial.donation_id.in_(discarded))
    if connection.execute(update(PackSerial).where(*same).values(values)).rowcount:
        return True
    try:
        with connection.begin_nested():  # on PostgreSQL a refused row would end the whole transaction
            connection.execute(insert(PackSerial).values(gtin=gtin, serial=serial, **values))
    except IntegrityError:
        return False
    return True
