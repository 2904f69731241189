"""How the rows of a sender's sheet read before anything is written, and the question that a row may ask."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.quantity import parse_quantity
from pharmacy_app.domain.text import fold
from pharmacy_app.services.donation_files import PreviewRow
from pharmacy_app.services.importing import DOUBTFUL, NEW
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.medicine_field import MedicineField, Picked
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named
from pharmacy_app.ui.widgets.fields import Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import trade


def columns(language: Language, several: Callable[[], bool]) -> tuple[Column[PreviewRow], ...]:
    """The rows of a sheet before anything is written; the sheet is named where there are several."""
    tr = language.tr
    return (
        Column(tr("Row"), lambda row: Cell(str(row.result.row), row.result.sheet if several() else "", quiet=True), 96, drop=2),
        Column(tr("What the sheet says"), lambda row: what(language, row), least=220),
        Column(tr("Lot"), lambda row: Cell(row.lot or "—", quiet=not row.lot), 110, drop=1),
        Column(
            tr("Expires"),
            lambda row: Cell(language.date(row.expiry) if row.expiry else "—", row.expiry_raw[:16], quiet=not row.expiry),
            112,
            right=True,
        ),
        Column(tr("Units"), lambda row: units(language, row), 104, right=True),
        Column(tr("What becomes of it"), lambda row: Cell(badge=result_badge(language, row)), 156),
    )


def units(language: Language, row: PreviewRow) -> Cell:
    """Units; beneath, the boxes they were reckoned from."""
    if row.packs is None:
        return Cell(language.number(row.quantity) if row.quantity is not None else "—")
    size = language.number(row.pack_size) if row.pack_size is not None else "?"
    return Cell(language.number(row.quantity) if row.quantity is not None else "—", f"{language.number(row.packs)} × {size}")


def what(language: Language, row: PreviewRow) -> Cell:
    """The sheet's own words; beneath, what is wrong or what it was recognised as."""
    reasons = [trade.reasons(language, reason.code) for reason in row.result.reasons]
    if row.result.status == NEW and row.medicine is not None:
        return named(row.description, "; ".join((trade.medicine_title(language, row.medicine), *reasons)))
    said = "; ".join(reasons)
    if row.asks_medicine or row.asks_size:
        said += language.tr(" (Return: say it here)")
    return named(row.description or "—", f"{said[:1].upper()}{said[1:]}.", "hold_ink" if row.result.status == DOUBTFUL else "bad_ink")


def result_badge(language: Language, row: PreviewRow) -> Badge:
    """New, quarantine, to be identified, or left out."""
    if row.result.status == NEW:
        return Badge("ok", language.tr("to the shelf"))
    if row.result.status != DOUBTFUL:
        return Badge("bad", language.tr("left out"), "hand-stop")
    unknown_only = all(reason.code == "medicine_unknown" for reason in row.result.reasons)
    return Badge("hold", language.tr("to be identified") if unknown_only else language.tr("to quarantine"))


def fits(row: PreviewRow, text: str) -> bool:
    """Whether the row holds these words: in what it says, what it was recognised as, or its lot."""
    if not text:
        return True
    inn = row.medicine.inn if row.medicine is not None else ""
    whole = fold(f"{row.description} {inn} {row.lot}")
    return all(word in whole for word in fold(text).split())


class AnswerDialog(FormDialog):
    """What a row asks, said once for all rows with the same words: `answered(medicine id or None, units in a box or None)`."""

    def __init__(
        self, context: Context, window: QWidget, row: PreviewRow, same: int, answered: Callable[[int | None, int | None], None]
    ) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("What is it?") if row.asks_medicine else tr("How many units does a box hold?"))
        self._of, self._answered = row, answered
        self.body.addWidget(label(f"«{row.description}»", "name", wrap=True))
        self.body.addWidget(
            label(
                language.ntr("It holds for {n} row with these words.", "It holds for {n} rows with these words.", same), "line", wrap=True
            )
        )
        self.medicine = MedicineField(context, tr("Medicine"), tr("by its ingredient, its brand or its Russian name"))
        self.in_box = Field(tr("Units in a box"), language, tr("as it is printed on the box: 30"), parse=self._parse)
        for field, wanted in ((self.medicine, row.asks_medicine), (self.in_box, row.asks_size)):
            self.body.addWidget(field)
            field.setVisible(wanted)
        self.end(tr("That is it"), self._say, "check")

    def open(self) -> None:
        super().open()
        (self.medicine if self._of.asks_medicine else self.in_box).setFocus()

    def _parse(self, text: str) -> tuple[int, str]:
        size = parse_quantity(text)
        return size, f"= {size}"

    def _say(self) -> None:
        tr = self.context.language.tr
        picked, size = self.medicine.value(), self.in_box.value()
        if self._of.asks_medicine and not isinstance(picked, Picked):
            self.medicine.set_wrong(tr("Choose it from the list that opens as you type."))
            self.medicine.setFocus()
        elif self._of.asks_size and not size:
            self.in_box.set_wrong(tr("Write how many units a box holds."))
            self.in_box.setFocus()
        else:
            self.accept()
            self._answered(picked.medicine.id if isinstance(picked, Picked) else None, size)
