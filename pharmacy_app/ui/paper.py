"""A paper made off the window's thread, then previewed: what every room does that prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.errors import Trouble
from pharmacy_app.services import labels
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.preview import Follow, Preview


def show_paper(context: Context, window: QWidget, title: str, file_name: str, make: Callable[[], bytes]) -> None:
    """Runs `make` in the background and previews the PDF. What it raises is shown."""
    context.tasks.run_read(make, lambda pdf: show_pdf(context, window, title, file_name, pdf), owner=window)


def show_pdf(context: Context, window: QWidget, title: str, file_name: str, pdf: bytes, follow: Follow | None = None) -> None:
    """Previews a PDF; `follow` is told what leaves, and what came out."""
    try:
        Preview(window, context.language, context.messages, title, pdf, file_name, follow).open()
    except Trouble as trouble:
        context.messages.error(trouble)


def show_labels(context: Context, window: QWidget, *, donation_id: int | None = None, batch_ids: Sequence[int] | None = None) -> None:
    """Previews the shelf labels of a donation, or of these lots."""
    desk, language = context.desk, context.language
    name = language.tr("labels-{number}", number=donation_id) if donation_id is not None else language.tr("labels")
    show_paper(
        context,
        window,
        language.tr("Shelf labels"),
        f"{name}.pdf",
        lambda: labels.shelf_labels(desk, language, donation_id=donation_id, batch_ids=batch_ids),
    )
