"""Where a scan goes: a slip to its round, a label to its lot's card, a pack to the room or the form that can use it; every room answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import scanning
from pharmacy_app.services.scanning import Found, Scan
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Figure, Question
from pharmacy_app.ui.palette import Palette
from pharmacy_app.ui.scanner import TYPED_INTO
from pharmacy_app.ui.shell import Shell
from pharmacy_app.wording import scans as words
from pharmacy_app.wording import trade

MOST_READINGS = 4  # of a doubtful code that are spelt out


@runtime_checkable
class TakesMedicine(Protocol):
    """A form with a field for a medicine."""

    def take_medicine(self, medicine: Medicine) -> None:
        """Puts it there, as if somebody had chosen it."""


class Scans:
    """`heard(text)` is what the scanner tells: True where the scan was answered, False where it is left in the field as typed."""

    def __init__(self, shell: Shell, context: Context) -> None:
        self._shell, self._context = shell, context
        self._answer: QWidget | None = None  # what was said of the last scan, while it is still shown

    def heard(self, text: str) -> bool:
        """Answers a scan, wherever one stands."""
        scan, dialog = scanning.recognise(text), QApplication.activeModalWidget()
        passing = dialog is not None and (dialog is self._answer or isinstance(dialog, Palette))
        if passing and isinstance(dialog, QDialog):
            dialog.reject()  # the next box was scanned: what was said of the last one has been read, and nothing is lost in the search
        elif dialog is not None:
            return self._over(dialog, scan)
        elif not self._shell.isActiveWindow():
            return False
        self._answer = None
        return self._in_room(scan)

    def _in_room(self, scan: Scan) -> bool:
        room = self._shell.room
        if room is None:
            return False
        if room.hears_all:
            return room.on_scan(scan.text)
        if scan.kind == "label":
            self._context.go("stock", scan.batch_id)
        elif scan.kind == "sheet":
            self._context.go("visits", ("sheet", scan.sheet_id))
        elif scan.kind == "slip" and room.key != "rounds":
            self._context.go("rounds", scan.code)
        elif scan.kind == "wrong":
            self._wrong(scan)
        elif not scan.kind and isinstance(QApplication.focusWidget(), TYPED_INTO):
            return False  # a lot's number alone, an ID card: it was meant for the field
        elif not room.on_scan(scan.text):
            if scan.kind != "pack":
                return False
            self._look_up(scan.text, self._tell)
        return True

    def _over(self, dialog: QWidget, scan: Scan) -> bool:
        """A form is open: it takes the medicine if it has a place for it. Anything else of ours waits, and leaves no letters in its fields."""
        takes = isinstance(dialog, TakesMedicine)
        if not scan.kind or (scan.kind == "wrong" and not takes):
            return False  # a number on an identity card, for the field of a form
        if scan.kind == "wrong":
            self._context.messages.toast(words.why(self._context.language, scan.reason)[1])
        elif scan.kind == "pack" and isinstance(dialog, TakesMedicine):
            self._look_up(scan.text, lambda found: self._give(dialog, found))
        else:
            self._context.messages.toast(self._context.language.tr("Close what is open first (Esc); then scan again."))
        return True

    def _give(self, form: TakesMedicine, found: Found) -> None:
        if found.medicine is not None:
            form.take_medicine(found.medicine)
            return
        tr = self._context.language.tr
        self._context.messages.toast(
            tr("Nobody has said yet what this box is.") if found.known else tr("No box with this code was received yet: type its medicine.")
        )

    def _look_up(self, text: str, then: Callable[[Found], None]) -> None:
        desk = self._context.desk
        self._context.tasks.run_read(lambda: scanning.look_up(desk, text), then, owner=self._shell)

    def _tell(self, found: Found) -> None:
        tell(self._context, found)
        self._answer = QApplication.activeModalWidget()

    def _wrong(self, scan: Scan) -> None:
        title, sentence = words.why(self._context.language, scan.reason)
        self._context.messages.tell(title, sentence, "soon")
        self._answer = QApplication.activeModalWidget()


def tell(context: Context, found: Found) -> None:
    """Says what a scan is, with the way to where it belongs."""
    tr = context.language.tr
    if found.scan.kind == "wrong":
        context.messages.tell(*words.why(context.language, found.scan.reason), "soon")
    elif found.lots:
        lot = found.lots[0].batch
        target = lot.id if len(found.lots) == 1 or found.named == 1 else f"{lot.inn or lot.description} {lot.strength or ''}".strip()
        question = Question(
            _title(context, found), tr("See in stock"), "", _figures(context, found), _attention(context, found), icon="pill"
        )
        context.messages.ask(question, lambda: context.go("stock", target))
    elif found.scan.kind == "pack":
        what = tr("It was received before, and nothing of it is left.") if found.known else tr("No box with this code was received yet.")
        title = _title(context, found) if found.known else tr("A new code")
        attention = _attention(context, found)
        context.messages.ask(
            Question(title, tr("Receive it"), f"{what} {_said(context, found)}".strip(), (), attention, icon="package-import"),
            lambda: context.go("donations"),
        )
    else:
        title = tr("No lot with this code")
        context.messages.tell(title, tr("What was scanned is not on the shelf. If the box is new, receive it in Donations first."), "soon")


def _title(context: Context, found: Found) -> str:
    if found.medicine is not None:
        return trade.medicine_title(context.language, found.medicine)
    return f"«{found.description or found.lots[0].batch.description}»"


def _said(context: Context, found: Found) -> str:
    """What the code itself says of lot and expiry."""
    pack = found.scan.pack
    said = words.reading(context.language, pack.lot, pack.expiry) if pack is not None and not pack.doubt else ""
    return context.language.tr("The code says: {reading}.", reading=said) if said else ""


def _figures(context: Context, found: Found) -> tuple[Figure, ...]:
    language = context.language
    stocked = [line for line in found.lots if line.batch.on_hand]
    figures = [
        Figure(language.number(found.units), language.tr("with this code that can be handed out")),
        Figure(language.number(len(stocked)), language.ntr("lot on the shelf", "lots on the shelf", len(stocked))),
    ]
    day = min((line.batch.expiry for line in stocked if line.batch.expiry is not None and line.standing.usable), default=None)
    if day is not None:
        figures.append(Figure(language.date(day), language.tr("is the first to expire")))
    return tuple(figures)


def _attention(context: Context, found: Found) -> tuple[tuple[str, str], ...]:
    language, pack = context.language, found.scan.pack
    told: list[tuple[str, str]] = []
    if pack is not None and pack.doubt == "separators":
        many = [words.reading(language, one.lot, one.expiry, one.serial) for one in pack.candidates[:MOST_READINGS]]
        told.append(("soon", language.tr("The scanner left out the separators; the code can be read as: {ways}.", ways="; ".join(many))))
    elif pack is not None and pack.doubt:
        told.append(("soon", language.tr("A part of the code could not be read. Compare the lot with the box.")))
    elif pack is not None and pack.lot and not found.named and found.lots:
        said = words.reading(language, pack.lot, pack.expiry)
        told.append(("soon", language.tr("The lot of this box is not on the shelf: {reading}.", reading=said)))
    if pack is not None and pack.caps:
        told.append(("soon", language.tr("Caps Lock is on; the code was put right.")))
    return tuple(told)
