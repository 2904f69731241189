"""The sheet that a donor fills in: in which language, and whether it asks for what is needed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from pharmacy_app.services import forms
from pharmacy_app.system.language import language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label

_NAMES = {"es": "donacion", "en": "donation", "it": "donazione", "ru": "donation-ru"}


class TemplateDialog(FormDialog):
    """Asks the two things, then where to; the file appears whole or not at all."""

    def __init__(self, context: Context, window: QWidget) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Sheet for the donor"))
        self.body.addWidget(
            label(tr("Whoever sends the box fills it in; read here, its rows need no retyping. Nobody's name is in it."), "line", wrap=True)
        )
        self.language = Choice(
            tr("The donor reads"), [("es", tr("Spanish")), ("it", tr("Italian")), ("ru", tr("Russian")), ("en", tr("English"))]
        )
        self.needs = Choice(
            tr("What is in it"),
            [
                (0, tr("nothing yet: only the names of the columns")),
                (1, tr("what is needed for 1 month")),
                (3, tr("what is needed for 3 months")),
                (6, tr("what is needed for 6 months")),
                (12, tr("what is needed for a year")),
            ],
            tr("what active prescriptions use in that time, less what is on the shelf; only sums"),
        )
        self.needs.set_value(3)
        for field in (self.language, self.needs):
            self.body.addWidget(field)
        self.end(tr("Save the sheet"), self._save, "file-download")

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.context.language.tr("Save the sheet"), f"{_NAMES[self.language.value()]}.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if name:
            self.save(Path(name) if Path(name).suffix.lower() in (".xlsx", ".csv") else Path(f"{name}.xlsx"))

    def save(self, path: Path) -> None:
        """Writes it there."""
        context, spoken, months = self.context, language(self.language.value()), int(self.needs.value())
        desk = context.desk

        def work() -> str:
            if months:
                forms.write_needs(desk, path, spoken, months)
            else:
                forms.write("donation", path, spoken)
            return path.name

        self.write(work, lambda saved: context.messages.toast(context.language.tr("{name} is saved", name=saved)), ())
