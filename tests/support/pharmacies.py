"""A small pharmacy in which everything has happened once: written row by row, so that a test can attack the database itself."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, insert, select, update

from pharmacy_app.db.base import Base
from pharmacy_app.db.store import Act
from pharmacy_app.db.tables import (
    Allocation,
    ArrivalRules,
    Batch,
    Council,
    Delivery,
    Donation,
    DonationLine,
    Donor,
    Household,
    KitRules,
    MatchingRun,
    MedicineRow,
    Meeting,
    Patient,
    PatientEvent,
    PatientMerge,
    Policy,
    Prescription,
    PrescriptionItem,
    Product,
    Reopening,
    Round,
    RoundPick,
    RoundReopening,
    RunItem,
    Sector,
    Slip,
    SlipTakenOff,
    StockMovement,
    TierDecision,
)
from tests.support.desks import TODAY, Worker

GOOD_UNTIL = date(2027, 8, 31)


class Writer:
    """Rows of one act, with what every row of that table needs."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.signed = {"entered_at": act.entered_at, "entered_by": act.by.user_id}

    def row(self, table: type[Base], returning: str = "id", **values: object) -> int:
        return int(self.act.connection.execute(insert(table).values(values).returning(table.__table__.c[returning])).scalar_one())

    def change(self, table: type[Base], row: int, **values: object) -> None:
        self.act.connection.execute(update(table).where(table.__table__.c.id == row).values(values))

    def move(self, batch: int, units: int, kind: str, day: date = TODAY, **names: int) -> int:
        return self.row(
            StockMovement, batch_id=batch, units=units, kind=kind, occurred_on=day, act=self.act.by.token, **self.signed, **names
        )

    def promise(self, run_item: int, batch: int, units: int, **values: object) -> int:
        days = {"first_day": TODAY, "last_day": TODAY + timedelta(days=6)}
        return self.row(Allocation, run_item_id=run_item, batch_id=batch, units=units, covers=units, **days, **values)


def write_pharmacy(worker: Worker) -> dict[str, int | str]:
    """Ids by name: `good` holds 100 units, of which 20 are `reserved`, 15 `out`, 5 were `delivered` before, and 10 more are `proposed`."""
    by = worker.by()
    with worker.desk.act(by, "test.fill") as act:
        write = Writer(act)
        names: dict[str, int | str] = {"token": by.token, "user": worker.user_id}
        _supply(write, names)
        _people(write, names)
        _promises(write, names)
    _closed_rounds(worker, names)
    return names


def _supply(write: Writer, names: dict[str, int | str]) -> None:
    medicines = list(write.act.connection.execute(select(MedicineRow.id).order_by(MedicineRow.id).limit(2)).scalars())
    names["medicine"], names["other_medicine"] = medicines
    donor = names["donor"] = write.row(Donor, name="Amigos", folded="amigos", country="CL", language="es")
    names["other_donor"] = write.row(Donor, name="Otros", folded="otros", country="IT", language="it")
    gift = names["donation"] = write.row(Donation, donor_id=donor, received_on=TODAY - timedelta(days=5), **write.signed)
    draft = names["draft"] = write.row(Donation, donor_id=donor, received_on=TODAY, **write.signed)
    known = names["product"] = write.row(
        Product, medicine_id=medicines[0], description="Losartan 50", folded="losartan 50", identity="known"
    )
    unknown = names["unknown_product"] = write.row(Product, description="Caja azul", folded="caja azul")
    told = names["told_product"] = write.row(
        Product, medicine_id=medicines[0], description="Caja verde", folded="caja verde", identity="told", identified_by=names["user"]
    )
    names["arrival_rules"] = write.row(ArrivalRules, version=1, rules="{}", decided_on=TODAY, **write.signed)
    names["line"] = write.row(DonationLine, donation_id=gift, position=1, product_id=known, quantity=105)
    names["draft_line"] = write.row(DonationLine, donation_id=draft, position=1, product_id=known, quantity=5)
    write.change(Donation, gift, status="received")
    aside = {"reason": "x"}
    lots: tuple[tuple[str, int, int, date, dict[str, str]], ...] = (
        ("good", gift, known, GOOD_UNTIL, {}),
        ("other", gift, known, GOOD_UNTIL, {}),
        ("expired", gift, known, TODAY - timedelta(days=1), {}),
        ("soon", gift, known, TODAY + timedelta(days=3), {}),
        ("quarantine", gift, known, GOOD_UNTIL, {"status": "quarantine", **aside}),
        ("held", gift, known, GOOD_UNTIL, {"status": "held", **aside}),
        ("recalled", gift, known, GOOD_UNTIL, {"status": "recalled", **aside}),
        ("unidentified", gift, unknown, GOOD_UNTIL, {}),
        ("told", gift, told, GOOD_UNTIL, {}),
        ("home", gift, known, GOOD_UNTIL, {}),
        ("of_draft", draft, known, GOOD_UNTIL, {}),
    )
    for name, donation, product, expiry, more in lots:
        batch = names[name] = write.row(Batch, donation_id=donation, product_id=product, lot=f"L-{name}", expiry=expiry, **more)
        if name != "of_draft":
            names[f"receipt_{name}"] = write.move(batch, 105 if name == "good" else 50, "receipt")


