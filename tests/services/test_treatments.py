"""A treatment is one line, however often it was extended and whatever became of its dose."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import prescriptions
from pharmacy_app.services.prescriptions import ItemFilter, Treatment
from pharmacy_app.system.language import Language, language
from pharmacy_app.wording.treatments import line, title
from tests.services.test_prescriptions import one, order, person, write
from tests.support import reading
from tests.support.desks import TODAY, Worker

MARCH = date(2026, 3, 2)


def said(language: Language, told: Treatment) -> str:
    item = told.item
    name = title(language, item.inn or "", item.name_es or "", item.strength or "", item.form or "")
    return line(language, name, told.since, told.steps, len(told.extensions)).replace("\u00a0", " ")


def test_a_treatment_reads_as_one_line(worker: Worker) -> None:
    patient = person(worker)
    (old,) = write(worker, patient, order(worker, "losartan 50 mg tablet", "1 tableta diaria", chronic=True), day=MARCH)
    prescriptions.extend(worker.desk, worker.by(), [old.id], 90, "Dra. Luz Gil", date(2026, 6, 1))
    assert one(worker, old.id).review_on == TODAY + timedelta(days=89 + 90)  # 90 days from the day it was typed in, and 90 more
    done = prescriptions.change_dose(worker.desk, worker.by(), old.id, "Dr. Luis Paz", date(2026, 9, 7), "1 tableta cada 12 horas")
    assert done.waiting == 0
    new = done.items[0][0]
    for day in (date(2026, 10, 5), date(2026, 11, 2)):
        prescriptions.extend(worker.desk, worker.by(), [new], 30, "Dra. Luz Gil", day)
    (told,) = prescriptions.treatments(worker.desk, patient)
    assert (told.item.id, told.since, told.item.chronic) == (new, MARCH, True)
    assert [(step.since, step.a_day) for step in told.steps] == [(MARCH, Fraction(1)), (date(2026, 9, 7), Fraction(2))]
    assert [day.month for day, _ in told.extensions] == [6, 10, 11]
    assert said(language("es"), told) == "Losartán 50 mg, tableta: desde 03/2026, 1 → 2 al día desde 09/2026, extendida 3 veces"
    assert said(language("en"), told) == "Losartan 50 mg, tablet: since 03/2026, 1 → 2 a day from 09/2026, extended 3 times"
    assert (one(worker, old.id).status, one(worker, old.id).reason) == ("closed", "replaced")
    assert len(reading.items(worker.desk, ItemFilter(statuses=()))) == 2  # the notes of extensions are no treatments
    assert [row.id for row in reading.items(worker.desk, ItemFilter(statuses=("closed",)))] == [old.id]


def test_what_a_new_dose_must_say(worker: Worker) -> None:
    patient = person(worker)
    (old,) = write(worker, patient, order(worker, "losartan 50 mg tablet", "1 tableta diaria", chronic=True))
    for change, code in (
        ({"directions": " "}, "dose_missing"),
        ({"doctor": " "}, "doctor_missing"),
        ({"written_on": TODAY + timedelta(days=1)}, "written_in_future"),
    ):
        said = {"doctor": "Dra. Gil", "written_on": TODAY, "directions": "2 tabletas al día", **change}
        with pytest.raises(Refusal, match=code):
            prescriptions.change_dose(worker.desk, worker.by(), old.id, **said)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="written_in_future"):
        prescriptions.extend(worker.desk, worker.by(), [old.id], 30, "Dra. Gil", TODAY + timedelta(days=1))
    assert (one(worker, old.id).status, len(reading.items(worker.desk, ItemFilter(statuses=())))) == ("active", 1)


def test_doses_nobody_can_mean_wait_and_count_once_a_doctor_says_why(worker: Worker) -> None:
    (item,) = write(worker, person(worker), order(worker, "losartan 50 mg tablet", "500 mg al día por 30 días"))
    assert (item.status, item.reason) == ("waiting", "dose_high")
    assert prescriptions.answer(worker.desk, worker.by(), item.id, ["dose_high"], "Dra. Gil", "protocolo del hospital")
    assert one(worker, item.id).status == "active"


@pytest.mark.parametrize(
    ("first", "second"), [("enalapril 10 mg", "captopril 25 mg"), ("losartan 50 mg tablet", "losartan hydrochlorothiazide")]
)
def test_one_group_or_one_substance_in_two_boxes_is_twice_the_same(worker: Worker, first: str, second: str) -> None:
    """The fourth level of the ATC code; a substance alone and in a combination."""
    patient = person(worker)
    write(worker, patient, order(worker, first, "1 tableta diaria", chronic=True))
    rows = write(worker, patient, order(worker, second, "1 tableta diaria", chronic=True))
    assert sorted(row.reason for row in rows) == ["", "duplicate"]
