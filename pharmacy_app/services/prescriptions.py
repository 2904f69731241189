"""Prescriptions: written, extended, put right; and what waits until somebody says what is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from pharmacy_app.db.queries import care
from pharmacy_app.db.queries import catalogue as shelf
from pharmacy_app.db.queries.care import ItemFilter, ItemRow, Prescribed
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.text import fold
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.order_checks import check_day, item_values, people_for_checks, runs
from pharmacy_app.services.orders import ANSWERS, REVIEW_DAYS, Order, Person, Understood, joined, understand, words
from pharmacy_app.services.prescription_import import import_prescriptions
from pharmacy_app.services.treatments import Treatment, all_active, extend, extend_in, open_items, treatments
from pharmacy_app.services.typed import named, short

__all__ = [
    "ANSWERS",
    "CLOSED_BECAUSE",
    "REVIEW_DAYS",
    "ItemFilter",
    "ItemRow",
    "Order",
    "Treatment",
    "Understood",
    "Written",
    "answer",
    "change_dose",
    "close_item",
    "extend",
    "extend_in",
    "import_prescriptions",
    "preview",
    "say_medicine",
    "set_dose",
    "treatments",
    "write",
    "write_in",
]  # fmt: skip

CLOSED_BECAUSE = ("ended", "doctor", "replaced", "died", "moved", "mistake")
LONGEST_TEXT = 500
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Written:
    """A prescription as it was taken: for each item its id and why it waits; nothing where it counts at once."""

    prescription_id: int
    items: tuple[tuple[int, tuple[Reason, ...]], ...]

    @property
    def waiting(self) -> int:
        return sum(bool(reasons) for _, reasons in self.items)


def preview(desk: Desk, patient_id: int, order: Order, written_on: date) -> Understood:
    """What an order would amount to, while it is being typed; writes nothing. Raises as `write`."""
    with desk.read() as connection:
        medicines = _medicines(connection, [order.medicine_id])
        person = _person(connection, patient_id, desk.clock.today(), medicines, _replaced([order]))
        return understand(order, order.starts_on or written_on, desk.clock.today(), person, medicines)


def write(
    desk: Desk, by: By, patient_id: int, doctor: str, written_on: date, orders: Sequence[Order], note: str = "", visit_id: int | None = None
) -> Written:
    """One paper with its items. What is not certain waits, whole as written, and holds up nothing else. `visit_id`: the visit it came from.

    An order with `replaces_id` closes that item of the same person. Raises `Refusal`: `patient_unknown`, `patient_inactive`, `doctor_missing`,
    `prescription_empty`, `written_in_future`, `medicine_missing`, `medicine_not_found`, `text_too_long`, `units_per_day_unclear`,
    `days_out_of_range`, `item_unknown`, `item_closed`.
    """
    with desk.act(by, "prescription.write") as act:
        return write_in(act, desk.clock.today(), patient_id, doctor, written_on, orders, note, visit_id)


def write_in(
    act: Act,
    today: date,
    patient_id: int,
    doctor: str,
    written_on: date,
    orders: Sequence[Order],
    note: str = "",
    visit_id: int | None = None,
) -> Written:
    """As `write`, as a part of an act that is open (a visit that is noted)."""
    if not orders:
        raise Refusal("prescription_empty", "items")
    if not fold(doctor):
        raise Refusal("doctor_missing", "doctor")
    check_day(written_on, today)
    medicines = _medicines(act.connection, [order.medicine_id for order in orders])
    replaced = _closing(act, patient_id, _replaced(orders))
    person = _person(act.connection, patient_id, today, medicines, [row.id for row in replaced])
    found = []
    for order in orders:
        _check_order(order, medicines)
        found.append(understand(order, order.starts_on or written_on, today, person, medicines))
        if order.medicine_id is not None:
            person = replace(person, taking=(*person.taking, order.medicine_id))
    doctor_id = care.doctor_ids(act.connection, [named(doctor, "doctor")])[fold(doctor)]
    paper = Prescribed(patient_id, doctor_id, written_on, short(note, "note", LONGEST_TEXT), visit_id)
    paper_id = care.add_prescriptions(act.connection, [paper], act.entered_at, act.by.user_id)[0]
    rows = [item_values(paper_id, order, one, written_on) for order, one in zip(orders, found, strict=True)]
    ids = care.add_items(act.connection, rows)
    act.about("prescription", paper_id)
    act.before = {"closed": [row.id for row in replaced]}
    act.after = {
        "patient": patient_id,
        "doctor": doctor_id,
        "items": [{"id": i, **_said(row)} for i, row in zip(ids, rows, strict=True)],
    }
    return Written(paper_id, tuple(zip(ids, (one.reasons for one in found), strict=True)))


def close_item(desk: Desk, by: By, item_id: int, reason: str) -> None:
    """Ends a treatment, for one of `CLOSED_BECAUSE`. Raises `Refusal`: `item_unknown`, `item_closed`, `reason_unknown`."""
    if reason not in CLOSED_BECAUSE:
        raise Refusal("reason_unknown", "reason", reason=reason[:40])
    with desk.act(by, "prescription.close") as act:
        row = open_items(act.connection, [item_id])[0]
        act.about("prescription_item", item_id)
        act.before, act.after = {"status": row.status, "reason": row.reason}, {"status": "closed", "reason": reason}
        care.change_items(act.connection, [{"id": item_id, "status": "closed", "reason": reason}])


def say_medicine(desk: Desk, by: By, text: str, medicine_id: int) -> int:
    """Says what a medicine as written means: for every item that waits with these words, and for whatever comes later.

    Returns how many items know their medicine now. Raises `Refusal`: `medicine_not_found`, `medicine_missing`.
    """
    if not fold(text):
        raise Refusal("medicine_missing", "medicine")
    with desk.act(by, "prescription.say_medicine") as act:
        if shelf.medicine(act.connection, medicine_id) is None:
            raise Refusal("medicine_not_found", "medicine")
        which = ItemFilter(statuses=("waiting",), medicine_text=text, reason="medicine_unknown", active_people=None)
        rows = [row for row in care.items(act.connection, which, limit=_ALL) if row.medicine_id is None]
        shelf.learn(act.connection, text, medicine_id, act.by.user_id)
        _again(act, [(row, replace(_order_of(row), medicine_id=medicine_id)) for row in rows], desk.clock.today())
        act.about("medicine", medicine_id)
        act.after |= {"text": text}
        return len(rows)


def set_dose(desk: Desk, by: By, item_ids: Sequence[int], units_per_day: str, days: int | None = None, chronic: bool | None = None) -> int:
    """Says how many units a day these items take, and for how long where it was not known; many at once.

    Returns how many of them count now. Raises `Refusal`: `nothing_chosen`, `units_per_day_unclear`, `days_out_of_range`, `item_unknown`,
    `item_closed`.
    """
    with desk.act(by, "prescription.set_dose") as act:
        changed = []
        for row in open_items(act.connection, item_ids):
            old = _order_of(row)
            changed.append(
                (
                    row,
                    replace(
                        old,
                        units_per_day=units_per_day,
                        days=days if days is not None else old.days,
                        chronic=old.chronic if chronic is None else chronic,
                        cleared=(*old.cleared, "dose"),
                    ),
                )
            )
        return _again(act, changed, desk.clock.today())


def answer(desk: Desk, by: By, item_id: int, questions: Sequence[str], doctor: str, note: str) -> bool:
    """A doctor says yes to these questions (of `ANSWERS`), and why: the item counts if no other stands against it. Returns whether it does.

    Raises `Refusal`: `doctor_missing`, `note_missing`, `text_too_long`, `question_unknown`, `nothing_chosen`, `item_unknown`, `item_closed`.
    """
    for question in questions:
        if question not in ANSWERS:
            raise Refusal("question_unknown", "question", question=question[:40])
    if not questions:
        raise Refusal("nothing_chosen", "questions")
    if not fold(doctor):
        raise Refusal("doctor_missing", "doctor")
    if not fold(note):
        raise Refusal("note_missing", "note")
    with desk.act(by, "prescription.answer") as act:
        row = open_items(act.connection, [item_id])[0]
        name = named(doctor, "doctor")
        said = f"{name}: {short(note, 'note', LONGEST_TEXT)}"
        doctor_id = care.doctor_ids(act.connection, [name])[fold(name)]
        old = _order_of(row)
        now = _again(act, [(row, replace(old, cleared=(*old.cleared, *questions)))], desk.clock.today())
        care.change_items(act.connection, [{"id": item_id, "cleared_note": "\n".join(part for part in (row.cleared_note, said) if part)}])
        act.about("prescription_item", item_id)
        act.after |= {"questions": list(questions), "doctor": doctor_id}
        return bool(now)


def change_dose(
    desk: Desk, by: By, item_id: int, doctor: str, written_on: date, directions: str, units_per_day: str = "", days: int | None = None
) -> Written:
    """A doctor changes the dose of a treatment: the old line is closed, a new one of the same medicine goes on from that day.

    Raises what `write` raises, and `Refusal` `dose_missing` where nothing new is said.
    """
    if not fold(directions) and not fold(units_per_day):
        raise Refusal("dose_missing", "directions")
    with desk.read() as connection:
        old = open_items(connection, [item_id])[0]
    order = Order(
        old.medicine_text, old.medicine_id, directions, units_per_day or None, days, old.chronic and days is None, written_on,
        words(old.cleared), old.id,
    )  # fmt: skip
    return write(desk, by, old.patient_id, doctor, written_on, [order])


def _person(connection: Connection, patient_id: int, day: date, medicines: dict[int, Medicine], without: Iterable[int]) -> Person:
    found = people_for_checks(connection, [patient_id], day, without).get(patient_id)
    if found is None:
        raise Refusal("patient_unknown", "patient")
    all_active(connection, {patient_id})
    medicines.update(_medicines(connection, found[0].taking))
    return found[0]


def _medicines(connection: Connection, ids: Iterable[int | None]) -> dict[int, Medicine]:
    return catalogue.medicines_among(connection, (one for one in ids if one is not None))


def _replaced(orders: Sequence[Order]) -> list[int]:
    return [order.replaces_id for order in orders if order.replaces_id is not None]


def _closing(act: Act, patient_id: int, item_ids: Sequence[int]) -> tuple[ItemRow, ...]:
    """Closes the items that new ones take the place of."""
    if not item_ids:
        return ()
    rows = open_items(act.connection, item_ids)
    for row in rows:
        if row.patient_id != patient_id:
            raise Refusal("item_unknown", "item", item=row.id)
    care.change_items(act.connection, [{"id": row.id, "status": "closed", "reason": "replaced"} for row in rows])
    return rows


def _check_order(order: Order, medicines: Mapping[int, Medicine]) -> None:
    if not fold(order.medicine_text):
        raise Refusal("medicine_missing", "medicine")
    if order.medicine_id is not None and order.medicine_id not in medicines:
        raise Refusal("medicine_not_found", "medicine")
    for text, where in ((order.medicine_text, "medicine"), (order.directions_text, "directions")):
        short(text, where, LONGEST_TEXT)


def _order_of(row: ItemRow) -> Order:
    """The order as it stands in the store. A chronic one keeps its length in `review_on`, not in `days`."""
    rate = Fraction(row.units, row.per_days) if row.units and row.per_days else None
    days = (row.review_on - row.starts_on).days + 1 if row.chronic and row.review_on else row.days
    return Order(row.medicine_text, row.medicine_id, row.directions_text, rate, days, row.chronic, row.starts_on, words(row.cleared))


def _again(act: Act, changed: Sequence[tuple[ItemRow, Order]], today: date) -> int:
    """Looks at items again with what is known now, and writes what they amount to; how many of them count."""
    checked = people_for_checks(act.connection, sorted({row.patient_id for row, _ in changed}), today)
    medicines = catalogue.medicines(act.connection)
    values = []
    for row, order in changed:
        person, items = checked[row.patient_id]
        older = tuple(one.medicine_id for one in items if one.medicine_id is not None and one.id < row.id and runs(one, row.starts_on))
        found = understand(order, row.starts_on, today, replace(person, taking=older), medicines)
        values.append({"id": row.id, "medicine_id": order.medicine_id, "cleared": joined(order.cleared), **found.columns()})
    care.change_items(act.connection, values)
    act.before = {"items": [{"id": row.id, "status": row.status, "reason": row.reason} for row, _ in changed]}
    act.after = {"items": [{"id": value["id"], **_said(value)} for value in values]}
    return sum(value["status"] == "active" for value in values)


def _said(row: Mapping[str, object]) -> dict[str, object]:
    return {name: row[name] for name in ("medicine_id", "units", "per_days", "status", "reason")}
