"""What happens in people's lives, and people who stand twice: from the screen, as a neighbour does it."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from pharmacy_app.domain.errors import Trouble
from pharmacy_app.services import census, duplicates, people
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.services.prescriptions import ItemFilter
from pharmacy_app.ui.screens import community
from pharmacy_app.ui.screens.community.councils import CouncilsDialog
from pharmacy_app.ui.screens.community.house_form import HouseDialog
from pharmacy_app.ui.screens.community.life_forms import BornForm, LeaveForm, MoveForm, ReturnForm
from pharmacy_app.ui.screens.community.person_form import PersonDialog
from pharmacy_app.ui.screens.community.person_page import PersonPageDialog
from pharmacy_app.ui.screens.community.room import Community
from pharmacy_app.ui.screens.community.twice import CompareForm, TwiceDialog
from tests.support import reading
from tests.support.desks import TODAY
from tests.support.one_room import Window, person, pick, prescribed, press, type_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
def census_room(window: Window) -> Community:
    made = community.make(window.context)
    assert isinstance(made, Community)
    window.put(made)
    return made


def read(widget: QWidget) -> str:
    """All that can be read in it."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def opened(window: Window) -> int:
    with window.worker.desk.read() as connection:
        return int(connection.execute(text("SELECT COUNT(*) FROM audit WHERE verb = 'person.opened'")).scalar_one())


def test_an_age_consent_and_who_receives_are_written(census_room: Community, window: Window, qtbot: QtBot) -> None:
    person(window, "Luis Toro")
    census_room.add()
    form = window.dialog(PersonDialog)
    type_in(form.name.line, "Ana Díaz")
    type_in(form.born.line, "27 años")
    assert form.born.hint.text() == "= unos 27 años"
    pick(qtbot, form.house, "Luis")
    type_in(form.conditions.line, "embarazo")
    assert form.fields.due.isVisible()
    type_in(form.fields.due.line, "24/02/2027")
    type_in(form.fields.receivers.line, "su hermana Eva")
    type_in(form.fields.consent.line, "hoy")
    assert form.verb is not None
    form.verb.click()
    (row,) = people.list_people(window.worker.desk, PeopleFilter(text="Ana Díaz"))
    assert (row.birth_date, row.birth_estimated, row.due_on) == (date(1999, 1, 1), True, date(2027, 2, 24))
    assert (row.receivers, row.consent_on) == ("su hermana Eva", TODAY)
    census_room.open_id(row.id)
    page = read(window.dialog(PersonPageDialog))
    assert "unos 27 años" in page and "24/02/2027" in page and "su hermana Eva" in page and "el 23/11/2026" in page
    window.dialog(PersonPageDialog).reject()
    census_room.open_id(people.list_people(window.worker.desk, PeopleFilter(text="Luis Toro"))[0].id)
    assert "aún no se le preguntó" in read(window.dialog(PersonPageDialog))


