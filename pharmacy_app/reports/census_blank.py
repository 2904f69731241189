"""The census sheet of a house, to be filled in by hand on the walk: empty, or with what is known for checking. A page for each house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, table_head, title
from pharmacy_app.system.language import Language

MEMBERS = 7  # to a page; a larger family goes on over the page
_LINE = 8.6 * MM
_ENDS = (12.0, 19.0, 82.0, 107.0, 133.0, 143.0, 198.0)  # columns of the members
_TICK = 3.6 * MM


@dataclass(frozen=True, slots=True)
class SheetMember:
    """Somebody of a house; `conditions` and `criteria` are codes of the boxes, `others` illnesses that have no box, in words."""

    name: str
    national_id: str = ""
    born: str = ""
    sex: str = ""
    receivers: str = ""
    conditions: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    others: str = ""
    allergies: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class HouseSheet:
    """A house; all empty: to be filled in."""

    council: str = ""
    sector: str = ""
    house: str = ""
    code: str = ""
    directions: str = ""
    access: str = ""
    phone: str = ""
    members: tuple[SheetMember, ...] = ()


@dataclass(frozen=True, slots=True)
class CensusSheets:
    """The sheets of a walk. `conditions` and `criteria`: (code, words) of the boxes, in their order. `known`: it holds names."""

    pharmacy: str
    day: date
    conditions: tuple[tuple[str, str], ...]
    criteria: tuple[tuple[str, str], ...]
    houses: tuple[HouseSheet, ...]
    known: bool = False


def census_sheets(record: CensusSheets, language: Language) -> bytes:
    """A page for each house, or several for a large family."""
    tr = language.tr
    words = tr("Census: a house")
    paper = Paper(language, words, record.pharmacy)
    contains = tr("Contains names and illnesses: not for the wall, it is filed or destroyed.")
    note = (
        contains if record.known else tr("Once filled in it contains names and illnesses: it is kept apart, and destroyed when typed in.")
    )
    pages = [(house, part) for house in record.houses for part in _parts(house)]
    for number, (house, members) in enumerate(pages, 1):
        sheet = Sheet(
            paper, note, house.code or language.date(record.day), len(pages), lambda one: title(one, words, record.pharmacy), number - 1
        )
        _house(sheet, house)
        _members(sheet, members)
        _boxes(sheet, record, members)
        _writing(sheet, members)
        sheet.close()
    return paper.finish()


def _parts(house: HouseSheet) -> Sequence[tuple[SheetMember, ...]]:
    return [house.members[first : first + MEMBERS] for first in range(0, max(1, len(house.members)), MEMBERS)]


def _why(sheet: Sheet, words: str) -> None:
    """In small letters what it is asked for."""
    sheet.paper.text(sheet.left, sheet.y - 9, words, REGULAR, fit(words, REGULAR, 8.5, sheet.right - sheet.left))
    sheet.y -= 14


def _field(sheet: Sheet, at: float, end: float, name: str, value: str) -> None:
    """A name in small letters above a line to write on."""
    paper = sheet.paper
    paper.text(at * MM, sheet.y - 8, name, REGULAR, fit(name, REGULAR, 7.5, (end - at - 2) * MM))
    paper.rule(at * MM, (end - 2) * MM, sheet.y - 25, 0.6)
    if value:
        paper.text(at * MM, sheet.y - 21, value, BOLD, fit(value, BOLD, 10.5, (end - at - 2) * MM))


def _house(sheet: Sheet, house: HouseSheet) -> None:
    tr = sheet.paper.language.tr
    _field(sheet, 12, 75, tr("Communal council"), house.council)
    _field(sheet, 75, 130, tr("Sector"), house.sector)
    _field(sheet, 130, 200, tr("House: number, or what people call it"), house.house)
    sheet.y -= 28
    _field(sheet, 12, 130, tr("How it is found among the stairs"), house.directions)
    _field(sheet, 130, 200, tr("Telephone of the house"), house.phone)
    sheet.y -= 28
    _field(sheet, 12, 200, tr("Access: water, a dog, the stairs when it rains"), house.access)
    sheet.y -= 30
    _why(sheet, tr("Why: so that whoever carries the medicines finds the door, and can say when they come."))


def _members(sheet: Sheet, members: Sequence[SheetMember]) -> None:
    """One line for each person, numbered; the boxes below go by these numbers."""
    paper, tr = sheet.paper, sheet.paper.language.tr
    heads = ("", tr("Names and surnames"), tr("ID number"), tr("Born on, or age"), tr("F / M"), tr("Who may receive for them"))
    table_head(sheet, [Column(words, at + (1.5 if words else 0)) for words, at in zip(heads, _ENDS, strict=False)])
    top = sheet.y
    for number in range(1, MEMBERS + 1):
        one = members[number - 1] if number <= len(members) else SheetMember("")
        paper.text((_ENDS[0] + 1.5) * MM, sheet.y - _LINE / 2 - 4, str(number), BOLD, 11)
        cells = (one.name, one.national_id, one.born, one.sex, one.receivers)
        for at, end, text in zip(_ENDS[1:], _ENDS[2:], cells, strict=False):
            if text:
                paper.text((at + 1.5) * MM, sheet.y - _LINE / 2 - 3.5, text, REGULAR, fit(text, REGULAR, 10, (end - at - 3) * MM))
        sheet.y -= _LINE
        paper.rule(sheet.left, sheet.right, sheet.y, 0.5)
    for at in _ENDS[1:-1]:
        paper.draw(f"0.4 w {at * MM:.2f} {sheet.y:.2f} m {at * MM:.2f} {top:.2f} l S")
    sheet.y -= 2
    _why(
        sheet,
        tr(
            "Why: the age and sex decide doses and warnings; the ID tells apart people of one name and may stay empty; a child needs somebody who receives."
        ),
    )


def _boxes(sheet: Sheet, record: CensusSheets, members: Sequence[SheetMember]) -> None:
    """Conditions and what gives priority: a line each, with a box for every number of the table above."""
    tr = sheet.paper.language.tr
    half = -(-len(record.conditions) // 2)
    told = dict(enumerate(members, 1))
    ill = {code: {number for number, one in told.items() if code in one.conditions} for code, _ in record.conditions}
    held = {code: {number for number, one in told.items() if code in one.criteria} for code, _ in record.criteria}
    _ticks(sheet, tr("Illnesses: tick the number of the person"), record.conditions, half, ill)
    _why(sheet, tr("Why: they say what medicines are needed, and who waits for them."))
    _ticks(sheet, tr("What gives priority"), record.criteria, -(-len(record.criteria) // 2), held)
    _why(sheet, tr("Why: the committee decides by these who comes first when there is not enough for all."))


def _ticks(sheet: Sheet, heading: str, rows: Sequence[tuple[str, str]], half: int, ticked: dict[str, set[int]]) -> None:
    paper = sheet.paper
    paper.text(sheet.left, sheet.y - 11, heading, BOLD, 11)
    sheet.y -= 17
    wide, high = (sheet.right - sheet.left) / 2, 13.6
    for index, (code, words) in enumerate(rows):
        x, y = sheet.left + index // half * (wide + 2 * MM), sheet.y - index % half * high
        room = wide - 8 * MM - MEMBERS * (_TICK + 3.5 * MM)
        paper.text(x, y - 9, words, REGULAR, fit(words, REGULAR, 9.5, room))
        for number in range(1, MEMBERS + 1):
            left = x + wide - 4 * MM - (MEMBERS - number + 1) * (_TICK + 3.5 * MM)
            paper.text(left - 6, y - 8.5, str(number), REGULAR, 7)
            paper.box(left, y - 10, _TICK, _TICK, 0.7)
            if number in ticked.get(code, set()):
                paper.draw(f"1.3 w {left + 1.6:.2f} {y - 5:.2f} m {left + 4:.2f} {y - 8.2:.2f} l {left + _TICK:.2f} {y + 0.8:.2f} l S")
    sheet.y -= half * high


def _writing(sheet: Sheet, members: Sequence[SheetMember]) -> None:
    """Allergies and other illnesses in words, and who agreed."""
    paper, tr = sheet.paper, sheet.paper.language.tr
    heads = [Column("", 12), Column(tr("Allergies"), 20.5), Column(tr("Other illnesses"), 84.5)]
    table_head(sheet, [*heads, Column(tr("Agrees: signature and day"), 141.5)])
    top = sheet.y
    for number in range(1, MEMBERS + 1):
        one = members[number - 1] if number <= len(members) else SheetMember("")
        paper.text(13.5 * MM, sheet.y - 13, str(number), BOLD, 10)
        for at, end, text in ((20.5, 83, one.allergies), (84.5, 140, one.others), (141.5, 198, one.consent)):
            lines = wrap_text(text, REGULAR, 8.5, (end - at) * MM)[:2] if text else []
            paper.block(at * MM, sheet.y - (3 if len(lines) > 1 else 6), lines, REGULAR, 8.5)
        sheet.y -= 7.2 * MM
        paper.rule(sheet.left, sheet.right, sheet.y, 0.5)
    for at in (19.0, 83.0, 140.0):
        paper.draw(f"0.4 w {at * MM:.2f} {sheet.y:.2f} m {at * MM:.2f} {top:.2f} l S")
    sheet.y -= 2
    _why(
        sheet,
        tr(
            "Why: what somebody cannot take is never given to them. Nobody has to say anything; without it the pharmacy helps as well as it can."
        ),
    )
