"""The committee's rules for family kits: a sentence for each, earlier versions, and the decision that makes a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.kit_rules import Key, KitRule, KitRules
from pharmacy_app.domain.kits import by_key
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import catalogue, kit_rules
from pharmacy_app.services.kit_rules import KitVersion
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.kits.rule_form import RuleDialog
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice, Notes
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import kits as words
from pharmacy_app.wording import sentence


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    rule: KitRule


class RulesDialog(Dialog):
    """Only the newest version can be changed, and a change becomes a version of its own: kits that were planned keep theirs."""

    def __init__(self, room: Room, context: Context) -> None:
        tr = context.language.tr
        super().__init__(room, tr("Rules for family kits"), 1040)
        self._room, self._context = room, context
        self._known: dict[int, KitVersion] = {}
        self._medicines: Mapping[Key, Medicine] = {}
        self.rules = KitRules()
        self.said = label(" ", "line", wrap=True)
        self.version = Choice(tr("Version"))
        self.version.changed.connect(lambda _number: self._show_version())
        self.table = Table(RowsModel(self._columns(), lambda row: row.number), tr("Rules for family kits"), wrap=True)
        look = theme.current()
        self.table.setFixedHeight(min(look.px(336), max(look.px(160), room.window().height() - look.px(420))))
        self.table.opened.connect(lambda _row: self.edit())
        self.chronic = QCheckBox(tr("The kit carries the quarter of the treatments that run, too"))
        self.chronic.toggled.connect(lambda on: self._become(replace(self.rules, chronic=on)))
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        line = QHBoxLayout()
        self.add_button, self.edit_button = Button(tr("New rule"), "quiet", "plus"), Button(tr("Change"), "quiet", "pencil")
        self.remove_button = Button(tr("Take away"), "quiet", "trash")
        for button, do in ((self.add_button, self.add), (self.edit_button, self.edit), (self.remove_button, self.remove)):
            button.clicked.connect(do)
            line.addWidget(button)
        line.addStretch(1)
        for widget in (self.said, self.version, self.table):
            self.body.addWidget(widget)
        self.body.addLayout(line)
        self.body.addWidget(self.chronic)
        self.body.addWidget(self.wrong)
        self.set_buttons(tr("Back"), tr("Decide"), self.decide, "checklist")
        self.read()

    def _columns(self) -> tuple[Column[_Row], ...]:
        language = self._context.language
        tr = language.tr
        return (
            Column(tr("Whom"), lambda row: named(words.whom(language, row.rule), words.except_for(language, row.rule)), least=300),
            Column(tr("What"), lambda row: Cell(words.gives(language, row.rule, self._medicines)), least=330),
            Column(tr("How"), lambda row: Cell(words.taken(language, row.rule, self._medicines)), least=200),
        )

    def read(self) -> None:
        """All versions."""
        desk = self._context.desk

        def work() -> tuple[tuple[KitVersion, ...], dict[int, Medicine]]:
            versions = kit_rules.versions(desk)
            with desk.read() as connection:
                return versions, catalogue.medicines(connection)

        self._context.tasks.run_read(work, lambda found: self._show(*found), self._context.messages.error, self)

    def _show(self, versions: Sequence[KitVersion], medicines: Mapping[int, Medicine]) -> None:
        language = self._context.language
        tr = language.tr
        self._medicines = by_key(medicines)
        self._known = {one.number: one for one in versions}
        named_ = [
            (one.number, tr("Version {n}, {day}: {note}", n=one.number, day=language.date(one.decided_on), note=one.note))
            if one.decided_on
            else (0, tr("The example that came with the program"))
            for one in versions
        ]
        self.version.set_choices(named_)
        self.version.set_value(max(self._known))
        self._show_version()

    def open(self) -> None:
        """The keyboard stands in the list: Return changes a rule, and decides nothing."""
        super().open()
        self.table.setFocus()

    @property
    def is_newest(self) -> bool:
        """Whether the version that is shown is the one in force."""
        return bool(self.version.value() == max(self._known, default=0))

    def _show_version(self) -> None:
        tr = self._context.language.tr
        shown = self._known[int(self.version.value())]
        self.rules = shown.rules
        if not self.is_newest:
            said = tr("An earlier version: only to look at.")
        elif shown.number == 0:
            said = tr("This is an example. The committee goes through it with a doctor before the first kit, changes it, and decides it.")
        else:
            said = tr("In force. A change becomes a new version.")
        self.said.setText(said)
        self.version.set_hint(tr("Decided by {name}.", name=shown.user) if shown.user else " ")
        self._fill()

    def _fill(self) -> None:
        self.table.set_rows([_Row(at, rule) for at, rule in enumerate(self.rules.rules)])
        self.chronic.blockSignals(True)
        self.chronic.setChecked(self.rules.chronic)
        self.chronic.blockSignals(False)
        for widget in (self.add_button, self.edit_button, self.remove_button, self.chronic):
            widget.setEnabled(self.is_newest)
        self._say("")

    def _become(self, rules: KitRules) -> None:
        self.rules = rules
        self._fill()

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    # changing ------------------------------------------------------------------------------------

    def add(self) -> None:
        RuleDialog(self, self._context, None, self._medicines, lambda rule: self._put(len(self.rules.rules), rule)).open()

    def edit(self) -> None:
        row = self.table.row()
        if row is not None and self.is_newest:
            RuleDialog(self, self._context, row.rule, self._medicines, lambda rule: self._put(row.number, rule)).open()

    def remove(self) -> None:
        """Takes the chosen rule away; nothing is decided yet."""
        row = self.table.row()
        if row is not None:
            self._become(replace(self.rules, rules=tuple(rule for at, rule in enumerate(self.rules.rules) if at != row.number)))

    def _put(self, at: int, rule: KitRule) -> None:
        """Raises `Refusal` `kit_rule_twice`, which the rule's form shows."""
        rules = list(self.rules.rules)
        rules[at : at + 1] = [rule]
        self._become(replace(self.rules, rules=tuple(rules)))
        self.table.select(at)

    def decide(self) -> None:
        """Asks why, then writes the new version."""
        tr = self._context.language.tr
        if not self.is_newest:
            self._say(tr("An earlier version cannot be changed: choose the newest."))
        elif self.rules == self._known[max(self._known)].rules and max(self._known):
            self._say(tr("Nothing was changed: change a rule first."))
        else:
            DecideDialog(self, self._context, self.rules).open()


