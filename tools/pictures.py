"""The pictures of the manual, taken from the program itself: the real window on the sample commune, the real paper, the same every time.

No screen is needed. The sample, the day and the codes on the slips come from fixed numbers, so a picture changes only when the program does.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt looks for a screen

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from pharmacy_app import bootstrap
from pharmacy_app.services import donations, donor_reports, labels, papers, people, rounds
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.language import Language, language
from pharmacy_app.system.paths import DataDir
from pharmacy_app.system.start import Asked
from pharmacy_app.ui import app, printing
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.screens.donations.shipment import Shipment
from pharmacy_app.ui.screens.stock.shelf import Stock
from pharmacy_app.ui.settings import WindowSettings
from pharmacy_app.ui.shell import Shell
from pharmacy_app.ui.tasks import Tasks
from pharmacy_app.ui.theme import Theme
from pharmacy_app.ui.toast import Toast
from pharmacy_app.window_opening import Opening

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "manual" / "pictures"
DAY, SEED, PERSON = date(2026, 11, 23), 1, "Carmen R."
WINDOW, PAGE = QSize(1366, 768), QSize(720, 1018)  # a page of A4 at 87 dots per inch
SHEET = (
    "Descrizione;Lotto;Scadenza;Confezioni;Unità per confezione",
    "ENALAPRIL DOC 20 CPR 10MG;003412;06/2028;40;20",
    "METFORMINA TEVA 850 MG CPR RIV;A2231;31/12/2027;25;30",
    "PARACETAMOLO ZENTIVA 500 MG 20 CPR;L77;09/2026;12;20",
    "AULIN 100 MG 30 BUSTE;N55;05/2028;6;30",
    "COMPRESSE BIANCHE;Q1;05/2028;3;10",
)
SURFACES, COLOURS = 26, 42  # so few keep a picture small
QUIET_MS, PATIENCE_MS = 350, 60_000


def save(image: QImage, path: Path) -> None:
    """A small PNG: few colours, every other one the nearest of them."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    path.parent.mkdir(parents=True, exist_ok=True)
    table = _palette(list(memoryview(plain.constBits()).cast("I")))
    indexed = plain.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)
    if not indexed.save(str(path), "PNG", 0):  # type: ignore[call-overload]  # 0: packed as tightly as PNG can
        raise OSError(f"not written: {path}")


def _palette(pixels: list[int]) -> list[int]:
    """First the colours of plain surfaces, so that a small red badge stays red; then of letters' edges, as long as they differ."""
    plain = Counter(one for one, after in pairwise(pixels) if one == after)
    chosen: list[int] = []
    for found, apart, most in ((plain, 6, SURFACES), (Counter(pixels), 34, COLOURS)):
        for colour, _ in found.most_common(3_000):
            if len(chosen) < most and all(_far(colour, other) > apart for other in chosen):
                chosen.append(colour)
    return chosen


def _far(one: int, other: int) -> int:
    """In steps of red, green and blue together."""
    return sum(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))


@dataclass
class Hand:
    """Presses keys in the window, waits until it rests, and takes pictures."""

    shell: Shell
    tasks: Tasks
    folder: Path
    busy: bool = False

    def __post_init__(self) -> None:
        self.tasks.busy.connect(self._busy)

    def _busy(self, busy: bool) -> None:
        self.busy = busy

    def rest(self) -> None:
        """Until nothing has been going on for a moment (fields wait that long for the next letter). Raises `TimeoutError`."""
        quiet, whole = QElapsedTimer(), QElapsedTimer()
        quiet.start()
        whole.start()
        while quiet.elapsed() < QUIET_MS:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if self.busy:
                quiet.restart()
            if whole.elapsed() > PATIENCE_MS:
                raise TimeoutError("the window does not come to rest")

    def go(self, room: str, target: object = None) -> None:
        """To a room, without what the last one said."""
        for dialog in reversed(self.dialogs()):
            dialog.reject()
        self.rest()
        self.shell.activateWindow()
        self.shell.go(room, target)
        self.rest()

    def dialogs(self) -> list[QDialog]:
        """The open ones, the last on top."""
        return [dialog for dialog in self.shell.findChildren(QDialog) if dialog.isVisible()]

    def press(self, *keys: str) -> None:
        """Keys as Qt writes them (`Ctrl+Return`, `Down`); anything else is typed as text. Each is waited for."""
        for key in keys:
            receiver = QApplication.focusWidget() or self.shell.focusWidget() or self.shell
            *held, name = key.split("+") if len(key) > 1 else [key]
            code = getattr(Qt.Key, f"Key_{name}", None)
            if code is None or (len(name) == 1 and not held):
                for letter in key:  # QTest knows no letter with an accent
                    QApplication.sendEvent(receiver, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
            else:
                QTest.keyClick(receiver, code, _modifiers(held))
            self.rest()

    def take(self, name: str) -> None:
        """The window as it is now."""
        for toast in self.shell.findChildren(Toast):
            toast.dismiss()
        self.rest()
        whole = self.shell.grab().toImage()
        painter = QPainter(whole)
        for dialog in self.dialogs():
            painter.drawPixmap(dialog.mapToGlobal(QPoint()) - self.shell.mapToGlobal(QPoint()), dialog.grab())
        painter.end()
        save(whole, self.folder / f"{name}.png")


def _modifiers(held: Sequence[str]) -> Qt.KeyboardModifier:
    found = Qt.KeyboardModifier.NoModifier
    for name in held:
        found |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}[name]
    return found


