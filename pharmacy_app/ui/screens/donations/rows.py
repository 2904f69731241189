"""How donations, their lines and the rows of a sheet read on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.domain.text import fold
from pharmacy_app.services.donation_files import PreviewRow
from pharmacy_app.services.donations import DonationLine, DonationRow
from pharmacy_app.services.importing import DOUBTFUL, NEW
from pharmacy_app.system.language import Language
from pharmacy_app.ui.screens.donations import countries
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number
from pharmacy_app.wording import trade

MONTHS_WANTED = 12  # of shelf life on arrival, by the interagency guidelines for medicine donations


def numbered(row: DonationRow) -> str:
    """`2026-031`."""
    return f"{row.received_on.year}-{row.id:03d}"


def months_left(expiry: date, arrived: date) -> int:
    """Whole months from the arrival to the expiry; negative when it had expired."""
    return (expiry.year - arrived.year) * 12 + expiry.month - arrived.month - (expiry.day < arrived.day)


def shipment_columns(language: Language) -> tuple[Column[DonationRow], ...]:
    """The list of donations."""
    tr = language.tr
    return (
        Column(tr("Donation"), lambda row: named(row.donor, _reference(row)), key=lambda row: fold(row.donor), least=220),
        Column(tr("Country"), lambda row: Cell(countries.name(language, row.country)), 140, key=lambda row: row.country, drop=2),
        Column(tr("Came on"), lambda row: Cell(language.date(row.received_on)), 116, right=True, key=lambda row: row.received_on),
        Column(tr("Lines"), lambda row: number(language.number(row.lines)), 90, right=True, key=lambda row: row.lines, drop=1),
        Column(tr("Units"), lambda row: _units(language, row), 236, right=True, key=lambda row: row.units),
        Column(tr("State"), lambda row: Cell(badge=state_of(language, row)), 160, key=lambda row: row.status),
    )


def _reference(row: DonationRow) -> str:
    return f"{numbered(row)} · {row.reference}" if row.reference else numbered(row)


def _units(language: Language, row: DonationRow) -> Cell:
    waiting = [language.ntr("{n} doubtful", "{n} doubtful", row.doubtful)] if row.doubtful else []
    waiting += [language.tr("{n} to be identified", n=language.number(row.unidentified))] if row.unidentified else []
    return Cell(language.number(row.units), ", ".join(waiting), "hold_ink", strong=bool(row.units), quiet=not row.units)


def state_of(language: Language, row: DonationRow) -> Badge:
    """Draft or received."""
    if row.status == "draft":
        return Badge("soon", language.tr("draft"), "pencil")
    return Badge("ok", language.tr("received"))


def line_title(language: Language, line: DonationLine) -> str:
    """The medicine as people call it, or the box's own words."""
    return trade.medicine_title(language, line.medicine) if line.medicine else f"«{line.row.description}»"


def line_columns(language: Language, arrived: Callable[[], date]) -> tuple[Column[DonationLine], ...]:
    """The lines of a donation; `arrived` says when the box came."""
    tr = language.tr
    return (
        Column("", lambda line: Cell(str(line.row.position), quiet=True), 58, right=True),
        Column(tr("Medicine"), lambda line: _what(language, line, arrived()), least=230),
        Column(tr("Lot"), lambda line: Cell(line.row.lot or "—", quiet=not line.row.lot), 116),
        Column(tr("Expires"), lambda line: _expires(language, line), 112, right=True),
        Column(tr("Quantity"), lambda line: quantity_cell(language, line), 150, right=True),
        Column(tr("Shelf life"), lambda line: Cell(badge=life_badge(language, line, arrived())), 150, drop=1),
    )


def _expires(language: Language, line: DonationLine) -> Cell:
    return Cell(language.date(line.row.expiry)) if line.row.expiry else Cell("—", line.row.expiry_raw[:16], quiet=True)


