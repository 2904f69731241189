"""Packs under the scanner, one after the other: the first of a lot fills a line, the next are counted to it, the same one twice is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pharmacy_app.services import donation_typing, scanning
from pharmacy_app.services.desk import By
from pharmacy_app.services.donation_typing import Scanned, TypedLine
from pharmacy_app.services.donations import DonationLine
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.screens.donations.entry import EntryLine
from pharmacy_app.ui.screens.donations.half import same_pack

if TYPE_CHECKING:
    from pharmacy_app.ui.screens.donations.shipment import Shipment

CHANGED = frozenset({"donations"})


class Packs:
    """`write(line, then)` writes a complete line of the entry, and calls `then`."""

    def __init__(
        self, context: Context, shipment: Shipment, entry: EntryLine, write: Callable[[TypedLine, Callable[[], None]], None]
    ) -> None:
        self._context, self._shipment, self._entry, self._write = context, shipment, entry, write

    def scan(self, text: str) -> None:
        """What a scanner read, in a draft."""
        desk, language = self._context.desk, self._context.language

        def done(scanned: Scanned | None) -> None:
            if scanned is not None:
                self._scanned(scanned)
                return
            self._context.messages.tell(
                language.tr("This code is not a pack's"),
                language.tr("Type the line, or scan the square code or the bars on the box."),
                "soon",
            )

        self._context.tasks.run_read(lambda: donation_typing.scanned(desk, text), done, owner=self._shipment)

    def _scanned(self, scanned: Scanned, anyway: bool = False) -> None:
        half = self._entry.half
        self._entry.scan_says.warn("")
        if not anyway and (scanned.seen is not None or (scanned.gtin, scanned.serial) in half.serials):
            self._seen_before(scanned)
        elif half.same_pack(scanned) and half.quantity:
            self._entry.one_more(scanned)
        elif half.whole and half.editing is None and (line := self._entry.typed()) is not None:
            self._write(line, lambda: self._scanned(scanned, anyway))  # the pack before is complete: it is written first
        else:
            known = [line for line in self._shipment.lines if same_pack(line.row.gtin, line.row.lot, line.row.expiry, scanned)]
            if known and not scanned.cut:
                self._one_more(known[-1], scanned)
            else:
                self._entry.fill_scanned(scanned)

    def _seen_before(self, scanned: Scanned) -> None:
        tr, here = self._context.language.tr, self._shipment.donation.id if self._shipment.donation is not None else 0
        if scanned.seen is None or scanned.seen.donation_id == here:
            said = tr("This very pack was scanned before in this donation: it was not counted again.")
        else:
            number = rows.number_of(scanned.seen.received_on, scanned.seen.donation_id)
            said = tr("This very pack was received before, in donation {number}: it was not counted again.", number=number)
        self._entry.scan_says.warn(said, lambda: self._scanned(scanned, anyway=True))

    def _one_more(self, line: DonationLine, scanned: Scanned) -> None:
        context, donation_id = self._context, self._shipment.donation.id if self._shipment.donation is not None else 0
        language, desk, by = context.language, context.desk, context.by()

        def work() -> int:
            units = donation_typing.add_pack(desk, by, donation_id, line.row.id)
            self.note_serials(donation_id, by, ((scanned.gtin, scanned.serial),))
            return units

        def back() -> None:
            again = context.by()
            context.tasks.run_write(
                lambda: donation_typing.add_pack(desk, again, donation_id, line.row.id, -1), lambda _units: None, CHANGED
            )

        def done(units: int) -> None:
            self._shipment.table.select(line.row.id)
            said = rows.counted_text(language, line, units)
            context.messages.toast(language.tr("Line {n}, one pack more: {quantity}", n=line.row.position, quantity=said), back)

        context.tasks.run_write(work, done, CHANGED, owner=self._shipment)

    def note_serials(self, donation_id: int, by: By, serials: tuple[tuple[str, str], ...]) -> None:
        """Keeps which packs were scanned, once their line is written."""
        for gtin, serial in serials:
            if serial:
                scanning.note_serial(self._context.desk, self._context.desk.by(by.user_id, by.occurred_on), donation_id, gtin, serial)
