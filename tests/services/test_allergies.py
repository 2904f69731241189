"""What an allergy is checked against is said before it is saved, and it is what the check of a prescription then asks about."""

from __future__ import annotations

import pytest

from pharmacy_app.services import allergies
from pharmacy_app.services.prescriptions import ItemFilter
from pharmacy_app.system.language import language
from pharmacy_app.wording.people import allergies_understood
from tests.support import reading
from tests.support.desks import Worker
from tests.support.week import Week


def test_several_stand_in_one_line() -> None:
    assert allergies.listed(" penicilina, sulfa; aspirina y yodo e ibuprofeno,, ") == (
        "penicilina",
        "sulfa",
        "aspirina",
        "yodo",
        "ibuprofeno",
    )
    assert allergies.listed("mayonesa") == ("mayonesa",)


def test_what_is_checked_and_what_is_only_kept(worker: Worker) -> None:
    found = allergies.understood(worker.desk, ("Alergia a la penicilina", "losartan", "J01C", "mariscos", "", "losartan"))
    by_word = {one.told: one for one in found}
    assert list(by_word) == ["Alergia a la penicilina", "losartan", "J01C", "mariscos"]
    assert by_word["Alergia a la penicilina"].groups == ("J01C",) == by_word["J01C"].groups
    assert by_word["Alergia a la penicilina"].touched == by_word["J01C"].touched > 3
    assert by_word["losartan"].ingredient is not None and by_word["losartan"].ingredient.inn == "losartan"
    assert (by_word["mariscos"].touched, by_word["mariscos"].ingredient, by_word["mariscos"].groups) == (0, None, ())
    said = allergies_understood(language("es"), found)
    assert said.startswith("= Alergia a la penicilina (J01C): ") and "losartán: " in said and said.count("«mariscos»") == 1
    assert allergies_understood(language("es"), ()) == ""


@pytest.mark.parametrize(
    ("told", "medicine"),
    [("penicilina", "amoxicillin 500 mg capsule"), ("losartán", "losartan 50 mg tablet"), ("C09C", "losartan 50 mg tablet")],
)
def test_what_is_said_to_touch_a_medicine_waits_for_a_doctor(worker: Worker, told: str, medicine: str) -> None:
    (meaning,) = allergies.understood(worker.desk, (told,))
    assert meaning.touched
    item = Week(worker).person("Ana Díaz", medicine=medicine, allergies=(told,))
    waiting = reading.items(worker.desk, ItemFilter(statuses=("waiting",)))
    assert [one.id for one in waiting] == [item] and "allergy" in waiting[0].reason.split(";")