def _what(language: Language, line: DonationLine, arrived: date) -> Cell:
    title = line_title(language, line)
    if line.quarantine:
        reason = trade.reasons(language, line.quarantine)
        return named(title, language.tr("Goes to quarantine: {reason}.", reason=reason), "hold_ink")
    if line.medicine is None:
        return named(
            title, language.tr("Not recognised: say what it is with Return, or it waits on the shelf until somebody does."), "hold_ink"
        )
    months = months_left(line.row.expiry, arrived) if line.row.expiry else 0
    if months < 0:
        return named(title, language.tr("It had expired when it came: it is kept apart, to be disposed of."), "bad_ink")
    if months < MONTHS_WANTED:
        return named(
            title, language.ntr("Expires in {n} month; 12 are asked for.", "Expires in {n} months; 12 are asked for.", months), "soon_ink"
        )
    said = line.row.brand or (line.row.description if fold(line.row.description) != fold(title.replace("\u00a0", " ")) else "")
    return named(title, said)


def quantity_cell(language: Language, line: DonationLine) -> Cell:
    """`12 boxes of 30`, and the units beneath."""
    unit = line.medicine.unit if line.medicine else ""
    units = trade.units(language, line.row.quantity, unit) if unit else language.ntr("{n} unit", "{n} units", line.row.quantity)
    counted = as_counted(line.row.quantity, line.row.pack_size or 0)
    if not counted.packs:
        return Cell(units)
    return Cell(trade.counted_words(language, [counted], unit or "piece").split(": ", 1)[-1], units)


def life_badge(language: Language, line: DonationLine, arrived: date) -> Badge:
    """How long it can be used, or that it waits for somebody."""
    if line.quarantine:
        return Badge("hold", language.tr("in quarantine"))
    if line.medicine is None:
        return Badge("hold", language.tr("to be identified"))
    months = months_left(line.row.expiry, arrived) if line.row.expiry else 0
    if months < 0:
        return Badge("expired", language.tr("expired"))
    return Badge("ok" if months >= MONTHS_WANTED else "soon", language.ntr("{n} month", "{n} months", months))


def preview_columns(language: Language) -> tuple[Column[PreviewRow], ...]:
    """The rows of a sheet before anything is written."""
    tr = language.tr
    return (
        Column(tr("Row"), lambda row: Cell(str(row.result.row), row.result.sheet, quiet=True), 96, drop=2),
        Column(tr("What the sheet says"), lambda row: preview_what(language, row), least=220),
        Column(tr("Lot"), lambda row: Cell(row.lot or "—", quiet=not row.lot), 110, drop=1),
        Column(
            tr("Expires"),
            lambda row: Cell(language.date(row.expiry) if row.expiry else "—", row.expiry_raw[:16], quiet=not row.expiry),
            112,
            right=True,
        ),
        Column(tr("Units"), lambda row: number(language.number(row.quantity) if row.quantity is not None else "—"), 90, right=True),
        Column(tr("What becomes of it"), lambda row: Cell(badge=result_badge(language, row)), 156),
    )


def preview_what(language: Language, row: PreviewRow) -> Cell:
    """The sheet's own words; beneath, what is wrong or what it was recognised as."""
    reasons = [trade.reasons(language, reason.code) for reason in row.result.reasons]
    if row.result.status == NEW and row.medicine is not None:
        return named(row.description, trade.medicine_title(language, row.medicine))
    said = "; ".join(reasons)
    return named(row.description or "—", f"{said[:1].upper()}{said[1:]}.", "hold_ink" if row.result.status == DOUBTFUL else "bad_ink")


def result_badge(language: Language, row: PreviewRow) -> Badge:
    """New, quarantine, to be identified, or left out."""
    if row.result.status == NEW:
        return Badge("ok", language.tr("to the shelf"))
    if row.result.status != DOUBTFUL:
        return Badge("bad", language.tr("left out"), "hand-stop")
    unknown_only = all(reason.code == "medicine_unknown" for reason in row.result.reasons)
    return Badge("hold", language.tr("to be identified") if unknown_only else language.tr("to quarantine"))
