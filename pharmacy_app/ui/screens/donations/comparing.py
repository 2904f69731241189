"""What the paper said beside what was counted: only where they differ, with what is short and what is over; printed for the donor's file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import difference_papers
from pharmacy_app.services.differences import FEWER, MORE, NOT_IN_BOX, NOT_ON_PAPER, DifferenceRow, Differences
from pharmacy_app.system.language import Language, mark
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

_KINDS = {
    FEWER: ("soon", mark("fewer"), "arrow-down"),
    MORE: ("ok", mark("more"), "arrow-up"),
    NOT_IN_BOX: ("bad", mark("not there"), "x"),
    NOT_ON_PAPER: ("hold", mark("not on the paper"), "plus"),
}


class Comparison(Dialog):
    """`Comparison(context, window, differences).open()`."""

    def __init__(self, context: Context, window: QWidget, found: Differences) -> None:
        language = context.language
        tr = language.tr
        super().__init__(window, tr("The paper and the box"), width=900)
        differing = found.differing
        lines = language.ntr("{n} line", "{n} lines", len(found.rows))
        said = language.ntr("In {n} of {lines} they differ", "In {n} of {lines} they differ", len(differing), lines=lines)
        parts = [said if differing else tr("Paper and box agree in all of {lines}", lines=lines)]
        if found.short:
            parts.append(language.ntr("{n} unit is missing", "{n} units are missing", found.short))
        if found.over:
            parts.append(language.ntr("{n} unit was not on the paper", "{n} units were not on the paper", found.over))
        self.body.addWidget(label(f"{found.donor} · {found.number} · {language.date(found.received_on)}", "small", wrap=True))
        self.body.addWidget(label("; ".join(parts) + ".", "name", wrap=True))
        self.table = Table(RowsModel(_columns(language)), tr("Differences"), wrap=True)
        self.table.set_rows(differing)
        self.table.setMinimumHeight(min(theme.current().px(60) * max(2, len(differing)) + 50, max(160, window.window().height() - 320)))
        self.table.setVisible(bool(differing))
        self.body.addWidget(self.table)
        number, desk = found.donation_id, context.desk
        name = tr("paper-and-box-{number}", number=found.number) + ".pdf"

        def on_paper() -> None:
            show_paper(context, window, tr("The paper and the box"), name, lambda: difference_papers.difference_paper(desk, number))

        self.set_buttons(tr("Back"), tr("On paper, for the donor"), on_paper, "printer")


def _columns(language: Language) -> tuple[Column[DifferenceRow], ...]:
    tr = language.tr

    def what(row: DifferenceRow) -> Cell:
        title = trade.medicine_title(language, row.medicine) if row.medicine is not None else f"«{row.description}»"
        day = language.date(row.expiry) if row.expiry else "—"
        return named(title, tr("Lot {lot} · expires {day}", lot=row.lot or "—", day=day))

    def kind(row: DifferenceRow) -> Cell:
        state, word, icon = _KINDS[row.kind]
        return Cell(badge=Badge(state, tr(word), icon))

    def difference(row: DifferenceRow) -> Cell:
        sign = "+" if row.difference > 0 else "−"
        return Cell(f"{sign}{language.number(abs(row.difference))}", strong=True)

    return (
        Column(tr("Medicine"), what, least=240),
        Column(tr("On the paper"), lambda row: number("—" if row.on_paper is None else language.number(row.on_paper)), 110, right=True),
        Column(tr("In the box"), lambda row: number(language.number(row.counted)), 110, right=True),
        Column(tr("Difference"), difference, 100, right=True),
        Column("", kind, 180),
    )
