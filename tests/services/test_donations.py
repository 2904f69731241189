"""Donations: every line of a sender's sheet arrives as it stands there, or is refused with its row; half a donation never is there."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import donations, identity, medicine_search, safekeeping, setup, sheets, stock
from pharmacy_app.services.donation_files import Imported
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.services.stock import StockLine
from tests.support.desks import TODAY, Worker
from tests.support.pharmacies import Writer

SHEETS = ("SALLE 1", "SALLE 2", "SALLE 5", "1ERE SALLE EN BAS", "Expiration proche et perimes")
HEADER = "description,lot,expiry,quantity\n"
GOOD = HEADER + "Losartan 50 mg tablet,A1,08/2027,120\nCaja azul,B2,08/2027,30\n"


def sheet(folder: Path, content: str = GOOD, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def bring(worker: Worker, path: Path, dry_run: bool = False, **more: object) -> Imported:
    asked = {"donor": "Amigos", "country": "CL", "received_on": TODAY, **more}
    if dry_run:
        return sheets.tried(worker.desk, path, **asked)  # type: ignore[arg-type]
    return sheets.receive(worker.desk, worker.by(), path, **{"exception": "hace falta", **asked})  # type: ignore[arg-type]


def rows(worker: Worker) -> dict[str, int]:
    with worker.desk.read() as connection:
        names = ("donors", "donations", "donation_lines", "products", "batches", "stock_movements", "audit")
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def by_lot(worker: Worker) -> dict[str, StockLine]:
    return {line.batch.lot: line for line in stock.list_stock(worker.desk)}


def test_the_five_real_sheets_arrive_whole(worker: Worker, shared: Path) -> None:
    folder = shared / "openboxes-stock-lists"
    found = bring(worker, folder / "zl_inventory_dev_sheets.xls", told=sheets.Told(SHEETS), received_on=date(2013, 10, 1))
    with (folder / "zl_inventory_dev_expected.csv").open(encoding="utf-8") as file:
        expected = [(r["code"], r["description"], r["lot"], r["expiry_iso"], int(r["quantity"])) for r in csv.DictReader(file)]
    lines = stock.list_stock(worker.desk)
    got = [(b.code, b.description, b.lot, b.expiry.isoformat() if b.expiry else "", b.on_hand) for b in (line.batch for line in lines)]
    assert len(got) == found.report.read == 212
    assert sorted(got) == sorted(expected)
    undated = [line for line in lines if line.batch.expiry is None]
    assert [line.batch.status for line in undated] == ["quarantine"] * 8
    (doubtful,) = [line for line in lines if "date_cell_among_text" in line.batch.reason]
    assert (doubtful.batch.status, doubtful.batch.expiry) == ("quarantine", date(2013, 11, 15))
    assert safekeeping.check(worker.desk).faults == ()
    with pytest.raises(Refusal, match="file_imported_before"):
        bring(worker, folder / "zl_inventory_dev_sheets.xls", told=sheets.Told(SHEETS), received_on=date(2013, 10, 1))
    assert len(stock.list_stock(worker.desk)) == 212


def test_a_box_that_nobody_knows_waits_until_somebody_says_what_it_is(worker: Worker, tmp_path: Path) -> None:
    found = bring(worker, sheet(tmp_path))
    assert [(row.status, row.reason) for row in found.report.rows] == [("new", ""), ("doubtful", "medicine_unknown")]
    unknown = by_lot(worker)["B2"]
    assert (unknown.batch.on_hand, unknown.batch.medicine_id, unknown.free) == (30, None, 0)
    assert not unknown.standing.usable
    (losartan, *_) = medicine_search.search_medicines(worker.desk, "losartan 50 mg tablet")
    assert identity.say(worker.desk, worker.by(), unknown.batch.product_id, losartan.medicine.id) == "told"
    assert (by_lot(worker)["B2"].free, by_lot(worker)["B2"].standing.code) == (0, "unconfirmed")
    rosa = setup.add_user(worker.desk, worker.by(), "Rosa M.")
    identity.confirm(worker.desk, worker.desk.by(rosa), unknown.batch.product_id, losartan.medicine.id)
    assert by_lot(worker)["B2"].free == 30
    again = bring(worker, sheet(tmp_path, HEADER + "CAJA  azul,B3,08/2027,5\n", "next.csv"))
    assert again.report.new == 1  # these words are known from now on
    assert by_lot(worker)["B3"].free == 5


def test_the_same_file_twice_is_received_once(worker: Worker, tmp_path: Path) -> None:
    first = bring(worker, sheet(tmp_path))
    before = rows(worker)
    with pytest.raises(Refusal) as caught:
        bring(worker, sheet(tmp_path, name="renamed.csv"))
    assert (caught.value.code, caught.value.data) == ("file_imported_before", {"donation": first.donation_id})
    assert rows(worker) == before


def test_a_new_donor_needs_a_country(worker: Worker, tmp_path: Path) -> None:
    before = rows(worker)
    for country, code in (("", "donor_needs_country"), ("Chile", "country_unknown"), ("Ç1", "country_unknown")):
        with pytest.raises(Refusal, match=code):
            bring(worker, sheet(tmp_path), country=country)
    assert rows(worker) == before
    assert bring(worker, sheet(tmp_path), donor="Amici", country="it").donor_is_new
    assert [(d.name, d.country, d.language) for d in donations.donors(worker.desk)] == [("Amici", "IT", "it")]
    second = bring(worker, sheet(tmp_path, GOOD.replace("A1", "A9"), "second.csv"), donor="  AMICI ", country="")
    assert not second.donor_is_new


@pytest.mark.parametrize(
    ("day", "code"),
    [(TODAY + timedelta(days=1), "received_in_future"), (date(1999, 12, 31), "received_long_ago"), (date(1900, 1, 1), "received_long_ago")],
)
def test_a_day_that_cannot_be_is_refused(worker: Worker, tmp_path: Path, day: date, code: str) -> None:
    before = rows(worker)
    for dry_run in (True, False):
        with pytest.raises(Refusal, match=code):
            bring(worker, sheet(tmp_path), received_on=day, dry_run=dry_run)
    assert rows(worker) == before


@pytest.mark.parametrize("quantity", ["-5", "0", "1.5", "99999999999", "muchas", ""])
def test_a_quantity_that_cannot_be_is_refused_with_its_row(worker: Worker, tmp_path: Path, quantity: str) -> None:
    found = bring(worker, sheet(tmp_path, GOOD + f'Losartan 50 mg tablet,C3,08/2027,"{quantity}"\n'))
    assert [(row.row, row.status) for row in found.report.rows][2:] == [(4, "refused")]
    assert found.report.rows[2].reason
    assert set(by_lot(worker)) == {"A1", "B2"}


def test_nothing_but_refused_rows_is_no_donation(worker: Worker, tmp_path: Path) -> None:
    before = rows(worker)
    with pytest.raises(Refusal, match="nothing_to_import"):
        bring(worker, sheet(tmp_path, HEADER + "Losartan 50 mg tablet,C3,08/2027,-1\n"))
    assert rows(worker) == before


def test_trying_out_writes_nothing(worker: Worker, tmp_path: Path) -> None:
    before = rows(worker)
    tried = bring(worker, sheet(tmp_path), dry_run=True)
    assert rows(worker) == before
    assert tried.report.dry_run
    done = bring(worker, sheet(tmp_path))
    assert (tried.report.read, tried.report.rows) == (done.report.read, done.report.rows)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (NewLine("", 5), "line_without_description"),
        (NewLine("Losartan", 0), "quantity_negative"),
        (NewLine("Losartan", -1), "quantity_negative"),
        (NewLine("Losartan", 10_000_001), "quantity_too_large"),
        (NewLine("Losartan", 5, expiry=date(1900, 1, 1), expiry_raw="1900"), "expiry_implausible"),
    ],
)
def test_a_typed_line_that_cannot_be_leaves_the_draft_alone(worker: Worker, line: NewLine, code: str) -> None:
    donor = donations.add_donor(worker.desk, worker.by(), "Amigos", "CL")
    draft = donations.open_draft(worker.desk, worker.by(), donor, TODAY)
    before = rows(worker)
    with pytest.raises(Refusal, match=code):
        donations.add_lines(worker.desk, worker.by(), draft, [NewLine("Bueno", 1), line])
    assert rows(worker) == before


def test_a_received_donation_stays(worker: Worker) -> None:
    donor = donations.add_donor(worker.desk, worker.by(), "Amigos", "CL")
    draft = donations.open_draft(worker.desk, worker.by(), donor, TODAY)
    with pytest.raises(Refusal, match="donation_empty"):
        donations.receive(worker.desk, worker.by(), draft)
    donations.add_lines(worker.desk, worker.by(), draft, [NewLine("Losartan 50 mg", 10, "X", date(2027, 8, 31)), NewLine("Caja", 3)])
    got = donations.receive(worker.desk, worker.by(), draft)
    assert (got.batches, got.units, got.quarantined) == (2, 13, 1)
    before = rows(worker)
    for again in (donations.receive, donations.discard):
        with pytest.raises(Refusal, match="donation_fixed"):
            again(worker.desk, worker.by(), draft)
    with pytest.raises(Refusal, match="donation_fixed"):
        donations.add_lines(worker.desk, worker.by(), draft, [NewLine("Más", 1)])
    assert rows(worker) == before


def test_what_nobody_identified_cannot_be_promised_by_any_way(worker: Worker, tmp_path: Path) -> None:
    bring(worker, sheet(tmp_path))
    unknown = by_lot(worker)["B2"].batch.id
    with pytest.raises(Refusal, match="not_dispensable"), worker.desk.act(worker.by(), "test.promise") as act:
        Writer(act).promise(1, unknown, 1, status="reserved", reserved_on=TODAY)
