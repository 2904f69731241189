"""The cards around the table of people: what there is and gives, lots that were not used, and why somebody stands where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pharmacy_app.services.matching import Balance, LeftOver, Overview, Sheet
from pharmacy_app.system.language import Language
from pharmacy_app.ui.screens.matching.rows import PersonRow
from pharmacy_app.ui.theme import STATES
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import Symbol, label, rule
from pharmacy_app.wording import reasons as why
from pharmacy_app.wording import trade

_SHOWN = 3
# why units stay -> the state whose symbol and ink say it
_STATES = {"expired": "expired", "held": "hold", "quarantine": "hold", "recalled": "hold", "no_expiry": "hold", "reserved": "reserved"}


class Figures(Card):
    """`there = they receive + stays`, and what is missing."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.body.setContentsMargins(16, 8, 16, 8)
        row = QHBoxLayout()
        row.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.name = label("", "block", wrap=True)
        self.rule = label("", "small", wrap=True)
        words.addWidget(self.name)
        words.addWidget(self.rule)
        words.addStretch(1)
        row.addLayout(words, 1)
        self._cells: dict[str, tuple[QLabel, QLabel]] = {}
        self._signs: list[QLabel] = []
        for key, sign in (("there", "="), ("given", "+"), ("left", ""), ("missing", "")):
            row.addLayout(self._figure(key))
            if sign:
                mark = label(sign, "figure")
                mark.setAlignment(Qt.AlignmentFlag.AlignTop)
                self._signs.append(mark)
                row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _figure(self, key: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        figure, words = label("", "figure-soon" if key == "missing" else "figure"), label("", "small")
        self._cells[key] = (figure, words)
        column.addWidget(figure)
        column.addWidget(words)
        column.addStretch(1)
        return column

    def show_sheet(self, seen: Overview, sheet: Sheet) -> None:
        """One medicine of a run. Of a confirmed one, only what it gave: the shelf has gone on since."""
        language, balance = self._language, sheet.balance
        tr = language.tr
        days = language.ntr("{n} day", "{n} days", seen.policy.slice_days)
        self.name.setText(trade.medicine_title(language, balance.medicine))
        rule_words = tr("Group A first. In each group, {days} for everybody before the next.", days=days)
        stand_in = language.ntr("{n} more is given in another strength.", "{n} more are given in another strength.", sheet.elsewhere)
        self.rule.setText(f"{rule_words} {stand_in}" if sheet.elsewhere else rule_words)
        open_run = seen.run.status == "proposed"
        self._say("there", balance.there, tr("there are"), open_run)
        self._say("given", balance.given, language.ntr("for {n} person", "for {n} people", balance.people), True)
        self._say("left", balance.left, tr("stay"), open_run)
        self._say("missing", balance.missing, tr("missing, of {n}", n=language.number(balance.asked)), balance.missing > 0)
        for sign in self._signs:
            sign.setVisible(open_run)
        self.setAccessibleName(" ".join(part.text() for pair in self._cells.values() for part in pair if part.isVisibleTo(self)))

    def _say(self, key: str, value: int, words: str, shown: bool) -> None:
        figure, below = self._cells[key]
        figure.setText(self._language.number(value))
        below.setText(words)
        figure.setVisible(shown)
        below.setVisible(shown)


class UnusedLots(Card):
    """Lots of the medicine that stay on the shelf, and why."""

    def __init__(self, language: Language) -> None:
        super().__init__(language.tr("Lots that were not used"))
        self._language = language
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_lots(self, balance: Balance) -> None:
        """The first few; `lots_dialog` has them all."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        lots = unused(balance)
        for lot in lots[: _SHOWN if len(lots) <= _SHOWN else _SHOWN - 1]:
            self._rows.addWidget(_lot_line(self._language, lot))
        if len(lots) > _SHOWN:
            rest = len(lots) - _SHOWN + 1
            self._rows.addWidget(label(self._language.ntr("and {n} more (key L)", "and {n} more (key L)", rest), "small"))
        if not lots:
            self._rows.addWidget(label(self._language.tr("None: all that there is was used."), "line", wrap=True))


def unused(balance: Balance) -> list[LeftOver]:
    """Lots with units that stay, what could have been used first."""
    order = ("too_little", "does_not_last", "not_asked", "")
    stays = [lot for lot in balance.lots if lot.left or lot.skipped == "reserved"]
    return sorted(stays, key=lambda lot: (lot.skipped not in order, lot.skipped, lot.lot))


def _lot_line(language: Language, lot: LeftOver) -> QWidget:
    ink, _, symbol = STATES[_STATES.get(lot.skipped, "mute")]
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Symbol(symbol, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(lot.lot or "—", "name"), 0, Qt.AlignmentFlag.AlignTop)
    said = why.skipped(language, lot.skipped, lot.expiry)
    row.addWidget(label(f"{language.number(lot.left)}, {said}" if lot.left else said, "line", wrap=True), 1)
    return line


def lots_dialog(window: QWidget, language: Language, balance: Balance) -> Dialog:
    """Every lot of the medicine that stays, with its reason."""
    dialog = Dialog(window, language.tr("Lots that were not used"))
    dialog.body.addWidget(label(trade.medicine_title(language, balance.medicine), "line", wrap=True))
    lots = unused(balance)
    for lot in lots:
        dialog.body.addWidget(_lot_line(language, lot))
    if not lots:
        dialog.body.addWidget(label(language.tr("None: all that there is was used."), wrap=True))
    dialog.set_buttons(language.tr("Understood"), "", dialog.accept)
    return dialog


def why_dialog(window: QWidget, language: Language, seen: Overview, row: PersonRow, people: Mapping[int, str]) -> Dialog:
    """All reasons of one line in whole sentences: where the person stands, and how the amount came about. `people` names items."""
    item = row.line.item
    dialog = Dialog(window, item.patient)
    asked = language.ntr("Asks for {n} unit", "Asks for {n} units", item.units_asked)
    from_day = language.date(item.asked_from)
    days = language.ntr("{n} day", "{n} days", item.asked_days)
    dialog.body.addWidget(label(language.tr("{asked}, for {days} from {day}.", asked=asked, days=days, day=from_day), "line", wrap=True))
    orders = ("tier", "criterion", "vital", "days_without", "decided")
    standing = [reason for reason in row.line.reasons if reason.code in orders]
    course = [reason for reason in row.line.reasons if reason.code not in orders]
    said = [why.sentence(language, reason, seen.catalogue, people) for reason in course]
    if item.decided_units is not None:
        was, now = language.number(item.proposed_units), language.number(item.decided_units)
        said.insert(0, language.tr("The committee wrote {now} instead of {was}: {note}", now=now, was=was, note=item.decision_note))
    sorted_standing = [why.sentence(language, reason) for reason in sorted(standing, key=lambda reason: reason.code != "tier")]
    for title, sentences in ((language.tr("Where this person stands"), sorted_standing), (language.tr("Why this amount"), said)):
        dialog.body.addWidget(rule())
        dialog.body.addWidget(label(title, "label"))
        dialog.body.addLayout(_list(sentences))
    version = language.tr("Rules of the committee, version {n}.", n=seen.run.policy_version)
    dialog.body.addWidget(label(version, "small"))
    dialog.set_buttons(language.tr("Understood"), "", dialog.accept)
    return dialog


def _list(sentences: list[str]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    for at, sentence in enumerate(sentences):
        grid.addWidget(Symbol("chevron-right", "text2", 15), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(sentence, wrap=True), at, 1)
    grid.setColumnStretch(1, 1)
    return grid
