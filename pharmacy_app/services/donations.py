"""Donations: a box comes in, becomes lines of a draft, and is received: batches on the shelf, each line in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import supply
from pharmacy_app.db.queries.supply import DonationRow, DonorRow, LineRow, ProductDraft
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.names import Identifier
from pharmacy_app.intake.stock_lists import StockList, StockRow, read_stock_list
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.importing import DOUBTFUL, NEW, REFUSED, ImportReport, ImportRow, report

LANGUAGE_OF_COUNTRY = {"IT": "it", "RU": "ru", "BY": "ru", "KZ": "ru"}
_SPANISH = frozenset("AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE".split())
OLDEST = date(2000, 1, 1)
MOST_UNITS = 10_000_000


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as somebody types it or a file gives it. `quantity` counts dispensing units; `medicine_id` None: nobody has said what it is."""

    description: str
    quantity: int
    lot: str = ""
    expiry: date | None = None
    expiry_raw: str = ""
    medicine_id: int | None = None
    brand: str = ""
    pack_size: int | None = None
    gtin: str = ""
    manufacturer: str = ""
    code: str = ""
    quantity_on_paper: int | None = None
    status: str = "new"
    reason: str = ""
    sheet: str = ""
    row: int | None = None

    @property
    def product(self) -> ProductDraft:
        return ProductDraft(self.description, self.medicine_id, self.brand, self.pack_size, self.gtin, self.manufacturer)


@dataclass(frozen=True, slots=True)
class Received:
    """What receiving made of a donation."""

    donation_id: int
    batches: int
    units: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported file: the donation, whether its donor is new, what each row became."""

    donation_id: int | None
    donor: str
    donor_is_new: bool
    report: ImportReport
    copies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file read and identified, nothing written: the report, the lines that would be made, sheets whose dates must be asked for."""

    report: ImportReport
    lines: tuple[NewLine, ...]
    copies: tuple[tuple[str, str], ...]
    ask_dates: tuple[str, ...]
    digest: str
    imported_before: int | None


def donors(desk: Desk) -> tuple[DonorRow, ...]:
    """All donors by name."""
    with desk.read() as connection:
        return supply.donors(connection)


def donations(desk: Desk) -> tuple[DonationRow, ...]:
    """All shipments, the newest first."""
    with desk.read() as connection:
        return supply.donations(connection)


def donation(desk: Desk, donation_id: int) -> tuple[DonationRow, tuple[LineRow, ...]]:
    """One shipment and its lines. Raises `Refusal` `donation_unknown`."""
    with desk.read() as connection:
        return _donation(connection, donation_id), supply.lines(connection, donation_id)


def add_donor(desk: Desk, by: By, name: str, country: str, language: str = "", contact: str = "") -> int:
    """A new donor. Raises `Refusal`: `donor_without_name`, `donor_exists`, `country_unknown`."""
    with desk.act(by, "donor.add") as act:
        return _add_donor(act, name, country, language, contact)


def open_draft(desk: Desk, by: By, donor_id: int, received_on: date, reference: str = "") -> int:
    """An empty draft. Raises `Refusal`: `donor_unknown`, `received_in_future`, `received_long_ago`."""
    _check_received(desk, received_on)
    with desk.act(by, "donation.open") as act:
        if supply.donor(act.connection, donor_id) is None:
            raise Refusal("donor_unknown", "donor")
        return _open(act, donor_id, received_on, reference)


def add_lines(desk: Desk, by: By, donation_id: int, lines: Sequence[NewLine]) -> None:
    """Puts lines under a draft, in their order. Raises `Refusal`: `donation_fixed`, and those of a line (see `check_line`)."""
    with desk.act(by, "donation.lines") as act:
        _draft(act.connection, donation_id)
        act.about("donation", donation_id)
        _add_lines(act, donation_id, lines)
        act.after = {"lines": len(lines), "units": sum(line.quantity for line in lines)}


def change_line(desk: Desk, by: By, donation_id: int, line_id: int, line: NewLine) -> None:
    """Writes a line of a draft anew. Raises as `add_lines`, and `Refusal` `line_unknown`."""
    with desk.act(by, "donation.line.change") as act:
        _draft(act.connection, donation_id)
        found = {row.id: row for row in supply.lines(act.connection, donation_id)}.get(line_id)
        if found is None:
            raise Refusal("line_unknown", "line")
        act.about("donation", donation_id)
        act.before = {"line": found.position, "lot": found.lot, "expiry": found.expiry, "quantity": found.quantity}
        values = _line_values(act, donation_id, found.position, [line])[0]
        supply.change_line(act.connection, line_id, values)
        act.after = {"line": found.position, "lot": line.lot, "expiry": line.expiry, "quantity": line.quantity}


