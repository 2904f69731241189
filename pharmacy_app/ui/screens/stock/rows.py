"""How medicines and lots read in the stock room: cells, badges, counts as people count, and the filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quantity import as_counted
from pharmacy_app.domain.text import fold
from pharmacy_app.services.stock import StockLine
from pharmacy_app.services.stock_overview import SET_ASIDE, OnShelf
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.cells import Badge, Bar, Cell, Column, named, number
from pharmacy_app.wording import trade

LOW_DAYS, WIDE_DAYS = 30, 90  # below the first it is low; the bar is full at the second
FILTERS = ("all", "soon", "aside", "low", "out", "unidentified", "unconfirmed", "never")


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the tree: the medicine, and those of its lots that the filter shows."""

    one: OnShelf
    lots: tuple[StockLine, ...]


def title(language: Language, one: OnShelf) -> str:
    """The medicine as people call it, or the box's own words."""
    return trade.medicine_title(language, one.medicine) if one.medicine else f"«{one.description}»"


def lot_name(language: Language, line: StockLine) -> str:
    """`Lot L2291`, or that it has none."""
    return language.tr("Lot {lot}", lot=line.batch.lot) if line.batch.lot else language.tr("Without a lot number")


def short_name(language: Language, line: StockLine) -> str:
    """`Losartán 50 mg`, or the box's own words."""
    return f"«{line.batch.description}»" if line.batch.identity != "known" else _name(language, line)


def _name(language: Language, line: StockLine) -> str:
    batch = line.batch
    name = (batch.name_es if language.code == "es" else batch.name_en) or batch.inn or ""
    return f"{name[:1].upper()}{name[1:]} {trade.strength(language, batch.strength or '')}".strip()


def said_name(language: Language, line: StockLine) -> str:
    """What somebody said that a box is: `Losartán 50 mg, tableta`."""
    form = language.ntr(*trade.FORMS[line.batch.form], 1) if line.batch.form else ""
    return ", ".join(part for part in (_name(language, line), form) if part)


def said_of(language: Language, line: StockLine) -> str:
    """The sentence of a box that waits for a second person."""
    medicine = said_name(language, line)
    return language.tr(
        "{name} said that it is {medicine}; another person has to confirm it.", name=line.batch.said_by or "", medicine=medicine
    )


def never_of(language: Language, line: StockLine) -> str:
    """Why a box is never handed out: `Nimesulida: withdrawn in several countries`."""
    name = trade.undispensed_name(language, line.batch.undispensed or "", (line.batch.undispensed_names or "").split(";"))
    return f"{name}: {trade.undispensed_reason(language, line.batch.undispensed_reason or '')}"


def badge_of(language: Language, line: StockLine) -> Badge:
    """How a lot stands, with symbol and word."""
    code, days = line.standing.code, line.standing.days
    if code in ("urgent", "soon"):
        word = language.tr("expires today") if days == 0 else language.tr("expires in {n} d", n=days)
        return Badge("bad" if code == "urgent" else "soon", word)
    if code == "fine":
        return Badge("ok", language.tr("good"))
    kind = {"expired": "expired", "recalled": "hold", "held": "hold"}.get(code, "hold")
    return Badge(kind, language.tr(trade.BATCH_STATUSES[code]))


def state_of(language: Language, one: OnShelf) -> Badge:
    """How a medicine stands: by its first usable lot, all promised, set aside, out."""
    if one.medicine is None:
        if one.never is not None:
            return Badge("mute", language.tr("never handed out"))
        return Badge("soon", language.tr("to be confirmed")) if one.waits is not None else Badge("hold", language.tr("not identified"))
    if one.units:
        if one.reserved >= one.units:
            return Badge("reserved", language.tr("all reserved"))
        return badge_of(language, next(line for line in one.stocked if line.standing.usable))
    if one.aside:
        return badge_of(language, next(line for line in one.stocked if line.standing.code in SET_ASIDE))
    return Badge("bad", language.tr("none left"))


def counted(language: Language, lines: Sequence[StockLine], medicine: Medicine | None) -> str:
    """`9 boxes of 30 + 20`, summed by pack size; the units with their word where nothing is known of packs."""
    sizes: dict[int, int] = {}
    for line in lines:
        size = line.batch.pack_size or 0
        sizes[size] = sizes.get(size, 0) + line.batch.on_hand
    if medicine is None:
        unit, parts = "piece", [as_counted(units, size) for size, units in sorted(sizes.items(), reverse=True) if units]
        if not any(part.packs for part in parts):
            return ""
    else:
        unit, parts = medicine.unit, [as_counted(units, size) for size, units in sorted(sizes.items(), reverse=True) if units]
    if not parts:
        return ""
    return trade.counted_words(language, parts, unit).split(": ", 1)[-1]


