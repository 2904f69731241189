"""One round that has left: its doors in walking order, and beside them what the chosen bag holds, or the letters and the balance."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app.services.rounds import Answer, RoundView
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.rounds import answers
from pharmacy_app.ui.screens.rounds.answers import Balance, Noted, badge
from pharmacy_app.ui.screens.rounds.finder import Finder
from pharmacy_app.ui.screens.rounds.noting import Noting
from pharmacy_app.ui.screens.rounds.panels import WIDTH, BagCard, BalanceCard, LetterCard, bag_dialog, parts
from pharmacy_app.ui.screens.rounds.rows import DoorRow, door_columns, door_rows
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.cards import ScrollColumn
from pharmacy_app.ui.widgets.cells import Badge
from pharmacy_app.ui.widgets.charts import BalanceBar
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class RoundPage(QWidget):
    """Knows the round it shows and what was noted; the room writes."""

    reprint_wanted = Signal(str)
    noted = Signal(object)  # answers by slip code, None where one was taken back: kept at once, a blackout takes nothing away

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__()
        self._context, self._window = context, window
        self._view: RoundView | None = None
        self.compact = False
        self.noting = Noting(window, context.language, self.row, self.note, lambda said: self.finder.say(said, wrong=True))
        self.letters = self.noting.letters()
        self._build_tables()
        self._build_panels()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self._strip())
        left.addWidget(self.doors, 1)
        across.addLayout(left, 1)
        across.addWidget(self.side)

    # what it is made of -----------------------------------------------------------------------------

    def _build_tables(self) -> None:
        language = self._context.language
        self.doors = Table(
            RowsModel(door_columns(language, True), lambda row: row.stop.slip_id), language.tr("Doors of the round"), wrap=True
        )
        self.doors.setMinimumHeight(theme.current().px(180))
        self.doors.chosen.connect(self._chosen)
        self.doors.opened.connect(lambda _row: self.open_bag())
        self.doors.letters = {"I": self._reprint}
        self._plain = dict(self.doors.letters)
        self._acting = {**self._plain, **{letter.key: letter.do for letter in self.letters}}

    def _build_panels(self) -> None:
        language = self._context.language
        self.bag = BagCard(language)
        self.letter_card = LetterCard(self.letters)
        self.balance_card = BalanceCard(language)
        self.side = ScrollColumn()
        self.side.setFixedWidth(theme.current().px(WIDTH))
        for card in (self.letter_card, self.balance_card):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self.side.body.addWidget(card)
        self.side.body.addWidget(self.bag, 1)
        self._rest = QWidget()
        self.side.body.addWidget(self._rest, 1)

    def _strip(self) -> QHBoxLayout:
        self.finder = Finder(self._context.language)
        self.finder.wanted.connect(self._number_written)
        self.number, self.found = self.finder.number, self.finder.found
        self.bar = BalanceBar()
        self.bar.setMaximumWidth(theme.current().px(150))
        self.open_words = label("", "name")
        self.finder.addWidget(self.bar)
        self.finder.addWidget(self.open_words)
        self._counts = QHBoxLayout()
        self._counts.setSpacing(6)
        self.finder.addLayout(self._counts)
        return self.finder

    def set_compact(self, compact: bool) -> None:
        """Without the side panel; the keys stand in the footer, the balance above the list, the bag opens with Return."""
        self.compact = compact
        self.side.setVisible(not compact)
        self._fit_strip()

    def _fit_strip(self) -> None:
        closing = self._view is not None and self._view.round.status == "out"
        for widget in (self.bar, self.open_words):
            widget.setVisible(self.compact and closing)
        self.finder.words.setVisible(not self.compact)

    # showing ----------------------------------------------------------------------------------------

    def show_round(self, view: RoundView, noted: Noted) -> None:
        """A round as it was read, with what was noted of it."""
        self._view, self.noting.view, self.noting.noted = view, view, noted
        out = view.round.status == "out"
        self.doors.letters = self._acting if out else self._plain
        self.letter_card.setVisible(out)
        self.bag.setVisible(not out)
        self._rest.setVisible(out)
        self.bag.tools.hide()
        self._fit_strip()
        self.finder.say("")
        self._fill()

    def _fill(self) -> None:
        if self._view is None:
            return
        noted = self.noting.noted.answers
        self.doors.set_rows(door_rows(self._view, noted))
        found = self.balance()
        self.balance_card.show_balance(found, closed=self._view.round.status == "closed")
        language = self._context.language
        self.bar.set_parts(parts(found), "")
        self.open_words.setText(language.ntr("{n} to be noted", "{n} to be noted", found.open))
        self._show_counts()

    def _show_counts(self) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        view = self._view
        if view is None:
            return
        language = self._context.language
        counts: dict[str, int] = {}
        for stop in view.stops:
            answer = self.noting.noted.answers.get(stop.code)
            counts[answer.result if answer else ""] = counts.get(answer.result if answer else "", 0) + 1
        for result in answers.RESULTS:
            if result in counts:
                shown = badge(language, result)
                self._counts.addWidget(BadgeLabel(Badge(shown.kind, language.number(counts[result]), shown.icon), shown.word))

    def row(self) -> DoorRow | None:
        """The chosen door."""
        found = self.doors.row()
        return found if isinstance(found, DoorRow) else None

    def focus_list(self) -> None:
        """The keyboard stands on the doors: here the letters act."""
        self.doors.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, row: DoorRow | None) -> None:
        if row is None or self._view is None:
            return
        self.letter_card.show_door(row.stop)
        self.bag.show_bag(row.stop, self._view.bags.get(row.stop.slip_id, ()), self._view.catalogue)

    def open_bag(self) -> None:
        """What the chosen bag holds."""
        row = self.row()
        if row is not None and self._view is not None:
            bags = self._view.bags.get(row.stop.slip_id, ())
            bag_dialog(self._window, self._context.language, row.stop, bags, self._view.catalogue).open()

    def _reprint(self) -> None:
        row = self.row()
        if row is not None:
            self.reprint_wanted.emit(row.stop.code)

    # finding ----------------------------------------------------------------------------------------

    def ask_number(self) -> None:
        """F3: the keyboard goes to the number."""
        self.finder.ask()

    def _number_written(self, text: str) -> None:
        if self._view is None or not text:
            self.focus_list()
            return
        wanted = self.finder.find(self._view.stops, text)
        if wanted:
            open_ones = [stop for stop in wanted if stop.code not in self.noting.noted.answers]
            self.doors.select((open_ones or wanted)[0].slip_id)
            self.focus_list()

    def show_code(self, code: str) -> bool:
        """Chooses the door of this slip; False if it is not in this round."""
        stop = next((stop for stop in self._view.stops if stop.code == code), None) if self._view is not None else None
        if stop is None:
            return False
        self.doors.select(stop.slip_id)
        self.focus_list()
        return True

    def take_code(self, code: str) -> bool:
        """A stub was scanned: chosen, and noted as delivered unless it was noted before. False if it is not in this round."""
        if not self.show_code(code):
            return False
        if self._view is not None and self._view.round.status == "out":
            before = code in self.noting.noted.answers
            said = self.noting.scanned(code)
            self.show_code(code)
            self.finder.say(said, wrong=before or code not in self.noting.noted.answers)
        return True

    # noting -----------------------------------------------------------------------------------------

    def balance(self) -> Balance:
        """The round's units as they stand now."""
        assert self._view is not None
        return answers.balance(self._view, self.noting.noted.answers)

    def note(self, changes: dict[str, Answer | None]) -> None:
        """Writes answers as one step, and goes on to the next door that is still to be noted."""
        self.noting.noted.note(changes)
        self.noted.emit(changes)
        self.finder.say("")
        self._fill()
        if len(changes) == 1:
            self._go_on(next(iter(changes)))
        self.focus_list()

    def _go_on(self, code: str) -> None:
        if self._view is None:
            return
        stops = self._view.stops
        at = next(n for n, stop in enumerate(stops) if stop.code == code)
        order = [*stops[at + 1 :], *stops[:at]]
        following = next((stop for stop in order if stop.code not in self.noting.noted.answers), None)
        if following is not None:
            self.doors.select(following.slip_id)

    def undo(self) -> None:
        """Takes the last step back and shows where it was."""
        if self._view is None or self._view.round.status != "out":
            return
        noted = self.noting.noted
        codes = noted.undo()
        self._fill()
        if codes:
            self.noted.emit({code: noted.answers.get(code) for code in codes})
            self.show_code(codes[0])

    def first_open(self) -> int:
        """How many slips have no result yet; the first of them is chosen."""
        if self._view is None:
            return 0
        rest = [stop for stop in self._view.stops if stop.code not in self.noting.noted.answers]
        if rest:
            self.doors.select(rest[0].slip_id)
        return len(rest)
