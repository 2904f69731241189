"""One family's kit: who lives there, what each would get and of what there is too little, what they do not get and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from pharmacy_app.domain.directions import from_json
from pharmacy_app.domain.kits import by_key, months_on
from pharmacy_app.services import kits
from pharmacy_app.services.kits import Preview, PreviewLine
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice, Notes
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import kits as words
from pharmacy_app.wording import reasons, trade
from pharmacy_app.wording.directions import on_paper


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list: a medicine that somebody gets, or does not."""

    key: str
    who: str
    age: str
    what: str
    how: str
    badge: Badge
    why: str


class FamilyDialog(Dialog):
    """`prepare` is called after the dialog has closed; a planned kit can be ended here instead."""

    def __init__(self, room: Room, context: Context, found: Preview, prepare: Callable[[], None]) -> None:
        language = context.language
        tr, ntr = language.tr, language.ntr
        super().__init__(room, tr("Family kit · {house}", house=found.family.row.house), 1080)
        self._context, self._found, self._prepare, self._room = context, found, prepare, room
        family = found.family
        state = tr(words.STATES[family.state])
        said = [state, tr("next kit: {day}", day=language.date(family.due_on)), ntr("{n} person", "{n} people", len(found.members))]
        if family.missed:
            said.append(ntr("{n} quarter missed", "{n} quarters missed", family.missed))
        self.body.addWidget(label(" · ".join(said), "line", wrap=True))
        rows = [*(self._line(at, line) for at, line in enumerate(found.lines)), *self._left()]
        if rows:
            self.table = Table(RowsModel(self._columns(), lambda row: row.key), tr("The kit"), wrap=True)
            look = theme.current()
            room_left = max(look.px(180), room.window().height() - look.px(240))
            self.table.setFixedHeight(min(look.px(36 + 66 * min(len(rows), 6) + 8), room_left))
            self.body.addWidget(self.table)
            self.table.set_rows(rows)
        else:
            nothing = (
                tr("The rules give nothing to this family, and no treatment runs.")
                if family.kit_id is None
                else tr("Nothing is left to share out: it is promised already.")
            )
            self.body.addWidget(label(nothing, "name", wrap=True))
        if family.kit_id is not None:
            self._end = Button(tr("End this kit"), "quiet", "x")
            self._end.clicked.connect(lambda: self._ask_end(family.kit_id or 0))
            self.body.addWidget(self._end, 0, Qt.AlignmentFlag.AlignLeft)
        may = family.state in ("due", "soon") and bool(found.lines)
        self.set_buttons(tr("Back"), tr("Prepare this kit") if may else "", self._go, "package-export")

    def _columns(self) -> tuple[Column[_Row], ...]:
        tr = self._context.language.tr
        return (
            Column(tr("Person"), lambda row: named(row.who, row.age), least=170),
            Column(tr("Medicine"), lambda row: named(row.what, row.how), least=300),
            Column(tr("State"), lambda row: Cell(badge=row.badge), 190),
            Column(tr("Why"), lambda row: Cell(row.why), least=240),
        )

    def _who(self, patient_id: int) -> tuple[str, str]:
        one = next(row for row in self._found.members if row.id == patient_id)
        months = months_on(one.birth_date, self._context.desk.clock.today()) if one.birth_date else 0
        return one.name, words.age(self._context.language, one.birth_date, one.birth_estimated, months)

    def _line(self, at: int, line: PreviewLine) -> _Row:
        language = self._context.language
        tr = language.tr
        who, age = self._who(line.patient_id)
        how = on_paper(language, from_json(line.directions)) if line.directions else ""
        asked = trade.units(language, line.asked, line.medicine.unit)
        if line.granted >= line.asked:
            badge = Badge("ok", asked)
        elif line.granted:
            badge = Badge("soon", tr("{n} of {asked}", n=language.number(line.granted), asked=asked))
        else:
            badge = Badge("bad", tr("none of {asked}", asked=asked))
        why = self._why(line)
        return _Row(f"line-{at}", who, age, trade.medicine_title(language, line.medicine), how, badge, why)

    def _why(self, line: PreviewLine) -> str:
        language = self._context.language
        if line.rule is None:
            said = language.tr("Takes it already: the whole quarter.")
        elif line.rule < 0:
            said = language.tr("Planned with this kit.")
        else:
            said = words.whom(language, self._found.rules.rules[line.rule])
        short = [
            one for one in line.reasons if one.code in ("no_stock", "people_before", "would_be_enough", "allergy", "warning", "duplicate")
        ]
        if line.granted < line.asked and short:
            said = f"{said} {reasons.sentence(language, short[0], self._found.catalogue)}"
        return said

    def _left(self) -> list[_Row]:
        language = self._context.language
        known = by_key(self._found.catalogue)
        made = []
        for at, left in enumerate(self._found.left):
            who, age = self._who(left.member)
            rule = self._found.rules.rules[left.rule]
            why = words.why_not(language, left.reason, self._found.catalogue)
            made.append(_Row(f"left-{at}", who, age, words.gives(language, rule, known), "", Badge("mute", language.tr("not given")), why))
        return made

    def _go(self) -> None:
        self.accept()
        self._prepare()

    def _ask_end(self, kit_id: int) -> None:
        self.accept()
        EndDialog(self._room, self._context, kit_id).open()


class EndDialog(FormDialog):
    """A planned kit is not handed over: missed, or cancelled, and why."""

    def __init__(self, room: Room, context: Context, kit_id: int) -> None:
        tr = context.language.tr
        super().__init__(context, room, tr("End this kit"))
        self._kit_id = kit_id
        self.body.addWidget(
            label(tr("What was reserved for it by its own prescriptions is free again. Treatments that run go on."), "line", wrap=True)
        )
        choices = [("cancelled", tr("Cancelled: it may be prepared anew")), ("missed", tr("Missed: the quarter goes by without it"))]
        self.how = Choice(tr("How"), choices)
        self.note = Notes(tr("Why"), 2, " ")
        self.fields = {"note": self.note}
        self.body.addWidget(self.how)
        self.body.addWidget(self.note)
        self.end(tr("End it"), self.do, "check")

    def open(self) -> None:
        super().open()
        self.note.setFocus()

    def do(self) -> None:
        """Writes it."""
        context, kit_id, how, note = self.context, self._kit_id, str(self.how.value()), self.note.text()
        by = context.by()
        self.write(
            lambda: kits.end(context.desk, by, kit_id, how, note),
            lambda _: context.messages.toast(context.language.tr("The kit was ended.")),
            {"kits", "prescriptions", "stock", "matching", "rounds"},
        )
