"""Medicines found while somebody types, in a pharmacy: slips of the finger, and a catalogue that changes meanwhile."""

from __future__ import annotations

from pharmacy_app.services import catalogue, finding, medicine_search
from pharmacy_app.services.catalogue import NewMedicine
from tests.support.desks import Worker


def substances(worker: Worker, words: str) -> list[str]:
    return [choice.medicine.inn for choice in medicine_search.search_medicines(worker.desk, words)]


def test_a_slip_of_the_finger_finds_it_all_the_same(worker: Worker) -> None:
    for typed in ("losratan", "losaratn", "losrtan", "lozartan", "losarttan"):
        assert substances(worker, typed)[0] == "losartan"
    assert "metformin" in substances(worker, "меtформин") + substances(worker, "метфромин")
    assert any(found.kind == "medicine" and found.subtitle == "losartan" for found in finding.find(worker.desk, "losratan"))


def test_what_is_added_meanwhile_is_found_at_once(worker: Worker) -> None:
    assert "zzyzxamina" not in substances(worker, "zzyzxamina")
    catalogue.add_medicine(worker.desk, worker.by(), NewMedicine("zzyzxamina", "5 mg", "tablet", "tablet"))
    assert substances(worker, "zzyzxa") == ["zzyzxamina"] == substances(worker, "zzyzxmaina")
