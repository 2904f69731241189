"""Paper of a round: slips and the delivery sheet, previewed; once the slips came out, the round may leave."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import papers
from pharmacy_app.services.rounds import RoundRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper


class RoundPaper:
    """Makes the papers of a round off the window's thread and shows them."""

    def __init__(self, context: Context, window: QWidget) -> None:
        self._context, self._window = context, window

    def slips(self, row: RoundRow, big: bool, printed: Callable[[], None] | None, only: str | None = None) -> None:
        """The slips of a round (or the one with this code); `printed` once the person says that they came out."""
        context = self._context
        desk, language = context.desk, context.language
        title = (
            language.tr("Slips of round {number}", number=row.id)
            if only is None
            else language.tr("One slip of round {number}", number=row.id)
        )
        name = language.tr("slips-{number}", number=row.id) + ".pdf"
        show_paper(context, self._window, title, name, lambda: papers.slip_book(desk, row.id, language, big, only), printed)

    def sheet(self, row: RoundRow) -> None:
        """The carriers' list."""
        context = self._context
        desk, language = context.desk, context.language
        title = language.tr("Delivery sheet of round {number}", number=row.id)
        name = language.tr("delivery-sheet-{number}", number=row.id) + ".pdf"
        show_paper(context, self._window, title, name, lambda: papers.carriers_sheet(desk, row.id, language))
