"""One round: its doors in walking order, and beside them what the chosen bag holds, or the letters and the balance."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app.domain.codes import read_slip_code, typed
from pharmacy_app.services.rounds import Answer, RoundView
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.rounds import answers
from pharmacy_app.ui.screens.rounds.answers import Balance, Noted, badge
from pharmacy_app.ui.screens.rounds.noting import Noting
from pharmacy_app.ui.screens.rounds.panels import WIDTH, BagCard, BalanceCard, LetterCard, bag_dialog, parts
from pharmacy_app.ui.screens.rounds.rows import DoorRow, door_columns, door_rows
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.cards import ScrollColumn
from pharmacy_app.ui.widgets.cells import Badge
from pharmacy_app.ui.widgets.charts import BalanceBar
from pharmacy_app.ui.widgets.keycaps import Keycap
from pharmacy_app.ui.widgets.labels import Symbol, label, restyle
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class RoundPage(QWidget):
    """Knows the round it shows and what was noted; the room writes."""

    reordered = Signal(list)  # household ids in the order in which they are walked
    cancel_wanted = Signal()
    reprint_wanted = Signal(str)
    noted = Signal(object)  # answers by slip code, None where one was taken back: kept at once, a blackout takes nothing away

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__()
        self._context, self._window = context, window
        self._view: RoundView | None = None
        self.compact = False
        self.noting = Noting(window, context.language, self.row, self.note)
        self.letters = self.noting.letters()
        self._build_tables()
        self._build_panels()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self._strip())
        left.addWidget(self.walk, 1)
        left.addWidget(self.doors, 1)
        across.addLayout(left, 1)
        across.addWidget(self.side)

    # what it is made of -----------------------------------------------------------------------------

    def _build_tables(self) -> None:
        language = self._context.language
        self.walk, self.doors = (
            Table(RowsModel(door_columns(language, closing), lambda row: row.stop.slip_id), language.tr("Doors of the round"), wrap=True)
            for closing in (False, True)
        )
        for table in (self.walk, self.doors):
            table.setMinimumHeight(theme.current().px(180))
            table.chosen.connect(self._chosen)
            table.opened.connect(lambda _row: self.open_bag())
            table.letters = {"I": self._reprint}
        self._plain = dict(self.doors.letters)
        self._acting = {**self._plain, **{letter.key: letter.do for letter in self.letters}}

    def _build_panels(self) -> None:
        language = self._context.language
        self.bag = BagCard(language)
        self.bag.cancel_wanted.connect(self.cancel_wanted)
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
        tr = self._context.language.tr
        row = QHBoxLayout()
        row.setSpacing(8)
        self.scan_sign = Symbol("line-scan", "text2", 18)
        self.scan_words = label(tr("Scan a slip"), "line")
        self.number = QLineEdit()
        self.number.setPlaceholderText(tr("or write its number"))
        self.number.setAccessibleName(tr("Number of the stop or of the slip"))
        self.number.setFixedWidth(theme.current().px(190))
        self.number.returnPressed.connect(self._number_written)
        self.found = label("", "line", wrap=True)
        self.found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long sentence must not push the panel out
        self.big = QCheckBox(tr("Large print"))
        self.bar = BalanceBar()
        self.bar.setMaximumWidth(theme.current().px(150))
        self.open_words = label("", "name")
        for widget in (self.scan_sign, self.scan_words, self.number, Keycap("F3"), self.found):
            row.addWidget(widget, 1 if widget is self.found else 0)
        row.addWidget(self.big)
        row.addWidget(self.bar)
        row.addWidget(self.open_words)
        self._counts = QHBoxLayout()
        self._counts.setSpacing(6)
        row.addLayout(self._counts)
        return row

    def set_compact(self, compact: bool) -> None:
        """Without the side panel; the keys stand in the footer, the balance above the list, the bag opens with Return."""
        self.compact = compact
        self.side.setVisible(not compact)
        self._fit_strip()

    def _fit_strip(self) -> None:
        closing = self._view is not None and self._view.round.status == "out"
        for widget in (self.bar, self.open_words):
            widget.setVisible(self.compact and closing)
        self.scan_words.setVisible(not self.compact)

    # showing ----------------------------------------------------------------------------------------

    def show_round(self, view: RoundView, noted: Noted) -> None:
        """A round as it was read, with what was noted of it."""
        self._view, self.noting.view, self.noting.noted = view, view, noted
        planned, out = view.round.status == "planned", view.round.status == "out"
        self.walk.setVisible(planned)
        self.doors.setVisible(not planned)
        self.doors.letters = self._acting if out else self._plain
        self.big.setVisible(planned)
        self.letter_card.setVisible(out)
        self.balance_card.setVisible(not planned)
        self.bag.setVisible(not out)
        self._rest.setVisible(out)
        self.bag.cancel.setVisible(planned)
        self._fit_strip()
        self._say("")
        self._fill()

    def _fill(self) -> None:
        if self._view is None:
            return
        noted = self.noting.noted.answers
        self._table().set_rows(door_rows(self._view, noted))
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
        if view is None or view.round.status == "planned":
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

    def _table(self) -> Table:
        return self.walk if self._view is not None and self._view.round.status == "planned" else self.doors

    def row(self) -> DoorRow | None:
        """The chosen door."""
        found = self._table().row()
        return found if isinstance(found, DoorRow) else None

    def focus_list(self) -> None:
        """The keyboard stands on the doors: here the letters act."""
        self._table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, row: DoorRow | None) -> None:
        if row is None or self._view is None or self.sender() is not self._table():
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
        if self._view is not None:
            self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.number.selectAll()

    def _number_written(self) -> None:
        text = self.number.text().strip()
        code = read_slip_code(text)
        if self._view is None or not text:
            self.focus_list()
            return
        stops = self._view.stops
        wanted = [stop for stop in stops if stop.code == code or (code is None and str(stop.position) == text)]
        open_ones = [stop for stop in wanted if stop.code not in self.noting.noted.answers]
        if not wanted:
            self._say(self._context.language.tr("There is no stop or slip {text} in this round.", text=text[:20]), wrong=True)
            self.number.selectAll()
            return
        self._say("")
        self.number.clear()
        self._table().select((open_ones or wanted)[0].slip_id)
        self.focus_list()

    def show_code(self, code: str) -> bool:
        """Chooses the door of this slip; False if it is not in this round."""
        stop = next((stop for stop in self._view.stops if stop.code == code), None) if self._view is not None else None
        if stop is None:
            return False
        self._table().select(stop.slip_id)
        self.focus_list()
        return True

    def take_code(self, code: str) -> bool:
        """A stub was scanned: chosen, and noted as delivered unless it was noted before. False if it is not in this round."""
        if not self.show_code(code):
            return False
        if self._view is not None and self._view.round.status == "out" and self.noting.delivered(code):
            self.show_code(code)
            said = self._context.language.tr("{code}: delivered; another letter changes it", code=typed(code))
            self._say(said)
        return True

    def _say(self, sentence: str, wrong: bool = False) -> None:
        self.found.setText(sentence)
        self.found.setProperty("look", "error" if wrong else "line")
        restyle(self.found)

    # noting -----------------------------------------------------------------------------------------

    def balance(self) -> Balance:
        """The round's units as they stand now."""
        assert self._view is not None
        return answers.balance(self._view, self.noting.noted.answers)

    def note(self, changes: dict[str, Answer | None]) -> None:
        """Writes answers as one step, and goes on to the next door that is still to be noted."""
        self.noting.noted.note(changes)
        self.noted.emit(changes)
        self._say("")
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
            self._table().select(following.slip_id)

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
            self._table().select(rest[0].slip_id)
        return len(rest)

    # walking order ----------------------------------------------------------------------------------

    def shift(self, by: int) -> None:
        """The house of the chosen door goes one place up (-1) or down (1) in the walk."""
        view, row = self._view, self.row()
        if view is None or row is None or view.round.status != "planned":
            return
        order = list(dict.fromkeys(stop.household_id for stop in view.stops))
        at = order.index(row.stop.household_id)
        to = at + by
        if not 0 <= to < len(order):
            return
        order[at], order[to] = order[to], order[at]
        self._view = _walked(view, order)
        self._fill()
        self._table().select(row.stop.slip_id)
        self.reordered.emit(order)


def _walked(view: RoundView, order: list[int]) -> RoundView:
    """The same round with its houses in this order, before the database has said so."""
    places = {household: number for number, household in enumerate(order, 1)}
    stops = sorted(view.stops, key=lambda stop: (places[stop.household_id], stop.slip_id))
    return replace(view, stops=tuple(replace(stop, position=places[stop.household_id]) for stop in stops))
