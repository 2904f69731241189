"""Beside the doors of a round: the letters that act, the round's balance, and what the chosen bag holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services.rounds import BagRow, StopRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.screens.rounds.answers import Balance
from pharmacy_app.ui.screens.rounds.rows import place
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.cells import Badge
from pharmacy_app.ui.widgets.charts import BalanceBar
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.keycaps import Keycap
from pharmacy_app.ui.widgets.labels import Symbol, label, rule
from pharmacy_app.wording import trade

WIDTH = 288


@dataclass(frozen=True, slots=True)
class Letter:
    """A key of the list, what it notes, and in a few words what that means."""

    key: str
    icon: str
    role: str
    word: str
    means: str
    do: Callable[[], None]


class LetterCard(Card):
    """The chosen door, and the letters; each is a button too."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        super().__init__()
        self.body.setSpacing(2)
        self.name = label("", "block", wrap=True)
        self.where = label("", "small", wrap=True)
        self.body.addWidget(self.name)
        self.body.addWidget(self.where)
        self.body.addSpacing(4)
        for letter in letters:
            self.body.addWidget(_LetterButton(letter))

    def show_door(self, stop: StopRow) -> None:
        """Which door the letters act on."""
        self.name.setText(f"{stop.position}. {stop.patient}")
        self.where.setText(place(stop))


class _LetterButton(QPushButton):
    """Keycap, symbol and word in one row that can be clicked; what it means in full is read aloud and stands in the tooltip."""

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has the letters themselves
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{letter.key}: {letter.word}")
        self.setAccessibleDescription(letter.means)
        self.setToolTip(letter.means)
        self.clicked.connect(letter.do)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(10)
        row.addWidget(Keycap(letter.key))
        row.addWidget(Symbol(letter.icon, letter.role, 18))
        row.addWidget(label(letter.word, "name"), 1)
        look = theme.current()
        self.setFixedHeight(max(look.px(27), look.metrics(theme.TEXT, True).height() + 6))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class BalanceCard(Card):
    """Out of the shelf - delivered - back - lost, until nothing is open."""

    def __init__(self, language: Language) -> None:
        super().__init__(language.tr("The round's balance"))
        self._language = language
        self.bar = BalanceBar()
        self.body.addWidget(self.bar)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        tr = language.tr
        self._figures: dict[str, tuple[QWidget, QLabel, QLabel]] = {}
        rows = (
            ("out", tr("Left the shelf"), ""),
            ("delivered", tr("Delivered"), "ok_fill"),
            ("back", tr("Returned to the shelf"), "chart"),
            ("lost", tr("Lost"), "bad_fill"),
            ("open", tr("To be noted"), "hatch"),
        )
        for at, (key, words, role) in enumerate(rows):
            swatch: QWidget = _swatch(role) if role else QWidget()
            name, figure = label(words, "name" if key == "open" else "text"), label("", "name")
            grid.addWidget(swatch, at, 0)
            grid.addWidget(name, at, 1) if role else grid.addWidget(name, at, 0, 1, 2)
            grid.addWidget(figure, at, 2, Qt.AlignmentFlag.AlignRight)
            self._figures[key] = (swatch, name, figure)
        self.body.addLayout(grid)
        self.rest = label("", "small", wrap=True)
        self.body.addWidget(self.rest)

    def show_balance(self, found: Balance, closed: bool) -> None:
        """The figures as they stand."""
        language = self._language
        for key in ("out", "delivered", "back", "lost", "open"):
            value = getattr(found, key)
            self._figures[key][2].setText(language.number(value))
            for widget in self._figures[key]:
                widget.setVisible(bool(value) if key == "lost" else True)
        sentence = language.tr(
            "{out} units left the shelf: {delivered} delivered, {back} back, {lost} lost, {open} to be noted",
            out=language.number(found.out), delivered=language.number(found.delivered), back=language.number(found.back),
            lost=language.number(found.lost), open=language.number(found.open),
        )  # fmt: skip
        self.bar.set_parts(parts(found), sentence)
        self.rest.setText("" if closed else language.tr("The round closes when this comes to 0."))
        self.rest.setVisible(not closed)


