"""The list of donations: drafts and what was received, filtered by state, donor, year and words; what has documents, what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.domain.text import fold
from pharmacy_app.services.donations import DonationRow, DonorRow
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.fields import Choice, SearchField
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class Shipments(QWidget):
    """`opened(donation_id)`; `ways` are shown while there is none."""

    def __init__(self, context: Context, opened: Callable[[int], None], ways: Sequence[Way]) -> None:
        super().__init__()
        tr = context.language.tr
        self._context = context
        self._all: tuple[DonationRow, ...] = ()
        self._documents: Mapping[int, int] = {}
        self._differing: Mapping[int, int] = {}
        self.search = SearchField(tr("Donor or number"))
        self.search.setFixedWidth(theme.current().px(200))
        self.search.searched.connect(lambda _words: self._fill())
        states = [("all", tr("All")), ("draft", tr("Drafts")), ("received", tr("Received")), ("differing", tr("With differences"))]
        self.chips = ChipRow(states, tr("Filter"))
        self.chips.chosen.connect(lambda _which: self._fill())
        self.donor = self._choice(tr("Donor"), tr("All donors"), 206)
        self.year = self._choice(tr("Year"), tr("All years"), 184)
        self.bar = QWidget()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        row.addWidget(self.donor)
        row.addWidget(self.year)
        self.table = Table(RowsModel(rows.shipment_columns(context.language), lambda one: one.row.id), tr("Donations"))
        self.table.opened.connect(lambda one: opened(one.row.id))
        sentence = tr(
            "Each shipment of a donor is a donation: its lines become lots on the shelf. There is none yet. You can begin in three ways:"
        )
        self.empty = Empty("package", tr("Here the boxes come in"), sentence, ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.none = label(tr("No donation is like that: Esc empties the search, “All” shows every one."), "line", wrap=True)
        self.none.hide()
        column.insertWidget(1, self.none)

    def _choice(self, name: str, all_of_them: str, wide: int) -> Choice:
        choice = Choice(name, [(None, all_of_them)])
        choice.setMaximumWidth(theme.current().px(wide))
        choice.name.hide()
        choice.hint.hide()
        choice.changed.connect(lambda _key: self._fill())
        return choice

    def show_donations(
        self, found: Sequence[DonationRow], donors: Sequence[DonorRow], documents: Mapping[int, int], differing: Mapping[int, int]
    ) -> None:
        """All there are, with how many documents each has and in how many lines paper and box differ; the filter stays."""
        language = self._context.language
        self._all, self._documents, self._differing = tuple(found), documents, differing
        years = sorted({row.received_on.year for row in found}, reverse=True)
        self.year.set_choices([(None, language.tr("All years")), *((year, str(year)) for year in years)])
        with_donations = {row.donor_id for row in found}
        self.donor.set_choices(
            [(None, language.tr("All donors")), *((donor.id, donor.name) for donor in donors if donor.id in with_donations)]
        )
        self.chips.set_counts({which: language.number(len(self._of(which))) for which in ("all", "draft", "received", "differing")})
        for part in (self.bar, self.table):
            part.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._fill()

    def _of(self, which: str) -> list[DonationRow]:
        if which == "differing":
            return [row for row in self._all if self._differing.get(row.id)]
        return [row for row in self._all if which in ("all", row.status)]

    def _fill(self) -> None:
        wanted, donor, year = fold(self.search.text()).split(), self.donor.value(), self.year.value()
        kept = [row for row in self._of(self.chips.current) if donor in (None, row.donor_id) and year in (None, row.received_on.year)]
        kept = [row for row in kept if all(word in fold(f"{row.donor} {rows.numbered(row)} {row.reference}") for word in wanted)]
        self.table.set_rows([rows.Listed(row, self._documents.get(row.id, 0), self._differing.get(row.id)) for row in kept])
        self.none.setVisible(bool(self._all) and not kept)

    def sentence(self) -> str:
        """How things stand."""
        language = self._context.language
        if not self._all:
            return language.tr("None yet")
        drafts = len(self._of("draft"))
        said = [language.ntr("{n} donation", "{n} donations", len(self._all))]
        said += [language.ntr("{n} draft waits to be received", "{n} drafts wait to be received", drafts)] if drafts else []
        unknown = sum(row.unidentified for row in self._all)
        said += [language.ntr("{n} line to be identified", "{n} lines to be identified", unknown)] if unknown else []
        return ", ".join(said)

    def set_compact(self, compact: bool) -> None:
        """Where there is little room, the donor is found by searching."""
        self.donor.setVisible(not compact)
        self.year.setVisible(not compact)
