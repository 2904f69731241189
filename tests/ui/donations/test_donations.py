"""The donations room as a person meets it: typing, scanning, importing, receiving, on a real database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pharmacy_app.services import donations, stock
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.screens.donations.forms import DonationDialog, DoubtDialog
from pharmacy_app.ui.screens.donations.sheet_template import TemplateDialog
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import TODAY, Worker
from tests.support.room_window import RoomWindow, words


def type_line(window: RoomWindow, room: Donations, what: str, lot: str, expiry: str, quantity: str) -> None:
    """Return after each field, and the line is written."""
    entry = room.shipment.entry
    window.type_in(entry.medicine, what)
    for field, text in ((entry.lot, lot), (entry.expiry, expiry), (entry.quantity, quantity)):
        assert QApplication.focusWidget() is field.line
        window.type_in(field, text)


def shown(room: Donations) -> list[list[str]]:
    model = room.shipment.table.model()
    return [
        [cell_of(model.index(row, column)).spoken.replace("\u00a0", " ") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # the list that floats over a dialog, without a screen
def test_the_empty_room_teaches_and_the_first_donation_makes_its_donor(window: RoomWindow, room: Donations, worker: Worker) -> None:
    assert room.list.empty.isVisibleTo(room)
    assert "Aquí llegan las cajas" in words(room)
    room.act()
    form = window.dialog()
    assert isinstance(form, DonationDialog)
    window.type_in(form.who.donor, "Ponte Solidale", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible() and form.who.country.isVisibleTo(form)
    assert "Este donante es nuevo: escriba el país." in words(form)
    window.type_in(form.who.country, "ital", enter=False)
    window.qtbot.keyClick(form.who.country.line, Qt.Key.Key_Return)
    assert form.who.country.text() == "Italia"
    assert form.who.donor.text() == "Ponte Solidale"
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    (row,) = donations.donations(worker.desk)
    assert (row.donor, row.country, row.received_on, row.status) == ("Ponte Solidale", "IT", TODAY, "draft")
    assert room.page is room.shipment
    assert "Borrador" in room.header.state.text()


def test_lines_are_typed_with_return_alone_and_echoed(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    entry = room.shipment.entry
    window.type_in(entry.medicine, "losartan 50", enter=False)
    assert entry.medicine.suggestions[0].title.replace("\u00a0", " ") == "Losartán 50 mg, tableta"
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_Return)
    window.type_in(entry.lot, "L2291")
    window.type_in(entry.expiry, "0828", enter=False)
    assert entry.expiry.hint.text() == "= 31/08/2028"
    window.qtbot.keyClick(entry.expiry.line, Qt.Key.Key_Return)
    window.type_in(entry.quantity, "2x30+10", enter=False)
    assert entry.quantity.hint.text().replace("\u00a0", " ") == "= 70 tabletas"
    window.qtbot.keyClick(entry.quantity.line, Qt.Key.Key_Return)
    assert entry.medicine.text() == "" and QApplication.focusWidget() is entry.medicine.line
    type_line(window, room, "metformina 850", "MF1", "AGO 29", "60")
    first, second = shown(room)
    assert first[1].startswith("Metformina 850 mg") and first[3] == "31/08/2029"
    assert second[1:5] == ["Losartán 50 mg, tableta", "L2291", "31/08/2028", "2 cajas de 30 + 10, 70 tabletas"]
    assert second[5] == "21 meses"
    assert entry.heading.text() == "Línea 3"
    _, lines = donations.donation(worker.desk, draft)
    assert [(line.row.quantity, line.row.pack_size, line.row.expiry_raw) for line in lines] == [(70, 30, "0828"), (60, None, "AGO 29")]


def test_what_nobody_knows_stays_as_the_box_says_it(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    type_line(window, room, "Зелёнка 99 нечто", "9", "0328", "5")
    (line,) = shown(room)
    assert line[1].startswith("«Зелёнка 99 нечто»") and "Sin identificar" in line[1]
    (kept,) = donations.donation(worker.desk, draft)[1]
    assert kept.medicine is None and kept.quarantine == ""
    room.shipment.table.setFocus()
    window.qtbot.keyClick(room.shipment.table, Qt.Key.Key_Return)
    entry = room.shipment.entry
    assert entry.heading.text() == "Línea 1, por corregir"
    entry.medicine.line.selectAll()
    window.type_in(entry.medicine, "ibuprofeno 400")
    window.qtbot.keyClick(entry.quantity.line, Qt.Key.Key_Return)
    (kept,) = donations.donation(worker.desk, draft)[1]
    assert kept.medicine is not None and kept.medicine.inn == "ibuprofen"
    assert kept.row.description == "Зелёнка 99 нечто"
    type_line(window, room, "Зелёнка 99 нечто", "10", "0328", "5")
    # one person alone has said it: the next box of these words waits until another person says the same
    assert [line.medicine is not None for line in donations.donation(worker.desk, draft)[1]] == [True, False]


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    window: RoomWindow, room: Donations, draft: int, worker: Worker
) -> None:
    entry = room.shipment.entry
    window.type_in(entry.medicine, "losartan 50")
    window.type_in(entry.lot, "L1")
    window.type_in(entry.expiry, "1327")
    window.type_in(entry.quantity, "1.5")
    assert entry.expiry.line.property("wrong") is True
    assert (entry.lot.text(), entry.expiry.text(), entry.quantity.text()) == ("L1", "1327", "1.5")
    entry.expiry.line.clear()
    window.type_in(entry.expiry, "1227")
    window.qtbot.keyClick(entry.quantity.line, Qt.Key.Key_Return)
    assert entry.quantity.line.property("wrong") is True
    assert donations.donation(worker.desk, draft)[1] == ()


def test_a_line_without_lot_or_date_says_that_it_goes_to_quarantine(window: RoomWindow, room: Donations, draft: int) -> None:
    type_line(window, room, "enalapril 10", "", "0129", "20")
    type_line(window, room, "enalapril 10", "E2", "", "20")
    newest, oldest = shown(room)
    assert "Va a cuarentena: sin fecha de vencimiento." in newest[1]
    assert "Va a cuarentena: sin número de lote." in oldest[1]


def test_the_last_line_is_copied_and_its_values_offered(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    type_line(window, room, "losartan 50", "L1", "0828", "2x30")
    entry = room.shipment.entry
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is entry.lot.line
    window.type_in(entry.lot, "L2")
    window.qtbot.keyClick(entry.quantity.line, Qt.Key.Key_Return)
    assert [(line.row.lot, line.row.quantity) for line in donations.donation(worker.desk, draft)[1]] == [("L1", 60), ("L2", 60)]
    assert entry.expiry.hint.text() == "↓ 0828"
    entry.expiry.setFocus()
    window.qtbot.keyClick(entry.expiry.line, Qt.Key.Key_Down)
    assert entry.expiry.text() == "0828"


def test_a_line_is_taken_out_and_put_back_where_it_stood(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    for lot in ("L1", "L2", "L3"):
        type_line(window, room, "losartan 50", lot, "0828", "30")
    before = donations.donation(worker.desk, draft)[1]
    room.shipment.table.select(before[1].row.id)
    room.shipment.table.setFocus()
    window.qtbot.keyClick(room.shipment.table, Qt.Key.Key_Delete)
    assert [line.row.lot for line in donations.donation(worker.desk, draft)[1]] == ["L1", "L3"]
    assert window.messages.toasts == ["Línea 2 quitada"]
    window.messages.undos[0]()
    after = donations.donation(worker.desk, draft)[1]
    kept = [[(line.row.position, line.row.lot, line.row.medicine_id) for line in lines] for lines in (before, after)]
    assert kept[0] == kept[1]


def test_a_doubt_seen_on_the_box_goes_with_the_line(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    type_line(window, room, "losartan 50", "L1", "0828", "30")
    room.shipment.table.setFocus()
    window.qtbot.keyClick(room.shipment.table, Qt.Key.Key_D)
    form = window.dialog()
    assert isinstance(form, DoubtDialog)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    (line,) = donations.donation(worker.desk, draft)[1]
    assert line.quarantine == "box_opened"
    assert "la caja llegó abierta" in shown(room)[0][1]


def test_one_summary_and_it_is_on_the_shelf(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    type_line(window, room, "losartan 50", "L1", "0828", "2x30")
    type_line(window, room, "enalapril 10", "", "0129", "20")
    window.messages.answer = False
    room.act()
    assert donations.donation(worker.desk, draft)[0].status == "draft"
    (question,) = window.messages.questions
    assert [(figure.number, figure.words) for figure in question.figures] == [
        ("1", "lote al estante"),
        ("1", "a cuarentena, cada uno con su motivo"),
        ("80", "unidades en total"),
    ]
    window.messages.answer = True
    room.act()
    assert donations.donation(worker.desk, draft)[0].status == "received"
    assert {(line.batch.lot, line.batch.on_hand, line.batch.status) for line in stock.list_stock(worker.desk)} == {
        ("L1", 60, "available"),
        ("", 20, "quarantine"),
    }
    assert window.messages.toasts[-1] == "2 lotes recibidos: 80 unidades, 1 en cuarentena"
    assert not room.shipment.entry.isVisibleTo(room)
    room.act()
    assert window.went == [("stock", "Colectivo Médico Quillay")]


def test_an_empty_donation_cannot_be_received_and_can_be_discarded(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    failed: list[Exception] = []
    window.tasks.unhandled.connect(failed.append)
    room.act()
    assert [str(error) for error in failed] == ["donation_empty"]
    room.shipment.discard()
    assert donations.donations(worker.desk) == () and room.page is room.list


def test_a_scanned_pack_fills_what_it_says_and_a_cut_code_is_doubted(
    window: RoomWindow, room: Donations, draft: int, worker: Worker
) -> None:
    entry = room.shipment.entry
    assert room.on_scan("0107612345678900172808311051357")
    assert (entry.lot.text(), entry.expiry.text(), entry.medicine.text()) == ("51357", "31/08/2028", "")
    window.type_in(entry.medicine, "losartan 50")
    window.type_in(entry.quantity, "30")
    assert room.on_scan("01076123456789001728083110AB1221XYZ99")
    assert entry.medicine.text().startswith("Losartán")
    assert entry.lot.line.property("wrong") is True
    (line,) = donations.donation(worker.desk, draft)[1]
    assert (line.row.gtin, line.row.lot, line.row.expiry) == ("07612345678900", "51357", date(2028, 8, 31))


def test_a_missing_medicine_is_added_without_losing_the_line(window: RoomWindow, room: Donations, draft: int) -> None:
    entry = room.shipment.entry
    entry.lot.set_text("Z9")
    window.type_in(entry.medicine, "zilutonio", enter=False)
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_F2)
    form = window.dialog()
    window.type_in(form.strength, "5 mg", enter=False)  # type: ignore[attr-defined]
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert entry.medicine.text().replace("\u00a0", " ") == "Zilutonio 5 mg, tableta"
    assert entry.lot.text() == "Z9"


def test_the_list_is_filtered_by_state_and_words(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    room.show_list()
    other = donations.add_donor(worker.desk, worker.by(), "Ponte Solidale", "IT")
    donations.open_draft(worker.desk, worker.by(), other, date(2026, 11, 1))
    room.refresh(frozenset({"donations"}))
    assert room.list.table.model().rowCount() == 2
    window.type_in(room.list.search, "quillay")
    assert room.list.table.model().rowCount() == 1
    assert "2 donaciones, 2 borradores por recibir" in room.header.state.text()


def test_esc_goes_back_to_the_list(window: RoomWindow, room: Donations, draft: int) -> None:
    entry = room.shipment.entry
    window.type_in(entry.lot, "L1", enter=False)
    window.qtbot.keyClick(entry.lot.line, Qt.Key.Key_Escape)
    assert entry.lot.text() == "" and room.page is room.shipment
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_Escape)
    assert room.page is room.list


@pytest.fixture
def stock_list(shared: Path) -> Path:
    return shared / "openboxes-stock-lists" / "zl_inventory_dev_sheets.xls"


def test_a_sheet_is_looked_over_then_received_whole_and_never_twice(
    window: RoomWindow, room: Donations, worker: Worker, stock_list: Path
) -> None:
    room.load_sheet(stock_list)
    sheet = room.sheet
    assert sheet.table.model().rowCount() == 212
    assert sheet.side.boxes["Sheet1"].isChecked() is False
    assert "«Sheet1» repite «SALLE 1» y se cuenta una sola vez." in sheet.side.notes.text()
    sheet.received.line.selectAll()
    window.type_in(sheet.received, "10/01/2014")
    room.act()
    assert "Escriba quién la manda." in words(room)
    window.type_in(sheet.who.donor, "Partners in Health", enter=False)
    room.act()
    assert "Este donante es nuevo: escriba el país." in words(room)
    window.type_in(sheet.who.country, "us", enter=False)
    room.act()
    assert [row.status for row in donations.donations(worker.desk)] == ["received"]
    lines = stock.list_stock(worker.desk)
    assert len(lines) == 212
    assert sum(1 for line in lines if line.batch.expiry is None and line.batch.status == "quarantine") == 8
    assert room.page is room.shipment
    assert room.shipment.table.model().rowCount() == 212
    room.load_sheet(stock_list)
    window.qtbot.waitUntil(lambda: "Este archivo ya se recibió." in words(room))


def test_only_the_chosen_sheets_are_shown(window: RoomWindow, room: Donations, stock_list: Path) -> None:
    room.load_sheet(stock_list)
    for name, box in room.sheet.side.boxes.items():
        if box.isChecked() and name != "SALLE 2":
            box.click()
    assert room.sheet.preview is not None
    assert {row.result.sheet for row in room.sheet.preview.rows} == {"SALLE 2"}
    room.sheet.side.boxes["SALLE 2"].click()
    window.qtbot.waitUntil(lambda: "No hay ninguna hoja elegida." in words(room))


def test_a_file_that_is_no_list_is_refused_in_place(window: RoomWindow, room: Donations, tmp_path: Path, worker: Worker) -> None:
    empty = tmp_path / "nada.xlsx"
    empty.write_bytes(b"")
    room.load_sheet(empty)
    assert room.sheet.refused.count() == 1
    room.act()
    assert donations.donations(worker.desk) == ()


def test_dates_that_can_be_read_in_two_ways_are_asked(window: RoomWindow, room: Donations, tmp_path: Path, worker: Worker) -> None:
    file = tmp_path / "lista.csv"
    file.write_text(
        "description,lot,expiry,quantity\nlosartan 50 mg tablet,L1,03/04/2028,30\nenalapril 10 mg tablet,L2,05/06/2028,20\n",
        encoding="utf-8",
    )
    room.load_sheet(file)
    sheet = room.sheet
    assert sheet.order.isVisibleTo(room)
    assert sheet.preview is not None
    assert [row.result.status for row in sheet.preview.rows] == ["doubtful", "doubtful"]
    sheet.order.set_value("dmy")
    sheet.order.changed.emit("dmy")
    assert sheet.preview is not None
    assert [(row.result.status, row.expiry) for row in sheet.preview.rows] == [("new", date(2028, 4, 3)), ("new", date(2028, 6, 5))]


def test_the_empty_sheet_can_be_read_back_by_the_importer(
    window: RoomWindow, room: Donations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "donacion.csv"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))
    room.save_form()
    form = window.dialog()
    assert isinstance(form, TemplateDialog)
    form.needs.set_value(0)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    header = path.read_text(encoding="utf-8-sig").strip()
    assert "lote" in header and window.messages.toasts == ["donacion.csv guardado"]
    path.write_text(f"{header}\nlosartan 50 mg tableta;;;;;L1;08/2028;30;30;\n", encoding="utf-8-sig")
    room.load_sheet(path)
    assert room.sheet.preview is not None
    assert [row.result.status for row in room.sheet.preview.rows] == ["new"]


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_tab_after_a_new_donor_goes_to_its_country_and_the_list_shows_the_draft_that_was_left(
    window: RoomWindow, room: Donations, worker: Worker
) -> None:
    donor = donations.add_donor(worker.desk, worker.by(), "Colectivo Quillay", "CL")
    for n in range(3):
        made = donations.open_draft(worker.desk, worker.by(), donor, date(2026, 11, 21), f"guía {n}")
    room.refresh(frozenset())
    room.new()
    form = window.dialog()
    assert isinstance(form, DonationDialog)
    window.type_in(form.who.donor, "Cruz Vecina", enter=False)
    window.qtbot.keyClick(form.who.donor.line, Qt.Key.Key_Tab)
    assert form.who.country.line.hasFocus()
    window.type_in(form.who.donor, "Quillay", enter=False)  # a donor that is known by this name
    form.reject()
    room.open(made)
    room.show_list()
    assert room.list.table.row().row.id == made
