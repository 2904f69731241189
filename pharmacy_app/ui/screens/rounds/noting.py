"""What the letters do: each notes a result of the chosen slip, asks where it must, and goes on to the next door."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pharmacy_app.services.rounds import DELIVERED, NOBODY, Answer, RoundView
from pharmacy_app.system.language import Language
from pharmacy_app.ui.screens.rounds.answers import Noted
from pharmacy_app.ui.screens.rounds.asking import NoteDialog, PartDialog
from pharmacy_app.ui.screens.rounds.panels import Letter
from pharmacy_app.ui.screens.rounds.rows import DoorRow
from pharmacy_app.wording import trade

# letters by language, in the order: delivered, nobody, refused, moved, part, lost, other, all the rest
_KEYS = {"es": "ENRMPXOT", "en": "DNRMPXOA"}


class Noting:
    """Turns a letter into an answer; `note(changes)` is told what is to be written, one step at a time."""

    def __init__(
        self, window: QWidget, language: Language, row: Callable[[], DoorRow | None], note: Callable[[dict[str, Answer | None]], None]
    ) -> None:
        self._window, self._language, self._row, self._note = window, language, row, note
        self.view: RoundView | None = None
        self.noted = Noted()

    def letters(self) -> tuple[Letter, ...]:
        """The letters of this language, with their words."""
        tr = self._language.tr
        keys = _KEYS.get(self._language.code, _KEYS["es"])
        rows: tuple[tuple[str, str, str, str, Callable[[], None]], ...] = (
            ("circle-check", "ok_ink", tr("Delivered"), tr("all that is in the bag"), lambda: self._plain(DELIVERED)),
            ("door", "soon_ink", tr("Nobody home"), tr("the bag waits for the next round"), lambda: self._plain(NOBODY)),
            ("hand-stop", "hold_ink", tr("Not wanted"), tr("asks why"), self._refused),
            ("home-move", "hold_ink", tr("Moved away"), tr("the bag goes back to the shelf"), lambda: self._plain("moved")),
            ("divide", "soon_ink", tr("In part"), tr("asks what came back"), self._part),
            ("alert-triangle", "bad_ink", tr("Lost"), tr("the bag did not come back"), self._lost),
            ("dots", "hold_ink", tr("Other"), tr("died, or what you write"), self._other),
            ("checks", "tint_text", tr("All others delivered"), tr("whatever is still to be noted"), self.rest_delivered),
        )
        return tuple(Letter(key, *row) for key, row in zip(keys, rows, strict=True))

    def delivered(self, code: str) -> bool:
        """A stub was scanned: delivered, unless something was noted before. Whether it wrote anything."""
        if code in self.noted.answers:
            return False
        self._note({code: Answer(DELIVERED)})
        return True

    def rest_delivered(self) -> None:
        """Everything that is still to be noted was delivered."""
        if self.view is None:
            return
        rest: dict[str, Answer | None] = {stop.code: Answer(DELIVERED) for stop in self.view.stops if stop.code not in self.noted.answers}
        if rest:
            self._note(rest)

    def _plain(self, result: str) -> None:
        row = self._row()
        if row is not None:
            self._note({row.stop.code: Answer(result)})

    def _ask(self, title: str, results: list[tuple[str, str]], asked: str) -> None:
        row = self._row()
        if row is not None:
            code = row.stop.code
            NoteDialog(
                self._window, self._language, f"{row.stop.patient}: {title}", results, asked, lambda answer: self._note({code: answer})
            ).open()

    def _refused(self) -> None:
        tr = self._language.tr
        self._ask(tr("not wanted"), [("refused", tr("not wanted"))], tr("Why not?"))

    def _lost(self) -> None:
        tr = self._language.tr
        self._ask(tr("lost"), [("lost", tr("lost"))], tr("What happened?"))

    def _other(self) -> None:
        tr = self._language.tr
        self._ask(tr("other"), [("died", tr("has died")), ("other", tr("something else"))], tr("What happened?"))

    def _part(self) -> None:
        row, view = self._row(), self.view
        if row is None or view is None:
            return
        items: dict[int, tuple[str, int, str]] = {}
        for bag in view.bags.get(row.stop.slip_id, ()):
            medicine = view.catalogue[bag.medicine_id]
            before = items.get(bag.item_id, ("", 0, ""))[1]
            items[bag.item_id] = (trade.medicine_title(self._language, medicine), before + bag.units, medicine.unit)
        words = [(item, f"{title}: {trade.units(self._language, units, unit)}") for item, (title, units, unit) in items.items()]
        code = row.stop.code
        PartDialog(self._window, self._language, row.stop.patient, words, lambda answer: self._note({code: answer})).open()
