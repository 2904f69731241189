"""People who may stand twice in the census: the list of pairs, and two entries side by side to be made one or left apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QRadioButton, QWidget

from pharmacy_app.services import duplicates
from pharmacy_app.services.desk import By
from pharmacy_app.services.duplicates import Pair
from pharmacy_app.services.people import PersonRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.life_forms import CHANGED
from pharmacy_app.ui.tasks import Progress
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import people as lives
from pharmacy_app.wording import trade


class TwiceDialog(Dialog):
    """The pairs, the most alike first. Return compares, N says that they are two people."""

    def __init__(self, room: Room, context: Context) -> None:
        tr = context.language.tr
        super().__init__(room, tr("Perhaps written twice"), 960)
        self._room, self._context = room, context
        self.note = label(tr("Looking through the census…"), "line", wrap=True)
        self.body.addWidget(self.note)
        self.table = Table(RowsModel(self._columns(), lambda pair: (pair.first.id, pair.second.id)), tr("Perhaps written twice"))
        self.table.setMinimumHeight(330)
        self.table.opened.connect(self._compare)
        self.table.letters = {"N": self.not_the_same}
        self.body.addWidget(self.table)
        self.apart = Button(tr("Two people"), "quiet", "users", "N")
        self.apart.clicked.connect(self.not_the_same)
        self._row.addWidget(self.apart)
        self.set_buttons(tr("Back"), tr("Compare"), self._open, "eye")
        self.table.setFocus()
        self.read()

    def read(self) -> None:
        """Looks again; over many people it can be followed and cancelled."""
        desk, tr = self._context.desk, self._context.language.tr

        def work(progress: Progress) -> tuple[Pair, ...]:
            return duplicates.possible(desk, lambda share: progress.at(share, tr("Looking through the census…")))

        self._context.tasks.run_long(tr("Perhaps written twice"), work, self._show, failed=self._context.messages.error, owner=self)

    def _show(self, pairs: tuple[Pair, ...]) -> None:
        language = self._context.language
        self.table.set_rows(pairs)
        some = language.ntr(
            "{n} pair. Compare it, and say whether it is one person.",
            "{n} pairs. Compare them, and say of each whether it is one person.",
            len(pairs),
        )
        self.note.setText(some if pairs else language.tr("Nobody seems to be written twice."))
        self.table.setVisible(bool(pairs))
        self.apart.setVisible(bool(pairs))
        if self.verb is not None:
            self.verb.setVisible(bool(pairs))
        self.table.setFocus()

    def _columns(self) -> tuple[Column[Pair], ...]:
        language = self._context.language
        tr = language.tr
        return (
            Column(tr("Entry"), lambda pair: _who(language, pair.first, self._context), 270),
            Column(tr("And"), lambda pair: _who(language, pair.second, self._context), 270),
            Column(tr("Why"), lambda pair: Cell(lives.likeness(language, pair.likeness))),
        )

    def _open(self) -> None:
        if (pair := self.table.row()) is not None:
            self._compare(pair)

    def _compare(self, pair: Pair) -> None:
        CompareForm(self._context, self._room, pair, self.read).open()

    def not_the_same(self) -> None:
        """Two people: they are not asked about again, until somebody takes it back."""
        pair = self.table.row()
        if pair is None:
            return
        context, ids = self._context, (pair.first.id, pair.second.id)
        desk = context.desk

        def write(work: Callable[[By], None], done: Callable[[], None]) -> None:
            by = context.by()
            context.tasks.run_write(lambda: work(by), lambda _none: done(), (), context.messages.error, self)

        def said() -> None:
            back = partial(write, lambda by: duplicates.perhaps(desk, by, *ids), self.read)
            context.messages.toast(context.language.tr("They are two people, and not asked about again."), back)
            self.read()

        write(lambda by: duplicates.different(desk, by, *ids), said)


class CompareForm(FormDialog):
    """Two entries side by side; of each thing in which they differ one is chosen. The first entry stays, unless they are swapped."""

    def __init__(self, context: Context, window: QWidget, pair: Pair, done: Callable[[], None]) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Is it the same person?"), 820)
        self._pair, self._done = pair, done
        self.kept, self.gone = pair.first, pair.second
        self.other: dict[str, QRadioButton] = {}
        self.body.addWidget(label(lives.likeness(context.language, pair.likeness), "line", wrap=True))
        self._grid = QWidget()
        self.body.addWidget(self._grid)
        self._fill()
        what = tr(
            "Prescriptions, illnesses, allergies and visits of both stay with the entry that is kept. It can be taken back at any time."
        )
        self.body.addWidget(label(what, "small", wrap=True))
        self.swap = Button(tr("Keep the other entry"), "quiet", "arrows-exchange")
        self.swap.clicked.connect(self.exchange)
        self._row.addWidget(self.swap)
        self.end(tr("Same person"), self._save, "git-merge")

    def exchange(self) -> None:
        """The other entry stays."""
        self.kept, self.gone = self.gone, self.kept
        self._fill()

    def taken(self) -> set[str]:
        """What the entry that stays gets from the other."""
        return {name for name, button in self.other.items() if button.isChecked()}

    def _fill(self) -> None:
        language = self.context.language
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.addWidget(label(language.tr("Stays: {code}", code=self.kept.code), "name"), 0, 1)
        grid.addWidget(label(language.tr("Joins it: {code}", code=self.gone.code), "name"), 0, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.other = {}
        lacking = duplicates.filled(self.kept, self.gone)
        own, theirs = _values(language, self.kept, self.context), _values(language, self.gone, self.context)
        for at, (name, text) in enumerate(own.items(), 1):
            word = language.tr(lives.FIELDS[name]) if name in lives.FIELDS else name
            grid.addWidget(label(word, "small"), at, 0, Qt.AlignmentFlag.AlignTop)
            if text == theirs[name] or name not in duplicates.FIELDS:
                grid.addWidget(label(text or "—", wrap=True), at, 1)
                grid.addWidget(label(theirs[name] or "—", wrap=True), at, 2)
                continue
            group = QWidget()  # radio buttons of one parent exclude one another
            row = QGridLayout(group)
            row.setContentsMargins(0, 0, 0, 0)
            row.setHorizontalSpacing(18)
            for column, told in enumerate((text, theirs[name])):
                button = QRadioButton((told or "—").replace("&", "&&"))
                button.setAccessibleName(f"{word}: {told or '—'}")
                button.setChecked((column == 1) == (name in lacking))
                row.addWidget(button, 0, column)
                row.setColumnStretch(column, 1)
                if column == 1:
                    self.other[name] = button
            grid.addWidget(group, at, 1, 1, 2)
        self.body.replaceWidget(self._grid, fresh)
        self._grid.deleteLater()
        self._grid = fresh

    def _save(self) -> None:
        desk, by, kept, gone, take = self.context.desk, self.context.by(), self.kept.id, self.gone.id, self.taken()
        self.write(lambda: duplicates.merge(desk, by, kept, gone, take), lambda _merge: self._merged(gone), CHANGED)

    def _merged(self, gone: int) -> None:
        context, done = self.context, self._done

        def back() -> None:
            by = context.by()
            context.tasks.run_write(lambda: duplicates.part(context.desk, by, gone), lambda _kept: done(), CHANGED, context.messages.error)

        context.messages.toast(context.language.tr("The two entries are one person now."), back)
        done()


def _who(language: Language, row: PersonRow, context: Context) -> Cell:
    age = lives.age(language, row.birth_date, row.birth_estimated, context.desk.clock.today())
    return named(row.name, " · ".join(part for part in (row.code, age, row.house) if part))


def _values(language: Language, row: PersonRow, context: Context) -> dict[str, str]:
    """What is compared: the fields that can be taken, then what both keep."""
    tr = language.tr
    return {
        "name": row.name,
        "birth": lives.born(language, row.birth_date, row.birth_estimated, context.desk.clock.today()),
        "sex": {"F": tr("female"), "M": tr("male")}.get(row.sex, ""),
        "national_id": row.national_id,
        "house": ", ".join(part for part in (row.house, row.sector, row.council) if part),
        "phone": row.phone,
        "receivers": row.receivers,
        "consent": language.date(row.consent_on) if row.consent_on else "",
        "tier": row.tier,
        tr("Illnesses"): ", ".join(trade.condition(language, code) for code in row.conditions),
        tr("Treatments"): language.number(row.treatments),
    }
