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
from pharmacy_app.domain.quantity import pack_size_of, parse_quantity
from pharmacy_app.services.donation_typing import PackCode, Scanned, TypedLine, counted_and_paper, printed
from pharmacy_app.services.donations import DonationLine
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.medicine_field import MedicineField, NewMedicineDialog, Picked
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.screens.donations.half import Half, quantity_text
from pharmacy_app.ui.screens.donations.scan_says import ScanSays
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.fields import UNDER_NAME, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import trade


class EntryLine(Card):
    """`added(TypedLine)` is called when a line is complete, `left()` when it is put away; `count` begins to count against the paper.

    `editing` is the line that is being put right, if any.
    """

    def __init__(self, context: Context, added: Callable[[TypedLine], None], left: Callable[[], None], count: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._added, self._left = context, added, left
        self.editing: DonationLine | None = None
        self.last: DonationLine | None = None
        self._scanned: Scanned | None = None
        self._serials: tuple[tuple[str, str], ...] = ()  # (product code, serial) of the packs that stand in the line
        self._sent: Half | None = None  # the line that is being written
        self._donation = 0
        self.russian = ""  # the committee's rule for months on Russian packs
        self._kept: dict[int, Half] = {}  # by donation: what is half typed there
        language, tr = context.language, context.language.tr
        head = QHBoxLayout()
        self.heading = label("", "block")
        self.note = label("", "line", wrap=True)
        self.copy_button = Button(tr("Copy the last line"), "quiet", "copy", "Ctrl D")
        self.copy_button.clicked.connect(self.copy_last)
        head.addWidget(self.heading)
        head.addWidget(self.note, 1)
        self.count_button = Button(tr("Count"), "quiet", "list-check", "Ctrl T")
        self.count_button.clicked.connect(count)
        head.addWidget(self.count_button)
        head.addWidget(self.copy_button)
        self.body.addLayout(head)
        self.scan_says = ScanSays(context.language, self._read_as)
        self.body.addWidget(self.scan_says)
        self.medicine = MedicineField(context, tr("Medicine"), tr("ingredient, brand or Russian name"), "", as_written=True)
        self.lot = Field(tr("Lot"), language, " ")
        self.expiry = Field(tr("Expires"), language, tr("as printed"), "0827", self._parse_expiry)
        self.quantity = Field(tr("Quantity"), language, tr("units or boxes"), "2x30+10", self._parse_quantity)
        for field, wide in ((self.lot, 124), (self.expiry, 124), (self.quantity, 150)):
            field.setFixedWidth(theme.current().px(wide))
        self.add_button = Button(tr("Add"), "secondary", "", "↵")
        self.add_button.clicked.connect(self.add)
        self.body.addLayout(self._row())
        self.medicine.picked.connect(self._medicine_picked)
        self.medicine.entered.connect(self._medicine_entered)
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
        column.setSpacing(UNDER_NAME)
        column.addWidget(label(" ", "label"))
        column.addWidget(self.add_button)
        column.addStretch(1)
        row.addWidget(aside)
        return row

    # what is understood --------------------------------------------------------------------------

    def _parse_expiry(self, text: str) -> tuple[date, str]:
        code = self._scanned.gtin if self._scanned else ""
        reading = printed(text, self.context.desk.clock.today(), self.russian, self.medicine.text(), code)
        assert reading.day is not None
        said = f"= {self.context.language.date(reading.day)}"
        return reading.day, f"{said}, {trade.reasons(self.context.language, reading.reason)}" if reading.reason else said

    def _parse_quantity(self, text: str) -> tuple[int, str]:
        units, paper = counted_and_paper(text)
        picked: Any = self.medicine.value()
        language = self.context.language
        if isinstance(picked, Picked):
            said = f"= {trade.units(language, units, picked.medicine.unit)}"
        else:
            counted = language.ntr("{n} unit", "{n} units", units)
            said = f"= {counted}"
        if paper is None:
            return units, said
        on_paper = language.tr("the paper says {n}", n=language.number(paper))
        return units, f"{said}; {on_paper}"

    def _medicine_picked(self, _picked: object) -> None:
        self.quantity.set_text(self.quantity.text())
        self.expiry.set_text(self.expiry.text())  # a month on a Russian box may be another day
        self.go_on()

    def _medicine_entered(self) -> None:
        """Return in the empty field: the same medicine once more, usually in another lot."""
        if not self.medicine.text() and self.editing is None:
            if self._sent is not None:
                self.medicine.set_value(self._sent.picked, self._sent.medicine)
            elif self.last is not None:
                self._take_medicine(self.last)
        self.go_on()

    def _take_medicine(self, line: DonationLine) -> None:
        if line.medicine is not None and line.row.identity == "told":  # one person's word about the box: its own words stay with it
            self.medicine.set_value(Picked(line.medicine, line.row.brand, sure=False), line.row.description)
        elif line.medicine is not None:
            self.medicine.take(line.medicine, line.row.brand)
        else:
            self.medicine.set_value(None, line.row.description)

    def go_on(self) -> None:
        """The keyboard goes to what is still to be written; to the lot where nothing is."""
        fields = (self.lot, self.expiry, self.quantity)
        field = next((field for field in fields if not field.text()), self.lot if self.editing is not None else self.quantity)
        field.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _add_medicine(self, text: str) -> None:
        dialog = NewMedicineDialog(self.context, self, text, self._medicine_made)
        dialog.rejected.connect(self.medicine.setFocus)  # whoever goes back finds the line as it was, at the same place
        dialog.open()

    def _medicine_made(self, medicine: Any) -> None:
        self.medicine.take(medicine)
        self.go_on()

    # states of the line ----------------------------------------------------------------------------

    def show_position(self, position: int, last: DonationLine | None) -> None:
        """The number of the line that comes next, and the one before it."""
        tr = self.context.language.tr
        self.last, self._sent = last, None
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
        last = self.last if self.editing is None else None
        tr = self.context.language.tr
        title = "" if last is None else rows.line_title(self.context.language, last)
        self.medicine.line.setPlaceholderText(title)
        self.medicine.set_hint(tr("Return: the same once more; or type another") if title else tr("ingredient, brand or Russian name"))
        self.lot.set_hint(tr("↓ {text}", text=last.row.lot) if last is not None and last.row.lot else " ")
        self.expiry.set_hint(tr("↓ {text}", text=last.row.expiry_raw) if last is not None and last.row.expiry_raw else tr("as printed"))

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
        self._take_medicine(line)
        self.lot.set_text(line.row.lot)
        self.expiry.set_text(line.row.expiry_raw or (self.context.language.date(line.row.expiry) if line.row.expiry else ""))
        self.quantity.set_text(quantity_text(line))

    # what is half typed ----------------------------------------------------------------------------

    @property
    def half(self) -> Half:
        """The fields as they stand."""
        picked: Any = self.medicine.value()
        return Half(
            self.medicine.text(),
            picked if isinstance(picked, Picked) else None,
            self.lot.text(),
            self.expiry.text(),
            self.quantity.text(),
            self._scanned,
            self.editing,
            self._serials,
        )

    def put(self, half: Half) -> None:
        """The fields as they stood."""
        self.editing, self._scanned, self._serials = half.editing, half.scanned, half.serials
        self.medicine.set_value(half.picked, half.medicine)
        for field, text in ((self.lot, half.lot), (self.expiry, half.expiry), (self.quantity, half.quantity)):
            field.set_text(text)

    def belong_to(self, donation_id: int) -> None:
        """Another donation is shown: what is half typed in one waits there until somebody comes back."""
        if donation_id == self._donation:
            return
        self._kept[self._donation] = self.half
        self._donation = donation_id
        self.clear()
        kept = self._kept.pop(donation_id, None)
        if kept is not None:
            self.put(kept)

    def clear(self) -> None:
        """Empty, for the next line."""
        self.editing, self._scanned, self._serials = None, None, ()
        self.scan_says.clear()
        for field in (self.medicine, self.lot, self.expiry, self.quantity):
            field.clear()

    def put_away(self) -> bool:
        """What stands here is taken off, and can be put back; False where there was nothing."""
        half, donation_id, tr = self.half, self._donation, self.context.language.tr
        if half.empty:
            return False
        self.clear()
        said = tr("The line stays as it was") if half.editing is not None else tr("The half-typed line is taken off")
        self.context.messages.toast(said, lambda: self._put_back(donation_id, half))
        return True

    def _put_back(self, donation_id: int, half: Half) -> None:
        if donation_id != self._donation:
            self._kept[donation_id] = half
            return
        self.put(half)
        self._left()
        self.go_on()

    def leave(self) -> bool:
        """Esc: what stands here is put away; False where there was nothing."""
        if not self.put_away():
            return False
        self._left()
        self.medicine.setFocus()
        return True

    # scanning ----------------------------------------------------------------------------------------

    def fill_scanned(self, scanned: Scanned) -> None:
        """What a pack's code says; what it does not say stays as it was typed, and a lot that may be cut is shown as doubtful."""
        language = self.context.language
        half = self.half
        if half.editing is not None or half.scanned is not None or (half.medicine and (scanned.medicine or scanned.description)):
            self.put_away()
        self._scanned = scanned
        self._serials = ((scanned.gtin, scanned.serial),) if scanned.serial else ()
        if scanned.medicine is not None:
            self.medicine.take(scanned.medicine, scanned.brand)
        elif scanned.description:
            self.medicine.set_value(None, scanned.description)
        if scanned.expiry is not None:
            self.expiry.set_text(language.date(scanned.expiry))
        if scanned.lot:
            self.lot.set_text(scanned.lot)
        if scanned.pack_size and not self.quantity.text():
            self.quantity.set_text(f"1x{scanned.pack_size}")
        self._left()
        self.scan_says.offer(scanned.candidates)
        if scanned.cut:
            self.lot.set_wrong(language.tr("Compare with the box: the scanner may have added to it."))
            self.lot.setFocus()
            self.lot.line.selectAll()
        elif not self.medicine.text():
            self.medicine.say(language.tr("a new code: say once what it is"))
            self.medicine.setFocus()
        else:
            self.go_on()

    def _read_as(self, one: PackCode) -> None:
        if one.expiry is not None:
            self.expiry.set_text(self.context.language.date(one.expiry))
        self.lot.set_text(one.lot)
        self._serials = ((one.product, one.serial),) if one.serial else ()
        self.scan_says.clear()
        self.go_on()

    def one_more(self, scanned: Scanned) -> None:
        """Another pack of the same lot was scanned before its line was added: it counts too."""
        self._serials = (*self._serials, (scanned.gtin, scanned.serial)) if scanned.serial else self._serials
        size = pack_size_of(self.quantity.text())
        if size:
            units = parse_quantity(self.quantity.text()) + size
            loose = units % size
            self.quantity.set_text(f"{units // size}x{size}" + (f"+{loose}" if loose else ""))
        self.quantity.line.setFocus(Qt.FocusReason.TabFocusReason)

    # handing over ------------------------------------------------------------------------------------

    def add(self) -> None:
        """Hands the line over if quantity and day can be understood; otherwise says what is wrong, at its field."""
        line = self.typed()
        if line is not None:
            self._added(line)

    def typed(self) -> TypedLine | None:
        """The line that stands here; None where something is missing or wrong, which is then said at its field."""
        tr = self.context.language.tr
        if not self.medicine.text():
            self.medicine.set_wrong(tr("Write what the box says."))
            self.medicine.setFocus()
            return None
        if self.expiry.text() and self.expiry.value() is None:
            self.expiry.setFocus()
            return None
        if self.quantity.value() is None:
            if not self.quantity.text():
                self.quantity.set_wrong(tr("How many?"))
            self.quantity.setFocus()
            return None
        half = self.half
        return TypedLine(
            description=half.medicine,
            lot=half.lot,
            expiry=half.expiry,
            quantity=half.quantity,
            medicine_id=half.picked.medicine.id if half.picked else None,
            brand=half.picked.brand if half.picked else "",
            sure=half.picked is None or half.picked.sure,
            gtin=half.scanned.gtin if half.scanned else "",
            pack_size=half.scanned.pack_size if half.scanned else None,
        )

    def send_off(self) -> None:
        """The line goes to be written; the fields are free for the next one."""
        half = self.half
        self.clear()
        if half.editing is None:
            self._sent = half
            self.medicine.line.setPlaceholderText(half.medicine)
        self.medicine.setFocus()

    def came_back(self, half: Half, error: Exception) -> None:
        """A line was refused: it stands in the fields again, and what was typed meanwhile can be put back."""
        self._sent = None
        self.put_away()
        self.put(half)
        self._left()
        self.fail(error)

    def fail(self, error: Exception) -> None:
        """A refusal stands at its field; the typed text stays."""
        field = self.fields.get(error.where) if isinstance(error, PharmacyError) else None
        if field is None or not isinstance(error, PharmacyError):
            self.context.messages.error(error)
            return
        field.set_wrong(wording.sentence(self.context.language, error))
        field.setFocus()
