"""Paper of families' kits: what to take from which shelf, what goes into each family's bag in walking order, and a slip for each family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, width, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, section, signatures, table_head, title
from pharmacy_app.system.language import Language

_LOT, _EXPIRY, _SHELF, _AMOUNT, _TICK = 92.0, 120.0, 141.0, 190.0, 194.0
_BOX = 4 * MM
_INDENT = 6 * MM


@dataclass(frozen=True, slots=True)
class KitPick:
    """Units of one lot for all the families together; `amount` as it is counted (`90 tabletas: 3 cajas de 30`)."""

    name: str
    lot: str
    expiry: date | None
    shelf: str
    amount: str


@dataclass(frozen=True, slots=True)
class KitMedicine:
    """One medicine of one person: `lots` names lot and date of each box; `directions` one plain sentence."""

    name: str
    amount: str
    lots: str
    directions: str


@dataclass(frozen=True, slots=True)
class KitPerson:
    """A member who gets something."""

    name: str
    medicines: tuple[KitMedicine, ...]


@dataclass(frozen=True, slots=True)
class KitFamily:
    """A family's bag. `next_due` is when the next kit is due if this one comes on its day."""

    house: str
    find: str
    sector: str
    people: tuple[KitPerson, ...]
    next_due: date


@dataclass(frozen=True, slots=True)
class KitList:
    """All bags in walking order, and what they take from the shelves together."""

    pharmacy: str
    phone: str
    code: str
    council: str
    day: date
    picks: tuple[KitPick, ...]
    families: tuple[KitFamily, ...]


