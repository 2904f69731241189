"""The committee's criteria: an editable table, earlier versions, and the decision that makes a new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.plan import policy_from
from pharmacy_app.services import setup, typed
from pharmacy_app.services.setup import PolicyRow
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.screens.settings.pages import Page
from pharmacy_app.ui.screens.settings.rules import Rule, changed, read_value, rules
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice, Field, Notes
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import sentence


class CriteriaPage(Page):
    """Only the newest version can be changed, and a change becomes a version of its own: decisions keep the rules of their day."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr(
            "How the committee decides who comes first and how much each gets. A change becomes a new version; what was decided before keeps its own."
        )
        super().__init__(context, tr("The committee's criteria"), what)
        self.version = Choice(tr("Version"))
        self.version.changed.connect(lambda _key: self._show_version())
        self.card.body.addWidget(self.version)
        columns: tuple[Column[Rule], ...] = (
            Column(tr("Rule"), lambda rule: named(rule.name, rule.what), least=220),
            Column(tr("Value"), self._cell, 130, right=True, edit=self._edit),
        )
        self.table = Table(RowsModel(columns, lambda rule: rule.key), tr("The committee's criteria"))
        self.table.setMinimumHeight(theme.current().px(190))
        self.card.body.addWidget(self.table, 1)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.card.body.addWidget(self.wrong)
        self.rows: dict[int, PolicyRow] = {}
        self.values: dict[str, int | bool] = {}
        self.primary = Action(tr("Decide"), self.decide, "checklist")

    def read(self) -> None:
        desk = self.context.desk
        self.context.tasks.run_read(lambda: setup.policies(desk), self._show, owner=self)

    def _show(self, found: Sequence[PolicyRow]) -> None:
        language = self.context.language
        newest = max(self.rows, default=0)
        self.rows = {row.version: row for row in found}
        words = [
            (
                row.version,
                language.tr("Version {n}, {day}", n=row.version, day=language.date(row.decided_on)) + (f": {row.note}" if row.note else ""),
            )
            for row in found
        ]
        self.version.set_choices(words)
        if max(self.rows) != newest:
            self.values.clear()
            self.version.set_value(max(self.rows))
        self._show_version()

    @property
    def is_newest(self) -> bool:
        """Whether the version that is shown is the one in force."""
        return bool(self.version.value() == max(self.rows, default=0))

    def _show_version(self) -> None:
        row = self.rows[int(self.version.value())]
        self.table.set_rows(rules(self.context.language, policy_from(json.loads(row.rules))))
        tr = self.context.language.tr
        self.version.set_hint(tr("In force. Type a value to change it.") if self.is_newest else tr("An earlier version: only to look at."))

    def _word(self, value: int | bool) -> str:
        language = self.context.language
        if isinstance(value, bool):
            return language.tr("yes") if value else language.tr("no")
        return language.number(value)

    def _cell(self, rule: Rule) -> Cell:
        if not self.is_newest or rule.key not in self.values:
            return Cell(self._word(rule.value))
        return Cell(self._word(self.values[rule.key]), changed=self._word(rule.value))

    def _edit(self, rule: Rule, text: str) -> None:
        """Keeps what was typed, or says what is wrong; nothing is decided yet."""
        if not self.is_newest:
            self._say(self.context.language.tr("An earlier version cannot be changed: choose the newest."))
            return
        try:
            value = read_value(rule, text)
            trial = {**self.values, rule.key: value}
            changed(policy_from(json.loads(self.rows[max(self.rows)].rules)), trial)
        except PharmacyError as error:
            self._say(sentence(self.context.language, error))
            return
        self._say("")
        self.values[rule.key] = value
        if value == rule.value:
            del self.values[rule.key]

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def decide(self) -> None:
        """Asks for the day and a note, then writes the new version."""
        if not self.values:
            self._say(self.context.language.tr("Nothing was changed: type a value first."))
            return
        DecideDialog(self).open()


class DecideDialog(Dialog):
    """When the committee decided it, and why."""

    def __init__(self, page: CriteriaPage) -> None:
        self._page, self._context = page, page.context
        language = self._context.language
        tr = language.tr
        super().__init__(page, tr("A new version of the criteria"))
        for rule in page.table.rows.rows:
            if rule.key in page.values:
                told = tr(
                    "{rule}: {before}, from now on {after}",
                    rule=rule.name,
                    before=page._word(rule.value),
                    after=page._word(page.values[rule.key]),
                )
                self.body.addWidget(label(told, "text", wrap=True))
        self.day = Field(tr("Day of the decision"), language, tr("Empty: today."), parse=self._day)
        self.note = Notes(tr("Why, and who decided"), 2)
        self.body.addWidget(self.day)
        self.body.addWidget(self.note)
        self.set_buttons(tr("Back"), tr("Decide"), self.decide, "checklist")

    def _day(self, text: str) -> tuple[date, str]:
        read = typed.day(text, self._context.desk.clock.today())
        return read, f"= {self._context.language.weekday(read)} {self._context.language.date(read)}"

    def decide(self) -> None:
        """Writes it; what is wrong is said in the dialog."""
        if not self.day.check():
            self.day.setFocus()
            return
        desk, by, page = self._context.desk, self._context.by(), self._page
        day = self.day.value()
        act = by if day is None else replace(by, occurred_on=day)
        policy = changed(policy_from(json.loads(page.rows[max(page.rows)].rules)), page.values)
        note = self.note.text()

        def done(version: int) -> None:
            self.accept()
            self._context.messages.toast(self._context.language.tr("Version {n} of the criteria is in force.", n=version))

        self._context.tasks.run_write(lambda: setup.decide_policy(desk, act, policy, note), done, {"settings"}, owner=self)
