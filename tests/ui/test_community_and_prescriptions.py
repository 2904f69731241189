"""The rooms of the community and of prescriptions, used as a neighbour uses them: by keyboard, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.services import catalogue, census, people, prescriptions
from pharmacy_app.services.people import PeopleFilter, PersonForm
from pharmacy_app.services.prescriptions import ItemFilter, Order
from pharmacy_app.system.language import language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens import community
from pharmacy_app.ui.screens import prescriptions as recetas
from pharmacy_app.ui.screens.community.councils import CouncilsDialog
from pharmacy_app.ui.screens.community.house_form import HouseDialog
from pharmacy_app.ui.screens.community.person_form import PersonDialog
from pharmacy_app.ui.screens.community.person_page import PersonPageDialog
from pharmacy_app.ui.screens.community.room import Community
from pharmacy_app.ui.screens.prescriptions.extend import ExtendDialog
from pharmacy_app.ui.screens.prescriptions.item_dialog import ItemDialog
from pharmacy_app.ui.screens.prescriptions.room import Prescriptions
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from pharmacy_app.ui.widgets.sheet_import import ImportPreview
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.messages import RecordedMessages
from tests.support.tasks import ImmediateTasks

# a completer in a dialog floats; the offscreen screen has no windows to put above one another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

D = TypeVar("D", bound=QDialog)


class Window(QWidget):
    """A bare window with one room in it."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.resize(1366, 700)
        self.worker = worker
        self.language = language("es")
        self.tasks = ImmediateTasks(self)
        self.messages = RecordedMessages(self, self.language)
        self.went: list[tuple[str, object]] = []
        self.context = Context(worker.desk, self.language, self.tasks, self.messages, self.go, worker.by)

    def go(self, room_key: str, target: object = None) -> None:
        self.went.append((room_key, target))

    def put(self, room: Room) -> None:
        room.setParent(self)
        room.setGeometry(self.rect())
        self.tasks.changed.connect(room.refresh)
        self.show()
        room.show()
        room.refresh(frozenset())

    def dialog(self, kind: type[D]) -> D:
        """The open dialog of this kind."""
        return next(one for one in self.findChildren(kind) if one.isVisible())


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("ui") / "template")


