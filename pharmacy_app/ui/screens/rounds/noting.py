"""What the letters do: each notes a result of the chosen slip, asks where it must, and goes on to the next door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.codes import typed
from pharmacy_app.domain.homecoming import APART, BACK, end
from pharmacy_app.services.rounds import DELIVERED, NOBODY, PART, Answer, RoundView
from pharmacy_app.system.language import Language
from pharmacy_app.ui.screens.rounds.answers import Noted, badge, cannot_be_delivered
from pharmacy_app.ui.screens.rounds.asking import NoteDialog, PartDialog, WhomDialog
from pharmacy_app.ui.screens.rounds.panels import Letter
from pharmacy_app.ui.screens.rounds.rows import DoorRow
from pharmacy_app.wording import trade

# letters by language, in the order: delivered, to whom, nobody, refused, moved, part, opened or warm, lost, other, all the rest
_KEYS = {"es": "EANRMPVXOT", "en": "DWNRMPCXOA"}


class Noting:
    """Turns a letter into an answer; `note(changes)` is told what is to be written, one step at a time; `say(sentence)` why nothing is."""

    def __init__(
        self,
        window: QWidget,
        language: Language,
        row: Callable[[], DoorRow | None],
        note: Callable[[dict[str, Answer | None]], None],
        say: Callable[[str], None],
    ) -> None:
        self._window, self._language, self._row, self._note, self._say = window, language, row, note, say
        self.view: RoundView | None = None
        self.noted = Noted()

    def letters(self) -> tuple[Letter, ...]:
        """The letters of this language, with their words."""
        tr = self._language.tr
        keys = _KEYS.get(self._language.code, _KEYS["es"])
        rows: tuple[tuple[str, str, str, str, Callable[[], None]], ...] = (
            ("circle-check", "ok_ink", tr("Delivered"), tr("all that is in the bag"), lambda: self._plain(DELIVERED)),
            ("user", "ok_ink", tr("Delivered to…"), tr("asks who took the bag"), self._whom),
            ("door", "soon_ink", tr("Nobody home"), tr("the bag waits for the next round"), lambda: self._plain(NOBODY)),
            ("hand-stop", "hold_ink", tr("Not wanted"), tr("asks why"), self._refused),
            ("home-move", "hold_ink", tr("Moved away"), tr("the bag goes back to the shelf"), lambda: self._plain("moved")),
            ("divide", "soon_ink", tr("In part"), tr("asks what came back"), self._part),
            ("sun", "soon_ink", tr("Opened or warm"), tr("what came back is set aside, not on the shelf"), self._apart),
            ("alert-triangle", "bad_ink", tr("Lost"), tr("the bag did not come back"), self._lost),
            ("dots", "hold_ink", tr("Other"), tr("died, or what you write"), self._other),
            ("checks", "tint_text", tr("All others delivered"), tr("whatever is still to be noted"), self.rest_delivered),
        )
        return tuple(Letter(key, *row) for key, row in zip(keys, rows, strict=True))

    def scanned(self, code: str) -> str:
        """A stub was scanned: delivered, unless something was noted before or its lot cannot be handed out. What is said of it."""
        tr, shown = self._language.tr, typed(code)
        before = self.noted.answers.get(code)
        if before is not None:
            return tr(
                "{code}: noted before as: {result}. Nothing is counted twice.", code=shown, result=badge(self._language, before.result).word
            )
        kept = cannot_be_delivered(self.view) if self.view is not None else {}
        lots = next((kept[stop.slip_id] for stop in self.view.stops if stop.code == code and stop.slip_id in kept), "") if self.view else ""
        if lots:
            return self._kept_words(1, lots)
        self._note({code: Answer(DELIVERED)})
        return tr("{code}: delivered; another letter changes it", code=shown)

    def rest_delivered(self) -> None:
        """Everything that is still to be noted was delivered."""
        if self.view is None:
            return
        kept = cannot_be_delivered(self.view)
        open_ones = [stop for stop in self.view.stops if stop.code not in self.noted.answers]
        rest: dict[str, Answer | None] = {stop.code: Answer(DELIVERED) for stop in open_ones if stop.slip_id not in kept}
        if rest:
            self._note(rest)
        if left := [stop.slip_id for stop in open_ones if stop.slip_id in kept]:
            self._say_kept(len(left), ", ".join(dict.fromkeys(kept[slip_id] for slip_id in left)))

    def _plain(self, result: str) -> None:
        row = self._row()
        if row is None or self.view is None:
            return
        lots = cannot_be_delivered(self.view).get(row.stop.slip_id) if result == DELIVERED else None
        if lots is not None:
            self._say_kept(1, lots)
        else:
            self._note({row.stop.code: Answer(result)})

    def _say_kept(self, slips: int, lots: str) -> None:
        self._say(self._kept_words(slips, lots))

    def _kept_words(self, slips: int, lots: str) -> str:
        return self._language.ntr(
            "{n} bag holds a lot that had expired or was set aside by that day: {lots}. It cannot be noted as delivered whole; say what came back.",
            "{n} bags hold lots that had expired or were set aside by that day: {lots}. They cannot be noted as delivered whole; say what came back.",
            slips,
            lots=lots,
        )

    def _whom(self) -> None:
        """Who took the bag: of what stays at the door, whole or in part."""
        row, view = self._row(), self.view
        if row is None or view is None:
            return
        code = row.stop.code
        before = self.noted.answers.get(code)
        kept = before if before is not None and before.result in (DELIVERED, PART) else Answer(DELIVERED)
        if kept.result == DELIVERED and row.stop.slip_id in cannot_be_delivered(view):
            self._plain(DELIVERED)  # says why not
            return
        WhomDialog(
            self._window,
            self._language,
            row.stop.patient,
            kept.received_by,
            lambda name: self._note({code: replace(kept, received_by=name)}),
        ).open()

    def _apart(self) -> None:
        """What came back of this bag came back opened or warm; once more takes that back."""
        row, view = self._row(), self.view
        if row is None or view is None:
            return
        answer = self.noted.answers.get(row.stop.code)
        items = {bag.item_id for bag in view.bags.get(row.stop.slip_id, ())}
        back = frozenset(item for item in items if answer is not None and end(answer, item) in (BACK, APART))
        if answer is None or not back:
            self._say(self._language.tr("Note first what happened; then say that what came back was opened or warm."))
        elif answer.apart == back:
            self._note({row.stop.code: replace(answer, apart=frozenset(), returned=back if answer.result == PART else frozenset())})
        else:
            self._note({row.stop.code: replace(answer, apart=back, returned=frozenset())})

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
            so_far = items.get(bag.item_id, ("", 0, ""))[1]
            items[bag.item_id] = (trade.medicine_title(self._language, medicine), so_far + bag.units, medicine.unit)
        words = [(item, f"{title}: {trade.units(self._language, units, unit)}") for item, (title, units, unit) in items.items()]
        code = row.stop.code
        before = self.noted.answers.get(code, Answer(PART))
        PartDialog(self._window, self._language, row.stop.patient, words, before, lambda answer: self._note({code: answer})).open()
