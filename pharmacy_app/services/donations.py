"""Donations: a box comes in, becomes lines of a draft, and is received: batches on the shelf, each line in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import arrival, supply
from pharmacy_app.db.queries.arrival import DecisionRow
from pharmacy_app.db.queries.supply import DonationRow as DonationRow
from pharmacy_app.db.queries.supply import DonorRow as DonorRow
from pharmacy_app.db.queries.supply import LineRow
from pharmacy_app.domain.arrival import Judged
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.services import catalogue, donation_writing, judging
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.donation_writing import NewLine as NewLine
from pharmacy_app.services.donation_writing import Received as Received
from pharmacy_app.services.donation_writing import check_received


@dataclass(frozen=True, slots=True)
class DonationLine:
    """A line, the medicine it was recognised as, what the rules say of it, and what becomes of it.

    `decided` is what somebody decided, with who and why; None: the rules alone decide.
    """

    row: LineRow
    medicine: Medicine | None
    judged: Judged
    decided: DecisionRow | None = None

    @property
    def quarantine(self) -> str:
        """Why the whole line is set aside when it is received; empty: it is not, or only a part of it."""
        return "" if self.judged.outcome.shelf else self.judged.outcome.reason


def donors(desk: Desk) -> tuple[DonorRow, ...]:
    """All donors by name."""
    with desk.read() as connection:
        return supply.donors(connection)


def donations(desk: Desk) -> tuple[DonationRow, ...]:
    """All shipments, the newest first."""
    with desk.read() as connection:
        return supply.donations(connection)


def donation(desk: Desk, donation_id: int) -> tuple[DonationRow, tuple[DonationLine, ...]]:
    """One shipment and its lines. Raises `Refusal` `donation_unknown`."""
    with desk.read() as connection:
        found = donation_writing.donation_row(connection, donation_id)
        medicines = catalogue.medicines(connection)
        rows = supply.lines(connection, donation_id)
        judged = judging.judged_donation(connection, found, rows, desk.clock.today())
        return found, tuple(
            DonationLine(row, medicines.get(row.medicine_id or 0), said, decided) for row, (said, decided) in zip(rows, judged, strict=True)
        )


def add_donor(desk: Desk, by: By, name: str, country: str, language: str = "", contact: str = "") -> int:
    """A new donor. Raises `Refusal`: `donor_without_name`, `donor_exists`, `country_unknown`."""
    with desk.act(by, "donor.add") as act:
        return donation_writing.write_donor(act, name, country, language, contact)


def open_draft(desk: Desk, by: By, donor_id: int, received_on: date, reference: str = "") -> int:
    """An empty draft. Raises `Refusal`: `donor_unknown`, `received_in_future`, `received_long_ago`."""
    check_received(desk, received_on)
    with desk.act(by, "donation.open") as act:
        if supply.donor(act.connection, donor_id) is None:
            raise Refusal("donor_unknown", "donor")
        return donation_writing.write_draft(act, donor_id, received_on, reference)


def change_draft(desk: Desk, by: By, donation_id: int, donor_id: int, received_on: date, reference: str = "") -> None:
    """Puts donor, day or reference of a draft right. Raises as `open_draft`, and `Refusal` `donation_fixed`."""
    check_received(desk, received_on)
    with desk.act(by, "donation.change") as act:
        found = donation_writing.draft_row(act.connection, donation_id)
        if supply.donor(act.connection, donor_id) is None:
            raise Refusal("donor_unknown", "donor")
        act.about("donation", donation_id)
        act.before = {"donor": found.donor_id, "received_on": found.received_on, "reference": found.reference}
        supply.change_draft(act.connection, donation_id, {"donor_id": donor_id, "received_on": received_on, "reference": reference})
        act.after = {"donor": donor_id, "received_on": received_on, "reference": reference}


def add_lines(desk: Desk, by: By, donation_id: int, lines: Sequence[NewLine]) -> None:
    """Puts lines under a draft, in their order. Raises `Refusal`: `donation_fixed`, and those of a line (see `check_line`)."""
    with desk.act(by, "donation.lines") as act:
        donation_writing.draft_row(act.connection, donation_id)
        act.about("donation", donation_id)
        donation_writing.write_lines(act, donation_id, lines)
        act.after = {"lines": len(lines), "units": sum(line.quantity for line in lines)}


def change_line(desk: Desk, by: By, donation_id: int, line_id: int, line: NewLine) -> None:
    """Writes a line of a draft anew. Raises as `add_lines`, and `Refusal` `line_unknown`."""
    with desk.act(by, "donation.line.change") as act:
        donation_writing.draft_row(act.connection, donation_id)
        found = donation_writing.line_row(act.connection, donation_id, line_id)
        act.about("donation", donation_id)
        act.before = {"line": found.position, "lot": found.lot, "expiry": found.expiry, "quantity": found.quantity}
        values = donation_writing.line_values(act, donation_id, found.position, [line])[0]
        judged_by = (found.product_id, found.expiry, found.quantity, found.reason)
        if judged_by != (values["product_id"], line.expiry, line.quantity, line.reason):
            values |= arrival.UNDECIDED  # what somebody decided was about the line as it stood
        supply.change_line(act.connection, line_id, values)
        act.after = {"line": found.position, "lot": line.lot, "expiry": line.expiry, "quantity": line.quantity}


def drop_line(desk: Desk, by: By, donation_id: int, line_id: int) -> NewLine:
    """Takes a line out of a draft and returns it, so that it can be put back."""
    with desk.act(by, "donation.line.drop") as act:
        donation_writing.draft_row(act.connection, donation_id)
        found = donation_writing.line_row(act.connection, donation_id, line_id)
        act.about("donation", donation_id)
        act.before = {"line": found.position, "lot": found.lot, "expiry": found.expiry, "quantity": found.quantity}
        supply.drop_line(act.connection, line_id)
        return line_of(found)


def put_line_back(desk: Desk, by: By, donation_id: int, position: int, line: NewLine) -> None:
    """A line that was taken out stands where it stood. Raises as `add_lines`."""
    with desk.act(by, "donation.line.back") as act:
        donation_writing.draft_row(act.connection, donation_id)
        act.about("donation", donation_id)
        position = donation_writing.free_position(act.connection, donation_id, position)
        donation_writing.write_lines(act, donation_id, [line], position)
        act.after = {"line": position, "lot": line.lot, "expiry": line.expiry, "quantity": line.quantity}


def line_of(row: LineRow) -> NewLine:
    """A line as it would have to be written again."""
    return NewLine(
        row.description,
        row.quantity,
        row.lot,
        row.expiry,
        row.expiry_raw,
        row.medicine_id,
        row.brand,
        row.pack_size,
        row.gtin,
        row.manufacturer,
        row.code,
        row.quantity_on_paper,
        row.status,
        row.reason,
        row.sheet,
        row.row,
        row.identity if row.medicine_id is not None else "",
        row.undispensed_id,
    )


def discard(desk: Desk, by: By, donation_id: int) -> None:
    """Throws a draft away; it stays in the record. Raises `Refusal` `donation_fixed`."""
    with desk.act(by, "donation.discard") as act:
        donation_writing.draft_row(act.connection, donation_id)
        act.about("donation", donation_id)
        supply.set_donation_status(act.connection, donation_id, "discarded")


def receive(desk: Desk, by: By, donation_id: int, exception: str = "") -> Received:
    """Makes the lines of a draft batches, as they are judged today, and books them. Raises `Refusal`: `donation_fixed`, `donation_empty`.

    `exception`: why all that has a short life is taken all the same, where nobody decided about the line; kept with who does it.
    """
    with desk.act(by, "donation.receive") as act:
        donation_writing.draft_row(act.connection, donation_id)
        act.about("donation", donation_id)
        return donation_writing.receive_lines(act, donation_id, desk.clock.today(), exception)


def same_donor(name: str, donors: Sequence[DonorRow]) -> DonorRow | None:
    """The donor of this name, however it is written."""
    return next((row for row in donors if fold(row.name) == fold(name)), None)
