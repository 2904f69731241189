"""Receiving quicker than paper: keys are counted, packs are scanned one after the other, the box is compared with its paper; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pharmacy_app.services import differences, donations
from pharmacy_app.ui.medicine_field import NewMedicineDialog
from pharmacy_app.ui.screens.donations import make
from pharmacy_app.ui.screens.donations.comparing import Comparison
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.screens.donations.forms import DonationDialog
from pharmacy_app.ui.tasks import Job
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import TODAY, Worker, sqlite_worker
from tests.support.room_window import RoomWindow, words

GS = "\x1d"
GTIN, OTHER = "07612345678900", "04006381333931"


def code(lot: str = "L1", serial: str = "", gtin: str = GTIN, day: str = "280831") -> str:
    return f"01{gtin}17{day}10{lot}" + (f"{GS}21{serial}" if serial else "")


@pytest.fixture
def worker(pharmacy_template: Path, tmp_path: Path) -> Iterator[Worker]:
    made = sqlite_worker(pharmacy_template, tmp_path / "pharmacy")
    yield made
    made.desk.store.close()


@pytest.fixture
def window(qtbot: QtBot, worker: Worker) -> RoomWindow:
    return RoomWindow(qtbot, worker)


@pytest.fixture
def room(window: RoomWindow) -> Donations:
    made = make(window.context)
    assert isinstance(made, Donations)
    window.show(made)
    return made


@pytest.fixture
def draft(worker: Worker, room: Donations) -> int:
    donor = donations.add_donor(worker.desk, worker.by(), "Colectivo Médico Quillay", "CL")
    made = donations.open_draft(worker.desk, worker.by(), donor, date(2026, 11, 21), "guía 4471")
    room.open(made)
    return made


def type_line(window: RoomWindow, room: Donations, what: str, lot: str, expiry: str, quantity: str) -> int:
    """As a person would, with Return alone; gives the keys that were pressed."""
    entry = room.shipment.entry
    assert window.shell.focusWidget() is entry.medicine.line
    window.type_in(entry.medicine, what)
    for field, text in ((entry.lot, lot), (entry.expiry, expiry), (entry.quantity, quantity)):
        assert QApplication.focusWidget() is field.line
        window.type_in(field, text)
    return len(what) + len(lot) + len(expiry) + len(quantity) + 4


def lines(worker: Worker, draft: int) -> list[tuple[str, str, int]]:
    return [
        (line.medicine.inn if line.medicine else line.row.description, line.row.lot, line.row.quantity)
        for line in donations.donation(worker.desk, draft)[1]
    ]


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


def test_receiving_names_a_line_that_is_only_half_typed(window: RoomWindow, room: Donations, draft: int) -> None:
    type_line(window, room, "losartan 50", "L1", "0828", "30")
    window.type_in(room.shipment.entry.medicine, "enalapril 10")
    window.messages.answer = False
    room.act()
    ((kind, sentence),) = window.messages.questions[-1].attention
    assert kind == "soon" and "Enalapril" in sentence and "a medio escribir" in sentence


# scanning -----------------------------------------------------------------------------------------


def learn(window: RoomWindow, room: Donations, what: str, gtin: str, quantity: str = "1x30") -> None:
    """A code nobody knows is scanned, and somebody says once what it is."""
    entry = room.shipment.entry
    room.on_scan(code("SEEN", gtin=gtin))
    assert QApplication.focusWidget() is entry.medicine.line
    window.type_in(entry.medicine, what)
    assert QApplication.focusWidget() is entry.quantity.line  # lot and day came with the code
    window.type_in(entry.quantity, quantity)


def test_packs_are_scanned_one_after_the_other(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    learn(window, room, "losartan 50", GTIN)
    learn(window, room, "enalapril 10", OTHER, "1x20")
    entry = room.shipment.entry
    room.on_scan(code("A1"))
    half = entry.half
    assert (half.lot, half.expiry, half.quantity) == ("A1", "31/08/2028", "1x30") and half.medicine.startswith("Losartán")
    room.on_scan(code("A1"))  # the next pack, before the line is added
    assert entry.quantity.text() == "2x30"
    room.on_scan(code("B1", gtin=OTHER))  # another box: the line before is written by itself
    assert lines(worker, draft)[-1] == ("losartan", "A1", 60)
    assert entry.half.lot == "B1"
    room.on_scan(code("A1"))  # and the first lot again
    assert lines(worker, draft)[2:] == [("losartan", "A1", 90), ("enalapril", "B1", 20)]
    assert entry.half.empty


def test_the_next_pack_of_a_line_is_counted_to_it_and_can_be_taken_back(
    window: RoomWindow, room: Donations, draft: int, worker: Worker
) -> None:
    learn(window, room, "losartan 50", GTIN)
    room.on_scan(code("SEEN"))
    room.on_scan(code("SEEN"))
    assert lines(worker, draft) == [("losartan", "SEEN", 90)]
    assert window.messages.toasts[-1].replace("\u00a0", " ") == "Línea 1, una caja más: 3 cajas de 30"
    window.messages.undos[-1]()
    assert lines(worker, draft) == [("losartan", "SEEN", 60)]
    entry = room.shipment.entry
    window.type_in(entry.medicine, "enalapril 10")
    room.on_scan(code("SEEN"))
    assert lines(worker, draft) == [("losartan", "SEEN", 90)]
    assert entry.medicine.text().startswith("Enalapril")  # what is half typed stays


def test_the_same_pack_twice_is_said_and_not_counted(window: RoomWindow, room: Donations, draft: int, worker: Worker) -> None:
    learn(window, room, "losartan 50", GTIN)
    room.on_scan(code("SEEN", "aB1"))
    assert lines(worker, draft) == [("losartan", "SEEN", 60)]
    room.on_scan(code("SEEN", "aB1"))
    assert lines(worker, draft) == [("losartan", "SEEN", 60)]
    assert "Esta misma caja ya se pasó en esta donación: no se contó otra vez." in words(room)
    room.on_scan(code("SEEN", "AB1"))  # capitals matter: another pack
    assert lines(worker, draft) == [("losartan", "SEEN", 90)]
    assert not room.shipment.entry.scan_says.warning.isVisibleTo(room)
    room.on_scan(code("SEEN", "aB1"))
    room.shipment.entry.scan_says.anyway.click()
    assert lines(worker, draft) == [("losartan", "SEEN", 120)]


def test_the_same_pack_twice_is_noticed_before_its_line_is_written(window: RoomWindow, room: Donations, draft: int) -> None:
    learn(window, room, "losartan 50", GTIN)
    room.on_scan(code("A1", "s1"))
    room.on_scan(code("A1", "s1"))
    entry = room.shipment.entry
    assert entry.quantity.text() == "1x30" and entry.scan_says.warning.isVisibleTo(room)
    room.on_scan(code("A1", "s2"))
    assert entry.quantity.text() == "2x30"


def test_a_doubtful_code_shows_how_it_can_be_read(window: RoomWindow, room: Donations, draft: int) -> None:
    room.on_scan(f"01{GTIN}17280831" + "10AB1221XYZ99")
    entry = room.shipment.entry
    assert entry.lot.line.property("wrong") is True
    ways = [button for button in entry.findChildren(QPushButton) if "XYZ99" in button.text()]
    assert [button.text() for button in ways] == [
        "lote AB12, vence el 31/08/2028, serie XYZ99",
        "lote AB1221XYZ99, vence el 31/08/2028",
    ]
    window.qtbot.waitUntil(ways[0].isVisible)
    ways[0].click()
    assert (entry.lot.text(), entry.expiry.text()) == ("AB12", "31/08/2028")
    assert not entry.lot.line.property("wrong") and not ways[0].isVisible()


# counting against the paper -----------------------------------------------------------------------


@pytest.fixture
def counted(window: RoomWindow, room: Donations, draft: int) -> Donations:
    for lot, units in (("A", "2x30"), ("B", "2x30"), ("C", "30"), ("D", "10")):
        type_line(window, room, "losartan 50", lot, "0828", units)
    window.qtbot.keyClick(room.shipment.entry.medicine.line, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    return room


def test_a_box_is_counted_with_one_key_a_line(window: RoomWindow, counted: Donations, draft: int, worker: Worker) -> None:
    shipment, card = counted.shipment, counted.shipment.count
    assert shipment.is_counting and not shipment.entry.isVisibleTo(counted)
    assert card.heading.text() == "Contar: línea 1" and card.progress.text() == "Quedan 4 líneas por contar."
    field = card.units.line
    assert QApplication.focusWidget() is field
    window.qtbot.keyClick(field, Qt.Key.Key_Return)  # as on the paper
    assert card.heading.text() == "Contar: línea 2" and shipment.table.row().row.lot == "B"
    window.type_in(card.units, "1x30+28")
    window.type_in(card.units, "0")
    assert window.messages.toasts[-1] == "La línea 3 no vino en la caja"
    window.type_in(card.units, "12")
    assert not shipment.is_counting and window.messages.toasts[-1] == "3 diferencias con el papel"
    assert lines(worker, draft) == [("losartan", "A", 60), ("losartan", "B", 58), ("losartan", "D", 12)]
    found = differences.record(worker.desk, draft)
    assert [(row.lot, row.kind) for row in found.rows] == [("A", "same"), ("B", "fewer"), ("C", "not_in_box"), ("D", "more")]
    assert shipment.head.differences.text() == "Diferencias · 3"
    said = [cell_of(shipment.table.model().index(row, 1)).sub for row in range(4)]
    assert "No vino en la caja. Con Enter: sí está." in said
    shipment.head.differences.click()
    dialog = window.dialog()
    assert isinstance(dialog, Comparison)
    assert "Difieren en 3 de 4 líneas; faltan 32 unidades; 2 unidades no estaban en el papel." in words(dialog)


def test_what_is_missing_is_found_after_all(window: RoomWindow, counted: Donations, draft: int, worker: Worker) -> None:
    shipment = counted.shipment
    window.type_in(shipment.count.units, "0")
    window.messages.undos[-1]()
    assert [lot for _, lot, _ in lines(worker, draft)] == ["A", "B", "C", "D"]
    shipment.end_count()
    missing = next(row for row in donations.donation(worker.desk, draft)[1] if row.row.lot == "C")
    differences.count_line(worker.desk, worker.by(), draft, missing.row.id, 0)
    counted.refresh(frozenset({"donations"}))
    (gone,) = differences.count(worker.desk, draft).missing
    shipment.table.select(gone.token)
    shipment.table.setFocus()
    window.qtbot.keyClick(shipment.table, Qt.Key.Key_Return)
    assert [lot for _, lot, _ in lines(worker, draft)] == ["A", "B", "C", "D"]


def test_counting_goes_on_where_it_stopped_and_an_odd_number_is_said(
    window: RoomWindow, counted: Donations, draft: int, worker: Worker
) -> None:
    card = counted.shipment.count
    window.qtbot.keyClick(card.units.line, Qt.Key.Key_Return)
    window.type_in(card.units, "1.5")
    assert card.units.line.property("wrong") is True and card.heading.text() == "Contar: línea 2"
    window.qtbot.keyClick(card.units.line, Qt.Key.Key_Escape)
    assert not counted.shipment.is_counting and counted.page is counted.shipment
    counted.shipment.begin_count()
    assert card.heading.text() == "Contar: línea 2" and card.units.text() == ""
    window.qtbot.keyClick(card.units.line, Qt.Key.Key_Up)
    assert card.heading.text() == "Contar: línea 1" and card.units.hint.text() == "Enter: queda como se contó"
    window.type_in(card.units, "61")
    assert card.heading.text() == "Contar: línea 2"
    assert lines(worker, draft)[0] == ("losartan", "A", 61)


class Slow:
    """The database takes its time: what was asked of it waits until `work()`."""

    def __init__(self, window: RoomWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self._tasks, self._waiting = window.tasks, list[Job]()
        monkeypatch.setattr(window.tasks, "_submit", self._waiting.append)

    def work(self) -> None:
        while self._waiting:
            job = self._waiting.pop(0)
            self._tasks.perform(job)
            self._tasks.deliver(job)


def test_who_counts_faster_than_the_database_writes_meets_no_line_before(
    window: RoomWindow, counted: Donations, draft: int, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(window, monkeypatch)
    card = counted.shipment.count
    window.qtbot.keyClick(card.units.line, Qt.Key.Key_Return)
    window.type_in(card.units, "58")
    window.type_in(card.units, "29")
    window.type_in(card.units, "9")
    window.qtbot.keyClick(card.units.line, Qt.Key.Key_Return)  # once too often: there is no line left
    slow.work()
    assert [units for _, _, units in lines(worker, draft)] == [60, 58, 29, 9]
    assert not counted.shipment.is_counting and window.messages.toasts[-1] == "3 diferencias con el papel"


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


def test_an_empty_draft_cannot_be_counted(window: RoomWindow, room: Donations, draft: int) -> None:
    failed: list[Exception] = []
    window.tasks.unhandled.connect(failed.append)
    room.shipment.begin_count()
    assert [str(error) for error in failed] == ["donation_empty"] and not room.shipment.is_counting


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
