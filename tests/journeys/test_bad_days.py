"""Days on which something happens: a blackout, a recall while the bags are out, a box that expires while it waits, nobody at home."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import donations, matching, rounds, stock
from pharmacy_app.services.donations import NewLine
from tests.journeys.conftest import DAY
from tests.journeys.forms import write
from tests.journeys.test_the_chain import by_patient, fill
from tests.support.commands import Pharmacy
from tests.support.desks import TODAY

TUESDAY = TODAY + timedelta(days=1)


def test_after_a_blackout_the_day_before_is_typed_in(pharmacy: Pharmacy, tmp_path: Path) -> None:
    fill(pharmacy, tmp_path)
    pharmacy("match", "--from", DAY, "--days", "14", "--confirm")
    number = pharmacy("round", "plan", "--date", DAY)["round"]
    with pharmacy.worker(TUESDAY) as one:
        donor = donations.donors(one.desk)[0].id
        draft = donations.open_draft(one.desk, one.by(TODAY), donor, TODAY)
        donations.add_lines(one.desk, one.by(TODAY), draft, [NewLine("Losartan 50 mg", 30, "BLACK-1", date(2028, 1, 31))])
        donations.receive(one.desk, one.by(TODAY), draft)
        rounds.close(one.desk, one.by(TODAY), number, {}, rounds.Answer(rounds.DELIVERED))
        with one.desk.read() as connection:
            acts = connection.exec_driver_sql("SELECT verb, occurred_on, entered_at FROM audit ORDER BY id").all()
    typed = {verb: (str(occurred)[:10], str(entered)[:10]) for verb, occurred, entered in acts}
    assert typed["round.close"] == typed["donation.receive"] == (DAY, TUESDAY.isoformat())
    doors = pharmacy("trace", "--lot", "LOS-OLD")["batches"][0]["doors"]
    assert {door["on"] for door in doors} == {DAY}
    assert pharmacy("trace", "--lot", "BLACK-1")["batches"][0]["received"] == DAY
    assert pharmacy("check")["sound"]


def test_a_recall_while_the_bags_are_out(pharmacy: Pharmacy, tmp_path: Path) -> None:
    fill(pharmacy, tmp_path)
    pharmacy("match", "--from", DAY, "--days", "14", "--confirm")
    planned = pharmacy("round", "plan", "--date", DAY)
    with pharmacy.worker(TODAY) as one:
        rounds.send_out(one.desk, one.by(), planned["round"])
        recalled = next(line.batch.id for line in stock.list_stock(one.desk) if line.batch.lot == "LOS-OLD")
        stock.set_aside(one.desk, one.by(), recalled, "recalled", "aviso del fabricante")
    assert pharmacy.refused("round", "slips", planned["round"], "--out", tmp_path / "s.pdf") == "lot_not_usable"
    assert pharmacy.refused("round", "close", planned["round"], "--all-delivered") == "lot_not_usable"
    with pharmacy.worker(TODAY) as one:
        answers = {
            stop.code: rounds.Answer(rounds.NOBODY)
            for stop in rounds.view(one.desk, planned["round"]).stops
            if any(bag.lot == "LOS-OLD" for bag in rounds.view(one.desk, planned["round"]).bags[stop.slip_id])
        }
        closed = rounds.close(one.desk, one.by(), planned["round"], answers, rounds.Answer(rounds.DELIVERED))
    assert (closed.delivered, closed.returned) == (28, 42)
    (lot,) = pharmacy("trace", "--lot", "LOS-OLD")["batches"]
    assert (lot["on_hand"], lot["reserved"], lot["doors"]) == (60, 0, [])
    again = by_patient(pharmacy("match", "--from", DAY, "--days", "14", "--confirm"))
    assert {share["lot"] for code in ("P-1", "P-3") for share in again[code]["allocations"]} == {"LOS-NEW"}
    assert pharmacy("check")["sound"]


def test_a_recall_before_the_bags_leave_takes_them_from_the_round(pharmacy: Pharmacy, tmp_path: Path) -> None:
    fill(pharmacy, tmp_path)
    pharmacy("match", "--from", DAY, "--days", "14", "--confirm")
    planned = pharmacy("round", "plan", "--date", DAY)
    with pharmacy.worker(TODAY) as one:
        recalled = next(line.batch.id for line in stock.list_stock(one.desk) if line.batch.lot == "LOS-OLD")
        assert stock.set_aside(one.desk, one.by(), recalled, "recalled", "aviso del fabricante") == 2
    closed = pharmacy("round", "close", planned["round"], "--all-delivered")
    assert closed["delivered"] == 28
    assert pharmacy("trace", "--lot", "LOS-OLD")["batches"][0]["doors"] == []


def test_what_expires_while_it_waits_is_not_handed_out(pharmacy: Pharmacy, tmp_path: Path) -> None:
    box = "description,lot,expiry,quantity\nLosartan 50 mg tablets,SHORT,2026-11-30,60\nLosartan 50 mg tablets,LONG,2028-11-30,60\n"
    pharmacy("import", "donation", write(tmp_path, "donation", box), "--donor", "A", "--country", "IT", "--received", "2026-11-20")
    pharmacy("import", "census", write(tmp_path, "census"))
    pharmacy("import", "prescriptions", write(tmp_path, "prescriptions"))
    with pharmacy.worker(TODAY) as one:
        for line in stock.list_stock(one.desk):
            if line.batch.status != "available":
                stock.put_back(one.desk, one.by(), line.batch.id, note="hace falta")
    matched = by_patient(pharmacy("match", "--from", DAY, "--days", "14", "--confirm"))
    assert all(share["last_day"] <= share["expiry"] for item in matched.values() for share in item["allocations"])
    assert any(share["lot"] == "SHORT" for item in matched.values() for share in item["allocations"])
    december = date(2026, 12, 1)
    pharmacy.options = ("--today", december.isoformat())
    planned = pharmacy("round", "plan", "--date", december.isoformat())
    pharmacy("round", "close", planned["round"], "--all-delivered")
    assert pharmacy("trace", "--lot", "SHORT")["batches"][0]["doors"] == []
    assert pharmacy("trace", "--lot", "LONG")["batches"][0]["doors"]
    assert {batch["lot"]: batch["status"] for batch in pharmacy("stock")["batches"]}["SHORT"] == "expired"
    assert pharmacy("check")["sound"]


def test_a_proposal_does_not_outlive_what_it_was_made_of(pharmacy: Pharmacy, tmp_path: Path) -> None:
    fill(pharmacy, tmp_path)
    run = pharmacy("match", "--from", DAY, "--days", "14")["run"]
    with pharmacy.worker(TODAY) as one:
        gone = next(line.batch.id for line in stock.list_stock(one.desk) if line.batch.lot == "LOS-OLD")
        stock.move(one.desk, one.by(), gone, "damage", 60, "se mojó la caja")
        with pytest.raises(Refusal, match="stock_moved"):
            matching.confirm(one.desk, one.by(), run)
    assert all(batch["reserved"] == 0 for batch in pharmacy("stock")["batches"])
