"""The issue's chain by command: a donor's box, a batch, a prescription, a match, a slip, a door, a donor report, and back again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import DAY
from tests.journeys.forms import BOX, SECRETS, write
from tests.support.commands import Pharmacy
from tests.support.pdf import all_text


def fill(pharmacy: Pharmacy, folder: Path) -> None:
    """The box, the census and the prescriptions, as their files."""
    pharmacy("import", "donation", write(folder, "donation"), *BOX)
    pharmacy("import", "census", write(folder, "census"))
    pharmacy("import", "prescriptions", write(folder, "prescriptions"))


def by_patient(matched: Any) -> dict[str, Any]:
    return {item["patient_code"]: item for item in matched["items"]}


def test_from_the_box_to_the_door_and_back(pharmacy: Pharmacy, tmp_path: Path) -> None:
    made = pharmacy("import", "donation", write(tmp_path, "donation"), *BOX)
    assert (made["read"], made["new"], made["doubtful"], made["refused"], made["donor_new"]) == (3, 3, 0, 0, True)
    assert pharmacy("import", "census", write(tmp_path, "census"))["read"] == 3
    prescribed = pharmacy("import", "prescriptions", write(tmp_path, "prescriptions"))
    assert (prescribed["read"], prescribed["new"], prescribed["refused"]) == (3, 3, 0)

    matched = pharmacy("match", "--from", DAY, "--days", "14", "--confirm")
    assert matched["status"] == "confirmed"
    granted = by_patient(matched)
    assert {code: (item["inn"], item["units_granted"]) for code, item in granted.items()} == {
        "P-1": ("losartan", 28), "P-2": ("metformin", 28), "P-3": ("losartan", 14),
    }  # fmt: skip
    for item in granted.values():
        assert sum(share["units"] for share in item["allocations"]) == item["units_granted"]
        assert all(share["last_day"] <= share["expiry"] for share in item["allocations"])
    assert {share["lot"] for code in ("P-1", "P-3") for share in granted[code]["allocations"]} == {"LOS-OLD"}, (
        "what expires first goes first"
    )
    assert {batch["lot"]: batch["reserved"] for batch in pharmacy("stock")["batches"]} == {"LOS-OLD": 42, "LOS-NEW": 0, "MET-1": 28}

    planned = pharmacy("round", "plan", "--date", DAY)
    assert planned["stops"] == 2, "two people live in one house"
    number, slips, sheet, report = planned["round"], tmp_path / "slips.pdf", tmp_path / "sheet.pdf", tmp_path / "report.pdf"
    pharmacy("round", "slips", number, "--out", slips)
    pharmacy("round", "sheet", number, "--out", sheet)
    printed = all_text(slips.read_bytes())
    for words in ("Ana", "Luis", "Rosa", "Losartán", "Metformina", "LOS-OLD"):
        assert words in printed
    assert "Casa 9" in all_text(sheet.read_bytes())
    closed = pharmacy("round", "close", number, "--all-delivered")
    assert (closed["out"], closed["delivered"], closed["returned"], closed["lost"]) == (70, 70, 0, 0)
    assert pharmacy.refused("round", "close", number, "--all-delivered") == "round_closed"
    assert (
        pharmacy("round", "reopen", number, "--why", "se anotó mal")["units"] == 70
    )  # and all that follows is as if it had been closed once
    assert pharmacy.refused("round", "reopen", number, "--why", "otra vez") == "round_not_closed"
    assert pharmacy("round", "close", number, "--all-delivered")["delivered"] == 70

    (lot,) = pharmacy("trace", "--lot", "LOS-OLD")["batches"]
    assert (lot["donor"], lot["on_hand"]) == ("Amici della Collina", 18)
    assert sorted((door["patient_code"], door["units"]) for door in lot["doors"]) == [("P-1", 28), ("P-3", 14)]
    assert sum(movement["units"] for movement in lot["movements"]) == 18
    forward = pharmacy("trace", "--donation", lot["donation"])["batches"]
    assert {batch["lot"] for batch in forward} == {"LOS-OLD", "LOS-NEW", "MET-1"}

    pharmacy("report", "donor", "--donor", "amici della collina", "--language", "it", "--out", report)
    told = all_text(report.read_bytes())
    assert "Amici della Collina" in told
    assert "70" in told
    assert [word for word in SECRETS if word in told] == []
    assert pharmacy("check")["sound"]


@pytest.mark.parametrize("code", ["es", "en", "it", "ru"])
def test_a_report_in_each_language_names_nobody(pharmacy: Pharmacy, tmp_path: Path, code: str) -> None:
    fill(pharmacy, tmp_path)
    pharmacy("match", "--from", DAY, "--days", "14", "--confirm")
    pharmacy("round", "close", pharmacy("round", "plan", "--date", DAY)["round"], "--all-delivered")
    pharmacy("report", "donor", "--donor", "Amici della Collina", "--language", code, "--out", tmp_path / "r.pdf")
    told = all_text((tmp_path / "r.pdf").read_bytes())
    assert [word for word in SECRETS if word in told] == []


def test_what_comes_back_goes_out_again(pharmacy: Pharmacy, tmp_path: Path) -> None:
    fill(pharmacy, tmp_path)
    pharmacy("match", "--from", DAY, "--days", "14", "--confirm")
    planned = pharmacy("round", "plan", "--date", DAY)
    with pharmacy.worker() as one, one.desk.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT slips.code, patients.code FROM slips JOIN patients ON patients.id = slips.patient_id ORDER BY patients.code"
        ).all()
    (first, _), (second, _), (third, _) = rows

    def results(text: str) -> Path:
        path = tmp_path / "results.csv"
        path.write_text(text, encoding="utf-8")
        return path

    close = ("round", "close", planned["round"], "--results")
    assert pharmacy.refused(*close, results("a,b\n1,2\n")) == "results_without_columns"
    assert pharmacy.refused(*close, results("")) == "results_without_columns"
    assert pharmacy.refused(*close, results("code,result\nZZZ,delivered\n")) == "slip_unknown"
    assert pharmacy.refused(*close, results(f"code,result\n{first},stolen\n")) == "result_unknown"
    assert pharmacy.refused(*close, results(f"code,result\n{first},delivered\n")) == "slips_without_result"
    assert pharmacy.refused(*close, tmp_path / "gone.csv") == "file_missing"
    told = f"code,result,received_by,note\n{first},delivered,her daughter,\n{second},nobody_home,,\n{third},refused,,\n"
    closed = pharmacy(*close, results(told))
    assert (closed["out"], closed["delivered"], closed["returned"]) == (70, 28, 42)
    assert {batch["lot"]: (batch["on_hand"], batch["reserved"]) for batch in pharmacy("stock")["batches"]} == {
        "LOS-OLD": (32, 0), "LOS-NEW": (120, 0), "MET-1": (200, 28),
    }  # fmt: skip

    again = pharmacy("round", "plan", "--date", "2026-11-24")
    assert again["stops"] == 1, "who was not at home is on the next round; who refused is not"
    pharmacy("round", "close", again["round"], "--all-delivered")
    assert [door["patient_code"] for door in pharmacy("trace", "--lot", "MET-1")["batches"][0]["doors"]] == ["P-2"]
    assert pharmacy("check")["sound"]


def test_a_list_by_command_is_an_exception_of_whoever_runs_it_unless_the_rules_are_to_decide(pharmacy: Pharmacy, tmp_path: Path) -> None:
    header = "description,lot,expiry,quantity\n"
    first = write(tmp_path, "donation", header + "Losartan 50 mg tablet,S1,31/12/2026,60\n")
    made = pharmacy("import", "donation", first, *BOX)
    assert (made["units"], made["set_aside"], made["exceptions"]) == (60, 0, 1)
    second = write(tmp_path, "donation", header + "Losartan 50 mg tablet,S2,31/12/2026,40\n")
    made = pharmacy("import", "donation", second, *BOX, "--by-rules")
    assert (made["units"], made["set_aside"], made["exceptions"]) == (40, 40, 0)
    found = {batch["lot"]: (batch["status"], batch["reason"]) for batch in pharmacy("stock")["batches"]}
    assert found == {"S1": ("available", ""), "S2": ("quarantine", "short_life_surplus")}
