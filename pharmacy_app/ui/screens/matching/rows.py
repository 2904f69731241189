"""What the tables of matching show: medicines with what they lack, and people with what they get. Values and columns, no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services.matching import Balance, Change, Line, Overview, ReceivedRow, Sheet, Total
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.wording import deciding, trade
from pharmacy_app.wording import reasons as why

_NARROW = 22  # letters that fit beside the symbol


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a proposal, ready to be shown."""

    line: Line
    rank: str
    name: str
    standing: str
    asked: int
    gets: int
    lots: Cell
    missing: int
    last: str = ""  # what was received the last time


def foreseen_row(language: Language, row: PersonRow, change: Change | None) -> PersonRow:
    """The row as it would be with an amount that is being written, for it or for somebody else; as it is where that changes nothing."""
    if change is None:
        return row
    number = language.number
    if change.last_day is None:
        words = language.tr("would get nothing")
    else:
        words = language.tr("would get {n}, until {day}", n=number(change.after), day=language.short_date(change.last_day))
    lots = Cell(words, language.tr("now {n}", n=number(change.before)), icon="arrow-right", icon_role="tint_text")
    return replace(row, lots=lots, missing=max(0, row.asked - change.after))


def medicine_cell(language: Language, total: Total) -> Cell:
    """A medicine in the list at the left: does it suffice? Its name is never cut: combinations take two lines."""
    medicine = total.medicine
    name = medicine.name(language.code)
    title = f"{name[:1].upper()}{name[1:]}"
    if len(title) > _NARROW:
        title = title.replace(" + ", " +\n", 1) if " + " in title else "\n".join(title.rsplit(" ", 1))
    strength = trade.strength(language, medicine.strength)
    state, icon, role = _state(language, total)
    return Cell(title, f"{strength}, {state}" if strength else state, role if total.missing else "text2", icon=icon, icon_role=role)


def _state(language: Language, total: Total) -> tuple[str, str, str]:
    if not total.missing:
        return language.tr("there is enough"), "circle-check", "ok_ink"
    if not total.served:
        return language.tr("nobody receives any"), "alert-triangle", "bad_ink"
    return language.ntr("{n} is missing", "{n} are missing", total.missing), "clock-hour-4", "soon_ink"


def short_title(language: Language, medicine: Medicine) -> str:
    """`Losartán 50 mg`: as much as a narrow list needs."""
    name = medicine.name(language.code)
    return f"{name[:1].upper()}{name[1:]} {trade.strength(language, medicine.strength)}".strip()


def choice(language: Language, total: Total) -> str:
    """A medicine in the list that takes the table's place where there is little room."""
    state = language.ntr("{n} is missing", "{n} are missing", total.missing) if total.missing else language.tr("there is enough")
    return f"{short_title(language, total.medicine)}: {state}"


def medicine_columns(language: Language) -> tuple[Column[Total], ...]:
    """The list at the left."""
    return (Column(language.tr("First, what is not enough"), lambda total: medicine_cell(language, total)),)


def person_rows(language: Language, seen: Overview, sheet: Sheet) -> list[PersonRow]:
    """The people who ask for this medicine, in the order of the queue; those who wait for a doctor last."""
    return [_person(language, line, seen, sheet) for line in sheet.lines]


def _person(language: Language, line: Line, seen: Overview, sheet: Sheet) -> PersonRow:
    item = line.item
    return PersonRow(
        line=line,
        rank=language.number(item.rank) if item.rank else "—",
        name=item.patient,
        standing=why.standing(language, item.tier, item.points, line.reasons),
        asked=item.units_asked,
        gets=item.units_granted + item.units_extra,
        lots=lots_cell(language, line, seen, sheet.balance),
        missing=max(0, item.units_asked - item.units_granted),
        last=_last(language, sheet.received.get(item.item_id)),
    )


def _last(language: Language, last: ReceivedRow | None) -> str:
    if last is None:
        return ""
    return language.tr("received {n} on {day}", n=language.number(last.units), day=language.short_date(last.day))


def lots_cell(language: Language, line: Line, seen: Overview, balance: Balance) -> Cell:
    """One lot a line, with the last day it is taken; or why there is none. What the committee changed stands beneath."""
    item = line.item
    said = [_share(language, line, at, seen) for at in range(len(line.shares))]
    changed = ""
    if item.decided_units is not None:
        was = language.tr("the proposal says {n}", n=language.number(item.proposed_units))
        changed = f"{was}: {item.decision_note}" if item.decision_note and not item.refusal else was
    if said:
        return Cell("\n".join(said), changed)
    if item.refusal:
        return Cell(deciding.refusal(language, item.refusal, item.decision_note), changed, icon="ban", icon_role="hold_ink")
    if item.decided_units is not None:
        return Cell(language.tr("by decision of the committee"), changed)
    reason = why.waits(language, line.reasons, balance.left)
    return Cell(language.tr("waits"), reason, "hold_ink" if item.refused else "soon_ink", quiet=True)


def _share(language: Language, line: Line, at: int, seen: Overview) -> str:
    share = line.shares[at]
    units, until = language.number(share.units), language.short_date(share.last_day)
    if share.medicine_id is not None and share.medicine_id != line.item.medicine_id:
        strength = trade.strength(language, seen.catalogue[share.medicine_id].strength)
        return language.tr("{units} of {strength}, {lot},\nuntil {day}", units=units, strength=strength, lot=share.lot, day=until)
    return language.tr("{units} of {lot}, until {day}", units=units, lot=share.lot, day=until)


def person_columns(language: Language, edit: Callable[[PersonRow, str], None] | None) -> tuple[Column[PersonRow], ...]:
    """The table of people; with `edit`, the amount is the one cell that can be changed."""
    tr = language.tr

    def gets(row: PersonRow) -> Cell:
        item = row.line.item
        was = "" if item.decided_units is None else language.number(item.proposed_units)
        return Cell(language.number(row.gets), strong=True, changed=was)

    def missing(row: PersonRow) -> Cell:
        return number(language.number(row.missing), strong=True)

    return (
        Column("", lambda row: Cell(row.rank, quiet=True), 48, right=True),
        Column(tr("Person, order and why"), lambda row: named(row.name, "\n".join(filter(None, (row.standing, row.last)))), least=230),
        Column(tr("Asks"), lambda row: Cell(language.number(row.asked)), 64, right=True, drop=1),
        Column(tr("Gets"), gets, 84, right=True, edit=edit),
        Column(tr("From which lot, until which day"), lambda row: row.lots, 236),
        Column(tr("Lacks"), missing, 66, right=True),
    )
