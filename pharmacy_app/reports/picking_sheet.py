"""A round's list for the shelf: what to take from which place, for which stops, with a box to tick. No names: it lies on the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, signatures, table_head, title
from pharmacy_app.system.language import Language

_PLACE, _NAME, _LOT, _EXPIRY, _STOPS, _AMOUNT, _TICK = 12.0, 28.0, 92.0, 118.0, 136.0, 189.0, 193.0
_BOX = 4 * MM


@dataclass(frozen=True, slots=True)
class Pick:
    """Units of one lot; `amount` as it is counted (`90 tabletas: 3 cajas de 30`), `stops` for which (`1, 3, 7`); `note`: keep cold, or why not."""

    place: str
    name: str
    on_box: str
    lot: str
    expiry: str
    stops: str
    amount: str
    taken: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class PickingSheet:
    """A round's list, by place. `code` is the round's, as on the delivery sheet."""

    pharmacy: str
    code: str
    round_name: str
    day: date
    bags: int
    picks: tuple[Pick, ...]


def picking_sheet(record: PickingSheet, language: Language) -> bytes:
    """The list as a PDF."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        paper = Paper(language, tr("List for the shelf {code}", code=record.code), record.pharmacy)
        note = tr("What is not on the shelf is said in the program: another lot is offered there.")
        sheet = Sheet(paper, note, record.code, pages, lambda page: _head(page, record))
        for index, pick in enumerate(record.picks, 1):
            _line(sheet, pick, index)
        sheet.need(70)
        signatures(sheet, (tr("Taken by"), tr("Checked (name and signature)")))
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _head(sheet: Sheet, record: PickingSheet) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    title(sheet, tr("From the shelf · Round {name}", name=record.round_name), record.pharmacy)
    weekday = language.weekday(record.day)
    said = (
        f"{weekday[:1].upper()}{weekday[1:]} {language.date(record.day)}",
        language.ntr("{n} lot", "{n} lots", len(record.picks)),
        language.ntr("{n} bag", "{n} bags", record.bags),
    )
    paper.text(sheet.left, sheet.y - 10, " · ".join(said), BOLD, 12)
    sheet.y -= 22
    columns = [
        Column(tr("Place"), _PLACE), Column(tr("Medicine"), _NAME), Column(tr("Lot"), _LOT), Column(tr("Expires"), _EXPIRY),
        Column(tr("Stops"), _STOPS), Column(tr("Amount"), _AMOUNT, "right"),
    ]  # fmt: skip
    table_head(sheet, columns)


def _line(sheet: Sheet, pick: Pick, index: int) -> None:
    paper = sheet.paper
    names = wrap_text(pick.name, BOLD, 10, (_LOT - _NAME - 2) * MM)
    box = wrap_text(pick.on_box, REGULAR, 9, (_LOT - _NAME - 2) * MM)[:2] if pick.on_box else []
    amounts = wrap_text(pick.amount, REGULAR, 10, (_AMOUNT - _STOPS - 22) * MM)
    stops = wrap_text(pick.stops, REGULAR, 9, 20 * MM)
    notes = wrap_text(pick.note, BOLD, 9, (_LOT - _NAME - 2) * MM) if pick.note else []
    left = len(names) * 10 * LEADING + (len(box) + len(notes)) * 9 * LEADING
    high = max(7 * MM, left + 6, max(len(amounts), len(stops)) * 10 * LEADING + 6)
    sheet.need(high)
    y = sheet.y - 13.4
    paper.text(_PLACE * MM, y, pick.place or "—", BOLD, fit(pick.place or "—", BOLD, 11, (_NAME - _PLACE - 2) * MM))
    low = paper.block(_NAME * MM, sheet.y - 4, names, BOLD, 10)
    low = paper.block(_NAME * MM, low, box, REGULAR, 9) if box else low
    if notes:
        paper.block(_NAME * MM, low, notes, BOLD, 9)
    paper.text(_LOT * MM, y, pick.lot, REGULAR, fit(pick.lot, REGULAR, 10, (_EXPIRY - _LOT - 2) * MM))
    paper.text(_EXPIRY * MM, y, pick.expiry, REGULAR, fit(pick.expiry, REGULAR, 10, (_STOPS - _EXPIRY - 2) * MM))
    for at, words in enumerate(stops):
        paper.text(_STOPS * MM, y - at * 9 * LEADING, words, REGULAR, 9)
    for at, words in enumerate(amounts):
        paper.right(_AMOUNT * MM, y - at * 10 * LEADING, words, REGULAR, 10)
    paper.box(_TICK * MM, sheet.y - 5.5 * MM, _BOX, _BOX)
    if pick.taken:
        paper.centre(_TICK * MM + _BOX / 2, sheet.y - 5.5 * MM + 2, "×", BOLD, 11)
    sheet.y -= high
    paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if index % 5 == 0 else 0.4)
