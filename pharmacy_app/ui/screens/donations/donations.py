"""The donations room: the list, one donation, a sheet that is being looked over. One of them is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from pharmacy_app.services import differences, donation_documents, donations
from pharmacy_app.services.donations import DonationRow, DonorRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.screens.donations.forms import DonationDialog
from pharmacy_app.ui.screens.donations.sheet import SheetPage
from pharmacy_app.ui.screens.donations.sheet_template import TemplateDialog
from pharmacy_app.ui.screens.donations.shipment import Shipment
from pharmacy_app.ui.screens.donations.shipments import Shipments
from pharmacy_app.ui.widgets.empty import Way

Listing = tuple[tuple[DonationRow, ...], tuple[DonorRow, ...], dict[int, int], dict[int, int]]
SHEETS = "(*.xls *.xlsx *.ods *.csv *.tsv *.txt)"


class Donations(Room):
    """Donaciones."""

    shows = frozenset({"donations", "stock"})

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(context, "donations", tr("Donations"))
        self.all: tuple[DonationRow, ...] = ()
        self.donors: tuple[DonorRow, ...] = ()
        ways = (
            Way("pencil", tr("Write down a donation"), tr("by hand or with the scanner, line by line"), self.new, "Ctrl ↵"),
            Way(
                "file-spreadsheet",
                tr("Import the donor's sheet"),
                tr("Excel, ODS or CSV; you look it over before it is kept"),
                self.choose_sheet,
                "Ctrl I",
            ),
            Way("file-download", tr("Save an empty sheet for the donor"), tr("to be filled in by whoever sends the box"), self.save_form),
        )
        self.list = Shipments(context, self.open, ways)
        self.shipment = Shipment(context, self._shipment_shown, self.show_list, self._edit)
        self.sheet = SheetPage(context, self.open, self.show_list)
        self._pages: tuple[QWidget, ...] = (self.list, self.shipment, self.sheet)
        for page in self._pages:
            self.body.addWidget(page, 1)
        self.shortcut("Ctrl+I", self.choose_sheet)
        self.shortcut("Ctrl+D", self._copy_last)
        self.shortcut("Ctrl+T", self._count)
        self.shortcut("Ctrl+O", self._documents)
        self.shortcut("Ctrl+F", self.list.search.setFocus)
        self._compact = False
        self.show_list()

    # pages ---------------------------------------------------------------------------------------

    def _turn_to(self, page: QWidget) -> None:
        for one in self._pages:
            one.setVisible(one is page)

    @property
    def page(self) -> QWidget:
        """What is shown now."""
        return next(page for page in self._pages if page.isVisibleTo(self))

    def show_list(self) -> None:
        """All donations."""
        tr = self.context.language.tr
        seen = self.shipment.donation if self.page is self.shipment else None
        self._turn_to(self.list)
        if seen is not None:
            self.list.table.select(seen.id)
        self.set_title(tr("Donations"))
        self.set_state(self.list.sentence())
        self.set_primary(tr("Write down a donation"), self.new, "plus")
        self.set_secondary(
            Action(tr("Empty sheet"), self.save_form, "file-download"), Action(tr("Import a sheet"), self.choose_sheet, "file-spreadsheet")
        )
        self.set_keys(("↵", tr("open")), ("Ctrl I", tr("import a sheet")), ("Ctrl F", tr("filter")))
        self.help = "\n\n".join(
            (
                tr("Each shipment of a donor is a donation. A draft can be changed; once it is received, its lines are lots on the shelf."),
                tr("Lines are typed as the box says them, scanned, or imported from the sender's sheet, which you look over first."),
                tr(
                    "What is doubtful goes to quarantine with its reason. A box that nobody recognises waits until somebody says what it is."
                ),
            )
        )
        if self.list.table.isVisibleTo(self):
            self.list.table.setFocus()

    def open(self, donation_id: int) -> None:
        """One donation; in a draft the keyboard stands in the entry line."""
        self._turn_to(self.shipment)
        self.shipment.read(donation_id, self._focus_lines)

    def _focus_lines(self) -> None:
        (self.shipment.entry.medicine if self.shipment.is_draft else self.shipment.table).setFocus()

    def _copy_last(self) -> None:
        if self.page is self.shipment and self.shipment.is_draft and not self.shipment.is_counting:
            self.shipment.entry.copy_last()

    def _count(self) -> None:
        if self.page is self.shipment:
            self.shipment.begin_count()

    def _documents(self) -> None:
        if self.page is self.shipment:
            self.shipment.show_documents()

    def _shipment_shown(self, donation: DonationRow) -> None:
        tr = self.context.language.tr
        self.set_title(tr("Donation {number}", number=rows.numbered(donation)))
        if donation.status == "draft":
            self.set_state(tr("Draft: everything can be changed until it is received. It is kept by itself."))
            self.set_primary(tr("Receive donation"), self.shipment.receive, "package-import")
            self.set_secondary(Action(tr("Discard"), self.shipment.discard, "trash"), Action(tr("Leave"), self.show_list, "arrow-left"))
            self._teach_draft()
        else:
            self.set_state(tr("Received: its lots are on the shelf. A mistake is put right in Stock."))
            self.set_primary(tr("See it in stock"), lambda: self.context.go("stock", donation.donor), "pill")
            self.set_secondary(Action(tr("All donations"), self.show_list, "arrow-left"))
            self.set_keys(("↵", tr("see the lot")), ("Ctrl O", tr("documents")), ("Esc", tr("back")))
            self.help = "\n\n".join(
                (
                    tr(
                        "Each line says what it became: a lot on the shelf, in quarantine with its reason, or one of each. Return opens it."
                    ),
                    tr("Print labels makes a sheet for the shelf. Differences says what the paper promised and the box did not have."),
                    tr("Documents keeps the photo of the packing list and the donor's letters; more can be attached later."),
                )
            )
        self.shipment.judgement.setVisible(not self._compact)

    def _teach_draft(self) -> None:
        tr = self.context.language.tr
        if self.shipment.is_counting:
            self.set_keys(("↵", tr("as the paper")), ("↑", tr("line before")), ("↓", tr("next line")), ("Esc", tr("stop counting")))
            self.help = "\n\n".join(
                (
                    tr(
                        "Take the box's packs line by line. Return says that there are as many as on the paper; else write how many there are."
                    ),
                    tr("0 says that it is not in the box: the line leaves the list of what is received, and stays in the differences."),
                    tr("What was counted is kept at once: you can stop and go on another day, or somebody else can."),
                )
            )
            return
        self.set_keys(
            ("↵", tr("add the line")),
            ("Ctrl D", tr("copy the last")),
            ("Ctrl T", tr("count")),
            ("Ctrl O", tr("documents")),
            ("Supr", tr("take out")),
            ("D", tr("doubtful")),
            ("A", tr("accept or not")),
            ("Esc", tr("back")),
        )
        self.help = "\n\n".join(
            (
                tr("Type what the box says and press Return: it goes from field to field, and at the end adds the line."),
                tr(
                    "The medicine is found by its ingredient, its brand or its Russian name. Return in the empty field takes the last one again."
                ),
                tr("Dates are typed as they are printed (0828), quantities as you count (2x30+10). If the paper says otherwise: 58 p 60."),
                tr("Scan the packs one after the other: each fills a line, and the next of the same lot is counted to it."),
                tr(
                    "In the list, Return puts a line right, Supr takes it out, D says that something is wrong with the box, A decides what becomes of it."
                ),
                tr(
                    "Count goes through the lines with you and compares them with the paper. Documents keeps the photo of the packing list."
                ),
            )
        )

    def refresh(self, changed: frozenset[str]) -> None:
        desk = self.context.desk

        def read() -> Listing:
            return donations.donations(desk), donations.donors(desk), donation_documents.counts(desk), differences.counts(desk)

        self.context.tasks.run_read(read, self._show, owner=self)
        if self.page is self.shipment and self.shipment.donation is not None and changed:
            self.shipment.read(self.shipment.donation.id)

    def _show(self, found: Listing) -> None:
        self.all, self.donors = found[:2]
        self.list.show_donations(*found)
        self.list.set_compact(self._compact)
        self.sheet.who.set_known(self.donors)
        if self.page is self.list:
            self.set_state(self.list.sentence())

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self._compact = compact
        self.list.set_compact(compact)
        self.shipment.judgement.setVisible(not compact)

    # coming here ---------------------------------------------------------------------------------

    def on_enter(self, target: object) -> None:
        """A donation's id, `new`, `import`, or words to search in the list."""
        if isinstance(target, int):
            self.open(target)
        elif target == "new":
            self.new()
        elif target == "import":
            self.choose_sheet()
        elif isinstance(target, str):
            self.show_list()
            self.list.search.setText(target)

    def on_scan(self, text: str) -> bool:
        if self.page is self.shipment and self.shipment.is_draft:
            self.shipment.scan(text)
            return True
        tr = self.context.language.tr
        self.context.messages.tell(
            tr("Where does this box belong?"), tr("Open a draft, or write down a new donation; then scan the box again."), "soon"
        )
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.page is not self.list:
            self.show_list()
            return
        super().keyPressEvent(event)

    # acts ----------------------------------------------------------------------------------------

    def new(self) -> None:
        """A new draft: who sends, when it came."""
        desk = self.context.desk
        self.context.tasks.run_read(lambda: donations.donors(desk), self._ask_new, owner=self)

    def _ask_new(self, donors: tuple[DonorRow, ...]) -> None:
        form = DonationDialog(self.context, self, donors, self.open)
        last = next((row.donor_id for row in self.all), None)
        donor = next((donor for donor in donors if donor.id == last), None)
        if donor is not None:
            form.offer(donor)
        form.open()

    def _edit(self, draft: DonationRow) -> None:
        DonationDialog(self.context, self, self.donors, lambda _id: None, draft).open()

    def choose_sheet(self) -> None:
        """A file of the sender's, looked over before anything is kept."""
        tr = self.context.language.tr
        kinds = tr("Sheets")
        name, _ = QFileDialog.getOpenFileName(self, tr("Import the donor's sheet"), "", f"{kinds} {SHEETS}")
        if name:
            self.load_sheet(Path(name))

    def load_sheet(self, path: Path) -> None:
        """Shows what the rows of this file would become."""
        tr = self.context.language.tr
        self._turn_to(self.sheet)
        self.set_title(tr("Import a sheet"))
        self.set_state(tr("Nothing is kept until you receive it."))
        self.set_primary(tr("Receive these rows"), self.sheet.receive, "package-import")
        self.set_secondary(Action(tr("Another file"), self.choose_sheet, "folder-open"), Action(tr("Leave"), self.show_list, "arrow-left"))
        self.set_keys(("Ctrl I", tr("another file")), ("Esc", tr("back")))
        self.help = tr(
            "Each row says what it would become. Choose the sheets, who sends it and when it came; if dates can be read in two ways, say which."
        )
        self.sheet.load(path)

    def save_form(self) -> None:
        """The sheet that a donor can fill in."""
        TemplateDialog(self.context, self).open()