def drop_line(desk: Desk, by: By, donation_id: int, line_id: int) -> NewLine:
    """Takes a line out of a draft and returns it, so that it can be put back."""
    with desk.act(by, "donation.line.drop") as act:
        _draft(act.connection, donation_id)
        found = {row.id: row for row in supply.lines(act.connection, donation_id)}.get(line_id)
        if found is None:
            raise Refusal("line_unknown", "line")
        act.about("donation", donation_id)
        act.before = {"line": found.position, "lot": found.lot, "expiry": found.expiry, "quantity": found.quantity}
        supply.drop_line(act.connection, line_id)
        return NewLine(
            found.description,
            found.quantity,
            found.lot,
            found.expiry,
            found.expiry_raw,
            found.medicine_id,
            found.brand,
            found.pack_size,
            code=found.code,
            quantity_on_paper=found.quantity_on_paper,
            status=found.status,
            reason=found.reason,
        )


def discard(desk: Desk, by: By, donation_id: int) -> None:
    """Throws a draft away; it stays in the record. Raises `Refusal` `donation_fixed`."""
    with desk.act(by, "donation.discard") as act:
        _draft(act.connection, donation_id)
        act.about("donation", donation_id)
        supply.set_donation_status(act.connection, donation_id, "discarded")


def receive(desk: Desk, by: By, donation_id: int) -> Received:
    """Makes every line of a draft a batch and books it. Raises `Refusal`: `donation_fixed`, `donation_empty`."""
    with desk.act(by, "donation.receive") as act:
        _draft(act.connection, donation_id)
        act.about("donation", donation_id)
        return _receive(act, donation_id)


def preview_file(desk: Desk, path: Path, sheets: Sequence[str], received_on: date, date_style: str | None = None) -> Preview:
    """Reads a sheet and says what each row would become; writes nothing. Raises what `intake.stock_lists.read_stock_list` raises."""
    _check_received(desk, received_on)
    read = read_stock_list(path, sheets, received_on, date_style)
    with desk.read() as connection:
        return _preview(connection, path, read)


def import_file(
    desk: Desk,
    by: By,
    path: Path,
    donor: str,
    country: str,
    received_on: date,
    sheets: Sequence[str] = (),
    date_style: str | None = None,
    dry_run: bool = False,
) -> Imported:
    """Reads a sender's sheet and receives it whole, or not at all.

    A new donor is made where a country is given. Raises `Refusal`: `donor_needs_country`, `file_imported_before`, `nothing_to_import`,
    and those of reading.
    """
    _check_received(desk, received_on)
    read = read_stock_list(path, sheets, received_on, date_style)
    if dry_run:
        with desk.read() as connection:
            known = supply.donor_named(connection, donor)
            if known is None:
                check_donor(donor, country)
            seen = _preview(connection, path, read)
            return Imported(None, donor, known is None, replace(seen.report, dry_run=True), seen.copies)
    with desk.act(by, "donation.import") as act:
        seen = _preview(act.connection, path, read)
        if seen.imported_before is not None:
            raise Refusal("file_imported_before", "file", donation=seen.imported_before)
        if not seen.lines:
            raise Refusal("nothing_to_import", "file", refused=seen.report.refused)
        known = supply.donor_named(act.connection, donor)
        donor_id = known.id if known else _add_donor(act, donor, country)
        donation_id = _open(act, donor_id, received_on, "", seen.digest)
        _add_lines(act, donation_id, seen.lines)
        _receive(act, donation_id)
        act.after |= {"read": seen.report.read, "refused": seen.report.refused}
        return Imported(donation_id, donor, known is None, seen.report, seen.copies)


def check_donor(name: str, country: str) -> str:
    """The country code of a donor to be made. Raises `Refusal`: `donor_without_name`, `donor_needs_country`, `country_unknown`."""
    if not name.strip():
        raise Refusal("donor_without_name", "donor")
    code = country.strip().upper()
    if not code:
        raise Refusal("donor_needs_country", "donor")
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise Refusal("country_unknown", "donor", country=country.strip()[:20])
    return code


def check_line(line: NewLine) -> None:
    """Raises `Refusal` `line_without_description`, `quantity_negative`, `quantity_too_large`, `expiry_implausible`."""
    if not line.description.strip():
        raise Refusal("line_without_description", "description")
    if line.quantity <= 0:
        raise Refusal("quantity_negative", "quantity", text=str(line.quantity))
    if line.quantity > MOST_UNITS:
        raise Refusal("quantity_too_large", "quantity", text=str(line.quantity))
    if line.expiry is not None and line.expiry < OLDEST:
        raise Refusal("expiry_implausible", "expiry", text=line.expiry_raw)


