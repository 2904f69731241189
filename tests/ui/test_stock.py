"""The stock room as a person meets it: medicines and lots, filters, the card, and what can be done, on a real database."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pharmacy_app.services import census, donation_typing, donations, identity, medicine_search, people, prescriptions, setup, stock
from pharmacy_app.services.donation_typing import TypedLine
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.prescriptions import Order
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.screens.stock import acts, make
from pharmacy_app.ui.screens.stock.card import StockCard
from pharmacy_app.ui.screens.stock.identifying import Confirm, Identify
from pharmacy_app.ui.screens.stock.shelf import Stock
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.empty import WayButton
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import Worker
from tests.support.pdf import all_text
from tests.support.room_window import RoomWindow, words
from tests.support.stock_room import batch, cells, lot_chosen
from tests.support.tasks import QueuedTasks

LINES = (
    TypedLine("losartán 50 mg tableta", "L1804", "16/12/2026", "2x30+20"),
    TypedLine("losartán 50 mg tableta", "L2107", "0827", "4x30", gtin="07612345678900"),
    TypedLine("losartán 50 mg tableta", "L1590", "1026", "36"),
    TypedLine("amoxicilina 500 mg cápsula", "AX90", "", "40x21"),
    TypedLine("=cmd|' /C calc'!A0", "Q1", "1227", "12"),
)


@pytest.fixture
def window(qtbot: QtBot, worker: Worker) -> RoomWindow:
    desk = worker.desk
    donor = donations.add_donor(desk, worker.by(), "Colectivo Médico Quillay", "CL")
    donation = donations.open_draft(desk, worker.by(), donor, date(2026, 9, 1), "guía 4470")
    donations.add_lines(desk, worker.by(), donation, [donation_typing.typed_line(desk, line) for line in LINES])
    donations.receive(desk, worker.by(), donation, "hace falta")
    return RoomWindow(qtbot, worker)


@pytest.fixture
def room(window: RoomWindow) -> Stock:
    made = make(window.context)
    assert isinstance(made, Stock)
    window.show(made)
    return made


def test_medicines_stand_with_their_lots_beneath(room: Stock) -> None:
    rows = cells(room)
    assert [row[0].split(",")[0] for row in rows] == ["Amoxicilina 500 mg", "Losartán 50 mg", "«=cmd|' /C calc'!A0»"]
    assert rows[1][1] == "200, 6 cajas de 30 + 20"
    assert rows[1][4] == "vence en 23 d"
    assert rows[0][1:2] + rows[0][4:5] == ["0, 840 aparte", "en cuarentena"]
    assert rows[2][4] == "sin identificar"
    lots = cells(room, room.table.model().index(1, 0))
    assert [(lot[0].split(",")[0], lot[4]) for lot in lots] == [
        ("Lote L1590", "vencido"),
        ("Lote L1804", "vence en 23 d"),
        ("Lote L2107", "vigente"),
    ]
    assert lots[0][1] == "36, aparte, por desechar"
    assert "1 caja sin identificar, 1 lote apartado" in room.header.state.text()


def test_the_shelf_stands_before_it_is_known_how_long_it_lasts(window: RoomWindow, worker: Worker) -> None:
    desk, by = worker.desk, worker.by
    home = census.add_house_at(desk, by(), "Los Pinos", "La Escalera", "Casa 1")
    ana = people.add_patient(desk, by(), PersonForm(home, "Ana Díaz", date(1950, 3, 4)))
    orders = [Order(words, medicine_search.search_medicines(desk, words)[0].medicine.id, "2 tabletas diarias", chronic=True)
              for words in ("losartan 50 mg tablet", "metformin 500 mg tablet")]  # fmt: skip
    item = prescriptions.write(desk, by(), ana, "Dra. Luz Gil", date(2026, 11, 20), orders).items[0][0]
    tasks = QueuedTasks()
    room = make(replace(window.context, tasks=tasks))
    assert isinstance(room, Stock)
    window.show(room)
    tasks.next()
    names = [row[0].split(",")[0] for row in cells(room)]
    assert names[:3] == ["Amoxicilina 500 mg", "Losartán 50 mg", "Metformina 500 mg"]  # the last is prescribed and has not come
    assert not any(row[5].strip() for row in cells(room)[:3])
    assert room.table.select(f"batch {batch(worker, 'L2107').batch.id}")
    tasks.next()
    assert [row[5] for row in cells(room)][:3] == ["—", "100 días", "0 días"]
    assert [row[0].split(",")[0] for row in cells(room)] == names
    chosen = room.table.row()
    assert isinstance(chosen, stock.StockLine) and chosen.batch.lot == "L2107"
    prescriptions.close_item(desk, by(), item, "doctor")
    room.refresh(frozenset({"prescriptions"}))
    tasks.next()
    assert cells(room)[1][5] == "100 días"  # what was known stands until it is reckoned anew
    tasks.next()
    assert cells(room)[1][5] == "—"


def test_filters_and_search_leave_what_was_asked(window: RoomWindow, room: Stock) -> None:
    for which, wanted in (
        ("soon", ["Losartán 50 mg"]),
        ("aside", ["Amoxicilina 500 mg"]),
        ("unidentified", ["«=cmd|' /C calc'!A0»"]),
        ("out", []),
    ):
        room.chips._chips[which].click()
        assert [row[0].split(",")[0] for row in cells(room)] == wanted
    room.chips._chips["soon"].click()
    assert [lot[0].split(",")[0] for lot in cells(room, room.table.model().index(0, 0))] == ["Lote L1804"]
    room.chips._chips["all"].click()
    window.type_in(room.search, "ЛОЗАРТАН")
    assert [row[0].split(",")[0] for row in cells(room)] == ["Losartán 50 mg"]
    window.qtbot.keyClick(room.search, Qt.Key.Key_Escape)
    window.type_in(room.search, "ax90")
    assert [row[0].split(",")[0] for row in cells(room)] == ["Amoxicilina 500 mg"]


def test_the_card_of_a_lot_shows_every_movement_with_its_balance(window: RoomWindow, room: Stock, worker: Worker) -> None:
    stock.move(worker.desk, worker.by(date(2026, 11, 20)), batch(worker, "L2107").batch.id, "damage", 12, "se mojó")
    lot_chosen(room, worker, "L2107")
    window.qtbot.keyClick(room.table, Qt.Key.Key_Return)
    card = window.dialog()
    assert isinstance(card, StockCard)
    table = card._movements()
    spoken = [[cell_of(table.model().index(row, column)).spoken for column in range(5)] for row in range(2)]
    assert spoken[0] == ["20/11/2026, anotado el 23/11", "daño, se mojó", "−12", "108", "Carmen R."]
    assert spoken[1][2:4] == ["+120", "120"]
    next(button for button in card.findChildren(Button) if button.text() == "Ver la donación").click()
    assert window.went == [("donations", batch(worker, "L2107").batch.donation_id)]


def test_units_leave_the_shelf_with_a_reason_and_say_so_first(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "L2107")
    room.act()
    form = window.dialog()
    assert isinstance(form, acts.Move)
    window.type_in(form.quantity, "1x30", enter=False)
    assert form.quantity.hint.text().replace("\u00a0", " ") == "= 30 tabletas"
    assert form.outcome.text() == "De 120 salen 30; quedan 90."
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible() and form.reason.line.property("wrong") is True
    window.type_in(form.reason, "se cayó", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert batch(worker, "L2107").batch.on_hand == 90
    assert window.messages.toasts == ["Lote L2107: salieron 30 unidades"]
    assert cells(room)[1][1].startswith("170")


def test_more_than_there_is_is_refused_in_the_form(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "L1804")
    room.act()
    form = window.dialog()
    assert isinstance(form, acts.Move)
    window.type_in(form.quantity, "81", enter=False)
    window.type_in(form.reason, "error", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.refused.isVisibleTo(form)
    assert form.quantity.text() == "81" and batch(worker, "L1804").batch.on_hand == 80


@pytest.mark.parametrize(("counted", "left", "said"), [("78", 78, "conteo anotado"), ("80", 80, "cuadra"), ("85", 85, "conteo anotado")])
def test_a_count_books_the_difference(window: RoomWindow, room: Stock, worker: Worker, counted: str, left: int, said: str) -> None:
    lot_chosen(room, worker, "L1804")
    room.act()
    form = window.dialog()
    assert isinstance(form, acts.Move)
    form.kind.set_value("count")
    window.type_in(form.quantity, counted, enter=False)
    window.type_in(form.reason, "conteo del lunes", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert batch(worker, "L1804").batch.on_hand == left
    assert window.messages.toasts == [f"Lote L1804: {said}"]


def test_a_count_of_what_moved_meanwhile_is_refused(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "L1804")
    room.act()
    form = window.dialog()
    assert isinstance(form, acts.Move)
    stock.move(worker.desk, worker.by(), batch(worker, "L1804").batch.id, "loss", 10, "otra persona")
    form.kind.set_value("count")
    window.type_in(form.quantity, "78", enter=False)
    window.type_in(form.reason, "conteo", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible() and batch(worker, "L1804").batch.on_hand == 70


def test_a_lot_is_set_aside_and_put_back(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "L2107")
    window.qtbot.keyClick(room.table, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    form = window.dialog()
    assert isinstance(form, acts.SetAside)
    assert "No hay nada prometido de este lote." in words(form)
    window.type_in(form.reason, "llegó abierta", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert (batch(worker, "L2107").batch.status, batch(worker, "L2107").batch.reason) == ("quarantine", "llegó abierta")
    lot_chosen(room, worker, "L2107")
    room.open_card(batch(worker, "L2107").batch.id)
    next(button for button in window.dialog().findChildren(Button) if button.text() == "Devolver al estante").click()
    back = window.dialog()
    assert isinstance(back, acts.Release) and "Apartado porque: llegó abierta" in words(back)
    window.qtbot.keyClick(back, Qt.Key.Key_Return)
    assert back.isVisible() and batch(worker, "L2107").batch.status == "quarantine"  # nobody says why
    window.type_in(back.note, "revisada: el sello está entero")
    assert batch(worker, "L2107").batch.status == "available"
    room.open_card(batch(worker, "L2107").batch.id)
    said = " ".join(words(window.dialog()))
    assert "Carmen R." in said and "revisada: el sello está entero" in said and "llegó abierta" in said


def test_a_missing_expiry_is_settled_when_it_goes_back(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "AX90")
    acts.Release(window.context, room, room.lots()).open()
    form = window.dialog()
    assert isinstance(form, acts.Release)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible() and batch(worker, "AX90").batch.status == "quarantine"
    window.type_in(form.expiry, "0627", enter=False)
    assert form.expiry.hint.text() == "= 30/06/2027"
    window.type_in(form.note, "la fecha se ve bajo la etiqueta", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert (batch(worker, "AX90").batch.status, batch(worker, "AX90").batch.expiry) == ("available", date(2027, 6, 30))


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # the list that floats over a dialog, without a screen
def test_one_person_says_what_a_box_is_and_another_confirms_it(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "Q1")
    window.qtbot.keyClick(room.table, Qt.Key.Key_C)
    assert window.messages.told[0][0] == "Aquí no hay nada que confirmar"
    window.qtbot.keyClick(room.table, Qt.Key.Key_I)
    form = window.dialog()
    assert isinstance(form, Identify)
    window.type_in(form.medicine, "algo que no hay", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible()
    form.medicine.line.clear()
    window.type_in(form.medicine, "ibuprofeno 400")
    form.do()
    assert (batch(worker, "Q1").batch.identity, batch(worker, "Q1").free) == ("told", 0)
    assert "1 caja por confirmar" in room.header.state.text() and "sin identificar" not in room.header.state.text()
    assert window.messages.toasts[-1].endswith("Falta que otra persona lo confirme.")
    room.chips._chips["unconfirmed"].click()
    (row,) = cells(room)
    assert "Carmen R. dijo: Ibuprofeno 400 mg, tableta" in row[0] and row[4] == "por confirmar"

    lot_chosen(room, worker, "Q1")
    room.open_card(batch(worker, "Q1").batch.id)
    told = " ".join(words(window.dialog())).replace("\u00a0", " ")
    assert "Carmen R. dijo que es Ibuprofeno 400 mg, tableta; falta que otra persona" in told
    next(button for button in window.dialog().findChildren(Button) if button.text() == "Confirmar qué es").click()
    confirm = window.dialog()
    assert isinstance(confirm, Confirm) and "Lo dijo usted" in confirm.who.text()
    window.qtbot.keyClick(confirm, Qt.Key.Key_Return)
    assert "otra persona" in confirm.refused.text()
    confirm.reject()
    worker.user_id = setup.add_user(worker.desk, worker.by(), "Rosa M.")
    window.qtbot.keyClick(room.table, Qt.Key.Key_C)
    again = window.dialog()
    assert isinstance(again, Confirm) and "Mire la caja" in again.who.text()
    window.qtbot.keyClick(again, Qt.Key.Key_Return)
    assert (batch(worker, "Q1").batch.identity, batch(worker, "Q1").free) == ("known", 12)
    assert "por confirmar" not in room.header.state.text()
    found = donation_typing.typed_line(worker.desk, TypedLine(LINES[4].description, "Q2", "1228", "1"))
    assert found.medicine_id == batch(worker, "Q1").batch.medicine_id


def test_what_was_said_is_taken_back_or_said_otherwise(window: RoomWindow, room: Stock, worker: Worker) -> None:
    medicine = medicine_search.search_medicines(worker.desk, "ibuprofeno 400")[0].medicine.id
    identity.say(worker.desk, worker.by(), batch(worker, "Q1").batch.product_id, medicine)
    room.refresh(frozenset())
    lot_chosen(room, worker, "Q1")
    window.qtbot.keyClick(room.table, Qt.Key.Key_C)
    form = window.dialog()
    assert isinstance(form, Confirm)
    form.otherwise.click()
    other = window.dialog()
    assert isinstance(other, Identify)
    other.reject()
    window.qtbot.keyClick(room.table, Qt.Key.Key_C)
    again = window.dialog()
    assert isinstance(again, Confirm)
    again.undo.click()
    assert batch(worker, "Q1").batch.identity == "unknown"
    assert "1 caja sin identificar" in room.header.state.text()


def test_what_is_never_handed_out_has_its_place(window: RoomWindow, room: Stock, worker: Worker) -> None:
    donor = donations.donors(worker.desk)[0].id
    donation = donations.open_draft(worker.desk, worker.by(), donor, date(2026, 9, 2))
    lines = [donation_typing.typed_line(worker.desk, TypedLine("Корвалол капли 25 мл", "K1", "0828", "10"))]
    donations.add_lines(worker.desk, worker.by(), donation, lines)
    donations.receive(worker.desk, worker.by(), donation)
    room.refresh(frozenset())
    room.chips._chips["never"].click()
    (row,) = cells(room)
    assert row[4] == "no se entrega" and row[1] == "0, 10 aparte"
    room.on_enter("aside")
    assert all("Корвалол" not in row[0] for row in cells(room))
    room.open_card(batch(worker, "K1").batch.id)
    assert any("Fenobarbital" in said for said in words(window.dialog()))


def test_the_place_is_written_down(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "L2107")
    window.qtbot.keyClick(room.table, Qt.Key.Key_U)
    form = window.dialog()
    assert isinstance(form, acts.ShelfPlace)
    window.type_in(form.where, "nevera", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert batch(worker, "L2107").batch.shelf == "nevera"


def test_a_letter_shows_the_labels_of_a_lot_or_of_all_lots_of_a_medicine(window: RoomWindow, room: Stock, worker: Worker) -> None:
    lot_chosen(room, worker, "L2107")
    window.qtbot.keyClick(room.table, Qt.Key.Key_E)
    one = window.dialog()
    assert isinstance(one, Preview)
    text = all_text(one._pdf)
    assert "Lote L2107" in text and "L1804" not in text
    one.reject()
    room.table.setCurrentIndex(room.table.model().index(1, 0))
    window.qtbot.keyClick(room.table, Qt.Key.Key_E)
    all_lots = window.dialog()
    assert isinstance(all_lots, Preview) and "Lote L1804" in all_text(all_lots._pdf)


def test_a_scanned_pack_opens_its_lot(window: RoomWindow, room: Stock, worker: Worker) -> None:
    assert room.on_scan("0107612345678900172708311 0L2107".replace(" ", ""))
    card = window.dialog()
    assert isinstance(card, StockCard) and card.card.line.batch.lot == "L2107"
    card.reject()
    room.on_scan("0109999999999994")
    assert window.messages.questions[0].title == "Código nuevo" and window.went == [("donations", None)]


def test_the_list_is_saved_and_nothing_in_it_is_a_formula(window: RoomWindow, room: Stock, tmp_path: Path) -> None:
    room.save_list(tmp_path / "lista.xlsx")
    sheet = load_workbook(tmp_path / "lista.xlsx").active
    assert sheet is not None and sheet.max_row == 6
    dangerous = next(row for row in sheet.iter_rows(min_row=2) if row[3].value == "Q1")
    assert (dangerous[1].value, dangerous[1].data_type, dangerous[5].value) == ("=cmd|' /C calc'!A0", "s", 12)
    room.save_list(tmp_path / "lista.csv")
    with (tmp_path / "lista.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert {row[3]: row[1] for row in rows[1:]}["Q1"] == "'=cmd|' /C calc'!A0"
    assert window.messages.toasts == ["lista.xlsx guardado: 5 lotes", "lista.csv guardado: 5 lotes"]


def test_only_what_a_donor_sent(window: RoomWindow, room: Stock, worker: Worker) -> None:
    other = donations.add_donor(worker.desk, worker.by(), "Ponte Solidale", "IT")
    room.refresh(frozenset({"donations"}))
    room.donor.set_value(other)
    room.refresh(frozenset())
    assert cells(room) == []
    assert room.nothing.isVisibleTo(room)
    window.qtbot.mouseClick(room.nothing.findChildren(WayButton)[0], Qt.MouseButton.LeftButton)
    assert room.donor.value() is None and len(cells(room)) == 3


def test_a_search_that_finds_no_lot_says_so_and_is_taken_away(window: RoomWindow, room: Stock) -> None:
    assert not room.nothing.isVisibleTo(room)
    room.chips._chips["aside"].click()
    window.type_in(room.search, "no hay tal cosa")
    assert room.nothing.isVisibleTo(room) and not room.table.isVisibleTo(room) and not room.legend.isVisibleTo(room)
    assert "Ningún lote así" in words(room.nothing)
    window.qtbot.mouseClick(room.nothing.findChildren(WayButton)[0], Qt.MouseButton.LeftButton)
    assert (room.search.text(), room.chips.current) == ("", "all")
    assert not room.nothing.isVisibleTo(room) and room.table.isVisibleTo(room) and len(cells(room)) == 3


def test_an_empty_room_teaches(qtbot: QtBot, worker: Worker) -> None:
    window = RoomWindow(qtbot, worker)
    made = make(window.context)
    assert isinstance(made, Stock)
    window.show(made)
    assert made.empty is not None and made.empty.isVisibleTo(made)
    made.act()
    assert window.messages.told[0][0] == "No hay un lote elegido"


def test_somebody_comes_with_a_lot_or_a_filter(window: RoomWindow, room: Stock, worker: Worker) -> None:
    room.on_enter("aside")
    assert [row[0].split(",")[0] for row in cells(room)] == ["Amoxicilina 500 mg"]
    room.on_enter("losart")  # the filter of before hides nothing of what somebody looks for, nor the words the next filter
    assert [row[0].split(",")[0] for row in cells(room)] == ["Losartán 50 mg"]
    room.on_enter("aside")
    assert [row[0].split(",")[0] for row in cells(room)] == ["Amoxicilina 500 mg"]
    room.on_enter(batch(worker, "L1804").batch.id)
    assert len(cells(room)) == 3
    assert isinstance(window.dialog(), StockCard)
