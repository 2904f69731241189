"""The room of the community, used as a neighbour uses it: by keyboard, on a real database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from pharmacy_app.services import census, people, standings
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.screens import community
from pharmacy_app.ui.screens.community.census_sheet import CensusSheet
from pharmacy_app.ui.screens.community.councils import CouncilsDialog
from pharmacy_app.ui.screens.community.house_form import HouseDialog
from pharmacy_app.ui.screens.community.list_form import ListDialog
from pharmacy_app.ui.screens.community.person_form import PersonDialog
from pharmacy_app.ui.screens.community.person_page import PersonPageDialog
from pharmacy_app.ui.screens.community.room import Community
from tests.support.one_room import Window, person, pick, prescribed, press, type_in

# a completer in a dialog floats; the offscreen screen has no windows to put above one another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
def census_room(window: Window) -> Community:
    made = community.make(window.context)
    assert isinstance(made, Community)
    window.put(made)
    return made


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
    assert len(people.list_people(window.worker.desk, PeopleFilter())) == 1


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
    ana = person(
        window,
        "Ana Díaz",
        conditions=("hypertension",),
        criteria=("lives_alone",),
        allergies=("penicilina",),
        tier="A",
        tier_why="vive sola",
    )
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


def test_another_priority_is_written_with_why_alone(census_room: Community, window: Window) -> None:
    ana = person(window, "Ana Díaz")
    census_room.refresh(frozenset())
    census_room.edit()
    form = window.dialog(PersonDialog)
    assert form.verb is not None
    assert not form.fields.tier_why.isVisibleTo(form)
    form.fields.tier.set_value("A")
    form.fields.tier.changed.emit("A")
    assert form.fields.tier_why.isVisibleTo(form)
    form.verb.click()
    assert people.person(window.worker.desk, ana).person.tier == ""
    assert form.fields.tier_why.line.property("wrong")
    form.fields.tier_why.set_text("ya no sale de casa")
    form.verb.click()
    assert people.person(window.worker.desk, ana).person.tier == "A"
    (decision,) = standings.tiers_of(window.worker.desk, ana)
    assert (decision.tier, decision.why) == ("A", "ya no sale de casa")


def test_a_census_is_seen_before_it_is_written(
    census_room: Community, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "censo.csv"
    path.write_text("council,sector,house,name,birth_date\nLos Pinos,Alto,Casa 1,Eva Luz,1950-03-14\nLos Pinos,Alto,Casa 2,,1950-03-14\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    census_room.bring_in()
    seen = window.dialog(CensusSheet)
    assert [(one.row.row, one.status) for one in seen.table.rows.rows] == [(3, "refused")]
    assert len(people.list_people(window.worker.desk, PeopleFilter())) == 0 and seen.verb is not None
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
    assert len(window.messages.errors) == 1 and not any(one.isVisible() for one in window.findChildren(CensusSheet))


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
    window.messages.answer = False
    dialog.reject()
    assert dialog.isVisible() and window.messages.questions[-1].verb == "Salir", "what was typed is asked about"
    dialog.name.clear()
    dialog.table.opened.emit(dialog.table.row())
    assert dialog.name.text() == "Los Pinos"
    dialog.reject()
    assert dialog.isVisible() and dialog.name.text() == "", "the council that was opened is left as it was"
    dialog.reject()
    assert not dialog.isVisible()


def test_an_allergy_says_at_once_what_it_is_checked_against(census_room: Community, window: Window, qtbot: QtBot) -> None:
    census_room.act()
    field = window.dialog(PersonDialog).allergies
    standing = field.hint.text()
    type_in(field.line, "penicilina y losartán, mariscos")
    qtbot.waitUntil(lambda: "mariscos" in field.hint.text())
    assert "penicilina (J01C): " in field.hint.text() and "losartán: " in field.hint.text()
    said = field.hint.text()
    field.check()  # the field is left
    assert field.hint.text() == said
    field.line.selectAll()
    type_in(field.line, "sulfa")
    assert field.hint.text() == standing  # what was said of another text is gone
    qtbot.waitUntil(lambda: "sulfa (J01E): " in field.hint.text())


WRONG = {
    "name": ("", "ñ" * 301, "\x00", "=1+1", "🌸"),
    "born": ("31/02/1990", "121 años", "24/11/1850", "24/11/2030", "hola", "29/02/2023", "1 año 🌸", "7" * 300),
    "number": ("v" * 301, "V-1.234.567"),  # somebody has it
    "phone": ("0" * 301,),
    "conditions": ("gripe", "🌸", "z" * 500, "HTA y gripe"),
    "due": ("31/02/2027", "24/11/1990", "01/01/2030"),
    "allergies": ("ñ" * 301,),
    "receivers": ("su hija " * 50,),
    "consent": ("31/02/2026", "01/01/2030", "sí", "24/11/1850"),
}


@pytest.mark.parametrize("which", WRONG)
def test_what_cannot_be_is_said_in_one_sentence_at_its_field_and_nothing_is_lost(
    which: str, census_room: Community, window: Window, qtbot: QtBot
) -> None:
    person(window, "Otra Persona", national_id="V-1234567")
    census_room.add()
    dialog = window.dialog(PersonDialog)
    fields = dialog.fields
    pick(qtbot, fields.house, "Casa de Otra")
    typed = {
        "name": "Ana Gil",
        "born": "67 años",
        "number": "V-7",
        "phone": "0412",
        "allergies": "penicilina",
        "receivers": "su hija",
        "consent": "hoy",
    }
    for key, text in typed.items():
        getattr(fields, key).set_text(text)
    fields.conditions.set_text("embarazo")
    everything = (fields.name, fields.born, fields.number, fields.phone, fields.conditions, fields.due, fields.allergies, fields.receivers)
    field = getattr(fields, which)
    for text in WRONG[which]:
        field.line.clear()
        type_in(field.line, text)
        before = [one.line.text() for one in everything]
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        wrong = [one for one in (*everything, fields.consent, fields.house) if one.line.property("wrong")]
        assert wrong == [field], text[:20]
        assert field.hint.text().count(".") <= 3 and 8 < len(field.hint.text()) < 250
        assert dialog.isVisible() and not window.messages.errors and [one.line.text() for one in everything] == before
    field.line.clear()
    type_in(field.line, {"conditions": "diabetes asma", "due": "01/03/2027", **typed}[which])
    if which == "conditions":
        fields.due.clear()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (saved,) = people.list_people(window.worker.desk, PeopleFilter(text="Ana Gil"))
    assert saved.receivers == "su hija" and saved.phone == "0412"
    assert set(saved.conditions) == ({"diabetes", "asthma"} if which == "conditions" else {"pregnancy"})


def test_a_long_text_of_a_house_is_said_at_its_field(census_room: Community, window: Window) -> None:
    saved: list[object] = []
    HouseDialog(census_room, window.context, "Casa 1", saved.append).open()
    dialog = window.dialog(HouseDialog)
    for field, good in ((dialog.council, "Los Pinos"), (dialog.sector, "Alto 🌸"), (dialog.house, "Casa\n1"), (dialog.directions, ""),
                        (dialog.phone, ""), (dialog.access, "perro <b>bravo</b>")):  # fmt: skip
        if field is not dialog.council:
            dialog.council.set_text("Los Pinos")
        field.line.setText("é" * 301)
        press(dialog, window.language.tr("Add"))
        assert field.line.property("wrong") and dialog.isVisible() and not window.messages.errors and not saved
        field.set_text(good)
    press(dialog, window.language.tr("Add"))
    (house,) = census.households(window.worker.desk)
    assert (house.house, house.sector, house.access) == ("Casa 1", "Alto 🌸", "perro <b>bravo</b>") and len(saved) == 1


def test_whoever_leaves_a_form_half_typed_is_asked(census_room: Community, window: Window, qtbot: QtBot) -> None:
    census_room.add()
    dialog = window.dialog(PersonDialog)
    window.messages.answer = False
    type_in(dialog.name.line, "Ana")
    dialog.reject()
    assert dialog.isVisible() and dialog.name.text() == "Ana" and len(window.messages.questions) == 1
    window.messages.answer = True
    dialog.reject()
    census_room.add()
    fresh = next(one for one in window.findChildren(PersonDialog) if one.isVisible() and one is not dialog)
    fresh.reject()
    assert len(window.messages.questions) == 2, "nothing typed, nothing asked"


def test_the_list_for_the_committee_is_whom_the_room_shows(
    census_room: Community, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(window, "Ana Gil", conditions=("diabetes",))
    person(window, "Luis Toro")
    filters = census_room.filters
    filters.condition.setCurrentIndex(filters.condition.findData("diabetes"))
    filters.chips.set_current("unseen")
    filters.changed.emit()
    census_room.list_people()
    dialog = window.dialog(ListDialog)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert any("diabetes" in one and "Sin visita" in one for one in said), said
    assert dialog.asked().words == "Sin visita", "a paper without illnesses does not tell whom it chose by"
    dialog.health.setChecked(True)
    assert "diabetes" in dialog.asked().words
    dialog.health.setChecked(False)
    dialog.make()
    assert window.dialog(Preview).isVisible() and not window.messages.errors
    census_room.list_people()
    dialog = next(one for one in window.findChildren(ListDialog) if one.isVisible())
    dialog.kind.set_value("sheet")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "lista"), ""))
    dialog.make()
    assert (tmp_path / "lista.xlsx").exists() and window.messages.toasts[-1] == "Se guardó 1 persona."
