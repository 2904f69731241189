"""What can be done with a lot: move units, count, set aside, release, say where it stands. One form, one confirmation each."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.quantity import parse_quantity
from pharmacy_app.services import arrival, stock
from pharmacy_app.services.donation_typing import printed
from pharmacy_app.services.stock import StockLine
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.stock import rows
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import trade

STOCK = frozenset({"stock"})


class LotDialog(FormDialog):
    """A form about one lot; where a medicine has several, the first line chooses which."""

    title = ""

    def __init__(self, context: Context, window: QWidget, lots: Sequence[StockLine]) -> None:
        super().__init__(context, window, self.heading_words(context))
        language = context.language
        self.lots = {line.batch.id: line for line in lots}
        self.choice = Choice(language.tr("Lot"), [(line.batch.id, self._lot_words(line)) for line in lots])
        self.choice.changed.connect(lambda _lot: self.lot_changed())
        what = lots[0].batch
        self.body.addWidget(label(rows.short_name(language, lots[0]), "name", wrap=True))
        if len(lots) > 1:
            self.body.addWidget(self.choice)
        else:
            self.body.addWidget(label(f"{self._lot_words(lots[0])}, {what.donor}", "line", wrap=True))
        self.fill()
        self.lot_changed()

    @staticmethod
    @abstractmethod
    def heading_words(context: Context) -> str:
        """The title of the dialog."""

    @abstractmethod
    def fill(self) -> None:
        """Adds the fields and the buttons."""

    def lot_changed(self) -> None:
        """Another lot was chosen: what depends on it is said anew."""

    @property
    def line(self) -> StockLine:
        """The lot that the form is about."""
        return self.lots[self.choice.value()]

    def _lot_words(self, line: StockLine) -> str:
        language = self.context.language
        until = language.tr("expires {day}", day=language.date(line.batch.expiry)) if line.batch.expiry else language.tr("no expiry date")
        there = language.ntr("{n} unit", "{n} units", line.batch.on_hand)
        return f"{rows.lot_name(language, line)}, {there}, {until}"

    def toast(self, text: str) -> None:
        self.context.messages.toast(text)


class Move(LotDialog):
    """Units out of a lot by hand, or what somebody counted."""

    @staticmethod
    def heading_words(context: Context) -> str:
        return context.language.tr("Move units")

    def fill(self) -> None:
        tr = self.context.language.tr
        kinds = [(kind, self._kind_words(kind)) for kind in stock.HAND_KINDS]
        self.kind = Choice(tr("What happened"), kinds)
        self.kind.changed.connect(lambda _kind: self._say())
        self.quantity = Field(tr("Units"), self.context.language, "", "2x30+10", self._parse)
        self.quantity.changed.connect(self._say)
        self.reason = Field(
            tr("Reason"), self.context.language, tr("stays in the record with your name"), tr("for example: fell and broke")
        )
        self.fields = {"quantity": self.quantity, "reason": self.reason}
        self.outcome = label(" ", "name", wrap=True)
        for widget in (self.kind, self.quantity, self.reason, self.outcome):
            self.body.addWidget(widget)
        self.body.addWidget(
            label(tr("A mistake is put right by another movement, in plain sight; nothing is ever erased."), "small", wrap=True)
        )
        self.end(tr("Book it"), self.book, "transfer")

    def open(self) -> None:
        super().open()
        self.quantity.setFocus()

    def _kind_words(self, kind: str) -> str:
        tr = self.context.language.tr
        return {
            "damage": tr("Broken or spoilt"),
            "loss": tr("Lost"),
            "disposal": tr("Disposed of"),
            "given_back": tr("Given back to the donor"),
            "count": tr("Counted: it is another number"),
        }[kind]

    def _parse(self, text: str) -> tuple[int, str]:
        units, unit, language = parse_quantity(text), self.line.batch.unit, self.context.language
        said = trade.units(language, units, unit) if unit else language.ntr("{n} unit", "{n} units", units)
        return units, f"= {said}"

    def lot_changed(self) -> None:
        self._say()

    def _say(self) -> None:
        """What the act will do, before it is done."""
        language, there = self.context.language, self.line.batch.on_hand
        try:
            units = parse_quantity(self.quantity.text())
        except Refusal:
            self.outcome.setText(language.ntr("There is {n} unit on the shelf.", "There are {n} units on the shelf.", there))
            return
        if self.kind.value() == "count":
            less = there - units
            said = (
                language.tr("It agrees with the book: nothing to write down.")
                if not less
                else language.ntr(
                    "The book says {there}: {n} unit is missing.",
                    "The book says {there}: {n} units are missing.",
                    less,
                    there=language.number(there),
                )
                if less > 0
                else language.ntr(
                    "The book says {there}: {n} unit more.", "The book says {there}: {n} units more.", -less, there=language.number(there)
                )
            )
        elif units > there:
            said = language.tr("There are only {there}.", there=language.number(there))
        else:
            said = language.tr(
                "Of {there}, {out} leave the shelf; {left} stay.",
                there=language.number(there),
                out=language.number(units),
                left=language.number(there - units),
            )
        self.outcome.setText(said)

    def book(self) -> None:
        """Writes the movement."""
        units = self.quantity.value()
        if units is None:
            self.quantity.set_wrong(self.quantity.hint.text().strip() or self.context.language.tr("Write how many units."))
            self.quantity.setFocus()
            return
        context, by, line, kind, reason = self.context, self.context.by(), self.line, self.kind.value(), self.reason.text()
        language = context.language
        lot = rows.lot_name(language, line)
        if kind == "count":

            def counted(difference: int) -> None:
                self.toast(
                    language.tr("{lot}: it agrees", lot=lot) if not difference else language.tr("{lot}: the count is written down", lot=lot)
                )

            self.write(lambda: stock.count(context.desk, by, line.batch.id, units, line.batch.on_hand, reason), counted, STOCK)
            return
        out = language.ntr("{lot}: {n} unit left the shelf", "{lot}: {n} units left the shelf", units, lot=lot)
        self.write(lambda: stock.move(context.desk, by, line.batch.id, kind, units, reason), lambda _none: self.toast(out), STOCK)


class SetAside(LotDialog):
    """Quarantine, hold or recall of a lot, and what becomes of what was promised of it."""

    @staticmethod
    def heading_words(context: Context) -> str:
        return context.language.tr("Set aside")

    def fill(self) -> None:
        tr = self.context.language.tr
        self.status = Choice(
            tr("How"),
            [
                ("quarantine", tr("Quarantine: until somebody has looked")),
                ("held", tr("On hold: until the committee decides")),
                ("recalled", tr("Recall: it must not be used any more")),
            ],
        )
        self.reason = Field(
            tr("Reason"), self.context.language, tr("stays in the record with your name"), tr("for example: the box came open")
        )
        self.fields = {"reason": self.reason}
        self.outcome = label(" ", wrap=True)
        for widget in (self.status, self.reason, self.outcome):
            self.body.addWidget(widget)
        self.end(tr("Set it aside"), self.do, "lock")

    def open(self) -> None:
        super().open()
        self.reason.setFocus()

    def lot_changed(self) -> None:
        language, reserved = self.context.language, self.line.batch.reserved
        self.outcome.setText(
            language.ntr(
                "{n} unit was promised to somebody: the promise is given up, and the next matching looks for another.",
                "{n} units were promised: the promises are given up, and the next matching looks for others.",
                reserved,
            )
            if reserved
            else language.tr("Nothing of it was promised to anybody.")
        )

    def do(self) -> None:
        """Writes it."""
        context, by, line, status, reason = self.context, self.context.by(), self.line, self.status.value(), self.reason.text()
        language = context.language
        lot = rows.lot_name(language, line)

        def done(given_up: int) -> None:
            said = language.tr("{lot} is set aside", lot=lot)
            promises = language.ntr("{n} promise given up", "{n} promises given up", given_up)
            self.toast(f"{said}; {promises}" if given_up else said)

        self.write(lambda: stock.set_aside(context.desk, by, line.batch.id, status, reason), done, {"stock", "matching"})


class Release(LotDialog):
    """Back to the shelf; a missing or doubtful expiry is settled in the same act."""

    @staticmethod
    def heading_words(context: Context) -> str:
        return context.language.tr("Back to the shelf")

    def fill(self) -> None:
        language = self.context.language
        tr = language.tr
        self.why = label(" ", "line", wrap=True)
        self._russian = ""
        self.expiry = Field(tr("Expires"), language, tr("as it is printed on the box"), tr("0827, 08/2027 or AGO 27"), self._parse)
        self.note = Field(
            tr("Why it may go back"),
            language,
            tr("stays on the lot's card with your name"),
            tr("for example: the committee looked at it and the seal is whole"),
        )
        self.fields = {"expiry": self.expiry, "note": self.note}
        self._enter = EnterGoesOn([self.expiry, self.note], self.do, self)
        for widget in (self.why, self.expiry, self.note):
            self.body.addWidget(widget)
        self.end(tr("Put it back"), self.do, "circle-check")

    def open(self) -> None:
        super().open()
        (self.note if self.expiry.text() else self.expiry).setFocus()
        desk = self.context.desk
        self.context.tasks.run_read(lambda: arrival.rules(desk).russian_expiry, self._know_rule, owner=self)

    def _know_rule(self, russian: str) -> None:
        """The committee's rule for months on Russian packs: what was typed meanwhile is read by it."""
        self._russian, day, text = russian, self.line.batch.expiry, self.expiry.text()
        if text and (day is None or text != self.context.language.date(day)):
            self.expiry.set_text(text)

    def _parse(self, text: str) -> tuple[date, str]:
        language, batch = self.context.language, self.line.batch
        reading = printed(text, self.context.desk.clock.today(), self._russian, f"{batch.description} {batch.expiry_raw}")
        assert reading.day is not None
        said = f"= {language.date(reading.day)}"
        return reading.day, f"{said}, {trade.reasons(language, reading.reason)}" if reading.reason else said

    def lot_changed(self) -> None:
        language, batch = self.context.language, self.line.batch
        self.why.setText(language.tr("Set aside because: {reason}", reason=trade.reasons(language, batch.reason) or "—"))
        said = language.date(batch.expiry) if batch.expiry else ""
        self.expiry.set_text(said)
        if batch.expiry_raw and batch.expiry_raw != said:
            self.expiry.set_hint(language.tr("the box or list said: {text}", text=batch.expiry_raw[:60]))

    def do(self) -> None:
        """Writes it."""
        day = self.expiry.value()
        if day is None and self.expiry.text():
            return
        context, by, line, raw, note = self.context, self.context.by(), self.line, self.expiry.text(), self.note.text()
        said = context.language.tr("{lot} is on the shelf again", lot=rows.lot_name(context.language, line))
        self.write(
            lambda: stock.put_back(context.desk, by, line.batch.id, day, raw, note), lambda _none: self.toast(said), {"stock", "matching"}
        )


class ShelfPlace(LotDialog):
    """Where in the pharmacy a lot stands."""

    @staticmethod
    def heading_words(context: Context) -> str:
        return context.language.tr("Where does it stand?")

    def fill(self) -> None:
        tr = self.context.language.tr
        self.where = Field(tr("Place"), self.context.language, tr("as you call it here: A3, fridge, second shelf"))
        self.body.addWidget(self.where)
        self.end(tr("Write it down"), self.do, "map-pin")

    def open(self) -> None:
        super().open()
        self.where.setFocus()

    def lot_changed(self) -> None:
        self.where.set_text(self.line.batch.shelf)

    def do(self) -> None:
        """Writes it."""
        context, by, line, where = self.context, self.context.by(), self.line, self.where.text()
        said = context.language.tr("{lot}: the place is written down", lot=rows.lot_name(context.language, line))
        self.write(lambda: stock.put_on_shelf(context.desk, by, line.batch.id, where), lambda _none: self.toast(said), STOCK)
