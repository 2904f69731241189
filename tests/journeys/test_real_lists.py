"""Lists nobody here wrote: a real warehouse's inventory, and the people and medicines of Synthea, by command and on paper."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pharmacy_app.services import identity, setup, stock
from tests.journeys.conftest import DAY
from tests.support.commands import Pharmacy
from tests.support.desks import TODAY
from tests.support.pdf import all_text

SHEETS = ("SALLE 1", "SALLE 2", "SALLE 5", "1ERE SALLE EN BAS", "Expiration proche et perimes")


def test_the_inventory_of_a_warehouse(pharmacy: Pharmacy, shared: Path, tmp_path: Path) -> None:
    folder = shared / "openboxes-stock-lists"
    chosen = [word for sheet in SHEETS for word in ("--sheet", sheet)]
    sender = ("--donor", "Zanmi", "--country", "HT", "--received", "2012-06-01")
    made = pharmacy("import", "donation", folder / "zl_inventory_dev_sheets.xls", *sender, *chosen)
    assert (made["read"], made["refused"]) == (212, 0)

    with (folder / "zl_inventory_dev_expected.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    batches = pharmacy("stock")["batches"]
    expected = Counter((row["code"], row["description"], row["lot"], row["expiry_iso"] or None, int(row["quantity"])) for row in rows)
    assert Counter((b["code"], b["description"], b["lot"], b["expiry"], b["on_hand"]) for b in batches) == expected
    assert sum(b["expiry"] is None for b in batches) == 8
    assert all(b["status"] == "quarantine" for b in batches if b["expiry"] is None)
    doubted = [row for row in made["rows"] if "date_cell_among_text" in row["reason"]]
    assert len(doubted) == 1
    assert all(b["status"] != "available" for b in batches if b["inn"] is None)
    assert pharmacy("stock", "--donor", "zanmi")["batches"] == batches
    assert pharmacy("check")["sound"]


def _miconazole(pharmacy: Pharmacy, folder: Path) -> None:
    path = folder / "box.csv"
    path.write_text("description,lot,expiry,quantity\nComprimés pour la tension du docteur,T-1,2028-05-31,90\n", encoding="utf-8")
    pharmacy("import", "donation", path, "--donor", "Zanmi", "--country", "HT", "--received", DAY)


def test_what_nobody_has_identified_waits_until_somebody_says_what_it_is(pharmacy: Pharmacy, tmp_path: Path) -> None:
    _miconazole(pharmacy, tmp_path)
    people = tmp_path / "census.csv"
    people.write_text(
        "council,sector,house,patient_code,name,birth_date\nEl Valle,Alto,Casa 1,P-1,Ana Rojas,1950-01-01\n", encoding="utf-8"
    )
    pharmacy("import", "census", people)
    prescribed = tmp_path / "prescriptions.csv"
    prescribed.write_text(
        "patient_code,doctor,date,inn,strength,form,directions,units_per_day,days,chronic\n"
        "P-1,Dra. Gil,2026-11-20,losartan,50 mg,tablet,1 tableta al día por 30 días,1,30,\n",
        encoding="utf-8",
    )
    pharmacy("import", "prescriptions", prescribed)
    words = ("match", "--from", DAY, "--days", "7", "--confirm")
    (before,) = pharmacy(*words)["items"]
    assert (before["units_granted"], before["allocations"]) == (0, [])

    with pharmacy.worker(TODAY) as one:
        (line,) = stock.list_stock(one.desk)
        assert not line.standing.usable
        with one.desk.read() as connection:
            medicine = connection.exec_driver_sql(
                "SELECT id FROM medicines WHERE inn = 'losartan' AND strength = '50 mg' AND form = 'tablet'"
            ).scalar_one()
        identity.say(one.desk, one.by(), line.batch.product_id, medicine)
        second = setup.add_user(one.desk, one.by(), "Rosa M.")
        identity.confirm(one.desk, one.desk.by(second), line.batch.product_id, medicine)
        if line.batch.status != "available":
            stock.put_back(one.desk, one.by(), line.batch.id, note="visto")
    made = pharmacy(*words)
    assert made["status"] == "confirmed"
    assert [share["lot"] for share in made["items"][0]["allocations"]] == ["T-1"]
    assert made["items"][0]["units_granted"] == 7


@pytest.fixture
def synthea(pharmacy: Pharmacy, shared: Path) -> Pharmacy:
    folder = shared / "synthea-sample"
    census = pharmacy("import", "census", folder / "patients.csv")
    prescribed = pharmacy("import", "prescriptions", folder / "medications.csv")
    assert census["read"] == 115
    for made in (census, prescribed):
        assert made["read"] >= made["new"] + made["doubtful"] + made["refused"]
        assert all(row["reason"] for row in made["rows"] if row["status"] != "new")
    return pharmacy


def _plain(name: str) -> str:
    """Synthea numbers its names (`Kessler503`); the census leaves the number out."""
    return name.rstrip("0123456789")


def test_synthea_from_census_to_report(synthea: Pharmacy, shared: Path, tmp_path: Path) -> None:
    with (shared / "synthea-sample" / "patients.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    with (shared / "synthea-sample" / "medications.csv").open(encoding="utf-8") as file:
        current = sorted({row["DESCRIPTION"] for row in csv.DictReader(file) if not row["STOP"]})
    box = tmp_path / "box.csv"
    with box.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["description", "lot", "expiry", "quantity"])
        writer.writerows([name, f"SY-{place}", "2028-06-30", 600] for place, name in enumerate(current))
    received = synthea("import", "donation", box, "--donor", "Synthea Friends", "--country", "US", "--received", DAY)
    assert received["read"] == len(current)

    matched = synthea("match", "--from", DAY, "--days", "28", "--confirm")
    served = {item["patient_code"] for item in matched["items"] if item["units_granted"]}
    assert matched["status"] == "confirmed"
    assert len(served) > 20
    lots = {batch["lot"]: batch for batch in synthea("stock")["batches"]}
    for item in matched["items"]:
        assert all(lots[share["lot"]]["inn"] == item["inn"] for share in item["allocations"])

    number = synthea("round", "plan", "--date", DAY)["round"]
    slips, report = tmp_path / "slips.pdf", tmp_path / "report.pdf"
    synthea("round", "slips", number, "--out", slips)
    closed = synthea("round", "close", number, "--all-delivered")
    assert closed["delivered"] == sum(item["units_granted"] for item in matched["items"])
    synthea("report", "donor", "--donor", "Synthea Friends", "--language", "en", "--out", report)

    printed, told = all_text(slips.read_bytes()), all_text(report.read_bytes())
    on_slips = {row["Id"] for row in people if _plain(row["LAST"]) in printed and _plain(row["FIRST"]) in printed}
    assert len(on_slips) >= len(served)
    private = {row[column] for row in people for column in ("Id", "SSN", "LAST", "FIRST", "ADDRESS")}
    assert [word for word in private if word in told] == []
    names = {_plain(row[column]) for row in people for column in ("LAST", "FIRST")}
    assert names & set(re.findall(r"[^\W\d_]+", told)) == set()
    assert [code for code in served if code in told] == []
    assert synthea("check")["sound"]
