"""What came back on a visit sheet, line by line: one line is one act, and can be noted anew or taken back whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import care
from pharmacy_app.db.queries import visits as store
from pharmacy_app.db.queries.care import ItemRow
from pharmacy_app.db.queries.visits import LineRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.services import prescriptions
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.order_checks import check_day
from pharmacy_app.services.orders import words
from pharmacy_app.services.prescriptions import Order
from pharmacy_app.services.typed import named, short
from pharmacy_app.services.visits import check_purpose, found_sheet

GO_ON_DAYS = 30  # of a treatment that goes on unchanged, until somebody types another number


@dataclass(frozen=True, slots=True)
class ItemTold:
    """What the sheet says of one treatment: it goes on for `days` more, or with these directions from now on, or it ends (none of both)."""

    item_id: int
    days: int = 0
    directions: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one box of the sheet says."""

    met: bool = True
    purpose: str = "follow_up"
    note: str = ""
    items: tuple[ItemTold, ...] = ()


def note(desk: Desk, by: By, line_id: int, told: Told, doctor: str = "", went: str = "") -> int:
    """Notes one line, on the act's day: the visit, and what becomes of the treatments; all or nothing. Returns the visit's id.

    A line that was noted before is noted anew: what the first noting did to treatments is taken back in the same act. Raises `Refusal`:
    `line_unknown`, `sheet_returned`, `sheet_lost`, `purpose_unknown`, `written_in_future`, `doctor_missing` (where a treatment changes),
    `visit_treatments_changed`, and as `prescriptions.extend` and `prescriptions.write`.
    """
    today = desk.clock.today()
    check_day(by.occurred_on, today)
    check_purpose(told.purpose)
    if told.items and not fold(doctor):
        raise Refusal("doctor_missing", "doctor")
    with desk.act(by, "visit.note") as act:
        line = _open_line(act.connection, line_id)
        if line.visit_id is not None:
            _put_back(act.connection, line.visit_id)
        doctor_id = care.doctor_ids(act.connection, [named(doctor, "doctor")])[fold(doctor)] if fold(doctor) else None
        values = {
            "household_id": line.household_id, "patient_id": line.patient_id, "sheet_line_id": line_id, "doctor_id": doctor_id,
            "went": short(went, "went"), "met": told.met, "purpose": told.purpose, "note": short(told.note, "note"),
            "occurred_on": by.occurred_on, "entered_at": act.entered_at, "entered_by": by.user_id,
        }  # fmt: skip
        visit_id = store.put_visit(act.connection, values, line.visit_id)
        before = _standing(act.connection, [item.item_id for item in told.items])
        paper, new = _prescribe(act, today, line, told.items, doctor, visit_id)
        act.about("visit", visit_id)
        act.before = {"items": before}
        act.after = {
            "line": line_id, "sheet": line.sheet_id, "met": told.met, "purpose": told.purpose, "paper": paper, "new": new,
            "items": [{"id": item.item_id, "days": item.days, "directions": item.directions} for item in told.items],
            "left": _standing(act.connection, [*(item.item_id for item in told.items), *new]),
        }  # fmt: skip
        return visit_id


def take_back(desk: Desk, by: By, line_id: int) -> None:
    """The line is to be noted again: its visit goes, its treatments stand as before. Papers written on the visit by hand stay, as papers of their day.

    Raises `Refusal`: `line_unknown`, `sheet_returned`, `sheet_lost`, `line_not_noted`, `visit_treatments_changed`.
    """
    with desk.act(by, "visit.take_back") as act:
        line = _open_line(act.connection, line_id)
        if line.visit_id is None:
            raise Refusal("line_not_noted", "line")
        _put_back(act.connection, line.visit_id)
        store.drop_visit(act.connection, line.visit_id)
        act.about("visit", line.visit_id)
        act.before = {"line": line_id, "met": line.met, "purpose": line.purpose, "occurred_on": line.occurred_on}


