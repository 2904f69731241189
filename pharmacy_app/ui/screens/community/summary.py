"""The summary of a person for the doctor, previewed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import person_papers
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper


def show_summary(context: Context, window: QWidget, patient_id: int) -> None:
    """Makes the page and previews it; its file carries the person's number, never the name."""
    desk, language = context.desk, context.language
    name = language.tr("summary-{number}", number=patient_id)
    show_paper(
        context,
        window,
        language.tr("Summary for the doctor"),
        f"{name}.pdf",
        lambda: person_papers.person_summary(desk, language, patient_id),
    )
