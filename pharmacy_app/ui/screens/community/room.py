"""The room of the community: people by council, what counts for them, and the census from and to a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from pharmacy_app.services import census, forms, people
from pharmacy_app.services.census import CouncilRow
from pharmacy_app.services.people import PeopleFilter, PersonRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.community.columns import people_columns
from pharmacy_app.ui.screens.community.councils import CouncilsDialog
from pharmacy_app.ui.screens.community.opening import open_form, open_page
from pharmacy_app.ui.screens.community.twice import TwiceDialog
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.fields import SearchField
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.sheet_import import choose_sheet
from pharmacy_app.ui.widgets.table import Table

PAGE = 300
_FILTERS = {
    "all": PeopleFilter(),
    "homebound": PeopleFilter(criterion="homebound"),
    "treated": PeopleFilter(under_treatment=True),
    "lives_alone": PeopleFilter(criterion="lives_alone"),
    "gone": PeopleFilter(active=False),
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one reading brought."""

    councils: tuple[CouncilRow, ...]
    rows: tuple[PersonRow, ...]
    counts: dict[str, int]


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
            Action(tr("Save as a sheet"), self.export, "file-spreadsheet", "Ctrl+E"),
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
        self.search = SearchField(tr("Name, code or ID"))
        self.search.setFixedWidth(236)
        self.search.searched.connect(lambda _text: self._again())
        chips = [("all", tr("All")), ("homebound", tr("Cannot leave home")), ("treated", tr("Under treatment"))]
        self.chips = ChipRow([*chips, ("lives_alone", tr("Live alone")), ("gone", tr("Gone"))], tr("Filters"))
        self.chips.chosen.connect(lambda _key: self._again())
        self.council = QComboBox()
        self.council.setAccessibleName(tr("Council"))
        self.council.addItem(tr("All councils"), None)
        self.council.activated.connect(lambda _at: self._again())
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.search)
        line.addWidget(self.chips, 1)
        line.addWidget(self.council)
        self._line, self._below = line, QHBoxLayout()
        self.body.addLayout(line)
        self.body.addLayout(self._below)
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
        councils = Button(tr("Councils and sectors"), "quiet", "building-community")
        councils.clicked.connect(self.councils)
        below.addWidget(self.note, 1)
        below.addWidget(self.more)
        walks = Button(tr("Visits"), "quiet", "clipboard-list", "Alt V")
        walks.clicked.connect(lambda: self.context.go("visits"))
        below.addWidget(walks)
        kits = Button(tr("Family kits"), "quiet", "package-export", "Alt F")
        kits.clicked.connect(lambda: self.context.go("kits"))
        below.addWidget(kits)
        twice = Button(tr("Written twice"), "quiet", "git-merge", "Alt D")
        twice.clicked.connect(self.twice)
        below.addWidget(twice)
        below.addWidget(councils)
        self.body.addLayout(below)
        self.shortcut("Alt+V", lambda: self.context.go("visits"))
        self.shortcut("Alt+F", lambda: self.context.go("kits"))
        self.shortcut("Alt+D", self.twice)
        self.shortcut("Ctrl+F", self.search.setFocus)
        self.shortcut("F2", self.edit)

    def set_compact(self, compact: bool) -> None:
        """Where there is little room, the chips stand in a line of their own."""
        super().set_compact(compact)
        self._line.removeWidget(self.chips)
        self._below.removeWidget(self.chips)
        if compact:
            self._below.addWidget(self.chips, 1)
        else:
            self._line.insertWidget(1, self.chips, 1)

    # reading -------------------------------------------------------------------------------------

    def refresh(self, changed: frozenset[str]) -> None:
        desk, base, limit = self.context.desk, self._place(), self._limit
        which = replace(_FILTERS[self.chips.current], text=self.search.text().strip(), council_id=base.council_id)

        def read() -> _Shown:
            counts = {key: people.count_people(desk, replace(one, council_id=base.council_id)) for key, one in _FILTERS.items()}
            counts["shown"] = people.count_people(desk, which)
            order = "name" if which.text else "place"
            return _Shown(census.councils(desk), people.list_people(desk, which, order, limit), counts)

        self.context.tasks.run_read(read, self._show, owner=self)

    def _place(self) -> PeopleFilter:
        return PeopleFilter(council_id=self.council.currentData())

    def _show(self, found: _Shown) -> None:
        language = self.context.language
        chosen = self.council.currentData()
        self.council.clear()
        self.council.addItem(language.tr("All councils"), None)
        for row in found.councils:
            self.council.addItem(row.name, row.id)
        self.council.setCurrentIndex(max(0, self.council.findData(chosen)))
        self.chips.set_counts({key: language.number(found.counts[key]) for key in _FILTERS})
        self.table.set_rows(found.rows)
        nobody = not any(row.people for row in found.councils) and not found.counts["gone"]
        self.empty.setVisible(nobody)
        self.table.setVisible(not nobody)
        self.set_state(self._state(found))
        shown, total = len(found.rows), found.counts["shown"]
        self.more.setVisible(shown < total)
        some = language.tr("{shown} of {total} are shown.", shown=language.number(shown), total=language.number(total))
        self.note.setText("" if nobody else some if shown < total else self._nobody() if not total else "")

    def _state(self, found: _Shown) -> str:
        ntr = self.context.language.ntr
        houses, living = sum(row.households for row in found.councils), sum(row.people for row in found.councils)
        parts = (
            ntr("{n} council", "{n} councils", len(found.councils)),
            ntr("{n} house", "{n} houses", houses),
            ntr("{n} person", "{n} people", living),
        )
        return ", ".join(parts)

    def _nobody(self) -> str:
        tr, typed = self.context.language.tr, self.search.text().strip()
        return tr("Type three letters at least.") if typed and not people.searchable(typed) else tr("Nobody like that.")

    def _again(self) -> None:
        self._limit = PAGE
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
        desk, by = self.context.desk, self.context.by
        choose_sheet(
            self,
            self.context,
            self.context.language.tr("Bring in a census"),
            lambda path, look, style: census.import_census(desk, by(), path, dry_run=look, date_style=style),
            ("people",),
        )

    def export(self) -> None:
        tr = self.context.language.tr
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as a sheet"), tr("census") + ".csv", "CSV (*.csv)")
        if not name:
            return
        desk, code = self.context.desk, self.context.language.code
        which = replace(_FILTERS[self.chips.current], text=self.search.text().strip(), council_id=self.council.currentData())
        self.context.tasks.run_long(
            tr("Writing the sheet…"),
            lambda progress: census.export_census(desk, which, Path(name), code),
            lambda n: self.context.messages.toast(self.context.language.ntr("{n} person was saved.", "{n} people were saved.", n)),
            failed=self.context.messages.error,
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
