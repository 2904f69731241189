"""The weekly sheet of one council, for the meeting: what was delivered, what has to be settled, what could not be covered."""

from __future__ import annotations

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.records import OpenStop, WeeklySheet
from pharmacy_app.reports.sheet import Column, Sheet, equation, numbered, section, signatures, table_head, title
from pharmacy_app.system.language import Language

LEAST = 5  # fewer people than this are not counted on paper
_HOUSE, _PERSON, _WHAT, _DAY, _TODO = 26.0, 78.0, 116.0, 155.0, 168.0
_PEOPLE, _DAYS, _WHY = 108.5, 136.5, 140.0


def weekly_sheet(record: WeeklySheet, language: Language) -> bytes:
    """The week of one council as a PDF: names beside doors, never beside a medicine."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        paper = Paper(language, tr("Deliveries of the week {code}", code=record.code), record.pharmacy)
        day = language.date(record.made_on)
        note = tr("Contains names: not for the wall, it is filed. Made by {name}, {day}.", name=record.made_by, day=day)
        sheet = Sheet(paper, note, record.code, pages, lambda page: _head(page, record))
        _equation(sheet, record)
        _open_stops(sheet, record)
        _unmet(sheet, record)
        _delivered(sheet, record)
        sheet.need(60)
        checked = tr("Checked (name and signature)")
        if (meeting := record.meeting) is None:
            shown = tr("Presented at the meeting of")
        else:
            shown = tr("Presented at the meeting of {weekday} {day}", weekday=language.weekday(meeting), day=language.date(meeting))
        signatures(sheet, (checked, shown))
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _head(sheet: Sheet, record: WeeklySheet) -> None:
    paper, language = sheet.paper, sheet.paper.language
    title(sheet, language.tr("Deliveries of the week"), record.pharmacy)
    first = str(record.first.day) if record.first.month == record.last.month else language.short_date(record.first)
    week = language.tr(
        "Council {council} · {from_day} {first} to {to_day} {last}",
        council=record.council,
        from_day=language.weekday(record.first),
        first=first,
        to_day=language.weekday(record.last),
        last=language.date(record.last),
    )
    if sheet.page > 1:
        week = language.tr("{day} · continued", day=week)
    paper.text(sheet.left, sheet.y - 10, week, BOLD, fit(week, BOLD, 12, sheet.right - sheet.left))
    sheet.y -= 22


def _equation(sheet: Sheet, record: WeeklySheet) -> None:
    """All stops = delivered + nobody home + ...; kinds that did not happen are left out, except the four that people ask for."""
    language, counts = sheet.paper.language, record.counts
    tr, ntr = language.tr, language.ntr
    parts = [
        (counts.delivered, ntr("stop delivered", "stops delivered", counts.delivered)),
        (counts.nobody_home, tr("nobody home")),
        (counts.refused, ntr("stop refused", "stops refused", counts.refused)),
        (counts.moved, ntr("household moved", "households moved", counts.moved)),
    ]
    parts += [
        (count, words)
        for count, words in ((counts.partial, tr("in part")), (counts.other, tr("other")), (counts.waiting, tr("not closed yet")))
        if count
    ]
    stops = language.ntr("{n} stop", "{n} stops", counts.total).split(" ", 1)[-1]
    rounds = language.ntr("{n} round", "{n} rounds", record.rounds)
    total = f"{stops}, {rounds}"
    equation(sheet, [(language.number(counts.total), total), *((language.number(count), words) for count, words in parts)], 15 * MM)


def _what(stop: OpenStop, language: Language) -> str:
    words = {
        "delivered": language.tr("Delivered"),
        "nobody_home": language.tr("Nobody"),
        "refused": language.tr("Refused"),
        "moved": language.tr("Moved"),
        "partial": language.tr("Part"),
        "other": language.tr("Other"),
    }[stop.outcome]
    if stop.times > 1:
        words = language.tr("{what}, time {n}", what=words, n=stop.times)
    return f"{words}: {stop.note}" if stop.note else words


def _open_stops(sheet: Sheet, record: WeeklySheet) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    sheet.need(70)
    sheet.y -= 8
    section(sheet, tr("What has to be settled"))
    waiting = record.counts.waiting
    if waiting:
        said = language.ntr(
            "{n} stop is not closed: what happened there is not known yet.",
            "{n} stops are not closed: what happened there is not known yet.",
            waiting,
        )
        _nothing(sheet, said)
    if not record.open_stops:
        if not waiting:
            _nothing(sheet, tr("Nothing: every door was reached."))
        return
    columns = [
        Column(tr("Stop"), 12), Column(tr("House"), _HOUSE), Column(tr("Person"), _PERSON),
        Column(tr("What happened"), _WHAT), Column(tr("Day"), _DAY), Column(tr("What will be done"), _TODO),
    ]  # fmt: skip
    table_head(sheet, columns)
    for index, stop in enumerate(record.open_stops, 1):
        cells = (
            (12.0, _HOUSE, stop.stop, BOLD), (_HOUSE, _PERSON, stop.house, REGULAR), (_PERSON, _WHAT, stop.person, REGULAR),
            (_WHAT, _DAY, _what(stop, language), REGULAR), (_DAY, _TODO, language.short_date(stop.day), REGULAR),
        )  # fmt: skip
        laid = [(at, wrap_text(text, font, 9.6, (end - at - 2) * MM), font) for at, end, text, font in cells]
        high = max(9 * MM, max(len(lines) for _, lines, _ in laid) * 9.6 * LEADING + 8)
        if sheet.need(high):
            table_head(sheet, columns)
        for at, lines, font in laid:
            paper.block(at * MM, sheet.y - (high - len(lines) * 9.6 * LEADING) / 2, lines, font, 9.6)
        sheet.y -= high
        paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if index % 5 == 0 else 0.4)
    sheet.y -= 2


def _unmet(sheet: Sheet, record: WeeklySheet) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    sheet.need(70)
    sheet.y -= 8
    section(sheet, tr("What could not be covered"), tr("Without names. Who is missing shows on the screen."))
    if not record.unmet:
        _nothing(sheet, tr("Nothing: there was enough of everything."))
        return
    columns = [
        Column(tr("Medicine"), 12), Column(tr("People"), _PEOPLE, "right"), Column(tr("Days missing"), _DAYS, "right"), Column(tr("Why"), _WHY),
    ]  # fmt: skip
    table_head(sheet, columns)
    for index, unmet in enumerate(record.unmet, 1):
        hidden = unmet.people < LEAST
        names = wrap_text(unmet.medicine, BOLD, 10, (_PEOPLE - 12 - 14) * MM)
        why = wrap_text(unmet.why, REGULAR, 9.6, sheet.right - _WHY * MM)
        high = max(6.8 * MM, max(len(names), len(why)) * 10 * LEADING + 6)
        if sheet.need(high):
            table_head(sheet, columns)
        paper.block(12 * MM, sheet.y - 4, names, BOLD, 10)
        paper.right(_PEOPLE * MM, sheet.y - 13.4, f"<{LEAST}" if hidden else language.number(unmet.people), REGULAR, 10)
        paper.right(_DAYS * MM, sheet.y - 13.4, "–" if hidden else language.number(unmet.days), REGULAR, 10)
        paper.block(_WHY * MM, sheet.y - 4, why, REGULAR, 9.6)
        sheet.y -= high
        paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if index % 5 == 0 else 0.4)
    sheet.y -= 2


def _delivered(sheet: Sheet, record: WeeklySheet) -> None:
    """Three columns, read downwards: day, house, person."""
    paper, language = sheet.paper, sheet.paper.language
    ntr = language.ntr
    counts = (
        ntr("{n} stop", "{n} stops", record.counts.delivered),
        ntr("{n} person", "{n} people", record.people),
        ntr("{n} bag", "{n} bags", record.bags),
    )
    amounts = (ntr("{n} unit", "{n} units", record.units), ntr("{n} day of treatment", "{n} days of treatment", record.treatment_days))
    sheet.need(60)
    sheet.y -= 8
    section(sheet, language.tr("Delivered"), f"{', '.join(counts)}: {', '.join(amounts)}.")
    paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
    sheet.y -= 2
    line, wide = 14.6, (sheet.right - sheet.left) / 3
    left = list(record.delivered)
    while left:
        sheet.need(line)
        rows = min(max(int(sheet.room / line), 1), -(-len(left) // 3))
        for index, stop in enumerate(left[: rows * 3]):
            x, y = sheet.left + index // rows * wide, sheet.y - 10 - index % rows * line
            paper.text(x, y, language.short_date(stop.day), REGULAR, 9.5)
            words = f"{stop.house} · {stop.person}"
            paper.text(x + 12 * MM, y, words, REGULAR, fit(words, REGULAR, 9.8, wide - 14 * MM))
        left = left[rows * 3 :]
        sheet.y -= rows * line + 2


def _nothing(sheet: Sheet, words: str) -> None:
    sheet.paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
    sheet.paper.text(sheet.left, sheet.y - 15, words, REGULAR, 10.5)
    sheet.y -= 22
