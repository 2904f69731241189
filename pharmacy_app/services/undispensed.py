"""What is received and never handed out here: the committee's list, and the boxes that are on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pharmacy_app.db.queries import identity as boxes
from pharmacy_app.db.queries.identity import UndispensedRow as UndispensedRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.services import catalogue, typed
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.recognising import NOT_DISPENSED, never_handed_out


@dataclass(frozen=True, slots=True)
class NewUndispensed:
    """A line as somebody types it; names and brands are separated by commas or semicolons. `reason` in the committee's own words."""

    inn: str
    reason: str
    names: str = ""
    brands: str = ""


def listed(desk: Desk) -> tuple[UndispensedRow, ...]:
    """The whole list, by INN."""
    with desk.read() as connection:
        return boxes.undispensed(connection)


def add(desk: Desk, by: By, new: NewUndispensed) -> int:
    """One more; boxes that nobody has named and that say so are set apart from now on. Returns its id.

    Raises `Refusal`: `name_missing`, `text_too_long`, `reason_missing`, `undispensed_exists`, `undispensed_is_medicine` (one of its names is a
    medicine of the catalogue: a box of it could be handed out as that).
    """
    inn, reason = fold(typed.named(new.inn, "inn")), typed.short(new.reason, "reason")
    if not reason:
        raise Refusal("reason_missing", "reason")
    names, brands = typed.several(new.names, "names"), typed.several(new.brands, "brands")
    with desk.act(by, "undispensed.add") as act:
        if any(row.inn == inn for row in boxes.undispensed(act.connection)):
            raise Refusal("undispensed_exists", "inn")
        known = catalogue.ingredients(act.connection)
        taken = next((name for name in (inn, *names, *brands) if fold(name) in known), None)
        if taken is not None:
            raise Refusal("undispensed_is_medicine", "inn", text=taken[:40], medicine=known[fold(taken)])
        values: dict[str, object] = {
            "inn": inn, "names": ";".join(names), "brands": ";".join(brands), "reason": reason, "origin": "committee", "active": True,
        }  # fmt: skip
        undispensed_id = boxes.add_undispensed(act.connection, values)
        act.about("undispensed", undispensed_id)
        act.after = {"inn": inn, "reason": reason, "lots": settle(act.connection)}
        return undispensed_id


def activate(desk: Desk, by: By, undispensed_id: int, active: bool, why: str) -> None:
    """Takes a line off the list, or puts it back on. What is taken off is an unknown box again; its lots stay set apart until they are released.

    Raises `Refusal`: `undispensed_unknown`, `reason_missing`, `undispensed_unchanged`.
    """
    told = typed.short(why, "reason")
    if not told:
        raise Refusal("reason_missing", "reason")
    with desk.act(by, "undispensed.activate" if active else "undispensed.deactivate") as act:
        row = next((row for row in boxes.undispensed(act.connection) if row.id == undispensed_id), None)
        if row is None:
            raise Refusal("undispensed_unknown", "undispensed")
        if row.active == active:
            raise Refusal("undispensed_unchanged", "undispensed")
        boxes.change_undispensed(act.connection, undispensed_id, {"active": active})
        act.about("undispensed", undispensed_id)
        act.before, act.after = {"active": row.active}, {"active": active, "why": told}
        if active:
            act.after["lots"] = settle(act.connection)
        else:
            boxes.take_off_list(act.connection, undispensed_id)


def settle(connection: Connection) -> int:
    """Boxes that nobody has named and that are on the list are set apart; how many lots that were. Inside an act."""
    listed = never_handed_out(boxes.undispensed(connection))
    meant: dict[int, list[int]] = defaultdict(list)
    for product_id, description in boxes.unnamed_products(connection):
        if (number := listed.meant(description)) is not None:
            meant[number].append(product_id)
    return sum(boxes.put_on_list(connection, ids, number, NOT_DISPENSED) for number, ids in sorted(meant.items()))