def test_somebody_alike_is_named_and_is_not_in_the_way(census_room: Community, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Hernández Gil", national_id="V-12.345.678")
    census_room.add()
    form = window.dialog(PersonDialog)
    form.name.line.setFocus()
    type_in(form.name.line, "Ana Ernandes Jil")
    type_in(form.born.line, "04/03/1950")
    qtbot.keyClick(form.born.line, Qt.Key.Key_Tab)
    form.born.line.editingFinished.emit()
    assert form.alike.isVisible() and "Ana Hernández Gil" in form.alike.text() and "mismo nombre" in form.alike.text()
    form.see.click()
    assert window.dialog(PersonPageDialog).windowTitle() == "Ana Hernández Gil"
    window.dialog(PersonPageDialog).reject()
    assert form.isVisible() and form.name.text() == "Ana Ernandes Jil"
    form.activateWindow()
    pick(qtbot, form.house, "Ana")
    type_in(form.number.line, "12345678")
    assert form.verb is not None
    form.verb.click()
    assert form.isVisible() and form.number.line.property("wrong") and form.see.isVisible()  # the cédula is Ana's: look at her
    form.number.clear()
    form.verb.click()
    assert len(people.list_people(window.worker.desk, PeopleFilter())) == 2
    (pair,) = duplicates.possible(window.worker.desk)
    assert {pair.first.id, pair.second.id} == {ana, ana + 1}


def test_a_pair_is_compared_joined_and_parted(census_room: Community, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Gil Toro", national_id="V-1234567")
    twin = person(window, "Ana Jil Toro", phone="0412-1")
    census_room.twice()
    listed = window.dialog(TwiceDialog)
    assert len(listed.table.rows.rows) == 1
    qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    form = window.dialog(CompareForm)
    assert (form.kept.id, form.taken()) == (ana, {"phone"})
    form.exchange()
    assert form.kept.id == twin and form.taken() == {"national_id"}
    form.exchange()
    form.other["name"].setChecked(True)
    assert form.verb is not None
    form.verb.click()
    row = people.person(window.worker.desk, ana).person
    assert (row.name, row.phone, row.national_id) == ("Ana Jil Toro", "0412-1", "V-1234567")
    assert not listed.table.rows.rows and [one.id for one in census_room.table.rows.rows] == [ana]
    window.messages.undos[-1]()
    assert people.person(window.worker.desk, ana).person.name == "Ana Gil Toro" and len(listed.table.rows.rows) == 1
    qtbot.keyClick(listed.table, Qt.Key.Key_N)
    assert not listed.table.rows.rows
    window.messages.undos[-1]()
    assert len(listed.table.rows.rows) == 1


def test_a_family_moves_house(census_room: Community, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Gil")
    home = people.person(window.worker.desk, ana).household.id
    son = people.add_patient(window.worker.desk, window.worker.by(), people.PersonForm(home, "Luis Gil"))
    person(window, "Eva Luz")
    census_room.open_id(ana)
    press(window.dialog(PersonPageDialog), "Se muda")
    form = window.dialog(MoveForm)
    pick(qtbot, form.house, "Eva")
    form.day.set_text("30/02/2026")
    form.others[son].setChecked(True)
    assert form.verb is not None
    form.verb.click()
    assert form.isVisible() and form.day.line.property("wrong")
    form.day.set_text("20/11/2026")
    form.verb.click()
    assert {people.person(window.worker.desk, one).household.house for one in (ana, son)} == {"Casa de Eva Luz"}
    census_room.open_id(son)
    assert "20/11/2026 · se mudó de Casa de Ana Gil a Casa de Eva Luz" in read(window.dialog(PersonPageDialog))
    window.messages.undos[-1]()
    assert people.person(window.worker.desk, son).household.id == home


def test_a_house_that_is_not_there_yet_is_added_on_the_way(census_room: Community, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Gil")
    census_room.open_id(ana)
    press(window.dialog(PersonPageDialog), "Se muda")
    form = window.dialog(MoveForm)
    form.note.set_text("consiguió casa")
    form.house.line.setFocus()
    qtbot.waitUntil(form.house.line.hasFocus)
    qtbot.keyClick(form.house.line, Qt.Key.Key_F2)
    house = window.dialog(HouseDialog)
    for field, told in ((house.council, "Altamira"), (house.sector, "Alto"), (house.house, "Casa 7"), (house.access, "perro bravo")):
        field.clear()  # the only council there is stands there already
        type_in(field.line, told)
    press(house, window.language.tr("Add"))
    assert form.note.text() == "consiguió casa" and form.verb is not None
    form.verb.click()
    page = people.person(window.worker.desk, ana)
    assert (page.household.house, page.household.council, page.household.access) == ("Casa 7", "Altamira", "perro bravo")


def test_somebody_leaves_and_comes_back_with_their_treatments(census_room: Community, window: Window) -> None:
    ana = person(window, "Ana Gil")
    prescribed(window, ana, "losartan 50 mg tablet", "1 tableta cada 12 horas", chronic=True)
    census_room.open_id(ana)
    press(window.dialog(PersonPageDialog), "Ya no está")
    form = window.dialog(LeaveForm)
    assert form.verb is not None
    form.verb.click()
    assert window.messages.toasts[-1] == "1 tratamiento terminado."
    row = people.person(window.worker.desk, ana).person
    assert (row.active, row.left_why, row.treatments) == (False, "moved", 0)
    census_room.open_id(ana)
    page = window.dialog(PersonPageDialog)
    assert "se mudó lejos (23/11/2026)" in read(page)
    press(page, window.language.tr("Came back"))
    back = window.dialog(ReturnForm)
    back.again.setChecked(True)
    assert back.verb is not None
    back.verb.click()
    assert people.person(window.worker.desk, ana).person.active
    assert len(reading.items(window.worker.desk, ItemFilter(patient_id=ana))) == 1


def test_a_child_is_written_into_its_mothers_house(census_room: Community, window: Window) -> None:
    ana = person(window, "Ana Gil", sex="F", conditions=("pregnancy",))
    census_room.open_id(ana)
    press(window.dialog(PersonPageDialog), "Nació un bebé")
    form = window.dialog(BornForm)
    assert form.verb is not None
    form.verb.click()
    assert form.isVisible() and form.child.line.property("wrong")  # it has no name yet
    type_in(form.child.line, "Luz Gil")
    form.verb.click()
    page = people.person(window.worker.desk, ana)
    assert page.person.conditions == () and {row.name for row in page.members} == {"Ana Gil", "Luz Gil"}


def test_a_look_is_recorded_behind_the_page_and_no_name_is_logged(
    census_room: Community, window: Window, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = person(window, "Ana Gil", national_id="V-1234567")
    census_room.refresh(frozenset())
    told: list[object] = []
    window.tasks.changed.connect(told.append)
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            census_room.open_id(ana)
            window.dialog(PersonPageDialog).reject()
        census_room.edit()
        window.dialog(PersonDialog).reject()
    assert opened(window) == 1 and told == []
    assert not any(word in caplog.text for word in ("Ana", "Gil", "1234567"))

    def full(*_: object) -> bool:
        raise Trouble("disk_full", "database")

    monkeypatch.setattr(people, "opened", full)
    census_room.open_id(ana)
    assert window.dialog(PersonPageDialog).isVisible() and len(window.messages.errors) == 1  # shown, and said


def test_sectors_are_put_in_order_and_doctors_attend(census_room: Community, window: Window, qtbot: QtBot) -> None:
    person(window, "Ana Gil")
    desk = window.worker.desk
    council = census.councils(desk)[0].id
    census_room.councils()
    dialog = window.dialog(CouncilsDialog)
    walk = dialog.walk
    for name in ("El Pozo", "Parte Alta"):
        type_in(walk.sector.line, name)
        qtbot.keyClick(walk.sector.line, Qt.Key.Key_Return)
    assert [row.name for row in census.sectors(desk, council)] == ["La Escalera", "El Pozo", "Parte Alta"]
    walk.sectors.select(census.sectors(desk, council)[2].id)
    walk.move_sector(-1)
    walk.move_sector(-1)
    walk.move_sector(-1)  # further than the first there is no place
    assert [row.name for row in census.sectors(desk, council)] == ["Parte Alta", "La Escalera", "El Pozo"]
    type_in(walk.sector.line, "el pozo")
    qtbot.keyClick(walk.sector.line, Qt.Key.Key_Return)
    assert walk.sector.line.property("wrong")
    walk.sectors.select(census.sectors(desk, council)[0].id)
    walk.sectors.setFocus()
    qtbot.waitUntil(walk.sectors.hasFocus)
    qtbot.keyClick(walk.sectors, Qt.Key.Key_Return)
    assert walk.sector.text() == "Parte Alta" and walk.sector.name.text() == "Nuevo nombre de este sector"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and walk.sector.text() == "" and not walk.renaming  # Esc leaves the name, not the dialog
    for name, wrong in (("LA ESCALERA", True), ("   ", True), ("s" * 301, True), ("El Mirador", False)):
        walk.rename(walk.sectors.row())
        walk.sector.line.clear()
        type_in(walk.sector.line, name)
        qtbot.keyClick(walk.sector.line, Qt.Key.Key_Return)
        assert bool(walk.sector.line.property("wrong")) is wrong
    assert [row.name for row in census.sectors(desk, council)] == ["El Mirador", "La Escalera", "El Pozo"]
    assert walk.sectors.row().name == "El Mirador" and walk.sector.name.text() == "Sector nuevo"
    census_room.council.setCurrentIndex(1)
    census_room.filters.changed.emit()
    assert census_room.filters.sector.findText("El Mirador") > 0, "the room behind it shows the new name"
    type_in(walk.doctor.line, "Dra. Luz Gil")
    qtbot.keyClick(walk.doctor.line, Qt.Key.Key_Return)
    assert [(one.name, one.council_id) for one in people.doctors(desk)] == [("Dra. Luz Gil", council)]
    walk.doctors.select(people.doctors(desk)[0].id)
    walk.doctors.setFocus()
    qtbot.waitUntil(walk.doctors.hasFocus)
    qtbot.keyClick(walk.doctors, Qt.Key.Key_Delete)
    assert people.doctors(desk)[0].council_id is None


def test_two_letters_look_nobody_up(census_room: Community, window: Window) -> None:
    person(window, "Ana Gil")
    census_room.search.setText("an")
    census_room.search.returnPressed.emit()
    assert not census_room.table.rows.rows
    census_room.search.setText("ana")
    census_room.search.returnPressed.emit()
    assert [row.name for row in census_room.table.rows.rows] == ["Ana Gil"]


def test_how_a_house_is_found_is_put_right_from_the_page_of_who_lives_there(census_room: Community, window: Window) -> None:
    ana = person(window, "Ana Gil")
    before = people.person(window.worker.desk, ana).household
    census_room.open_id(ana)
    press(window.dialog(PersonPageDialog), window.language.tr("House"))
    house = window.dialog(HouseDialog)
    assert house.house.text() == before.house and not house.council.isVisibleTo(house)
    for field, told in ((house.directions, "puerta azul"), (house.phone, "0499-1112233"), (house.access, "sin luz de noche")):
        field.clear()
        type_in(field.line, told)
    press(house, window.language.tr("Save"))
    after = people.person(window.worker.desk, ana).household
    assert (after.id, after.sector, after.directions, after.phone, after.access) == (
        before.id, before.sector, "puerta azul", "0499-1112233", "sin luz de noche",
    )  # fmt: skip
    assert window.messages.toasts[-1] == window.language.tr("Saved.")
