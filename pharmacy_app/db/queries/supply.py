"""Donors, donations, their lines and batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, case, delete, func, insert, select, update

from pharmacy_app.db.bulk import insert_many, write_many
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Batch, Donation, DonationLine, Donor, MedicineRow, Product, StockMovement
from pharmacy_app.domain.text import fold

CHUNK = 500  # of values in one IN (...)


@dataclass(frozen=True, slots=True)
class DonorRow:
    """Who sends."""

    id: int
    name: str
    country: str
    language: str
    contact: str


_DONOR = (Donor.id, Donor.name, Donor.country, Donor.language, Donor.contact)


def donors(connection: Connection) -> tuple[DonorRow, ...]:
    """All donors by name."""
    return frozen(DonorRow, connection.execute(select(*_DONOR).order_by(Donor.folded)))


def donor_named(connection: Connection, name: str) -> DonorRow | None:
    """The donor of this name, however it is written."""
    row = connection.execute(select(*_DONOR).where(Donor.folded == fold(name))).one_or_none()
    return DonorRow(*row) if row else None


def donor(connection: Connection, donor_id: int) -> DonorRow | None:
    """The donor with this id."""
    row = connection.execute(select(*_DONOR).where(Donor.id == donor_id)).one_or_none()
    return DonorRow(*row) if row else None


def add_donor(connection: Connection, name: str, country: str, language: str, contact: str = "") -> int:
    """The new donor's id."""
    values = {"name": name.strip(), "folded": fold(name), "country": country, "language": language, "contact": contact}
    return int(connection.execute(insert(Donor).values(values).returning(Donor.id)).scalar_one())


@dataclass(frozen=True, slots=True)
class DonationRow:
    """One shipment, with how many lines and units it has."""

    id: int
    donor_id: int
    donor: str
    country: str
    received_on: date
    reference: str
    status: str
    lines: int
    units: int
    doubtful: int
    unidentified: int


def donations(connection: Connection, donation_id: int | None = None) -> tuple[DonationRow, ...]:
    """All shipments (or this one), the newest first."""
    doubtful = func.count().filter(DonationLine.status == "doubtful")
    unidentified = func.count().filter(DonationLine.id.is_not(None), Product.identity == "unknown", Product.undispensed_id.is_(None))
    statement = (
        select(
            Donation.id, Donor.id, Donor.name, Donor.country, Donation.received_on, Donation.reference, Donation.status,
            func.count(DonationLine.id), func.coalesce(func.sum(DonationLine.quantity), 0), doubtful, unidentified,
        )
        .join(Donor, Donor.id == Donation.donor_id)
        .outerjoin(DonationLine, DonationLine.donation_id == Donation.id)
        .outerjoin(Product, Product.id == DonationLine.product_id)
        .where(Donation.status != "discarded")
        .group_by(Donation.id, Donor.id)
        .order_by(Donation.received_on.desc(), Donation.id.desc())
    )  # fmt: skip
    if donation_id is not None:
        statement = statement.where(Donation.id == donation_id)
    return frozen(DonationRow, connection.execute(statement))


def add_donation(
    connection: Connection, donor_id: int, received_on: date, reference: str, digest: str, entered_at: datetime, user_id: int
) -> int:
    """A new draft's id."""
    values = {
        "donor_id": donor_id, "received_on": received_on, "reference": reference, "file_digest": digest,
        "entered_at": entered_at, "entered_by": user_id,
    }  # fmt: skip
    return int(connection.execute(insert(Donation).values(values).returning(Donation.id)).scalar_one())


def donation_of_file(connection: Connection, digest: str) -> int | None:
    """The donation that this very file was imported into, if it was."""
    kept = Donation.status != "discarded"
    return connection.execute(select(Donation.id).where(Donation.file_digest == digest, kept).limit(1)).scalar_one_or_none()


def donations_of(connection: Connection, donor_id: int, first: date, last: date) -> tuple[date, ...]:
    """The days on which gifts of this donor were received in this period."""
    rows = connection.execute(
        select(Donation.received_on).where(
            Donation.donor_id == donor_id, Donation.status == "received", Donation.received_on >= first, Donation.received_on <= last
        )
    )
    return tuple(rows.scalars())


def set_donation_status(connection: Connection, donation_id: int, status: str) -> None:
    """`received` or `discarded`; from `draft` only (a guard says so)."""
    connection.execute(update(Donation).where(Donation.id == donation_id).values(status=status))