def packing_list(record: KitList, language: Language) -> bytes:
    """The packing list as a PDF: for the pharmacy's table, with names."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        paper = Paper(language, tr("Packing list {code}", code=record.code), record.pharmacy)
        note = tr("Contains names: it stays in the pharmacy.")
        sheet = Sheet(paper, note, record.code, pages, lambda page: _head(page, record))
        _picks(sheet, record)
        _bags(sheet, record)
        sheet.need(70)
        signatures(sheet, (tr("Packed by"), tr("Checked (name and signature)")))
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def family_slips(record: KitList, language: Language) -> bytes:
    """A slip for each family, one below the other, to be cut apart; a long one begins a page of its own."""

    def make(pages: int) -> tuple[int, bytes]:
        paper = Paper(language, language.tr("Slips of the family kits {code}", code=record.code), record.pharmacy)
        note = language.tr("For the families: cut along the lines.")
        sheet = Sheet(paper, note, record.code, pages, lambda _page: None)
        for family in record.families:
            _slip(sheet, record, family)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _head(sheet: Sheet, record: KitList) -> None:
    paper, language = sheet.paper, sheet.paper.language
    title(sheet, language.tr("Family kits: packing list"), record.pharmacy)
    said = (
        record.council,
        language.ntr("{n} family", "{n} families", len(record.families)),
        language.ntr("{n} person", "{n} people", sum(len(family.people) for family in record.families)),
        language.date(record.day),
    )
    words = " · ".join(part for part in said if part)
    paper.text(sheet.left, sheet.y - 10, words, BOLD, fit(words, BOLD, 12, sheet.right - sheet.left))
    sheet.y -= 22


def _picks(sheet: Sheet, record: KitList) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    section(sheet, tr("From the shelves"), tr("For all the families together."))
    columns = [
        Column(tr("Medicine"), 12), Column(tr("Lot"), _LOT), Column(tr("Expires"), _EXPIRY), Column(tr("Shelf"), _SHELF),
        Column(tr("Amount"), _AMOUNT, "right"),
    ]  # fmt: skip
    table_head(sheet, columns)
    for index, pick in enumerate(record.picks, 1):
        names = wrap_text(pick.name, BOLD, 10, (_LOT - 12 - 2) * MM)
        amounts = wrap_text(pick.amount, REGULAR, 10, (_AMOUNT - _SHELF - 14) * MM)
        high = max(7 * MM, max(len(names), len(amounts)) * 10 * LEADING + 6)
        if sheet.need(high):
            table_head(sheet, columns)
        y = sheet.y - 13.4
        paper.block(12 * MM, sheet.y - 4, names, BOLD, 10)
        paper.text(_LOT * MM, y, pick.lot, REGULAR, fit(pick.lot, REGULAR, 10, (_EXPIRY - _LOT - 2) * MM))
        paper.text(_EXPIRY * MM, y, f"{pick.expiry:%m/%Y}" if pick.expiry else "—", REGULAR, 10)
        paper.text(_SHELF * MM, y, pick.shelf, REGULAR, fit(pick.shelf, REGULAR, 10, 13 * MM))
        for at, line in enumerate(amounts):
            paper.right(_AMOUNT * MM, y - at * 10 * LEADING, line, REGULAR, 10)
        paper.box(_TICK * MM, sheet.y - 5.5 * MM, _BOX, _BOX)
        sheet.y -= high
        paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if index % 5 == 0 else 0.4)
    sheet.y -= 4


def _bags(sheet: Sheet, record: KitList) -> None:
    paper, language = sheet.paper, sheet.paper.language
    sheet.need(80)
    sheet.y -= 10
    section(sheet, language.tr("Bag by bag"), language.tr("In walking order."))
    paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
    for number, family in enumerate(record.families, 1):
        rows = [_rows(sheet, person) for person in family.people]
        sheet.need(min(20 + sum(high for high, _ in rows), 190))
        words = f"{number} · {family.house}"
        paper.box(sheet.right - _BOX, sheet.y - 5.5 * MM, _BOX, _BOX)
        paper.text(sheet.left, sheet.y - 13, words, BOLD, fit(words, BOLD, 11.5, 92 * MM))
        where = " · ".join(part for part in (family.sector, family.find) if part)
        paper.text(_LOT * MM + 14 * MM, sheet.y - 13, where, REGULAR, fit(where, REGULAR, 9.5, 78 * MM))
        sheet.y -= 19
        for (high, lines), person in zip(rows, family.people, strict=True):
            sheet.need(high)
            paper.block(sheet.left + _INDENT, sheet.y, wrap_text(person.name, REGULAR, 10, 44 * MM), REGULAR, 10)
            for medicine in lines:
                paper.block(64 * MM, sheet.y, medicine, REGULAR, 10)
                sheet.y -= len(medicine) * 10 * LEADING + 2
            sheet.y -= max(0, high - sum(len(medicine) * 10 * LEADING + 2 for medicine in lines))
        sheet.y -= 3
        paper.rule(sheet.left, sheet.right, sheet.y, 0.4)


def _rows(sheet: Sheet, person: KitPerson) -> tuple[float, list[list[str]]]:
    """Points that a person takes, and the lines of each medicine."""
    lines = [wrap_text(f"{one.name}: {one.amount} ({one.lots})", REGULAR, 10, sheet.right - 64 * MM) for one in person.medicines]
    names = len(wrap_text(person.name, REGULAR, 10, 44 * MM)) * 10 * LEADING + 2
    return max(names, sum(len(some) * 10 * LEADING + 2 for some in lines)), lines


def _slip(sheet: Sheet, record: KitList, family: KitFamily) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    wide = sheet.right - sheet.left
    bodies = [(person, [_said(one, wide) for one in person.medicines]) for person in family.people]
    sheet.need(min(96 + sum(22 + sum(_high(part) for part in parts) for _, parts in bodies), paper.height - 40 * MM))
    heading = tr("Family kit · {house}", house=family.house)
    pharmacy = width(record.pharmacy, REGULAR, 9.5)
    paper.text(sheet.left, sheet.y - 17, heading, BOLD, fit(heading, BOLD, 16, wide - pharmacy - 12))
    paper.right(sheet.right, sheet.y - 17, record.pharmacy, REGULAR, 9.5)
    where = " · ".join(part for part in (family.sector, family.find) if part)
    paper.text(sheet.left, sheet.y - 32, where, REGULAR, fit(where, REGULAR, 11, wide))
    sheet.y -= 38
    paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
    for person, parts in bodies:
        sheet.need(24 + _high(parts[0]))
        paper.text(sheet.left, sheet.y - 16, person.name, BOLD, fit(person.name, BOLD, 13, wide))
        sheet.y -= 20
        for names, directions in parts:
            sheet.need(_high((names, directions)))
            low = paper.block(sheet.left + _INDENT, sheet.y, names, BOLD, 11)
            if directions:
                paper.block(sheet.left + _INDENT, low, directions, REGULAR, 11)
            sheet.y -= _high((names, directions))
        paper.rule(sheet.left, sheet.right, sheet.y, 0.4)
    sheet.need(34)
    words = tr("The next kit is due about {day}.", day=language.date(family.next_due))
    paper.text(sheet.left, sheet.y - 16, words, BOLD, 11)
    if record.phone:
        call = tr("Is something wrong? Call {phone}.", phone=record.phone)
        paper.right(sheet.right, sheet.y - 16, call, REGULAR, fit(call, REGULAR, 11, wide - width(words, BOLD, 11) - 12))
    sheet.y -= 26
    if sheet.room > 60:  # where it is cut
        paper.draw(f"q 0.7 w [3.2 2.6] 0 d {sheet.left:.2f} {sheet.y:.2f} m {sheet.right:.2f} {sheet.y:.2f} l S Q")
    sheet.y -= 12


def _said(one: KitMedicine, wide: float) -> tuple[list[str], list[str]]:
    room = wide - _INDENT
    named = wrap_text(f"{one.name}: {one.amount} ({one.lots})", BOLD, 11, room)
    return named, wrap_text(one.directions, REGULAR, 11, room) if one.directions else []


def _high(part: tuple[Sequence[str], Sequence[str]]) -> float:
    return (len(part[0]) + len(part[1])) * 11 * LEADING + 5
