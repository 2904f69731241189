"""What is received and never handed out: the committee's list, one more line, and a line taken off or put back with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import undispensed
from pharmacy_app.services.undispensed import NewUndispensed, UndispensedRow
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.screens.settings.pages import Page
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named
from pharmacy_app.ui.widgets.fields import Field, SearchField
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

CHANGED = frozenset({"stock", "donations", "settings"})


class NeverPage(Page):
    """Boxes with one of these names are received and set apart; nobody can get them by mistake."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr(
            "What comes in boxes and is never handed out here. A box with one of these names is received, set apart, and never taken for another "
            "medicine. Return takes a line off the list, or puts it back."
        )
        super().__init__(context, tr("Never handed out"), what)
        self.rows: tuple[UndispensedRow, ...] = ()
        self.search = SearchField(tr("Search a name"))
        self.search.searched.connect(lambda _text: self._fill())
        self.card.body.addWidget(self.search)
        columns: tuple[Column[UndispensedRow], ...] = (
            Column(tr("Name"), lambda row: named(self._name(row), ", ".join((*row.brands, row.inn, *row.names)[:5])), least=240),
            Column(tr("Reason"), lambda row: Cell(trade.undispensed_reason(context.language, row.reason)), least=200, drop=1),
            Column("", self._state, 150),
        )
        self.table = Table(RowsModel(columns, lambda row: row.id), tr("Never handed out"))
        self.table.opened.connect(self.turn)
        self.table.setMinimumHeight(theme.current().px(190))
        self.card.body.addWidget(self.table, 1)
        self.primary = Action(tr("Add to the list"), self.add, "plus")

    def _name(self, row: UndispensedRow) -> str:
        return trade.undispensed_name(self.context.language, row.inn, row.names)

    def _state(self, row: UndispensedRow) -> Cell:
        tr = self.context.language.tr
        below = tr("the committee added it") if row.origin == "committee" else ""
        return Cell(badge=Badge("hold", tr("on the list"))) if row.active else Cell(tr("taken off"), below, quiet=True)

    def read(self) -> None:
        desk = self.context.desk
        self.context.tasks.run_read(lambda: undispensed.listed(desk), self._show, owner=self)

    def _show(self, found: Sequence[UndispensedRow]) -> None:
        self.rows = tuple(found)
        self._fill()

    def _fill(self) -> None:
        wanted = self.search.text().casefold().split()
        names = {row.id: " ".join((row.inn, *row.names, *row.brands)).casefold() for row in self.rows}
        self.table.set_rows([row for row in self.rows if all(word in names[row.id] for word in wanted)])

    def add(self) -> None:
        """The form of one more line, with what was searched."""
        NeverForm(self.context, self, self.search.text().strip(), self.read).open()

    def turn(self, row: UndispensedRow) -> None:
        """Off the list, or back on it."""
        TurnForm(self.context, self, row, self.read).open()


class NeverForm(FormDialog):
    """One more line; `done()` once it is written."""

    def __init__(self, context: Context, window: QWidget, text: str, done: Callable[[], None]) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(context, window, tr("Add to what is never handed out"))
        self._done = done
        self.inn = Field(tr("Active ingredient"), language, tr("the parts of a combination joined by +"))
        self.inn.set_text(text)
        self.names = Field(tr("Other names"), language, tr("in any language, separated by commas"))
        self.brands = Field(tr("Brands"), language, tr("as they stand on boxes, separated by commas"))
        self.reason = Field(tr("Reason"), language, tr("stays in the record with your name"))
        self.fields = {"inn": self.inn, "names": self.names, "brands": self.brands, "reason": self.reason}
        for field in (self.inn, self.names, self.brands, self.reason):
            self.body.addWidget(field)
        self.end(tr("Add to the list"), self.add, "plus")

    def open(self) -> None:
        super().open()
        (self.names if self.inn.text() else self.inn).setFocus()

    def add(self) -> None:
        """Writes it."""
        context, by = self.context, self.context.by()
        new = NewUndispensed(self.inn.text(), self.reason.text(), self.names.text(), self.brands.text())
        said = context.language.tr("«{text}» is on the list: boxes of it are set apart.", text=self.inn.text()[:40])

        def done(_id: int) -> None:
            context.messages.toast(said)
            self._done()

        self.write(lambda: undispensed.add(context.desk, by, new), done, CHANGED)


class TurnForm(FormDialog):
    """Takes a line off the list, or puts it back on, with the reason."""

    def __init__(self, context: Context, window: QWidget, row: UndispensedRow, done: Callable[[], None]) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(context, window, trade.undispensed_name(language, row.inn, row.names))
        self._line, self._done = row, done
        self.body.addWidget(label(trade.undispensed_reason(language, row.reason), "text", wrap=True))
        called = ", ".join((*row.names, *row.brands))
        if called:
            self.body.addWidget(label(called, "line", wrap=True))
        what = (
            tr("Off the list its boxes are unknown boxes again. What is set apart stays so until somebody puts it back on the shelf.")
            if row.active
            else tr("Back on the list, boxes with these names that nobody has named are set apart.")
        )
        self.body.addWidget(label(what, "line", wrap=True))
        self.reason = Field(tr("Reason"), language, tr("stays in the record with your name"))
        self.fields = {"reason": self.reason}
        self.body.addWidget(self.reason)
        self.end(
            tr("Take it off the list") if row.active else tr("Put it back on the list"), self.turn, "ban" if not row.active else "check"
        )

    def open(self) -> None:
        super().open()
        self.reason.setFocus()

    def turn(self) -> None:
        """Writes it."""
        context, by, row, why = self.context, self.context.by(), self._line, self.reason.text()
        work = partial(undispensed.activate, context.desk, by, row.id, not row.active, why)
        self.write(work, lambda _none: self._done(), CHANGED)
