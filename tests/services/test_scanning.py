"""What a scanner read, looked up: slips, labels, packs, and the very same pack twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from pharmacy_app.db.queries import scanned
from pharmacy_app.domain.codes import batch_code, slip_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import donation_typing, donations, scanning, stock
from pharmacy_app.services.donation_typing import TypedLine
from pharmacy_app.services.scanning import Seen
from tests.support.desks import TODAY, Worker

GTIN = "07612345678900"
SQUARE = f"01{GTIN}1727083110"


def draft(worker: Worker) -> int:
    desk = worker.desk
    known = donations.donors(desk)
    donor = known[0].id if known else donations.add_donor(desk, worker.by(), "Amigos", "CL")
    return donations.open_draft(desk, worker.by(), donor, TODAY, "guía 1")


@pytest.fixture
def shelf(worker: Worker) -> Worker:
    """Three lots of losartan under one code, one of them used up, and a box with an Italian number that nobody knows."""
    desk, donation = worker.desk, draft(worker)
    lines = [TypedLine("losartán 50 mg tableta", lot, "0827", "4x30", gtin=GTIN) for lot in ("L1", "L2107", "L3")]
    lines.append(TypedLine("Caja azul", "Q1", "0928", "12", gtin="A044155024"))
    donations.add_lines(desk, worker.by(), donation, [donation_typing.typed_line(desk, line) for line in lines])
    donations.receive(desk, worker.by(), donation, "hace falta")
    first = next(line for line in stock.list_stock(desk) if line.batch.lot == "L1")
    stock.move(desk, worker.by(), first.batch.id, "loss", 120, "se perdió")
    return worker


def lots(worker: Worker, text: str) -> list[str]:
    return [line.batch.lot for line in scanning.look_up(worker.desk, text).lots]


def test_a_pack_leads_to_its_lots_the_one_it_names_first(shelf: Worker) -> None:
    found = scanning.look_up(shelf.desk, f"{SQUARE}L3")
    assert (found.scan.kind, found.named, found.units, found.known) == ("pack", 1, 240, True)
    assert [line.batch.lot for line in found.lots] == ["L3", "L2107", "L1"]  # what is used up comes last
    assert found.medicine is not None and found.medicine.inn == "losartan"
    for other in ("7612345678900", f"]d201{GTIN}", f"https://id.gs1.org/01/{GTIN}"):
        assert lots(shelf, other) == ["L2107", "L3", "L1"]


def test_a_lot_that_may_hold_a_serial_is_known_by_what_is_on_the_shelf(shelf: Worker) -> None:
    found = scanning.look_up(shelf.desk, f"{SQUARE}L2107")  # L2107, or L and the serial number 07
    assert found.scan.pack is not None and found.scan.pack.doubt == "separators"
    assert (found.named, found.lots[0].batch.lot) == (1, "L2107")
    swallowed = scanning.look_up(shelf.desk, f"{SQUARE}L321XYZ99")
    assert (swallowed.named, swallowed.lots[0].batch.lot) == (1, "L3")
    assert scanning.look_up(shelf.desk, f"01{GTIN}1728083110L3").named == 0  # the same lot number with another date is another lot


def test_an_italian_number_is_a_product_as_well(shelf: Worker) -> None:
    found = scanning.look_up(shelf.desk, "A044155024")
    assert (found.description, found.medicine, [line.batch.lot for line in found.lots]) == ("Caja azul", None, ["Q1"])
    scanned = donation_typing.scanned(shelf.desk, "A044155024")
    assert scanned is not None and (scanned.gtin, scanned.typed_dates) == ("A044155024", True)


def test_labels_slips_and_what_is_neither(shelf: Worker) -> None:
    batch = stock.list_stock(shelf.desk)[0].batch
    label = scanning.look_up(shelf.desk, batch_code(batch.id).lower())
    assert (label.scan.kind, [line.batch.id for line in label.lots]) == ("label", [batch.id])
    assert scanning.look_up(shelf.desk, batch_code(999_999)).lots == ()
    slip = scanning.look_up(shelf.desk, slip_code(77))
    assert (slip.scan.kind, slip.scan.code, slip.round_id) == ("slip", slip_code(77), None)
    assert scanning.recognise(slip_code(77)[1:]).kind != "slip"  # eight digits alone may be any shop's number
    assert (scanning.look_up(shelf.desk, "L2107").scan.kind, lots(shelf, "L2107")) == ("", ["L2107"])
    new = scanning.look_up(shelf.desk, "96385074")
    assert (new.scan.kind, new.known, new.lots) == ("pack", False, ())
    for text, reason in (("7501031311308", "check_digit"), ("2112345678900", "store"), ("9780306406157", "print")):
        wrong = scanning.look_up(shelf.desk, text)
        assert (wrong.scan.kind, wrong.scan.reason, wrong.lots) == ("wrong", reason, ())
        assert donation_typing.scanned(shelf.desk, text) is None


def test_what_the_entry_line_is_told(shelf: Worker) -> None:
    cut = donation_typing.scanned(shelf.desk, f"01{GTIN}10AB117280831")
    assert cut is not None and cut.cut and cut.medicine is not None
    assert ("AB1", date(2028, 8, 31)) in {(one.lot, one.expiry) for one in cut.candidates}
    russian = donation_typing.scanned(shelf.desk, f"010460781234567921{'5Nq10Ab21cd9Z'}91EE0692{'Z' * 44}")
    assert russian is not None and (russian.typed_dates, russian.serial, russian.cut) == (True, "5Nq10Ab21cd9Z", False)


def test_the_same_pack_twice_is_said(worker: Worker) -> None:
    desk, donation = worker.desk, draft(worker)
    text = f"{SQUARE}L1\x1d21aB9"
    assert scanning.note_serial(desk, worker.by(), donation, GTIN, "aB9") is None
    assert scanning.note_serial(desk, worker.by(), donation, GTIN, "aB9") == Seen(donation, TODAY)
    assert scanning.look_up(desk, text).seen == Seen(donation, TODAY)
    assert scanning.note_serial(desk, worker.by(), donation, GTIN, "AB9") is None  # capitals matter
    assert scanning.note_serial(desk, worker.by(), donation, "04607812345679", "aB9") is None  # so does the product
    other = draft(worker)
    assert scanning.note_serial(desk, worker.by(), other, GTIN, "aB9") == Seen(donation, TODAY)


def test_the_same_pack_scanned_at_two_places_in_one_moment_belongs_to_one(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, first, second = worker.desk, draft(worker), draft(worker)
    real, asked = scanned.seen, list[str]()

    def nothing_yet(connection: Any, gtin: str, serial: str) -> Seen | None:  # the other place writes between question and act
        asked.append(serial)
        return None if len(asked) == 1 else real(connection, gtin, serial)

    assert scanning.note_serial(desk, worker.by(), first, GTIN, "aB9") is None
    monkeypatch.setattr(scanned, "seen", nothing_yet)
    assert scanning.note_serial(desk, worker.by(), second, GTIN, "aB9") == Seen(first, TODAY)
    assert scanning.note_serial(desk, worker.by(), second, GTIN, "aB10") is None


def test_a_draft_that_was_thrown_away_does_not_count(worker: Worker) -> None:
    desk, first, second = worker.desk, draft(worker), draft(worker)
    scanning.note_serial(desk, worker.by(), first, GTIN, "aB9")
    donations.discard(desk, worker.by(), first)
    assert scanning.look_up(desk, f"{SQUARE}L1\x1d21aB9").seen is None
    with pytest.raises(Refusal, match="donation_unknown"):
        scanning.note_serial(desk, worker.by(), first, GTIN, "xyz")
    assert scanning.note_serial(desk, worker.by(), second, GTIN, "aB9") is None
    assert scanning.note_serial(desk, worker.by(), second, GTIN, "aB9") == Seen(second, TODAY)


def test_statements_do_not_grow_with_lots(shelf: Worker) -> None:
    def asked(text: str) -> int:
        told: list[str] = []

        def note(*args: object) -> None:
            told.append(str(args[2]))

        event.listen(shelf.desk.store.engine, "before_cursor_execute", note)
        scanning.look_up(shelf.desk, text)
        event.remove(shelf.desk.store.engine, "before_cursor_execute", note)
        return len([one for one in told if one.lstrip().upper().startswith("SELECT")])

    before = asked(f"{SQUARE}L3\x1d21aB9")
    desk, donation = shelf.desk, draft(shelf)
    lines = [donation_typing.typed_line(desk, TypedLine("losartán 50 mg tableta", f"M{n}", "0827", "30", gtin=GTIN)) for n in range(30)]
    donations.add_lines(desk, shelf.by(), donation, lines)
    donations.receive(desk, shelf.by(), donation, "hace falta")
    assert asked(f"{SQUARE}L3\x1d21aB9") == before <= 8
