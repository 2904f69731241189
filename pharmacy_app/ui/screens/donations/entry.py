"""The line on which a donation is typed: medicine, lot, expiry as printed, quantity as people count. Enter goes on, then adds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.quantity import as_counted, parse_quantity
from pharmacy_app.services import typed
from pharmacy_app.services.donation_typing import Scanned, TypedLine
from pharmacy_app.services.donations import DonationLine
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.medicine_field import MedicineField, NewMedicineDialog, Picked
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import trade


class EntryLine(Card):
    """`added(TypedLine)` is called when a line is complete; `editing` is the line that is being put right, if any."""

    def __init__(self, context: Context, added: Callable[[TypedLine], None], left: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._added, self._left = context, added, left
        self.editing: DonationLine | None = None
        self.last: DonationLine | None = None
        self._scanned: Scanned | None = None
        language = context.language
        tr = language.tr
        head = QHBoxLayout()
        self.heading = label("", "block")
        self.note = label("", "line", wrap=True)
        self.copy_button = Button(tr("Copy the last line"), "quiet", "copy", "Ctrl D")
        self.copy_button.clicked.connect(self.copy_last)
        head.addWidget(self.heading)
        head.addWidget(self.note, 1)
        head.addWidget(self.copy_button)
        self.body.addLayout(head)
        self.medicine = MedicineField(context, tr("Medicine"), tr("ingredient, brand or Russian name"), "", as_written=True)
        self.lot = Field(tr("Lot"), language, " ")
        self.expiry = Field(tr("Expires"), language, tr("as printed"), "0827", self._parse_expiry)
        self.quantity = Field(tr("Quantity"), language, tr("units or boxes"), "2x30+10", self._parse_quantity)
        self.lot.setFixedWidth(124)
        self.expiry.setFixedWidth(124)
        self.quantity.setFixedWidth(150)
        self.add_button = Button(tr("Add"), "secondary", "", "↵")
        self.add_button.clicked.connect(self.add)
        self.body.addLayout(self._row())
        self.medicine.picked.connect(self._medicine_picked)
        self.medicine.entered.connect(self.lot.setFocus)
        self.medicine.add_wanted.connect(self._add_medicine)
        self._enter = EnterGoesOn([self.lot, self.expiry, self.quantity], self.add, self)
        for field in (self.lot, self.expiry, self.quantity):
            field.line.installEventFilter(self)
        self.fields = {"description": self.medicine, "quantity": self.quantity, "expiry": self.expiry, "lot": self.lot}

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.medicine, 1)
        for field in (self.lot, self.expiry, self.quantity):
            row.addWidget(field)
        aside = QWidget()
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(" ", "label"))
        column.addWidget(self.add_button)
        column.addStretch(1)
        row.addWidget(aside)
        return row

    # what is understood --------------------------------------------------------------------------

    def _parse_expiry(self, text: str) -> tuple[date, str]:
        reading = typed.expiry(text, self.context.desk.clock.today())
        assert reading.day is not None
        said = f"= {self.context.language.date(reading.day)}"
        return reading.day, f"{said}, {trade.reasons(self.context.language, reading.reason)}" if reading.doubtful else said

    def _parse_quantity(self, text: str) -> tuple[int, str]:
        units = parse_quantity(text)
        picked: Any = self.medicine.value()
        language = self.context.language
        if isinstance(picked, Picked):
            return units, f"= {trade.units(language, units, picked.medicine.unit)}"
        counted = language.ntr("{n} unit", "{n} units", units)
        return units, f"= {counted}"

    def _medicine_picked(self, _picked: object) -> None:
        self.quantity.set_text(self.quantity.text())
        self.lot.setFocus()

    def _add_medicine(self, text: str) -> None:
        NewMedicineDialog(self.context, self, text, self._medicine_made).open()

    def _medicine_made(self, medicine: Any) -> None:
        self.medicine.take(medicine)
        self.lot.setFocus()

    # states of the line ----------------------------------------------------------------------------

    def show_position(self, position: int, last: DonationLine | None) -> None:
        """The number of the line that comes next, and the one before it."""
        tr = self.context.language.tr
        self.last = last
        self.copy_button.setEnabled(last is not None)
        if self.editing is None:
            self.heading.setText(tr("Line {n}", n=position))
            self.note.setText(tr("You can also pass the box under the scanner."))
            self.add_button.become(tr("Add"), "", "↵")
        else:
            self.heading.setText(tr("Line {n}, to be put right", n=self.editing.row.position))
            self.note.setText(tr("Esc leaves it as it was."))
            self.add_button.become(tr("Keep"), "", "↵")
        self._offer_last()

    def _offer_last(self) -> None:
        row = self.last.row if self.last is not None and self.editing is None else None
        tr = self.context.language.tr
        self.lot.set_hint(tr("↓ {text}", text=row.lot) if row is not None and row.lot else " ")
        self.expiry.set_hint(tr("↓ {text}", text=row.expiry_raw) if row is not None and row.expiry_raw else tr("as printed"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # the arrow down takes the last line's value into an empty field
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and self.last is not None
        ):
            row = self.last.row
            for field, text in ((self.lot, row.lot), (self.expiry, row.expiry_raw), (self.quantity, quantity_text(self.last))):
                if watched is field.line and not field.text():
                    field.set_text(text)
                    return True
        return super().eventFilter(watched, event)

    def edit(self, line: DonationLine) -> None:
        """Puts a line into the fields, to be put right."""
        self.editing = line
        self._fill(line)
        self.show_position(0, self.last)
        self.medicine.setFocus()
        self.medicine.line.selectAll()

    def copy_last(self) -> None:
        """The last line once more; usually only its lot is another."""
        if self.last is None:
            return
        self.editing = None
        self._fill(self.last)
        self.show_position(self.last.row.position + 1, self.last)
        self.lot.setFocus()
        self.lot.line.selectAll()

    def _fill(self, line: DonationLine) -> None:
        self._scanned = None
        if line.medicine is not None:
            self.medicine.take(line.medicine, line.row.brand)
        else:
            self.medicine.set_value(None, line.row.description)
        self.lot.set_text(line.row.lot)
        self.expiry.set_text(line.row.expiry_raw or (self.context.language.date(line.row.expiry) if line.row.expiry else ""))
        self.quantity.set_text(quantity_text(line))

    def fill_scanned(self, scanned: Scanned) -> None:
        """What a pack's code says; what it does not say stays to be typed, and a lot that may be cut is shown as doubtful."""
        language = self.context.language
        self._scanned = scanned
        if scanned.medicine is not None:
            self.medicine.take(scanned.medicine, scanned.brand)
        elif scanned.description:
            self.medicine.set_value(None, scanned.description)
        if scanned.expiry is not None:
            self.expiry.set_text(language.date(scanned.expiry))
        self.lot.set_text(scanned.lot)
        if scanned.cut:
            self.lot.set_wrong(language.tr("Compare with the box: the scanner may have added to it."))
            self.lot.setFocus()
            self.lot.line.selectAll()
        elif not self.medicine.text():
            self.medicine.say(language.tr("a new code: say once what it is"))
            self.medicine.setFocus()
        else:
            (self.quantity if scanned.lot else self.lot).setFocus()

    def clear(self) -> None:
        """Empty, for the next line."""
        self.editing, self._scanned = None, None
        for field in (self.medicine, self.lot, self.expiry, self.quantity):
            field.clear()

    def leave(self) -> bool:
        """Esc: what stands here is put away; False where there was nothing."""
        if self.editing is None and not any(field.text() for field in (self.medicine, self.lot, self.expiry, self.quantity)):
            return False
        self.clear()
        self._left()
        self.medicine.setFocus()
        return True

    def add(self) -> None:
        """Hands the line over if quantity and day can be understood; otherwise says what is wrong, at its field."""
        tr = self.context.language.tr
        if not self.medicine.text():
            self.medicine.set_wrong(tr("Write what the box says."))
            self.medicine.setFocus()
            return
        if self.expiry.text() and self.expiry.value() is None:
            self.expiry.setFocus()
            return
        if self.quantity.value() is None:
            if not self.quantity.text():
                self.quantity.set_wrong(tr("How many?"))
            self.quantity.setFocus()
            return
        picked: Any = self.medicine.value()
        known = isinstance(picked, Picked)
        scanned = self._scanned
        self._added(
            TypedLine(
                description=self.medicine.text(),
                lot=self.lot.text(),
                expiry=self.expiry.text(),
                quantity=self.quantity.text(),
                medicine_id=picked.medicine.id if known else None,
                brand=picked.brand if known else "",
                gtin=scanned.gtin if scanned else "",
                pack_size=scanned.pack_size if scanned else None,
            )
        )

    def fail(self, error: Exception) -> None:
        """A refusal stands at its field; the typed text stays."""
        field = self.fields.get(error.where) if isinstance(error, PharmacyError) else None
        if field is None or not isinstance(error, PharmacyError):
            self.context.messages.error(error)
            return
        field.set_wrong(wording.sentence(self.context.language, error))
        field.setFocus()


def quantity_text(line: DonationLine) -> str:
    """The quantity as it would be typed: `2x30+10`."""
    counted = as_counted(line.row.quantity, line.row.pack_size or 0)
    if not counted.packs:
        return str(line.row.quantity)
    return f"{counted.packs}x{counted.size}" + (f"+{counted.loose}" if counted.loose else "")
