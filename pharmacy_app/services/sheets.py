"""A sender's sheet comes in: looked over, received whole as a new donation, or put under an open draft; how it was read is kept for the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import catalogue as shelf
from pharmacy_app.db.queries import sheets as kept
from pharmacy_app.db.queries import supply
from pharmacy_app.db.queries.supply import DonorRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.spreadsheets import read_bytes
from pharmacy_app.intake.stock_lists import StockList, read_stock_list, read_tables
from pharmacy_app.intake.tables import Knows, Layout
from pharmacy_app.services import catalogue, donation_writing, judging
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.donation_files import At, Imported, Preview, PreviewRow, Understood, lots_of, understood
from pharmacy_app.services.donation_files import Told as Told
from pharmacy_app.services.donation_writing import check_donor, check_received
from pharmacy_app.services.importing import REFUSED, report
from pharmacy_app.services.recognising import Catalogue
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import import_reason

NOTHING_TOLD = Told()
_LOTS = 200  # enough to know a list again
_READ, _NAMED, _WRITTEN = 0.45, 0.6, 0.8  # how much of the work is done by then


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is to be read: what was told now and before, and what reading needs to know of the house."""

    path: Path
    told: Told
    layouts: Mapping[str, Layout]
    donor: DonorRow | None
    russian: str
    today: date
    known: Catalogue
    state: object  # of the catalogue when it was read

    def knows(self, text: str) -> bool:
        """Whether it is a medicine's name."""
        return self.known[0].accept(text) is not None

    def digest(self, read: StockList) -> str:
        """Of the bytes and the sheets that were read: two sheets of one workbook are two imports."""
        sheets = sorted({row.sheet for row in read.rows})
        return hashlib.sha256(read_bytes(self.path) + "\0".join(sheets).encode()).hexdigest()


def preview(
    desk: Desk, path: Path, received_on: date, told: Told = NOTHING_TOLD, donor: str = "", at: At | None = None, by_content: bool = True
) -> Preview:
    """Reads a sheet and says what each row would become; writes nothing. With the `donor`, as that donor's sheets were read before.

    A file that is a table but no stock list comes back with `no_list`; what cannot be read at all raises what `read_sheets` raises.
    `by_content`: columns without a telling name are proposed by what stands in them (for people who look).
    """
    check_received(desk, received_on)
    tell = at or _silent
    with desk.read() as connection:
        file = _file(connection, path, received_on, told, donor)
    knows = file.knows if by_content else None
    remembered = frozenset(file.layouts) - frozenset(told.layouts)
    try:
        read = _read(file, knows, tell)
    except Refusal as refusal:
        if refusal.code != "not_a_stock_list":
            raise
        tables = read_tables(path, told.sheets, file.layouts, knows)
        return Preview(report(()), (), 0, (), (), (), {}, "", None, tables=tables, remembered=remembered, no_list=refusal)
    with desk.read() as connection:
        found = understood(connection, read, told, file.known, lambda share: tell(_READ + (1 - _READ) * share))
        return _seen(connection, file, read, found, remembered)


def receive(
    desk: Desk,
    by: By,
    path: Path,
    donor: str,
    country: str,
    received_on: date,
    told: Told = NOTHING_TOLD,
    exception: str = "",
    at: At | None = None,
    by_content: bool = True,
) -> Imported:
    """Reads a sender's sheet and receives it whole, or not at all; its lines are judged as `donations.receive` does (`exception` as there).

    A new donor is made where a country is given; what was `told` of the columns is kept for this donor's next sheet. Raises `Refusal`:
    `donor_needs_country`, `file_imported_before`, `nothing_to_import`, and those of reading.
    """
    check_received(desk, received_on)
    tell = at or _silent
    with desk.read() as connection:
        file = _file(connection, path, received_on, told, donor)
    read = _read(file, file.knows if by_content else None, tell)
    with desk.act(by, "donation.import") as act:
        digest, found, known = _checked(act, file, read, tell)
        sender = supply.donor_named(act.connection, donor)
        alike = kept.donation_with_lots(act.connection, sender.id, lots_of(found.read, _LOTS)) if sender else None
        donor_id = sender.id if sender else donation_writing.write_donor(act, donor, country)
        donation_id = donation_writing.write_draft(act, donor_id, received_on, "", digest)
        lines = found.lines()
        written = donation_writing.write_lines(act, donation_id, lines, 1, known)
        tell(_WRITTEN)
        products = [values["product_id"] for values in written]
        booked = donation_writing.book_lines(act, donation_id, received_on, lines, products, file.today, exception=exception)
        _keep_layouts(act, donor_id, file, read)
        act.after |= {"read": found.report.read, "refused": found.report.refused}
        tell(1.0)  # the last moment for a cancel: leaving this block commits
        return Imported(donation_id, donor, sender is None, found.report, read.copies, booked, alike)


def add_to_draft(desk: Desk, by: By, path: Path, donation_id: int, told: Told = NOTHING_TOLD, at: At | None = None) -> Imported:
    """Puts a sheet's rows under an open draft, to be counted against the box: what the sheet says is `quantity_on_paper`.

    Raises as `receive`, and `Refusal`: `donation_unknown`, `donation_fixed`.
    """
    tell = at or _silent
    with desk.read() as connection:
        draft = donation_writing.draft_row(connection, donation_id)
        file = _file(connection, path, draft.received_on, told, draft.donor)
    read = _read(file, file.knows, tell)
    with desk.act(by, "donation.sheet") as act:
        draft = donation_writing.draft_row(act.connection, donation_id)
        act.about("donation", donation_id)
        digest, found, known = _checked(act, file, read, tell)
        supply.change_draft(act.connection, donation_id, {"file_digest": digest})
        donation_writing.write_lines(act, donation_id, found.lines(), known=known)
        tell(_WRITTEN)
        _keep_layouts(act, draft.donor_id, file, read)
        act.after = {"lines": found.report.new + found.report.doubtful, "units": found.units, "refused": found.report.refused}
        tell(1.0)
        return Imported(donation_id, draft.donor, False, found.report, read.copies)


