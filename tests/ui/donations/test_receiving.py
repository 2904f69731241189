"""Receiving quicker than paper: keys are counted, and nothing that is typed is ever lost."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pharmacy_app.services import differences, donations
from pharmacy_app.ui.medicine_field import NewMedicineDialog
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.screens.donations.forms import DonationDialog
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import TODAY, Worker
from tests.support.receiving import Slow, lines, type_line
from tests.support.room_window import RoomWindow, words

# What a packing list of ten lines says, and what somebody types of each medicine (nothing: the one before, in another lot).
PACKING_LIST = (
    ("los 50", "L2291", "0828", "12x30", "losartan"),
    ("", "L2292", "1028", "10x20", "losartan"),
    ("enal 10", "E77", "0129", "600", "enalapril"),
    ("metf 850", "MF1", "0429", "20x60", "metformin"),
    ("", "MF2", "0529", "5x60+20", "metformin"),
    ("", "MF3", "0629", "60", "metformin"),
    ("amox 500", "AX90", "0628", "40x21", "amoxicillin"),
    ("amlo 5", "AM5", "AGO 28", "3x30", "amlodipine"),
    ("ibup 400", "IB1", "08/2028", "100", "ibuprofen"),
    ("", "IB2", "0928", "100", "ibuprofen"),
)


def test_a_packing_list_of_ten_lines_costs_a_handful_of_keys_a_line(
    window: RoomWindow, room: Donations, draft: int, worker: Worker
) -> None:
    pressed = sum(type_line(window, room, *line[:4]) for line in PACKING_LIST)
    said = sum(len(lot) + len(expiry) + len(quantity) for _, lot, expiry, quantity, _ in PACKING_LIST)
    assert [line[:2] for line in lines(worker, draft)] == [(inn, lot) for _, lot, _, _, inn in PACKING_LIST]
    assert [line[2] for line in lines(worker, draft)] == [360, 200, 600, 1200, 320, 60, 840, 90, 100, 100]
    assert (pressed - said) / len(PACKING_LIST) <= 9  # the medicine and four times Return
    assert pressed / len(PACKING_LIST) <= 23


def test_the_line_before_is_offered_and_copied(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    entry = room.shipment.entry
    type_line(window, room, "losartan 50", "L1", "0828", "2x30")
    assert entry.medicine.line.placeholderText().replace("\u00a0", " ") == "Losartán 50 mg, tableta"
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    window.type_in(entry.lot, "L2")
    for field in (entry.expiry, entry.quantity):
        assert QApplication.focusWidget() is field.line and field.line.selectedText() == field.text()
        window.qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert lines(worker, draft) == [("losartan", "L1", 60), ("losartan", "L2", 60)]


def test_what_the_paper_says_is_typed_beside_what_is_counted(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    entry = room.shipment.entry
    window.type_in(entry.quantity, "2x30 p 70", enter=False)
    assert entry.quantity.hint.text() == "= 60 unidades; el papel dice 70"
    entry.clear()
    entry.medicine.setFocus()
    type_line(window, room, "losartan 50", "L1", "0828", "2x30 p 70")
    type_line(window, room, "enalapril 10", "E1", "0828", "10 p 10")
    (row,) = differences.record(worker.desk, draft).differing
    assert (row.lot, row.on_paper, row.counted, row.pack_size) == ("L1", 70, 60, 30)
    assert "papel: 70" in cell_of(room.shipment.table.model().index(1, 4)).spoken


# nothing is lost ----------------------------------------------------------------------------------


def test_a_half_typed_line_waits_in_its_donation(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    donor = donations.donors(worker.desk)[0].id
    other = donations.open_draft(worker.desk, worker.by(), donor, TODAY)
    entry = room.shipment.entry
    window.type_in(entry.medicine, "losartan 50")
    window.type_in(entry.lot, "L1", enter=False)
    room.show_list()
    room.open(other)
    assert entry.half.empty
    window.type_in(entry.lot, "other", enter=False)
    room.open(draft)
    assert (entry.medicine.text().replace("\u00a0", " "), entry.lot.text()) == ("Losartán 50 mg, tableta", "L1")
    window.type_in(entry.expiry, "0828")
    window.type_in(entry.quantity, "5")
    assert lines(worker, draft) == [("losartan", "L1", 5)]
    room.open(other)
    assert entry.lot.text() == "other"


def test_esc_takes_the_half_typed_line_off_and_undo_puts_it_back(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    entry = room.shipment.entry
    window.type_in(entry.medicine, "losartan 50")
    window.type_in(entry.lot, "L1", enter=False)
    window.qtbot.keyClick(entry.lot.line, Qt.Key.Key_Escape)
    assert entry.half.empty and window.messages.toasts == ["Se quitó la línea a medio escribir"]
    window.messages.undos[0]()
    assert entry.lot.text() == "L1" and QApplication.focusWidget() is entry.expiry.line
    window.type_in(entry.expiry, "0828")
    window.type_in(entry.quantity, "5")
    assert lines(worker, draft) == [("losartan", "L1", 5)]  # the medicine is still the one that was chosen


def test_putting_a_line_right_does_not_eat_what_is_half_typed(window: RoomWindow, room: Donations, draft: int) -> None:
    type_line(window, room, "losartan 50", "L1", "0828", "30")
    entry = room.shipment.entry
    window.type_in(entry.lot, "half", enter=False)
    room.shipment.table.setFocus()
    window.qtbot.keyClick(room.shipment.table, Qt.Key.Key_Return)
    assert entry.lot.text() == "L1" and entry.editing is not None
    window.messages.undos[-1]()
    assert entry.lot.text() == "half" and entry.editing is None


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # the list that floats over a dialog, without a screen
def test_a_missing_medicine_or_donor_never_loses_the_line(window: RoomWindow, room: Donations, draft: int) -> None:
    entry = room.shipment.entry
    entry.lot.set_text("Z9")
    entry.quantity.set_text("12")
    window.type_in(entry.medicine, "zilutonio", enter=False)
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_F2)
    form = window.dialog()
    assert isinstance(form, NewMedicineDialog)
    form.reject()  # Esc
    assert (entry.medicine.text(), entry.lot.text(), entry.quantity.text()) == ("zilutonio", "Z9", "12")
    assert window.shell.focusWidget() is entry.medicine.line
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_F2)
    form = window.dialog()
    assert isinstance(form, NewMedicineDialog)
    window.type_in(form.strength, "5 mg", enter=False)
    window.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert entry.medicine.text().replace("\u00a0", " ") == "Zilutonio 5 mg, tableta"
    assert (entry.lot.text(), entry.quantity.text()) == ("Z9", "12")
    assert window.shell.focusWidget() is entry.expiry.line  # what is still to be written
    room.shipment.head.edit.click()
    data = window.dialog()
    assert isinstance(data, DonationDialog)
    data.who.donor.line.clear()
    window.type_in(data.who.donor, "Cruz Vecina", enter=False)
    window.qtbot.keyClick(data, Qt.Key.Key_Return)
    window.type_in(data.who.country, "ital", enter=False)
    window.qtbot.keyClick(data.who.country.line, Qt.Key.Key_Return)
    window.qtbot.keyClick(data, Qt.Key.Key_Return)
    assert room.shipment.donation is not None and room.shipment.donation.donor == "Cruz Vecina"
    assert (entry.lot.text(), entry.quantity.text()) == ("Z9", "12")


def test_who_types_faster_than_the_database_writes_loses_nothing(
    window: RoomWindow, room: Donations, draft: int, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = room.shipment.entry
    type_line(window, room, "losartan 50", "L1", "0828", "30")
    window.type_in(entry.medicine, "enalapril 10")
    for field, text in ((entry.lot, "E1"), (entry.expiry, "0828")):
        window.type_in(field, text)
    slow = Slow(window, monkeypatch)
    window.type_in(entry.quantity, "20")
    window.qtbot.keyClick(entry.medicine.line, Qt.Key.Key_Return)  # the same once more: of the line that is still being written
    window.type_in(entry.lot, "E2")
    slow.work()
    assert entry.medicine.text().startswith("Enalapril") and entry.lot.text() == "E2"
    assert lines(worker, draft) == [("losartan", "L1", 30), ("enalapril", "E1", 20)]


def test_a_line_that_was_refused_comes_back_and_what_was_typed_meanwhile_too(
    window: RoomWindow, room: Donations, draft: int, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = room.shipment.entry
    type_line(window, room, "losartan 50", "L1", "0828", "30")
    slow = Slow(window, monkeypatch)
    type_line(window, room, "enalapril 10", "E1", "0828", "20")
    entry.lot.set_text("meanwhile")
    donations.receive(worker.desk, worker.by(), draft)  # somebody else was faster
    slow.work()
    assert [str(error) for error in window.messages.errors] == ["donation_fixed"]
    assert (entry.half.lot, entry.half.quantity) == ("E1", "20")
    window.messages.undos[-1]()
    assert entry.half.lot == "meanwhile"


def test_receiving_names_a_line_that_is_only_half_typed(window: RoomWindow, room: Donations, draft: int) -> None:
    type_line(window, room, "losartan 50", "L1", "0828", "30")
    window.type_in(room.shipment.entry.medicine, "enalapril 10")
    window.messages.answer = False
    room.act()
    ((kind, sentence),) = window.messages.questions[-1].attention
    assert kind == "soon" and "Enalapril" in sentence and "a medio escribir" in sentence


# afterwards ---------------------------------------------------------------------------------------


def test_a_received_donation_says_what_became_of_each_line_and_goes_to_its_lot(
    window: RoomWindow, room: Donations, draft: int, worker: Worker
) -> None:
    type_line(window, room, "losartan 50", "L1", "0829", "30")
    type_line(window, room, "enalapril 10", "", "0829", "20")
    room.act()
    table = room.shipment.table
    states = {cell_of(table.model().index(row, 2)).text: cell_of(table.model().index(row, 5)).spoken for row in range(2)}
    assert states == {"L1": "en el estante", "—": "en cuarentena"}
    line = next(line for line in room.shipment.lines if line.row.lot == "L1")
    table.select(line.row.id)
    table.setFocus()
    window.qtbot.keyClick(table, Qt.Key.Key_Return)
    ((where, batch),) = window.went
    assert where == "stock" and isinstance(batch, int)
    room.shipment.head.labels.click()
    assert window.dialog().windowTitle() == "Etiquetas del estante"


def test_the_list_is_filtered_by_year_and_difference(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    type_line(window, room, "losartan 50", "L1", "0829", "30 p 40")
    donor = donations.donors(worker.desk)[0].id
    donations.open_draft(worker.desk, worker.by(), donor, date(2025, 3, 1))
    room.show_list()
    room.refresh(frozenset({"donations"}))
    shown = room.list.table.model()
    assert shown.rowCount() == 2
    assert "1 diferencia" in [cell_of(shown.index(row, 5)).spoken for row in range(2)]
    room.list.chips.set_current("differing")
    room.list.chips.chosen.emit("differing")
    assert [row.row.id for row in (room.list.table.row(),)] == [draft] and shown.rowCount() == 1
    room.list.chips.set_current("all")
    room.list.year.set_value(2025)
    room.list.year.changed.emit(2025)
    assert shown.rowCount() == 1 and room.list.table.row().row.received_on.year == 2025
    window.type_in(room.list.search, "nobody")
    assert "Ninguna donación es así" in " ".join(words(room))
