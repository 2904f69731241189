"""What the tables of visits say, and the letters that people type. Values and columns, no widgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pharmacy_app.domain.codes import typed, visit_sheet_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.visit_notes import ItemTold
from pharmacy_app.services.visits import Heard, SheetLine, SheetRow, UnvisitedRow
from pharmacy_app.system.language import Language, mark
from pharmacy_app.ui.screens.prescriptions.columns import title
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named

LATE = 7  # days after its week from which a sheet that is out is called late
NOT_MET = "not_met"

# purpose -> its word; the letters of each language in the same order, the last for nobody home. They stand on the paper too.
PURPOSES = {
    "follow_up": mark("follow-up"),
    "prevention": mark("prevention talk"),
    "new_case": mark("new case"),
    "referral": mark("referral"),
    NOT_MET: mark("not at home"),
}
_LETTERS = {"es": "SPCRN", "en": "FPCRN"}


def letters(language: Language) -> dict[str, str]:
    """purpose -> its letter."""
    return dict(zip(PURPOSES, _LETTERS.get(language.code, _LETTERS["es"]), strict=True))


def all_letters(language: Language) -> str:
    """`S seguimiento · P charla de prevención · …`, to stand at the field."""
    return " · ".join(f"{letter} {language.tr(PURPOSES[purpose])}" for purpose, letter in letters(language).items())


def read_purpose(language: Language, text: str) -> tuple[str, str]:
    """A letter as typed: the purpose, and its word. Raises `Refusal` `purpose_unknown`."""
    found = next((purpose for purpose, letter in letters(language).items() if letter == text.strip().upper()), None)
    if found is None:
        raise Refusal("purpose_unknown", "purpose", text=text[:20])
    return found, f"= {language.tr(PURPOSES[found])}"


def read_item(item_id: int, text: str, days: int) -> ItemTold | None:
    """What was typed in the box of a treatment: nothing; `=` it goes on the usual days; a number: so many days; `x`: it ends; else directions."""
    said = text.strip()
    if not said:
        return None
    if said == "=":
        return ItemTold(item_id, days)
    if said.isascii() and said.isdigit():
        return ItemTold(item_id, int(said)) if int(said) else ItemTold(item_id, directions=said)
    return ItemTold(item_id) if said.casefold() == "x" else ItemTold(item_id, directions=said)


def write_item(told: ItemTold) -> str:
    """The same the other way round, for a line that is looked at again."""
    return str(told.days) if told.days else told.directions or "x"


def sheet_state(language: Language, row: SheetRow, today: date) -> Badge:
    """Out, late, back, or given up as lost."""
    if row.lost_on is not None:
        return Badge("expired", language.tr("lost"))
    if row.returned_on is not None:
        return Badge("ok", language.tr("back on {day}", day=language.short_date(row.returned_on)))
    days = (today - row.week_of).days
    if days < 0:
        return Badge("mute", language.tr("to be walked"), "walk")
    if not days:
        return Badge("soon", language.tr("out since today"), "walk")
    word = language.ntr("out for {n} day", "out for {n} days", days)
    return Badge("bad" if days >= 7 + LATE else "soon", word, "" if days >= 7 + LATE else "walk")


def progress(language: Language, row: SheetRow) -> str:
    """`12 of 30 noted`."""
    return language.ntr("{done} of {n} noted", "{done} of {n} noted", row.lines, done=language.number(row.noted))


def sheet_columns(language: Language, today: date) -> tuple[Column[SheetRow], ...]:
    """The list of all sheets."""
    tr = language.tr
    return (
        Column(tr("Sheet"), lambda row: Cell(f"V {typed(visit_sheet_code(row.id))}"), 130),
        Column(tr("Week of"), lambda row: named(language.date(row.week_of)), 130, key=lambda row: row.week_of),
        Column(tr("Council and doctor"), lambda row: named(row.council, row.doctor), key=lambda row: row.council),
        Column(tr("Typed in"), lambda row: Cell(progress(language, row), _met(language, row)), 190),
        Column(tr("State"), lambda row: Cell(badge=sheet_state(language, row, today)), 190),
    )


def _met(language: Language, row: SheetRow) -> str:
    return language.ntr("{n} was seen", "{n} were seen", row.met) if row.met else ""


def line_columns(language: Language, today: date, half: Callable[[int], bool]) -> tuple[Column[SheetLine], ...]:
    """The lines of a sheet, in its order and with its numbers; `half` says of a line's id whether its boxes were left half typed."""
    tr = language.tr
    return (
        Column(tr("No."), lambda line: Cell(str(line.row.number), strong=True), 52, right=True),
        Column(tr("Person"), _person, least=230),
        Column(tr("Treatments"), lambda line: _treatments(language, line, today), least=230),
        Column(tr("Noted"), lambda line: _noted(language, line, half(line.row.id)), 200),
    )


