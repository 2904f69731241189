"""How donations, their lines and the rows of a sheet read on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.domain.text import fold
from pharmacy_app.services.becoming import LotRow
from pharmacy_app.services.differences import Missing
from pharmacy_app.services.donations import DonationLine, DonationRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui.screens.donations import countries
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number
from pharmacy_app.wording import arrival, trade

# What the rules say of a line, in the ink of its second line.
_INKS = {"accept": "text2", "short": "soon_ink", "refuse": "bad_ink", "quarantine": "hold_ink"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A donation in the list: its documents, and in how many lines paper and box differ (None: it has no paper)."""

    row: DonationRow
    documents: int
    differing: int | None


def number_of(received_on: date, donation_id: int) -> str:
    """`2026-031`."""
    return f"{received_on.year}-{donation_id:03d}"


def numbered(row: DonationRow) -> str:
    """The same, of a row."""
    return number_of(row.received_on, row.id)


def shipment_columns(language: Language) -> tuple[Column[Listed], ...]:
    """The list of donations."""
    tr = language.tr
    return (
        Column(tr("Donation"), lambda one: named(one.row.donor, _reference(one.row)), key=lambda one: fold(one.row.donor), least=220),
        Column(
            tr("Country"),
            lambda one: Cell(countries.name(language, one.row.country)),
            120,
            key=lambda one: countries.name(language, one.row.country),
            drop=3,
        ),
        Column(tr("Came on"), lambda one: Cell(language.date(one.row.received_on)), 112, right=True, key=lambda one: one.row.received_on),
        Column(tr("Lines"), lambda one: number(language.number(one.row.lines)), 76, right=True, key=lambda one: one.row.lines, drop=1),
        Column(tr("Units"), lambda one: _units(language, one.row), 190, right=True, key=lambda one: one.row.units),
        Column(tr("Paper"), lambda one: _paper(language, one), 150, key=lambda one: (one.differing or 0, one.documents), drop=2),
        Column(tr("State"), lambda one: Cell(badge=state_of(language, one.row)), 124, key=lambda one: one.row.status),
    )


def _paper(language: Language, one: Listed) -> Cell:
    """Whether the box was as the paper says, and how many documents are kept."""
    kept = language.ntr("{n} document", "{n} documents", one.documents) if one.documents else ""
    if one.differing:
        return Cell(language.ntr("{n} difference", "{n} differences", one.differing), kept, icon="scale", icon_role="soon_ink")
    if one.differing == 0:
        return Cell(language.tr("as the paper"), kept, quiet=True)
    return Cell(kept or "—", quiet=True)


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


Line = DonationLine | Missing  # a line of the list: in the box, or on the paper alone


def line_title(language: Language, line: Line) -> str:
    """The medicine as people call it, or the box's own words."""
    said = line.row.description if isinstance(line, DonationLine) else line.line.description
    return trade.medicine_title(language, line.medicine) if line.medicine else f"«{said}»"


def _either(shown: Callable[[DonationLine], Cell], absent: Callable[[Missing], Cell]) -> Callable[[Line], Cell]:
    """The cell of a line in the box, or of one that is on the paper alone."""
    return lambda line: shown(line) if isinstance(line, DonationLine) else absent(line)


def _day(language: Language, expiry: date | None) -> str:
    return language.date(expiry) if expiry else "—"


def line_columns(
    language: Language,
    arrived: Callable[[], date],
    lots: Callable[[int], tuple[LotRow, ...]],
    listed: Callable[[], bool],
    draft: Callable[[], bool],
) -> tuple[Column[Line], ...]:
    """The lines of a donation: `arrived` says when the box came, `lots` what a line became, `listed` whether all of its paper is known."""
    tr = language.tr
    return (
        Column(
            "",
            _either(lambda line: Cell(str(line.row.position), quiet=True), lambda gone: Cell(str(gone.position), quiet=True)),
            50,
            right=True,
            key=position,
        ),
        Column(
            tr("Medicine"),
            _either(
                lambda line: _what(language, line, lots(line.row.id)),
                lambda gone: _gone(language, gone, draft()),
            ),
            least=230,
            key=lambda line: fold(line_title(language, line)),
        ),
        Column(
            tr("Lot"),
            _either(lambda line: Cell(line.row.lot or "—", quiet=not line.row.lot), lambda gone: Cell(gone.line.lot or "—", quiet=True)),
            116,
        ),
        Column(
            tr("Expires"),
            _either(lambda line: _expires(language, line), lambda gone: Cell(_day(language, gone.line.expiry), quiet=True)),
            112,
            right=True,
            key=lambda line: (line.row if isinstance(line, DonationLine) else line.line).expiry or date.max,
        ),
        Column(
            tr("Quantity"),
            _either(
                lambda line: quantity_cell(language, line, listed()),
                lambda gone: Cell("0", tr("paper: {n}", n=language.number(gone.line.quantity_on_paper or 0)), "bad_ink", quiet=True),
            ),
            168,
            right=True,
        ),
        Column(
            tr("Shelf life"),
            _either(
                lambda line: Cell(badge=life_badge(language, line, arrived(), lots(line.row.id))),
                lambda gone: Cell(badge=Badge("bad", tr("not there"), "x")),
            ),
            150,
            drop=1,
        ),
    )