@pytest.fixture
def window(template: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    theme.load_fonts()
    theme.choose(theme.Theme())
    worker = sqlite_worker(template, tmp_path / "pharmacy")
    made = Window(worker)
    qtbot.addWidget(made)
    yield made
    worker.desk.store.close()


@pytest.fixture
def census_room(window: Window) -> Community:
    made = community.make(window.context)
    assert isinstance(made, Community)
    window.put(made)
    return made


@pytest.fixture
def orders_room(window: Window) -> Prescriptions:
    made = recetas.make(window.context)
    assert isinstance(made, Prescriptions)
    return made


def person(window: Window, name: str, council: str = "Los Pinos", **more: Any) -> int:
    desk, by = window.worker.desk, window.worker.by
    home = census.add_house_at(desk, by(), council, "La Escalera", f"Casa de {name}")
    return people.add_patient(desk, by(), PersonForm(home, name, date(1950, 3, 4), **more))


def prescribed(window: Window, patient: int, words: str, directions: str, **more: Any) -> int:
    desk, by = window.worker.desk, window.worker.by
    medicine = catalogue.search_medicines(desk, words)[0].medicine
    order = Order(words, medicine.id, directions, **more)
    return prescriptions.write(desk, by(), patient, "Dra. Luz Gil", TODAY, [order]).items[0][0]


def type_in(line: QWidget, text: str) -> None:
    """Letter by letter, in any alphabet (Qt's own test keys know ASCII alone)."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(parent: QWidget, words: str) -> None:
    next(button for button in parent.findChildren(QPushButton) if button.text() == words).click()


def pick(qtbot: QtBot, field: Any, text: str) -> None:
    """Types into a completer, and takes the first suggestion with Return."""
    field.line.setFocus()
    qtbot.waitUntil(field.line.hasFocus)
    type_in(field.line, text)
    qtbot.waitUntil(lambda: bool(field.suggestions))
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.value() is not None


# the community ---------------------------------------------------------------------------------------


def test_an_empty_room_offers_the_first_step(census_room: Community, window: Window) -> None:
    assert census_room.empty.isVisible() and not census_room.table.isVisible()
    census_room.act()
    assert window.dialog(PersonDialog).name.text() == ""


def test_a_person_is_written_with_a_house_that_was_not_there(census_room: Community, window: Window, qtbot: QtBot) -> None:
    census_room.act()
    form = window.dialog(PersonDialog)
    type_in(form.name.line, "Ana Díaz")
    type_in(form.born.line, "04/03/1950")
    assert "76" in form.born.hint.text()
    type_in(form.conditions.line, "hipertensión, azúcar alta")
    type_in(form.allergies.line, "penicilina")
    form.criteria["homebound"].setChecked(True)
    form.house.line.setFocus()
    qtbot.waitUntil(form.house.line.hasFocus)
    type_in(form.house.line, "Casa 12")
    qtbot.keyClick(form.house.line, Qt.Key.Key_F2)
    house = window.dialog(HouseDialog)
    assert house.house.text() == "Casa 12"
    type_in(house.council.line, "Los Pinos")
    type_in(house.sector.line, "La Escalera")
    press(house, window.language.tr("Add"))
    assert form.name.text() == "Ana Díaz" and form.house.value() is not None  # nothing half typed was lost
    assert form.verb is not None
    form.verb.click()
    (row,) = people.list_people(window.worker.desk, PeopleFilter())
    assert (row.name, row.birth_date, row.criteria, row.house) == ("Ana Díaz", date(1950, 3, 4), ("homebound",), "Casa 12")
    assert set(row.conditions) == {"hypertension", "diabetes"}
    assert census_room.table.isVisible() and [one.name for one in census_room.table.rows.rows] == ["Ana Díaz"]


def test_a_refused_form_stays_open_and_says_where(census_room: Community, window: Window, qtbot: QtBot) -> None:
    person(window, "Ana Díaz", national_id="V-123")
    census_room.act()
    form = window.dialog(PersonDialog)
    assert form.verb is not None
    type_in(form.name.line, "Eva Luz")
    form.verb.click()
    assert form.isVisible() and form.house.line.property("wrong") and not form.name.line.property("wrong")
    type_in(form.conditions.line, "mal de ojo")
    form.verb.click()
    assert form.conditions.line.property("wrong") and "mal de ojo" in form.conditions.hint.text()
    form.conditions.clear()
    pick(qtbot, form.house, "ana")
    type_in(form.number.line, "123")
    form.verb.click()
    assert form.isVisible() and form.number.line.property("wrong")
    assert people.count_people(window.worker.desk, PeopleFilter()) == 1


def test_people_are_filtered_found_and_opened(census_room: Community, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Núñez", criteria=("homebound",))
    person(window, "Luis Pérez", council="La Vega")
    prescribed(window, ana, "losartan 50 mg tablet", "1 tableta diaria", chronic=True)
    census_room.refresh(frozenset())
    type_in(census_room.search, "nunez")
    qtbot.keyClick(census_room.search, Qt.Key.Key_Return)
    assert [row.name for row in census_room.table.rows.rows] == ["Ana Núñez"]
    census_room.search.clear()
    census_room.council.setCurrentIndex(census_room.council.findText("La Vega"))
    census_room.council.activated.emit(census_room.council.currentIndex())
    assert [row.name for row in census_room.table.rows.rows] == ["Luis Pérez"]
    census_room.council.setCurrentIndex(0)
    census_room.chips.set_current("homebound")
    census_room.chips.chosen.emit("homebound")
    census_room.table.setFocus()
    qtbot.keyClick(census_room.table, Qt.Key.Key_Return)
    page = window.dialog(PersonPageDialog)
    assert [row.inn for row in page.items.rows.rows] == ["losartan"]
    press(page, window.language.tr("Prescribe"))
    assert window.went == [("prescriptions", ("write", ana))]


def test_an_edit_keeps_what_was_not_touched(census_room: Community, window: Window) -> None:
    ana = person(window, "Ana Díaz", conditions=("hypertension",), criteria=("lives_alone",), allergies=("penicilina",), tier="A")
    census_room.refresh(frozenset())
    before = people.person(window.worker.desk, ana)
    census_room.edit()
    form = window.dialog(PersonDialog)
    form.phone.set_text("0412")
    assert form.verb is not None
    form.verb.click()
    after = people.person(window.worker.desk, ana)
    assert after.person.phone == "0412"
    assert (after.person.conditions, after.person.criteria, after.person.tier) == (before.person.conditions, ("lives_alone",), "A")
    assert [one.told for one in after.allergies] == ["penicilina"]


def test_a_census_is_seen_before_it_is_written(
    census_room: Community, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "censo.csv"
    path.write_text("council,sector,house,name,birth_date\nLos Pinos,Alto,Casa 1,Eva Luz,1950-03-14\nLos Pinos,Alto,Casa 2,,1950-03-14\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    census_room.bring_in()
    seen = window.dialog(ImportPreview)
    assert [(row.row, row.status) for row in seen.table.rows.rows] == [(3, "refused")]
    assert people.count_people(window.worker.desk, PeopleFilter()) == 0 and seen.verb is not None
    seen.verb.click()
    assert [row.name for row in census_room.table.rows.rows] == ["Eva Luz"] and len(window.messages.toasts) == 1
    out = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    census_room.export()
    assert "Eva Luz" in out.read_text(encoding="utf-8-sig")


def test_what_is_no_census_is_said_and_nothing_opens(
    census_room: Community, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "foto.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    census_room.bring_in()
    assert len(window.messages.errors) == 1 and not any(one.isVisible() for one in window.findChildren(ImportPreview))


def test_a_council_is_one_line(census_room: Community, window: Window, qtbot: QtBot) -> None:
    census_room.councils()
    dialog = window.dialog(CouncilsDialog)
    dialog.name.line.setFocus()
    type_in(dialog.name.line, "Los Pinos")
    for field in (dialog.name, dialog.office, dialog.phone):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert [row.name for row in census.councils(window.worker.desk)] == ["Los Pinos"] and dialog.name.text() == ""
    type_in(dialog.name.line, "LOS PINOS")
    qtbot.keyClick(dialog.phone.line, Qt.Key.Key_Return)
    assert dialog.name.line.property("wrong")


# prescriptions ---------------------------------------------------------------------------------------


def test_a_prescription_is_written_without_the_mouse(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    person(window, "Ana Díaz")
    window.put(orders_room)
    assert orders_room.empty.isVisible()
    orders_room.act()
    form = window.dialog(WriteDialog)
    pick(qtbot, form.person, "diaz")
    type_in(form.doctor.line, "Dra. Luz Gil")
    pick(qtbot, form.medicine, "лозартан 50")
    type_in(form.directions.line, "1 tableta cada 12 horas por 30 días")
    qtbot.waitUntil(lambda: "60" in form.echo.text())
    for field in (form.directions, form.units, form.days):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert len(form.lines) == 1 and form.medicine.text() == ""
    type_in(form.medicine.line, "pastillita rosada")
    qtbot.keyClick(form.medicine.line, Qt.Key.Key_F2)
    type_in(form.directions.line, "como le dijo la doctora")
    qtbot.keyClick(form.days.line, Qt.Key.Key_Return)
    assert [line[1].status for line in form.lines] == ["active", "waiting"]
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rows = prescriptions.list_items(window.worker.desk, ItemFilter(), "medicine")
    assert {(row.medicine_text == "pastillita rosada", row.status, row.units, row.doctor) for row in rows} == {
        (False, "active", 2, "Dra. Luz Gil"), (True, "waiting", None, "Dra. Luz Gil"),
    }  # fmt: skip
    assert len(orders_room.table.rows.rows) == 2


def test_a_prescription_without_doctor_or_person_says_so(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Díaz")
    window.put(orders_room)
    orders_room.on_enter(("write", ana))
    form = window.dialog(WriteDialog)
    assert form.person.value() == ana and form.verb is not None
    form.verb.click()
    assert form.medicine.line.property("wrong")
    pick(qtbot, form.medicine, "metformin 850")
    type_in(form.units.line, "2")
    type_in(form.days.line, "30")
    form.verb.click()  # the line that was being typed is put on the paper first, and seen
    assert len(form.lines) == 1
    form.verb.click()
    assert form.isVisible() and form.doctor.line.property("wrong")
    form.day.set_text("24/11/2026")
    form.doctor.set_text("Dr. Otro")
    form.verb.click()
    assert form.day.line.property("wrong") and prescriptions.count_items(window.worker.desk, ItemFilter()) == 0


def test_twenty_treatments_go_on_in_few_keys(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    for n in range(20):
        prescribed(window, person(window, f"Persona {n:02d}"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=10)
    window.put(orders_room)
    orders_room.on_enter("due")
    assert len(orders_room.table.rows.rows) == 20
    orders_room.table.setFocus()
    qtbot.keyClicks(orders_room.table, "*")
    orders_room.extend()
    dialog = window.dialog(ExtendDialog)
    keys = "60"
    type_in(dialog.days.line, keys)
    qtbot.keyClick(dialog.days.line, Qt.Key.Key_Return)
    type_in(dialog.doctor.line, "Dra. Luz Gil")
    dialog.doctor.close_popup()
    qtbot.keyClick(dialog.doctor.line, Qt.Key.Key_Return)
    ends = {row.review_on for row in prescriptions.list_items(window.worker.desk, ItemFilter())}
    assert ends == {TODAY + timedelta(days=69)}
    assert orders_room.table.rows.rows == [] and not orders_room.marked


def test_the_space_bar_marks_and_goes_down(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    ids = [prescribed(window, person(window, f"Persona {n}"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True) for n in range(3)]
    window.put(orders_room)
    orders_room.table.setFocus()
    qtbot.keyClicks(orders_room.table, "  ")
    assert orders_room.marked == set(ids[:2]) and orders_room.table.row().id == ids[2]
    assert "2" in orders_room.note.text()


def test_without_a_doctor_nothing_is_extended(orders_room: Prescriptions, window: Window) -> None:
    item = prescribed(window, person(window, "Ana"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=10)
    window.put(orders_room)
    orders_room.extend()
    dialog = window.dialog(ExtendDialog)
    assert dialog.verb is not None
    dialog.verb.click()
    assert dialog.isVisible() and dialog.doctor.line.property("wrong")
    (row,) = prescriptions.list_items(window.worker.desk, ItemFilter())
    assert (row.id, row.review_on) == (item, TODAY + timedelta(days=9))


def test_a_waiting_line_is_answered_step_by_step(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Díaz", allergies=("penicilina",))
    desk, by = window.worker.desk, window.worker.by
    prescriptions.write(desk, by(), ana, "Dra. Gil", TODAY, [Order("las cápsulas rojas", None, "como siempre", days=7)])
    window.put(orders_room)
    orders_room.on_enter("waiting")
    orders_room.open_item(orders_room.table.row())
    dialog = window.dialog(ItemDialog)
    press(dialog, window.language.tr("It is this one"))
    assert dialog.isVisible() and dialog.medicine.line.property("wrong")
    pick(qtbot, dialog.medicine, "amoxicilina 500")
    press(dialog, window.language.tr("It is this one"))
    (row,) = prescriptions.list_items(desk, ItemFilter())
    assert (row.inn, row.status, set(row.reason.split(";"))) == ("amoxicillin", "waiting", {"directions_unclear", "allergy"})
    orders_room.open_item(row)
    dialog = window.dialog(ItemDialog)
    type_in(dialog.units.line, "3")
    press(dialog, window.language.tr("Take this"))
    (row,) = prescriptions.list_items(desk, ItemFilter())
    assert (row.units, row.per_days, row.reason) == (3, 1, "allergy")
    orders_room.open_item(row)
    dialog = window.dialog(ItemDialog)
    press(dialog, window.language.tr("The doctor says yes"))
    assert dialog.isVisible() and dialog.doctor.line.property("wrong")
    dialog.doctor.set_text("Dra. Gil")
    press(dialog, window.language.tr("The doctor says yes"))
    (row,) = prescriptions.list_items(desk, ItemFilter())
    assert (row.status, row.cleared) == ("active", "dose;allergy")
    assert orders_room.table.rows.rows == []


def test_a_treatment_is_ended_with_a_reason(orders_room: Prescriptions, window: Window) -> None:
    prescribed(window, person(window, "Ana"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True)
    window.put(orders_room)
    orders_room.open_item(orders_room.table.row())
    dialog = window.dialog(ItemDialog)
    dialog.because.set_value("doctor")
    press(dialog, window.language.tr("End the treatment"))
    (row,) = prescriptions.list_items(window.worker.desk, ItemFilter(statuses=()))
    assert (row.status, row.reason) == ("closed", "doctor") and orders_room.table.rows.rows == []


def test_a_sheet_of_prescriptions_is_seen_before_it_is_written(
    orders_room: Prescriptions, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = people.person(window.worker.desk, person(window, "Ana")).person.code
    window.put(orders_room)
    path = tmp_path / "recetas.csv"
    head = "patient_code,doctor,date,inn,strength,form,directions,units_per_day,days,chronic\n"
    path.write_text(head + f"{code},Dra. Gil,2026-11-20,losartan,50 mg,tablet,,2,30,no\nNADIE,,2026-11-20,losartan,50 mg,tablet,,2,30,no\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    orders_room.bring_in()
    seen = window.dialog(ImportPreview)
    assert [row.reason for row in seen.table.rows.rows] == ["patient_code_unknown"] and seen.verb is not None
    seen.verb.click()
    assert [row.inn for row in orders_room.table.rows.rows] == ["losartan"]