def change_draft(connection: Connection, donation_id: int, values: dict[str, object]) -> None:
    """Changes donor, day or reference of a draft."""
    connection.execute(update(Donation).where(Donation.id == donation_id).values(values))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a donation with what is known of its product."""

    id: int
    position: int
    product_id: int
    description: str
    medicine_id: int | None
    inn: str | None
    strength: str | None
    form: str | None
    brand: str
    pack_size: int | None
    code: str
    lot: str
    expiry: date | None
    expiry_raw: str
    quantity: int
    quantity_on_paper: int | None
    status: str
    reason: str
    gtin: str
    manufacturer: str
    sheet: str
    row: int | None
    identity: str
    undispensed_id: int | None


def lines(connection: Connection, donation_id: int) -> tuple[LineRow, ...]:
    """The lines of a donation in order."""
    rows = connection.execute(
        select(
            DonationLine.id, DonationLine.position, Product.id, Product.description, Product.medicine_id, MedicineRow.inn, MedicineRow.strength,
            MedicineRow.form, Product.brand, Product.pack_size, DonationLine.code, DonationLine.lot, DonationLine.expiry, DonationLine.expiry_raw,
            DonationLine.quantity, DonationLine.quantity_on_paper, DonationLine.status, DonationLine.reason,
            Product.gtin, Product.manufacturer, DonationLine.sheet, DonationLine.row, Product.identity, Product.undispensed_id,
        )
        .join(Product, Product.id == DonationLine.product_id)
        .outerjoin(MedicineRow, MedicineRow.id == Product.medicine_id)
        .where(DonationLine.donation_id == donation_id)
        .order_by(DonationLine.position)
    )  # fmt: skip
    return frozen(LineRow, rows)


def last_position(connection: Connection, donation_id: int) -> int:
    """The highest line number, 0 where there is none."""
    return connection.execute(
        select(func.coalesce(func.max(DonationLine.position), 0)).where(DonationLine.donation_id == donation_id)
    ).scalar_one()


def add_lines(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Many lines at once; keys are the columns of `donation_lines`."""
    write_many(connection, DonationLine, rows)


def change_line(connection: Connection, line_id: int, values: dict[str, object]) -> None:
    """Changes a line of a draft."""
    connection.execute(update(DonationLine).where(DonationLine.id == line_id).values(values))


def drop_line(connection: Connection, line_id: int) -> None:
    """Removes a line of a draft."""
    connection.execute(delete(DonationLine).where(DonationLine.id == line_id))


ProductKey = tuple[str, int | None, str, int | None, str, str]


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """What a box says of itself; two boxes that say the same are one product. `told`: one person alone has said which medicine it is."""

    description: str
    medicine_id: int | None
    brand: str = ""
    pack_size: int | None = None
    gtin: str = ""
    manufacturer: str = ""
    told: bool = False
    undispensed_id: int | None = None

    @property
    def key(self) -> ProductKey:
        return (fold(self.description), self.medicine_id, self.brand, self.pack_size, self.gtin, self.manufacturer)


def products_for(connection: Connection, wanted: Mapping[ProductKey, ProductDraft], user_id: int) -> dict[ProductKey, int]:
    """The id of each product (given under its `key`), found or made; a constant number of statements for any number (per 500)."""
    found: dict[ProductKey, int] = {}
    folded = sorted({key[0] for key in wanted})
    for start in range(0, len(folded), CHUNK):
        rows = connection.execute(
            select(Product.folded, Product.medicine_id, Product.brand, Product.pack_size, Product.gtin, Product.manufacturer, Product.id)
            .where(Product.folded.in_(folded[start : start + CHUNK]))
            .order_by(Product.id.desc())
        )
        for *key, product_id in rows:
            found[tuple(key)] = product_id  # type: ignore[index]
    missing = {key: draft for key, draft in wanted.items() if key not in found}
    if missing:
        values = [
            {
                "description": draft.description, "folded": key[0], "medicine_id": draft.medicine_id, "brand": draft.brand,
                "pack_size": draft.pack_size, "gtin": draft.gtin, "manufacturer": draft.manufacturer,
                "identified_by": user_id if draft.medicine_id else None, "identity": _identity(draft),
                "undispensed_id": draft.undispensed_id,
            }
            for key, draft in missing.items()
        ]  # fmt: skip
        found.update(zip(missing, insert_many(connection, Product, values), strict=True))
    return found


def _identity(draft: ProductDraft) -> str:
    return "unknown" if draft.medicine_id is None else "told" if draft.told else "known"


@dataclass(frozen=True, slots=True)
class PackRow:
    """A product that was received before, as the next box of it will be written."""

    product_id: int
    description: str
    medicine_id: int | None
    brand: str
    pack_size: int | None
    gtin: str


def products_with_gtin(connection: Connection, gtins: Sequence[str]) -> tuple[PackRow, ...]:
    """Products under one of these codes, those that are known and the newest first; what one person alone has said is not handed on."""
    known = case((Product.identity == "known", Product.medicine_id))
    statement = (
        select(Product.id, Product.description, known, Product.brand, Product.pack_size, Product.gtin)
        .where(Product.gtin.in_(gtins))
        .order_by(Product.identity != "known", Product.id.desc())
    )
    return frozen(PackRow, connection.execute(statement))


def add_batches(connection: Connection, rows: Sequence[dict[str, object]]) -> list[int]:
    """Many batches at once, empty; their ids in the order of the rows."""
    return insert_many(connection, Batch, rows)


def add_movements(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Lines of the ledger; the database books them."""
    write_many(connection, StockMovement, rows)