def shown(shelf: Sequence[OnShelf], which: str, words: str) -> list[Shown]:
    """The rows that a filter and a search leave; a search also finds lots that are used up."""
    wanted = fold(words).split()
    rows = []
    for one in shelf:
        if not all(word in one.words for word in wanted):
            continue
        lots = (
            one.stocked
            if not wanted
            else tuple(line for line in one.lines if line.batch.on_hand or all(word in fold(line.batch.lot) for word in wanted))
        )
        kept = _kept(one, lots, which)
        if kept is not None:
            rows.append(Shown(one, kept))
    return rows


def _kept(one: OnShelf, lots: tuple[StockLine, ...], which: str) -> tuple[StockLine, ...] | None:
    """The lots to show; None where the filter leaves the medicine out."""
    if which in ("soon", "aside"):
        codes = ("urgent", "soon") if which == "soon" else SET_ASIDE
        kept = tuple(line for line in lots if line.batch.on_hand and line.standing.code in codes and line.batch.undispensed is None)
        return kept or None
    if which == "low":
        return lots if one.units and one.days is not None and one.days < LOW_DAYS else None
    if which == "out":
        return lots if one.out else None
    if which == "unidentified":
        return lots if _unknown(one) else None
    if which == "unconfirmed":
        return lots if one.waits is not None else None
    if which == "never":
        return lots if one.never is not None else None
    return lots if one.medicine is not None or one.stocked or lots else None


def _unknown(one: OnShelf) -> bool:
    return one.medicine is None and bool(one.stocked) and one.waits is None and one.never is None


def counts(shelf: Sequence[OnShelf]) -> dict[str, int]:
    """How many medicines each filter would show."""
    return {which: len(shown(shelf, which, "")) for which in FILTERS}


def sentence(language: Language, shelf: Sequence[OnShelf]) -> str:
    """How the shelf stands, in one line; what waits for somebody is said at once."""
    lots = [line for one in shelf for line in one.stocked]
    medicines = sum(1 for one in shelf if one.units)
    said = [
        language.ntr("{n} medicine", "{n} medicines", medicines),
        language.ntr("{n} lot", "{n} lots", len(lots)),
        language.ntr("{n} unit to hand out", "{n} units to hand out", sum(one.units for one in shelf)),
    ]
    unknown, waits = sum(1 for one in shelf if _unknown(one)), sum(1 for one in shelf if one.waits is not None)
    aside = sum(1 for line in lots if line.standing.code in SET_ASIDE and line.batch.undispensed is None)
    if unknown:
        said.append(language.ntr("{n} box to be identified", "{n} boxes to be identified", unknown))
    if waits:
        said.append(language.ntr("{n} box to be confirmed", "{n} boxes to be confirmed", waits))
    if aside:
        said.append(language.ntr("{n} lot set aside", "{n} lots set aside", aside))
    return ", ".join(said)


def columns(language: Language) -> tuple[tuple[Column[Shown], ...], tuple[Column[StockLine], ...]]:
    """The columns of medicines, and of the lots below them."""
    tr = language.tr
    medicine: tuple[Column[Shown], ...] = (
        Column(
            tr("Medicine / lot"),
            lambda row: named(title(language, row.one), _lots(language, row.one)),
            key=lambda row: fold(title(language, row.one)),
            least=260,
        ),
        Column(tr("On the shelf"), lambda row: _units(language, row.one), 164, right=True, key=lambda row: row.one.units),
        Column(
            tr("Reserved"), lambda row: number(language.number(row.one.reserved)), 100, right=True, key=lambda row: row.one.reserved, drop=2
        ),
        Column(tr("Expires"), lambda row: Cell(_first_expiry(language, row.one)), 112, right=True, key=_expiry_key),
        Column(tr("State"), lambda row: Cell(badge=state_of(language, row.one)), 170),
        Column(
            tr("Lasts for"),
            lambda row: _lasts(language, row.one),
            178,
            right=True,
            key=lambda row: -1 if row.one.days is None else row.one.days,
            drop=1,
        ),
    )
    lot: tuple[Column[StockLine], ...] = (
        Column("", lambda line: _lot(language, line)),
        Column("", lambda line: _lot_units(language, line), right=True),
        Column("", lambda line: number(language.number(line.batch.reserved)), right=True),
        Column(
            "",
            lambda line: Cell(language.date(line.batch.expiry) if line.batch.expiry else "—", quiet=line.batch.expiry is None),
            right=True,
        ),
        Column("", lambda line: Cell(badge=badge_of(language, line))),
        Column("", lambda line: Cell("")),
    )
    return medicine, lot