def _gone(language: Language, gone: Missing, draft: bool) -> Cell:
    said = language.tr("It was not in the box. Return: it is there after all.") if draft else language.tr("It was not in the box.")
    return named(line_title(language, gone), said, "bad_ink")


def position(line: Line) -> int:
    """Where it stands, or stood."""
    return line.row.position if isinstance(line, DonationLine) else line.position


def _expires(language: Language, line: DonationLine) -> Cell:
    return Cell(language.date(line.row.expiry)) if line.row.expiry else Cell("—", line.row.expiry_raw[:16], quiet=True)


def _what(language: Language, line: DonationLine, lots: tuple[LotRow, ...]) -> Cell:
    title = line_title(language, line)
    if len(lots) > 1:
        return named(title, _parts(language, lots), "hold_ink")
    if lots and lots[0].status != "available":
        return named(title, trade.reasons(language, lots[0].reason), "hold_ink")
    judged = line.judged
    if line.decided is not None:
        said = arrival.decision(language, judged, line.decided.decision, line.decided.note, line.decided.user)
        return named(title, said, "hold_ink" if judged.outcome.aside else "text2")
    said = arrival.proposal(language, judged.judgement)
    if line.medicine is None and judged.judgement.verdict != "quarantine":
        return named(
            title, language.tr("Not recognised: say what it is with Return, or it waits on the shelf until somebody does."), "hold_ink"
        )
    if said:
        return named(title, said, _INKS[judged.judgement.verdict])
    said = line.row.brand or (line.row.description if fold(line.row.description) != fold(title.replace("\u00a0", " ")) else "")
    return named(title, said)


def _parts(language: Language, lots: tuple[LotRow, ...]) -> str:
    """`120 to the shelf, 40 set aside: expires too soon`."""
    shelf = sum(lot.units for lot in lots if lot.status == "available")
    aside = [lot for lot in lots if lot.status != "available"]
    said = [language.tr("{n} to the shelf", n=language.number(shelf))] if shelf else []
    said += [
        language.tr("{n} set aside: {reason}", n=language.number(lot.units), reason=trade.reasons(language, lot.reason)) for lot in aside
    ]
    return ", ".join(said)


def counted_text(language: Language, line: DonationLine, units: int) -> str:
    """`12 boxes of 30`; loose units as they are."""
    unit = line.medicine.unit if line.medicine else ""
    counted = as_counted(units, line.row.pack_size or 0)
    if not counted.packs:
        return trade.units(language, units, unit) if unit else language.ntr("{n} unit", "{n} units", units)
    return trade.counted_words(language, [counted], unit or "piece").split(": ", 1)[-1]


def quantity_cell(language: Language, line: DonationLine, listed: bool) -> Cell:
    """`12 boxes of 30`, and the units beneath, or what the paper says where that is something else."""
    unit = line.medicine.unit if line.medicine else ""
    units = trade.units(language, line.row.quantity, unit) if unit else language.ntr("{n} unit", "{n} units", line.row.quantity)
    text, paper = counted_text(language, line, line.row.quantity), line.row.quantity_on_paper
    if paper != line.row.quantity and (listed or paper is not None):
        said = language.tr("not on the paper") if paper is None else language.tr("paper: {n}", n=language.number(paper))
        return Cell(text, f"{language.number(line.row.quantity)} · {said}", "soon_ink")
    return Cell(text, units if text != units else "")


def life_badge(language: Language, line: DonationLine, arrived: date, lots: tuple[LotRow, ...] = ()) -> Badge:
    """How long it can be used, or that it waits for somebody; of a line that was received, where its lot stands."""
    if len(lots) > 1:
        return Badge("hold", language.tr("in parts"))
    if lots and lots[0].status != "available":
        return Badge("hold", language.tr(trade.BATCH_STATUSES[lots[0].status]))
    if lots and line.medicine is not None and line.row.expiry and line.row.expiry >= arrived:
        return Badge("ok", language.tr("on the shelf"))
    judgement = line.judged.judgement
    if judgement.verdict == "quarantine":
        return Badge("hold", language.tr("in quarantine"))
    if line.medicine is None:
        return Badge("hold", language.tr("to be identified"))
    months = judgement.months or 0
    if months < 0:
        return Badge("expired", language.tr("expired"))
    return Badge("ok" if judgement.verdict == "accept" else "soon", language.ntr("{n} month", "{n} months", months))
