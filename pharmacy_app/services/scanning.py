"""What a scanner read: a slip, a shelf label, a pack; what is known of it, and whether the very same pack was scanned before."""

from __future__ import annotations

from dataclasses import dataclass

from pharmacy_app.db.queries import scanned, supply, walking
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries.scanned import Seen as Seen
from pharmacy_app.domain.codes import batch_of_code, read_slip_code, visit_sheet_of_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.intake.gs1_text import NotAPack
from pharmacy_app.intake.pack_codes import PackCode, same_gtin, understand
from pharmacy_app.services import catalogue, donation_writing
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.stock import StockLine, standing_of

# Codes that are right and still no medicine's: a shop's own number, a book or a magazine.
NO_MEDICINE = ("store", "print")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text is before anybody looked it up. `kind`: `slip`, `label` (of a batch), `sheet` (of visits), `pack`, `wrong`, or empty: no code of this house.

    `wrong` has its `reason`: `check_digit`, `element`, `separator`, `layout`, `store`, `print`. `code` is the slip's code.
    """

    kind: str
    text: str
    code: str = ""
    batch_id: int = 0
    sheet_id: int = 0
    pack: PackCode | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a scan.

    `round_id`: of a slip; None where it is none of ours. `lots`: the label's batch; or those of the pack's product, that which the code names
    first. `named`: how many of these the code names, by lot and, where it says one, expiry. `known`: its product was received before.
    `seen`: where the very same pack was scanned before (the same code and serial number).
    """

    scan: Scan
    round_id: int | None = None
    lots: tuple[StockLine, ...] = ()
    named: int = 0
    known: bool = False
    description: str = ""
    brand: str = ""
    pack_size: int | None = None
    medicine: Medicine | None = None
    seen: Seen | None = None

    @property
    def units(self) -> int:
        """Units of the pack's product that may be handed out."""
        return sum(line.batch.on_hand for line in self.lots if line.standing.usable)


def recognise(text: str) -> Scan:
    """What a scanned text is, by its form alone: no database is asked. A slip and a label need their letter: eight digits may be any shop's."""
    code = text.strip()
    if (batch_id := batch_of_code(code)) is not None:
        return Scan("label", text, batch_id=batch_id)
    if (sheet_id := visit_sheet_of_code(code)) is not None:
        return Scan("sheet", text, sheet_id=sheet_id)
    if code[:1] in ("E", "e") and (slip := read_slip_code(code)) is not None:
        return Scan("slip", text, slip)
    try:
        pack = understand(text)
    except NotAPack as error:
        return Scan("wrong" if error.reason else "", text, reason=error.reason)
    if pack.kind in NO_MEDICINE:
        return Scan("wrong", text, pack=pack, reason=pack.kind)
    return Scan("pack", text, pack=pack)


def look_up(desk: Desk, text: str) -> Found:
    """What a scanner read and all that is known of it, in one reading of the database. What is no code may be a lot's number, as it stands."""
    scan = recognise(text)
    today = desk.clock.today()
    with desk.read() as connection:
        if scan.kind == "slip":
            return Found(scan, walking.round_of_slip(connection, scan.code))
        if scan.kind == "label":
            return Found(scan, lots=standing_of(connection, shelf.batches(connection, batch_id=scan.batch_id), today))
        if scan.kind == "pack" and scan.pack is not None:
            return _pack(connection, desk, scan, scan.pack)
        lots = standing_of(connection, shelf.batches(connection, lot=text.strip()), today) if not scan.kind else ()
        return Found(scan, lots=lots, named=len(lots))


def _pack(connection: Connection, desk: Desk, scan: Scan, pack: PackCode) -> Found:
    codes = same_gtin(pack.product)
    products = supply.products_with_gtin(connection, codes) if codes else ()
    medicines = catalogue.medicines(connection) if products else {}
    rows = shelf.batches(connection, gtins=codes) if codes else shelf.batches(connection, lot=pack.lot) if pack.lot else ()
    lines = sorted(standing_of(connection, rows, desk.clock.today()), key=lambda line: (not _names(pack, line), not line.batch.on_hand))
    named = sum(_names(pack, line) for line in lines)
    seen = scanned.seen(connection, pack.product, pack.serial) if pack.serial else None
    if not products:
        return Found(scan, lots=tuple(lines), named=named, seen=seen)
    first = products[0]
    medicine = medicines.get(first.medicine_id or 0)
    return Found(scan, None, tuple(lines), named, True, first.description, first.brand, first.pack_size, medicine, seen)


def _names(pack: PackCode, line: StockLine) -> bool:
    """Whether the code says this lot; of a code that can be read in several ways, whether one of them does."""
    return any(
        one.lot and one.lot == line.batch.lot and (one.expiry is None or line.batch.expiry is None or one.expiry == line.batch.expiry)
        for one in (pack, *pack.candidates)
    )


def note_serial(desk: Desk, by: By, donation_id: int, gtin: str, serial: str) -> Seen | None:
    """Keeps the serial number of a pack when its line is added to a draft: `gtin` is `PackCode.product`, the serial's capitals matter.

    None: it is new, and kept. Else nothing is written: the same pack was scanned before, in the donation that is returned (perhaps this one;
    drafts that were thrown away do not count). Raises `Refusal` `donation_unknown`, `donation_fixed`.
    """
    with desk.read() as connection:
        donation_writing.draft_row(connection, donation_id)
        before = scanned.seen(connection, gtin, serial)
    if before is not None:
        return before
    try:
        with desk.act(by, "donation.serial") as act:
            act.about("donation", donation_id)
            if not scanned.keep_serial(act.connection, gtin, serial, donation_id, act.entered_at, by.user_id):
                raise Refusal("pack_seen", "serial")  # at another place, since it was asked a moment ago
            act.after = {"gtin": gtin, "serial": serial}
    except Refusal as refusal:
        if refusal.code != "pack_seen":
            raise
        with desk.read() as connection:
            return scanned.seen(connection, gtin, serial)
    return None
