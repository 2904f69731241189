"""The room of family kits: families in walking order, marked and prepared together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, kit_papers, kits, people
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.kits import STATES, Family, Made
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.community.kits.columns import family_columns
from pharmacy_app.ui.screens.community.kits.family import FamilyDialog
from pharmacy_app.ui.screens.community.kits.preparing import PrepareDialog, ResultDialog
from pharmacy_app.ui.screens.community.kits.rules import RulesDialog
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.fields import fill
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import kits as words

PAGE = 300


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one reading brought: the council that was read, and its families; whether anybody lives anywhere."""

    councils: tuple[tuple[int, str], ...]
    council_id: int | None
    families: tuple[Family, ...]
    anybody: bool


class FamilyKits(Room):
    """Families of a council; Return opens one family's kit. `on_enter` takes a house's id, a state, or a state and a council's id."""

    shows = frozenset({"people", "prescriptions", "rounds", "matching", "stock", "kits"})

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, "kits", tr("Family kits"))
        self.marked: set[int] = set()
        self._limit = PAGE
        self._families: tuple[Family, ...] = ()
        self.set_primary(tr("Prepare kits"), self.prepare, "package-export")
        self.set_secondary(
            Action(tr("Packing list"), self.packing_list, "printer", "Ctrl+P"),
            Action(tr("The rules"), self.rules, "list-check", "Ctrl+R"),
        )
        self.set_keys(("␣", tr("mark")), ("*", tr("mark all")), ("↵", tr("see the kit")), ("Ctrl P", tr("packing list")))
        self.help = tr(
            "Every three months each family may get a kit: what the committee's rules give to its members, and the medicines that they take already.\n\n"
            "Mark families with the space bar and prepare their kits together. What they hold becomes prescriptions, and the matching rule shares out "
            "the stock as for everybody: confirm the proposal in Matching, then plan a round.\n\n"
            "A kit counts as given once something of it came to the door. Three months later the next one is due."
        )
        self._build()

    def _build(self) -> None:
        tr = self.context.language.tr
        chips = [("all", tr("All")), *((state, tr(words.STATES[state])) for state in STATES), ("missed", tr(words.STATES["missed"]))]
        self.chips = ChipRow(chips, tr("Filters"))
        self.chips.chosen.connect(lambda _key: self._again())
        self.council, self.sector = QComboBox(), QComboBox()
        self.council.setAccessibleName(tr("Council"))
        self.council.activated.connect(lambda _at: self._other_council())
        self.sector.setAccessibleName(tr("Sector"))
        self.sector.activated.connect(lambda _at: self._again())
        self.places = QWidget()
        line = QHBoxLayout(self.places)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for box in (self.council, self.sector):
            box.setMinimumWidth(theme.current().px(240))
            line.addWidget(box)
        line.addStretch(1)
        self.body.addWidget(self.places)
        self.body.addWidget(self.chips)
        self.table = Table(RowsModel(family_columns(self.context.language, lambda: self.marked), lambda one: one.row.id), tr("Families"))
        self.table.opened.connect(self.open_family)
        self.table.letters = {" ": self.mark, "*": self.mark_all}
        self.empty = Empty(
            "users",
            tr("There is no family yet"),
            tr("Here stand the families of each council with their next kit, once somebody is in the census."),
            (
                Way("users", tr("Go to the community"), tr("Write people, or bring in a census."), lambda: self.context.go("community")),
                Way("list-check", tr("See the rules"), tr("What the committee gives to whom."), self.rules, "Ctrl R"),
            ),
        )
        self.empty.hide()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        below = QHBoxLayout()
        self.note = label("", "small", wrap=True)
        self.more = Button(tr("Show more"), "quiet", "chevron-down")
        self.more.clicked.connect(self._show_more)
        self.slips_button = Button(tr("Family slips"), "quiet", "printer")
        self.slips_button.clicked.connect(self.slips)
        self.share_button = Button(tr("Share out again"), "quiet", "refresh")
        self.share_button.clicked.connect(self.share_again)
        back = Button(tr("Community"), "quiet", "arrow-left")
        back.clicked.connect(lambda: self.context.go("community"))
        below.addWidget(self.note, 1)
        for button in (self.more, self.share_button, self.slips_button, back):
            below.addWidget(button)
        self.body.addLayout(below)

    # reading -------------------------------------------------------------------------------------

    def refresh(self, _changed: frozenset[str]) -> None:
        desk, chosen = self.context.desk, self.council.currentData()

        def read() -> _Shown:
            # one council at a time, as kits are packed and walked: however many there are, it is as quick
            councils = census.council_names(desk)
            wanted = chosen if chosen in dict(councils) else councils[0][0] if councils else None
            families = kits.due(desk, wanted) if wanted else ()
            return _Shown(councils, wanted, families, bool(families) or bool(people.list_people(desk, PeopleFilter(), limit=1)))

        self.context.tasks.run_read(read, self._show, owner=self)

    def _show(self, found: _Shown) -> None:
        tr = self.context.language.tr
        fill(self.council, found.councils)
        self.council.setCurrentIndex(max(0, self.council.findData(found.council_id)))
        self._families = found.families
        sector = self.sector.currentData()
        self.sector.clear()
        self.sector.addItem(tr("All sectors"), None)
        names = dict.fromkeys((one.row.sector_id, one.row.sector) for one in found.families)
        for sector_id, name in names:
            self.sector.addItem(name, sector_id)
        self.sector.setCurrentIndex(max(0, self.sector.findData(sector)))
        self.empty.setVisible(not found.anybody)
        for part in (self.places, self.chips, self.table):
            part.setVisible(found.anybody)
        self.marked &= {one.row.id for one in found.families}
        self._fill()

    def _fill(self) -> None:
        language = self.context.language
        sector, chosen = self.sector.currentData(), self.chips.current
        here = [one for one in self._families if sector is None or one.row.sector_id == sector]
        kinds = {"all": here, "missed": [one for one in here if one.missed]}
        kinds |= {state: [one for one in here if one.state == state] for state in STATES}
        self.chips.set_counts({key: language.number(len(rows)) for key, rows in kinds.items()})
        rows = kinds[chosen]
        self.table.set_rows(rows[: self._limit])
        self.more.setVisible(len(rows) > self._limit)
        due, planned, missed = (len(kinds[key]) for key in ("due", "planned", "missed"))
        said = (
            language.ntr("{n} family", "{n} families", len(here)),
            language.ntr("{n} due now", "{n} due now", due),
            language.ntr("{n} planned", "{n} planned", planned),
            language.ntr("{n} with missed quarters", "{n} with missed quarters", missed),
        )
        self.set_state(", ".join(said))
        self._say(len(rows))

    def _say(self, total: int | None = None) -> None:
        language = self.context.language
        if total is not None:
            some = language.tr("{shown} of {total} are shown.", shown=language.number(self._limit), total=language.number(total))
            self._of = some if total > self._limit else language.tr("No family like that.") if not total else ""
        marked = language.ntr("{n} marked.", "{n} marked.", len(self.marked)) if self.marked else ""
        self.note.setText(" ".join(part for part in (marked, self._of) if part) if self.empty.isHidden() else "")

    def _other_council(self) -> None:
        self._limit = PAGE
        self.marked.clear()
        self.sector.setCurrentIndex(0)
        self.refresh(frozenset())

    def _again(self) -> None:
        self._limit = PAGE
        self.marked.clear()
        self._fill()

    def _show_more(self) -> None:
        self._limit += PAGE
        self._fill()

    # acting --------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """The list: its families are marked with the space bar."""
        if self.table.isVisibleTo(self):
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().focus_first()

    def on_enter(self, target: object) -> None:
        if isinstance(target, int):
            self.open_id(target)
        elif isinstance(target, tuple):
            state, council_id = target
            self.chips.set_current(state)
            if self.council.findData(council_id) < 0:  # the first reading, which fills the box, is still on its way
                self.council.addItem("", council_id)
            self.council.setCurrentIndex(self.council.findData(council_id))
            self._other_council()
        elif target in (*STATES, "missed"):
            self.chips.set_current(str(target))
            self._again()

    def mark(self) -> None:
        """Marks the current family, or takes the mark away, and goes to the next."""
        one = self.table.row()
        if one is None:
            return
        self.marked ^= {one.row.id}
        self._say()
        below = self.table.currentIndex().siblingAtRow(self.table.currentIndex().row() + 1)
        if below.isValid():
            self.table.setCurrentIndex(below)
        self.table.viewport().update()

    def mark_all(self) -> None:
        """Marks all that are shown, or none if they all were."""
        shown = {one.row.id for one in self.table.rows.rows}
        self.marked = set() if self.marked >= shown else shown
        self._say()
        self.table.viewport().update()

    def chosen(self) -> list[Family]:
        """What is marked, or the current family."""
        current = self.table.row()
        return [one for one in self._families if one.row.id in self.marked] or ([current] if current is not None else [])

    def open_family(self, one: Family) -> None:
        self.open_id(one.row.id)

    def open_id(self, household_id: int) -> None:
        """Works out one family's kit and shows it."""
        desk = self.context.desk
        show = self.context.messages.error
        self.context.tasks.run_read(
            lambda: kits.preview(desk, household_id),
            lambda found: FamilyDialog(self, self.context, found, lambda: self.prepare_these([found.family])).open(),
            show,
            self,
        )

    def prepare(self) -> None:
        """Prepares the kits of the marked families that are due; where none of them is, the rule says why not."""
        chosen = self.chosen()
        self.prepare_these([one for one in chosen if one.state in ("due", "soon")] or chosen)

    def prepare_these(self, families: Collection[Family]) -> None:
        if not families:
            self.context.messages.error(Refusal("nothing_chosen", "household"))
            return
        PrepareDialog(self, self.context, families, self._made).open()

    def _made(self, made: Made) -> None:
        self.marked.clear()
        self._say()
        ResultDialog(self, self.context, made).open()

    def share_again(self) -> None:
        """A new proposal for planned kits."""
        planned = [one for one in self.chosen() if one.kit_id is not None]
        if not planned:
            self.context.messages.error(Refusal("kit_none_planned", "household"))
            return
        PrepareDialog(self, self.context, planned, self._made, again=True).open()

    def packing_list(self) -> None:
        self._paper(self.context.language.tr("Packing list"), self.context.language.tr("family-kits"), kit_papers.packing_list)

    def slips(self) -> None:
        self._paper(self.context.language.tr("Family slips"), self.context.language.tr("family-slips"), kit_papers.family_slips)

    def _paper(self, title: str, name: str, make: Callable[[Desk, Collection[int], Language], bytes]) -> None:
        """Of the marked families; without a mark of all that are planned here."""
        desk, language = self.context.desk, self.context.language
        wanted = self.marked or {one.row.id for one in self._families if one.kit_id is not None}
        show_paper(self.context, self, title, f"{name}.pdf", lambda: make(desk, sorted(wanted), language))

    def rules(self) -> None:
        RulesDialog(self, self.context).open()
