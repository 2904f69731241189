"""The donor report on one page: four figures, days of treatment by group of illness, where every unit is, what is needed next."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.reports.donor_cover import INDIGO, LEAST, LIGHT, RULE, SAND, outlined, rule
from pharmacy_app.reports.donor_words import group_name, unit_amount, unit_plural
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, fit, rich, width, wrap, wrap_text
from pharmacy_app.reports.records import DonorGroup, DonorNote, DonorReport
from pharmacy_app.reports.sheet import Sheet
from pharmacy_app.system.language import Language


def shown_groups(groups: Sequence[DonorGroup]) -> tuple[tuple[DonorGroup, ...], int]:
    """(groups to name, most days first; days of all others together).

    Groups of fewer than `LEAST` people are joined. Because people may be in several groups, the joined ones together are only known to
    be as many as the largest of them: while that is below `LEAST`, the next smallest group joins them, so that no difference of two
    printed numbers gives a small group away. Where nothing can hide it, no group is named.
    """
    named = sorted(
        (group for group in groups if group.code != "other" and group.people >= LEAST), key=lambda g: (-g.people, -g.days, g.code)
    )
    joined = [group for group in groups if group not in named and group.people > 0]
    while joined and named and max(group.people for group in joined) < LEAST:
        joined.append(named.pop())
    return tuple(sorted(named, key=lambda g: (-g.days, g.code))), sum(group.days for group in joined)


def balance_words(language: Language) -> tuple[str, ...]:
    """Received, and where the units are, in the order of `BalanceLine.parts`."""
    tr = language.tr
    return (
        tr("arrived"), tr("handed over"), tr("set aside"), tr("on the shelf"), tr("out of date"), tr("spoiled"), tr("given back"), tr("missing"),
    )  # fmt: skip


def totals(record: DonorReport) -> tuple[int, ...]:
    """Units received and each of their parts, over all lines."""
    return (sum(line.received for line in record.lines), *(sum(line.parts[n] for line in record.lines) for n in range(7)))


def note_words(notes: Sequence[DonorNote], language: Language) -> list[tuple[str, str]]:
    """(word in bold, the committee's reason) for each note."""
    words = dict(zip(("expired", "damaged", "given_back", "lost"), balance_words(language)[4:], strict=True))
    return [(capital(words[note.kind]), note.text) for note in notes]


def capital(word: str) -> str:
    """The word with a capital first letter."""
    return word[:1].upper() + word[1:]


def heading(sheet: Sheet, words: str, size: float = 24) -> None:
    """A page's title."""
    sheet.y -= 10 * MM
    sheet.paper.text(sheet.left, sheet.y - 14, words, BOLD, fit(words, BOLD, size, sheet.right - sheet.left), INDIGO)
    sheet.y -= 24


def draw_summary(sheet: Sheet, record: DonorReport) -> None:
    """Everything after the cover that fits one page; long lists run on."""
    paper, language = sheet.paper, sheet.paper.language
    if record.donations:
        thanks = language.ntr(
            "Thank you. Your shipment arrived, was counted, and was carried on foot to the doors of those who needed it. "
            "Here is everything, also what did not serve.",
            "Thank you. Your {n} shipments arrived, were counted, and were carried on foot to the doors of those who needed them. "
            "Here is everything, also what did not serve.",
            record.donations,
        )
    else:
        thanks = language.tr("Thank you. No shipment of yours arrived in these days.")
    for line in wrap_text(thanks, REGULAR, 12, sheet.right - sheet.left):
        paper.text(sheet.left, sheet.y - 12, line, REGULAR, 12)
        sheet.y -= 16
    sheet.y -= 14
    _figures(sheet, record)
    _chart(sheet, record)
    _equation(sheet, record)
    _needs(sheet, record)
    if record.signed_by:
        words = language.tr("For the Health Committee: {names}", names=", ".join(record.signed_by))
        lines = wrap_text(words, REGULAR, 11, sheet.right - sheet.left)
        sheet.need(20 + 13 * len(lines))
        paper.block(sheet.left, sheet.y - 16, lines, REGULAR, 11)
        sheet.y -= 16 + 13 * len(lines)


def _figures(sheet: Sheet, record: DonorReport) -> None:
    paper, language = sheet.paper, sheet.paper.language
    ntr, number = language.ntr, language.number
    received = totals(record)[0]
    few_people, few_families = 0 < record.people < LEAST, 0 < record.households < LEAST
    people, families = (
        f"<{LEAST}" if few else number(count) for few, count in ((few_people, record.people), (few_families, record.households))
    )
    days = "–" if few_people else number(record.treatment_days)
    hint = ", ".join(unit_plural(unit, language) for unit in record.units[:3])
    figures = (
        (number(received), ntr("unit received", "units received", received), hint),
        (people, ntr("person", "people", LEAST if few_people else record.people), language.tr("with at least one delivery")),
        (
            families,
            ntr("family", "families", LEAST if few_families else record.households),
            ntr("in {n} council", "in {n} councils", record.councils),
        ),
        (days, ntr("day of treatment", "days of treatment", record.treatment_days), language.tr("delivered to homes")),
    )
    rule(paper, sheet.left, sheet.right, sheet.y)
    column = (sheet.right - sheet.left) / 4
    size = min(25.0, *(fit(figure, BOLD, 25, column - 20) for figure, _, _ in figures))
    label_size = min(10.5, *(fit(label, BOLD, 10.5, column - 14) for _, label, _ in figures))
    hint_size = min(9.0, *(fit(text, REGULAR, 9, column - 14) for _, _, text in figures))
    for index, (figure, label, text) in enumerate(figures):
        x = sheet.left + index * column + (8 if index else 0)
        if index:
            paper.draw(
                f"q {RULE[0]:.3f} {RULE[1]:.3f} {RULE[2]:.3f} RG 0.7 w {x - 8:.1f} {sheet.y - 9:.1f} m {x - 8:.1f} {sheet.y - 64:.1f} l S Q"
            )
        paper.text(x, sheet.y - 33, figure, BOLD, size, INDIGO)
        paper.text(x, sheet.y - 49, label, BOLD, label_size)
        paper.text(x, sheet.y - 62, text, REGULAR, hint_size)
    sheet.y -= 74


def _title(sheet: Sheet, words: str) -> None:
    sheet.y -= 22
    sheet.paper.text(sheet.left, sheet.y, words, BOLD, fit(words, BOLD, 13, sheet.right - sheet.left))
    sheet.y -= 8


def _chart(sheet: Sheet, record: DonorReport) -> None:
    """One bar for each group, the rest together at the end, every bar with its number."""
    paper, language = sheet.paper, sheet.paper.language
    named, others = shown_groups(record.groups)
    if not named or record.people < LEAST:
        return
    bars = [(group_name(group.code, language), group.days) for group in named]
    if others:
        bars.append((group_name("other", language), others))
    pitch = 21.5 if len(bars) <= 8 else 16.0
    bar = pitch * 0.7
    sheet.need(36 + len(bars) * pitch + 22)
    _title(sheet, language.tr("Days of treatment delivered, by group of illness"))
    size = min(10.5, pitch * 0.52)
    column = min(max(width(name, REGULAR, size) for name, _ in bars), 62 * MM)
    axis = sheet.left + max(column, 30 * MM) + 8
    most = max(days for _, days in bars) or 1
    room = sheet.right - axis - max(width(language.number(days), BOLD, size) for _, days in bars) - 10
    top = sheet.y
    for index, (name, days) in enumerate(bars):
        low = top - 4 - index * pitch - bar
        paper.right(axis - 7, low + bar / 2 - 3.6, name, REGULAR, fit(name, REGULAR, size, column))
        long = max(room * days / most, 0.8)
        if others and index == len(bars) - 1:
            outlined(paper, axis, low, long, bar, LIGHT, 0.7)
        else:
            paper.fill(axis, low, long, bar, INDIGO)
        paper.text(axis + long + 5, low + bar / 2 - 3.6, language.number(days), BOLD, size)
    sheet.y = top - len(bars) * pitch - 4
    paper.draw(f"0.7 w {axis:.1f} {top:.1f} m {axis:.1f} {sheet.y:.1f} l S")
    if others:
        note = language.tr("Groups with fewer than 5 people are joined in «Other groups», so that nobody can be recognised.")
        for line in wrap_text(note, REGULAR, 8.6, sheet.right - axis):
            paper.text(axis, sheet.y - 8, line, REGULAR, 8.6)
            sheet.y -= 10.5


def _equation(sheet: Sheet, record: DonorReport) -> None:
    """Received = the sum of where the units are, in one line."""
    paper, language = sheet.paper, sheet.paper.language
    high = 40.0
    sheet.need(120)
    _title(sheet, language.tr("Every unit has its place"))
    low = sheet.y - high
    outlined(paper, sheet.left, low, sheet.right - sheet.left, high, SAND, 1.0)
    numbers = [language.number(value) for value in totals(record)]
    words = balance_words(language)
    size, small = 13.5, 9.2
    sign = 16.0
    while True:
        wide = [max(width(number, BOLD, size), width(word, REGULAR, small)) for number, word in zip(numbers, words, strict=True)]
        if sum(wide) + sign * 7 + 12 <= sheet.right - sheet.left or small < 4:
            break
        size, small, sign = size * 0.97, small * 0.97, max(sign * 0.96, 9.0)
    sign = min((sheet.right - sheet.left - sum(wide) - 16) / 7, 30.0)
    x = sheet.left + (sheet.right - sheet.left - sum(wide) - sign * 7) / 2
    for index, (number, word) in enumerate(zip(numbers, words, strict=True)):
        middle = x + wide[index] / 2
        paper.centre(middle, low + 22, number, BOLD, size, INDIGO if index < 2 else (0.0, 0.0, 0.0))
        paper.centre(middle, low + 9, word, REGULAR, small)
        if index < 7:
            paper.centre(x + wide[index] + sign / 2, low + 22, "+" if index else "=", REGULAR, size * 0.9)
        x += wide[index] + sign
    sheet.y = low - 4
    draw_notes(sheet, record, 9.5)


def draw_notes(sheet: Sheet, record: DonorReport, size: float) -> None:
    """Why units did not reach anybody."""
    runs = []
    for word, text in note_words(record.notes, sheet.paper.language):
        runs += rich("**{word}:** {text} ", size, word=word, text=text)
    if not runs:
        return
    for line in wrap(tuple(runs), sheet.right - sheet.left):
        sheet.need(size * LEADING)
        sheet.paper.line_of(sheet.left, sheet.y - size, line)
        sheet.y -= size * LEADING + 0.8


def _needs(sheet: Sheet, record: DonorReport) -> None:
    paper, language = sheet.paper, sheet.paper.language
    sheet.need(80)
    _title(sheet, language.tr("What is needed now"))
    rule(paper, sheet.left, sheet.right, sheet.y)
    amount_at = sheet.left + (sheet.right - sheet.left) * 0.76
    for need in record.needs:
        names = wrap_text(need.medicine, BOLD, 10.5, (sheet.right - sheet.left) * 0.54)
        high = len(names) * 10.5 * LEADING + 9
        sheet.need(high)
        paper.block(sheet.left, sheet.y - 4, names, BOLD, 10.5)
        paper.right(amount_at, sheet.y - 14, unit_amount(need.units, need.unit, language), REGULAR, 10.5)
        paper.right(sheet.right, sheet.y - 14, language.ntr("{n} month", "{n} months", need.months), REGULAR, 10.5)
        sheet.y -= high
        rule(paper, sheet.left, sheet.right, sheet.y, 0.6, RULE)
    if not record.needs:
        paper.text(sheet.left, sheet.y - 15, language.tr("Nothing is missing at this moment."), REGULAR, 10.5)
        sheet.y -= 20
    least = language.ntr("Shelf life on arrival: at least {n} month.", "Shelf life on arrival: at least {n} months.", record.least_months)
    unwanted = [*record.not_needed, language.tr("free samples"), language.tr("opened packs")]
    least += " " + language.tr("Please do not send: {things}.", things=", ".join(unwanted))
    lines = wrap_text(least, REGULAR, 9.5, sheet.right - sheet.left)
    sheet.need(len(lines) * 11.2 + 6)
    sheet.y = paper.block(sheet.left, sheet.y - 5, lines, REGULAR, 9.5)
