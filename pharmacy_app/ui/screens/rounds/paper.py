"""Paper of a round: slips and the delivery sheet, previewed; what came out is kept slip by slip, and once all did, the round may leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import papers, picking_papers, slip_printing
from pharmacy_app.services.papers import SlipSheets
from pharmacy_app.services.rounds import RoundRow
from pharmacy_app.services.slip_printing import Printing
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper, show_pdf
from pharmacy_app.ui.preview import Follow
from pharmacy_app.ui.printing import Pages


class RoundPaper:
    """Makes the papers of a round off the window's thread and shows them."""

    def __init__(self, context: Context, window: QWidget) -> None:
        self._context, self._window = context, window

    def slips(self, row: RoundRow, big: bool, printed: Callable[[], None] | None, only: str | None = None) -> None:
        """The slips of a round (or the one with this code); `printed` once the person says that all of them came out."""
        context = self._context
        desk, language = context.desk, context.language
        title = (
            language.tr("Slips of round {number}", number=row.id)
            if only is None
            else language.tr("One slip of round {number}", number=row.id)
        )
        name = language.tr("slips-{number}", number=row.id) + ".pdf"

        def show(made: tuple[SlipSheets, Printing]) -> None:
            sheets, state = made
            show_pdf(context, self._window, title, name, sheets.pdf, self._follow(row.id, sheets, state, printed))

        context.tasks.run_read(
            lambda: (papers.slip_sheets(desk, row.id, language, big, only), slip_printing.state(desk, row.id)), show, owner=self._window
        )

    def _follow(self, round_id: int, sheets: SlipSheets, state: Printing, printed: Callable[[], None] | None) -> Follow:
        context = self._context
        desk, window = context.desk, self._window
        every = frozenset(code for page in sheets.codes for code in page)

        def write(work: Callable[[], None], then: Callable[[], None]) -> None:
            context.tasks.run_write(work, lambda _none: then(), {"rounds"}, owner=window)

        def sending(pages: Pages, then: Callable[[], None]) -> None:
            codes, by = sheets.touched(pages.first, pages.last), context.by()
            write(lambda: slip_printing.hand_over(desk, by, round_id, codes), then)

        def failed(pages: Pages) -> None:
            codes, by = sheets.touched(pages.first, pages.last), context.by()
            write(lambda: slip_printing.did_not_come_out(desk, by, round_id, codes), lambda: None)

        def came_out(pages: Pages) -> None:
            codes, by = sheets.whole(pages.first, pages.last), context.by()

            def kept(now: Printing) -> None:
                if printed is not None and every <= now.printed:
                    printed()

            context.tasks.run_write(lambda: slip_printing.came_out(desk, by, round_id, codes), kept, {"rounds"}, owner=window)

        return Follow(sending, came_out, failed, self._notice(state, every), self._begin(sheets, state, every))

    def _notice(self, state: Printing, every: frozenset[str]) -> str:
        """What was handed to a printer without anybody saying whether it came out; how many are printed already."""
        language = self._context.language
        if state.unsure & every and state.since is not None:
            at = state.since.astimezone()
            return language.tr(
                "The slips of stops {stops} were sent to a printer on {day} at {hour}, and nobody said whether they came out: look for them before printing "
                "them again. A slip that is printed twice has the same code and counts once.",
                stops=_ranges(state.stops_unsure),
                day=language.short_date(at.date()),
                hour=f"{at:%H:%M}",
            )
        done = len(state.printed & every)
        return language.ntr("{n} of these slips is printed already.", "{n} of these slips are printed already.", done) if done else ""

    @staticmethod
    def _begin(sheets: SlipSheets, state: Printing, every: frozenset[str]) -> int:
        """The first page with a slip that is not printed; where all are (a reprint), the first."""
        left = every - state.printed
        return next((number for number, page in enumerate(sheets.codes, 1) if left.intersection(page)), 1)

    def sheet(self, row: RoundRow) -> None:
        """The carriers' list."""
        context = self._context
        desk, language = context.desk, context.language
        title = language.tr("Delivery sheet of round {number}", number=row.id)
        name = language.tr("delivery-sheet-{number}", number=row.id) + ".pdf"
        show_paper(context, self._window, title, name, lambda: papers.carriers_sheet(desk, row.id, language))

    def picking(self, row: RoundRow) -> None:
        """The list for the shelf."""
        context = self._context
        desk, language = context.desk, context.language
        title = language.tr("List for the shelf of round {number}", number=row.id)
        name = language.tr("shelf-list-{number}", number=row.id) + ".pdf"
        show_paper(context, self._window, title, name, lambda: picking_papers.shelf_list(desk, row.id, language))


def _ranges(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 as `1–3, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
