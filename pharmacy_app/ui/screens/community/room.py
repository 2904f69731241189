"""The room of the community: people by council, what counts for them, and the census from and to a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from pharmacy_app.services import census, community, forms, people
from pharmacy_app.services.community import Figures, Listed
from pharmacy_app.services.people import PeopleFilter, PersonRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.community.census_sheet import choose_census
from pharmacy_app.ui.screens.community.columns import people_columns
from pharmacy_app.ui.screens.community.councils import CouncilsDialog
from pharmacy_app.ui.screens.community.coverage import CoverageDialog
from pharmacy_app.ui.screens.community.filters import FILTERS, Filters
from pharmacy_app.ui.screens.community.list_form import ListDialog
from pharmacy_app.ui.screens.community.opening import open_form, open_page
from pharmacy_app.ui.screens.community.sheets import SheetsDialog
from pharmacy_app.ui.screens.community.twice import TwiceDialog
from pharmacy_app.ui.tasks import Cancelled
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table

PAGE = 300
FOUND = 60  # of those whose name is being typed, best first: the next letter is quicker than to read on


class Community(Room):
    """People of the commune; Return opens a person's page."""

    shows = frozenset({"people", "prescriptions", "rounds"})

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, "community", tr("Community"))
        self._limit = PAGE
        self.set_primary(tr("New person"), self.add, "user-plus")
        self.set_secondary(
            Action(tr("Bring in a census"), self.bring_in, "file-import", "Ctrl+I"),
            Action(tr("Coverage"), self.coverage, "chart-bar", "Ctrl+B"),
            Action(tr("Census sheets"), self.sheets, "printer", "Ctrl+P"),
            Action(tr("List of people"), self.list_people, "checklist", "Ctrl+L"),
            Action(tr("Save the census as a sheet"), self.export, "file-spreadsheet", "Ctrl+E"),
            Action(tr("Save an empty form"), self.template, "file-download"),
            Action(tr("Councils and sectors"), self.councils, "building-community"),
        )
        self.set_keys(("↵", tr("open the page")), ("Ctrl F", tr("search")), ("F2", tr("edit")))
        self.help = tr(
            "Here is who lives where, and what the committee must know to decide who comes first.\n\n"
            "Only what a decision uses is asked. Type a name, a code or an ID number to find somebody; accents do not matter.\n\n"
            "A whole census can be brought in from a spreadsheet: first you see what each row would become."
        )
        self._build()

    def _build(self) -> None:
        tr = self.context.language.tr
        self.filters = Filters(self.context.language, self.context.desk.clock.today())
        self.filters.changed.connect(self._again)
        self.search, self.council, self.chips = self.filters.search, self.filters.council, self.filters.chips
        self.body.addWidget(self.filters)
        self.table = Table(
            RowsModel(people_columns(self.context.language, self.context.desk.clock.today()), lambda row: row.id), tr("People")
        )
        self.table.opened.connect(self.open_person)
        self.empty = Empty(
            "users",
            tr("Nobody is in the census yet"),
            tr("Here stand the families of each council, with what the committee must know to decide who comes first."),
            (
                Way(
                    "file-import",
                    tr("Bring in a census"),
                    tr("A spreadsheet; you see each row before it is written."),
                    self.bring_in,
                    "Ctrl I",
                ),
                Way("user-plus", tr("Write the first person"), tr("With the house and the council they live in."), self.add),
                Way("file-spreadsheet", tr("Save an empty form"), tr("To fill in on another computer."), self.template),
            ),
        )
        self.empty.hide()  # hidden it asks for no room: a low window then has no need to scroll
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        below = QHBoxLayout()
        self.note = label("", "small", wrap=True)
        self.more = Button(tr("Show more"), "quiet", "chevron-down")
        self.more.clicked.connect(self._show_more)
        below.addWidget(self.note, 1)
        below.addWidget(self.more)
        self._ways: dict[Button, tuple[str, str]] = {}
        for words, icon, key, do in (
            (tr("Visits"), "clipboard-list", "Alt V", lambda: self.context.go("visits")),
            (tr("Family kits"), "package-export", "Alt F", lambda: self.context.go("kits")),
            (tr("Written twice"), "git-merge", "Alt D", self.twice),
        ):
            button = Button(words, "quiet", icon, key)
            button.clicked.connect(do)
            below.addWidget(button)
            self.shortcut(key.replace(" ", "+"), do)
            self._ways[button] = (icon, key)
        self.body.addLayout(below)
        self.shortcut("Ctrl+F", self.search.setFocus)
        self.shortcut("F2", self.edit)

    def set_compact(self, compact: bool) -> None:
        """Where there is little room, the ways to the rooms behind this one go without their keys' names."""
        super().set_compact(compact)
        for button, (icon, key) in self._ways.items():
            button.become(button.text(), icon, "" if compact else key)

    # reading -------------------------------------------------------------------------------------

    def refresh(self, changed: frozenset[str]) -> None:
        desk, which, limit = self.context.desk, self.filters.which(), self._limit
        order = str(self.filters.order.currentData())

        def count() -> Figures:
            self.filters.weeks = community.visit_weeks(desk)
            return community.figures(desk, {**self.filters.chips_of(), "shown": which, "here": PeopleFilter()})

        self.read_page(lambda: community.first_page(desk, which, order, limit), self._show, count, self._show_figures)

    def _show(self, found: Listed) -> None:
        """The page, as soon as it is there; how many there are in all comes after it."""
        language = self.context.language
        self.filters.show_places(found.councils, found.sectors)
        self.table.set_rows(found.rows)
        self.more.setVisible(found.more)
        typed = self.search.text().strip()
        if typed and not people.searchable(typed):
            self.note.setText(language.tr("Type three letters at least."))
        elif not found.rows:
            self.note.setText(language.tr("Nobody like that."))
        else:
            self.note.setText("")

    def _show_figures(self, found: Figures) -> None:
        language = self.context.language
        counts = found.counts
        self.chips.set_counts({key: language.number(counts[key]) for key in FILTERS})
        nobody = not counts["here"] and not self.table.rows.rows and self.chips.current == "all"
        self.empty.setVisible(nobody)
        self.filters.setVisible(not nobody)
        self.table.setVisible(not nobody)
        parts = (
            language.ntr("{n} council", "{n} councils", self.council.count() - 1),
            language.ntr("{n} house", "{n} houses", found.houses),
            language.ntr("{n} person", "{n} people", counts["here"]),
        )
        self.set_state(", ".join(parts))
        shown, total = len(self.table.rows.rows), counts["shown"]
        if nobody:
            self.note.setText("")
        elif 0 < shown < total:
            self.note.setText(language.tr("{shown} of {total} are shown.", shown=language.number(shown), total=language.number(total)))

    def _again(self) -> None:
        self._limit = FOUND if self.search.text().strip() else PAGE
        self.refresh(frozenset())

    def _show_more(self) -> None:
        self._limit += PAGE
        self.refresh(frozenset())

    # acting --------------------------------------------------------------------------------------

    def on_enter(self, target: object) -> None:
        """A patient's id opens the page; `new` the form."""
        if isinstance(target, int):
            self.open_id(target)
        elif target == "new":
            self.add()

    def open_person(self, row: PersonRow) -> None:
        self.open_id(row.id)

    def open_id(self, patient_id: int) -> None:
        """Reads a person's page and shows it."""
        open_page(self, self.context, patient_id)

    def add(self) -> None:
        open_form(self, self.context, None)

    def edit(self) -> None:
        row = self.table.row()
        if row is not None:
            open_form(self, self.context, row.id)

    def twice(self) -> None:
        TwiceDialog(self, self.context).open()

    def councils(self) -> None:
        CouncilsDialog(self, self.context).open()

    def bring_in(self) -> None:
        choose_census(self, self.context)

    def coverage(self) -> None:
        """Per council and illness: people, treated, waiting."""
        CoverageDialog(self, self.context).open()

    def sheets(self) -> None:
        """Empty sheets for the walk, or those of the chosen sector."""
        SheetsDialog(self, self.context, self.filters.sector.currentData()).open()

    def list_people(self) -> None:
        """Whom the room shows now, for the committee."""
        ListDialog(self, self.context, self.filters).open()

    def export(self) -> None:
        tr = self.context.language.tr
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as a sheet"), tr("census") + ".xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if not name:
            return
        path = Path(name) if Path(name).suffix.lower() in (".xlsx", ".csv") else Path(f"{name}.xlsx")
        desk, code = self.context.desk, self.context.language.code
        which = self.filters.which()
        self.context.tasks.run_long(
            tr("Writing the sheet…"),
            lambda progress: census.export_census(desk, which, path, code, progress.at),
            lambda n: self.context.messages.toast(self.context.language.ntr("{n} person was saved.", "{n} people were saved.", n)),
            failed=lambda error: None if isinstance(error, Cancelled) else self.context.messages.error(error),
            owner=self,
        )

    def template(self) -> None:
        tr = self.context.language.tr
        name, _ = QFileDialog.getSaveFileName(self, tr("Save an empty form"), tr("census") + ".xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if not name:
            return
        language = self.context.language
        self.context.tasks.run_read(
            lambda: forms.write("census", Path(name), language),
            lambda _: self.context.messages.toast(tr("The empty form was saved.")),
            self.context.messages.error,
            self,
        )


def make(context: Context) -> Room:
    """The room."""
    return Community(context)
