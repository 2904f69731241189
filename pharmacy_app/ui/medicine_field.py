"""The field that finds a medicine by any of its names, in any alphabet, and the form for one that the catalogue does not have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.medicines import FORMS, UNITS, Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.services import catalogue, medicine_search
from pharmacy_app.services.catalogue import NewMedicine
from pharmacy_app.services.medicine_search import Choice
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets import fields
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion, found_at
from pharmacy_app.wording import trade

# The unit that a form is counted in, unless somebody says otherwise.
_UNIT_OF_FORM = {
    "capsule": "capsule", "sachet": "sachet", "powder_for_oral_liquid": "bottle", "oral_liquid": "ml", "oral_drops": "bottle", "injection": "ampoule",
    "powder_for_injection": "vial", "infusion": "bottle", "inhaler": "inhaler", "inhalation_powder": "inhaler", "nebuliser_solution": "ampoule",
    "nasal_spray": "bottle", "nasal_drops": "bottle", "eye_drops": "bottle", "ear_drops": "bottle", "oral_spray": "bottle", "eye_ointment": "tube",
    "cream": "tube", "ointment": "tube", "gel": "tube", "lotion": "bottle", "shampoo": "bottle", "topical_solution": "bottle", "topical_powder": "piece",
    "patch": "patch", "suppository": "suppository", "pessary": "pessary", "implant": "piece", "intrauterine": "piece", "other": "piece",
}  # fmt: skip
_ROUTE_OF_FORM = {
    "sublingual_tablet": "sublingual", "vaginal_tablet": "vaginal", "injection": "parenteral", "powder_for_injection": "parenteral", "infusion": "parenteral",
    "inhaler": "inhaled", "inhalation_powder": "inhaled", "nebuliser_solution": "inhaled", "nasal_spray": "nasal", "nasal_drops": "nasal",
    "eye_drops": "ocular", "eye_ointment": "ocular", "ear_drops": "otic", "cream": "cutaneous", "ointment": "cutaneous", "gel": "cutaneous",
    "lotion": "cutaneous", "shampoo": "cutaneous", "topical_solution": "cutaneous", "topical_powder": "cutaneous", "patch": "cutaneous",
    "suppository": "rectal", "pessary": "vaginal", "intrauterine": "vaginal", "implant": "parenteral",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picked:
    """The medicine somebody chose, the brand by which it was found, if it was, and whether what was typed is a name of it (`sure`)."""

    medicine: Medicine
    brand: str = ""
    sure: bool = True


class MedicineField(SuggestField):
    """`picked(Picked)`; `value()` is a `Picked` or None. With `as_written`, words that no name holds may stay as the box says them."""

    def __init__(
        self, context: Context, name: str, hint: str = "", placeholder: str = "", as_written: bool = False, parent: QWidget | None = None
    ) -> None:
        add = context.language.tr("Add a new medicine")
        super().__init__(name, context.language, self._offer, add, hint, placeholder, parent)
        self._context, self._as_written = context, as_written

    def _offer(self, typed: str, give: Callable[[Sequence[Suggestion]], None]) -> None:
        context = self._context
        context.tasks.run_read(
            lambda: medicine_search.search_medicines(context.desk, typed, 6),
            lambda found: give(self._suggestions(typed, found)),
            owner=self,
        )

    def _suggestions(self, typed: str, found: Sequence[Choice]) -> list[Suggestion]:
        made = [self._suggestion(typed, choice) for choice in found]
        if self._as_written and (not made or all(one.why == self._alike() for one in made)):
            tr = self._context.language.tr
            made.insert(0, Suggestion(typed, None, tr("as the box says it; somebody will say later what it is")))
        return made

    def _alike(self) -> str:
        return self._context.language.tr("sounds alike")

    def _suggestion(self, typed: str, choice: Choice) -> Suggestion:
        language = self._context.language
        tr = language.tr
        title = trade.medicine_title(language, choice.medicine)
        word = fold(typed).split()[0]
        there = language.ntr("{n} unit on the shelf", "{n} units on the shelf", choice.units) if choice.units else ""
        if found_at(title, word) or word in fold(choice.medicine.inn):
            return Suggestion(title, Picked(choice.medicine), there or ", ".join(choice.brands[:3]))
        brand = next((brand for brand in choice.brands if word in fold(brand)), "")
        if brand:
            return Suggestion(title, Picked(choice.medicine, brand), tr("Brand {name}", name=brand), tr("brand"))
        russian = choice.medicine.names[3]
        if word in fold(russian):
            return Suggestion(title, Picked(choice.medicine), russian, tr("Cyrillic"))
        other = next((name for name in (*choice.medicine.names, *choice.synonyms) if word in fold(name)), "")
        return Suggestion(title, Picked(choice.medicine, sure=bool(other)), other or there, tr("other name") if other else self._alike())

    def take(self, medicine: Medicine, brand: str = "") -> None:
        """As if somebody had chosen it."""
        self.set_value(Picked(medicine, brand), trade.medicine_title(self._context.language, medicine))


class NewMedicineDialog(FormDialog):
    """A medicine that the catalogue does not have; `made(medicine)` once it is written. What was typed elsewhere stays there."""

    def __init__(self, context: Context, window: QWidget, text: str, made: Callable[[Medicine], None]) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Add a medicine"))
        self._made = made
        self.body.addWidget(
            label(
                tr("It can be prescribed and handed out at once. Whoever knows medicines should look it over in the settings."),
                "line",
                wrap=True,
            )
        )
        self.inn = fields.Field(tr("Active ingredient"), context.language, tr("as the leaflet says it: losartan, metformin"))
        self.inn.set_text(text)
        self.strength = fields.Field(tr("Strength"), context.language, tr("with its unit: 50 mg, 250 mg/5 ml"))
        forms = [(code, context.language.ntr(*trade.FORMS[code], 1)) for code in FORMS]
        self.form = fields.Choice(tr("Form"), sorted(forms, key=lambda form: (form[0] != "tablet", fold(form[1]))))
        self.unit = fields.Choice(tr("Counted in"), [(code, trade.unit_word(context.language, code, 2)) for code in UNITS])
        self.form.changed.connect(lambda form: self.unit.set_value(_UNIT_OF_FORM.get(form, "tablet")))
        self.fields = {"inn": self.inn, "strength": self.strength}
        for field in (self.inn, self.strength, self.form, self.unit):
            self.body.addWidget(field)
        self.end(tr("Add the medicine"), self.add, "plus")

    def open(self) -> None:
        super().open()
        (self.strength if self.inn.text() else self.inn).setFocus()

    def add(self) -> None:
        """Writes it."""
        context, by = self.context, self.context.by()
        form = self.form.value()
        new = NewMedicine(self.inn.text(), self.strength.text(), form, self.unit.value(), route=_ROUTE_OF_FORM.get(form, "oral"))

        def work() -> Medicine:
            return catalogue.medicine(context.desk, catalogue.add_medicine(context.desk, by, new)).medicine

        self.write(work, self._made, {"stock"})
