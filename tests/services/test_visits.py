"""The visit sheet's round trip: who is on it, what comes back of it line by line, and that nothing of it is ever half done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, home, medicine_search, people, prescriptions, visit_notes, visit_papers, visits
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.prescriptions import ItemFilter, ItemRow, Order
from pharmacy_app.services.visit_notes import ItemTold, Told
from pharmacy_app.services.visits import Sheet, VisitForm
from pharmacy_app.system.language import language
from tests.support import reading
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text

DOCTOR = "Dra. Luz Gil"


def person(worker: Worker, name: str, council: str = "Los Pinos", house: str = "", **more: object) -> int:
    home = census.add_house_at(worker.desk, worker.by(), council, "Alto", house or f"Casa de {name}", "detrás de la cancha")
    return people.add_patient(worker.desk, worker.by(), PersonForm(home, name, date(1950, 1, 1), **more))  # type: ignore[arg-type]


def treated(worker: Worker, patient: int, words: str = "losartan 50 mg tablet", days: int = 10, said: str = "1 tableta diaria") -> int:
    medicine = medicine_search.search_medicines(worker.desk, words)[0].medicine.id
    order = Order(words, medicine, said, days=days, chronic=True)
    return prescriptions.write(worker.desk, worker.by(), patient, DOCTOR, TODAY, [order]).items[0][0]


def item(worker: Worker, item_id: int) -> ItemRow:
    rows = reading.items(worker.desk, ItemFilter(statuses=(), active_people=None))
    return next(row for row in rows if row.id == item_id)


def plan(worker: Worker, houses: int = 30, weeks: int = 6) -> Sheet:
    council = census.councils(worker.desk)[0].id
    return visits.sheet(worker.desk, visits.plan_sheet(worker.desk, worker.by(), council, DOCTOR, TODAY, houses, weeks))


def names(sheet: Sheet) -> list[str]:
    return [line.row.patient for line in sheet.lines]


def test_who_was_not_seen_for_long_comes_first_and_the_rest_in_walking_order(worker: Worker) -> None:
    person(worker, "Ana", conditions=("hypertension",))
    berta = person(worker, "Berta", tier="A", tier_why="no sale de casa")
    carla = person(worker, "Carla")
    treated(worker, carla)
    person(worker, "Otra", council="Otro consejo")
    found = plan(worker)
    assert names(found) == ["Berta", "Ana", "Carla"] and found.first_block == 1
    assert [line.first for line in found.lines] == [True, False, False]
    assert [line.row.number for line in found.lines] == [1, 2, 3]
    visits.record(worker.desk, worker.by(), VisitForm(found.lines[0].row.household_id, berta))
    visits.set_returned(worker.desk, worker.by(), found.row.id, True)
    council = census.councils(worker.desk)[0].id
    again = visits.plan_sheet(worker.desk, worker.by(), council, "", TODAY + timedelta(days=7), 30, 6)
    assert names(visits.sheet(worker.desk, again)) == ["Ana", "Carla"], "who was seen last week can wait"
    assert [line.first for line in visits.sheet(worker.desk, found.row.id).lines] == [True, False, False], "a sheet stays as it was printed"


def test_nobody_stands_on_two_sheets_that_are_out(worker: Worker) -> None:
    for name in ("Ana", "Berta", "Carla"):
        person(worker, name)
    assert names(plan(worker, houses=2)) == ["Ana", "Berta"]
    assert names(plan(worker, houses=2)) == ["Carla"]
    with pytest.raises(Refusal, match="nobody_to_visit"):
        plan(worker)
    assert len(visits.sheets(worker.desk)) == 2, "a refused sheet is not there"


@pytest.mark.parametrize(
    ("houses", "weeks", "code"), [(0, 6, "houses_out_of_range"), (61, 6, "houses_out_of_range"), (30, 0, "weeks_out_of_range")]
)
def test_a_sheet_out_of_range_is_refused(worker: Worker, houses: int, weeks: int, code: str) -> None:
    person(worker, "Ana")
    with pytest.raises(Refusal, match=code):
        plan(worker, houses, weeks)


def test_a_line_is_one_act_visit_and_treatments_together(worker: Worker) -> None:
    ana = person(worker, "Ana")
    losartan, metformin, third = treated(worker, ana), treated(worker, ana, "metformin 850"), treated(worker, ana, "amlodipine 5 mg")
    line = plan(worker).lines[0].row
    told = Told(
        purpose="new_case", note="Tensión 150/90",
        items=(ItemTold(losartan, 30), ItemTold(metformin, directions="1 tableta cada 12 horas"), ItemTold(third)),
    )  # fmt: skip
    visit = visit_notes.note(worker.desk, worker.by(), line.id, told, DOCTOR, "Pedro")
    assert item(worker, losartan).review_on == TODAY + timedelta(days=39)
    assert (item(worker, metformin).status, item(worker, metformin).reason) == ("closed", "replaced")
    assert (item(worker, third).status, item(worker, third).reason) == ("closed", "doctor")
    (heard,) = visits.history(worker.desk, line.household_id, ana)
    assert (heard.visit.id, heard.visit.note, heard.visit.went, heard.visit.doctor, heard.visit.purpose) == (
        visit, "Tensión 150/90", "Pedro", DOCTOR, "new_case",
    )  # fmt: skip
    assert [(one.units, one.per_days, one.chronic, one.replaces_id) for one in heard.items] == [
        (2, 1, True, metformin)
    ] and heard.went_on == 1
    assert visit_notes.told_of(worker.desk, line.id) == told


def test_a_refused_line_leaves_nothing_behind(worker: Worker) -> None:
    ana, berta = person(worker, "Ana"), person(worker, "Berta")
    mine, hers = treated(worker, ana), treated(worker, berta)
    line = plan(worker).lines[0].row
    before = item(worker, mine)
    for told, doctor, code in (
        (Told(items=(ItemTold(mine, 30), ItemTold(hers, 30))), DOCTOR, "item_unknown"),
        (Told(items=(ItemTold(mine, 30),)), "", "doctor_missing"),
        (Told(items=(ItemTold(mine, 99_999),)), DOCTOR, "days_out_of_range"),
        (Told(purpose="paseo"), DOCTOR, "purpose_unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            visit_notes.note(worker.desk, worker.by(), line.id, told, doctor)
    with pytest.raises(Refusal, match="written_in_future"):
        visit_notes.note(worker.desk, worker.by(TODAY + timedelta(days=1)), line.id, Told(), DOCTOR)
    assert item(worker, mine) == before and visits.sheets(worker.desk)[0].noted == 0
    assert visits.history(worker.desk, line.household_id, ana) == ()


def test_a_line_is_taken_back_whole(worker: Worker) -> None:
    ana = person(worker, "Ana")
    losartan, metformin = treated(worker, ana), treated(worker, ana, "metformin 850")
    line = plan(worker).lines[0].row
    before = item(worker, losartan), item(worker, metformin)
    told = Told(items=(ItemTold(losartan, 30), ItemTold(metformin, directions="2 tabletas diarias")))
    visit_notes.note(worker.desk, worker.by(), line.id, told, DOCTOR)
    visit_notes.take_back(worker.desk, worker.by(), line.id)
    assert (item(worker, losartan), item(worker, metformin)) == before
    running = reading.items(worker.desk, ItemFilter(patient_id=ana))
    assert {row.id for row in running} == {losartan, metformin}, "the changed dose was a mistake"
    assert visits.history(worker.desk, line.household_id, ana) == () and visits.sheets(worker.desk)[0].noted == 0
    with pytest.raises(Refusal, match="line_not_noted"):
        visit_notes.take_back(worker.desk, worker.by(), line.id)


def test_a_line_is_noted_anew_without_counting_twice(worker: Worker) -> None:
    ana = person(worker, "Ana")
    losartan = treated(worker, ana)
    line = plan(worker).lines[0].row
    for days in (30, 60, 60):
        visit_notes.note(worker.desk, worker.by(), line.id, Told(items=(ItemTold(losartan, days),)), DOCTOR)
        assert item(worker, losartan).review_on == TODAY + timedelta(days=9 + days)
    assert len(visits.history(worker.desk, line.household_id, ana)) == 1


def test_what_somebody_changed_since_is_not_overwritten(worker: Worker) -> None:
    ana = person(worker, "Ana")
    losartan = treated(worker, ana)
    line = plan(worker).lines[0].row
    visit_notes.note(worker.desk, worker.by(), line.id, Told(items=(ItemTold(losartan, 30),)), DOCTOR)
    prescriptions.extend(worker.desk, worker.by(), [losartan], 90, DOCTOR)
    with pytest.raises(Refusal, match="visit_treatments_changed"):
        visit_notes.take_back(worker.desk, worker.by(), line.id)
    assert item(worker, losartan).review_on == TODAY + timedelta(days=129) and visits.sheets(worker.desk)[0].noted == 1


def test_a_sheet_that_came_back_is_closed_until_it_is_opened_again(worker: Worker) -> None:
    person(worker, "Ana")
    sheet = plan(worker)
    line = sheet.lines[0].row
    visits.set_returned(worker.desk, worker.by(), sheet.row.id, True)
    with pytest.raises(Refusal, match="sheet_returned"):
        visit_notes.note(worker.desk, worker.by(), line.id, Told())
    visits.set_returned(worker.desk, worker.by(), sheet.row.id, False)
    visit_notes.note(worker.desk, worker.by(), line.id, Told(met=False))
    (row,) = visits.sheets(worker.desk)
    assert (row.lines, row.noted, row.met, row.returned_on) == (1, 1, 0, None)
    assert visits.unvisited(worker.desk, weeks=1)[0].last_met is None, "who was not home was not seen"


def test_a_prescription_written_on_a_visit_is_told_with_it_and_outlives_it(worker: Worker) -> None:
    ana = person(worker, "Ana")
    line = plan(worker).lines[0].row
    visit = visit_notes.note(worker.desk, worker.by(), line.id, Told(), DOCTOR)
    order = Order("x", medicine_search.search_medicines(worker.desk, "metformin 850")[0].medicine.id, "1 tableta diaria", chronic=True)
    prescriptions.write(worker.desk, worker.by(), ana, DOCTOR, TODAY, [order], visit_id=visit)
    assert len(visits.history(worker.desk, line.household_id, ana)[0].items) == 1
    visit_notes.take_back(worker.desk, worker.by(), line.id)
    assert len(reading.items(worker.desk, ItemFilter(patient_id=ana))) == 1


def test_houses_where_nobody_was_met_for_long(worker: Worker) -> None:
    seen, missed = person(worker, "Vista"), person(worker, "No estaba")
    person(worker, "Nunca")
    homes = {row.patient: row.household_id for row in (line.row for line in plan(worker).lines)}
    visits.record(worker.desk, worker.by(TODAY - timedelta(days=50)), VisitForm(homes["Vista"], seen))
    visits.record(worker.desk, worker.by(TODAY - timedelta(days=3)), VisitForm(homes["No estaba"], missed, met=False))
    rows = visits.unvisited(worker.desk, weeks=6)
    assert [row.house for row in rows] == ["Casa de No estaba", "Casa de Nunca", "Casa de Vista"]
    visits.record(worker.desk, worker.by(), VisitForm(homes["Vista"]))
    assert [row.house for row in visits.unvisited(worker.desk, weeks=6)] == ["Casa de No estaba", "Casa de Nunca"]


def test_the_first_room_tells_of_sheets_that_are_late(worker: Worker) -> None:
    person(worker, "Ana")
    person(worker, "Berta")
    council = census.councils(worker.desk)[0].id
    late = visits.plan_sheet(worker.desk, worker.by(), council, "", TODAY - timedelta(days=7), 1, 6)
    visits.plan_sheet(worker.desk, worker.by(), council, "", TODAY, 1, 6)
    (task,) = [one for one in home.today(worker.desk).tasks if one.code == "sheets_out"]
    assert (task.n, task.data, task.subject) == (1, {"day": TODAY - timedelta(days=7)}, late)
    visits.set_returned(worker.desk, worker.by(), late, True)
    assert not [one for one in home.today(worker.desk).tasks if one.code == "sheets_out"]


def test_a_sheet_that_is_lost_leaves_the_list_and_may_be_found(worker: Worker) -> None:
    desk = worker.desk
    for name in ("Ana", "Berta"):
        person(worker, name)
    made = plan(worker)
    first = made.lines[0].row
    visit_notes.note(desk, worker.by(), first.id, Told())
    council = census.councils(desk)[0].id
    visits.give_up(desk, worker.by(), made.row.id)
    lost = visits.sheet(desk, made.row.id)
    assert (lost.row.lost_on, lost.row.returned_on, lost.row.out, lost.given_up_by) == (TODAY, None, False, "Carmen R.")
    assert not [one for one in home.today(desk).tasks if one.code == "sheets_out"]
    with pytest.raises(Refusal, match="sheet_lost"):
        visit_notes.note(desk, worker.by(), made.lines[1].row.id, Told())
    with pytest.raises(Refusal, match="sheet_lost"):
        visits.give_up(desk, worker.by(), made.row.id)
    again = visits.sheet(desk, visits.plan_sheet(desk, worker.by(), council, "", TODAY, 30, 6))
    assert names(again) == ["Berta"], "whom nobody noted may stand on the next one"
    visits.set_returned(desk, worker.by(), made.row.id, False)
    found = visits.sheet(desk, made.row.id)
    assert found.row.out and found.lines[0].noted and found.given_up_by == ""
    visits.give_up(desk, worker.by(), made.row.id)
    visits.set_returned(desk, worker.by(), made.row.id, True)  # it lay in a drawer
    assert (visits.sheet(desk, made.row.id).row.returned_on, visits.sheet(desk, made.row.id).row.lost_on) == (TODAY, None)
    with pytest.raises(Refusal, match="sheet_returned"):
        visits.give_up(desk, worker.by(), made.row.id)


def test_what_ends_before_the_next_visit_stands_on_the_sheet(worker: Worker) -> None:
    desk, by = worker.desk, worker.by
    for name, days in (("Ana", 10), ("Berta", 25)):
        patient = person(worker, name)
        treated(worker, patient, days=days)
        visits.record(desk, by(), VisitForm(people.person(desk, patient).person.household_id, patient))
    council = census.councils(desk)[0].id
    for wrong in (TODAY, TODAY - timedelta(days=30), TODAY + timedelta(days=366)):
        with pytest.raises(Refusal, match="next_visit_implausible"):
            visits.plan_sheet(desk, by(), council, "", TODAY, 30, 6, wrong)
    usual = visits.sheet(desk, visits.plan_sheet(desk, by(), council, "", TODAY, 30, 6))
    assert names(usual) == ["Ana"] and usual.next_visit == TODAY + timedelta(days=14)
    assert visits.set_next_visit(desk, by(), usual.row.id, TODAY + timedelta(days=40)) == 1, (
        "Berta's ends before it, and she is on no sheet"
    )
    assert visits.sheet(desk, usual.row.id).next_visit == TODAY + timedelta(days=40)
    with pytest.raises(Refusal, match="next_visit_implausible"):
        visits.set_next_visit(desk, by(), usual.row.id, TODAY)
    visits.give_up(desk, by(), usual.row.id)
    late = visits.sheet(desk, visits.plan_sheet(desk, by(), council, "", TODAY, 30, 6, TODAY + timedelta(days=40)))
    assert names(late) == ["Ana", "Berta"]
    printed = all_text(visit_papers.visit_sheet_paper(desk, late.row.id, language("es")))
    assert "próxima visita 02/01/2027" in printed


def test_a_visit_to_somebody_who_is_gone_or_lives_elsewhere_is_refused(worker: Worker) -> None:
    ana, berta = person(worker, "Ana"), person(worker, "Berta")
    homes = {line.row.patient: line.row.household_id for line in plan(worker).lines}
    with worker.desk.act(worker.by(), "test") as act:
        act.connection.execute(text("UPDATE patients SET active = false, left_why = 'died' WHERE id = :id"), {"id": ana})
    for form, code in (
        (VisitForm(homes["Ana"], ana), "patient_inactive"),
        (VisitForm(homes["Ana"], berta), "patient_unknown"),
        (VisitForm(99_999), "household_unknown"),
        (VisitForm(homes["Ana"], purpose="paseo"), "purpose_unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            visits.record(worker.desk, worker.by(), form)
    assert visits.history(worker.desk, homes["Ana"]) == ()


def test_no_name_and_no_note_in_the_record(worker: Worker) -> None:
    person(worker, "Zoraida Ñáñez")
    line = plan(worker).lines[0].row
    visit_notes.note(worker.desk, worker.by(), line.id, Told(note="vive con miedo"), DOCTOR, "Yolanda")
    with worker.desk.read() as connection:
        kept = connection.execute(text("SELECT before, after FROM audit WHERE verb LIKE 'visit%'")).all()
    assert not any(word in str(kept) for word in ("Zoraida", "miedo", "Yolanda"))


def test_a_sheet_is_read_in_as_many_statements_for_two_people_as_for_twelve(worker: Worker) -> None:
    def statements(sheet_id: int) -> int:
        seen: list[str] = []

        def count(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(worker.desk.store.engine, "before_cursor_execute", count)
        visits.sheet(worker.desk, sheet_id)
        visits.sheets(worker.desk)
        event.remove(worker.desk.store.engine, "before_cursor_execute", count)
        return len(seen)

    for n in range(2):
        treated(worker, person(worker, f"Persona {n}"))
    few = statements(plan(worker, 60).row.id)
    for n in range(12):
        treated(worker, person(worker, f"Gente {n}"))
    assert statements(plan(worker, 60).row.id) == few
