"""What is in a box, by command: one person says it, another one confirms it, and only then it is handed out."""

from __future__ import annotations

from pathlib import Path

from pharmacy_app.services import setup
from tests.support.commands import Pharmacy


def test_two_people_are_needed(pharmacy: Pharmacy, tmp_path: Path) -> None:
    sheet = tmp_path / "lista.csv"
    sheet.write_text("descripción,lote,vence,cantidad\nCaja azul,B1,31/08/2028,30\n", encoding="utf-8")
    pharmacy("import", "donation", sheet, "--donor", "Quillay", "--country", "CL", "--received", "2026-11-20")
    (batch,) = pharmacy("stock")["batches"]
    assert (batch["identity"], batch["inn"]) == ("unknown", None)
    with pharmacy.worker() as one:
        first = setup.users(one.desk)[0].name
        setup.add_user(one.desk, one.by(), "Rosa M.")
    words = ("--medicine", "losartan 50 mg tablet", "--as")
    assert pharmacy.refused("box", "say", batch["id"], "--medicine", "losartan", "--as", first) == "medicine_not_exact"
    assert pharmacy.refused("box", "say", batch["id"], *words, "Nadie") == "user_unknown"
    said = pharmacy("box", "say", batch["id"], *words, first)
    assert (said["identity"], said["inn"], said["said_by"]) == ("told", "losartan", first)
    (waits,) = pharmacy("box", "list")["waiting"]
    assert (waits["batch"], waits["units"], waits["said_by"]) == (batch["id"], 30, first)
    assert pharmacy("stock")["batches"][0]["status"] == "unconfirmed"
    assert pharmacy.refused("box", "confirm", batch["id"], "--as", first) == "second_person"
    assert pharmacy("box", "confirm", batch["id"], "--as", "rosa m.")["identity"] == "known"
    assert pharmacy("stock")["batches"][0]["status"] == "available"
    assert pharmacy("box", "list")["waiting"] == []
    assert pharmacy("box", "withdraw", batch["id"], "--as", first)["identity"] == "unknown"
    assert pharmacy("stock")["batches"][0]["status"] == "unidentified"
