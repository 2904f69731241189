"""The room of family kits, used as the committee uses it: by keyboard, on a real database."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pharmacy_app.services import census, kit_rules, kits, matching, people
from pharmacy_app.services.people import PersonForm
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.screens.community import kits as screen
from pharmacy_app.ui.screens.community.kits.family import EndDialog, FamilyDialog
from pharmacy_app.ui.screens.community.kits.preparing import PrepareDialog, ResultDialog
from pharmacy_app.ui.screens.community.kits.room import FamilyKits
from pharmacy_app.ui.screens.community.kits.rule_form import RuleDialog
from pharmacy_app.ui.screens.community.kits.rules import DecideDialog, RulesDialog
from tests.support.desks import TODAY
from tests.support.one_room import Window, press, type_in
from tests.support.week import Week

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


def family(window: Window, house: str, *members: tuple[str, int], council: str = "Los Pinos", sector: str = "Alto") -> int:
    desk, by = window.worker.desk, window.worker.by
    home = census.add_house_at(desk, by(), council, sector, house)
    for name, years in members:
        people.add_patient(desk, by(), PersonForm(home, name, date(TODAY.year - years, 1, 15), sex="F"))
    return home


@pytest.fixture
def room(window: Window) -> FamilyKits:
    made = screen.make(window.context)
    assert isinstance(made, FamilyKits)
    window.put(made)
    return made


def read(dialog: object) -> str:
    return " | ".join(one.text() for one in dialog.findChildren(QLabel))  # type: ignore[attr-defined]


def shown(room: FamilyKits) -> list[tuple[str, str]]:
    return [(one.row.house, one.state) for one in room.table.rows.rows]


def test_an_empty_room_says_what_belongs_there(room: FamilyKits, window: Window) -> None:
    assert room.empty.isVisible() and not room.table.isVisible()
    press(room.empty, window.language.tr("Go to the community"))
    assert window.went == [("community", None)]
    room.act()
    assert [getattr(error, "code", "") for error in window.messages.errors] == ["nothing_chosen"]


def test_families_are_marked_prepared_confirmed_and_packed(room: FamilyKits, window: Window, qtbot: QtBot) -> None:
    family(window, "Casa 1", ("Rosa Gil", 30), ("Eva Gil", 7))
    family(window, "Casa 2", ("Luz Mora", 9))
    family(window, "Casa 3", ("Carmen Paz", 50))
    Week(window.worker).box("A1", 1, medicine="albendazole 400 mg chewable tablet")
    room.refresh(frozenset())
    assert shown(room) == [("Casa 1", "due"), ("Casa 2", "due"), ("Casa 3", "none")]
    room.table.setFocus()
    qtbot.keyClicks(room.table, "  ")
    assert "2" in room.note.text() and len(room.marked) == 2
    room.act()
    form = window.dialog(PrepareDialog)
    form.day.set_text("ayer no es")
    form.prepare()
    assert form.isVisible() and form.day.line.property("wrong")
    form.day.set_text("22/11/2026")
    form.prepare()
    assert form.isVisible() and form.day.line.property("wrong")  # before today
    form.day.set_text("23/11/2026")
    qtbot.keyClick(form.day.line, Qt.Key.Key_Return)
    result = window.dialog(ResultDialog)
    assert "1 de 2" in read(result)
    press(result, window.language.tr("See the proposal"))
    assert window.went == [("matching", None)]
    assert shown(room)[:2] == [("Casa 1", "planned"), ("Casa 2", "planned")]
    window.tasks.unhandled.connect(window.messages.error)  # as the window does
    room.packing_list()
    assert [getattr(error, "code", "") for error in window.messages.errors] == ["kit_nothing_promised"]
    run = matching.proposal(window.worker.desk)
    assert run is not None
    matching.confirm(window.worker.desk, window.worker.by(), run.run.id)
    room.packing_list()
    paper = window.dialog(Preview)
    paper.reject()
    room.slips()
    window.dialog(Preview).reject()
    room.chips.set_current("planned")
    room.chips.chosen.emit("planned")
    assert len(shown(room)) == 2


def test_one_family_says_what_why_and_why_not(room: FamilyKits, window: Window, qtbot: QtBot) -> None:
    desk, by = window.worker.desk, window.worker.by
    home = family(window, "Casa 1", ("Eva Gil", 7))
    people.add_patient(desk, by(), PersonForm(home, "Sin Fecha"))
    room.refresh(frozenset())
    room.table.setFocus()
    qtbot.keyClick(room.table, Qt.Key.Key_Return)
    dialog = window.dialog(FamilyDialog)
    lines = [(row.who, row.badge.word) for row in dialog.table.rows.rows]
    assert ("Eva Gil", window.language.tr("none of {asked}", asked="1\xa0tableta")) in lines
    assert lines.count(("Sin Fecha", window.language.tr("not given"))) == 3
    press(dialog, window.language.tr("Prepare this kit"))
    window.dialog(PrepareDialog).prepare()
    window.dialog(ResultDialog).reject()
    room.open_id(home)
    press(window.dialog(FamilyDialog), window.language.tr("End this kit"))
    end = window.dialog(EndDialog)
    end.do()
    assert end.isVisible() and end.note.hint.text().strip()
    end.note.set_text("se mudaron")
    end.do()
    assert not end.isVisible() and shown(room) == [("Casa 1", "due")]


def test_kits_are_shared_out_again_when_stock_has_come(room: FamilyKits, window: Window) -> None:
    home = family(window, "Casa 1", ("Eva Gil", 7))
    room.refresh(frozenset())
    room.act()
    window.dialog(PrepareDialog).prepare()
    window.dialog(ResultDialog).reject()
    Week(window.worker).box("A1", 1, medicine="albendazole 400 mg chewable tablet")
    room.refresh(frozenset())
    assert room.table.select(home)
    room.share_again()
    window.dialog(PrepareDialog).prepare()
    assert "1 de 1" in read(window.dialog(ResultDialog))


def test_council_and_sector_filter(room: FamilyKits, window: Window) -> None:
    family(window, "Casa 1", ("Eva Gil", 7))
    family(window, "Casa 2", ("Luz Mora", 7), sector="Bajo")
    family(window, "Casa 9", ("Ana Paz", 7), council="La Vega")
    room.refresh(frozenset())
    assert [house for house, _ in shown(room)] == ["Casa 1", "Casa 2"]  # the first council, until somebody asks
    room.sector.setCurrentIndex(room.sector.findText("Bajo"))
    room.sector.activated.emit(room.sector.currentIndex())
    assert [house for house, _ in shown(room)] == ["Casa 2"]
    room.council.setCurrentIndex(room.council.findText("La Vega"))
    room.council.activated.emit(room.council.currentIndex())
    assert [house for house, _ in shown(room)] == ["Casa 9"]
    room.on_enter("planned")
    assert shown(room) == []


def test_the_first_room_leads_to_those_who_are_due_in_a_council(room: FamilyKits, window: Window) -> None:
    family(window, "Casa 1", ("Eva Gil", 7))
    family(window, "Casa 9", ("Ana Paz", 7), council="La Vega")
    vega = next(row.id for row in census.councils(window.worker.desk) if row.name == "La Vega")
    fresh = screen.make(window.context)  # nothing was read yet
    assert isinstance(fresh, FamilyKits)
    for one in (fresh, room):
        one.on_enter(("due", vega))
        assert (one.council.currentText(), one.chips.current, shown(one)) == ("La Vega", "due", [("Casa 9", "due")])


def test_rules_are_changed_added_and_decided(room: FamilyKits, window: Window, qtbot: QtBot) -> None:
    room.rules()
    rules = window.dialog(RulesDialog)
    before = len(rules.table.rows.rows)
    rules.table.select(before - 1)
    rules.edit()
    form = window.dialog(RuleDialog)
    assert (form.least.text(), form.most.text(), form.days.text()) == ("2", "14", "1")
    form.most.set_text("1")
    form.take()
    assert form.isVisible() and form.most.line.property("wrong")
    form.most.set_text("11 meses y pico")
    form.take()
    assert form.isVisible() and form.most.line.property("wrong")
    form.most.set_text("12")
    form.without.set_text("mal de ojo")
    form.take()
    assert form.isVisible() and form.without.line.property("wrong")
    form.without.set_text("embarazo, epilepsia")
    form.take()
    assert not form.isVisible() and rules.rules.rules[-1].most_months == 12 * 12 + 11
    rules.add()
    new = window.dialog(RuleDialog)
    new.take()
    assert new.isVisible() and new.medicines[0].line.property("wrong")
    new.medicines[0].line.setFocus()
    qtbot.waitUntil(new.medicines[0].line.hasFocus)
    type_in(new.medicines[0].line, "ascorb")
    qtbot.waitUntil(lambda: bool(new.medicines[0].suggestions))
    qtbot.keyClick(new.medicines[0].line, Qt.Key.Key_Return)
    new.days.set_text("30")
    new.least.set_text("60")
    new.take()
    assert not new.isVisible() and len(rules.table.rows.rows) == before + 1
    rules.table.select(0)
    rules.remove()
    rules.decide()
    why = window.dialog(DecideDialog)
    why.decide()
    assert why.isVisible()
    why.note.set_text("revisadas con la Dra. Gil")
    why.decide()
    found = kit_rules.versions(window.worker.desk)
    assert (found[0].number, len(found[0].rules.rules)) == (1, before)
    assert found[0].rules.rules[-1].options[0].inn == "ascorbic acid" and found[0].rules.rules[-1].least_months == 720
    rules.version.set_value(0)
    rules.version.changed.emit(0)
    assert not rules.edit_button.isEnabled()
    rules.decide()
    assert rules.wrong.isVisible()


def test_names_stay_out_of_errors(room: FamilyKits, window: Window) -> None:
    home = family(window, "Casa 1", ("Eva Gil", 7))
    kits.make(window.worker.desk, window.worker.by(), [home], TODAY, window.language)
    room.refresh(frozenset())
    room.act()
    form = window.dialog(PrepareDialog)
    form.prepare()
    assert form.refused.isVisible() and "Eva" not in form.refused.text() and "Casa" not in form.refused.text()
