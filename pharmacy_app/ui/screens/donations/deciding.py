"""What becomes of a line that the rules keep back: the proposal in words, and what somebody decides instead, with the reason and their name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.quantity import parse_quantity
from pharmacy_app.services import arrival
from pharmacy_app.services.donations import DonationLine
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import arrival as words

CHANGED = frozenset({"donations"})


class DecideDialog(FormDialog):
    """About one line of a draft; `lines` are all of the donation, so that those kept back for the same reason can be decided with it."""

    def __init__(self, context: Context, window: QWidget, donation_id: int, line: DonationLine, lines: Sequence[DonationLine]) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("What becomes of this line?"))
        self.donation_id, self.line = donation_id, line
        judgement, quantity = line.judged.judgement, line.row.quantity
        self.body.addWidget(label(rows.line_title(language, line), "name", wrap=True))
        said = words.proposal(language, judgement) or tr("The rules have nothing against it.")
        self.body.addWidget(label(said, "line", wrap=True))
        self.how = Choice(tr("What is decided"), self._ways(quantity))
        self.how.changed.connect(lambda _how: self._say())
        self.units = Field(tr("Units that are accepted"), language, "", "2x30+10", self._parse)
        self.units.changed.connect(self._say)
        self.note = Field(tr("Why"), language, tr("stays in the record with your name"), tr("for example: the doctor asked for it"))
        self.outcome = label(" ", "name", wrap=True)
        self.others = self._others(lines)
        self.alike = QCheckBox(
            language.ntr(
                "The same for {n} other line with a short life", "The same for {n} other lines with a short life", len(self.others)
            )
        )
        self.fields = {"accepted": self.units, "note": self.note}
        for widget in (self.how, self.units, self.note, self.outcome, self.alike):
            self.body.addWidget(widget)
        self.end(tr("Decide"), self.decide, "checklist")
        self._fill()

    def _ways(self, quantity: int) -> list[tuple[str, str]]:
        tr, number = self.context.language.tr, self.context.language.number
        ways = [("", tr("What the rules say"))]
        if self._can_accept():
            ways.append(("accept", tr("All of it is accepted, as an exception: {n}", n=number(quantity))))
            ways += [("part", tr("A part is accepted, the rest is set aside"))] if quantity > 1 else []
        return [*ways, ("refuse", tr("It is not accepted: it is set aside"))]

    def _can_accept(self) -> bool:
        past = any(reason.code == "expiry_past" for reason in self.line.judged.judgement.reasons)
        return self.line.row.expiry is not None and not past

    def _others(self, lines: Sequence[DonationLine]) -> tuple[DonationLine, ...]:
        """Other lines that nobody decided about and that have a short life too."""

        def short(line: DonationLine) -> bool:
            return any(reason.code in ("short_life", "too_short", "short_refused") for reason in line.judged.judgement.reasons)

        mine = self.line.row.id
        return tuple(one for one in lines if one.row.id != mine and one.decided is None and short(one) and short(self.line))

    def _fill(self) -> None:
        """What stands now: the decision that was made, else the rules' own proposal."""
        decided, judgement = self.line.decided, self.line.judged.judgement
        usable = judgement.usable if 0 < judgement.usable < self.line.row.quantity else 0
        self.how.set_value(decided.decision if decided is not None else "part" if usable and judgement.verdict == "short" else "")
        units = decided.accepted if decided is not None and decided.accepted else usable
        self.units.set_text(str(units) if units else "")
        self.note.line.setText(decided.note if decided is not None else "")
        self._say()

    def open(self) -> None:
        super().open()
        self.how.setFocus()

    def _parse(self, text: str) -> tuple[int, str]:
        units = parse_quantity(text)
        return units, f"= {self.context.language.ntr('{n} unit', '{n} units', units)}"

    def _say(self) -> None:
        """Shows what the choice needs, and what would follow from it."""
        tr, number, how = self.context.language.tr, self.context.language.number, self.how.value()
        quantity = self.line.row.quantity
        self.units.setVisible(how == "part")
        self.note.setVisible(bool(how))
        self.alike.setVisible(bool(self.others) and how in ("accept", "refuse"))
        shelf: int | None = {
            "accept": quantity,
            "refuse": 0,
            "": self.line.judged.outcome.shelf if self.line.decided is None else None,
        }.get(how)
        if how == "part":
            try:
                shelf = parse_quantity(self.units.text())
            except Refusal:
                shelf = None
        known = shelf is not None and 0 <= shelf <= quantity
        told = tr("{shelf} to the shelf, {aside} set aside.", shelf=number(shelf or 0), aside=number(quantity - (shelf or 0)))
        self.outcome.setText(told if known else " ")
        if self.isVisible():
            self.place()

    def decide(self) -> None:
        """Writes it; what is missing is said at its field."""
        how, note = self.how.value(), self.note.text()
        accepted = self.units.value() if how == "part" else None
        if how == "part" and accepted is None:
            self.units.set_wrong(self.context.language.tr("Write how many units."))
            self.units.setFocus()
            return
        alike = self.others if self.alike.isVisibleTo(self) and self.alike.isChecked() else ()
        ids = [self.line.row.id, *(one.row.id for one in alike)]
        context, by, donation_id = self.context, self.context.by(), self.donation_id
        said = context.language.ntr("{n} line is decided", "{n} lines are decided", len(ids))

        def done(_none: None) -> None:
            context.messages.toast(said)

        self.write(lambda: arrival.decide_lines(context.desk, by, donation_id, ids, how, accepted, note if how else ""), done, CHANGED)