def told_of(desk: Desk, line_id: int) -> Told | None:
    """What was noted of a line, to be looked at and noted anew; None where nothing was."""
    with desk.read() as connection:
        line = next(iter(store.lines(connection, line_id=line_id)), None)
        if line is None or line.visit_id is None:
            return None
        _, after = store.noted(connection, [line.visit_id])[line.visit_id]
    items = tuple(ItemTold(item["id"], item["days"], item["directions"]) for item in json.loads(after)["items"])
    return Told(bool(line.met), line.purpose or "follow_up", line.note or "", items)


def goes_on(items: Iterable[ItemRow], days: int) -> tuple[ItemTold, ...]:
    """Every chronic treatment that runs goes on unchanged: what one key on a line means. A course that ends by itself ends."""
    return tuple(ItemTold(item.id, days) for item in items if item.chronic and item.status == "active")


def _open_line(connection: Connection, line_id: int) -> LineRow:
    found = store.lines(connection, line_id=line_id)
    if not found:
        raise Refusal("line_unknown", "line")
    store.lock_sheet(connection, found[0].sheet_id)
    sheet = found_sheet(connection, found[0].sheet_id)
    if not sheet.out:
        raise Refusal("sheet_lost" if sheet.returned_on is None else "sheet_returned", "sheet")
    return store.lines(connection, line_id=line_id)[0]  # as it stands now that nobody else writes on this sheet


def _prescribe(act: Act, today: date, line: LineRow, items: Sequence[ItemTold], doctor: str, visit_id: int) -> tuple[int | None, list[int]]:
    """What becomes of the treatments; the new paper and its items where a dose changed. Raises `Refusal` `item_unknown`, and as its parts."""
    if not items:
        return None, []
    rows = {row.id: row for row in care.items_of(act.connection, [item.item_id for item in items])}
    for item in items:
        if item.item_id not in rows or rows[item.item_id].patient_id != line.patient_id:
            raise Refusal("item_unknown", "item", item=item.item_id)
        if rows[item.item_id].status == "closed":
            raise Refusal("item_closed", "item", item=item.item_id)
    for days in sorted({item.days for item in items if item.days}):
        prescriptions.extend_in(act, [item.item_id for item in items if item.days == days], days, doctor, visit_id=visit_id)
    ended = [item.item_id for item in items if not item.days and not item.directions.strip()]
    care.change_items(act.connection, [{"id": one, "status": "closed", "reason": "doctor"} for one in ended])
    orders = [order_of(rows[item.item_id], item.directions) for item in items if not item.days and item.directions.strip()]
    if not orders:
        return None, []
    written = prescriptions.write_in(act, today, line.patient_id, doctor, act.by.occurred_on, orders, visit_id=visit_id)
    return written.prescription_id, [item_id for item_id, _ in written.items]


def order_of(row: ItemRow, directions: str) -> Order:
    """The same medicine with other directions, for as long as the old one was meant unless they say it."""
    left = None if row.chronic or row.days is None else row.days
    return Order(row.medicine_text, row.medicine_id, directions, None, left, row.chronic, None, words(row.cleared), row.id)


def _standing(connection: Connection, item_ids: Sequence[int]) -> dict[str, list[object]]:
    """What a visit may change in an item: as JSON keeps it."""
    return {
        str(row.id): [row.status, row.reason, row.review_on.isoformat() if row.review_on else None, row.days]
        for row in care.items_of(connection, item_ids)
    }


def _put_back(connection: Connection, visit_id: int) -> None:
    """Treatments as they stood before the visit was noted: from the record, which nobody can change.

    Raises `Refusal` `visit_treatments_changed` where somebody has done something else to them since.
    """
    before_text, after_text = store.noted(connection, [visit_id])[visit_id]
    before, after = json.loads(before_text), json.loads(after_text)
    new = after["new"]
    if _standing(connection, [int(one) for one in after["left"]]) != after["left"]:
        raise Refusal("visit_treatments_changed", "visit")
    rows = [
        {"id": int(item), "status": status, "reason": reason, "review_on": date.fromisoformat(last) if last else None, "days": days}
        for item, (status, reason, last, days) in before["items"].items()
    ]
    care.change_items(connection, rows)
    care.undo_extensions(connection, visit_id)
    care.change_items(connection, [{"id": one, "status": "closed", "reason": "mistake"} for one in new])
    if after["paper"] is not None:
        store.unlink_paper(connection, after["paper"])
