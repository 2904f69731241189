"""The room of visits: sheets that are out and that came back, the houses where nobody was for long, and one sheet being typed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pharmacy_app.domain.codes import typed, visit_sheet_code, visit_sheet_of_code
from pharmacy_app.services import census, setup, visit_papers, visits
from pharmacy_app.services.visits import Sheet, SheetRow, UnvisitedRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Question
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.community.visits.outside import show_visits
from pharmacy_app.ui.screens.community.visits.planning import NextVisitDialog, PlanSheetDialog
from pharmacy_app.ui.screens.community.visits.sheet_page import SheetPage
from pharmacy_app.ui.screens.community.visits.words import progress, sheet_columns, unvisited_columns
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.fields import fill
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one reading brought."""

    sheets: tuple[SheetRow, ...]
    councils: tuple[tuple[int, str], ...]
    council_id: int | None
    unvisited: tuple[UnvisitedRow, ...]
    weeks: str


class Visits(Room):
    """Behind the community: Esc goes from a sheet to the list, and from the list to the people."""

    shows = frozenset({"visits", "people", "prescriptions", "settings"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "visits", context.language.tr("Visits"))
        tr = context.language.tr
        self._sheet: Sheet | None = None
        self._weeks = ""
        today = context.desk.clock.today()
        self.chips = ChipRow([("sheets", tr("Sheets")), ("unvisited", tr("Houses not visited"))], tr("Filters"))
        self.chips.chosen.connect(lambda _key: self._choose_list())
        self.sheets = Table(RowsModel(sheet_columns(context.language, today), lambda row: row.id), tr("Visit sheets"))
        self.sheets.opened.connect(lambda row: self.open_sheet(row.id))
        self.unvisited = Table(
            RowsModel(unvisited_columns(context.language, today), lambda row: row.household_id), tr("Houses not visited")
        )
        self.unvisited.opened.connect(lambda row: show_visits(context, self, row.house, row.household_id))
        self.empty = Empty(
            "clipboard-list",
            tr("No visit sheet yet"),
            tr("A sheet holds the people to visit in a week, in walking order. It is printed, taken along, and typed in when it is back."),
            (Way("clipboard-list", tr("Make the first sheet"), tr("For a council and its doctor."), self.plan, "Ctrl ↵"),),
        )
        self.page = SheetPage(context, self)
        self.page.changed.connect(self._read_sheet)
        self.pages = QStackedWidget()
        first = QWidget()
        self.council = QComboBox()
        self.council.setAccessibleName(tr("Council"))
        self.council.activated.connect(lambda _at: self.refresh(frozenset()))
        line = QHBoxLayout()
        line.addWidget(self.chips, 1)
        line.addWidget(self.council)
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        for widget in (self.sheets, self.unvisited, self.empty):
            column.addWidget(widget, 1)
        self.pages.addWidget(first)
        self.pages.addWidget(self.page)
        self.pages.currentChanged.connect(self._measure)
        self._measure(0)
        self.body.addWidget(self.pages, 1)
        self.help = tr(
            "A visit sheet goes out on paper and comes back to be typed in, in the same order and with the same numbers.\n\n"
            "Write the day, the doctor and who went once. Then one letter for each line: seen, seen and all treatments go on, not at home. "
            "Return opens the boxes of a line: a dose that changes, a note, what the visit was for.\n\n"
            "Each line is kept at once. Ctrl+Z takes the last one back, Delete the chosen one. Leave whenever you want: the sheet waits, "
            "and what is half typed stays as you left it."
        )
        self.shortcut("Escape", self.back)
        self.shortcut("Ctrl+Z", self.page.undo)
        self._show_list()

    def _measure(self, current: int) -> None:
        """A stack is as high as its highest page: the page that is not shown must not make the room scroll."""
        for at in range(self.pages.count()):
            policy = QSizePolicy.Policy.Preferred if at == current else QSizePolicy.Policy.Ignored
            if (page := self.pages.widget(at)) is not None:
                page.setSizePolicy(policy, policy)

    def focus_first(self) -> None:
        if self._sheet is not None:
            self.page.table.setFocus()
        else:
            shown = next((table for table in (self.sheets, self.unvisited) if table.isVisibleTo(self)), None)
            (shown or self.header.primary).setFocus()

    # reading ---------------------------------------------------------------------------------------

    def refresh(self, changed: frozenset[str]) -> None:
        desk, chosen = self.context.desk, self.council.currentData()

        def read() -> _Shown:
            councils = census.council_names(desk)
            council = chosen if chosen is not None or not councils else councils[0][0]
            unvisited = visits.unvisited(desk, council) if council is not None else ()
            return _Shown(visits.sheets(desk), councils, council, unvisited, setup.settings(desk)["visit_weeks"])

        self.context.tasks.run_read(read, self._show, owner=self)
        self._read_sheet()

    def _show(self, found: _Shown) -> None:
        language = self.context.language
        self.sheets.set_rows(found.sheets)
        self.unvisited.set_rows(found.unvisited)
        self._weeks = found.weeks
        fill(self.council, found.councils)
        self.council.setCurrentIndex(self.council.findData(found.council_id))
        out = sum(row.out for row in found.sheets)
        self.chips.set_counts({"sheets": language.number(out), "unvisited": language.number(len(found.unvisited))})
        self.chips.setVisible(bool(found.sheets or found.councils))
        self._choose_list()
        if self._sheet is None:
            self._show_list()

    def _choose_list(self) -> None:
        sheets = self.chips.current == "sheets"
        self.sheets.setVisible(sheets and bool(self.sheets.rows.rows))
        self.empty.setVisible(sheets and not self.sheets.rows.rows)
        self.unvisited.setVisible(not sheets)
        self.council.setVisible(not sheets and self.council.count() > 1)
        if self._sheet is None:
            self._say_state()

    def _read_sheet(self) -> None:
        if self._sheet is not None:
            self.open_sheet(self._sheet.row.id)

    def open_sheet(self, sheet_id: int) -> None:
        """Shows one sheet, to be printed or typed in."""
        desk = self.context.desk
        self.context.tasks.run_read(lambda: visits.sheet(desk, sheet_id), self._show_sheet, self.context.messages.error, self)

    def on_enter(self, target: object) -> None:
        """`("sheet", id)` opens that sheet; `plan` asks for a new one; `unvisited` shows the houses."""
        match target:
            case ("sheet", int() as sheet_id):
                self.open_sheet(sheet_id)
            case "plan":
                self.plan()
            case "unvisited" | "sheets":
                self.back_to_list()
                self.chips.set_current(target)
                self._choose_list()

    def on_scan(self, text: str) -> bool:
        sheet_id = visit_sheet_of_code(text)
        if sheet_id is None:
            return False
        self.open_sheet(sheet_id)
        return True

    def back(self) -> None:
        """From a sheet to the list, from the list to the people."""
        if self._sheet is not None:
            self.back_to_list()
            self.sheets.setFocus()
        else:
            self.context.go("community")

    def back_to_list(self) -> None:
        """The list of sheets; what was noted is kept already."""
        self._sheet = None
        self.page.leave()
        self._show_list()

    # what the header says --------------------------------------------------------------------------

    def _show_list(self) -> None:
        tr = self.context.language.tr
        self.pages.setCurrentIndex(0)
        self.set_title(tr("Visits"))
        self._say_state()
        self.set_primary(tr("New visit sheet"), self.plan, "clipboard-list")
        self.set_secondary(Action(tr("People"), lambda: self.context.go("community"), "users"))
        self.set_keys(("↵", tr("open")), ("Esc", tr("people of the community")))

    def _say_state(self) -> None:
        language = self.context.language
        out = [row for row in self.sheets.rows.rows if row.out]
        if self.chips.current == "unvisited":
            weeks = int(self._weeks or 0)
            said = language.ntr(
                "Where nobody was met for {n} week; the longest first.", "Where nobody was met for {n} weeks; the longest first.", weeks
            )
        elif out:
            said = language.ntr("{n} sheet has not come back.", "{n} sheets have not come back.", len(out))
        elif any(row.lost_on is not None for row in self.sheets.rows.rows):
            said = language.tr("No sheet is out.")
        else:
            said = language.tr("All sheets have come back.") if self.sheets.rows.rows else ""
        self.set_state(said)

    def _show_sheet(self, sheet: Sheet) -> None:
        language = self.context.language
        tr, row = language.tr, sheet.row
        self._sheet = sheet
        self.pages.setCurrentIndex(1)
        self.page.setEnabled(True)
        self.page.show_sheet(sheet)
        self.set_title(tr("Visit sheet V {code}: {council}", code=typed(visit_sheet_code(row.id)), council=row.council))
        week = tr("week of {day}", day=language.date(row.week_of))
        again = tr("next visit {day}", day=language.date(sheet.next_visit))
        self.set_state(" · ".join((week, again, progress(language, row), *self._next_step(sheet))))
        paper = Action(tr("Print"), self.print_sheet, "printer", "Ctrl+P")
        if row.out:
            lost = Action(tr("It is lost"), self.give_up, "circle-x")
            self.set_secondary(paper, Action(tr("Next visit"), self.next_visit, "calendar"), lost)
            self.set_primary(tr("It came back"), self.returned, "check")
        else:
            self.set_secondary(paper)
            self.set_primary(tr("Open it again"), lambda: self._set_returned(False), "arrow-back-up")
        seen, same, away, new = tuple(self.page.keys)
        self.set_keys(
            (seen, tr("seen")), (same, tr("seen, all the same")), (away, tr("not at home")), ("↵", tr("boxes")), (new, tr("prescribe")),
            ("Ctrl Z", tr("undo")), ("Esc", tr("leave for later")),
        )  # fmt: skip

    def _next_step(self, sheet: Sheet) -> tuple[str, ...]:
        tr, row = self.context.language.tr, sheet.row
        if row.returned_on is not None:
            return (tr("back on {day}", day=self.context.language.date(row.returned_on)),)
        if row.lost_on is not None:
            return (tr("given up as lost on {day} by {who}", day=self.context.language.date(row.lost_on), who=sheet.given_up_by),)
        return (tr("all is noted: say that it came back"),) if row.noted == row.lines else ()

    # acting ----------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Asks for council, doctor and week, and makes the sheet."""
        desk = self.context.desk

        def ask(found: tuple[tuple[tuple[int, str], ...], dict[str, str]]) -> None:
            councils, kept = found
            PlanSheetDialog(self.context, self, councils, kept["visit_houses"], kept["visit_weeks"], self.open_sheet).open()

        self.context.tasks.run_read(lambda: (census.council_names(desk), setup.settings(desk)), ask, owner=self)

    def print_sheet(self) -> None:
        """The paper, previewed."""
        if self._sheet is None:
            return
        desk, language, sheet_id = self.context.desk, self.context.language, self._sheet.row.id
        name = language.tr("visit-sheet-{number}", number=sheet_id) + ".pdf"
        title = language.tr("Visit sheet V {code}: {council}", code=typed(visit_sheet_code(sheet_id)), council=self._sheet.row.council)
        show_paper(self.context, self, title, name, lambda: visit_papers.visit_sheet_paper(desk, sheet_id, language))

    def returned(self) -> None:
        """The sheet is done; where lines are not noted, one question says what becomes of them."""
        if self._sheet is None or not self._sheet.row.out:
            return
        row, language = self._sheet.row, self.context.language
        left, half = row.lines - row.noted, self._half()
        if not left and not half:
            self._set_returned(True)
            return
        said = language.ntr("{n} line is not noted: it counts as not visited.", "{n} lines are not noted: they count as not visited.", left)
        title, verb = language.tr("Is this sheet done?"), language.tr("It came back")
        question = Question(title, verb, said if left else "", attention=half, icon="clipboard-list")
        self.context.messages.ask(question, lambda: self._set_returned(True))

    def give_up(self) -> None:
        """The paper is lost: one question says what becomes of it."""
        if self._sheet is None:
            return
        row, language = self._sheet.row, self.context.language
        tr = language.tr
        kept = language.ntr("What is noted of {n} line stays.", "What is noted of {n} lines stays.", row.noted) if row.noted else ""
        what = tr("It leaves the list of those that have not come back, and whoever is not noted may stand on the next one.")
        question = Question(
            tr("Is this sheet lost?"), tr("It is lost"), f"{what} {kept}".strip(), attention=self._half(),
            remedy=tr("If it is found, open it again here."), icon="circle-x",
        )  # fmt: skip
        desk, by = self.context.desk, self.context.by()
        self.context.messages.ask(question, lambda: self._write(lambda: visits.give_up(desk, by, row.id), True))

    def next_visit(self) -> None:
        """Asks when the doctor comes again."""
        if self._sheet is not None:
            NextVisitDialog(self.context, self, self._sheet, self._said_next).open()

    def _said_next(self, left: int) -> None:
        language = self.context.language
        said = language.tr("Print the sheet again: it marks what ends before that day.")
        if left:
            said += " " + language.ntr(
                "{n} person whose treatment ends before it stands on no sheet.",
                "{n} people whose treatment ends before it stand on no sheet.",
                left,
            )
        self.context.messages.toast(said)

    def _half(self) -> tuple[tuple[str, str], ...]:
        """What to say before a sheet with half typed lines is put away."""
        half = self.page.half()
        said = self.context.language.ntr("{n} line is half typed: it is not noted.", "{n} lines are half typed: they are not noted.", half)
        return (("soon", said),) if half else ()

    def _set_returned(self, returned: bool) -> None:
        if self._sheet is not None:
            desk, by, sheet_id = self.context.desk, self.context.by(), self._sheet.row.id
            self._write(lambda: visits.set_returned(desk, by, sheet_id, returned), returned)

    def _write(self, work: Callable[[], None], away: bool) -> None:
        """Runs the act; the sheet is `away` from the desk then."""

        def done(_none: None) -> None:
            if away:
                self.back_to_list()

        self.context.tasks.run_write(work, done, ("visits",), owner=self)
