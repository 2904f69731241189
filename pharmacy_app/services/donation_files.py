"""A sender's sheet, read and understood before anything is written: what each row would become, and what must be asked first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

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
from pharmacy_app.services.recognising import KNOWN, recognised

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


@dataclass(frozen=True, slots=True)
class PreviewRow:
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
        return any(reason.code == "medicine_unknown" for reason in self.result.reasons)

    @property
    def asks_size(self) -> bool:
        """Whether somebody could say right here how many units a pack holds."""
        return any(reason.code == "packs_without_size" for reason in self.result.reasons)


@dataclass(frozen=True, slots=True)
class Preview:
    """A file read and identified, nothing written.

    `lines` would be received. `sheets` are those that were read, `copies` pairs a sheet with the one it repeats, `ask_dates` names the sheets whose
    dates can be read in more than one order. `left_out` counts rows that are no batches, by reason. `imported_before` is the donation that this
    very file has become already, `alike` one of the same donor with the same lots and units. `tables` are what was found, `remembered` the keys
    of those that are read as the donor's sheets were read before; `drafts` the donor's open drafts. `no_list` says why it is none: then only
    `tables` is filled, so that somebody can say what the columns mean.
    """

    report: ImportReport
    rows: tuple[PreviewRow, ...]
    lines: tuple[NewLine, ...]
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


@dataclass(frozen=True, slots=True)
class Understood:
    """The rows of a list and the lines they would become."""

    rows: tuple[PreviewRow, ...]
    lines: tuple[NewLine, ...]
    report: ImportReport
    left_out: dict[str, int]


def words_key(words: str) -> str:
    """By what the rows with the same words are known."""
    return fold(words)


def understood(connection: Connection, read: StockList, told: Told, at: At) -> Understood:
    """What these rows would become, with the medicines that the catalogue, people's own words and `told` know."""
    identifier, medicines = catalogue.identifier_and_medicines(connection)
    words = _Words(identifier, told)
    sized = [words.sized(row) for row in read.rows]
    drafts: list[NewLine | None] = []
    for number, row in enumerate(sized):
        if number % _TELL_EVERY == 0:
            at(number / len(sized))
        drafts.append(None if row.status == REFUSED or row.quantity is None else words.line(row))
    lines = recognised(connection, [line for line in drafts if line is not None])
    following = iter(lines)
    rows = tuple([_row(row, None if draft is None else next(following), medicines) for row, draft in zip(sized, drafts, strict=True)])
    left_out = Counter(one.reason for one in read.left_out)
    return Understood(rows, tuple(lines), report(row.result for row in rows), dict(left_out))


class _Words:
    """What the words of rows mean: asked once for all rows with the same."""

    def __init__(self, identifier: Identifier, told: Told) -> None:
        self._identifier, self._told = identifier, told
        self._meant: dict[tuple[str, str, str, str], tuple[int | None, str]] = {}
        self._sizes: dict[str, int | None] = {}

    def sized(self, row: StockRow) -> StockRow:
        """The row, its packs counted in units where somebody has said the size, or its own words do."""
        if row.packs is None or row.quantity is not None or row.reason != "packs_without_size":
            return row
        said = said_of(row)
        if said not in self._sizes:
            self._sizes[said] = self._told.sizes.get(words_key(said)) or self._identifier.identify(said).pack
        size = self._sizes[said]
        return row if size is None or row.packs * size > MOST_UNITS else row.with_size(size)

    def line(self, row: StockRow) -> NewLine:
        """The line that the row would become."""
        words = (row.description, row.inn, row.strength, row.form)
        if words not in self._meant:
            self._meant[words] = self._medicine(row)
        medicine_id, identity = self._meant[words]
        return NewLine(
            description=said_of(row),
            quantity=row.quantity or 0,
            lot=row.lot,
            expiry=row.expiry,
            expiry_raw=row.expiry_raw,
            medicine_id=medicine_id,
            identity=identity,
            brand=row.brand,
            pack_size=row.pack_size,
            gtin=row.gtin,
            manufacturer=row.manufacturer,
            code=row.code,
            quantity_on_paper=row.quantity,
            status=row.status,
            reason=row.reason,
            sheet=row.sheet,
            row=row.row,
        )

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


def _row(row: StockRow, line: NewLine | None, medicines: Mapping[int, Medicine]) -> PreviewRow:
    made: StockRow | NewLine = line or row
    status, reason = made.status, made.reason
    reasons = tuple([Reason(code) for code in reason.split(";") if code]) if reason else ()
    medicine = medicines.get(line.medicine_id) if line is not None and line.medicine_id is not None else None
    if status != REFUSED and medicine is None and (line is None or line.undispensed_id is None):
        status, reasons = DOUBTFUL, (*reasons, Reason("medicine_unknown"))
    result = ImportRow(row.sheet, row.row, status, reasons)
    return PreviewRow(result, said_of(row), row.lot, row.expiry, row.expiry_raw, row.quantity, medicine, row.packs, row.pack_size)


def lots_of(lines: Sequence[NewLine], most: int) -> list[tuple[str, int]]:
    """Lots and units of these lines, `most` from all over the list: enough to know it again."""
    lots = [(line.lot, line.quantity) for line in lines if line.lot]
    return lots[:: max(1, -(-len(lots) // most))]
