"""A sender's sheet, read and understood before anything is written: what each row would become, and what must be asked first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from pharmacy_app.db.queries.supply import DonationRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.names import Identifier
from pharmacy_app.intake.stock_lists import MOST_UNITS, StockList, StockRow
from pharmacy_app.intake.stock_lists import TableRead as TableRead
from pharmacy_app.intake.tables import Layout as Layout
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.donation_writing import NewLine, Received
from pharmacy_app.services.importing import DOUBTFUL, REFUSED, ImportReport, ImportRow, report
from pharmacy_app.services.recognising import KNOWN, PERHAPS_NOT, Catalogue, recognised

At = Callable[[float], None]
"""Is told how much is done, from 0 to 1; what it raises (a cancel) ends the work, and nothing was written."""

_TELL_EVERY = 500  # rows


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a file: its sheets (empty: all that are lists), the order of its dates (empty: as they seem), what columns mean
    (by `Table.key`), and, by `words_key`, which medicine a row's words mean and how many units a pack of it holds."""

    sheets: tuple[str, ...] = ()
    dates: str = ""
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    medicines: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported file: the donation, whether its donor is new, what each row became, and what came of receiving it (None: it was only tried,
    or its lines were put under a draft). `alike`: a donation of the same donor with the same lots and units."""

    donation_id: int | None
    donor: str
    donor_is_new: bool
    report: ImportReport
    copies: tuple[tuple[str, str], ...]
    received: Received | None = None
    alike: int | None = None


class PreviewRow(NamedTuple):
    """A row of the file as it stands there, what it would become, and the medicine that its words mean (None: nobody knows yet).

    `packs` and `pack_size`: the list counts packs; `quantity` is then reckoned, and None while nobody knows the size.
    """

    result: ImportRow
    description: str
    lot: str
    expiry: date | None
    expiry_raw: str
    quantity: int | None
    medicine: Medicine | None
    packs: int | None = None
    pack_size: int | None = None

    @property
    def asks_medicine(self) -> bool:
        """Whether somebody could say right here what it is."""
        return any(reason.code in ("medicine_unknown", PERHAPS_NOT) for reason in self.result.reasons)

    @property
    def asks_size(self) -> bool:
        """Whether somebody could say right here how many units a pack holds."""
        return any(reason.code == "packs_without_size" for reason in self.result.reasons)


@dataclass(frozen=True, slots=True)
class Preview:
    """A file read and identified, nothing written.

    `units` would be received. `sheets` are those that were read, `copies` pairs a sheet with the one it repeats, `ask_dates` names the sheets whose
    dates can be read in more than one order. `left_out` counts rows that are no batches, by reason. `imported_before` is the donation that this
    very file has become already, `alike` one of the same donor with the same lots and units. `tables` are what was found, `remembered` the keys
    of those that are read as the donor's sheets were read before; `drafts` the donor's open drafts. `no_list` says why it is none: then only
    `tables` is filled, so that somebody can say what the columns mean.
    """

    report: ImportReport
    rows: tuple[PreviewRow, ...]
    units: int
    sheets: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    ask_dates: tuple[str, ...]
    left_out: dict[str, int]
    digest: str
    imported_before: int | None
    alike: int | None = None
    tables: tuple[TableRead, ...] = ()
    hidden: tuple[str, ...] = ()
    remembered: frozenset[str] = frozenset()
    drafts: tuple[DonationRow, ...] = ()
    no_list: Refusal | None = None


class Meant(NamedTuple):
    """What the words and the code of rows are recognised as; `reason` why they are doubtful for that alone."""

    medicine_id: int | None
    identity: str
    undispensed_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The rows of a list, what each would become and what it is recognised as."""

    rows: tuple[PreviewRow, ...]
    report: ImportReport
    left_out: dict[str, int]
    read: tuple[StockRow, ...]
    meant: tuple[Meant, ...]

    @property
    def units(self) -> int:
        """The units of all rows that can be received."""
        return sum([row.quantity for row in self.read if row.quantity is not None and row.status != REFUSED])

    def lines(self) -> tuple[NewLine, ...]:
        """The lines that can be received."""
        return tuple([_line(row, meant) for row, meant in zip(self.read, self.meant, strict=True) if _taken(row)])


_NOTHING = Meant(None, "", None, "")
_BOX = attrgetter("description", "inn", "strength", "form", "brand", "gtin")
_STATUS, _REASON, _RESULT = attrgetter("status"), attrgetter("reason"), attrgetter("result")


def words_key(words: str) -> str:
    """By what the rows with the same words are known."""
    return fold(words)


