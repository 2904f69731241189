"""Prescriptions: what is certain counts, what is not waits, nothing is lost and no number is invented."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import catalogue, census, histories, medicine_search, people, prescription_list, prescriptions, setup
from pharmacy_app.services.catalogue import NewMedicine
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.prescription_list import Asked
from pharmacy_app.services.prescriptions import ItemFilter, ItemRow, Order
from tests.support import reading
from tests.support.desks import TODAY, Worker

HEADER = "patient_code,doctor,date,inn,strength,form,directions,units_per_day,days,chronic\n"


def person(worker: Worker, name: str = "Rojas, Ana", born: date = date(1950, 1, 1), **more: tuple[str, ...]) -> int:
    houses = census.households(worker.desk)
    home = houses[0].id if houses else census.add_house_at(worker.desk, worker.by(), "Los Pinos", "Alto", "Casa 1")
    return people.add_patient(worker.desk, worker.by(), PersonForm(home, name, born, **more))  # type: ignore[arg-type]


def medicine(worker: Worker, words: str) -> int:
    return medicine_search.search_medicines(worker.desk, words)[0].medicine.id


def order(worker: Worker, words: str, directions: str = "1 tableta cada 12 horas por 30 días", **more: object) -> Order:
    return Order(words, medicine(worker, words), directions, **more)  # type: ignore[arg-type]


def write(worker: Worker, patient: int, *orders: Order, day: date = TODAY) -> list[ItemRow]:
    prescriptions.write(worker.desk, worker.by(), patient, "Dra. Luz Gil", day, orders)
    return list(reading.items(worker.desk, ItemFilter(patient_id=patient, statuses=()), "written"))


def one(worker: Worker, item_id: int) -> ItemRow:
    rows = reading.items(worker.desk, ItemFilter(statuses=(), active_people=None))
    return next(row for row in rows if row.id == item_id)


def test_what_is_certain_counts_at_once(worker: Worker) -> None:
    (item,) = write(worker, person(worker), order(worker, "losartan 50 mg tablet"))
    assert (item.status, item.reason, item.units, item.per_days, item.days) == ("active", "", 2, 1, 30)
    assert item.review_on == TODAY + timedelta(days=29)
    assert (item.inn, item.strength, item.doctor) == ("losartan", "50 mg", "Dra. Luz Gil")


@pytest.mark.parametrize(
    ("directions", "more", "reason", "rate"),
    [
        ("como le dijo su tía", {"days": 10}, "directions_unclear", None),
        ("", {"days": 10}, "dose_not_given", None),
        ("1 tableta cada 12 horas", {}, "length_unknown", (2, 1)),
        ("5 ml cada 8 horas por 7 días", {}, "dose_not_countable", None),
        ("1 tableta cada 12 horas por 7 días", {"units_per_day": "3"}, "dose_disagrees", (3, 1)),
        ("como le dijo su tía", {"days": 10, "units_per_day": "1/2"}, "", (1, 2)),
        ("1 tableta diaria", {"chronic": True}, "", (1, 1)),
    ],
)
def test_what_is_not_certain_waits_whole(
    worker: Worker, directions: str, more: dict[str, object], reason: str, rate: tuple[int, int] | None
) -> None:
    (item,) = write(worker, person(worker), order(worker, "losartan 50 mg tablet", directions, **more))
    assert (item.status, item.reason) == ("waiting" if reason else "active", reason)
    assert item.directions_text == directions
    assert (item.units, item.per_days) == (rate or (None, None))


def test_the_database_itself_lets_nothing_unknown_count(worker: Worker) -> None:
    (item,) = write(worker, person(worker), order(worker, "losartan 50 mg tablet", "", days=10))
    with pytest.raises(Exception, match="rate_known_or_waiting"), worker.desk.store.engine.begin() as connection:
        connection.execute(text("UPDATE prescription_items SET status = 'active' WHERE id = :id"), {"id": item.id})


def test_allergy_twice_and_warning_wait_for_a_doctor(worker: Worker) -> None:
    patient = person(worker, born=date(1995, 1, 1), criteria=("pregnant",), allergies=("Alergia a la penicilina",))
    items = write(
        worker, patient,
        order(worker, "amoxicillin 500 mg capsule", "1 cápsula cada 8 horas por 7 días"),
        order(worker, "metformin 500 mg tablet"),
        order(worker, "metformin 850 mg tablet"),
        order(worker, "losartan 50 mg tablet"),
    )  # fmt: skip
    reasons = {row.inn or "" + (row.strength or ""): row.reason for row in items if row.inn != "metformin"}
    assert reasons == {"amoxicillin": "allergy", "losartan": "warning"}
    assert sorted(row.reason for row in items if row.inn == "metformin") == ["", "duplicate"]
    allergic = next(row for row in items if row.inn == "amoxicillin")
    for doctor, note, code in ((" ", "la tomó antes", "doctor_missing"), ("Dra. Luz Gil", " ", "note_missing")):
        with pytest.raises(Refusal, match=code):
            prescriptions.answer(worker.desk, worker.by(), allergic.id, ["allergy"], doctor, note)
    assert prescriptions.answer(worker.desk, worker.by(), allergic.id, ["allergy"], "Dra. Luz Gil", "la tomó antes sin daño")
    now = one(worker, allergic.id)
    assert (now.status, now.cleared, now.cleared_note) == ("active", "allergy", "Dra. Luz Gil: la tomó antes sin daño")


def test_an_unknown_medicine_is_explained_once_for_all(worker: Worker) -> None:
    told = Order("pastillita rosada", None, "1 tableta cada 12 horas por 30 días")
    ids = [write(worker, person(worker, f"Persona {n}"), told)[0].id for n in range(3)]
    assert [(one(worker, item).medicine_text, one(worker, item).units) for item in ids] == [("pastillita rosada", None)] * 3
    assert prescriptions.say_medicine(worker.desk, worker.by(), "pastillita rosada", medicine(worker, "losartan 50")) == 3
    assert [(row.status, row.units, row.per_days) for row in (one(worker, item) for item in ids)] == [("active", 2, 1)] * 3
    with worker.desk.read() as connection:
        accepted = catalogue.identifier(connection).identify("Pastillita  ROSADA").accepted
    assert accepted is not None and accepted.inn == "losartan"
    with pytest.raises(Refusal, match="medicine_not_found"):
        prescriptions.say_medicine(worker.desk, worker.by(), "otra", 99_999)


def test_doses_are_said_for_many_at_once(worker: Worker) -> None:
    ids = [write(worker, person(worker, f"Persona {n}"), order(worker, "losartan 50 mg tablet", "", days=10))[0].id for n in range(3)]
    assert prescriptions.set_dose(worker.desk, worker.by(), ids, "1,5") == 3
    assert {(row.units, row.per_days, row.days, row.status) for row in (one(worker, item) for item in ids)} == {(3, 2, 10, "active")}
    for wrong in ("", "0", "-1", "mucho", "999999"):
        with pytest.raises(Refusal, match="units_per_day_unclear"):
            prescriptions.set_dose(worker.desk, worker.by(), ids, wrong or "nada")


def test_extending_goes_on_from_the_end_or_from_today(worker: Worker) -> None:
    patient = person(worker)
    (running,) = write(worker, patient, order(worker, "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=40))
    (lapsed,) = write(
        worker, person(worker, "Díaz, Eva"), order(worker, "metformin 500 mg tablet", "1 tableta diaria por 10 días"), day=date(2026, 10, 1)
    )
    ends = dict(prescriptions.extend(worker.desk, worker.by(), [running.id, lapsed.id], 90, "Dra. Luz Gil"))
    assert ends == {running.id: TODAY + timedelta(days=129), lapsed.id: TODAY + timedelta(days=89)}
    assert one(worker, running.id).days is None
    again = one(worker, lapsed.id)
    assert again.days is not None and again.starts_on + timedelta(days=again.days - 1) == ends[lapsed.id] == again.review_on
    (waiting,) = write(worker, person(worker, "Otra"), order(worker, "losartan 50 mg tablet", "", days=3))
    for ids, code in (([], "nothing_chosen"), ([999], "item_unknown"), ([running.id, waiting.id], "item_waiting")):
        with pytest.raises(Refusal, match=code):
            prescriptions.extend(worker.desk, worker.by(), ids, 30)
    assert one(worker, running.id).review_on == ends[running.id]


def test_who_is_due_is_chronic_and_ends_soon(worker: Worker) -> None:
    patient = person(worker)
    write(
        worker, patient,
        order(worker, "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=10),
        order(worker, "metformin 500 mg tablet", "1 tableta diaria", chronic=True),
        order(worker, "paracetamol 500 mg tablet", "1 tableta diaria por 5 días"),
    )  # fmt: skip
    council = census.councils(worker.desk)[0].id

    def due(council_id: int | None, days: int) -> list[str | None]:
        setup.change_settings(worker.desk, worker.by(), {"renewal_days": str(days)})
        return [row.inn for row in prescription_list.first_page(worker.desk, Asked("due", council_id), 10).rows]

    assert (due(council, 14), due(council + 1, 14)) == (["losartan"], [])
    assert due(None, 89) == ["losartan", "metformin"]


def test_a_new_dose_takes_the_place_of_the_old(worker: Worker) -> None:
    patient = person(worker)
    (old,) = write(worker, patient, order(worker, "losartan 50 mg tablet"))
    rows = write(worker, patient, order(worker, "losartan 100 mg tablet", replaces_id=old.id))
    new = next(row for row in rows if row.id != old.id)
    assert (one(worker, old.id).status, one(worker, old.id).reason) == ("closed", "replaced")
    assert (new.status, new.replaces_id) == ("active", old.id)
    with pytest.raises(Refusal, match="item_closed"):
        prescriptions.close_item(worker.desk, worker.by(), old.id, "doctor")
    with pytest.raises(Refusal, match="reason_unknown"):
        prescriptions.close_item(worker.desk, worker.by(), new.id, "porque sí")
    with pytest.raises(Refusal, match="item_unknown"):
        write(worker, person(worker, "Otra"), order(worker, "losartan 50 mg tablet", replaces_id=new.id))
    prescriptions.close_item(worker.desk, worker.by(), new.id, "doctor")
    assert reading.items(worker.desk, ItemFilter()) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"doctor": " "}, "doctor_missing"),
        ({"patient": 999}, "patient_unknown"),
        ({"day": TODAY + timedelta(days=1)}, "written_in_future"),
        ({"orders": ()}, "prescription_empty"),
        ({"orders": (Order(" "),)}, "medicine_missing"),
        ({"orders": (Order("x", 99_999),)}, "medicine_not_found"),
        ({"orders": (Order("x", directions_text="y" * 501),)}, "text_too_long"),
        ({"orders": (Order("x", days=0),)}, "days_out_of_range"),
        ({"orders": (Order("x", units_per_day="dos"),)}, "units_per_day_unclear"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(worker: Worker, change: dict[str, object], code: str) -> None:
    asked = {"patient": person(worker), "doctor": "Dra. Luz Gil", "day": TODAY, "orders": (Order("losartan"),), **change}
    with pytest.raises(Refusal, match=code):
        prescriptions.write(worker.desk, worker.by(), asked["patient"], asked["doctor"], asked["day"], asked["orders"])  # type: ignore[arg-type]
    assert len(reading.items(worker.desk, ItemFilter(statuses=()))) == 0
    assert people.doctors(worker.desk) == ()


def test_nobody_prescribes_for_who_has_gone(worker: Worker) -> None:
    patient = person(worker)
    histories.leave(worker.desk, worker.by(), [patient], "moved")
    with pytest.raises(Refusal, match="patient_inactive"):
        write(worker, patient, order(worker, "losartan 50"))


def test_what_is_typed_is_shown_before_it_is_written(worker: Worker) -> None:
    found = prescriptions.preview(worker.desk, person(worker), order(worker, "losartan 50 mg tablet"), TODAY)
    assert found.rate is not None and found.rate.units_for(30) == 60 and found.reasons == ()
    assert len(reading.items(worker.desk, ItemFilter(statuses=()))) == 0


def test_a_sheet_comes_in_and_comes_in_only_once(worker: Worker, tmp_path: Path) -> None:
    code = people.person(worker.desk, person(worker, allergies=("ibuprofeno",))).person.code
    path = tmp_path / "recetas.csv"
    path.write_text(
        HEADER
        + f"{code},Dra. Luz Gil,2026-11-20,losartan,50 mg,tablet,1 tableta cada 12 horas,,30,no\n"
        + f"{code},Dra. Luz Gil,2026-11-20,ibuprofen,400 mg,tablet,1 tableta cada 8 horas por 5 días,,,no\n"
        + f"{code},Dr. Otro,2026-11-20,polvo mágico,,,media cucharada,,10,no\n"
        + f"{code},,2026-11-21,metformin,850 mg,tablet,,2,,si\n"
        + "NADIE,Dr. Otro,2026-11-20,losartan,50 mg,tablet,1 tableta diaria,,30,no\n"
        + f"{code},Dr. Otro,2026-11-20,atenolol,50 mg,tablet,,-1,30,no\n",
        encoding="utf-8",
    )
    rehearsal = prescriptions.import_prescriptions(worker.desk, worker.by(), path, dry_run=True)
    assert len(reading.items(worker.desk, ItemFilter(statuses=()))) == 0
    done = prescriptions.import_prescriptions(worker.desk, worker.by(), path)
    assert done.rows == rehearsal.rows
    assert [(row.status, row.reason) for row in done.rows] == [
        ("new", ""), ("doubtful", "allergy"), ("doubtful", "medicine_unknown;directions_unclear"), ("new", ""),
        ("refused", "patient_code_unknown"), ("refused", "units_per_day_negative"),
    ]  # fmt: skip
    rows = reading.items(worker.desk, ItemFilter(), "medicine")
    assert {(row.medicine_text, row.units, row.per_days, row.status) for row in rows} == {
        ("losartan 50 mg tablet", 2, 1, "active"), ("ibuprofen 400 mg tablet", 3, 1, "waiting"),
        ("polvo mágico", None, None, "waiting"), ("metformin 850 mg tablet", 2, 1, "active"),
    }  # fmt: skip
    assert len({row.prescription_id for row in rows}) == 3
    again = prescriptions.import_prescriptions(worker.desk, worker.by(), path)
    assert (again.new, again.doubtful, again.known, again.refused) == (0, 0, 4, 2)


def test_the_medications_of_synthetic_people(worker: Worker, shared: Path) -> None:
    folder = shared / "synthea-sample"
    census.import_census(worker.desk, worker.by(), folder / "patients.csv")
    done = prescriptions.import_prescriptions(worker.desk, worker.by(), folder / "medications.csv")
    assert (done.read, done.known, done.new + done.doubtful + done.refused) == (4485, 4178, 307)
    assert {row.reason for row in done.rows if row.status == "refused"} == {"patient_code_unknown"}  # they have died
    assert {row.status for row in done.rows} == {
        "known",
        "refused",
        "doubtful",
    }  # no file says a dose: every row taken says what was assumed
    rows = reading.items(worker.desk, ItemFilter())
    active = [row for row in rows if row.status == "active"]
    assert len(active) > 130 and {"lisinopril", "amlodipine"} <= {row.inn for row in active}
    assert all(row.directions == row.directions_text == "" for row in rows)  # and no direction is made up
    waiting = [row for row in rows if row.status == "waiting"]
    assert len(active) + len(waiting) == done.doubtful and all(row.reason for row in waiting)
    assert all(row.units is None for row in waiting if "medicine_unknown" in row.reason)  # an unknown thing is counted in nothing
    unsaid = [row for row in waiting if row.medicine_id is not None and row.reason == "dose_not_given"]
    sprays = [row.id for row in unsaid if row.form == "oral_spray"]
    assert sprays and prescriptions.set_dose(worker.desk, worker.by(), sprays, "1") == 0  # a whole bottle a day: asked about, not believed
    known = [row.id for row in unsaid if row.form in ("cream", "oral_liquid")]
    assert known and prescriptions.set_dose(worker.desk, worker.by(), known, "1") == len(known)
    assert prescriptions.say_medicine(worker.desk, worker.by(), "Verapamil Hydrochloride 40 MG", active[0].medicine_id or 0) >= 1


def test_a_dose_that_somebody_decided_for_the_whole_file_is_said(worker: Worker, shared: Path) -> None:
    folder = shared / "synthea-sample"
    census.import_census(worker.desk, worker.by(), folder / "patients.csv")
    done = prescriptions.import_prescriptions(worker.desk, worker.by(), folder / "medications.csv", units_per_day=Fraction(1))
    taken = [row for row in done.rows if row.status == "doubtful"]
    assert all("dose_assumed" in row.reason for row in taken)
    assert len(reading.items(worker.desk, ItemFilter(statuses=("active",)))) == sum(row.reason == "dose_assumed" for row in taken)


def test_medicines_are_found_by_any_name_and_added_once(worker: Worker) -> None:
    def names(words: str) -> set[str]:
        return {choice.medicine.inn for choice in medicine_search.search_medicines(worker.desk, words)}

    assert "paracetamol" in names("acetaminof") and "paracetamol" in names("парацет") and "losartan" in names("LOSARTÁN 50")
    assert names("x") == set()
    assert "metformin" in names("metphormina")
    new = NewMedicine("Polvo  Mágico", "250 MG / 5 ML", "oral_liquid", "ml", brands=("Abracadabra",))
    added = catalogue.add_medicine(worker.desk, worker.by(), new)
    found = medicine_search.search_medicines(worker.desk, "abracad")[0].medicine
    assert (found.id, found.inn, found.strength) == (added, "polvo mágico", "250 mg/5 ml")
    for change, code in (
        (new, "medicine_exists"),
        (NewMedicine("x", "1 mg", "tablet", "tablet"), "medicine_without_name"),
        (NewMedicine("polvo", "mucho", "tablet", "tablet"), "strength_unclear"),
        (NewMedicine("polvo", "1 mg", "piedra", "tablet"), "medicine_word_unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            catalogue.add_medicine(worker.desk, worker.by(), change)


def test_statements_do_not_grow_with_items(worker: Worker, tmp_path: Path) -> None:
    codes = [people.person(worker.desk, person(worker, f"Persona {n}")).person.code for n in range(40)]
    counts = []
    for part in (codes[:5], codes[5:]):
        path = tmp_path / "recetas.csv"
        path.write_text(HEADER + "".join(f"{code},Dra. Gil,2026-11-20,losartan,50 mg,tablet,,1,30,no\n" for code in part), encoding="utf-8")
        seen: list[str] = []

        def count(*args: object, seen: list[str] = seen) -> None:
            seen.append(str(args[2]))

        event.listen(worker.desk.store.engine, "before_cursor_execute", count)
        try:
            assert prescriptions.import_prescriptions(worker.desk, worker.by(), path).new == len(part)
            reading.items(worker.desk, ItemFilter())
        finally:
            event.remove(worker.desk.store.engine, "before_cursor_execute", count)
        counts.append(sum("INTO doctors" not in one and "max(doctors" not in one for one in seen))
    assert counts[0] == counts[1]


SPANISH = ("Código", "Médico", "Fecha", "Medicamento", "Indicaciones", "Días")
REGISTER = ("Inicio", "Fin", "Paciente", "Descripción")


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    """The rows as a spreadsheet or as text with semicolons."""
    if path.suffix == ".csv":
        path.write_text("\n".join(";".join(str(cell or "") for cell in row) for row in rows) + "\n", encoding="utf-8")
        return path
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["recetas.csv", "recetas.xlsx"])
def test_other_sheets_of_prescriptions_are_understood_or_said(worker: Worker, tmp_path: Path, name: str) -> None:
    """Spanish headings, days as people write them, somebody who has gone, something nobody knows, a dose that cannot be."""
    ana, eva = person(worker), person(worker, "Díaz, Eva")
    here, gone = (people.person(worker.desk, one).person.code for one in (ana, eva))
    histories.leave(worker.desk, worker.by(), [eva], "died")
    path = sheet(
        tmp_path / name, SPANISH,
        (here, "Dra. Gil", "20/11/2026", "Losartán 50 mg tabletas", "1 tableta con el desayuno y la cena", 30),
        (gone, "Dra. Gil", "20/11/2026", "Losartán 50 mg tabletas", "1 tableta diaria", 30),
        (here, "Dra. Gil", "31/02/2026", "polvo mágico", "1 tableta diaria", 30),
        (here, "Dra. Gil", "20/11/2026", "Metformina 500 mg tabletas", "2 tabletas cada hora", 30),
        (here, "Dra. Gil", "20/11/2027", "Omeprazol 20 mg cápsulas", "1 cápsula en ayunas", 30),
    )  # fmt: skip
    done = prescriptions.import_prescriptions(worker.desk, worker.by(), path)
    assert [(row.status, row.reason) for row in done.rows] == [
        ("new", ""), ("refused", "patient_inactive"), ("doubtful", "date_unreadable;medicine_unknown"), ("doubtful", "dose_high"),
        ("doubtful", "date_future"),
    ]  # fmt: skip
    rows = reading.items(worker.desk, ItemFilter(patient_id=ana), "medicine")
    assert {(row.inn or row.medicine_text, row.status, row.units, row.per_days) for row in rows} == {
        ("losartan", "active", 2, 1), ("polvo mágico", "waiting", None, None), ("metformin", "waiting", 48, 1), ("omeprazole", "active", 1, 1),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["registro.csv", "registro.xlsx"])
def test_a_register_by_other_names_keeps_what_still_runs(worker: Worker, tmp_path: Path, name: str) -> None:
    code = people.person(worker.desk, person(worker)).person.code
    path = sheet(
        tmp_path / name, REGISTER,
        ("20/03/2026", None, code, "losartan 50 MG Oral Tablet"),
        ("20/03/2026", "30/03/2026", code, "amoxicillin 500 MG Oral Capsule"),
        ("21/11/2026", "30/11/2026", code, "metformin 500 MG Oral Tablet"),
        ("21/11/2026", "pronto", code, "omeprazole 20 MG Oral Capsule"),
    )  # fmt: skip
    done = prescriptions.import_prescriptions(worker.desk, worker.by(), path)
    assert [(row.row, row.status, row.reason) for row in done.rows if row.status != "doubtful"] == [(3, "known", "not_current")]
    rows = {row.inn: row for row in reading.items(worker.desk, ItemFilter())}
    assert {inn: (row.chronic, row.days, row.status) for inn, row in rows.items()} == {
        "losartan": (True, None, "active"), "metformin": (False, 10, "active"), "omeprazole": (False, None, "waiting"),
    }  # fmt: skip
