"""What the tables of rounds show: all rounds, and the doors of one. Values and columns, no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pharmacy_app.domain.codes import typed
from pharmacy_app.services.round_picking import PickLine
from pharmacy_app.services.rounds import Answer, RoundRow, RoundView, StopRow, load
from pharmacy_app.system.language import Language, mark
from pharmacy_app.ui.screens.rounds.answers import badge, units_back
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number

# status of a round -> (kind of badge, word, icon)
STATUSES = {
    "planned": ("mute", mark("to be printed"), "printer"),
    "out": ("soon", mark("on the way"), "walk"),
    "closed": ("ok", mark("closed round"), ""),
    "cancelled": ("expired", mark("cancelled round"), ""),
}


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One person at one stop of a round, ready to be shown."""

    stop: StopRow
    medicines: int
    units: int
    answer: Answer | None
    back: int
    cold: bool
    wrong: bool  # something in the bag may not be handed out on the day of the round


def status_badge(language: Language, status: str) -> Badge:
    """How a round stands, with symbol and word."""
    kind, word, icon = STATUSES[status]
    return Badge(kind, language.tr(word), icon)


def round_name(language: Language, row: RoundRow) -> str:
    """`Round 18: Quebrada Honda, Friday 20/11`."""
    day = f"{language.weekday(row.walked_on)} {language.short_date(row.walked_on)}"
    where = row.council or language.tr("all councils")
    return language.tr("Round {number}: {where}, {day}", number=row.id, where=where, day=day)


def carriers_words(language: Language, row: RoundRow) -> str:
    """` Carried by Rosa, Iván.`, or nothing."""
    return " " + language.tr("Carried by {names}.", names=row.carriers) if row.carriers else ""


def planned_words(language: Language, view: RoundView) -> str:
    """What a planned round carries, and who: doors, bags, units, what is heavy, what needs cold."""
    carried = load(view)
    said = [
        language.ntr("{n} door", "{n} doors", len({stop.household_id for stop in view.stops})),
        language.ntr("{n} bag", "{n} bags", carried.bags),
        language.ntr("{n} unit", "{n} units", carried.units),
    ]
    if carried.millilitres:
        said.append(language.tr("about {kilos} kg of liquids", kilos=language.number(carried.millilitres / 1000, 1)))
    if carried.cold:
        said.append(language.ntr("{n} bag must stay cold", "{n} bags must stay cold", carried.cold))
    return f"{', '.join(said)}.{carriers_words(language, view.round)}"


def picking_words(language: Language, lines: Sequence[PickLine]) -> str:
    """How far the shelf's list is."""
    left = sum(not line.done for line in lines)
    if not left:
        return language.tr("Everything lies on the table.") if lines else language.tr("This round takes nothing off the shelf.")
    said = language.ntr("{n} lot is still to be taken", "{n} lots are still to be taken", left)
    return language.tr("{left} of {all}.", left=said, all=language.number(len(lines)))


def round_columns(language: Language) -> tuple[Column[RoundRow], ...]:
    """The list of all rounds."""
    tr = language.tr

    def counted(row: RoundRow) -> Cell:
        doors = language.ntr("{n} door", "{n} doors", row.stops)
        return Cell(language.ntr("{n} slip", "{n} slips", row.slips), doors)

    def day(row: RoundRow) -> Cell:
        return named(f"{language.weekday(row.walked_on).capitalize()} {language.short_date(row.walked_on)}", language.date(row.walked_on))

    return (
        Column(tr("No."), lambda row: Cell(str(row.id), quiet=True), 60, right=True, key=lambda row: row.id),
        Column(tr("Day"), day, 170, key=lambda row: row.walked_on),
        Column(tr("Where"), lambda row: Cell(row.council or tr("all councils"), row.carriers), key=lambda row: row.council or ""),
        Column(tr("Bags"), counted, 150),
        Column(tr("State"), lambda row: Cell(badge=status_badge(language, row.status)), 170),
    )


def door_rows(view: RoundView, answers: Mapping[str, Answer]) -> list[DoorRow]:
    """The slips of a round in walking order, with what was noted of each."""
    found = []
    for stop in view.stops:
        bags = view.bags.get(stop.slip_id, ())
        answer = answers.get(stop.code)
        medicines = len({bag.item_id for bag in bags})
        cold = any(view.catalogue[bag.medicine_id].cold_chain for bag in bags)
        wrong = any(bag.expiry is None or bag.expiry < view.round.walked_on for bag in bags) and view.round.status == "planned"
        units = sum(bag.units for bag in bags)
        found.append(DoorRow(stop, medicines, units, answer, units_back(view, stop.slip_id, answer), cold, wrong))
    return found


def place(stop: StopRow) -> str:
    """Where the door is: sector, house, and how to find it."""
    return ", ".join(part for part in (stop.sector, stop.house, stop.directions) if part)


def bag_words(language: Language, row: DoorRow) -> Cell:
    """`2 medicines / 60 units`."""
    return Cell(language.ntr("{n} medicine", "{n} medicines", row.medicines), language.ntr("{n} unit", "{n} units", row.units))


def door_columns(language: Language, closing: bool) -> tuple[Column[DoorRow], ...]:
    """The doors of a round; while it is closed (or after), with what happened and what comes back."""
    tr = language.tr

    def back(row: DoorRow) -> Cell:
        return number(language.number(row.back) if row.answer else "—", strong=True)

    def happened(row: DoorRow) -> Cell:
        return Cell(badge=badge(language, row.answer.result if row.answer else ""))

    def watch(row: DoorRow) -> Cell:
        if row.wrong:
            return Cell(badge=Badge("bad", tr("expires before"), "alert-triangle"))
        return Cell(badge=Badge("reserved", tr("keep cold"), "droplet")) if row.cold else Cell()

    columns: list[Column[DoorRow]] = [
        Column(tr("No."), lambda row: Cell(str(row.stop.position), quiet=True), 52, right=True),
        Column(tr("Slip code"), lambda row: Cell(typed(row.stop.code)), 112),
        Column(tr("Person"), lambda row: named(row.stop.patient, place(row.stop)), least=220),
        Column(tr("Bag"), lambda row: bag_words(language, row), 140),
    ]
    if not closing:
        columns.append(Column("", watch, 150))
    if closing:
        columns += [Column(tr("What happened?"), happened, 168), Column(tr("Returns"), back, 92, right=True)]
    return tuple(columns)
