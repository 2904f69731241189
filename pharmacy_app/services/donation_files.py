"""A sender's sheet, read and understood before anything is written: what each row would become, and what must be asked first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import supply
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.intake.names import Identifier, Known
from pharmacy_app.intake.stock_lists import StockList, StockRow
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.donation_writing import NewLine, Received
from pharmacy_app.services.importing import DOUBTFUL, NEW, REFUSED, ImportReport, ImportRow, report
from pharmacy_app.services.recognising import KNOWN, recognised


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported file: the donation, whether its donor is new, what each row became, and what came of receiving it (None: it was only tried)."""

    donation_id: int | None
    donor: str
    donor_is_new: bool
    report: ImportReport
    copies: tuple[tuple[str, str], ...]
    received: Received | None = None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file as it stands there, what it would become, and the medicine that its words mean (None: nobody knows yet)."""

    result: ImportRow
    description: str
    lot: str
    expiry: date | None
    expiry_raw: str
    quantity: int | None
    medicine: Medicine | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A file read and identified, nothing written.

    `lines` would be received. `sheets` are those that were read, `copies` pairs a sheet with the one it repeats, `ask_dates` names the sheets whose
    dates can be read in more than one order. `left_out` counts rows that are no batches, by reason. `imported_before` is the donation that this
    very file has become already.
    """

    report: ImportReport
    rows: tuple[PreviewRow, ...]
    lines: tuple[NewLine, ...]
    sheets: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    ask_dates: tuple[str, ...]
    left_out: dict[str, int]
    digest: str
    imported_before: int | None


def understood(connection: Connection, path: Path, read: StockList) -> Preview:
    """What these rows would become, with the medicines that the catalogue and people's own words know."""
    identifier, medicines = catalogue.identifier_and_medicines(connection)
    lines = recognised(connection, lines_of(read.rows, identifier))
    meant = {(line.sheet, line.row): line for line in lines}
    rows = []
    for row in read.rows:
        line = meant.get((row.sheet, row.row))
        medicine_id = line.medicine_id if line is not None else None
        reasons = [Reason(code) for code in (line or row).reason.split(";") if code]
        status = {"new": NEW}.get((line or row).status, (line or row).status)
        if status != REFUSED and medicine_id is None and (line is None or line.undispensed_id is None):
            reasons.append(Reason("medicine_unknown"))
            status = DOUBTFUL
        made = ImportRow(row.sheet, row.row, status, tuple(reasons))
        said = row.description or catalogue.one_line(row.inn, row.strength, row.form) or row.brand
        known = medicines.get(medicine_id) if medicine_id is not None else None
        rows.append(PreviewRow(made, said, row.lot, row.expiry, row.expiry_raw, row.quantity, known))
    sheets = tuple(dict.fromkeys(row.sheet for row in read.rows))
    left_out: dict[str, int] = {}
    for one in read.left_out:
        left_out[one.reason] = left_out.get(one.reason, 0) + 1
    # The sheets chosen belong to it: two sheets of one workbook are two imports.
    digest = hashlib.sha256(path.read_bytes() + "\0".join(sorted(sheets)).encode()).hexdigest()
    return Preview(
        report(row.result for row in rows),
        tuple(rows),
        tuple(lines),
        sheets,
        read.copies,
        read.ask_dates,
        left_out,
        digest,
        supply.donation_of_file(connection, digest),
    )


def lines_of(rows: Sequence[StockRow], identifier: Identifier) -> list[NewLine]:
    """The rows that can be received, each with the medicine where its words say so exactly."""
    made = []
    told: dict[tuple[str, str, str, str], Known | None] = {}  # a medicine comes in several lots
    for row in rows:
        if row.status == REFUSED or row.quantity is None:
            continue
        words = (row.description, row.inn, row.strength, row.form)
        if words not in told:
            told[words] = identifier.accept_parts(*words[1:]) if row.inn else identifier.accept(row.description)
        found = told[words]
        made.append(
            NewLine(
                description=row.description or catalogue.one_line(row.inn, row.strength, row.form),
                quantity=row.quantity,
                lot=row.lot,
                expiry=row.expiry,
                expiry_raw=row.expiry_raw,
                medicine_id=found.id if found else None,
                identity=KNOWN if found else "",
                brand=row.brand,
                pack_size=row.pack_size,
                gtin=row.gtin,
                manufacturer=row.manufacturer,
                code=row.code,
                quantity_on_paper=row.quantity,
                status=row.status,
                reason=row.reason,
                sheet=row.sheet,
                row=row.row,
            )
        )
    return made