def understood(connection: Connection, read: StockList, told: Told, known: Catalogue, at: At) -> Understood:
    """What these rows would become, with the medicines that the catalogue (`known`), people's own words and `told` know.

    Rows with the same words and code are one box: it is asked once what that is.
    """
    identifier, medicines = known
    words = _Words(identifier, told)
    sized = tuple([words.sized(row) if row.reason == "packs_without_size" else row for row in read.rows])
    boxes: dict[tuple[str, ...], NewLine] = {}
    keys = list(map(_BOX, sized))
    for number, (key, row) in enumerate(zip(keys, sized, strict=True)):
        if number % _TELL_EVERY == 0:
            at(number / len(sized))
        if key not in boxes and _taken(row):
            boxes[key] = words.box(row)
    meant = {
        key: Meant(line.medicine_id, line.identity, line.undispensed_id, line.reason)
        for key, line in zip(boxes, recognised(connection, list(boxes.values()), known), strict=True)
    }
    found = tuple([meant.get(key, _NOTHING) for key in keys])
    read_as = list(zip(found, map(_STATUS, sized), map(_REASON, sized), strict=True))
    ends = {one: _end(*one, medicines) for one in set(read_as)}
    rows = tuple([_row(row, *ends[one]) for row, one in zip(sized, read_as, strict=True)])
    return Understood(rows, report(map(_RESULT, rows)), dict(Counter(one.reason for one in read.left_out)), sized, found)


def _taken(row: StockRow) -> bool:
    return row.status != REFUSED and row.quantity is not None


class _Words:
    """What the words of rows mean: asked once for all rows with the same."""

    def __init__(self, identifier: Identifier, told: Told) -> None:
        self._identifier, self._told = identifier, told
        self._meant: dict[tuple[str, ...], tuple[int | None, str]] = {}
        self._sizes: dict[str, int | None] = {}

    def sized(self, row: StockRow) -> StockRow:
        """The row, its packs counted in units where somebody has said the size, or its own words do."""
        if row.packs is None:
            return row
        said = said_of(row)
        if said not in self._sizes:
            self._sizes[said] = self._told.sizes.get(words_key(said)) or self._identifier.identify(said).pack
        size = self._sizes[said]
        return row if size is None or row.packs * size > MOST_UNITS else row.with_size(size)

    def box(self, row: StockRow) -> NewLine:
        """A line with nothing but what says what is in the box."""
        words = (row.description or row.brand, row.inn, row.strength, row.form)
        if words not in self._meant:
            self._meant[words] = self._medicine(row)
        medicine_id, identity = self._meant[words]
        return NewLine(said_of(row), 1, medicine_id=medicine_id, identity=identity, brand=row.brand, gtin=row.gtin)

    def _medicine(self, row: StockRow) -> tuple[int | None, str]:
        """The medicine and how it is known; what one person says here is for `recognised` to judge."""
        if (said := self._told.medicines.get(words_key(said_of(row)))) is not None:
            return said, ""
        found = (
            self._identifier.accept_parts(row.inn, row.strength, row.form)
            if row.inn
            else self._identifier.accept(row.description or row.brand)
        )
        return (found.id, KNOWN) if found else (None, "")


def said_of(row: StockRow) -> str:
    """The row's own words for what it is."""
    return row.description or catalogue.one_line(row.inn, row.strength, row.form) or row.brand


def _line(row: StockRow, meant: Meant) -> NewLine:
    reasons = [reason for reason in (row.reason, meant.reason) if reason]
    return NewLine(
        description=said_of(row),
        quantity=row.quantity or 0,
        lot=row.lot,
        expiry=row.expiry,
        expiry_raw=row.expiry_raw,
        medicine_id=meant.medicine_id,
        identity=meant.identity,
        undispensed_id=meant.undispensed_id,
        brand=row.brand,
        pack_size=row.pack_size,
        gtin=row.gtin,
        manufacturer=row.manufacturer,
        code=row.code,
        quantity_on_paper=row.quantity,
        status=DOUBTFUL if meant.reason else row.status,
        reason=";".join(reasons),
        sheet=row.sheet,
        row=row.row,
    )


def _end(meant: Meant, status: str, reason: str, medicines: Mapping[int, Medicine]) -> tuple[str, tuple[Reason, ...], Medicine | None]:
    """What becomes of rows that were read so and mean this: status and reasons to show, and the medicine."""
    reasons = (Reason(reason),) if reason else ()
    medicine = medicines.get(meant.medicine_id) if meant.medicine_id is not None else None
    if status != REFUSED and medicine is None:
        return DOUBTFUL, (*reasons, Reason(meant.reason or "medicine_unknown")), None
    return status, reasons, medicine


def _row(row: StockRow, status: str, reasons: tuple[Reason, ...], medicine: Medicine | None) -> PreviewRow:
    result = ImportRow(row.sheet, row.row, status, reasons)
    return PreviewRow(
        result, row.description or said_of(row), row.lot, row.expiry, row.expiry_raw, row.quantity, medicine, row.packs, row.pack_size
    )


def lots_of(rows: Sequence[StockRow], most: int) -> list[tuple[str, int]]:
    """Lots and units of these rows, `most` from all over the list: enough to know it again."""
    lots = [(row.lot, row.quantity) for row in rows if row.lot and row.quantity is not None and row.status != REFUSED]
    return lots[:: max(1, -(-len(lots) // most))]
