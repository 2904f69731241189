"""The shelf: set aside and put back, booked by hand, and traced from a lot to the doors and back to the donor."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import identity, safekeeping, stock
from pharmacy_app.services.stock import StockLine
from tests.support.desks import Worker
from tests.support.pharmacies import write_pharmacy


@pytest.fixture
def ids(worker: Worker) -> dict[str, int]:
    return {name: value for name, value in write_pharmacy(worker).items() if isinstance(value, int)}


def line(worker: Worker, batch: int) -> StockLine:
    return stock.card(worker.desk, batch).line


def test_what_is_free_is_what_is_on_hand_and_not_promised(worker: Worker, ids: dict[str, int]) -> None:
    good = line(worker, ids["good"])
    assert (good.batch.on_hand, good.batch.reserved, good.free) == (100, 35, 65)
    assert [line(worker, ids[name]).free for name in ("expired", "quarantine", "held", "recalled", "unidentified")] == [0] * 5


@pytest.mark.parametrize("status", ["quarantine", "held", "recalled"])
def test_setting_aside_gives_up_promises_but_not_what_is_in_the_bags(worker: Worker, ids: dict[str, int], status: str) -> None:
    assert stock.set_aside(worker.desk, worker.by(), ids["good"], status, "aviso del laboratorio") == 1
    good = line(worker, ids["good"])
    assert (good.batch.status, good.batch.reserved, good.free) == (status, 15, 0)
    with worker.desk.read() as connection:
        states = {row.id: row.status for row in connection.execute(text("SELECT id, status FROM allocations"))}
    assert (states[ids["reserved"]], states[ids["out"]], states[ids["delivered"]]) == ("released", "out", "delivered")
    assert safekeeping.check(worker.desk).faults == ()


def test_setting_aside_needs_a_reason_and_a_batch(worker: Worker, ids: dict[str, int]) -> None:
    with pytest.raises(Refusal, match="reason_missing"):
        stock.set_aside(worker.desk, worker.by(), ids["good"], "held", "  ")
    with pytest.raises(Refusal, match="batch_unknown"):
        stock.set_aside(worker.desk, worker.by(), 9999, "held", "x")
    assert line(worker, ids["good"]).batch.reserved == 35


def test_putting_back_settles_the_expiry(worker: Worker, ids: dict[str, int]) -> None:
    stock.put_back(worker.desk, worker.by(), ids["quarantine"], date(2027, 2, 28), "02/2027", "vista la caja")
    back = line(worker, ids["quarantine"])
    assert (back.batch.status, back.batch.reason, back.batch.expiry, back.free) == ("available", "", date(2027, 2, 28), 50)


def test_without_any_expiry_nothing_is_put_back(worker: Worker, ids: dict[str, int]) -> None:
    with worker.desk.act(worker.by(), "test.undate") as act:
        act.connection.execute(text(f"UPDATE batches SET expiry = NULL WHERE id = {ids['held']}"))
    with pytest.raises(Refusal, match="expiry_missing"):
        stock.put_back(worker.desk, worker.by(), ids["held"], note="vista la caja")
    assert line(worker, ids["held"]).batch.status == "held"


@pytest.mark.parametrize(("kind", "units", "left"), [("damage", 3, 47), ("loss", 3, 47), ("disposal", 50, 0), ("given_back", 1, 49),
                                                     ("count", 4, 54), ("count", -4, 46)])  # fmt: skip
def test_units_are_booked_by_hand(worker: Worker, ids: dict[str, int], kind: str, units: int, left: int) -> None:
    stock.move(worker.desk, worker.by(), ids["other"], kind, units, "porque sí")
    card = stock.card(worker.desk, ids["other"])
    assert card.line.batch.on_hand == left == sum(movement.units for movement in card.movements)
    assert (card.movements[-1].kind, card.movements[-1].reason, card.movements[-1].user) == (kind, "porque sí", "Carmen R.")


@pytest.mark.parametrize(
    ("batch", "kind", "units", "reason", "code"),
    [
        ("other", "delivery", 1, "x", "kind_unknown"),
        ("other", "receipt", 1, "x", "kind_unknown"),
        ("other", "loss", 1, "", "reason_missing"),
        ("other", "loss", 0, "x", "quantity_negative"),
        ("other", "loss", -1, "x", "quantity_negative"),
        ("other", "loss", 51, "x", "on_hand_not_negative"),
        ("good", "loss", 66, "x", "reserved_within_stock"),
    ],
)
def test_what_cannot_be_booked(worker: Worker, ids: dict[str, int], batch: str, kind: str, units: int, reason: str, code: str) -> None:
    before = stock.card(worker.desk, ids[batch])
    with pytest.raises(Refusal, match=code):
        stock.move(worker.desk, worker.by(), ids[batch], kind, units, reason)
    assert stock.card(worker.desk, ids[batch]) == before


def test_from_a_lot_to_the_doors_and_back(worker: Worker, ids: dict[str, int]) -> None:
    (card,) = stock.trace(worker.desk, lot="L-good")
    (door,) = card.doors
    assert (door.units, door.patient_code, door.household_code, door.round_id, door.slip_code) == (5, "P-1", "F-1", ids["round"], "AAAA-1")
    assert (card.line.batch.donor, card.line.batch.donation_id) == ("Amigos", ids["donation"])
    whole = stock.trace(worker.desk, donation_id=ids["donation"])
    assert len(whole) == 10
    assert [one.doors for one in whole if one.line.batch.lot == "L-good"] == [(door,)]
    with pytest.raises(Refusal, match="lot_unknown"):
        stock.trace(worker.desk, lot="never")
    with pytest.raises(Refusal, match="donation_unknown"):
        stock.trace(worker.desk, donation_id=999)


def test_a_promised_box_cannot_become_another_medicine(worker: Worker, ids: dict[str, int]) -> None:
    with pytest.raises(Refusal, match="product_in_use"):
        identity.say(worker.desk, worker.by(), ids["product"], ids["other_medicine"])
