"""The stock room: medicines with their lots beneath, filtered, searched, and led by the keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from pharmacy_app.services import donations, scanning, stock_export, stock_overview
from pharmacy_app.services.donations import DonorRow
from pharmacy_app.services.scanning import Found
from pharmacy_app.services.stock import StockLine
from pharmacy_app.services.stock_overview import OnShelf
from pharmacy_app.ui import scans
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_labels
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.matching.expiring import ExpiringDialog
from pharmacy_app.ui.screens.stock import acts, identifying, rows
from pharmacy_app.ui.screens.stock.card import StockCard
from pharmacy_app.ui.screens.stock.rows import Shown
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.cells import Badge
from pharmacy_app.ui.widgets.chips import FIGURE, ChipRow
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.fields import Choice, SearchField
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import TreeModel
from pharmacy_app.ui.widgets.table import Table

OPENED_BY_FILTER = 40  # so many rows or fewer show their lots at once when something is searched or filtered


class Stock(Room):
    """Existencias."""

    shows = frozenset({"stock", "donations", "matching", "rounds", "prescriptions", "settings"})

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, "stock", tr("Stock"))
        self.shelf: tuple[OnShelf, ...] = ()
        self._rates: dict[int, float] | None = None  # units a day by medicine, once they were reckoned
        self._wanted: object = None
        self._which, self._words = "all", ""
        self.set_primary(tr("Move units"), self.move_units, "transfer")
        self.set_secondary(
            Action(tr("Export"), self.export, "file-spreadsheet", "Ctrl+E"),
            Action(tr("Set aside"), self.set_aside, "lock", "Ctrl+B"),
            Action(tr("What would expire"), lambda: ExpiringDialog(self, context).open(), "clock-hour-4", "Ctrl+G"),
        )
        self.set_keys(
            ("→", tr("open lots")),
            ("←", tr("close")),
            ("↵", tr("see movements")),
            ("Ctrl F", tr("filter")),
            ("I", tr("say what it is")),
            ("C", tr("confirm")),
            ("E", tr("label")),
        )
        self.help = self._help()
        self._build()
        self.shortcut("Ctrl+F", self.search.setFocus)

    def _build(self) -> None:
        tr = self.context.language.tr
        self.search = SearchField(tr("Name or lot"))
        self.search.searched.connect(self._search)
        self.chips = ChipRow(
            [
                ("all", tr("All")),
                ("soon", tr("Expiring")),
                ("aside", tr("Quarantine")),
                ("unidentified", tr("Not identified")),
                ("unconfirmed", tr("To confirm")),
                ("low", tr("Under 30 days")),
                ("out", tr("None left")),
                ("never", tr("Never handed out")),
            ],
            tr("Filter"),
        )
        self.chips.chosen.connect(self._filter)
        self.donor = Choice(tr("Donor"), [(None, tr("Donors"))])
        self.donor.name.hide()
        self.donor.hint.hide()
        self.donor.changed.connect(lambda _donor: self.refresh(frozenset()))
        self.bar = QWidget()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        self.donor.setMaximumWidth(200)
        row.addWidget(self.search, 1)
        row.addWidget(self.donor)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.chips)
        columns, lots = rows.columns(self.context.language)
        model: TreeModel[Shown, StockLine] = TreeModel(columns, lots, lambda shown: shown.lots, _identity)
        self.table = Table(model, tr("Stock"))
        self.table.opened.connect(self._open)
        self.table.letters = {"I": self.identify, "C": self.confirm, "U": self.put_on_shelf, "E": self.print_labels}
        self.body.addWidget(self.table, 1)
        way = Way("filter", tr("Take the filters away"), tr("Then the whole shelf is shown again."), self.clear_filters)
        self.nothing = Empty("search", tr("No lot like that"), tr("What is searched for or filtered leaves nothing of the shelf."), (way,))
        self.nothing.hide()
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self._legend())
        self.empty: Empty | None = None

    def _legend(self) -> QWidget:
        tr = self.context.language.tr
        self.legend = QWidget()
        row = QHBoxLayout(self.legend)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(label(tr("The total of a medicine does not count what has expired or is set aside."), "small"), 1)
        words = (
            ("ok", tr("good for long")),
            ("soon", tr("expires soon")),
            ("bad", tr("expires now")),
            ("expired", tr("expired")),
            ("hold", tr("in quarantine")),
        )
        for kind, word in words:
            row.addWidget(BadgeLabel(Badge(kind, word)))
        return self.legend

    def _help(self) -> str:
        tr = self.context.language.tr
        return "\n\n".join(
            (
                tr("Here is what there is on the shelf: each medicine, and under it its lots, the first to expire first."),
                tr("What has expired or is set aside is never offered, promised or handed out."),
                tr("Boxes that nobody recognised wait until one person says what they are and a second one confirms it."),
                tr("What is received and never handed out here has a filter of its own; the list is kept in the settings."),
                tr(
                    "Return opens a lot's card: every movement, who sent it, and the doors it went to. From there it can be moved or set aside."
                ),
                tr("A scanned pack opens its lot."),
            )
        )

    # what is shown -----------------------------------------------------------------------------

    def refresh(self, changed: frozenset[str]) -> None:
        desk, donor = self.context.desk, self.donor.value()

        def read() -> tuple[tuple[OnShelf, ...], tuple[DonorRow, ...]]:
            return stock_overview.overview(desk, donor), donations.donors(desk)

        self.read_page(read, self._show, lambda: stock_overview.daily_rates(desk), self._show_rates)

    def _show(self, found: tuple[tuple[OnShelf, ...], tuple[DonorRow, ...]]) -> None:
        language = self.context.language
        shelf = sorted(found[0], key=lambda one: (one.medicine is None, rows.title(language, one).casefold()))
        self.shelf = tuple(shelf) if self._rates is None else stock_overview.lasting(shelf, self._rates)
        self.donor.set_choices([(None, language.tr("Donors")), *((donor.id, donor.name) for donor in found[1])])
        self._show_empty(self._teaches())
        nothing = language.tr("Nothing yet") if self.donor.value() is None else language.tr("Nothing of this donor is on the shelf")
        self.set_state(rows.sentence(language, self.shelf) if self.shelf else nothing)
        self._count()
        self._fill()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._go_to(wanted)

    def _show_rates(self, rates: dict[int, float]) -> None:
        """For how long each lasts, a moment after the shelf itself; until then what was known before stands."""
        if rates != self._rates:
            self._rates = rates
            self.shelf = stock_overview.lasting(self.shelf, rates)
            self._count()
            self._fill()

    def _count(self) -> None:
        counts = {which: self.context.language.number(n) for which, n in rows.counts(self.shelf).items()}
        if self._rates is None:
            counts["low"] = FIGURE * 2
        self.chips.set_counts(counts)

    def _fill(self) -> None:
        kept = rows.shown(self.shelf, self._which, self._words)
        self.table.set_rows(kept)
        self.table.setVisible(bool(kept))
        self.nothing.setVisible(not kept and not self._teaches())
        self.legend.setVisible(bool(kept) and not self._compact)
        narrowed = self._which != "all" or bool(self._words)
        if narrowed and len(kept) <= OPENED_BY_FILTER:
            self.table.expandAll()

    def _teaches(self) -> bool:
        """Whether nothing ever came, of whomever."""
        return not self.shelf and self.donor.value() is None

    def _show_empty(self, empty: bool) -> None:
        tr = self.context.language.tr
        if empty and self.empty is None:
            go = self.context.go
            ways = (
                Way(
                    "package-import",
                    tr("Receive a donation"),
                    tr("by hand or with the scanner, line by line"),
                    lambda: go("donations", "new"),
                ),
                Way(
                    "file-spreadsheet",
                    tr("Import the donor's sheet"),
                    tr("Excel, ODS or CSV; you look it over before it is kept"),
                    lambda: go("donations", "import"),
                ),
            )
            sentence = tr("Each line of a donation becomes a lot here, with its expiry, its donor and every movement. There is none yet.")
            self.empty = Empty("pill", tr("Here is what there is to hand out"), sentence, ways)
            self.body.addWidget(self.empty, 1)
        for part in (self.bar, self.chips):
            part.setVisible(not empty)
        if self.empty is not None:
            self.empty.setVisible(empty)

    _compact = False

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self._compact = compact
        self.legend.setVisible(not compact and not self.table.isHidden())
        self.donor.setVisible(not compact)

    def _filter(self, which: str) -> None:
        self._which = which
        self._fill()

    def _search(self, words: str) -> None:
        self._words = words
        self._fill()

    # coming here -------------------------------------------------------------------------------

    def on_enter(self, target: object) -> None:
        if target is None:
            return
        if self.shelf:
            self._go_to(target)
        else:
            self._wanted = target

    def _go_to(self, target: object) -> None:
        """A batch (its id), a filter, or words to search; what was filtered before hides nothing of it."""
        self._show_everything()
        if isinstance(target, int):
            self.table.select(f"batch {target}")
            self.open_card(target)
        elif isinstance(target, str) and target in rows.FILTERS:
            self.chips.set_current(target)
            self._filter(target)
        elif isinstance(target, str):
            self.search.setText(target)
            self._search(target)

    def clear_filters(self) -> None:
        """The whole shelf again: no words, no filter, no donor."""
        self._show_everything()
        if self.donor.value() is not None:
            self.donor.set_value(None)
            self.refresh(frozenset())
        self.search.setFocus()

    def _show_everything(self) -> None:
        self.search.clear()
        self.chips.set_current("all")
        self._which, self._words = "all", ""
        self._fill()

    def on_scan(self, text: str) -> bool:
        desk = self.context.desk
        self.context.tasks.run_read(lambda: scanning.look_up(desk, text), self._scanned, owner=self)
        return True

    def _scanned(self, found: Found) -> None:
        """One lot: its card. Several: those that the code names, or all of the medicine. None: what the code is."""
        if len(found.lots) == 1 or found.named == 1:
            self._go_to(found.lots[0].batch.id)
        elif found.lots:
            first = found.lots[0].batch
            self._show_everything()
            self._go_to(first.lot if found.named else f"{first.inn or first.description} {first.strength or ''}".strip())
            self.table.select(f"batch {first.id}")
        else:
            scans.tell(self.context, found)

    # acts --------------------------------------------------------------------------------------

    def lots(self) -> tuple[StockLine, ...]:
        """The lots that an act is about: the selected one, or those of the selected medicine."""
        row = self.table.row()
        if isinstance(row, Shown):
            return row.lots
        return (row,) if isinstance(row, StockLine) else ()

    def _open(self, row: object) -> None:
        if isinstance(row, StockLine):
            self.open_card(row.batch.id)
        elif isinstance(row, Shown) and len(row.lots) == 1:
            self.open_card(row.lots[0].batch.id)
        elif isinstance(row, Shown):
            index = self.table.rows.find(_identity(row))
            self.table.setExpanded(index, not self.table.isExpanded(index))

    def open_card(self, batch_id: int) -> None:
        """The stock card of a lot."""
        StockCard.show_lot(self.context, self, batch_id)

    def _with_lots(self, do: type[acts.LotDialog]) -> None:
        lots = self.lots()
        if lots:
            do(self.context, self, lots).open()
            return
        tr = self.context.language.tr
        self.context.messages.tell(tr("There is no lot to act on"), tr("Choose a lot in the list, with the arrows or the mouse."), "soon")

    def move_units(self) -> None:
        """Units out of a lot by hand, or a count of it."""
        self._with_lots(acts.Move)

    def set_aside(self) -> None:
        """Quarantine, hold or recall."""
        self._with_lots(acts.SetAside)

    def identify(self) -> None:
        """Says what a box is."""
        self._with_lots(identifying.Identify)

    def confirm(self) -> None:
        """A second person looks at what the first one said."""
        if any(line.batch.identity == "told" for line in self.lots()):
            self._with_lots(identifying.Confirm)
            return
        tr = self.context.language.tr
        self.context.messages.tell(
            tr("Nothing to confirm here"), tr("Choose a box that one person has named: the filter “To confirm” shows them.")
        )

    def put_on_shelf(self) -> None:
        """Where the lot stands."""
        self._with_lots(acts.ShelfPlace)

    def print_labels(self) -> None:
        """Labels for the shelf: of the chosen lot, or of all lots of the chosen medicine."""
        show_labels(self.context, self, batch_ids=[line.batch.id for line in self.lots()])

    def export(self) -> None:
        """What the filter shows, as a spreadsheet."""
        tr = self.context.language.tr
        name, chosen = QFileDialog.getSaveFileName(
            self, tr("Export"), "existencias.xlsx" if self.context.language.code == "es" else "stock.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if name:
            path = Path(name)
            if path.suffix.lower() not in (".xlsx", ".csv"):
                path = Path(name + (".csv" if "csv" in chosen else ".xlsx"))
            self.save_list(path)

    def save_list(self, path: Path) -> None:
        """Writes what is shown to this file."""
        language, kept = self.context.language, [row.one for row in rows.shown(self.shelf, self._which, self._words)]

        def done(written: int) -> None:
            lots = language.ntr("{n} lot", "{n} lots", written)
            self.context.messages.toast(language.tr("{name} is saved: {lots}", name=path.name, lots=lots))

        self.context.tasks.run_read(lambda: stock_export.write_stock_list(path, language, kept), done, owner=self)


def _identity(row: Shown | StockLine) -> str:
    return row.one.key if isinstance(row, Shown) else f"batch {row.batch.id}"
