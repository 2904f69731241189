"""How senders' sheets are read (told once, kept by donor and header), and whether a sheet repeats what came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Donation, DonationLine, SenderLayout


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """How one donor's sheets with this header are read; `layout` is JSON."""

    id: int
    header: str
    layout: str


def layouts(connection: Connection, donor_id: int) -> tuple[LayoutRow, ...]:
    """What was told about this donor's sheets."""
    rows = select(SenderLayout.id, SenderLayout.header, SenderLayout.layout).where(SenderLayout.donor_id == donor_id)
    return frozen(LayoutRow, connection.execute(rows.order_by(SenderLayout.id)))


def keep_layout(connection: Connection, donor_id: int, header: str, layout: str, entered_at: datetime, user_id: int) -> None:
    """Writes how sheets with this header are read, in the place of what was told before."""
    said = {"layout": layout, "entered_at": entered_at, "entered_by": user_id}
    same = (SenderLayout.donor_id == donor_id, SenderLayout.header == header)
    if connection.execute(update(SenderLayout).where(*same).values(said)).rowcount == 0:
        connection.execute(insert(SenderLayout).values(donor_id=donor_id, header=header, **said))


def forget_layout(connection: Connection, donor_id: int, header: str) -> bool:
    """Takes it away; whether there was any."""
    gone = delete(SenderLayout).where(SenderLayout.donor_id == donor_id, SenderLayout.header == header)
    return connection.execute(gone).rowcount > 0


def donation_with_lots(connection: Connection, donor_id: int, lots: Sequence[tuple[str, int]]) -> int | None:
    """The donation of this donor that holds nine in ten of these lots (at most 500) with these units, as the paper or the count has them."""
    if not lots:
        return None
    units = func.coalesce(DonationLine.quantity_on_paper, DonationLine.quantity)
    rows = connection.execute(
        select(DonationLine.donation_id, DonationLine.lot, units)
        .join(Donation, Donation.id == DonationLine.donation_id)
        .where(Donation.donor_id == donor_id, Donation.status != "discarded", DonationLine.lot.in_(sorted({lot for lot, _ in lots})))
    )
    wanted = Counter(lots)
    found: dict[int, Counter[tuple[str, int]]] = {}
    for donation_id, lot, count in rows:
        found.setdefault(donation_id, Counter())[(lot, count)] += 1
    shares = {donation_id: (wanted & there).total() for donation_id, there in found.items()}
    best = max(shares, key=lambda donation_id: (shares[donation_id], donation_id), default=None)
    return best if best is not None and shares[best] * 10 >= len(lots) * 9 else None
