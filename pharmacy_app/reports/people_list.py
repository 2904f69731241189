"""A list of people for the committee's meeting: who, how old, in which house, and a box to tick; what they live with only where it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, section, table_head, title
from pharmacy_app.system.language import Language

_NUMBER, _NAME, _AGE, _HOUSE, _PHONE, _TICK = 20.0, 22.0, 112.0, 116.0, 168.0, 194.0  # mm; numbers and ages end there
_AGE_WIDE = 24.0
_LINE, _SMALL, _AIR = 11.5, 10.4, 6.0


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line. `lives_with`: illnesses, allergies, what counts for them; empty where the list is printed without."""

    name: str
    age: str
    house: str
    phone: str
    lives_with: str


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The list of one day. `which`: in words, whom it shows. `groups`: a council and sector with its people, or one without a title.
    `health`: it says what people live with."""

    pharmacy: str
    made_by: str
    day: date
    which: str
    health: bool
    groups: tuple[tuple[str, tuple[ListedPerson, ...]], ...]


def people_list(record: PeopleList, language: Language) -> bytes:
    """The list as a PDF; its foot says what it holds and who made it."""
    tr = language.tr

    def make(pages: int) -> tuple[int, bytes]:
        words, day = tr("List of people"), language.date(record.day)
        paper = Paper(language, words, record.pharmacy)
        holds = tr("Contains names and illnesses") if record.health else tr("Contains names")
        note = tr("{holds}: for the committee alone, it is left nowhere · made by {who}", holds=holds, who=record.made_by)
        sheet = Sheet(paper, note, day, pages, lambda one: title(one, words, record.pharmacy))
        _which(sheet, record)
        before = 0
        for name, people in record.groups:
            _group(sheet, name, people, before)
            before += len(people)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _which(sheet: Sheet, record: PeopleList) -> None:
    language = sheet.paper.language
    count = sum(len(people) for _, people in record.groups)
    said = " · ".join(part for part in (language.ntr("{n} person", "{n} people", count), record.which) if part)
    for line in wrap_text(said, REGULAR, 10.5, sheet.right - sheet.left):
        sheet.paper.text(sheet.left, sheet.y - 11, line, REGULAR, 10.5)
        sheet.y -= 13
    sheet.y -= 5


def _group(sheet: Sheet, name: str, people: Sequence[ListedPerson], before: int) -> None:
    """The people of one place; so many stand before them."""
    tr = sheet.paper.language.tr
    columns = (
        Column(tr("No."), _NUMBER, "right"), Column(tr("Name"), _NAME), Column(tr("Age"), _AGE, "right"), Column(tr("House"), _HOUSE),
        Column(tr("Telephone"), _PHONE),
    )  # fmt: skip

    def head(again: bool) -> None:
        if name:
            section(sheet, tr("{place} (goes on)", place=name) if again else name)
            sheet.y -= 3
        table_head(sheet, columns)

    if people:
        sheet.need(_high(_laid(people[0])) + 60)
    head(again=False)
    for number, one in enumerate(people, before + 1):
        laid = _laid(one)
        if sheet.need(_high(laid)):
            head(again=True)
        _person(sheet, number, one, laid)
    sheet.y -= 12


def _laid(one: ListedPerson) -> tuple[list[str], list[str], list[str], list[str]]:
    """Name, house, telephone and what they live with, as lines."""
    return (
        wrap_text(one.name, BOLD, 10.5, (_AGE - _AGE_WIDE - _NAME) * MM),
        wrap_text(one.house, REGULAR, 9.5, (_PHONE - _HOUSE - 2) * MM),
        wrap_text(one.phone, REGULAR, 9.5, (_TICK - _PHONE - 2) * MM),
        wrap_text(one.lives_with, REGULAR, 9, (_HOUSE - _NAME - 4) * MM) if one.lives_with else [],
    )


def _high(laid: tuple[list[str], list[str], list[str], list[str]]) -> float:
    name, house, phone, lives_with = laid
    return max(len(name) * _LINE + len(lives_with) * _SMALL, len(house) * _LINE, len(phone) * _LINE) + _AIR


def _person(sheet: Sheet, number: int, one: ListedPerson, laid: tuple[list[str], list[str], list[str], list[str]]) -> None:
    paper, top = sheet.paper, sheet.y - 12
    name, house, phone, lives_with = laid
    paper.right(_NUMBER * MM, top, str(number), REGULAR, 9.5)
    for at, line in enumerate(name):
        paper.text(_NAME * MM, top - at * _LINE, line, BOLD, 10.5)
    paper.right(_AGE * MM, top, one.age, REGULAR, fit(one.age, REGULAR, 9.5, (_AGE_WIDE - 2) * MM))
    for column, lines in ((_HOUSE, house), (_PHONE, phone)):
        for at, line in enumerate(lines):
            paper.text(column * MM, top - at * _LINE, line, REGULAR, 9.5)
    paper.box(_TICK * MM, top - 2, 4 * MM, 4 * MM, 0.9)
    low = top - len(name) * _LINE
    for at, line in enumerate(lives_with):
        paper.text(_NAME * MM, low - at * _SMALL, line, REGULAR, 9)
    sheet.y -= _high(laid)
    paper.rule(sheet.left, sheet.right, sheet.y, 0.4)
