"""Documents of a donation: attached, looked at, taken off again while it is a draft. What a file is, its first bytes say, never its name."""

from __future__ import annotations

import hashlib

from pharmacy_app.db.queries import documents as rows
from pharmacy_app.db.queries.documents import Content as Content
from pharmacy_app.db.queries.documents import DocumentRow as DocumentRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import donation_writing
from pharmacy_app.services.desk import By, Desk

MOST_MB = 10
MOST = MOST_MB * 1024 * 1024
LONGEST_NAME = 120
PDF = "application/pdf"


def documents(desk: Desk, donation_id: int) -> tuple[DocumentRow, ...]:
    """The documents of a donation, the oldest first, without their bytes."""
    with desk.read() as connection:
        return rows.documents(connection, donation_id)


def counts(desk: Desk) -> dict[int, int]:
    """How many documents each donation has; those without are not there."""
    with desk.read() as connection:
        return rows.counts(connection)


def document(desk: Desk, document_id: int) -> Content:
    """A document with its bytes. Raises `Refusal` `document_unknown`."""
    with desk.read() as connection:
        found = rows.content(connection, document_id)
    if found is None:
        raise Refusal("document_unknown", "document")
    return found


def attach(desk: Desk, by: By, donation_id: int, name: str, content: bytes) -> int:
    """Keeps a photo or PDF with a donation, draft or received; gives its id.

    Raises `Refusal`: `donation_unknown`, `document_known`, and those of `media_type`.
    """
    kept = Content(donation_id, shown_name(name), media_type(content), content)
    digest = hashlib.sha256(content).hexdigest()
    with desk.act(by, "donation.document.add") as act:
        donation_writing.donation_row(act.connection, donation_id)
        if rows.with_digest(act.connection, donation_id, digest) is not None:
            raise Refusal("document_known", "document")
        act.about("donation", donation_id)
        made = rows.add(act.connection, kept, digest, act.entered_at, by.user_id)
        act.after = {"document": made, "kind": kept.media_type, "bytes": len(content)}
        return made


def take_off(desk: Desk, by: By, document_id: int) -> Content:
    """Takes a document off a draft, and gives it back for `attach`. Raises `Refusal`: `document_unknown`, `donation_fixed`."""
    with desk.act(by, "donation.document.drop") as act:
        found = rows.content(act.connection, document_id)
        if found is None:
            raise Refusal("document_unknown", "document")
        donation_writing.draft_row(act.connection, found.donation_id)
        act.about("donation", found.donation_id)
        act.before = {"document": document_id, "kind": found.media_type, "bytes": len(found.content)}
        rows.drop(act.connection, document_id)
        return found


def media_type(content: bytes) -> str:
    """`image/jpeg`, `image/png`, `image/webp` or `application/pdf`, by the first bytes.

    Raises `Refusal`: `document_empty`, `document_too_large` (most), `document_kind_unknown`.
    """
    if not content:
        raise Refusal("document_empty", "document")
    if content.startswith(b"\xff\xd8\xff"):
        kind = "image/jpeg"
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "image/png"
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        kind = "image/webp"
    elif content.startswith(b"%PDF-"):
        kind = PDF
    else:
        raise Refusal("document_kind_unknown", "document")
    if len(content) > MOST:
        raise Refusal("document_too_large", "document", most=MOST_MB)
    return kind


def shown_name(name: str) -> str:
    """The file's name without its folders and without what cannot be seen; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable()).strip()
    if len(kept) <= LONGEST_NAME:
        return kept or "documento"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: LONGEST_NAME - 6]}….{ending}" if dot and len(ending) <= 4 else kept[:LONGEST_NAME]
