"""The sample's boxes: donors, the donations of the last year with what became of their lots, and one that is still being typed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import donations, identity, setup, stock
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.services.sample_words import BoxLine, MedicineKey, by_key, donors

DRAFT_DAYS_AGO = 1  # the newest box is still a draft
WAITS_DAYS = 14  # what one person named in the last boxes nobody has confirmed yet
SHORT_TAKEN = "lo decidió la asamblea: hace falta"  # what came with a short life last year was taken all the same


def add_donors(desk: Desk, by: By) -> dict[str, int]:
    """Writes the donors; their ids by the word that boxes name them by."""
    return {
        row["donor"]: donations.add_donor(desk, desk.by(by.user_id), row["name"], row["country"], row["language"], row["contact"])
        for row in donors()
    }


def receive(
    desk: Desk, by: By, rng: Random, box: Sequence[BoxLine], donor_id: int, councils: int, today: date, medicines: Mapping[int, Medicine]
) -> None:
    """A box comes in on its day: typed as a draft, received, what is doubtful set aside, and what one person named confirmed by another.

    The newest stays a draft, and what came lately still waits for the second person.
    """
    keys = by_key(medicines)
    received_on = today - timedelta(days=box[0].days_ago)
    lines = [_line(rng, line, councils, today, keys) for line in box]
    donation_id = donations.open_draft(desk, desk.by(by.user_id), donor_id, received_on, box[0].reference)
    donations.add_lines(desk, desk.by(by.user_id), donation_id, lines)
    if box[0].days_ago <= DRAFT_DAYS_AGO:
        return
    donations.receive(desk, desk.by(by.user_id), donation_id, SHORT_TAKEN)
    reason_of = {made.lot: line.set_aside for line, made in zip(box, lines, strict=True) if line.set_aside}
    if reason_of:
        for card in stock.list_stock(desk, stocked_only=True):
            if card.batch.donation_id == donation_id and card.batch.lot in reason_of:
                stock.set_aside(desk, desk.by(by.user_id), card.batch.id, "quarantine", reason_of[card.batch.lot])
    for told in identity.waiting(desk) if box[0].days_ago > WAITS_DAYS else ():
        second = next(user.id for user in setup.users(desk) if user.id != told.said_by)
        identity.confirm(desk, desk.by(second), told.product_id, told.medicine.id)


def accidents(desk: Desk, by: By, rng: Random) -> None:
    """A rainy day, and a count that found less: what a ledger holds beside boxes and doors."""
    usable = [line for line in stock.list_stock(desk, stocked_only=True) if line.free >= 60 and line.batch.unit in ("tablet", "capsule")]
    wet, short = rng.sample(usable, 2)
    stock.move(desk, desk.by(by.user_id), wet.batch.id, "damage", 24, "se mojaron con la lluvia")
    stock.move(desk, desk.by(by.user_id), short.batch.id, "count", -2, "conteo físico")


def dispose(desk: Desk, by: By) -> None:
    """What has expired by now leaves the shelf with its record."""
    for line in stock.list_stock(desk, stocked_only=True):
        if line.standing.code == "expired":
            stock.move(desk, desk.by(by.user_id), line.batch.id, "disposal", line.batch.on_hand, "vencido, acta de desincorporación")


def _line(rng: Random, line: BoxLine, councils: int, today: date, keys: Mapping[MedicineKey, int]) -> NewLine:
    expiry, printed = line.expiry(today)
    return NewLine(
        description=line.description,
        quantity=line.pack_size * line.packs * councils,
        lot=_lot(rng, line.donor),
        expiry=expiry,
        expiry_raw=printed,
        medicine_id=keys[line.medicine] if line.medicine else None,
        brand=line.brand,
        pack_size=line.pack_size,
        quantity_on_paper=line.pack_size * line.packs * councils,
    )


def _lot(rng: Random, donor: str) -> str:
    """As makers number them: `L2291`, `240318`, `A4471B`."""
    number = rng.randint(1000, 9999)
    return {"sosed": f"{rng.randint(10, 12):02d}{number}", "ponte": f"{rng.choice('ABDK')}{number}{rng.choice('ABC')}"}.get(
        donor, f"L{number}"
    )
