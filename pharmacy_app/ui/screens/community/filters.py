"""Which people the list shows: words, council and sector, illness, what counts for them, and how the list is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.services.community import SectorName
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.fields import SearchField, fill
from pharmacy_app.wording import trade

FILTERS = {
    "all": PeopleFilter(),
    "treated": PeopleFilter(under_treatment=True),
    "homebound": PeopleFilter(criterion="homebound"),
    "lives_alone": PeopleFilter(criterion="lives_alone"),
    "no_consent": PeopleFilter(consent=False),
    "unseen": PeopleFilter(),  # with the day of `unseen_since`
    "gone": PeopleFilter(active=False),
}

_PRIVATE = {"treated", "homebound", "lives_alone"}


class Filters(QWidget):
    """`changed` when another list is wanted. `which()` and `chips_of()` say it in the service's words."""

    changed = Signal()

    def __init__(self, language: Language, today: date) -> None:
        super().__init__()
        tr = language.tr
        self._language, self._today, self.weeks = language, today, 6
        self.search = SearchField(tr("Name, code or ID"))
        self.search.searched.connect(lambda _text: self.changed.emit())
        words = sorted(((trade.condition(language, code), code) for code, _, _ in CONDITIONS), key=lambda pair: pair[0].casefold())
        self.council = self._box(tr("Council"), [(tr("Council"), None)])
        self.sector = self._box(tr("Sector"), [(tr("Sector"), None)])
        self.condition = self._box(tr("Illness"), [(tr("Any illness"), ""), *words])
        self.criterion = self._box(tr("What counts"), [(tr("What counts"), ""), *((tr(trade.CRITERIA[one]), one) for one in CRITERIA)])
        self.order = self._box(tr("Order"), [(tr("as one walks"), "place"), (tr("by name"), "name"), (tr("by age"), "age")])
        chips = [
            ("all", tr("All")), ("treated", tr("Under treatment")), ("homebound", tr("Cannot leave home")), ("lives_alone", tr("Live alone")),
            ("no_consent", tr("Without consent")), ("unseen", tr("Not visited")), ("gone", tr("Gone")),
        ]  # fmt: skip
        self._chip_words = dict(chips)
        self.chips = ChipRow(chips, tr("Filters"))
        self.chips.chosen.connect(lambda _key: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(10)
            column.addLayout(line)
        first.addWidget(self.search, 2)
        for box in (self.council, self.sector, self.condition, self.criterion):
            first.addWidget(box, 2)
        second.addWidget(self.chips, 1)
        self.order.setMinimumContentsLength(16)
        second.addWidget(self.order)
        self.sector.setEnabled(False)

    def _box(self, name: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for word, key in choices:
            box.addItem(word, key)
        box.activated.connect(lambda _at, box=box: self._picked(box))
        return box

    def _picked(self, box: QComboBox) -> None:
        if box is self.council:
            self.sector.setCurrentIndex(0)
        self.changed.emit()

    def base(self) -> PeopleFilter:
        """The places, the illness and what counts, as chosen; not the chip and not the text."""
        return PeopleFilter(
            council_id=self.council.currentData(),
            sector_id=self.sector.currentData(),
            condition=self.condition.currentData() or "",
        )

    def _of(self, chip: str) -> PeopleFilter:
        one, base = FILTERS[chip], self.base()
        since = self._today - timedelta(weeks=self.weeks) if chip == "unseen" else None
        criterion = one.criterion or self.criterion.currentData() or ""
        return replace(
            one, council_id=base.council_id, sector_id=base.sector_id, condition=base.condition, criterion=criterion, unseen_since=since
        )

    def which(self) -> PeopleFilter:
        """What the list shows."""
        return replace(self._of(self.chips.current), text=self.search.text().strip())

    def in_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is chosen, in words: what anybody may read, and what tells something of people's health or need."""
        places = tuple(box.currentText() for box in (self.council, self.sector) if box.currentData() is not None)
        text, chip = self.search.text().strip(), self.chips.current
        said = (*places, *((f"“{text}”",) if text else ()))
        private = tuple(box.currentText() for box in (self.condition, self.criterion) if box.currentData())
        if chip == "all":
            return said, private
        word = (self._chip_words[chip],)
        return (said, (*private, *word)) if chip in _PRIVATE else ((*said, *word), private)

    def chips_of(self) -> dict[str, PeopleFilter]:
        """What each chip would show beside the same places and illness."""
        return {chip: self._of(chip) for chip in FILTERS}

    def show_places(self, councils: Sequence[tuple[int, str]], sectors: Sequence[SectorName]) -> None:
        """The names to choose from; what is chosen stays."""
        tr = self._language.tr
        fill(self.council, [(None, tr("Council")), *councils])
        fill(self.sector, [(None, tr("Sector")), *((one.id, one.name or tr("without a name")) for one in sectors)])
        self.sector.setEnabled(bool(sectors))
