"""The entry line of a donation: what somebody types or scans, understood but never changed in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import arrival, supply
from pharmacy_app.domain.arrival import DOUBTS as DOUBTS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quantity import pack_size_of, parse_quantity
from pharmacy_app.intake.date_columns import Reading
from pharmacy_app.intake.expiry import eaeu_pack
from pharmacy_app.intake.pack_codes import PackCode as PackCode
from pharmacy_app.services import catalogue, donation_writing, judging, scanning, typed
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.donation_writing import NewLine, check_line
from pharmacy_app.services.importing import DOUBTFUL
from pharmacy_app.services.recognising import TOLD
from pharmacy_app.services.scanning import Seen

# `58 p 60`: 58 were counted, the paper says 60.
_ON_PAPER = re.compile(r"(?<![^\W\d_])p(?![^\W\d_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """The fields of the entry line, as they stand there. `doubt` is one of `DOUBTS`, or empty.

    `sure`: what was typed is a name of the medicine that was chosen; where it only sounds alike, a second person must say the same.
    """

    description: str
    lot: str
    expiry: str
    quantity: str
    medicine_id: int | None = None
    brand: str = ""
    gtin: str = ""
    pack_size: int | None = None
    doubt: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a pack's code says, and the product under that code if one was received before. `cut`: compare the lot with the box.

    `gtin` is what the line keeps (an AIC stands as `A012345678`). Where a scanner swallowed the separators, `candidates` are all the ways
    in which the code can be read (lot, expiry, serial): one of them is chosen by a person, none is taken in silence; with none, the rest of
    the code after the expiry could not be read. `typed_dates`: lot and expiry never stand in such a code, they are typed from the pack.
    `seen`: the same pack (code and serial) was scanned before, in this or in another donation: it is said, and not added in silence.
    When the line is added, `scanning.note_serial(desk, by, donation_id, gtin, serial)` keeps the serial.
    """

    gtin: str
    lot: str
    expiry: date | None
    cut: bool
    description: str = ""
    brand: str = ""
    pack_size: int | None = None
    medicine: Medicine | None = None
    serial: str = ""
    candidates: tuple[PackCode, ...] = ()
    typed_dates: bool = False
    seen: Seen | None = None


def counted_and_paper(text: str) -> tuple[int, int | None]:
    """Units of `2x30+10`, and what the paper says where it was typed behind a `p`: `58 p 60`. Raises what `parse_quantity` raises."""
    counted, *paper = _ON_PAPER.split(text, maxsplit=1)
    return parse_quantity(counted), parse_quantity(paper[0]) if paper else None


def typed_line(desk: Desk, line: TypedLine) -> NewLine:
    """The line that would be written. What has no lot, or a day that may be wrong, is doubtful with its reason.

    Raises `Refusal`: those of `domain.quantity.parse_quantity`, `expiry_unreadable`, and those of `donation_writing.check_line`.
    """
    quantity, on_paper = counted_and_paper(line.quantity)
    reading = _expiry(desk, line) if line.expiry.strip() else None
    reasons = [line.doubt] if line.doubt else []
    reasons += [reading.reason] if reading is not None and reading.doubtful else []
    reasons += [] if line.lot.strip() else ["lot_missing"]
    medicine_id = line.medicine_id
    if medicine_id is None and line.description.strip():
        with desk.read() as connection:
            found = catalogue.identifier(connection).accept(line.description)
        medicine_id = found.id if found is not None else None
    made = NewLine(
        description=" ".join(line.description.split()),
        quantity=quantity,
        lot=line.lot.strip(),
        expiry=reading.day if reading is not None else None,
        expiry_raw=line.expiry.strip(),
        medicine_id=medicine_id,
        brand=line.brand,
        pack_size=pack_size_of(_ON_PAPER.split(line.quantity)[0]) or line.pack_size,
        gtin=line.gtin,
        quantity_on_paper=on_paper,
        identity="" if line.sure else TOLD,
        status=DOUBTFUL if reasons else "new",
        reason=";".join(reasons) or (reading.reason if reading is not None and reading.reason == "expiry_russian_unset" else ""),
    )
    check_line(made)
    return made


def _expiry(desk: Desk, line: TypedLine) -> Reading:
    """The day, by the committee's rule where it is a month on a pack of Russia or a neighbour."""
    with desk.read() as connection:
        russian = judging.rules_in_force(connection)[1].russian_expiry
    return printed(line.expiry, desk.clock.today(), russian, line.description, line.gtin)


def printed(text: str, today: date, russian: str, words: str, gtin: str = "") -> Reading:
    """An expiry as printed on a box that says `words`; `russian` is the committee's rule. Raises as `typed.expiry`."""
    return typed.expiry(text, today, russian, eaeu_pack(gtin, words=words))


def scanned(desk: Desk, text: str) -> Scanned | None:
    """What a scanner read, if it is a pack's code; with what was received before under the same code. None: `scanning.recognise` says why."""
    found = scanning.look_up(desk, text)
    code = found.scan.pack
    if found.scan.kind != "pack" or code is None:
        return None
    return Scanned(
        code.product,
        code.lot,
        code.expiry,
        bool(code.doubt),
        found.description,
        found.brand,
        found.pack_size,
        found.medicine,
        code.serial,
        code.candidates,
        not code.has_dates,
        found.seen,
    )


def add_pack(desk: Desk, by: By, donation_id: int, line_id: int, packs: int = 1) -> int:
    """One more pack of a line (-1: one less, never the last), read and written at once; gives the units that the line has now.

    Raises `Refusal`: `donation_fixed`, `line_unknown`, `quantity_too_large`, `quantity_negative`.
    """
    with desk.act(by, "donation.line.change") as act:
        donation_writing.draft_row(act.connection, donation_id)
        found = donation_writing.line_row(act.connection, donation_id, line_id)
        units = found.quantity + packs * (found.pack_size or 1)
        if not 0 < units <= donation_writing.MOST_UNITS:
            raise Refusal("quantity_too_large" if units > 0 else "quantity_negative", "quantity", text=str(units))
        act.about("donation", donation_id)
        act.before = {"line": found.position, "quantity": found.quantity}
        supply.change_line(act.connection, line_id, {"quantity": units, **arrival.UNDECIDED})
        act.after = {"line": found.position, "quantity": units}
        return units
