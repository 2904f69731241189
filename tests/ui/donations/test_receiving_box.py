"""The box itself: packs are scanned one after the other, and what is in it is counted against its paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from pharmacy_app.services import differences, donations
from pharmacy_app.ui.screens.donations.comparing import Comparison
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import Worker
from tests.support.receiving import Slow, lines, type_line
from tests.support.room_window import RoomWindow, words

GS = "\x1d"
GTIN, OTHER = "07612345678900", "04006381333931"


def code(lot: str = "L1", serial: str = "", gtin: str = GTIN, day: str = "280831") -> str:
    return f"01{gtin}17{day}10{lot}" + (f"{GS}21{serial}" if serial else "")


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
    assert window.messages.toasts[-1] == "Quedan 3 líneas por contar."  # not that all is as the paper says: nobody has looked yet
    counted.shipment.begin_count()
    assert card.heading.text() == "Contar: línea 2" and card.units.text() == ""
    window.qtbot.keyClick(card.units.line, Qt.Key.Key_Up)
    assert card.heading.text() == "Contar: línea 1" and card.units.hint.text() == "Enter: queda como se contó"
    window.type_in(card.units, "61")
    assert card.heading.text() == "Contar: línea 2"
    assert lines(worker, draft)[0] == ("losartan", "A", 61)


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


def test_an_empty_draft_cannot_be_counted(window: RoomWindow, room: Donations, draft: int) -> None:
    failed: list[Exception] = []
    window.tasks.unhandled.connect(failed.append)
    room.shipment.begin_count()
    assert [str(error) for error in failed] == ["donation_empty"] and not room.shipment.is_counting
