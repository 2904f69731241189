"""The carriers' delivery sheet: doors in walking order, boxes to tick, and at its end the count of bags that closes the round."""

from __future__ import annotations

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, width, wrap_text
from pharmacy_app.reports.pictures import icon
from pharmacy_app.reports.records import RoundSheet, RoundStop
from pharmacy_app.reports.sheet import Column, Sheet, equation, numbered, section, signatures, table_head, title
from pharmacy_app.system.language import Language

_HOUSE, _BAGS, _COLD, _TICKS, _TICKS_2, _WORDS = 25.0, 101.5, 113.0, 121.0, 144.0, 166.0  # mm
_TICK, _PITCH = 4.4 * MM, 5.8 * MM
_ROW = 19.4 * MM
_RETURNED = 7  # lines for what came back
_CLOSING = 176 * MM


def round_sheet(record: RoundSheet, language: Language) -> bytes:
    """The delivery sheet of one round as a PDF. It carries names and no medicine."""

    def make(pages: int) -> tuple[int, bytes]:
        paper = Paper(language, language.tr("Delivery sheet {code}", code=record.code), record.pharmacy)
        note = language.tr("Contains names: it comes back to the pharmacy with the stubs.")
        sheet = Sheet(paper, note, record.code, pages, lambda page: _head(page, record))
        for index, stop in enumerate(record.stops, 1):
            _stop(sheet, stop, index)
        _closing(sheet, record)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _columns(language: Language) -> list[Column]:
    return [
        Column(language.tr("Stop"), 12),
        Column(language.tr("House and people"), _HOUSE),
        Column(language.tr("Bags"), _BAGS, "centre"),
        Column(language.tr("Cold"), _COLD, "centre"),
        Column(language.tr("Mark one"), _TICKS),
        Column(language.tr("Received by / what happened"), _WORDS),
    ]


def _head(sheet: Sheet, record: RoundSheet) -> None:
    paper, language = sheet.paper, sheet.paper.language
    title(sheet, language.tr("Delivery sheet · Round {name}", name=record.round_name), record.pharmacy)
    weekday = language.weekday(record.day)
    day = f"{weekday[:1].upper()}{weekday[1:]} {language.date(record.day)}"
    if sheet.page > 1:
        paper.text(sheet.left, sheet.y - 9, language.tr("{day} · continued", day=day), REGULAR, 10.5)
        sheet.y -= 22
        return
    if record.leaves is not None:
        clock = record.leaves.strftime("%I:%M").lstrip("0") + (" am" if record.leaves.hour < 12 else " pm")
        day = language.tr("{day}, leaving {clock}", day=day, clock=clock)
    paper.text(sheet.left, sheet.y - 9, day, BOLD, fit(day, BOLD, 12, sheet.right - sheet.left))
    sheet.y -= 14
    where = _where(record, language)
    for line in wrap_text(where, REGULAR, 10.5, sheet.right - sheet.left) if where else ():
        paper.text(sheet.left, sheet.y - 10, line, REGULAR, 10.5)
        sheet.y -= 12.3
    _figures(sheet, record)
    table_head(sheet, _columns(language))


def _where(record: RoundSheet, language: Language) -> str:
    parts = []
    if record.councils:
        parts.append(language.tr("Council {names}", names=", ".join(record.councils)))
    if len(record.sectors) > 1:
        parts.append(language.tr("sectors {names}", names=", ".join(record.sectors)))
    elif record.sectors:
        parts.append(language.tr("sector {name}", name=record.sectors[0]))
    return " · ".join(parts)


def _figures(sheet: Sheet, record: RoundSheet) -> None:
    """Stops, bags, cold; who carries; when they left and came back."""
    paper, tr = sheet.paper, sheet.paper.language.tr
    wide, high, gap = 25 * MM, 13 * MM, 2 * MM
    low = sheet.y - 4 - high
    cold = sum(stop.cold for stop in record.stops)
    for index, (number, words) in enumerate(
        ((len(record.stops), tr("Stops")), (sum(stop.bags for stop in record.stops), tr("Bags")), (cold, tr("Cold")))
    ):
        x = sheet.left + index * (wide + gap)
        paper.box(x + 0.5, low, wide - 1, high, 1.2)
        paper.centre(x + wide / 2, low + 16, f"{number}", BOLD, 18)
        paper.centre(x + wide / 2, low + 4.5, words, REGULAR, fit(words, REGULAR, 9, wide - 4))
    x = sheet.left + 3 * (wide + gap) + 3 * MM
    label = tr("Carried by:")
    paper.text(x, low + high - 11, label, BOLD, 10.5)
    start = x + width(label, BOLD, 10.5) + 5
    if record.carriers:
        names = ", ".join(record.carriers)
        size = max(fit(names, REGULAR, 10.5, sheet.right - start), 7.5)
        for n, line in enumerate(wrap_text(names, REGULAR, size, sheet.right - start)[:3]):
            paper.text(start, low + high - 11 - n * size, line, REGULAR, size)
    else:
        paper.rule(start, sheet.right, low + high - 12)
    left, back = tr("Time of leaving"), tr("of return")
    space = (sheet.right - x - width(left, REGULAR, 9) - width(back, REGULAR, 9) - 17) / 2
    paper.text(x, low + 3.5, left, REGULAR, 9)
    x += width(left, REGULAR, 9) + 4
    paper.rule(x, x + space, low + 1.5, 0.5)
    x += space + 9
    paper.text(x, low + 3.5, back, REGULAR, 9)
    x += width(back, REGULAR, 9) + 4
    paper.rule(x, x + space, low + 1.5, 0.5)
    sheet.y = low - 11


