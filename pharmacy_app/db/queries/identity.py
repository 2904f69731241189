"""Who says what is in a box: products, the words and codes that they share, and what is received but never handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Audit, Batch, Donation, DonationLine, Product, Undispensed, User
from pharmacy_app.domain.text import fold

CHUNK = 500  # of values in one IN (...)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A product, and what people have said of it. `identity` is `unknown`, `told` (by `said_by` alone) or `known`."""

    id: int
    description: str
    brand: str
    gtin: str
    identity: str
    medicine_id: int | None
    said_by: int | None
    said_by_name: str | None
    confirmed_by: int | None
    undispensed_id: int | None


_BOX = (
    Product.id, Product.description, Product.brand, Product.gtin, Product.identity, Product.medicine_id, Product.identified_by, User.name,
    Product.confirmed_by, Product.undispensed_id,
)  # fmt: skip


def box(connection: Connection, product_id: int) -> BoxRow | None:
    """The product with this id."""
    row = connection.execute(select(*_BOX).outerjoin(User, User.id == Product.identified_by).where(Product.id == product_id)).one_or_none()
    return next(iter(frozen(BoxRow, [row] if row else [])), None)


def alike(connection: Connection, description: str, codes: Sequence[str]) -> tuple[BoxRow, ...]:
    """Boxes that say the same words, or carry one of these codes. On PostgreSQL they stay locked until the act ends."""
    same = (Product.folded == fold(description)) | Product.gtin.in_(codes) if codes else Product.folded == fold(description)
    statement = select(*_BOX).outerjoin(User, User.id == Product.identified_by).where(same).order_by(Product.id)
    return frozen(BoxRow, connection.execute(statement.with_for_update(of=Product)))


def write_identity(
    connection: Connection, ids: Sequence[int], identity: str, medicine_id: int | None, said_by: int | None, confirmed_by: int | None = None
) -> None:
    """What these boxes are from now on. Whether they may become that, the database says (`product_in_use`, `second_person_needed`)."""
    values = {
        "identity": identity, "medicine_id": medicine_id, "identified_by": said_by, "confirmed_by": confirmed_by, "undispensed_id": None,
    }  # fmt: skip
    connection.execute(update(Product).where(Product.id.in_(ids)).values(values))


def medicines_of_codes(connection: Connection, codes: Sequence[str]) -> dict[str, frozenset[int]]:
    """The medicines that boxes with each of these codes are known as; codes that nobody knows are not in it. One statement per 500."""
    found: dict[str, set[int]] = {}
    for start in range(0, len(codes), CHUNK):
        rows = connection.execute(
            select(Product.gtin, Product.medicine_id)
            .where(Product.gtin.in_(codes[start : start + CHUNK]), Product.identity == "known", Product.medicine_id.is_not(None))
            .distinct()
        )
        for code, medicine_id in rows:
            if medicine_id is not None:
                found.setdefault(code, set()).add(medicine_id)
    return {code: frozenset(ids) for code, ids in found.items()}


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A box that one person has named: its words, who said it and when, units on the shelf, and whether a draft holds more of it."""

    product_id: int
    description: str
    brand: str
    gtin: str
    medicine_id: int
    said_by: int
    said_by_name: str
    said_at: datetime | None
    received_on: date | None
    units: int
    batch_id: int | None
    drafts: int


def waiting(connection: Connection, verb: str) -> tuple[WaitingRow, ...]:
    """Boxes that stand on the shelf or in a draft and wait for a second person; `verb`: the act by which a box is named in the stock room."""
    said_at = select(func.max(Audit.entered_at)).where(Audit.verb == verb, Audit.subject_id == Product.id).scalar_subquery()
    units = func.coalesce(select(func.sum(Batch.on_hand)).where(Batch.product_id == Product.id).scalar_subquery(), 0)
    batch = select(func.min(Batch.id)).where(Batch.product_id == Product.id, Batch.on_hand > 0).scalar_subquery()
    lines = select(DonationLine.id).join(Donation, Donation.id == DonationLine.donation_id).where(DonationLine.product_id == Product.id)
    drafts = select(func.count()).select_from(lines.where(Donation.status == "draft").correlate(Product).subquery()).scalar_subquery()
    came = (
        select(func.max(Donation.received_on))
        .join(DonationLine, DonationLine.donation_id == Donation.id)
        .where(DonationLine.product_id == Product.id, Donation.status != "discarded")
        .scalar_subquery()
    )
    statement = (
        select(
            Product.id, Product.description, Product.brand, Product.gtin, Product.medicine_id, User.id, User.name, said_at, came, units, batch,
            drafts,
        )
        .join(User, User.id == Product.identified_by)
        .where(Product.identity == "told")
        .order_by(Product.id)
    )  # fmt: skip
    return tuple(row for row in frozen(WaitingRow, connection.execute(statement)) if row.units or row.drafts)


@dataclass(frozen=True, slots=True)
class UndispensedRow:
    """What is received and never handed out: its INN, other names and brands, why, who wrote it, and whether the committee keeps to it."""

    id: int
    inn: str
    names: tuple[str, ...]
    brands: tuple[str, ...]
    reason: str
    origin: str
    active: bool


def undispensed(connection: Connection) -> tuple[UndispensedRow, ...]:
    """The whole list, by INN."""
    one = Undispensed
    rows = connection.execute(select(one.id, one.inn, one.names, one.brands, one.reason, one.origin, one.active).order_by(one.inn))
    return tuple(UndispensedRow(row.id, row.inn, _list(row.names), _list(row.brands), row.reason, row.origin, row.active) for row in rows)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def add_undispensed(connection: Connection, values: dict[str, object]) -> int:
    """The new line's id; keys are the columns of `undispensed`."""
    return int(connection.execute(insert(Undispensed).values(values).returning(Undispensed.id)).scalar_one())


def change_undispensed(connection: Connection, undispensed_id: int, values: dict[str, object]) -> None:
    """Writes columns of a line of the list."""
    connection.execute(update(Undispensed).where(Undispensed.id == undispensed_id).values(values))


def unnamed_products(connection: Connection) -> tuple[tuple[int, str], ...]:
    """(id, description) of every box that nobody has named and that is on no list."""
    rows = connection.execute(
        select(Product.id, Product.description).where(Product.identity == "unknown", Product.undispensed_id.is_(None)).order_by(Product.id)
    )
    return tuple((product_id, description) for product_id, description in rows)


def put_on_list(connection: Connection, product_ids: Sequence[int], undispensed_id: int, reason: str) -> int:
    """These boxes are never handed out; their lots that stood on the shelf are set apart with this reason. Returns how many lots."""
    connection.execute(update(Product).where(Product.id.in_(product_ids)).values(undispensed_id=undispensed_id))
    on_shelf = (Batch.product_id.in_(product_ids), Batch.status == "available")
    return connection.execute(update(Batch).where(*on_shelf).values(status="quarantine", reason=reason)).rowcount


def take_off_list(connection: Connection, undispensed_id: int) -> None:
    """Its boxes are unknown boxes again; what was set apart stays so until somebody releases it."""
    connection.execute(update(Product).where(Product.undispensed_id == undispensed_id).values(undispensed_id=None))
