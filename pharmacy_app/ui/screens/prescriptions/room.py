"""The room of prescriptions: what runs, what must be renewed, what waits for an answer; many are extended at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from pharmacy_app.services import prescription_list, prescriptions, setup
from pharmacy_app.services.prescription_list import KINDS, Asked, Figures, Listed
from pharmacy_app.services.prescriptions import ItemRow
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.prescriptions.columns import item_columns
from pharmacy_app.ui.screens.prescriptions.draft import Draft
from pharmacy_app.ui.screens.prescriptions.extend import ExtendDialog
from pharmacy_app.ui.screens.prescriptions.item_dialog import ItemDialog
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.chips import FIGURE, ChipRow
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.fields import SearchField, fill
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.sheet_import import choose_sheet
from pharmacy_app.ui.widgets.table import Table

PAGE = 300


class Prescriptions(Room):
    """Items by house; the space bar marks, Return opens."""

    shows = frozenset({"people", "prescriptions", "medicines", "settings"})

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, "prescriptions", tr("Prescriptions"))
        self._limit = PAGE
        self._soon = int(setup.DEFAULTS["renewal_days"])  # until the first reading
        self.marked: set[int] = set()
        self.last_doctor = ""
        self._of = ""  # how many are shown of how many
        self.draft: Draft | None = None
        self.set_primary(tr("New prescription"), lambda: self.write(), "plus")
        self.set_secondary(
            Action(tr("Extend"), self.extend, "calendar-event", "Ctrl+E"),
            Action(tr("Bring in a sheet"), self.bring_in, "file-import", "Ctrl+I"),
        )
        self.set_keys(("␣", tr("mark")), ("*", tr("mark all")), ("Ctrl E", tr("extend")), ("↵", tr("open")), ("Ctrl F", tr("search")))
        self.help = tr(
            "Here is what doctors ordered. What was not understood waits, whole as it was written, until somebody answers; it holds up nothing else.\n\n"
            "Chronic treatments are looked at again by a doctor on the day of review. Mark those that go on with the space bar "
            "and extend them together."
        )
        self._build()

    def _build(self) -> None:
        language = self.context.language
        tr = language.tr
        self.search = SearchField(tr("Person or medicine"))
        self.search.setFixedWidth(theme.current().px(236))
        self.search.searched.connect(lambda _text: self._again())
        chips = [("all", tr("Running")), ("due", tr("To renew")), ("waiting", tr("Waiting")), ("closed", tr("Ended"))]
        self.chips = ChipRow(chips, tr("Filters"))
        self.chips.set_counts(dict.fromkeys(KINDS, FIGURE * 3))
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
        columns = item_columns(language, self.context.desk.clock.today(), lambda: self.marked, lambda: self._soon)
        self.table = Table(RowsModel(columns, lambda row: row.id), tr("Prescriptions"))
        self.table.opened.connect(self.open_item)
        self.table.letters = {" ": self.mark, "*": self.mark_all}
        self.empty = Empty(
            "prescription",
            tr("Nothing has been prescribed yet"),
            tr("Here stands what doctors order on their visits, for whom, and for how long."),
            (
                Way(
                    "plus",
                    tr("Write the first prescription"),
                    tr("A person of the census, a doctor, and what to take."),
                    lambda: self.write(),
                    "Ctrl ↵",
                ),
                Way(
                    "file-import",
                    tr("Bring in a sheet"),
                    tr("A spreadsheet; you see each row before it is written."),
                    self.bring_in,
                    "Ctrl I",
                ),
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
        self.body.addLayout(below)
        self.shortcut("Ctrl+F", self.search.setFocus)

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
        desk, limit = self.context.desk, self._limit
        asked = Asked(self.chips.current, self.council.currentData(), self.search.text().strip())
        self.read_page(
            lambda: prescription_list.first_page(desk, asked, limit), self._show,
            lambda: prescription_list.figures(desk, asked), self._show_figures,
        )  # fmt: skip

    def _show(self, found: Listed) -> None:
        """The page, as soon as it is there; how many there are in all comes after it."""
        language = self.context.language
        self._soon = found.soon
        fill(self.council, [(None, language.tr("All councils")), *found.councils])
        self.marked &= {row.id for row in found.rows}
        self.table.set_rows(found.rows)
        self.empty.setVisible(not found.anything)
        for part in (self.search, self.chips, self.council, self.table):
            part.setVisible(found.anything)
        self.more.setVisible(found.more)
        self._of = "" if found.rows else language.tr("Nothing like that.")
        self._say_marked()

    def _show_figures(self, found: Figures) -> None:
        language = self.context.language
        counts, ntr = found.counts, language.ntr
        self.chips.set_counts({key: language.number(n) for key, n in counts.items()})
        parts = (
            ntr("{n} treatment", "{n} treatments", counts["all"]),
            ntr("{n} to renew in {days} days", "{n} to renew in {days} days", counts["due"], days=language.number(self._soon)),
            ntr("{n} waits for an answer", "{n} wait for an answer", counts["waiting"]),
        )
        self.set_state(", ".join(parts))
        shown = len(self.table.rows.rows)
        if 0 < shown < found.total:
            self._of = language.tr("{shown} of {total} are shown.", shown=language.number(shown), total=language.number(found.total))
            self._say_marked()

    def _say_marked(self) -> None:
        language = self.context.language
        marked = language.ntr("{n} marked.", "{n} marked.", len(self.marked)) if self.marked else ""
        self.note.setText(" ".join(part for part in (marked, self._of) if part) if self.empty.isHidden() else "")

    def _again(self) -> None:
        self._limit = PAGE
        self.marked.clear()
        self.refresh(frozenset())

    def _show_more(self) -> None:
        self._limit += PAGE
        self.refresh(frozenset())

    # acting --------------------------------------------------------------------------------------

    def on_enter(self, target: object) -> None:
        """`("write", patient id)` opens the form for that person; `due` or `waiting` shows those."""
        match target:
            case ("write", int() as patient_id):
                self.write(patient_id)
            case "write" | "new":
                self.write()
            case "due" | "waiting" | "closed" | "all":
                self.chips.set_current(target)
                self._again()

    def mark(self) -> None:
        """Marks the current row, or takes the mark away, and goes to the next."""
        row = self.table.row()
        if row is None:
            return
        self.marked ^= {row.id}
        self._say_marked()
        index = self.table.currentIndex()
        below = index.siblingAtRow(index.row() + 1)
        if below.isValid():
            self.table.setCurrentIndex(below)
        self.table.viewport().update()

    def mark_all(self) -> None:
        """Marks all that can be extended, or none if they all were."""
        running = {row.id for row in self.table.rows.rows if row.status == "active"}
        self.marked = set() if self.marked >= running else running
        self._say_marked()
        self.table.viewport().update()

    def extend(self) -> None:
        """Extends what is marked, or the current row."""
        current = self.table.row()
        rows = [row for row in self.table.rows.rows if row.id in self.marked] or ([current] if current is not None else [])
        ExtendDialog(self, self.context, rows, self.last_doctor, self._extended).open()

    def _extended(self, doctor: str) -> None:
        self.last_doctor = doctor
        self.marked.clear()

    def write(self, patient_id: int | None = None) -> None:
        """The form; what was left half typed in it is taken up again, unless it is for somebody else."""
        draft = self.draft if self.draft is not None and patient_id in (None, self.draft.patient_id) else None
        dialog = WriteDialog(self, self.context, patient_id, draft=draft, keep=partial(self._keep, draft is not None))
        dialog.accepted.connect(self._forget)
        dialog.open()

    def _keep(self, taken_up: bool, draft: Draft) -> None:
        """What stands in a form that is left; a form that was emptied by hand forgets what it had taken up."""
        tr = self.context.language.tr
        if draft.worth_keeping:
            self.draft = draft
            self.context.messages.toast(tr("What you typed is kept: New prescription brings it back."))
        elif taken_up:
            self._forget()

    def _forget(self) -> None:
        self.draft = None

    def open_item(self, row: ItemRow) -> None:
        ItemDialog(self, self.context, row).open()

    def bring_in(self) -> None:
        desk, by = self.context.desk, self.context.by
        choose_sheet(
            self,
            self.context,
            self.context.language.tr("Bring in prescriptions"),
            lambda path, look, style: prescriptions.import_prescriptions(desk, by(), path, dry_run=look, date_style=style),
            ("prescriptions",),
        )


def make(context: Context) -> Room:
    """The room."""
    return Prescriptions(context)