def tried(desk: Desk, path: Path, donor: str, country: str, received_on: date, told: Told = NOTHING_TOLD) -> Imported:
    """What `receive` would make of it, by names and remembered layouts alone; nothing is written. Raises as `receive`."""
    with desk.read() as connection:
        known = supply.donor_named(connection, donor)
    if known is None:
        check_donor(donor, country)
    seen = preview(desk, path, received_on, told, donor, by_content=False)
    if seen.no_list is not None:
        raise seen.no_list
    return Imported(None, donor, known is None, replace(seen.report, dry_run=True), seen.copies, alike=seen.alike)


def forget_layout(desk: Desk, by: By, donor_id: int, key: str) -> None:
    """The donor's sheets with these column names are read by themselves again. Raises `Refusal` `layout_unknown`."""
    with desk.act(by, "donor.layout.forget") as act:
        act.about("donor", donor_id)
        if not kept.forget_layout(act.connection, donor_id, key):
            raise Refusal("layout_unknown", "donor")


_BACK = (
    (mark("Sheet"), 16), (mark("Row"), 8), (mark("What the sheet says"), 48), (mark("Lot"), 16), (mark("Expires"), 14), (mark("Quantity"), 12),
    (mark("Why it cannot be taken"), 90),
)  # fmt: skip


def save_refused(path: Path, language: Language, rows: Sequence[PreviewRow]) -> int:
    """The rows that cannot be taken, with the reason, as a sheet to send back; how many. Raises as `services.sheet_writing.write_sheet`."""
    refused: list[list[str | int]] = [
        [
            row.result.sheet,
            row.result.row,
            row.description,
            row.lot,
            row.expiry_raw,
            row.packs or row.quantity or "",
            " ".join(import_reason(language, reason) for reason in row.result.reasons),
        ]
        for row in rows
        if row.result.status == REFUSED
    ]
    write_sheet(path, language, language.tr("To be put right"), [(language.tr(words), width) for words, width in _BACK], refused)
    return len(refused)


def _silent(_share: float) -> None:
    return


def _file(connection: Connection, path: Path, received_on: date, told: Told, donor: str) -> _File:
    known = supply.donor_named(connection, donor) if donor.strip() else None
    before = {row.header: _layout(row.layout) for row in kept.layouts(connection, known.id)} if known else {}
    russian = judging.rules_in_force(connection)[1].russian_expiry
    words = catalogue.identifier_and_medicines(connection)
    return _File(path, told, {**before, **told.layouts}, known, russian, received_on, words, shelf.state(connection))


def _layout(text: str) -> Layout:
    said = json.loads(text)
    return Layout(tuple(said["meanings"]), said["dates"])


def _read(file: _File, knows: Knows | None, tell: At) -> StockList:
    country = file.donor.country if file.donor else ""
    return read_stock_list(
        file.path,
        file.told.sheets,
        file.today,
        file.told.dates or None,
        told=file.layouts,
        knows=knows,
        russian=file.russian,
        country=country,
        at=lambda share: tell(_READ * share),
    )


def _checked(act: Act, file: _File, read: StockList, tell: At) -> tuple[str, Understood, Catalogue]:
    """The file's digest, its lines, and the catalogue they were compared with; refuses what came before and what has nothing to take."""
    digest = file.digest(read)
    before = supply.donation_of_file(act.connection, digest)
    if before is not None:
        raise Refusal("file_imported_before", "file", donation=before)
    unchanged = shelf.state(act.connection) == file.state  # nobody did anything while the file was read
    known = file.known if unchanged else catalogue.identifier_and_medicines(act.connection)
    found = understood(act.connection, read, file.told, known, lambda share: tell(_READ + (_NAMED - _READ) * share))
    if not found.units:
        raise Refusal("nothing_to_import", "file", refused=found.report.refused)
    tell(_NAMED)
    return digest, found, known


def _seen(connection: Connection, file: _File, read: StockList, found: Understood, remembered: frozenset[str]) -> Preview:
    digest = file.digest(read)
    before = supply.donation_of_file(connection, digest)
    donor_id = file.donor.id if file.donor else None
    alike = None if before or donor_id is None else kept.donation_with_lots(connection, donor_id, lots_of(found.read, _LOTS))
    drafts = () if donor_id is None else tuple(
        row for row in supply.donations(connection) if row.donor_id == donor_id and row.status == "draft"
    )  # fmt: skip
    return Preview(
        found.report, found.rows, found.units, tuple(dict.fromkeys(row.sheet for row in read.rows)), read.copies, read.ask_dates, found.left_out,
        digest, before, alike, read.tables, read.hidden, remembered & {one.table.key for one in read.tables}, drafts,
    )  # fmt: skip


def _keep_layouts(act: Act, donor_id: int, file: _File, read: StockList) -> None:
    """What somebody said now of columns and dates holds for this donor's next sheet with the same names."""
    told: dict[str, Layout] = {}
    for one in read.tables:
        table = one.table
        if not table.lacking and (table.key in file.told.layouts or (file.told.dates and "expiry" in table.meanings)):
            told[table.key] = Layout(table.meanings, file.told.dates or table.dates)
    for key, layout in told.items():
        said = json.dumps({"meanings": layout.meanings, "dates": layout.dates}, ensure_ascii=False)
        kept.keep_layout(act.connection, donor_id, key, said, act.entered_at, act.by.user_id)
    if told:
        act.after |= {"layouts": len(told)}