def _lots(language: Language, one: OnShelf) -> str:
    if not one.lines:
        return language.tr("prescribed; none has come yet")
    if not one.stocked:
        return language.tr("used up")
    if one.never is not None:
        return never_of(language, one.never)
    if one.waits is not None:
        return language.tr("{name} said: {medicine}", name=one.waits.batch.said_by or "", medicine=said_name(language, one.waits))
    said = language.ntr("{n} lot", "{n} lots", len(one.stocked))
    donors = {line.batch.donor for line in one.stocked}
    if len(donors) == 1:
        said = f"{said} · {next(iter(donors))}"
    return f"{said} · {_aside(language, one)}" if one.aside and one.units else said


def _aside(language: Language, one: OnShelf) -> str:
    return language.tr("{n} put aside", n=language.number(one.aside))


def _lot(language: Language, line: StockLine) -> Cell:
    """A lot, who sent it and where it stands; of one that waits, why: the widest column has room for it."""
    where = f"{line.batch.donor}{', ' + line.batch.shelf if line.batch.shelf else ''}"
    if line.batch.reason and not line.standing.usable and line.standing.code != "expired":
        return Cell(lot_name(language, line), f"{where} · {trade.reasons(language, line.batch.reason)}", "hold_ink")
    return Cell(lot_name(language, line), where)


def _units(language: Language, one: OnShelf) -> Cell:
    below = counted(language, [line for line in one.stocked if line.standing.usable], one.medicine)
    role = "text2"
    if one.medicine is None:
        waiting = sum(line.batch.on_hand for line in one.stocked)
        units = language.number(waiting)
        if one.never is not None:
            return Cell("0", language.tr("{n} set apart", n=units), quiet=True)
        below = language.tr("{n} to be confirmed", n=units) if one.waits is not None else language.tr("{n} to be identified", n=units)
        return Cell("0", below, "hold_ink", quiet=True)
    if one.aside and not below:
        below, role = _aside(language, one), "hold_ink"
    elif one.expired and not one.units:
        below, role = language.tr("{n} expired, to be disposed of", n=language.number(one.expired)), "bad_ink"
    return Cell(language.number(one.units), below, role, strong=bool(one.units), quiet=not one.units)


def _lot_units(language: Language, line: StockLine) -> Cell:
    if line.standing.code == "expired" and line.batch.on_hand:
        return Cell(language.number(line.batch.on_hand), language.tr("apart, to be disposed of"))
    medicine_unit = line.batch.unit
    below = ""
    if medicine_unit and line.batch.on_hand:
        below = trade.counted_words(language, [as_counted(line.batch.on_hand, line.batch.pack_size or 0)], medicine_unit).split(": ", 1)[-1]
    return number(language.number(line.batch.on_hand), below)


def _first_expiry(language: Language, one: OnShelf) -> str:
    lots = [line for line in one.stocked if line.standing.usable] or list(one.stocked)
    return language.date(lots[0].batch.expiry) if lots and lots[0].batch.expiry else ""


def _expiry_key(row: Shown) -> str:
    lots = [line for line in row.one.stocked if line.standing.usable] or list(row.one.stocked)
    return lots[0].batch.expiry.isoformat() if lots and lots[0].batch.expiry else "9999"


def _lasts(language: Language, one: OnShelf) -> Cell:
    if one.per_day is None:
        return Cell("")
    if one.days is None or (not one.units and not one.lines):
        return Cell("—" if one.days is None else language.ntr("{n} day", "{n} days", 0), quiet=True)
    role = "chart" if one.days >= LOW_DAYS else "soon_fill" if one.days >= 15 else "bad_fill"
    words = language.ntr("{n} day", "{n} days", one.days) if one.days < 1000 else language.tr("over {n} days", n=999)
    return Cell(words, bar=Bar(min(1.0, one.days / WIDE_DAYS), role))
