"""What came with the box, as a person attaches it: chosen, dropped, pasted; looked at, taken off, put back, saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import donation_documents, donations
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.ui.screens.donations import make, photos
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.screens.donations.papers import Papers
from tests.support.desks import Worker
from tests.support.room_window import RoomWindow, words

# Exif that says: this photo lies on its side, turn it a quarter to the right (orientation 6).
TURNED = b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"


def picture(wide: int, high: int, kind: str = "JPEG", color: str = "#8a6d3b") -> bytes:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def pdf(folder: Path) -> bytes:
    path = folder / "made.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    painter.drawText(200, 200, "PACKING LIST")
    painter.end()
    return path.read_bytes()


@pytest.fixture
def room(window: RoomWindow, worker: Worker) -> Donations:
    made = make(window.context)
    assert isinstance(made, Donations)
    window.show(made)
    donor = donations.add_donor(worker.desk, worker.by(), "Colectivo Médico Quillay", "CL")
    made.open(donations.open_draft(worker.desk, worker.by(), donor, date(2026, 11, 21)))
    return made


def opened(window: RoomWindow, room: Donations) -> Papers:
    window.shell.activateWindow()
    window.qtbot.waitUntil(window.shell.isActiveWindow)
    window.qtbot.keyClick(room.shipment.entry.medicine.line, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = window.dialog()
    assert isinstance(dialog, Papers)
    dialog.activateWindow()
    window.qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def kept(worker: Worker) -> list[tuple[str, str]]:
    draft = donations.donations(worker.desk)[0].id
    return [(row.name, row.media_type) for row in donation_documents.documents(worker.desk, draft)]


def test_files_are_attached_looked_at_and_refused_by_what_they_are(
    window: RoomWindow, room: Donations, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lista.jpg").write_bytes(picture(1200, 900))
    (tmp_path / "carta.PDF").write_bytes(pdf(tmp_path))
    (tmp_path / "programa.jpg").write_bytes(b"MZ\x90\x00 no photo at all")
    dialog = opened(window, room)
    assert "Todavía no hay nada" in dialog.hint.text() and not dialog.remove_button.isVisibleTo(dialog)
    names = [str(tmp_path / name) for name in ("lista.jpg", "carta.PDF")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: (names, ""))
    dialog.add_button.click()
    assert kept(worker) == [("lista.jpg", "image/jpeg"), ("carta.PDF", "application/pdf")]
    assert dialog.viewer.currentWidget() is dialog.pdf_view
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Up)
    assert dialog.viewer.currentIndex() == 1 and not dialog.photo.pixmap().isNull()
    assert room.shipment.head.documents.text() == "Documentos · 2"
    names[:] = [str(tmp_path / "programa.jpg")]
    dialog.add_button.click()
    assert "programa.jpg: Este archivo no es una foto (JPG, PNG, WEBP) ni un PDF" in dialog.refused.text()
    names[:] = [str(tmp_path / "lista.jpg")]
    dialog.add_button.click()
    assert dialog.refused.text() == "lista.jpg: Este documento ya está adjunto."
    names[:] = [str(tmp_path / "gone.jpg")]
    dialog.add_button.click()
    assert dialog.refused.text().startswith("gone.jpg: No se puede abrir el archivo")
    assert len(kept(worker)) == 2


def test_a_document_is_taken_off_put_back_and_saved(
    window: RoomWindow, room: Donations, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lista.png").write_bytes(picture(300, 200, "PNG"))
    dialog = opened(window, room)
    dialog.attach_files([tmp_path / "lista.png"])
    target = tmp_path / "copy.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    dialog.save_button.click()
    assert target.read_bytes() == (tmp_path / "lista.png").read_bytes()
    dialog.table.setFocus()
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert kept(worker) == [] and dialog.undo_button.isVisibleTo(dialog)
    window.qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(worker) == [("lista.png", "image/png")] and not dialog.undo_button.isVisibleTo(dialog)
    window.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_picture_is_pasted_and_an_empty_clipboard_is_said(window: RoomWindow, room: Donations, worker: Worker) -> None:
    dialog = opened(window, room)
    QGuiApplication.clipboard().setText("only words")
    window.qtbot.keyClick(dialog, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.refused.text().startswith("No hay ninguna foto ni archivo para pegar")
    QGuiApplication.clipboard().setImage(QImage.fromData(picture(400, 300)))
    window.qtbot.keyClick(dialog, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert kept(worker) == [("foto pegada.jpg", "image/jpeg")]


def test_a_photo_is_dropped_on_the_donation(window: RoomWindow, room: Donations, worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "lista.jpg").write_bytes(picture(400, 300))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "lista.jpg"))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    room.shipment.dropEvent(event)
    assert isinstance(window.dialog(), Papers) and kept(worker) == [("lista.jpg", "image/jpeg")]


def test_a_received_donation_keeps_its_documents(window: RoomWindow, room: Donations, worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "lista.jpg").write_bytes(picture(400, 300))
    opened(window, room).attach_files([tmp_path / "lista.jpg"])
    window.dialog().reject()
    draft = donations.donations(worker.desk)[0].id
    donations.add_lines(worker.desk, worker.by(), draft, [NewLine("Losartan", 5, "L", date(2028, 8, 31))])
    donations.receive(worker.desk, worker.by(), draft)
    room.refresh(frozenset({"donations"}))
    room.shipment.head.documents.click()
    dialog = window.dialog()
    assert isinstance(dialog, Papers)
    assert not dialog.remove_button.isVisibleTo(dialog) and dialog.save_button.isVisibleTo(dialog)
    window.qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert len(kept(worker)) == 1


def test_a_draft_with_documents_alone_is_not_thrown_away_without_a_word(window: RoomWindow, room: Donations, tmp_path: Path) -> None:
    (tmp_path / "lista.jpg").write_bytes(picture(400, 300))
    opened(window, room).attach_files([tmp_path / "lista.jpg"])
    window.dialog().reject()
    window.messages.answer = False
    room.shipment.discard()
    assert window.messages.questions[-1].what == "Se pierde 1 documento."


@pytest.mark.parametrize(("size", "longest"), [((4000, 3000), 2200), ((1500, 3600), 2200), ((800, 600), 800)])
def test_a_large_photo_is_made_small(size: tuple[int, int], longest: int) -> None:
    made = QImage.fromData(photos.prepared(picture(*size)))
    assert max(made.width(), made.height()) == longest
    assert abs(made.width() / made.height() - size[0] / size[1]) < 0.01


def test_a_photo_stands_upright_and_keeps_nothing_of_the_telephone() -> None:
    plain = picture(300, 200)
    turned = plain[:2] + TURNED + plain[2:]
    made = photos.prepared(turned)
    image = QImage.fromData(made)
    assert (image.width(), image.height()) == (200, 300)
    assert b"Exif" in turned and b"Exif" not in made
    assert photos.prepared(turned) == made  # the same photo gives the same bytes: it is noticed when it comes twice


def test_a_small_png_or_pdf_stays_as_it_is(tmp_path: Path, qtbot: QtBot) -> None:
    for content in (picture(300, 200, "PNG"), picture(300, 200, "WEBP"), pdf(tmp_path)):
        assert photos.prepared(content) == content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.qt_log_ignore(".*", extend=True)  # the readers complain, and so do we
def test_what_is_cut_off_or_made_up_is_refused(kind: str, qtbot: QtBot) -> None:
    with pytest.raises(Refusal, match="document_unreadable"):
        photos.prepared(picture(300, 200, kind)[:60])


@pytest.mark.qt_log_ignore(".*", extend=True)
def test_a_pdf_that_no_one_can_open_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(Refusal, match="document_unreadable"):
        photos.prepared(b"%PDF-1.7 nothing of a document follows")


def test_a_picture_of_far_too_many_points_is_refused_before_it_is_read(qtbot: QtBot) -> None:
    bomb = bytearray(picture(10, 10, "PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2  # the header alone says it
    with pytest.raises(Refusal, match="document_unreadable"):
        photos.prepared(bytes(bomb))


def test_more_than_sixty_megabytes_are_not_read(qtbot: QtBot) -> None:
    with pytest.raises(Refusal, match="document_too_large"):
        photos.prepared(b"\xff\xd8\xff" + bytes(photos.MOST_READ))


def test_the_list_shows_documents(window: RoomWindow, room: Donations, tmp_path: Path) -> None:
    (tmp_path / "lista.jpg").write_bytes(picture(400, 300))
    opened(window, room).attach_files([tmp_path / "lista.jpg"])
    window.dialog().reject()
    room.show_list()
    assert room.list.table.row().documents == 1
    assert "Todos los años" in [room.list.year.box.itemText(0)] and "Donaciones" in words(room)