def _person(line: SheetLine) -> Cell:
    row = line.row
    where = ", ".join(part for part in (row.house, row.directions, row.sector) if part)
    return Cell(row.patient, where, strong=True, icon="heart" if line.first else "", icon_role="bad_ink")


def _treatments(language: Language, line: SheetLine, today: date) -> Cell:
    if not line.items:
        return Cell("—", quiet=True)
    said = ", ".join(title(language, item).split(", ")[0] for item in line.items)
    ends = [item.review_on for item in line.items if item.review_on is not None]
    if not ends:
        return Cell(said)
    left = (min(ends) - today).days
    when = language.ntr("ends in {n} d", "ends in {n} d", left) if left >= 0 else language.tr("to renew")
    return Cell(said, when, "bad_ink" if left < 7 else "text2")


def _noted(language: Language, line: SheetLine, half: bool) -> Cell:
    row = line.row
    if half:
        return Cell(badge=Badge("soon", language.tr("half typed"), "pencil"))
    if row.visit_id is None:
        return Cell(badge=Badge("mute", language.tr("to be noted")))
    if not row.met or row.purpose is None:
        return Cell(badge=Badge("soon", language.tr("not at home"), "door"))
    return Cell(badge=Badge("ok", language.tr(PURPOSES[row.purpose])))


def unvisited_columns(language: Language, today: date) -> tuple[Column[UnvisitedRow], ...]:
    """Houses where nobody was met for long."""
    tr = language.tr

    def last(row: UnvisitedRow) -> Cell:
        if row.last_met is None:
            return Cell(badge=Badge("bad", tr("never visited")))
        weeks = (today - row.last_met).days // 7
        return Cell(language.ntr("{n} week ago", "{n} weeks ago", weeks), language.date(row.last_met))

    return (
        Column(tr("House"), lambda row: named(row.house, row.directions)),
        Column(tr("Sector"), lambda row: Cell(row.sector, row.council), 240),
        Column(tr("People"), lambda row: Cell(language.number(row.people)), 90, right=True),
        Column(tr("Last visit"), last, 190),
    )


def history_columns(language: Language, of_house: bool) -> tuple[Column[Heard], ...]:
    """The visits to a person, or to a house."""
    tr = language.tr

    def what(row: Heard) -> Cell:
        visit = row.visit
        word = tr(PURPOSES[visit.purpose if visit.met else NOT_MET])
        whose = visit.patient if of_house else None
        return named(" · ".join(part for part in (word, whose) if part), visit.note)

    def ordered(row: Heard) -> Cell:
        names = ", ".join(title(language, item).split(", ")[0] for item in row.items)
        on = language.ntr("{n} treatment went on", "{n} treatments went on", row.went_on) if row.went_on else ""
        return Cell(names or on or "—", on if names else "")

    return (
        Column(tr("Day"), lambda row: Cell(language.date(row.visit.occurred_on)), 120),
        Column(tr("What for, and the note"), what),
        Column(tr("Prescribed"), ordered, 240),
        Column(
            tr("Who went"),
            lambda row: Cell(row.visit.doctor or row.visit.went or "—", row.visit.went if row.visit.doctor else ""),
            190,
            drop=1,
        ),
    )
