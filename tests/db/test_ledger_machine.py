"""Whatever people do in whatever order, the ledger is what a few lines of plain Python say it is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from pharmacy_app.db.tables import Allocation, Batch
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import safekeeping
from tests.support.desks import TODAY, Worker, sqlite_worker
from tests.support.pharmacies import Writer, write_pharmacy

UNITS = st.integers(1, 30)
PICK = st.integers(0, 99)


@dataclass
class Shelf:
    """What a batch should be."""

    expiry: date
    status: str = "available"
    on_hand: int = 0


@dataclass
class Promise:
    """What an allocation should be."""

    batch: int
    units: int
    last_day: date
    status: str = "reserved"


@dataclass
class Model:
    """The pharmacy in plain Python."""

    today: date = TODAY
    shelves: dict[int, Shelf] = field(default_factory=dict)
    promises: dict[int, Promise] = field(default_factory=dict)

    def held(self, batch: int) -> int:
        return sum(p.units for p in self.promises.values() if p.batch == batch and p.status in ("reserved", "out"))


class Ledger(RuleBasedStateMachine):
    """Acts on the real database beside the same acts on the model."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.worker: Worker = sqlite_worker(self.template, Path(self.place.name) / "pharmacy")
        self.ids = {name: int(value) for name, value in write_pharmacy(self.worker).items() if isinstance(value, int)}
        self.model = Model()

    def teardown(self) -> None:
        # That a guard is missing is not said here: the control must find it by what people do.
        faults = tuple(fault for fault in safekeeping.check(self.worker.desk).faults if not fault.startswith("guard missing"))
        self.worker.desk.store.close()
        self.place.cleanup()
        assert faults == ()

    def did(self, allowed: bool, job: Callable[[Writer], int | None]) -> int | None:
        """The act; that it went through exactly where the model says that it may."""
        try:
            with self.worker.desk.act(self.worker.by(), "test") as act:
                made = job(Writer(act))
        except Refusal as refusal:
            assert not allowed, refusal.code
            return None
        assert allowed
        return made

    def batch(self, pick: int) -> tuple[int, Shelf]:
        key = sorted(self.model.shelves)[pick % len(self.model.shelves)]
        return key, self.model.shelves[key]

    def promise(self, pick: int) -> tuple[int, Promise]:
        key = sorted(self.model.promises)[pick % len(self.model.promises)]
        return key, self.model.promises[key]

    @rule(units=UNITS, days=st.integers(-2, 20))
    def receive(self, units: int, days: int) -> None:
        expiry = self.model.today + timedelta(days=days)

        def job(write: Writer) -> int:
            row = {"donation_id": self.ids["donation"], "product_id": self.ids["product"], "lot": "M", "expiry": expiry}
            batch = write.row(Batch, **row)
            write.move(batch, units, "receipt", self.model.today)
            return batch

        made = self.did(True, job)
        assert made is not None
        self.model.shelves[made] = Shelf(expiry, on_hand=units)

    @precondition(lambda self: self.model.shelves)
    @rule(pick=PICK, units=UNITS, days=st.integers(0, 8))
    def reserve(self, pick: int, units: int, days: int) -> None:
        key, shelf = self.batch(pick)
        last = self.model.today + timedelta(days=days)
        allowed = shelf.status == "available" and shelf.expiry >= last and units <= shelf.on_hand - self.model.held(key)
        values = {"run_item_id": self.ids["run_item"], "batch_id": key, "units": units, "covers": 1}
        dates = {"first_day": self.model.today, "last_day": last, "reserved_on": self.model.today}
        made = self.did(allowed, lambda write: write.row(Allocation, status="reserved", **values, **dates))
        if made is not None:
            self.model.promises[made] = Promise(key, units, last)

    @precondition(lambda self: self.model.promises)
    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        key, promise = self.promise(pick)
        allowed = promise.status != "delivered"
        self.did(allowed, lambda write: write.change(Allocation, key, status="released"))
        if allowed:
            promise.status = "released"

    @precondition(lambda self: self.model.promises)
    @rule(pick=PICK)
    def leave(self, pick: int) -> None:
        key, promise = self.promise(pick)
        usable = self.model.shelves[promise.batch].status == "available"
        allowed = promise.status == "out" or (promise.status == "reserved" and usable)
        self.did(allowed, lambda write: write.change(Allocation, key, status="out", slip_id=self.ids["slip"]))
        if allowed:
            promise.status = "out"

    @precondition(lambda self: self.model.promises)
    @rule(pick=PICK, short=st.integers(0, 2), more=st.integers(0, 1))
    def deliver(self, pick: int, short: int, more: int) -> None:
        key, promise = self.promise(pick)
        shelf, units = self.model.shelves[promise.batch], max(1, promise.units - short)
        allowed = promise.status == "out" and shelf.status == "available" and shelf.expiry >= self.model.today and not more

        def job(write: Writer) -> int:
            write.change(Allocation, key, status="delivered", delivered_units=units)
            return write.move(promise.batch, -units - more, "delivery", self.model.today, allocation_id=key)

        self.did(allowed, job)
        if allowed:
            promise.status = "delivered"
            shelf.on_hand -= units

    @precondition(lambda self: self.model.shelves)
    @rule(pick=PICK, units=UNITS, kind=st.sampled_from(["loss", "damage", "disposal", "count"]))
    def move(self, pick: int, units: int, kind: str) -> None:
        key, shelf = self.batch(pick)
        allowed = shelf.on_hand - units >= self.model.held(key)
        self.did(allowed, lambda write: write.move(key, -units, kind, self.model.today))
        if allowed:
            shelf.on_hand -= units

    @precondition(lambda self: self.model.shelves)
    @rule(pick=PICK, status=st.sampled_from(["quarantine", "held", "recalled"]))
    def set_aside(self, pick: int, status: str) -> None:
        key, shelf = self.batch(pick)
        allowed = not any(p.batch == key and p.status == "reserved" for p in self.model.promises.values())
        self.did(allowed, lambda write: write.change(Batch, key, status=status, reason="x"))
        if allowed:
            shelf.status = status

    @precondition(lambda self: self.model.shelves)
    @rule(pick=PICK)
    def put_back(self, pick: int) -> None:
        key, shelf = self.batch(pick)
        self.did(True, lambda write: write.change(Batch, key, status="available", reason=""))
        shelf.status = "available"

    @rule(days=st.integers(1, 6))
    def time_passes(self, days: int) -> None:
        self.model.today += timedelta(days=days)

    @invariant()
    def figures_agree(self) -> None:
        with self.worker.desk.read() as connection:
            rows = connection.execute(select(Batch.id, Batch.on_hand, Batch.reserved, Batch.status).where(Batch.lot == "M")).all()
        wanted = [(key, shelf.on_hand, self.model.held(key), shelf.status) for key, shelf in sorted(self.model.shelves.items())]
        assert sorted(map(tuple, rows)) == wanted
        assert all(0 <= row.reserved <= row.on_hand for row in rows)


def test_any_order_of_acts_leaves_what_the_model_says(sqlite_template: Path) -> None:
    Ledger.template = sqlite_template
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Ledger, settings=settings(max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=checks)
    )


def test_the_machine_notices_a_guard_that_is_gone(sqlite_template: Path, tmp_path: Path) -> None:
    """The control: the same machine on a database that lost a few triggers. (One alone is found by most runs, not by all.)"""
    broken = sqlite_worker(sqlite_template, tmp_path / "pharmacy")
    with broken.desk.act(broken.by(), "test.break") as act:
        for guard in (
            "stock_movements_exceed",
            "batches_set_aside",
            "allocations_reserve_new",
            "allocations_reserve",
            "allocations_expiry_new",
        ):
            act.connection.exec_driver_sql(f"DROP TRIGGER guard_{guard}")
    broken.desk.store.close()
    Ledger.template = tmp_path / "pharmacy"
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            Ledger,
            settings=settings(
                max_examples=60, stateful_step_count=30, deadline=None, database=None, derandomize=True, phases=[Phase.generate]
            ),
        )