def _people(write: Writer, names: dict[str, int | str]) -> None:
    council = write.row(Council, name="Los Pinos", folded="los pinos")
    sector = write.row(Sector, council_id=council, name="Alto", folded="alto")
    house = write.row(Household, code="F-1", sector_id=sector, house="Casa 1")
    names["other_house"] = write.row(Household, code="F-2", sector_id=sector, house="Casa 2")
    patient = names["patient"] = write.row(Patient, code="P-1", household_id=house, name="Ana", folded="ana")
    names["other_patient"] = write.row(Patient, code="P-2", household_id=house, name="Luis", folded="luis")
    names["stranger"] = write.row(Patient, code="P-3", household_id=house, name="Eva", folded="eva")
    names["event"] = write.row(PatientEvent, patient_id=patient, kind="joined", occurred_on=TODAY, to_household_id=house, **write.signed)
    twice = names["twice"] = write.row(
        Patient, code="P-4", household_id=house, name="Ana M.", folded="ana m", active=False, left_why="merged", merged_into_id=patient
    )
    names["merge"] = write.row(PatientMerge, kept_id=patient, merged_id=twice, moved="{}", **write.signed)
    names["kit_rules"] = write.row(KitRules, version=1, rules="{}", decided_on=TODAY, **write.signed)
    paper = names["paper"] = write.row(Prescription, patient_id=patient, written_on=TODAY, **write.signed)
    taken = {"prescription_id": paper, "medicine_text": "losartan", "units": 1, "per_days": 1, "starts_on": TODAY, "chronic": True}
    item = write.row(PrescriptionItem, medicine_id=names["medicine"], **taken)
    said_no = write.row(PrescriptionItem, medicine_id=names["other_medicine"], **taken)
    policy = names["policy"] = write.act.connection.execute(select(func.min(Policy.id))).scalar_one()
    run = names["run"] = write.row(MatchingRun, policy_id=policy, from_day=TODAY, days=7, **write.signed)
    amounts = {"tier": "A", "points": 0, "rank": 1, "units_asked": 50, "units_granted": 50, "proposed_units": 50, "reasons": "[]"}
    names["run_item"] = write.row(
        RunItem, run_id=run, item_id=item, medicine_id=names["medicine"], asked_from=TODAY, asked_days=7, **amounts
    )
    refused = {**amounts, "units_granted": 0, "decided_units": 0, "refusal": "has_enough"}
    names["refused_item"] = write.row(
        RunItem, run_id=run, item_id=said_no, medicine_id=names["other_medicine"], asked_from=TODAY, asked_days=7, **refused
    )
    walk = names["round"] = write.row(Round, walked_on=TODAY, **write.signed)
    stop = names["stop"] = write.row(Delivery, round_id=walk, household_id=house, position=1)
    names["slip"] = write.row(Slip, delivery_id=stop, patient_id=patient, code="AAAA-1")
    names["other_slip"] = write.row(Slip, delivery_id=stop, patient_id=names["other_patient"], code="AAAA-2")