def _stop(sheet: Sheet, stop: RoundStop, index: int) -> None:
    """One door; the row grows with long names and is not split."""
    paper, language = sheet.paper, sheet.paper.language
    room = (_BAGS - 7 - _HOUSE) * MM
    house = wrap_text(stop.house, BOLD, 10.5, room)
    people = wrap_text(" · ".join(stop.people), REGULAR, 10, room)
    high = max(_ROW, 6 + (len(house) * 10.5 + len(people) * 10) * LEADING + 4)
    if sheet.need(high):
        table_head(sheet, _columns(language))
    top = sheet.y
    number = str(stop.number)
    paper.text(sheet.left, top - 24, number, BOLD, fit(number, BOLD, 18, 11 * MM))
    y = paper.block(_HOUSE * MM, top - 4, house, BOLD, 10.5)
    paper.block(_HOUSE * MM, y - 0.5, people, REGULAR, 10)
    paper.centre(_BAGS * MM, top - 23, str(stop.bags), BOLD, 18)
    if stop.stubs > 1:
        words = language.ntr("{n} stub", "{n} stubs", stop.stubs)
        paper.centre(_BAGS * MM, top - 33, words, REGULAR, fit(words, REGULAR, 8, 15 * MM))
    if stop.cold:
        paper.draw(icon("cold", (_COLD - 3.4) * MM, top - 27, 6.8 * MM))
    results = (
        language.tr("Delivered"), language.tr("Nobody"), language.tr("Refused"), language.tr("Moved"), language.tr("Part"), language.tr("Other"),
    )  # fmt: skip
    for n, word in enumerate(results):
        x = (_TICKS_2 if n % 2 else _TICKS) * MM
        low = top - 4.5 - _TICK - n // 2 * _PITCH
        paper.box(x, low, _TICK, _TICK, 1.1)
        limit = (_WORDS - 1 if n % 2 else _TICKS_2 - 0.5) * MM
        paper.text(x + _TICK + 2.5, low + 2.8, word, REGULAR, fit(word, REGULAR, 9.5, limit - x - _TICK - 2.5))
    for n in range(2):
        paper.rule(_WORDS * MM, sheet.right, top - 26 - n * 22, 0.5)
    sheet.y = top - high
    paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if index % 5 == 0 else 0.4)


def _closing(sheet: Sheet, record: RoundSheet) -> None:
    """Bags that left = delivered + came back + lost; what came back; signatures. It stays whole."""
    paper, tr = sheet.paper, sheet.paper.language.tr
    sheet.need(_CLOSING)
    sheet.y -= 14
    section(sheet, tr("Back at the pharmacy: two people count the same"))
    bags = str(sum(stop.bags for stop in record.stops))
    equation(
        sheet,
        ((bags, tr("Bags that left")), ("", tr("Handed over")), ("", tr("Came back")), ("", tr("Lost or damaged"))),
        17 * MM,
        below=True,
    )
    sheet.y -= 8
    section(sheet, tr("What came back"), tr("If it was open or got warm, mark it: it goes to quarantine."))
    closed, opened, warm = 134.0, 153.0, 173.0
    table_head(
        sheet,
        [
            Column(tr("Stop"), 12), Column(tr("Medicine"), 30), Column(tr("How much"), 102),
            Column(tr("Pack closed"), closed, "centre"), Column(tr("Pack open"), opened, "centre"), Column(tr("Got warm"), warm, "centre"),
        ],
    )  # fmt: skip
    for _ in range(_RETURNED):
        for x in (closed, opened, warm):
            paper.box(x * MM - _TICK / 2, sheet.y - 18.5, _TICK, _TICK, 1.1)
        sheet.y -= 9 * MM
        paper.rule(sheet.left, sheet.right, sheet.y, 0.5)
    sheet.y -= 18
    notes = tr("Notes of the way (closed house, somebody ill, bad path):")
    paper.text(sheet.left, sheet.y, notes, BOLD, 10)
    sheet.y -= 3
    for _ in range(3):
        sheet.y -= 9 * MM
        paper.rule(sheet.left, sheet.right, sheet.y, 0.5)
    signatures(
        sheet, (tr("Carried (name and signature)"), tr("Carried (name and signature)"), tr("Received at the pharmacy (name and signature)"))
    )
