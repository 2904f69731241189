"""The committee's rules for what comes in: in sentences, by version, and the form that makes a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from pharmacy_app.domain.arrival import ALWAYS_DOUBTED, DOUBTS, ArrivalRules
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.services import arrival
from pharmacy_app.services.arrival import Version
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.screens.settings.pages import Page
from pharmacy_app.ui.widgets.fields import Choice, Field, Labelled, Notes
from pharmacy_app.ui.widgets.labels import label, rule
from pharmacy_app.wording import arrival as words
from pharmacy_app.wording import sentence

EXAMPLE = {"": date(2027, 7, 31), "end": date(2027, 8, 31), "before": date(2027, 7, 31)}  # «годен до 08.2027» may be used through that day


class ArrivalPage(Page):
    """Only the newest version can be changed, and a change becomes a version of its own: what was judged keeps the rules of its day."""

    def __init__(self, context: Context) -> None:
        tr, language = context.language.tr, context.language
        what = tr("How a box is judged when it comes. A change becomes a new version; what came before stays judged by its own.")
        super().__init__(context, tr("Rules for what comes in"), what)
        self.version = Choice(tr("Version"))
        self.version.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.version.box.setMinimumContentsLength(24)  # a long reason for a version must not widen the page beyond the window
        self.version.changed.connect(lambda _number: self._show_version())
        self.said = label("", "text", wrap=True)
        self.months = Field(tr("Shelf life that is accepted"), language, tr("months, counted from the day it comes"))
        self.short = Choice(
            tr("With less shelf life"),
            [(True, tr("what will be used before it expires")), (False, tr("nothing is accepted"))],
            tr("the rest is set aside"),
        )
        self.fewest = Field(tr("Fewest days left"), language, tr("with fewer, nothing; 0: no such limit"))
        self.not_listed = Choice(
            tr("Not on the essential list"), [("say", tr("accepted, and said")), ("quarantine", tr("waits in quarantine"))], " "
        )
        self.russian = Choice(tr("Russian packs: «годен до 08.2027»"), [(key, tr(word)) for key, word in words.RUSSIAN_WORDS.items()], " ")
        self.russian.changed.connect(lambda _rule: self._say_example())
        self.doubts = {code: QCheckBox(tr(words.DOUBT_WORDS[code])) for code in DOUBTS if code not in ALWAYS_DOUBTED}
        self.form = self._form()
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        for widget in (self.version, self.said, rule(), self.form, self.wrong):
            self.card.body.addWidget(widget)
        self.rest.addStretch(1)
        self.fields: dict[str, Labelled] = {"least_months": self.months, "fewest_days": self.fewest}
        self.known: dict[int, Version] = {}
        self.primary = Action(tr("Decide"), self.decide, "checklist")

    def _form(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column in range(2):  # two beside each other: on the smallest window a third would be cut
            grid.setColumnStretch(column, 1)
        for at, field in enumerate((self.months, self.fewest, self.short, self.not_listed)):
            grid.addWidget(field, at // 2, at % 2)
        grid.addWidget(self.russian, 2, 0, 1, 2)
        grid.addWidget(label(self.context.language.tr("In quarantine until somebody lets it go"), "label"), 3, 0, 1, 2)
        for at, box in enumerate(self.doubts.values()):
            grid.addWidget(box, 4 + at // 2, at % 2)
        return made

    def read(self) -> None:
        desk = self.context.desk
        self.context.tasks.run_read(lambda: arrival.versions(desk), self._show, owner=self)

    def _show(self, found: Sequence[Version]) -> None:
        newest = max(self.known, default=-1)
        self.known = {one.number: one for one in found}
        self.version.set_choices([(one.number, self._version_words(one)) for one in found])
        if max(self.known) != newest:
            self.version.set_value(max(self.known))
            self._fill(self.known[max(self.known)].rules)
        self._show_version()

    def _version_words(self, one: Version) -> str:
        language = self.context.language
        if one.decided_on is None:
            return language.tr("As the program ships: guidelines for medicine donations (WHO, 2010)")
        return language.tr(
            "Version {n}, {day}, {who}: {note}", n=one.number, day=language.date(one.decided_on), who=one.user, note=one.note
        )

    @property
    def is_newest(self) -> bool:
        """Whether the version that is shown is the one in force."""
        return bool(self.version.value() == max(self.known, default=0))

    def _show_version(self) -> None:
        tr = self.context.language.tr
        shown = self.known[int(self.version.value())]
        self.said.setText("\n".join(f"•  {line}" for line in words.rules_lines(self.context.language, shown.rules)))
        self.form.setVisible(self.is_newest)
        self.version.set_hint(tr("In force.") if self.is_newest else tr("An earlier version: only to look at."))

    def _fill(self, rules: ArrivalRules) -> None:
        self.months.set_text(str(rules.least_months))
        self.fewest.set_text(str(rules.fewest_days))
        self.short.set_value(rules.short_allowed)
        self.not_listed.set_value(rules.not_listed)
        self.russian.set_value(rules.russian_expiry)
        for code, box in self.doubts.items():
            box.setChecked(code in rules.doubts)
        self._say_example()

    def _say_example(self) -> None:
        """What the choice means for one pack, by its days."""
        language, chosen = self.context.language, str(self.russian.value())
        self.russian.set_hint(
            language.tr("Such a pack may be used through {day}. The law there leaves it open.", day=language.date(EXAMPLE[chosen]))
        )

    def wanted(self) -> ArrivalRules:
        """The rules as the form stands. Raises `Refusal` `rule_not_a_number`, and those of `ArrivalRules`."""
        numbers = {}
        for name, field in (("least_months", self.months), ("fewest_days", self.fewest)):
            text = field.text()
            if not (text.isascii() and text.isdigit() and len(text) < 6):
                raise Refusal("rule_not_a_number", name, text=text[:20])
            numbers[name] = int(text)
        return replace(
            self.known[max(self.known)].rules,
            **numbers,
            short_allowed=bool(self.short.value()),
            not_listed=str(self.not_listed.value()),
            russian_expiry=str(self.russian.value()),
            doubts=tuple(code for code in DOUBTS if code in ALWAYS_DOUBTED or self.doubts[code].isChecked()),
        )

    def decide(self) -> None:
        """Asks why, then writes the new version; what is wrong is said at its field."""
        self._say("")
        if not self.is_newest:
            self._say(self.context.language.tr("An earlier version cannot be changed: choose the newest."))
            return
        try:
            rules = self.wanted()
        except PharmacyError as error:
            field = self.fields.get(error.where)
            if field is None:
                self._say(sentence(self.context.language, error))
            else:
                field.set_wrong(sentence(self.context.language, error))
                field.setFocus()
            return
        if rules == self.known[max(self.known)].rules:
            self._say(self.context.language.tr("Nothing was changed: change a value first."))
            return
        ArrivalDialog(self, rules).open()

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))


class ArrivalDialog(FormDialog):
    """The new rules in sentences, those that change, and why."""

    def __init__(self, page: ArrivalPage, rules: ArrivalRules) -> None:
        language = page.context.language
        super().__init__(page.context, page, language.tr("New rules for what comes in"))
        self._rules = rules
        before = set(words.rules_lines(language, page.known[max(page.known)].rules))
        for line in words.rules_lines(language, rules):
            if line not in before:
                self.body.addWidget(label(line, "name", wrap=True))
        self.note = Notes(language.tr("Why, and who decided"), 2, " ")
        self.fields = {"note": self.note}
        self.body.addWidget(self.note)
        self.end(language.tr("Decide"), self.decide, "checklist")

    def open(self) -> None:
        super().open()
        self.note.setFocus()

    def decide(self) -> None:
        """Writes the version."""
        context, rules, note = self.context, self._rules, self.note.text()
        by = context.by()

        def done(version: int) -> None:
            context.messages.toast(context.language.tr("Version {n} of the rules is in force.", n=version))

        self.write(lambda: arrival.decide_rules(context.desk, by, rules, note), done, {"settings", "donations"})
