"""What was noted of a round that is not closed yet: one answer a slip, undone one by one, and the balance that has to come to nothing. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pharmacy_app.services.rounds import DELIVERED, LOST, PART, Answer, RoundView
from pharmacy_app.system.language import Language, mark
from pharmacy_app.ui.widgets.cells import Badge

# result -> (kind of badge, word, icon)
RESULTS = {
    "delivered": ("ok", mark("delivered"), ""),
    "nobody_home": ("soon", mark("nobody home"), "door"),
    "refused": ("hold", mark("not wanted"), "hand-stop"),
    "moved": ("hold", mark("moved away"), "home-move"),
    "part": ("soon", mark("in part"), "divide"),
    "lost": ("bad", mark("lost"), ""),
    "died": ("hold", mark("has died"), "heart"),
    "other": ("hold", mark("something else"), "dots"),
    "": ("mute", mark("to be noted"), ""),
}


def badge(language: Language, result: str) -> Badge:
    """A result with its symbol and word."""
    kind, word, icon = RESULTS[result]
    return Badge(kind, language.tr(word), icon)


@dataclass(frozen=True, slots=True)
class Balance:
    """Units of a round: out = delivered + back + lost + open."""

    out: int
    delivered: int
    back: int
    lost: int

    @property
    def open(self) -> int:
        """What nobody has accounted for yet."""
        return self.out - self.delivered - self.back - self.lost


@dataclass(slots=True)
class Noted:
    """Answers by slip code, and the steps to take back."""

    answers: dict[str, Answer] = field(default_factory=dict)
    steps: list[dict[str, Answer | None]] = field(default_factory=list)

    def note(self, changes: dict[str, Answer | None]) -> None:
        """Writes answers (None: to be noted again) as one step."""
        self.steps.append({code: self.answers.get(code) for code in changes})
        self._write(changes)

    def undo(self) -> tuple[str, ...]:
        """Takes the last step back; the codes that it changed."""
        if not self.steps:
            return ()
        before = self.steps.pop()
        self._write(before)
        return tuple(before)

    def _write(self, changes: dict[str, Answer | None]) -> None:
        for code, answer in changes.items():
            if answer is None:
                self.answers.pop(code, None)
            else:
                self.answers[code] = answer

    def keep_only(self, codes: set[str]) -> None:
        """Forgets slips that are no longer part of the round."""
        self.answers = {code: answer for code, answer in self.answers.items() if code in codes}
        self.steps = [kept for step in self.steps if (kept := {code: old for code, old in step.items() if code in codes})]


def units_back(view: RoundView, slip_id: int, answer: Answer | None) -> int:
    """Units of a slip that come back to the shelf by this answer."""
    if answer is None or answer.result in (DELIVERED, LOST):
        return 0
    bags = view.bags.get(slip_id, ())
    return sum(bag.units for bag in bags if answer.result != PART or bag.item_id in answer.returned)


def settled(view: RoundView) -> dict[str, Answer]:
    """The answers of a closed round, as its units tell them."""
    found = {}
    for stop in view.stops:
        back = frozenset(bag.item_id for bag in view.bags.get(stop.slip_id, ()) if bag.status != "delivered")
        if stop.result:
            found[stop.code] = replace(Answer(stop.result, stop.received_by, stop.note), returned=back)
    return found


def balance(view: RoundView, answers: dict[str, Answer]) -> Balance:
    """The round's units as they stand with these answers."""
    out = delivered = back = lost = 0
    for stop in view.stops:
        units = sum(bag.units for bag in view.bags.get(stop.slip_id, ()))
        out += units
        answer = answers.get(stop.code)
        if answer is None:
            continue
        returned = units_back(view, stop.slip_id, answer)
        back += returned
        if answer.result == LOST:
            lost += units
        else:
            delivered += units - returned
    return Balance(out, delivered, back, lost)