# the window, in the order of the week -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom and what the pictures show, by id."""

    draft: int
    person: int
    walking: int
    planned: int


def home(hand: Hand, _subjects: Subjects) -> None:
    hand.go("home")
    hand.take("01-inicio")


def receive(hand: Hand, subjects: Subjects) -> None:
    """A draft, with a line half typed."""
    hand.go("donations", subjects.draft)
    hand.press("losartan 50")
    hand.take("02-donacion")


def count(hand: Hand, _subjects: Subjects) -> None:
    """The draft's box against its paper: one line as the paper says, one with less."""
    hand.press("Escape", "Ctrl+T", "Return")
    hand.take("16-contar")
    hand.press("Escape")


def decide(hand: Hand, subjects: Subjects) -> None:
    """What becomes of the line that expires first."""
    hand.go("donations", subjects.draft)
    page = hand.shell.findChildren(Shipment)[-1]
    first = min((line for line in page.lines if line.row.expiry), key=lambda line: line.row.expiry or DAY)
    page.table.select(first.row.id)
    page.table.setFocus()
    hand.press("A")
    hand.take("17-decidir")


def sheet(hand: Hand, _subjects: Subjects) -> None:
    """An Italian sender's sheet, looked over, with what its columns mean."""
    hand.go("donations")
    room = next(iter(hand.shell.findChildren(Donations)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "elenco.csv"
        path.write_text("\n".join(SHEET), encoding="utf-8")
        room.load_sheet(path)
        hand.rest()
        room.sheet.side.show_columns.setChecked(True)
        hand.take("18-hoja")


def second(hand: Hand, _subjects: Subjects) -> None:
    """A box that one person has named, before another one."""
    hand.go("stock", "unconfirmed")
    table = hand.shell.findChildren(Stock)[-1].table
    table.setFocus()
    hand.press("Down", "C")
    hand.take("19-por-confirmar")


def rules(hand: Hand, _subjects: Subjects) -> None:
    """What the committee decides of what comes in, and the test of the scanner."""
    hand.go("settings", "arrival")
    hand.take("20-reglas")
    hand.go("settings", "scanner")
    hand.take("21-lector")


def shelf(hand: Hand, _subjects: Subjects) -> None:
    hand.go("stock", "losart")
    hand.take("03-existencias")


def person(hand: Hand, subjects: Subjects) -> None:
    hand.go("community", subjects.person)
    hand.take("04-persona")


def visits(hand: Hand, _subjects: Subjects) -> None:
    """This week's sheet, to be typed in; then the families' kits."""
    hand.go("visits")
    hand.press("Return")
    hand.take("23-visitas")
    hand.go("kits")
    hand.take("24-modulos")


def prescription(hand: Hand, subjects: Subjects) -> None:
    """A line in its fields, understood and not yet on the paper."""
    hand.go("prescriptions", ("write", subjects.person))
    hand.press("Dra. Yelitza Bracho", "Return", "Return", "amlodipino 5", "Return", "1 tableta en la noche por 30 días")
    hand.take("05-receta")


def proposal(hand: Hand, _subjects: Subjects) -> None:
    hand.go("matching")
    hand.take("06-asignacion")
    hand.press("Ctrl+Return")
    hand.take("07-confirmar")


def walk(hand: Hand, subjects: Subjects) -> None:
    """A round that has come home, half noted."""
    hand.go("rounds", subjects.walking)
    hand.press("E", "E", "N", "E", "M", "E")
    hand.take("08-ronda")


def paper(hand: Hand, _subjects: Subjects) -> None:
    hand.go("reports", "donor")
    hand.take("12-informes")
    hand.go("settings", "pharmacy")
    hand.take("14-ajustes")


def find(hand: Hand, _subjects: Subjects) -> None:
    hand.go("home")
    hand.press("Ctrl+K", "losart")
    hand.take("15-buscar")


SCENES = (
    home,
    receive,
    count,
    decide,
    sheet,
    second,
    rules,
    shelf,
    person,
    visits,
    prescription,
    proposal,
    walk,
    paper,
    find,
)


# paper ------------------------------------------------------------------------------------------------------------------------


def write_papers(desk: Desk, subjects: Subjects, folder: Path, spoken: Language) -> None:
    """A page of each paper that leaves the house."""
    donor = donations.donors(desk)[0].name
    walked = next(row for row in rounds.list_rounds(desk) if row.status == "closed" and row.council)
    received = max((row for row in donations.donations(desk) if row.status == "received"), key=lambda row: row.lines).id
    found = {
        "09-papeletas": papers.slip_book(desk, subjects.planned, spoken),
        "10-hoja-de-reparto": papers.carriers_sheet(desk, subjects.planned, spoken),
        "11-hoja-de-la-semana": papers.weekly(desk, walked.council or "", walked.walked_on, PERSON, spoken),
        "22-etiquetas": labels.shelf_labels(desk, spoken, donation_id=received),
        "13-informe": donor_reports.donor_paper(desk, donor, None, None, spoken.code),
    }
    for name, pdf in found.items():
        document, _buffer = printing.document(pdf)
        page = QImage(PAGE, QImage.Format.Format_RGB32)
        page.fill(Qt.GlobalColor.white)
        painter = QPainter(page)
        painter.drawImage(0, 0, document.render(0, PAGE))
        painter.end()
        save(page, folder / f"{name}.png")


# both -------------------------------------------------------------------------------------------------------------------------


def practice(folder: Path) -> Desk:
    """The sample commune in this folder, made there if it is not there yet."""
    if DataDir(folder).database.exists():
        return bootstrap.open_desk(folder, today=DAY)
    secrets.randbelow = Random(SEED).randrange  # type: ignore[assignment]  # the codes of the slips, which are drawn by lot
    return bootstrap.create(folder, None, "commune", SEED, DAY, PERSON)


def subjects_of(desk: Desk) -> Subjects:
    """The sample's draft, its rounds on the way and planned, and somebody with much to carry."""
    states = {row.status: row.id for row in rounds.list_rounds(desk)}
    draft = next(row.id for row in donations.donations(desk) if row.status == "draft")
    cared = people.list_people(desk, people.PeopleFilter(criterion="homebound", under_treatment=True), "place", 40)
    return Subjects(draft, max(cared, key=lambda row: (row.treatments, -row.id)).id, states["out"], states["planned"])


def take_all(folder: Path, data: Path, only: Sequence[str]) -> int:
    """Every picture (or those of these scenes); the exit code."""
    spoken = language("es")
    application = app.application()
    application.setCursorFlashTime(0)  # a caret that is always there
    desk = practice(data)
    subjects = subjects_of(desk)
    if not only or "papers" in only:
        write_papers(desk, subjects, folder, spoken)
    desk.store.close()
    failed: list[Exception] = []

    def open_rooms(application: QApplication, shell: Shell, tasks: Tasks) -> None:
        try:
            hand = Hand(shell, tasks, folder)
            shell.showNormal()
            shell.resize(WINDOW)
            Opening(Asked(data, None, DAY.isoformat()), WindowSettings(data / "none.ini"), application, shell, tasks, spoken).begin()
            QTimer.singleShot(0, lambda: walk_through(hand))
        except Exception as error:  # noqa: BLE001 - raised again once the window is closed
            failed.append(error)
            application.quit()

    def walk_through(hand: Hand) -> None:
        try:
            hand.rest()
            for scene in SCENES:
                if not only or scene.__name__ in only:
                    scene(hand, subjects)
        except Exception as error:  # noqa: BLE001 - as above
            failed.append(error)
        application.quit()

    app.run(spoken, Theme(), open_rooms)
    if failed:
        raise failed[0]
    return 0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*", help=f"only these: papers, {', '.join(scene.__name__ for scene in SCENES)}")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--data", type=Path, help="the practice folder that an earlier run was told to use: quicker")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as fresh:
        return take_all(asked.folder, asked.data or Path(fresh) / "practice", asked.scenes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
