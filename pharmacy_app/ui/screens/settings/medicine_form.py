"""One medicine of the catalogue, to be changed: names, code, marks, warnings; what the committee changed can be put back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from pharmacy_app.services import catalogue_editing
from pharmacy_app.services.catalogue_editing import Listed
from pharmacy_app.system.language import Language, mark
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.fields import Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import trade

CHANGED = frozenset({"stock", "matching", "prescriptions", "donations"})
MARK_WORDS = {
    "essential": (mark("essential"), mark("on the list of what a pharmacy should always have")),
    "vital": (mark("vital"), mark("a day without it is a danger: counts in the committee's points")),
    "cold_chain": (mark("in the fridge"), mark("is said on the slip and to who carries it")),
    "controlled": (mark("controlled"), mark("needs its own written record")),
    "swappable": (mark("interchangeable"), mark("strengths may be put together, brands exchanged")),
    "divisible": (mark("can be halved"), mark("half a tablet may be prescribed")),
    "keep_pack_whole": (mark("whole packs only"), mark("its box or bottle is never opened to share")),
}
WARNING_WORDS = {
    "pregnancy": mark("not in pregnancy"),
    "pregnancy_late": mark("not in the last months of pregnancy"),
    "weekly": mark("once a week, never daily"),
}
_COLUMN_WORDS = {
    "name_es": mark("Name in Spanish"),
    "name_en": mark("Name in English"),
    "name_it": mark("Name in Italian"),
    "name_ru": mark("Name in Russian"),
    "synonyms": mark("Other names"),
    "brands": mark("Brands"),
    "atc": mark("ATC code"),
    "warnings": mark("Warnings"),
}
# The facts that the shipped catalogue calls unconfirmed, by the words it uses for them.
_FACT_WORDS = {"es": "name_es", "en": "name_en", "it": "name_it", "ru": "name_ru", "atc": "atc", "warnings": "warnings"}
_TEXTS = (("name_es", "name_en"), ("name_it", "name_ru"), ("synonyms", "atc"), ("brands",))


def column_words(language: Language, columns: Sequence[str]) -> str:
    """`nombre en ruso, advertencias`, of columns or of facts as the shipped catalogue calls them."""
    words = []
    for name in columns:
        column = _FACT_WORDS.get(name, name)
        known = _COLUMN_WORDS.get(column) or (MARK_WORDS[column][0] if column in MARK_WORDS else "")
        words.append(language.tr(known).lower() if known and known != _COLUMN_WORDS["atc"] else language.tr(known or "strength"))
    return ", ".join(dict.fromkeys(words))


class MedicineForm(FormDialog):
    """What the committee keeps of a medicine; `done()` once it is written."""

    def __init__(self, context: Context, window: QWidget, listed: Listed, done: Callable[[], None]) -> None:
        super().__init__(context, window, trade.medicine_title(context.language, listed.shelved.medicine), width=760)
        self._listed, self._done = listed, done
        tr = context.language.tr
        what = tr(
            "What the committee decides here is kept with who decided it and when. The next proposals count with it; what is promised stays promised."
        )
        self.body.addWidget(label(what, "line", wrap=True))
        self._says()
        self.texts = {column: Field(tr(_COLUMN_WORDS[column]), context.language) for row in _TEXTS for column in row}
        self.texts["brands"].set_hint(tr("separated by ; — one that begins with ? is not confirmed: it is offered, never accepted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        for at, row in enumerate(_TEXTS):
            for column, name in enumerate(row):
                self.texts[name].set_text(listed.text(name))
                grid.addWidget(self.texts[name], at, column, 1, 3 - len(row))
        self.body.addLayout(grid)
        self.fields = dict(self.texts)
        self.boxes, self.warnings = self._ticks()
        self.age = Field(tr("Not below this age"), context.language, tr("years; empty: no such limit"))
        self.age.set_text(next((word.removeprefix("under_") for word in listed.shelved.medicine.warnings if word.startswith("under_")), ""))
        self.fields["warnings"] = self.age
        self.body.addWidget(self.age)
        if listed.shelved.decided and listed.shelved.origin == "catalogue":
            back = Button(tr("Put back as it came"), "quiet", "arrow-back-up")
            back.clicked.connect(self.put_back)
            self.body.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.end(tr("Keep"), self.keep)

    def _says(self) -> None:
        """Where it comes from: added here, changed here, and which of its facts no reference speaks about."""
        language, shelved = self.context.language, self._listed.shelved
        if shelved.origin == "committee":
            self.body.addWidget(label(language.tr("The committee added it."), "name", wrap=True))
        elif shelved.decided:
            said = language.tr("The committee changed: {facts}.", facts=column_words(language, shelved.decided))
            self.body.addWidget(label(said, "name", wrap=True))
        if shelved.unconfirmed:
            said = language.tr("Nobody has confirmed yet: {facts}.", facts=column_words(language, shelved.unconfirmed))
            self.body.addWidget(label(said, "line", wrap=True))

    def _ticks(self) -> tuple[dict[str, QCheckBox], dict[str, QCheckBox]]:
        tr = self.context.language.tr
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        boxes: dict[str, QCheckBox] = {}
        for name, held in self._listed.marks.items():
            word, meaning = MARK_WORDS[name]
            boxes[name] = self._box(tr(word), tr(meaning), held)
        held_warnings = self._listed.shelved.medicine.warnings
        warnings = {name: self._box(tr(word), "", name in held_warnings) for name, word in WARNING_WORDS.items()}
        for at, box in enumerate((*boxes.values(), *warnings.values())):
            grid.addWidget(box, at // 2, at % 2)
        self.body.addLayout(grid)
        return boxes, warnings

    def _box(self, word: str, meaning: str, held: bool) -> QCheckBox:
        box = QCheckBox(word)
        box.setToolTip(meaning)
        box.setAccessibleDescription(meaning)
        box.setChecked(held)
        return box

    def open(self) -> None:
        super().open()
        next(iter(self.boxes.values())).setFocus()

    def wanted(self) -> dict[str, object]:
        """What the form says now, as `catalogue_editing.change` takes it."""
        warnings = [name for name, box in self.warnings.items() if box.isChecked()]
        if self.age.text():
            warnings.append(f"under_{self.age.text()}")
        held = self._listed.shelved.medicine.warnings
        kept = sorted(warnings, key=lambda name: held.index(name) if name in held else len(held))  # the order alone is no change
        texts = {column: field.text() for column, field in self.texts.items()}
        return {**texts, "warnings": ";".join(kept), **{name: box.isChecked() for name, box in self.boxes.items()}}

    def keep(self) -> None:
        """Writes what was changed."""
        context, by, medicine_id, wanted = self.context, self.context.by(), self._listed.shelved.medicine.id, self.wanted()
        self.write(lambda: catalogue_editing.change(context.desk, by, medicine_id, wanted), lambda _: self._done(), CHANGED)

    def put_back(self) -> None:
        """Everything the committee changed of it is as the program ships it."""
        context, by, medicine_id = self.context, self.context.by(), self._listed.shelved.medicine.id
        self.write(lambda: catalogue_editing.put_back(context.desk, by, medicine_id), lambda _: self._done(), CHANGED)