class DecideDialog(FormDialog):
    """Why, and who decided."""

    def __init__(self, rules: RulesDialog, context: Context, wanted: KitRules) -> None:
        tr = context.language.tr
        super().__init__(context, rules, tr("A new version of the rules"))
        self._rules, self._wanted = rules, wanted
        self.body.addWidget(label(tr("With which doctor were they gone through? It is kept with the version."), "line", wrap=True))
        self.note = Notes(tr("Why, and who decided"), 2, " ")
        self.fields = {"note": self.note}
        self.body.addWidget(self.note)
        self.end(tr("Decide"), self.decide, "checklist")

    def open(self) -> None:
        super().open()
        self.note.setFocus()

    def decide(self) -> None:
        """Writes the version."""
        context, wanted, note = self.context, self._wanted, self.note.text()
        by = context.by()

        def done(version: int) -> None:
            context.messages.toast(context.language.tr("Version {n} of the rules is in force.", n=version))
            self._rules.read()

        self.write(lambda: kit_rules.decide_rules(context.desk, by, wanted, note), done, {"kits"})

    def fail(self, error: Exception) -> None:
        """What is wrong with the rules themselves is said above the buttons."""
        if isinstance(error, PharmacyError) and error.where not in self.fields:
            self.refused.setText(sentence(self.context.language, error))
            self.refused.show()
        else:
            super().fail(error)
