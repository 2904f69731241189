"""What happens in people's lives: one action each, kept for ever, with everything that follows for treatments, promises and rounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, histories, people, prescriptions, rounds
from pharmacy_app.services.people import PeopleFilter, PersonForm
from pharmacy_app.services.prescriptions import ItemFilter
from tests.support import reading
from tests.support.desks import TODAY, Worker
from tests.support.week import Week

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def patient_of(week: Week, item: int) -> int:
    rows = reading.items(week.worker.desk, ItemFilter(statuses=(), active_people=None))
    return next(row.patient_id for row in rows if row.id == item)


def item(week: Week, item_id: int) -> tuple[str, str]:
    rows = reading.items(week.worker.desk, ItemFilter(statuses=(), active_people=None))
    return next((row.status, row.reason) for row in rows if row.id == item_id)


def story(worker: Worker, patient_id: int) -> list[tuple[str, date, str, str, str]]:
    """As it was entered: the page itself shows it by the day on which it happened."""
    history = sorted(people.person(worker.desk, patient_id).history, key=lambda one: one.id)
    return [(one.kind, one.occurred_on, one.from_house, one.to_house, one.note) for one in history]


def test_a_family_moves_and_its_bag_is_planned_to_the_new_door(week: Week) -> None:
    worker, home, other = week.worker, week.house(), week.house()
    week.box("A1", 100)
    mother = patient_of(week, week.person("Ana Gil", house=home))
    son = patient_of(week, week.person("Luis Gil", house=home))
    week.confirmed()
    round_id = rounds.plan(worker.desk, worker.by(), TODAY)
    assert histories.move(worker.desk, worker.by(YESTERDAY), [mother, son], other, "se fueron con la abuela") == 2
    assert {row.household_id for row in people.list_people(worker.desk, PeopleFilter())} == {other}
    assert story(worker, son)[-1] == ("moved", YESTERDAY, "Casa 1", "Casa 2", "se fueron con la abuela")
    assert not rounds.view(worker.desk, round_id).stops
    assert week.shelf()["A1"] == (100, 28)  # still promised
    again = rounds.view(worker.desk, rounds.plan(worker.desk, worker.by(), TODAY))
    assert {stop.house for stop in again.stops} == {"Casa 2"} and len(again.stops) == 2


def test_what_is_out_goes_to_the_old_door(week: Week) -> None:
    worker, other = week.worker, 0
    week.box("A1", 100)
    patient = patient_of(week, week.person("Ana Gil"))
    round_id = week.out()
    other = week.house()
    assert histories.move(worker.desk, worker.by(), [patient], other) == 0
    assert [stop.house for stop in rounds.view(worker.desk, round_id).stops] == ["Casa 1"]


@pytest.mark.parametrize(("why", "closed", "kind"), [("moved", "moved", "left"), ("died", "died", "died"), ("other", "left", "left")])
def test_who_leaves_frees_what_was_promised(week: Week, why: str, closed: str, kind: str) -> None:
    worker = week.worker
    week.box("A1", 100)
    first, second = week.person("Ana Gil"), week.person("Luis Gil")
    patient = patient_of(week, first)
    week.confirmed()
    round_id = rounds.plan(worker.desk, worker.by(), TODAY)
    left = histories.leave(worker.desk, worker.by(YESTERDAY), [patient], why, "lo dijo la vecina")
    assert (left.people, left.treatments, left.released, left.out) == (1, 1, 1, 0)
    assert week.shelf()["A1"] == (100, 14)
    assert item(week, first) == ("closed", closed) and item(week, second) == ("active", "")
    assert len(rounds.view(worker.desk, round_id).stops) == 1
    assert first not in week.granted(week.propose(28))
    row = people.person(worker.desk, patient).person
    assert (row.active, row.left_why, row.left_on) == (False, why, YESTERDAY)
    assert story(worker, patient)[-1] == (kind, YESTERDAY, "Casa 1", "", "lo dijo la vecina")
    with pytest.raises(Refusal, match="patient_inactive"):
        histories.leave(worker.desk, worker.by(), [patient], why)


def test_who_comes_back_has_their_treatments_only_if_they_ask(week: Week) -> None:
    worker = week.worker
    running = week.person("Ana Gil")
    patient = patient_of(week, running)
    waiting = prescriptions.write(
        worker.desk, worker.by(), patient, "Dra. Luz Gil", TODAY, [prescriptions.Order("no sé qué jarabe", None, "1 cucharada")]
    ).items[0][0]
    doctor_ended = week.order(patient, "metformin 850 mg tablet")
    prescriptions.close_item(worker.desk, worker.by(), doctor_ended, "doctor")
    before = {one: item(week, one) for one in (running, waiting, doctor_ended)}
    histories.leave(worker.desk, worker.by(), [patient], "moved")
    assert {one.item.id for one in histories.waiting_to_return(worker.desk, patient)} == {running, waiting}
    assert histories.come_back(worker.desk, worker.by(), [patient]) == 0
    assert item(week, running) == ("closed", "moved")
    histories.leave(worker.desk, worker.by(), [patient], "moved")
    other = week.house()
    assert histories.come_back(worker.desk, worker.by(), [patient], other, "volvió de Los Teques", treatments=True) == 2
    assert {one: item(week, one) for one in before} == before
    assert story(worker, patient)[-1] == ("returned", TODAY, "Casa 1", "Casa 2", "volvió de Los Teques")
    with pytest.raises(Refusal, match="person_is_here"):
        histories.come_back(worker.desk, worker.by(), [patient])


def test_a_child_is_born_into_its_mothers_house(week: Week) -> None:
    worker, home = week.worker, week.house()
    due = TODAY + timedelta(days=20)
    mother = people.add_patient(
        worker.desk,
        worker.by(),
        PersonForm(
            home, "Ana Gil", date(2000, 1, 1), "F", conditions=("pregnancy", "asthma"), criteria=("pregnant", "low_income"), due_on=due
        ),
    )
    assert people.person(worker.desk, mother).person.due_on == due
    child = histories.born(worker.desk, worker.by(YESTERDAY), mother, PersonForm(0, "Luz Gil", sex="F"))
    born = people.person(worker.desk, child).person
    assert (born.household_id, born.birth_date, born.birth_estimated) == (home, YESTERDAY, False)
    after = people.person(worker.desk, mother).person
    assert (after.conditions, after.criteria, after.due_on) == (("asthma",), ("low_income",), None)
    assert story(worker, child) == [("joined", YESTERDAY, "", "Casa 1", after.code)]


@pytest.mark.parametrize(
    ("code", "day", "what"),
    [
        ("day_in_future", TODAY + timedelta(days=1), "move"),
        ("before_birth", date(1979, 12, 31), "move"),
        ("nothing_chosen", TODAY, "nobody"),
        ("patient_unknown", TODAY, "stranger"),
        ("household_unknown", TODAY, "nowhere"),
        ("same_house", TODAY, "home"),
        ("leaving_unknown", TODAY, "leave"),
        ("mother_is_male", TODAY, "born"),
    ],
)
def test_what_cannot_be_changes_nothing(week: Week, code: str, day: date, what: str) -> None:
    worker, home, other = week.worker, week.house(), week.house()
    patient = people.add_patient(worker.desk, worker.by(), PersonForm(home, "Luis Gil", date(1980, 1, 1), "M"))
    desk, by, before = worker.desk, worker.by(day), people.person(worker.desk, patient)
    asked: dict[str, Callable[[], object]] = {
        "move": lambda: histories.move(desk, by, [patient], other),
        "nobody": lambda: histories.move(desk, by, [], other),
        "stranger": lambda: histories.move(desk, by, [patient, 999_999], other),
        "nowhere": lambda: histories.move(desk, by, [patient], 999_999),
        "home": lambda: histories.move(desk, by, [patient], home),
        "leave": lambda: histories.leave(desk, by, [patient], "harto"),
        "born": lambda: histories.born(desk, by, patient, PersonForm(0, "Luz Gil")),
    }
    with pytest.raises(Refusal, match=code):
        asked[what]()
    assert people.person(worker.desk, patient) == before


def test_another_house_in_the_form_is_a_move(week: Week) -> None:
    worker, home, other = week.worker, week.house(), week.house()
    patient = people.add_patient(worker.desk, worker.by(), PersonForm(home, "Luis Gil"))
    people.edit_patient(worker.desk, worker.by(), patient, PersonForm(other, "Luis Gil", receivers="su hermana Eva", consent_on=TODAY))
    assert [line[0] for line in story(worker, patient)] == ["joined", "moved"]
    row = people.person(worker.desk, patient).person
    assert (row.household_id, row.receivers, row.consent_on) == (other, "su hermana Eva", TODAY)


@pytest.mark.parametrize(
    ("said", "day", "about"),
    [
        ("67 años", date(1959, 1, 1), True),
        ("unos 67", date(1959, 1, 1), True),
        ("24/11/1950", date(1950, 11, 24), False),
        ("1950", date(1950, 1, 1), True),
        ("03/1950", date(1950, 3, 1), True),
        ("8 meses", TODAY - timedelta(days=240), True),
        ("2 semanas", TODAY - timedelta(days=14), True),
        ("120", date(1906, 1, 1), True),
    ],
)
def test_a_birth_as_people_tell_it(said: str, day: date, about: bool) -> None:
    assert people.birth(said, TODAY) == (day, about)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("121 años", "age_implausible"),
        ("999", "age_implausible"),
        ("31/02/1950", "day_unreadable"),
        ("24/11/2027", "birth_date_future"),
        ("2030", "birth_date_future"),
        ("13/1950", "day_unreadable"),
        ("01/01/1900", "birth_date_implausible"),
        ("ayer no más", "day_unreadable"),
    ],
)
def test_a_birth_that_cannot_be(said: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        people.birth(said, TODAY)


def test_what_speaks_against_a_form_names_the_other_entry(week: Week) -> None:
    worker, home = week.worker, week.house()
    first = people.add_patient(worker.desk, worker.by(), PersonForm(home, "Ana Gil", national_id="V-12.345.678"))
    with pytest.raises(Refusal, match="national_id_taken") as refused:
        people.add_patient(worker.desk, worker.by(), PersonForm(home, "Eva Luz", national_id="12345678"))
    assert refused.value.data["patient_id"] == first
    people.add_patient(worker.desk, worker.by(), PersonForm(home, "Rosa Toro", national_id="345678"))  # the end of another's is another
    with pytest.raises(Refusal, match="due_day_implausible"):
        people.add_patient(worker.desk, worker.by(), PersonForm(home, "Luz Paz", due_on=TODAY + timedelta(days=301)))
    with pytest.raises(Refusal, match="consent_in_future"):
        people.add_patient(worker.desk, worker.by(), PersonForm(home, "Luz Paz", consent_on=TODAY + timedelta(days=1)))


def test_an_allergy_is_recognised_by_ingredient_brand_or_group(week: Week) -> None:
    worker = week.worker
    patient = people.add_patient(
        worker.desk, worker.by(), PersonForm(week.house(), "Ana Gil", allergies=("Alergia al ibuprofeno", "j01c", "el polvo"))
    )
    told = {one.told: (one.inn, one.atc) for one in people.person(worker.desk, patient).allergies}
    assert told == {"Alergia al ibuprofeno": ("ibuprofen", ""), "j01c": ("", "J01C"), "el polvo": ("polvo", "")}


def test_opening_a_page_is_recorded_once_and_changes_nothing(week: Week) -> None:
    worker = week.worker
    patient = people.add_patient(worker.desk, worker.by(), PersonForm(week.house(), "Ana Gil"))
    assert people.opened(worker.desk, worker.by(), patient) is True
    assert people.opened(worker.desk, worker.by(), patient) is False
    later = week.later(1).worker
    assert people.opened(later.desk, later.by(), patient) is True
    with worker.desk.read() as connection:
        rows = connection.execute(text("SELECT user_id, subject_kind, subject_id, after FROM audit WHERE verb = 'person.opened'")).all()
    assert [tuple(row) for row in rows] == [(worker.user_id, "patient", patient, None)] * 2


def test_people_are_searched_by_three_letters(week: Week) -> None:
    worker = week.worker
    people.add_patient(worker.desk, worker.by(), PersonForm(week.house(), "Ana Gil"))
    found = {said: len(people.list_people(worker.desk, PeopleFilter(text=said))) for said in ("", "a", "an", "á n", "ana", "gil", " ")}
    assert found == {"": 1, "a": 0, "an": 0, "á n": 0, "ana": 1, "gil": 1, " ": 1}
    assert people.list_people(worker.desk, PeopleFilter(text="an")) == ()


def test_a_house_says_what_a_carrier_must_know(worker: Worker) -> None:
    home = census.add_house_at(worker.desk, worker.by(), "Los Pinos", "Alto", "Casa 1", "portón azul", "0212-555", "perro bravo")
    row = census.household(worker.desk, home)
    assert (row.directions, row.phone, row.access) == ("portón azul", "0212-555", "perro bravo")