def lines_of(rows: Sequence[StockRow], identifier: Identifier) -> list[NewLine]:
    """The rows that can be received, each with the medicine where its words say so exactly."""
    made = []
    for row in rows:
        if row.status == REFUSED or row.quantity is None:
            continue
        found = identifier.identify_parts(row.inn, row.strength, row.form) if row.inn else identifier.identify(row.description)
        parts = " ".join(part for part in (row.inn, row.strength, row.form) if part)
        made.append(
            NewLine(
                description=row.description or parts,
                quantity=row.quantity,
                lot=row.lot,
                expiry=row.expiry,
                expiry_raw=row.expiry_raw,
                medicine_id=found.accepted.id if found.accepted else None,
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


def _preview(connection: Connection, path: Path, read: StockList) -> Preview:
    lines = lines_of(read.rows, catalogue.identifier(connection))
    unknown = {(line.sheet, line.row) for line in lines if line.medicine_id is None}
    rows = []
    for row in read.rows:
        reasons = [Reason(code) for code in row.reason.split(";") if code]
        status = row.status
        if status != REFUSED and (row.sheet, row.row) in unknown:
            reasons.append(Reason("medicine_unknown"))
            status = DOUBTFUL
        rows.append(ImportRow(row.sheet, row.row, {"new": NEW}.get(status, status), tuple(reasons)))
    # The sheets chosen belong to it: two sheets of one workbook are two imports.
    digest = hashlib.sha256(path.read_bytes() + "\0".join(sorted({row.sheet for row in read.rows})).encode()).hexdigest()
    return Preview(report(rows), tuple(lines), read.copies, read.ask_dates, digest, supply.donation_of_file(connection, digest))


def _check_received(desk: Desk, received_on: date) -> None:
    if received_on > desk.clock.today():
        raise Refusal("received_in_future", "received_on", day=received_on)
    if received_on < OLDEST:
        raise Refusal("received_long_ago", "received_on", day=received_on)


def _donation(connection: Connection, donation_id: int) -> DonationRow:
    found = supply.donations(connection, donation_id)
    if not found:
        raise Refusal("donation_unknown", "donation", donation=donation_id)
    return found[0]


def _draft(connection: Connection, donation_id: int) -> DonationRow:
    found = _donation(connection, donation_id)
    if found.status != "draft":
        raise Refusal("donation_fixed", "donation", donation=donation_id)
    return found


def _add_donor(act: Act, name: str, country: str, language: str = "", contact: str = "") -> int:
    code = check_donor(name, country)
    if supply.donor_named(act.connection, name) is not None:
        raise Refusal("donor_exists", "donor")
    reads = language or LANGUAGE_OF_COUNTRY.get(code, "es" if code in _SPANISH else "en")
    donor_id = supply.add_donor(act.connection, name, code, reads, contact)
    act.about("donor", donor_id)
    act.after |= {"country": code, "language": reads}
    return donor_id


def _open(act: Act, donor_id: int, received_on: date, reference: str, digest: str = "") -> int:
    donation_id = supply.add_donation(act.connection, donor_id, received_on, reference, digest, act.entered_at, act.by.user_id)
    act.about("donation", donation_id)
    act.after |= {"donor": donor_id, "received_on": received_on}
    return donation_id


def _add_lines(act: Act, donation_id: int, lines: Sequence[NewLine]) -> None:
    start = supply.last_position(act.connection, donation_id) + 1
    supply.add_lines(act.connection, _line_values(act, donation_id, start, lines))


def _line_values(act: Act, donation_id: int, start: int, lines: Sequence[NewLine]) -> list[dict[str, object]]:
    for line in lines:
        check_line(line)
    products = supply.products_for(act.connection, (line.product for line in lines), act.by.user_id)
    return [
        {
            "donation_id": donation_id,
            "position": position,
            "product_id": products[line.product.key],
            "code": line.code,
            "lot": line.lot.strip(),
            "expiry": line.expiry,
            "expiry_raw": line.expiry_raw,
            "quantity": line.quantity,
            "quantity_on_paper": line.quantity_on_paper,
            "status": line.status,
            "reason": line.reason,
            "sheet": line.sheet,
            "row": line.row,
        }
        for position, line in enumerate(lines, start)
    ]


def _receive(act: Act, donation_id: int) -> Received:
    donated = _donation(act.connection, donation_id)
    lines = supply.lines(act.connection, donation_id)
    if not lines:
        raise Refusal("donation_empty", "donation", donation=donation_id)
    supply.set_donation_status(act.connection, donation_id, "received")
    batches: list[dict[str, object]] = []
    for line in lines:
        reason = line.reason if line.status == DOUBTFUL else ""
        if line.expiry is None and "expiry" not in reason:
            reason = "expiry_missing"
        batches.append(
            {
                "product_id": line.product_id,
                "donation_id": donation_id,
                "code": line.code,
                "lot": line.lot,
                "expiry": line.expiry,
                "expiry_raw": line.expiry_raw,
                "status": "quarantine" if reason else "available",
                "reason": reason,
            }
        )
    ids = supply.add_batches(act.connection, batches)
    common = {
        "kind": "receipt",
        "occurred_on": donated.received_on,
        "entered_at": act.entered_at,
        "entered_by": act.by.user_id,
        "act": act.by.token,
    }
    supply.add_movements(
        act.connection, [{"batch_id": batch, "units": line.quantity, **common} for batch, line in zip(ids, lines, strict=True)]
    )
    units = sum(line.quantity for line in lines)
    act.after |= {"batches": len(ids), "units": units}
    return Received(donation_id, len(ids), units, sum(row["status"] == "quarantine" for row in batches))


def same_donor(name: str, donors: Sequence[DonorRow]) -> DonorRow | None:
    """The donor of this name, however it is written."""
    return next((row for row in donors if fold(row.name) == fold(name)), None)