def parts(found: Balance) -> tuple[tuple[float, str], ...]:
    """The bar's parts."""
    return ((found.delivered, "ok_fill"), (found.back, "chart"), (found.lost, "bad_fill"), (found.open, "hatch"))


def _swatch(role: str) -> BalanceBar:
    made = BalanceBar()
    made.setFixedSize(theme.current().px(16), theme.current().px(13))
    made.set_parts(((1, role),), "")
    return made


class BagCard(Card):
    """What the chosen bag holds, in words."""

    cancel_wanted = Signal()
    take_off_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.name = label("", "block", wrap=True)
        self.where = label("", "small", wrap=True)
        self.phone = label("", "small")
        self.access = label("", "small", wrap=True)
        self.cold = BadgeLabel(Badge("reserved", language.tr("keep cold"), "droplet"))
        for widget in (self.name, self.where, self.phone, self.access, self.cold):
            self.body.addWidget(widget)
        self.body.addWidget(rule())
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.tools = QWidget()  # while the round has not left
        column = QVBoxLayout(self.tools)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        off = Button(language.tr("Not on this round"), "quiet", "user")
        off.clicked.connect(self.take_off_wanted)
        cancel = Button(language.tr("Cancel this round"), "quiet", "x")
        cancel.clicked.connect(self.cancel_wanted)
        for button in (off, cancel):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.tools)

    def show_bag(self, stop: StopRow, bags: Sequence[BagRow], catalogue: Mapping[int, Medicine]) -> None:
        """One person's bag."""
        self.name.setText(f"{stop.position}. {stop.patient}")
        self.where.setText(place(stop))
        self.phone.setText(stop.phone)
        self.phone.setVisible(bool(stop.phone))
        self.access.setText(stop.access)
        self.access.setVisible(bool(stop.access))
        self.cold.setVisible(any(catalogue[bag.medicine_id].cold_chain for bag in bags))
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for title, lots in bag_lines(self._language, bags, catalogue):
            self._lines.addWidget(label(title, "name", wrap=True))
            for lot in lots:
                self._lines.addWidget(label(lot, "line", wrap=True))


def bag_lines(language: Language, bags: Sequence[BagRow], catalogue: Mapping[int, Medicine]) -> list[tuple[str, list[str]]]:
    """Each medicine of a bag, and its lots: `Losartán 50 mg, tableta` and `14 tabletas, lote L1804, hasta el 16/12`."""
    found: dict[int, tuple[str, list[str]]] = {}
    for bag in bags:
        medicine = catalogue.get(bag.medicine_id)
        title = trade.medicine_title(language, medicine) if medicine else bag.description
        unit = medicine.unit if medicine else "piece"
        words = language.tr(
            "{units}, lot {lot}, until {day}",
            units=trade.units(language, bag.units, unit),
            lot=bag.lot,
            day=language.short_date(bag.last_day),
        )
        found.setdefault(bag.item_id, (title, []))[1].append(words)
    return list(found.values())


def bag_dialog(window: QWidget, language: Language, stop: StopRow, bags: Sequence[BagRow], catalogue: Mapping[int, Medicine]) -> Dialog:
    """The bag where there is no room beside the list."""
    dialog = Dialog(window, f"{stop.position}. {stop.patient}")
    dialog.body.addWidget(label(place(stop), "line", wrap=True))
    if stop.phone:
        dialog.body.addWidget(label(stop.phone, "line"))
    if stop.access:
        dialog.body.addWidget(label(stop.access, "line", wrap=True))
    dialog.body.addWidget(rule())
    for title, lots in bag_lines(language, bags, catalogue):
        dialog.body.addWidget(label(title, "name", wrap=True))
        for lot in lots:
            dialog.body.addWidget(label(lot, "line", wrap=True))
    dialog.set_buttons(language.tr("Understood"), "", dialog.accept)
    return dialog