def _promises(write: Writer, names: dict[str, int | str]) -> None:
    item, good, slip = int(names["run_item"]), int(names["good"]), names["slip"]
    for name, units in (("reserved", 20), ("out", 15), ("delivered", 5), ("given_up", 2)):
        names[name] = write.promise(item, good, units, status="reserved", reserved_on=TODAY)
    for name in ("out", "delivered"):
        write.change(Allocation, int(names[name]), status="out", slip_id=slip)
    write.change(Allocation, int(names["given_up"]), status="released")
    write.change(Allocation, int(names["delivered"]), status="delivered", delivered_units=5)
    names["delivery"] = write.move(good, -5, "delivery", allocation_id=int(names["delivered"]))
    names["meeting"] = write.row(Meeting, held_on=TODAY, present="Carmen R.\nLuis P.", **write.signed)
    write.change(MatchingRun, int(names["run"]), status="confirmed", meeting_id=names["meeting"])
    names["open_run"] = write.row(MatchingRun, policy_id=names["policy"], from_day=TODAY, days=7, **write.signed)
    decided = {"tier": "A", "why": "vive sola", "decided_on": TODAY}
    names["tier_decision"] = write.row(TierDecision, patient_id=names["other_patient"], **decided, **write.signed)
    again = {"why": "ya no tiene", "decided_on": TODAY}
    names["reopening"] = write.row(Reopening, run_item_id=names["refused_item"], **again, **write.signed)
    names["proposed"] = write.promise(item, good, 10)
    names["promised_aside"] = write.promise(item, int(names["soon"]), 10)


def _closed_rounds(worker: Worker, names: dict[str, int | str]) -> None:
    """`closed_round`: of 9 units of the lot `home` 4 were delivered, 3 came back, 2 were lost. `reopened_round`: closed empty, and taken back."""
    house, person = names["other_house"], names["patient"]
    by = worker.by()
    with worker.desk.act(by, "round.close") as act:
        write = Writer(act)
        walk = names["reopened_round"] = write.row(Round, walked_on=TODAY, **write.signed)
        names["pick"] = write.row(RoundPick, round_id=walk, batch_id=names["home"], units=3, **write.signed, returning="batch_id")
        write.change(Round, walk, status="closed", closed_on=TODAY, closed_act=by.token)
    with worker.desk.act(worker.by(), "round.reopen") as act:
        write = Writer(act)
        why = {"why": "se anotó mal", "reopened_on": TODAY}
        names["round_reopening"] = write.row(RoundReopening, round_id=walk, closed_act=by.token, **why, **write.signed)
        write.change(Round, walk, status="out", closed_on=None, closed_act=None)
    last = worker.by()
    with worker.desk.act(last, "round.close") as act:
        write = Writer(act)
        walk = names["closed_round"] = write.row(Round, walked_on=TODAY, **write.signed)
        stop = write.row(Delivery, round_id=walk, household_id=house, position=1)
        slip = names["closed_slip"] = write.row(Slip, delivery_id=stop, patient_id=person, code="AAAA-3")
        write.row(SlipTakenOff, code="AAAA-4", round_id=walk, **write.signed, returning="round_id")
        ends = {"delivered": (4, "delivery"), "returned": (3, ""), "lost": (2, "loss")}
        for name, (units, kind) in ends.items():
            one = names[f"home_{name}"] = write.promise(
                int(names["run_item"]), int(names["home"]), units, status="reserved", reserved_on=TODAY, slip_id=slip
            )
            write.change(Allocation, one, status="out")
            status = "delivered" if name == "delivered" else "released"
            write.change(Allocation, one, status=status, **{f"{name}_units": units})
            if kind:
                names[f"home_{kind}"] = write.move(int(names["home"]), -units, kind, allocation_id=one)
        write.change(Slip, slip, result="part")
        write.change(Round, walk, status="closed", closed_on=TODAY, closed_act=last.token)
        names["closed_act"] = last.token
