"""Judged on arrival, as the committee meets it: the proposal in words, a decision with its reason, and the rules in Ajustes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.arrival import DOUBTS, ArrivalRules
from pharmacy_app.services import arrival, donations, stock
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.ui.screens import settings
from pharmacy_app.ui.screens.donations import make
from pharmacy_app.ui.screens.donations.deciding import DecideDialog
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.screens.settings.arrival import ArrivalDialog, ArrivalPage
from pharmacy_app.ui.screens.settings.room import Settings
from pharmacy_app.ui.screens.stock.card import StockCard
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import TODAY, Worker
from tests.support.room_window import RoomWindow, words
from tests.support.stages import stage
from tests.support.week import Week

SOON = TODAY + timedelta(days=59)


@pytest.fixture
def room(window: RoomWindow, worker: Worker) -> Donations:
    """A draft of three lines of losartan, of which people use one a day: 60 before the short ones expire."""
    week = Week(worker)
    week.person("Ana", daily=1)
    donor = donations.add_donor(worker.desk, worker.by(), "Colectivo Médico Quillay", "CL")
    draft = donations.open_draft(worker.desk, worker.by(), donor, TODAY, "guía 4471")
    medicine = week.medicine()
    lines = [
        NewLine("Losartan 50 mg", units, lot, expiry, medicine_id=medicine, identity="known")
        for lot, units, expiry in (("L1", 300, SOON), ("L2", 30, SOON), ("L3", 90, TODAY + timedelta(days=800)))
    ]
    donations.add_lines(worker.desk, worker.by(), draft, lines)
    made = make(window.context)
    assert isinstance(made, Donations)
    window.show(made)
    made.open(draft)
    return made


def spoken(room: Donations, lot: str) -> str:
    """What the row of this lot says."""
    model = room.shipment.table.model()
    rows = [
        " | ".join(cell_of(model.index(row, column)).spoken for column in range(model.columnCount())) for row in range(model.rowCount())
    ]
    return next(said for said in rows if f"| {lot} |" in said).replace("\u00a0", " ")


def choose(window: RoomWindow, room: Donations, lot: str) -> DecideDialog:
    """The keyboard on this line, and A."""
    line = next(line for line in room.shipment.lines if line.row.lot == lot)
    room.shipment.table.select(line.row.id)
    room.shipment.table.setFocus()
    window.qtbot.keyClick(room.shipment.table, Qt.Key.Key_A)
    form = window.dialog()
    assert isinstance(form, DecideDialog)
    return form


def pick(form: DecideDialog, how: str) -> None:
    form.how.set_value(how)
    form.how.changed.emit(how)


def test_a_short_life_is_told_with_its_sum_and_the_usable_part_is_offered(window: RoomWindow, room: Donations, worker: Worker) -> None:
    day = SOON.strftime("%d/%m/%Y")
    assert f"Alcanza para 60 de 300: eso se necesita hasta el {day} y no hay nada en el estante que salga antes." in spoken(room, "L1")
    assert f"No se usaría nada hasta el {day}: se necesitan 60 y antes salen 60 del estante." in spoken(room, "L2")
    panel = words(room.shipment.judgement)
    assert "12 meses de vida útil" in panel and "2 líneas no cumplen" in panel
    assert "2 lotes al estante, 2 en cuarentena" in panel and "420 unidades en total, 270 se apartan" in panel
    form = choose(window, room, "L1")
    assert form.how.value() == "part" and form.units.text() == "60"
    assert "60 al estante, 240 apartadas." in words(form)
    window.type_in(form.note, "lo pidió la doctora")
    assert "Se aceptan 60 y se apartan 240, por decisión de Carmen R.: lo pidió la doctora." in spoken(room, "L1")


def test_an_exception_needs_a_reason_is_shown_with_its_name_and_can_be_taken_back(
    window: RoomWindow, room: Donations, worker: Worker
) -> None:
    form = choose(window, room, "L1")
    pick(form, "accept")
    assert "300 al estante, 0 apartadas." in words(form)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible() and "escriba por qué" in form.note.hint.text()
    assert "Lo mismo para otra línea de poca vida" in [box.text() for box in form.findChildren(QCheckBox) if box.isVisible()]
    form.alike.click()
    window.type_in(form.note, "jornada en la escuela")
    assert [line.decided.decision if line.decided else "" for line in room.shipment.lines] == ["accept", "accept", ""]
    assert any("Línea 1, Carmen R.: jornada en la escuela" in said for said in words(room.shipment.judgement))
    form = choose(window, room, "L2")
    assert form.how.value() == "accept" and form.note.text() == "jornada en la escuela"
    pick(form, "")
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert room.shipment.lines[1].decided is None
    room.act()
    question = window.messages.questions[-1]
    told = [f"{figure.number} {figure.words}" for figure in question.figures]
    assert "1 excepción a las reglas, con su nombre" in told and "1 a cuarentena, cada uno con su motivo" in told
    assert sorted((line.batch.lot, line.batch.on_hand, line.batch.status) for line in stock.list_stock(worker.desk)) == [
        ("L1", 300, "available"), ("L2", 30, "quarantine"), ("L3", 90, "available"),
    ]  # fmt: skip
    batch = next(line.batch.id for line in stock.list_stock(worker.desk) if line.batch.lot == "L1")
    StockCard.show_lot(window.context, room, batch)
    assert any("aceptado como excepción por Carmen R.: jornada en la escuela" in said for said in words(window.dialog()))


def test_a_part_that_is_no_part_is_said_at_its_field(window: RoomWindow, room: Donations) -> None:
    form = choose(window, room, "L1")
    for text, said in (("", "Escriba cuántas unidades."), ("300", "de 1 a 299")):
        form.units.set_text(text)
        form.note.line.setText("x")
        form.decide()
        assert form.isVisible() and said in form.units.hint.text()


def test_a_doubt_is_chosen_from_what_one_sees_on_a_box(window: RoomWindow, room: Donations) -> None:
    room.shipment.table.select(room.shipment.lines[2].row.id)
    room.shipment.table.setFocus()
    window.qtbot.keyClick(room.shipment.table, Qt.Key.Key_D)
    form = window.dialog()
    box = form.doubt.box  # type: ignore[attr-defined]
    assert [box.itemText(at) for at in range(box.count())][:7] == [
        "La caja llegó abierta", "La etiqueta no se lee", "La devolvió un paciente", "Es una muestra médica", "Llegó sin frío y lo necesita",
        "La caja está dañada, mojada o sucia", "Alguien tiene que revisarla",
    ]  # fmt: skip
    form.doubt.set_value("cold_chain_broken")  # type: ignore[attr-defined]
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert "Va a cuarentena: llegó sin frío y lo necesita." in spoken(room, "L3")


def test_the_committee_writes_its_rules_and_earlier_ones_stay(qtbot: QtBot, worker: Worker) -> None:
    opened = stage(qtbot, worker)
    room = opened.enter(settings.make, "arrival")
    assert isinstance(room, Settings)
    page = room.page()
    assert isinstance(page, ArrivalPage)
    assert "Con 12 meses o más de vida útil al llegar, va al estante." in page.said.text()
    room.act()
    assert "No se cambió nada" in page.wrong.text()
    page.months.set_text("un año")
    room.act()
    assert "no es un número" in page.months.hint.text()
    page.months.set_text("61")
    room.act()
    assert "de 0 a 60" in page.months.hint.text()
    page.months.set_text("6")
    page.russian.set_value("end")
    page.russian.changed.emit("end")
    assert "31/08/2027" in page.russian.hint.text()
    page.doubts["free_sample"].click()
    room.act()
    form = opened.frame.findChildren(ArrivalDialog)[-1]
    assert any("Con 6 meses o más" in said for said in words(form))
    form.decide()
    assert form.isVisible() and "Diga por qué" in form.note.hint.text()
    form.note.set_text("asamblea del lunes")
    form.decide()
    wanted = ArrivalRules(6, True, 0, tuple(word for word in DOUBTS if word != "free_sample"), "say", "end")
    assert arrival.rules(worker.desk) == wanted
    assert page.version.value() == 1 and "Con 6 meses" in page.said.text()
    page.version.set_value(0)
    page.version.changed.emit(0)
    assert "Con 12 meses" in page.said.text() and not page.form.isVisibleTo(page)
    room.act()
    assert "no se cambia" in page.wrong.text()
