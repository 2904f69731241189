"""What was noted of a round that is not closed yet: one answer a slip, undone one by one, and the balance that has to come to nothing. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pharmacy_app.domain.homecoming import APART, AT_DOOR, BACK, MISSING, end
from pharmacy_app.services.rounds import Answer, BagRow, RoundView, as_closed, can_go
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
    apart: int = 0  # of those that are back: opened or warm, set aside

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


def units_by_end(view: RoundView, slip_id: int, answer: Answer | None) -> Counter[str]:
    """Units of a slip by how they ended (`delivered`, `back`, `apart`, `lost`); none where nothing is noted."""
    found: Counter[str] = Counter()
    if answer is not None:
        for bag in view.bags.get(slip_id, ()):
            found[end(answer, bag.item_id)] += bag.units
    return found


def units_back(view: RoundView, slip_id: int, answer: Answer | None) -> int:
    """Units of a slip that come back by this answer, to their lot or set aside."""
    ends = units_by_end(view, slip_id, answer)
    return ends[BACK] + ends[APART]


def settled(view: RoundView) -> dict[str, Answer]:
    """The answers of a closed round, as its units tell them."""
    return as_closed(view.stops, (bag for bags in view.bags.values() for bag in bags))


def balance(view: RoundView, answers: Mapping[str, Answer]) -> Balance:
    """The round's units as they stand with these answers."""
    out = sum(bag.units for bags in view.bags.values() for bag in bags)
    ends: Counter[str] = Counter()
    for stop in view.stops:
        ends += units_by_end(view, stop.slip_id, answers.get(stop.code))
    return Balance(out, ends[AT_DOOR], ends[BACK] + ends[APART], ends[MISSING], ends[APART])


@dataclass(frozen=True, slots=True)
class OpenLot:
    """Units of a lot of which nobody has said yet how they ended, and in whose bags they are."""

    lot: str
    medicine_id: int
    units: int
    people: tuple[str, ...]


def difference(view: RoundView, answers: Mapping[str, Answer]) -> tuple[OpenLot, ...]:
    """By lot: out - delivered - back - lost, wherever it is not 0, with the people whose bags are still to be noted."""
    found: dict[int, list[tuple[BagRow, str]]] = {}
    for stop in view.stops:
        if stop.code not in answers:
            for bag in view.bags.get(stop.slip_id, ()):
                found.setdefault(bag.batch_id, []).append((bag, stop.patient))
    return tuple(
        OpenLot(some[0][0].lot, some[0][0].medicine_id, sum(bag.units for bag, _ in some), tuple(dict.fromkeys(name for _, name in some)))
        for some in found.values()
    )


def cannot_be_delivered(view: RoundView) -> dict[int, str]:
    """Slips with a lot that had expired, or was set aside, by the day of the round: their ids, and the lots."""
    bad: dict[int, str] = {}
    for slip_id, bags in view.bags.items():
        lots = dict.fromkeys(bag.lot for bag in bags if not can_go(bag, view.round.walked_on))
        if lots and view.round.status != "closed":
            bad[slip_id] = ", ".join(lots)
    return bad
