"""What came with the box: photos of its packing list, letters. Their bytes lie in the database, and are only read one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import DonationDocument, User


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document without its bytes; `size` counts them. `name` is the file's name as it was given."""

    id: int
    name: str
    media_type: str
    size: int
    entered_at: datetime
    entered_by: str


def documents(connection: Connection, donation_id: int) -> tuple[DocumentRow, ...]:
    """The documents of a donation, in the order in which they were attached."""
    one = DonationDocument
    rows = connection.execute(
        select(one.id, one.name, one.media_type, func.length(one.content), one.entered_at, User.name)
        .join(User, User.id == one.entered_by)
        .where(one.donation_id == donation_id)
        .order_by(one.id)
    )
    return frozen(DocumentRow, rows)


def counts(connection: Connection) -> dict[int, int]:
    """How many documents each donation has."""
    rows = connection.execute(select(DonationDocument.donation_id, func.count()).group_by(DonationDocument.donation_id))
    return {donation_id: int(count) for donation_id, count in rows}


@dataclass(frozen=True, slots=True)
class Content:
    """A document with its bytes, as it would be attached again."""

    donation_id: int
    name: str
    media_type: str
    content: bytes


def content(connection: Connection, document_id: int) -> Content | None:
    """The document with its bytes, if it is there."""
    one = DonationDocument
    row = connection.execute(select(one.donation_id, one.name, one.media_type, one.content).where(one.id == document_id)).one_or_none()
    return Content(row[0], row[1], row[2], bytes(row[3])) if row else None


def with_digest(connection: Connection, donation_id: int, digest: str) -> int | None:
    """The document of this donation that holds the very same bytes, if there is one."""
    same = (DonationDocument.donation_id == donation_id, DonationDocument.digest == digest)
    return connection.execute(select(DonationDocument.id).where(*same)).scalar_one_or_none()


def add(connection: Connection, kept: Content, digest: str, entered_at: datetime, user_id: int) -> int:
    """The new document's id."""
    values = {
        "donation_id": kept.donation_id, "name": kept.name, "media_type": kept.media_type, "content": kept.content, "digest": digest,
        "entered_at": entered_at, "entered_by": user_id,
    }  # fmt: skip
    return int(connection.execute(insert(DonationDocument).values(values).returning(DonationDocument.id)).scalar_one())


def drop(connection: Connection, document_id: int) -> None:
    """Takes a document away."""
    connection.execute(delete(DonationDocument).where(DonationDocument.id == document_id))
