"""One rule of the family kits, typed: which medicine (and which instead), how it is taken, whom it is for, and when not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.domain.kit_rules import Key, KitOption, KitRule
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.domain.text import fold
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.medicine_field import MedicineField
from pharmacy_app.ui.screens.community.person_fields import understood
from pharmacy_app.ui.widgets.fields import Choice, Field, Labelled
from pharmacy_app.wording import trade

if TYPE_CHECKING:
    from pharmacy_app.ui.widgets.dialog import Dialog

_AGE = re.compile(r"([0-9]{1,4}) ?(m|mes|meses|month|months|a|ano|anos|year|years)?")
OPTIONS = 3


class RuleDialog(FormDialog):
    """`put(rule)` takes it over, or raises what the form then says."""

    def __init__(
        self, window: Dialog, context: Context, rule: KitRule | None, medicines: Mapping[Key, Medicine], put: Callable[[KitRule], None]
    ) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("Change the rule") if rule else tr("New rule"), 980)
        self._put = put
        self.medicines = [MedicineField(context, name) for name in (tr("Medicine"), tr("If there is none"), tr("If there is neither"))]
        self.dose = Field(tr("Dose"), language, tr("1, 1/2, 2,5: tablets, capsules or mL at once"))
        self.every = Field(tr("Every how many days"), language, tr("1: each day; 7: once a week"))
        self.days = Field(tr("For how many days"), language, tr("1: only once; at most 92"))
        self.sex = Choice(tr("For"), [("", tr("Everybody")), ("F", tr("Women and girls")), ("M", tr("Men and boys"))], " ")
        self.least = Field(tr("From age"), language, tr("5, or 18 months; empty: no limit"))
        self.most = Field(tr("To age"), language, tr("included; empty: no limit"))
        self.rest = Field(tr("Not again within"), language, tr("days after the last time; 0: no such limit"))
        self.conditions = Field(tr("Only with"), language, tr("conditions, with commas; empty: all"))
        self.without = Field(tr("Not with"), language, tr("conditions, with commas"))
        held = [((), tr("no matter"))] + [((word,), tr(trade.CRITERIA[word])) for word in CRITERIA]
        self.criteria = Choice(tr("Only who is"), held, " ")
        self.fields: dict[str, Labelled] = {
            "medicine": self.medicines[0], "dose": self.dose, "every": self.every, "days": self.days, "sex": self.sex,
            "least_months": self.least, "most_months": self.most, "rest_days": self.rest, "conditions": self.conditions, "without": self.without,
        }  # fmt: skip
        self._lay_out()
        self._fill(rule, medicines)
        self.end(tr("Take over"), self.take, "check")

    def _lay_out(self) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        lines: tuple[tuple[QWidget, ...], ...] = (
            tuple(self.medicines),
            (self.dose, self.every, self.days),
            (self.sex, self.least, self.most),
            (self.conditions, self.without, self.rest),
            (self.criteria,),
        )
        for row, line in enumerate(lines):
            for column, field in enumerate(line):
                grid.addWidget(field, row, column)
        for column in range(OPTIONS):
            grid.setColumnStretch(column, 1)
        self.body.addWidget(form)

    def _fill(self, rule: KitRule | None, medicines: Mapping[Key, Medicine]) -> None:
        language = self.context.language
        if rule is None:
            for field, text in ((self.dose, "1"), (self.every, "1"), (self.days, "90"), (self.rest, "0")):
                field.set_text(text)
            return
        for field, option in zip(self.medicines, rule.options, strict=False):
            if (medicine := medicines.get(option.key)) is not None:
                field.take(medicine)
        first = rule.options[0]
        texts = ((self.dose, first.dose), (self.every, str(first.every)), (self.days, str(rule.days)), (self.rest, str(rule.rest_days)))
        for field, text in texts:
            field.set_text(text)
        self.sex.set_value(rule.sex)
        self.least.set_text(_age_text(language.tr("months"), rule.least_months, 0))
        self.most.set_text(_age_text(language.tr("months"), rule.most_months, 11))
        for field, codes in ((self.conditions, rule.conditions), (self.without, rule.without)):
            field.set_text(", ".join(trade.condition(language, code) for code in codes))
        self.criteria.set_value(rule.criteria)

    def open(self) -> None:
        super().open()
        self.medicines[0].setFocus()

    def wanted(self) -> KitRule:
        """The rule as typed. Raises `Refusal` at the field that is wrong."""
        picked = [field.value() for field in self.medicines]
        for field, one in zip(self.medicines, picked, strict=True):
            if one is None and (field.text() or field is self.medicines[0]):
                raise Refusal("medicine_not_found" if field.text() else "kit_rule_unclear", "medicine")
        every = _number(self.every, "every", 1, 92)
        chosen = [one.medicine for one in picked if one is not None]
        if any(one.release != "immediate" for one in chosen):  # a rule names ingredient, form and strength: it could not tell them apart
            raise Refusal("kit_release", "medicine")
        return KitRule(
            options=tuple(dict.fromkeys(KitOption(one.inn, one.form, one.strength, self.dose.text(), every) for one in chosen)),
            days=_number(self.days, "days", 1, 92),
            least_months=_months(self.least.text(), "least_months", 0),
            most_months=_months(self.most.text(), "most_months", 11),
            sex=str(self.sex.value()),
            conditions=self._codes(self.conditions, "conditions"),
            criteria=tuple(self.criteria.value()),
            without=self._codes(self.without, "without"),
            rest_days=_number(self.rest, "rest_days", 0, 730),
        )

    def _codes(self, field: Field, where: str) -> tuple[str, ...]:
        codes, unknown = understood(self.context.language, field.text())
        if unknown:
            raise Refusal("condition_unknown", where, text=", ".join(unknown))
        return codes

    def take(self) -> None:
        """Hands the rule over; what is wrong stands at its field."""
        for field in self.fields.values():
            field.set_wrong("")
        try:
            self._put(self.wanted())
        except PharmacyError as error:
            self.fail(error)
            return
        self.accept()


def _number(field: Field, where: str, least: int, most: int) -> int:
    text = field.text()
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise Refusal("kit_out_of_range", where, name=where, least=least, most=most)
    return int(text)


def _months(text: str, where: str, rest: int) -> int | None:
    """`5` and `5 años` are years (to an age: until the day before the next birthday), `18 meses` months. Raises `Refusal` `kit_age_unclear`."""
    said = fold(text)
    if not said:
        return None
    found = _AGE.fullmatch(said)
    if found is None:
        raise Refusal("kit_age_unclear", where)
    number = int(found[1])
    months = number if (found[2] or "a").startswith("m") else number * 12 + rest
    if months > 120 * 12 + 11:
        raise Refusal("kit_age_unclear", where)
    return months


def _age_text(word: str, months: int | None, rest: int) -> str:
    if months is None:
        return ""
    return str(months // 12) if months % 12 == rest and months >= 24 + rest else f"{months} {word}"
